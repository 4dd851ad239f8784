"""Measures the peak memory of whole processes that read files: on a corpus, and on one of ten times its size.

>>> # python benches/memory.py --write docs/scale.md

The corpus is made of the lines of `seeds/`, so that vocabularies do not grow with it. Peak memory is what the system
has counted (`ru_maxrss`): the interpreter, libraries, the language model and all that the work needs.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SEEDS = Path(__file__).parents[1] / "seeds"
BEGIN, END = "<!-- memory:begin -->", "<!-- memory:end -->"
TIMES = 10


class Run(NamedTuple):
    """A command with its options, the format that it reads and the one that it writes."""

    command: str
    source: str
    output: str


RUNS = [
    Run("detect", "parquet", "parquet"),
    Run("detect", "arrow", "arrow"),
    Run("detect", "csv", "csv"),
    Run("detect", "jsonl", "jsonl"),
    Run("detect", "txt", "parquet"),
    Run("strip --keep en", "parquet", "parquet"),
    Run("spans", "parquet", "parquet"),
    Run("tokens", "parquet", "parquet"),
    Run("vectors --vectorizer count", "parquet", "npz"),
    Run("vectors --vectorizer tfidf", "parquet", "npz"),
    Run("vectors --vectorizer tfidf", "parquet", "parquet"),
    Run("vectors --vectorizer bm25", "parquet", "npz"),
    Run("vectors --vectorizer hashing", "parquet", "npz"),
]


def texts(size: int) -> Iterator[list[str]]:
    """Batches of texts of about 500 characters, `size` bytes in all."""
    lines = [line for path in sorted(SEEDS.glob("0*.txt")) for line in path.read_text().splitlines() if line.strip()]
    choose = random.Random(6)
    while size > 0:
        batch = [" ".join(choose.choices(lines, k=4)) for _ in range(20_000)]
        size -= sum(len(text.encode()) for text in batch)
        yield batch


def make(folder: Path, kind: str, size: int) -> None:
    """Writes a corpus of one format."""
    import csv
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{size}.{kind}"
    schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
    if kind in ("parquet", "arrow"):
        with pq.ParquetWriter(path, schema) if kind == "parquet" else pa.ipc.new_file(path, schema) as writer:
            for batch in texts(size):
                writer.write_table(pa.table([list(range(len(batch))), batch], schema=schema))
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        if kind == "csv":
            rows.writerow(schema.names)
        for batch in texts(size):
            if kind == "csv":
                rows.writerows(enumerate(batch))
            elif kind == "jsonl":
                file.writelines(json.dumps({"id": at, "text": text}) + "\n" for at, text in enumerate(batch))
            else:
                file.writelines(text + "\n" for text in batch)


def peak(run: Run, folder: Path, size: int) -> float:
    """Peak memory in MB of the process that does a run."""
    source, output = folder / f"{size}.{run.source}", folder / f"out.{run.output}"
    options = ["--format", "lines"] if run.source == "txt" else ["--column", "text"]
    command = [sys.executable, "-m", "tolmach", *run.command.split(), str(source), "-o", str(output), *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    assert process.stderr is not None
    with process.stderr as errors:
        said = errors.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit(said)
    print(f"{run.command}, {run.source} to {run.output}: {usage.ru_maxrss / 1000:.0f} MB; {said.strip()}", flush=True)
    output.unlink()
    return usage.ru_maxrss * 1024 / 1e6


def table(megabytes: int) -> str:
    """All runs, as a table in Markdown."""
    small, large = megabytes * 1_000_000, TIMES * megabytes * 1_000_000
    lines = [
        f"| command | input | output | {megabytes} MB of text | {TIMES * megabytes} MB | growth |",
        "|---|---|---|---:|---:|---:|",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in dict.fromkeys(run.source for run in RUNS):
            for size in (small, large):
                # In a process of its own: what a parent has used counts for its children.
                subprocess.run([sys.executable, __file__, "--make", name, kind, str(size)], check=True)
            for run in RUNS:
                if run.source == kind:
                    one, ten = peak(run, folder, small), peak(run, folder, large)
                    growth = f"{100 * (ten / one - 1):+.1f} %"
                    ends = f"`{run.command}` | {run.source} | {run.output}"
                    lines.append(f"| {ends} | {one:.0f} MB | {ten:.0f} MB | {growth} |")
            for path in folder.iterdir():
                path.unlink()
    return "\n".join(lines)


def main() -> None:
    """Measures, prints, and perhaps writes the table between its marks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=40, help="size of the smaller corpus (default: 40)")
    parser.add_argument("--write", type=Path, help=f"a file with {BEGIN} and {END}")
    parser.add_argument("--make", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.make:
        folder, kind, size = arguments.make
        make(Path(folder), kind, int(size))
        return
    found = table(arguments.megabytes)
    print(found)
    if arguments.write:
        old = arguments.write.read_text(encoding="utf-8")
        if BEGIN not in old or END not in old:
            raise SystemExit(f"{arguments.write} has no {BEGIN} … {END}")
        new = re.sub(f"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n\n{found}\n\n{END}", old, flags=re.S)
        arguments.write.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()

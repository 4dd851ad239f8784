"""Runs that are cut off: killed, interrupted, out of space; and what is kept of them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="needs PyArrow: pip install 'tolmach[arrow]'")

import pyarrow.parquet as pq

from tolmach.__main__ import main
from tolmach.stream import batches, fitting, parts, records
from tolmach.vectorize import TfidfVectorizer
from tolmach.vectorize.learning import Growing

SEEDS = Path(__file__).parents[1] / "seeds"
LINES = [line for path in sorted(SEEDS.glob("0*.txt")) for line in path.read_text().splitlines() if line.strip()]
# The command line with small batches, each of which is a part; behind the second it waits until somebody ends it.
STUCK = """
import sys, time
from tolmach.stream import batches, parts, records
records.STEP_ROWS, batches._ROWS, parts.SECONDS = 250, 500, 0
append = parts.Parts.append
def stuck(self, *arguments):
    append(self, *arguments)
    if self._count == 2:
        time.sleep(100)
parts.Parts.append = stuck
from tolmach.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
COMMANDS = {
    "spans.parquet": ["spans", "--keep-column", "id"],
    "detect.csv": ["detect"],
    "strip.arrow": ["strip", "--keep", "en"],
    "tokens.jsonl": ["tokens"],
    "vectors.npz": ["vectors", "--min-df", "2"],
}


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(records, "STEP_ROWS", 250)
    monkeypatch.setattr(batches, "_ROWS", 500)
    monkeypatch.setattr(parts, "SECONDS", 0)


@pytest.fixture
def done(capsys):
    """What a command says on standard error."""

    def run(*arguments, code=0):
        assert main([str(argument) for argument in arguments]) == code
        out, err = capsys.readouterr()
        assert out == ""
        return err

    return run


@contextlib.contextmanager
def under_way(output, *arguments):
    """A process that has finished two parts and has more to do."""
    command = [sys.executable, "-c", STUCK, *map(str, arguments), "-o", str(output)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 300
        while not (Path(f"{output}.parts") / "00001.json").exists():
            assert running.poll() is None, running.stderr.read().decode()
            assert time.monotonic() < end
            time.sleep(0.01)
        yield running
    finally:
        running.kill()
        running.communicate()


def cut_off(inputs, output, *arguments):
    with under_way(output, *arguments, "--column", "text", inputs) as running:
        running.kill()
        running.wait()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Two files of records, some of them missing or damaged."""
    folder = tmp_path_factory.mktemp("inputs")
    for name in "ab":
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(3000):
                text = None if number % 500 == 7 else LINES[(number * 7) % len(LINES)]
                file.write(json.dumps({"id": f"{name}{number}", "text": text}, ensure_ascii=False) + "\n")
                if number == 1234:
                    file.write('{"text": "broken\n')
    return folder


@pytest.fixture
def whole(inputs, done, tmp_path_factory):
    """The output of a run that nobody has cut off, and what was said."""

    def run(name):
        output = tmp_path_factory.mktemp("whole") / name
        said = done(*COMMANDS[name], "--column", "text", inputs, "-o", output)
        return output.read_bytes(), said.splitlines()

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_run_goes_on_where_it_was(name, inputs, whole, done, tmp_path):
    output = tmp_path / name
    output.write_text("old")
    arguments = [*COMMANDS[name], "--column", "text", inputs, "-o", output]
    cut_off(inputs, output, *COMMANDS[name])
    assert output.read_text() == "old"
    assert "go on with --resume or start over with --restart" in done(*arguments, code=2)
    again = done(*arguments, "--resume").splitlines()
    expected, said = whole(name)
    assert output.read_bytes() == expected
    # The same records and flaws are reported, and some of the work was not done twice.
    assert "6,002 records of 2 files, " in again[0]
    assert "of them by an earlier run" in again[0]
    assert again[1:] == said[1:]
    assert "12 records without a text" in again[1]
    assert "2 damaged records: broken JSON" in again[2]
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_keeps_what_is_done(number, code, inputs, whole, done, tmp_path):
    output = tmp_path / "spans.parquet"
    output.write_text("old")
    arguments = [*COMMANDS[output.name], "--column", "text", inputs]
    with under_way(output, *arguments) as running:
        time.sleep(0.3)
        running.send_signal(number)
        _, errors = running.communicate(timeout=300)
        assert running.returncode == code
    first, second = errors.decode().splitlines()
    assert first == f"tolmach spans: interrupted; {output} is as it was before"
    assert second == f"1,000 records are done and kept in {output}.parts: go on with --resume"
    assert output.read_text() == "old"
    assert "1,000 of them by an earlier run" in done(*arguments, "-o", output, "--resume")
    assert output.read_bytes() == whole(output.name)[0]


@pytest.mark.parametrize("after", [1, 6, 12])
def test_fitting_goes_on_where_it_was(after, inputs, whole, done, tmp_path, monkeypatch):
    monkeypatch.setattr(fitting, "SECONDS", 0)
    monkeypatch.setattr(fitting, "TIMES", 0)
    output = tmp_path / "vectors.npz"
    arguments = [*COMMANDS[output.name], "--column", "text", inputs, "-o", output]
    steps = iter(range(after))

    def step(self, texts):
        if next(steps, None) is None:
            raise KeyboardInterrupt
        return Growing.partial_fit(self, texts)

    with monkeypatch.context() as patched:
        patched.setattr(TfidfVectorizer, "partial_fit", step)
        assert "interrupted" in done(*arguments, code=130)
    assert (tmp_path / "vectors.npz.parts" / "fit.json").exists()
    documents = []
    with monkeypatch.context() as patched:
        patched.setattr(
            TfidfVectorizer, "partial_fit", lambda v, t: documents.append(len(t)) or Growing.partial_fit(v, t)
        )
        done(*arguments, "--resume")
    assert sum(documents) == 6002 - 500 * after - (1 if after > 6 else 0)
    assert output.read_bytes() == whole(output.name)[0]


def test_other_options_or_inputs_are_refused(inputs, done, tmp_path):
    copies = tmp_path / "copies"
    copies.mkdir()
    for path in inputs.iterdir():
        (copies / path.name).write_bytes(path.read_bytes())
    output = tmp_path / "strip.arrow"
    cut_off(copies, output, "strip", "--keep", "en")
    again = ["--column", "text", copies, "-o", output, "--resume"]
    assert "keep was ['en'], now ['en', 'ru']" in done("strip", "--keep", "en,ru", *again, code=2)
    assert "command was 'strip', now 'detect'" in done("detect", *again, code=2)
    assert "engine was None, now 'whatlang'" in done("strip", "--keep", "en", "--engine", "whatlang", *again, code=2)
    manifest = output.with_name("strip.arrow.parts") / "manifest.json"
    kept = manifest.read_bytes()
    manifest.write_bytes(kept[:50])
    assert "manifest.json is damaged" in done("strip", "--keep", "en", *again, code=2)
    manifest.write_bytes(kept)
    changed = copies / "b.jsonl"
    content = changed.read_bytes()
    changed.write_bytes(content.replace(b"b2999", b"b2998"))
    said = done("strip", "--keep", "en", *again, code=2)
    assert f"the inputs have changed: {changed}" in said
    assert "Start over with --restart" in said
    assert "6,002 records of 2 files, 0" in done("strip", "--keep", "en", *again[:-1], "--restart")


def test_the_number_of_threads_changes_nothing(inputs, done, whole, tmp_path):
    output = tmp_path / "strip.arrow"
    cut_off(inputs, output, "strip", "--keep", "en", "--jobs", "2")
    done(*COMMANDS[output.name], "--column", "text", inputs, "-o", output, "--resume", "--jobs", "1")
    assert output.read_bytes() == whole(output.name)[0]


@pytest.mark.parametrize("damage", ["cut", "gone", "other"])
def test_a_damaged_part_is_noticed(damage, inputs, done, tmp_path):
    output = tmp_path / "out.parquet"
    cut_off(inputs, output, "detect")
    part = output.with_name("out.parquet.parts") / "00000.arrow"
    content = part.read_bytes()
    if damage == "gone":
        part.unlink()
    else:
        part.write_bytes(
            content[: len(content) // 2] + (b"\xff" * (len(content) - len(content) // 2)) * (damage == "other")
        )
    said = done("detect", "--column", "text", inputs, "-o", output, "--resume", code=1)
    assert "00000.arrow is damaged" in said
    assert "--restart" in said
    assert "--resume" not in said
    assert not output.exists()


def test_two_runs_do_not_share_an_output(inputs, done, tmp_path):
    output = tmp_path / "out.parquet"
    arguments = ["detect", "--column", "text", inputs]
    with under_way(output, *arguments):
        assert "another run is writing to" in done(*arguments, "-o", output, "--resume", code=2)
        assert "another run is writing to" in done(*arguments, "-o", output, "--restart", code=2)


@contextlib.contextmanager
def full_at(size):
    """No file can be longer than so many bytes."""
    resource = pytest.importorskip("resource", reason="limits of file sizes are a thing of Unix")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_disk_that_is_full_at_once_leaves_nothing_behind(inputs, done, tmp_path):
    output = tmp_path / "out.parquet"
    output.write_text("old")
    with full_at(10_000):
        said = done("tokens", "--column", "text", inputs, "-o", output, code=1)
    assert said == f"tolmach tokens: File too large while writing {output}, which is as it was before\n"
    assert output.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]


@pytest.mark.parametrize("name", ["out.arrow", "out.csv", "out.jsonl", "out.npz"])
def test_a_full_disk_leaves_the_old_file(name, inputs, done, tmp_path):
    output = tmp_path / name
    output.write_text("old")
    arguments = ["vectors" if name == "out.npz" else "tokens", "--column", "text", inputs, "-o", output]
    # Enough for a part, and not for the whole.
    with full_at(300_000):
        said = done(*arguments, code=1)
    assert "File too large while writing" in said
    assert "which is as it was before" in said
    assert "go on with --resume" in said
    assert output.read_text() == "old"
    assert not list(tmp_path.rglob("*.part"))
    # When there is space again, it goes on.
    assert "6,002 of them by an earlier run" in done(*arguments, "--resume")
    assert output.stat().st_size > 300_000
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_that_may_not_be_written_to(inputs, done, tmp_path):
    if os.geteuid() == 0:
        pytest.skip("the superuser may write anywhere; run the tests as another user")
    tmp_path.chmod(0o500)
    assert "Permission denied" in done("detect", "--column", "text", inputs, "-o", tmp_path / "a.csv", code=1)


def test_strict_keeps_what_was_done_before(inputs, done, tmp_path):
    late = tmp_path / "late.jsonl"
    late.write_text("".join(f'{{"text": "{number}"}}\n' for number in range(1800)) + "{")
    output = tmp_path / "out.parquet"
    arguments = ["detect", "--column", "text", late, "-o", output]
    said = done(*arguments, "--strict", code=1)
    assert f"{late}, row 1800: broken JSON" in said
    assert "1,500 records are done and kept in" in said
    assert "1,500 of them by an earlier run" in done(*arguments, "--resume")


def test_progress_is_for_those_who_watch(inputs, done, tmp_path):
    arguments = ["detect", "--column", "text", inputs, "-o", tmp_path / "out.parquet"]
    assert "%|" not in done(*arguments)
    said = done(*arguments, "--progress")
    assert "100%|" in said
    assert "B/s" in said
    assert len(pq.read_table(tmp_path / "out.parquet")) == 6002


def test_without_pyarrow_it_says_what_to_install(inputs, tmp_path):
    code = "import sys; sys.modules['pyarrow'] = None; from tolmach.__main__ import main; sys.exit(main(sys.argv[1:]))"
    arguments = [sys.executable, "-c", code, "detect", str(inputs), "-o", str(tmp_path / "a.csv")]
    ended = subprocess.run(arguments, capture_output=True, timeout=300, check=False)
    assert ended.returncode == 1
    assert ended.stderr.decode() == "tolmach detect: needs PyArrow: python -m pip install 'tolmach[arrow]'\n"

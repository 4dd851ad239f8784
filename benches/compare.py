"""Speed and memory beside scikit-learn and bm25s, on one machine in one process, in turns: the tables of the README.

``python benches/compare.py`` prints the tables; ``--write`` puts them into the README between its markers; ``--quick``
takes a tenth of the text; ``--only speeds`` (or ``others``, ``linear``, ``memory``) measures one table. The corpus is
``../shared/data`` or, where that is absent, text made from the seeds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import re
import subprocess
import sys
import time
import timeit
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import text as reference

import tolmach as tm

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
MARKERS = "<!-- bench:begin -->", "<!-- bench:end -->"
ROUNDS = 3

TASKS: list[tuple[str, str, dict[str, Any], int]] = [
    # Label, class, parameters, the part of the corpus that is enough to measure.
    ("`CountVectorizer()`", "CountVectorizer", {}, 1),
    ("`CountVectorizer(ngram_range=(1, 2))`", "CountVectorizer", {"ngram_range": (1, 2)}, 1),
    (
        '`CountVectorizer(analyzer="char_wb", ngram_range=(2, 4))`',
        "CountVectorizer",
        {"analyzer": "char_wb", "ngram_range": (2, 4)},
        4,
    ),
    (
        '`TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True)`',
        "TfidfVectorizer",
        {"stop_words": "english", "min_df": 2, "sublinear_tf": True},
        1,
    ),
    ("`HashingVectorizer()`", "HashingVectorizer", {}, 1),
]


def english(part: int) -> list[str]:
    """News and reviews, every `part`-th."""
    path = SHARED / "bench" / "english_news_reviews.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [json.loads(line)["text"] for line in file][::part]
    return made(r"[^\n]+", 4_000_000 // part)


def russian(part: int) -> list[str]:
    """Words drawn as often as they stand in film subtitles, in sentences of twelve."""
    path = SHARED / "lid" / "freq" / "ru.tsv.gz"
    if not path.exists():
        return made(r"[а-яёА-ЯЁ][а-яёА-ЯЁ ,.]+", 2_000_000 // part)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    rng = random.Random(0)
    drawn = iter(rng.choices([row[0] for row in rows], [int(row[1]) for row in rows], k=1_200_000 // part))
    sentences = [" ".join(sentence).capitalize() + "." for sentence in zip(*[drawn] * 12, strict=False)]
    return [" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5)]


def mixed(part: int) -> list[str]:
    """Each text half English, half Russian."""
    return [f"{one} {other}" for one, other in zip(english(part), russian(part), strict=False)]


def made(pattern: str, size: int) -> list[str]:
    """Texts of sentences drawn from the seeds, the same ones each time."""
    seeds = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))
    pieces = re.findall(pattern, seeds)
    rng, texts = random.Random(0), []
    while size > 0:
        texts.append(" ".join(rng.choices(pieces, k=rng.randint(1, 6))))
        size -= len(texts[-1].encode())
    return texts


def megabytes(texts: Iterable[str]) -> float:
    """Millions of bytes of UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6


def seconds(run: Callable[[], object]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def in_turns(runs: list[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """The best time of each, all of them once in every round, so that a busy machine is busy for all of them."""
    best = [float("inf")] * len(runs)
    for _ in range(rounds):
        for at, run in enumerate(runs):
            best[at] = min(best[at], seconds(run))
    return best


def fitting(module: Any, name: str, chosen: dict[str, Any], texts: list[str]) -> Callable[[], object]:
    """A call of `fit_transform` on a new estimator."""
    return lambda: getattr(module, name)(**chosen).fit_transform(texts)


def speeds(quick: bool) -> list[str]:
    """Beside scikit-learn, by number of threads."""
    rows = ["| `fit_transform` | text | scikit-learn | one thread | all threads |", "|---|---|---:|---:|---:|"]
    for language, read in (("English", english), ("Russian", russian), ("mixed", mixed)):
        for label, name, chosen, part in TASKS:
            texts = read(part * (10 if quick else 1))
            size = megabytes(texts)
            runs = [fitting(reference, name, chosen, texts)]
            runs += [fitting(tm, name, {**chosen, "n_jobs": threads}, texts) for threads in (1, None)]
            theirs, one, every = in_turns(runs)
            rows.append(
                f"| {label} | {language}, {size:.1f} MB | {theirs:.2f} s | {one:.3f} s, **{theirs / one:.1f}x** "
                f"| {every:.3f} s, **{theirs / every:.1f}x** |"
            )
            print(rows[-1], flush=True)
    return rows


def others(quick: bool) -> list[str]:
    """Beside bm25s, with stems, and one short text."""
    texts = english(10 if quick else 1)
    rows = ["| beside | time | ours | ratio |", "|---|---:|---:|---:|"]
    plain = fitting(tm, "CountVectorizer", {}, texts)
    try:
        import bm25s
    except ImportError:
        print("bm25s is not installed: left out")
    else:
        tokenize = lambda: bm25s.tokenize(texts, stopwords=None, show_progress=False)  # noqa: E731
        theirs, ours = in_turns([tokenize, plain])
        rows.append(f"| `bm25s.tokenize`, without a matrix | {theirs:.2f} s | {ours:.3f} s | {theirs / ours:.1f}x |")
    with_stems, without = in_turns([fitting(tm, "CountVectorizer", {"stemmer": "english"}, texts), plain], 7)
    rows.append(f'| `stemmer="english"` | {with_stems:.3f} s | {without:.3f} s | {with_stems / without:.2f}x |')
    for name in ("CountVectorizer", "TfidfVectorizer", "HashingVectorizer"):
        short = ["Guterres calls on the sides to return to peace talks"]
        ours = getattr(tm, name)().fit(texts)
        theirs = getattr(reference, name)().fit(texts)
        times = []
        for fitted in (theirs, ours):
            known = {"fitted": fitted, "short": short}
            times.append(min(timeit.repeat("fitted.transform(short)", globals=known, number=100, repeat=7)) / 100 * 1e6)
        rows.append(
            f"| `{name}.transform([short])` | {times[0]:.0f} µs | {times[1]:.1f} µs | {times[0] / times[1]:.0f}x |"
        )
    return rows


def linear(quick: bool) -> list[str]:
    """Ever longer text: each copy has words of its own beside the common ones."""
    texts = english(10 if quick else 4)
    rows = ["| corpus | text | time | MB/s |", "|---|---:|---:|---:|"]
    for times in (1, 4, 16):
        longer = [f"{text} w{copy}x{at % 2000}" for copy in range(times) for at, text in enumerate(texts)]
        size = megabytes(longer)
        (best,) = in_turns([fitting(tm, "CountVectorizer", {}, longer)], 3)
        rows.append(f"| {times}x | {size:.1f} MB | {best:.3f} s | {size / best:.0f} |")
    return rows


MEASURE = """
import json, resource, sys
sys.path.insert(0, {here!r})
import compare
from sklearn.feature_extraction import text as reference
import tolmach as tm
texts = getattr(compare, {language!r})({part})
module = {{"ours": tm, "theirs": reference}}[{whose!r}]
getattr(module, {name!r})(**{chosen!r}).fit_transform(texts[:50])
now = int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")  # The peak starts again from here.
kept = getattr(module, {name!r})(**{chosen!r}), None
kept = kept[0], kept[0].fit_transform(texts)
status = open("/proc/self/status").read()
peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
print(peak - now)
"""


def memory(quick: bool) -> list[str]:
    """Peak memory of whole processes, above what they held before the fit."""
    rows = ["| peak memory above the input | text | scikit-learn | ours | share |", "|---|---|---:|---:|---:|"]
    if not Path("/proc/self/clear_refs").exists():
        print("no /proc: memory is not measured")
        return rows
    for language in ("english", "russian"):
        for label, name, chosen, part in TASKS:
            sizes = []
            for whose in ("theirs", "ours"):
                source = MEASURE.format(
                    here=str(Path(__file__).parent),
                    language=language,
                    part=part * (10 if quick else 1),
                    whose=whose,
                    name=name,
                    chosen=chosen,
                )
                done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
                sizes.append(int(done.stdout.split()[-1]) / 1e6)
            share = sizes[1] / sizes[0]
            row = f"| {label} | {language.title()} | {sizes[0]:.0f} MB | {sizes[1]:.0f} MB | {share:.2f} |"
            rows.append(row)
            print(row, flush=True)
    return rows


PARTS = {"speeds": speeds, "others": others, "linear": linear, "memory": memory}


def write(rows: list[str]) -> None:
    """Puts a table in the place of the one with the same head, between the markers of the README."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    first, last = (text.find(marker) for marker in MARKERS)
    start = text.find(rows[0], max(first, 0), max(last, 0))
    if start < 0:
        sys.exit(f"README.md has no table {rows[0]} between {MARKERS[0]} and {MARKERS[1]}")
    end = text.index("\n\n", start)
    readme.write_text(text[:start] + "\n".join(rows) + text[end:], encoding="utf-8")


def main() -> None:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into the README")
    parser.add_argument("--quick", action="store_true", help="a tenth of the text")
    parser.add_argument("--only", choices=list(PARTS), help="one of the tables")
    chosen = parser.parse_args()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    print(f"Measured with `python benches/compare.py` on {machine}; best of {ROUNDS} rounds in turns.", flush=True)
    for name, measure in PARTS.items():
        if chosen.only in (None, name):
            rows = measure(chosen.quick)
            print("\n".join(rows), flush=True)
            if chosen.write:
                write(rows)


if __name__ == "__main__":
    main()

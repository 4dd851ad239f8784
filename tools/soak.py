"""Sends two million documents through one detector, tokenizer and vectoriser and watches memory and speed.

    python tools/soak.py --documents 2000000 --table soak.csv --plot soak.png

Documents are made from paragraphs of the seeds in any order, with numbers and names that never come again, so that
caches of words are filled with new ones all the time. Every batch is thrown away. A row of the table is written for
each step: documents so far, seconds, resident memory in MiB, documents a second; the last line says by how much the
memory of the last half grew. Exit code 1 where that is more than 5 %.
"""

import argparse
import csv
import gc
import random
import sys
import time
from pathlib import Path

import tolmach as tm

BATCH = 2_000


def resident():
    """Resident memory of this process in MiB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("this system has no /proc/self/status")


def paragraphs(folder):
    """The paragraphs of all seeds that are long enough to have a language."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    return [part for text in texts for part in text.split("\n") if len(part) > 20]


def documents(parts, count, numbers):
    """So many documents of one to three paragraphs and two words that nobody has seen."""
    for _ in range(count):
        name = "".join(numbers.choices("abcdeghiklmnoprstuvyzабвгдежзиклмнопрст", k=9))
        text = " ".join(numbers.choices(parts, k=numbers.randint(1, 3)))
        yield f"{text} {name.title()} {numbers.getrandbits(40)}"


def soak(arguments):
    """Runs all documents through; yields a row for each step."""
    numbers = random.Random(1)
    parts = paragraphs(arguments.seeds)
    detector, tokenizer = tm.LanguageDetector(n_jobs=1), tm.Tokenizer(repair_glued=True, n_jobs=1)
    learned = tm.TfidfVectorizer(n_jobs=1).fit(documents(parts, 5_000, numbers))
    hashing, stemmer = tm.HashingVectorizer(n_features=1 << 18, n_jobs=1), tm.Stemmer("en")
    start, done, last = time.perf_counter(), 0, (0, 0.0)
    step = max(arguments.documents // arguments.rows, BATCH)
    while done < arguments.documents:
        batch = list(documents(parts, min(BATCH, arguments.documents - done), numbers))
        for found in (detector.detect_batch(batch), detector.spans_batch(batch)):
            len(found)
        tokens = tokenizer.tokenize_batch(batch)
        stemmer.stem_batch(tokens["tokens"][0])
        learned.transform(batch)
        hashing.transform(batch)
        detector.detect(batch[0])
        tokenizer.tokenize(batch[0])
        tm.normalize(batch[0])
        before, done = done, done + len(batch)
        if done // step > before // step or done == arguments.documents:
            seconds = time.perf_counter() - start
            speed = (done - last[0]) / (seconds - last[1])
            last = (done, seconds)
            gc.collect()
            yield done, round(seconds, 1), round(resident(), 1), round(speed)


def draw(rows, path):
    """The memory over the documents as a picture."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
    axes.plot([row[0] / 1e6 for row in rows], [row[2] for row in rows], marker=".")
    axes.set(xlabel="million documents", ylabel="resident memory, MiB", title="One detector, tokenizer and vectoriser")
    axes.set_ylim(0, max(row[2] for row in rows) * 1.15)
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=150)


def main():
    """Soaks, and says whether memory was flat."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=2_000_000)
    parser.add_argument("--rows", type=int, default=40, help="rows of the table")
    parser.add_argument("--seeds", type=Path, default=Path(__file__).parents[1] / "seeds")
    parser.add_argument("--table", type=Path, help="where the table goes, as CSV; to the screen in any case")
    parser.add_argument("--plot", type=Path, help="where the picture goes, as PNG or SVG; needs matplotlib")
    arguments = parser.parse_args()
    rows = []
    print("documents  seconds      MiB  documents/s")
    for row in soak(arguments):
        rows.append(row)
        print(f"{row[0]:>9,} {row[1]:>8,.1f} {row[2]:>8,.1f} {row[3]:>12,}", flush=True)
    if arguments.table:
        with arguments.table.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["documents", "seconds", "resident_mib", "documents_per_second"])
            writer.writerows(rows)
    if arguments.plot:
        draw(rows, arguments.plot)
    middle = rows[len(rows) // 2 - 1][2] if len(rows) > 1 else rows[0][2]
    growth = rows[-1][2] / middle - 1
    print(f"memory at the end against the middle: {growth:+.1%}")
    return growth > 0.05


if __name__ == "__main__":
    sys.exit(main())

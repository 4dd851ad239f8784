r"""The one look to take before working with texts: one text with its languages in colour, or a corpus at a glance.

>>> import tolmach as tm
>>> tm.show("The talks in Minsk will go on this week.\n\nВидео дня")
English, 51 characters
     42–51  Russian  Видео дня
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from html import escape
from statistics import median
from typing import Any, overload

from tolmach.language import Detection, LanguageDetector, LanguageSpan
from tolmach.support import languages
from tolmach.texts import TextsLike, as_texts
from tolmach.view import Mark, marked

__all__ = ["CorpusView", "TextView", "show"]

# Fragments and duplicates that an overview names.
_EXAMPLES = 8


@overload
def show(texts: str, detector: LanguageDetector | None = None) -> TextView: ...  # type: ignore[overload-overlap]
@overload
def show(texts: TextsLike, detector: LanguageDetector | None = None) -> CorpusView: ...
def show(texts: Any, detector: LanguageDetector | None = None) -> TextView | CorpusView:
    """Look at one text, or at a whole column of them.

    Parameters
    ----------
    texts : str, or texts of any container
        One text is shown in full, each language that is not its own in a colour; of many, an overview: languages,
        scripts, foreign fragments, lengths, missing, empty and duplicate texts.
    detector : LanguageDetector, optional
        Which languages are possible and who decides; all of them, and tolmach, by default.

    Returns
    -------
    TextView or CorpusView
        With an HTML form for notebooks and a plain one for terminals. Its attributes hold what is shown.
    """
    detector = detector or LanguageDetector()
    if isinstance(texts, str):
        return TextView(texts, detector.detect(texts), detector.spans(texts))
    return _overview(texts, detector)


@dataclass(frozen=True, repr=False)
class TextView:
    """One text with its languages.

    Attributes
    ----------
    text : str
    detection : Detection
        Of the text as a whole.
    spans : list of LanguageSpan
        All of them, the main language's too.
    """

    text: str
    detection: Detection
    spans: list[LanguageSpan]

    @property
    def foreign(self) -> list[LanguageSpan]:
        """The spans in another language than the text as a whole."""
        return [span for span in self.spans if span.language != self.detection.language]

    def __repr__(self) -> str:
        lines = [f"{_name(self.detection.language)}, {len(self.text):,} characters"]
        for span in self.foreign:
            place = f"{span.start:,}–{span.end:,}"
            lines.append(f"{place:>10}  {_name(span.language)}  {_short(self.text[span.start : span.end])}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        marks = [
            Mark(s.start, s.end, s.language, f"{_name(s.language)} ({s.script}), {s.confidence:.2f}, {s.start}–{s.end}")
            for s in self.foreign
        ]
        legend = {span.language: _name(span.language) for span in self.foreign}
        head = f"{_name(self.detection.language)} ({self.detection.confidence:.2f}), {len(self.text):,} characters"
        return f"<div style='opacity:.7;font-size:smaller'>{head}</div>{marked(self.text, marks, legend=legend)}"


@dataclass(frozen=True, repr=False)
class CorpusView:
    """A corpus at a glance. Counts are numbers of texts, lengths are code points.

    Attributes
    ----------
    texts, missing, empty : int
        How many texts there are, and of those how many are missing (None, NaN, NA) or hold nothing but white space.
    duplicates : int
        How many texts repeat an earlier one to the letter.
    lengths : tuple of int
        Shortest, median and longest text that is not missing; zeros where there is none.
    languages, scripts : dict of int
        How many texts are in each, most frequent first.
    fragments : dict of int
        How often each foreign fragment stands in the texts, by (language, characters), most frequent first.
    affected : int
        How many texts have a foreign fragment.
    """

    texts: int
    missing: int
    empty: int
    duplicates: int
    lengths: tuple[int, int, int]
    languages: dict[str, int]
    scripts: dict[str, int]
    fragments: dict[tuple[str, str], int]
    affected: int

    def __repr__(self) -> str:
        lines = [f"{self.texts:,} texts{self._flaws()}", f"  lengths    {self._lengths()}"]
        lines += [f"  {name:<10} {', '.join(f'{k} {n:,}' for k, n in part.items())}" for name, part in self._parts()]
        lines.append(f"  foreign    in {self.affected:,} texts")
        lines += [f"    {n:>6,}  {_name(code)}  {_short(text)}" for (code, text), n in self._examples()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [f"<tr><th style='text-align:left'>texts</th><td>{self.texts:,}{self._flaws()}</td></tr>"]
        rows.append(f"<tr><th style='text-align:left'>characters</th><td>{self._lengths()}</td></tr>")
        for title, part in self._parts():
            bars = "".join(_bar(name, n, max(part.values())) for name, n in part.items())
            rows.append(f"<tr><th style='text-align:left;vertical-align:top'>{title}</th><td>{bars}</td></tr>")
        found = "".join(
            f"<div dir='auto'>{n:,} × <span lang='{escape(code)}'>{escape(_short(text))}</span> "
            f"<span style='opacity:.6'>{escape(_name(code))}</span></div>"
            for (code, text), n in self._examples()
        )
        more = len(self.fragments) - _EXAMPLES
        rest = f"<div style='opacity:.6'>and {more:,} more</div>" if more > 0 else ""
        rows.append(
            "<tr><th style='text-align:left;vertical-align:top'>foreign fragments</th>"
            f"<td>in {self.affected:,} texts{found}{rest}</td></tr>"
        )
        style = "text-align:left;color:inherit"
        return f"<table class='tex2jax_ignore' style='{style}'><tbody>{''.join(rows)}</tbody></table>"

    def _parts(self) -> list[tuple[str, dict[str, int]]]:
        named = {_name(code): n for code, n in self.languages.items()}
        return [("languages", named), ("scripts", self.scripts)]

    def _flaws(self) -> str:
        flaws = {"missing": self.missing, "empty": self.empty, "duplicate": self.duplicates}
        return "".join(f", {n:,} {name}" for name, n in flaws.items() if n)

    def _lengths(self) -> str:
        shortest, middle, longest = self.lengths
        return f"{shortest:,} to {longest:,}, median {middle:,}"

    def _examples(self) -> list[tuple[tuple[str, str], int]]:
        return list(self.fragments.items())[:_EXAMPLES]


def _overview(texts: TextsLike, detector: LanguageDetector) -> CorpusView:
    batch = as_texts(texts)
    strings = batch.strings()
    there = [text for text in strings if text is not None]
    detections = detector.detect_batch(batch)
    codes = detections["language"]
    fragments: Counter[tuple[str, str]] = Counter()
    affected = set()
    for span in detector.spans_batch(batch):
        row = span["text"]
        if span["language"] != codes[row]:
            fragments[span["language"], (strings[row] or "")[span["start"] : span["end"]]] += 1
            affected.add(row)
    lengths = [len(text) for text in there]
    return CorpusView(
        texts=len(batch),
        missing=len(strings) - len(there),
        empty=sum(not text.strip() for text in there),
        duplicates=len(there) - len(set(there)),
        lengths=(min(lengths), int(median(lengths)), max(lengths)) if lengths else (0, 0, 0),
        languages=_counts(codes),
        scripts=_counts(detections["script"]),
        fragments=dict(sorted(fragments.items(), key=lambda item: (-item[1], item[0]))),
        affected=len(affected),
    )


def _counts(values: list[str | None]) -> dict[str, int]:
    counts = Counter(value for value in values if value is not None)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@cache
def _names() -> dict[str, str]:
    table = languages()
    return {"und": "undetermined", **dict(zip(table["language"], table["name"], strict=True))}


def _name(code: str) -> str:
    return _names().get(code, code)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _bar(name: str, n: int, most: int) -> str:
    return (
        "<div style='display:flex;align-items:center;gap:.5em'>"
        f"<span style='min-width:9em'>{escape(name)}</span>"
        f"<span style='width:{12 * n / most:.2f}em;height:.7em;border-radius:2px;background:hsl(202 85% 50% / .6)'>"
        f"</span><span>{n:,}</span></div>"
    )

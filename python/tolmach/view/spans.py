"""A text with each of its languages in a colour, and a legend.

>>> import tolmach as tm
>>> from tolmach.view.spans import spans_view
>>> text = "The talks will go on this week. «Видео дня»"
>>> 'data-label="ru"' in spans_view(text, tm.spans(text))
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tolmach.palette import SWATCHES
from tolmach.support import name_of
from tolmach.view.marked import Mark, marked
from tolmach.view.page import colour, key, page

if TYPE_CHECKING:
    from tolmach.language import LanguageSpan

__all__ = ["main_language", "spans_view"]

# The language of so much of the marked text is the colour of the page; only what differs from it is marked.
_MAIN = 0.6


def main_language(spans: Iterable[LanguageSpan]) -> str | None:
    """The language of most of the spans' characters, where there is one."""
    sizes = _sizes(spans)
    code = max(sizes, key=lambda code: (sizes[code], code), default=None)
    return code if code is not None and sizes[code] >= _MAIN * sizes.total() else None


def spans_view(
    text: str,
    spans: Iterable[LanguageSpan],
    *,
    main: str | None = None,
    head: str = "",
    glued: Sequence[tuple[int, int]] = (),
) -> str:
    """HTML of `text`: its `main` language as plain text, by default that of most of it, the others in colours.

    `head` is a heading, in HTML; without it, the numbers of spans and characters. `glued` are the places of words that
    stand there without a space between.
    """
    spans = sorted(spans, key=lambda span: span.start)
    main = main or main_language(spans)
    sizes, counts = _sizes(spans), Counter(span.language for span in spans)
    codes = sorted(sizes, key=lambda code: (code != main, -sizes[code], code))
    others = [code for code in codes if code != main]
    number = {code: i for i, code in enumerate(others)}
    marks = [
        Mark(span.start, span.end, colour(number[span.language]), span.language, _title(span), span.language)
        for span in spans
        if span.language != main
    ]
    marks += [
        Mark(start, end, 'class="glued"', "glued", "two words without a space, by the look of it")
        for start, end in glued
        if not any(start < mark.end and mark.start < end for mark in marks)
    ]
    marks.sort()
    if not head:
        count = f"{len(spans):,} {_plural('span', len(spans))}, {len(text):,} characters"
        head = f'<span class="quiet">{count}</span>'
    keys = [
        key(
            number.get(code),
            name_of(code),
            f"{counts[code]:,} {_plural('span', counts[code])}, {sizes[code]:,} characters",
            label=code,
        )
        for code in codes
    ]
    more = ""
    if len(others) > len(SWATCHES):
        more = '<div class="quiet">More languages than colours: tell them by the code behind each.</div>'
    return page(
        f'<div class="head"><div>{head}</div>{"".join(keys)}{more}</div>' + marked(text, marks, language=main or "und")
    )


def _sizes(spans: Iterable[LanguageSpan]) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for span in spans:
        sizes[span.language] += span.end - span.start
    return sizes


def _title(span: LanguageSpan) -> str:
    place = f"characters {span.start:,} to {span.end:,}"
    return f"{name_of(span.language)}, script {span.script}, confidence {span.confidence:.2f}, {place}"


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else noun + "s"

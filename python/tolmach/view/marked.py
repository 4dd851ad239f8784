"""A text with marks in it, long stretches folded away.

>>> from tolmach.view.marked import Mark, marked
>>> marked("a <b>", [Mark(2, 5, 'class="c1"', "label")])
'<div class="text" dir="auto" style="white-space:pre-wrap">a <mark class="c1" data-label="label">&lt;b&gt;</mark></div>'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

__all__ = ["Mark", "marked"]

# An unmarked stretch longer than this is folded away but for its ends, of about so many characters.
_PLAIN = 600
_ENDS = 160
# So much of a text is seen at once; the rest unfolds.
_OPEN = 2_500
# A fold holds at most so many characters, and a view so many marks: more would make a notebook slow.
_HIDDEN = 20_000
_MARKS = 3_000


class Mark(NamedTuple):
    """What is marked, ``text[start:end]``; how, as HTML of attributes; and with what label, title and language."""

    start: int
    end: int
    style: str
    label: str = ""
    title: str = ""
    language: str = "und"


def marked(text: str, marks: Sequence[Mark], *, language: str = "und") -> str:
    """An HTML block of `text` with `marks` in it, which are in order and disjoint; `language` is that of the rest."""
    shown = marks[:_MARKS]
    rest = marks[_MARKS].start if len(marks) > _MARKS else len(text)
    parts: list[str] = []
    seen, at, fold = 0, 0, False
    for end, visible, piece in _pieces(text[:rest], shown, last=rest == len(text)):
        if seen > _OPEN and not fold:
            parts.append(f"<details><summary>… {rest - at:,} more characters …</summary>")
            fold = True
        parts.append(piece)
        seen += visible
        at = end
    if fold:
        parts.append("</details>")
    if rest < len(text):
        parts.append(f'<span class="quiet"> … {len(text) - rest:,} characters that are not shown</span>')
    lang = "" if language == "und" else f' lang="{escape(language)}"'
    return f'<div class="text"{lang} dir="auto" style="white-space:pre-wrap">{"".join(parts)}</div>'


def _pieces(text: str, marks: Sequence[Mark], *, last: bool) -> Iterator[tuple[int, int, str]]:
    """Where a piece ends, how many characters of it are seen at once, and its HTML."""
    at = 0
    for mark in marks:
        # Lists can be changed: what overlaps or lies outside of the text has no place in it.
        if mark.start < at or mark.end > len(text):
            continue
        if at < mark.start:
            visible, plain = _plain(text[at : mark.start])
            yield mark.start, visible, plain
        # A fragment has its own direction; a token or sentence has that of its paragraph.
        lang = "" if mark.language == "und" else f' lang="{escape(mark.language)}" dir="auto"'
        label = f' data-label="{escape(mark.label)}"' if mark.label else ""
        title = f' title="{escape(mark.title)}"' if mark.title else ""
        inside = escape(text[mark.start : mark.end])
        yield mark.end, mark.end - mark.start, f"<mark {mark.style}{lang}{label}{title}>{inside}</mark>"
        at = mark.end
    if at < len(text):
        visible, plain = _plain(text[at:], last=last)
        yield len(text), visible, plain


def _plain(text: str, *, last: bool = False) -> tuple[int, str]:
    """How many characters of an unmarked stretch are seen at once, and its HTML."""
    if len(text) <= _PLAIN:
        return len(text), escape(text)
    # Cut at white space where there is some: half a word reads like a fault.
    head = text[: max(text.rfind(" ", 0, _ENDS), text.rfind("\n", 0, _ENDS)) + 1 or _ENDS]
    cut = text.find(" ", len(text) - _ENDS)
    tail = "" if last else text[cut if cut >= 0 else len(text) - _ENDS :]
    hidden = text[len(head) : len(text) - len(tail)]
    inside = escape(hidden[:_HIDDEN]) + (" … " if len(hidden) > _HIDDEN else "")
    fold = f"<details><summary>… {len(hidden):,} characters …</summary>{inside}</details>"
    return len(head) + len(tail), f"{escape(head)}{fold}{escape(tail)}"

"""A text as a person wants to see it: marked where it changes, in colours that suit any theme.

>>> from tolmach.view import Mark, marked
>>> html = marked("Read <b>: Видео дня", [Mark(10, 19, "ru", "Russian, 0.97")])
>>> "Read &lt;b&gt;: " in html, 'lang="ru"' in html
(True, True)
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

__all__ = ["Mark", "marked"]

# Hues that differ for colour-blind readers too (after Okabe and Ito); a mark is a translucent wash of its hue, so the
# same colour works on a light and on a dark page, and the text keeps the colour that the theme gives it.
_HUES = (26, 202, 164, 326, 48, 262, 0, 100)
# Unmarked stretches longer than this are folded away but for their ends.
_FOLD = 600
_KEEP = 160


class Mark(NamedTuple):
    """What is marked: ``text[start:end]``, of one kind (which has one colour), with a word on why."""

    start: int
    end: int
    kind: str
    title: str


def marked(text: str, marks: Sequence[Mark], *, legend: dict[str, str] | None = None, language: bool = True) -> str:
    """An HTML fragment of `text` with `marks` in it: no script, no network, everything escaped.

    Parameters
    ----------
    text : str
        The text; stretches without marks are folded where they are long.
    marks : sequence of Mark
        In order and disjoint.
    legend : dict of str, optional
        What the legend calls each kind; the kind itself by default.
    language : bool
        Whether kinds are language codes, for the ``lang`` attribute: the reader's fonts and voice follow it.
    """
    kinds = list(dict.fromkeys(mark.kind for mark in marks))
    hue = {kind: _HUES[i % len(_HUES)] for i, kind in enumerate(kinds)}
    parts = []
    at = 0
    for mark in marks:
        parts.append(_plain(text[at : mark.start]))
        lang = f' lang="{escape(mark.kind)}"' if language and mark.kind != "und" else ""
        parts.append(
            f'<mark{lang} dir="auto" title="{escape(mark.title)}" style="{_wash(hue[mark.kind])}">'
            f"{escape(text[mark.start : mark.end])}</mark>"
        )
        at = mark.end
    parts.append(_plain(text[at:], last=True))
    names = legend or {}
    keys = "".join(
        f'<span style="{_wash(hue[kind])};margin-right:.6em">{escape(names.get(kind, kind))}</span>' for kind in kinds
    )
    return (
        '<div class="tex2jax_ignore" style="max-width:60em;line-height:1.5">'
        + (f'<div style="font-size:smaller;margin-bottom:.4em">{keys}</div>' if keys else "")
        + f'<div dir="auto" style="white-space:pre-wrap;overflow-wrap:anywhere">{"".join(parts)}</div></div>'
    )


def _wash(hue: int) -> str:
    return (
        f"background:hsl({hue} 85% 50% / .25);border-bottom:2px solid hsl({hue} 75% 45%);color:inherit;"
        "border-radius:2px;padding:0 .15em"
    )


def _plain(text: str, *, last: bool = False) -> str:
    if len(text) <= _FOLD:
        return escape(text)
    # Cut at white space where there is some: half a word reads like a fault.
    head = text[: max(text.rfind(" ", 0, _KEEP), text.rfind("\n", 0, _KEEP)) + 1 or _KEEP]
    cut = text.find(" ", len(text) - _KEEP)
    tail = "" if last else text[cut if cut >= 0 else len(text) - _KEEP :]
    hidden = text[len(head) : len(text) - len(tail)]
    return (
        f"{escape(head)}<details style='display:inline'><summary style='display:inline;cursor:pointer;opacity:.6'> … "
        f"{len(hidden):,} characters … </summary>{escape(hidden)}</details>{escape(tail)}"
    )

"""The same in a terminal: texts in colours for rich.

>>> import tolmach as tm
>>> text = "The talks will go on this week. «Видео дня»"
>>> tm.spans(text).__rich__().plain
'The talks will go on this week. «Видео дня[ru]»'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from tolmach.palette import INK, swatch
from tolmach.view.spans import main_language

if TYPE_CHECKING:
    from tolmach.language import LanguageSpan

__all__ = ["spans_in_colour"]


def spans_in_colour(text: str, spans: Iterable[LanguageSpan], main: str | None = None) -> Text:
    """`text` with the spans in other languages than `main` in colours, each with its code behind it."""
    spans = sorted(spans, key=lambda span: span.start)
    main = main or main_language(spans)
    codes = list(dict.fromkeys(span.language for span in spans if span.language != main))
    shown = Text()
    at = 0
    for span in spans:
        if span.language == main or span.start < at:
            continue
        # Dark letters on a light ground can be read whatever the colours of the terminal are.
        style = f"{INK[0]} on {swatch(codes.index(span.language)).light_fill}"
        shown.append(text[at : span.start])
        shown.append(text[span.start : span.end], style)
        shown.append(f"[{span.language}]", "dim")
        at = span.end
    shown.append(text[at:])
    return shown

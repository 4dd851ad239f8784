"""Lists of places in a text that remember the text, so that they can be looked at.

They are lists: they compare, slice, pickle and change like any other.

>>> import tolmach as tm
>>> spans = tm.spans("The talks will go on this week. «Видео дня»")
>>> spans == list(spans), type(spans[1:]).__name__
(True, 'LanguageSpans')
>>> print(spans)
2 spans, 43 characters
   0–30  English  1.00  The talks will go on this week
  33–42  Russian  0...  Видео дня
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, SupportsIndex, TypeVar, overload

from tolmach.support import name_of

if TYPE_CHECKING:
    from rich.text import Text

    from tolmach.language import LanguageSpan
    from tolmach.sentence import Sentence  # noqa: F401 - what Sentences is a list of
    from tolmach.token import Token

__all__ = ["LanguageSpans", "Sentences", "SpanList", "Tokens"]

T = TypeVar("T")

# A representation names so many items at the start and so many at the end.
_HEAD, _TAIL = 8, 2
# Lines that ``print`` shows, and the width of what it quotes.
_LINES, _WIDTH = 40, 60


class SpanList(list[T]):
    """A list of things with `start` and `end` in one text.

    Parameters
    ----------
    items : iterable
    text : str
        The text that they are places of; kept, pickled with the list, and no part of a comparison.
    """

    _noun = "item"

    def __init__(self, items: Iterable[T] = (), text: str = "") -> None:
        super().__init__(items)
        self.text = text

    @overload
    def __getitem__(self, key: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> Self: ...
    def __getitem__(self, key: SupportsIndex | slice) -> T | Self:
        """An item, or a list of the same text."""
        found: Any = super().__getitem__(key)
        return type(self)(found, self.text) if isinstance(key, slice) else found

    def copy(self) -> Self:
        """A list of the same items and text."""
        return self[:]

    def __repr__(self) -> str:
        if len(self) <= _HEAD + _TAIL + 1:
            return super().__repr__()
        head, tail = (", ".join(map(repr, part)) for part in (list(self[:_HEAD]), list(self[-_TAIL:])))
        return f"[{head}, … {len(self) - _HEAD - _TAIL:,} more …, {tail}]"

    def __str__(self) -> str:
        noun = self._noun if len(self) == 1 else self._noun + "s"
        rows = [self._line(item) for item in list(self[:_LINES])]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [f"{len(self):,} {noun}, {len(self.text):,} characters"]
        for place, *cells, text in rows:
            middle = "".join(f"  {cell:<{width}}" for cell, width in zip(cells, widths[1:-1], strict=True))
            lines.append(f"  {place:>{widths[0]}}{middle}  {text}")
        if len(self) > _LINES:
            lines.append(f"  … {len(self) - _LINES:,} more")
        return "\n".join(lines)

    def _line(self, item: Any) -> tuple[str, ...]:
        return (f"{item.start:,}–{item.end:,}", self._quoted(item))

    def _quoted(self, item: Any) -> str:
        """The characters of an item on one line."""
        quoted = " ".join(self.text[item.start : item.end].split())
        return quoted if len(quoted) <= _WIDTH else quoted[: _WIDTH - 1] + "…"


class LanguageSpans(SpanList["LanguageSpan"]):
    """The language spans of a text, in order: what :func:`tolmach.spans` returns.

    In a notebook it shows the text with its languages in colours; ``print`` and rich show it in a terminal.
    """

    _noun = "span"

    def _line(self, item: LanguageSpan) -> tuple[str, ...]:
        place, quoted = super()._line(item)
        return (place, name_of(item.language), f"{item.confidence:.2f}", quoted)

    def _repr_html_(self) -> str:
        from tolmach.view.spans import spans_view

        return spans_view(self.text, self)

    def __rich__(self) -> Text:
        from tolmach.view.terminal import spans_in_colour

        return spans_in_colour(self.text, self)


class Tokens(SpanList["Token"]):
    """The tokens of a text, in order: what :meth:`tolmach.Tokenizer.spans` returns.

    In a notebook it shows the text with its tokens by kind.
    """

    _noun = "token"

    def _line(self, item: Token) -> tuple[str, ...]:
        place, quoted = super()._line(item)
        return (place, item.kind, quoted)

    def _repr_html_(self) -> str:
        from tolmach.view.tokens import tokens_view

        return tokens_view(self.text, self)


class Sentences(SpanList["Sentence"]):
    """The sentences of a text, in order: what :func:`tolmach.sentences` returns.

    In a notebook it shows the text with its sentences in alternating shades.
    """

    _noun = "sentence"

    def _repr_html_(self) -> str:
        from tolmach.view.tokens import sentences_view

        return sentences_view(self.text, self)

"""A text with its tokens by kind, and a text with its sentences.

>>> import tolmach as tm
>>> from tolmach.view.tokens import tokens_view
>>> 'data-label="time"' in tokens_view("At 21:00", tm.Tokenizer().spans("At 21:00"))
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tolmach.view.marked import Mark, marked
from tolmach.view.page import colour, key, page

if TYPE_CHECKING:
    from tolmach.sentence import Sentence
    from tolmach.token import Token

__all__ = ["sentences_view", "tokens_view"]

# Words are most of a text and punctuation is what it looks like: they have no colour and no label.
_QUIET = {"word": 'class="word"', "punctuation": 'class="mark"', "symbol": 'class="mark"', "space": 'class="mark"'}
_COLOURS = ("number", "date", "url", "mention", "time", "email", "emoji", "hashtag")


def tokens_view(text: str, tokens: Sequence[Token]) -> str:
    """HTML of `text` with each token in the colour of its kind; kinds but words and punctuation have a label too."""
    ordered = sorted(tokens, key=lambda token: token.start)
    marks = [Mark(t.start, t.end, _style(t.kind), "" if t.kind in _QUIET else t.kind, _title(text, t)) for t in ordered]
    counts = Counter(token.kind for token in ordered)
    noun = "token" if len(ordered) == 1 else "tokens"
    keys = "".join(_key(kind, n) for kind, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    head = f'<div class="quiet">{len(ordered):,} {noun}, {len(text):,} characters</div>'
    return page(f'<div class="head">{head}{keys}</div>{marked(text, marks)}')


def sentences_view(text: str, sentences: Sequence[Sentence]) -> str:
    """HTML of `text` with its sentences in alternating shades, each with its number in the list, from 0."""
    marks = [
        Mark(s.start, s.end, f'class="{"odd" if i % 2 else "even"}"', str(i), f"characters {s.start:,} to {s.end:,}")
        for i, s in enumerate(sentences)
    ]
    noun = "sentence" if len(marks) == 1 else "sentences"
    head = f'<div class="head quiet">{len(marks):,} {noun}, {len(text):,} characters</div>'
    return page(head + marked(text, sorted(marks)))


def _style(kind: str) -> str:
    return _QUIET.get(kind) or colour(_COLOURS.index(kind) if kind in _COLOURS else len(_COLOURS) - 1)


def _key(kind: str, count: int) -> str:
    if kind in _QUIET:
        return f'<span class="key"><mark {_QUIET[kind]}>{kind}</mark> <span class="quiet">{count:,}</span></span>'
    return key(_COLOURS.index(kind) if kind in _COLOURS else len(_COLOURS) - 1, kind, f"{count:,}")


def _title(text: str, token: Token) -> str:
    form = "" if text[token.start : token.end] == token.text else f", {token.text!r}"
    return f"{token.kind}{form}, characters {token.start:,} to {token.end:,}"

"""Labels in any script: a list of fonts that have their characters, and lengths that fit.

>>> from tolmach.plot.lettering import shortened
>>> shortened("Заголовок открываемого материала", 12)
'Заголовок о…'
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

__all__ = ["letter", "lettering", "shortened"]

# Fonts to look for where the caller's have not all characters: Noto's (Linux), then those of Windows and of macOS.
_NOTO = (
    "Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam Myanmar "
    "Oriya Sinhala Tamil Telugu Thai Thaana Tibetan Cherokee Mongolian Syriac Javanese Symbols"
)
_FALLBACKS = (
    "DejaVu Sans",
    "Noto Sans",
    *(f"Noto Sans {script}" for script in _NOTO.split()),
    *("Noto Serif Tibetan", "Noto Sans CJK JP", "Noto Sans JP", "Noto Sans SC", "Noto Sans KR", "Noto Sans Symbols 2"),
    *("Noto Emoji", "Symbola"),
    *("Segoe UI", "Nirmala UI", "Yu Gothic", "Microsoft YaHei", "Malgun Gothic", "Leelawadee UI", "Ebrima"),
    *("Myanmar Text", "Sylfaen", "Microsoft Himalaya", "Segoe UI Symbol", "Segoe UI Emoji"),
    *("Arial Unicode MS", "Hiragino Sans", "PingFang SC", "Apple SD Gothic Neo", "Kohinoor Devanagari", "Thonburi"),
)
# What stands for a character that no font has; every font that matplotlib brings along has this one.
_BOX = "□"


def lettering(labels: Iterable[object], width: int | None = None) -> tuple[list[str], list[str]]:
    """Labels as they can be drawn, and the names of the fonts that have their characters, for ``fontfamily=``.

    White space is one space, and what is longer than `width` ends in "…". A character that no installed font has
    becomes "□", and one warning for all of them says which font to install.
    """
    texts = [" ".join(str(label).split()) for label in labels]
    texts = [_printable(text if width is None else shortened(text, width)) for text in texts]
    families, missing = _families(frozenset("".join(texts)))
    if missing:
        fonts = " and ".join(sorted({_wanted(character) for character in missing}))
        some = "".join(sorted(missing)[:12])
        warnings.warn(
            f"no installed font has {some!r}; shown as {_BOX}. Install {fonts}: fonts.google.com/noto, or on Debian "
            "`apt-get install fonts-noto-core fonts-noto-cjk`",
            UserWarning,
            stacklevel=4,
        )
        boxes = str.maketrans(dict.fromkeys(missing, _BOX))
        texts = [text.translate(boxes) for text in texts]
    return texts, list(families)


def letter(artists: Iterable[Any], families: Sequence[str]) -> None:
    """Give texts of matplotlib these fonts; a "$" in them is a dollar, not a formula."""
    for artist in artists:
        artist.set_fontfamily(families)
        artist.set_parse_math(False)


def shortened(text: str, width: int) -> str:
    """`text`, or its beginning and "…" where it is wider than `width` Latin letters."""
    if sum(map(_width, text)) <= width:
        return text
    ends = accumulate(map(_width, text))
    cut = next(i for i, end in enumerate(ends) if end >= width)
    return text[:cut].rstrip() + "…"


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _printable(text: str) -> str:
    """`text` without control characters and the selectors of emoji; joiners stay, as scripts of India need them."""
    return "".join(
        c for c in text if c in "\u200c\u200d" or (unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c != "\ufe0f")
    )


def _families(characters: frozenset[str]) -> tuple[list[str], frozenset[str]]:
    from matplotlib import rcParams

    # Characters without a picture need no font.
    missing = frozenset(c for c in characters if not c.isspace() and c not in "\u200c\u200d")
    found: list[str] = []
    for name in [*rcParams["font.family"], *_FALLBACKS]:
        path = _file(name)
        covered = missing & _characters(path) if path is not None and missing else frozenset()
        if covered or not found:
            found.append(name)
            missing -= covered
    return found, missing


def _file(family: str) -> Any:
    from matplotlib import font_manager

    generic = family in font_manager.font_family_aliases
    try:
        return font_manager.findfont(font_manager.FontProperties(family=[family]), fallback_to_default=generic)
    except ValueError:
        return None


@cache
def _characters(path: Any) -> frozenset[str]:
    from matplotlib.font_manager import get_font

    return frozenset(map(chr, get_font(path).get_charmap()))


def _wanted(character: str) -> str:
    script = unicodedata.name(character, "").partition(" ")[0]
    if script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"):
        return "Noto Sans CJK"
    if unicodedata.category(character) == "So":
        return "Noto Emoji"
    return f"Noto Sans {script.title()}" if script else "a font with it"

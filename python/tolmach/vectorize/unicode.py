"""Unicode as the running interpreter knows it, which is what scikit-learn's results depend on.

Python 3.11 knows Unicode 14, Python 3.13 knows 15.1: a letter added since is not a letter for an older Python. So the
native code asks the interpreter instead of trusting tables of its own.
"""

import re
import unicodedata
from functools import cache

import numpy as np

from tolmach import _core

__all__ = ["accents", "characters"]

# Planes 4 to 13 hold nothing and the private planes hold neither letters nor case.
_ASSIGNED = [(0, 0xD800), (0xE000, 0x40000), (0xE0000, 0xF0000)]


@cache
def characters() -> _core.Characters:
    r"""Which characters `\w` matches, and which have a lower case."""
    codes = np.concatenate([np.arange(start, end, dtype="<u4") for start, end in _ASSIGNED])
    # The dotted capital I becomes two characters and the last sigma depends on its neighbours: both are left out of
    # the comparison, which needs one character for one, and are known to change.
    codes = codes[(codes != 0x130) & (codes != 0x3A3)]
    text = codes.tobytes().decode("utf-32-le")
    lowered = np.frombuffer(text.lower().encode("utf-32-le"), dtype="<u4")
    cased = codes[codes != lowered].tobytes().decode("utf-32-le") + "\u0130\u03a3"
    whole = np.arange(0x110000, dtype="<u4")
    whole[0x40000:0xE0000] = 0
    whole[0xF0000:] = 0
    found = re.finditer(r"\w+", whole.tobytes().decode("utf-32-le", "surrogatepass"))
    return _core.Characters([match.span() for match in found], cased)


@cache
def accents() -> list[tuple[str, str]]:
    """What each character becomes in compatibility decomposition with the combining marks taken out.

    Taking out all marks undoes their reordering, so the decomposition of a text is that of its characters.
    """
    pairs = []
    for code in range(0x80, 0x30000):
        if 0xD800 <= code < 0xE000:
            continue
        char = chr(code)
        plain = unicodedata.normalize("NFKD", char)
        if plain != char or (code < 0x20000 and unicodedata.combining(char)):
            pairs.append((char, "".join(c for c in plain if not unicodedata.combining(c))))
    return pairs

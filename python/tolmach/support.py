"""What can be done with each language.

>>> import tolmach as tm
>>> [row for row in tm.languages() if row["language"] == "ru"][0]["stems"]
['snowball', 'rust-stemmers']
"""

from __future__ import annotations

from functools import cache

from tolmach import _core
from tolmach.table import Table

__all__ = ["languages", "name_of", "supported"]


def languages() -> Table:
    """A row for each language: what is there for it.

    The columns are `language`, `name`, `detection`, `stems`, `stop_words`, `abbreviations` and `segmentation`.

    `detection` and `stems` list engines, `stop_words` sources, the default first; `abbreviations` says whether
    :func:`sentences` knows them; `segmentation` is ``'dictionary'`` for words that no spaces divide, else ``'uax29'``.
    """
    return Table(_core.languages())


@cache
def supported(what: str) -> frozenset[str]:
    """The codes of the languages that have something in column `what` of :func:`languages`."""
    table = languages()
    return frozenset(code for code, support in zip(table["language"], table[what], strict=True) if support)


def name_of(code: str) -> str:
    """The English name of a language by its code; the code itself where there is none.

    >>> from tolmach.support import name_of
    >>> name_of("ru"), name_of("und"), name_of("tlh")
    ('Russian', 'undetermined', 'tlh')
    """
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    table = languages()
    return {"und": "undetermined", **dict(zip(table["language"], table["name"], strict=True))}

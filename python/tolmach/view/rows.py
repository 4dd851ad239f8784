"""The rows of a table, for notebooks and for terminals: its first and last, what is long shortened.

>>> from tolmach.view.rows import table_view
>>> ">ru</td>" in table_view(["language"], [False], [{"language": "ru"}], [], 1)
True
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any

from tolmach.support import name_of
from tolmach.view.page import page

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["table_for_rich", "table_view"]

# Characters of a cell, and items of a list, that are shown at once; the rest of a text unfolds, up to a limit.
_CELL = 120
_ITEMS = 12
_HIDDEN = 2_000

Row = dict[str, Any]


def table_view(names: Sequence[str], numeric: Sequence[bool], head: Sequence[Row], tail: Sequence[Row], n: int) -> str:
    """HTML of the first and last of `n` rows; numbers to the right, texts in their own direction."""
    numeric = _without_booleans(names, numeric, [*head, *tail])
    heads = "".join(
        f"<th{' class=number' if number else ''}>{escape(name)}</th>"
        for name, number in zip(names, numeric, strict=True)
    )
    gap = f'<tr><td colspan="{len(names)}" class="quiet">… {n - len(head) - len(tail):,} more rows …</td></tr>'
    rest = gap if tail else ""
    body = "".join(_row(row, numeric) for row in head) + rest + "".join(_row(row, numeric) for row in tail)
    rows = "row" if n == 1 else "rows"
    columns = "column" if len(names) == 1 else "columns"
    return page(
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        f'<div class="quiet small">{n:,} {rows} × {len(names)} {columns}</div>'
    )


def table_for_rich(
    names: Sequence[str], numeric: Sequence[bool], head: Sequence[Row], tail: Sequence[Row], summary: str
) -> Table:
    """The same for a terminal."""
    from rich.table import Table
    from rich.text import Text

    numeric = _without_booleans(names, numeric, [*head, *tail])
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), caption=summary, caption_justify="left")
    for name, number in zip(names, numeric, strict=True):
        table.add_column(Text(name), justify="right" if number else "left", overflow="ellipsis")
    gap = [dict.fromkeys(names, "…")] if tail else []
    for row in chain(head, gap, tail):
        table.add_row(*(Text("null", "dim") if v is None else Text(_short(_plain(v))) for v in row.values()))
    return table


def _without_booleans(names: Sequence[str], numeric: Sequence[bool], rows: Sequence[Row]) -> list[bool]:
    """Which columns stand to the right: those of numbers, among which Arrow counts truth values."""
    return [
        number and not any(isinstance(row[name], bool) for row in rows)
        for name, number in zip(names, numeric, strict=True)
    ]


def _row(row: Row, numeric: Sequence[bool]) -> str:
    cells = (_cell(name, value, number) for (name, value), number in zip(row.items(), numeric, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(name: str, value: Any, number: bool) -> str:
    side = "number" if number else ""
    if value is None:
        return f'<td class="quiet {side}">null</td>'
    if number:
        return f'<td class="number">{_plain(value)}</td>'
    if isinstance(value, list):
        return f'<td dir="auto">{_list(value)}</td>'
    text = str(value)
    title = f' title="{escape(name_of(text))}"' if name == "language" else ""
    if len(text) <= 1.5 * _CELL:
        return f'<td dir="auto"{title}>{escape(text)}</td>'
    cut = text.rfind(" ", 0, _CELL) + 1 or _CELL
    hidden = text[cut:]
    rest = escape(hidden[:_HIDDEN]) + (" …" if len(hidden) > _HIDDEN else "")
    fold = f"<details><summary>… {len(hidden):,} more</summary>{rest}</details>"
    return f'<td dir="auto">{escape(text[:cut])}{fold}</td>'


def _list(values: list[Any]) -> str:
    items = " ".join(f'<mark class="word" dir="auto">{escape(_short(_plain(v)))}</mark>' for v in values[:_ITEMS])
    more = f' <span class="quiet">… {len(values) - _ITEMS:,} more</span>' if len(values) > _ITEMS else ""
    return items + more


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return " ".join(str(value).split())


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"

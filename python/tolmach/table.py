"""What a batch call returns: columns in Arrow memory, for whichever library comes next.

>>> import tolmach as tm
>>> table = tm.LanguageDetector().detect_batch(["Видео дня, новости и погода", None])
>>> table.column_names
['language', 'confidence', 'script', 'reliable']
>>> table["language"]
['ru', None]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from tolmach import _core

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["Table"]

# How many rows a representation shows at each end.
_SHOWN = 5
# Rows turned into Python objects at a time when a table is iterated over.
_STEP = 4096


class Table:
    """Columns of results: iterate over it for rows, index it by name for a column, or hand it on.

    A table is read-only and made by batch calls; with PyArrow it pickles. It speaks the Arrow PyCapsule interface, so
    ``polars.DataFrame(table)``, ``pyarrow.table(table)`` and ``duckdb`` read it in place.
    """

    def __init__(self, columns: _core.Columns | _Carried) -> None:
        if not isinstance(columns, (_core.Columns, _Carried)):
            raise TypeError("a Table is made by the batch calls of tolmach, not from data")
        self._columns = columns

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
        return self._columns.names

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self), len(self.column_names)

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for start in range(0, len(self), _STEP):
            yield from self._rows(start, min(start + _STEP, len(self)))

    def __getitem__(self, key: str | int) -> Any:
        """A column by name, as a list of Python values, or a row by number, as a dict."""
        if isinstance(key, str):
            if key not in self.column_names:
                raise KeyError(f"no column {key!r}; there are {', '.join(self.column_names)}")
            return self._columns.values(self.column_names.index(key), 0, len(self))
        row = key + len(self) if key < 0 else key
        if not 0 <= row < len(self):
            raise IndexError(f"row {key} of a table of {len(self)} rows")
        return self._rows(row, row + 1)[0]

    def _rows(self, start: int, end: int) -> list[dict[str, Any]]:
        names = self.column_names
        columns = [self._columns.values(i, start, end) for i in range(len(names))]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._columns.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pa.Table:
        """A PyArrow table over the same memory; needs ``pyarrow``."""
        import pyarrow as pa

        return pa.table(self)

    def to_polars(self) -> pl.DataFrame:
        """A Polars frame over the same memory; needs ``polars`` (``pip install tolmach[polars]``)."""
        import polars as pl

        return pl.DataFrame(self)

    def to_pandas(self, index: Any = None) -> pd.DataFrame:
        """A pandas frame; needs ``pandas`` (``pip install tolmach[pandas]``), and no PyArrow.

        Parameters
        ----------
        index : array-like, optional
            The index of the frame, one entry for each row; 0, 1, 2, … by default.
        """
        import pandas as pd

        return pd.DataFrame({name: self[name] for name in self.column_names}, index=index)

    def __reduce__(self) -> tuple[Any, ...]:
        import pyarrow as pa

        table = self.to_arrow()
        stream = pa.BufferOutputStream()
        with pa.ipc.new_stream(stream, table.schema) as writer:
            writer.write_table(table)
        return (_restored, (stream.getvalue().to_pybytes(),))

    def _shown(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        if len(self) <= 2 * _SHOWN + 1:
            return self._rows(0, len(self)), []
        return self._rows(0, _SHOWN), self._rows(len(self) - _SHOWN, len(self))

    def _summary(self) -> str:
        return f"{len(self):,} rows × {len(self.column_names)} columns".replace(",", "\u202f")

    def __repr__(self) -> str:
        head, tail = self._shown()
        gap = [["…"] * len(self.column_names)] if tail else []
        body = [[_plain(v) for v in r.values()] for r in head] + gap + [[_plain(v) for v in r.values()] for r in tail]
        widths = [max(map(len, column)) for column in zip(self.column_names, *body, strict=True)]
        lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in [self.column_names, *body]]
        return "\n".join([f"Table: {self._summary()}", *(line.rstrip() for line in lines)])

    def _repr_html_(self) -> str:
        head, tail = self._shown()
        gap = _html_row(["…"] * len(self.column_names)) if tail else ""
        names = "".join(f"<th>{escape(name)}</th>" for name in self.column_names)
        body = "".join(_html_row(row.values()) for row in head) + gap + "".join(_html_row(row.values()) for row in tail)
        return (
            f"<table class='tex2jax_ignore' style='color:inherit'><thead><tr>{names}</tr></thead>"
            f"<tbody>{body}</tbody></table><p>{self._summary()}</p>"
        )


class _Carried:
    """The columns of a table that was pickled, as PyArrow holds them; does what `_core.Columns` does."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self.names: list[str] = table.column_names

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def values(self, index: int, start: int, end: int) -> list[Any]:
        values: list[Any] = self._table.column(index).slice(start, end - start).to_pylist()
        return values

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def _restored(stream: bytes) -> Table:
    import pyarrow as pa

    return Table(_Carried(pa.ipc.open_stream(stream).read_all()))


def _html_row(values: Iterable[object]) -> str:
    cells = []
    for value in values:
        align = "right" if isinstance(value, (int, float)) and not isinstance(value, bool) else "left"
        cells.append(f"<td dir='auto' style='text-align:{align}'>{escape(_plain(value))}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else text[:59] + "…"

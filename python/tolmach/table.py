"""What a batch call returns: columns in Arrow memory, for whichever library comes next.

>>> import tolmach as tm
>>> table = tm.LanguageDetector().detect_batch(["Видео дня, новости и погода", None])
>>> table.column_names
['language', 'confidence', 'script', 'reliable']
>>> table["language"]
['ru', None]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tolmach import _core

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from rich.table import Table as RichTable

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
            return self._values(self.column_names.index(key))
        row = key + len(self) if key < 0 else key
        if not 0 <= row < len(self):
            raise IndexError(f"row {key} of a table of {len(self)} rows")
        return self._rows(row, row + 1)[0]

    def _values(self, number: int) -> list[Any]:
        # In steps, so that an interrupt need not wait for the last row.
        values: list[Any] = []
        for start in range(0, len(self), _STEP):
            values += self._columns.values(number, start, min(start + _STEP, len(self)))
        return values

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

        With PyArrow, texts stay in the memory that they are in where pandas keeps its strings in Arrow memory.

        Parameters
        ----------
        index : array-like, optional
            The index of the frame, one entry for each row; 0, 1, 2, … by default.
        """
        import pandas as pd

        arrow = self.to_arrow() if _has_pyarrow() else None
        frame = pd.DataFrame(
            {
                name: _pandas_column(self, number, None if arrow is None else arrow[name])
                for number, name in enumerate(self.column_names)
            }
        )
        if index is not None:
            frame.index = index
        return frame

    def _kind(self, number: int) -> str:
        return self._columns.kind(number)

    def _numeric(self) -> list[bool]:
        return [self._kind(number) not in ("text", "list") for number in range(len(self.column_names))]

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
        rows, columns = len(self), len(self.column_names)
        return f"{rows:,} {'row' if rows == 1 else 'rows'} × {columns} {'column' if columns == 1 else 'columns'}"

    def __repr__(self) -> str:
        head, tail = self._shown()
        gap = [["…"] * len(self.column_names)] if tail else []
        body = [[_plain(v) for v in r.values()] for r in head] + gap + [[_plain(v) for v in r.values()] for r in tail]
        widths = [max(map(len, column)) for column in zip(self.column_names, *body, strict=True)]
        lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in [self.column_names, *body]]
        return "\n".join([f"Table: {self._summary()}", *(line.rstrip() for line in lines)])

    def _repr_html_(self) -> str:
        from tolmach.view.rows import table_view

        head, tail = self._shown()
        return table_view(self.column_names, self._numeric(), head, tail, len(self))

    def __rich__(self) -> RichTable:
        from tolmach.view.rows import table_for_rich

        head, tail = self._shown()
        return table_for_rich(self.column_names, self._numeric(), head, tail, self._summary())


class _Carried:
    """The columns of a table that was pickled, as PyArrow holds them; does what `_core.Columns` does."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self.names: list[str] = table.column_names

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def kind(self, index: int) -> str:
        import numpy as np
        import pyarrow as pa

        kind = self._table.schema.field(index).type
        if pa.types.is_nested(kind):
            return "list"
        number = pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind)
        return np.dtype(kind.to_pandas_dtype()).name if number else "text"

    def values(self, index: int, start: int, end: int) -> list[Any]:
        values: list[Any] = self._table.column(index).slice(start, end - start).to_pylist()
        return values

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def _restored(stream: bytes) -> Table:
    import pyarrow as pa

    return Table(_Carried(pa.ipc.open_stream(stream).read_all()))


def _has_pyarrow() -> bool:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        return False
    return True


def _pandas_column(table: Table, number: int, arrow: Any) -> Any:
    """A column as pandas keeps such values: the same dtype with PyArrow and without."""
    import pandas as pd

    kind = table._kind(number)
    if kind == "text":
        texts = pd.Series([""]).dtype
        if arrow is not None and isinstance(texts, pd.StringDtype):
            return pd.Series(pd.array(arrow.cast("large_string"), dtype=texts))
        return pd.Series(table[table.column_names[number]], dtype=texts)
    if arrow is not None and kind != "list":
        return arrow.to_pandas()
    values = table[table.column_names[number]]
    if kind == "list" or (kind == "bool" and None in values):
        return pd.Series(values, dtype=object)
    whole = "float64" if kind != "bool" and not kind.startswith("float") and None in values else kind
    return pd.Series(values, dtype=whole)


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"

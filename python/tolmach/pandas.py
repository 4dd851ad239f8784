"""The guest pandas: ``df["body"].tm`` on every Series of texts, there as soon as both are imported.

>>> import pandas as pd
>>> import tolmach as tm
>>> bodies = pd.Series(["Read more about it here: Видео дня", None], index=["a", "b"])
>>> bodies.tm.strip(keep="en")["a"]
'Read more about it here:'
>>> bodies.tm.spans()[["start", "end", "language", "span"]]
   start  end language                     span
a      0   23       en  Read more about it here
a     25   34       ru                Видео дня
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from tolmach.columns import Column
from tolmach.table import Table

__all__ = ["NotTextsError", "TextAccessor"]


class NotTextsError(AttributeError, TypeError):
    """A Series without texts has no namespace: what pandas expects of an accessor, and a wrong type as elsewhere."""


@pd.api.extensions.register_series_accessor("tm")
class TextAccessor(Column):
    """Languages, words and vectors of a Series of texts; every result keeps its index.

    Long frames (:meth:`spans`, :meth:`token_table`, :meth:`sentences`) repeat the index of the text, so that they join
    back: ``df.join(df["body"].tm.spans())``. An index that repeats itself joins each text with the rows of all its
    namesakes; call ``reset_index()`` first.

    Raises
    ------
    NotTextsError
        An `AttributeError` and a `TypeError`, on a Series that holds something else than texts.
    """

    def __init__(self, series: pd.Series) -> None:
        kind = _kind(series)
        if kind != "string":
            raise NotTextsError(f"can only use .tm with texts, not with {kind} values")
        super().__init__(series)

    def _rows(self, table: Table) -> pd.DataFrame:
        return table.to_pandas(index=self._column.index)

    def _long(self, table: Table, **more: list[Any]) -> pd.DataFrame:
        frame = table.to_pandas()
        frame = frame.assign(**{name: pd.Series(values, dtype=pd.Series([""]).dtype) for name, values in more.items()})
        frame.index = self._column.index.take(frame.pop("text").to_numpy())
        return frame

    def _texts_of(self, table: Table, column: str) -> pd.Series:
        found = table.to_pandas(index=self._column.index)[column].rename(self._column.name)
        kind = self._column.dtype
        if isinstance(kind, pd.CategoricalDtype) or kind.kind == "f":
            return found
        found = found.astype(_plain(kind))
        if not isinstance(kind, pd.api.extensions.ExtensionDtype):
            # What stands for a missing text stays the same among Python objects.
            return found.where(self._column.notna(), self._column)
        return found

    def _lists(self, values: list[list[str] | None], name: str) -> pd.Series:
        kind: Any = object
        if isinstance(self._column.dtype, pd.ArrowDtype):
            import pyarrow as pa

            kind = pd.ArrowDtype(pa.list_(pa.large_string()))
        return pd.Series(values, index=self._column.index, name=name, dtype=kind)

    def _matrix(self, matrix: Any, terms: Any) -> pd.DataFrame:
        return pd.DataFrame.sparse.from_spmatrix(matrix, index=self._column.index, columns=terms)


def _kind(series: pd.Series) -> str:
    """What a Series holds, `string` where that is texts or nothing at all."""
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        series, dtype = dtype.categories, dtype.categories.dtype
    if isinstance(dtype, pd.StringDtype):
        return "string"
    if isinstance(dtype, pd.ArrowDtype):
        # An Arrow dictionary is text if its words are.
        return "string" if "string" in str(dtype.pyarrow_dtype) or str(dtype.pyarrow_dtype) == "null" else str(dtype)
    # A column without a single value has whatever dtype its reader made up.
    if dtype.kind in "Of" and series.isna().all():
        return "string"
    kind = str(pd.api.types.infer_dtype(series, skipna=True))
    return "string" if kind == "empty" else kind


def _plain(dtype: Any) -> Any:
    """The dtype of texts like these that need not repeat: an Arrow dictionary becomes strings."""
    if isinstance(dtype, pd.ArrowDtype) and "dictionary" in str(dtype.pyarrow_dtype):
        return pd.ArrowDtype(dtype.pyarrow_dtype.value_type)
    return dtype

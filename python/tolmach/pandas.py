"""The guest pandas: ``df["body"].tm`` on every Series of texts, there as soon as both are imported.

>>> import pandas as pd
>>> import tolmach as tm
>>> bodies = pd.Series(["Read more about it here: Видео дня", None], index=["a", "b"])
>>> bodies.tm.strip(keep="en")
a    Read more about it here:
b                         NaN
dtype: str
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

__all__ = ["TextAccessor"]


@pd.api.extensions.register_series_accessor("tm")
class TextAccessor(Column):
    """Languages, words and vectors of a Series of texts; every result keeps its index.

    Long frames (:meth:`spans`, :meth:`tokens`, …) repeat the index of the text, so that they join back.

    Raises
    ------
    AttributeError
        On a Series that holds no texts, as pandas expects of an accessor.
    """

    def __init__(self, series: pd.Series) -> None:
        kind = pd.api.types.infer_dtype(series, skipna=True)
        if kind not in ("string", "empty", "categorical"):
            raise AttributeError(f"can only use .tm with texts, not with {kind} values")
        super().__init__(series)

    def _rows(self, table: Table) -> pd.DataFrame:
        return table.to_pandas(index=self._column.index)

    def _long(self, table: Table, **more: list[Any]) -> pd.DataFrame:
        frame = table.to_pandas().assign(**more)
        frame.index = self._column.index.take(frame.pop("text").to_numpy())
        return frame

    def _values(self, values: list[Any], name: str | None) -> pd.Series:
        if name is None:
            dtype = self._column.dtype if self._column.dtype != "category" else None
            return pd.Series(values, index=self._column.index, name=self._column.name, dtype=dtype)
        return pd.Series(values, index=self._column.index, name=name, dtype=object)

    def _matrix(self, matrix: Any, terms: Any) -> pd.DataFrame:
        return pd.DataFrame.sparse.from_spmatrix(matrix, index=self._column.index, columns=terms)

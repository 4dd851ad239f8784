"""The guest Polars: ``df["body"].tm`` on every Series of texts, there as soon as both are imported.

>>> import polars as pl
>>> import tolmach as tm
>>> pl.Series("body", ["Read more about it here: Видео дня", None]).tm.strip(keep="en").to_list()
['Read more about it here:', None]
"""

from __future__ import annotations

from typing import Any

import polars as pl

from tolmach.columns import Column
from tolmach.table import Table

__all__ = ["TextNamespace"]


@pl.api.register_series_namespace("tm")
class TextNamespace(Column):
    """Languages, words and vectors of a Series of texts, in its order.

    Long frames (:meth:`spans`, :meth:`token_table`, :meth:`sentences`, :meth:`counts`, :meth:`tfidf`) have the number
    of the text, from 0, in the column `row`, so that they join with ``df.with_row_index("row")``.
    """

    def _rows(self, table: Table) -> pl.DataFrame:
        return table.to_polars()

    def _long(self, table: Table, **more: list[Any]) -> pl.DataFrame:
        return (
            table.to_polars()
            .with_columns(**{k: pl.Series(v, dtype=pl.String) for k, v in more.items()})
            .rename({"text": "row"})
            .with_columns(_row)
        )

    def _texts_of(self, table: Table, column: str) -> pl.Series:
        return table.to_polars()[column].alias(self._column.name)

    def _lists_of(self, table: Table, column: str) -> pl.Series:
        return table.to_polars()[column]

    def _lists(self, values: list[list[str] | None], name: str) -> pl.Series:
        return pl.Series(name, values, dtype=pl.List(pl.String))

    def _matrix(self, matrix: Any, terms: Any) -> pl.DataFrame:
        """The non-zero entries, as Polars has no sparse columns: `row`, `term`, and `weight`."""
        entries = matrix.tocoo()
        return pl.DataFrame(
            {"row": entries.row, "term": pl.Series(terms[entries.col], dtype=pl.String), "weight": entries.data}
        ).with_columns(_row)


# The type of `with_row_index`.
_row = pl.col("row").cast(pl.get_index_type())

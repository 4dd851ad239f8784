"""What people hold texts in, taken as one thing: a native batch that borrows them.

>>> from tolmach.texts import as_texts
>>> len(as_texts(["one", None, "two"]))
3
"""

import sys
from collections.abc import Iterable
from typing import Any

from tolmach import _core

__all__ = ["TextsLike", "as_texts", "is_relation"]

# A list, tuple, generator, NumPy array, pandas Series or Index, Polars Series, PyArrow array or chunked array, DuckDB
# relation of one column, or anything else that yields strings or speaks the Arrow PyCapsule interface.
TextsLike = Iterable[str | None] | _core.Texts


def as_texts(texts: Any) -> _core.Texts:
    """Texts of any container as a native batch, in their order, missing ones (`None`, `NaN`, `NA`) kept as such.

    Arrow columns are read in place, Python strings are borrowed; nothing is copied where memory allows. A relation of
    DuckDB is a query, whose result is read as it comes.

    Raises
    ------
    TypeError
        For a bare `str` or `bytes`, for a table, and for items that are not strings; the message says what to do.
    """
    if isinstance(texts, (str, bytes)):
        kind = type(texts).__name__
        raise TypeError(f"expected texts (a list, a Series, an array), got one {kind}; write [text] for a single text")
    if isinstance(texts, _core.Texts):
        return texts
    if is_relation(texts):
        return _of_relation(texts)
    if isinstance(texts, dict) or getattr(texts, "ndim", 1) > 1 or hasattr(texts, "columns"):
        raise TypeError(f"expected one column of texts, got a {type(texts).__name__}; choose a column, like df['text']")
    column = _arrow_column(texts)
    if column is not None:
        return _core.Texts.from_arrow(column)
    if hasattr(texts, "to_list") or hasattr(texts, "tolist"):
        texts = texts.to_list() if hasattr(texts, "to_list") else texts.tolist()
    try:
        iter(texts)
    except TypeError:
        raise TypeError(f"expected texts (a list, a Series, an array), got {type(texts).__name__}") from None
    return _core.Texts.from_strings(texts)


def _arrow_column(texts: Any) -> Any:
    """What speaks Arrow for these texts without a conversion; None if nothing does."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(texts, (pandas.Series, pandas.Index, pandas.api.extensions.ExtensionArray)):
        # A Series of pandas 3 has an Arrow stream whatever it holds. Objects would be converted to a new column, and
        # without PyArrow the method only raises; both are better read as the Python strings that they are. pandas 2
        # and an Index have no stream, but their arrays hand out PyArrow's.
        array = getattr(texts, "array", texts)
        kind = array.dtype
        if isinstance(kind, pandas.CategoricalDtype):
            words = kind.categories.dtype
            return texts if _in_arrow(words) and hasattr(texts, "__arrow_c_stream__") else None
        return array.__arrow_array__() if _in_arrow(kind) else None
    polars = sys.modules.get("polars")
    if polars is not None and isinstance(texts, polars.Series) and texts.dtype == polars.Null:
        return texts.cast(polars.String)
    speaks = hasattr(texts, "__arrow_c_stream__") or hasattr(texts, "__arrow_c_array__")
    return texts if speaks else None


def _in_arrow(kind: Any) -> bool:
    """Whether pandas keeps values of this dtype in Arrow memory."""
    return getattr(kind, "storage", None) == "pyarrow" or hasattr(kind, "pyarrow_dtype")


def is_relation(texts: Any) -> bool:
    """Whether this is a query of DuckDB."""
    return type(texts).__name__ == "DuckDBPyRelation"


def _of_relation(relation: Any) -> _core.Texts:
    names = relation.columns
    if len(names) != 1:
        listed = ", ".join(names)
        raise TypeError(
            f"expected one column of texts, got a relation of {len(names)} ({listed}); "
            f"choose one, like relation.select({names[0]!r})"
        )
    return _core.Texts.from_arrow(relation)

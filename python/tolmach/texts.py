"""What people hold texts in, taken as one thing: a native batch that borrows them.

>>> from tolmach.texts import as_texts
>>> len(as_texts(["one", None, "two"]))
3
"""

from collections.abc import Iterable
from typing import Any

from tolmach import _core

__all__ = ["TextsLike", "as_texts"]

# A list, tuple, generator, NumPy array, pandas Series or Index, Polars Series, PyArrow array or chunked array,
# or anything else that yields strings or speaks the Arrow PyCapsule interface.
TextsLike = Iterable[str | None] | _core.Texts


def as_texts(texts: Any) -> _core.Texts:
    """Texts of any container as a native batch, in their order, missing ones (`None`, `NaN`, `NA`) kept as such.

    Arrow columns are read in place, Python strings are borrowed; nothing is copied where memory allows.

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
    if isinstance(texts, dict) or getattr(texts, "ndim", 1) > 1 or hasattr(texts, "columns"):
        raise TypeError(f"expected one column of texts, got a {type(texts).__name__}; choose a column, like df['text']")
    if _speaks_arrow(texts):
        return _core.Texts.from_arrow(texts)
    if hasattr(texts, "to_list") or hasattr(texts, "tolist"):
        texts = texts.to_list() if hasattr(texts, "to_list") else texts.tolist()
    try:
        iter(texts)
    except TypeError:
        raise TypeError(f"expected texts (a list, a Series, an array), got {type(texts).__name__}") from None
    return _core.Texts.from_strings(texts)


def _speaks_arrow(texts: Any) -> bool:
    if not (hasattr(texts, "__arrow_c_stream__") or hasattr(texts, "__arrow_c_array__")):
        return False
    # A pandas Series has the method whatever it holds. Objects would be converted to a new column, and without
    # pyarrow the method only raises; both are better read as the Python strings that they are.
    if type(texts).__module__.partition(".")[0] != "pandas":
        return True
    dtype = texts.dtype
    if str(dtype) == "category":
        dtype = dtype.categories.dtype
    return getattr(dtype, "storage", None) == "pyarrow" or hasattr(dtype, "pyarrow_dtype")

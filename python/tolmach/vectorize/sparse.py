"""Arrays from the native code as the sparse matrix that scikit-learn's configuration asks for."""

from copy import copy
from functools import lru_cache
from typing import Any

import scipy.sparse as sp
from sklearn import get_config

__all__ = ["as_csr"]


def as_csr(arrays: tuple[Any, Any, Any], columns: int, dtype: Any = None) -> Any:
    """A `csr_matrix`, or a `csr_array` where ``sparse_interface="sparray"``, over the same memory.

    Columns ascend within each row and none is there twice, which the matrix is told so that nobody sorts it again.
    """
    data, indices, indptr = arrays
    if dtype is not None and data.dtype != dtype:
        data = data.astype(dtype)
    kind = sp.csr_array if get_config().get("sparse_interface") == "sparray" else sp.csr_matrix
    if len(indptr) == 2:
        # The checks of the constructor cost as much as counting a short text.
        row = copy(_empty_row(kind, columns))
        row.data, row.indices, row.indptr = data, indices, indptr
        return row
    matrix = kind((data, indices, indptr), shape=(len(indptr) - 1, columns), copy=False)
    matrix.has_sorted_indices = True
    matrix.has_canonical_format = True
    return matrix


@lru_cache(maxsize=16)
def _empty_row(kind: Any, columns: int) -> Any:
    row = kind((1, columns))
    row.has_sorted_indices = True
    row.has_canonical_format = True
    return row

"""Arrays from the native code as the sparse matrix that scikit-learn's configuration asks for."""

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
    matrix = kind((data, indices, indptr), shape=(len(indptr) - 1, columns), copy=False)
    matrix.has_sorted_indices = True
    matrix.has_canonical_format = True
    return matrix

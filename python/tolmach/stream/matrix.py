"""Sparse matrices as files: ``.npz`` as SciPy reads it, with the terms of the columns; or a table of their cells.

A matrix is never whole in memory: its rows lie in finished parts, which are read once for each array of the file.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple

import numpy as np
import pyarrow as pa

__all__ = ["Vectors", "cells", "read_vectors", "terms_of", "write_npz"]

# Beyond so many cells SciPy needs indices of 64 bits.
_SMALL = np.iinfo(np.int32).max
# The time that is written into the archive, so that equal matrices are equal files.
_TIME = (1980, 1, 1, 0, 0, 0)


class Vectors(NamedTuple):
    """Term vectors from a file.

    Attributes
    ----------
    matrix : scipy.sparse.csr_matrix, shape (n_records, n_columns)
        The values.
    terms : list of str or None
        The term of each column; None for hashed terms, which have no names.
    files : list of str
        The input files.
    starts : ndarray of int64, shape (n_files + 1,)
        The rows of file number i are ``starts[i]`` to ``starts[i + 1]``.
    """

    matrix: Any
    terms: list[str] | None
    files: list[str]
    starts: Any


def read_vectors(path: str | os.PathLike[str]) -> Vectors:
    """What ``tolmach vectors … -o path`` has written, read into memory; `path` ends in ``.npz``.

    ``scipy.sparse.load_npz(path)`` reads the matrix alone.
    """
    import scipy.sparse as sp

    matrix = sp.load_npz(path)
    with np.load(path) as arrays:
        terms = json.loads(arrays["terms"].tobytes()) if "terms" in arrays else None
        return Vectors(matrix, terms, json.loads(arrays["files"].tobytes()), arrays["file_starts"])


def terms_of(vectorizer: Any) -> list[str] | None:
    """The term of each column; None for hashed terms."""
    if not hasattr(vectorizer, "get_feature_names_out"):
        return None
    return list(vectorizer.get_feature_names_out())


def write_npz(batches: Callable[[], Iterator[Any]], vectorizer: Any, files: list[str], file: IO[bytes]) -> None:
    """Writes the matrix whose rows `batches()` gives, as often as it is called.

    Parameters
    ----------
    batches : callable
        Gives record batches with columns `file`, `columns` and `values`.
    vectorizer : estimator
        What has made them.
    files : list of str
        The name of each file.
    file : binary file
        Where to write.
    """
    from tolmach.blocks import weight_type, width

    terms = terms_of(vectorizer)
    cells_, starts = 0, np.zeros(len(files) + 1, np.int64)
    for batch in batches():
        cells_ += len(batch["values"].flatten())
        starts[1:] += np.bincount(batch["file"].to_numpy(), minlength=len(files))
    np.cumsum(starts, out=starts)
    shape = int(starts[-1]), width(vectorizer)
    index = np.dtype(np.int32 if cells_ <= _SMALL else np.int64)

    def ends() -> Iterator[Any]:
        last = 0
        yield np.zeros(1, index)
        for batch in batches():
            lengths = np.diff(batch["values"].offsets.to_numpy())
            yield (last + np.cumsum(lengths)).astype(index)
            last += int(lengths.sum())

    with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        _put(archive, "indices", index, cells_, (b["columns"].flatten().to_numpy() for b in batches()))
        _put(archive, "indptr", index, shape[0] + 1, ends())
        _put(archive, "data", weight_type(vectorizer), cells_, (b["values"].flatten().to_numpy() for b in batches()))
        _scalar(archive, "format", np.array(b"csr"))
        _scalar(archive, "shape", np.array(shape, np.int64))
        if terms is not None:
            _text(archive, "terms", terms)
        _text(archive, "files", files)
        _put(archive, "file_starts", np.dtype(np.int64), len(starts), iter([starts]))


def _entry(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    return archive.open(zipfile.ZipInfo(f"{name}.npy", _TIME), "w", force_zip64=True)


def _put(archive: zipfile.ZipFile, name: str, dtype: Any, length: int, pieces: Iterator[Any]) -> None:
    header = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": (length,)}
    with _entry(archive, name) as entry:
        np.lib.format.write_array_header_1_0(entry, header)
        for piece in pieces:
            entry.write(np.ascontiguousarray(piece, dtype).view(np.uint8).data)


def _scalar(archive: zipfile.ZipFile, name: str, array: Any) -> None:
    with _entry(archive, name) as entry:
        np.lib.format.write_array(entry, array, allow_pickle=False)


def _text(archive: zipfile.ZipFile, name: str, strings: list[str]) -> None:
    """Strings as the UTF-8 bytes of a JSON list: any character may be in them, and none is padded."""
    data = np.frombuffer(json.dumps(strings, ensure_ascii=False).encode(), np.uint8)
    _put(archive, name, data.dtype, len(data), iter([data]))


def cells(batches: Iterator[Any], terms: list[str] | None) -> Iterator[Any]:
    """The cells of a matrix: a row for each, with the record that it belongs to, `column`, `term` and `value`."""
    names = None if terms is None else pa.array(terms, pa.large_string())
    for batch in batches:
        lengths = np.diff(batch["values"].offsets.to_numpy())
        rows = pa.array(np.repeat(np.arange(len(batch)), lengths))
        columns = {name: batch[name].take(rows) for name in batch.schema.names if name not in ("columns", "values")}
        columns["column"] = batch["columns"].flatten()
        if names is not None:
            columns["term"] = names.take(columns["column"])
        columns["value"] = batch["values"].flatten()
        yield pa.record_batch(columns)

"""Vectors in Parquet: a folder of files, one for each partition, that appears when all of them are written.

Each row is a text: `columns` (list of int32) and `weights` (list) are its non-zero entries. The texts of a Series
have their `index` too.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import dask
import dask.array
import fsspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import scipy.sparse as sp
from dask.delayed import Delayed, delayed

from tolmach import blocks
from tolmach.dask.partitions import array_of, on_each
from tolmach.errors import DamagedDataError

__all__ = ["read_vectors", "write_vectors"]

# What the metadata of a file is found under: the number of columns and of files.
_KEY = b"tolmach"


def write_vectors(
    function: Callable[..., Any],
    vectorizer: Delayed,
    texts: Any,
    folder: str,
    width: int,
    overwrite: bool,
) -> dask.array.Array:
    """Writes ``function(vectorizer, partition)`` of all partitions, now; returns the array that reads them."""
    system, path = fsspec.core.url_to_fs(folder)
    _make_room(system, path, folder, overwrite)
    drafts = f"{path.rstrip('/')}.part-{uuid.uuid4().hex}"
    system.makedirs(drafts)
    try:
        parts = on_each(_block_and_index, texts, vectorizer, function)
        write = delayed(_write, pure=False)
        names = [f"{drafts}/part.{number:06}.parquet" for number in range(len(parts))]
        about = {"columns": width, "files": len(parts)}
        dask.compute(*(write(part, folder, name, about) for part, name in zip(parts, names, strict=True)))
        if overwrite and system.exists(path):
            system.rm(path, recursive=True)
        system.mv(drafts, path, recursive=True)
    except BaseException:
        if system.exists(drafts):
            system.rm(drafts, recursive=True)
        raise
    return read_vectors(folder)


def read_vectors(folder: str) -> dask.array.Array:
    """The vectors that :func:`transform` wrote into a folder, a block for each file; the sizes of blocks are known.

    Parameters
    ----------
    folder : str
        A folder of any file system that fsspec knows.

    Returns
    -------
    dask.array.Array (n_texts, n_terms)
        Blocks are `scipy.sparse.csr_matrix`.

    Raises
    ------
    FileNotFoundError
        If there is no such folder, or no vectors in it.
    DamagedDataError
        If a file is missing or is not one of vectors.
    """
    system, path = fsspec.core.url_to_fs(folder)
    names = _files(system, path)
    if not names:
        raise FileNotFoundError(f"no vectors in {folder}; write them with tolmach.dask.transform(…, parquet=…)")
    heads = [_head(system, name) for name in names]
    width, files, dtype = heads[0][1:]
    if files != len(names) or any(head[1:] != heads[0][1:] for head in heads):
        raise DamagedDataError(f"{folder} has {len(names)} of {files} files, or such of different vectors")
    read = delayed(_read, pure=False)
    return array_of([read(folder, name, width) for name in names], [head[0] for head in heads], width, dtype)


def _make_room(system: Any, path: str, folder: str, overwrite: bool) -> None:
    """Complains about what is there unless it may be replaced and is nothing but vectors."""
    if not system.exists(path):
        return
    there = [] if system.isfile(path) else system.ls(path, detail=False)
    if not overwrite:
        raise FileExistsError(f"{folder} is already there; choose another folder or set overwrite=True")
    if system.isfile(path) or len(there) != len(_files(system, path)):
        raise FileExistsError(f"{folder} holds more than vectors, so it is not replaced; choose another folder")


def _files(system: Any, path: str) -> list[str]:
    return sorted(system.glob(f"{path.rstrip('/')}/part.*.parquet"))


def _block_and_index(texts: Any, vectorizer: Any, function: Callable[..., Any]) -> tuple[sp.csr_matrix, Any]:
    return function(vectorizer, texts), texts.index if isinstance(texts, pd.Series) else None


def _write(part: tuple[sp.csr_matrix, Any], folder: str, name: str, about: dict[str, int]) -> None:
    X, index = part
    table = pa.Table.from_batches([blocks.rows(X)])
    if index is not None:
        table = table.add_column(0, "index", pa.array(index))
    table = table.replace_schema_metadata({_KEY: json.dumps(about).encode()})
    system, _ = fsspec.core.url_to_fs(folder)
    with system.open(name, "wb") as file:
        pq.write_table(table, file)


def _head(system: Any, name: str) -> tuple[int, int, int, Any]:
    """Rows of a file, columns of its matrix, how many files belong together, and the type of weights."""
    try:
        with system.open(name, "rb") as file:
            opened = pq.ParquetFile(file)
            about = json.loads(opened.schema_arrow.metadata[_KEY])
            dtype = np.dtype(opened.schema_arrow.field("weights").type.value_type.to_pandas_dtype())
            return opened.metadata.num_rows, about["columns"], about["files"], dtype
    except (pa.ArrowInvalid, KeyError, TypeError, ValueError) as error:
        raise DamagedDataError(f"{name} is not a file of vectors, or is damaged: {error}") from error


def _read(folder: str, name: str, width: int) -> sp.csr_matrix:
    system, _ = fsspec.core.url_to_fs(folder)
    with system.open(name, "rb") as file:
        return blocks.matrix(pq.read_table(file, columns=["columns", "weights"]), width)

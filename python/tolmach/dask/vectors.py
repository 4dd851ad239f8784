"""Vectorisers on Dask: states are learned where the texts lie and merged in a tree; vectors stay where they are."""

from __future__ import annotations

from typing import Any

import dask.array
import numpy as np
import scipy.sparse as sp
from dask.delayed import Delayed, delayed

from tolmach import blocks
from tolmach.dask.files import write_vectors
from tolmach.dask.partitions import array_of, is_bag, on_each, once_on_workers
from tolmach.vectorize import HashingVectorizer

__all__ = ["fit", "fit_transform", "transform"]

# How many states are merged by one task.
_FAN = 4


def fit(vectorizer: Any, texts: Any) -> Any:
    """Fits a vectoriser on texts in Dask, now; returns it.

    Each partition is counted where it lies. What comes back from it is a state: its terms with their frequencies.
    States are merged on the workers, four by four, and one reaches the caller. The vectoriser is then as after
    ``vectorizer.fit`` on all texts in one place, to the last bit.

    Parameters
    ----------
    vectorizer : CountVectorizer, TfidfVectorizer, BM25Vectorizer or HashingVectorizer
        Of this package. With `n_jobs` of None, each task uses one thread.
    texts : Dask Series or Bag
        Texts; missing ones are as `missing` says.

    Raises
    ------
    InvalidOptionError
        With a tokenizer or analyzer of one's own, whose vocabulary cannot be merged.
    EmptyVocabularyError
        If no term was seen, or none is left by `min_df`, `max_df` and `max_features`.
    """
    learner = blocks.unfitted(vectorizer)
    if isinstance(vectorizer, HashingVectorizer):
        is_bag(texts)
        return vectorizer.fit([])
    # Says here and once, rather than on each worker, what is wrong with the parameters.
    blocks.learn(learner, [])
    states = on_each(_learned, texts, once_on_workers(learner))
    return blocks.finish(vectorizer, _tree(states).compute())


def transform(vectorizer: Any, texts: Any, *, parquet: str | None = None, overwrite: bool = False) -> dask.array.Array:
    """The vectors of texts in Dask, by a fitted vectoriser that is sent to the workers once.

    Parameters
    ----------
    vectorizer : CountVectorizer, TfidfVectorizer, BM25Vectorizer or HashingVectorizer
        Fitted, here or anywhere.
    texts : Dask Series or Bag
        Texts; missing ones are as `missing` says.
    parquet : str, optional
        A folder, of any file system that fsspec knows and all workers see. The vectors are written there now, a file
        for each partition, and the array reads them; see :func:`read_vectors`. The folder appears when it is complete.
    overwrite : bool
        Whether a folder of vectors that is already there is replaced; it is an error otherwise.

    Returns
    -------
    dask.array.Array (n_texts, n_terms)
        A block for each partition, in their order: a `scipy.sparse.csr_matrix`, which ``compute()`` puts together to
        one. How many rows it has is not known before (the chunks are NaN), unless it was written to Parquet.
    """
    return _transformed(blocks.transform, vectorizer, texts, parquet, overwrite)


def fit_transform(
    vectorizer: Any, texts: Any, *, parquet: str | None = None, overwrite: bool = False
) -> dask.array.Array:
    """Fits a vectoriser on texts in Dask and returns their vectors; see :func:`fit` and :func:`transform`.

    The vectors are those of ``vectorizer.fit_transform``, which differ from those of :func:`transform` at most in the
    last bit. The texts are read twice: persist them if they fit into the memory of the cluster.
    """
    fit(vectorizer, texts)
    return _transformed(blocks.fit_transform, vectorizer, texts, parquet, overwrite)


def _transformed(function: Any, vectorizer: Any, texts: Any, parquet: str | None, overwrite: bool) -> dask.array.Array:
    worker = blocks.worker_copy(vectorizer)
    width, dtype = blocks.width(worker), blocks.weight_type(worker)
    node = once_on_workers(worker)
    if parquet is not None:
        return write_vectors(function, node, texts, parquet, width, overwrite)
    parts = on_each(_block, texts, node, function)
    return array_of(parts, [np.nan] * len(parts), width, dtype)


def _block(texts: Any, vectorizer: Any, function: Any) -> sp.csr_matrix:
    return function(vectorizer, texts)


def _learned(texts: Any, vectorizer: Any) -> blocks.State:
    return blocks.learn(vectorizer, texts)


def _tree(states: list[Delayed]) -> Delayed:
    merge = delayed(blocks.merge, pure=False)
    while len(states) > 1:
        states = [merge(states[at : at + _FAN]) for at in range(0, len(states), _FAN)]
    return states[0]

"""Blocks of a corpus: what a cluster computes on one batch of texts, and how the results of batches are put together.

Nothing here knows of an engine. Dask (:mod:`tolmach.dask`), Spark (``mapInArrow``) and Ray (``map_batches``) hand in
Arrow columns and carry away Arrow columns or small objects that pickle; ``docs/cluster.md`` has the recipes.

>>> import tolmach as tm
>>> from tolmach import blocks
>>> parts = [["the cat", "the dog"], [], ["a cat and a dog"]]
>>> vectorizer = tm.CountVectorizer()
>>> states = [blocks.learn(vectorizer, part) for part in parts]  # anywhere, in any order
>>> blocks.finish(vectorizer, blocks.merge(states)).get_feature_names_out()
array(['and', 'cat', 'dog', 'the'], dtype=object)
>>> [blocks.transform(vectorizer, part).shape for part in parts]
[(2, 4), (0, 4), (1, 4)]

Threads: where `n_jobs` is None, every function here uses one, because the engine already runs a batch on each core; a
number is taken as it is.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from tolmach import _core
from tolmach.columns import cut
from tolmach.errors import InvalidOptionError
from tolmach.language import LanguageDetector
from tolmach.texts import as_texts
from tolmach.token import Tokenizer
from tolmach.vectorize import CountVectorizer, HashingVectorizer, TfidfVectorizer

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "State",
    "detect",
    "finish",
    "fit_transform",
    "learn",
    "matrix",
    "merge",
    "pack",
    "rows",
    "single_threaded",
    "spans",
    "strip",
    "tokens",
    "transform",
    "unfitted",
    "unpack",
    "weight_type",
    "width",
    "worker_copy",
]

# What was learned from some texts: their number, their terms in the order of first sight, in how many texts each
# stands and how often. It pickles, and its size is that of the vocabulary of these texts.
State = _core.Frequencies


def worker_copy(vectorizer: Any) -> Any:
    """A vectoriser as workers need it: one thread unless `n_jobs` says otherwise, no progress bar, no spare state.

    Send this one to the workers, once. What only :meth:`~tolmach.CountVectorizer.partial_fit` needs stays behind.

    Raises
    ------
    TypeError
        For anything but a CountVectorizer, TfidfVectorizer, BM25Vectorizer or HashingVectorizer of this package.
    """
    _check(vectorizer)
    if isinstance(vectorizer, CountVectorizer):
        vectorizer._settle()
    spare = copy.copy(vectorizer)
    if isinstance(spare, CountVectorizer):
        spare._forget()
    spare.progress = False
    return single_threaded(spare)


def unfitted(vectorizer: Any) -> Any:
    """A vectoriser with the same parameters that has learned nothing, as :func:`learn` needs it; threads as above.

    Raises
    ------
    TypeError
        As :func:`worker_copy` does.
    """
    _check(vectorizer)
    return single_threaded(type(vectorizer)(**{**vectorizer.get_params(deep=False), "progress": False}))


def single_threaded(worker: Any) -> Any:
    """A detector, tokeniser or vectoriser with one thread if its `n_jobs` is None; as it is otherwise."""
    if worker.n_jobs is not None:
        return worker
    worker = copy.copy(worker)
    worker.n_jobs = 1
    return worker


def learn(vectorizer: Any, texts: Any) -> State:
    """What a vectoriser with these parameters learns from a batch of texts; the vectoriser itself learns nothing.

    Parameters
    ----------
    vectorizer : CountVectorizer, TfidfVectorizer or BM25Vectorizer
        Fitted or not; only its parameters count.
    texts : list, Series, Arrow column, …
        Any number of texts, none included.

    Returns
    -------
    State
        To be merged with those of other batches.

    Raises
    ------
    TypeError
        For a HashingVectorizer, which learns nothing.
    InvalidOptionError
        With a tokenizer or analyzer of one's own.
    """
    if isinstance(vectorizer, HashingVectorizer):
        raise TypeError("a HashingVectorizer learns nothing: transform with it as it is")
    learner = unfitted(vectorizer)
    learner.partial_fit(texts)
    state: State = learner._frequencies
    return state


def merge(states: Iterable[State]) -> State:
    """What was learned from all batches; the states themselves stay as they are.

    Numbers do not depend on the order of the states. That of `vocabulary_`, and with it the last bit of what
    :func:`fit_transform` gives with a norm, is the order in which terms were first seen: keep the states in the order
    of the batches to get those of one machine.
    """
    merged = State()
    for state in states:
        merged.merge(state)
    return merged


def finish(vectorizer: Any, state: State) -> Any:
    """Fits the vectoriser with what was learned from all batches, and returns it.

    It is then what ``vectorizer.fit`` on all texts would have made of it, in every array and to the last bit.

    Raises
    ------
    EmptyVocabularyError
        If no term was seen, or none is left by `min_df`, `max_df` and `max_features`.
    """
    learner = type(vectorizer)(**vectorizer.get_params(deep=False))
    learner.partial_fit([])
    learner._finish(state)
    vectorizer.__dict__.clear()
    vectorizer.__dict__.update(learner.__dict__)
    return vectorizer


def transform(vectorizer: Any, texts: Any) -> sp.csr_matrix:
    """The vectors of a batch of texts, as ``vectorizer.transform`` gives them.

    Parameters
    ----------
    vectorizer : CountVectorizer, TfidfVectorizer, BM25Vectorizer or HashingVectorizer
        Fitted, best through :func:`worker_copy`, which need not be repeated for each batch.
    texts : list, Series, Arrow column, …
        Any number of texts, none included.

    Returns
    -------
    csr_matrix (n_texts, n_terms)
        Columns ascend within each row.
    """
    if not len(texts):
        return sp.csr_matrix((0, width(vectorizer)), dtype=weight_type(vectorizer))
    return sp.csr_matrix(single_threaded(vectorizer).transform(texts))


def fit_transform(vectorizer: Any, texts: Any) -> sp.csr_matrix:
    """The vectors of a batch of the texts that the vectoriser was fitted on, as its ``fit_transform`` gives them.

    They differ from those of :func:`transform` at most in the last bit, and only for a TfidfVectorizer with a norm:
    scikit-learn sums the squares of a row there in the order in which terms were first seen, and so do we.
    """
    ordered = isinstance(vectorizer, TfidfVectorizer) and vectorizer.norm is not None
    if not ordered or vectorizer.fixed_vocabulary_ or not len(texts):
        return transform(vectorizer, texts)
    counts = single_threaded(vectorizer)._raw_counts(texts)
    seen = vectorizer._native_vocabulary().seen()
    rank = np.empty_like(seen)
    rank[seen] = np.arange(len(seen), dtype=seen.dtype)
    by_sight = sp.csr_matrix((counts.data, rank[counts.indices], counts.indptr), shape=counts.shape)
    by_sight.sort_indices()
    arrays = by_sight.data, seen[by_sight.indices].astype(counts.indices.dtype), by_sight.indptr
    weights = vectorizer._tfidf.transform(sp.csr_matrix(arrays, shape=counts.shape), copy=False)
    weights.sort_indices()
    return sp.csr_matrix(weights)


def width(vectorizer: Any) -> int:
    """How many columns the matrices of a vectoriser have."""
    if isinstance(vectorizer, HashingVectorizer):
        return int(vectorizer.n_features)
    vectorizer._check_vocabulary()
    return int(vectorizer._width())


def weight_type(vectorizer: Any) -> np.dtype[Any]:
    """The type of what the matrices of a vectoriser hold."""
    dtype: np.dtype[Any] = np.dtype(vectorizer.dtype)
    return np.dtype(np.float64) if isinstance(vectorizer, TfidfVectorizer) and dtype.kind != "f" else dtype


def pack(state: State) -> pa.RecordBatch:
    """A state as one row of plain Arrow columns, for engines that move nothing else.

    The columns are `documents` (int64), `names` (binary), and `lengths`, `frequencies` and `totals` (lists of int64).
    """
    import pyarrow as pa

    vocabulary, found, totals, documents = state.__reduce__()[1]
    names, lengths, _ = vocabulary.__reduce__()[1]
    numbers = [np.asarray(values, dtype=np.int64) for values in (lengths, found, totals)]
    return pa.RecordBatch.from_arrays(
        [pa.array([documents], pa.int64()), pa.array([names], pa.binary())]
        + [pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), values) for values in numbers],
        ["documents", "names", "lengths", "frequencies", "totals"],
    )


def unpack(table: pa.Table | pa.RecordBatch) -> list[State]:
    """The states of the rows that :func:`pack` made, in their order."""
    states = []
    for row in range(table.num_rows):
        cells = {name: table.column(name)[row] for name in ("lengths", "frequencies", "totals")}
        arrays = {name: cell.values.to_numpy(zero_copy_only=False) for name, cell in cells.items()}
        names = table.column("names")[row].as_py()
        order = np.arange(len(arrays["lengths"]), dtype=np.uint32)
        vocabulary = _core.Vocabulary._restore(names, arrays["lengths"].astype(np.uintp), order)
        documents = table.column("documents")[row].as_py()
        states.append(State.of(vocabulary, arrays["frequencies"], arrays["totals"], documents))
    return states


def rows(X: sp.csr_matrix) -> pa.RecordBatch:
    """The rows of a matrix as two Arrow columns: `columns`, lists of int32, and `weights`, lists of its type.

    Nothing is copied. A batch holds up to 2^31 - 1 entries; more are an OverflowError.
    """
    import pyarrow as pa

    if X.nnz > np.iinfo(np.int32).max:
        raise OverflowError(f"{X.nnz} entries do not fit into one batch; make batches of fewer texts")
    ends = pa.array(X.indptr.astype(np.int32, copy=False))
    lists = [pa.ListArray.from_arrays(ends, pa.array(a)) for a in (X.indices.astype(np.int32, copy=False), X.data)]
    return pa.RecordBatch.from_arrays(lists, ["columns", "weights"])


def matrix(table: pa.Table | pa.RecordBatch, width: int) -> sp.csr_matrix:
    """The matrix of the rows that :func:`rows` made, with as many columns as :func:`width` said."""
    lists = [table.column(name) for name in ("columns", "weights")]
    chunks = [getattr(column, "chunks", [column]) for column in lists]
    flat = [[chunk.flatten().to_numpy(zero_copy_only=False) for chunk in column] for column in chunks]
    dtype = lists[1].type.value_type.to_pandas_dtype()
    indices = np.concatenate([np.zeros(0, np.int32), *flat[0]])
    data = np.concatenate([np.zeros(0, dtype), *flat[1]])
    counts = [chunk.value_lengths().to_numpy(zero_copy_only=False) for chunk in chunks[0]]
    indptr = np.concatenate([np.zeros(1, np.int64), *counts]).cumsum()
    return sp.csr_matrix((data, indices, indptr), shape=(table.num_rows, width))


def detect(texts: Any, detector: LanguageDetector | None = None) -> pa.Table:
    """The language of each text, as :meth:`tolmach.LanguageDetector.detect_batch` says.

    Returns
    -------
    pyarrow.Table
        A row for each text: `language` (string), `confidence` (float32), `script` (string) and `reliable` (bool), null
        where the text is missing.
    """
    return _plain(single_threaded(detector or LanguageDetector()).detect_batch(as_texts(texts)))


def spans(texts: Any, detector: LanguageDetector | None = None) -> pa.Table:
    """Which characters are in which language, as :meth:`tolmach.LanguageDetector.spans_batch` says.

    Returns
    -------
    pyarrow.Table
        A row for each span: `text` (int64, the number of the text in the batch), `start`, `end` (int64, code points),
        `language`, `script` (string), `confidence` (float32) and `span` (large_string, the characters themselves).
    """
    import pyarrow as pa

    batch = as_texts(texts)
    table = single_threaded(detector or LanguageDetector()).spans_batch(batch)
    return _plain(table).append_column("span", pa.array(cut(batch, table), pa.large_string()))


def tokens(texts: Any, tokenizer: Tokenizer | None = None) -> pa.Table:
    """The tokens of all texts, as :meth:`tolmach.Tokenizer.spans_batch` says.

    Returns
    -------
    pyarrow.Table
        A row for each token: `text` (int64, the number of the text in the batch), `start`, `end` (int64, code points),
        `kind` (string) and `token` (large_string).

    Raises
    ------
    InvalidOptionError
        For a tokeniser with `repair_glued`, which counts words in the whole corpus: batches would change its answer.
    """
    tokenizer = tokenizer or Tokenizer()
    if tokenizer._options["repair_glued"]:
        raise InvalidOptionError("repair_glued=True looks at the whole corpus, which a batch of it cannot do")
    return _plain(single_threaded(tokenizer).spans_batch(as_texts(texts)))


def strip(texts: Any, keep: str | Sequence[str] = "en", detector: LanguageDetector | None = None) -> pa.Table:
    """The texts without their spans in other languages, as :meth:`tolmach.LanguageDetector.strip_batch` says.

    Returns
    -------
    pyarrow.Table
        A row for each text: `text` (large_string) and `removed` (int64, how many spans); null where a text is missing.
    """
    return _plain(single_threaded(detector or LanguageDetector()).strip_batch(as_texts(texts), keep))


def _plain(table: Any) -> pa.Table:
    """A table without dictionaries, and with all integers as int64, as every engine knows them."""
    import pyarrow as pa

    columns = table.to_arrow()
    kinds = []
    for field in columns.schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        kinds.append(pa.field(field.name, pa.int64() if pa.types.is_integer(kind) else kind))
    return columns.cast(pa.schema(kinds))


def _check(vectorizer: Any) -> None:
    if not isinstance(vectorizer, (CountVectorizer, HashingVectorizer)):
        raise TypeError(
            f"expected a vectoriser of tolmach (Count, Tfidf, BM25 or Hashing), got {type(vectorizer).__name__}"
        )

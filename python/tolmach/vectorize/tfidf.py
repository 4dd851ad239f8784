"""`TfidfVectorizer` and `TfidfTransformer`: counts weighted by how rare their terms are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from sklearn.base import _fit_context
from sklearn.feature_extraction.text import TfidfTransformer as ReferenceTfidfTransformer
from sklearn.feature_extraction.text import TfidfVectorizer as ReferenceTfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from tolmach import _core
from tolmach.vectorize.counts import CountVectorizer
from tolmach.vectorize.documents import NeedsPythonError
from tolmach.vectorize.feeding import MORE, refuse_iterator
from tolmach.vectorize.plan import Plan
from tolmach.vectorize.sparse import as_csr

__all__ = ["TfidfTransformer", "TfidfVectorizer"]

# Weights are tabulated for counts below this; a matrix with a larger count is made again.
_TABLE = 1 << 10


class TfidfTransformer(ReferenceTfidfTransformer, auto_wrap_output_keys=None):  # type: ignore[call-arg]
    """Weights a matrix of counts: scikit-learn's class, which is arithmetic on arrays already."""


def _learn(transformer: Any, frequencies: Any, documents: int, dtype: Any) -> None:
    """Sets `idf_` from document frequencies, by the operations of scikit-learn's `fit`."""
    transformer.n_features_in_ = len(frequencies)
    if transformer.use_idf:
        df = frequencies.astype(dtype)
        df += float(transformer.smooth_idf)
        transformer.idf_ = np.full_like(df, fill_value=documents + int(transformer.smooth_idf), dtype=dtype)
        transformer.idf_ /= df
        np.log(transformer.idf_, out=transformer.idf_)
        transformer.idf_ += 1.0


@lru_cache(maxsize=8)
def _logarithms(counts: int, dtype: Any) -> Any:
    """The weight 1 + log(n) of each count up to `counts`."""
    table = np.arange(counts + 1, dtype=dtype)
    np.log(table[1:], table[1:])
    table[1:] += 1.0
    return table


def _weights(transformer: Any, dtype: Any, counts: int, binary: bool) -> Any:
    """Native weights of counts up to `counts`, each taken as one if `binary`."""
    table = _logarithms(counts, dtype) if transformer.sublinear_tf else None
    idf = getattr(transformer, "idf_", None)
    return _core.Weights.tfidf(table, idf, transformer.norm, dtype == np.float32, binary)


class TfidfVectorizer(CountVectorizer, ReferenceTfidfVectorizer):
    """tf-idf weights of texts: scikit-learn's class with its results, many times as fast.

    All parameters, attributes, methods, errors and warnings of
    :class:`sklearn.feature_extraction.text.TfidfVectorizer`, and those of :class:`tolmach.CountVectorizer` that are
    new.
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {**ReferenceTfidfVectorizer._parameter_constraints, **MORE}

    def __init__(
        self,
        *,
        input: str = "content",  # noqa: A002
        encoding: str = "utf-8",
        decode_error: str = "strict",
        strip_accents: Any = None,
        lowercase: bool = True,
        preprocessor: Any = None,
        tokenizer: Any = None,
        analyzer: Any = "word",
        stop_words: Any = None,
        token_pattern: str | None = r"(?u)\b\w\w+\b",
        ngram_range: tuple[int, int] = (1, 1),
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Any = None,
        binary: bool = False,
        dtype: Any = np.float64,
        norm: str | None = "l2",
        use_idf: bool = True,
        smooth_idf: bool = True,
        sublinear_tf: bool = False,
        language: str | None = None,
        stemmer: str | None = None,
        missing: str = "raise",
        n_jobs: int | None = None,
        progress: bool | None = None,
    ) -> None:
        CountVectorizer.__init__(
            self,
            input=input,
            encoding=encoding,
            decode_error=decode_error,
            strip_accents=strip_accents,
            lowercase=lowercase,
            preprocessor=preprocessor,
            tokenizer=tokenizer,
            stop_words=stop_words,
            token_pattern=token_pattern,
            ngram_range=ngram_range,
            analyzer=analyzer,
            max_df=max_df,
            min_df=min_df,
            max_features=max_features,
            vocabulary=vocabulary,
            binary=binary,
            dtype=dtype,
            language=language,
            stemmer=stemmer,
            missing=missing,
            n_jobs=n_jobs,
            progress=progress,
        )
        self.norm = norm
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf

    def _new_transformer(self) -> TfidfTransformer:
        return TfidfTransformer(
            norm=self.norm, use_idf=self.use_idf, smooth_idf=self.smooth_idf, sublinear_tf=self.sublinear_tf
        )

    def _weight_type(self) -> Any:
        """The type in which scikit-learn would compute, or None if counts would be cut first."""
        dtype = np.dtype(self.dtype)
        if dtype in (np.float64, np.float32):
            return dtype
        return np.dtype(np.float64) if dtype in (np.int64, np.int32) else None

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns vocabulary and idf of the documents; returns the estimator."""
        self._fit(raw_documents, rows=False)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def fit_transform(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns vocabulary and idf and returns the weights, a sparse matrix (n_documents, n_terms)."""
        return self._fit(raw_documents, rows=True)

    def _fit(self, raw_documents: Any, rows: bool) -> Any:
        self._check_params()
        self._tfidf = self._new_transformer()
        dtype = self._weight_type()
        plan = self._start_fit(raw_documents) if dtype is not None else None
        X = None
        if plan is not None and self.fixed_vocabulary_:
            X = self._raw_counts(raw_documents)
        elif plan is not None:
            try:
                counted = self._count(raw_documents, rows, plan)
            except NeedsPythonError:
                refuse_iterator(raw_documents)
            else:
                if not rows:
                    return None
                weights = _weights(self._tfidf, dtype, counted.largest(), bool(self.binary))
                return as_csr(counted.matrix(weights, self.n_jobs), len(counted))
        if X is None:
            X = self._reference_counts(raw_documents)
        self._tfidf.fit(X)
        if not rows:
            return None
        X = self._tfidf.transform(X, copy=False)
        X.sort_indices()
        return X

    def transform(self, raw_documents: Iterable[Any]) -> Any:
        """The weights of documents over the vocabulary, a sparse matrix (n_documents, n_terms)."""
        if "fixed_vocabulary_" not in self.__dict__:
            check_is_fitted(self, msg="The TF-IDF vectorizer is not fitted")
        if isinstance(raw_documents, str):
            raise ValueError("Iterable over raw text documents expected, string object received.")
        self._check_vocabulary()
        dtype = self._weight_type()
        plan = self._plan_or_none() if dtype is not None and self._has_plain_idf(dtype) else None
        if plan is not None:
            X = self._weighted(raw_documents, plan, dtype)
            if X is not None:
                return X
        return self._tfidf.transform(self._raw_counts(raw_documents), copy=False)

    def _learned(self, found: Any, totals: Any, documents: int) -> None:
        self._tfidf = self._new_transformer()
        _learn(self._tfidf, found, documents, self._weight_type() or np.dtype(np.float64))

    @property
    def idf_(self) -> Any:
        """Inverse document frequencies, an array (n_terms,)."""
        self._settle()
        return ReferenceTfidfVectorizer.idf_.fget(self)

    @idf_.setter
    def idf_(self, value: Any) -> None:
        ReferenceTfidfVectorizer.idf_.fset(self, value)

    def _has_plain_idf(self, dtype: Any) -> bool:
        """Whether the transformer is in a state that the native code computes with."""
        idf = getattr(self._tfidf, "idf_", None)
        if idf is None:
            # Without idf, an unfitted transformer complains.
            return hasattr(self._tfidf, "n_features_in_")
        return (
            isinstance(idf, np.ndarray)
            and idf.dtype == dtype
            and idf.flags.c_contiguous
            and idf.shape == (self._width(),)
        )

    def _weighted(self, raw_documents: Any, plan: Plan, dtype: Any) -> Any:
        counts = _TABLE
        while True:
            weights = _weights(self._tfidf, dtype, counts, bool(self.binary))
            try:
                X = self._counts(raw_documents, plan, weights, None)
            except NeedsPythonError:
                refuse_iterator(raw_documents)
                return None
            counts = weights.missed()
            if not counts:
                return X
            refuse_iterator(raw_documents)

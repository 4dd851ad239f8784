"""`BM25Vectorizer`: texts as BM25 weights of their terms."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from sklearn.base import _fit_context
from sklearn.utils._param_validation import Interval, StrOptions

from tolmach import _core
from tolmach.errors import InvalidOptionError
from tolmach.vectorize.counts import CountVectorizer
from tolmach.vectorize.documents import NeedsPythonError
from tolmach.vectorize.feeding import refuse_iterator
from tolmach.vectorize.sparse import as_csr

__all__ = ["BM25Vectorizer"]

# How a count saturates in each variant.
_SATURATION = {"robertson": "plain", "lucene": "plain", "atire": "atire", "bm25l": "l", "bm25+": "plus"}


class BM25Vectorizer(CountVectorizer):
    """BM25 weights of texts, the ranking function of search engines, as features.

    The weight of a term in a document is its idf times a count that saturates with `k1` and is set off against the
    length of the document with `b`. Scores of documents for a query are sums of weights:
    ``X @ counts_of_the_query.T``.

    Parameters
    ----------
    k1 : float
        How slowly counts saturate.
    b : float
        How much the length of documents counts, from 0 to 1.
    variant : {'lucene', 'robertson', 'atire', 'bm25l', 'bm25+'}
        The formulas as compared by Kamphuis et al. (2020), "Which BM25 do you mean?"; `robertson` takes a negative idf
        for zero.
    delta : float
        What `bm25l` and `bm25+` add to counts.
    dtype : {float64, float32}
        Type of the weights.
    input, encoding, decode_error, strip_accents, lowercase, preprocessor, tokenizer, stop_words, token_pattern, \
ngram_range, analyzer, max_df, min_df, max_features, vocabulary, language, stemmer, missing, n_jobs, progress
        As in :class:`tolmach.CountVectorizer`.

    Attributes
    ----------
    idf_ : ndarray (n_terms,)
        Inverse document frequencies.
    mean_length_ : float
        Mean number of terms of the vocabulary in a document.
    nonoccurrence_ : ndarray (n_terms,)
        What an absent term weighs, which is zero but for `bm25l` and `bm25+`. A sparse matrix has no place for it, so
        it is taken off each weight: add it up over the terms of a query to get the full score.
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        **CountVectorizer._parameter_constraints,
        "k1": [Interval(Real, 0, None, closed="left")],
        "b": [Interval(Real, 0, 1, closed="both")],
        "delta": [Interval(Real, 0, None, closed="left")],
        "variant": [StrOptions(set(_SATURATION))],
    }
    _parameter_constraints.pop("binary")

    def __init__(
        self,
        *,
        k1: float = 1.5,
        b: float = 0.75,
        variant: str = "lucene",
        delta: float = 0.5,
        input: str = "content",  # noqa: A002
        encoding: str = "utf-8",
        decode_error: str = "strict",
        strip_accents: Any = None,
        lowercase: bool = True,
        preprocessor: Any = None,
        tokenizer: Any = None,
        stop_words: Any = None,
        token_pattern: str | None = r"(?u)\b\w\w+\b",
        ngram_range: tuple[int, int] = (1, 1),
        analyzer: Any = "word",
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Any = None,
        dtype: Any = np.float64,
        language: str | None = None,
        stemmer: str | None = None,
        missing: str = "raise",
        n_jobs: int | None = None,
        progress: bool | None = None,
    ) -> None:
        super().__init__(
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
            dtype=dtype,
            language=language,
            stemmer=stemmer,
            missing=missing,
            n_jobs=n_jobs,
            progress=progress,
        )
        self.k1 = k1
        self.b = b
        self.variant = variant
        self.delta = delta

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns vocabulary, idf and mean length of the documents; returns the estimator."""
        self._fit(raw_documents, rows=False)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def fit_transform(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns from the documents and returns their weights, a sparse matrix (n_documents, n_terms)."""
        return self._fit(raw_documents, rows=True)

    def _fit(self, raw_documents: Any, rows: bool) -> Any:
        if np.dtype(self.dtype) not in (np.float64, np.float32):
            raise InvalidOptionError(f"dtype: weights are float64 or float32, not {np.dtype(self.dtype)}")
        plan = self._start_fit(raw_documents)
        if plan is not None and not self.fixed_vocabulary_:
            try:
                counted = self._count(raw_documents, rows, plan)
            except NeedsPythonError:
                refuse_iterator(raw_documents)
            else:
                return as_csr(counted.matrix(self._weights(), self.n_jobs), len(counted)) if rows else None
        X = self._raw_counts(raw_documents) if plan is not None and self.fixed_vocabulary_ else None
        if X is None:
            X = self._reference_counts(raw_documents)
            X.sort_indices()
        found = np.bincount(X.indices, minlength=X.shape[1])
        self._learned(found, np.bincount(X.indices, weights=X.data, minlength=X.shape[1]), X.shape[0])
        return self._weighed(X) if rows else None

    def transform(self, raw_documents: Iterable[Any]) -> Any:
        """The weights of documents over the vocabulary, a sparse matrix (n_documents, n_terms)."""
        if isinstance(raw_documents, str):
            raise ValueError("Iterable over raw text documents expected, string object received.")
        self._check_vocabulary()
        if not hasattr(self, "idf_"):
            raise InvalidOptionError("a vocabulary alone has no document frequencies; fit on documents first")
        plan = self._plan_or_none()
        if plan is not None:
            try:
                X = self._counts(raw_documents, plan, self._weights(), None)
            except NeedsPythonError:
                refuse_iterator(raw_documents)
            else:
                if X is not None:
                    return X
        return self._weighed(self._raw_counts(raw_documents))

    def _learned(self, found: Any, totals: Any, documents: int) -> None:
        n, df = float(documents), np.asarray(found, dtype=np.float64)
        with np.errstate(divide="ignore"):
            idf = {
                "robertson": lambda: np.log(np.maximum((n - df + 0.5) / (df + 0.5), 1.0)),
                "lucene": lambda: np.log(1.0 + (n - df + 0.5) / (df + 0.5)),
                "atire": lambda: np.log(n / df),
                "bm25l": lambda: np.log((n + 1.0) / (df + 0.5)),
                "bm25+": lambda: np.log((n + 1.0) / df),
            }[self.variant]()
        # A term of a given vocabulary that no document has: it weighs nothing, as nothing is known about it.
        self._idf = np.where(df > 0, idf, 0.0)
        self._mean_length = float(np.sum(totals)) / documents if documents else 0.0

    @property
    def idf_(self) -> Any:
        """Inverse document frequencies, an array (n_terms,)."""
        self._settle()
        if "_idf" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute 'idf_'")
        return self._idf

    @property
    def mean_length_(self) -> float:
        """Mean number of terms of the vocabulary in a document."""
        self._settle()
        if "_mean_length" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute 'mean_length_'")
        return float(self._mean_length)

    @property
    def nonoccurrence_(self) -> Any:
        """What each term weighs where it is absent, an array (n_terms,)."""
        absent = {"bm25l": (self.k1 + 1.0) * self.delta / (self.k1 + self.delta) if self.delta else 0.0}
        absent["bm25+"] = self.delta
        return self.idf_ * absent.get(self.variant, 0.0)

    def _weights(self) -> Any:
        single = np.dtype(self.dtype) == np.float32
        saturation = _SATURATION[self.variant]
        return _core.Weights.bm25(self.k1, self.b, self.delta, saturation, self.idf_, self.mean_length_ or 1.0, single)

    def _weighed(self, X: Any) -> Any:
        """Weights of counts that were made by scikit-learn's own code."""
        lengths = np.asarray(X.sum(axis=1), dtype=np.float64).ravel()
        relative = 1.0 - self.b + self.b * lengths / (self.mean_length_ or 1.0)
        relative = np.repeat(relative, np.diff(X.indptr))
        tf, k1, delta = X.data.astype(np.float64), self.k1, self.delta
        if self.variant == "bm25l":
            c = tf / relative
            saturated = (k1 + 1.0) * ((c + delta) / (k1 + c + delta) - (delta / (k1 + delta) if delta else 0.0))
        else:
            saturated = tf / (k1 * relative + tf) * (k1 + 1.0 if self.variant in ("atire", "bm25+") else 1.0)
        arrays = (saturated * self.idf_[X.indices]).astype(self.dtype), X.indices, X.indptr
        return as_csr(arrays, X.shape[1])

"""`HashingVectorizer`: texts as counts of hashed terms, without a vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer as ReferenceHashingVectorizer

from tolmach import _core
from tolmach.vectorize.documents import NeedsPythonError
from tolmach.vectorize.feeding import MORE, Feeding, refuse_iterator, stacked
from tolmach.vectorize.plan import Plan
from tolmach.vectorize.sparse import as_csr
from tolmach.vectorize.store import Stored

__all__ = ["HashingVectorizer"]


class HashingVectorizer(Stored, Feeding, ReferenceHashingVectorizer, auto_wrap_output_keys=None):  # type: ignore[call-arg]
    """Counts hashed terms: scikit-learn's class with its results, many times as fast.

    All parameters, methods, errors and warnings of :class:`sklearn.feature_extraction.text.HashingVectorizer`, and
    those of :class:`tolmach.CountVectorizer` that are new. Models trained on the matrices of either class work with
    those of the other.
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {**ReferenceHashingVectorizer._parameter_constraints, **MORE}

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
        stop_words: Any = None,
        token_pattern: str | None = r"(?u)\b\w\w+\b",
        ngram_range: tuple[int, int] = (1, 1),
        analyzer: Any = "word",
        n_features: int = 2**20,
        binary: bool = False,
        norm: str | None = "l2",
        alternate_sign: bool = True,
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
            n_features=n_features,
            binary=binary,
            norm=norm,
            alternate_sign=alternate_sign,
            dtype=dtype,
        )
        self.language = language
        self.stemmer = stemmer
        self.missing = missing
        self.n_jobs = n_jobs
        self.progress = progress

    def transform(self, X: Iterable[Any]) -> Any:
        """The counts of hashed terms, normalised, a sparse matrix (n_documents, n_features)."""
        if isinstance(X, str):
            raise ValueError("Iterable over raw text documents expected, string object received.")
        self._validate_ngram_range()
        dtype = np.dtype(self.dtype)
        plan = self._plan_or_none() if dtype in (np.float64, np.float32) else None
        if plan is not None:
            try:
                return self._hashed(X, plan, dtype == np.float32)
            except NeedsPythonError:
                refuse_iterator(X)
        return super().transform(X)

    def _hashed(self, raw_documents: Any, plan: Plan, single: bool) -> Any:
        parts: list[Any] = []

        values = (self.n_features, bool(self.alternate_sign), bool(self.binary), self.norm, single)

        def sink(texts: Any, *how: Any) -> None:
            parts.append(_core.hash_texts(plan.analyzer, texts, *values, *how))

        self._feed(sink, raw_documents, plan)
        arrays = stacked(parts)
        if len(arrays[2]) == 1:
            # What scikit-learn says depends on whether the empty input is an iterator.
            return super().transform([])
        return as_csr(arrays, self.n_features)

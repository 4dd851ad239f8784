"""`CountVectorizer`: texts as counts of their terms."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from numbers import Integral
from typing import Any, ClassVar

import numpy as np
from sklearn.base import _fit_context
from sklearn.feature_extraction.text import CountVectorizer as ReferenceCountVectorizer

from tolmach import _core
from tolmach.errors import EmptyVocabularyError, InvalidOptionError
from tolmach.vectorize.documents import NeedsPythonError
from tolmach.vectorize.feeding import MORE, NATIVE_TYPES, Feeding, refuse_iterator, stacked
from tolmach.vectorize.learning import Growing
from tolmach.vectorize.plan import Plan, plan_of
from tolmach.vectorize.sparse import as_csr
from tolmach.vectorize.store import Stored
from tolmach.vectorize.vocabulary import Terms

__all__ = ["CountVectorizer"]


class CountVectorizer(Growing, Stored, Feeding, ReferenceCountVectorizer):
    """Counts the terms of texts: scikit-learn's class with its results, many times as fast.

    All parameters, attributes, methods, errors and warnings of
    :class:`sklearn.feature_extraction.text.CountVectorizer`; below are those that are new. Matrices have their columns
    sorted within each row.

    Parameters
    ----------
    language : str, optional
        Language of the texts, whose stop list and stemmer are used.
    stemmer : str, optional
        Language whose stemmer shortens words before they are counted.
    missing : {'raise', 'empty'}
        Whether a missing text (None, NaN, NA) is an error, as in scikit-learn, or a text without terms.
    n_jobs : int, optional
        Threads; -1 or None for one on each core. No result depends on it.
    progress : bool, optional
        Whether to show a progress bar; by default one appears after a second, on a terminal or in a notebook.

    Notes
    -----
    A `tokenizer` or `analyzer` of one's own runs in Python, on one core, as in scikit-learn. An iterator is read once,
    a few megabytes at a time.
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {**ReferenceCountVectorizer._parameter_constraints, **MORE}

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
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Any = None,
        binary: bool = False,
        dtype: Any = np.int64,
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
            binary=binary,
            dtype=dtype,
        )
        self.language = language
        self.stemmer = stemmer
        self.missing = missing
        self.n_jobs = n_jobs
        self.progress = progress

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary of the documents; returns the estimator."""
        self._fit_counts(raw_documents, rows=False)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def fit_transform(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary and returns the counts, a sparse matrix (n_documents, n_terms)."""
        return self._fit_counts(raw_documents, rows=True)

    def _fit_counts(self, raw_documents: Any, rows: bool) -> Any:
        plan = self._start_fit(raw_documents)
        if plan is not None and self.fixed_vocabulary_:
            return self._raw_counts(raw_documents)
        if plan is not None:
            try:
                counted = self._count(raw_documents, rows, plan)
            except NeedsPythonError:
                refuse_iterator(raw_documents)
            else:
                if not rows:
                    return None
                weights, dtype = self._count_weights()
                return as_csr(counted.matrix(weights, self.n_jobs), len(counted), dtype)
        X = self._reference_counts(raw_documents)
        X.sort_indices()
        return X

    def transform(self, raw_documents: Iterable[Any]) -> Any:
        """The counts of documents over the vocabulary, a sparse matrix (n_documents, n_terms)."""
        if isinstance(raw_documents, str):
            raise ValueError("Iterable over raw text documents expected, string object received.")
        self._check_vocabulary()
        return self._raw_counts(raw_documents)

    def locate(self, text: str, term: str) -> list[tuple[int, int]]:
        """Where a text has a term: the characters of each place, ``text[start:end]``, in the order of their ends.

        Places of n-grams may overlap. The spaces around words in ``analyzer="char_wb"`` have no place.
        """
        plan = self._plan_or_none()
        if plan is None or plan.preprocess is not None:
            raise InvalidOptionError("locate needs the built-in analysis, without functions of your own")
        return plan.analyzer.locate(text, term)

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """The terms in the order of their columns, an array of str objects."""
        self._check_vocabulary()
        terms = self.__dict__.get("_terms")
        if "_columns" in self.__dict__ and not (terms is not None and terms.changed):
            names = np.empty(len(self._columns), dtype=object)
            names[:] = self._columns.names()
            return names
        return super().get_feature_names_out(input_features)

    _terms: dict[str, int]
    # State: `_columns` is the native vocabulary, `_terms` the dict that shows it; one of them may be missing.

    @property
    def vocabulary_(self) -> dict[str, int]:
        """The column of each term, in the order in which the terms were first seen."""
        self._settle()
        kept: dict[str, int] | None = self.__dict__.get("_terms")
        if kept is not None:
            return kept
        if "_columns" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute 'vocabulary_'")
        terms = Terms()
        self._columns.fill(terms)
        self._terms = terms
        return terms

    @vocabulary_.setter
    def vocabulary_(self, terms: dict[str, int]) -> None:
        self.__dict__.pop("_columns", None)
        self._forget()
        self._terms = terms

    @vocabulary_.deleter
    def vocabulary_(self) -> None:
        self.__dict__.pop("_columns", None)
        self.__dict__.pop("_terms", None)

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        if "_columns" in state:
            state.pop("_terms", None)
        return state

    def _check_vocabulary(self) -> None:
        self._settle()
        if self.__dict__.get("_terms") is None and "_columns" in self.__dict__:
            return
        super()._check_vocabulary()

    def _native_vocabulary(self) -> _core.Vocabulary | None:
        """The native vocabulary, or None if the terms are not strings in columns 0, 1, 2 and so on."""
        terms: Any = self.__dict__.get("_terms")
        columns: _core.Vocabulary | None = self.__dict__.get("_columns")
        if columns is not None and not (terms is not None and terms.changed):
            return columns
        names: list[Any] = [None] * len(terms)
        for term, column in terms.items():
            if not isinstance(term, str) or not isinstance(column, (int, np.integer)) or not 0 <= column < len(names):
                return None
            names[column] = term
        if None in names:
            return None
        if type(terms) is Terms:
            terms.changed = False
            self._columns = _core.Vocabulary(names)
            return self._columns
        # A dict of the caller's own may change at any time; comparing costs less than building.
        kept = self.__dict__.get("_foreign")
        if kept is None or kept[0] != names:
            kept = (names, _core.Vocabulary(names))
            self._foreign = kept
        return kept[1]

    def _count(self, raw_documents: Any, rows: bool, plan: Plan) -> _core.Counted:
        """Counts the documents and prunes the terms."""
        counted = self._counted(raw_documents, rows, plan)
        if len(counted) == 0:
            raise EmptyVocabularyError("empty vocabulary; perhaps the documents only contain stop words")
        known = counted.document_frequencies(), counted.totals(), counted.documents
        mask = self._keep(*known)
        if mask is not None:
            counted.select(mask)
            known = known[0][mask], known[1][mask], counted.documents
        # All that an interrupt can end is done before the first of what was learned earlier goes.
        columns = counted.vocabulary()
        self._forget()
        if mask is None:
            self._known = known
        self.__dict__.pop("_terms", None)
        self.__dict__.pop("_foreign", None)
        self._columns = columns
        self._learned(*known)
        return counted

    def _counted(self, raw_documents: Any, rows: bool, plan: Plan) -> _core.Counted:
        """Counts the documents."""
        counter = _core.Counter(plan.analyzer, rows)
        self._feed(counter.feed, raw_documents, plan)
        return counter.finish(self.n_jobs)

    def _keep(self, frequencies: Any, totals: Any, documents: int) -> Any:
        """Which terms stay, by the rules and in the order of scikit-learn; None for all."""
        high = self.max_df if isinstance(self.max_df, Integral) else self.max_df * documents
        low = self.min_df if isinstance(self.min_df, Integral) else self.min_df * documents
        if high < low:
            raise ValueError("max_df corresponds to < documents than min_df")
        mask = (frequencies <= high) & (frequencies >= low)
        limit = self.max_features
        if limit is not None and mask.sum() > limit:
            # The type that scipy sums the columns in: ties fall as its sort lets them fall.
            kind = np.dtype(self.dtype)
            totals = (frequencies if self.binary else totals).astype(kind if kind.kind == "f" else np.int64)
            best = (-totals[mask]).argsort()[:limit]
            kept = np.zeros(len(mask), dtype=bool)
            kept[np.where(mask)[0][best]] = True
            mask = kept
        if not mask.any():
            raise EmptyVocabularyError("After pruning, no terms remain. Try a lower min_df or a higher max_df.")
        return None if mask.all() else mask

    def _start_fit(self, raw_documents: Any) -> Plan | None:
        """Checks everything that scikit-learn checks before it counts."""
        if isinstance(raw_documents, str):
            raise ValueError("Iterable over raw text documents expected, string object received.")
        if not self._is_native():
            return None
        self._forget()
        self._validate_ngram_range()
        self._warn_for_unused_params()
        self._validate_vocabulary()
        if self.fixed_vocabulary_ and self.lowercase:
            for term in self.vocabulary:
                if any(map(str.isupper, term)):
                    warnings.warn(
                        "Upper case characters found in vocabulary while 'lowercase' is True."
                        " These entries will not be matched with any documents",
                        stacklevel=3,
                    )
                    break
        return plan_of(self)

    def _counts(self, raw_documents: Any, plan: Plan, weights: Any, dtype: Any) -> Any:
        """The matrix of documents over the vocabulary; None if that is not for the native code."""
        vocabulary = self._native_vocabulary()
        if vocabulary is None:
            return None
        parts: list[Any] = []

        def sink(texts: Any, *how: Any) -> None:
            parts.append(vocabulary.transform(plan.analyzer, texts, weights, *how))

        self._feed(sink, raw_documents, plan)
        return as_csr(stacked(parts), len(vocabulary), dtype)

    def _count_weights(self) -> tuple[Any, Any]:
        dtype = np.dtype(self.dtype)
        return _core.Weights.counts(NATIVE_TYPES.get(dtype, "int32"), bool(self.binary)), dtype

    def _raw_counts(self, raw_documents: Any) -> Any:
        """The matrix of counts over the vocabulary there is."""
        plan = self._plan_or_none()
        if plan is not None:
            try:
                X = self._counts(raw_documents, plan, *self._count_weights())
            except NeedsPythonError:
                refuse_iterator(raw_documents)
                X = None
            if X is not None:
                return X
        return ReferenceCountVectorizer.transform(self, raw_documents)

    def _reference_counts(self, raw_documents: Any) -> Any:
        """Fits by scikit-learn's own code."""
        return ReferenceCountVectorizer.fit_transform(self, raw_documents)

    def _width(self) -> int:
        """How many columns there are."""
        terms = self.__dict__.get("_terms")
        return len(self._columns if terms is None else terms)

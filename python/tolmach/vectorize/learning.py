"""Vocabularies that grow: fitting bit by bit, and merging what was fitted elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.exceptions import NotFittedError

from tolmach import _core
from tolmach.errors import EmptyVocabularyError, InvalidOptionError
from tolmach.vectorize.documents import NeedsPythonError

__all__ = ["Growing"]

# Parameters that say which terms a text has: states can be merged where these are equal.
_ANALYSIS = (
    "strip_accents",
    "lowercase",
    "preprocessor",
    "stop_words",
    "token_pattern",
    "ngram_range",
    "analyzer",
    "vocabulary",
    "language",
    "stemmer",
)


class Growing:
    """What estimators with a vocabulary can learn in several steps.

    State: `_frequencies` holds all terms seen by partial fits; `_known` holds the frequencies of the columns after
    a fit that dropped none; `_stale` says that the columns are behind the frequencies.
    """

    n_jobs: int | None
    fixed_vocabulary_: bool
    _columns: _core.Vocabulary

    def partial_fit(self, raw_documents: Any, y: Any = None) -> Any:
        """Learns from more documents; returns the estimator.

        The result is that of one `fit` on all documents so far: terms below `min_df` now may be above it later, so
        all terms are kept in memory.

        Raises
        ------
        InvalidOptionError
            With a tokenizer or analyzer of one's own, after a `fit` that dropped terms, and for documents that only
            scikit-learn's own code can read.
        """
        if isinstance(raw_documents, str):
            raise ValueError("Iterable over raw text documents expected, string object received.")
        self._validate_params()  # type: ignore[attr-defined]
        first = "fixed_vocabulary_" not in self.__dict__
        plan = self._start_fit(raw_documents) if first else self._plan_or_none()  # type: ignore[attr-defined]
        if plan is None:
            raise InvalidOptionError("partial_fit needs the built-in analysis, without a tokenizer or analyzer")
        frequencies = _core.Frequencies() if first else self._state()
        try:
            self._add(frequencies, raw_documents, plan)
        except BaseException:
            # An interrupt, or documents that cannot be read: as if this part had not been given.
            if first:
                del self.fixed_vocabulary_
            raise
        self._grow(frequencies)
        return self

    def _add(self, frequencies: _core.Frequencies, raw_documents: Any, plan: Any) -> None:
        if self.fixed_vocabulary_:
            X = self._raw_counts(raw_documents)  # type: ignore[attr-defined]
            found = np.bincount(X.indices, minlength=X.shape[1]).astype(np.int64)
            totals = np.bincount(X.indices, weights=X.data, minlength=X.shape[1]).astype(np.int64)
            frequencies.merge(_core.Frequencies.of(self._native_vocabulary(), found, totals, X.shape[0]))  # type: ignore[attr-defined]
        else:
            try:
                counted = self._counted(raw_documents, False, plan)  # type: ignore[attr-defined]
            except NeedsPythonError:
                raise InvalidOptionError(
                    "a document is not a string or holds a lone surrogate, which partial_fit cannot count; decode it,"
                    ' or mend it by text.encode("utf-8", "replace").decode()'
                ) from None
            frequencies.count(counted)

    def merge(self, *others: Any) -> Any:
        """Adds what other estimators have learned from other documents; returns the estimator.

        The result is that of one `fit` on all documents, whatever the parts and their order.

        Parameters
        ----------
        *others : estimators
            Of the same class, with the same analysis, fitted in full or in part.

        Raises
        ------
        InvalidOptionError
            For an estimator with another analysis, or one whose `fit` dropped terms; use `partial_fit` there.
        """
        frequencies = _core.Frequencies()
        if "fixed_vocabulary_" in self.__dict__:
            frequencies.merge(self._state())
        for other in others:
            if type(other) is not type(self):
                raise TypeError(f"expected a {type(self).__name__}, got {type(other).__name__}")
            for name in _ANALYSIS:
                if getattr(other, name) != getattr(self, name):
                    raise InvalidOptionError(f"cannot merge estimators with different {name}")
            if "fixed_vocabulary_" not in other.__dict__:
                raise NotFittedError(f"this {type(other).__name__} has learned nothing yet")
            frequencies.merge(other._state())
        if "fixed_vocabulary_" not in self.__dict__:
            self._validate_vocabulary()  # type: ignore[attr-defined]
        self._grow(frequencies)
        return self

    def _grow(self, frequencies: _core.Frequencies) -> None:
        self._forget()
        self._frequencies = frequencies
        self._stale = True

    def _forget(self) -> None:
        """Drops what an earlier fit has learned."""
        for name in ("_frequencies", "_known", "_stale"):
            self.__dict__.pop(name, None)

    def _state(self) -> _core.Frequencies:
        frequencies: _core.Frequencies | None = self.__dict__.get("_frequencies")
        if frequencies is not None:
            return frequencies
        known = self.__dict__.get("_known")
        if known is None or "_columns" not in self.__dict__:
            raise InvalidOptionError(
                "fit() has dropped terms or was not native, so nothing can be added to it; start with partial_fit()"
            )
        return _core.Frequencies.of(self._columns, *known)

    def _finish(self, frequencies: _core.Frequencies) -> None:
        """Ends up as after a `fit` on the documents that were counted: what the limits drop is forgotten."""
        self._grow(frequencies)
        known = self._settle()
        self._forget()
        if known is not None:
            self._known = known

    def _settle(self) -> tuple[Any, Any, int] | None:
        """Brings the columns up to the frequencies; returns those if that dropped none."""
        if not self.__dict__.get("_stale"):
            return None
        found, totals, order = self._frequencies.sorted(self.n_jobs)
        documents = self._frequencies.documents
        whole = not self.fixed_vocabulary_
        if self.fixed_vocabulary_:
            # Numbers of terms are columns.
            back = np.argsort(order)
            found, totals = found[back], totals[back]
        else:
            if len(order) == 0:
                raise EmptyVocabularyError("empty vocabulary; perhaps the documents only contain stop words")
            mask = self._keep(found, totals, documents)  # type: ignore[attr-defined]
            if mask is not None:
                whole = False
                found, totals, order = found[mask], totals[mask], order[mask]
            self.__dict__.pop("_terms", None)
            self._columns = self._frequencies.vocabulary(order)
        self._stale = False
        self._learned(found, totals, documents)
        return (found, totals, documents) if whole else None

    def _learned(self, found: Any, totals: Any, documents: int) -> None:
        """Takes note of in how many documents each column stands, how often, and of how many documents there are."""

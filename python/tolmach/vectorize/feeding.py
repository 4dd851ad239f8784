"""How documents reach the native code, and what comes back from several batches of them."""

from __future__ import annotations

from numbers import Integral
from typing import Any

import numpy as np
from sklearn.utils._param_validation import StrOptions

from tolmach.errors import InvalidOptionError
from tolmach.progress import Bar
from tolmach.vectorize.documents import NeedsPythonError, batches
from tolmach.vectorize.plan import Plan, is_native, kept_plan, plan_of, refuse_words

__all__ = ["MORE", "NATIVE_TYPES", "Feeding", "refuse_iterator", "stacked"]

# The types that the native code makes matrices of.
NATIVE_TYPES = {np.dtype(kind): kind for kind in ("int64", "int32", "float64", "float32")}

# The parameters that scikit-learn does not have.
MORE: dict[str, list[Any]] = {
    "language": [str, None],
    "stemmer": [str, None],
    "missing": [StrOptions({"raise", "empty"})],
    "n_jobs": [Integral, None],
    "progress": ["boolean", None],
}


class Feeding:
    """What all vectorisers have in common: whether and how documents go to the native code."""

    # Parameters of the estimators that this is part of.
    dtype: Any
    missing: str
    n_jobs: int | None
    progress: bool | None

    def __getstate__(self) -> dict[str, Any]:
        state: dict[str, Any] = dict(super().__getstate__())  # type: ignore[call-overload]
        state.pop("_plan", None)
        return state

    def _is_native(self) -> bool:
        """Whether the native code computes what scikit-learn would."""
        native = is_native(self)
        if not native:
            refuse_words(self, "the built-in analysis, without a tokenizer or analyzer")
            if self.missing == "empty":
                raise InvalidOptionError("missing='empty' needs the built-in analysis, without a tokenizer or analyzer")
        # Sums of columns in other types overflow or round, and with them the choice of the most frequent terms.
        limit = getattr(self, "max_features", None)
        return native and (limit is None or np.dtype(self.dtype) in NATIVE_TYPES)

    def _plan_or_none(self) -> Plan | None:
        """The plan, or None if scikit-learn's own code has to run."""
        plan = kept_plan(self)
        return plan_of(self) if plan is None and self._is_native() else plan

    def _feed(self, sink: Any, raw_documents: Any, plan: Plan) -> None:
        """Hands all documents to `sink(texts, ready, forgiving, n_jobs, progress)`."""
        total = len(raw_documents) if hasattr(raw_documents, "__len__") else None
        with Bar(total, "text", self.progress) as bar:
            start = 0
            for texts, ready in batches(self, raw_documents, plan.preprocess, plan.forgiving):
                show = bar if start == 0 else lambda now, start=start: bar(start + now)
                self._hand(sink, texts, ready, plan, show)
                start += len(texts)

    def _hand(self, sink: Any, texts: Any, ready: bool, plan: Plan, show: Any) -> None:
        try:
            sink(texts, ready, plan.forgiving, self.n_jobs, show)
        except ValueError:
            if texts.sound():
                raise
            # A lone surrogate: a character like any other for scikit-learn's code.
            raise NeedsPythonError from None


def stacked(parts: list[Any]) -> Any:
    """The arrays of several matrices, one below the other."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(1, np.int32)
    data = np.concatenate([part[0] for part in parts])
    ends = [np.zeros(1, np.int64)]
    for part in parts:
        # Said outright: with NumPy 1, an array of 32 bits and a number that fits into them stay 32 bits.
        ends.append(np.add(part[2][1:], ends[-1][-1], dtype=np.int64))
    kind = np.int32 if ends[-1][-1] <= np.iinfo(np.int32).max else np.int64
    return data, np.concatenate([part[1] for part in parts]).astype(kind, copy=False), np.concatenate(ends).astype(kind)


def refuse_iterator(raw_documents: Any) -> None:
    """Complains if documents that have been read are gone."""
    if hasattr(raw_documents, "__next__"):
        raise ValueError(
            "a document holds a lone surrogate or is not a string, which needs a second look at the documents;"
            " pass a list instead of an iterator"
        )

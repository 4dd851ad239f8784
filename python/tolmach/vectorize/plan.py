"""Which part of scikit-learn's analysis runs natively for an estimator, and which runs in Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sklearn.feature_extraction.text import CountVectorizer as ReferenceCountVectorizer
from sklearn.feature_extraction.text import HashingVectorizer as ReferenceHashingVectorizer

from tolmach import _core
from tolmach.errors import InvalidOptionError
from tolmach.vectorize.pattern import DEFAULT_PATTERN, native_pattern
from tolmach.vectorize.unicode import accents, characters

__all__ = ["Plan", "is_native", "kept_plan", "plan_of", "refuse_words"]

# A subclass that overrides one of these has an analysis of its own.
_STAGES = frozenset(
    (
        "build_analyzer",
        "build_tokenizer",
        "get_stop_words",
        "_word_ngrams",
        "_char_ngrams",
        "_char_wb_ngrams",
        "_count_vocab",
        "_limit_features",
        "_sort_features",
    )
)


@dataclass(frozen=True)
class Plan:
    """How to read documents.

    Attributes
    ----------
    analyzer : _core.Analyzer
        The native stages.
    preprocess : callable or None
        What runs in Python before them; None if they are all.
    forgiving : bool
        Whether any character outside of words does for any other.
    """

    analyzer: _core.Analyzer
    preprocess: Callable[[Any], str] | None
    forgiving: bool


def kept_plan(estimator: Any) -> Plan | None:
    """The plan of the last call, if no parameter has changed since."""
    kept: tuple[Any, Plan] | None = estimator.__dict__.get("_plan")
    return kept[1] if kept is not None and kept[0] == _key(estimator) else None


def plan_of(estimator: Any) -> Plan:
    """The plan for an estimator whose analysis is native.

    Complains about parameters and warns about stop words as scikit-learn's `build_analyzer` does.
    """
    plan = kept_plan(estimator)
    if plan is None:
        plan = _make(estimator)
        estimator._plan = (_key(estimator), plan)
    return plan


def _key(estimator: Any) -> tuple[Any, ...]:
    stop = estimator.stop_words
    return (
        estimator.input,
        estimator.strip_accents,
        estimator.lowercase,
        estimator.preprocessor,
        estimator.tokenizer,
        estimator.token_pattern,
        estimator.ngram_range,
        estimator.analyzer,
        estimator.stemmer,
        estimator.language,
        tuple(stop) if isinstance(stop, list) else stop,
        id(stop) == getattr(estimator, "_stop_words_id", None),
        _STAGES.isdisjoint(estimator.__dict__),
        estimator.dtype,
        getattr(estimator, "max_features", None),
    )


def _make(estimator: Any) -> Plan:
    unit = estimator.analyzer
    if unit not in ("word", "char", "char_wb"):
        estimator.build_analyzer()
    preprocess = estimator.build_preprocessor()
    own = (
        estimator.preprocessor is not None
        or callable(estimator.strip_accents)
        or "build_preprocessor" in estimator.__dict__
        or _overrides(type(estimator), "build_preprocessor")
    )
    stop_words = pattern = None
    if unit != "word":
        refuse_words(estimator, f"words, not analyzer={unit!r}")
    else:
        stop_words = estimator.get_stop_words()
        tokenize = estimator.build_tokenizer()
        estimator._check_stop_words_consistency(stop_words, preprocess, tokenize)
        pattern = native_pattern(estimator.token_pattern)
    replaced = None
    if not own and estimator.strip_accents:
        replaced = (accents(), estimator.strip_accents == "ascii")
    analyzer = _core.Analyzer(
        characters(),
        unit,
        tuple(estimator.ngram_range),
        bool(estimator.lowercase) and not own,
        replaced,
        None if stop_words is None else [word for word in stop_words if isinstance(word, str) and _is_encodable(word)],
        pattern,
        estimator.stemmer,
        estimator.language,
    )
    return Plan(analyzer, preprocess if own else None, unit == "word" and pattern is None)


def is_native(estimator: Any) -> bool:
    """Whether the native code knows the analysis of an estimator; scikit-learn's own has to run otherwise."""
    if callable(estimator.analyzer) or not _STAGES.isdisjoint(estimator.__dict__) or _is_foreign(estimator.__class__):
        return False
    if estimator.analyzer == "word":
        if estimator.tokenizer is not None:
            return False
        if estimator.token_pattern != DEFAULT_PATTERN and native_pattern(estimator.token_pattern) is None:
            return False
    return bool(estimator.ngram_range[0] >= 1)


def refuse_words(estimator: Any, reason: str) -> None:
    """Complains about parameters for words where they would do nothing."""
    for name in ("stemmer", "language"):
        if getattr(estimator, name) is not None:
            raise InvalidOptionError(f"{name}= needs {reason}")


@cache
def _is_foreign(kind: type) -> bool:
    return any(_overrides(kind, name) for name in _STAGES)


def _overrides(kind: type, name: str) -> bool:
    ours = getattr(kind, name, None)
    homes = (ReferenceCountVectorizer, ReferenceHashingVectorizer)
    return ours is not None and all(ours is not getattr(home, name, None) for home in homes)


def _is_encodable(word: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in word)

"""The vectoriser of a run: made from options, then fitted over the inputs bit by bit, or loaded."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tolmach.errors import DamagedDataError, EmptyVocabularyError, InvalidOptionError
from tolmach.stem import stop_words
from tolmach.stream.batches import batches
from tolmach.stream.errors import RunError, UsageError
from tolmach.stream.parts import Parts
from tolmach.stream.reading import Reading
from tolmach.stream.records import START, Place
from tolmach.stream.sources import Source
from tolmach.vectorize import BM25Vectorizer, CountVectorizer, HashingVectorizer, TfidfVectorizer
from tolmach.vectorize.pattern import DEFAULT_PATTERN, native_pattern

__all__ = ["KINDS", "fit", "load", "make"]

KINDS: dict[str, Any] = {
    "count": CountVectorizer,
    "tfidf": TfidfVectorizer,
    "hashing": HashingVectorizer,
    "bm25": BM25Vectorizer,
}
# What has been fitted is kept after so many seconds, or so many times as long as keeping it takes.
SECONDS, TIMES = 5.0, 20.0


def make(kind: str, options: dict[str, Any], jobs: int | None) -> Any:
    """A vectoriser with options of its class, which are named as on the command line.

    Raises
    ------
    UsageError
        For an option that the class does not have, and a pattern that only Python's `re` understands as it is meant.
    """
    known = inspect.signature(KINDS[kind]).parameters
    for name in options:
        if name not in known:
            flag = {"use_idf": "no-idf"}.get(name, name.replace("_", "-"))
            raise UsageError(f"--{flag} means nothing to --vectorizer {kind}")
    given = dict(options)
    pattern = given.get("token_pattern", DEFAULT_PATTERN)
    if pattern != DEFAULT_PATTERN and native_pattern(pattern) is None:
        raise UsageError(
            f"--token-pattern {pattern}: patterns with groups, flags, look-around, anchors or empty matches are for "
            "the vectorisers in a Python program, not for this command"
        )
    if isinstance(given.get("stop_words"), str) and given["stop_words"] != "english":
        given["stop_words"] = sorted(stop_words(given["stop_words"]))
    return KINDS[kind](**given, missing="empty", n_jobs=jobs)


def load(path: Path, jobs: int | None) -> Any:
    """A vectoriser that was saved, of whichever class."""
    for kind in KINDS.values():
        try:
            vectorizer = kind.load(path)
        except InvalidOptionError:
            continue
        except (DamagedDataError, OSError) as error:
            raise UsageError(f"--model {path}: {error}") from error
        return vectorizer.set_params(missing="empty", n_jobs=jobs)
    raise UsageError(f"--model {path}: holds no vectoriser")


def fit(
    vectorizer: Any, sources: list[Source], reading: Reading, parts: Parts, show: Callable[[Place, int], None]
) -> Any:
    """Fits over all inputs, going on from what `parts` keep; returns the fitted vectoriser.

    Raises
    ------
    RunError
        If no term is left.
    """
    place, kept = START, parts.fitted()
    if kept is not None:
        path, said = kept
        vectorizer = type(vectorizer).load(path).set_params(n_jobs=vectorizer.n_jobs)
        place = Place(*said["place"])
        if said["done"]:
            return vectorizer
    last, cost = time.monotonic(), 0.0
    try:
        for records in batches(sources, reading, place):
            if len(records):
                vectorizer.partial_fit(records.texts)
            show(records.after, records.done)
            now = time.monotonic()
            if now - last >= max(SECONDS, TIMES * cost):
                _keep(vectorizer, parts, records.after)
                last, cost = time.monotonic(), time.monotonic() - now
        if not hasattr(vectorizer, "fixed_vocabulary_"):
            raise RunError("there are no records to learn a vocabulary from")
        parts.keep_fitted(vectorizer, place=Place(len(sources), 0, 0), done=True)
    except (EmptyVocabularyError, ValueError) as error:
        if isinstance(error, RunError):
            raise
        raise RunError(str(error)) from error
    return vectorizer


def _keep(vectorizer: Any, parts: Parts, place: Place) -> None:
    try:
        parts.keep_fitted(vectorizer, place=place, done=False)
    except EmptyVocabularyError:
        # So far no term is frequent enough; there may be some later.
        pass
    except ValueError as error:
        if "max_df" not in str(error):
            raise

"""What people pass to `fit` and `transform`, as native batches of texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from tolmach import _core
from tolmach.texts import as_texts, is_relation

__all__ = ["NeedsPythonError", "batches"]

# An iterator is read in steps of so many texts, gathered until they hold so many characters.
_STEP, _GATHER = 256, 1 << 22

_SURROGATES = re.compile("[\ud800-\udfff]")


class NeedsPythonError(Exception):
    """These documents can only be read by scikit-learn's own code."""


def batches(estimator: Any, raw: Any, preprocess: Callable[[Any], str] | None, forgiving: bool) -> Iterator[Any]:
    """Native batches of the documents, each with whether its texts have been preprocessed.

    Parameters
    ----------
    estimator : vectoriser
        Says how to decode a document, and what to do with missing ones.
    raw : iterable
        What the caller passed. An iterator is read once, a few megabytes at a time.
    preprocess : callable or None
        Run on each document; None if the native code does that.
    forgiving : bool
        Whether a lone surrogate may be taken for any other character outside of words.
    """
    if isinstance(raw, _core.Texts):
        yield raw, False
        return
    if is_relation(raw):
        rows = as_texts(raw)
        readable = estimator.input == "content" and preprocess is None
        if readable and (estimator.missing == "empty" or rows.missing() is None):
            yield rows, False
            return
        raw = rows.strings()
    if hasattr(raw, "columns") or getattr(raw, "ndim", 1) > 1:
        raise TypeError(
            f"expected one column of documents, got a {type(raw).__name__}; choose a column, like df['text']"
        )
    if estimator.input != "content" or preprocess is not None:
        yield from _gathered(estimator, iter(raw), preprocess, forgiving)
    elif hasattr(raw, "__next__"):
        yield from _gathered(estimator, raw, None, forgiving)
    else:
        texts = _plain(estimator, raw)
        if texts is None:
            yield from _gathered(estimator, iter(raw), None, forgiving)
        else:
            yield texts, False


def _plain(estimator: Any, raw: Any) -> _core.Texts | None:
    """The documents as they are, if they are all texts."""
    try:
        texts = as_texts(raw)
    except TypeError:
        return None
    return None if estimator.missing == "raise" and texts.missing() is not None else texts


def _gathered(
    estimator: Any, documents: Iterator[Any], preprocess: Callable[[Any], str] | None, forgiving: bool
) -> Iterator[Any]:
    ready = preprocess is not None
    texts: list[str | None] = []
    size = 0
    while step := list(islice(documents, _STEP)):
        for document in step:
            text = _text(estimator, document, preprocess, forgiving)
            texts.append(text)
            size += 0 if text is None else len(text)
        if size > _GATHER:
            yield _core.Texts.from_strings(texts), ready
            texts, size = [], 0
    if texts:
        yield _core.Texts.from_strings(texts), ready


def _text(estimator: Any, document: Any, preprocess: Callable[[Any], str] | None, forgiving: bool) -> str | None:
    if estimator.missing == "empty" and _is_missing(document):
        return None
    text = estimator.decode(document)
    if preprocess is not None:
        text = preprocess(text)
    if not isinstance(text, str):
        # scikit-learn's own functions know the right complaint.
        text = estimator.build_preprocessor()(text) if preprocess is None else text
        if not isinstance(text, str):
            estimator.build_analyzer()(document)
        raise NeedsPythonError
    if not text.isascii() and _SURROGATES.search(text):
        if not forgiving:
            raise NeedsPythonError
        return _SURROGATES.sub("\ufffd", text)
    return text


def _is_missing(document: Any) -> bool:
    if document is None or type(document).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(document, float) and document != document

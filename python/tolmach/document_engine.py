"""Language identifiers that people already have (fastText models, classifiers, functions) as document engines.

>>> import tolmach as tm
>>> detector = tm.LanguageDetector(engine=lambda text: ("__label__rus", 0.9))
>>> detector.detect("Видео дня")
Detection(language='ru', confidence=0.9, script='Cyrl', reliable=False)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tolmach import _core

__all__ = ["DocumentEngine"]

# From this confidence on an answer counts as reliable, as with the default engine.
_RELIABLE = 0.95

Answer = tuple[str, float, str | None, bool]


class DocumentEngine:
    """A callable, or an object with ``predict``, that names the language of texts.

    Parameters
    ----------
    engine : callable or object with ``predict``
        What decides. Labels may be codes of two or three letters, names, or such with a script (``eng_Latn``) or
        with fastText's prefix; a label that is no language known here is passed on as it is.
    allowed : list of str, optional
        The only codes that may be answered; anything else becomes ``'und'``.
    """

    def __init__(self, engine: Any, allowed: list[str] | None):
        if not callable(getattr(engine, "predict", None)) and not callable(engine):
            kind = type(engine).__name__
            raise TypeError(f"engine is a name, a callable or an object with predict(texts), not {kind}")
        self._engine = engine
        self._allowed = None if allowed is None else frozenset(allowed)

    def answer(self, text: str, script: str | None) -> Answer:
        """The answer for one text, whose script is known: language, confidence, script, reliable."""
        return self._batch([text], [script])[0]

    def answers(
        self,
        texts: Sequence[str | None],
        scripts: Sequence[str | None],
        done: Callable[[int], object] | None = None,
    ) -> list[Answer | None]:
        """The answers for many texts, None for those that are missing; `done` is called as for a batch call."""
        rows = [row for row, text in enumerate(texts) if text is not None]
        found = iter(self._batch([str(texts[row]) for row in rows], [scripts[row] for row in rows], done))
        return [None if text is None else next(found) for text in texts]

    def _batch(
        self, texts: list[str], scripts: list[str | None], done: Callable[[int], object] | None = None
    ) -> list[Answer]:
        if not texts:
            return []
        if hasattr(self._engine, "predict"):
            # fastText refuses line ends.
            labels = _columns(self._engine.predict([" ".join(text.splitlines()) for text in texts]), len(texts))
        else:
            labels = []
            for text in texts:
                labels.append(_pair(self._engine(text)))
                if done is not None:
                    done(len(labels))
        return [self._judge(label, script) for label, script in zip(labels, scripts, strict=True)]

    def _judge(self, label: tuple[str, float], script: str | None) -> Answer:
        code, confidence = label
        name = code.removeprefix("__label__").replace("_", "-")
        code = _core.language_code(name) or name
        if script is None or (self._allowed is not None and code not in self._allowed):
            return ("und", 0.0, script, False)
        if code == "und":
            confidence = 0.0
        return (code, confidence, script, confidence >= _RELIABLE)


def _columns(result: Any, count: int) -> list[tuple[str, float]]:
    """Labels and probabilities from what ``predict`` returned for `count` texts."""
    if isinstance(result, tuple) and len(result) == 2 and not isinstance(result[0], str):
        labels, probabilities = result
        pairs = [(_first(label), _first(p)) for label, p in zip(labels, probabilities, strict=True)]
    else:
        pairs = [(label, 1.0) for label in result]
    if len(pairs) != count:
        raise TypeError(f"the engine's predict returned {len(pairs)} labels for {count} texts")
    return [_pair(pair) for pair in pairs]


def _first(value: Any) -> Any:
    """The best of a list of labels or probabilities, or the single one."""
    if isinstance(value, str) or not hasattr(value, "__len__"):
        return value
    if len(value) == 0:
        raise TypeError("the engine's predict returned an empty list of labels")
    return value[0]


def _pair(result: Any) -> tuple[str, float]:
    """A label and a confidence from what a callable returned for one text."""
    if result is None:
        return ("und", 0.0)
    label, confidence = (result, 1.0) if isinstance(result, str) else (None, None)
    if hasattr(result, "language") and hasattr(result, "confidence"):
        label, confidence = result.language, result.confidence
    elif isinstance(result, (tuple, list)) and len(result) == 2:
        label, confidence = result
    if not isinstance(label, str) or confidence is None:
        raise TypeError(f"the engine returned {result!r}; expected a code, or a code and a confidence")
    # Sums of rounded probabilities may stand a little above 1.
    return (label, min(max(float(confidence), 0.0), 1.0))

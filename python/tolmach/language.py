"""Which language a text is in, and where in it another one stands.

>>> import tolmach as tm
>>> tm.detect("Заголовок открываемого материала").language
'ru'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tolmach import _core
from tolmach.table import Table
from tolmach.texts import TextsLike, as_texts

__all__ = ["Detection", "LanguageDetector", "detect"]


@dataclass(frozen=True, slots=True)
class Detection:
    """The language of one text.

    Attributes
    ----------
    language : str
        BCP 47 code; ``'und'`` where there is no evidence.
    confidence : float
        Between 0 and 1; 0 for ``'und'``.
    script : str or None
        ISO 15924 code of the script of most letters; None where there are no letters.
    reliable : bool
        Whether the engine stands by its answer.
    """

    language: str
    confidence: float
    script: str | None
    reliable: bool


class LanguageDetector:
    """Detects the language of texts.

    Parameters
    ----------
    languages : sequence of str, optional
        Codes or English names of the languages that are possible; all that the engine knows by default.
    engine : {'whatlang'}
        Who decides.
    n_jobs : int, optional
        Threads of the batch calls; -1 or None for one on each core.
    """

    def __init__(self, languages: Sequence[str] | None = None, engine: str = "whatlang", n_jobs: int | None = None):
        self.languages = languages
        self.engine = engine
        self.n_jobs = n_jobs
        self._native = _core.Whatlang(None if languages is None else list(languages))

    def detect(self, text: str) -> Detection:
        """The language of one text."""
        return Detection(*self._native.detect(text))

    def detect_batch(self, texts: TextsLike) -> Table:
        """The language of each text: a table `language`, `confidence`, `script`, `reliable`, null where missing."""
        return Table(self._native.detect_batch(as_texts(texts), self.n_jobs))

    def __repr__(self) -> str:
        return f"LanguageDetector(languages={self.languages!r}, engine={self.engine!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (LanguageDetector, (self.languages, self.engine, self.n_jobs))


def detect(text: str) -> Detection:
    """The language of one text, by the default detector."""
    return LanguageDetector().detect(text)

"""Stems of words, and the words to leave out.

>>> import tolmach as tm
>>> tm.Stemmer("russian").stem("станции")
'станц'
>>> "don’t" in tm.stop_words("en")
True
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tolmach import _core
from tolmach.progress import Bar, Progress
from tolmach.table import Table
from tolmach.texts import TextsLike, as_texts

__all__ = ["Stemmer", "stop_lists", "stop_words"]


class Stemmer:
    """Cuts the endings off words of one language, so that "station" and "stations" count as one.

    Parameters
    ----------
    language : str
        A code or an English name, like ``"ru"`` or ``"russian"``; or one of Snowball's other algorithms,
        ``"dutch_porter"``, ``"porter"``, ``"lovins"`` and ``"earlymodernenglish"``.
    engine : {'snowball', 'rust-stemmers'}
        Snowball as it is today, or the 18 languages of the crate rust-stemmers, which are Snowball of 2018.

    Raises
    ------
    UnknownLanguageError
        For a language that the engine does not have; the message lists those that it has.
    """

    def __init__(self, language: str, engine: str = "snowball") -> None:
        self.language = language
        self.engine = engine
        self._native = _core.Stemmer(language, engine)

    @staticmethod
    def languages(engine: str = "snowball") -> list[str]:
        """Codes of the languages that an engine has, sorted."""
        return _core.Stemmer.known(engine)[0]

    @property
    def algorithm(self) -> str:
        """Snowball's name of the algorithm, like ``"english"``."""
        return self._native.name

    def stem(self, word: str) -> str:
        """The stem of one word, which should be in lower case; never empty unless the word is."""
        return self._native.stem(word)

    def stem_batch(self, words: TextsLike, progress: Progress = None) -> Table:
        """The stem of each word: a table with the column `stem`, null where the word is missing.

        Equal words are stemmed once. `progress` is as in :meth:`LanguageDetector.detect_batch`.
        """
        batch = as_texts(words)
        with Bar(len(batch), "word", progress) as done:
            return Table(self._native.stem_batch(batch, 1, done))

    def __repr__(self) -> str:
        return f"Stemmer({self.language!r}, engine={self.engine!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Stemmer, (self.language, self.engine))


@lru_cache(maxsize=256)
def stop_words(language: str, source: str | None = None) -> frozenset[str]:
    """The stop words of a language, in lower case.

    They match the tokens of :class:`Tokenizer`: each word stands with both kinds of apostrophe, and beside an entry
    that the tokenizer cuts ("vis-à-vis", "don't") stand its parts. :func:`stop_lists` says where each list comes from.

    Parameters
    ----------
    language : str
        A code or an English name.
    source : {'nltk', 'iso'}, optional
        The lists of NLTK (short, function words) or of Stopwords ISO (long); the first that has the language by
        default.

    Raises
    ------
    UnknownLanguageError
        For a language without a list; the message lists those that have one.
    """
    return frozenset(_core.stop_words(language, source))


def stop_lists() -> Table:
    """Every list of stop words: a table `language`, `source`, `words`, `origin`, `licence`."""
    return Table(_core.stop_lists())

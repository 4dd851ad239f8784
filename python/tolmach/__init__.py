"""Languages, tokens and term vectors of messy multilingual text.

>>> import tolmach as tm
>>> tm.detect("Заголовок открываемого материала").language
'ru'

Every public name below is imported on first use, so that ``import tolmach`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tolmach._core import __version__ as __version__
    from tolmach.errors import DamagedDataError as DamagedDataError
    from tolmach.errors import EmptyVocabularyError as EmptyVocabularyError
    from tolmach.errors import InvalidOptionError as InvalidOptionError
    from tolmach.errors import InvalidPatternError as InvalidPatternError
    from tolmach.errors import TolmachError as TolmachError
    from tolmach.errors import UnknownLanguageError as UnknownLanguageError
    from tolmach.language import Detection as Detection
    from tolmach.language import LanguageDetector as LanguageDetector
    from tolmach.language import LanguageSpan as LanguageSpan
    from tolmach.language import MixedWord as MixedWord
    from tolmach.language import Stripped as Stripped
    from tolmach.language import detect as detect
    from tolmach.language import mixed_words as mixed_words
    from tolmach.language import spans as spans
    from tolmach.overview import show as show
    from tolmach.plot import LanguageDisplay as LanguageDisplay
    from tolmach.plot import LanguageStripDisplay as LanguageStripDisplay
    from tolmach.plot import SimilarityDisplay as SimilarityDisplay
    from tolmach.plot import TermFrequencyDisplay as TermFrequencyDisplay
    from tolmach.sentence import Sentence as Sentence
    from tolmach.sentence import sentences as sentences
    from tolmach.sentence import sentences_batch as sentences_batch
    from tolmach.stem import Stemmer as Stemmer
    from tolmach.stem import stop_lists as stop_lists
    from tolmach.stem import stop_words as stop_words
    from tolmach.support import languages as languages
    from tolmach.table import Table as Table
    from tolmach.token import Token as Token
    from tolmach.token import Tokenizer as Tokenizer
    from tolmach.token import normalize as normalize
    from tolmach.token import tokenize as tokenize
    from tolmach.vectorize import BM25Vectorizer as BM25Vectorizer
    from tolmach.vectorize import CountVectorizer as CountVectorizer
    from tolmach.vectorize import HashingVectorizer as HashingVectorizer
    from tolmach.vectorize import TfidfTransformer as TfidfTransformer
    from tolmach.vectorize import TfidfVectorizer as TfidfVectorizer

# The module that each public name comes from.
_HOMES = {
    "BM25Vectorizer": "vectorize",
    "CountVectorizer": "vectorize",
    "DamagedDataError": "errors",
    "Detection": "language",
    "EmptyVocabularyError": "errors",
    "HashingVectorizer": "vectorize",
    "InvalidOptionError": "errors",
    "InvalidPatternError": "errors",
    "LanguageDetector": "language",
    "LanguageDisplay": "plot",
    "LanguageSpan": "language",
    "LanguageStripDisplay": "plot",
    "MixedWord": "language",
    "Sentence": "sentence",
    "SimilarityDisplay": "plot",
    "Stemmer": "stem",
    "Stripped": "language",
    "Table": "table",
    "TermFrequencyDisplay": "plot",
    "TfidfTransformer": "vectorize",
    "TfidfVectorizer": "vectorize",
    "Token": "token",
    "Tokenizer": "token",
    "TolmachError": "errors",
    "UnknownLanguageError": "errors",
    "__version__": "_core",
    "detect": "language",
    "languages": "support",
    "mixed_words": "language",
    "normalize": "token",
    "sentences": "sentence",
    "sentences_batch": "sentence",
    "show": "overview",
    "spans": "language",
    "stop_lists": "stem",
    "stop_words": "stem",
    "tokenize": "token",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tolmach' has no attribute {name!r}")
    value = getattr(import_module(f"tolmach.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


def _meet_the_guests() -> None:
    from tolmach.guests import when_imported

    for guest in ("pandas", "polars"):
        when_imported(guest, f"tolmach.{guest}")


_meet_the_guests()

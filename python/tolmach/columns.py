"""What can be asked of a column of texts, whichever library the column lives in.

The guests' modules (`tolmach.pandas`, `tolmach.polars`) say how a result looks at home; what is asked stands here once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tolmach import _core
from tolmach.language import LanguageDetector
from tolmach.progress import Bar
from tolmach.sentence import sentences_batch
from tolmach.stem import Stemmer
from tolmach.support import supported
from tolmach.table import Table
from tolmach.texts import as_texts
from tolmach.token import Tokenizer

__all__ = ["Column", "cut"]


class Column(ABC):
    """Languages, words and vectors of a column of texts; results keep its index, and missing texts stay missing."""

    def __init__(self, column: Any) -> None:
        self._column = column

    def detect(self, detector: LanguageDetector | None = None) -> Any:
        """The language of each text: a frame with `language`, `confidence`, `script` and `reliable`.

        Parameters
        ----------
        detector : LanguageDetector, optional
            Which languages are possible and who decides; all of them, and tolmach, by default.
        """
        return self._rows((detector or LanguageDetector()).detect_batch(self._texts()))

    def spans(self, detector: LanguageDetector | None = None) -> Any:
        """Which characters are in which language: a frame with a row for each span.

        The columns are `start`, `end` (code points), `language`, `script`, `confidence` and `span`, the characters
        themselves. A text without letters has no rows.
        """
        texts = self._texts()
        table = (detector or LanguageDetector()).spans_batch(texts)
        return self._long(table, span=cut(texts, table))

    def tokens(self, tokenizer: Tokenizer | None = None) -> Any:
        """The tokens of each text, as lists."""
        return self._lists_of((tokenizer or Tokenizer()).tokenize_batch(self._texts()), "tokens")

    def token_table(self, tokenizer: Tokenizer | None = None) -> Any:
        """The tokens of all texts: a frame with a row for each, `start`, `end` (code points), `kind` and `token`."""
        return self._long((tokenizer or Tokenizer()).spans_batch(self._texts()))

    def sentences(self, language: str | None = None) -> Any:
        """The sentences of all texts: a frame with a row for each, `start`, `end` (code points) and `sentence`."""
        return self._long(sentences_batch(self._texts(), language))

    def stems(self, language: str | None = None) -> Any:
        """The stems of the words of each text, as lists; a word without a stemmer for its language stays whole.

        Parameters
        ----------
        language : str, optional
            The language of all texts; by default that of each text as it is detected.
        """
        words = Tokenizer(keep=["word", "number"], lowercase=True).tokenize_batch(self._texts())["tokens"]
        if language is None:
            codes = LanguageDetector().detect_batch(self._texts())["language"]
        else:
            codes = [Stemmer(language).language] * len(words)
        return self._lists(_stems(words, codes, language), "stems")

    def strip(self, keep: str | Sequence[str] = "en", detector: LanguageDetector | None = None) -> Any:
        """The texts without their spans in other languages than `keep`, the white space around them tidied."""
        return self._texts_of((detector or LanguageDetector()).strip_batch(self._texts(), keep), "text")

    def counts(self, **options: Any) -> Any:
        """How often each term stands in each text, by a :class:`tolmach.CountVectorizer` with these options.

        A missing text counts as an empty one. For more than some ten thousand terms the vectoriser's sparse matrix is
        a better home than a frame.
        """
        from tolmach.vectorize import CountVectorizer

        return self._vectors(CountVectorizer(**{"missing": "empty", **options}))

    def tfidf(self, **options: Any) -> Any:
        """The tf-idf weight of each term in each text, by a :class:`tolmach.TfidfVectorizer` with these options.

        Missing texts and many terms are as in :meth:`counts`.
        """
        from tolmach.vectorize import TfidfVectorizer

        return self._vectors(TfidfVectorizer(**{"missing": "empty", **options}))

    def _texts(self) -> _core.Texts:
        return as_texts(self._column)

    def _vectors(self, vectorizer: Any) -> Any:
        matrix = vectorizer.fit_transform(self._column)
        return self._matrix(matrix, vectorizer.get_feature_names_out())

    @abstractmethod
    def _rows(self, table: Table) -> Any:
        """A table with a row for each text, as a frame of the guest."""

    @abstractmethod
    def _long(self, table: Table, **more: list[Any]) -> Any:
        """A table with rows for the texts that its column `text` counts, and more columns, as a frame."""

    @abstractmethod
    def _texts_of(self, table: Table, column: str) -> Any:
        """A text for each text: the column of a table, as a column of the guest that is named like the texts."""

    def _lists_of(self, table: Table, column: str) -> Any:
        """A list for each text: the column of a table, as a column of the guest."""
        return self._lists(table[column], column)

    @abstractmethod
    def _lists(self, values: list[list[str] | None], name: str) -> Any:
        """A list for each text, as a column of the guest."""

    @abstractmethod
    def _matrix(self, matrix: Any, terms: Any) -> Any:
        """A sparse matrix with a row for each text, as a frame of the guest."""


def cut(texts: _core.Texts, table: Table) -> list[str]:
    """The characters of each row of a table with the columns `text`, `start` and `end`."""
    strings = texts.strings()
    places = zip(table["text"], table["start"], table["end"], strict=True)
    return [(strings[row] or "")[start:end] for row, start, end in places]


def _stems(words: list[list[str] | None], codes: list[str | None], language: str | None) -> list[list[str] | None]:
    """Stems, once for each distinct word of a language."""
    known = supported("stems")
    types: dict[str, set[str]] = defaultdict(set)
    for row, code in zip(words, codes, strict=True):
        if row is not None and code is not None and (language or code in known):
            types[code].update(row)
    stem: dict[str | None, dict[str, str]] = defaultdict(dict)
    for code, distinct in types.items():
        ordered = sorted(distinct)
        stem[code] = dict(zip(ordered, Stemmer(code).stem_batch(ordered)["stem"], strict=True))
    stems: list[list[str] | None] = []
    with Bar(len(words), "text") as done:
        for row, code in zip(words, codes, strict=True):
            of = stem[code]
            stems.append(None if row is None else [of.get(word, word) for word in row])
            if len(stems) % 1024 == 0:
                done(len(stems))
    return stems

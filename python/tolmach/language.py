"""Which language a text is in, and where in it another one stands.

>>> import tolmach as tm
>>> tm.detect("Заголовок открываемого материала").language
'ru'
>>> text = "The talks will go on this week. «Видео дня»"
>>> [(span.language, text[span.start : span.end]) for span in tm.spans(text)][1]
('ru', 'Видео дня')
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

from tolmach import _core
from tolmach.document_engine import DocumentEngine
from tolmach.progress import Bar, Progress
from tolmach.spanlist import LanguageSpans
from tolmach.table import Table
from tolmach.texts import TextsLike, as_texts

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "Detection",
    "LanguageDetector",
    "LanguageSpan",
    "MixedWord",
    "Stripped",
    "detect",
    "mixed_words",
    "spans",
]


@dataclass(frozen=True, slots=True, repr=False)
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

    def __repr__(self) -> str:
        return (
            f"Detection(language={self.language!r}, confidence={round(self.confidence, 3)}, script={self.script!r}, "
            f"reliable={self.reliable})"
        )

    def _repr_html_(self) -> str:
        from tolmach.view.detection import detection_view

        return detection_view(self)


@dataclass(frozen=True, slots=True, repr=False)
class LanguageSpan:
    """A stretch of a text in one language: ``text[start:end]``, from its first letter to its last.

    Attributes
    ----------
    start, end : int
        Code points.
    language : str
        BCP 47 code; ``'und'`` where there is no evidence.
    script : str
        ISO 15924 code of the script.
    confidence : float
        Between 0 and 1: the share of such spans that are right.
    """

    start: int
    end: int
    language: str
    script: str
    confidence: float

    def __repr__(self) -> str:
        return (
            f"LanguageSpan(start={self.start}, end={self.end}, language={self.language!r}, script={self.script!r}, "
            f"confidence={round(self.confidence, 3)})"
        )


@dataclass(frozen=True, slots=True)
class MixedWord:
    """A word whose letters are of several scripts but all look right in one, a typical fault of scraped text.

    Attributes
    ----------
    start, end : int
        Code points.
    script : str
        ISO 15924 code of the script that it is in.
    mended : str
        The word with all letters of that script.
    """

    start: int
    end: int
    script: str
    mended: str


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without its foreign spans, and the way back.

    Attributes
    ----------
    text : str
        What is left.
    removed : LanguageSpans
        What was taken out, with offsets in the source.
    pieces : list of (int, int, int)
        Where each piece of `text` starts, and where it starts and ends in the source, in order.
    """

    text: str
    removed: LanguageSpans
    pieces: list[tuple[int, int, int]]

    def source(self, offset: int) -> int:
        """The offset in the source of an offset in `text`; the end of `text` is the end of its last piece."""
        if not 0 <= offset <= len(self.text):
            raise IndexError(f"offset {offset} of a text of {len(self.text)} characters")
        if not self.pieces:
            return 0
        if offset == len(self.text):
            return self.pieces[-1][2]
        start, source, _ = self.pieces[bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1]
        return source + offset - start


class LanguageDetector:
    """Detects the language of texts, and the spans of other languages in them.

    Parameters
    ----------
    languages : sequence of str, optional
        Codes or English names of the languages that are possible; all that the engine knows by default. The answer
        is one of them or ``'und'``, always.
    engine : {'tolmach', 'whatlang'}, callable, or object with ``predict``
        Who decides. ``'tolmach'`` is the model of this package; ``'whatlang'`` knows 70 languages, is right on longer
        texts, and finds spans by script only. A callable takes one text and returns a code, or a code and a confidence;
        an object has ``predict(texts)`` that returns labels, or labels and probabilities as fastText models do. Spans
        are then decided by ``'tolmach'``, with the main language that the document engine names.
    n_jobs : int, optional
        Threads of the batch calls; -1 or None for one on each core.
    """

    def __init__(
        self,
        languages: Sequence[str] | None = None,
        engine: str | Callable[[str], Any] | Any = "tolmach",
        n_jobs: int | None = None,
    ):
        if isinstance(languages, str):
            raise TypeError(f"languages is a sequence of codes, got one str; write [{languages!r}]")
        self.languages = languages
        self.engine = engine
        self.n_jobs = n_jobs
        names = None if languages is None else list(languages)
        if isinstance(engine, str):
            self._native = _core.Detector(engine, names)
            self._document: DocumentEngine | None = None
        else:
            self._native = _core.Detector("tolmach", names)
            self._document = DocumentEngine(engine, None if names is None else self._native.languages)

    @property
    def language_codes(self) -> list[str]:
        """The possible answers, sorted: the columns of :meth:`probabilities_batch`."""
        return self._native.languages

    def detect(self, text: str) -> Detection:
        """The language of one text."""
        if self._document is not None:
            return Detection(*self._document.answer(text, self._native.detect(text)[2]))
        return Detection(*self._native.detect(text))

    def detect_batch(self, texts: TextsLike, progress: Progress = None) -> Table:
        """The language of each text: a table `language`, `confidence`, `script`, `reliable`, null where missing.

        Parameters
        ----------
        texts : texts of any container
            A list, a Series, an array, …; missing ones may be among them.
        progress : bool or callable, optional
            Whether to show a progress bar; by default one appears after a second, on a terminal or in a notebook. A
            function is called with the number of texts done, now and then.
        """
        batch = as_texts(texts)
        with Bar(len(batch), "text", progress) as done:
            if self._document is not None:
                return Table(_core.detections(self._answers(batch, done)))
            return Table(self._native.detect_batch(batch, self.n_jobs, done))

    def probabilities(self, text: str) -> npt.NDArray[np.float32]:
        """The probability of each of `language_codes`, float32 of shape ``(n_languages,)``.

        They add up to 1, to a little less where there are few letters, to 0 where there is no evidence.
        """
        self._know_probabilities()
        return self._native.probabilities(text)

    def probabilities_batch(self, texts: TextsLike, progress: Progress = None) -> npt.NDArray[np.float32]:
        """The probabilities of each text, float32 of shape ``(n_texts, n_languages)``; rows of NaN where missing.

        `progress` is as in :meth:`detect_batch`.
        """
        self._know_probabilities()
        batch = as_texts(texts)
        with Bar(len(batch), "text", progress) as done:
            return self._native.probabilities_batch(batch, self.n_jobs, done)

    def _know_probabilities(self) -> None:
        if self._document is not None:
            raise TypeError("probabilities come from engine='tolmach' or 'whatlang', not from an engine of your own")

    def spans(self, text: str, main: str | None = None) -> LanguageSpans:
        """The spans of one text, in order and disjoint; each letter lies in exactly one.

        They are a list that a notebook shows as the text in colours.
        Digits, punctuation and addresses go with what is around them, and no word is cut unless it mixes scripts.

        Parameters
        ----------
        text : str
            The text.
        main : str, optional
            The language that most of the text is in, where it is known.
        """
        found = self._native.spans(text, self._main(text, main))
        return LanguageSpans((LanguageSpan(*span) for span in found), text)

    def spans_batch(self, texts: TextsLike, main: str | None = None, progress: Progress = None) -> Table:
        """The spans of all texts, a row for each span.

        The columns are `text` (the number of the text, from 0), `start`, `end`, `language`, `script`, `confidence`;
        a text that is missing or has no letters has no rows. `progress` is as in :meth:`detect_batch`.
        """
        batch = as_texts(texts)
        with Bar(len(batch), "text", progress) as done:
            return Table(self._native.spans_batch(batch, self._mains(batch, main, done), self.n_jobs, done))

    @overload
    def strip(
        self, text: str, keep: str | Sequence[str], *, return_spans: Literal[False] = False, main: str | None = None
    ) -> str: ...
    @overload
    def strip(
        self, text: str, keep: str | Sequence[str], *, return_spans: Literal[True], main: str | None = None
    ) -> Stripped: ...
    def strip(
        self, text: str, keep: str | Sequence[str], *, return_spans: bool = False, main: str | None = None
    ) -> str | Stripped:
        """The text without its spans in other languages than `keep`, the white space around them tidied.

        Brackets and quotation marks that hold nothing else go with a span, and a line that is left without letters
        and digits goes as a whole. Spans without a language (``'und'``) stay.

        Parameters
        ----------
        text : str
            The text.
        keep : str or sequence of str
            The languages that stay.
        return_spans : bool
            Whether to return a `Stripped`, which says what was removed and maps offsets back.
        main : str, optional
            The language that most of the text is in, where it is known.
        """
        left, removed, pieces = self._native.strip(text, _codes(keep), self._main(text, main))
        if not return_spans:
            return left
        return Stripped(left, LanguageSpans((LanguageSpan(*span) for span in removed), text), pieces)

    def strip_batch(
        self, texts: TextsLike, keep: str | Sequence[str], main: str | None = None, progress: Progress = None
    ) -> Table:
        """Every text as :meth:`strip` leaves it: a table `text`, `removed` (how many spans), null where missing.

        `progress` is as in :meth:`detect_batch`.
        """
        batch = as_texts(texts)
        with Bar(len(batch), "text", progress) as done:
            return Table(
                self._native.strip_batch(batch, _codes(keep), self._mains(batch, main, done), self.n_jobs, done)
            )

    def _answers(
        self, batch: _core.Texts, done: Callable[[int], object]
    ) -> list[tuple[str, float, str | None, bool] | None]:
        assert self._document is not None
        scripts = Table(self._native.detect_batch(batch, self.n_jobs))["script"]
        return self._document.answers(batch.strings(), scripts, done)

    def _main(self, text: str, main: str | None) -> str | None:
        if main is None and self._document is not None:
            return self._known(self.detect(text).language)
        return main

    def _mains(self, batch: _core.Texts, main: str | None, done: Callable[[int], object]) -> list[str | None]:
        if main is not None:
            return [main] * len(batch)
        if self._document is None:
            return []
        return [None if answer is None else self._known(answer[0]) for answer in self._answers(batch, done)]

    def _known(self, code: str) -> str | None:
        return code if code in self._native.languages else None

    def __repr__(self) -> str:
        return f"LanguageDetector(languages={self.languages!r}, engine={self.engine!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (LanguageDetector, (self.languages, self.engine, self.n_jobs))


def _codes(keep: str | Sequence[str]) -> list[str]:
    return [keep] if isinstance(keep, str) else list(keep)


_DEFAULT: list[LanguageDetector] = []


def _default() -> LanguageDetector:
    if not _DEFAULT:
        _DEFAULT.append(LanguageDetector())
    return _DEFAULT[0]


def detect(text: str) -> Detection:
    """The language of one text, by the default detector."""
    return _default().detect(text)


def spans(text: str, main: str | None = None) -> LanguageSpans:
    """The spans of one text, by the default detector: see :meth:`LanguageDetector.spans`."""
    return _default().spans(text, main)


def mixed_words(text: str) -> list[MixedWord]:
    """The words of one text that mix scripts with letters that look alike.

    >>> import tolmach as tm
    >>> tm.mixed_words("Hаши новости")
    [MixedWord(start=0, end=4, script='Cyrl', mended='Наши')]
    """
    return [MixedWord(*word) for word in _core.mixed_words(text)]

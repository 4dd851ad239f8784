r"""Sentences of texts, with their places.

>>> import tolmach as tm
>>> text = "At 5 p.m. Mr. Smith left.Next came J. E. Doe.\n  • The U.S. stayed"
>>> [text[s.start:s.end] for s in tm.sentences(text)]
['At 5 p.m. Mr. Smith left.', 'Next came J. E. Doe.', '• The U.S. stayed']
"""

from __future__ import annotations

from typing import NamedTuple

from tolmach import _core
from tolmach.progress import Bar, Progress
from tolmach.spanlist import Sentences
from tolmach.table import Table
from tolmach.texts import TextsLike, as_texts

__all__ = ["Sentence", "sentences", "sentences_batch"]


class Sentence(NamedTuple):
    """Where a sentence stands.

    Attributes
    ----------
    start, end : int
        Code points: ``text[start:end]`` is the sentence.
    """

    start: int
    end: int


def sentences(text: str, language: str | None = None, rules: str = "news") -> Sentences:
    """The sentences of one text: a list of spans that, with the white space between them, rebuild it.

    Headings, bullets, lines of time and date and the items of a list are sentences; abbreviations, initials,
    numbers of days and quotations in the middle of a sentence do not end one; "policy.Next" is cut where the space is
    missing. A line that was broken for its width is joined with the next.

    Parameters
    ----------
    text : str
    language : str, optional
        A code or an English name: the language whose abbreviations count. Without it, or where the abbreviations of
        the language are not known (:func:`languages` says), those of all languages count together.
    rules : {'news', 'uax29'}
        Rules for text as it is scraped, or the plain sentence boundaries of UAX #29, whose sentences include the
        white space behind them.

    Raises
    ------
    UnknownLanguageError
        For a name that is no language.
    """
    return Sentences((Sentence(*span) for span in _core.sentences(text, language, rules)), text)


def sentences_batch(
    texts: TextsLike,
    language: str | None = None,
    rules: str = "news",
    n_jobs: int | None = None,
    progress: Progress = None,
) -> Table:
    """The sentences of all texts: a table `text`, `start`, `end`, `sentence`, one row for each.

    `text` is the number of the text, from 0; a missing text has no rows. The other parameters are those of
    :func:`sentences`; `n_jobs` threads do the work (-1 or None for one on each core), and `progress` is as in
    :meth:`LanguageDetector.detect_batch`.
    """
    batch = as_texts(texts)
    with Bar(len(batch), "text", progress) as done:
        return Table(_core.sentences_batch(batch, language, rules, n_jobs, done))

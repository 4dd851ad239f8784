"""Words of texts, with their places and kinds.

>>> import tolmach as tm
>>> tm.tokenize("The U.S. and Nagorno-Karabakh, 21:00")
['The', 'U.S.', 'and', 'Nagorno-Karabakh', '21:00']
>>> tm.Tokenizer(keep="all").spans("7,000!")
[Token(start=0, end=5, kind='number', text='7,000'), Token(start=5, end=6, kind='punctuation', text='!')]
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from tolmach import _core
from tolmach.progress import Bar, Progress
from tolmach.spanlist import Tokens
from tolmach.table import Table
from tolmach.texts import TextsLike, as_texts

__all__ = ["Token", "Tokenizer", "normalize", "tokenize"]


class Token(NamedTuple):
    """A token and where it stands.

    Attributes
    ----------
    start, end : int
        Code points: ``text[start:end]`` is the token as it stands in the text.
    kind : str
        One of ``word number url email mention hashtag emoji punctuation symbol date time``, and ``space`` where it is
        asked for.
    text : str
        The token, normalised if the tokenizer does that.
    """

    start: int
    end: int
    kind: str
    text: str


class Tokenizer:
    """Cuts texts into tokens.

    With ``keep="all"``, tokens and the white space between them rebuild the text exactly.

    Parameters
    ----------
    pattern : str
        ``"words"``: the word boundaries of UAX #29, dictionary words of Chinese, Japanese, Thai, Lao, Khmer and
        Burmese, and the rules below. ``"uax29"``: the same without the rules. ``"sklearn"``: scikit-learn's default,
        runs of two or more letters, digits and underscores. ``"whitespace"``: whatever stands between white space.
        Anything else is a regular expression; if it has one group, that is the token.
    keep : str or sequence of str, optional
        Kinds of tokens that are given out: ``word number url email mention hashtag emoji punctuation symbol date
        time``, ``all`` of these, or ``space``. By default all but punctuation and symbols; everything for a regular
        expression and ``"whitespace"``.
    lowercase : bool
        Give out tokens in lower case; short for the step ``"lowercase"``.
    normalize : str or sequence of str
        What is done to the characters of a token, always in this order: ``zero_width``, ``nfc``, ``nfkc``, ``spaces``,
        ``quotes``, ``dashes``, ``lookalikes``, ``lowercase``, ``accents``. Spans stay those of the source.
    abbreviations : bool
        Keep the full stop of abbreviations and initials: "U.S.", "Mr.", "J. E. Smith".
    language : str, optional
        A code or an English name: the language whose abbreviations count. Without it, or where the abbreviations of
        the language are not known (:func:`languages` says), those of all languages count together.
    hyphens : {'whole', 'split'}
        Compounds like "Nagorno-Karabakh" and "de-escalate".
    clitics : {'whole', 'split'}
        Words like "Armenia's", "don't" and "l'homme".
    addresses : bool
        Keep web and mail addresses, mentions and hashtags whole.
    dates : bool
        Keep dates like "09.Jan.2026" and times like "21:00" whole.
    repair_glued : bool
        Cut words that scraping has glued together ("alsoArmenia's", "newsThe", "policy.Next", "2024The") where both
        parts are known words or frequent in the corpus, which is the batch or the single text. Names like "McDonald",
        "iPhone" and "YouTube" stay, and so do domains and names of files.
    n_jobs : int, optional
        Threads of the batch calls; -1 or None for one on each core. Results do not depend on it.

    Raises
    ------
    InvalidPatternError
        For a pattern that is no regular expression, and for one that gives up on a text.
    UnknownLanguageError
        For a name that is no language.
    InvalidOptionError
        For an unknown kind, step or choice; the message lists the known.
    """

    def __init__(
        self,
        pattern: str = "words",
        *,
        keep: str | Iterable[str] | None = None,
        lowercase: bool = False,
        normalize: str | Iterable[str] = (),
        abbreviations: bool = True,
        language: str | None = None,
        hyphens: str = "whole",
        clitics: str = "whole",
        addresses: bool = True,
        dates: bool = True,
        repair_glued: bool = False,
        n_jobs: int | None = None,
    ) -> None:
        self._options: dict[str, Any] = {
            "pattern": pattern,
            "keep": None if keep is None else _names(keep),
            "lowercase": lowercase,
            "normalize": _names(normalize),
            "abbreviations": abbreviations,
            "language": language,
            "hyphens": hyphens,
            "clitics": clitics,
            "addresses": addresses,
            "dates": dates,
            "repair_glued": repair_glued,
        }
        self.n_jobs = n_jobs
        options = dict(self._options)
        if options.pop("lowercase"):
            options["normalize"] = [*options["normalize"], "lowercase"]
        self._native = _core.Tokenizer(**options)

    def tokenize(self, text: str) -> list[str]:
        """The tokens of one text, normalised."""
        return self._native.tokenize(text)

    def spans(self, text: str) -> Tokens:
        """The tokens of one text with their places and kinds: a list that a notebook shows as the text in colours."""
        return Tokens((Token(*fields) for fields in self._native.spans(text)), text)

    def tokenize_batch(self, texts: TextsLike, progress: Progress = None) -> Table:
        """The tokens of each text: a table with the column `tokens` of lists, null where the text is missing.

        The tokens lie in one Arrow buffer; a Python string is made when somebody looks at one. `progress` is as in
        :meth:`LanguageDetector.detect_batch`.
        """
        batch = as_texts(texts)
        with Bar(len(batch), "text", progress) as done:
            return Table(self._native.tokenize_batch(batch, self.n_jobs, done))

    def spans_batch(self, texts: TextsLike, progress: Progress = None) -> Table:
        """One row for each token of all texts: a table `text`, `start`, `end`, `kind`, `token`.

        `text` is the number of the text, from 0; `start` and `end` are code points of it. `progress` is as in
        :meth:`LanguageDetector.detect_batch`.
        """
        batch = as_texts(texts)
        with Bar(len(batch), "text", progress) as done:
            return Table(self._native.spans_batch(batch, self.n_jobs, done))

    def __repr__(self) -> str:
        return f"Tokenizer({', '.join(f'{name}={value!r}' for name, value in self._options.items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_tokenizer, (self._options, self.n_jobs))


def _tokenizer(options: dict[str, Any], n_jobs: int | None) -> Tokenizer:
    return Tokenizer(**options, n_jobs=n_jobs)


def _names(names: str | Iterable[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


@cache
def _default() -> _core.Tokenizer:
    return Tokenizer()._native


def tokenize(text: str) -> list[str]:
    """The words and numbers of one text, by the default :class:`Tokenizer`."""
    return _default().tokenize(text)


def normalize(text: str, *steps: str) -> str:
    """A text after the named steps of :class:`Tokenizer`, in their fixed order.

    >>> import tolmach as tm
    >>> tm.normalize("«Ukrаine» – 5", "quotes", "dashes", "lookalikes", "lowercase")
    '"ukraine" - 5'
    """
    return _core.normalize(text, list(steps))

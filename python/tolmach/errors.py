"""The exceptions of tolmach: every one is a ``ValueError`` that says what to do.

Wrong types raise ``TypeError``, sizes beyond the index types ``OverflowError``, Ctrl-C ``KeyboardInterrupt``, as
anywhere in Python.

>>> import tolmach as tm
>>> issubclass(tm.UnknownLanguageError, ValueError)
True
"""


class TolmachError(ValueError):
    """What all exceptions of tolmach have in common."""


class UnknownLanguageError(TolmachError):
    """A language name or code that the asked feature does not know; the message lists those that it does."""


class InvalidOptionError(TolmachError):
    """An option with a value that it cannot have."""


class InvalidPatternError(TolmachError):
    """A pattern that is not a regular expression."""


class EmptyVocabularyError(TolmachError):
    """No term was left to build a vocabulary from."""


class DamagedDataError(TolmachError):
    """Stored data that is damaged, truncated or of a newer version."""

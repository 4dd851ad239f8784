"""How a run over files ends when it does not end well: the message says what to do, the code is that of the process."""

from __future__ import annotations

from tolmach.errors import TolmachError

__all__ = ["RunError", "UnreadableError", "UsageError"]


class RunError(TolmachError):
    """The work could not be done; what stood at the output still stands there."""

    code = 1


class UsageError(RunError):
    """The command has to be given otherwise."""

    code = 2


class UnreadableError(Exception):
    """A file that is not what its name says, or is damaged where it says what it holds; the run goes on without it."""

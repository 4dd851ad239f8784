"""Progress of long work: a bar that shows itself only to a person, and only when the work takes its time.

>>> from tolmach.progress import Bar
>>> with Bar(100, "text") as done:
...     done(50)
...     done(100)
"""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections.abc import Callable
from multiprocessing import current_process
from time import monotonic
from typing import Any

__all__ = ["Bar", "Progress"]

# What batch calls take: a bar from the start (True), never (False), after a while and for a person only (None), or a
# function of one's own that is called with the number done so far.
Progress = bool | Callable[[int], object] | None

# Seconds before a bar appears that nobody has asked for.
_DELAY = 1.0


class Bar:
    """A progress bar; call it with the number done so far.

    It costs nothing until it shows: tqdm is imported only then.

    Parameters
    ----------
    total : int or None
        How much there is to do; None where nobody knows.
    unit : str
        What is counted, in the singular; bytes are shown as kB, MB and so on.
    progress : bool, callable, or None
        Show the bar from the start, or never; by default it appears after a second, on a terminal or in a notebook,
        in the main thread of the main process, unless TQDM_DISABLE is set in the environment, and goes when the work
        is done. A callable is called instead.
    label : str
        What is being done.
    before : int
        How much was done before this began, as by an earlier run.
    """

    __slots__ = ("_before", "_due", "_label", "_own", "_shown", "_start", "_stays", "_total", "_unit")

    def __init__(
        self, total: int | None, unit: str, progress: Progress = None, *, label: str = "", before: int = 0
    ) -> None:
        if progress is not None and not isinstance(progress, bool) and not callable(progress):
            kind = type(progress).__name__
            raise TypeError(f"progress is True, False, None or a function of the number done, not {kind}")
        self._total = total
        self._unit = unit
        self._label = label
        self._before = before
        self._own = progress if callable(progress) else None
        self._stays = progress is True
        self._start = monotonic()
        # When the bar is due: never, if it is not wanted.
        self._due = self._start if self._stays else self._start + _DELAY if progress is None else None
        self._shown: Any = None

    def __enter__(self) -> Bar:
        if self._stays:
            self(self._before)
        return self

    def __call__(self, done: int) -> None:
        """So much is done by now."""
        if self._own is not None:
            self._own(done)
            return
        if self._shown is None:
            now = monotonic()
            if self._due is None or now < self._due:
                return
            if not self._stays and not _somebody_looks():
                self._due = None
                return
            self._shown = self._appear(now - self._start)
        self._shown.update(done - self._shown.n)

    def __exit__(self, *error: object) -> None:
        if self._shown is not None:
            self._shown.close()

    def _appear(self, elapsed: float) -> Any:
        with warnings.catch_warnings():
            # Without ipywidgets tqdm warns, and draws its bar with characters, which is good enough.
            warnings.simplefilter("ignore")
            from tqdm.auto import tqdm
        units = {"unit": "B", "unit_scale": True} if self._unit == "byte" else {"unit": f" {self._unit}s"}
        shown = tqdm(
            total=self._total,
            initial=self._before,
            desc=self._label or None,
            leave=self._stays,
            dynamic_ncols=True,
            **units,
        )
        # The work began before anything was shown.
        if hasattr(shown, "start_t"):
            shown.start_t -= elapsed
            shown.last_print_t -= elapsed
        return shown


def _somebody_looks() -> bool:
    """Whether this is a terminal or a notebook, not one of many workers in it, and bars are welcome."""
    # tqdm's own switch, which its widget does not look at.
    if os.environ.get("TQDM_DISABLE"):
        return False
    if threading.current_thread() is not threading.main_thread() or current_process().name != "MainProcess":
        return False
    return _in_notebook() or (sys.stderr is not None and sys.stderr.isatty())


def _in_notebook() -> bool:
    # The stream of a kernel says that it is no terminal.
    shell = sys.modules.get("IPython")
    return shell is not None and getattr(shell.get_ipython(), "kernel", None) is not None

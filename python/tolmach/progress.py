"""Progress of long work: a bar that shows itself only to a person, and only when the work takes its time.

>>> from tolmach.progress import bar
>>> with bar(100, "text") as done:
...     done(50)
...     done(100)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["bar"]

# Seconds before a bar appears.
_DELAY = 1.0


@contextmanager
def bar(
    total: int | None, unit: str, *, show: bool | None = None, label: str = "", start: int = 0
) -> Iterator[Callable[[int], None]]:
    """A progress bar for `total` units of work; call what it gives with the number done so far.

    Parameters
    ----------
    total : int or None
        How much there is to do; None where nobody knows.
    unit : str
        What is counted, in the singular; bytes are shown as kB, MB and so on.
    show : bool, optional
        Show it from the start, or never. By default it appears after a second, on a terminal or in a notebook.
    label : str
        What is being done.
    start : int
        What was done before.
    """
    from tqdm.auto import tqdm

    # `disable=None` is tqdm's word for "not where standard error is no terminal".
    disable = None if show is None else not show
    units = {"unit": "B", "unit_scale": True} if unit == "byte" else {"unit": f" {unit}s"}
    delay = 0 if show else _DELAY
    with tqdm(
        total=total, initial=start, desc=label or None, delay=delay, disable=disable, leave=bool(show), **units
    ) as shown:
        yield lambda done: _advance(shown, done)


def _advance(shown: object, done: int) -> None:
    shown.update(done - shown.n)  # type: ignore[attr-defined]

"""Where a display draws: axes of its own or the caller's, and matplotlib only when somebody draws.

>>> from tolmach.plot.canvas import axes
>>> figure, ax = axes("LanguageDisplay.plot", None, (4, 2))
>>> figure.get_size_inches().tolist()
[4.0, 2.0]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tolmach.plot.lettering import letter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["axes", "bars", "inches", "need_matplotlib", "plain"]


def need_matplotlib(caller: str) -> Any:
    """``matplotlib.pyplot``, or an error that says how to get it."""
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise ImportError(f"{caller} needs matplotlib; install it with: pip install 'tolmach[plot]'") from error
    return plt


def axes(caller: str, ax: Axes | None, size: tuple[float, float]) -> tuple[Any, Any]:
    """The figure and axes to draw on: those of `ax`, or new ones of `size` inches that make room for their labels."""
    plt = need_matplotlib(caller)
    if ax is None:
        figure, ax = plt.subplots(figsize=size, layout="constrained")
        return figure, ax
    return ax.figure, ax


def inches(ax: Axes) -> tuple[float, float]:
    """How wide and high axes are once everything on them so far has found its place."""
    figure: Any = ax.get_figure(root=True)
    figure.draw_without_rendering()
    box = ax.get_window_extent()
    return box.width / figure.dpi, box.height / figure.dpi


def plain(ax: Axes, *, keep: str = "left bottom") -> None:
    """Take the frame away but for the named sides."""
    for side in ("left", "right", "top", "bottom"):
        ax.spines[side].set_visible(side in keep)


def bars(ax: Axes, lengths: Any, labels: Sequence[str], families: Sequence[str], colours: str | Sequence[str]) -> Any:
    """Draw bars from left to right, the first on top, each with its label; one or two are not thicker than many."""
    places = range(len(labels))
    drawn = ax.barh(places, lengths, color=colours, height=0.72)
    ax.set_yticks(places, labels)
    letter(ax.get_yticklabels(), families)
    ax.tick_params(axis="y", length=0)
    spare = max(0.0, (3 - len(labels)) / 2)
    ax.set_ylim(len(labels) - 0.4 + spare, -0.6 - spare)
    plain(ax, keep="bottom")
    return drawn

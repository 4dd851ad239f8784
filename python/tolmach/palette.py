"""Colours that views and plots share: told apart by colour-blind readers too, legible on light and dark pages.

>>> from tolmach.palette import swatch
>>> swatch(0).strong, swatch(8) == swatch(0)
('#0072B2', True)
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["INK", "SWATCHES", "Swatch", "swatch"]


class Swatch(NamedTuple):
    """One colour in its shades: full strength, then a fill and a line on a light page and on a dark one."""

    strong: str
    light_fill: str
    light_line: str
    dark_fill: str
    dark_line: str


# The eight colours of Okabe and Ito (jfly.uni-koeln.de/color), grey for black, which text has already. Fills are these
# mixed with the page; lines are made darker or lighter until they contrast with page and fill by 3:1, text by 4.5:1
# (WCAG 2.2, 1.4.11 and 1.4.3), which tests/test_view.py checks.
SWATCHES = (
    Swatch("#0072B2", "#b2d5e8", "#0072b2", "#0a3a55", "#2c8bc4"),
    Swatch("#E69F00", "#f8e2b2", "#a87400", "#6a4d0a", "#e69f00"),
    Swatch("#009E73", "#b2e2d5", "#00845f", "#0a4c3a", "#10a87f"),
    Swatch("#CC79A7", "#f0d7e5", "#a9648a", "#603d50", "#d486b0"),
    Swatch("#56B4E9", "#cce8f8", "#3f85ac", "#2e556c", "#56b4e9"),
    Swatch("#D55E00", "#f2cfb2", "#c25500", "#63310a", "#dd7221"),
    Swatch("#F0E442", "#faf7c6", "#938c28", "#6f6a26", "#f0e442"),
    Swatch("#7F7F7F", "#d9d9d9", "#757575", "#3f3f3f", "#8f8f8f"),
)
# Text on a fill: on a light page and on a dark one.
INK = ("#1b1b1b", "#f2f2f2")


def swatch(number: int) -> Swatch:
    """The colour of the `number`-th thing, from 0; they come round again after the last."""
    return SWATCHES[number % len(SWATCHES)]

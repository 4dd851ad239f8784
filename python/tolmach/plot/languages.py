"""How the languages of a corpus are shared out: a bar for each.

>>> from tolmach.plot.languages import LanguageDisplay
>>> display = LanguageDisplay.from_predictions(["en", "en", "ru", None])
>>> display.counts, display.missing
({'en': 2, 'ru': 1}, 1)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from tolmach.language import LanguageDetector
from tolmach.palette import swatch
from tolmach.plot.canvas import axes, bars, need_matplotlib
from tolmach.plot.lettering import lettering
from tolmach.support import name_of
from tolmach.texts import TextsLike, as_texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["LanguageDisplay"]


class LanguageDisplay:
    """The languages of a corpus as bars, most frequent first.

    Made by :meth:`from_texts` or :meth:`from_predictions`; all parameters are kept as attributes.

    Parameters
    ----------
    counts : dict of int
        How many texts, or characters, are in each language, by code.
    unit : {'texts', 'characters'}
        What is counted.
    missing : int
        How many texts are missing or empty of letters and so have no language.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Where it was plotted last.
    figure_ : matplotlib Figure
        The figure of `ax_`.
    bars_ : matplotlib BarContainer
        The bars.
    text_ : list of matplotlib Text
        The numbers beside them.

    Examples
    --------
    >>> import tolmach as tm
    >>> display = tm.LanguageDisplay.from_texts(["The talks go on.", "Das Wetter wird morgen besser."], by="characters")
    >>> display.counts
    {'de': 29, 'en': 15}
    """

    def __init__(self, counts: dict[str, int], *, unit: str = "texts", missing: int = 0) -> None:
        self.counts = counts
        self.unit = unit
        self.missing = missing

    @classmethod
    def from_texts(
        cls,
        texts: TextsLike,
        *,
        by: Literal["texts", "characters"] = "texts",
        detector: LanguageDetector | None = None,
        top: int = 15,
        ax: Axes | None = None,
    ) -> LanguageDisplay:
        """Detect the languages of texts, and plot them.

        Parameters
        ----------
        texts : texts of any container
            Missing ones are counted apart.
        by : {'texts', 'characters'}
            Count texts by the language of each, or characters by the language of the span that they lie in.
        detector : LanguageDetector, optional
            Which languages are possible and who decides; all of them, and tolmach, by default.
        top, ax
            As for :meth:`plot`.

        Raises
        ------
        ImportError
            Where matplotlib is not installed.
        """
        need_matplotlib("LanguageDisplay.from_texts")
        if by not in ("texts", "characters"):
            raise ValueError(f"by is 'texts' or 'characters', got {by!r}")
        batch = as_texts(texts)
        detector = detector or LanguageDetector()
        if by == "texts":
            return cls.from_predictions(detector.detect_batch(batch)["language"], top=top, ax=ax)
        table = detector.spans_batch(batch)
        counts: Counter[str] = Counter()
        for code, start, end in zip(table["language"], table["start"], table["end"], strict=True):
            counts[code] += end - start
        display = cls(_ordered(counts), unit="characters", missing=len(batch) - len(set(table["text"])))
        return display.plot(top=top, ax=ax)

    @classmethod
    def from_predictions(
        cls, languages: Iterable[str | None], *, top: int = 15, ax: Axes | None = None
    ) -> LanguageDisplay:
        """Plot languages that are known, a code for each text; None and NaN are missing."""
        need_matplotlib("LanguageDisplay.from_predictions")
        if isinstance(languages, str):
            raise TypeError(f"languages is a code for each text, got one str; write [{languages!r}]")
        codes = list(languages)
        counts = Counter(code for code in codes if isinstance(code, str))
        display = cls(_ordered(counts), missing=len(codes) - counts.total())
        return display.plot(top=top, ax=ax)

    def plot(self, ax: Axes | None = None, *, top: int = 15) -> LanguageDisplay:
        """Draw the bars.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where; a new figure by default, as high as there are bars.
        top : int
            How many languages have a bar of their own; the rest share one.

        Returns
        -------
        LanguageDisplay
            Itself.
        """
        if top < 1:
            raise ValueError(f"top is at least 1, got {top}")
        items = list(self.counts.items())
        shown, rest = items[:top], items[top:]
        names = [name_of(code) if name_of(code) == code else f"{name_of(code)} ({code})" for code, _ in shown]
        values = [n for _, n in shown]
        if rest:
            names.append(f"{len(rest)} others")
            values.append(sum(n for _, n in rest))
        self.figure_, self.ax_ = axes("LanguageDisplay.plot", ax, (6.4, 0.9 + 0.32 * max(len(names), 1)))
        total = sum(values) or 1
        shares = [n / total for n in values]
        labels, families = lettering(names, 34)
        colours = [swatch(0).strong] * len(shown) + [swatch(7).strong] * bool(rest)
        self.bars_ = bars(self.ax_, shares, labels, families, colours)
        self.text_ = self.ax_.bar_label(
            self.bars_,
            [f"{_percent(s)}  ({n:,})" for s, n in zip(shares, values, strict=True)],
            padding=4,
            fontsize=8.5,
        )
        self.ax_.set_xlabel(self._caption(total if values else 0))
        _percents(self.ax_, max(shares, default=1.0))
        return self

    def _caption(self, total: int) -> str:
        gone = f"; {self.missing:,} without a language" if self.missing else ""
        return f"share of {total:,} {self.unit if total != 1 else self.unit.removesuffix('s')}{gone}"


def _percents(ax: Any, longest: float) -> None:
    ax.set_xlim(0, longest * 1.28)  # room for the number beside the longest bar
    # There is nothing beyond 100 %, though the axis goes on.
    ax.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.4g}%" if share < 1.001 else "")
    ax.tick_params(axis="x", length=0)


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.0995 or share == 0 else f"{share:.1%}" if share >= 0.0005 else "< 0.1%"

"""How often the terms of a corpus stand in it: the most frequent as bars, all of them by rank.

>>> from tolmach.plot.terms import TermFrequencyDisplay
>>> display = TermFrequencyDisplay.from_texts(["the talks and the truce", "the truce"])
>>> list(zip(display.terms.tolist(), display.frequencies.tolist()))
[('the', 3), ('truce', 2), ('and', 1), ('talks', 1)]
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tolmach.palette import swatch
from tolmach.plot.canvas import axes, bars, need_matplotlib, plain
from tolmach.plot.lettering import letter, lettering
from tolmach.texts import TextsLike
from tolmach.token import Tokenizer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["TermFrequencyDisplay"]

# Ranks that bear the name of their term are at least this many times the one before.
_APART = 2.6


class TermFrequencyDisplay:
    """The frequencies of terms, highest first.

    Made by :meth:`from_texts`, :meth:`from_matrix` or :meth:`from_estimator`; all parameters are kept as attributes.

    Parameters
    ----------
    terms : array-like of str, of shape (n_terms,)
        The terms, most frequent first.
    frequencies : array-like of shape (n_terms,)
        How often each stands in the corpus, or the sum of its weights.
    unit : str
        What the frequencies are, for the axis.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Where it was plotted last.
    figure_ : matplotlib Figure
        The figure of `ax_`.
    bars_ : matplotlib BarContainer, or None
        The bars, with ``kind="bar"``.
    line_ : matplotlib Line2D, or None
        The frequencies by rank, with ``kind="rank"``.
    text_ : list of matplotlib Text
        The numbers beside the bars, or the terms along the line.

    Examples
    --------
    >>> import tolmach as tm
    >>> display = tm.TermFrequencyDisplay.from_texts(["the talks", "the truce"], kind="rank")
    >>> display.ax_.get_xscale(), display.ax_.get_yscale()
    ('log', 'log')
    """

    def __init__(self, terms: Any, frequencies: Any, *, unit: str = "occurrences") -> None:
        self.terms = np.asarray(terms, dtype=object)
        self.frequencies = np.asarray(frequencies)
        self.unit = unit
        if self.terms.shape != self.frequencies.shape or self.terms.ndim != 1:
            raise ValueError(f"{self.terms.shape} terms for {self.frequencies.shape} frequencies; give one for each")

    @classmethod
    def from_texts(
        cls,
        texts: TextsLike,
        *,
        vectorizer: Any = None,
        kind: Literal["bar", "rank"] = "bar",
        top: int = 25,
        ax: Axes | None = None,
    ) -> TermFrequencyDisplay:
        """Count the terms of texts, and plot them.

        Parameters
        ----------
        texts : texts of any container
            Missing ones count as empty; with a vectoriser of your own, that is its affair.
        vectorizer : vectoriser, optional
            It is fitted to the texts. By default it counts the words of :class:`tolmach.Tokenizer` in lower case; give
            a :class:`tolmach.CountVectorizer` with ``stop_words="english"`` to see what the texts are about.
        kind, top, ax
            As for :meth:`plot`.
        """
        need_matplotlib("TermFrequencyDisplay.from_texts")
        if vectorizer is None:
            return _word_counts(cls, texts).plot(kind=kind, top=top, ax=ax)
        matrix = vectorizer.fit_transform(texts)
        return cls.from_matrix(matrix, vectorizer.get_feature_names_out(), kind=kind, top=top, ax=ax)

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        texts: TextsLike,
        *,
        kind: Literal["bar", "rank"] = "bar",
        top: int = 25,
        ax: Axes | None = None,
    ) -> TermFrequencyDisplay:
        """Plot the terms that a fitted vectoriser knows, as often as they stand in `texts`."""
        need_matplotlib("TermFrequencyDisplay.from_estimator")
        matrix = estimator.transform(texts)
        return cls.from_matrix(matrix, estimator.get_feature_names_out(), kind=kind, top=top, ax=ax)

    @classmethod
    def from_matrix(
        cls, X: Any, terms: Any, *, kind: Literal["bar", "rank"] = "bar", top: int = 25, ax: Axes | None = None
    ) -> TermFrequencyDisplay:
        """Plot the sums of the columns of a matrix of shape ``(n_texts, n_terms)``, sparse or dense.

        Terms that stand nowhere are left out; of equal frequency the alphabetically first comes first.
        """
        need_matplotlib("TermFrequencyDisplay.from_matrix")
        sums = np.asarray(X.sum(axis=0)).ravel()
        names = np.asarray(terms, dtype=object)
        if sums.shape != names.shape:
            raise ValueError(f"{len(names)} terms for a matrix of {len(sums)} columns; give one for each")
        there = np.flatnonzero(sums)
        order = there[np.lexsort((names[there].astype(str), -sums[there]))]
        unit = "occurrences" if sums.dtype.kind in "iu" else "weight"
        return cls(names[order], sums[order], unit=unit).plot(kind=kind, top=top, ax=ax)

    def plot(
        self, ax: Axes | None = None, *, kind: Literal["bar", "rank"] = "bar", top: int = 25
    ) -> TermFrequencyDisplay:
        """Draw the terms.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where; a new figure by default.
        kind : {'bar', 'rank'}
            Bars of the most frequent terms, or the frequency of every term by its rank on logarithmic axes, beside the
            line on which frequency falls as one over rank (Zipf's law).
        top : int
            How many terms have a bar.

        Returns
        -------
        TermFrequencyDisplay
            Itself.
        """
        self.bars_, self.line_ = None, None
        if kind == "bar":
            return self._bars(ax, top)
        if kind == "rank":
            return self._ranks(ax)
        raise ValueError(f"kind is 'bar' or 'rank', got {kind!r}")

    def _bars(self, ax: Axes | None, top: int) -> TermFrequencyDisplay:
        if top < 1:
            raise ValueError(f"top is at least 1, got {top}")
        need_matplotlib("TermFrequencyDisplay.plot")
        from matplotlib.ticker import MaxNLocator

        labels, families = lettering(self.terms[:top], 30)
        values = self.frequencies[:top]
        self.figure_, self.ax_ = axes("TermFrequencyDisplay.plot", ax, (6.4, 0.9 + 0.26 * max(len(labels), 1)))
        self.bars_ = bars(self.ax_, values, labels, families, swatch(0).strong)
        self.text_ = self.ax_.bar_label(self.bars_, [_number(v) for v in values], padding=4, fontsize=8.5)
        self.ax_.set_xlim(0, max(values, default=1) * 1.12)  # room for the number beside the longest bar
        self.ax_.xaxis.set_major_locator(MaxNLocator(6, integer=values.dtype.kind in "iu"))
        self.ax_.set_xlabel(f"{self.unit}, {len(labels):,} of {len(self.terms):,} terms")
        return self

    def _ranks(self, ax: Axes | None) -> TermFrequencyDisplay:
        self.figure_, self.ax_ = axes("TermFrequencyDisplay.plot", ax, (6.4, 4.2))
        ranks = np.arange(1, len(self.terms) + 1)
        self.ax_.set(xscale="log", yscale="log", xlabel="rank", ylabel=self.unit)
        for axis in (self.ax_.xaxis, self.ax_.yaxis):
            axis.set_major_formatter("{x:,.10g}")
            axis.set_minor_formatter("")
        if len(ranks):
            law = self.frequencies[0] / ranks
            self.ax_.plot(ranks, law, color=swatch(7).strong, linestyle="--", linewidth=1, label="Zipf's law, 1 / rank")
        (self.line_,) = self.ax_.plot(
            ranks,
            self.frequencies,
            color=swatch(0).strong,
            marker="o",
            markersize=3,
            linewidth=1,
            label=f"{len(ranks):,} terms",
        )
        if len(ranks):
            self.ax_.set_ylim(self.frequencies[-1] * 0.7, self.frequencies[0] * 1.8)
            self.ax_.set_xlim(0.85, len(ranks) * 1.6)
            self.ax_.legend(frameon=False, loc="upper right")
        self.text_ = self._named()
        plain(self.ax_)
        return self

    def _named(self) -> list[Any]:
        """Terms beside their points, further and further apart, none of them over another."""
        chosen: list[int] = []
        last = 0
        for rank, frequency in enumerate(self.frequencies, start=1):
            if rank >= last * _APART and (not chosen or frequency < self.frequencies[chosen[-1]]):
                chosen.append(rank - 1)
                last = rank
        labels, families = lettering(self.terms[chosen], 16)
        texts: list[Any] = []
        taken: list[Any] = []
        for i, label in zip(chosen, labels, strict=True):
            text = self.ax_.annotate(
                label, (i + 1, self.frequencies[i]), xytext=(5, 4), textcoords="offset points", fontsize=8.5
            )
            letter([text], families)
            box = text.get_window_extent()
            if any(box.overlaps(other) for other in taken):
                text.remove()
                continue
            taken.append(box)
            texts.append(text)
        return texts


def _word_counts(display: type[TermFrequencyDisplay], texts: TextsLike) -> TermFrequencyDisplay:
    counts: Counter[str] = Counter()
    for row in Tokenizer(keep="word", lowercase=True).tokenize_batch(texts):
        counts.update(row["tokens"] or ())
    terms = sorted(counts, key=lambda term: (-counts[term], term))
    return display(terms, np.array([counts[term] for term in terms], dtype=np.int64))


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, (int, np.integer)) else f"{value:,.3g}"

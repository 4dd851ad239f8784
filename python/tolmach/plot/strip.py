"""Where in a text which language stands: a strip from its first character to its last.

>>> from tolmach.plot.strip import LanguageStripDisplay
>>> display = LanguageStripDisplay.from_text("The talks in Minsk will go on this week. Видео дня")
>>> [(span.language, span.start, span.end) for span in display.spans[0]]
[('en', 0, 39), ('ru', 41, 50)]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tolmach.language import LanguageDetector, LanguageSpan
from tolmach.palette import swatch
from tolmach.plot.canvas import axes, inches, need_matplotlib, plain
from tolmach.plot.lettering import letter, lettering, shortened
from tolmach.support import name_of
from tolmach.texts import TextsLike, as_texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["LanguageStripDisplay"]

# The part of the axis that a fragment takes at least: a button of nine characters is not to be overlooked.
_LEAST = 0.004
# Up to so many fragments of a single text say what they are.
_QUOTED = 8
# How many letters of a quotation go into an inch, and how wide an entry of the legend is.
_LETTERS = 14
_ENTRY = 1.75
# Up to so many texts, every strip says its name; of more, every second, third, …
_NAMES = 60
# Languages with an entry in the legend; the rest share one.
_LEGEND = 8


class LanguageStripDisplay:
    """The languages along a text, or along each of several, as strips.

    Made by :meth:`from_text` or :meth:`from_texts`; all parameters are kept as attributes.

    Parameters
    ----------
    texts : sequence of str
        The texts.
    spans : sequence of lists of LanguageSpan
        The spans of each text.
    labels : sequence of str, optional
        The names of the texts.

    Attributes
    ----------
    languages_ : list of str
        The codes of the languages, most characters first; their order is that of the colours.
    text_ : list of matplotlib Text
        The fragments that are quoted over the strip of a single text.
    ax_ : matplotlib Axes
        Where it was plotted last.
    figure_ : matplotlib Figure
        The figure of `ax_`.

    Examples
    --------
    >>> import tolmach as tm
    >>> texts = ["The talks will go on this week.", "Переговоры продолжатся на этой неделе."]
    >>> display = tm.LanguageStripDisplay.from_texts(texts, labels=["Reuters", "ТАСС"])
    >>> display.languages_
    ['ru', 'en']
    """

    def __init__(
        self,
        texts: Sequence[str],
        spans: Sequence[Sequence[LanguageSpan]],
        *,
        labels: Sequence[object] | None = None,
    ) -> None:
        self.texts = list(texts)
        self.spans = list(spans)
        self.labels = None if labels is None else [str(label) for label in labels]
        if len(self.texts) != len(self.spans):
            raise ValueError(f"spans of {len(self.spans)} texts for {len(self.texts)} texts; give a list for each")
        if self.labels is not None and len(self.labels) != len(self.texts):
            raise ValueError(f"{len(self.labels)} labels for {len(self.texts)} texts; give one for each")

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        detector: LanguageDetector | None = None,
        main: str | None = None,
        ax: Axes | None = None,
    ) -> LanguageStripDisplay:
        """Find the spans of one text, and plot them; `main` is as for :meth:`tolmach.LanguageDetector.spans`."""
        need_matplotlib("LanguageStripDisplay.from_text")
        return cls([text], [(detector or LanguageDetector()).spans(text, main)]).plot(ax=ax)

    @classmethod
    def from_texts(
        cls,
        texts: TextsLike,
        *,
        labels: Sequence[object] | None = None,
        detector: LanguageDetector | None = None,
        ax: Axes | None = None,
    ) -> LanguageStripDisplay:
        """Find the spans of each text, and plot a strip for each.

        Parameters
        ----------
        texts : texts of any container
            Missing ones have an empty strip.
        labels : sequence of str, optional
            The names of the texts; by default the index of a Series, else their numbers, from 0.
        detector : LanguageDetector, optional
            Which languages are possible and who decides; all of them, and tolmach, by default.
        ax : matplotlib Axes, optional
            Where; a new figure by default.
        """
        need_matplotlib("LanguageStripDisplay.from_texts")
        if labels is None:
            index = getattr(texts, "index", None)
            labels = None if index is None or callable(index) else list(index)
        strings = [text or "" for text in as_texts(texts).strings()]
        spans: list[list[LanguageSpan]] = [[] for _ in strings]
        for row in (detector or LanguageDetector()).spans_batch(strings):
            spans[row.pop("text")].append(LanguageSpan(**row))
        return cls(strings, spans, labels=range(len(strings)) if labels is None else labels).plot(ax=ax)

    def plot(self, ax: Axes | None = None) -> LanguageStripDisplay:
        """Draw the strips.

        Fragments are drawn wider than they are where nobody would see them otherwise; those of a single text are
        quoted over the strip, if they are few.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where; a new figure by default.

        Returns
        -------
        LanguageStripDisplay
            Itself.
        """
        sizes = Counter[str]()
        for span in (span for spans in self.spans for span in spans):
            sizes[span.language] += span.end - span.start
        self.languages_ = sorted(sizes, key=lambda code: (-sizes[code], code))
        foreign = self._foreign()
        quoted = foreign if len(self.texts) == 1 and len(foreign) <= _QUOTED else []
        rows = len(self.texts)
        height = 1.25 + 0.24 * len(quoted) if rows == 1 else 1.1 + min(0.3 * rows, 12)
        self.figure_, self.ax_ = axes("LanguageStripDisplay.plot", ax, (8.0, height))
        longest = max(map(len, self.texts), default=0) or 1
        for row, spans in enumerate(self.spans):
            self._strip(row, spans, _LEAST * longest)
        self.ax_.set_xlim(0, longest)
        self.ax_.set_ylim(max(rows, 1) - 0.5, -0.5 - 0.55 * len(quoted))
        self.ax_.set_xlabel("characters")
        self.ax_.xaxis.set_major_formatter("{x:,.0f}")
        self.ax_.tick_params(axis="y", length=0)
        plain(self.ax_, keep="bottom")
        self._name(rows)
        self.text_ = self._quote(quoted, longest)
        self._legend(sizes)
        return self

    def _foreign(self) -> list[LanguageSpan]:
        """The spans in another language than most of their text."""
        found = []
        for spans in self.spans:
            sizes = Counter[str]()
            for span in spans:
                sizes[span.language] += span.end - span.start
            main = max(sizes, key=lambda code: (sizes[code], code), default="")
            found += [span for span in spans if span.language != main]
        return found

    def _strip(self, row: int, spans: Sequence[LanguageSpan], least: float) -> None:
        pieces: dict[str, list[tuple[float, float]]] = {}
        for span in spans:
            width = max(span.end - span.start, least)
            start = max(0.0, (span.start + span.end - width) / 2)
            pieces.setdefault(span.language, []).append((start, width))
        # What is short comes last, so that nothing hides it.
        for code in sorted(pieces, key=self.languages_.index):
            self.ax_.broken_barh(pieces[code], (row - 0.36, 0.72), facecolor=self._colour(code), linewidth=0)

    def _colour(self, code: str) -> str:
        return swatch(min(self.languages_.index(code), 7)).strong

    def _name(self, rows: int) -> None:
        if self.labels is None:
            self.ax_.set_yticks([])
            return
        places = range(0, rows, -(-rows // _NAMES) if rows else 1)
        labels, families = lettering([self.labels[i] for i in places], 34)
        self.ax_.set_yticks(places, labels)
        letter(self.ax_.get_yticklabels(), families)

    def _quote(self, quoted: list[LanguageSpan], longest: int) -> list[Any]:
        """What each fragment is, each on a line of its own over the strip.

        On the left, labels stand to the right of their leaders and the first is the highest; on the right, it is the
        other way round and all are higher. So leaders pass under no label but a long one, which is cut there.
        """
        middles = [(span.start + span.end) / 2 for span in quoted]
        left = sum(middle <= 0.6 * longest for middle in middles)
        end = middles[left] if left < len(middles) else longest
        width = inches(self.ax_)[0] if quoted else 0
        texts = []
        for i, (span, middle) in enumerate(zip(quoted, middles, strict=True)):
            right = i >= left
            level = i if right else left - 1 - i
            room = _LETTERS * width * ((middle if right else end - middle) / longest) - 6
            excerpt = shortened(self.texts[0][span.start : span.end], max(12, min(40, int(room))))
            (label,), families = lettering([f"{excerpt} ({span.language})"])
            text = self.ax_.annotate(
                label,
                (middle, -0.36),
                xytext=(middle, -0.5 - 0.55 * (level + 0.5)),
                ha="right" if right else "left",
                va="center",
                fontsize=9,
                bbox={"facecolor": self.ax_.get_facecolor(), "edgecolor": "none", "pad": 1.5},
                arrowprops={
                    "arrowstyle": "-",
                    "color": self._colour(span.language),
                    "linewidth": 1,
                    "relpos": (float(right), 0.0),
                },
                zorder=3 + len(quoted) - level,
            )
            letter([text], families)
            texts.append(text)
        return texts

    def _legend(self, sizes: Counter[str]) -> None:
        from matplotlib.patches import Patch

        total = sizes.total()
        shown, rest = self.languages_[:_LEGEND], self.languages_[_LEGEND:]
        if rest:
            shown, rest = self.languages_[: _LEGEND - 1], self.languages_[_LEGEND - 1 :]
        entries = [(name_of(code), self._colour(code), sizes[code]) for code in shown]
        if rest:
            entries.append((f"{len(rest)} others", swatch(7).strong, sum(sizes[code] for code in rest)))
        handles = [Patch(color=colour, label=f"{name} {n / total:.1%}") for name, colour, n in entries]
        if handles:
            self.ax_.legend(
                handles=handles,
                frameon=False,
                loc="lower left",
                bbox_to_anchor=(0, 1.0),
                ncols=max(1, min(4, int(inches(self.ax_)[0] / _ENTRY))),
                borderaxespad=0,
                handlelength=1,
                fontsize=9,
            )

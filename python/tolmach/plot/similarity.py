"""How alike texts are: a heat map whose rows can be read.

>>> from tolmach.plot.similarity import SimilarityDisplay
>>> display = SimilarityDisplay.from_texts(["talks and truce", "talks on truce", "weather"], labels=["a", "b", "c"])
>>> display.similarity.round(2).tolist()
[[1.0, 0.54, 0.0], [0.54, 1.0, 0.0], [0.0, 0.0, 1.0]]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tolmach.plot.canvas import axes, inches, need_matplotlib
from tolmach.plot.lettering import letter, lettering
from tolmach.texts import TextsLike, as_texts
from tolmach.token import Tokenizer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["SimilarityDisplay"]

# Up to so many texts, cells are large enough for numbers in a figure of its own.
_NUMBERS = 14
# The size in inches of the least cell that says its number unasked.
_ROOM = 0.27
# Up to so many texts, every row says its name; of more, every second, third, …
_NAMES = 80
# Labels no wider than this stand under the columns too; of longer ones only the number does.
_NARROW = 5


class SimilarityDisplay:
    """The similarity of each text with each other as a heat map.

    Made by :meth:`from_texts`, :meth:`from_matrix` or :meth:`from_estimator`; all parameters are kept as attributes.

    Parameters
    ----------
    similarity : array-like of shape (n_texts, n_texts)
        How alike two texts are, 1 for the same.
    labels : sequence of str, optional
        The names of the texts; their numbers, from 0, by default.

    Attributes
    ----------
    order_ : ndarray of int64, of shape (n_texts,)
        The text in each row of the picture.
    image_ : matplotlib AxesImage
        The cells.
    text_ : list of matplotlib Text
        The numbers in them, where there are any.
    ax_ : matplotlib Axes
        Where it was plotted last.
    figure_ : matplotlib Figure
        The figure of `ax_`.

    Examples
    --------
    >>> import tolmach as tm
    >>> texts = {"Reuters": "talks and truce", "EPA": "talks on truce", "weather": "rain and wind"}
    >>> display = tm.SimilarityDisplay.from_texts(list(texts.values()), labels=list(texts))
    >>> display.plot(order="similarity").order_.tolist()
    [2, 0, 1]
    """

    def __init__(self, similarity: Any, *, labels: Sequence[object] | None = None) -> None:
        self.similarity = np.asarray(similarity, dtype=float)
        shape = self.similarity.shape
        if len(shape) != 2 or shape[0] != shape[1]:
            raise ValueError(f"similarity has a row and a column for each text, got shape {shape}")
        if labels is not None and len(labels) != shape[0]:
            raise ValueError(f"{len(labels)} labels for {shape[0]} texts; give one for each")
        self.labels = [str(label) for label in (range(shape[0]) if labels is None else labels)]

    @classmethod
    def from_texts(
        cls,
        texts: TextsLike,
        *,
        labels: Sequence[object] | None = None,
        vectorizer: Any = None,
        order: Literal["given", "similarity"] = "given",
        ax: Axes | None = None,
    ) -> SimilarityDisplay:
        """Compare texts by the cosine of their term vectors, and plot it.

        Parameters
        ----------
        texts : texts of any container
            Missing ones are like nothing, themselves included; with a vectoriser of your own, that is its affair.
        labels : sequence of str, optional
            The names of the texts; by default the index of a Series, else their numbers.
        vectorizer : vectoriser, optional
            It is fitted to the texts; by default a :class:`tolmach.TfidfVectorizer` with ``sublinear_tf=True`` of the
            words of :class:`tolmach.Tokenizer` in lower case.
        order, ax
            As for :meth:`plot`.
        """
        need_matplotlib("SimilarityDisplay.from_texts")
        if labels is None:
            labels = _index(texts)
        if vectorizer is None:
            from tolmach.vectorize import TfidfVectorizer

            words = Tokenizer(keep="word", lowercase=True)
            texts = [text or "" for text in as_texts(texts).strings()]
            vectorizer = TfidfVectorizer(analyzer=words.tokenize, sublinear_tf=True)
        return cls.from_matrix(vectorizer.fit_transform(texts), labels=labels, order=order, ax=ax)

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        texts: TextsLike,
        *,
        labels: Sequence[object] | None = None,
        order: Literal["given", "similarity"] = "given",
        ax: Axes | None = None,
    ) -> SimilarityDisplay:
        """Compare texts by the cosine of the vectors that a fitted estimator transforms them to."""
        need_matplotlib("SimilarityDisplay.from_estimator")
        if labels is None:
            labels = _index(texts)
        return cls.from_matrix(estimator.transform(texts), labels=labels, order=order, ax=ax)

    @classmethod
    def from_matrix(
        cls,
        X: Any,
        *,
        labels: Sequence[object] | None = None,
        order: Literal["given", "similarity"] = "given",
        ax: Axes | None = None,
    ) -> SimilarityDisplay:
        """Compare the rows of a matrix of shape ``(n_texts, n_terms)``, sparse or dense, by their cosine.

        Needs memory for ``n_texts`` times ``n_texts`` numbers.
        """
        need_matplotlib("SimilarityDisplay.from_matrix")
        from sklearn.metrics.pairwise import cosine_similarity

        return cls(cosine_similarity(X), labels=labels).plot(order=order, ax=ax)

    def plot(
        self,
        ax: Axes | None = None,
        *,
        order: Literal["given", "similarity"] = "given",
        include_values: bool | None = None,
        cmap: Any = "Blues",
        colorbar: bool = True,
    ) -> SimilarityDisplay:
        """Draw the heat map.

        The colours span what lies off the diagonal, where the news is; a text is like itself anyway.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where; a new figure by default, as large as there are texts.
        order : {'given', 'similarity'}
            The texts as they came, or so that like stands beside like (the leaves of average linkage, put in the best
            order; time grows with the cube of the number of texts).
        include_values : bool, optional
            Whether cells say their numbers; by default where there are few.
        cmap : str or matplotlib Colormap
            Light for 0 and dark for 1.
        colorbar : bool
            Whether to draw the scale.

        Returns
        -------
        SimilarityDisplay
            Itself.
        """
        if order not in ("given", "similarity"):
            raise ValueError(f"order is 'given' or 'similarity', got {order!r}")
        n = len(self.similarity)
        self.order_ = _by_likeness(self.similarity) if order == "similarity" else np.arange(n)
        cells = self.similarity[np.ix_(self.order_, self.order_)]
        labels, families = lettering([self.labels[i] for i in self.order_], 44)
        side = 1.4 + n * 0.55 if n <= _NUMBERS else min(1.4 + n * 0.17, 12.0)
        letters = max(map(len, labels), default=0) + 4
        size = (side + (0.072 if n <= _NUMBERS else 0.056) * letters + 1.1 * colorbar, side)
        self.figure_, self.ax_ = axes("SimilarityDisplay.plot", ax, size)
        low, high = _range(cells)
        # An image without cells has no extent.
        extent = None if n else (-0.5, 0.5, 0.5, -0.5)
        self.image_ = self.ax_.imshow(
            cells, cmap=cmap, vmin=low, vmax=high, interpolation="nearest", aspect="equal", extent=extent
        )
        self._name(labels, families)
        if colorbar and n:
            extend = "max" if cells.max() > high + 1e-6 else "neither"
            bar = self.figure_.colorbar(self.image_, ax=self.ax_, extend=extend, shrink=0.8, pad=0.02, aspect=30)
            bar.set_label("cosine similarity")
            bar.outline.set_visible(False)
        cell = min(inches(self.ax_)) / max(n, 1)
        wanted = cell >= _ROOM if include_values is None else include_values
        self.text_ = self._numbers(cells, cell) if wanted else []
        return self

    def _name(self, labels: list[str], families: list[str]) -> None:
        n = len(labels)
        step = -(-n // _NAMES) if n else 1
        places = list(range(0, n, step))
        narrow = all(len(label) <= _NARROW for label in labels)
        size = 10 if n <= _NUMBERS else 7
        numbers = [str(i + 1) for i in places]
        # The mark keeps the number on the side of the cells where the label runs from right to left.
        rows = [labels[i] if narrow else f"\u200e{labels[i]}\u200e  {i + 1}" for i in places]
        self.ax_.set_yticks(places, rows, fontsize=size)
        self.ax_.set_xticks(places, [labels[i] for i in places] if narrow else numbers, fontsize=size)
        if n > _NUMBERS and max(map(len, labels)) > 2 and (narrow or n > 99):
            self.ax_.tick_params(axis="x", labelrotation=90)
        letter([*self.ax_.get_yticklabels(), *self.ax_.get_xticklabels()], families)
        self.ax_.tick_params(length=0)
        for side in self.ax_.spines.values():
            side.set_visible(False)

    def _numbers(self, cells: Any, cell: float) -> list[Any]:
        size = min(9.5, 22 * cell)  # a number is nearly three times as wide as its letters are high
        texts = []
        for (i, j), value in np.ndenumerate(cells):
            red, green, blue, _ = self.image_.cmap(self.image_.norm(value))
            dark = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.18
            text = self.ax_.text(
                j, i, f"{value:.2f}", ha="center", va="center", color="white" if dark else "black", fontsize=size
            )
            texts.append(text)
        return texts


def _index(texts: Any) -> list[str] | None:
    """The index of a Series of pandas."""
    index = getattr(texts, "index", None)
    return None if index is None or callable(index) else [str(name) for name in index]


def _range(cells: Any) -> tuple[float, float]:
    """From 0, or the least, to the highest off the diagonal, rounded up to a twentieth."""
    if not cells.size:
        return 0.0, 1.0
    apart = cells[~np.eye(len(cells), dtype=bool)]
    high = float(np.ceil(apart.max() * 20 - 1e-6) / 20) if apart.size else 1.0
    return min(0.0, float(cells.min())), high if high > 0 else 1.0


def _by_likeness(similarity: Any) -> Any:
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import squareform

    if len(similarity) < 3:
        return np.arange(len(similarity))
    distance = 1 - (similarity + similarity.T) / 2
    np.fill_diagonal(distance, 0)
    condensed = squareform(distance.clip(min=0), checks=False)
    return leaves_list(optimal_leaf_ordering(linkage(condensed, "average"), condensed)).astype(np.int64)

"""The guest pandas: ``df["body"].tm`` on every Series of texts, registered as soon as both are imported.

>>> import pandas as pd
>>> import tolmach as tm
>>> bodies = pd.Series(["Read more: Видео дня", None], index=["a", "b"])
>>> bodies.tm.strip(keep="en").tolist()
['Read more:', None]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from tolmach.language import LanguageDetector
from tolmach.table import Table
from tolmach.token import Tokenizer

__all__ = ["TextAccessor"]


@pd.api.extensions.register_series_accessor("tm")
class TextAccessor:
    """Languages and words of a Series of texts; every result keeps its index.

    Raises
    ------
    AttributeError
        On a Series that holds no texts, as pandas expects of an accessor.
    """

    def __init__(self, series: pd.Series) -> None:
        kind = pd.api.types.infer_dtype(series, skipna=True)
        if kind not in ("string", "empty", "categorical", "mixed"):
            raise AttributeError(f"can only use .tm with texts, not with {kind} values")
        self._series = series

    def detect(self, detector: LanguageDetector | None = None) -> pd.DataFrame:
        """The language of each text: a frame with `language`, `confidence`, `script` and `reliable`.

        Parameters
        ----------
        detector : LanguageDetector, optional
            Which languages are possible and who decides; by default all, and tolmach.
        """
        return (detector or LanguageDetector()).detect_batch(self._series).to_pandas(index=self._series.index)

    def spans(self, detector: LanguageDetector | None = None) -> pd.DataFrame:
        """Which characters are in which language: a row for each span, under the index of its text.

        The columns are `start`, `end`, `language`, `script`, `confidence` and `text`, the characters themselves.
        """
        return self._long((detector or LanguageDetector()).spans_batch(self._series))

    def tokens(self, tokenizer: Tokenizer | None = None) -> pd.Series:
        """The tokens of each text, as lists; missing where the text is."""
        tokens = (tokenizer or Tokenizer()).tokenize_batch(self._series)
        return self._like([list(t) if t is not None else None for t in tokens["tokens"]], "tokens")

    def strip(self, keep: str | Sequence[str] = "en", detector: LanguageDetector | None = None) -> pd.Series:
        """The texts without what is in other languages than `keep`; missing ones stay missing."""
        detector = detector or LanguageDetector()
        texts = [None if pd.isna(text) else detector.strip(text, keep=keep) for text in self._series]
        return self._like(texts, self._series.name)

    def _like(self, values: list[Any], name: object) -> pd.Series:
        return pd.Series(values, index=self._series.index, name=name, dtype=object)

    def _long(self, table: Table) -> pd.DataFrame:
        frame = table.to_pandas()
        rows = frame.pop("text").to_numpy()
        frame.index = self._series.index.take(rows)
        frame["text"] = [
            self._series.iat[row][start:end] for row, start, end in zip(rows, frame["start"], frame["end"], strict=True)
        ]
        return frame

"""Languages and tokens of texts in Dask, as Dask DataFrames and Series with the index of the texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import dask.dataframe
import numpy as np
import pandas as pd
import pyarrow as pa
from dask.delayed import delayed

from tolmach import blocks
from tolmach.dask.partitions import is_bag, on_each
from tolmach.language import LanguageDetector
from tolmach.token import Tokenizer

__all__ = ["detect", "spans", "strip", "tokens"]

_TEXT = pd.StringDtype("pyarrow")


def detect(texts: Any, detector: LanguageDetector | None = None) -> Any:
    """The language of each text: a DataFrame with the index of the texts.

    The columns are `language`, `confidence`, `script` and `reliable`.

    Parameters
    ----------
    texts : Dask Series or Bag
        Texts. Those of a Bag are numbered from 0.
    detector : LanguageDetector, optional
        Which languages are possible and who decides; all of them, and tolmach, by default. With `n_jobs` of None, each
        task uses one thread.

    Returns
    -------
    dask.dataframe.DataFrame
        Strings, float32, and `boolean`, which are missing where the text is. Divisions stay.
    """
    return _mapped(_detected, texts, _detected(_nothing(), detector), detector)


def spans(texts: Any, detector: LanguageDetector | None = None) -> Any:
    """Which characters are in which language: a DataFrame with a row for each span and the index of its text.

    The columns are `start`, `end` (int64, code points), `language`, `script`, `confidence` (float32) and `span`, the
    characters themselves. A text that is missing or has no letters has no rows. Parameters as for :func:`detect`.
    """
    return _mapped(_spans, texts, _spans(_nothing(), detector), detector)


def tokens(texts: Any, tokenizer: Tokenizer | None = None) -> Any:
    """The tokens of all texts: a DataFrame with a row for each token and the index of its text.

    The columns are `start`, `end` (int64, code points), `kind` and `token`.

    Parameters
    ----------
    texts : Dask Series or Bag
        Texts. Those of a Bag are numbered from 0.
    tokenizer : Tokenizer, optional
        The default one by default.

    Raises
    ------
    InvalidOptionError
        For a tokeniser with `repair_glued`, whose answer depends on the whole corpus.
    """
    return _mapped(_tokens, texts, _tokens(_nothing(), tokenizer), tokenizer)


def strip(texts: Any, keep: str | Sequence[str] = "en", detector: LanguageDetector | None = None) -> Any:
    """The texts without their spans in other languages: a Series with the index and the name of the texts.

    Parameters
    ----------
    texts : Dask Series or Bag
        Texts. Those of a Bag are numbered from 0.
    keep : str or sequence of str
        The languages that stay.
    detector : LanguageDetector, optional
        As for :func:`detect`.
    """
    empty = _nothing() if is_bag(texts) else texts._meta
    return _mapped(_stripped, texts, _stripped(empty, keep, detector), keep, detector)


def _mapped(function: Callable[..., Any], texts: Any, meta: Any, *arguments: Any) -> Any:
    """``function(series, *arguments)`` for each partition, in their order."""
    if not is_bag(texts):
        return texts.map_partitions(function, *arguments, meta=meta)
    # A task of its own, as a partition is read for its length and for its texts.
    parts = on_each(_itself, texts)
    lengths = [delayed(len)(part) for part in parts]
    starts = list(accumulate(lengths, delayed(int.__add__), initial=0))[:-1]
    numbered = delayed(_numbered)
    found = [numbered(part, start, function, arguments) for part, start in zip(parts, starts, strict=True)]
    return dask.dataframe.from_delayed(found, meta=meta, verify_meta=False)


def _itself(part: Any) -> Any:
    return part


def _numbered(part: list[Any], start: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    return function(pd.Series(part, index=pd.RangeIndex(start, start + len(part)), dtype=object), *arguments)


def _nothing() -> pd.Series:
    return pd.Series([], dtype=_TEXT)


def _detected(texts: pd.Series, detector: LanguageDetector | None) -> pd.DataFrame:
    return _frame(blocks.detect(texts, detector), texts.index)


def _spans(texts: pd.Series, detector: LanguageDetector | None) -> pd.DataFrame:
    return _long(blocks.spans(texts, detector), texts.index)


def _tokens(texts: pd.Series, tokenizer: Tokenizer | None) -> pd.DataFrame:
    return _long(blocks.tokens(texts, tokenizer), texts.index)


def _stripped(texts: pd.Series, keep: str | Sequence[str], detector: LanguageDetector | None) -> pd.Series:
    left = blocks.strip(texts, keep, detector).column("text")
    dtype = texts.dtype if isinstance(texts.dtype, (pd.StringDtype, pd.ArrowDtype)) else _TEXT
    return pd.Series(_values(left), index=texts.index, name=texts.name).astype(dtype)


def _long(table: pa.Table, index: pd.Index) -> pd.DataFrame:
    rows = table.column("text").to_numpy()
    return _frame(table.drop_columns("text"), index.take(rows))


def _frame(table: pa.Table, index: pd.Index) -> pd.DataFrame:
    return pd.DataFrame({name: _values(table.column(name)) for name in table.column_names}, index=index)


def _values(column: pa.ChunkedArray) -> Any:
    """A column as pandas holds it, of a type that does not depend on what is in it."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return _TEXT.__from_arrow__(column)
    if pa.types.is_boolean(column.type):
        return pd.BooleanDtype().__from_arrow__(column)
    return np.asarray(column.to_numpy(), dtype=column.type.to_pandas_dtype())

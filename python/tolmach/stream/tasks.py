"""What is done to a batch of records: languages, spans, tokens, texts without other languages, term vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tolmach.columns import cut
from tolmach.language import LanguageDetector
from tolmach.stream.records import Records
from tolmach.texts import as_texts
from tolmach.token import Tokenizer

__all__ = ["RESULTS", "Detect", "Spans", "Strip", "Task", "Tokens", "Vectors"]

# The columns of each command beside `file`, `row` and those that are kept.
RESULTS = {
    "detect": ("language", "confidence", "script", "reliable"),
    "spans": ("start", "end", "language", "script", "confidence", "span"),
    "tokens": ("start", "end", "kind", "token"),
    "strip": ("text", "removed"),
    "vectors": ("column", "term", "value"),
}


class Task:
    """Turns records into a table: who they are (`file`, `row`, kept columns), then what was found."""

    def __init__(self, kept: tuple[Any, ...]) -> None:
        self._kept = kept

    def __call__(self, records: Records) -> Any:
        """The results of a batch, as a PyArrow table."""
        results, rows = self._results(records)
        columns = {"file": pa.array(records.sources), "row": pa.array(records.rows)}
        columns.update({field.name: column for field, column in zip(self._kept, records.kept, strict=True)})
        if rows is not None:
            columns = {name: column.take(rows) for name, column in columns.items()}
        columns.update({name: _plain(column) for name, column in results.items()})
        return pa.table(columns)

    def _results(self, records: Records) -> tuple[dict[str, Any], Any]:
        """Columns of results, and the number of the record that each row belongs to; None for all, one by one."""
        raise NotImplementedError


class Detect(Task):
    """One row for each record: the language of the text."""

    def __init__(self, kept: tuple[Any, ...], detector: LanguageDetector) -> None:
        super().__init__(kept)
        self._detector = detector

    def _results(self, records: Records) -> tuple[dict[str, Any], Any]:
        table = pa.table(self._detector.detect_batch(records.texts))
        return {name: table[name] for name in RESULTS["detect"]}, None


class Strip(Task):
    """One row for each record: the text without other languages."""

    def __init__(self, kept: tuple[Any, ...], detector: LanguageDetector, keep: list[str]) -> None:
        super().__init__(kept)
        self._detector, self._keep = detector, keep

    def _results(self, records: Records) -> tuple[dict[str, Any], Any]:
        table = pa.table(self._detector.strip_batch(records.texts, self._keep))
        return {name: table[name] for name in RESULTS["strip"]}, None


class Spans(Task):
    """One row for each span of a language."""

    def __init__(self, kept: tuple[Any, ...], detector: LanguageDetector) -> None:
        super().__init__(kept)
        self._detector = detector

    def _results(self, records: Records) -> tuple[dict[str, Any], Any]:
        texts = as_texts(records.texts)
        found = self._detector.spans_batch(texts)
        table = pa.table(found)
        results = {name: table[name] for name in RESULTS["spans"][:-1]}
        results["span"] = pa.array(cut(texts, found), pa.large_string())
        return results, _one(table["text"])


class Tokens(Task):
    """One row for each token."""

    def __init__(self, kept: tuple[Any, ...], tokenizer: Tokenizer) -> None:
        super().__init__(kept)
        self._tokenizer = tokenizer

    def _results(self, records: Records) -> tuple[dict[str, Any], Any]:
        table = pa.table(self._tokenizer.spans_batch(records.texts))
        return {name: table[name] for name in RESULTS["tokens"]}, _one(table["text"])


class Vectors(Task):
    """One row for each record: the columns of its terms, ascending, and their values, as lists."""

    def __init__(self, kept: tuple[Any, ...], vectorizer: Any) -> None:
        super().__init__(kept)
        self._vectorizer = vectorizer

    def _results(self, records: Records) -> tuple[dict[str, Any], Any]:
        if len(records):
            X = self._vectorizer.transform(records.texts)
            ends, columns, values = X.indptr.astype(np.int64), X.indices, X.data
        else:
            from tolmach.blocks import weight_type

            kind = weight_type(self._vectorizer)
            ends, columns, values = np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, kind)
        offsets = pa.array(ends)
        return {
            "columns": pa.LargeListArray.from_arrays(offsets, pa.array(columns.astype(np.int32, copy=False))),
            "values": pa.LargeListArray.from_arrays(offsets, pa.array(values)),
        }, None


def _one(column: Any) -> Any:
    """The single array of a column."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _plain(column: Any) -> Any:
    """A column as it is written: strings of one type without a dictionary, numbers as they are."""
    if isinstance(column, pa.ChunkedArray):
        column = _one(column)
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    return column.cast(pa.large_string()) if pa.types.is_string(column.type) else column

"""How inputs are to be read: the column of the texts, the columns that are kept, the encoding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from tolmach.stream import records
from tolmach.stream.flaws import Flaws
from tolmach.stream.records import START, Records, stretch
from tolmach.stream.sources import Source

__all__ = ["Gathering", "Reading", "nothing"]


@dataclass(frozen=True)
class Reading:
    """How inputs are read.

    Attributes
    ----------
    column : str or None
        The column of the texts; None where records are texts.
    kept : tuple of pyarrow.Field
        The columns that go along.
    encoding : str
        Of files of text, a codec of Python in which the line feed is one byte.
    delimiter : str or None
        Between the fields of CSV, where it is not the one that the suffix says.
    strict : bool
        Whether the first flaw stops the run.
    """

    column: str | None = None
    kept: tuple[Any, ...] = ()
    encoding: str = "utf-8"
    delimiter: str | None = None
    strict: bool = False

    def flaws(self) -> Flaws:
        """An empty count of flaws."""
        return Flaws(strict=self.strict)


class Gathering:
    """Gathers texts of one source, one by one, until they are enough for a stretch of records."""

    def __init__(self, source: Source, reading: Reading, row: int) -> None:
        self._source, self._reading = source, reading
        self.row = row
        self._start()

    def _start(self) -> None:
        self._texts: list[str | None] = []
        self._kept: list[list[str | None]] = [[] for _ in self._reading.kept]
        self._first, self._size = self.row, 0
        self._flaws = self._reading.flaws()

    def where(self) -> str:
        """The present record, for a person."""
        return f"{self._source.name}, row {self.row}"

    def text(self, text: str | None, kept: list[str | None]) -> None:
        """Takes the next record; None is a missing text."""
        if text is None:
            self._flaws.missing(self.where())
        else:
            self._size += len(text)
        self._append(text, kept)

    def damaged(self, kind: str, note: str = "") -> None:
        """Takes the next record, which cannot be read."""
        self._flaws.damaged(kind, self.where() + note)
        self._append(None, [None] * len(self._kept))

    def cut_off(self, kind: str) -> None:
        """Takes note that there would have been more records, nobody knows how many."""
        self._flaws.damaged(kind, self.where())

    def _append(self, text: str | None, kept: list[str | None]) -> None:
        self._texts.append(text)
        for column, value in zip(self._kept, kept, strict=True):
            column.append(value)
            self._size += len(value or "")
        self.row += 1

    def is_full(self) -> bool:
        """Whether it is time to hand on."""
        return len(self._texts) >= records.STEP_ROWS or self._size >= records.STEP_BYTES

    def take(self, at: int, done: int) -> Records:
        """The records so far, with `at` the byte where reading goes on."""
        texts = pa.array(self._texts, pa.large_string())
        kept = tuple(pa.array(column, pa.large_string()) for column in self._kept)
        taken = stretch(self._source, self._first, texts, kept, self._flaws, (at, self.row), done)
        self._start()
        return taken


def nothing(reading: Reading) -> Records:
    """No records at all."""
    kept = tuple(pa.nulls(0, field.type) for field in reading.kept)
    none = np.zeros(0, np.int32), np.zeros(0, np.int64), pa.array([], pa.large_string())
    return Records(*none, kept, reading.flaws(), START, 0)

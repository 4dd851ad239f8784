"""Records on their way: a stretch of them in Arrow memory, and the place behind it where reading goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tolmach.stream.flaws import Flaws

if TYPE_CHECKING:
    from tolmach.stream.sources import Source

__all__ = ["LONGEST", "START", "STEP_BYTES", "STEP_ROWS", "Place", "Records", "joined", "stretch"]

# Bytes of the longest record that is read; a longer one is damaged.
LONGEST = 1 << 28
# Readers hand on records when they have so many of them, or so many bytes of text.
STEP_ROWS, STEP_BYTES = 4096, 1 << 20


class Place(NamedTuple):
    """Where reading goes on: the number of a source, and the reader's own two numbers for the place in it.

    These are the next byte and the next row of a file of lines, the row group and the rows done of it in Parquet, the
    record batch and the rows done of it in Arrow IPC.
    """

    source: int
    first: int
    second: int


START = Place(0, 0, 0)


@dataclass(frozen=True)
class Records:
    """Consecutive records.

    Attributes
    ----------
    sources : ndarray of int32, shape (n,)
        The number of the source of each record.
    rows : ndarray of int64, shape (n,)
        The number of each record in its source, from 0; damaged ones count.
    texts : pyarrow.LargeStringArray, length n
        The texts, valid UTF-8; null where a record is missing or damaged.
    kept : tuple of pyarrow.Array
        The other columns that were asked for.
    flaws : Flaws
        What is missing or damaged among these records.
    after : Place
        Where reading goes on.
    done : int
        Bytes of the source of `after` that have been read, for the progress.
    """

    sources: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int64]
    texts: Any
    kept: tuple[Any, ...]
    flaws: Flaws
    after: Place
    done: int

    def __len__(self) -> int:
        return len(self.rows)


def stretch(
    source: Source, first: int, texts: Any, kept: tuple[Any, ...], flaws: Flaws, after: tuple[int, int], done: int
) -> Records:
    """Records of one source, from row `first` on."""
    count = len(texts)
    sources = np.full(count, source.number, dtype=np.int32)
    rows = np.arange(first, first + count, dtype=np.int64)
    return Records(sources, rows, texts, kept, flaws, Place(source.number, *after), done)


def joined(stretches: list[Records]) -> Records:
    """Stretches that follow each other, as one."""
    if len(stretches) == 1:
        return stretches[0]
    flaws = Flaws()
    for stretch in stretches:
        flaws.add(stretch.flaws)
    return Records(
        np.concatenate([stretch.sources for stretch in stretches]),
        np.concatenate([stretch.rows for stretch in stretches]),
        pa.concat_arrays([stretch.texts for stretch in stretches]),
        tuple(pa.concat_arrays(list(columns)) for columns in zip(*(s.kept for s in stretches), strict=True)),
        flaws,
        stretches[-1].after,
        stretches[-1].done,
    )

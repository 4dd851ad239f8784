"""From sources to batches: records of all inputs in order, cut at the same places however often a run was resumed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from tolmach.stream import arrow, delimited, jsonlines, records
from tolmach.stream.errors import RunError, UnreadableError
from tolmach.stream.reading import Reading, nothing
from tolmach.stream.records import Place, Records, joined
from tolmach.stream.sources import Source

__all__ = ["batches"]

# A batch is full with so many records or so many bytes of text: work for all threads, and little memory.
_ROWS, _BYTES = 1 << 15, 1 << 22

_READERS = {
    "parquet": arrow.read_parquet,
    "arrow": arrow.read_arrow,
    "csv": delimited.read_delimited,
    "tsv": delimited.read_delimited,
    "jsonl": jsonlines.read_json_lines,
    "lines": jsonlines.read_plain_lines,
}


def batches(sources: list[Source], reading: Reading, place: Place) -> Iterator[Records]:
    """The records from a place on, which is the start or where an earlier batch ended."""
    waiting: list[Records] = []
    rows = size = 0
    for stretch in _stretches(sources, reading, place):
        waiting.append(stretch)
        rows += len(stretch)
        size += stretch.texts.nbytes + sum(column.nbytes for column in stretch.kept)
        if rows >= _ROWS or size >= _BYTES:
            yield joined(waiting)
            waiting, rows, size = [], 0, 0
    if waiting:
        yield joined(waiting)


def _stretches(sources: list[Source], reading: Reading, place: Place) -> Iterator[Records]:
    at = place[1:]
    for source in sources[place.source :]:
        last = None
        for stretch in _of_source(source, reading, *at):
            if last is not None:
                yield last
            last = stretch
        if last is not None:
            yield replace(last, after=Place(source.number + 1, 0, 0), done=0)
        at = (0, 0)


def _of_source(source: Source, reading: Reading, first: int, second: int) -> Iterator[Records]:
    try:
        if source.format == "text":
            yield _document(source, reading)
        else:
            yield from _READERS[source.format](source, reading, first, second)
    except UnreadableError as error:
        flaws = reading.flaws()
        flaws.unreadable(source.name, str(error))
        yield replace(nothing(reading), flaws=flaws)
    except OSError as error:
        raise RunError(f"{source.name}: {error.strerror or error}") from error


def _document(source: Source, reading: Reading) -> Records:
    """A file of text as one record."""
    text: str | None = None
    flaws = reading.flaws()
    try:
        with gzip.open(source.path) if source.is_compressed else source.path.open("rb") as file:
            raw = file.read(records.LONGEST + 1)
        if len(raw) > records.LONGEST:
            flaws.damaged("longer than 256 MB", source.name)
        else:
            text = raw.decode("utf-8-sig" if reading.encoding == "utf-8" else reading.encoding)
    except UnicodeDecodeError as error:
        flaws.damaged(f"not {reading.encoding}", f"{source.name}, byte {error.start}")
    except (EOFError, zlib.error, gzip.BadGzipFile):
        flaws.damaged("compressed file is cut off or damaged", source.name)
    return records.stretch(source, 0, pa.array([text], pa.large_string()), (), flaws, (0, 1), 0)

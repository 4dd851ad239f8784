"""Tables as files: Parquet, Arrow IPC, CSV and JSON lines, written a slice at a time.

>>> from tolmach.stream.sinks import writer_of
>>> writer_of("languages.parquet").__name__
'write_parquet'
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from tolmach.stream.errors import UsageError

if TYPE_CHECKING:
    from tolmach.stream.parts import Parts

__all__ = [
    "SUFFIXES",
    "Write",
    "slices",
    "try_out",
    "write",
    "write_arrow",
    "write_csv",
    "write_json_lines",
    "write_parquet",
    "writer_of",
]

# A slice, which is a row group of Parquet, has so many rows or so many bytes.
_ROWS, _BYTES = 1 << 17, 1 << 23

Write = Callable[[Iterator[Any], Any, IO[bytes]], None]


def write_parquet(tables: Iterator[Any], schema: Any, file: IO[bytes]) -> None:
    """Parquet, compressed by Zstandard."""
    with pq.ParquetWriter(file, schema, compression="zstd", write_page_checksum=True) as writer:
        for table in tables:
            writer.write_table(table)


def write_arrow(tables: Iterator[Any], schema: Any, file: IO[bytes]) -> None:
    """An Arrow IPC file, which is Feather, compressed by LZ4."""
    with pa.ipc.new_file(file, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        for table in tables:
            writer.write_table(table)


def write_csv(tables: Iterator[Any], schema: Any, file: IO[bytes]) -> None:
    """CSV with a header; a null is an empty field, an empty text a quoted one."""
    with pa.csv.CSVWriter(file, schema) as writer:
        for table in tables:
            writer.write_table(table)


def write_json_lines(tables: Iterator[Any], schema: Any, file: IO[bytes]) -> None:
    """An object for each row, on a line of its own."""
    for table in tables:
        for batch in table.to_batches(max_chunksize=1024):
            rows = batch.to_pylist()
            text = "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
            file.write(text.encode())


SUFFIXES: dict[str, Write] = {
    ".parquet": write_parquet,
    ".pq": write_parquet,
    ".arrow": write_arrow,
    ".feather": write_arrow,
    ".ipc": write_arrow,
    ".csv": write_csv,
    ".jsonl": write_json_lines,
    ".ndjson": write_json_lines,
}


def writer_of(output: str | Path, also: str = "") -> Write:
    """The function that writes files of this suffix; `also` names one that somebody else knows.

    Raises
    ------
    UsageError
        For an unknown suffix; the message lists the known.
    """
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"{output}: the suffix says the format of the output: {' '.join(SUFFIXES)} {also}".rstrip())
    return SUFFIXES[suffix]


def try_out(output: str | Path, fields: tuple[Any, ...]) -> None:
    """Finds out before the work whether a file of this suffix can have columns of these types.

    Raises
    ------
    UsageError
        If it cannot.
    """
    schema = pa.schema(fields)
    try:
        writer_of(output)(iter([schema.empty_table()]), schema, io.BytesIO())
    except pa.ArrowException as error:
        names = ", ".join(f"{field.name!r} ({field.type})" for field in fields)
        raise UsageError(f"{output}: this format cannot hold {names}: {error}; keep fewer columns") from error


def write(
    output: str | Path,
    parts: Parts,
    names: list[str] | None,
    file: IO[bytes],
    turned: Callable[[Iterator[Any]], Iterator[Any]] = iter,
) -> None:
    """Writes the results of `parts` in the format of `output`.

    Parameters
    ----------
    output : path
        Whose suffix says the format.
    parts : Parts
        The results.
    names : list of str or None
        The name of each input file, for the column `file`; None to leave that out.
    file : binary file
        Where to write.
    turned : callable
        What is done to the record batches first.
    """
    schema = parts.schema()
    none = pa.record_batch([pa.array([], kind) for kind in schema.types], schema=schema)
    empty = _named(list(turned(iter([none]))), names)
    writer_of(output)(slices(turned(parts.batches()), names), empty.schema, file)


def slices(batches: Iterator[Any], names: list[str] | None) -> Iterator[Any]:
    """Record batches as tables of about equal size, with names of files in place of their numbers.

    Parameters
    ----------
    batches : iterator of pyarrow.RecordBatch
        Batches of one schema, whose first column is `file`, a number.
    names : list of str or None
        The name of each file; None to leave the column out.
    """
    waiting: list[Any] = []
    rows = size = 0
    for batch in batches:
        step = max(1, min(_ROWS, _BYTES * len(batch) // max(batch.nbytes, 1)))
        for start in range(0, len(batch), step):
            piece = batch.slice(start, step)
            if waiting and (rows + len(piece) > _ROWS or size + piece.nbytes > _BYTES):
                yield _named(waiting, names)
                waiting, rows, size = [], 0, 0
            waiting.append(piece)
            rows += len(piece)
            size += piece.nbytes
    if waiting:
        yield _named(waiting, names)


def _named(batches: list[Any], names: list[str] | None) -> Any:
    table = pa.Table.from_batches(batches)
    if names is None:
        return table.drop_columns(["file"])
    numbers = pa.chunked_array(table["file"])
    found = sorted(set(numbers.unique().to_pylist()))
    place = {number: at for at, number in enumerate(found)}
    indices = pa.array([place[number] for number in numbers.to_pylist()], pa.int32())
    column = pa.DictionaryArray.from_arrays(indices, pa.array([names[number] for number in found], pa.large_string()))
    return table.set_column(0, "file", column.cast(pa.large_string()))

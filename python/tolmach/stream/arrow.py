"""Parquet and Arrow IPC: columns read a stretch at a time, whatever the size of row groups and record batches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tolmach.stream import records
from tolmach.stream.errors import UnreadableError, UsageError
from tolmach.stream.flaws import Flaws
from tolmach.stream.reading import Reading
from tolmach.stream.records import Records, stretch
from tolmach.stream.sources import Source

__all__ = ["is_text", "plain_type", "read_arrow", "read_parquet", "schema_of"]

# What the readers of PyArrow raise for damaged files.
_DAMAGE = (pa.ArrowException, OSError)
_MAGIC = b"ARROW1\0\0"
# Bytes that Parquet pages are read by; without it a column of a row group is read as a whole.
_BUFFER = 1 << 18


def schema_of(source: Source) -> Any:
    """The schema of a Parquet or Arrow IPC file."""
    try:
        if source.format == "parquet":
            with pq.ParquetFile(source.path) as file:
                return file.schema_arrow
        with pa.OSFile(str(source.path)) as file:
            return _opened(file, None)[0].schema
    except _DAMAGE as error:
        raise UnreadableError(_reason(error)) from error


def is_text(kind: Any) -> bool:
    """Whether a column of this type can hold texts: strings, or bytes that may be UTF-8, or nothing but nulls."""
    kind = plain_type(kind)
    types = pa.types
    checks = types.is_string, types.is_large_string, types.is_binary, types.is_large_binary, types.is_null
    return any(check(kind) for check in checks)


def plain_type(kind: Any) -> Any:
    """The type of the values of a column, without a dictionary and without views."""
    if pa.types.is_dictionary(kind):
        return plain_type(kind.value_type)
    views = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
    return views.get(kind, kind)


def read_parquet(source: Source, reading: Reading, group: int, skipped: int) -> Iterator[Records]:
    """The records of a Parquet file from a row group, and a row of it, on."""
    try:
        file = pq.ParquetFile(source.path, buffer_size=_BUFFER, pre_buffer=False, page_checksum_verification=True)
    except _DAMAGE as error:
        raise UnreadableError(_reason(error)) from error
    names = _names(reading)
    with file:
        counts = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
        starts = list(accumulate(counts, initial=0))
        for number in range(group, len(counts)):
            before, taken = starts[number], 0
            wanted = skipped if number == group else 0
            flaws = reading.flaws()
            try:
                for batch in file.iter_batches(_step(file, number, names), [number], names, use_threads=False):
                    taken += len(batch)
                    if taken <= wanted:
                        continue
                    row = before + taken - len(batch)
                    after = (number, taken) if taken < counts[number] else (number + 1, 0)
                    done = source.size * (before + taken) // starts[-1]
                    yield _stretch(source, reading, batch, row, after, done)
            except pa.ArrowNotImplementedError as error:
                raise _too_old(source, error) from error
            except _DAMAGE as error:
                taken = max(taken, wanted)
                left = counts[number] - taken
                where = f"{source.name}, rows {before + taken} to {before + counts[number] - 1}"
                flaws.damaged(f"damaged Parquet ({_reason(error)})", where, left)
                yield from _nothing(source, reading, before + taken, left, flaws, (number + 1, 0))


def _step(file: Any, group: int, names: list[str]) -> int:
    """Rows that have about `STEP_BYTES`, as far as the file says how long they are."""
    described = file.metadata.row_group(group)
    sizes = [described.column(number) for number in range(described.num_columns)]
    bytes_ = sum(column.total_uncompressed_size for column in sizes if column.path_in_schema.split(".")[0] in names)
    return int(min(records.STEP_ROWS, max(1, records.STEP_BYTES * described.num_rows // max(bytes_, 1))))


def _nothing(
    source: Source, reading: Reading, row: int, count: int, flaws: Flaws, after: tuple[int, int]
) -> Iterator[Records]:
    """Records that cannot be read."""
    texts = pa.nulls(count, pa.large_string())
    kept = tuple(pa.nulls(count, field.type) for field in reading.kept)
    yield stretch(source, row, texts, kept, flaws, after, 0)


def read_arrow(source: Source, reading: Reading, number: int, skipped: int) -> Iterator[Records]:
    """The records of an Arrow IPC file or stream from a record batch, and a row of it, on."""
    with pa.OSFile(str(source.path)) as file:
        try:
            opened, is_file = _opened(file, _names(reading))
        except _DAMAGE as error:
            raise UnreadableError(_reason(error)) from error
        row = 0
        try:
            for at, batch in enumerate(_batches(opened, is_file)):
                step = max(
                    1, min(records.STEP_ROWS, records.STEP_BYTES * len(batch) // max(batch.get_total_buffer_size(), 1))
                )
                start = 0 if at > number else skipped if at == number else len(batch)
                for offset in range(start, len(batch), step):
                    piece = batch.slice(offset, step)
                    after = (at, offset + len(piece)) if offset + len(piece) < len(batch) else (at + 1, 0)
                    yield _stretch(source, reading, piece, row + offset, after, file.tell())
                row += len(batch)
        except pa.ArrowNotImplementedError as error:
            raise _too_old(source, error) from error
        except _DAMAGE as error:
            flaws = reading.flaws()
            flaws.damaged(f"damaged Arrow file ({_reason(error)})", f"{source.name}, from row {row} on")
            yield from _nothing(source, reading, row, 0, flaws, (0, 0))
            return
        if not is_file and _has_magic(file):
            flaws = reading.flaws()
            flaws.damaged("Arrow file that is cut off", f"{source.name}, from row {row} on")
            yield from _nothing(source, reading, row, 0, flaws, (0, 0))


def _opened(file: Any, names: list[str] | None) -> tuple[Any, bool]:
    """A reader, and whether it is one of a whole file rather than of a stream."""
    options = pa.ipc.IpcReadOptions()
    has_magic = _has_magic(file)
    file.seek(0)
    if has_magic:
        try:
            opened = pa.ipc.open_file(file, options=options)
        except _DAMAGE:
            # A file is a stream within a frame: what is there of it can be read without the end of the frame.
            file.seek(len(_MAGIC))
        else:
            if names is not None:
                options.included_fields = [opened.schema.get_field_index(name) for name in names]
                opened = pa.ipc.open_file(file, options=options)
            return opened, True
    return pa.ipc.open_stream(file), False


def _has_magic(file: Any) -> bool:
    file.seek(0)
    return bool(file.read(len(_MAGIC)) == _MAGIC)


def _batches(opened: Any, is_file: bool) -> Iterator[Any]:
    if is_file:
        for number in range(opened.num_record_batches):
            yield opened.get_batch(number)
    else:
        yield from opened


def _names(reading: Reading) -> list[str]:
    return [reading.column or "", *(field.name for field in reading.kept)]


def _stretch(source: Source, reading: Reading, batch: Any, row: int, after: tuple[int, int], done: int) -> Records:
    flaws = reading.flaws()
    texts = _texts(batch.column(reading.column), source, row, flaws)
    kept = tuple(_plain(batch.column(field.name)).cast(field.type) for field in reading.kept)
    return stretch(source, row, texts, kept, flaws, after, done)


def _plain(column: Any) -> Any:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _texts(column: Any, source: Source, row: int, flaws: Flaws) -> Any:
    """The texts of a column, checked: neither Parquet nor Arrow IPC are valid UTF-8 because they say so."""
    column = _plain(column)
    if column.null_count:
        for at in column.is_null().to_numpy(zero_copy_only=False).nonzero()[0]:
            flaws.missing(f"{source.name}, row {row + int(at)}")
    try:
        texts = column.cast(pa.large_string())
        texts.validate(full=True)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        # Something is wrong with one of them, or it is an older PyArrow, which does not know how to cast views.
        values: list[str | None] = []
        for at, value in enumerate(column):
            try:
                values.append(value.as_buffer().to_pybytes().decode() if value.is_valid else None)
            except UnicodeDecodeError as error:
                flaws.damaged("not utf-8", f"{source.name}, row {row + at}, byte {error.start}")
                values.append(None)
        return pa.array(values, pa.large_string())
    return texts


def _too_old(source: Source, error: BaseException) -> UsageError:
    return UsageError(f"{source.name}: PyArrow {pa.__version__} cannot read this ({_reason(error)}); try a newer one")


def _reason(error: BaseException) -> str:
    """The first line of what PyArrow says."""
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__

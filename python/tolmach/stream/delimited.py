"""CSV and TSV: a header, then records of as many fields; line ends within quotes belong to a field."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from tolmach.stream import records
from tolmach.stream.errors import UnreadableError
from tolmach.stream.lines import CutOffError, Lines
from tolmach.stream.reading import Gathering, Reading
from tolmach.stream.records import Records
from tolmach.stream.sources import Source

__all__ = ["header", "read_delimited"]


class _Decoded:
    """The lines of a record for the reader of the standard library, and what was found on the way."""

    def __init__(self, lines: Lines, encoding: str) -> None:
        self._lines, self._encoding = lines, encoding
        self.begin()

    def begin(self) -> None:
        """A record starts here."""
        self.start = self._lines.at
        self.first_end = self._lines.at
        self.count = 0
        self.is_invalid = False

    def __iter__(self) -> _Decoded:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if self.count == 0:
            self.first_end = self._lines.at
        self.count += 1
        if line is None or self._lines.at - self.start > records.LONGEST:
            raise csv.Error("longer than 256 MB")
        try:
            return line.decode(self._encoding)
        except UnicodeDecodeError:
            self.is_invalid = True
            return line.decode(self._encoding, "surrogateescape")


def header(source: Source, reading: Reading) -> list[str]:
    """The names of the columns.

    Raises
    ------
    UnreadableError
        If there is no header that can be read.
    """
    with Lines(source.path, source.is_compressed) as lines:
        return _names(source, reading, lines)


def _names(source: Source, reading: Reading, lines: Lines) -> list[str]:
    decoded = _Decoded(lines, reading.encoding)
    try:
        for fields in _reader(decoded, source, reading):
            if fields and not decoded.is_invalid:
                return fields
            if fields:
                break
    except (csv.Error, CutOffError):
        pass
    raise UnreadableError(f"no header of column names in {reading.encoding} (see --encoding, --delimiter)")


def _reader(decoded: _Decoded, source: Source, reading: Reading) -> Iterator[list[str]]:
    csv.field_size_limit(records.LONGEST)
    delimiter = reading.delimiter or ("\t" if source.format == "tsv" else ",")
    return csv.reader(decoded, delimiter=delimiter, strict=True)


def read_delimited(source: Source, reading: Reading, byte: int, row: int) -> Iterator[Records]:
    """The records of a file from a byte and its row on, the header apart; blank lines are none."""
    gathering = Gathering(source, reading, row)
    at, done = byte, 0
    try:
        with Lines(source.path, source.is_compressed) as lines:
            names = _names(source, reading, lines)
            text_at = names.index(reading.column or "")
            kept_at = [names.index(field.name) for field in reading.kept]
            if byte:
                lines.back_to(byte)
            decoded = _Decoded(lines, reading.encoding)
            reader = _reader(decoded, source, reading)
            while True:
                decoded.begin()
                try:
                    fields = next(reader, None)
                except csv.Error as error:
                    gathering.damaged(_reason(error), f", byte {decoded.start}")
                    if decoded.count > 1:
                        # A quote that is never closed swallows what follows: go on behind the line that it is on. No
                        # line is read a third time, as the quotes on the swallowed lines are in pairs.
                        lines.back_to(decoded.first_end)
                        reader = _reader(decoded, source, reading)
                else:
                    if fields is None:
                        break
                    _take(fields, len(names), text_at, kept_at, decoded, gathering, reading)
                at, done = lines.at, lines.done()
                if gathering.is_full():
                    yield gathering.take(at, done)
    except CutOffError:
        gathering.cut_off("compressed file is cut off or damaged")
    yield gathering.take(at, source.size)


def _take(
    fields: list[str],
    width: int,
    text_at: int,
    kept_at: list[int],
    decoded: _Decoded,
    gathering: Gathering,
    reading: Reading,
) -> None:
    if not fields:
        return
    if len(fields) != width:
        counted = f"{len(fields)} field{'' if len(fields) == 1 else 's'}"
        gathering.damaged("wrong number of fields", f", {counted} instead of {width}")
        return
    text, kept = fields[text_at], [fields[at] for at in kept_at]
    if decoded.is_invalid and any("\udc80" <= c <= "\udcff" for field in [text, *kept] for c in field):
        gathering.damaged(f"not {reading.encoding}")
        return
    gathering.text(text, list(kept))


def _reason(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end" in said:
        return "a quote that is never closed"
    if "expected after" in said:
        return "text behind a closing quote"
    if "new-line character" in said:
        return "a carriage return within a line"
    if "field larger" in said or "longer" in said:
        return "longer than 256 MB"
    return said

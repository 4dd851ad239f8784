"""JSON lines: a record on each line, an object with the text under a key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tolmach.stream.lines import CutOffError, Lines
from tolmach.stream.reading import Gathering, Reading
from tolmach.stream.records import Records
from tolmach.stream.sources import Source

__all__ = ["keys", "read_json_lines", "read_plain_lines"]

# So many records say which keys there are.
_PEEK = 100


def read_json_lines(source: Source, reading: Reading, byte: int, row: int) -> Iterator[Records]:
    """The records of a file of JSON lines from a byte and its row on; blank lines are none."""
    names = [field.name for field in reading.kept]

    def take(line: bytes, gathering: Gathering) -> None:
        try:
            record = json.loads(line.decode(reading.encoding))
        except UnicodeDecodeError as error:
            gathering.damaged(f"not {reading.encoding}", f", byte {error.start}")
            return
        except (ValueError, RecursionError):
            gathering.damaged("broken JSON")
            return
        if not isinstance(record, dict):
            gathering.damaged("JSON that is no object")
            return
        text = record.get(reading.column)
        if text is not None and not isinstance(text, str):
            gathering.damaged(f"a {_kind(text)} where the text should be")
            return
        kept = [_written(record.get(name)) for name in names]
        # Only an escape can write a surrogate.
        if b"\\u" in line and not all(map(_is_encodable, [text, *kept])):
            gathering.damaged("half of a surrogate pair")
            return
        gathering.text(text, kept)

    yield from _read(source, reading, byte, row, take, blank=False)


def read_plain_lines(source: Source, reading: Reading, byte: int, row: int) -> Iterator[Records]:
    """The lines of a file as texts, without their line ends, from a byte and its row on."""

    def take(line: bytes, gathering: Gathering) -> None:
        try:
            text = line.removesuffix(b"\n").removesuffix(b"\r").decode(reading.encoding)
        except UnicodeDecodeError as error:
            gathering.damaged(f"not {reading.encoding}", f", byte {error.start}")
            return
        gathering.text(text, [])

    yield from _read(source, reading, byte, row, take, blank=True)


def _read(source: Source, reading: Reading, byte: int, row: int, take: Any, blank: bool) -> Iterator[Records]:
    gathering = Gathering(source, reading, row)
    at, done = byte, 0
    try:
        with Lines(source.path, source.is_compressed, byte) as lines:
            for line in lines:
                if line is None:
                    gathering.damaged("longer than 256 MB")
                elif blank or not line.isspace():
                    take(line, gathering)
                at, done = lines.at, lines.done()
                if gathering.is_full():
                    yield gathering.take(at, done)
    except CutOffError:
        gathering.cut_off("compressed file is cut off or damaged")
    yield gathering.take(at, source.size)


def keys(source: Source, encoding: str) -> dict[str, str]:
    """The keys of the first records, in order, each with what is under it: ``string``, ``number`` and so on."""
    found: dict[str, str] = {}
    try:
        with Lines(source.path, source.is_compressed) as lines:
            for _, line in zip(range(_PEEK), lines, strict=False):
                try:
                    record = json.loads((line or b"").decode(encoding))
                except (ValueError, RecursionError):
                    continue
                if isinstance(record, dict):
                    for key, value in record.items():
                        if value is not None or key not in found:
                            found[key] = _kind(value) if found.get(key) in (None, "null") else found[key]
    except CutOffError:
        pass
    return found


def _kind(value: object) -> str:
    names = {str: "string", bool: "boolean", int: "number", float: "number", list: "list", dict: "object"}
    return names.get(type(value), "null")


def _written(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _is_encodable(text: str | None) -> bool:
    return text is None or not any("\ud800" <= c <= "\udfff" for c in text)

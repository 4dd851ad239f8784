"""Which column of the inputs holds the texts, and of what types the kept columns are."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from tolmach.stream import arrow, delimited, jsonlines
from tolmach.stream.errors import UnreadableError, UsageError
from tolmach.stream.reading import Reading
from tolmach.stream.sources import Source

__all__ = ["choose"]


class _Column(NamedTuple):
    name: str
    kind: str
    is_text: bool
    type: Any


def choose(sources: list[Source], reading: Reading, column: str | None, kept: Sequence[str]) -> Reading:
    """`reading` with the column of the texts and the types of the kept columns.

    Every source is asked, so that a run does not stop at the last of many files.

    Raises
    ------
    UsageError
        For a column that is not there or holds something else than texts, and where none is named and there is not
        exactly one column of texts; the message lists the columns.
    """
    tables = [source for source in sources if source.format not in ("text", "lines")]
    if not tables:
        if column is not None or kept:
            option = "--column" if column is not None else "--keep-column"
            raise UsageError(f"{option} is for tables; files of text have no columns (see --format)")
        return reading
    if kept and len(tables) < len(sources):
        raise UsageError("--keep-column is for tables, and some of the inputs are files of text")
    fields: dict[str, tuple[Any, Source]] = {}
    for source in tables:
        columns = _columns(source, reading)
        if columns is None:
            continue
        if column is None:
            column = _only_text(source, columns)
        chosen = _find(source, columns, column, "--column")
        if chosen is not None and not chosen.is_text:
            raise UsageError(f"{source.name}: column {column!r} holds {chosen.kind}, not texts; {_listed(columns)}")
        for name in kept:
            found = _find(source, columns, name, "--keep-column")
            kind = pa.large_string() if found is None else found.type
            first, where = fields.setdefault(name, (kind, source))
            if first != kind:
                raise UsageError(
                    f"{source.name}: column {name!r} holds {kind}, but {first} in {where.name}; convert one of them"
                )
    if column is None:
        raise UsageError("none of the inputs can be read")
    types = tuple(pa.field(name, fields[name][0] if name in fields else pa.large_string()) for name in kept)
    return Reading(column, types, reading.encoding, reading.delimiter, reading.strict)


def _columns(source: Source, reading: Reading) -> list[_Column] | None:
    """The columns of a file; None if it cannot be read, which is reported when its turn comes."""
    if source.format in ("csv", "tsv"):
        if source.size == 0:
            return None
        try:
            names = delimited.header(source, reading)
        except UnreadableError as error:
            raise UsageError(f"{source.name}: {error}") from error
        return [_Column(name, "string", True, pa.large_string()) for name in names]
    if source.format == "jsonl":
        found = jsonlines.keys(source, reading.encoding).items()
        return [_Column(name, kind, kind in ("string", "null"), pa.large_string()) for name, kind in found] or None
    try:
        schema = arrow.schema_of(source)
    except UnreadableError:
        return None
    return [
        _Column(field.name, str(kind := arrow.plain_type(field.type)), arrow.is_text(kind), kind) for field in schema
    ]


def _only_text(source: Source, columns: list[_Column]) -> str:
    texts = [column.name for column in columns if column.is_text and column.kind != "null"]
    if len(texts) != 1:
        said = "no column holds texts" if not texts else "which column holds the texts? say --column NAME"
        raise UsageError(f"{source.name}: {said}; {_listed(columns)}")
    return texts[0]


def _find(source: Source, columns: list[_Column], name: str, option: str) -> _Column | None:
    found = [column for column in columns if column.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{source.name}: {len(found)} columns are named {name!r}; rename one of them")
    if source.format == "jsonl" and option == "--keep-column":
        # A key may come later.
        return None
    close = difflib.get_close_matches(name, [column.name for column in columns], 1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise UsageError(f"{source.name}: no column {name!r}; {hint}{_listed(columns)}")


def _listed(columns: list[_Column]) -> str:
    return "columns are " + ", ".join(f"{column.name!r} ({column.kind})" for column in columns)

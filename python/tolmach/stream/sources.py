"""Input files: which there are, of what format, and a fingerprint that tells whether they have changed.

>>> from tolmach.stream.sources import format_of
>>> format_of("news.parquet"), format_of("news.csv.gz"), format_of("news.docx")
('parquet', 'csv', None)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tolmach.stream.errors import UsageError

__all__ = ["FORMATS", "Source", "find_sources", "fingerprint", "format_of"]

_SUFFIXES = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
}
FORMATS = ("parquet", "arrow", "csv", "tsv", "jsonl", "lines", "text")
# Suffixes of files that a folder is searched for: Markdown is more often about the texts than one of them.
_SOUGHT = frozenset(_SUFFIXES) - {".md"}
# What is hashed at both ends of a file.
_ENDS = 1 << 16
# Up to so many files are named when they have changed.
_NAMED = 1000


@dataclass(frozen=True, slots=True)
class Source:
    """An input file: its number, its path, its format (one of `FORMATS`), its size in bytes."""

    number: int
    path: Path
    format: str
    size: int

    @property
    def name(self) -> str:
        """The path as it was given, in characters that can be written."""
        return os.fsencode(self.path).decode("utf-8", "replace")

    @property
    def is_compressed(self) -> bool:
        """Whether gzip has to be undone."""
        return self.path.suffix.lower() == ".gz"


def format_of(path: str | Path) -> str | None:
    """The format that the name of a file tells; None if it does not tell."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".gz":
        kind = _SUFFIXES.get(Path(path.stem).suffix.lower())
        return kind if kind in ("csv", "tsv", "jsonl", "text") else None
    return _SUFFIXES.get(suffix)


def find_sources(paths: Iterable[str | Path], kind: str | None = None) -> list[Source]:
    """The input files in the order of `paths`, those of a folder sorted by path.

    Parameters
    ----------
    paths : iterable of path
        Files; folders, of which all files of a known suffix are read at any depth, except a ``README`` and what is
        hidden.
    kind : str, optional
        The format of all files, whatever their names.

    Raises
    ------
    UsageError
        For a path that does not exist, a folder without such files, a name that tells no format.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if str(path) == "-":
            raise UsageError("standard input cannot be read twice or resumed; write it to a file first")
        if path.is_dir():
            found += _of_folder(path)
        elif path.is_file():
            found.append(path)
        elif path.exists():
            raise UsageError(f"{path}: not a regular file")
        else:
            raise UsageError(f"{path}: no such file or folder")
    sources = []
    for number, path in enumerate(found):
        told = kind or format_of(path)
        if told is None:
            hint = "JSON lines are *.jsonl" if path.suffix.lower() == ".json" else "known are *" + " *".join(_SUFFIXES)
            raise UsageError(f"{path}: the name does not tell the format ({hint}); say --format {'|'.join(FORMATS)}")
        sources.append(Source(number, path, told, path.stat().st_size))
    return sources


def _of_folder(folder: Path) -> list[Path]:
    def is_sought(path: Path) -> bool:
        inner = path.relative_to(folder)
        plain = path.stem.lower() != "readme" and not any(part.startswith(".") for part in inner.parts)
        parts = any(part.endswith(".parts") for part in inner.parts[:-1])
        suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
        return plain and not parts and suffix.lower() in _SOUGHT and format_of(path) is not None and path.is_file()

    found = sorted(path for path in folder.rglob("*") if is_sought(path))
    if not found:
        raise UsageError(f"{folder}: no files of a known format in this folder (*{' *'.join(sorted(_SOUGHT))})")
    return found


def fingerprint(sources: list[Source]) -> dict[str, Any]:
    """What tells whether inputs are still the same: path, size, time of change and a hash of both ends of each."""
    digest = hashlib.sha256()
    named = {}
    for source in sources:
        status = source.path.stat()
        ends = hashlib.sha256()
        with source.path.open("rb") as file:
            ends.update(file.read(_ENDS))
            if status.st_size > 2 * _ENDS:
                file.seek(-_ENDS, 2)
            ends.update(file.read(_ENDS))
        mark = f"{status.st_size} {status.st_mtime_ns} {ends.hexdigest()[:16]}"
        digest.update(f"{source.path.absolute()}\n{source.format} {mark}\n".encode(errors="surrogateescape"))
        if len(sources) <= _NAMED:
            named[str(source.path.absolute())] = mark
    return {"count": len(sources), "sum": digest.hexdigest(), "files": named}

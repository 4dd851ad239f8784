"""Documents as they lie on a disk: files and folders read into names and texts.

>>> from tolmach.documents import read_documents
>>> read_documents(["nowhere.txt"])
Traceback (most recent call last):
    ...
tolmach.documents.UnreadableError: nowhere.txt: no such file or folder
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable
from pathlib import Path

__all__ = ["UnreadableError", "read_documents"]


class UnreadableError(ValueError):
    """A path that cannot be read as text; the message names it and says what to do."""


def read_documents(
    paths: Iterable[str | Path], encoding: str = "utf-8", errors: str = "strict"
) -> list[tuple[str, str]]:
    """Name and text of each document, in the order of `paths`, those of a folder sorted by path.

    Parameters
    ----------
    paths : iterable of path
        Files of any name; folders, of which the ``*.txt`` at any depth are read, except a ``README.txt`` and what is
        hidden; ``'-'`` for standard input.
    encoding, errors : str
        As of `bytes.decode`. A byte order mark at the start of UTF-8 is no part of the text. Line ends stay as they
        are, so that offsets into the text are offsets into the file.

    Raises
    ------
    UnreadableError
        For a path that does not exist or may not be read, a folder without texts, an unknown encoding, and bytes
        that are not in the encoding (with their position).
    """
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        raise UnreadableError(f"unknown encoding {encoding!r}; try utf-8, cp1251, latin-1 or koi8-r") from None
    codec = "utf-8-sig" if codec == "utf-8" else codec
    return [_read(name, path, codec, errors) for name, path in _files(paths)]


def _files(paths: Iterable[str | Path]) -> Iterable[tuple[str, Path | None]]:
    for path in paths:
        if str(path) == "-":
            yield "-", None
            continue
        path = Path(path)
        if not path.exists():
            raise UnreadableError(f"{path}: no such file or folder")
        if not path.is_dir():
            yield str(path), path
            continue
        found = sorted(file for file in path.rglob("*.txt") if file.is_file() and _is_document(file.relative_to(path)))
        if not found:
            raise UnreadableError(f"{path}: no *.txt files in this folder; name the files, or another folder")
        for file in found:
            yield str(file), file


def _is_document(path: Path) -> bool:
    return path.stem.lower() != "readme" and not any(part.startswith(".") for part in path.parts)


def _read(name: str, path: Path | None, codec: str, errors: str) -> tuple[str, str]:
    try:
        raw = sys.stdin.buffer.read() if path is None else path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror or error}") from None
    try:
        return name, raw.decode(codec, errors)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{name}: byte {error.start} is not {codec.removesuffix('-sig')}; "
            "name the right encoding (--encoding cp1251) or keep what is readable (--errors replace)"
        ) from None

"""Files that are there as a whole or not at all, whatever happens while they are written.

>>> import pathlib, tempfile
>>> from tolmach.files import replace
>>> with tempfile.TemporaryDirectory() as folder:
...     path = pathlib.Path(folder, "note")
...     replace(path, lambda file: file.write(b"done"))
...     path.read_bytes()
b'done'
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import IO

__all__ = ["replace", "settle"]


def replace(path: Path, write: Callable[[IO[bytes]], object], temporary: Path | None = None) -> None:
    """Writes a file by `write(file)`, which then stands there whole and on the disk, or not at all.

    Parameters
    ----------
    path : Path
        The file; an old one stays until the new one is complete.
    write : callable
        Writes to the open file that it is given.
    temporary : Path, optional
        Where to write first, in the same file system; by default a name beside `path` that nobody else takes.
    """
    temporary = temporary or path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        with temporary.open("wb") as file:
            write(file)
            settle(file)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def settle(file: IO[bytes]) -> None:
    """Sees to it that what was written so far is on the disk."""
    file.flush()
    os.fsync(file.fileno())

r"""Files of lines, read as bytes that can be counted: plain or gzip, cut at line feeds.

>>> import pathlib, tempfile
>>> from tolmach.stream.lines import Lines
>>> path = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
>>> _ = path.write_bytes(b"one\ntwo")
>>> with Lines(path, compressed=False) as lines:
...     [(line, lines.at) for line in lines]
[(b'one\n', 4), (b'two', 7)]
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Self

from tolmach.stream import records

__all__ = ["CutOffError", "Lines"]

_BOM = b"\xef\xbb\xbf"


class CutOffError(Exception):
    """A compressed file ends before its end, or is damaged there."""


class Lines:
    """The lines of a file with their line ends, from byte `start` on; a byte order mark is passed over.

    A line longer than `records.LONGEST` comes as None.

    Attributes
    ----------
    at : int
        The byte behind the last line, after decompression.
    """

    def __init__(self, path: Path, compressed: bool, start: int = 0) -> None:
        self._raw: IO[bytes] = path.open("rb")
        self._file: Any = gzip.GzipFile(fileobj=self._raw) if compressed else self._raw
        self.at = start
        if start:
            self.back_to(start)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._raw.close()

    def back_to(self, at: int) -> None:
        """Goes to byte `at`."""
        try:
            self._file.seek(at)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise CutOffError(str(error)) from error
        self.at = at

    def done(self) -> int:
        """Bytes of the file that have been read."""
        return self.at if self._file is self._raw else self._raw.tell()

    def __iter__(self) -> Iterator[bytes | None]:
        return self

    def __next__(self) -> bytes | None:
        line = self._line()
        if not line:
            raise StopIteration
        start, self.at = self.at, self.at + len(line)
        if start == 0 and line.startswith(_BOM):
            line = line[len(_BOM) :]
        if len(line) <= records.LONGEST:
            return line
        while line and not line.endswith(b"\n"):
            line = self._line()
            self.at += len(line)
        return None

    def _line(self) -> bytes:
        try:
            line: bytes = self._file.readline(records.LONGEST + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise CutOffError(str(error)) from error
        return line

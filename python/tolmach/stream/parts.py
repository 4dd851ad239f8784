"""What a run has finished, kept beside its output until the whole is there: ``OUTPUT.parts``.

The folder holds ``manifest.json`` (a fingerprint of inputs and options), the finished parts ``00000.arrow``,
``00001.arrow`` and so on, each with a ``.json`` of the place where reading goes on and of the flaws, and for vectors
what has been fitted. A ``.json`` is written last, so a part without one never was.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from tolmach.files import replace, settle
from tolmach.stream.errors import RunError, UsageError
from tolmach.stream.flaws import Flaws
from tolmach.stream.records import START, Place

__all__ = ["Parts", "replace"]

# A part is finished after so many seconds; work of so many seconds is what a kill can cost.
SECONDS = 5.0
_FORMAT = 1


class Parts:
    """The finished parts of one output.

    Attributes
    ----------
    rows : int
        Input records that are in them.
    place : Place
        Where reading goes on.
    flaws : Flaws
        What was missing or damaged so far.
    is_damaged : bool
        Whether a part could not be read again.
    """

    def __init__(self, output: Path, fingerprint: dict[str, Any], *, resume: bool, restart: bool) -> None:
        self.output = output
        self.folder = output.with_name(output.name + ".parts")
        self._fingerprint = fingerprint
        self.rows, self.place, self.flaws = 0, START, Flaws()
        self._count = 0
        self._file: IO[bytes] | None = None
        self._writer: Any = None
        self._whole = True
        self.is_damaged = False
        if self.folder.exists() and not self.folder.is_dir():
            raise UsageError(
                f"{self.folder} is in the way: parts of the output are to be kept in a folder of this name"
            )
        if self.folder.exists() and not (resume or restart):
            raise UsageError(
                f"{self.folder} holds what an earlier run has done: go on with --resume or start over with --restart"
            )
        found = self.folder.exists()
        self.folder.mkdir(exist_ok=True)
        self._lock = _locked(self.folder / "lock")
        try:
            if found and restart:
                self._clear()
            elif found:
                self._restore()
            replace(self.folder / "manifest.json", lambda file: file.write(_json({"format": _FORMAT, **fingerprint})))
        except BaseException:
            self._lock.close()
            if not found:
                shutil.rmtree(self.folder)
            raise

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            if path.name != "lock":
                path.unlink()

    def _restore(self) -> None:
        manifest = self.folder / "manifest.json"
        if not manifest.exists():
            self._clear()
            return
        try:
            kept = json.loads(manifest.read_bytes())
            changed = _differences({"format": _FORMAT, **self._fingerprint}, kept)
        except (ValueError, AttributeError) as error:
            raise UsageError(f"{manifest} is damaged ({error}); start over with --restart") from error
        if changed:
            raise UsageError(f"cannot resume: {'; '.join(changed)}. Start over with --restart")
        while (described := self._path(self._count, "json")).exists():
            part = json.loads(described.read_bytes())
            kept_part = self._path(self._count, "arrow")
            if not kept_part.exists() or kept_part.stat().st_size != part["size"]:
                raise RunError(f"{kept_part} is damaged; start over with --restart")
            self.rows += part["rows"]
            self.place = Place(*part["place"])
            self.flaws.add(Flaws.of(part["flaws"]))
            self._count += 1
        for path in self.folder.glob("*.part"):
            path.unlink()

    def _path(self, number: int, suffix: str) -> Path:
        return self.folder / f"{number:05}.{suffix}"

    def append(self, result: Any, rows: int, place: Place, flaws: Flaws) -> None:
        """Adds the result of a batch of `rows` records, behind which reading goes on at `place`."""
        self._whole = False
        if self._file is None:
            self._began = time.monotonic()
            self._file = (self.folder / "open.part").open("wb")
            self._writer = pa.ipc.new_stream(
                self._file, result.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")
            )
            self._open_rows, self._open_flaws = 0, Flaws()
        self._writer.write_table(result)
        self._open_rows += rows
        self._open_flaws.add(flaws)
        self._open_place = place
        self._whole = True
        if time.monotonic() - self._began >= SECONDS:
            self.finish()

    def finish(self) -> None:
        """Finishes the part that is open; what has been appended is then kept."""
        if self._file is None or not self._whole:
            self._abandon()
            return
        try:
            self._writer.close()
            settle(self._file)
        except BaseException:
            self._abandon()
            raise
        size = self._file.tell()
        self._file.close()
        (self.folder / "open.part").replace(self._path(self._count, "arrow"))
        described = {
            "rows": self._open_rows,
            "size": size,
            "place": self._open_place,
            "flaws": self._open_flaws.described(),
        }
        replace(self._path(self._count, "json"), lambda file: file.write(_json(described)))
        self._file = self._writer = None
        self._count += 1
        self.rows += self._open_rows
        self.place = self._open_place
        self.flaws.add(self._open_flaws)

    def _abandon(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = self._writer = None
            (self.folder / "open.part").unlink(missing_ok=True)

    def is_empty(self) -> bool:
        """Whether there is no part at all."""
        return self._count == 0

    def schema(self) -> Any:
        """The schema of the results; there has to be a part."""
        with pa.OSFile(str(self._path(0, "arrow"))) as file, pa.ipc.open_stream(file) as stream:
            return stream.schema

    def batches(self) -> Iterator[Any]:
        """The results, record batch by record batch, in order."""
        for number in range(self._count):
            path = self._path(number, "arrow")
            try:
                with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as stream:
                    yield from stream
            except (pa.ArrowException, OSError) as error:
                self.is_damaged = True
                raise RunError(f"{path} is damaged ({error}); start over with --restart") from error

    def fitted(self) -> tuple[Path, dict[str, Any]] | None:
        """The file of the vectoriser fitted so far, and what was said of it; None if there is none."""
        described = self.folder / "fit.json"
        if not described.exists():
            return None
        said = json.loads(described.read_bytes())
        return self.folder / said["model"], said

    def keep_fitted(self, vectorizer: Any, **said: Any) -> None:
        """Keeps a vectoriser that has been fitted up to a place."""
        earlier = self.fitted()
        name = "fit-1.model" if earlier is not None and earlier[0].name == "fit-0.model" else "fit-0.model"
        vectorizer.save(self.folder / name)
        replace(self.folder / "fit.json", lambda file: file.write(_json({"model": name, **said})))
        if earlier is not None:
            earlier[0].unlink(missing_ok=True)

    def assemble(self, write: Callable[[IO[bytes]], object]) -> None:
        """Writes the output by `write(file)`, puts it in its place at once, and drops the parts."""
        replace(self.output, write, self.folder / "whole.part")
        self._lock.close()
        shutil.rmtree(self.folder)

    def close(self) -> None:
        """Lets go of what is open; parts stay, a folder without any does not."""
        self._abandon()
        self._lock.close()
        if self.folder.exists() and self.rows == 0 and not (self.folder / "fit.json").exists():
            shutil.rmtree(self.folder)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, indent=1).encode()


def _locked(path: Path) -> IO[bytes]:
    """A file that one process at a time has; where the system has no such locks, everyone has it."""
    file = path.open("wb")
    try:
        import fcntl
    except ImportError:
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise UsageError(f"another run is writing to {path.parent}") from None
    except OSError:
        # A file system without locks.
        pass
    return file


def _differences(now: dict[str, Any], kept: dict[str, Any]) -> list[str]:
    """What has changed, in words."""
    heads = ("format", "tolmach", "command")
    before = {**{name: kept.get(name) for name in heads}, **kept.get("options", {})}
    after = {**{name: now.get(name) for name in heads}, **json.loads(_json(now["options"]))}
    changed = [
        f"{name.replace('_', '-')} was {before.get(name)!r}, now {after.get(name)!r}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    old, new = kept.get("inputs", {}), now["inputs"]
    if old.get("sum") != new["sum"]:
        files = old.get("files", {}).keys() | new["files"].keys()
        differing = sorted(name for name in files if old.get("files", {}).get(name) != new["files"].get(name))
        said = ", ".join(differing[:3]) + (", …" if len(differing) > 3 else "")
        changed.append(f"the inputs have changed{': ' + said if said else ''}")
    return changed

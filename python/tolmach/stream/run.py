"""One run over files: inputs to batches, batches to parts, parts to the output."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import IO, Any

from tolmach import _core
from tolmach.errors import TolmachError
from tolmach.language import LanguageDetector
from tolmach.progress import Bar
from tolmach.stream import sinks, tasks
from tolmach.stream.batches import batches
from tolmach.stream.columns import choose
from tolmach.stream.errors import RunError, UsageError
from tolmach.stream.flaws import Flaws
from tolmach.stream.parts import Parts
from tolmach.stream.reading import Reading, nothing
from tolmach.stream.records import START, Place
from tolmach.stream.sources import Source, find_sources, fingerprint
from tolmach.token import Tokenizer

__all__ = ["Job", "Summary", "run"]


@dataclass(frozen=True)
class Job:
    """What is to be done.

    Attributes
    ----------
    command : str
        One of ``detect``, ``spans``, ``tokens``, ``strip`` and ``vectors``.
    inputs : list of path
        Files and folders.
    output : Path
        The file to write.
    options : dict
        What the results depend on, by name: parameters of the detector, tokenizer or vectoriser; ``keep`` of ``strip``;
        ``vectorizer``, its kind.
    column, kept, format, encoding, delimiter, strict
        How to read, see `tolmach.stream.reading.Reading`.
    model, save_model : Path, optional
        A fitted vectoriser to use, and where to save the one that was fitted.
    resume, restart : bool
        What to do with the parts of an earlier run.
    progress : bool, optional
        Whether to show progress; None for where somebody sees it.
    jobs : int, optional
        Threads; None for one on each core.
    """

    command: str
    inputs: list[Path]
    output: Path
    options: dict[str, Any] = field(default_factory=dict)
    column: str | None = None
    kept: tuple[str, ...] = ()
    format: str | None = None
    encoding: str = "utf-8"
    delimiter: str | None = None
    strict: bool = False
    model: Path | None = None
    save_model: Path | None = None
    resume: bool = False
    restart: bool = False
    progress: bool | None = None
    jobs: int | None = None


@dataclass(frozen=True)
class Summary:
    """What was done: input files and records, how many of these by an earlier run, flaws, seconds."""

    files: int
    records: int
    earlier: int
    flaws: Flaws
    seconds: float


# A function of a batch, a writer of the parts' results.
Prepared = tuple[Callable[[Any], Any], Callable[[IO[bytes]], object]]


def run(job: Job) -> Summary:
    """Does a job; the output is then there as a whole.

    Raises
    ------
    UsageError
        If the job cannot be done as it was given; nothing has been written.
    RunError
        If it could not be finished; what has been done is kept in ``OUTPUT.parts``.
    """
    began = time.monotonic()
    output = Path(os.path.realpath(job.output))
    _check(job, output)
    try:
        sources = find_sources(job.inputs, job.format)
        if any(source.path.resolve() == output for source in sources):
            raise UsageError(f"{job.output} is one of the inputs; write to another file")
        lines = [source for source in sources if source.format in ("csv", "tsv", "jsonl", "lines")]
        if lines and "\n".encode(job.encoding) != b"\n":
            raise UsageError(f"{lines[0].name}: {job.encoding} cannot be read line by line; convert it to utf-8 first")
        for flag, is_given, formats in (
            ("--delimiter", job.delimiter is not None, ("csv", "tsv")),
            ("--encoding", job.encoding != "utf-8", ("csv", "tsv", "jsonl", "lines", "text")),
        ):
            if is_given and not any(source.format in formats for source in sources):
                raise UsageError(f"{flag} means nothing to {sources[0].name}, which is {sources[0].format}")
        plain = Reading(encoding=job.encoding, delimiter=job.delimiter, strict=job.strict)
        reading = choose(sources, plain, job.column, job.kept)
        if reading.kept:
            sinks.try_out(job.output, reading.kept)
        mark = _fingerprint(job, sources, reading)
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror or error}") from error
    with _explained(job):
        parts = Parts(output, mark, resume=job.resume, restart=job.restart)
        with contextlib.closing(parts), _resumable(parts):
            earlier = parts.rows
            _work(job, sources, reading, parts)
            return Summary(len(sources), parts.rows, earlier, parts.flaws, time.monotonic() - began)


def _work(job: Job, sources: list[Source], reading: Reading, parts: Parts) -> None:
    task, write = _prepared(job, sources, reading, parts)
    try:
        with _shown(job, sources, "", parts.place) as show:
            for records in batches(sources, reading, parts.place):
                parts.append(task(records), len(records), records.after, records.flaws)
                show(records.after, records.done)
        if parts.is_empty():
            parts.append(task(nothing(reading)), 0, parts.place, Flaws())
    finally:
        # Whatever has stopped the work: what is done is done.
        parts.finish()
    if parts.flaws.counts.get("unreadable") == len(sources):
        raise RunError(parts.flaws.report())
    parts.assemble(write)


def _check(job: Job, output: Path) -> None:
    """Finds out before any work what would go wrong after it."""
    if output.is_dir():
        raise UsageError(f"{job.output} is a folder; name a file")
    if not output.parent.is_dir():
        raise UsageError(f"{job.output}: there is no folder {output.parent}")
    is_matrix = output.suffix.lower() == ".npz" and job.command == "vectors"
    if not is_matrix:
        sinks.writer_of(output, ".npz" if job.command == "vectors" else "")
    elif job.kept:
        raise UsageError("--keep-column needs an output with columns, not .npz")
    for name in job.kept:
        if name in ("file", "row", *tasks.RESULTS[job.command]):
            raise UsageError(f"--keep-column {name}: the output has a column of this name already; rename yours")
    if len(set(job.kept)) < len(job.kept):
        raise UsageError("--keep-column: a column is named twice")


def _fingerprint(job: Job, sources: list[Source], reading: Reading) -> dict[str, Any]:
    options = dict(job.options)
    options["column"] = reading.column
    options["keep-column"] = list(job.kept)
    options["encoding"], options["delimiter"] = reading.encoding, reading.delimiter
    if job.model is not None:
        options["model"] = hashlib.sha256(job.model.read_bytes()).hexdigest()[:16]
    version = _core.__version__
    return {"tolmach": version, "command": job.command, "options": options, "inputs": fingerprint(sources)}


def _prepared(job: Job, sources: list[Source], reading: Reading, parts: Parts) -> Prepared:
    """What does the work, and what writes the output in the end."""
    options = dict(job.options)
    is_single = len(sources) == 1 and sources[0].format != "text"
    names = [source.name for source in sources]
    shown = None if is_single else names
    task: tasks.Task
    if job.command == "vectors":
        # Only here: the other commands should not wait for scikit-learn.
        from tolmach.stream import matrix

        vectorizer = _vectorizer(job, sources, reading, parts)
        task = tasks.Vectors(reading.kept, vectorizer)
        if job.output.suffix.lower() == ".npz":
            return task, lambda file: matrix.write_npz(parts.batches, vectorizer, names, file)
        terms = matrix.terms_of(vectorizer)
        return task, lambda file: sinks.write(job.output, parts, shown, file, lambda rows: matrix.cells(rows, terms))
    if job.command == "tokens":
        task = tasks.Tokens(reading.kept, Tokenizer(**options, n_jobs=job.jobs))
    else:
        keep = options.pop("keep", [])
        detector = LanguageDetector(**options, n_jobs=job.jobs)
        if job.command == "strip":
            # An unknown language is better refused now than by the first batch.
            detector.strip("", keep)
            task = tasks.Strip(reading.kept, detector, keep)
        else:
            task = (tasks.Detect if job.command == "detect" else tasks.Spans)(reading.kept, detector)
    return task, lambda file: sinks.write(job.output, parts, shown, file)


def _vectorizer(job: Job, sources: list[Source], reading: Reading, parts: Parts) -> Any:
    """The fitted vectoriser."""
    from tolmach.stream import fitting

    if job.model is not None:
        vectorizer = fitting.load(job.model, job.jobs)
    else:
        options = dict(job.options)
        kind = options.pop("vectorizer")
        vectorizer = fitting.make(kind, options, job.jobs)
        if kind != "hashing":
            with _shown(job, sources, "learning terms", START) as show:
                vectorizer = fitting.fit(vectorizer, sources, reading, parts, show)
    if job.save_model is not None:
        vectorizer.save(job.save_model)
    return vectorizer


@contextlib.contextmanager
def _shown(job: Job, sources: list[Source], label: str, place: Place) -> Iterator[Callable[[Place, int], None]]:
    """Progress in bytes of the inputs."""
    before = list(accumulate((source.size for source in sources), initial=0))
    with Bar(before[-1], "byte", job.progress, label=label, before=before[place.source]) as done:
        yield lambda place, read: done(before[place.source] + read)


@contextlib.contextmanager
def _resumable(parts: Parts) -> Iterator[None]:
    """Says beside an error what is kept of the work."""
    try:
        yield
    except BaseException as error:
        parts.close()
        if parts.folder.exists() and not parts.is_damaged:
            records = f"{parts.rows:,} record{'' if parts.rows == 1 else 's'}"
            error.add_note(f"{records} are done and kept in {parts.folder}: go on with --resume")
        raise


@contextlib.contextmanager
def _explained(job: Job) -> Iterator[None]:
    """Turns errors of the system and of options into errors of the run."""
    try:
        yield
    except RunError:
        raise
    except TolmachError as error:
        raise _with_notes(UsageError(str(error)), error) from error
    except OSError as error:
        reason = error.strerror or str(error)
        said = RunError(f"{reason} while writing {job.output}, which is as it was before")
        raise _with_notes(said, error) from error


def _with_notes(error: RunError, cause: BaseException) -> RunError:
    for note in getattr(cause, "__notes__", ()):
        error.add_note(note)
    return error

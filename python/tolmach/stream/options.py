"""The commands that read files and write a file, as they are given on the command line.

>>> import argparse
>>> from tolmach.stream.options import add_commands
>>> parser = argparse.ArgumentParser()
>>> add_commands(parser.add_subparsers(dest="command"))
>>> options = parser.parse_args(["strip", "news.parquet", "-o", "english.parquet", "--keep", "en"])
>>> options.command, options.keep
('strip', ['en'])
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tolmach.stream.run import Summary

__all__ = ["add_commands", "perform"]

_READS = """Inputs are files (*.parquet, *.arrow, *.csv, *.tsv, *.jsonl, *.txt; the last four also as *.gz), or folders
of them. A file of text is one record, unless --format lines. What is finished is kept in OUTPUT.parts until the whole
is there."""
_EPILOG = "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted. docs/scale.md says more."


def add_commands(commands: Any) -> None:
    """Adds ``detect``, ``spans``, ``tokens``, ``strip`` and ``vectors`` to what `add_subparsers` has made."""
    shared = _shared()
    languages = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = languages.add_argument_group("languages")
    group.add_argument(
        "--languages", type=_names, metavar="CODE,…", help="the languages that are possible (default: all)"
    )
    group.add_argument("--engine", choices=["tolmach", "whatlang"], help="who decides (default: tolmach)")

    def command(name: str, what: str, columns: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        description = f"{what[0].upper()}{what[1:]}. {columns} {_READS}"
        made = commands.add_parser(
            name, help=what, description=description, epilog=_EPILOG, parents=[shared, *parents], allow_abbrev=False
        )
        assert isinstance(made, argparse.ArgumentParser)
        return made

    command(
        "detect",
        "write the language of each record of big files",
        "A row for each record: row, language, confidence, script, reliable.",
        languages,
    )
    command(
        "spans",
        "write which characters are in which language",
        "A row for each span: row, start, end (code points), language, script, confidence, span.",
        languages,
    )
    strip = command(
        "strip",
        "write the texts without other languages",
        "A row for each record: row, text, removed (how many spans).",
        languages,
    )
    strip.add_argument("--keep", type=_names, required=True, metavar="CODE,…", help="the languages that stay")
    tokens = command(
        "tokens",
        "write the tokens of each record",
        "A row for each token: row, start, end (code points), kind, token.",
    )
    _tokens(tokens)
    vectors = command(
        "vectors",
        "write term vectors of the records",
        "To *.npz, the sparse matrix with a row for each record, as scipy.sparse.load_npz reads it, and its terms; "
        "else a table with a row for each cell: row, column, term, value. Inputs are read twice: for the terms, of "
        "which all are in memory, and for the matrix, which never is.",
    )
    _vectors(vectors)


def _shared() -> argparse.ArgumentParser:
    """What all commands have."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="a file or a folder")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        help="the file to write: *.parquet, *.arrow, *.csv or *.jsonl (vectors also *.npz)",
    )
    parser.add_argument("--column", metavar="NAME", help="the column of the texts, where there are several")
    parser.add_argument(
        "--keep-column",
        action="append",
        default=[],
        metavar="NAME",
        help="a column that goes along into the output; may be given several times",
    )
    formats = ["parquet", "arrow", "csv", "tsv", "jsonl", "lines", "text"]
    parser.add_argument("--format", choices=formats, help="of the inputs, whatever their names")
    parser.add_argument("--encoding", type=_encoding, default="utf-8", help="of files of text (default: utf-8)")
    parser.add_argument("--delimiter", type=_character, metavar="CHAR", help="between the fields of CSV")
    parser.add_argument("--strict", action="store_true", help="stop at the first missing or damaged record")
    again = parser.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="go on with a run that was cut off")
    again.add_argument("--restart", action="store_true", help="drop what a run that was cut off has finished")
    parser.add_argument(
        "--progress", action=argparse.BooleanOptionalAction, help="show progress (default: on a terminal)"
    )
    parser.add_argument("--jobs", type=_positive, metavar="N", help="threads (default: one on each core)")
    return parser


def _tokens(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("tokens", argument_default=argparse.SUPPRESS)
    group.add_argument("--pattern", help="words (default), uax29, sklearn, whitespace or a regular expression")
    group.add_argument(
        "--kinds", dest="keep", type=_names, metavar="KIND,…", help="word, number, url and so on; or all"
    )
    group.add_argument("--lowercase", action="store_true", help="tokens in lower case")
    group.add_argument(
        "--normalize", type=_names, metavar="STEP,…", help="nfc, quotes, dashes, lookalikes, accents and so on"
    )
    group.add_argument("--language", metavar="CODE", help="whose abbreviations count (default: all)")
    group.add_argument("--hyphens", choices=["whole", "split"], help="compounds (default: whole)")
    group.add_argument("--clitics", choices=["whole", "split"], help="words like don't (default: whole)")
    for name, what in (("abbreviations", "U.S., Mr."), ("addresses", "web and mail addresses"), ("dates", "dates")):
        group.add_argument(f"--no-{name}", dest=name, action="store_false", help=f"do not keep {what} whole")


def _vectors(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("vectors", argument_default=argparse.SUPPRESS)
    group.add_argument(
        "--vectorizer",
        choices=["count", "tfidf", "hashing", "bm25"],
        help="counts, tf-idf weights, hashed counts or BM25 weights (default: tfidf)",
    )
    group.add_argument("--model", type=Path, metavar="PATH", help="a saved vectoriser to use instead of fitting one")
    group.add_argument("--save-model", type=Path, metavar="PATH", help="where to save the fitted vectoriser")
    group.add_argument("--analyzer", choices=["word", "char", "char_wb"], help="what terms are made of (word)")
    group.add_argument("--ngram-range", nargs=2, type=_positive, metavar=("MIN", "MAX"), help="(default: 1 1)")
    group.add_argument("--min-df", type=_share, metavar="N", help="least documents of a term, count or share (1)")
    group.add_argument("--max-df", type=_share, metavar="N", help="most documents of a term, count or share (1.0)")
    group.add_argument("--max-features", type=_positive, metavar="N", help="only the most frequent terms")
    group.add_argument("--stop-words", metavar="CODE", help="a stop list: english (scikit-learn's) or a language code")
    group.add_argument("--language", metavar="CODE", help="whose stop list and stemmer are used")
    group.add_argument("--stemmer", metavar="CODE", help="whose stemmer shortens words")
    group.add_argument("--strip-accents", choices=["ascii", "unicode"], help="é becomes e")
    group.add_argument("--no-lowercase", dest="lowercase", action="store_false", help="keep capitals")
    group.add_argument("--token-pattern", metavar="REGEX", help="what a word is (two letters or more)")
    group.add_argument("--binary", action="store_true", help="count each term once a record")
    group.add_argument("--dtype", choices=["float64", "float32", "int64", "int32"], help="of the values")
    group.add_argument("--norm", choices=["l1", "l2", "none"], help="of the rows (tfidf, hashing; l2)")
    group.add_argument("--sublinear-tf", action="store_true", help="1 + log of counts (tfidf)")
    group.add_argument("--no-idf", dest="use_idf", action="store_false", help="counts without idf (tfidf)")
    group.add_argument("--n-features", type=_positive, metavar="N", help="columns (hashing; 2**20)")
    group.add_argument("--k1", type=float, help="how slowly counts saturate (bm25; 1.5)")
    group.add_argument("--b", type=float, help="how much length counts (bm25; 0.75)")
    variants = ["lucene", "robertson", "atire", "bm25l", "bm25+"]
    group.add_argument("--variant", choices=variants, help="formula (bm25; lucene)")


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def _encoding(name: str) -> str:
    try:
        found = codecs.lookup(name).name
        if "\n".encode(found) != b"\n" and not found.startswith("utf-"):
            raise LookupError
    except (LookupError, UnicodeError, TypeError):
        raise argparse.ArgumentTypeError(f"unknown encoding {name!r}; try utf-8, cp1251, latin-1 or koi8-r") from None
    return found.removesuffix("-sig")


def _character(text: str) -> str:
    text = "\t" if text == "\\t" else text
    if len(text) != 1 or text in '"\r\n':
        raise argparse.ArgumentTypeError("must be one character, and no quote")
    return text


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _share(text: str) -> float:
    """A count of documents, or a share of them where there is a point in it."""
    return float(text) if "." in text else _positive(text)


# What every command has, under its name in `Job`; the rest are options of the work.
_READING = ("inputs", "output", "column", "format", "encoding", "delimiter", "strict", "resume", "restart")


def perform(given: argparse.Namespace) -> int:
    """Does what one of the commands says and returns the exit code of the process."""
    options = dict(vars(given))
    command = options.pop("command")
    shared = {name: options.pop(name) for name in (*_READING, "progress", "jobs")}
    shared["kept"] = tuple(options.pop("keep_column"))
    try:
        from tolmach.stream.run import Job, run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "pyarrow":
            raise
        return _complain(command, "needs PyArrow: python -m pip install 'tolmach[arrow]'", 1)
    from tolmach.stream.errors import RunError, UsageError

    if command == "vectors":
        shared.update((name, options.pop(name, None)) for name in ("model", "save_model"))
        if shared["model"] is not None and options:
            flags = ", ".join(f"--{name.replace('_', '-')}" for name in options)
            return _complain(command, f"{flags}: the saved vectoriser has its own", UsageError.code)
        if shared["model"] is None:
            options = {"vectorizer": "tfidf", **options}
        if "ngram_range" in options:
            options["ngram_range"] = tuple(options["ngram_range"])
        if options.get("norm") == "none":
            options["norm"] = None
    try:
        with _terminable():
            summary = run(Job(command, options=options, **shared))
    except RunError as error:
        return _complain(command, str(error), error.code, error)
    except KeyboardInterrupt as error:
        code = 143 if isinstance(error, _TerminatedError) else 130
        return _complain(command, f"interrupted; {shared['output']} is as it was before", code, error)
    _tell(summary, shared["output"])
    return 0


class _TerminatedError(KeyboardInterrupt):
    """The process was asked to end."""


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """Takes SIGTERM for Ctrl-C, so that what is done is kept."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise _TerminatedError

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _complain(command: str, message: str, code: int, error: BaseException | None = None) -> int:
    for line in [f"tolmach {command}: {message}", *getattr(error, "__notes__", [])]:
        print(line, file=sys.stderr)  # noqa: T201
    return code


def _tell(summary: Summary, output: Path) -> None:
    """One line of what was done, then what was wrong with the inputs."""
    files = f"{summary.files:,} file{'' if summary.files == 1 else 's'}"
    before = f", {summary.earlier:,} of them by an earlier run" if summary.earlier else ""
    records = f"{summary.records:,} record{'' if summary.records == 1 else 's'} of {files}{before}"
    size = output.stat().st_size
    said = [f"{output}: {records}, {summary.seconds:.1f} s, {size / 1e6:,.1f} MB", summary.flaws.report()]
    print(*filter(None, said), sep="\n", file=sys.stderr)  # noqa: T201

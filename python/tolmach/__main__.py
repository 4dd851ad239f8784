"""The command line: ``tolmach report PATH…``, ``tolmach detect INPUT… -o OUTPUT``; the same as ``python -m tolmach``.

Exit codes: 0 when done, 1 for a failure, 2 for wrong usage or an unreadable path, with a line that says what to do, 130
after Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "report":
            return _report(options)
        from tolmach.stream.options import perform

        return perform(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (`head`, a closed pager) has seen enough. Python would complain again when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _report(options: argparse.Namespace) -> int:
    # Only now: printing the usage should not wait for the libraries that the work needs.
    from tolmach.documents import UnreadableError
    from tolmach.report import print_json, print_tables, report

    try:
        documents = report(options.paths, encoding=options.encoding, errors=options.errors, top=options.top)
    except UnreadableError as error:
        print(f"tolmach: {error}", file=sys.stderr)  # noqa: T201
        return 2
    (print_json if options.json else print_tables)(documents)
    sys.stdout.flush()
    return 0


def _parser() -> argparse.ArgumentParser:
    from tolmach import __version__
    from tolmach.stream.options import add_commands

    parser = argparse.ArgumentParser(
        prog="tolmach", description="Languages, tokens and term vectors of messy multilingual text."
    )
    parser.add_argument("--version", action="version", version=f"tolmach {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = commands.add_parser(
        "report",
        help="say what languages, words and foreign fragments are in some texts",
        description="One line for each document: language, confidence, characters, tokens, types, foreign fragments; "
        "then the fragments with their offsets (in characters) and each document's most telling terms (tf-idf).",
    )
    command.add_argument(
        "paths", nargs="+", metavar="PATH", help="a text file, a folder (*.txt in it, at any depth) or - for stdin"
    )
    command.add_argument("--json", action="store_true", help="print JSON instead of tables")
    command.add_argument("--top", type=_count, default=5, metavar="N", help="terms for each document (default: 5)")
    command.add_argument("--encoding", default="utf-8", help="of the files (default: utf-8, with or without BOM)")
    command.add_argument(
        "--errors",
        choices=["strict", "replace", "ignore"],
        default="strict",
        help="what to do with bytes that are not in that encoding (default: strict, which stops)",
    )
    add_commands(commands)
    return parser


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return count


if __name__ == "__main__":
    sys.exit(main())

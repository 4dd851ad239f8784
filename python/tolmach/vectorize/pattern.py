r"""Token patterns of Python's `re` as expressions of the native engine, where they mean the same.

A pattern is translated from Python's own parse of it, classes written out as this Python knows them. What the two
engines could see differently stays in Python: groups, look-around, back-references, anchors, flags, empty matches, and
`\b` unless it stands at both ends of a pattern of word characters; then the tokens are the runs of word characters that
the rest of the pattern matches as a whole.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import numpy as np

__all__ = ["DEFAULT_PATTERN", "native_pattern"]

DEFAULT_PATTERN = r"(?u)\b\w\w+\b"

# The parser of `re`; named so since Python 3.11. It is not documented: whatever looks unfamiliar is left to `re`.
_parser = re._parser  # type: ignore[attr-defined]


class _ForeignError(Exception):
    """Something in a pattern that only Python's engine knows."""


@lru_cache(maxsize=64)
def native_pattern(pattern: str | None) -> tuple[str, bool] | None:
    """The native expression, and whether it is for whole runs of word characters; None for Python's engine.

    The default pattern needs none either: the native code knows it by itself.
    """
    if pattern is None or pattern == DEFAULT_PATTERN:
        return None
    try:
        parsed = _parser.parse(pattern)
        if parsed.state.groups > 1 or parsed.state.flags & ~re.UNICODE:
            return None
        items = list(parsed)
        runs = len(items) > 2 and _is_boundary(items[0]) and _is_boundary(items[-1])
        if runs:
            items = items[1:-1]
        if parsed.getwidth()[0] < 1:
            return None
        source = "".join(_translate(item, runs) for item in items)
    except (_ForeignError, re.error, AttributeError, TypeError, ValueError):
        return None
    return (rf"\A(?:{source})\z", True) if runs else (source, False)


def _is_boundary(item: Any) -> bool:
    return str(item[0]) == "AT" and str(item[1]) == "AT_BOUNDARY"


def _translate(item: Any, runs: bool) -> str:
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        return _written([(value, value + 1)], runs)
    if kind == "NOT_LITERAL":
        return _written(_without([(value, value + 1)]), runs)
    if kind == "ANY":
        return _written(_without([(10, 11)]), runs)
    if kind == "IN":
        return _written(_members(value), runs)
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, repeated = value
        inside = "".join(_translate(part, runs) for part in repeated)
        end = "" if most == _parser.MAXREPEAT else str(int(most))
        if max(int(least), int(end or 0)) > 100:
            raise _ForeignError
        return f"(?:{inside}){{{int(least)},{end}}}" + ("?" if kind == "MIN_REPEAT" else "")
    if kind == "BRANCH":
        return "(?:" + "|".join("".join(_translate(part, runs) for part in branch) for branch in value[1]) + ")"
    if kind == "SUBPATTERN" and value[0] is None and not value[1] and not value[2]:
        return "(?:" + "".join(_translate(part, runs) for part in value[3]) + ")"
    raise _ForeignError


def _members(items: Any) -> list[tuple[int, int]]:
    """The code points of a class in brackets, as half-open ranges."""
    ranges: list[tuple[int, int]] = []
    negated = False
    for kind, value in items:
        name = str(kind)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            ranges.append((value, value + 1))
        elif name == "RANGE":
            ranges.append((value[0], value[1] + 1))
        elif name == "CATEGORY":
            ranges.extend(_category(str(value)))
        else:
            raise _ForeignError
    return _without(ranges) if negated else ranges


@cache
def _category(name: str) -> list[tuple[int, int]]:
    r"""What a class like `\w` matches in this Python."""
    known = {"WORD": r"\w+", "NOT_WORD": r"\W+", "DIGIT": r"\d+", "NOT_DIGIT": r"\D+", "SPACE": r"\s+"}
    known["NOT_SPACE"] = r"\S+"
    expression = known.get(name.removeprefix("CATEGORY_"))
    if expression is None:
        raise _ForeignError
    every = np.arange(0x110000, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    return [match.span() for match in re.finditer(expression, every)]


def _without(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """All other code points."""
    rest, at = [], 0
    for start, end in sorted(ranges):
        if start > at:
            rest.append((at, start))
        at = max(at, end)
    return [*rest, (at, 0x110000)] if at < 0x110000 else rest


def _written(ranges: list[tuple[int, int]], runs: bool) -> str:
    """A class of the native engine, whose texts have no surrogates."""
    if runs and not _are_words(ranges):
        raise _ForeignError
    parts = []
    for start, end in ranges:
        for low, high in ((start, min(end, 0xD800)), (max(start, 0xE000), end)):
            if low < high:
                parts.append(rf"\u{{{low:X}}}-\u{{{high - 1:X}}}")
    if not parts:
        raise _ForeignError
    return "[" + "".join(parts) + "]"


def _are_words(ranges: list[tuple[int, int]]) -> bool:
    outside = np.zeros(0x110001, dtype=np.int64)
    for start, end in _category("NOT_WORD"):
        outside[start] += 1
        outside[end] -= 1
    before = np.concatenate([[0], np.cumsum(np.cumsum(outside)[:-1])])
    return all(before[end] == before[start] for start, end in ranges)

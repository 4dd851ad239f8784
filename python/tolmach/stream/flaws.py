"""Records that hold no text: those that are missing and those that are damaged, counted, with examples.

>>> from tolmach.stream.flaws import Flaws
>>> flaws = Flaws()
>>> flaws.damaged("broken JSON", "a.jsonl, line 3")
>>> print(flaws.report())
1 damaged record: broken JSON (a.jsonl, line 3)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from tolmach.stream.errors import RunError

__all__ = ["Flaws"]

# How many places of each kind are named.
_NAMED = 3


@dataclass
class Flaws:
    """Counts of flaws by kind, and where the first of each kind are.

    Attributes
    ----------
    counts : dict
        Records of each kind; the kind ``missing`` is that of nulls, ``unreadable`` that of whole files, every other one
        is damage.
    places : dict
        The first places of each kind.
    strict : bool
        Whether the first flaw stops the run.
    """

    counts: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    strict: bool = False

    def missing(self, where: str, count: int = 1) -> None:
        """Takes note of records without a text."""
        self._note("missing", where, count)

    def damaged(self, kind: str, where: str, count: int = 1) -> None:
        """Takes note of records that cannot be read."""
        self._note(kind, where, count)

    def unreadable(self, where: str, reason: str) -> None:
        """Takes note of a file that cannot be read."""
        self._note("unreadable", f"{where}: {reason}", 1)

    def _note(self, kind: str, where: str, count: int) -> None:
        if count == 0:
            return
        if self.strict:
            said = {"missing": ": no text", "unreadable": ""}.get(kind, f": {kind}")
            raise RunError(f"{where}{said}; without --strict such records are counted and passed over")
        self.counts[kind] = self.counts.get(kind, 0) + count
        places = self.places.setdefault(kind, [])
        if len(places) < _NAMED:
            places.append(where)

    def add(self, other: Flaws) -> None:
        """Adds the flaws that were found behind these."""
        for kind, count in other.counts.items():
            self.counts[kind] = self.counts.get(kind, 0) + count
            places = self.places.setdefault(kind, [])
            places += other.places.get(kind, [])[: _NAMED - len(places)]

    def report(self) -> str:
        """All flaws in words; empty if there are none."""
        lines = []
        for kind, count in self.counts.items():
            s = "" if count == 1 else "s"
            said = {"missing": f"record{s} without a text", "unreadable": f"unreadable file{s}"}
            what = f"{count:,} {said.get(kind, f'damaged record{s}: {kind}')}"
            shown = "; ".join(self.places[kind])
            lines.append(f"{what} ({shown}{'; …' if count > len(self.places[kind]) else ''})")
        return "\n".join(lines)

    def described(self) -> dict[str, Any]:
        """The flaws as JSON keeps them."""
        return {"counts": self.counts, "places": self.places}

    @classmethod
    def of(cls, described: dict[str, Any]) -> Self:
        """The flaws that `described` gave."""
        return cls(dict(described["counts"]), {kind: list(places) for kind, places in described["places"].items()})

"""A corpus at a glance: what there is of it, in which languages and lengths, and what is wrong with it.

>>> import tolmach as tm
>>> "missing" in tm.show(["The talks go on.", None])._repr_html_()
True
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from tolmach.support import name_of
from tolmach.view.page import page

if TYPE_CHECKING:
    from tolmach.overview import CorpusView

__all__ = ["corpus_view"]

# Rows of a part that are seen at once, and how many more unfold.
_SEEN = 8
_FOLDED = 100
# The widest bar, in em.
_BAR = 14.0

Row = tuple[str, int, str]


def corpus_view(view: CorpusView) -> str:
    """HTML of an overview."""
    texts = "text" if view.texts == 1 else "texts"
    parts = [
        ("texts", f"<b>{view.texts:,}</b> {texts}{escape(view.flaws)}" + _repeated(view)),
        ("languages", _bars((_language(code), n, "") for code, n in view.languages.items())),
        ("scripts", _bars((escape(script), n, "") for script, n in view.scripts.items())),
        ("characters", _lengths(view)),
        ("foreign fragments", _foreign(view)),
        ("glued words", _glued(view)),
    ]
    return page("<dl>" + "".join(f"<dt>{title}</dt><dd>{body}</dd>" for title, body in parts) + "</dl>")


def _language(code: str) -> str:
    return f'{escape(name_of(code))} <span class="quiet">{escape(code)}</span>'


def _repeated(view: CorpusView) -> str:
    rows = (
        (f'<bdi dir="auto">{escape(_short(text))}</bdi>', n, "") for text, n in list(view.repeated.items())[:_FOLDED]
    )
    return _listed(rows, len(view.repeated)) if view.repeated else ""


def _foreign(view: CorpusView) -> str:
    if not view.fragments:
        return "none"
    texts = "text" if view.affected == 1 else "texts"
    rows = (
        (f'<bdi dir="auto" lang="{escape(code)}">{escape(_short(text))}</bdi>', n, _language(code))
        for (code, text), n in list(view.fragments.items())[:_FOLDED]
    )
    return f"in {view.affected:,} {texts}" + _listed(rows, len(view.fragments))


def _glued(view: CorpusView) -> str:
    if not view.glued:
        return "none"
    count = sum(view.glued.values())
    rows = ((f'<bdi dir="auto">{escape(_short(word))}</bdi>', n, "") for word, n in list(view.glued.items())[:_FOLDED])
    return f"{count:,} {'word' if count == 1 else 'words'}" + _listed(rows, len(view.glued))


def _lengths(view: CorpusView) -> str:
    shortest, middle, longest = view.lengths
    most = max((n for *_, n in view.histogram), default=1)
    columns = "".join(
        f'<span style="height:{max(100 * n / most, 3 if n else 0):.0f}%" title="{low:,} to {high - 1:,}: {n:,}"></span>'
        for low, high, n in view.histogram
    )
    drawn = f'<div class="lengths">{columns}</div>' if len(view.histogram) > 1 else ""
    return f"{shortest:,} to {longest:,}, median {middle:,}{drawn}"


def _bars(rows: Iterable[Row]) -> str:
    """Names, numbers and bars; the most frequent are seen, the rest unfolds."""
    rows = list(rows)
    if not rows:
        return "none"
    most, total = max(n for _, n, _ in rows), sum(n for _, n, _ in rows)
    lines = [
        f'<span>{name}</span><span class="number">{n:,}</span>'
        f'<span><span class="bar" style="width:{_BAR * n / most:.2f}em"></span>'
        f' <span class="quiet">{_percent(n / total)}</span></span>'
        for name, n, _ in rows
    ]
    return _folded(lines, len(lines))


def _listed(rows: Iterable[Row], count: int) -> str:
    lines = [
        f'<span class="number">{n:,} ×</span><span>{what}</span><span class="quiet">{note}</span>'
        for what, n, note in rows
    ]
    return _folded(lines, count) if lines else ""


def _folded(lines: list[str], count: int) -> str:
    seen = f'<div class="rows">{"".join(lines[:_SEEN])}</div>'
    if count <= _SEEN:
        return seen
    rest = f" The first {len(lines):,} are listed." if count > len(lines) else ""
    return (
        f"{seen}<details><summary>… {count - _SEEN:,} more …</summary>{rest}"
        f'<div class="rows">{"".join(lines[_SEEN:])}</div></details>'
    )


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.0995 else f"{share:.1%}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:89] + "…"

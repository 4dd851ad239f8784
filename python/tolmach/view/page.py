"""The frame of every view: one scoped style sheet for light and dark themes, a heading, a legend.

>>> from tolmach.view.page import page
>>> page("<p>body</p>").count("<style>")
1
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from tolmach.palette import INK, SWATCHES, swatch

__all__ = ["colour", "key", "page"]

# Where a page says that it is light or dark, it is believed; where it says nothing, the reader's system is.
_LIGHT = [
    '[data-jp-theme-light="true"]',
    '[data-theme="light"]',
    '[theme="light"]',
    '[data-md-color-scheme="default"]',
    "body.vscode-light",
]
_DARK = [
    '[data-jp-theme-light="false"]',
    '[data-theme="dark"]',
    '[theme="dark"]',
    '[data-md-color-scheme="slate"]',
    "body.vscode-dark",
    "body.vscode-high-contrast",
]

# `.tolmach.tolmach` outweighs what JupyterLab says of tables.
_RULES = """
.tolmach{max-width:70em;line-height:1.65;margin:.2em 0;overflow-x:auto}
.tolmach .head{margin-bottom:.35em;line-height:1.9}
.tolmach .quiet{opacity:.72}
.tolmach .small{font-size:.85em}
.tolmach .key{display:inline-block;margin:0 1.1em .1em 0;white-space:nowrap}
.tolmach .text{border:1px solid rgba(128,128,128,.35);border-radius:6px;padding:.55em .8em;white-space:pre-wrap;
 overflow-wrap:anywhere;unicode-bidi:plaintext;text-align:start}
.tolmach mark{color:var(--ink)!important;border-radius:3px;padding:.05em .18em;text-decoration:none;
 -webkit-box-decoration-break:clone;box-decoration-break:clone}
.tolmach mark[data-label]::after{content:attr(data-label);font-size:.68em;font-weight:600;vertical-align:.45em;
 line-height:1;margin-inline-start:.3em;unicode-bidi:isolate}
.tolmach mark.word,.tolmach mark.even,.tolmach mark.odd,.tolmach mark.mark{color:inherit!important}
.tolmach mark.word{background:rgba(128,128,128,.22)!important}
.tolmach mark.mark{background:none!important;box-shadow:inset 0 0 0 1px rgba(128,128,128,.5)}
.tolmach mark.even{background:rgba(128,128,128,.16)!important}
.tolmach mark.odd{background:rgba(0,130,200,.22)!important}
.tolmach mark.glued{color:inherit!important;background:none!important;text-decoration:underline wavy 1.5px;
 text-underline-offset:.2em;padding:0}
.tolmach mark.glued::after{display:inline-block;text-decoration:none}
.tolmach details,.tolmach details::details-content{display:inline}
.tolmach details:not([open])::details-content{display:none}
.tolmach summary{display:inline;margin-inline-end:.3em;cursor:pointer;opacity:.72;border-bottom:1px dotted;
 list-style:none}
.tolmach summary::-webkit-details-marker{display:none}
.tolmach.tolmach table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:0;color:inherit}
.tolmach.tolmach table th,.tolmach.tolmach table td{text-align:start;padding:.2em .7em;vertical-align:top;
 max-width:34em;overflow-wrap:anywhere;white-space:normal}
.tolmach.tolmach table thead th{border-bottom:1px solid rgba(128,128,128,.6);font-weight:600}
.tolmach.tolmach tbody tr{background:none}
.tolmach.tolmach tbody tr:nth-child(even){background:rgba(128,128,128,.08)}
.tolmach.tolmach table .number,.tolmach .number{text-align:right}
.tolmach .bar{display:inline-block;height:.7em;border-radius:2px;background:var(--line0);vertical-align:baseline}
.tolmach .track{display:inline-block;width:7em;height:.7em;border-radius:2px;background:rgba(128,128,128,.25);
 overflow:hidden;vertical-align:baseline}
.tolmach dl{display:grid;grid-template-columns:max-content 1fr;gap:.35em 1.2em;margin:0}
.tolmach dt{font-weight:600;margin:0}
.tolmach dd{margin:0;min-width:0}
.tolmach .rows{display:grid;grid-template-columns:max-content max-content 1fr;gap:0 .8em;align-items:baseline}
.tolmach .lengths{display:flex;width:max-content;align-items:flex-end;height:2.6em;gap:1px;margin-top:.3em;
 border-bottom:1px solid rgba(128,128,128,.6)}
.tolmach .lengths span{width:.55em;background:var(--line0);border-radius:1px 1px 0 0}
"""


def page(body: str) -> str:
    """A view: `body`, which is HTML, in its frame."""
    return f'<div class="tolmach tex2jax_ignore"><style>{_sheet()}</style>{body}</div>'


def colour(number: int) -> str:
    """The attributes of a ``<mark>`` in the `number`-th colour: a class, and a style for pages without style sheets."""
    return f'class="c{number % len(SWATCHES)}" style="background-color:{swatch(number).light_fill};color:{INK[0]}"'


def key(number: int | None, name: str, note: str = "", label: str | None = None) -> str:
    """An entry of a legend: a name in its colour (None for the colour of the page), and a note beside it.

    `name` and `note` are text, not HTML.
    """
    mark = f' data-label="{escape(label)}"' if label else ""
    sample = f"<b>{escape(name)}</b>" if number is None else f"<mark {colour(number)}{mark}>{escape(name)}</mark>"
    if number is None and label:
        sample += f" {escape(label)}"
    return f'<span class="key">{sample} <span class="quiet">{escape(note)}</span></span> '


@cache
def _sheet() -> str:
    light = _colours(INK[0], ((s.light_fill, s.light_line) for s in SWATCHES))
    dark = _colours(INK[1], ((s.dark_fill, s.dark_line) for s in SWATCHES))
    marks = "".join(
        f".tolmach .c{i}{{background:var(--fill{i})!important;box-shadow:inset 0 -2px var(--line{i})}}"
        for i in range(len(SWATCHES))
    )
    return (
        f".tolmach{{{light}}}@media(prefers-color-scheme:dark){{.tolmach{{{dark}}}}}"
        f"{_inside(_LIGHT)}{{{light}}}{_inside(_DARK)}{{{dark}}}{_RULES}{marks}"
    )


def _colours(ink: str, shades: Iterable[tuple[str, str]]) -> str:
    return f"--ink:{ink};" + "".join(f"--fill{i}:{fill};--line{i}:{line};" for i, (fill, line) in enumerate(shades))


def _inside(places: list[str]) -> str:
    return ",".join(f"{place} .tolmach" for place in places)

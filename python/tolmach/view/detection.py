"""The language of one text as a line: its name, its script, and how sure it is.

>>> import tolmach as tm
>>> "Russian" in tm.detect("Видео дня, новости и погода")._repr_html_()
True
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tolmach.support import name_of
from tolmach.view.page import page

if TYPE_CHECKING:
    from tolmach.language import Detection

__all__ = ["certainty", "detection_view"]


def detection_view(detection: Detection) -> str:
    """HTML of a detection."""
    name = f"<b>{escape(name_of(detection.language))}</b> <code>{escape(detection.language)}</code>"
    script = f", script <code>{escape(detection.script)}</code>" if detection.script else ", no letters"
    return page(f"<div>{name}{script} &ensp; {certainty(detection)}</div>")


def certainty(detection: Detection) -> str:
    """HTML of a confidence: a bar, the number, and whether the engine stands by it."""
    reliable = "reliable" if detection.reliable else "not reliable"
    width = 100 * min(1.0, max(0.0, detection.confidence))
    return (
        f'<span class="track"><span class="bar" style="width:{width:.0f}%"></span></span> '
        f'confidence {detection.confidence:.2f} <span class="quiet">({reliable})</span>'
    )

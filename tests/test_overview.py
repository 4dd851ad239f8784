"""The one look before modelling: a text with its languages, a corpus at a glance."""

import re
from html import unescape
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import tolmach as tm
from tolmach.overview import CorpusView, TextView

TEXT = "The talks in Minsk will go on this week.\n\nВидео дня\n\nRead alsoArmenia's note: <b>more</b> & more."
GLUED = "alsoArmenia's"


def visible(html):
    """The text of a page."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)))


def test_a_text_shows_its_fragments_and_glued_words():
    view = tm.show(TEXT)
    assert isinstance(view, TextView)
    assert [TEXT[s.start : s.end] for s in view.foreign] == ["Видео дня"]
    assert [TEXT[start:end] for start, end in view.glued] == [GLUED]
    assert re.search(r"42–51 +Russian +Видео дня", repr(view))
    assert re.search(rf" +glued +{GLUED}", repr(view))
    html = view._repr_html_()
    assert 'data-label="ru"' in html
    assert 'data-label="glued"' in html


def test_a_corpus_at_a_glance():
    view = tm.show([TEXT, None, " ", "", TEXT, "Это целиком русский текст о погоде"])
    assert isinstance(view, CorpusView)
    assert (view.texts, view.missing, view.empty, view.duplicates, view.affected) == (6, 1, 2, 1, 2)
    assert view.languages == {"en": 2, "und": 2, "ru": 1}
    assert view.scripts == {"Latn": 2, "Cyrl": 1}
    assert view.fragments == {("ru", "Видео дня"): 2}
    assert view.repeated == {TEXT: 2}
    assert view.glued == {GLUED: 2}
    assert view.lengths == (0, 34, len(TEXT))
    assert sum(n for *_, n in view.histogram) == 4
    assert view.histogram[0][0] == 1
    assert view.histogram[-1][1] == len(TEXT) + 1
    assert "6 texts, 1 missing, 2 empty, 1 duplicate" in repr(view)
    seen = visible(view._repr_html_())
    for part in ("6 texts, 1 missing, 2 empty, 1 duplicate", "2 ×Видео дня", f"2 ×{GLUED}", "English en2", "Latn2"):
        assert part in seen


def test_columns_of_guests_are_seen_alike():
    texts = [TEXT, None, "Это целиком русский текст о погоде"]
    assert repr(tm.show(pd.Series(texts))) == repr(tm.show(pl.Series(texts))) == repr(tm.show(texts))


def test_many_examples_are_named_some_and_counted_all():
    words = ["jahr", "tag", "haus", "weg", "wald", "berg", "tal", "see", "meer", "land"]
    start = "The talks in Minsk will go on this week, and nobody knows when they will end.\n\n"
    view = tm.show([f"{start}Das ist der {word} und das ist gut so." for word in words])
    assert len(view.fragments) == 10
    assert "… 2 more" in repr(view)
    repeated = tm.show([f"Text {i // 2}" for i in range(40)])
    assert "… 12 more" in repr(repeated)
    assert "… 2 more …" in visible(view._repr_html_())


@pytest.mark.parametrize("texts", [[], [None], ["", ""], ["12 30"]])
def test_a_corpus_of_nothing(texts):
    view = tm.show(texts)
    assert view.texts == len(texts)
    assert view.duplicates == 0
    assert repr(view)
    assert "none" in visible(view._repr_html_())


def test_the_seeds():
    view = tm.show(path.read_text() for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt")))
    assert view.glued == {"alsoArmenia's": 1, "firstOld": 1, "newsThe": 1}
    assert view.fragments == {("ru", "Видео дня"): 1, ("ru", "Заголовок открываемого материала"): 1}

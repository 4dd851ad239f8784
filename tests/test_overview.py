"""What a person sees: texts and corpora, in notebooks and terminals, everything escaped."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tolmach as tm
from tolmach.overview import CorpusView, TextView
from tolmach.view import Mark, marked

TEXT = "The talks in Minsk will go on this week.\n\nВидео дня\n\nRead <b>more</b> & more."


class Visible(HTMLParser):
    """The text that a browser would show, and the tags."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags = "", set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


def test_a_text_shows_its_fragments():
    view = tm.show(TEXT)
    assert isinstance(view, TextView)
    assert [TEXT[s.start : s.end] for s in view.foreign] == ["Видео дня"]
    assert "Russian  Видео дня" in repr(view)
    seen = Visible(view._repr_html_())
    assert TEXT in seen.text
    assert seen.tags <= {"div", "mark", "span", "details", "summary"}


def test_a_corpus_at_a_glance():
    view = tm.show([TEXT, None, " ", TEXT, "Это целиком русский текст о погоде"])
    assert isinstance(view, CorpusView)
    assert (view.texts, view.missing, view.empty, view.duplicates, view.affected) == (5, 1, 1, 1, 2)
    assert view.languages == {"en": 2, "ru": 1, "und": 1}
    assert view.fragments == {("ru", "Видео дня"): 2}
    assert "5 texts, 1 missing, 1 empty, 1 duplicate" in repr(view)
    assert "2 × Видео дня" in Visible(view._repr_html_()).text


@pytest.mark.parametrize("texts", [[], [None], ["", ""], ["12 30"]])
def test_a_corpus_of_nothing(texts):
    view = tm.show(texts)
    assert view.texts == len(texts)
    assert repr(view)
    assert view._repr_html_()


def test_long_texts_are_folded_but_whole():
    text = "An English sentence about nothing. " * 100 + "Видео дня" + " And another English sentence." * 100
    html = tm.show(text)._repr_html_()
    assert html.count("<details") == 2
    assert "Видео дня" in html
    assert text in re.sub(r" … [\d,]+ characters … ", "", Visible(html).text)


@given(st.text(), st.text(), st.text())
def test_every_character_is_escaped(before, marked_text, after):
    text = before + marked_text + after
    html = marked(text, [Mark(len(before), len(before) + len(marked_text), '"><script>', "'\"<")])
    assert "<script" not in html
    assert Visible(html).tags <= {"div", "mark", "span", "details", "summary"}

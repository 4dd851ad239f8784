"""What notebooks show: whatever a text holds, it is text and never markup, and all of it is there."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import tolmach as tm
from tolmach.view import Mark, marked

TAGS = {"div", "span", "mark", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "p"}
ATTRIBUTES = {"class", "dir", "lang", "style", "title", "open"}
HARM = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)><!-- --><![CDATA[&lt;&#60;&nbsp'
# Ampersands, quotation marks and brackets are common here; so are the words that make them markup.
TEXTS = st.lists(
    st.sampled_from(["<", ">", "&", '"', "'", "&lt;", "&#x3c;", "</mark>", "<b>", "<!--", "-->", "]]>", "\n", "\0", HARM])
    | st.sampled_from(["Видео дня", "the talks go on this week", " ", "a"])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    max_size=12,
).map("".join)


class Reader(HTMLParser):
    """Reads the characters of a page as a browser would, but for those that are no part of the text."""

    def __init__(self, page, inside, skip=()):
        super().__init__(convert_charrefs=True)
        self.inside, self.skip, self.open, self.pieces = inside, skip, [], []
        self.feed(page)
        self.close()
        assert not self.open, f"{self.open} are not closed"

    def handle_starttag(self, tag, attributes):
        assert tag in TAGS, tag
        assert {name for name, _ in attributes} <= ATTRIBUTES
        self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        tags = [tag for tag, _ in self.open]
        if any(self.inside(tag, attributes) for tag, attributes in self.open) and not set(self.skip) & set(tags):
            self.pieces.append(data)

    def never(self, *_):
        raise AssertionError("a text has become markup")

    handle_comment = handle_decl = handle_pi = unknown_decl = never


def shown(page):
    """The text of a marked view: what stands where white space is kept, but for the words on what is folded."""
    return "".join(Reader(page, lambda _, a: "pre-wrap" in (a.get("style") or ""), ["summary"]).pieces)


@settings(deadline=None)
@given(TEXTS, st.data())
@example(HARM * 20, None)
def test_a_marked_text_is_the_text(text, data):
    ends = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8))) if data else [5, 300]
    names = st.sampled_from(["ru", "und", HARM])
    pairs = zip(ends[::2], ends[1::2], strict=False)
    marks = [Mark(a, b, data.draw(names) if data else HARM, HARM) for a, b in pairs]
    assert shown(marked(text, marks, legend={"ru": HARM})) == text


@settings(deadline=None)
@given(TEXTS)
@example(HARM)
def test_a_shown_text_is_the_text(text):
    assert shown(tm.show(text)._repr_html_()) == text


@settings(deadline=None)
@given(TEXTS)
def test_an_overview_and_a_table_are_no_markup(text):
    Reader(tm.show([text, None, text])._repr_html_(), lambda *_: False)
    page = tm.LanguageDetector().strip_batch([text], keep="en")._repr_html_()
    cell = "".join(Reader(page, lambda tag, a: tag == "td" and "left" in a["style"]).pieces)
    plain = tm.LanguageDetector().strip(text, keep="en")
    assert cell == plain if len(plain) <= 60 else cell[:59] == plain[:59]


@pytest.mark.parametrize("name", ["<script>", "<i>en</i>"])
def test_an_engine_cannot_write_markup(name):
    detector = tm.LanguageDetector(engine=lambda text: (name, 1.0))
    Reader(tm.show("some text", detector)._repr_html_(), lambda *_: False)
    Reader(tm.show(["some text"], detector)._repr_html_(), lambda *_: False)

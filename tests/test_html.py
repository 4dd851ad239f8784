"""What notebooks show of texts made of markup: text and never markup, and all of it."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import tolmach as tm

TAGS = {"div", "mark", "span", "details", "summary", "style", "b", "bdi", "code", "dl", "dt", "dd"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
HARM = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)><!-- --><![CDATA[&lt;&#60;&nbsp</style></div>"
TEXTS = st.lists(
    st.sampled_from(["<", ">", "&", '"', "'", "&lt;", "&#x3c;", "</mark>", "<b>", "<!--", "-->", "]]>", "\n", HARM])
    | st.sampled_from(["Видео дня", "the talks go on this week", " ", "a"])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    max_size=12,
).map("".join)


class Reader(HTMLParser):
    """Reads a page as a browser would; every tag has to be one of ours and closed in its turn."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.body = [], ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        assert tag in TAGS, tag
        assert not [name for name, _ in attributes if name.startswith("on") or name in ("src", "href", "id")]
        self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if any(attributes.get("class") == "text" for _, attributes in self.open):
            folded = any(tag == "summary" for tag, _ in self.open)
            self.body += "" if folded else data

    def never(self, *_):
        raise AssertionError("a text has become markup")

    handle_comment = handle_decl = handle_pi = unknown_decl = never


@settings(deadline=None, max_examples=60)
@given(TEXTS)
@example(HARM * 3)
def test_marked_texts_are_the_text(text):
    for view in (tm.show(text), tm.spans(text), tm.Tokenizer(keep="all").spans(text), tm.sentences(text)):
        assert Reader(view._repr_html_()).body == text


@settings(deadline=None, max_examples=60)
@given(TEXTS)
@example(HARM)
def test_overviews_and_tables_are_no_markup(text):
    for view in (tm.show([text, None, text]), tm.LanguageDetector().strip_batch([text], keep="en"), tm.detect(text)):
        Reader(view._repr_html_())


@pytest.mark.parametrize("name", ["<script>", "<i>en</i>"])
def test_an_engine_cannot_write_markup(name):
    detector = tm.LanguageDetector(engine=lambda text: (name, 1.0))
    for view in (tm.show("some text", detector), tm.show(["some text"], detector), detector.detect("some text")):
        Reader(view._repr_html_())

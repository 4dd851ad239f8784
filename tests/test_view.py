"""What a notebook and a terminal show: the source text, escaped, scoped, in colours that can be read."""

import copy
import pickle
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

import tolmach as tm
from tolmach.palette import INK, SWATCHES
from tolmach.spanlist import LanguageSpans, Sentences, Tokens
from tolmach.view.marked import Mark, marked
from tolmach.view.page import page

TEXT = "The talks in Minsk will go on this week.\n\nВидео дня\n\nRead <b>more</b> & more."
SEEDS = [path.read_text() for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))]
# What a sanitised page keeps (JupyterLab drops the style sheet of a notebook that nobody trusts, GitHub likewise).
TAGS = {"div", "mark", "span", "details", "summary", "style", "b", "bdi", "code", "dl", "dt", "dd"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}


class Visible(HTMLParser):
    """The text of a page, its tags and attributes; every tag has to be closed in its turn."""

    def __init__(self, html):
        super().__init__()
        self.text, self.body, self.tags, self.attributes = "", "", set(), set()
        self.open, self.marks, self.folds = [], [], 0
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append((tag, dict(attrs)))
        self.folds += tag == "details"
        if tag == "mark":
            self.marks.append((dict(attrs), ""))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        inside = [tag for tag, _ in self.open]
        if "style" in inside or "summary" in inside:
            return
        self.text += data
        if any(attributes.get("class") == "text" for _, attributes in self.open):
            self.body += data
        if "mark" in inside:
            self.marks[-1] = (self.marks[-1][0], self.marks[-1][1] + data)


def views(text):
    return {
        "spans": tm.spans(text),
        "show": tm.show(text),
        "tokens": tm.Tokenizer(keep="all").spans(text),
        "sentences": tm.sentences(text),
        "detection": tm.detect(text),
        "table": tm.sentences_batch([text, None]),
        "lists": tm.Tokenizer().tokenize_batch([text, None]),
        "corpus": tm.show([text, None, text]),
    }


@pytest.mark.parametrize("view", views(TEXT))
@pytest.mark.parametrize("text", [TEXT, "", "12 30", "مرحبا بالعالم", *SEEDS], ids=lambda text: text[:8])
def test_views_are_whole_scoped_and_silent(view, text):
    html = views(text)[view]._repr_html_()
    seen = Visible(html)
    assert seen.tags <= TAGS | TABLE
    assert not {name for name in seen.attributes if name.startswith("on") or name in ("src", "href", "id")}
    assert html.startswith('<div class="tolmach tex2jax_ignore">')
    assert "url(" not in html
    assert "@import" not in html
    if view in ("spans", "show", "tokens", "sentences"):
        assert seen.body == text, "the marked text is the source text"


def test_styles_touch_nothing_outside():
    sheet = re.search(r"<style>(.*?)</style>", page(""), re.DOTALL).group(1)
    flat = re.sub(r"@media\(prefers-color-scheme:dark\)\{((?:[^{}]|\{[^{}]*\})*)\}", r"\1", sheet)
    for selectors in re.findall(r"([^{}]+)\{[^{}]*\}", flat):
        for selector in selectors.split(","):
            assert ".tolmach" in selector, selector


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text(), st.text())
def test_every_character_is_escaped(before, inside, after):
    text = before + inside + after
    html = marked(text, [Mark(len(before), len(before) + len(inside), 'class="c0"', '"><script>', "'\"<", '"<')])
    seen = Visible(html)
    assert seen.tags <= {"div", "mark", "details", "summary", "span"}
    assert seen.attributes <= {"class", "style", "dir", "lang", "data-label", "title"}


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(text):
    for view in views(text).values():
        Visible(view._repr_html_())
        assert repr(view)
        assert str(view)
        Console(file=StringIO(), width=80).print(view)


def test_each_language_has_its_colour_label_and_entry():
    text = "Переговоры продолжатся на неделе. The talks will go on this week. Բանակցությունները կշարունակվեն այս շաբաթ"
    seen = Visible(tm.spans(text)._repr_html_())
    marks = [(attributes["lang"], attributes["class"], attributes["data-label"]) for attributes, _ in seen.marks[3:]]
    assert [lang for lang, *_ in marks] == ["ru", "en", "hy"]
    assert len({colour for _, colour, _ in marks}) == 3
    assert all(lang == label for lang, _, label in marks)
    for name in ("Russian", "English", "Armenian"):
        assert name in seen.text


def test_the_language_of_most_of_a_text_is_its_plain_colour():
    seen = Visible(tm.spans(TEXT)._repr_html_())
    assert [inside for attributes, inside in seen.marks if "lang" in attributes] == ["Видео дня"]
    assert 'lang="en" dir="auto"' in tm.spans(TEXT)._repr_html_()


def test_tokens_by_kind_and_sentences_in_turn():
    seen = Visible(tm.Tokenizer(keep="all").spans("Room 12, 21:00!")._repr_html_())
    marks = [(inside, attributes.get("data-label")) for attributes, inside in seen.marks if "title" in attributes]
    assert marks == [("Room", None), ("12", "number"), (",", None), ("21:00", "time"), ("!", None)]
    seen = Visible(tm.sentences("One is here. Two is here. Three is.")._repr_html_())
    assert [attributes["class"] for attributes, _ in seen.marks] == ["even", "odd", "even"]
    assert [attributes["data-label"] for attributes, _ in seen.marks] == ["0", "1", "2"]


def test_normalised_forms_are_told():
    html = tm.Tokenizer(lowercase=True).spans("Minsk")._repr_html_()
    assert "word, &#x27;minsk&#x27;, characters 0 to 5" in html


def test_long_texts_are_folded_and_very_long_ones_cut():
    seen = Visible(tm.spans(SEEDS[4])._repr_html_())
    assert seen.folds == 1
    assert seen.body == SEEDS[4]
    long = "An English sentence about nothing. " * 20_000
    for view in (tm.spans(long + "Видео дня"), tm.Tokenizer().spans(long), tm.sentences(long), tm.show(long)):
        html = view._repr_html_()
        assert len(html) < 500_000
        assert "characters" in Visible(html).text


def test_a_slice_of_tokens_shows_what_it_holds():
    tokens = tm.Tokenizer().spans("An English sentence about nothing. " * 2_000)
    assert "that are not shown" in tokens._repr_html_()
    seen = Visible(tokens[-3:]._repr_html_())
    assert [inside for attributes, inside in seen.marks if "title" in attributes] == ["sentence", "about", "nothing"]


def contrast(one, other):
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("swatch", SWATCHES, ids=lambda swatch: swatch.strong)
def test_colours_can_be_read_in_both_themes(swatch):
    themes = [("#ffffff", INK[0], swatch.light_fill, swatch.light_line)]
    themes.append(("#111111", INK[1], swatch.dark_fill, swatch.dark_line))
    for paper, ink, fill, line in themes:
        assert contrast(ink, fill) >= 4.5
        assert contrast(line, paper) >= 3
        assert contrast(line, fill) >= 3


@pytest.mark.parametrize(
    ("found", "kind"),
    [(tm.spans(TEXT), LanguageSpans), (tm.Tokenizer().spans(TEXT), Tokens), (tm.sentences(TEXT), Sentences)],
    ids=["spans", "tokens", "sentences"],
)
def test_lists_of_spans_are_lists(found, kind):
    assert isinstance(found, kind)
    assert found == list(found)
    assert list(found) == found
    assert repr(list(found)[:2]) == repr(found[:2])
    assert type(found[0]) is type(next(iter(found)))
    for same in (found[:], found.copy(), copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
        assert type(same) is kind
        assert same == found
        assert same.text == TEXT
    assert found[::-1] == list(found)[::-1]
    assert sorted(found, key=lambda item: item.start) == found
    assert found[:1] + found[1:] == found
    changed = found.copy()
    changed.append(found[0])
    assert len(changed) == len(found) + 1
    assert changed._repr_html_()


def test_lists_of_spans_in_a_terminal():
    tokens = tm.Tokenizer().spans(SEEDS[0])
    assert re.fullmatch(r"\[(Token\(.*\), ){8}… [\d,]+ more …, Token\(.*\), Token\(.*\)\]", repr(tokens))
    lines = str(tm.spans(TEXT)).splitlines()
    assert lines[0] == f"{len(tm.spans(TEXT)):,} spans, {len(TEXT)} characters"
    assert re.fullmatch(r"   *42–51  Russian  0\.\d\d  Видео дня", lines[2])
    assert str(tm.spans("")) == "0 spans, 0 characters"
    assert str(tokens).splitlines()[-1].endswith(" more")
    assert tm.spans(TEXT).__rich__().plain == TEXT.replace("Видео дня", "Видео дня[ru]")


def test_numbers_are_short_in_representations():
    assert re.search(r"confidence=\d\.\d{1,3}, script='Latn', reliable=True\)", repr(tm.detect(TEXT)))
    assert re.search(r"script='Cyrl', confidence=\d\.\d{1,3}\)\]?", repr(tm.spans(TEXT)))


def test_tables_for_rich():
    out = StringIO()
    Console(file=out, width=100).print(tm.LanguageDetector().detect_batch([TEXT, None] * 20))
    assert "language" in out.getvalue()
    assert "null" in out.getvalue()
    assert "40 rows × 4 columns" in out.getvalue()

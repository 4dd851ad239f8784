"""Plots: what they hold, and that every label is there, whole, in its font and over no other."""

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import tolmach as tm

matplotlib = pytest.importorskip("matplotlib", reason="pip install 'tolmach[plot]'")
matplotlib.use("Agg")
plt = pytest.importorskip("matplotlib.pyplot")
Text = pytest.importorskip("matplotlib.text").Text

SEEDS = {path.name[:3]: path.read_text() for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))}
# Scripts that the fonts of matplotlib itself have.
MANY = {
    "Հայերեն": "Բանակցությունները կշարունակվեն այս շաբաթ մայրաքաղաքում",
    "ქართული": "მოლაპარაკებები ამ კვირაში გაგრძელდება დედაქალაქში",
    "العربية: محادثات السلام": "ستستمر المحادثات هذا الأسبوع في العاصمة بين الطرفين",
    "Русский": "Переговоры продолжатся на этой неделе в столице",
    "A label that is far, far too long for any axis that a person would want to look at": "The talks will go on",
}
SIXTY = {f"{i:02} {list(MANY)[i % 5]}": f"{list(MANY.values())[i % 5]} {i}" for i in range(60)}
NONE = {}
ONE = {"one": "The talks will go on this week."}
CORPORA = {"seeds": SEEDS, "scripts": MANY, "sixty": SIXTY, "one": ONE}


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def boxes(display):
    """Where every text of a picture stands, after it has been drawn; drawing raises where it warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        display.figure_.canvas.draw()
    ax = display.ax_
    texts = [*ax.texts, ax.xaxis.label, ax.yaxis.label]
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        texts += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    if ax.get_legend():
        texts += ax.get_legend().get_texts()
    # Not the extent of an annotation, which its leader belongs to.
    return [(text.get_text(), Text.get_window_extent(text)) for text in texts if text.get_text() and text.get_visible()]


def assert_readable(display):
    found = boxes(display)
    width, height = display.figure_.canvas.get_width_height()
    for name, box in found:
        assert box.x0 >= -1, name
        assert box.y0 >= -1, name
        assert box.x1 <= width + 1, name
        assert box.y1 <= height + 1, name
    for i, (name, box) in enumerate(found):
        for other, place in found[i + 1 :]:
            common = box.padded(-1).intersection(box.padded(-1), place.padded(-1))
            assert common is None or common.width * common.height == 0, f"{name!r} and {other!r} overlap"


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize(
    "draw",
    [
        tm.LanguageDisplay.from_texts,
        tm.TermFrequencyDisplay.from_texts,
        lambda texts: tm.TermFrequencyDisplay.from_texts(texts, kind="rank"),
        tm.SimilarityDisplay.from_texts,
        tm.LanguageStripDisplay.from_texts,
        lambda texts: tm.LanguageStripDisplay.from_text("\n\n".join(texts)),
    ],
    ids=["languages", "terms", "ranks", "similarity", "strips", "strip"],
)
def test_every_label_is_readable(draw, corpus):
    assert_readable(draw(pd.Series(CORPORA[corpus])))


def test_languages_by_texts_and_by_characters():
    by_texts = tm.LanguageDisplay.from_texts([*SEEDS.values(), None])
    assert (by_texts.counts, by_texts.missing) == ({"en": 5}, 1)
    assert by_texts.ax_.get_xlabel() == "share of 5 texts; 1 without a language"
    by_characters = tm.LanguageDisplay.from_texts(list(SEEDS.values()), by="characters")
    assert by_characters.counts["ru"] == 9 + 32
    assert [bar.get_width() for bar in by_characters.bars_] == pytest.approx(
        [n / sum(by_characters.counts.values()) for n in by_characters.counts.values()]
    )


def test_rare_languages_share_a_bar():
    display = tm.LanguageDisplay.from_predictions(["en", "en", "ru", "de", "fr", float("nan")], top=2)
    names = [label.get_text() for label in display.ax_.get_yticklabels()]
    assert names == ["English (en)", "German (de)", "2 others"]
    assert [text.get_text() for text in display.text_] == ["40%  (2)", "20%  (1)", "40%  (2)"]
    assert display.missing == 1


def test_terms_are_those_of_the_matrix():
    vectorizer = tm.CountVectorizer(stop_words="english")
    matrix = vectorizer.fit_transform(SEEDS.values())
    display = tm.TermFrequencyDisplay.from_matrix(matrix, vectorizer.get_feature_names_out(), top=3)
    assert dict(zip(display.terms, display.frequencies, strict=True))["karabakh"] == 68
    assert list(display.frequencies) == sorted(display.frequencies, reverse=True)
    assert len(display.bars_) == 3
    same = tm.TermFrequencyDisplay.from_estimator(vectorizer, SEEDS.values(), kind="rank")
    assert same.terms.tolist() == display.terms.tolist()
    assert same.line_.get_ydata().tolist() == display.frequencies.tolist()
    assert (same.ax_.get_xscale(), same.ax_.get_yscale()) == ("log", "log")


def test_weights_are_called_weights():
    display = tm.TermFrequencyDisplay.from_texts(SEEDS.values(), vectorizer=tm.TfidfVectorizer())
    assert display.unit == "weight"


def test_similarity_is_the_cosine():
    vectorizer = tm.TfidfVectorizer(stop_words="english")
    matrix = vectorizer.fit_transform(SEEDS.values())
    display = tm.SimilarityDisplay.from_estimator(vectorizer, SEEDS.values(), labels=list(SEEDS))
    np.testing.assert_allclose(display.similarity, (matrix @ matrix.T).toarray(), atol=1e-12)
    assert [label.get_text() for label in display.ax_.get_xticklabels()] == list(SEEDS)
    assert len(display.text_) == 25
    assert tm.SimilarityDisplay.from_texts(pd.Series(SEEDS)).labels == list(SEEDS)


def test_like_stands_beside_like():
    similarity = [[1, 0.1, 0.9, 0.1], [0.1, 1, 0.1, 0.8], [0.9, 0.1, 1, 0.1], [0.1, 0.8, 0.1, 1]]
    display = tm.SimilarityDisplay(similarity).plot(order="similarity")
    place = {text: row for row, text in enumerate(display.order_.tolist())}
    assert abs(place[0] - place[2]) == abs(place[1] - place[3]) == 1


def test_a_strip_shows_each_span_and_quotes_what_is_foreign():
    display = tm.LanguageStripDisplay.from_text(SEEDS["000"])
    assert display.languages_ == ["en", "ru"]
    assert [text.get_text() for text in display.text_] == ["Видео дня (ru)"]
    several = tm.LanguageStripDisplay.from_texts([*SEEDS.values(), None, ""], labels=[*SEEDS, "gone", "empty"])
    assert [label.get_text() for label in several.ax_.get_yticklabels()] == [*SEEDS, "gone", "empty"]
    assert [[span.language for span in spans if span.language != "en"] for spans in several.spans] == [
        ["ru"],
        [],
        [],
        [],
        ["ru"],
        [],
        [],
    ]


@pytest.mark.parametrize("texts", [[], [None], ["", "12"]])
def test_plots_of_nothing(texts):
    assert_readable(tm.LanguageDisplay.from_texts(texts))
    assert_readable(tm.LanguageStripDisplay.from_texts(texts))
    assert_readable(tm.SimilarityDisplay(np.zeros((len(texts), len(texts)))).plot())
    assert_readable(tm.TermFrequencyDisplay([], []).plot())
    assert_readable(tm.TermFrequencyDisplay([], []).plot(kind="rank"))


def test_axes_of_the_caller_are_used():
    figure, axes = plt.subplots(2, 2)
    displays = [
        tm.LanguageDisplay({"en": 2}).plot(ax=axes[0, 0]),
        tm.TermFrequencyDisplay(["a"], [1]).plot(axes[0, 1]),
        tm.SimilarityDisplay([[1.0]]).plot(axes[1, 0]),
        tm.LanguageStripDisplay(["a"], [tm.spans("a")]).plot(axes[1, 1]),
    ]
    assert [display.ax_ for display in displays] == list(axes.ravel())
    assert {display.figure_ for display in displays} == {figure}
    assert displays[0].plot() is displays[0]
    assert displays[0].figure_ is not figure


def test_small_axes_are_not_overfilled():
    _, axes = plt.subplots(2, 2, figsize=(11, 8), layout="constrained")
    texts = pd.Series(MANY)
    displays = [
        tm.LanguageDisplay.from_texts(texts, ax=axes[0, 0]),
        tm.TermFrequencyDisplay.from_texts(texts, top=12, ax=axes[0, 1]),
        tm.SimilarityDisplay.from_texts(pd.concat([texts] * 2), ax=axes[1, 0]),
        tm.LanguageStripDisplay.from_text("\n".join(texts), ax=axes[1, 1]),
    ]
    for display in displays:
        assert_readable(display)
    tiny = tm.SimilarityDisplay.from_texts(list(SIXTY.values()), ax=plt.subplots()[1])
    assert tiny.text_ == []


def test_dollars_are_no_formulas():
    display = tm.TermFrequencyDisplay(["$a_1", "b$ \n c"], [2, 1]).plot()
    assert_readable(display)
    assert [label.get_text() for label in display.ax_.get_yticklabels()] == ["$a_1", "b$ c"]


def test_a_missing_font_is_named():
    # Cuneiform: no font that plots are lettered in has it.
    with pytest.warns(
        UserWarning, match=r"no installed font has '\U00012000'; shown as □\. Install Noto Sans Cuneiform"
    ):
        display = tm.SimilarityDisplay([[1.0]], labels=["a \U00012000"]).plot()
    assert_readable(display)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tm.LanguageDisplay.from_predictions("en"), r"write \['en'\]"),
        (lambda: tm.LanguageDisplay.from_texts("text"), r"write \[text\]"),
        (lambda: tm.LanguageDisplay.from_texts([], by="words"), "by is 'texts' or 'characters', got 'words'"),
        (lambda: tm.LanguageDisplay({}).plot(top=0), "top is at least 1"),
        (lambda: tm.TermFrequencyDisplay(["a"], [1, 2]), "one for each"),
        (lambda: tm.TermFrequencyDisplay(["a"], [1]).plot(kind="pie"), "kind is 'bar' or 'rank', got 'pie'"),
        (lambda: tm.TermFrequencyDisplay(["a"], [1]).plot(top=0), "top is at least 1"),
        (lambda: tm.TermFrequencyDisplay.from_matrix(np.ones((2, 2)), ["a"]), "1 terms for a matrix of 2 columns"),
        (lambda: tm.SimilarityDisplay([[1.0, 0.5]]), r"got shape \(1, 2\)"),
        (lambda: tm.SimilarityDisplay([[1.0]], labels=[]), "0 labels for 1 texts"),
        (lambda: tm.SimilarityDisplay([[1.0]]).plot(order="name"), "order is 'given' or 'similarity', got 'name'"),
        (lambda: tm.LanguageStripDisplay(["a"], []), "spans of 0 texts for 1 texts"),
        (lambda: tm.LanguageStripDisplay(["a"], [[]], labels=[]), "0 labels for 1 texts"),
    ],
)
def test_errors_say_what_to_do(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_without_matplotlib_the_error_says_how_to_get_it():
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import tolmach as tm\n"
        "try: tm.LanguageDisplay.from_texts(['a'])\n"
        "except ImportError as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (
        run.stdout.strip()
        == "LanguageDisplay.from_texts needs matplotlib; install it with: pip install 'tolmach[plot]'"
    )

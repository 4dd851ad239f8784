"""Languages of texts and spans: what Python sees of them, from good input and bad."""

import math
import pickle
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings

import tolmach as tm

ROOT = Path(__file__).parents[1]
ENGINES = ["tolmach", "whatlang"]
MIXED = "The talks go on 😀.\n\nВидео дня\n\nThe spokesman said on Monday that they will."
# Every kind of character that has ever broken an offset: other planes, marks, joiners, right-to-left, controls.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("aZé я Ы א ש 水 ひ 한 ß ı İ 😀 \u0301 \u200d \n\t.,«»()@/:5\x00"), st.characters(codec="utf-8")
    )
)


@pytest.fixture(params=ENGINES)
def detector(request):
    return tm.LanguageDetector(engine=request.param)


def seeds():
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("seeds/*.txt"))}


def cut(text, spans):
    return [(span.language, text[span.start : span.end]) for span in spans]


def test_the_seeds_hold_two_russian_fragments_and_nothing_else(detector):
    foreign = []
    for text in seeds().values():
        found = detector.spans(text)
        assert detector.detect(text).language == "en"
        foreign += [pair for pair in cut(text, found) if pair[0] != "en"]
    assert sorted(foreign) == [("ru", "Видео дня"), ("ru", "Заголовок открываемого материала")]


def test_a_span_is_in_code_points():
    english, russian, rest = tm.spans(MIXED)
    assert MIXED[russian.start : russian.end] == "Видео дня"
    assert (russian.language, russian.script, english.language) == ("ru", "Cyrl", "en")
    assert MIXED[english.start : english.end] == "The talks go on"
    assert rest.end == len(MIXED) - 1
    assert 0 < russian.confidence <= 1


def test_the_caller_may_name_the_main_language(detector):
    text = "Hotel Berlin Taxi"
    assert cut(text, detector.spans(text, main="de")) == [("de", text)]
    with pytest.raises(tm.UnknownLanguageError, match="klingon"):
        detector.spans(text, main="klingon")


@pytest.mark.parametrize("text", ["", "12345 67.8%", "😀🎉", "?!… — «»", "\x00\x01\x02", "\n\n\n", "\u0301\u200d"])
def test_no_letters_no_language(detector, text):
    assert detector.detect(text) == tm.Detection("und", 0.0, None, False)
    assert [span for span in detector.spans(text) if span.language != "und"] == []
    assert detector.strip(text, "en") == text


def test_nul_bytes_and_controls_inside_are_no_letters(detector):
    text = "The talks\x00 will go on this week,\x07 the spokesman said."
    assert cut(text, detector.spans(text)) == [("en", text[:-1])]


def test_fifty_megabytes_in_one_text(detector):
    line = "The talks between the two sides will go on this week, the spokesman said.\n"
    text = line * (50_000_000 // len(line)) + "Видео дня"
    found = detector.spans(text, main="en")
    assert cut(text, found[1:]) == [("ru", "Видео дня")]


def test_a_million_empty_texts(detector):
    assert len(detector.spans_batch([""] * 1_000_000)) == 0
    assert set(detector.detect_batch([""] * 1_000_000)["language"]) == {"und"}


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA])
def test_missing_texts_are_null(detector, missing):
    texts = [MIXED, missing, ""]
    assert detector.detect_batch(texts)["language"] == ["en", None, "und"]
    table = detector.strip_batch(texts, keep="en")
    assert table["text"][1:] == [None, ""]
    assert table["removed"] == [1, None, 0]
    assert set(detector.spans_batch(texts)["text"]) == {0}


@pytest.mark.parametrize("call", ["detect_batch", "spans_batch"])
def test_wrong_types_say_what_to_do(detector, call):
    run = getattr(detector, call)
    with pytest.raises(TypeError, match=r"write \[text\]"):
        run("a bare text")
    with pytest.raises(TypeError, match="decode"):
        run([b"bytes"])
    with pytest.raises(TypeError, match="text 1 is int"):
        run(["a", 1])
    with pytest.raises(ValueError, match="lone surrogate"):
        run(["a", "b\ud800"])


@pytest.mark.parametrize("call", ["detect", "spans"])
def test_one_text_is_a_str(detector, call):
    run = getattr(detector, call)
    for wrong in [None, 1, b"bytes", ["list"]]:
        with pytest.raises(TypeError):
            run(wrong)
    with pytest.raises(ValueError, match="lone surrogate"):
        run("b\ud800")


def test_invalid_utf8_in_files_stays_text(detector):
    text = b"The talks \xff\xfe will go on this week".decode("utf-8", "replace")
    assert cut(text, detector.spans(text)) == [("en", text)]


@pytest.mark.parametrize(
    "container",
    [
        list,
        tuple,
        iter,
        lambda t: np.array(t, dtype=object),
        pd.Series,
        pl.Series,
        lambda t: pd.Series(t, dtype="category"),
    ],
)
def test_every_container_gives_the_same_spans(detector, container):
    texts = [MIXED, "Read more", "Новости дня ещё"]
    expected = [
        (row, span.start, span.end, span.language) for row, text in enumerate(texts) for span in detector.spans(text)
    ]
    table = detector.spans_batch(container(texts))
    assert table.column_names == ["text", "start", "end", "language", "script", "confidence"]
    assert [(r["text"], r["start"], r["end"], r["language"]) for r in table] == expected


def test_threads_change_nothing(detector):
    texts = [MIXED * (i % 7) + "Δελτίο ειδήσεων" * (i % 3) for i in range(400)]
    one = tm.LanguageDetector(engine=detector.engine, n_jobs=1)
    two = tm.LanguageDetector(engine=detector.engine, n_jobs=2)
    for call in ["detect_batch", "spans_batch"]:
        assert getattr(one, call)(texts).to_pandas().equals(getattr(two, call)(texts).to_pandas())


def test_probabilities(detector):
    texts = ["Новости дня ещё", None, "123"]
    table = detector.probabilities_batch(texts)
    assert table.dtype == np.float32
    assert table.shape == (3, len(detector.language_codes))
    assert detector.language_codes[table[0].argmax()] == "ru"
    assert np.isnan(table[1]).all()
    assert table[2].sum() == 0
    row = detector.probabilities(texts[0])
    assert row.shape == table[0].shape
    assert (row == table[0]).all()
    assert row.max() == np.float32(detector.detect(texts[0]).confidence)
    assert detector.probabilities_batch([]).shape == (0, len(detector.language_codes))
    with pytest.raises(TypeError, match="engine of your own"):
        tm.LanguageDetector(engine=lambda text: "de").probabilities("a text")


def test_allowed_languages_hold(detector):
    only = tm.LanguageDetector(languages=["de", "Russian"], engine=detector.engine)
    assert only.language_codes == ["de", "ru"]
    assert {span.language for span in only.spans(MIXED)} <= {"de", "ru", "und"}
    assert only.detect("საქართველო").language == "und"
    with pytest.raises(tm.UnknownLanguageError, match="known are: "):
        tm.LanguageDetector(languages=["xx"], engine=detector.engine)
    with pytest.raises(tm.InvalidOptionError, match="empty"):
        tm.LanguageDetector(languages=[], engine=detector.engine)
    with pytest.raises(TypeError, match=r"\['en'\]"):
        tm.LanguageDetector(languages="en")
    with pytest.raises(tm.InvalidOptionError, match=r"cld2. is unknown"):
        tm.LanguageDetector(engine="cld2")


def test_strip_takes_spans_out_and_leads_back(detector):
    text = "The talks go on, «Видео дня», this week.\n\nВидео дня\n\nThe spokesman said on Monday."
    assert detector.strip(text, "en") == "The talks go on, this week.\n\nThe spokesman said on Monday."
    found = detector.strip(text, keep=["en"], return_spans=True)
    assert cut(text, found.removed) == [("ru", "Видео дня")] * 2
    for offset, character in enumerate(found.text):
        assert text[found.source(offset)] == character
    assert found.source(len(found.text)) == len(text)
    with pytest.raises(IndexError):
        found.source(len(found.text) + 1)
    assert detector.strip(text, ["en", "ru"]) == text
    with pytest.raises(tm.UnknownLanguageError):
        detector.strip(text, "xx")


def test_words_that_mix_scripts_are_reported():
    text = "😀 Hаши новости, Аrmenia"
    found = tm.mixed_words(text)
    assert [(text[w.start : w.end], w.script, w.mended) for w in found] == [
        ("Hаши", "Cyrl", "Наши"),
        ("Аrmenia", "Latn", "Armenia"),
    ]


class FastText:
    """What fastText's models look like from outside."""

    def predict(self, texts):
        assert not any("\n" in text for text in texts)
        return [["__label__deu_Latn"]] * len(texts), [np.array([1.00001])] * len(texts)


class Classifier:
    """What scikit-learn's classifiers look like from outside."""

    def predict(self, texts):
        return np.array(["German"] * len(texts))


@pytest.mark.parametrize("engine", [FastText(), Classifier(), lambda text: "deu", lambda text: ("de", 0.99)])
def test_other_peoples_engines(engine):
    detector = tm.LanguageDetector(engine=engine)
    assert detector.detect("Hotel\nTaxi").language == "de"
    assert detector.detect("Hotel\nTaxi").reliable
    assert detector.detect("123").language == "und"
    table = detector.detect_batch(["Hotel Taxi", None, "5"])
    assert table["language"] == ["de", None, "und"]
    assert table["script"] == ["Latn", None, None]
    assert cut("Hotel Taxi", detector.spans("Hotel Taxi")) == [("de", "Hotel Taxi")]
    assert detector.spans_batch(["Hotel Taxi", None])["language"] == ["de"]
    assert tm.LanguageDetector(["en"], engine=engine).detect("Hotel Taxi").language == "und"


def test_engines_that_are_none():
    with pytest.raises(TypeError, match="predict"):
        tm.LanguageDetector(engine=5)
    with pytest.raises(TypeError, match="expected a code"):
        tm.LanguageDetector(engine=lambda text: 5).detect("a text")


def test_pickle_and_repr(detector):
    copy = pickle.loads(pickle.dumps(tm.LanguageDetector(["en", "ru"], engine=detector.engine)))
    assert repr(copy) == f"LanguageDetector(languages=['en', 'ru'], engine={detector.engine!r})"
    assert copy.spans(MIXED) == tm.LanguageDetector(["en", "ru"], engine=detector.engine).spans(MIXED)


@settings(deadline=None)
@given(TEXTS)
def test_spans_of_any_text(text):
    for engine in ENGINES:
        detector = tm.LanguageDetector(engine=engine)
        at = 0
        for span in detector.spans(text):
            assert at <= span.start < span.end <= len(text)
            assert not any(c.isalpha() for c in text[at : span.start])
            assert 0 <= span.confidence <= 1
            at = span.end
        assert not any(c.isalpha() for c in text[at:])
        stripped = detector.strip(text, "en", return_spans=True)
        assert all(text[stripped.source(i)] == c for i, c in enumerate(stripped.text))

"""The guests pandas and Polars: the namespace `tm` on their columns, whoever was imported first."""

import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pytest
import sklearn.feature_extraction.text as reference

import tolmach as tm

TEXTS = [
    "The minister said on Monday that the talks will go on.\n\nВидео дня\n\nRead more",
    None,
    "",
    "Это целиком русский текст о станции",
]
INDEX = ["a", "b", "c", "d"]


@pytest.fixture(params=["object", "str", "string[python]", "string[pyarrow]", "category"])
def series(request):
    if request.param == "string[pyarrow]":
        pytest.importorskip("pyarrow", reason="needs PyArrow: pip install pyarrow")
    if request.param == "str" and pd.Series([""], dtype="str").dtype == object:
        pytest.skip("pandas 2 has no dtype for str")
    return pd.Series(TEXTS, index=INDEX, name="body", dtype=object).astype(request.param)


@pytest.mark.parametrize("guest", ["pandas", "polars"])
@pytest.mark.parametrize("first", ["guest", "tolmach"])
def test_the_namespace_is_there_whoever_comes_first(guest, first):
    imports = [f"import {guest}", "import tolmach"]
    code = "\n".join(imports if first == "guest" else imports[::-1]) + f"\n{guest}.Series(['x']).tm.detect()"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_detect_keeps_the_index(series):
    found = series.tm.detect()
    assert list(found.index) == INDEX
    assert found["language"].fillna("missing").tolist() == ["en", "missing", "und", "ru"]


def test_long_frames_join_back(series):
    spans = series.tm.spans()
    assert [(i, row.span) for i, row in spans.iterrows() if row.language == "ru"] == [
        ("a", "Видео дня"),
        ("d", TEXTS[3]),
    ]
    for i, row in spans.iterrows():
        assert series[i][row.start : row.end] == row.span
    for frame, column in [(series.tm.token_table(), "token"), (series.tm.sentences(), "sentence")]:
        assert set(frame.index) == {"a", "d"}
        for i, row in frame.iterrows():
            assert series[i][row.start : row.end] == row[column]


def test_lists_and_texts_keep_what_is_missing(series):
    assert series.tm.tokens()["c"] == []
    assert series.tm.tokens()["b"] is None
    assert series.tm.stems()["d"] == ["эт", "целик", "русск", "текст", "о", "станц"]
    assert series.tm.stems("en")["a"][:3] == ["the", "minist", "said"]
    stripped = series.tm.strip(keep="en")
    assert stripped["a"] == "The minister said on Monday that the talks will go on.\n\nRead more"
    assert pd.isna(stripped["b"])
    assert stripped.name == "body"


def test_vectors_are_those_of_scikit_learn(series):
    texts = [text or "" for text in TEXTS]
    counts = series.tm.counts()
    assert list(counts.index) == INDEX
    expected = reference.CountVectorizer().fit(texts)
    assert list(counts.columns) == list(expected.get_feature_names_out())
    np.testing.assert_array_equal(counts.to_numpy(), expected.transform(texts).toarray())
    weights = reference.TfidfVectorizer(sublinear_tf=True).fit_transform(texts).toarray()
    np.testing.assert_array_equal(series.tm.tfidf(sublinear_tf=True).to_numpy(), weights)


def test_numbers_have_no_namespace():
    with pytest.raises(AttributeError, match=r"can only use \.tm with texts, not with integer values"):
        pd.Series([1, 2]).tm  # noqa: B018


def test_a_repeated_index_is_kept():
    texts = pd.Series(["Some English words", "Noch ein paar deutsche Worte"], index=[7, 7])
    assert list(texts.tm.spans().index) == [7, 7]


def test_polars_gets_polars():
    series = pl.Series("body", TEXTS)
    assert series.tm.detect()["language"].to_list() == ["en", None, "und", "ru"]
    spans = series.tm.spans().filter(pl.col("language") == "ru")
    assert spans.select("row", "span").rows() == [(0, "Видео дня"), (3, TEXTS[3])]
    assert series.tm.strip(keep="en").to_list()[:3] == [TEXTS[0].replace("Видео дня\n\n", ""), None, ""]
    assert series.tm.stems().to_list()[3][-1] == "станц"
    counts = series.tm.counts()
    assert counts.columns == ["row", "term", "weight"]
    assert counts.filter(pl.col("term") == "видео").rows() == [(0, "видео", 1)]


def test_an_own_detector_and_tokenizer_are_used(series):
    whatlang = tm.LanguageDetector(languages=["de", "uk"], engine="whatlang")
    assert set(series.tm.detect(whatlang)["language"].dropna()) <= {"de", "uk", "und"}
    assert series.tm.tokens(tm.Tokenizer("whitespace"))["a"][10] == "on."

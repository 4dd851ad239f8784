"""Every container of texts that a person has at hand, and every thing that is not one."""

import re

import numpy as np
import pandas as pd
import polars as pl
import pytest

import tolmach as tm
from tolmach.texts import as_texts

WHOLE = ["Привет, мир", "a", "", "naïve café — ok"]


def languages(texts):
    return tm.LanguageDetector(engine="whatlang").detect_batch(texts)["language"]


# NumPy has strings of any length from version 2 on.
DTYPES = [str, np.dtypes.StringDType()] if hasattr(np.dtypes, "StringDType") else [str]


@pytest.mark.parametrize("dtype", DTYPES)
def test_numpy_string_arrays(dtype):
    assert languages(np.array(WHOLE, dtype=dtype)) == languages(WHOLE)


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, np.float32("nan"), pd.NA, pd.NaT])
def test_missing_values_give_nulls(missing):
    table = tm.LanguageDetector(engine="whatlang").detect_batch(["a text", missing])
    assert table[1] == {"language": None, "confidence": None, "script": None, "reliable": None}


def test_a_column_of_nulls_is_all_missing():
    pa = pytest.importorskip("pyarrow", reason="needs PyArrow: pip install pyarrow")
    assert languages(pa.nulls(3)) == [None] * 3
    assert languages(pl.Series([None] * 3)) == [None] * 3


@pytest.mark.parametrize("empty", [[], (), pd.Series([], dtype="str"), pl.Series([], dtype=pl.String)])
def test_no_texts_are_no_rows(empty):
    assert len(tm.LanguageDetector().detect_batch(empty)) == 0


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("one text", r"got one str; write \[text\]"),
        (b"bytes", r"got one bytes"),
        (5, "got int"),
        (None, "got NoneType"),
        (["a", 5], "text 1 is int, not str"),
        (["a", b"b"], r"text 1 is bytes, not str; decode it first"),
        (["a", ["b"]], "text 1 is list, not str"),
        ([True], "text 0 is bool, not str"),
        (pd.DataFrame({"a": ["x"]}), "choose a column"),
        (pl.DataFrame({"a": ["x"]}), "choose a column"),
        (np.array([["a"]]), "choose a column"),
        ({"a": "x"}, "choose a column"),
        (pl.Series([1, 2]), "holds Int64, not text"),
        (pd.Series([1, 2]), "text 0 is int, not str"),
    ],
)
def test_what_is_not_texts_is_a_type_error_that_says_what_to_do(texts, message):
    with pytest.raises(TypeError, match=message):
        tm.LanguageDetector().detect_batch(texts)


def test_a_lone_surrogate_is_a_value_error_with_its_row():
    with pytest.raises(ValueError, match=re.escape("text 1 holds a lone surrogate")):
        tm.LanguageDetector().detect_batch(["fine", "\ud800"])


def test_what_is_not_texts_in_arrow_memory():
    pa = pytest.importorskip("pyarrow", reason="needs PyArrow: pip install pyarrow")
    detector = tm.LanguageDetector()
    with pytest.raises(TypeError, match="choose a column"):
        detector.detect_batch(pa.table({"a": ["x"]}))
    with pytest.raises(TypeError, match="holds Float64, not text"):
        detector.detect_batch(pa.array([1.5]))
    with pytest.raises(TypeError, match="holds List"):
        detector.detect_batch(pa.array([["a"]]))


def test_a_batch_of_texts_can_be_passed_on():
    texts = as_texts(WHOLE)
    assert as_texts(texts) is texts
    assert len(texts) == len(WHOLE)


def test_errors_of_a_generator_come_through():
    def broken():
        yield "a"
        raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError, match="the reader broke"):
        tm.LanguageDetector().detect_batch(broken())


def test_a_million_empty_texts():
    found = tm.LanguageDetector(engine="whatlang").detect_batch([""] * 1_000_000)
    assert len(found) == 1_000_000
    assert found[999_999]["language"] == "und"


@pytest.mark.parametrize("call", [tm.detect, tm.spans, tm.tokenize, tm.sentences, tm.normalize, tm.Stemmer("en").stem])
@pytest.mark.parametrize(
    ("text", "hint"), [(None, "got NoneType"), (5, "got int"), (["a"], "end in _batch"), (b"a", "decode it first")]
)
def test_calls_for_one_text_say_what_they_want(call, text, hint):
    with pytest.raises(TypeError, match=f"expected one text, a str.*{hint}"):
        call(text)


@pytest.mark.parametrize("texts", [["a"], ["a long text " * 10_000]], ids=["small", "large"])
def test_no_threads_are_no_option(texts):
    with pytest.raises(tm.InvalidOptionError, match="n_jobs: at least one thread is needed"):
        tm.LanguageDetector(n_jobs=0).detect_batch(texts)


class Lying(str):
    """A string that is not as long as it says."""

    def __len__(self):
        return 1 << 20


@pytest.mark.parametrize("text", ["ASCII", "é", "Видео дня", "🙂 mixed é"])
def test_strings_that_lie_about_their_length(text):
    assert as_texts([Lying(text)] * 3).strings() == [text] * 3
    names = tm.CountVectorizer(analyzer="char", lowercase=False).fit([Lying(text)] * 300).get_feature_names_out()
    assert set(names) == set(text)
    assert tm.Tokenizer().tokenize(Lying(text)) == tm.Tokenizer().tokenize(text)

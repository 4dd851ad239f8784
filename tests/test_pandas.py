"""The guest pandas at its odder ends: every dtype and index, missing values, joins, what is no text."""

import numpy as np
import pandas as pd
import pytest

import tolmach as tm

TEXTS = ["The talks in Minsk will go on this week. Видео дня", None, "", "Это целиком русский текст о станции"]
DTYPES = ["object", "str", "string[python]", "string[pyarrow]", "category", "arrow", "arrow dictionary"]


@pytest.fixture(params=DTYPES)
def body(request):
    return column(request.param)


def column(dtype, texts=TEXTS):
    if "arrow" in dtype:
        pa = pytest.importorskip("pyarrow", reason="needs PyArrow: pip install pyarrow")
        kinds = {"arrow": pa.string(), "arrow dictionary": pa.dictionary(pa.int32(), pa.string())}
        dtype = pd.ArrowDtype(kinds[dtype]) if dtype in kinds else dtype
    if dtype == "str" and pd.Series([""], dtype="str").dtype == object:
        pytest.skip("pandas 2 has no dtype for str")
    return pd.Series(texts, dtype=object, name="body", index=range(10, 10 + len(texts))).astype(dtype)


def test_results_join_the_frame_that_they_come_from(body):
    frame = pd.DataFrame({"id": list("abcd"), "body": body})
    joined = frame.join(frame["body"].tm.detect())
    assert joined["language"].fillna("-").tolist() == ["en", "-", "und", "ru"]
    for long, part in [
        (body.tm.spans(), "span"),
        (body.tm.token_table(), "token"),
        (body.tm.sentences(), "sentence"),
    ]:
        inner = frame.join(long, how="inner")
        assert len(inner) == len(long) > 1
        assert set(inner["id"]) == {"a", "d"}
        assert all(row.body[row.start : row.end] == getattr(row, part) for row in inner.itertuples())
        assert len(frame.join(long)) == len(long) + 2
    weights = frame[["id"]].join(body.tm.tfidf())
    assert weights.loc[13, "русский"] > 0
    assert weights.loc[11].drop("id").sum() == 0


def test_columns_have_sensible_names_and_dtypes(body):
    strings = pd.Series([""]).dtype
    assert body.tm.tokens().name == "tokens"
    assert body.tm.stems().name == "stems"
    stripped = body.tm.strip(keep="en")
    assert stripped.name == "body"
    known = {"category": strings, "dictionary": "string[pyarrow]"}
    expected = next((dtype for part, dtype in known.items() if part in str(body.dtype)), body.dtype)
    assert stripped.dtype == expected
    assert body.tm.spans().columns.tolist() == ["start", "end", "language", "script", "confidence", "span"]
    assert body.tm.token_table().columns.tolist() == ["start", "end", "kind", "token"]
    assert body.tm.sentences().columns.tolist() == ["start", "end", "sentence"]
    for name in ("language", "script", "span"):
        assert body.tm.spans()[name].dtype == strings


def test_lists_come_back_in_arrow_memory_if_texts_do():
    assert column("object").tm.tokens().dtype == object
    tokens = column("arrow").tm.tokens()
    assert str(tokens.dtype) == "list<item: large_string>[pyarrow]"
    assert list(tokens.iloc[3])[:2] == ["Это", "целиком"]
    assert tokens.isna().tolist() == [False, True, False, False]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA], ids=str)
def test_missing_values_stay_what_they_were(missing):
    series = pd.Series(["Some words in English", missing], dtype=object)
    assert series.tm.strip(keep="en").iloc[1] is missing
    assert pd.isna(series.tm.detect()["language"].iloc[1])
    assert series.tm.tokens().iloc[1] is None


METHODS = ["detect", "spans", "tokens", "token_table", "sentences", "stems", "strip"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("texts", [[], [None, None]], ids=["empty", "all missing"])
def test_a_column_of_nothing(method, dtype, texts):
    full, nothing = column(dtype), column(dtype, texts)
    result, usual = getattr(nothing.tm, method)(), getattr(full.tm, method)()
    assert type(result) is type(usual)
    if isinstance(usual, pd.DataFrame):
        assert result.columns.tolist() == usual.columns.tolist()
        assert len(result) == (len(texts) if method == "detect" else 0)
        assert {**result.dtypes, "reliable": object} == {**usual.dtypes, "reliable": object}
    else:
        assert result.dtype == usual.dtype
        assert result.isna().tolist() == [True] * len(texts)


@pytest.mark.parametrize("series", [pd.Series([np.nan] * 2), pd.Series([], dtype=float)], ids=["NaN", "empty"])
def test_a_column_without_values_is_one_of_texts_whatever_its_reader_made_of_it(series):
    assert series.tm.detect()["language"].isna().tolist() == [True] * len(series)
    assert series.tm.strip().isna().tolist() == [True] * len(series)


def test_indexes_of_every_kind_are_kept():
    texts = ["Some English words here", "Noch ein paar deutsche Worte"]
    for index in [
        pd.MultiIndex.from_tuples([("2020", 1), ("2021", 2)], names=["year", "number"]),
        pd.DatetimeIndex(["2020-10-05", "2020-10-06"], name="day"),
        pd.Index([7, 7], name="twice"),
        pd.Index([None, "x"]),
    ]:
        series = pd.Series(texts, index=index)
        for result in (series.tm.detect(), series.tm.tokens(), series.tm.strip(), series.tm.counts()):
            pd.testing.assert_index_equal(result.index, index)
        pd.testing.assert_index_equal(series.tm.spans().index, index)
        assert series.tm.token_table().index.names == index.names


def test_a_multi_index_joins_back():
    index = pd.MultiIndex.from_tuples([("2020", 1), ("2021", 2)], names=["year", "number"])
    frame = pd.DataFrame({"body": ["Some English words here", "Noch ein paar deutsche Worte"]}, index=index)
    joined = frame.join(frame["body"].tm.spans())
    assert joined.loc[("2021", 2), "language"] == "de"


def test_unused_categories_are_no_texts():
    series = pd.Series(["Some English words", "Видео дня"]).astype("category").iloc[:1]
    assert series.tm.detect()["language"].tolist() == ["en"]
    assert series.tm.counts().columns.tolist() == ["english", "some", "words"]


def test_a_selection_of_rows_and_a_mixed_frame():
    frame = pd.DataFrame({"n": [1, 2, 3], "body": ["Some English words", "Видео дня", "Noch ein paar Worte"]})
    part = frame[frame["n"] != 2]["body"]
    assert part.tm.detect()["language"].to_dict() == {0: "en", 2: "de"}
    assert frame["body"].iloc[::-1].tm.detect()["language"].to_dict() == {0: "en", 1: "ru", 2: "de"}


@pytest.mark.parametrize(
    ("series", "kind"),
    [
        (pd.Series([1, 2]), "integer"),
        (pd.Series([1.5, np.nan]), "floating"),
        (pd.Series(["a", 5]), "mixed-integer"),
        (pd.Series([b"a"]), "bytes"),
        (pd.Series([["a"]]), "mixed"),
        (pd.Series([1, 2]).astype("category"), "integer"),
        (pd.Series(pd.to_datetime(["2020-01-01"])), "datetime64"),
    ],
)
@pytest.mark.parametrize("error", [AttributeError, TypeError])
def test_what_is_no_text_has_no_namespace(series, kind, error):
    with pytest.raises(error, match=rf"can only use \.tm with texts, not with {kind} values"):
        series.tm  # noqa: B018
    assert not hasattr(series, "tm")
    with pytest.raises(TypeError, match=r"not text|is .*, not str"):
        tm.LanguageDetector().detect_batch(series)


def test_a_subclass_is_a_guest_as_well():
    class Bodies(pd.Series):
        @property
        def _constructor(self):
            return Bodies

    assert Bodies(TEXTS, dtype=object).tm.detect()["language"].iloc[3] == "ru"


def test_strange_texts_go_through():
    series = pd.Series(["\x00", "🙂" * 100, "e\u0301" * 50, " \n\t", "שלום עולם", "x" * 100_000])
    assert len(series.tm.detect()) == len(series)
    for i, row in series.tm.token_table().iterrows():
        assert series[i][row.start : row.end] == row.token

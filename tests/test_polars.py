"""The guest Polars at its odder ends: types, missing values, joins, what is no text."""

import polars as pl
import pytest

import tolmach as tm

TEXTS = ["The talks in Minsk will go on this week. Видео дня", None, "", "Это целиком русский текст о станции"]
BUILD = {
    "string": lambda texts: pl.Series("body", texts, dtype=pl.String),
    "categorical": lambda texts: pl.Series("body", texts, dtype=pl.Categorical),
    "enum": lambda texts: pl.Series("body", texts, dtype=pl.Enum(["unused", *filter(lambda t: t is not None, TEXTS)])),
    "chunks": lambda texts: pl.concat(
        [pl.Series("body", texts[:1], dtype=pl.String), pl.Series("body", texts[1:], dtype=pl.String)], rechunk=False
    ),
}
METHODS = ["detect", "spans", "tokens", "token_table", "sentences", "stems", "strip"]


@pytest.fixture(params=BUILD)
def build(request):
    return BUILD[request.param]


def test_results_join_the_frame_that_they_come_from(build):
    frame = pl.DataFrame({"id": list("abcd"), "body": build(TEXTS)}).with_row_index("row")
    body = frame["body"]
    wide = frame.hstack(body.tm.detect())
    assert wide["language"].to_list() == ["en", None, "und", "ru"]
    for long, part in [(body.tm.spans(), "span"), (body.tm.token_table(), "token"), (body.tm.sentences(), "sentence")]:
        joined = frame.join(long, on="row")
        assert joined.height == long.height > 1
        assert set(joined["id"]) == {"a", "d"}
        assert all(row["body"][row["start"] : row["end"]] == row[part] for row in joined.iter_rows(named=True))
        assert frame.join(long, on="row", how="left").height == long.height + 2
    weights = frame.join(body.tm.tfidf(), on="row")
    assert weights.filter(pl.col("term") == "русский")["id"].to_list() == ["d"]
    assert body.tm.counts()["weight"].sum() == tm.CountVectorizer(missing="empty").fit_transform(TEXTS).sum()


def test_results_have_names_and_types(build):
    body = build(TEXTS)
    assert (body.tm.tokens().name, body.tm.tokens().dtype) == ("tokens", pl.List(pl.String))
    assert (body.tm.stems().name, body.tm.stems().dtype) == ("stems", pl.List(pl.String))
    assert (body.tm.strip().name, body.tm.strip().dtype) == ("body", pl.String)
    assert body.tm.spans().columns == ["row", "start", "end", "language", "script", "confidence", "span"]
    assert body.tm.spans().schema["row"] == pl.DataFrame({"a": [1]}).with_row_index("row").schema["row"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("texts", [[], [None, None]], ids=["empty", "all missing"])
def test_a_column_of_nothing(build, method, texts):
    result, usual = getattr(build(texts).tm, method)(), getattr(build(TEXTS).tm, method)()
    assert type(result) is type(usual)
    if isinstance(usual, pl.DataFrame):
        assert result.schema == usual.schema
        assert result.height == (len(texts) if method == "detect" else 0)
    else:
        assert result.to_list() == texts


def test_a_column_without_a_type_is_all_missing():
    assert pl.Series("body", [None, None]).tm.detect()["language"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("series", "kind"),
    [(pl.Series([1]), "Int64"), (pl.Series([["a"]]), "LargeList"), (pl.Series([b"a"]), "Binary")],
)
def test_what_is_no_text_is_a_type_error(series, kind):
    with pytest.raises(TypeError, match=rf"holds .*{kind}.*, not text; choose a column of strings"):
        series.tm.detect()

"""What a batch call hands back: rows, columns, Arrow, frames, pictures."""

import sys

import pandas as pd
import polars as pl
import pytest

import tolmach as tm

TEXTS = ["Заголовок открываемого материала", None, "The quick brown fox jumps over the lazy dog", "<b>12 & 13</b>"]


@pytest.fixture
def table():
    return tm.LanguageDetector(engine="whatlang").detect_batch(TEXTS)


def test_rows_and_columns(table):
    assert table.shape == (4, 4)
    assert table["language"][:3] == ["ru", None, "en"]
    assert [row["language"] for row in table] == table["language"]
    assert table[-1] == table[3]


def test_a_table_of_nothing_but_missing_values():
    assert tm.LanguageDetector(engine="whatlang").detect_batch([None, None])["language"] == [None, None]


def test_wrong_columns_and_rows_say_what_there_is(table):
    with pytest.raises(KeyError, match="no column 'lang'; there are language, confidence"):
        table["lang"]
    with pytest.raises(IndexError, match="row 4 of a table of 4 rows"):
        table[4]


def test_frames_hold_the_same(table):
    expected = table["language"]
    assert table.to_polars()["language"].to_list() == expected
    assert [None if v != v else v for v in table.to_pandas()["language"]] == expected
    assert list(table.to_pandas(index=list("abcd")).index) == list("abcd")


def test_arrow_stream_is_read_by_others(table):
    assert pl.DataFrame(table).shape == (4, 4)
    pa = pytest.importorskip("pyarrow", reason="needs PyArrow: pip install pyarrow")
    assert pa.table(table).num_rows == 4
    assert pa.table(table).schema.field("confidence").type == pa.float32()
    assert table.to_arrow().column("language").to_pylist() == table["language"]


def test_a_query_of_duckdb_reads_a_table(table):
    duckdb = pytest.importorskip("duckdb", reason="needs DuckDB: pip install duckdb")
    connection = duckdb.connect()
    connection.register("found", table)
    assert connection.sql("SELECT count(*) FROM found WHERE language = 'ru'").fetchall() == [(1,)]


@pytest.mark.parametrize("pyarrow", [True, False])
def test_a_frame_of_pandas_has_the_same_dtypes_with_pyarrow_and_without(pyarrow, monkeypatch):
    if pyarrow:
        pytest.importorskip("pyarrow", reason="needs PyArrow: pip install pyarrow")
    else:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
    texts = pd.Series([""]).dtype
    detector = tm.LanguageDetector(engine="whatlang")
    found = detector.detect_batch(TEXTS).to_pandas()
    assert found.dtypes.to_dict() == {"language": texts, "confidence": "float32", "script": texts, "reliable": object}
    assert detector.detect_batch(["a", "b"]).to_pandas()["reliable"].dtype == bool
    removed = detector.strip_batch(TEXTS, "en").to_pandas()["removed"]
    assert removed.dtype == "float64"
    assert removed.isna().tolist() == [False, True, False, False]
    tokens = tm.Tokenizer().spans_batch(TEXTS).to_pandas()
    assert tokens.dtypes.to_dict() == {
        "text": "int64",
        "start": "uint32",
        "end": "uint32",
        "kind": texts,
        "token": texts,
    }
    assert tm.Tokenizer().tokenize_batch(["a b", None]).to_pandas()["tokens"].tolist() == [["a", "b"], None]
    assert tm.Tokenizer().spans_batch([]).to_pandas().dtypes.to_dict() == tokens.dtypes.to_dict()


def test_pictures_escape_and_shorten(table):
    assert "4 rows × 4 columns" in repr(table)
    assert ">ru</td>" in table._repr_html_()
    long = tm.LanguageDetector(engine="whatlang").detect_batch(["text"] * 5000)
    assert repr(long).count("\n") == 12
    assert "5,000 rows" in repr(long)


def test_each_row_is_a_line():
    assert repr(tm.LanguageDetector().strip_batch(["One line.\nAnother line."], keep="en")).count("\n") == 2


def test_a_table_is_not_made_by_hand():
    with pytest.raises(TypeError, match="made by the batch calls"):
        tm.Table({"a": [1]})

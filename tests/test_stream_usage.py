"""Commands that write a file, given wrongly: what is said, and that nothing is touched."""

from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="needs PyArrow: pip install 'tolmach[arrow]'")

import pyarrow as pa
import pyarrow.parquet as pq

from tolmach.__main__ import main

SEEDS = Path(__file__).parents[1] / "seeds"
CSV = "x,text\na,Hello there\nb,Видео дня\n"


def refused(capsys, *arguments):
    """What a command says on standard error that ends for wrong usage."""
    assert main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["detect", "{two}"],
            "which column holds the texts? say --column NAME; columns are 'id' (int64), 'a' (string), 'b'",
        ),
        (["detect", "{two}", "--column", "aa"], "no column 'aa'; did you mean 'a'? columns are 'id' (int64)"),
        (["detect", "{two}", "--column", "id"], "column 'id' holds int64, not texts"),
        (
            ["detect", "{csv}"],
            "which column holds the texts? say --column NAME; columns are 'x' (string), 'text' (string)",
        ),
        (["detect", "{csv}", "--column", "text", "--keep-column", "y"], "no column 'y'"),
        (["detect", "{one}", "--keep-column", "language"], "the output has a column of this name"),
        (["detect", "nowhere.csv"], "nowhere.csv: no such file or folder"),
        (["detect", "{folder}"], "no files of a known format"),
        (["detect", "{odd}"], "the name does not tell the format"),
        (["detect", "-"], "standard input cannot be read twice"),
        (["strip", "{one}", "--keep", "klingon"], 'unknown language "klingon"'),
        (["tokens", "{one}", "--pattern", "(("], "regular expression"),
        (["detect", "{seed}", "--column", "text"], "files of text have no columns"),
        (["detect", "{seed}", "--delimiter", ";"], "--delimiter means nothing to"),
        (["detect", "{one}", "--column", "text", "--encoding", "cp1251"], "--encoding means nothing to"),
        (["vectors", "{one}", "--no-idf", "--vectorizer", "bm25"], "--no-idf means nothing to --vectorizer bm25"),
        (["vectors", "{one}", "--k1", "2"], "--k1 means nothing to --vectorizer tfidf"),
        (["detect", "{one}", "--column", "text", "--keep-column", "lists", "-o", "{csv}.csv"], "cannot hold 'lists'"),
        (["vectors", "{one}", "--column", "text", "--token-pattern", r"(?i)\w+"], "patterns with groups, flags"),
        (["vectors", "{one}", "--model", "nowhere.model"], "No such file"),
    ],
)
def test_wrong_usage_says_what_to_do(arguments, message, tmp_path, capsys):
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.odd").write_text("x")
    names = {
        "two": tmp_path / "two.parquet",
        "one": tmp_path / "one.parquet",
        "csv": tmp_path / "c.csv",
        "folder": tmp_path / "folder",
        "odd": tmp_path / "a.odd",
        "seed": next(SEEDS.glob("000*")),
    }
    names["csv"].write_text(CSV, encoding="utf-8")
    pq.write_table(pa.table({"id": [1], "lists": [[1]], "text": ["Hello there"]}), names["one"])
    pq.write_table(pa.table({"id": [1], "a": ["x"], "b": ["y"]}), names["two"])
    said = refused(capsys, arguments[0], "-o", tmp_path / "out.parquet", *(a.format(**names) for a in arguments[1:]))
    assert message in said
    assert not (tmp_path / "out.parquet").exists()
    assert not (tmp_path / "out.parquet.parts").exists()


def test_outputs_that_cannot_be(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text("text\nHello there\n")
    assert "one of the inputs" in refused(capsys, "detect", path, "-o", path)
    assert "there is no folder" in refused(capsys, "detect", path, "-o", tmp_path / "no" / "a.csv")
    assert "suffix says the format" in refused(capsys, "detect", path, "-o", tmp_path / "a.xlsx")
    assert "is a folder" in refused(capsys, "detect", path, "-o", tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main(["detect", str(path)])
    assert stopped.value.code == 2

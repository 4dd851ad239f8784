"""Files of every format, whole and damaged, through the commands that write a file."""

import csv
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("pyarrow", reason="needs PyArrow: pip install 'tolmach[arrow]'")

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

import tolmach as tm
from tolmach.__main__ import main
from tolmach.stream import records
from tolmach.stream.batches import batches
from tolmach.stream.columns import choose
from tolmach.stream.reading import Reading
from tolmach.stream.records import START
from tolmach.stream.sources import find_sources

SEEDS = Path(__file__).parents[1] / "seeds"
TEXTS = [
    "Видео дня, новости",
    None,
    "Hello world, said the man",
    "",
    "Это тоже русский текст\nв две строки",
    "Ein 🙂 Text",
]


def write(path, texts, column="text", more=None):
    """A file of the format that its suffix says."""
    table = pa.table({**(more or {}), column: pa.array(texts, pa.string())})
    suffix = path.name.removesuffix(".gz").rpartition(".")[2]
    opened = gzip.open if path.name.endswith(".gz") else open
    if suffix == "parquet":
        pq.write_table(table, path, row_group_size=4)
    elif suffix == "arrow":
        with pa.ipc.new_file(path, table.schema) as writer:
            writer.write_table(table, max_chunksize=3)
    elif suffix == "arrows":
        with pa.ipc.new_stream(path, table.schema) as writer:
            writer.write_table(table, max_chunksize=3)
    elif suffix == "jsonl":
        with opened(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist())
    else:
        delimiter = "\t" if suffix == "tsv" else ","
        with opened(path, "wt", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerow(table.column_names)
            writer.writerows(row.values() for row in table.to_pylist())
    return path


def run(capsys, *arguments, code=0):
    """What a command says on standard error."""
    assert main([str(argument) for argument in arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    return err


def rows(path):
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix == ".csv":
        return pa.csv.read_csv(path, parse_options=pa.csv.ParseOptions(newlines_in_values=True)).to_pylist()
    if path.suffix == ".arrow":
        return pa.ipc.open_file(path).read_all().to_pylist()
    return pq.read_table(path).to_pylist()


def read(path, column=None, **reading):
    """All texts of a file, and its flaws."""
    sources = find_sources([path])
    found = list(batches(sources, choose(sources, Reading(**reading), column, []), START))
    numbers = [number for batch in found for number in batch.rows.tolist()]
    assert numbers == list(range(len(numbers)))
    counts = {}
    for batch in found:
        for kind, count in batch.flaws.counts.items():
            counts[kind] = counts.get(kind, 0) + count
    return [text for batch in found for text in batch.texts.to_pylist()], counts


FORMATS = ["parquet", "arrow", "arrows", "jsonl", "jsonl.gz", "csv", "csv.gz", "tsv"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_languages(suffix, tmp_path, capsys):
    path = write(tmp_path / f"in.{suffix}", TEXTS)
    out = tmp_path / "out.parquet"
    said = run(capsys, "detect", path, "-o", out)
    texts = [text or "" for text in TEXTS] if "sv" in suffix else TEXTS
    expected = [{"row": at, **row} for at, row in enumerate(tm.LanguageDetector().detect_batch(texts))]
    assert rows(out) == expected
    assert "6 records of 1 file" in said
    assert ("1 record without a text" in said) == ("sv" not in suffix)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([path.name, out.name])


@pytest.mark.parametrize("suffix", ["arrow", "csv", "jsonl"])
def test_every_output_has_the_same_rows(suffix, tmp_path, capsys):
    path = write(tmp_path / "in.parquet", TEXTS)
    for command in (["detect"], ["spans"], ["tokens"], ["strip", "--keep", "en"], ["vectors", "--vectorizer", "count"]):
        run(capsys, *command, path, "-o", tmp_path / "a.parquet")
        run(capsys, *command, path, "-o", tmp_path / f"b.{suffix}")
        one, other = rows(tmp_path / "a.parquet"), rows(tmp_path / f"b.{suffix}")
        if suffix == "csv":
            one = [{key: value if value != "" else None for key, value in row.items()} for row in one]
            other = [{key: value if value != "" else None for key, value in row.items()} for row in other]
        assert len(one) > 1
        for left, right in zip(one, other, strict=True):
            assert left == pytest.approx(right)


def test_rows_join_back(tmp_path, capsys):
    more = {"id": pa.array([7, 8, None, 10, 11, 12]), "group": pa.array(list("aabbab")).dictionary_encode()}
    one = write(tmp_path / "one.parquet", TEXTS, more=more)
    other = write(tmp_path / "other.parquet", TEXTS[::-1], more=more)
    out = tmp_path / "out.parquet"
    texts = {str(one): TEXTS, str(other): TEXTS[::-1]}
    for command in ("tokens", "spans"):
        run(
            capsys,
            command,
            tmp_path,
            "-o",
            out,
            "--column",
            "text",
            "--keep-column",
            "id",
            "--keep-column",
            "group",
            "--restart",
        )
        found = rows(out)
        for row in found:
            text = texts[row["file"]][row["row"]]
            piece = row["token"] if command == "tokens" else row["span"]
            assert text[row["start"] : row["end"]] == piece
            assert (row["id"], row["group"]) == ([7, 8, None, 10, 11, 12][row["row"]], "aabbab"[row["row"]])
        assert {row["file"] for row in found} == set(texts)
        out.unlink()


def test_the_seeds(tmp_path, capsys):
    run(capsys, "spans", SEEDS, "-o", tmp_path / "out.jsonl")
    foreign = [(row["file"][-24:-21], row["span"]) for row in rows(tmp_path / "out.jsonl") if row["language"] != "en"]
    assert foreign == [("000", "Видео дня"), ("004", "Заголовок открываемого материала")]
    run(capsys, "strip", "--keep", "en", SEEDS, "-o", tmp_path / "out.parquet")
    seeds = sorted(SEEDS.glob("0*.txt"))
    texts = [path.read_bytes().decode() for path in seeds]
    assert [row["text"] for row in rows(tmp_path / "out.parquet")] == [
        tm.LanguageDetector().strip(t, "en") for t in texts
    ]


def test_lines_of_text_as_records(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_bytes("Видео дня и новости\r\n\nHello there, world".encode())
    run(capsys, "detect", path, "-o", tmp_path / "out.jsonl", "--format", "lines")
    assert [(row["row"], row["language"]) for row in rows(tmp_path / "out.jsonl")] == [(0, "ru"), (1, "und"), (2, "en")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=30), min_size=1, max_size=12), st.integers(1, 3))
def test_any_texts_survive_any_format(tmp_path, monkeypatch, texts, step):
    monkeypatch.setattr(records, "STEP_ROWS", step)
    for suffix in ("parquet", "arrow", "jsonl", "csv"):
        texts_ = texts
        if suffix == "csv":
            # The standard library writes a lone carriage return within quotes, and reads it so.
            texts_ = [text or "-" for text in texts]
        path = write(tmp_path / f"any.{suffix}", texts_, column="Ω")
        assert read(path) == (texts_, {})


def test_odd_names_of_columns(tmp_path):
    for name in ("a.b", "", "ä\n", "list.element"):
        for suffix in ("parquet", "arrow", "jsonl"):
            path = write(tmp_path / f"a.{suffix}", TEXTS, column=name, more={"a": range(6)})
            assert read(path, name) == (TEXTS, {"missing": 1})


def test_strings_of_all_kinds(tmp_path):
    kinds = [pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.string_view()]
    for column in [*(pa.array(TEXTS, kind) for kind in kinds), pa.array(TEXTS).dictionary_encode()]:
        # Older PyArrow cannot write views to Parquet.
        for suffix in ("arrow",) if column.type == pa.string_view() else ("arrow", "parquet"):
            path = tmp_path / f"a.{suffix}"
            table = pa.table({"number": range(6), "text": column})
            if suffix == "parquet":
                pq.write_table(table, path)
            else:
                with pa.ipc.new_file(path, table.schema) as writer:
                    writer.write_table(table)
            assert read(path) == (TEXTS, {"missing": 1})


@pytest.mark.parametrize(
    ("content", "texts", "counts"),
    [
        (b'{"text": "a"}\n{"text": "b', ["a", None], {"broken JSON": 1}),
        (b'{"text": "a"}\n\n  \n{"text": "b"}', ["a", "b"], {}),
        (b'\xef\xbb\xbf{"text": "a"}\r\n{"text": "b"}\r\n', ["a", "b"], {}),
        (b'{"text": "a"}\n[1]\n"x"\n{"text": 5}', ["a", None, None, None],
         {"JSON that is no object": 2, "a number where the text should be": 1}),
        (b'{"text": "a"}\n{"other": "b"}\n{"text": null}', ["a", None, None], {"missing": 2}),
        (b'{"text": "a\xff"}\n{"text": "b"}', [None, "b"], {"not utf-8": 1}),
        (b'{"text": "\\ud83d"}\n{"text": "\\ud83d\\ude42"}', [None, "🙂"], {"half of a surrogate pair": 1}),
        (b'{"text": "a"}\n' + b"[" * 100_000, ["a", None], {"broken JSON": 1}),
        (b'{"text": "' + b"b" * 3000 + b'"}\n{"text": "c"}', [None, "c"], {"longer than 256 MB": 1}),
    ],
)  # fmt: skip
def test_damaged_json_lines(content, texts, counts, tmp_path, monkeypatch):
    monkeypatch.setattr(records, "LONGEST", 2000 if b"bbb" in content else records.LONGEST)
    (tmp_path / "a.jsonl").write_bytes(content)
    assert read(tmp_path / "a.jsonl", "text") == (texts, counts)


@pytest.mark.parametrize(
    ("content", "texts", "counts"),
    [
        (b"id,text\n1,a\n2\n3,b,c\n4,d\n", ["a", None, None, "d"], {"wrong number of fields": 2}),
        (b'id,text\r\n1,"a\r\nb ""c"""\r\n\r\n2,\r\n', ['a\r\nb "c"', ""], {}),
        (b'id,text\n1,"a\n2,b\n3,"c"\n4,d', [None, "b", "c", "d"], {"text behind a closing quote": 1}),
        (b'id,text\n1,"a\n2,b\n3,c', [None, "b", "c"], {"a quote that is never closed": 1}),
        (b'id,text\n1,"a" x\n2,b\n', [None, "b"], {"text behind a closing quote": 1}),
        (b"id,text\n1,a\xff\n\xff2,b\n", [None, "b"], {"not utf-8": 1}),
        (b"\xef\xbb\xbftext,id\na,1\n", ["a"], {}),
        (b"id,text\n", [], {}),
        (b"id,text\n1,a\x00b\n", ["a\x00b"], {}),
        (b"id,text\n1," + b"b" * 3000 + b"\n2,c\n", [None, "c"], {"longer than 256 MB": 1}),
    ],
)
def test_damaged_csv(content, texts, counts, tmp_path, monkeypatch):
    monkeypatch.setattr(records, "LONGEST", 2000 if b"bbb" in content else records.LONGEST)
    (tmp_path / "a.csv").write_bytes(content)
    assert read(tmp_path / "a.csv", "text") == (texts, counts)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet", "arrow"])
def test_reading_goes_on_at_any_place(suffix, tmp_path, monkeypatch):
    from tolmach.stream import batches as module

    monkeypatch.setattr(records, "STEP_ROWS", 2)
    monkeypatch.setattr(module, "_ROWS", 3)
    texts = [f"text {number}\nof it" for number in range(20)]
    paths = [write(tmp_path / f"{name}.{suffix}", texts) for name in "ab"]
    if suffix == "csv":
        with paths[0].open("ab") as file:
            file.write(b'"never closed\nx\ny\n')
        texts_a = [*texts, None, "x", "y"]
    else:
        texts_a = texts
    sources = find_sources(paths)
    chosen = choose(sources, Reading(), "text", [])
    whole = list(batches(sources, chosen, START))
    assert [text for batch in whole for text in batch.texts.to_pylist()] == texts_a + texts
    for done in range(len(whole)):
        rest = list(batches(sources, chosen, whole[done].after))
        assert [batch.after for batch in rest] == [batch.after for batch in whole[done + 1 :]]
        assert [batch.texts for batch in rest] == [batch.texts for batch in whole[done + 1 :]]
        assert [batch.flaws.counts for batch in rest] == [batch.flaws.counts for batch in whole[done + 1 :]]
        assert [batch.rows.tolist() for batch in rest] == [batch.rows.tolist() for batch in whole[done + 1 :]]


def test_damaged_parquet(tmp_path, capsys):
    good = write(tmp_path / "good.parquet", TEXTS)
    out = tmp_path / "out.jsonl"
    # Cut off: nothing of it can be read.
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(good.read_bytes()[:-20])
    assert "1 unreadable file" in run(capsys, "detect", cut, "--column", "text", "-o", out, code=1)
    assert not out.with_name("out.jsonl.parts").exists()
    said = run(capsys, "detect", good, cut, "-o", out)
    assert "6 records of 2 files" in said
    assert "1 unreadable file" in said
    assert str(cut) in said
    run(capsys, "detect", good, cut, "-o", out, "--strict", code=1)
    # A byte of a page has changed: its row group is lost, the rows behind it keep their numbers.
    bad = tmp_path / "bad.parquet"
    texts = [f"Some English words, number {number}" for number in range(400)]
    pq.write_table(
        pa.table({"text": texts}),
        bad,
        row_group_size=100,
        compression="none",
        write_page_checksum=True,
        use_dictionary=False,
    )
    place = bad.read_bytes().index(b"number 150")
    content = bytearray(bad.read_bytes())
    content[place] ^= 1
    bad.write_bytes(content)
    found, counts = read(bad)
    assert found[:100] == texts[:100]
    assert found[100:200] == [None] * 100
    assert found[200:] == texts[200:]
    assert list(counts.values()) == [100]
    # Bytes that are no UTF-8 in a column that says it is strings.
    raw = pa.array([b"fine", b"not \xff fine", None], pa.binary())
    pq.write_table(pa.table({"text": raw.view(pa.string())}), bad)
    assert read(bad) == (["fine", None, None], {"missing": 1, "not utf-8": 1})


def test_damaged_arrow(tmp_path):
    path = write(tmp_path / "a.arrow", TEXTS)
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    assert read(path, "text") == (TEXTS, {"missing": 1, "Arrow file that is cut off": 1})
    path.write_bytes(whole[: len(whole) // 2])
    found, counts = read(path, "text")
    assert found == TEXTS[: len(found)]
    assert sum(counts.values()) >= 1


def test_damaged_gzip_and_text(tmp_path, capsys):
    path = write(tmp_path / "a.jsonl.gz", [f"text {number * number}" for number in range(2000)])
    path.write_bytes(path.read_bytes()[:-500])
    found, counts = read(path)
    assert 1000 < len(found) < 2000
    assert counts == {"compressed file is cut off or damaged": 1}
    (tmp_path / "b.txt").write_bytes("Привет всем".encode("cp1251"))
    assert read(tmp_path / "b.txt") == ([None], {"not utf-8": 1})
    assert read(tmp_path / "b.txt", encoding="cp1251") == (["Привет всем"], {})
    (tmp_path / "d.txt").write_bytes("Привет всем".encode("utf-16"))
    run(capsys, "detect", tmp_path / "d.txt", "--encoding", "utf-16", "-o", tmp_path / "d.jsonl")
    assert rows(tmp_path / "d.jsonl")[0]["language"] == "ru"
    said = run(capsys, "detect", tmp_path / "d.jsonl", "--encoding", "utf-16", "-o", tmp_path / "e.jsonl", code=2)
    assert "utf-16 cannot be read line by line" in said
    (tmp_path / "c.csv").write_bytes("text\nПривет всем\n".encode("cp1251"))
    assert read(tmp_path / "c.csv", encoding="cp1251") == (["Привет всем"], {})


def test_strict_stops_at_the_first(tmp_path, capsys):
    path = write(tmp_path / "a.jsonl", TEXTS)
    out = tmp_path / "out.parquet"
    said = run(capsys, "detect", path, "-o", out, "--strict", code=1)
    assert f"{path}, row 1: no text" in said
    assert not out.exists()

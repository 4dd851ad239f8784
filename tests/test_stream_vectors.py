"""Term vectors of files: the matrix that one machine with enough memory would have made."""

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

pytest.importorskip("pyarrow", reason="needs PyArrow: pip install 'tolmach[arrow]'")

import pyarrow as pa
import pyarrow.parquet as pq

import tolmach as tm
from tolmach.__main__ import main
from tolmach.stream import batches, matrix, parts, read_vectors, records

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("0*.txt"))
TEXTS = [line or None for path in SEEDS for line in path.read_text().splitlines()]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(records, "STEP_ROWS", 16)
    monkeypatch.setattr(batches, "_ROWS", 50)
    monkeypatch.setattr(parts, "SECONDS", 0)


@pytest.fixture
def inputs(tmp_path):
    pq.write_table(pa.table({"text": TEXTS[:200], "id": range(200)}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"text": TEXTS[200:], "id": range(len(TEXTS) - 200)}), tmp_path / "b.parquet")
    return [str(tmp_path / "a.parquet"), str(tmp_path / "b.parquet")]


def vectors(inputs, output, *options, code=0):
    assert main(["vectors", *inputs, "-o", str(output), *map(str, options)]) == code
    return read_vectors(output) if output.suffix == ".npz" and code == 0 else None


KINDS = [
    ("count", tm.CountVectorizer, [], {}),
    ("count", tm.CountVectorizer, ["--analyzer", "char_wb", "--ngram-range", 2, 3, "--max-features", 500],
     {"analyzer": "char_wb", "ngram_range": (2, 3), "max_features": 500}),
    ("count", tm.CountVectorizer, ["--binary", "--dtype", "float32"], {"binary": True, "dtype": np.float32}),
    ("tfidf", tm.TfidfVectorizer, [], {}),
    ("tfidf", tm.TfidfVectorizer, ["--min-df", 2, "--max-df", "0.5", "--stop-words", "en", "--sublinear-tf"],
     {"min_df": 2, "max_df": 0.5, "stop_words": sorted(tm.stop_words("en")), "sublinear_tf": True}),
    ("tfidf", tm.TfidfVectorizer, ["--norm", "none", "--no-idf", "--language", "en"],
     {"norm": None, "use_idf": False, "language": "en"}),
    ("tfidf", tm.TfidfVectorizer, ["--dtype", "float32"], {"dtype": np.float32}),
    ("bm25", tm.BM25Vectorizer, ["--k1", "1.2", "--variant", "bm25+"], {"k1": 1.2, "variant": "bm25+"}),
    ("hashing", tm.HashingVectorizer, ["--n-features", 1000, "--norm", "l1"], {"n_features": 1000, "norm": "l1"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "estimator", "options", "parameters"), KINDS)
def test_the_matrix_is_that_of_memory(kind, estimator, options, parameters, inputs, tmp_path):
    found = vectors(inputs, tmp_path / "out.npz", "--column", "text", "--vectorizer", kind, *options)
    vectorizer = estimator(**parameters, missing="empty").fit(TEXTS)
    X = vectorizer.transform(TEXTS)
    assert found.matrix.shape == X.shape
    assert found.matrix.dtype == X.dtype
    for name in ("data", "indices", "indptr"):
        assert getattr(found.matrix, name).dtype == getattr(X, name).dtype
        assert np.array_equal(getattr(found.matrix, name), getattr(X, name))
    if kind == "hashing":
        assert found.terms is None
    else:
        assert found.terms == vectorizer.get_feature_names_out().tolist()
    assert found.files == inputs
    assert found.starts.tolist() == [0, 200, len(TEXTS)]
    assert sp.load_npz(tmp_path / "out.npz").has_canonical_format


def test_weights_are_never_cut_to_integers(inputs, tmp_path):
    found = vectors(inputs, tmp_path / "out.npz", "--column", "text", "--dtype", "int64")
    assert found.matrix.dtype == np.float64
    assert 0 < found.matrix.data.min() < 1


def test_cells_as_a_table(inputs, tmp_path):
    options = ["--column", "text", "--vectorizer", "count", "--keep-column", "id"]
    vectors(inputs, tmp_path / "out.parquet", *options)
    table = pq.read_table(tmp_path / "out.parquet").to_pydict()
    assert list(table) == ["file", "row", "id", "column", "term", "value"]
    vectorizer = tm.CountVectorizer(missing="empty").fit(TEXTS)
    names = vectorizer.get_feature_names_out()
    starts = {inputs[0]: 0, inputs[1]: 200}
    rows = [starts[file] + row for file, row in zip(table["file"], table["row"], strict=True)]
    X = sp.csr_matrix((table["value"], (rows, table["column"])), shape=(len(TEXTS), len(names)))
    assert (vectorizer.transform(TEXTS) != X).nnz == 0
    assert table["term"] == names[table["column"]].tolist()
    assert table["id"] == table["row"]
    with_names = ["--column", "text", "--keep-column", "id"]
    assert main(["vectors", *inputs, "-o", str(tmp_path / "x.npz"), *with_names]) == 2
    vectors(inputs, tmp_path / "hashed.parquet", "--column", "text", "--vectorizer", "hashing")
    assert pq.read_schema(tmp_path / "hashed.parquet").names == ["file", "row", "column", "value"]


@pytest.mark.parametrize("kind", ["count", "tfidf", "bm25", "hashing"])
def test_a_saved_vectoriser_is_used_again(kind, inputs, tmp_path, capsys):
    model = tmp_path / "saved.model"
    first = vectors(inputs[:1], tmp_path / "a.npz", "--column", "text", "--vectorizer", kind, "--save-model", model)
    other = vectors(inputs[1:], tmp_path / "b.npz", "--column", "text", "--model", model)
    classes = {"count": tm.CountVectorizer, "tfidf": tm.TfidfVectorizer, "bm25": tm.BM25Vectorizer}
    loaded = classes.get(kind, tm.HashingVectorizer).load(model)
    assert (loaded.transform(TEXTS[:200]) != first.matrix).nnz == 0
    assert (loaded.transform(TEXTS[200:]) != other.matrix).nnz == 0
    options = ["--column", "text", "--model", model, "--min-df", 2]
    vectors(inputs, tmp_path / "c.npz", *options, code=2)
    assert "--min-df: the saved vectoriser has its own" in capsys.readouterr().err
    model.write_bytes(model.read_bytes()[:-1])
    vectors(inputs, tmp_path / "c.npz", *options[:-2], code=2)
    assert "cut off" in capsys.readouterr().err


def test_more_cells_than_small_indices_can_count(inputs, tmp_path, monkeypatch):
    small = vectors(inputs, tmp_path / "a.npz", "--column", "text")
    monkeypatch.setattr(matrix, "_SMALL", 100)
    vectors(inputs, tmp_path / "b.npz", "--column", "text")
    with np.load(tmp_path / "b.npz") as arrays:
        assert (arrays["indices"].dtype, arrays["indptr"].dtype) == (np.int64, np.int64)
    large = sp.load_npz(tmp_path / "b.npz")
    assert (small.matrix != large).nnz == 0


def test_any_character_may_be_in_a_term(tmp_path):
    texts, pattern = ["a\nb \u2028c", 'q"u\\o 🙂x'], r"[^c][^d]?"
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    found = vectors([str(tmp_path / "a.jsonl")], tmp_path / "out.npz", "--token-pattern", pattern)
    assert found.terms == tm.TfidfVectorizer(token_pattern=pattern).fit(texts).get_feature_names_out().tolist()
    assert {"a\n", 'q"', "u\\", "🙂x"} < set(found.terms)


def test_nothing_to_learn_is_an_error(tmp_path, capsys):
    (tmp_path / "a.jsonl").write_text('{"text": "a b"}\n')
    (tmp_path / "empty.csv").write_text("text\n")
    vectors([str(tmp_path / "a.jsonl")], tmp_path / "out.npz", code=1)
    assert "empty vocabulary" in capsys.readouterr().err
    vectors([str(tmp_path / "empty.csv")], tmp_path / "out.npz", code=1)
    assert "no records to learn a vocabulary from" in capsys.readouterr().err
    vectors([str(tmp_path / "empty.csv")], tmp_path / "out.npz", "--vectorizer", "hashing")
    assert sp.load_npz(tmp_path / "out.npz").shape == (0, 2**20)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "empty.csv", "out.npz"]

"""Columns of every library into every batch call: the same results, read where they lie."""

import subprocess
import sys

import numpy as np
import pytest

import tolmach as tm
from tolmach.texts import as_texts

TEXTS = [
    "The minister said on Monday that the talks will go on.\n\nВидео дня",
    None,
    "",
    "Это целиком русский текст о станции",
    "naïve café 🙂 — ok",
    None,
]

CALLS = {
    "detect": lambda texts: list(tm.LanguageDetector().detect_batch(texts)),
    "whatlang": lambda texts: list(tm.LanguageDetector(engine="whatlang").detect_batch(texts)),
    "engine of one's own": lambda texts: list(tm.LanguageDetector(engine=lambda _: "ru").spans_batch(texts)),
    "probabilities": lambda texts: np.nan_to_num(tm.LanguageDetector().probabilities_batch(texts), nan=-1).tolist(),
    "spans": lambda texts: list(tm.LanguageDetector().spans_batch(texts)),
    "strip": lambda texts: list(tm.LanguageDetector().strip_batch(texts, keep="en")),
    "tokens": lambda texts: list(tm.Tokenizer().tokenize_batch(texts)),
    "token spans": lambda texts: list(tm.Tokenizer().spans_batch(texts)),
    "sentences": lambda texts: list(tm.sentences_batch(texts)),
    "stems": lambda texts: list(tm.Stemmer("ru").stem_batch(texts)),
    "counts": lambda texts: tm.CountVectorizer(missing="empty").fit_transform(texts).toarray().tolist(),
    "tf-idf": lambda texts: tm.TfidfVectorizer(missing="empty").fit_transform(texts).toarray().tolist(),
    "hashing": lambda texts: tm.HashingVectorizer(n_features=16, missing="empty").transform(texts).toarray().tolist(),
    "BM25": lambda texts: tm.BM25Vectorizer(missing="empty").fit_transform(texts).toarray().tolist(),
    "show": lambda texts: repr(tm.show(texts)),
}


def library(name):
    return pytest.importorskip(name, reason=f"needs {name}: pip install {name}")


def pandas(dtype):
    def build(texts):
        pd = library("pandas")
        if "pyarrow" in dtype:
            library("pyarrow")
        if dtype == "str" and pd.Series([""], dtype="str").dtype == object:
            pytest.skip("pandas 2 has no dtype for str")
        return pd.Series(texts, dtype=object).astype(dtype)

    return build


def pandas_arrow(kind):
    def build(texts):
        pd, pa = library("pandas"), library("pyarrow")
        return pd.Series(texts, dtype=object).astype(pd.ArrowDtype(getattr(pa, kind)()))

    return build


def arrow(texts):
    return library("pyarrow").array(texts)


def string_dtype(texts):
    if not hasattr(np.dtypes, "StringDType"):
        pytest.skip("needs a NumPy with strings of any length: pip install 'numpy>=2'")
    return np.array(texts, dtype=np.dtypes.StringDType(na_object=None))


def relation(texts):
    duckdb = library("duckdb")
    values = ", ".join("(NULL)" if text is None else f"('{text}')" for text in texts)
    # Not of a connection of its own, which an older DuckDB closes as soon as it has no name.
    return duckdb.sql(f"SELECT body FROM (VALUES {values}) AS t(body)")


COLUMNS = {
    "tuple": tuple,
    "generator": lambda texts: (text for text in texts),
    "numpy object": lambda texts: np.array(texts, dtype=object),
    "numpy StringDType": string_dtype,
    "pandas object": pandas("object"),
    "pandas str": pandas("str"),
    "pandas string python": pandas("string[python]"),
    "pandas string pyarrow": pandas("string[pyarrow]"),
    "pandas category": pandas("category"),
    "pandas category of strings": lambda texts: pandas("string")(texts).astype("category"),
    "pandas arrow string": pandas_arrow("string"),
    "pandas arrow large string": pandas_arrow("large_string"),
    "pandas index": lambda texts: library("pandas").Index(texts, dtype=object),
    "pandas array": lambda texts: library("pandas").array(texts, dtype="string"),
    "polars": lambda texts: library("polars").Series("body", texts),
    "polars categorical": lambda texts: library("polars").Series(texts, dtype=library("polars").Categorical),
    "polars slice": lambda texts: library("polars").Series(["x", *texts, "y"]).slice(1, len(texts)),
    "arrow array": arrow,
    "arrow large": lambda texts: arrow(texts).cast("large_string"),
    "arrow view": lambda texts: library("pyarrow").array(texts, "string_view"),
    "arrow dictionary": lambda texts: arrow(texts).dictionary_encode(),
    "arrow slice": lambda texts: arrow(["x", *texts, "y"]).slice(1, len(texts)),
    "arrow chunks": lambda texts: library("pyarrow").chunked_array([texts[:1], [], texts[1:4], texts[4:]], "string"),
    "arrow column of a table": lambda texts: library("pyarrow").table({"body": texts})["body"],
    "duckdb": relation,
}


@pytest.fixture(scope="module")
def expected():
    return {name: call(TEXTS) for name, call in CALLS.items()}


@pytest.mark.parametrize("column", COLUMNS)
def test_every_call_reads_every_column(column, expected):
    for name, call in CALLS.items():
        assert call(COLUMNS[column](TEXTS)) == expected[name], name


def test_a_relation_of_several_columns_says_how_to_choose():
    duckdb = library("duckdb")
    rows = duckdb.sql("SELECT 'a' AS title, 'b' AS body")
    for call in (tm.LanguageDetector().detect_batch, tm.CountVectorizer().fit_transform):
        with pytest.raises(
            TypeError, match=r"a relation of 2 \(title, body\); choose one, like relation.select\('title'"
        ):
            call(rows)
    assert tm.LanguageDetector().detect_batch(rows.select("body")).shape[0] == 1


def test_a_relation_over_python_objects_does_not_wait_for_itself():
    # The query's own threads read the frame, and need the GIL for it.
    pd, duckdb = library("pandas"), library("duckdb")
    frame = pd.DataFrame({"body": ["Видео дня", None, "talks"] * 5_000}, dtype=object)
    connection = duckdb.connect()
    connection.register("frame", frame)
    found = tm.LanguageDetector(engine="whatlang").detect_batch(connection.sql("SELECT body FROM frame"))
    assert len(found) == 15_000
    assert found["language"][1] is None


@pytest.mark.parametrize("query", ["SELECT 1 AS n", "SELECT {'a': 'x', 'b': 'y'} AS s"])
def test_a_relation_of_something_else_is_a_type_error(query):
    with pytest.raises(TypeError, match="not text; choose a column of strings"):
        tm.LanguageDetector().detect_batch(library("duckdb").sql(query))


def addresses(array):
    """Where the characters of a PyArrow array lie, chunk for chunk."""
    chunks = getattr(array, "chunks", [array])
    return [getattr(chunk, "dictionary", chunk).buffers()[-1].address for chunk in chunks]


LONG = ["Видео дня, новости и погода"] * 100


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "dictionary", "chunks", "slice"])
def test_arrow_memory_is_read_in_place(kind):
    pa = library("pyarrow")
    array = pa.array(LONG, "string_view" if kind == "string_view" else "string")
    column = {
        "dictionary": array.dictionary_encode,
        "chunks": lambda: pa.chunked_array([LONG[:10], LONG[10:]]),
        "slice": lambda: array.slice(10, 20),
    }.get(kind, lambda: array.cast(kind))()
    assert as_texts(column)._addresses() == addresses(column)


@pytest.mark.parametrize("dtype", ["str", "string[pyarrow]", "string", "large_string", "category"])
@pytest.mark.parametrize("index", [False, True], ids=["series", "index"])
def test_columns_of_pandas_in_arrow_memory_are_read_in_place(dtype, index):
    pd, pa = library("pandas"), library("pyarrow")
    modern = int(pd.__version__.partition(".")[0]) >= 3
    if dtype in ("str", "category") and (not modern or (index and dtype == "category")):
        pytest.skip("such a column is in Arrow memory from pandas 3 on, and has a stream only as a Series")
    kind = dtype if dtype in ("str", "string[pyarrow]") else pd.ArrowDtype(pa.large_string())
    if dtype == "string":
        kind = pd.ArrowDtype(pa.string())
    column = pd.Series(LONG, dtype=kind)
    column = column.astype("category") if dtype == "category" else column
    known = column.cat.categories.array if dtype == "category" else column.array
    column = pd.Index(column) if index else column
    assert as_texts(column)._addresses() == addresses(pa.chunked_array(known.__arrow_array__()))


def test_columns_of_polars_are_read_in_place():
    pl, _ = library("polars"), library("pyarrow")
    column = pl.Series(LONG)
    shared = column.to_arrow(compat_level=pl.CompatLevel.newest())
    assert as_texts(column)._addresses() == addresses(shared)


MEMORY = """
import sys
import tolmach as tm
{imports}
column = {column}
detector = tm.LanguageDetector(["en", "ru"])
detector.detect_batch(["Some words to wake everything up", "Видео дня"] * 2000)

def status(key):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(key))

with open("/proc/self/clear_refs", "w") as peak:
    peak.write("5")
before = status("VmRSS")
assert len(detector.detect_batch(column)) == len(column)
print((status("VmHWM") - before) / 1024)
"""

ARROW = 'pa.array(["The talks in Minsk will go on, the minister said. Видео дня. " * 200] * 4000, pa.large_string())'


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak of memory from Linux's /proc")
@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("pyarrow", ARROW),
        ("pandas", f"pd.Series(pd.array(pa.chunked_array([{ARROW}]), dtype=pd.ArrowDtype(pa.large_string())))"),
        ("polars", f"pl.from_arrow({ARROW})"),
    ],
)
def test_peak_memory_stays_far_below_the_column(name, column):
    library("pyarrow")
    library(name)
    imports = {"pandas": "import pandas as pd", "polars": "import polars as pl"}.get(name, "")
    code = MEMORY.format(imports=f"import pyarrow as pa\n{imports}", column=column)
    # The column has 54 MB.
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert float(run.stdout) < 12, f"{run.stdout} MB above the column"

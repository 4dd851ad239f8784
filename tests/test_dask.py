"""Dask: any partitions, any workers and the loss of some give what one machine gives."""

import os
import pickle
import signal
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tolmach as tm

pytest.importorskip("distributed", reason="needs Dask: pip install 'tolmach[dask]'")
pytest.importorskip("dask.dataframe", reason="needs Dask: pip install 'tolmach[dask]'")

import dask
import dask.bag as db
import dask.dataframe as dd
import pandas as pd
from distributed import Client, LocalCluster, wait

import tolmach.dask as td

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
LINES = [line for path in SEEDS for line in path.read_text(encoding="utf-8").splitlines()][:240]
TEXTS = [None if number % 17 == 3 else line for number, line in enumerate(LINES)]


def vectorizers(**options):
    return [
        tm.CountVectorizer(missing="empty", ngram_range=(1, 2), min_df=2, **options),
        tm.TfidfVectorizer(missing="empty", dtype=np.float32, **options),
        tm.BM25Vectorizer(missing="empty", **options),
        tm.HashingVectorizer(missing="empty", n_features=512, **options),
    ]


def equal(ours, theirs):
    theirs = sp.csr_matrix(theirs)
    assert isinstance(ours, sp.csr_matrix)
    assert ours.shape == theirs.shape
    for name in ("data", "indices", "indptr"):
        mine, other = getattr(ours, name), getattr(theirs, name)
        assert mine.dtype == other.dtype, name
        assert mine.tobytes() == other.tobytes(), name


def parted(series, places):
    """A Dask Series with partitions that end at these places; some may be empty."""
    parts = [series.iloc[a:b] for a, b in zip([0, *places], [*places, len(series)], strict=True)]
    return dd.from_map(lambda part: part, parts, meta=series.iloc[:0])


def series_of(texts):
    index = pd.Index([f"r{number:03}" for number in range(len(texts))], name="row")
    return pd.Series(texts, index=index, name="body", dtype="string[pyarrow]")


@pytest.fixture(scope="module")
def cluster():
    with (
        # A local cluster gives a worker up that needs longer than 15 s to come back, as on a busy machine it does.
        dask.config.set({"distributed.deploy.lost-worker-timeout": "300s"}),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=None,
            host="127.0.0.1",
            # Without a dashboard there still is a server, which complains if somebody else has its port.
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture
def client(cluster):
    # A test before may have killed some, which their nannies replace.
    cluster.wait_for_workers(2, timeout=120)
    return cluster


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(TEXTS[:40]), min_size=1, max_size=20),
    st.lists(st.integers(0, 20), max_size=5),
    st.integers(0, 3),
    st.booleans(),
)
def test_any_partitions_are_one_machine(texts, places, number, bag):
    vectorizer, one = vectorizers()[number], vectorizers()[number]
    series = series_of(texts)
    places = sorted(min(place, len(texts)) for place in places)
    column = parted(series, places)
    if bag:
        column = db.from_delayed([dask.delayed(list)(part) for part in column.to_delayed()])
        column = column.map(lambda text: None if text is pd.NA else text)
        series = pd.Series(texts, dtype="string[pyarrow]")
    with dask.config.set(scheduler="synchronous"):
        try:
            expected = one.fit_transform(texts)
        except ValueError as error:
            with pytest.raises(type(error), match=str(error)[:20]):
                td.fit(vectorizer, column)
        else:
            X = td.fit_transform(vectorizer, column)
            assert len(X.chunks[0]) == len(places) + 1
            equal(X.compute(), expected)
            equal(td.transform(vectorizer, column).compute(), one.transform(texts))
            assert getattr(vectorizer, "vocabulary_", None) == getattr(one, "vocabulary_", None)
        for name, call in TABLES.items():
            whole = getattr(series.tm, name)()
            ours = call(column)
            found = ours.compute()
            assert found.index.tolist() == whole.index.tolist()
            if name == "strip":
                assert found.tolist() == whole.tolist()
                assert (found.name, found.dtype) == (ours._meta.name, ours._meta.dtype)
            else:
                assert found.dtypes.equals(ours._meta.dtypes)
                for field in whole.columns:
                    assert found[field].isna().tolist() == whole[field].isna().tolist()
                    assert found[field].dropna().tolist() == whole[field].dropna().tolist()


TABLES = {"detect": td.detect, "spans": td.spans, "token_table": td.tokens, "strip": td.strip}


@pytest.mark.parametrize("number", range(4))
def test_a_cluster_is_one_machine(client, number, tmp_path):
    vectorizer, one = vectorizers()[number], vectorizers()[number]
    column = parted(series_of(TEXTS), [0, 50, 50, 130, 200, len(TEXTS)])
    expected = one.fit_transform(TEXTS)
    X = td.fit_transform(vectorizer, column)
    assert [np.isnan(rows) for rows in X.chunks[0]] == [True] * 7
    assert isinstance(X._meta, sp.csr_matrix)
    assert X.dtype == expected.dtype
    equal(X.compute(), expected)
    stored = td.transform(vectorizer, column, parquet=f"{tmp_path}/vectors")
    assert stored.chunks[0] == (0, 50, 0, 80, 70, 40, 0)
    equal(stored.compute(), one.transform(TEXTS))
    assert [path.name for path in tmp_path.iterdir()] == ["vectors"]
    back = pd.read_parquet(f"{tmp_path}/vectors")
    assert back["index"].tolist() == series_of(TEXTS).index.tolist()


def kill_once(marker):
    """A function of a text that kills its process at the 150th line, if no file says that this was done."""

    def watch(text):
        if text == LINES[150] and not Path(marker).exists():
            Path(marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return text.lower()

    return watch


@pytest.mark.parametrize("bag", [False, True], ids=["series", "bag"])
def test_a_worker_is_killed_while_it_counts_and_while_it_transforms(client, tmp_path, bag):
    marker = tmp_path / "killed"
    one, vectorizer = (tm.TfidfVectorizer(missing="empty", preprocessor=kill_once(marker)) for _ in range(2))
    column = db.from_sequence(TEXTS, npartitions=8) if bag else parted(series_of(TEXTS), list(range(30, 240, 30)))
    td.fit(vectorizer, column)
    assert marker.exists()
    one.fit(TEXTS)
    assert list(vectorizer.vocabulary_.items()) == list(one.vocabulary_.items())
    assert vectorizer.idf_.tobytes() == one.idf_.tobytes()
    marker.unlink()
    X = td.transform(vectorizer, column, parquet=str(tmp_path / "vectors") if bag else None).compute()
    assert marker.exists()
    equal(X, one.transform(TEXTS))


def test_a_worker_is_killed_while_it_detects(client, tmp_path):
    marker, watch = tmp_path / "killed", kill_once(tmp_path / "killed")

    def engine(text):
        watch(text)
        return "ru" if "и" in text else "en"

    series = series_of(TEXTS)
    found = td.detect(parted(series, [100, 160]), tm.LanguageDetector(engine=engine)).compute()
    assert marker.exists()
    whole = tm.LanguageDetector(engine=engine).detect_batch(TEXTS)
    assert [None if code is pd.NA else code for code in found["language"]] == whole["language"]
    assert found.index.tolist() == series.index.tolist()


@pytest.mark.parametrize("bag", [False, True], ids=["series", "bag"])
def test_only_states_and_the_vectorizer_travel(client, bag):
    def read(number):
        return series_of(TEXTS[number * 30 : number * 30 + 30])

    if bag:
        column = db.from_delayed([dask.delayed(read)(number) for number in range(8)]).map(lambda text: text)
    else:
        column = dd.from_map(read, range(8), meta=series_of([]))
    one = tm.CountVectorizer(missing="empty").fit(TEXTS)
    before = {worker: len(log) for worker, log in client.run(transfers).items()}
    vectorizer = td.fit(tm.CountVectorizer(missing="empty"), column)
    X = td.transform(vectorizer, column).persist()
    wait(X)
    logs = {worker: log[before[worker] :] for worker, log in client.run(transfers).items()}
    moved = [key for log in logs.values() for key in log]
    # Reading is fused with learning: what travels under the name of both is a state.
    assert all(any(name in key for name in ("_learned", "merge", "CountVectorizer")) for key in moved)
    assert not any(key.startswith(("read", "lambda", "finalize")) and "_learned" not in key for key in moved)
    # Two vectorisers, one to learn with and one that is fitted, of which each comes to a worker once.
    assert all(sum("CountVectorizer" in key and "_learned" not in key for key in log) <= 2 for log in logs.values())
    equal(X.compute(), one.transform(TEXTS))


def transfers(dask_worker):
    """The keys of what other workers have sent to this one."""
    return [str(key) for entry in dask_worker.transfer_incoming_log for key in entry["keys"]]


def test_the_vectorizer_outlives_the_workers_that_hold_it(client):
    column = parted(series_of(TEXTS), [100])
    vectorizer = tm.CountVectorizer(missing="empty").fit(TEXTS)
    X = td.transform(vectorizer, column)
    equal(X.compute(), vectorizer.transform(TEXTS))
    for pid in client.run(os.getpid).values():
        os.kill(pid, signal.SIGKILL)
    equal(X.compute(), vectorizer.transform(TEXTS))


def test_workers_get_everything_by_pickle(client):
    things = [tm.LanguageDetector(["en", "ru"]), tm.Tokenizer(lowercase=True), tm.Stemmer("ru"), *vectorizers()]
    things.append(tm.LanguageDetector().detect_batch(["Видео дня", None]))

    def described(thing):
        return list(thing) if isinstance(thing, tm.Table) else repr(thing)

    for thing in things:
        back = client.submit(lambda thing: thing, thing, pure=False).result()
        assert described(back) == described(thing) == described(pickle.loads(pickle.dumps(thing)))


def test_what_is_wrong_is_said_at_once(tmp_path):
    series = series_of(["aa bb", None])
    column, frame = dd.from_pandas(series, npartitions=1), dd.from_pandas(series.to_frame(), npartitions=1)
    with pytest.raises(TypeError, match="choose a column"):
        td.fit(tm.CountVectorizer(), frame)
    with pytest.raises(TypeError, match=r"needs no tolmach\.dask"):
        td.detect(["one"])
    with pytest.raises(TypeError, match="vectoriser of tolmach"):
        td.fit(object(), column)
    with pytest.raises(tm.InvalidOptionError, match="without a tokenizer"):
        td.fit(tm.CountVectorizer(tokenizer=str.split, token_pattern=None), column)
    with pytest.raises(AttributeError, match="NAType") as error:
        tm.CountVectorizer().fit(series)
    with pytest.raises(AttributeError, match=str(error.value)):
        td.fit(tm.CountVectorizer(), column)
    with pytest.raises(tm.InvalidOptionError, match="whole corpus"):
        td.tokens(column, tm.Tokenizer(repair_glued=True))
    with pytest.raises(ValueError, match="not fitted"):
        td.transform(tm.CountVectorizer(), column)


def test_folders_of_vectors_are_whole_or_not_there(tmp_path):
    folder = str(tmp_path / "vectors")
    column = dd.from_pandas(series_of(TEXTS[:9]), npartitions=3)
    vectorizer = tm.HashingVectorizer(missing="empty", n_features=16)
    with pytest.raises(FileNotFoundError, match="no vectors"):
        td.read_vectors(folder)
    with pytest.raises(AttributeError, match="NAType"):
        td.transform(tm.HashingVectorizer(), column, parquet=folder)
    assert not list(tmp_path.iterdir())
    td.transform(vectorizer, column, parquet=folder)
    with pytest.raises(FileExistsError, match="overwrite=True"):
        td.transform(vectorizer, column, parquet=folder)
    equal(td.transform(vectorizer, column, parquet=folder, overwrite=True).compute(), vectorizer.transform(TEXTS[:9]))
    assert [path.name for path in tmp_path.iterdir()] == ["vectors"]
    part = Path(folder) / "part.000001.parquet"
    whole = part.read_bytes()
    part.write_bytes(whole[:-40])
    with pytest.raises(tm.DamagedDataError, match="damaged"):
        td.read_vectors(folder)
    part.unlink()
    with pytest.raises(tm.DamagedDataError, match="2 of 3 files"):
        td.read_vectors(folder)
    (Path(folder) / "mine.txt").touch()
    with pytest.raises(FileExistsError, match="more than vectors"):
        td.transform(vectorizer, column, parquet=folder, overwrite=True)

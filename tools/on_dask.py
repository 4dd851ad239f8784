"""Dask: fits and transforms a column on a local cluster, and compares with one machine.

Needs ``pip install '.[dask]'``; texts and output are those of `on_spark.py`:

    python tools/on_dask.py TEXTS.parquet --column text
"""

from __future__ import annotations

import argparse
import time

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa
from distributed import Client, LocalCluster
from on_spark import report, texts_of

import tolmach as tm
import tolmach.dask


def main() -> None:
    """Runs all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parquet", nargs="?", help="a file with a column of texts")
    parser.add_argument("--column", default="text")
    parser.add_argument("--partitions", type=int, default=8)
    arguments = parser.parse_args()
    texts = texts_of(arguments.parquet, arguments.column)

    start = time.perf_counter()
    local = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with LocalCluster(**local) as cluster, Client(cluster):
        times = {"start": time.perf_counter() - start}
        series = pd.Series(texts.to_pandas(), dtype="string[pyarrow]", name="text")
        column = dd.from_pandas(series, npartitions=arguments.partitions).persist()
        len(column)

        vectorizer, one = tm.TfidfVectorizer(missing="empty"), tm.TfidfVectorizer(missing="empty")
        start = time.perf_counter()
        tolmach.dask.fit(vectorizer, column)
        times["fit"] = time.perf_counter() - start

        start = time.perf_counter()
        X = tolmach.dask.transform(vectorizer, column).compute()
        times["transform"] = time.perf_counter() - start

        start = time.perf_counter()
        found = pa.Table.from_pandas(tolmach.dask.detect(column).compute(), preserve_index=False)
        times["detect"] = time.perf_counter() - start
    print(report("Dask", texts, times, one, vectorizer, X, found))


if __name__ == "__main__":
    main()

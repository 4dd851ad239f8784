"""Ray: fits and transforms a column with `map_batches`, and compares with one machine.

Needs ``pip install 'ray[data]'`` and this package in the same environment:

    python tools/on_ray.py TEXTS.parquet --column text

Texts and output are those of `on_spark.py`.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np
import pyarrow as pa
from on_spark import report, texts_of

import tolmach as tm
from tolmach import blocks


def learn(batch: pa.Table, vectorizer: Any, column: str) -> pa.Table:
    """For `map_batches`: the state of a batch, which carries the number of its first text."""
    state = pa.Table.from_batches([blocks.pack(blocks.learn(vectorizer, batch.column(column)))])
    return state.append_column("first", batch.column("id").slice(0, 1))


def transform(batch: pa.Table, vectorizer: Any, column: str) -> pa.Table:
    """For `map_batches`: the vectors of a batch, with the column `id` of the texts."""
    import ray

    vectors = pa.Table.from_batches([blocks.rows(blocks.transform(ray.get(vectorizer), batch.column(column)))])
    return vectors.add_column(0, "id", batch.column("id"))


def detect(batch: pa.Table, column: str) -> pa.Table:
    """For `map_batches`: the language of each text."""
    return blocks.detect(batch.column(column)).add_column(0, "id", batch.column("id"))


def fit(vectorizer: Any, data: Any, column: str) -> Any:
    """Fits the vectoriser; Ray hands batches back in any order, so the states are sorted."""
    options = {"vectorizer": blocks.unfitted(vectorizer), "column": column}
    states = gathered(data.map_batches(learn, batch_format="pyarrow", batch_size=None, fn_kwargs=options), "first")
    return blocks.finish(vectorizer, blocks.merge(blocks.unpack(states)))


def gathered(data: Any, order: str) -> pa.Table:
    """All rows of a data set here, in the order of a column."""
    import ray

    return pa.concat_tables(ray.get(data.to_arrow_refs())).sort_by(order)


def main() -> None:
    """Runs all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parquet", nargs="?", help="a file with a column of texts")
    parser.add_argument("--column", default="text")
    parser.add_argument("--blocks", type=int, default=8)
    arguments = parser.parse_args()
    texts = texts_of(arguments.parquet, arguments.column)

    import ray

    start = time.perf_counter()
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    times = {"start": time.perf_counter() - start}
    table = pa.table({"id": np.arange(len(texts)), "text": texts})
    data = ray.data.from_arrow(table).repartition(arguments.blocks).materialize()

    vectorizer, one = tm.TfidfVectorizer(missing="empty"), tm.TfidfVectorizer(missing="empty")
    start = time.perf_counter()
    fit(vectorizer, data, "text")
    times["fit"] = time.perf_counter() - start

    start = time.perf_counter()
    options = {"vectorizer": ray.put(blocks.worker_copy(vectorizer)), "column": "text"}
    vectors = data.map_batches(transform, batch_format="pyarrow", batch_size=None, fn_kwargs=options)
    X = blocks.matrix(gathered(vectors, "id"), blocks.width(vectorizer))
    times["transform"] = time.perf_counter() - start

    start = time.perf_counter()
    found = data.map_batches(detect, batch_format="pyarrow", batch_size=None, fn_kwargs={"column": "text"})
    found = gathered(found, "id")
    times["detect"] = time.perf_counter() - start
    ray.shutdown()
    print(report("Ray", texts, times, one, vectorizer, X, found))


if __name__ == "__main__":
    main()

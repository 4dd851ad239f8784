"""Spark: fits and transforms a column with `mapInArrow`, and compares with one machine.

Needs ``pip install pyspark pyarrow "pandas<3"``, Java 17 or later, and this package in the same environment:

    python tools/on_spark.py TEXTS.parquet --column text

The Parquet file may have any number of texts; without one, the sentences of `seeds/` are repeated. Prints documents,
seconds and whether everything is equal, as one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import tolmach as tm
from tolmach import blocks

# What `blocks.pack` and `blocks.rows` give, as Spark calls it.
STATE = "documents bigint, names binary, lengths array<bigint>, frequencies array<bigint>, totals array<bigint>"
VECTOR = "id bigint, columns array<int>, weights array<double>"
DETECTION = "id bigint, language string, confidence float, script string, reliable boolean"

Batches = Iterator[pa.RecordBatch]


def learning(vectorizer: Any, column: str) -> Callable[[Batches], Batches]:
    """For `mapInArrow`: one state for each partition."""
    learner = blocks.unfitted(vectorizer)

    def learn(batches: Batches) -> Batches:
        yield blocks.pack(blocks.merge(blocks.learn(learner, batch.column(column)) for batch in batches))

    return learn


def transforming(broadcast: Any, column: str) -> Callable[[Batches], Batches]:
    """For `mapInArrow`: the vectors of each batch, with the column `id` of the texts."""

    def transform(batches: Batches) -> Batches:
        for batch in batches:
            rows = blocks.rows(blocks.transform(broadcast.value, batch.column(column)))
            yield pa.RecordBatch.from_arrays([batch.column("id"), *rows.columns], ["id", *rows.schema.names])

    return transform


def detecting(column: str) -> Callable[[Batches], Batches]:
    """For `mapInArrow`: the language of each text."""

    def detect(batches: Batches) -> Batches:
        for batch in batches:
            yield from blocks.detect(batch.column(column)).add_column(0, "id", batch.column("id")).to_batches()

    return detect


def fit(vectorizer: Any, frame: Any, column: str) -> Any:
    """Fits the vectoriser; states reach the driver in the order of the partitions."""
    states = frame.select(column).mapInArrow(learning(vectorizer, column), STATE).toArrow()
    return blocks.finish(vectorizer, blocks.merge(blocks.unpack(states)))


def main() -> None:
    """Runs all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parquet", nargs="?", help="a file with a column of texts")
    parser.add_argument("--column", default="text")
    parser.add_argument("--partitions", type=int, default=8)
    arguments = parser.parse_args()
    texts = texts_of(arguments.parquet, arguments.column)

    # Workers run the interpreter that this variable names, not the one that runs here.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    start = time.perf_counter()
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    times = {"start": time.perf_counter() - start}
    table = pa.table({"id": np.arange(len(texts)), "text": texts})
    frame = spark.createDataFrame(table).repartitionByRange(arguments.partitions, "id").persist()
    frame.count()

    vectorizer, one = tm.TfidfVectorizer(missing="empty"), tm.TfidfVectorizer(missing="empty")
    start = time.perf_counter()
    fit(vectorizer, frame, "text")
    times["fit"] = time.perf_counter() - start

    start = time.perf_counter()
    broadcast = spark.sparkContext.broadcast(blocks.worker_copy(vectorizer))
    vectors = frame.mapInArrow(transforming(broadcast, "text"), VECTOR).orderBy("id").toArrow()
    X = blocks.matrix(vectors, blocks.width(vectorizer))
    times["transform"] = time.perf_counter() - start

    start = time.perf_counter()
    found = frame.mapInArrow(detecting("text"), DETECTION).orderBy("id").toArrow()
    times["detect"] = time.perf_counter() - start
    spark.stop()
    print(report("Spark", texts, times, one, vectorizer, X, found))


def texts_of(path: str | None, column: str) -> pa.Array:
    """The texts of a Parquet file, or the lines of the seeds a few hundred times."""
    if path is None:
        seeds = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
        lines = [line for seed in seeds for line in seed.read_text(encoding="utf-8").splitlines()]
        return pa.array([*lines, None] * 200, pa.string())
    import pyarrow.parquet as pq

    return pq.read_table(path, columns=[column]).column(column).combine_chunks().cast(pa.string())


def report(
    engine: str, texts: pa.Array, times: dict[str, float], one: Any, fitted: Any, X: Any, found: pa.Table
) -> str:
    """One line of JSON: documents, seconds, and what is equal to the results of one machine."""
    start = time.perf_counter()
    one.fit(texts)
    expected = one.transform(texts)
    alone = time.perf_counter() - start
    detections = blocks.detect(texts)
    equal = {
        "vocabulary": list(fitted.vocabulary_.items()) == list(one.vocabulary_.items()),
        "idf": fitted.idf_.tobytes() == one.idf_.tobytes(),
        "vectors": all(
            getattr(X, name).astype(getattr(expected, name).dtype).tobytes() == getattr(expected, name).tobytes()
            for name in ("data", "indices", "indptr")
        ),
        "languages": all(
            found.column(name).to_pylist() == detections.column(name).to_pylist() for name in detections.column_names
        ),
    }
    seconds = {name: round(value, 2) for name, value in {**times, "fit and transform on one machine": alone}.items()}
    return json.dumps({"engine": engine, "documents": len(texts), "seconds": seconds, "equal": equal})


if __name__ == "__main__":
    main()

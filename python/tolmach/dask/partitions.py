"""Where texts come from in Dask: the partitions of a Series or Bag, and how one object reaches all workers.

>>> import dask.bag
>>> from tolmach.dask.partitions import on_each
>>> [part.compute() for part in on_each(len, dask.bag.from_sequence(["one", "two", "three"], npartitions=2))]
[2, 1]
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import dask
import dask.array
import dask.bag
import dask.dataframe
import pandas as pd
import scipy.sparse as sp
from dask.delayed import Delayed, delayed
from dask.highlevelgraph import HighLevelGraph

__all__ = ["array_of", "is_bag", "on_each", "once_on_workers"]


def array_of(parts: list[Delayed], rows: Sequence[float], width: int, dtype: Any) -> dask.array.Array:
    """An array whose blocks, one below the other, are these CSR matrices of so many rows (NaN where nobody knows)."""
    name = f"vectors-{uuid.uuid4().hex}"
    layer = {(name, number, 0): part.key for number, part in enumerate(parts)}
    graph = HighLevelGraph.from_collections(name, layer, dependencies=parts)
    return dask.array.Array(graph, name, (tuple(rows), (width,)), meta=sp.csr_matrix((0, 0), dtype=dtype))


def is_bag(texts: Any) -> bool:
    """Whether texts are a Bag; False for a Series.

    Raises
    ------
    TypeError
        For anything else; the message says what to do.
    """
    if isinstance(texts, dask.bag.Bag):
        return True
    if isinstance(texts, dask.dataframe.Series):
        return False
    if isinstance(texts, dask.dataframe.DataFrame):
        raise TypeError("expected one column of texts, got a Dask DataFrame; choose a column, like ddf['text']")
    raise TypeError(
        f"expected a Dask Series or Bag of texts, got {type(texts).__name__}; what is not in Dask needs no"
        " tolmach.dask: call the vectoriser, detector or tokeniser itself"
    )


def on_each(function: Callable[..., Any], texts: Any, *arguments: Any) -> list[Delayed]:
    """``function(partition, *arguments)`` for each partition, in their order.

    The call is fused with whatever makes the partition (a file read, a filter), so that the texts themselves need not
    travel. A partition of a Bag arrives as a list.
    """
    nodes = {argument.key: argument.dask for argument in arguments if isinstance(argument, Delayed)}
    layer = f"{getattr(function, '__name__', 'part')}-{uuid.uuid4().hex}"
    if is_bag(texts):
        parts = texts.to_delayed()
        graph = dict(parts[0].dask)
        names = [argument.key if isinstance(argument, Delayed) else argument for argument in arguments]
        keys: list[Any] = [(layer, number) for number in range(len(parts))]
        for key, part in zip(keys, parts, strict=True):
            # Dask fuses a task with its only dependency; ours depends on the partition and on the nodes. What is data
            # or is already on a worker stays as it is.
            made = part.key
            while getattr(graph[made], "target", None) in graph:
                made = graph[made].target
            graph[key] = (_on_list, graph[made] if hasattr(graph[made], "func") else made, function, *names)
    else:
        nothing = pd.Series([], dtype=object)
        mapped = texts.map_partitions(function, *arguments, meta=nothing, enforce_metadata=False)
        parts = mapped.to_delayed()
        graph, keys = dict(parts[0].dask), [part.key for part in parts]
        # A Series puts the task of a Delayed under a name that the task does not know, so that it cannot be fused.
        graph.update({(key, 0): key for key in nodes})
    for node in nodes.values():
        graph.update(node)
    # What is fused into another task is left out when the graph is culled.
    whole = HighLevelGraph.from_collections(layer, graph, dependencies=())
    return [Delayed(key, whole, layer=layer) for key in keys]


def _on_list(part: Any, function: Callable[..., Any], *arguments: Any) -> Any:
    return function(part if isinstance(part, list) else list(part), *arguments)


def once_on_workers(thing: Any) -> Delayed:
    """An object as a node of a graph, which is sent to a cluster once, now, however many tasks and graphs use it.

    With a client, the object is the result of a task: workers get it from each other, and the scheduler can make it
    again when the workers that held it are lost. ``client.scatter(…, broadcast=True)`` cannot do that, and the active
    memory manager takes all but one of the copies back after two seconds.
    """
    name = f"{type(thing).__name__}-{uuid.uuid4().hex}"
    client = _client()
    if client is None:
        return delayed(_itself, pure=False, traverse=False)(thing, dask_key_name=name)
    # The warning about large graphs advises to send the object once, which is what happens here.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 PB"}):
        future = client.submit(_itself, thing, key=name)
    return delayed(future)


def _itself(thing: Any) -> Any:
    return thing


def _client() -> Any:
    """The client that would compute now, if any: not where ``scheduler="threads"`` is set beside it."""
    chosen = dask.base.get_scheduler()
    client = getattr(chosen, "__self__", None)
    return client if hasattr(client, "submit") and hasattr(client, "scheduler_info") else None

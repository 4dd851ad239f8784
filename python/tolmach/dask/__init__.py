"""Dask: languages, tokens and term vectors of texts that lie in partitions, on one machine or on many.

Needs ``pip install 'tolmach[dask]'``. Texts are a Dask Series (a column of a DataFrame) or a Bag of strings; results
are those of one machine, to the last bit, whatever the partitions and the workers.

>>> import dask.dataframe as dd
>>> import pandas as pd
>>> import tolmach as tm
>>> import tolmach.dask
>>> bodies = dd.from_pandas(pd.Series(["The talks go on", "Видео дня", "The talks"], name="body"), npartitions=2)
>>> tolmach.dask.detect(bodies)["language"].compute().tolist()
['en', 'ru', 'en']
>>> vectorizer = tm.TfidfVectorizer()
>>> X = tolmach.dask.fit_transform(vectorizer, bodies)  # a Dask array of CSR blocks, one for each partition
>>> X.compute().shape
(3, 6)

With a :class:`distributed.Client`, work runs on its workers. Only states, vocabularies and results leave a worker;
what a lost worker has taken with it is computed again. ``docs/cluster.md`` says more.
"""

try:
    import dask.dataframe  # noqa: F401
except ImportError as error:
    raise ImportError("tolmach.dask needs Dask and its dataframes: pip install 'tolmach[dask]'") from error

from tolmach.dask.columns import detect, spans, strip, tokens
from tolmach.dask.files import read_vectors
from tolmach.dask.vectors import fit, fit_transform, transform

__all__ = ["detect", "fit", "fit_transform", "read_vectors", "spans", "strip", "tokens", "transform"]

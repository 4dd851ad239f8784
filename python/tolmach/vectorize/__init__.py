"""scikit-learn's text vectorisers: the same parameters and numbers, counted natively by all cores.

>>> import tolmach as tm
>>> vectorizer = tm.CountVectorizer()
>>> vectorizer.fit_transform(["the cat", "the dog and the cat"]).toarray()
array([[0, 1, 0, 1],
       [1, 1, 1, 2]])
>>> vectorizer.get_feature_names_out()
array(['and', 'cat', 'dog', 'the'], dtype=object)
"""

from tolmach.vectorize.bm25 import BM25Vectorizer
from tolmach.vectorize.counts import CountVectorizer
from tolmach.vectorize.hashing import HashingVectorizer
from tolmach.vectorize.tfidf import TfidfTransformer, TfidfVectorizer

__all__ = ["BM25Vectorizer", "CountVectorizer", "HashingVectorizer", "TfidfTransformer", "TfidfVectorizer"]

"""Blocks: what is learned and computed batch by batch is what one machine makes of all texts."""

import pickle

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import tolmach as tm
from tolmach import blocks

pa = pytest.importorskip("pyarrow", reason="Arrow columns need pyarrow: pip install 'tolmach[test]'")

WORDS = ["the", "cat", "Dog", "Видео", "дня", "a1", "zeta", "мир", "x_y", "İstanbul"]
TEXTS = st.lists(st.none() | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), min_size=1, max_size=12)


def equal(ours, theirs):
    assert ours.shape == theirs.shape
    for name in ("data", "indices", "indptr"):
        mine, other = getattr(ours, name), getattr(theirs, name)
        assert mine.dtype == other.dtype, name
        assert mine.tobytes() == other.tobytes(), name


@st.composite
def vectorizers(draw):
    kind = draw(st.sampled_from([tm.CountVectorizer, tm.TfidfVectorizer, tm.BM25Vectorizer]))
    options = {"missing": draw(st.sampled_from(["empty", "empty", "raise"]))}
    options["ngram_range"] = draw(st.sampled_from([(1, 1), (1, 2), (2, 2)]))
    if draw(st.booleans()):
        options["min_df"] = draw(st.sampled_from([1, 2, 0.3]))
        options["max_features"] = draw(st.sampled_from([None, 3]))
    elif draw(st.booleans()):
        options["vocabulary"] = ["cat", "дня", "zeta", "nowhere"]
    options["dtype"] = draw(st.sampled_from([np.float64, np.float32]))
    if kind is tm.TfidfVectorizer:
        options["norm"] = draw(st.sampled_from(["l2", "l1", None]))
        options["use_idf"], options["sublinear_tf"] = draw(st.booleans()), draw(st.booleans())
    if kind is tm.BM25Vectorizer:
        options["variant"] = draw(st.sampled_from(["lucene", "robertson", "bm25l"]))
    return kind(**options)


@st.composite
def cut(draw, texts=TEXTS):
    texts = draw(texts)
    places = sorted(draw(st.lists(st.integers(0, len(texts)), max_size=6)))
    return texts, [texts[a:b] for a, b in zip([0, *places], [*places, len(texts)], strict=True)]


def outcome(call):
    try:
        return call(), None
    except (ValueError, AttributeError) as error:
        return None, (type(error), str(error))


@settings(max_examples=150, deadline=None)
@given(cut(), vectorizers())
def test_any_batches_are_the_whole(corpus, vectorizer):
    texts, parts = corpus
    one = type(vectorizer)(**vectorizer.get_params())
    whole, error = outcome(lambda: one.fit_transform(texts))

    def learned():
        states = [pickle.loads(pickle.dumps(blocks.learn(vectorizer, part))) for part in parts]
        middle = len(states) // 2
        return blocks.finish(vectorizer, blocks.merge([blocks.merge(states[:middle]), blocks.merge(states[middle:])]))

    _, found = outcome(learned)
    assert found == error
    if error is not None:
        return
    worker = pickle.loads(pickle.dumps(blocks.worker_copy(vectorizer)))
    equal(sp.vstack([blocks.fit_transform(worker, part) for part in parts], format="csr"), sp.csr_matrix(whole))
    equal(sp.vstack([blocks.transform(worker, part) for part in parts], format="csr"), one.transform(texts))
    assert list(vectorizer.vocabulary_.items()) == list(one.vocabulary_.items())
    assert vars(vectorizer).keys() == vars(one).keys()


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_states_and_rows_go_through_arrow(texts):
    vectorizer = tm.TfidfVectorizer(missing="empty", ngram_range=(1, 2))
    states = [blocks.learn(vectorizer, texts[:2]), blocks.learn(vectorizer, texts[2:])]
    table = pa.Table.from_batches([blocks.pack(state) for state in states])
    for state, other in zip(blocks.unpack(table), states, strict=True):
        assert pickle.dumps(state) == pickle.dumps(other)
    X = blocks.transform(tm.HashingVectorizer(missing="empty", n_features=32, dtype=np.float32), texts)
    batches = [blocks.rows(X[:1]), blocks.rows(X[1:1]), blocks.rows(X[1:])]
    equal(blocks.matrix(pa.Table.from_batches(batches), 32), X)
    equal(blocks.matrix(batches[1], 32), X[1:1])


def test_no_texts_are_a_matrix_without_rows():
    for vectorizer in (tm.CountVectorizer(), tm.TfidfVectorizer(), tm.BM25Vectorizer(), tm.HashingVectorizer()):
        one = vectorizer.fit(["aa bb"]).transform(["aa"])
        none = blocks.transform(vectorizer, [])
        assert (none.shape, none.dtype) == ((0, one.shape[1]), one.dtype)


def test_languages_and_tokens_are_plain_columns():
    texts = pa.array(["The talks go on", "Видео дня", None, ""], pa.large_string())
    detector = tm.LanguageDetector()
    found, expected = blocks.detect(texts), detector.detect_batch(texts)
    assert [found.column(name).to_pylist() for name in expected.column_names] == [
        expected[n] for n in found.column_names
    ]
    assert [str(kind) for kind in found.schema.types] == ["string", "float", "string", "bool"]
    assert blocks.spans(texts).column("span").to_pylist() == ["The talks go on", "Видео дня"]
    assert blocks.tokens(texts).select(["text", "start", "token"]).to_pylist()[-1] == {
        "text": 1,
        "start": 6,
        "token": "дня",
    }
    assert blocks.strip(texts, "en").column("text").to_pylist() == detector.strip_batch(texts, "en")["text"]


def test_threads_are_one_unless_asked_for():
    for worker in (tm.LanguageDetector(), tm.Tokenizer(lowercase=True), tm.CountVectorizer()):
        assert blocks.single_threaded(worker).n_jobs == 1
        assert worker.n_jobs is None
    assert blocks.single_threaded(tm.Tokenizer(n_jobs=2)).n_jobs == 2
    copy = blocks.worker_copy(tm.TfidfVectorizer(progress=True).partial_fit(["aa", "bb"]))
    assert (copy.n_jobs, copy.progress) == (1, False)
    assert "_frequencies" not in vars(copy)


def test_what_cannot_be_done_in_parts_is_refused():
    with pytest.raises(TypeError, match="learns nothing"):
        blocks.learn(tm.HashingVectorizer(), [])
    with pytest.raises(TypeError, match="vectoriser of tolmach"):
        blocks.learn(tm.Stemmer("ru"), [])
    with pytest.raises(tm.InvalidOptionError, match="without a tokenizer"):
        blocks.learn(tm.CountVectorizer(tokenizer=str.split, token_pattern=None), ["a"])
    with pytest.raises(tm.InvalidOptionError, match="whole corpus"):
        blocks.tokens(["a"], tm.Tokenizer(repair_glued=True))
    with pytest.raises(tm.InvalidOptionError, match="lone surrogate"):
        blocks.learn(tm.CountVectorizer(analyzer="char"), ["a\ud800b"])
    with pytest.raises(tm.EmptyVocabularyError, match="empty vocabulary"):
        blocks.finish(tm.CountVectorizer(), blocks.merge([]))

"""The vectorisers against scikit-learn's: random corpora, random parameters, the same numbers."""

import pickle
import warnings

import numpy as np
import pytest
import sklearn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.feature_extraction import text as reference

import tolmach as tm

# Scripts, combining marks, capitals with odd lower cases, ligatures, digits, separators and things outside of words.
LETTERS = "abcXYZéÉßẞﬁ½①ΣσςΟΔİıKÅДдняЁёїअाँकगก็ാ你好かカ한국שָׁעَرَبΩ٣४_0129"
OTHERS = " \t\n\u00a0\u2028\x1c.,;:'’-·\u00ad\u0301\u0308\u200d\u200c🙂\u0378\x00"
texts = st.text(st.sampled_from(LETTERS + OTHERS), max_size=40)
words = st.sampled_from(
    ["the", "The", "cat", "CATS", "ΟΔΟΣ", "ΟΣ'Α", "İstanbul", "naïve", "nai\u0308ve", "Видео", "дня", "ﬁn", "ab", "a"]
)
sentences = st.lists(words, max_size=12).map(" ".join)
corpora = st.lists(st.one_of(sentences, texts, st.text(max_size=20)), min_size=1, max_size=8)


@st.composite
def parameters(draw, *, hashing=False, tfidf=False):
    lowest = draw(st.integers(1, 3))
    chosen = {
        "analyzer": draw(st.sampled_from(["word", "word", "char", "char_wb"])),
        "ngram_range": (lowest, draw(st.integers(lowest, 5))),
        "lowercase": draw(st.booleans()),
        "strip_accents": draw(st.sampled_from([None, None, "ascii", "unicode"])),
        "binary": draw(st.booleans()),
    }
    if draw(st.booleans()):
        chosen["ngram_range"] = (1, 1)
    if chosen["analyzer"] == "word":
        chosen["stop_words"] = draw(st.sampled_from([None, "english", ["cat", "дня"]]))
    if hashing:
        chosen["n_features"] = draw(st.sampled_from([1, 7, 2**10, 2**20]))
        chosen["alternate_sign"] = draw(st.booleans())
        chosen["norm"] = draw(st.sampled_from(["l1", "l2", None]))
        chosen["dtype"] = draw(st.sampled_from([np.float64, np.float32]))
        return chosen
    chosen["min_df"] = draw(st.sampled_from([1, 1, 2, 0.3]))
    chosen["max_df"] = draw(st.sampled_from([1.0, 1.0, 0.8, 3]))
    chosen["max_features"] = draw(st.sampled_from([None, None, 1, 4]))
    chosen["dtype"] = draw(st.sampled_from([np.int64, np.float64, np.float32, np.int32, np.uint8]))
    if tfidf:
        chosen["dtype"] = draw(st.sampled_from([np.float64, np.float32]))
        chosen["norm"] = draw(st.sampled_from(["l1", "l2", None]))
        chosen["use_idf"] = draw(st.booleans())
        chosen["smooth_idf"] = draw(st.booleans())
        chosen["sublinear_tf"] = draw(st.booleans())
    return chosen


def same(ours, theirs):
    """The same matrix to the last bit; scikit-learn leaves the rows of fitted matrices unsorted."""
    theirs = theirs.copy()
    theirs.sort_indices()
    assert type(ours) is type(theirs)
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    assert ours.indices.dtype == theirs.indices.dtype
    assert ours.indptr.dtype == theirs.indptr.dtype
    assert ours.has_sorted_indices
    np.testing.assert_array_equal(ours.indptr, theirs.indptr)
    np.testing.assert_array_equal(ours.indices, theirs.indices)
    np.testing.assert_array_equal(ours.data, theirs.data)


def outcome(call):
    """What a call returns, or what it raises: our own exceptions are what they stand for to a caller."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return call(), None
        except Exception as error:
            kind = ValueError if isinstance(error, tm.TolmachError) else type(error)
            return None, (kind, str(error))


def compare(name, corpus, chosen, others):
    ours = getattr(tm, name)(**chosen)
    theirs = getattr(reference, name)(**chosen)
    X, error = outcome(lambda: ours.fit_transform(corpus))
    Y, expected = outcome(lambda: theirs.fit_transform(corpus))
    assert error == expected
    if error is not None:
        return
    same(X, Y)
    if hasattr(theirs, "vocabulary_"):
        assert list(ours.get_feature_names_out()) == list(theirs.get_feature_names_out())
        assert list(ours.vocabulary_.items()) == list(theirs.vocabulary_.items())
    if hasattr(theirs, "idf_"):
        np.testing.assert_array_equal(ours.idf_, theirs.idf_)
    X, error = outcome(lambda: ours.transform(others))
    Y, expected = outcome(lambda: theirs.transform(others))
    assert error == expected
    if error is None:
        same(X, Y)


thorough = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(corpora, parameters(), corpora)
def test_counts_are_those_of_scikit_learn(corpus, chosen, others):
    compare("CountVectorizer", corpus, chosen, others)


@thorough
@given(corpora, parameters(tfidf=True), corpora)
def test_tfidf_weights_are_those_of_scikit_learn(corpus, chosen, others):
    compare("TfidfVectorizer", corpus, chosen, others)


@thorough
@given(corpora, parameters(hashing=True), corpora)
def test_hashed_counts_are_those_of_scikit_learn(corpus, chosen, others):
    compare("HashingVectorizer", corpus, chosen, others)


@thorough
@given(corpora, parameters(), corpora)
def test_a_given_vocabulary_counts_as_in_scikit_learn(corpus, chosen, others):
    fitted, error = outcome(lambda: reference.CountVectorizer(**chosen).fit(corpus))
    if error is None:
        compare("CountVectorizer", others, {**chosen, "vocabulary": fitted.vocabulary_}, corpus)
        terms = list(fitted.vocabulary_)
        compare("TfidfVectorizer", others, {**chosen, "vocabulary": terms, "dtype": np.float64}, corpus)


def test_every_character_is_in_a_word_or_not_as_for_python():
    codes = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    corpus = ["".join(f"x{c} {c}y x{c}y " for c in codes[start : start + 5000]) for start in range(0, len(codes), 5000)]
    compare("CountVectorizer", corpus, {}, corpus[:2])


def test_lone_surrogates_are_read_as_scikit_learn_reads_them():
    corpus = ["ab\ud800cd ef", "ef gh", "\udfff"]
    compare("CountVectorizer", corpus, {}, corpus)
    compare("CountVectorizer", corpus, {"analyzer": "char", "ngram_range": (1, 2)}, corpus)
    compare("HashingVectorizer", corpus, {"analyzer": "char"}, corpus)
    with pytest.raises(ValueError, match="pass a list"):
        tm.CountVectorizer(analyzer="char").fit(iter(corpus))


@pytest.mark.parametrize("threads", [1, 2, 3, None])
def test_threads_and_chunks_change_nothing(threads):
    rng = np.random.default_rng(0)
    known = [f"w{i}" for i in range(3000)] + ["Слово", "слово", "ﬁne", "x" * 40]
    corpus = [" ".join(rng.choice(known, rng.integers(0, 80))) for _ in range(3000)]
    for chosen in ({}, {"ngram_range": (1, 2), "min_df": 2}, {"analyzer": "char_wb", "ngram_range": (2, 3)}):
        theirs = reference.TfidfVectorizer(**chosen)
        ours = tm.TfidfVectorizer(**chosen, n_jobs=threads)
        same(ours.fit_transform(corpus), theirs.fit_transform(corpus))
        assert list(ours.vocabulary_.items()) == list(theirs.vocabulary_.items())
        ours = tm.TfidfVectorizer(**chosen, n_jobs=threads).fit(iter(corpus))
        same(ours.transform(text for text in corpus), theirs.transform(corpus))
    hashed = tm.HashingVectorizer(ngram_range=(1, 2), n_jobs=threads)
    same(hashed.transform(corpus), reference.HashingVectorizer(ngram_range=(1, 2)).transform(corpus))


@pytest.mark.parametrize("interface", ["spmatrix", "sparray"])
@pytest.mark.parametrize("name", ["CountVectorizer", "TfidfVectorizer", "HashingVectorizer"])
def test_the_sparse_interface_follows_the_configuration(name, interface):
    if "sparse_interface" not in sklearn.get_config():
        pytest.skip("this scikit-learn has matrices only: pip install --upgrade scikit-learn")
    with sklearn.config_context(sparse_interface=interface):
        compare(name, ["a cat and a dog", "the dog"], {}, ["dog"])


def test_a_changed_vocabulary_counts():
    ours, theirs = tm.CountVectorizer().fit(["one two three"]), reference.CountVectorizer().fit(["one two three"])
    for vectorizer in (ours, theirs):
        terms = vectorizer.vocabulary_
        terms["one"], terms["two"] = terms["two"], terms["one"]
    same(ours.transform(["one one two"]), theirs.transform(["one one two"]))
    assert list(ours.get_feature_names_out()) == list(theirs.get_feature_names_out())
    for vectorizer in (ours, theirs):
        vectorizer.vocabulary_ = {"three": 0, "one": 1}
    same(ours.transform(["one one three"]), theirs.transform(["one one three"]))


@pytest.mark.parametrize("name", ["CountVectorizer", "TfidfVectorizer", "HashingVectorizer"])
def test_pickles_and_clones(name):
    corpus = ["the cat", "the dog and the cat", "Σίσυφος ΣΊΣΥΦΟΣ"]
    vectorizer = getattr(tm, name)(ngram_range=(1, 2), n_jobs=1)
    X = vectorizer.fit_transform(corpus)
    copy = pickle.loads(pickle.dumps(vectorizer))
    same(copy.transform(corpus), X)
    if name != "HashingVectorizer":
        assert list(copy.vocabulary_.items()) == list(vectorizer.vocabulary_.items())
        same(pickle.loads(pickle.dumps(vectorizer)).transform(corpus), X)
    assert clone(vectorizer).get_params() == vectorizer.get_params()


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan])
def test_missing_texts_raise_as_in_scikit_learn_or_are_empty(missing):
    corpus = ["a cat", missing, "the cat"]
    for name in ("CountVectorizer", "TfidfVectorizer", "HashingVectorizer"):
        compare(name, corpus, {}, corpus)
        ours = getattr(tm, name)(missing="empty").fit_transform(corpus)
        same(ours, getattr(reference, name)().fit_transform(["a cat", "", "the cat"]))
    with pytest.raises(tm.InvalidOptionError, match="missing"):
        tm.CountVectorizer(missing="empty", tokenizer=str.split, token_pattern=None).fit(corpus)


def test_bytes_files_and_callables(tmp_path):
    corpus = ["Ein Käse", "ein KÄSE und"]
    encoded = [text.encode("latin-1") for text in corpus]
    compare("CountVectorizer", encoded, {"encoding": "latin-1"}, encoded)
    compare("CountVectorizer", encoded, {}, encoded)
    compare("CountVectorizer", encoded, {"decode_error": "replace"}, encoded)
    paths = []
    for number, text in enumerate(corpus):
        paths.append(str(tmp_path / f"{number}.txt"))
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    compare("TfidfVectorizer", paths, {"input": "filename"}, paths)
    for chosen in (
        {"preprocessor": str.upper},
        {"strip_accents": str.swapcase},
        {"tokenizer": str.split, "token_pattern": None},
        {"analyzer": str.split},
        {"tokenizer": str.split, "token_pattern": None, "ngram_range": (1, 2), "stop_words": ["und"]},
    ):
        compare("CountVectorizer", corpus, chosen, corpus)
        compare("HashingVectorizer", corpus, chosen, corpus)


def test_containers():
    pd, pl, pa = pytest.importorskip("pandas"), pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    corpus = ["the cat", "the dog", "дом"]
    expected = reference.CountVectorizer().fit_transform(corpus)
    for container in (
        tuple(corpus),
        (text for text in corpus),
        np.array(corpus),
        np.array(corpus, dtype=object),
        pd.Series(corpus),
        pd.Series(corpus, dtype=object),
        pd.Series(corpus, dtype="category"),
        pl.Series(corpus),
        pa.array(corpus),
        pa.chunked_array([corpus[:1], corpus[1:]]),
        dict.fromkeys(corpus),
    ):
        same(tm.CountVectorizer().fit_transform(container), expected)
    with pytest.raises(TypeError, match="one column"):
        tm.CountVectorizer().fit(pd.DataFrame({"text": corpus}))

"""What the vectorisers do beyond scikit-learn: BM25, growing vocabularies, files, languages, places of terms."""

import pickle
import re
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction import text as reference
from sklearn.pipeline import make_pipeline

import tolmach as tm
from tolmach.vectorize.feeding import stacked

CORPUS = [
    "The children were running to the stations",
    "stations and children, running children",
    "",
    "Видео дня: станции и вокзалы, станция",
    "a cat; the CAT and the children's cat",
]
NAMES = ["CountVectorizer", "TfidfVectorizer", "BM25Vectorizer"]

corpora = st.lists(
    st.lists(st.sampled_from(["aa", "bb", "cc", "DD", "дом", "Дом", "ΟΔΟΣ"]), max_size=6).map(" ".join), max_size=9
)


def same(ours, theirs):
    assert ours.shape == theirs.shape
    np.testing.assert_array_equal(ours.indptr, theirs.indptr)
    np.testing.assert_array_equal(ours.indices, theirs.indices)
    np.testing.assert_array_equal(ours.data, theirs.data)


@pytest.mark.parametrize("variant", ["robertson", "lucene", "atire", "bm25l", "bm25+"])
@pytest.mark.parametrize(("k1", "b", "delta"), [(1.5, 0.75, 0.5), (0.9, 0.4, 1.0), (2.0, 1.0, 0.1), (1.2, 0.0, 0.5)])
def test_bm25_weights_are_those_of_bm25s(variant, k1, b, delta):
    bm25s = pytest.importorskip("bm25s")
    rng = np.random.default_rng(1)
    corpus = [" ".join(rng.choice([f"w{i}" for i in range(60)], rng.integers(1, 40))) for _ in range(80)]
    vectorizer = tm.BM25Vectorizer(k1=k1, b=b, variant=variant, delta=delta)
    X = vectorizer.fit_transform(corpus)
    columns = dict(vectorizer.vocabulary_)
    tokens = [[columns[word] for word in text.split()] for text in corpus]
    index = bm25s.BM25(method=variant, k1=k1, b=b, delta=delta, dtype="float64")
    index.index((tokens, columns), show_progress=False)
    scores = index.scores
    expected = np.zeros(X.shape)
    for column in range(X.shape[1]):
        part = slice(scores["indptr"][column], scores["indptr"][column + 1])
        expected[scores["indices"][part], column] = scores["data"][part]
    np.testing.assert_allclose(X.toarray(), expected, atol=1e-9)
    same(vectorizer.transform(corpus), X)
    if index.nonoccurrence_array is not None:
        np.testing.assert_allclose(vectorizer.nonoccurrence_, index.nonoccurrence_array[: X.shape[1]], atol=1e-9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        slow = tm.BM25Vectorizer(k1=k1, b=b, variant=variant, delta=delta, tokenizer=str.split).fit_transform(corpus)
    np.testing.assert_allclose(slow.toarray(), X.toarray(), atol=1e-12)


def test_bm25_options():
    single = tm.BM25Vectorizer(dtype=np.float32).fit(CORPUS)
    assert single.transform(CORPUS).dtype == np.float32
    assert tm.BM25Vectorizer(vocabulary=["cat", "nobody"]).fit_transform(CORPUS).shape == (5, 2)
    with pytest.raises(tm.InvalidOptionError, match="dtype"):
        tm.BM25Vectorizer(dtype=np.int64).fit(CORPUS)
    with pytest.raises(ValueError, match="variant"):
        tm.BM25Vectorizer(variant="other").fit(CORPUS)
    with pytest.raises(tm.InvalidOptionError, match="frequencies"):
        tm.BM25Vectorizer(vocabulary=["cat"]).transform(CORPUS)


@settings(max_examples=100, deadline=None)
@given(
    corpora.filter(lambda corpus: any(corpus)),
    st.lists(st.integers(0, 9), max_size=3),
    st.randoms(),
    st.sampled_from(NAMES),
    st.sampled_from([{}, {"min_df": 2}, {"max_features": 2}, {"ngram_range": (1, 2)}, {"max_df": 0.5}]),
)
def test_parts_in_any_order_are_the_whole(corpus, cuts, random, name, chosen):
    kind = getattr(tm, name)
    try:
        whole = kind(**chosen).fit(corpus)
    except ValueError as error:
        whole, message = None, str(error)
    cuts = sorted(min(cut, len(corpus)) for cut in cuts)
    parts = [corpus[start:end] for start, end in zip([0, *cuts], [*cuts, len(corpus)], strict=True)]
    grown = kind(**chosen)
    for part in parts:
        assert grown.partial_fit(part) is grown
    states = [kind(**chosen).partial_fit(part) for part in parts]
    states = [pickle.loads(pickle.dumps(state)) for state in states]
    random.shuffle(states)
    merged = states[0].merge(*states[1:])
    if whole is None:
        for other in (grown, merged):
            with pytest.raises(ValueError, match=re.escape(message)):
                other.transform(corpus)
        return
    assert list(grown.vocabulary_.items()) == list(whole.vocabulary_.items())
    assert merged.vocabulary_ == whole.vocabulary_
    same(grown.transform(corpus), whole.transform(corpus))
    same(merged.transform(corpus), whole.transform(corpus))


@pytest.mark.parametrize("name", NAMES)
def test_a_full_fit_can_be_added_to_unless_it_dropped_terms(name):
    kind = getattr(tm, name)
    whole = kind().fit(CORPUS)
    first, second = kind().fit(CORPUS[:2]), kind().fit(CORPUS[2:])
    same(first.merge(second).transform(CORPUS), whole.transform(CORPUS))
    same(kind().merge(kind().fit(CORPUS)).transform(CORPUS), whole.transform(CORPUS))
    with pytest.raises(tm.InvalidOptionError, match="partial_fit"):
        kind(min_df=2).fit(CORPUS).merge(second)
    with pytest.raises(tm.InvalidOptionError, match="lowercase"):
        kind().fit(CORPUS).merge(kind(lowercase=False).fit(CORPUS))
    with pytest.raises(TypeError, match="expected a"):
        kind().fit(CORPUS).merge(reference.CountVectorizer())
    with pytest.raises(tm.InvalidOptionError, match="built-in"):
        kind(tokenizer=str.split, token_pattern=None).partial_fit(CORPUS)


def test_partial_fits_of_a_given_vocabulary_learn_the_idf():
    parts = tm.TfidfVectorizer(vocabulary=["the", "cat"]).partial_fit(CORPUS[:3]).partial_fit(CORPUS[3:])
    whole = reference.TfidfVectorizer(vocabulary=["the", "cat"]).fit(CORPUS)
    np.testing.assert_array_equal(parts.idf_, whole.idf_)
    same(parts.transform(CORPUS), whole.transform(CORPUS))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("before", [0, 2])
def test_a_part_that_breaks_off_is_not_learned(name, before):
    def broken():
        yield from CORPUS[before:]
        raise KeyboardInterrupt

    vectorizer = getattr(tm, name)()
    if before:
        vectorizer.partial_fit(CORPUS[:before])
    with pytest.raises(KeyboardInterrupt):
        vectorizer.partial_fit(broken())
    vectorizer.partial_fit(CORPUS[before:])
    same(vectorizer.transform(CORPUS), getattr(tm, name)().fit(CORPUS).transform(CORPUS))


@pytest.mark.parametrize("name", [*NAMES, "HashingVectorizer"])
@pytest.mark.parametrize("partial", [False, True])
def test_files_keep_everything(name, partial, tmp_path):
    kind, path = getattr(tm, name), tmp_path / "saved"
    vectorizer = kind(ngram_range=(1, 2), stop_words=["and"], dtype=np.float32)
    vectorizer = (vectorizer.partial_fit if partial else vectorizer.fit)(CORPUS)
    vectorizer.save(path)
    loaded = kind.load(path)
    assert loaded.get_params() == vectorizer.get_params()
    same(loaded.transform(CORPUS), vectorizer.transform(CORPUS))
    if name != "HashingVectorizer":
        assert list(loaded.vocabulary_.items()) == list(vectorizer.vocabulary_.items())
        more = ["new words"]
        same(loaded.merge(kind(ngram_range=(1, 2), stop_words=["and"], dtype=np.float32).fit(more)).transform(more),
             vectorizer.partial_fit(more).transform(more))  # fmt: skip
    assert [p.name for p in tmp_path.iterdir()] == ["saved"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_are_rejected(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("files") / "saved"
    tm.TfidfVectorizer().fit(CORPUS).save(path)
    content = bytearray(path.read_bytes())
    how = data.draw(st.sampled_from(["flip", "cut", "append", "empty"]))
    if how == "flip":
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= 1 << data.draw(st.integers(0, 7))
    elif how == "cut":
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    elif how == "append":
        content += b"x"
    else:
        content = bytearray()
    path.write_bytes(content)
    with pytest.raises(tm.DamagedDataError):
        tm.TfidfVectorizer.load(path)


def test_what_files_cannot_keep(tmp_path):
    path = tmp_path / "saved"
    tm.CountVectorizer().fit(CORPUS).save(path)
    with pytest.raises(tm.InvalidOptionError, match="CountVectorizer"):
        tm.TfidfVectorizer.load(path)
    before = path.read_bytes()
    with pytest.raises(tm.InvalidOptionError, match="preprocessor"):
        tm.CountVectorizer(preprocessor=str.lower).save(path)
    assert path.read_bytes() == before
    with pytest.raises(FileNotFoundError):
        tm.CountVectorizer.load(tmp_path / "nothing")


def test_stemmers_and_languages():
    stemmed = tm.CountVectorizer(stemmer="english").fit(CORPUS)
    assert {"children", "run", "station"} <= set(stemmed.vocabulary_)
    english = tm.CountVectorizer(language="en").fit(CORPUS)
    assert "the" not in english.vocabulary_
    assert "run" in english.vocabulary_
    russian = tm.CountVectorizer(language="ru", stop_words=["дня"]).fit(CORPUS)
    assert "станц" in russian.vocabulary_
    assert "дня" not in russian.vocabulary_
    auto = tm.CountVectorizer(language="auto").fit(CORPUS)
    assert {"run", "станц"} <= set(auto.vocabulary_)
    assert not {"the", "станции", "running"} & set(auto.vocabulary_)
    pairs = tm.CountVectorizer(language="en", ngram_range=(2, 2)).fit(CORPUS)
    assert "children run" in pairs.vocabulary_
    with pytest.raises(tm.UnknownLanguageError):
        tm.CountVectorizer(stemmer="klingon").fit(CORPUS)
    with pytest.raises(tm.UnknownLanguageError):
        tm.CountVectorizer(language="klingon").fit(CORPUS)
    with pytest.raises(tm.InvalidOptionError, match="stemmer"):
        tm.CountVectorizer(stemmer="en", analyzer="char").fit(CORPUS)
    with pytest.raises(tm.InvalidOptionError, match="language"):
        tm.HashingVectorizer(language="en", tokenizer=str.split).transform(CORPUS)


PATTERNS = [
    r"(?u)\b\w+\b",
    r"\w+",
    r"[a-z]+",
    r"\b[a-zA-Z]{2,}\b",
    r"\b[^\d\W]+\b",
    r"\S+",
    r"[^\s,.]+",
    r"\w+|[^\w\s]+",
    r"\d{1,3}|[a-zа-я]{2}",
    r"(?:ab|a)c?",
    r"[\w']+",
    r".+",
    r"\w\w\w+?",
    r"(?i)[a-z]+",
    r"\b\w+(?=,)",
    r"(\w)\w+",
    r"^\w+",
    r"\bthe\b|\bcat\b",
    r"x*",
    r"(?<!\w)ca\w",
    r"[\x00-\x1f ]?\w+",
]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(PATTERNS),
    st.lists(st.text(st.sampled_from("abcThe cat,.'1٣_éÉдД\u0301\n\tΣİ🙂\x00"), max_size=25), min_size=1, max_size=5),
    st.booleans(),
    st.sampled_from([(1, 1), (1, 2), (2, 3)]),
)
def test_any_token_pattern_gives_the_same_tokens(pattern, corpus, lowercase, lengths):
    chosen = {"token_pattern": pattern, "lowercase": lowercase, "ngram_range": lengths}
    try:
        expected = reference.CountVectorizer(**chosen).fit(corpus)
    except ValueError as error:
        with pytest.raises(ValueError, match=re.escape(str(error))):
            tm.CountVectorizer(**chosen).fit(corpus)
        return
    ours = tm.CountVectorizer(**chosen).fit(corpus)
    assert ours.vocabulary_ == expected.vocabulary_
    same(ours.transform(corpus), expected.transform(corpus))


def test_common_patterns_run_natively():
    from tolmach.vectorize.pattern import native_pattern

    native = [pattern for pattern in PATTERNS if native_pattern(pattern) is not None]
    assert native == PATTERNS[:13] + PATTERNS[-1:]


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("abc dogDOGéÉ\u0301ΣσİﬁЯя,.\n \u00a0🙂"), max_size=30),
    st.sampled_from(["word", "char", "char_wb"]),
    st.sampled_from([None, "ascii", "unicode"]),
    st.booleans(),
    st.sampled_from([(1, 1), (1, 3), (2, 2)]),
)
def test_each_count_has_its_places(text, analyzer, accents, lowercase, lengths):
    chosen = {"analyzer": analyzer, "strip_accents": accents, "lowercase": lowercase, "ngram_range": lengths}
    vectorizer = tm.CountVectorizer(**chosen)
    try:
        counts = vectorizer.fit_transform([text])
    except ValueError:
        return
    for term, column in vectorizer.vocabulary_.items():
        places = vectorizer.locate(text, term)
        assert all(0 <= start < end <= len(text) for start, end in places)
        if analyzer != "char_wb" and accents is None:
            assert len(places) == counts[0, column] or "\u0307" in text.lower()
        if term.isascii() and text.isascii() and analyzer == "word" and lengths == (1, 1):
            assert all((text[start:end].lower() if lowercase else text[start:end]) == term for start, end in places)


def test_places_of_stems_and_pairs():
    vectorizer = tm.CountVectorizer(language="en", ngram_range=(1, 2))
    text = "Ёж! The children were RUNNING, running"
    assert [text[start:end] for start, end in vectorizer.locate(text, "run")] == ["RUNNING", "running"]
    assert [text[start:end] for start, end in vectorizer.locate(text, "children run")] == ["children were RUNNING"]
    assert vectorizer.locate(text, "nothing") == []


def test_progress_is_shown_and_counts_all(capsys):
    tm.CountVectorizer(progress=True).fit(text for text in CORPUS * 300)
    assert "1500 texts" in capsys.readouterr().err.replace("1.50k", "1500")


def test_a_pipeline():
    pipeline = make_pipeline(tm.CountVectorizer(), tm.TfidfTransformer())
    expected = reference.TfidfVectorizer().fit_transform(CORPUS).toarray()
    np.testing.assert_allclose(pipeline.fit_transform(CORPUS).toarray(), expected, rtol=1e-14)
    names = pipeline.get_feature_names_out()
    assert list(names) == list(pipeline[0].get_feature_names_out())


@pytest.mark.parametrize(
    ("sizes", "kind"), [([2**30, 2**30 - 1], np.int32), ([2**30, 2**30], np.int64), ([2**31 - 1] * 3, np.int64)]
)
def test_batches_of_more_than_two_billion_values_have_long_indices(sizes, kind):
    # Each batch says that it has so many values, without having them.
    parts = [(np.ones(1), np.zeros(1, np.int32), np.array([0, size], np.int32)) for size in sizes]
    _, indices, ends = stacked(parts)
    assert indices.dtype == ends.dtype == kind
    assert ends.tolist() == [sum(sizes[:row]) for row in range(len(sizes) + 1)]

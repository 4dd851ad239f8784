"""Stems against Snowball's vocabularies, and stop words against the tokenizer."""

import gzip
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tolmach as tm

SHARED = Path(__file__).parents[1].parent / "shared"
VOCABULARIES = sorted((SHARED / "data/conformance/snowball").glob("*.tsv.gz"))


@pytest.mark.skipif(not VOCABULARIES, reason="needs shared/data beside the repository")
@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.name.partition(".")[0])
def test_snowball_reference(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t") for line in lines]
    stems = tm.Stemmer(path.name.partition(".")[0]).stem_batch([word for word, _ in pairs])["stem"]
    right = sum(stem == expected for stem, (_, expected) in zip(stems, pairs, strict=True))
    assert right / len(pairs) >= 0.999


def test_names_and_codes():
    for name in ["ru", "rus", "Russian", "russian"]:
        assert tm.Stemmer(name).stem("станции") == "станц"
    assert tm.Stemmer("no").algorithm == "norwegian"
    assert tm.Stemmer("uk").algorithm == "ukrainian"


def test_unknown_languages_list_the_known():
    with pytest.raises(tm.UnknownLanguageError, match="hy"):
        tm.Stemmer("klingon")
    with pytest.raises(tm.UnknownLanguageError, match="ta, tr"):
        tm.Stemmer("hy", engine="rust-stemmers")
    with pytest.raises(tm.InvalidOptionError, match="rust-stemmers"):
        tm.Stemmer("en", engine="porter")


def test_greek_of_rust_stemmers_does_not_panic(capfd):
    stemmer = tm.Stemmer("el", engine="rust-stemmers")
    assert stemmer.stem("ισαισα") == "ισαισα"
    assert stemmer.stem("ισα") == "ισα"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("engine", ["snowball", "rust-stemmers"])
@given(word=st.text(), language=st.sampled_from(tm.Stemmer.languages("rust-stemmers")))
def test_no_word_vanishes(engine, word, language):
    assert bool(tm.Stemmer(language, engine).stem(word)) == bool(word)


def test_batch_and_pickle():
    stemmer = pickle.loads(pickle.dumps(tm.Stemmer("english")))
    assert stemmer.stem_batch(["running", None, "runs"])["stem"] == ["run", None, "run"]
    assert repr(stemmer) == "Stemmer('english', engine='snowball')"
    assert len(tm.Stemmer.languages()) >= 35
    assert len(tm.Stemmer.languages("rust-stemmers")) == 19  # 18 algorithms; one serves both forms of Norwegian


def test_stop_words():
    assert {"the", "don't", "don’t", "n't"} <= tm.stop_words("en")
    assert tm.stop_words("Russian") == tm.stop_words("ru") >= {"и", "не"}
    assert isinstance(tm.stop_words("hy"), frozenset)
    assert tm.stop_words("en", source="iso") != tm.stop_words("en", source="nltk")


def test_stop_lists_say_whose_they_are():
    lists = tm.stop_lists()
    assert len(set(lists["language"])) >= 50
    assert all(lists["origin"])
    assert all(lists["licence"])


@pytest.mark.parametrize("clitics", ["whole", "split"])
def test_tokens_of_stop_words_are_stop_words(clitics):
    tokenizer = tm.Tokenizer(clitics=clitics)
    for language in set(tm.stop_lists()["language"]):
        words = tm.stop_words(language)
        assert {token for word in words for token in tokenizer.tokenize(word)} <= words


def test_unknown_stop_words():
    with pytest.raises(tm.UnknownLanguageError, match="zu"):
        tm.stop_words("klingon")
    with pytest.raises(tm.InvalidOptionError, match="nltk"):
        tm.stop_words("en", source="mine")

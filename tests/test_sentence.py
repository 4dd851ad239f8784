"""Sentences: the golden rules, the seeds as a person would cut them, and the law of rebuilding."""

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tolmach as tm

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))

noisy = st.lists(
    st.sampled_from(
        [*"aB1 .!?\n\r()[]\"'•-:;…”“。։", "Mr.", "U.S.", " . . .", "1. ", "\u2028", "é", "😀", "policy.Next", "е."]
    )
).map("".join)


def pieces(text, **options):
    return [text[start:end] for start, end in tm.sentences(text, **options)]


@pytest.mark.parametrize("language", ["en", None])
def test_golden_rules(language):
    path = SHARED / "data/conformance/golden_sentences.json"
    if not path.exists():
        pytest.skip("needs shared/data beside the repository")
    rules = json.loads(path.read_text())
    assert len(rules) == 48
    assert [text for text, expected in rules if pieces(text, language=language) != expected] == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_seeds_as_they_were_read(seed):
    golden = (HERE / "golden" / f"sentences_{seed.stem}.txt").read_text(encoding="utf-8")
    assert pieces(seed.read_text(encoding="utf-8")) == golden.splitlines()


def test_seeds_are_not_glued_or_cut():
    found = [sentence for seed in SEEDS for sentence in pieces(seed.read_text(encoding="utf-8"))]
    assert not [s for s in found if "\n" in s or "•" in s[1:] or s.endswith(("Mr", "Mr.", "Jan."))]
    assert sum(s.startswith("•") for s in found) == 8


def test_uax29_conformance():
    path = SHARED / "data/conformance/sentence_break.jsonl"
    if not path.exists():
        pytest.skip("needs shared/data beside the repository")
    cases = [json.loads(line) for line in path.read_text().splitlines()]
    assert sum(pieces("".join(case), rules="uax29") == case for case in cases) == len(cases)


def test_abbreviations_of_a_language():
    text = "Er kam am 3. Oktober z. B. nach Berlin. Das war es."
    assert pieces(text, language="de") == ["Er kam am 3. Oktober z. B. nach Berlin.", "Das war es."]
    text = "В 2020 г. в г. Баку, т. е. там, жил А. С. Пушкин. Он уехал."
    assert pieces(text) == ["В 2020 г. в г. Баку, т. е. там, жил А. С. Пушкин.", "Он уехал."]
    assert sum(tm.languages()["abbreviations"]) >= 10


@given(st.text() | noisy, st.sampled_from(["news", "uax29"]))
def test_sentences_and_gaps_rebuild_any_text(text, rules):
    at = 0
    for start, end in tm.sentences(text, rules=rules):
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
    assert at <= len(text)


def test_batches_hold_the_same():
    rows = ["One. Two.", None, "", "Да. Нет."]
    table = tm.sentences_batch(pl.Series(rows))
    assert table.column_names == ["text", "start", "end", "sentence"]
    by_hand = [(i, *span, rows[i][slice(*span)]) for i, text in enumerate(rows) if text for span in tm.sentences(text)]
    assert [tuple(row.values()) for row in table] == by_hand


def test_threads_change_nothing():
    rows = [seed.read_text(encoding="utf-8") for seed in SEEDS] * 20
    sentences = [tm.sentences_batch(rows, n_jobs=n).to_polars() for n in (1, 2)]
    assert sentences[0].equals(sentences[1])


def test_unknown_choices_list_the_known():
    with pytest.raises(tm.InvalidOptionError, match="uax29"):
        tm.sentences("a", rules="icu")
    with pytest.raises(tm.UnknownLanguageError, match="en"):
        tm.sentences("a", language="klingon")


def test_languages_table():
    table = {row["language"]: row for row in tm.languages()}
    assert table["ru"]["stems"] == ["snowball", "rust-stemmers"]
    assert table["ru"]["detection"] == ["tolmach", "whatlang"]
    assert table["ru"]["stop_words"] == ["nltk", "iso"]
    assert table["th"]["segmentation"] == "dictionary"
    assert set(tm.Stemmer.languages()) == {code for code, row in table.items() if "snowball" in row["stems"]}
    assert set(tm.stop_lists()["language"]) == {code for code, row in table.items() if row["stop_words"]}

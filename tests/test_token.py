"""Tokens: their places, kinds and forms, over any text and any container."""

import json
import pickle
import re
import subprocess
import sys
import threading
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tolmach as tm

SHARED = Path(__file__).parents[1].parent / "shared"
SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
KINDS = {"word", "number", "url", "email", "mention", "hashtag", "emoji", "punctuation", "symbol", "date", "time"}

texts = st.text() | st.text(alphabet="aBTh9 .-'’:/@#é\n\u0301\u200dд水😀", max_size=40)


def test_tokens_of_news():
    text = "The U.S. and Nagorno-Karabakh’s 7,000 at 21:00 on 09.Jan.2026: https://un.org, press@un.org @un #ООН 😀!"
    assert [(t.text, t.kind) for t in tm.Tokenizer().spans(text)] == [
        ("The", "word"),
        ("U.S.", "word"),
        ("and", "word"),
        ("Nagorno-Karabakh’s", "word"),
        ("7,000", "number"),
        ("at", "word"),
        ("21:00", "time"),
        ("on", "word"),
        ("09.Jan.2026", "date"),
        ("https://un.org", "url"),
        ("press@un.org", "email"),
        ("@un", "mention"),
        ("#ООН", "hashtag"),
        ("😀", "emoji"),
    ]


def test_switches():
    text = "Armenia's Co-Chair J. Doe, 21:00, @un"
    split = tm.Tokenizer(clitics="split", hyphens="split", abbreviations=False, dates=False, addresses=False)
    assert split.tokenize(text) == ["Armenia", "'s", "Co", "Chair", "J", "Doe", "21", "00", "un"]
    assert tm.Tokenizer("uax29").tokenize(text) == ["Armenia's", "Co", "Chair", "J", "Doe", "21", "00", "un"]


def test_abbreviations_of_a_language():
    text = "Mr. Doe, z. B. On. No. 5, i.e. A.D."
    assert tm.tokenize(text) == ["Mr.", "Doe", "z.", "B.", "On", "No.", "5", "i.e.", "A.D."]
    assert "On." in tm.Tokenizer(language="it").tokenize(text)
    with pytest.raises(tm.UnknownLanguageError, match="de"):
        tm.Tokenizer(language="klingon")


def test_keep():
    text = "Hi, $5!"
    assert tm.Tokenizer(keep="word").tokenize(text) == ["Hi"]
    assert tm.Tokenizer(keep=["number", "symbol"]).tokenize(text) == ["$", "5"]
    assert {t.kind for t in tm.Tokenizer(keep="all").spans(text)} == {"word", "punctuation", "symbol", "number"}
    assert "".join(tm.Tokenizer(keep=["all", "space"]).tokenize(text)) == text


def test_patterns():
    assert tm.Tokenizer("sklearn").tokenize("A co-chair's U_1!") == ["co", "chair", "U_1"]
    assert tm.Tokenizer("whitespace").tokenize("a, b -- c") == ["a,", "b", "--", "c"]
    assert tm.Tokenizer(r"(\w+)-\w+").tokenize("re-enroll co-chair") == ["re", "co"]
    with pytest.raises(tm.InvalidPatternError, match="a group"):
        tm.Tokenizer("(a group")


def test_unknown_choices_list_the_known():
    for options, known in [
        ({"keep": "verb"}, "word, number"),
        ({"normalize": "upper"}, "lowercase"),
        ({"hyphens": "cut"}, "split"),
        ({"clitics": "cut"}, "whole"),
    ]:
        with pytest.raises(tm.InvalidOptionError, match=known):
            tm.Tokenizer(**options)


def test_normalised_tokens_keep_their_places():
    tokenizer = tm.Tokenizer(lowercase=True, normalize=["accents", "quotes"])
    text = "António’s «Ёлка»"
    spans = tokenizer.spans(text)
    assert [t.text for t in spans] == ["antonio's", "елка"]
    assert [text[t.start : t.end] for t in spans] == ["António’s", "Ёлка"]
    assert tm.normalize("Ukrаine – «x»", "lookalikes", "dashes", "quotes") == 'Ukraine - "x"'


def test_glued_words_come_apart():
    tokenizer = tm.Tokenizer(repair_glued=True)
    text = "Read alsoArmenia's newsThe policy.Next 2024The ofStepanakert alsoВидео"
    spans = tokenizer.spans(text)
    assert [t.text for t in spans] == (
        [
            "Read",
            "also",
            "Armenia's",
            "news",
            "The",
            "policy",
            "Next",
            "2024",
            "The",
            "of",
            "Stepanakert",
            "also",
            "Видео",
        ]
    )
    assert all(text[t.start : t.end] == t.text for t in spans)
    assert tm.tokenize(text)[:3] == ["Read", "alsoArmenia's", "newsThe"]


def test_names_are_not_cut():
    names = "McDonald iPhone YouTube LinkedIn PlayStation eBay PhD H5N1 www.Example.Com setup.Exe Node.Js deVere USA's"
    tokenizer = tm.Tokenizer(repair_glued=True)
    assert tokenizer.tokenize(names) == tm.tokenize(names)


def test_the_corpus_is_evidence():
    tokenizer = tm.Tokenizer(repair_glued=True, n_jobs=1)
    rows = ["PrimeMinister", "the Prime Minister", "a Prime Minister"]
    assert tokenizer.tokenize_batch(rows)["tokens"][0] == ["Prime", "Minister"]
    assert tokenizer.tokenize(rows[0]) == ["PrimeMinister"]
    seeds = [path.read_text(encoding="utf-8") for path in SEEDS]
    glued = {token for text in seeds for token in tm.tokenize(text)} - {
        token for tokens in tokenizer.tokenize_batch(seeds)["tokens"] for token in tokens
    }
    assert glued == {"alsoArmenia's", "newsThe", "firstOld"}


def test_glue_is_measured():
    path = SHARED / "data/bench/english_news_reviews.jsonl.gz"
    if not path.exists():
        pytest.skip("needs shared/data beside the repository")
    command = [sys.executable, str(Path(__file__).parents[1] / "tools/measure_glue.py"), str(path)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    precision, recall = map(float, re.search(r"precision ([\d.]+)\s+recall ([\d.]+)", printed).groups())
    assert precision >= 0.98
    assert recall >= 0.9


@given(texts)
def test_tokens_and_gaps_rebuild_any_text(text):
    for tokenizer in [
        tm.Tokenizer(keep="all"),
        tm.Tokenizer("uax29", keep="all"),
        tm.Tokenizer(keep="all", repair_glued=True, clitics="split"),
    ]:
        at, rebuilt = 0, ""
        for token in tokenizer.spans(text):
            gap = text[at : token.start]
            assert at <= token.start < token.end
            assert not gap.strip()
            assert token.text == text[token.start : token.end]
            assert token.kind in KINDS
            rebuilt += gap + token.text
            at = token.end
        assert rebuilt + text[at:] == text
        assert (rebuilt + text[at:]).encode() == text.encode()


@pytest.mark.parametrize("pattern", ["words", "uax29"])
def test_uax29_conformance(pattern):
    path = SHARED / "data/conformance/word_break.jsonl"
    if not path.exists():
        pytest.skip("needs shared/data beside the repository")
    tokenizer = tm.Tokenizer(pattern, keep=["all", "space"])
    cases = [json.loads(line) for line in path.read_text().splitlines()]
    right = sum(tokenizer.tokenize("".join(pieces)) == pieces for pieces in cases)
    assert right == len(cases)


def test_batches_hold_the_same():
    tokenizer = tm.Tokenizer(lowercase=True)
    rows = ["Read alsoArmenia's 7,000 😀 words", None, "", "Видео дня"]
    expected = [None if text is None else tokenizer.tokenize(text) for text in rows]
    for container in [
        rows,
        pd.Series(rows, dtype=object),
        pl.Series(rows),
    ]:
        assert tokenizer.tokenize_batch(container)["tokens"] == expected
    table = tokenizer.spans_batch(rows)
    assert table.column_names == ["text", "start", "end", "kind", "token"]
    by_hand = [(i, *t) for i, text in enumerate(rows) if text for t in tokenizer.spans(text)]
    assert [tuple(row.values()) for row in table] == by_hand


def test_batches_are_arrow():
    pa = pytest.importorskip("pyarrow", reason="needs PyArrow: pip install pyarrow")
    table = tm.Tokenizer().tokenize_batch(["one two", None]).to_arrow()
    assert table.schema.field("tokens").type == pa.large_list(pa.field("item", pa.large_string(), nullable=False))
    assert table["tokens"].null_count == 1
    spans = tm.Tokenizer().spans_batch(["one two"]).to_polars()
    assert spans["end"].to_list() == [3, 7]


def test_threads_change_nothing():
    rows = [path.read_text() for path in SEEDS] * 20
    tables = [tm.Tokenizer(n_jobs=n).spans_batch(rows).to_polars() for n in (1, 2)]
    assert tables[0].equals(tables[1])


def test_one_tokenizer_serves_many_threads():
    tokenizer = tm.Tokenizer()
    rows = [path.read_text() for path in SEEDS]
    expected = [tokenizer.tokenize(text) for text in rows]
    found = {}
    threads = [
        threading.Thread(target=lambda i=i: found.update({i: [tokenizer.tokenize(text) for text in rows]}))
        for i in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result == expected for result in found.values())
    assert len(found) == 4


def test_pickle_and_repr():
    tokenizer = tm.Tokenizer(keep=["word"], lowercase=True, clitics="split", n_jobs=2)
    copy = pickle.loads(pickle.dumps(tokenizer))
    assert repr(copy) == repr(tokenizer)
    assert copy.n_jobs == 2
    assert copy.tokenize("It's 5") == ["it", "'s"]


def test_progress_counts_texts():
    seen = []
    tm.Tokenizer().tokenize_batch(["one", "two", "three"], progress=seen.append)
    assert seen[-1] == 3


def test_wrong_types():
    with pytest.raises(TypeError):
        tm.tokenize(None)
    with pytest.raises(TypeError, match=r"write \[text\]"):
        tm.Tokenizer().tokenize_batch("a bare text")
    with pytest.raises(ValueError, match="surrogate"):
        tm.tokenize("\ud800")

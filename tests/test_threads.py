"""Objects shared by threads, and threads that still work when the interpreter ends."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import tolmach as tm

TEXTS = [f"The talks go on, said speaker {i % 50}. Видео дня {i % 30}. " * 12 for i in range(300)]


def same(found, expected):
    return all(
        (a != b).nnz == 0 if hasattr(a, "nnz") else list(a) == list(b) for a, b in zip(found, expected, strict=True)
    )


def test_one_object_serves_many_threads():
    detector, tokenizer = tm.LanguageDetector(n_jobs=2), tm.Tokenizer(n_jobs=2)
    stemmer = tm.Stemmer("en")
    vectorizer, hashing = tm.TfidfVectorizer().fit(TEXTS), tm.HashingVectorizer(n_features=1 << 12)

    def work(_):
        return (
            detector.detect_batch(TEXTS)["language"],
            detector.spans_batch(TEXTS)["end"],
            tokenizer.tokenize_batch(TEXTS)["tokens"],
            tm.sentences_batch(TEXTS)["start"],
            stemmer.stem_batch(TEXTS[0].lower().split()),
            vectorizer.transform(TEXTS),
            hashing.transform(TEXTS),
        )

    expected = work(0)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(work, range(16)):
            assert same(found, expected)


def test_threads_learn_together():
    parts = [TEXTS[i::8] for i in range(8)]
    together, alone = tm.CountVectorizer(), tm.CountVectorizer().fit(TEXTS)
    together.partial_fit(parts[0])
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(together.partial_fit, parts[1:]))
    assert np.array_equal(together.get_feature_names_out(), alone.get_feature_names_out())
    assert (together.transform(TEXTS) != alone.transform(TEXTS)).nnz == 0


BEGIN = """
    import sys, threading, time
    import tolmach as tm
    TEXTS = [f"The talks go on, said speaker {i}. Видео дня. " * 12 for i in range(300)]
    detector = tm.LanguageDetector(n_jobs=2)
    started = threading.Event()

    def busy():
        while True:
            started.set()
            detector.spans_batch(TEXTS)
"""


@pytest.mark.parametrize("wait", [0.0, 0.03, 0.1])
def test_the_interpreter_ends_while_a_daemon_works(python, wait):
    script = """
    threading.Thread(target=busy, daemon=True).start()
    started.wait()
    time.sleep(float(sys.argv[1]))
    print("the end")
    """
    assert python(BEGIN + script, wait, timeout=30) == "the end\n"


def test_a_subinterpreter_is_refused(python):
    name = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    script = """
    import importlib, sys
    import tolmach._core
    interpreters = importlib.import_module(sys.argv[1])
    other = interpreters.create()
    code = "try:\\n import tolmach._core\\nexcept ImportError as error: print(error, flush=True)"
    run = getattr(interpreters, "exec", None) or interpreters.run_string
    run(other, code)
    """
    assert "subinterpreters" in python(script, name)

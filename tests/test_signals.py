"""Ctrl-C during a long call: it ends at once, and nothing is broken afterwards."""

import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process there cannot send itself Ctrl-C alone")

# A call is made with more and more texts until it lasts long enough to be interrupted; another process may take the
# processor away just then, so the best of a few tries counts.
SCRIPT = r"""
    import math, os, signal, sys, threading, time
    from pathlib import Path
    import tolmach as tm
    import tolmach.report

    SEEDS = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
    detector, tokenizer = tm.LanguageDetector(n_jobs=2), tm.Tokenizer(n_jobs=2)
    stemmer = tm.Stemmer("en")
    learned = tm.TfidfVectorizer().fit(SEEDS)
    CALLS = {
        "detect": lambda texts: detector.detect_batch(texts)["language"],
        "probabilities": lambda texts: detector.probabilities_batch(texts).sum(),
        "spans": lambda texts: detector.spans_batch(texts)["start"],
        "strip": lambda texts: detector.strip_batch(texts, keep="en")["text"],
        "tokens": lambda texts: tokenizer.tokenize_batch(texts)["tokens"],
        "token spans": lambda texts: tokenizer.spans_batch(texts)["start"],
        "glued": lambda texts: tm.Tokenizer(repair_glued=True).tokenize_batch(texts)["tokens"],
        "pattern": lambda texts: tm.Tokenizer(r"(?<=e)\w+").tokenize_batch(texts)["tokens"],
        "sentences": lambda texts: tm.sentences_batch(texts)["start"],
        "stems": lambda texts: stemmer.stem_batch([f"{w}{i}" for i, t in enumerate(texts) for w in t.split()])["stem"],
        "count": lambda texts: tm.CountVectorizer().fit_transform(texts).sum(),
        "characters": lambda texts: tm.CountVectorizer(analyzer="char_wb", ngram_range=(1, 4)).fit_transform(texts).nnz,
        "tf-idf": lambda texts: tm.TfidfVectorizer(ngram_range=(1, 2)).fit_transform(texts).nnz,
        "transform": lambda texts: learned.transform(texts).nnz,
        "partial_fit": lambda texts: tm.CountVectorizer().partial_fit(texts).transform(texts[:5]).nnz,
        "languages": lambda texts: tm.CountVectorizer(language="auto").fit_transform(texts).sum(),
        "hashing": lambda texts: tm.HashingVectorizer().transform(texts).nnz,
        "bm25": lambda texts: tm.BM25Vectorizer().fit_transform(texts).nnz,
        "report": lambda texts: len(tm.report.describe([(str(i), text) for i, text in enumerate(texts)])),
    }

    def interrupted(call, texts):
        # Seconds from the signal to the end of the call, or None where the call was over before.
        sent, over = [], False
        def interrupt():
            time.sleep(0.12)
            sent.append(time.perf_counter())
            os.kill(os.getpid(), signal.SIGINT)
        thread = threading.Thread(target=interrupt)
        thread.start()
        try:
            call(texts)
            over = True
            thread.join()
            time.sleep(0.1)
        except KeyboardInterrupt:
            seconds = time.perf_counter() - sent[0]
        thread.join()
        return None if over else seconds

    def fastest(call):
        times, texts = [], SEEDS * 20
        while len(times) < 5 and len(texts) < 200_000:
            seconds = interrupted(call, texts)
            if seconds is None:
                texts = texts * 3
            else:
                times.append(seconds)
                if seconds < 0.2:
                    break
        return min(times, default=math.inf)

    for name, call in CALLS.items():
        before = call(SEEDS)
        seconds = fastest(call)
        after = call(SEEDS)
        print(f"{name}: {seconds:.3f}" + ("" if before == after else " and broken"))
"""


def test_an_interrupt_ends_each_call(python, seeds):
    lines = python(SCRIPT, seeds).splitlines()
    assert len(lines) >= 19
    assert not [line for line in lines if "broken" in line or float(line.rpartition(": ")[2]) >= 0.2]


def test_a_handler_that_does_not_raise_lets_the_call_go_on(python):
    script = """
    import os, signal, threading, time
    import tolmach as tm
    heard = []
    signal.signal(signal.SIGUSR1, lambda *_: heard.append(time.perf_counter()))
    texts = ["The talks go on. Видео дня. " * 40] * 3000
    threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGUSR1]).start()
    start = time.perf_counter()
    table = tm.LanguageDetector(n_jobs=1).spans_batch(texts)
    print(len(heard), set(table["text"]) == set(range(3000)))
    """
    assert python(script) == "1 True\n"

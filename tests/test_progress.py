"""Long work: bars that show when somebody looks, other threads that go on, cells that can be interrupted."""

import io
import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest

import tolmach as tm
from tolmach import progress
from tolmach.progress import Bar

TEXT = "The minister said on Monday that the talks in Minsk will go on. Видео дня. "

CALLS = {
    "detect": lambda texts, **how: tm.LanguageDetector().detect_batch(texts, **how),
    "engine of one's own": lambda texts, **how: tm.LanguageDetector(engine=lambda _: "ru").detect_batch(texts, **how),
    "probabilities": lambda texts, **how: tm.LanguageDetector().probabilities_batch(texts, **how),
    "spans": lambda texts, **how: tm.LanguageDetector().spans_batch(texts, **how),
    "strip": lambda texts, **how: tm.LanguageDetector().strip_batch(texts, "en", **how),
    "tokens": lambda texts, **how: tm.Tokenizer().tokenize_batch(texts, **how),
    "token spans": lambda texts, **how: tm.Tokenizer().spans_batch(texts, **how),
    "sentences": lambda texts, **how: tm.sentences_batch(texts, **how),
    "stems": lambda texts, **how: tm.Stemmer("ru").stem_batch(texts, **how),
    "counts": lambda texts, **how: tm.CountVectorizer(**how).fit_transform(texts),
    "tf-idf": lambda texts, **how: tm.TfidfVectorizer(**how).fit_transform(texts),
    "known terms": lambda texts, **how: tm.CountVectorizer(vocabulary=["talks"], **how).transform(texts),
    "hashing": lambda texts, **how: tm.HashingVectorizer(**how).transform(texts),
    "BM25": lambda texts, **how: tm.BM25Vectorizer(**how).fit_transform(texts),
    "several fits": lambda texts, **how: tm.CountVectorizer(**how).partial_fit(texts),
}


class Terminal(io.StringIO):
    """What a person would see on a terminal, were there one."""

    def isatty(self):
        return True


@pytest.fixture
def screen(monkeypatch):
    """Opens a terminal; pytest would put its own stream back over one that is open before the test runs."""

    def open_screen(delay):
        monkeypatch.setattr(progress, "_DELAY", delay)
        monkeypatch.setattr(sys, "stderr", Terminal())
        return sys.stderr

    return open_screen


@pytest.mark.parametrize("name", CALLS)
def test_every_long_call_shows_a_bar(name, screen):
    shown = screen(delay=0.0)
    CALLS[name]([TEXT] * 500)
    assert "/500 [" in shown.getvalue()
    assert ("words" if name == "stems" else "texts") in shown.getvalue()


@pytest.mark.parametrize("name", CALLS)
def test_short_calls_show_nothing_and_a_wish_is_granted(name, screen):
    shown = screen(delay=60.0)
    CALLS[name]([TEXT])
    assert shown.getvalue() == ""
    CALLS[name]([TEXT], progress=True)
    assert "1/1" in shown.getvalue()
    shown = screen(delay=0.0)
    CALLS[name]([TEXT], progress=False)
    assert shown.getvalue() == ""


@pytest.mark.parametrize("name", [name for name in CALLS if name not in ("counts", "tf-idf", "hashing", "BM25")][:9])
def test_a_function_is_told_how_far_it_is(name):
    told = []
    CALLS[name]([TEXT] * 3, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 3


def test_a_bar_that_nobody_asked_for_comes_late_and_goes_when_the_work_is_done(screen, monkeypatch):
    shown = screen(delay=1.0)
    now = 0.0
    monkeypatch.setattr(progress, "monotonic", lambda: now)
    with Bar(10, "text") as done:
        now = 0.9
        done(1)
        assert shown.getvalue() == ""
        now = 1.1
        done(4)
    assert "/10 [" in shown.getvalue()
    assert shown.getvalue().endswith(" \r")


def test_nothing_shows_where_nobody_looks(monkeypatch):
    monkeypatch.setattr(progress, "_DELAY", 0.0)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with Bar(10, "text") as done:
        done(4)
    assert sys.stderr.getvalue() == ""


def test_nothing_shows_where_bars_are_not_welcome(screen, monkeypatch):
    monkeypatch.setenv("TQDM_DISABLE", "1")
    shown = screen(delay=0.0)
    with Bar(10, "text") as done:
        done(4)
    assert shown.getvalue() == ""


def test_nothing_shows_in_workers(screen):
    shown = screen(delay=0.0)
    thread = threading.Thread(target=CALLS["detect"], args=[[TEXT] * 3])
    thread.start()
    thread.join()
    assert shown.getvalue() == ""


def test_tqdm_stays_away_until_there_is_something_to_show():
    code = "import sys, tolmach as tm; tm.Tokenizer().tokenize_batch(['text'] * 999); print('tqdm' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("wish", ["yes", 2.5])
def test_another_wish_is_a_type_error(wish):
    with pytest.raises(TypeError, match="progress is True, False, None or a function"):
        tm.LanguageDetector().detect_batch([TEXT], progress=wish)


def test_an_error_of_the_function_stops_the_work():
    def broken(done):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        tm.LanguageDetector().detect_batch([TEXT * 100] * 100, progress=broken)
    assert len(tm.LanguageDetector().detect_batch([TEXT])) == 1


def gap(call, texts):
    """How long a call takes, and the longest time in it that another Python thread had to wait."""
    moments, stop = [], threading.Event()

    def other():
        while not stop.is_set():
            moments.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=other)
    thread.start()
    start = time.perf_counter()
    call(texts)
    end = time.perf_counter()
    stop.set()
    thread.join()
    inside = [start, *(moment for moment in moments if start < moment < end), end]
    return end - start, max(after - before for before, after in pairwise(inside))


@pytest.mark.parametrize("name", [name for name in CALLS if name != "engine of one's own"])
def test_other_threads_go_on(name):
    # Words for the stemmer, which stems equal ones once.
    rows = [f"{TEXT * 20} {i}" for i in range(500)] if name != "stems" else [f"станция{i}" for i in range(100_000)]
    for _ in range(8):
        taken, waited = gap(CALLS[name], rows)
        if taken < 0.15:
            rows = rows * 3
        elif waited < taken / 2:
            return
    pytest.fail(f"another thread waited {waited:.3f} s of {taken:.3f} s")

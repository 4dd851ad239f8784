"""A process that has worked with threads forks: the child works too, with threads of its own."""

import os
import sys

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

# Texts of more than 64 KiB, so that all calls start threads.
BEGIN = """
    import os, sys, warnings
    import tolmach as tm
    warnings.simplefilter("ignore", DeprecationWarning)  # from 3.12 on, that a process with threads forks

    TEXTS = [f"The talks go on, said speaker {i}. Видео дня. " * 12 for i in range(300)]
    detector, tokenizer = tm.LanguageDetector(n_jobs=2), tm.Tokenizer(n_jobs=2)
    vectorizer = tm.TfidfVectorizer(n_jobs=2)

    def work():
        return (
            detector.detect_batch(TEXTS)["language"],
            detector.spans_batch(TEXTS)["start"],
            tokenizer.tokenize_batch(TEXTS)["tokens"],
            vectorizer.fit_transform(TEXTS).data.tolist(),
            vectorizer.transform(TEXTS).indices.tolist(),
        )
"""


@pytest.mark.parametrize("generations", [1, 2])
def test_a_child_works_as_its_parent(python, generations):
    script = """
    before = work()
    for generation in range(int(sys.argv[1])):
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            assert work() == before
            os._exit(os.waitstatus_to_exitcode(status))
        assert work() == before
    os._exit(0)
    """
    python(BEGIN + script, generations, timeout=60)


def test_a_pool_of_forked_processes(python):
    script = """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    def languages(texts):
        return detector.detect_batch(texts)["language"], vectorizer.transform(texts).nnz

    expected = work() and languages(TEXTS)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        assert list(pool.map(languages, [TEXTS] * 4)) == [expected] * 4
    """
    python(BEGIN + script, timeout=60)


def test_a_fork_while_another_thread_works(python):
    script = """
    import threading, time
    before, ended = work(), threading.Event()

    def busy():
        while not ended.is_set():
            detector.spans_batch(TEXTS)

    thread = threading.Thread(target=busy)
    thread.start()
    for _ in range(8):
        time.sleep(0.02)
        child = os.fork()
        if not child:
            os._exit(0 if detector.detect_batch(TEXTS)["language"] == before[0] else 1)
        assert os.waitpid(child, 0)[1] == 0
    ended.set()
    thread.join()
    """
    python(BEGIN + script, timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="spawn is the only way there, and the default")
def test_a_detector_reaches_a_spawned_process(python, tmp_path):
    script = tmp_path / "spawned.py"
    script.write_text(
        "import multiprocessing\nimport tolmach as tm\n"
        "if __name__ == '__main__':\n"
        "    context = multiprocessing.get_context('spawn')\n"
        "    with context.Pool(1) as pool:\n"
        "        found = pool.map(tm.LanguageDetector(['en', 'ru']).detect, ['Видео дня'])\n"
        "    assert found[0].language == 'ru'\n",
        encoding="utf-8",
    )
    python(f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')", timeout=60)

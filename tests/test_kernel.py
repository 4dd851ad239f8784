"""Cells of a notebook: bars of tqdm, interrupts within a fifth of a second, and nothing broken after them."""

import sys
import time

import pytest

pytest.importorskip("ipykernel", reason="needs a kernel: pip install ipykernel")
manager = pytest.importorskip("jupyter_client.manager", reason="needs a client: pip install jupyter_client")

SETUP = """
import time
import pandas as pd
import tolmach as tm
from tolmach import progress
text = "The minister said on Monday that the talks in Minsk will go on. Видео дня. "
texts = [text * 40 + str(i) for i in range(5_000)]
words = [f"станция{i}" for i in range(200_000)]

def until_interrupted(call):
    # Tell that the work begins; then again and again, so that no machine is too fast for the interrupt.
    call(texts[:10])
    print("ready", flush=True)
    try:
        while True:
            call(texts)
    except KeyboardInterrupt:
        print("stopped", time.time(), flush=True)
        raise
"""

CALLS = {
    "detect": "tm.LanguageDetector().detect_batch",
    "spans": "tm.LanguageDetector().spans_batch",
    "strip": "lambda texts: tm.LanguageDetector().strip_batch(texts, 'en')",
    "tokens": "tm.Tokenizer().tokenize_batch",
    "token spans": "tm.Tokenizer().spans_batch",
    "sentences": "tm.sentences_batch",
    "stems": "lambda texts: tm.Stemmer('ru').stem_batch(words)",
    "a frame of tokens": "lambda texts: pd.Series(texts).tm.token_table()",
    "a column of stems": "lambda texts: pd.Series(texts).tm.stems()",
    "a column as lists": "lambda texts: tm.Tokenizer().tokenize_batch(texts)['tokens']",
    "counts": "tm.CountVectorizer().fit_transform",
    "hashing": "tm.HashingVectorizer().transform",
}


class Kernel:
    """A kernel, as a notebook talks to it."""

    def __init__(self):
        self.manager, self.client = manager.start_new_kernel(kernel_name="python3")

    def start(self, code):
        self.said, self.shown, self.error = "", [], None
        self.request = self.client.execute(code)

    def read(self, until):
        """Reads what the cell says until it says a word, or is done if there is none."""
        end = time.monotonic() + 60
        while time.monotonic() < end and not (until and until in self.said):
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != self.request:
                continue
            content = message["content"]
            if message["msg_type"] == "stream":
                self.said += content["text"]
            elif message["msg_type"] == "error":
                self.error = content["ename"]
            elif message["msg_type"] == "display_data":
                self.shown.append(content["data"])
            elif message["msg_type"] == "status" and content["execution_state"] == "idle":
                break
        return self.said

    def run(self, code):
        self.start(code)
        return self.read(None)


@pytest.fixture(scope="module")
def kernel():
    kernel = Kernel()
    kernel.run(SETUP)
    assert kernel.error is None, kernel.said
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts there are no signals")
@pytest.mark.parametrize("name", CALLS)
def test_an_interrupted_cell_stops_at_once_and_leaves_nothing_broken(kernel, name):
    taken = []
    # The machine may be busy with something else once.
    for _ in range(3):
        kernel.start(f"until_interrupted({CALLS[name]})")
        kernel.read("ready")
        time.sleep(0.15)
        start = time.time()
        kernel.manager.interrupt_kernel()
        said = kernel.read(None)
        assert kernel.error == "KeyboardInterrupt"
        taken.append(float(said.split("stopped")[1].split()[0]) - start)
        kernel.run(
            f"print(len(list(({CALLS[name]})(texts[:2]))) if {name != 'counts' and name != 'hashing'} else 'ok')"
        )
        assert kernel.error is None
        if taken[-1] < 0.2:
            return
    pytest.fail(f"took {taken} s to stop")


def test_a_long_cell_shows_a_bar_and_a_short_one_none(kernel):
    kernel.run("tm.LanguageDetector().detect_batch(texts[:10])")
    assert (kernel.said, kernel.shown) == ("", [])
    kernel.run("progress._DELAY = 0.0\nfound = tm.LanguageDetector().detect_batch(texts)")
    bars = kernel.said + "".join(data["text/plain"] for data in kernel.shown)
    assert "/5000" in bars or "IntProgress" in bars
    kernel.run("found = tm.LanguageDetector().detect_batch(texts, progress=False)")
    assert (kernel.said, kernel.shown) == ("", [])

"""A person opens the first notebook in JupyterLab and runs it: the colours and the plot are on the page."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOK = "01_five_articles.ipynb"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

if CHROMIUM is None:
    pytest.skip("needs Chromium: apt-get install --no-install-recommends chromium", allow_module_level=True)
pytest.importorskip("jupyterlab", reason="needs JupyterLab: pip install tolmach[browser]")
pytest.importorskip("matplotlib", reason="needs matplotlib: pip install tolmach[plot]")
playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install tolmach[browser]")

# No sandbox: in a container there is none. The rest keeps the browser from asking the network for things.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def address(tmp_path):
    """Where a server of JupyterLab shows the notebook, without the outputs that are stored in it."""
    notebook = json.loads((ROOT / "notebooks" / NOTEBOOK).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    (tmp_path / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {name: str(tmp_path / "home") for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1"]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={tmp_path}", "--ServerApp.port_retries=0"]
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(command, env={**os.environ, **home}, cwd=tmp_path, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/api", server, tmp_path / "server.log")
        yield f"http://127.0.0.1:{port}/lab/tree/{NOTEBOOK}"
    finally:
        server.terminate()
        server.wait(30)


def wait_for(url, server, log):
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(url):
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")


@pytest.fixture
def page():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1300, "height": 6000})
        page.set_default_timeout(90_000)
        yield page
        browser.close()


def test_the_first_notebook_runs_and_is_good_to_look_at(address, page):
    page.goto(address)
    # Ready when the cells are there and so is a kernel for them.
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    # Each cell has a number when it has run; the last one is the last to get it.
    playwright.expect(cells.last.locator(".jp-InputPrompt")).to_have_text(re.compile(r"^\[\d+\]:$"), timeout=90_000)
    assert cells.locator(".jp-InputPrompt").all_inner_texts() == [f"[{i}]:" for i in range(1, cells.count() + 1)]
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0

    fragment = page.locator(".jp-OutputArea mark[lang=ru]", has_text="Видео дня").first
    playwright.expect(fragment).to_be_visible()
    assert fragment.evaluate("it => getComputedStyle(it).backgroundColor") not in (
        "rgba(0, 0, 0, 0)",
        "rgb(255, 255, 255)",
    )
    playwright.expect(page.locator(".jp-OutputArea", has_text="Russian").first).to_be_visible()

    plot = page.locator(".jp-OutputArea img[src^='data:image/png']").first
    playwright.expect(plot).to_be_visible()
    assert plot.evaluate("it => [it.naturalWidth > 200, it.naturalHeight > 150]") == [True, True]
    if folder := os.environ.get("TOLMACH_PICTURES"):
        page.screenshot(path=Path(folder) / "jupyterlab.png")

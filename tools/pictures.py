"""Renders the pictures of the README from the seeds: a text with its languages in colours, and a heat map.

    python tools/pictures.py

Needs ``pip install tolmach[plot,pandas] playwright`` and Chromium: on Debian ``apt-get install chromium
fonts-noto-core``; elsewhere say where it is with ``--chromium PATH``. Run it again when a view changes, and look at
what it wrote.
"""

import argparse
from pathlib import Path

import matplotlib
import pandas as pd
from playwright.sync_api import sync_playwright

import tolmach as tm

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PAGE = "<body data-jp-theme-light='true' style='margin:12px;font:15px Noto Sans,sans-serif;color:#1b1b1b'>{}</body>"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main() -> None:
    """Write both pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser that draws the view")
    articles = pd.Series({path.name[:3]: path.read_text() for path in sorted(ROOT.glob("seeds/*.txt"))})
    IMAGES.mkdir(exist_ok=True)
    draw_view(tm.show(articles["000"])._repr_html_(), IMAGES / "show.png", parser.parse_args().chromium)
    draw_similarity(articles, IMAGES / "similarity.png")
    for path in sorted(IMAGES.glob("*.png")):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} KB")


def draw_view(html: str, path: Path, chromium: str) -> None:
    """A view of a notebook, as Chromium shows it on a light page."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=ARGS)
        page = browser.new_page(viewport={"width": 820, "height": 100}, device_scale_factor=1.5, color_scheme="light")
        page.set_content(PAGE.format(html))
        page.screenshot(path=path, full_page=True)
        browser.close()


def draw_similarity(articles: pd.Series, path: Path) -> None:
    """The heat map of the README's example."""
    matplotlib.use("Agg")
    display = tm.SimilarityDisplay.from_texts(articles, labels=articles.str.split("\n").str[0])
    display.figure_.savefig(path, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()

"""The site knows every page and every public name."""

import re
from pathlib import Path

import tolmach as tm

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MENU = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2].partition("\nplugins:\n")[0]


def test_every_page_is_in_the_menu():
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.glob("**/*.md")}
    assert set(re.findall(r"[\w/-]+\.md", MENU)) == pages, "name each page in mkdocs.yml, and no other"


def test_every_public_name_is_in_the_api():
    described = re.findall(
        r"^::: tolmach\.([\w.]+)$", "".join(p.read_text() for p in DOCS.glob("api/*.md")), re.MULTILINE
    )
    assert len(described) == len(set(described))
    assert set(tm.__all__) - {"__version__"} <= set(described), "describe each public name on a page of docs/api"
    assert {name for name in described if "." not in name} <= set(tm.__all__)


def test_tables_of_measurements_are_those_of_the_readme():
    page = (DOCS / "measurements.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sections = re.findall(r'^--8<-- "README\.md:(\w+)"$', page, re.MULTILINE)
    assert len(sections) >= 3
    for section in sections:
        inside = readme.partition(f"[start:{section}] -->")[2].partition(f"[end:{section}] -->")[0]
        assert "|---" in inside

"""The README is true: its Python blocks print what it says, its links lead somewhere, its commands come first."""

import doctest
import re
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def blocks(path, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_python_blocks_print_what_they_say(path, monkeypatch):
    if path == ROOT / "docs/guides/frames.md" and int(version("pandas").split(".")[0]) < 3:
        pytest.skip("pandas 2 shows a missing string as None: pip install 'pandas>=3'")
    monkeypatch.chdir(ROOT)
    session = doctest.DocTestParser().get_doctest("\n".join(blocks(path, "python")), {}, path.name, str(path), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(session)
    assert runner.failures == 0
    if path.name == "README.md":
        assert runner.tries > 8


def test_python_blocks_are_sessions():
    for path in PAGES:
        for block in blocks(path, "python"):
            assert block.startswith(">>> "), f"{path.name}: a block that the test above would not run"


def test_the_first_two_commands_are_one_line_each():
    commands = blocks(PAGES[0], "bash")[:2]
    assert [command.count("\n") for command in commands] == [1, 1]
    assert "tolmach report seeds" in commands[0]
    assert "pytest" in commands[1]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), target

"""The notebooks are what their scripts say, have been run, and tell nothing of the machine that ran them."""

import json
import re
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PAIRS = sorted(NOTEBOOKS.glob("*.py"))


def cells(script):
    """Kind and source of each cell of a script in the percent format."""
    for part in re.split(r"^# %%", script.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        if head.strip() == "[markdown]":
            yield "markdown", re.sub(r"^# ?", "", body.strip("\n"), flags=re.MULTILINE)
        else:
            yield "code", body.strip("\n")


def test_each_script_has_a_notebook_and_the_other_way_round():
    assert len(PAIRS) >= 3
    assert [path.with_suffix(".ipynb") for path in PAIRS] == sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("script", PAIRS, ids=lambda path: path.stem)
def test_a_notebook_is_what_its_script_says_and_has_been_run(script):
    stored = json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))
    assert [(cell["cell_type"], "".join(cell["source"])) for cell in stored["cells"]] == list(cells(script))
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell["outputs"]]
    assert len(outputs) > len(code) / 2
    assert not [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"]
    assert not re.search(r"/(?:home|tmp|root|work|Users)/|site-packages|widget-view", json.dumps(outputs))

"""The rules of the house that a program can check."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUST = sorted(
    [*ROOT.glob("src/**/*.rs"), *ROOT.glob("tests/rust/**/*.rs"), *ROOT.glob("benches/*.rs"), *ROOT.glob("tools/*.rs")]
)
PYTHON = sorted(
    [*ROOT.glob("python/**/*.py"), *ROOT.glob("tests/*.py"), *ROOT.glob("benches/*.py"), *ROOT.glob("tools/*.py")]
)
UNSAFE = {"src/py/capsule.rs", "src/py/texts.rs"}


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", RUST + PYTHON, ids=name)
def test_each_file_says_what_it_is_for_and_holds_one_noun(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    first = lines[0]
    assert first.startswith(("//! ", '"""', 'r"""')), "open with one sentence: what is this room for?"
    assert len(lines) <= 400, "a file past 400 lines holds two nouns"


@pytest.mark.parametrize("path", RUST, ids=name)
def test_the_core_does_not_know_python(path):
    source = path.read_text(encoding="utf-8")
    if not name(path).startswith("src/py/"):
        assert not re.search(r"\b(pyo3|numpy)::|\barrow_\w+::", source)
    if name(path) not in UNSAFE:
        assert not re.search(r"\bunsafe\b(?!_code)", source)


def test_the_oldest_versions_are_said_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    floors = {}
    for requirement in (*project["dependencies"], *(wanted for extra in extras.values() for wanted in extra)):
        package, floor = re.fullmatch(r"([\w-]+)(?:\[\w+\])?>=([\d.]+)", requirement).groups()
        assert floors.setdefault(package, floor) == floor, "one package with two oldest versions"
    lines = (ROOT / "tests/minimum.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    tested = {re.split(r"[\[>]", wanted)[0] for wanted in (*project["dependencies"], *extras["test"])}
    assert set(pins) == tested
    for package, pin in pins.items():
        assert f"{pin}.".startswith(f"{floors[package]}."), f"{package}: {pin} is not the oldest {floors[package]}"


def test_no_rooms_without_a_noun():
    vague = {"utils", "util", "common", "helpers", "helper", "misc"}
    assert not [name(p) for p in RUST + PYTHON if p.stem in vague]


def test_the_seeds_are_as_they_were_scraped():
    sizes = {p.name: p.stat().st_size for p in ROOT.glob("seeds/*.txt")}
    assert sizes == {
        "000_0146fbb2a79d0c57.txt": 2353,
        "001_33cfc3c76449a4ff.txt": 2144,
        "002_606eac94978e09e5.txt": 3391,
        "003_356b4a7e6aa543da.txt": 4722,
        "004_d832bc71bfd6f923.txt": 15630,
    }

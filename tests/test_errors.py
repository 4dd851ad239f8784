"""Every error of the core reaches Python as the right exception, with words that help."""

import re
from pathlib import Path

import pytest

import tolmach as tm
from tolmach import _core, errors

EXCEPTIONS = {
    "UnknownLanguage": tm.UnknownLanguageError,
    "InvalidOption": tm.InvalidOptionError,
    "InvalidPattern": tm.InvalidPatternError,
    "Damaged": tm.DamagedDataError,
    "TooLarge": OverflowError,
    "Interrupted": KeyboardInterrupt,
}


def test_the_table_is_complete():
    source = (Path(__file__).parents[1] / "src" / "error.rs").read_text(encoding="utf-8")
    body = source.partition("pub enum Error {")[2].partition("\n}")[0]
    variants = re.findall(r"^    (\w+)(?: \{|,)$", body, re.MULTILINE)
    assert variants == list(EXCEPTIONS)
    assert [name for name, _ in _core._raise_each()] == variants


@pytest.mark.parametrize(("name", "error"), _core._raise_each())
def test_each_error_becomes_its_exception(name, error):
    assert type(error) is EXCEPTIONS[name]
    if name != "Interrupted":
        assert len(str(error)) > 5


def test_all_of_ours_are_value_errors():
    ours = {e for e in vars(errors).values() if isinstance(e, type)}
    assert {e for e in EXCEPTIONS.values() if e.__module__ == "tolmach.errors"} < ours
    assert all(issubclass(e, tm.TolmachError) and issubclass(e, ValueError) for e in ours)


def test_an_unknown_language_lists_the_known():
    with pytest.raises(
        tm.UnknownLanguageError, match='unknown language "klingon" for detection; known are: af, ak, am, ar'
    ):
        tm.LanguageDetector(languages=["klingon"], engine="whatlang")

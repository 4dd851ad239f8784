"""The package as a whole: light to import, complete, documented by examples that run."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import tolmach as tm

MODULES = [m.name for m in pkgutil.walk_packages(tm.__path__, "tolmach.") if m.name != "tolmach.__main__"]


def test_every_public_name_is_there():
    for name in tm.__all__:
        assert getattr(tm, name) is not None
    assert set(tm.__all__) == set(dir(tm))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'detekt'"):
        tm.detekt  # noqa: B018


def test_import_is_light():
    code = (
        "import sys, tolmach; print([m for m in ('numpy', 'pandas', 'sklearn', 'scipy', 'rich') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["tolmach", *MODULES])
def test_examples_run(name):
    if name.startswith("tolmach.stream."):
        pytest.importorskip("pyarrow", reason="needs PyArrow: pip install 'tolmach[arrow]'")
    module = importlib.import_module(name)
    failures, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert failures == 0
    if name != "tolmach._core":
        assert module.__doc__, f"{name} opens without a sentence that says what it is for"

"""What several tests need: a fresh interpreter for what would harm the one that runs the tests."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest


@pytest.fixture
def python():
    """Runs a script in an interpreter of its own and gives back what it wrote, once it has ended well."""

    def run(script, *arguments, timeout=120, code=0):
        command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def seeds():
    """The folder of the sample articles."""
    return Path(__file__).parents[1] / "seeds"

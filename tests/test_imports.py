"""What a command loads before it does anything: no parser, because those run in the sandbox alone."""

import os
import subprocess
import sys
from importlib import import_module

import pytest

PARSERS = (
    "kreuzberg",
    "libarchive",
    "lxml",
    "pi_heif",
    "pikepdf",
    "py3langid",
    "pypdfium2",
    "pypff",
    "tesserocr",
)


def loaded_with(module: str) -> set[str]:
    """Return the names of the top modules that a fresh interpreter holds after importing one."""
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"],
        capture_output=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
        text=True,
    )
    return {name.partition(".")[0] for name in told.stdout.split()}


def test_the_command_line_loads_no_parser():
    """A parser in the desk's process is one that a hostile exhibit can reach."""
    assert not loaded_with("twosource.cli") & set(PARSERS)


def test_the_command_line_starts_without_the_model():
    """Commands that only look would wait for what they never ask."""
    assert not loaded_with("twosource.cli") & {"onnxruntime", "torch"}


@pytest.mark.parametrize("module", ["twosource.reading", "twosource.intake", "twosource.sandbox"])
def test_a_fresh_sandbox_loads_neither_numbers_nor_parsers_before_it_knows_its_exhibit(module):
    """Each fresh sandbox pays for what the front doors load."""
    assert not loaded_with(module) & {*PARSERS, "numpy", "PIL"}


@pytest.mark.parametrize("module", ["twosource.reading", "twosource.intake", "twosource.sandbox"])
def test_a_front_door_gives_what_it_names_and_nothing_else(module):
    """Names are looked up when asked for, so a wrong one would show late."""
    door = import_module(module)
    assert all(getattr(door, name) is not None for name in door.__all__)
    with pytest.raises(AttributeError, match="has no no_such_name"):
        _ = door.no_such_name


def test_the_process_inside_loads_nothing_of_what_starts_it():
    """A fresh sandbox for each exhibit pays for every module that the process inside loads."""
    told = subprocess.run(
        [sys.executable, "-c", "import sys, twosource.sandbox.zygote; print(*sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )
    outside = {"twosource.sandbox.starting", "twosource.sandbox.sealed", "twosource.sandbox.escapes"}
    assert not outside & set(told.stdout.split())
    assert "importlib.metadata" not in told.stdout.split()


def test_parsers_are_noticed_where_they_are_loaded():
    """The test above would pass for ever if it looked for the wrong names."""
    assert "pikepdf" in loaded_with("twosource.intake.portfolios")

"""What all tests share: readers run unsealed, for speed, except where a test is about the sandbox."""

import shutil
from dataclasses import replace

import pytest

from twosource.desk import sealing
from twosource.sandbox import open_sandbox


@pytest.fixture(scope="session", autouse=True)
def unsealed():
    """Read in this process for the whole session; `sealed` takes it back for one test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "open_sandbox", lambda settings: open_sandbox(replace(settings, level=0)))
        yield


@pytest.fixture
def sealed(monkeypatch):
    """Read through the best sandbox of this machine, as every user does."""
    monkeypatch.setattr(sealing, "open_sandbox", open_sandbox)


@pytest.fixture(scope="session")
def finished_demonstration(tmp_path_factory):
    """The demonstration, made once for the session; whoever needs it takes a copy."""
    from twosource.cli import run  # the whole program: most tests do without, and would wait for it

    folder = tmp_path_factory.mktemp("demonstration") / "case"
    assert run(["demo", "--case", str(folder)]) == 0
    return folder


@pytest.fixture
def demonstration(finished_demonstration, tmp_path):
    """A demonstration of one's own, as `twosource demo` leaves it."""
    return shutil.copytree(finished_demonstration, tmp_path / "case")

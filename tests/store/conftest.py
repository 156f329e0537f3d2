"""Both engines behind one fixture, a clock that ticks, and a case with one of everything."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
pytest.register_assert_rewrite("contract")

from twosource.store import FolderOriginals, MemoryOriginals, MemoryStore, open_store  # noqa: E402


class TickingClock:
    """A clock that moves on by one second whenever it is read."""

    def __init__(self):
        self.now = datetime(2016, 5, 2, 8, 0, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return TickingClock()


@pytest.fixture(params=["sqlite", "memory"])
def store(request, tmp_path, clock):
    if request.param == "memory":
        yield MemoryStore(clock=clock)
        return
    with open_store(tmp_path / "case", clock=clock, create=True) as opened:
        yield opened


@pytest.fixture(params=["folder", "memory"])
def originals(request, tmp_path):
    return MemoryOriginals() if request.param == "memory" else FolderOriginals(tmp_path / "originals")

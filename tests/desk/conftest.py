"""Fixtures of the desk: a cache, and a desk over a case of it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from desk_cases import CASE, write_cache

from twosource.desk import Desk


@pytest.fixture
def cache(tmp_path):
    return write_cache(tmp_path)


@pytest.fixture
def desk(tmp_path):
    """A desk over an empty case with nothing declared."""
    with Desk.open(Desk.new(tmp_path / "case")) as opened:
        yield opened


@pytest.fixture
def declared_desk(tmp_path):
    """A desk over an empty case with parties, a claim and a question declared."""
    with Desk.open(Desk.new(tmp_path / "case", CASE)) as opened:
        yield opened

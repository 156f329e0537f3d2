"""A fresh sheet for each test of matching."""

import pytest
from matching_sheet import Sheet


@pytest.fixture
def sheet():
    """An empty sheet."""
    return Sheet()

"""One sandbox per wall that this machine offers, or the reason why it offers none."""

import pytest
from sandbox_samples import opened


@pytest.fixture(scope="session", params=[1, 2], ids=["Landlock", "bubblewrap"])
def sandbox(request):
    with opened(request.param) as sealed:
        yield sealed

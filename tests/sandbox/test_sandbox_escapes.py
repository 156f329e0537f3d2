"""The escape battery: at every level this machine offers, no attempt gets through."""

import pytest
from sandbox_samples import opened

from twosource.sandbox import Unsealed, run_battery
from twosource.sandbox.escape_attempts import ATTEMPTS
from twosource.sandbox.escapes import NAMES


@pytest.mark.parametrize("level", [1, 2])
def test_nothing_gets_out(level):
    with opened(level, folders=()) as sandbox:
        attempts = run_battery(sandbox)
    assert [one.what_happened for one in attempts if one.succeeded] == []
    levels = {2, 3} if level == 2 else {level}
    assert {(one.name, one.level) for one in attempts} == {(name, at) for name in NAMES for at in levels}
    assert all(one.what_happened for one in attempts)


def test_every_attempt_that_exists_is_made():
    assert set(NAMES) == set(ATTEMPTS)


def test_without_a_sandbox_it_says_that_everything_succeeds():
    [attempt] = run_battery(Unsealed())
    assert attempt.succeeded
    assert attempt.level == 0

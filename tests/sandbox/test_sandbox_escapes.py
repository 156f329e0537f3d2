"""The escape battery: at every level this machine offers, no attempt gets through."""

import pytest
from sandbox_samples import opened

from twosource.sandbox import Unsealed, escapes, run_battery
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


@pytest.mark.parametrize(
    "name",
    [
        "read the case",
        "make network sockets",
        "reach a listening port",
        "reach a local socket by name",
        "reach a local socket by path",
        "read secrets of the environment",
    ],
)
def test_without_walls_the_same_attempts_get_through_so_the_battery_can_fail(name, monkeypatch):
    monkeypatch.setenv("TWOSOURCE_SECRET_OF_A_TEST", "x")
    with escapes._traps() as traps:
        assert ATTEMPTS[name](traps.arguments(name))
        if name.startswith("reach"):
            assert traps.sprung() == "a listener outside was called"


def test_a_changed_original_and_a_killed_bystander_are_seen():
    with escapes._traps() as traps:
        assert traps.sprung() == ""
        traps.exhibit.chmod(0o644)
        assert traps.sprung() == "the original was changed"
        traps.bystander.kill()
        traps.bystander.wait()
        assert traps.sprung() == "a process outside was killed"

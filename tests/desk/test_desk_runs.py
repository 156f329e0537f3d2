"""Running stages: one item's failure is its own, slow work is confirmed soon, nothing runs for ever."""

import time

import pytest

from twosource.desk.runs import batches, fingerprint, guarded
from twosource.errors import IntegrityError, RefusedError
from twosource.evidence.outcome import Outcome
from twosource.terms import Status


def outcomes_of(stage, items=("a", "b")):
    return dict(guarded(items, str, stage))


def test_an_unforeseen_failure_is_the_outcome_of_its_item_and_the_run_goes_on():
    def stage(items):
        if items == ["a"]:
            raise ZeroDivisionError("secret words of the exhibit")
        return [Outcome(item_id="b", status=Status.READ)]

    found = outcomes_of(stage)
    assert found["a"][0].status is Status.REFUSED
    assert "secret" not in found["a"][0].failures[0].sentence()
    assert "ZeroDivisionError" in found["a"][0].failures[0].sentence()
    assert found["b"][0].status is Status.READ


def test_a_refusal_keeps_its_own_sentence():
    def stage(_):
        raise RefusedError("It is sealed.", remedy="Break the seal.")

    assert "Break the seal." in outcomes_of(stage)["a"][0].failures[0].sentence()


def test_an_integrity_failure_stops_the_run():
    def stage(_):
        raise IntegrityError("The bytes are gone.")

    with pytest.raises(IntegrityError):
        outcomes_of(stage)


def test_batches_close_when_they_are_full_or_have_taken_long():
    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]

    def slow():
        for number in range(3):
            time.sleep(0.02)
            yield number

    assert list(batches(slow(), 100, seconds=0.0)) == [[0], [1], [2]]


def test_the_same_work_has_the_same_fingerprint_whatever_the_order_of_keys():
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint("ab", "c") != fingerprint("a", "bc")

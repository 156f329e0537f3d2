"""Every error has an exit code that is documented, and three parts: happened, safe, to do."""

import inspect

import pytest

from twosource import errors

CLASSES = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.TwosourceError)]


@pytest.mark.parametrize("error", CLASSES)
def test_an_error_says_what_happened_what_is_safe_and_what_to_do(error):
    text = error("The thing happened.").sentences()
    assert text.startswith("The thing happened.")
    assert error.safe in text
    assert error.remedy in text
    assert error.exit_code in errors.EXIT_CODES


def test_the_documented_exit_codes_are_those_of_the_design():
    assert sorted(errors.EXIT_CODES) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 75, 130]


def test_a_remedy_can_be_given_for_the_case_at_hand():
    error = errors.UsageError("No.", remedy="Do this instead.", safe="All is well.")
    assert error.sentences() == "No. All is well. Do this instead."


def test_items_fail_alone_and_runs_fail_whole():
    assert not errors.RefusedError.fails_run
    assert errors.IntegrityError.fails_run

"""Exact spans, macro-F1, correlation and error, on cases counted by hand."""

import pytest
from bench.span_scores import Tally, f1_by_class, macro_f1, mean_absolute_error, most_probable, pearson
from hypothesis import given
from hypothesis import strategies as st


def test_a_tally_counts_over_sentences() -> None:
    tally = Tally()
    tally.add([(0, 1), (0, 1), (3, 4)], [(0, 1), (2, 4)])
    tally.add([], [(5, 6)])
    assert (tally.right, tally.given, tally.true) == (1, 2, 3)
    assert (tally.precision, tally.recall, tally.f1) == (0.5, pytest.approx(1 / 3), pytest.approx(0.4))


def test_nothing_to_find_and_nothing_found_is_right() -> None:
    assert Tally().f1 == 1
    assert Tally().precision is None
    assert Tally().recall is None


def test_classes_weigh_alike_however_many_they_have() -> None:
    true, ours = ["a", "a", "a", "b"], ["a", "a", "a", "a"]
    assert f1_by_class(true, ours) == {"a": pytest.approx(6 / 7), "b": 0}
    assert macro_f1(true, ours) == pytest.approx(3 / 7)


def test_a_class_only_the_answer_knows_has_no_share() -> None:
    assert f1_by_class(["a", "a"], ["a", "c"]) == {"a": pytest.approx(2 / 3)}


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="zip"):
        macro_f1(["a"], [])


def test_correlation_and_error() -> None:
    assert pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert pearson([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert pearson([1, 2], [5, 5]) is None
    assert pearson([], []) is None
    assert mean_absolute_error([1, -1], [0, 1]) == 1.5
    assert mean_absolute_error([], []) is None


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=2))
def test_correlation_does_not_care_for_scale_or_order(pairs: list[tuple[int, int]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    r = pearson(one, other)
    again = pearson([2 * b + 1 for b in other], one)
    assert (r is None) == (again is None)
    if r is not None:
        assert -1 - 1e-9 <= r <= 1 + 1e-9
        assert again == pytest.approx(r, abs=1e-9)


def test_the_most_probable_name() -> None:
    assert most_probable({"b": 0.4, "a": 0.4, "c": 0.2}) == "a"
    assert most_probable({}) == ""

"""Variable elimination: order, size, and the sum itself."""

import numpy as np
import pytest

from twosource.weighing.elimination import order_by_min_fill, plan_elimination, sum_out

CARDS = {"": 2, "a": 2, "b": 3, "c": 2, "hub": 2}


def tables_for(scopes, rng):
    return [rng.random((*(CARDS[n] for n in scope), 1)) for scope in scopes]


def brute(scopes, tables):
    letters = {name: chr(ord("a") + at) for at, name in enumerate(CARDS)}
    terms = ",".join("".join(letters[n] for n in scope) for scope in scopes)
    return np.einsum(f"{terms}->{letters['']}", *(t[..., 0] for t in tables))


@pytest.mark.parametrize(
    "scopes",
    [
        [("", "a")],
        [("", "a"), ("a",)],
        [("", "a", "b"), ("a", "c"), ("c",), ("b",)],
        [("", "hub"), ("a", "hub"), ("b", "hub"), ("c", "hub")],
        [("a",), ("", "b")],
        [("", "a"), ("a", "b"), ("b", "c"), ("", "c")],
    ],
)
def test_the_sum_is_that_of_the_whole_joint(scopes):
    tables = tables_for(scopes, np.random.default_rng(0))
    plan = plan_elimination(scopes, CARDS, ("",))
    assert sum_out(plan, tables)[:, 0] == pytest.approx(brute(scopes, tables))


def test_a_batch_gives_what_single_runs_give():
    """What-ifs side by side do not touch each other; a table they share has a batch of one."""
    rng = np.random.default_rng(1)
    scopes = [("", "a"), ("a", "b")]
    shared, varied = rng.random((2, 2, 1)), rng.random((2, 3, 5))
    plan = plan_elimination(scopes, CARDS, ("",))
    together = sum_out(plan, [shared, varied])
    for at in range(5):
        alone = sum_out(plan, [shared, varied[..., at : at + 1]])
        assert together[:, at] == pytest.approx(alone[:, 0])


def test_no_tables_at_all_leave_the_prior_alone():
    """Nothing seen: every hypothesis has likelihood 1."""
    assert sum_out(plan_elimination([], {"": 3}, ("",)), []).tolist() == [[1.0], [1.0], [1.0]]


def test_min_fill_takes_leaves_before_the_hub():
    """Summing the hub first would join three strangers; leaves join nobody."""
    scopes = [("", "hub"), ("a", "hub"), ("b", "hub"), ("c", "hub")]
    assert order_by_min_fill(scopes, CARDS, ("",))[-1] == "hub"
    assert plan_elimination(scopes, CARDS, ("",)).width == 1


def test_ties_are_broken_by_name():
    assert order_by_min_fill([("", "b"), ("", "a")], {"": 2, "a": 2, "b": 2}, ("",)) == ("a", "b")


def test_the_plan_knows_its_largest_table():
    """One table over everything: 2 * 2 * 3 * 2 cells, four unknowns at once."""
    plan = plan_elimination([("", "a", "b", "c")], CARDS, ("",))
    assert (plan.largest, plan.width) == (24, 3)

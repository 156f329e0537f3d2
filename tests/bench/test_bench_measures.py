"""Agreement of groupings, F1 and calibration, against values worked out by hand."""

import numpy as np
import pytest
from bench.measures import adjusted_rand, calibration_error, components, f1, joined_share, overmerge
from hypothesis import given
from hypothesis import strategies as st

LABELS = st.lists(st.integers(0, 3), min_size=2, max_size=14)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("aabb", "xxyy", 1.0),
        ("aabb", "xyxy", -0.5),
        ("aabb", "xxxx", 0.0),
        ("aabb", "wxyz", 0.0),
        # Table 2 0 / 1 1: index 1; a = 2; b = 3; all 6; expected 1; max 2.5: (1 - 1) / (2.5 - 1) = 0.
        ("aabb", "xxxy", 0.0),
        # Table 3 0 / 1 2: index 3 + 1 = 4; a = 3 + 3 = 6; b = 6 + 1 = 7; all 15; expected 2.8; max 6.5.
        ("aaabbb", "xxxxyy", 1.2 / 3.7),
        # Table 2 1 0 / 0 1 2: index 2; a = 6; b = 3; all 15; expected 18/15; max 4.5.
        ("aaabbb", "xxyyzz", (2 - 6 * 3 / 15) / (4.5 - 6 * 3 / 15)),
        ("abcd", "wxyz", 1.0),
        ("aaaa", "xxxx", 1.0),
    ],
)
def test_adjusted_rand_by_hand(one, other, expected):
    """The index agrees with values worked out on paper."""
    assert adjusted_rand(one, other) == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=14))
def test_adjusted_rand_is_symmetric_and_at_most_one(pairs):
    """Neither grouping is privileged, and nothing agrees better than the same grouping."""
    one, other = zip(*pairs, strict=True)
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand(other, one))
    assert adjusted_rand(one, other) <= 1.0 + 1e-12


@given(LABELS)
def test_names_of_groups_do_not_matter(labels):
    """Only who shares a label with whom counts."""
    assert adjusted_rand(labels, [f"origin {label}" for label in labels]) == pytest.approx(1.0)
    assert overmerge(labels, labels) in (None, 0.0)


def test_two_groupings_of_different_items_are_an_error():
    """A page lost on one side must not pass unseen."""
    with pytest.raises(ValueError, match="different items: 2 and 3"):
        adjusted_rand("ab", "abc")


@pytest.mark.parametrize(
    ("labels", "share"), [("aaa", 1.0), ("aab", 1 / 3), ("abc", 0.0), ("a", 1.0), ("", 1.0)]
)
def test_joined_share_by_hand(labels, share):
    """With one true origin the figure is the share of pairs that were joined."""
    assert joined_share(labels) == pytest.approx(share)


@pytest.mark.parametrize(
    ("gold", "ours", "share"),
    [
        ("aabb", "xxyy", 0.0),
        ("aabb", "xxxx", 1.0),
        ("aabb", "xxxy", 0.5),
        ("aabb", "wxyz", 0.0),
        ("aaa", "xxx", None),
    ],
)
def test_overmerge_by_hand(gold, ours, share):
    """Of the pairs of different origin, the share that was joined; without such pairs there is no figure."""
    assert overmerge(gold, ours) == share


def test_f1_by_hand():
    """Two right of three given and four true: precision 2/3, recall 1/2."""
    assert f1(2, 3, 4) == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5))
    assert f1(0, 2, 0) == 0.0
    assert f1(0, 0, 0) == 1.0


def test_components_are_transitive():
    """What is joined through a third is joined; labels are the smallest member."""
    assert components(6, [(4, 1), (1, 0), (3, 5)]) == [0, 0, 2, 3, 0, 3]
    assert components(3, []) == [0, 1, 2]


def test_calibration_error_by_hand():
    """Two cells say .75 and one of them came: off by half a case; two say .25 and one came: the same."""
    p = np.array([[0.75, 0.25], [0.75, 0.25]])
    assert calibration_error(p, np.array([[True, False], [False, True]])) == pytest.approx(0.25)
    assert calibration_error(p, np.array([[True, False], [True, False]])) == pytest.approx(0.25)
    assert calibration_error(np.eye(2), np.eye(2, dtype=bool)) == 0.0


def test_bins_begin_at_the_least_that_can_be_stated():
    """Of two answers nobody says less than .5: .52 and .58 share a bin from 0 and have one each from .5."""
    p, right = np.array([0.52, 0.58]), np.array([True, False])
    assert calibration_error(p, right) == pytest.approx((0.58 - 0.48) / 2)
    assert calibration_error(p, right, low=0.5) == pytest.approx((0.58 + 0.48) / 2)

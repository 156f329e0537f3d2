"""Groups through links and what is reached along them, against the plain definitions."""

from hypothesis import given
from hypothesis import strategies as st

from twosource.weighing.linked import reached, together

PAIRS = st.lists(st.lists(st.integers(0, 8), max_size=3), max_size=8)


def test_by_hand():
    assert together(["ab", "c", "", "db"]) == [("a", "b", "d"), ("c",)]
    assert reached("a", {"a": "b", "b": "ca", "d": "a"}) == {"a", "b", "c"}
    assert together([]) == []


@given(PAIRS)
def test_two_are_together_where_one_is_reached_from_the_other(links):
    beside = {one: {other for link in links if one in link for other in link} for one in range(9)}
    groups = together(links)
    assert sorted(one for group in groups for one in group) == sorted({one for link in links for one in link})
    assert all(reached([one], beside) == set(group) for group in groups for one in group)

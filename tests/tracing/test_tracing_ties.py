"""Ties that make two parties one: groups whatever the order, and through parties that play no part."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.evidence.testimony import Made, Tie
from twosource.terms import Standing
from twosource.tracing.layout import _kept
from twosource.tracing.worlds import merged

MADE = Made(by="person:Nadia", standing=Standing.JUDGEMENT)


def tie(one, other, kind="same as", p=1.0):
    return Tie(tie_id=f"{one} {kind} {other}", from_party=one, to_party=other, kind=kind, p=p, made=MADE)


def test_whoever_is_tied_to_two_joins_them():
    """A party with two ties used to keep the last one only, and two hands were counted for one."""
    same = merged([tie("a", "b"), tie("a", "c")])
    assert len({same.get(p, p) for p in "abc"}) == 1


def test_whoever_belongs_to_nobody_stands_for_the_group():
    assert merged([tie("a", "b"), tie("b", "c")]) == {"a": "c", "b": "c"}
    assert merged([tie("a", "g", "member of"), tie("b", "g", "member of")]) == {"a": "g", "b": "g"}


def test_circles_end():
    assert merged([tie("a", "b"), tie("b", "a")]) == {"b": "a"}
    assert merged([tie("a", "a")]) == {}


def test_introductions_make_nobody_one():
    assert merged([tie("a", "b", "introduced by")]) == {}


ENDS = st.sampled_from("abcdef")


@given(st.lists(st.tuples(ENDS, ENDS), max_size=8))
def test_two_are_one_exactly_where_ties_connect_them(edges):
    same = merged([tie(a, b) for a, b in edges])
    groups = {p: {p} for p in "abcdef"}
    for a, b in edges:
        joined = groups[a] | groups[b]
        for p in joined:
            groups[p] = joined
    for a in "abcdef":
        for b in "abcdef":
            assert (same.get(a, a) == same.get(b, b)) == (b in groups[a])
    assert all(same.get(head, head) == head for head in same.values())


@pytest.mark.parametrize("ties", list(permutations([tie("x", "a"), tie("x", "b"), tie("a", "c")])))
def test_the_order_of_ties_plays_no_part(ties):
    assert merged(ties) == merged([tie("x", "a"), tie("x", "b"), tie("a", "c")])


def test_ties_through_a_party_that_says_nothing_are_kept():
    kept = _kept([tie("x", "a"), tie("x", "b"), tie("y", "z")], frozenset("ab"))
    assert {t.tie_id for t in kept} == {"x same as a", "x same as b"}
    through = _kept([tie("a", "x"), tie("x", "g", "member of")], frozenset("a"))
    assert len(through) == 2


def test_a_member_who_plays_no_part_is_left_out():
    assert _kept([tie("x", "a", "member of"), tie("x", "b", "same as", p=0.0)], frozenset("ab")) == []

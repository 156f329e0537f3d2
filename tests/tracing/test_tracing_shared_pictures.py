"""The same picture in two reports: found whatever its bytes, weak where everybody shows it."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.evidence.lineage import PictureHash
from twosource.tracing.shared_pictures import MOST_BITS, shared_pictures

RNG = random.Random(20161101)
LOOKS = [RNG.getrandbits(256) for _ in range(40)]


def picture(exhibit, look, number=1):
    return PictureHash(
        picture_id=f"{exhibit}-{number}", exhibit_id=exhibit, page=1, number=number, look=f"{look:064x}",
        width=600, height=400,
    )  # fmt: skip


def flipped(look, n):
    for bit in random.Random(n).sample(range(256), n):
        look ^= 1 << bit
    return look


def shown(*rows):
    """Return pictures by exhibit, and each exhibit's publisher: one of its own."""
    found = {}
    for exhibit, look in rows:
        found.setdefault(exhibit, []).append(picture(exhibit, look, len(found.get(exhibit, ())) + 1))
    return found, {exhibit: f"publisher of {exhibit}" for exhibit in found}


def pairs(*rows):
    return {pair: len(both) for pair, both in shared_pictures(*shown(*rows)).items()}


def test_a_copy_with_other_bits_is_the_same_picture_and_a_stranger_is_not():
    assert pairs(("a", LOOKS[0]), ("b", flipped(LOOKS[0], MOST_BITS))) == {("a", "b"): 1}
    assert pairs(("a", LOOKS[0]), ("b", flipped(LOOKS[0], MOST_BITS + 1))) == {}
    assert pairs(("a", LOOKS[0]), ("b", LOOKS[1])) == {}


def test_a_picture_between_two_others_does_not_make_these_two_one():
    middle, far = flipped(LOOKS[0], 30), flipped(flipped(LOOKS[0], 30), 31)
    assert pairs(("a", LOOKS[0]), ("b", middle), ("c", far)) == {("a", "b"): 1, ("b", "c"): 1}


def test_an_outlet_that_shows_its_own_picture_twice_copies_nobody():
    pictures, publishers = shown(("a", LOOKS[0]), ("b", LOOKS[0]))
    assert shared_pictures(pictures, dict.fromkeys(publishers, "one outlet")) == {}


def test_each_picture_of_a_pair_counts_once():
    assert pairs(("a", LOOKS[0]), ("a", LOOKS[0]), ("b", LOOKS[0])) == {("a", "b"): 1}
    assert pairs(("a", LOOKS[0]), ("a", LOOKS[1]), ("b", LOOKS[1]), ("b", LOOKS[0])) == {("a", "b"): 2}


def test_a_picture_two_reports_alone_share_says_more_than_one_everybody_shows():
    few = shared_pictures(
        *shown(("a", LOOKS[0]), ("b", LOOKS[0]), *((f"x{i}", LOOKS[i]) for i in range(1, 11)))
    )
    many = shared_pictures(
        *shown(*((f"x{i}", LOOKS[0]) for i in range(8)), *((f"y{i}", LOOKS[i]) for i in range(1, 5)))
    )
    assert few["a", "b"][0][2] == 0.1
    assert abs(many["x0", "x1"][0][2] - (6 + 0.4) / 14) < 1e-9


def test_an_exhibit_nobody_published_and_a_case_without_pictures_give_nothing():
    assert shared_pictures({}, {}) == {}
    assert shared_pictures({"a": [picture("a", LOOKS[0])]}, {}) == {}


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 5), st.integers(0, 45)), max_size=25))
def test_the_matrix_finds_what_comparing_each_with_each_finds(rows):
    pictures, publishers = shown(*((e, flipped(LOOKS[look], n)) for e, look, n in rows))
    found = {pair for pair, both in shared_pictures(pictures, publishers).items() if both}
    expected = {
        (one, other)
        for one in pictures
        for other in pictures
        if one < other and any(p.distance(q) <= MOST_BITS for p in pictures[one] for q in pictures[other])
    }
    assert found == expected


def test_the_order_of_entry_changes_nothing():
    rows = [("a", LOOKS[0]), ("b", LOOKS[0]), ("b", LOOKS[1]), ("c", LOOKS[1])]
    assert pairs(*rows) == pairs(*reversed(rows))

"""Which rows of a record bear on a claim: sides, days, place, and what a record can say at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.dates import UNDATED, DateSpan, Precision
from twosource.evidence.claims import Claim
from twosource.evidence.events import Place, RecordRow
from twosource.evidence.testimony import Made
from twosource.matching import RowIndex
from twosource.matching.rows import is_same_side
from twosource.terms import Action, Standing

PERSON = Made(by="person:the editor", standing=Standing.JUDGEMENT, why="read it")
TADMUR = Place(as_written="Palmyra", name="Tadmur", latitude=34.56, longitude=38.28, radius_km=5.0)


def days(first, last):
    return DateSpan(start=date.fromisoformat(first), end=date.fromisoformat(last), precision=Precision.SPAN)


def row(
    number=1, first="2016-03-05", last=None, sides=("Government of Syria", "IS"), at=(34.56, 38.28), where=1
):
    return RecordRow(
        row_id=f"row-{number}", exhibit_id="record", row_number=number, span=days(first, last or first),
        side_a=sides[0], side_b=sides[1],
        place=Place(as_written="Tadmur town", latitude=at[0], longitude=at[1], radius_km={1: 1.0, 2: 25.0}.get(where)),
        where_precision=where, date_precision=1, deaths_low=1, deaths_best=2, deaths_high=3, sources=("SOHR",),
    )  # fmt: skip


def claim(action=Action.FIGHT, **more):
    given = {
        "actor": "the Syrian government",
        "counterpart": "ISIS",
        "place": "Palmyra",
        "span": days("2016-01-01", "2016-03-27"),
    } | more
    return Claim(claim_id="c", text="They fought.", action=action, made=PERSON, **given)


def bearing(rows, about, place=TADMUR):
    found = RowIndex(rows).bearing_on(about, place)
    return [r.row_number for r in found.same], [r.row_number for r in found.unsure]


class TestSidesDaysPlace:
    def test_a_row_with_the_sides_days_and_place_of_a_claim_asserts_it(self):
        assert bearing([row()], claim()) == ([1], [])

    def test_the_order_of_the_sides_means_nothing_in_a_record(self):
        assert bearing([row(sides=("IS", "Government of Syria"))], claim()) == ([1], [])

    def test_another_side_bears_on_nothing(self):
        assert bearing([row(sides=("Government of Syria", "SDF"))], claim()) == ([], [])

    def test_one_side_alone_does_not_stand_for_both(self):
        """A claim of a fight within one side is no claim of its fight with another."""
        assert bearing([row()], claim(actor="IS", counterpart="IS")) == ([], [])

    def test_a_row_that_reaches_beyond_the_days_of_the_claim_is_left_to_a_person(self):
        assert bearing([row(first="2016-03-26", last="2016-04-02")], claim()) == ([], [1])

    def test_a_row_of_other_days_bears_on_nothing(self):
        assert bearing([row(first="2016-04-02")], claim()) == ([], [])

    def test_a_place_out_of_reach_bears_on_nothing(self):
        assert bearing([row(at=(34.73, 36.72))], claim()) == ([], [])

    def test_a_point_known_roughly_is_left_to_a_person_at_the_edge_of_reach(self):
        """25 km is how well the record knows it, so 30 km off may be there or not."""
        assert bearing([row(at=(34.56, 38.60), where=2)], claim()) == ([], [1])

    def test_a_centroid_of_a_region_is_no_place_and_is_counted(self):
        found = RowIndex([row(where=4)]).bearing_on(claim(), TADMUR)
        assert (found.same, found.unsure, found.n_centroids) == ((), (), 1)

    def test_a_place_without_a_point_is_compared_by_its_name(self):
        assert bearing([row()], claim(place="Tadmur"), place=None) == ([1], [])
        assert bearing([row()], claim(place="Homs"), place=None) == ([], [])

    def test_a_claim_without_a_place_takes_every_row_of_its_sides_and_days(self):
        assert bearing([row(), row(2, at=(36.2, 37.1), where=6)], claim(place="")) == ([1, 2], [])


class TestWhatARecordCanSay:
    @pytest.mark.parametrize(
        "action", [Action.ORDER, Action.AGREE, Action.TRADE, Action.WITHDRAW, Action.LEAK]
    )
    def test_of_orders_agreements_trade_and_leaks_a_record_of_fights_knows_nothing(self, action):
        assert bearing([row()], claim(action)) == ([], [])

    def test_a_killing_in_a_fight_is_left_to_a_person(self):
        assert bearing([row()], claim(Action.KILL)) == ([], [1])

    def test_an_assault_on_civilians_asserts_that_civilians_were_killed(self):
        rows = [row(sides=("IS", "Civilians"))]
        assert bearing(rows, claim(Action.KILL, actor="IS", counterpart="", object="civilians")) == ([1], [])

    def test_a_fight_of_armies_is_no_killing_of_civilians(self):
        assert bearing([row()], claim(Action.KILL, actor="IS", counterpart="", object="civilians")) == (
            [],
            [],
        )

    def test_a_claim_without_days_or_with_neither_place_nor_side_takes_no_row(self):
        assert bearing([row()], claim(span=UNDATED)) == ([], [])
        assert bearing([row()], claim(actor="", counterpart="", place="")) == ([], [])

    def test_an_empty_record_bears_on_nothing(self):
        assert bearing([], claim()) == ([], [])


class TestSides:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Government of Syria", "the Syrian government"),
            ("IS", "داعش"),
            ("Government of Syria", "الجيش السوري"),
            ("Jaysh al-Islam", "jaysh al-islam"),
        ],
    )
    def test_one_side_under_two_names(self, one, other):
        assert is_same_side(one, other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Government of Iraq", "the government"),
            ("Government of Iraq", "Government of Syria"),
            ("Syrian insurgents", "the Syrian government"),
            ("", ""),
        ],
    )
    def test_two_sides_or_a_word_that_may_mean_several(self, one, other):
        assert not is_same_side(one, other)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5)), max_size=30),
    st.integers(0, 40),
    st.integers(0, 10),
)
def test_the_index_finds_what_looking_at_every_row_finds(rows, start, length):
    base = date(2016, 1, 1).toordinal()

    def day(offset):
        return date.fromordinal(base + offset).isoformat()

    made = [row(n, first=day(at), last=day(at + more)) for n, (at, more) in enumerate(rows, 1)]
    about = claim(span=days(day(start), day(start + length)))
    same, unsure = bearing(made, about)
    inside = [n for n, (at, more) in enumerate(rows, 1) if at >= start and at + more <= start + length]
    touching = [n for n, (at, more) in enumerate(rows, 1) if at <= start + length and at + more >= start]
    assert sorted(same) == inside
    assert sorted([*same, *unsure]) == touching

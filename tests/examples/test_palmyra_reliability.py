"""The demonstration's grades: F6 for the handover group and the defectors, B3 for the record's monitor."""

import pytest

from twosource.desk import Desk, find_case
from twosource.desk.reliability import reliability_of


@pytest.fixture
def grade(finished_demonstration):
    with Desk.open(find_case(finished_demonstration)) as desk:
        yield lambda party, claim="": reliability_of(desk.work, party, claim=claim).reading


@pytest.mark.parametrize(
    ("party", "claim", "letter", "number"),
    [
        ("handover_group", "weapons_out", "F", "6"),
        ("handover_group", "evacuation_before_bombing", "F", "6"),
        ("defector_1", "agreed", "F", "6"),
        ("defector_2", "agreed", "F", "6"),
        ("sohr", "pair_fights", "B", "3"),
        ("kestrel", "weapons_out", "F", "6"),
    ],
)
def test_the_grades_of_the_design(grade, party, claim, letter, number):
    reading = grade(party, claim)
    assert (reading.letter, reading.number) == (letter, number)


def test_an_archive_with_another_custodian_is_another_origin(grade):
    """The captured oil files support the trade without the group: no 6, and no better than their lower bound."""
    assert grade("handover_group", "oil_trade").number not in ("6", "1")


def test_the_recapture_is_left_out_where_it_is_what_is_graded(grade):
    assert len(grade("sohr").used) == 5
    for claim in ("contested", "pair_fights"):
        reading = grade("sohr", claim)
        assert (len(reading.used), len(reading.left_out)) == (4, 1)


def test_a_good_record_of_the_group_moves_its_next_paper_little(grade):
    reading = grade("handover_group")
    assert reading.p_genuine - reading.p_genuine_before < 0.06
    assert 1.1 < reading.ratio < 2.1
    assert reading.n_effective < 2

"""Lists of people: readings, folding within an item, and how a list is held against the truth."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.weighing.fusion.values.name_folding import Surnames, fold_names, learn_surnames, same_people
from twosource.weighing.fusion.values.name_lists import read_names
from twosource.weighing.fusion.values.people import Person, can_be_one


def shown(values, others=()):
    folded = fold_names(values, learn_surnames([*values, *others]))
    return [None if members is None else folded.shown(members) for members in folded.lists]


SAME_TWO = [
    "Marsh, Oliver T.; Weaver, Ines",
    "Oliver T. Marsh, Ines Weaver",
    "Oliver Marsh and Ines Weaver",
    "MARSH, OLIVER T./ WEAVER, INES",
    "Weaver, Ines & Marsh, O. T.",
    "By (author) Marsh, Oliver By (author) Weaver, Ines",
    "Marsh, Oliver (Author) Weaver, Ines (Joint Author)",
    "Marsh, OliverWeaver, Ines",
    "Marsh, Oliver Weaver, Ines",
    "MARSH, OLIVERWEAVER, INES",
    "Edited by Oliver Marsh; edited by Inés Weaver",
    "Marsh &amp; Weaver",
]


def test_twelve_ways_to_write_two_people_are_one_list():
    assert set(shown(SAME_TWO)) == {"Marsh, Oliver T; Weaver, Ines"}


def test_the_order_of_values_does_not_matter():
    mixed = SAME_TWO[:]
    random.Random(4).shuffle(mixed)
    assert set(shown(mixed)) == set(shown(SAME_TWO))


def test_people_of_one_surname_and_other_initials_stay_apart():
    assert shown(["Doyle, Ann; Doyle, Peter", "Doyle, Ann"]) == ["Doyle, Ann; Doyle, Peter", "Doyle, Ann"]


def test_a_shorter_list_says_less_and_not_something_else():
    folded = fold_names(["Marsh, Oliver; Weaver, Ines", "Marsh, Oliver", "Stone, Ida"], Surnames())
    both, one, other = folded.lists
    assert folded.shorter(one, both)
    assert not folded.shorter(both, one)
    assert not folded.shorter(other, both)


def test_a_bare_surname_borne_by_two_covers_either_and_is_neither():
    folded = fold_names(["Doyle, Ann; Doyle, Peter", "Doyle"], Surnames())
    both, bare = folded.lists
    assert bare != both
    assert folded.shorter(bare, both)


@pytest.mark.parametrize(
    "value", ["", " ", "Not Available", "n/a", "NONE", "Unknown", "غير معروف", "-", "Various Authors"]
)
def test_what_stands_for_nothing_is_no_list(value):
    assert shown([value, "Marsh, Oliver"])[0] is None


@pytest.mark.parametrize("value", ["Riverside Press", "Acme Systems Inc.", "2017", "0"])
def test_a_body_or_a_figure_is_no_person(value):
    assert shown([value])[0] is None


def test_who_wrote_the_foreword_is_not_one_of_the_authors():
    assert (
        shown(["Marsh, Oliver (Author) Stone, Ida (Foreword by)", "Marsh, Oliver, foreword by Ida Stone"])
        == ["Marsh, Oliver"] * 2
    )


def test_titles_and_suffixes_are_no_names():
    assert shown(["Dr. Oliver Marsh, Ph.D.", "Marsh, Oliver, Jr."]) == ["Marsh, Oliver"] * 2


def test_a_capital_inside_a_surname_does_not_part_it():
    assert (
        shown(["John McDonald; Tony DeRose", "McDonald, John; DeRose, Tony"])
        == ["Derose, Tony; Mcdonald, John"] * 2
    )


def test_last_first_without_a_comma_is_read_by_what_others_wrote():
    assert shown(["Marsh Oliver", "Marsh, Oliver"]) == ["Marsh, Oliver"] * 2


def test_et_al_is_kept_as_a_sign_that_there_are_more():
    assert read_names("Oliver Marsh, et al").more
    assert not read_names("Oliver Marsh").more


def test_one_slip_in_a_long_surname_is_forgiven_and_in_a_short_one_not():
    assert can_be_one(Person("stroustrup", ("b",)), Person("stroustrop", ("b",)))
    assert not can_be_one(Person("hall", ("b",)), Person("hill", ("b",)))


def test_same_people_ignores_order_case_and_initials_but_not_a_person_more():
    assert same_people("marsh, oliver t. ;  weaver, ines ;", "Weaver, Ines; Marsh, O.")
    assert not same_people("Marsh, Oliver; Weaver, Ines", "Marsh, Oliver")
    assert not same_people("", "")


def test_people_are_never_joined_across_items():
    first = fold_names(["Smith, J."], Surnames())
    second = fold_names(["Smith, John"], Surnames())
    assert first.shown(first.lists[0]) == "Smith, J"
    assert second.shown(second.lists[0]) == "Smith, John"


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text):
    """Whatever stands beside it, a plain name is read as itself."""
    found = fold_names([text, "Marsh, Oliver"], Surnames())
    assert len(found.lists) == 2
    assert len(found.lists[1]) == 1


@given(st.lists(st.sampled_from([*SAME_TWO, "Stone, Ida", "Marsh, Oliver", "n/a"]), min_size=1, max_size=8))
def test_folding_is_blind_to_order(values):
    again = list(reversed(values))
    assert sorted(map(str, shown(values))) == sorted(map(str, shown(again)))

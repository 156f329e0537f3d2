"""Name and reason: recorded in one form, and asked for where they are missing."""

import pytest

from twosource.desk.signing import seen_name, signed
from twosource.errors import UsageError

JUDGED = "Whether it rained is a judgement"


def test_one_person_typed_in_two_ways_is_one():
    """The accent as one letter or as two, one space or several."""
    written = ("Ren\u00e9e  Haddad ", " Rene\u0301e Haddad")
    assert {signed(by, " it\n did ", JUDGED) for by in written} == {("Renée Haddad", "it did")}


@pytest.mark.parametrize(
    ("by", "why", "missing"),
    [("", "wet", "a name."), ("Huda", " ", "a reason."), (" ", "", "a name and a reason.")],
)
def test_what_is_missing_is_named(by, why, missing):
    with pytest.raises(UsageError) as caught:
        signed(by, why, JUDGED, safe="Nothing was kept.")
    assert caught.value.happened == f"{JUDGED}: it needs {missing}"
    assert caught.value.safe_text == "Nothing was kept."


def test_half_a_character_is_refused():
    """It cannot be written down, so no ledger could hold it."""
    with pytest.raises(UsageError, match="half a character"):
        signed("Huda \ud800", "wet", JUDGED)


@pytest.mark.parametrize(
    "other",
    [
        "nadia haddad",
        "N\u0430dia Haddad",
        "\uff2eadia Haddad",
        "Nadia\u200b Haddad",
        "Nadia \u202eHaddad\u202c",
    ],
    ids=["case", "Cyrillic", "full width", "zero width", "turned round"],
)
def test_a_name_that_is_seen_alike_is_the_same_persons(other):
    assert seen_name(other) == seen_name("Nadia Haddad")


@pytest.mark.parametrize("other", ["Nadia Haddada", "Nadía Haddad", "Naida Haddad", "N. Haddad"])
def test_a_name_that_is_seen_otherwise_is_anothers(other):
    assert seen_name(other) != seen_name("Nadia Haddad")
    assert seen_name("Lan") != seen_name("Ian")


def test_what_cannot_be_seen_is_not_recorded_and_joiners_are_kept():
    assert signed("Nadia\u200b\u202e Haddad", "wet", JUDGED)[0] == "Nadia Haddad"
    assert signed("علی\u200cرضا", "wet", JUDGED)[0] == "علی\u200cرضا"


def test_a_name_of_ten_thousand_letters_is_refused():
    with pytest.raises(UsageError, match="10,000 letters"):
        signed("x" * 10_000, "wet", JUDGED)

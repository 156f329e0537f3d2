"""Name and reason: recorded in one form, and asked for where they are missing."""

import pytest

from twosource.desk.signing import signed
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

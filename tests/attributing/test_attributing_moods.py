"""The reported mood of German: a report goes on without its cue."""

import pytest
from attributing_cases import Found

LEAD = "Das Ministerium sagte, die Truppen seien abgezogen. "


def said(text):
    return [line.split(" | ")[0] for line in Found(LEAD + text, publisher="Ours", language="de").short()]


def test_a_main_clause_in_the_reported_mood_goes_on_with_the_report():
    """The verb alone shows that it is still the ministry's word."""
    found = said("Insgesamt umfasse das Datenleck viele Bögen.")
    assert len(found) == 2
    assert all("Ministerium" in name for name in found)


@pytest.mark.parametrize(
    "text",
    [
        "Insgesamt umfasst das Datenleck viele Bögen.",
        "Ich habe das Datenleck gesehen.",
        "Sei das Datenleck auch groß.",
        "Das Datenleck ist groß, obwohl es klein sei.",
    ],
)
def test_the_indicative_the_first_person_and_other_clauses_do_not(text):
    """Whatever is not clearly reported stays the page's own word."""
    assert said(text)[1:] == ["own voice"]


def test_nobody_spoke_before_so_nobody_goes_on():
    """Without a speaker the mood credits nobody."""
    found = Found("Insgesamt umfasse das Datenleck viele Bögen.", publisher="Ours", language="de")
    assert [line.split(" | ")[0] for line in found.short()] == ["own voice"]

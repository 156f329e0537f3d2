"""Counts of people: how many, whom, what befell them, as the words bound it; and by what means."""

import pytest
from attributing_cases import Found
from hypothesis import given, settings
from hypothesis import strategies as st


def counts(text, **rest):
    """Return (what, low, high, whom) of every count in a text, in order of its statements."""
    found = [s.event for s in Found(text, publisher="Ours", **rest).statements if s.event]
    return [(c.what, c.low, c.high, c.whom) for e in found for c in e.counts]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("20 people", 20, 20),
        ("at least 20 people", 20, None),
        ("more than 20 people", 21, None),
        ("more than a dozen people", 13, None),
        ("up to 20 people", None, 20),
        ("fewer than 20 people", None, 19),
        ("about 20 people", 16, 24),
        ("dozens of people", 24, 99),
        ("between 12 and 15 people", 12, 15),
        ("1,200 people", 1200, 1200),
        ("twenty-six people", 26, 26),
        ("two hundred people", 200, 200),
    ],
)
def test_words_bound_a_number(words, low, high):
    """What the words leave open stays open."""
    assert counts(f"The strike killed {words}.") == [("killed", low, high, "people")]


def test_the_number_may_stand_before_what_befell():
    """Active, passive, participle and toll say the same."""
    for text in (
        "At least 12 civilians were killed.",
        "Shells fell, killing at least 12 civilians.",
        "At least 12 civilians died.",
    ):
        assert counts(text)[0] == ("killed", 12, None, "civilians")
    assert counts("The death toll rose to 12.")[0][:3] == ("killed", 12, 12)


def test_parts_of_a_count_are_counts_of_their_own():
    """Children among the dead are dead."""
    found = counts("The raid killed 20 civilians, including 3 children and 2 women.")
    assert found == [("killed", 20, 20, "civilians"), ("killed", 3, 3, "children"), ("killed", 2, 2, "women")]


def test_two_numbers_share_one_verb_and_two_verbs_share_one_subject():
    """Soldiers and rebels were killed; some were killed and some wounded."""
    shared = counts("12 soldiers and 20 rebels were killed.")
    assert shared == [("killed", 12, 12, "soldiers"), ("killed", 20, 20, "rebels")]
    both = counts("Two people were killed and 8 others were wounded.")
    assert [(c[0], c[1]) for c in both] == [("killed", 2), ("wounded", 8)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("30 men were detained.", "detained"),
        ("More than 5,000 people fled the town.", "displaced"),
        ("Seven sailors are missing.", "missing"),
    ],
)
def test_other_things_befall_people(text, what):
    """Detained, displaced and missing are counted as well."""
    assert counts(text)[0][0] == what


@pytest.mark.parametrize(
    "text",
    [
        "The army fired 150 rockets and killed nobody.",
        "The rebels were killed 20 km from the town.",
        "The rebels were killed in 2015.",
        "The general was killed on 12 May 2015.",
        "The price rose by 20%.",
    ],
)
def test_other_numbers_are_no_people(text):
    """Rockets, distances, years, days and shares."""
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مقتل ٢٠ شخصا في قصف على دوما.", ("killed", 20, 20, "شخصا")),
        ("قتل ما لا يقل عن 12 مدنيا في قصف على دوما.", ("killed", 12, None, "مدنيا")),
        ("قتل أكثر من 30 مدنيا في غارة.", ("killed", 31, None, "مدنيا")),
        ("مقتل سبعة عشر شخصا في قصف على دوما.", ("killed", 17, 17, "شخصا")),
        ("مقتل سبع عشرة امرأة في قصف على دوما.", ("killed", 17, 17, "امرأة")),
        ("مقتل سبعة وعشرين شخصا في قصف على دوما.", ("killed", 27, 27, "شخصا")),
        ("مقتل عشرين شخصا في قصف على دوما.", ("killed", 20, 20, "شخصا")),
        ("مقتل سبعة أشخاص في قصف على دوما.", ("killed", 7, 7, "أشخاص")),
    ],
)
def test_arabic_counts(text, expected):
    """Arabic words bound numbers as English ones do."""
    assert counts(text, language="ar")[0] == expected


def test_a_count_stands_in_one_event_with_its_chain():
    """Who reports the dead is the chain of the statement that holds the count."""
    found = Found("The monitor said that a car bomb killed 4 people in Homs.", publisher="Ours")
    holding = [s for s in found.statements if s.event and s.event.counts]
    assert len(holding) == 1
    assert found.credited(holding[0]) == "The monitor"
    assert holding[0].event.means == "car bomb"


def test_means_are_as_written():
    """By what something was done, in the words of the page."""
    (kill, *_) = Found("Barrel bombs killed 4 people.", publisher="Ours").statements
    assert kill.event.means == "Barrel bombs"


@settings(max_examples=12, deadline=None)
@given(st.integers(2, 1800), st.sampled_from(["", "at least ", "up to ", "about ", "more than "]))
def test_bounds_never_cross(number, bound):
    """Low is never above high, and one of them is always given."""
    ((_, low, high, _),) = counts(f"The strike killed {bound}{number} people.")
    assert low is not None or high is not None
    assert low is None or high is None or low <= high

"""What grew on the way from parent to child: rungs, counts, places, and "unconfirmed" that is gone."""

from dataclasses import replace

import pytest
from matching_sheet import Sheet

from twosource.evidence.events import Count, Place
from twosource.matching.relations import drift
from twosource.matching.wording import phrase_of
from twosource.terms import Action, Standing, load_table


def grown(parent, child, stance="asserts"):
    """Return (before, after) of what grew between two statements, each a text with an action."""
    sheet = Sheet()
    for number, (text, action, changes) in enumerate((parent, child)):
        sheet.say(text, action, exhibit=f"e{number}", stance=stance if number else "asserts")
        statement = sheet.statements[-1]
        event = replace(statement.event, **changes) if statement.event else None
        sheet.statements[-1] = replace(statement, event=event)
    one, two = (s.statement_id for s in sheet.statements)
    found = list(drift(sheet.statements, [(one, two)], passages=sheet.passages))
    assert all((d.from_statement, d.to_statement) == (one, two) for d in found)
    assert all(d.made.standing is Standing.SUGGESTION and d.made.why for d in found)
    return [(d.before, d.after) for d in found]


def told(text, action=None, **changes):
    """Return one side of a pair."""
    return text, action, changes


ORDER = told("The governor ordered the guns out of the town", "order")
DEAL = told("The governor struck a deal to move the guns", "agree")
SIGNED = told("Guns left under a signed agreement with the governor", "agree")


@pytest.mark.parametrize(
    ("parent", "child", "expected"),
    [
        (ORDER, DEAL, [("ordered", "deal")]),
        (DEAL, SIGNED, [("deal", "signed agreement")]),
        (ORDER, SIGNED, [("ordered", "signed agreement")]),
        (
            told("أمر المحافظ بإخراج المدافع", "order"),
            told("وقع اتفاقا مع المحافظ", "agree"),
            [("أمر", "وقع اتفاقا")],
        ),
        (
            told("They plan to leave", "other"),
            told("The guns left the town", "withdraw"),
            [("plan", "withdraw")],
        ),
        (
            told("The papers are allegedly theirs", "other"),
            told("The papers are confirmed", "verify"),
            [("allegedly", "confirmed")],
        ),
    ],
)
def test_an_order_becomes_an_agreement_becomes_a_signed_document(parent, child, expected):
    """The words of both rungs are shown; where no word shows one, its action is."""
    assert grown(parent, child) == expected


@pytest.mark.parametrize(
    ("parent", "child"), [(DEAL, ORDER), (ORDER, ORDER), (ORDER, told("It rained", "other"))]
)
def test_what_shrinks_or_stays_is_no_drift(parent, child):
    """Only growth is drift; what stands on no ladder is not compared."""
    assert grown(parent, child) == []


@pytest.mark.parametrize("stance", ["denies", "asks", "doubts"])
def test_what_the_child_denies_has_not_grown(stance):
    """ "There was no deal" says no more than the order it is about."""
    assert grown(ORDER, DEAL, stance=stance) == []


def killed(low, high, whom="civilians", what="killed"):
    """Return the field of an event with one count."""
    return {"counts": (Count(as_written=f"{low}-{high}", what=what, whom=whom, low=low, high=high),)}


@pytest.mark.parametrize(
    ("before", "after", "has_grown"),
    [
        (killed(20, 20), killed(35, 35), True),
        (killed(20, 20), killed(36, None), True),
        (killed(20, None), killed(35, 35), False),
        (killed(35, 35), killed(20, 20), False),
        (killed(20, 20), killed(35, 35, whom="soldiers"), False),
        (killed(20, 20), killed(35, 35, what="wounded"), False),
        (killed(None, 30), killed(31, 31), True),
    ],
)
def test_a_count_grew_only_where_the_first_cannot_hold_it(before, after, has_grown):
    """Thirty-five are more than twenty and are not more than "at least twenty"."""
    parent, child = told("They were there", "kill", **before), told("They were there", "kill", **after)
    assert bool(grown(parent, child)) is has_grown


TOWN = Place(as_written="Palmyra", name="Palmyra", latitude=34.56, longitude=38.28, radius_km=10)
COUNTRY = Place(as_written="Syria", name="Syria", latitude=35.0, longitude=38.5, radius_km=400)


def test_a_place_grew_wider_where_the_first_is_not_named_any_more():
    """The town became the country; a text that still names the town has not widened it."""
    parent = told("Guns left Palmyra", "withdraw", at_place=TOWN)
    assert grown(parent, told("Guns left Syria", "withdraw", at_place=COUNTRY)) == [("Palmyra", "Syria")]
    assert grown(parent, told("Guns left Palmyra in Syria", "withdraw", at_place=COUNTRY)) == []
    assert grown(told("Guns left Syria", "withdraw", at_place=COUNTRY), parent) == []


def test_that_nobody_confirmed_it_is_lost():
    """The word that was there is shown beside the sentence that has none of the kind."""
    parent = told("Guns left, according to unconfirmed reports", "withdraw")
    assert grown(parent, told("Guns left", "withdraw")) == [("unconfirmed", "Guns left")]
    assert grown(parent, told("Guns left, which could not be verified", "withdraw")) == []
    arabic = told("غادرت المدافع في أنباء غير مؤكدة", "withdraw")
    assert grown(arabic, told("غادرت المدافع", "withdraw"))[0][0] == "غير مؤكدة"


def test_bad_pairs_yield_nothing():
    """Unknown ids, a statement with itself, a pair twice, a passage that is missing or empty, no event."""
    sheet = Sheet()
    one = sheet.say("He ordered it", "order", exhibit="a")
    two = sheet.say("They agreed on it", "agree", exhibit="b")
    blank = sheet.say("", None, exhibit="c")
    pairs = [(one, two), (one, two), (one, one), ("x", two), (one, "x"), (one, blank), (blank, two)]
    assert len(list(drift(sheet.statements, pairs, passages=sheet.passages))) == 1
    assert list(drift(sheet.statements, [], passages={})) == []
    assert list(drift(sheet.statements, pairs, passages={})) == []


def test_ladders_are_written_in_words_that_can_be_found():
    """Every rung has an action of the closed list or words, and no word is folded away to nothing."""
    table = load_table("ladders")
    for ladder in table["ladders"]:
        assert len(ladder["rungs"]) > 1
        for rung in ladder["rungs"]:
            words = [*rung.get("en", ()), *rung.get("ar", ())]
            assert words or rung["actions"]
            assert set(rung.get("actions", ())) <= {a.value for a in Action}
            assert all(phrase_of(word).strip() for word in words)

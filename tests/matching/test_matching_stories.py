"""Leads of one story: which statements open a page, what is rare in a story's days, names in two scripts."""

from dataclasses import replace

import pytest
from matching_sheet import Sheet

from twosource.evidence.events import Count
from twosource.evidence.testimony import Factuality
from twosource.matching import MatchSettings
from twosource.matching.content import content_of
from twosource.matching.rarity import Rarity
from twosource.matching.scoring import compare
from twosource.matching.stories import NOTHING, Stories, leading, shared_names
from twosource.matching.wording import wording_of

DAY = "2024-02-12"


def content(text, action=None, *, is_lead=True, counts=(), **more):
    """Return the content of one statement, a lead if not said otherwise."""
    sheet = Sheet()
    sheet.say(text, action, **{"said": DAY, **more})
    (statement,) = sheet.statements
    found = content_of(statement, sheet.passages[statement.passage_id], is_lead=is_lead)
    return replace(found, counts=counts)


PAID = content("Yesterday the firm Damra Gas paid Kolbar Brigade for quiet at Wesh", "pay", exhibit="a")
SLIPPED = content("It slipped money to Kolbar Brigade, did Damra Gas, to spare Wesh", exhibit="b")


def test_leads_of_one_story_share_what_is_rare_in_it():
    """Two pages of one day that share five names tell one story; what is no lead gets nothing of it."""
    found = Stories([PAID, SLIPPED]).shared(PAID, SLIPPED)
    assert found.amount == 1.0
    assert {"damra", "kolbar", "wesh"} <= set(found.names)
    inner = replace(SLIPPED, is_lead=False)
    assert Stories([PAID, inner]).shared(PAID, inner) == NOTHING


def test_an_unknown_deed_joins_a_known_one_only_as_the_lead_of_one_story():
    """`Slipped money` is in no list: it stays for a person, unless both sentences open pages of one story."""
    found = compare(SLIPPED, PAID, Rarity([PAID, SLIPPED]))
    assert not found.is_capped
    assert found.points >= MatchSettings().same_from
    assert "lead" in dict(found.parts)
    inner = replace(SLIPPED, is_lead=False)
    assert compare(inner, PAID, Rarity([PAID, inner])).is_capped


def test_another_known_deed_is_never_joined_by_the_story():
    """Whoever is told to have been killed was not therefore paid, however alike the pages are."""
    killed = content("Then Kolbar Brigade killed a man of Damra Gas at Wesh", "kill", exhibit="b")
    assert compare(killed, PAID, Rarity([PAID, killed])) is None


def test_a_deed_told_as_not_done_leaves_open_what_a_lead_tells():
    """`So that the line would not be bombed` is an aim: the sentence may tell of the payment."""
    aim = content("It is the sum that Damra Gas gave Kolbar Brigade lest Wesh be hit", "bomb", exhibit="b")
    told = replace(aim, is_done=False)
    assert compare(aim, PAID, Rarity([PAID, aim])) is None
    assert not compare(told, PAID, Rarity([PAID, told])).is_capped


def test_a_negated_event_is_not_told_as_done():
    """What attributing reads as negated reaches matching as not done."""
    sheet = Sheet()
    sheet.say("No bomb fell", "bomb")
    (statement,) = sheet.statements
    passage = sheet.passages[statement.passage_id]
    assert content_of(statement, passage).is_done
    assert not content_of(replace(statement, factuality=Factuality(is_negated=True)), passage).is_done


def test_names_of_all_days_make_no_story():
    """Names that stand in pages of other days too, more than two and one in fifty, are no sign of a story."""
    elsewhere = [
        content(
            f"Again Damra and Kolbar met at Wesh {n} with Brigade and Gas", exhibit=f"x{n}", said=f"20{n}"
        )
        for n in range(10, 20)
    ]
    assert Stories([PAID, SLIPPED, *elsewhere]).shared(PAID, SLIPPED) == NOTHING
    assert Stories([PAID, SLIPPED, *elsewhere[:2]]).shared(PAID, SLIPPED).amount == 1.0


def test_pages_weeks_apart_and_undated_pages_make_no_story():
    """A story has its days; without a day nobody can say."""
    for said in ("2024-03-20", ""):
        late = content(
            "It slipped money to Kolbar Brigade, did Damra Gas, to spare Wesh", exhibit="b", said=said
        )
        assert Stories([PAID, late]).shared(PAID, late) == NOTHING


def test_countries_and_whoever_carries_news_make_no_story():
    """`Syria`, `Damascus` and `Reuters` stand in pages of every story."""
    one = content("Then in Syria near Damascus it was told by Reuters and France", exhibit="a")
    other = content("Also in Syria by Damascus it was heard by Reuters and France", exhibit="b")
    assert Stories([one, other]).shared(one, other) == NOTHING


@pytest.mark.parametrize(
    ("latin", "arabic", "is_shared"),
    [
        ("He met Karim Qassar there", "قال كريم قصار ذلك", True),
        ("He met Hassan Darwish there", "قال حسين سليم ذلك", False),
    ],
)
def test_a_name_is_one_in_two_scripts(latin, arabic, is_shared):
    """A name is shared where its consonants agree and its vowels may: Qassar is قصار, Hassan is not حسين."""
    found = shared_names(wording_of(latin, "en"), wording_of(arabic, "ar"))
    assert bool(found) is is_shared
    assert all(name.startswith("~") for name in found)


def test_counts_that_differ_little_are_no_sign_of_two_events():
    """17 and 19 dead differ by who counted; 12 and 300 are two events. In between the points grow."""

    def dead(number):
        return (Count(what="killed", as_written=str(number), low=number, high=number),)

    amounts = []
    for one, other in ((17, 19), (10, 18), (12, 300)):
        here = content("They died at the bridge", "kill", exhibit="a", counts=dead(one))
        there = content("They perished at the bridge", "kill", exhibit="b", counts=dead(other))
        amounts.append(dict(compare(here, there, Rarity([here, there])).parts)["other_count"])
    assert amounts[0] == 0.0
    assert 0.0 < amounts[1] < 1.0
    assert amounts[2] == 1.0


def test_daily_deeds_with_another_place_get_nothing_of_the_story():
    """Two raids of one day are two raids where the places differ, whatever names the pages share."""
    one = content("Kolbar Brigade shelled Wesh near Damra", "bomb", exhibit="a", place="Wesh")
    two = content("Kolbar Brigade shelled Tirin and Wesh near Damra", "bomb", exhibit="b", place="Wesh")
    other = content("Kolbar Brigade shelled Tirin by Damra", "bomb", exhibit="c", place="Tirin")
    rarity = Rarity([one, two, other])
    assert "lead" in dict(compare(two, one, rarity).parts)
    assert "lead" not in dict(compare(other, one, rarity).parts)


def test_a_lead_is_what_stands_first_and_deeds_unknown_only_before_the_first_known_one():
    """By hand: nothing known at 0, a payment at 60, nothing known at 300, a payment at 2000."""
    sheet = Sheet()
    ids = []
    for number, (start, action) in enumerate(((0, None), (60, "pay"), (300, None), (2000, "pay"))):
        ids.append(sheet.say(f"Sentence {number}", action, exhibit="page"))
        passage_id = sheet.statements[-1].passage_id
        sheet.passages[passage_id] = replace(sheet.passages[passage_id], start=start, end=start + 20)
    assert leading(sheet.statements, sheet.passages) == {ids[0], ids[1]}
    assert leading(sheet.statements[3:], sheet.passages) == {ids[3]}

"""Claims a person declared: what bears on them, by cues, action, place, roles and words."""

from twosource.dates import parse_span
from twosource.evidence.claims import Claim, Matching


def test_a_cue_and_the_action_make_it_the_same(sheet):
    """The person's own words for a claim, with its action, put a statement to it."""
    claim = sheet.declare(
        "weapons_out", "The group ordered its heavy weapons out", "withdraw", cues=("heavy weapons",)
    )
    one = sheet.say("Heavy weapons were pulled out that night", "withdraw")
    two = sheet.say("It rained that night", "other")
    assert sheet.claim_of(one) == {claim}
    assert claim not in sheet.claim_of(two)


def test_an_arabic_cue_is_found_with_article_and_vowel_signs(sheet):
    """A cue in Arabic is found behind article and conjunction, with or without vowel signs."""
    claim = sheet.declare("weapons_out", "Heavy weapons out", "withdraw", cues=("أسلحة ثقيلة",))
    one = sheet.say("سُحِبَت الأسلحة الثقيلة من المدينة", "withdraw", language="ar")
    assert sheet.claim_of(one) == {claim}


def test_another_action_with_a_cue_is_left_to_a_person(sheet):
    """A sentence on the agreement that mentions the weapons does not say that they were moved."""
    claim = sheet.declare(
        "weapons_out",
        "Heavy weapons moved out of Palmyra",
        "withdraw",
        place="Palmyra",
        cues=("heavy weapons",),
    )
    one = sheet.say("Pulling heavy weapons out of Palmyra was agreed", "agree", place="Palmyra")
    assert sheet.verdicts()[one, claim] == "not enough"
    reasons = next(
        m.reasons for o in sheet.match() for m in o.values if isinstance(m, Matching) and m.claim_id == claim
    )
    assert "another action: agree, not withdraw" in reasons


def test_a_kindred_action_with_a_cue_is_the_same(sheet):
    """An order to withdraw bears on the withdrawal where the person's cue and the place say so."""
    claim = sheet.declare(
        "weapons_out",
        "Heavy weapons moved out of Palmyra",
        "withdraw",
        place="Palmyra",
        cues=("heavy weapons",),
    )
    one = sheet.say("The letter orders heavy weapons from Palmyra", "order", place="Palmyra")
    assert sheet.claim_of(one) == {claim}


def test_a_statement_goes_to_the_claim_it_fits_best(sheet):
    """Of two claims within reach the better one is taken and the other is shown to a person."""
    out = sheet.declare("out", "Guns left Palmyra", "withdraw", place="Palmyra", cues=("guns",))
    also = sheet.declare("also", "Soldiers with guns and tents left", "withdraw", cues=("guns",))
    one = sheet.say("The guns left Palmyra at night", "withdraw", place="Palmyra")
    verdicts = sheet.verdicts()
    assert verdicts[one, out] == "same"
    assert verdicts[one, also] == "not enough"


def test_two_claims_that_fit_equally_leave_it_to_a_person(sheet):
    """A coin is not tossed: with equal points the statement is put to neither."""
    first = sheet.declare("first", "Guns left", "withdraw", cues=("guns",))
    second = sheet.declare("second", "Guns left", "withdraw", cues=("guns",))
    one = sheet.say("The guns left at night", "withdraw")
    verdicts = sheet.verdicts()
    assert verdicts[one, first] == verdicts[one, second] == "not enough"


def test_a_declared_claim_is_yielded_even_if_nothing_bears_on_it(sheet):
    """A claim without statements is a result a reporter must see."""
    claim = sheet.declare("empty", "Nothing was ever said of this", "pay")
    (outcome,) = sheet.match()
    assert outcome.item_id == claim
    assert [v.claim_id for v in outcome.values if isinstance(v, Claim)] == [claim]


def test_claims_an_earlier_run_made_are_made_again(sheet):
    """Only what a person declared is fixed; a stored suggestion does not perpetuate itself."""
    sheet.say("Guns left Palmyra at night", "withdraw")
    made = next(v for o in sheet.match() for v in o.values if isinstance(v, Claim))
    sheet.statements.clear()
    sheet.claims.append(made)
    assert sheet.match() == []


def test_what_bears_on_a_declared_claim_makes_no_machine_claim(sheet):
    """A statement is put to one claim only."""
    claim = sheet.declare("guns", "Guns left Palmyra", "withdraw", place="Palmyra", cues=("guns",))
    one = sheet.say("The guns left Palmyra", "withdraw", place="Palmyra")
    assert sheet.claim_of(one) == {claim}
    assert len(sheet.match()) == 1


def test_a_date_outside_the_claim_is_not_the_same(sheet):
    """A cue does not outweigh dates that cannot meet: a person must look."""
    march = parse_span("2016-03")
    claim = sheet.declare(
        "guns", "Guns left Palmyra", "withdraw", place="Palmyra", span=march, cues=("guns",)
    )
    early = sheet.say("The guns left Palmyra", "withdraw", place="Palmyra", span="2013-11-24")
    fitting = sheet.say("The guns left Palmyra", "withdraw", place="Palmyra", span="2016-03-25")
    assert sheet.verdicts()[early, claim] == "not enough"
    assert sheet.verdicts()[fitting, claim] == "same"

"""What people decided wins, joins transitively through claims, and blocks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_sheet import Sheet

from twosource.matching import MatchSettings
from twosource.terms import Status

GUNS = ("Guns left Palmyra at night", "withdraw")
OIL = ("Oil was swapped for fertiliser", "trade")
DRIVER = ("A driver passed every checkpoint", "grant passage")


def only(found):
    """Return the one element of a set."""
    (one,) = found
    return one


def test_a_judgement_puts_a_statement_where_no_machine_would(sheet):
    """A person's "same" holds against every score."""
    claim = sheet.declare("agreed", "The moves were agreed", "agree")
    one = sheet.say(*OIL)
    verdict = sheet.judge(one, claim, "same")
    assert sheet.claim_of(one) == {claim}
    assert verdict in [v for o in sheet.match() for v in o.values]


def test_what_a_person_put_to_a_claim_speaks_for_it(sheet):
    """Another statement like the judged one follows it, with the likeness as its reason."""
    claim = sheet.declare("agreed", "The moves were agreed", "trade")
    one, two = sheet.say(*OIL), sheet.say("Oil was swapped, again, for fertiliser", "trade")
    assert sheet.claim_of(two) != {claim}
    sheet.judge(one, claim, "same")
    assert sheet.claim_of(two) == {claim}


def test_different_blocks_a_declared_claim(sheet):
    """A person's "different" holds against cue, action and place."""
    claim = sheet.declare("guns", "Guns left Palmyra", "withdraw", place="Palmyra", cues=("guns",))
    one = sheet.say("The guns left Palmyra", "withdraw", place="Palmyra")
    assert sheet.claim_of(one) == {claim}
    sheet.judge(one, claim, "different")
    assert claim not in sheet.claim_of(one)
    assert sheet.verdicts()[one, claim] == "different"


def test_a_verdict_on_one_copy_leaves_the_other_copies_alone(sheet):
    """A judgement is about one statement; a copy elsewhere may stand in another context."""
    claim = sheet.declare("guns", "Guns left Palmyra", "withdraw", cues=("guns",))
    one, two = sheet.say(*GUNS, exhibit="a"), sheet.say(*GUNS, exhibit="b")
    sheet.judge(one, claim, "different")
    assert claim not in sheet.claim_of(one)
    assert sheet.claim_of(two) == {claim}


def test_positives_are_transitive_through_a_machine_claim(sheet):
    """Two statements put to one machine claim are one claim with whatever words it, and its id stays."""
    guns, oil, driver = sheet.say(*GUNS), sheet.say(*OIL), sheet.say(*DRIVER)
    claim = only(sheet.claim_of(guns))
    sheet.judge(oil, claim, "same")
    sheet.judge(driver, claim, "same")
    assert sheet.groups() == {frozenset({guns, oil, driver})}
    assert sheet.claim_of(driver) == {claim}


def test_a_judged_claim_keeps_its_id_when_its_wording_statement_goes(sheet):
    """Verdicts survive the loss of the statement that worded the claim."""
    guns, oil, driver = sheet.say(*GUNS), sheet.say(*OIL), sheet.say(*DRIVER)
    claim = only(sheet.claim_of(guns))
    sheet.judge(oil, claim, "same")
    sheet.judge(driver, claim, "same")
    sheet.statements = [s for s in sheet.statements if s.statement_id != guns]
    assert sheet.groups() == {frozenset({oil, driver})}
    assert sheet.claim_of(oil) == {claim}


def test_different_keeps_two_machine_contents_apart(sheet):
    """Statements the machine would join stay apart once a person said so, also under other candidates."""
    one = sheet.say("Guns left Palmyra at night", "withdraw", place="Palmyra")
    two = sheet.say("Guns left Palmyra in the night", "withdraw", place="Palmyra")
    assert sheet.groups() == {frozenset({one, two})}
    claim = only(sheet.claim_of(one))
    worded = next(s for s in (one, two) if claim == only(claims_alone(sheet, s)))
    other = two if worded == one else one
    sheet.judge(other, claim, "different")
    assert sheet.groups() == {frozenset({one}), frozenset({two})}
    assert sheet.claim_of(worded) == {claim}


def claims_alone(sheet, statement_id):
    """Return the claims of one statement matched alone."""
    sheet = Sheet(
        statements=[s for s in sheet.statements if s.statement_id == statement_id], passages=sheet.passages
    )
    return sheet.claim_of(statement_id)


def test_different_from_a_claim_of_the_same_words_gives_an_id_of_its_own(sheet):
    """Two identical sentences a person holds to be two claims never share an id."""
    one, two = sheet.say(*GUNS, exhibit="a"), sheet.say(*GUNS, exhibit="b")
    claim = only(sheet.claim_of(one))
    sheet.judge(two, claim, "different")
    assert sheet.claim_of(one) == {claim}
    assert sheet.claim_of(two) != {claim}
    assert sheet.groups() == {frozenset({one}), frozenset({two})}


def test_contradicting_verdicts_block_and_are_reported(sheet):
    """Where people disagree, "different" holds, and a sentence says what to do."""
    guns, oil = sheet.say(*GUNS), sheet.say(*OIL)
    claim = only(sheet.claim_of(guns))
    sheet.judge(oil, claim, "same")
    sheet.judge(oil, claim, "different")
    reports = [o for o in sheet.match() if o.status is Status.PARTLY_READ]
    assert [o.item_id for o in reports] == [oil]
    assert "both the same as and different from" in reports[0].failures[0].sentence()
    assert sheet.groups() >= {frozenset({guns})}


def test_declared_claims_are_never_merged_by_a_shared_statement(sheet):
    """A person may put one statement to two declared claims; they stay two."""
    first = sheet.declare("ordered", "The group ordered guns out", "order")
    second = sheet.declare("moved", "Guns left Palmyra", "withdraw")
    one = sheet.say(*GUNS)
    sheet.judge(one, first, "same")
    sheet.judge(one, second, "same")
    assert sheet.claim_of(one) == {first, second}


def test_a_person_s_not_enough_is_not_overruled(sheet):
    """A pair a person left open gets no machine verdict beside it."""
    claim = sheet.declare("guns", "Guns left Palmyra", "withdraw", cues=("guns",))
    one = sheet.say(*GUNS)
    sheet.judge(one, claim, "not enough")
    assert sheet.verdicts()[one, claim] == "not enough"


def test_two_statements_a_person_calls_the_same_share_a_claim(sheet):
    """A verdict may name two statements; neither needs to be on a claim, and positives chain."""
    one, two, three = sheet.say(*GUNS), sheet.say(*OIL), sheet.say(*DRIVER)
    sheet.judge(one, two, "same")
    sheet.judge(two, three, "same")
    assert sheet.groups() == {frozenset({one, two, three})}
    assert all(o.status is not Status.PARTLY_READ for o in sheet.match())


def test_two_statements_a_person_calls_different_stay_apart(sheet):
    """Near copies the machine would join are kept apart, whichever of the two the verdict names first."""
    one = sheet.say("Guns left Palmyra at night", "withdraw", place="Palmyra")
    two = sheet.say("Guns left Palmyra in the night", "withdraw", place="Palmyra")
    assert sheet.groups() == {frozenset({one, two})}
    sheet.judge(one, two, "different")
    assert sheet.groups() == {frozenset({one}), frozenset({two})}


def test_different_holds_through_what_people_call_the_same(sheet):
    """One is the same as two, two as three, and one is not three: the sentence names both verdicts and people."""
    one, two, three = sheet.say(*GUNS), sheet.say(*OIL), sheet.say(*DRIVER)
    sheet.judge(one, two, "same")
    sheet.judge(two, three, "same")
    sheet.judge(one, three, "different")
    assert all(not {one, three} <= group for group in sheet.groups())
    (report,) = [o for o in sheet.match() if o.status is Status.PARTLY_READ]
    sentence = report.failures[0].sentence()
    assert one in sentence
    assert three in sentence
    assert "person:reporter judged different" in sentence


def test_what_is_the_same_goes_to_the_declared_claim_together(sheet):
    """A person put one of two equal statements to a claim; the other follows, and can be kept out."""
    claim = sheet.declare("agreed", "The moves were agreed", "agree")
    one, two = sheet.say(*GUNS), sheet.say(*OIL)
    sheet.judge(one, two, "same")
    sheet.judge(one, claim, "same")
    assert sheet.claim_of(two) == {claim}
    sheet.judge(two, claim, "different")
    assert sheet.claim_of(two) != {claim}
    (report,) = [o for o in sheet.match() if o.status is Status.PARTLY_READ]
    assert "judged it different from that claim" in report.failures[0].sentence()


def test_not_enough_keeps_the_machine_from_joining_and_people_may_still(sheet):
    """What a person left open the machine leaves open; a later "same" of a person joins it."""
    one = sheet.say("Guns left Palmyra at night", "withdraw", place="Palmyra")
    two = sheet.say("Guns left Palmyra in the night", "withdraw", place="Palmyra")
    sheet.judge(one, two, "not enough")
    assert sheet.groups() == {frozenset({one}), frozenset({two})}
    sheet.judgements.clear()
    sheet.judge(one, two, "same")
    assert sheet.groups() == {frozenset({one, two})}


def test_suggestions_among_the_verdicts_are_ignored(sheet):
    """Only what a person decided is a judgement."""
    claim = sheet.declare("agreed", "The moves were agreed", "agree")
    one = sheet.say(*OIL)
    verdict = sheet.judge(one, claim, "same")
    made = type(verdict.made)(by="machine", standing="suggestion")
    sheet.judgements = [
        type(verdict)(**{f: getattr(verdict, f) for f in verdict.__slots__ if f != "made"}, made=made)
    ]
    assert sheet.claim_of(one) != {claim}


ROWS = [GUNS, OIL, DRIVER, ("Guns left Palmyra by night", "withdraw"), ("Fertiliser came for oil", "trade")]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 4), st.sampled_from(["claim-x", "claim-y"]), st.sampled_from(["same", "different"])
        ),
        max_size=6,
        unique_by=lambda row: row[:2],
    )
)
def test_no_different_pair_ever_shares_a_claim(verdicts):
    """Whatever people decide, a statement is never in a claim it was judged different from."""
    sheet = Sheet()
    ids = [sheet.say(*row) for row in ROWS]
    for number, claim, verdict in verdicts:
        sheet.judge(ids[number], claim, verdict)
    found = sheet.verdicts()
    barred = {(ids[n], claim) for n, claim, verdict in verdicts if verdict == "different"}
    assert not {pair for pair, verdict in found.items() if verdict == "same"} & barred
    groups = {g for s in ids for g in sheet.claim_of(s)}
    assert groups


@pytest.mark.parametrize("wrong", [{"unsure_from": 5.0}, {"max_candidates": 0}, {"max_postings": 0}])
def test_settings_that_contradict_themselves_are_refused(wrong):
    """Thresholds out of order and limits of nothing are errors, not silent surprises."""
    with pytest.raises(ValueError, match=r"left to a person|start at 1"):
        MatchSettings(**wrong)

"""The two-source rule, what would raise it, what a new count moved, and what falls with a party."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from twosource.evidence.lineage import OriginCount
from twosource.terms import Access, Channel, PartyKind, Stance
from twosource.tracing import TraceSettings, explain, trace
from twosource.tracing.changing import count_change, parts_of, reasons_of
from twosource.tracing.raising import FindingKind, what_would_raise
from twosource.tracing.retracting import Retracting, Retraction, retract, touched
from twosource.tracing.two_sources import two_source

FEW = TraceSettings(samples=600)
TRUSTING = TraceSettings(samples=600, trusted=("broadcaster",))
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def count_of(story, settings=FEW):
    (outcome,) = trace([story.evidence()], settings=settings)
    return outcome.values[0]


def two_defectors(story, tie=0.0):
    for name in ("defector_1", "defector_2"):
        story.party(name, PartyKind.PERSON).report("broadcaster", (name, Access.SAW), exhibit="broadcast")
        if tie:
            story.tie(name, "group", tie)
    for number in range(6):
        story.report(f"outlet_{number}", "broadcaster", on=1)
    return story


def counted(kappa, trusted_kappa=None, trusted=()):
    return OriginCount(
        claim_id="claim-1",
        n_reports=3,
        n_statements=3,
        k=kappa,
        kappa=kappa,
        kappa_trusted=trusted_kappa or kappa,
        trusted=trusted,
        chokepoints=(),
        origins=(),
        derivations=(),
        p_own=(),
        paths=(),
        n_samples=10,
        seed=0,
    )


def test_two_defectors_behind_a_trusted_broadcaster_are_two_sources(story):
    """Everybody fallible it is the broadcaster alone; with it relied on, two would have to lie."""
    count = count_of(two_defectors(story), TRUSTING)
    found = two_source(count, story.parties)
    assert (found.everybody.holds, found.relied_on.holds, found.holds) == (False, True, True)
    assert "broadcaster" in found.everybody.because
    assert found.relied_on.because == (
        "Behind broadcaster, whom the desk relies on, at least two others would have to fail."
    )


def test_what_only_a_trusted_party_knows_has_no_second_source(story):
    """Nothing can be cut then, so kappa has no end: that is trust, and the rule does not hold."""
    story.report("broadcaster", ("broadcaster", Access.SAW))
    count = count_of(story, TRUSTING)
    assert count.kappa_trusted[-1] > 0.99
    found = two_source(count, story.parties)
    assert not found.holds
    assert "no second source" in found.relied_on.because


def test_two_that_copy_a_relied_on_broadcaster_are_no_two_sources(story):
    """The broadcaster's own report is not held: its copies had counted as the two that would have to fail."""
    for name in ("tabloid_1", "tabloid_2"):
        story.report(name, "broadcaster", on=1)
    count = count_of(story, TRUSTING)
    found = two_source(count, story.parties)
    assert not found.relied_on.holds
    assert found.relied_on.p < 0.2


def test_two_that_copy_a_relied_on_broadcaster_of_one_witness_stand_on_that_witness(story):
    story.party("witness", PartyKind.PERSON)
    for name in ("tabloid_1", "tabloid_2"):
        story.report(name, "broadcaster", ("witness", Access.SAW), on=1)
    count = count_of(story, TRUSTING)
    assert count.kappa_trusted[1] > 0.8


def test_the_rule_holds_at_its_level_and_not_below():
    assert two_source(counted((0.0, 0.1, 0.9)), {}).everybody.holds
    assert not two_source(counted((0.0, 0.11, 0.89)), {}).everybody.holds
    assert two_source(counted((0.0, 0.11, 0.89)), {}, level=0.8).everybody.holds


def test_relying_on_somebody_never_makes_two_sources_fewer():
    """Draws that trust alone holds up are left out, but never those that have two hands anyway."""
    found = two_source(counted((0.0, 0.05, 0.95, 0.0), (0.0, 0.05, 0.0, 0.95), ("b",)), {})
    assert found.relied_on.p == pytest.approx(0.95)


@pytest.mark.parametrize("level", [0.0, -1.0, 1.5])
def test_a_level_nobody_can_mean_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        two_source(counted((0.0, 1.0)), {}, level=level)


def test_nobody_left_is_no_source():
    assert not two_source(counted((1.0, 0.0)), {}).holds


def raises_of(story, settings=FEW):
    return what_would_raise(count_of(story, settings), story.evidence(), settings)


def test_one_more_account_would_raise_it_and_is_counted_not_guessed(story):
    """Six outlets differ in nothing and are named together; no tie is held, so none can be untrue."""
    found = raises_of(two_defectors(story))
    assert [r.kind for r in found] == [FindingKind.OWN_ACCESS, FindingKind.NEW_ACCOUNT]
    assert "outlet 0, outlet 1, outlet 2 or one of 3 more" in found[0].sentence
    assert "did not get it through broadcaster" in found[1].sentence
    assert [(r.hands_before, r.hands_after) for r in found] == [(1, 2), (1, 2)]


def test_an_untrue_tie_raises_it_where_the_broadcaster_is_relied_on(story):
    story.party("group", PartyKind.GROUP, name="the group")
    found = raises_of(two_defectors(story, 0.6), TRUSTING)
    (tie,) = [r for r in found if r.kind is FindingKind.UNTRUE_TIE]
    assert "defector 1 and defector 2 came through the group (now held to be .60 probable)" in tie.sentence
    assert "if it can be relied on" in tie.sentence


def test_a_tie_between_two_otherwise_separate_witnesses_raises_it_when_untrue(story):
    story.report("one", ("first", Access.SAW)).report("two", ("second", Access.SAW))
    story.tie("first", "second", kind="same as")
    (tie,) = [r for r in raises_of(story) if r.kind is FindingKind.UNTRUE_TIE]
    assert (tie.hands_before, tie.hands_after) == (1, 2)
    assert "now taken as certain" in tie.sentence


def test_nothing_raises_what_nobody_asserts(story):
    story.report("paper", stance=Stance.DENIES)
    assert raises_of(story) == ()


def test_a_reprint_would_not_become_a_second_source_by_its_access(story):
    """The same text again: whatever its publisher saw, this page shows nothing of it."""
    text = " ".join(f"word{i}" for i in range(60))
    story.report("paper", ("witness", Access.SAW), text=text).report("copyist", text=text, on=1)
    assert not [r for r in raises_of(story) if "copyist" in r.party_ids]


def changed(story, change, settings=FEW, after_settings=None):
    before, parts = count_of(story, settings), parts_of(story.evidence(), settings)
    change(story)
    later = after_settings or settings
    after, now = count_of(story, later), parts_of(story.evidence(), later)
    because = reasons_of(parts, now, story.evidence())
    return count_change(before, after, because, AT), because


def test_a_raised_tie_is_told_with_its_probability_before(story):
    story.report("one", ("first", Access.SAW)).report("two", ("second", Access.SAW))
    story.tie("first", "second", 0.2, kind="same as")

    def raised(now):
        now.ties = [replace(now.ties[0], p=0.95)]

    change, because = changed(story, raised)
    assert change.kappa_before[1] == pytest.approx(0.2, abs=0.05)
    assert change.kappa_after[1] == pytest.approx(0.95, abs=0.03)
    assert because == ("It is held now that first and second are one, with probability .95, .20 before.",)


def test_a_new_report_that_moves_the_hands_is_named(story):
    story.report("one", ("first", Access.SAW))
    change, because = changed(story, lambda s: s.report("two", ("second", Access.SAW)))
    assert (change.n_reports_before, change.n_reports_after) == (1, 2)
    assert because[0] == "1 more statement asserts it now: by two."


def test_a_copy_more_moves_nothing(story):
    story.report("one", ("first", Access.SAW))
    change, because = changed(story, lambda s: s.report("two", "one", on=1))
    assert change is None
    assert because


def test_trust_and_words_of_people_are_told(story):
    two_defectors(story)
    change, because = changed(story, lambda s: None, FEW, TRUSTING)
    assert because == ("Broadcaster is relied on now.",)
    assert change is not None


def test_a_count_whose_parts_were_not_kept_says_so(story):
    story.report("one")
    assert reasons_of((), parts_of(story.evidence(), FEW), story.evidence()) == (
        "What the earlier count was made from was not kept.",
    )


def test_the_same_parts_blame_texts_or_program(story):
    story.report("one")
    parts = parts_of(story.evidence(), FEW)
    assert reasons_of(parts, parts, story.evidence())[0].startswith("The texts, the program")


def moves(story, kind=Retraction.WITHDRAWN, party="first", on="", settings=FEW):
    what = Retracting(party_id=party, kind=kind, on=on)
    return list(retract([story.evidence()], settings, what))


def test_withdrawing_one_of_two_witnesses_leaves_one_pair_of_hands(story):
    story.report("one", ("first", Access.SAW)).report("two", ("second", Access.SAW))
    (move,) = moves(story)
    assert (move.before.kappa_mode, move.after.kappa_mode) == (2, 1)
    assert move.is_moved
    assert not move.keeps_no_support


def test_withdrawing_the_only_witness_leaves_no_support(story):
    story.report("one", ("first", Access.SAW)).report("two", "one", on=1)
    (move,) = moves(story)
    assert move.keeps_no_support


def test_a_newly_dependent_witness_keeps_its_origin_and_loses_its_hands(story):
    story.report("one", ("first", Access.SAW)).report("two", ("second", Access.SAW))
    (move,) = moves(story, Retraction.DEPENDENT, on="second")
    assert (move.after.k_mode, move.after.kappa_mode) == (2, 1)


def test_a_demoted_broadcaster_can_fail_again(story):
    two_defectors(story)
    (move,) = moves(story, Retraction.DEMOTED, "broadcaster", settings=TRUSTING)
    assert move.before.kappa_trusted[2] > 0.9
    assert move.after.kappa_trusted[1] > 0.9


def test_claims_the_party_plays_no_part_in_are_not_counted(new_story):
    near, tied, far = (new_story() for _ in range(3))
    near.report("one", ("first", Access.SAW))
    tied.report("two", ("second", Access.SAW)).tie("second", "first")
    far.report("three", ("third", Access.SAW))
    assert list(touched([s.evidence() for s in (near, tied, far)], "first")) == [
        near.evidence(),
        tied.evidence(),
    ]


def test_a_keeper_of_its_papers_touches_a_claim(story):
    story.report(("office", Access.DID, Channel.DOCUMENT), exhibit="letter", on=None)
    story.keep("letter", "office", "courier", "paper")
    assert len(list(touched([story.evidence()], "courier"))) == 1


def test_what_follows_from_another_claim_is_said_to(story):
    """Statements of a claim that entails this one support it, and are told apart in words."""
    story.report("paper", ("witness", Access.SAW)).report("other", ("second", Access.SAW))
    evidence = replace(story.evidence(), via={"statement-00002": "claim-2"})
    (outcome,) = trace([evidence], settings=FEW)
    assert outcome.values[0].kappa_mode == 2
    said = explain(outcome.values[0], evidence, {"claim-2": "C2"})
    assert "1 of the reports asserts C2, from which this follows, and does not say this itself." in said


@pytest.mark.parametrize("n", [1, 2000])
def test_one_statement_and_thousands_of_copies_are_one_pair_of_hands(story, n):
    text = " ".join(f"word{i}" for i in range(30))
    for number in range(n):
        story.report(f"outlet_{number}", text=text, on=number % 3)
    count = count_of(story)
    assert count.kappa_mode == 1
    assert two_source(count, story.parties).everybody.holds is False
    assert what_would_raise(count, story.evidence(), FEW)

"""The story of the leaked letters, counted: the table of the reasoning and the rivals' defects."""

import pytest

from twosource.evidence.testimony import AttributionChain
from twosource.terms import Access, Channel, DerivationKind, PartyKind, Stance, Status
from twosource.tracing import TraceSettings, explain, headline, trace

SETTINGS = TraceSettings(samples=4_000)
TRUSTING = TraceSettings(samples=4_000, trusted=("broadcaster",))
N_OUTLETS = 40


def count_of(story, settings=SETTINGS):
    (outcome,) = trace([story.evidence()], settings=settings)
    assert outcome.status is Status.READ
    return outcome.values[0]


def add_letter(story):
    story.party("author_office", PartyKind.OFFICE).party("handover_group", PartyKind.GROUP)
    story.report(("author_office", Access.DID, Channel.DOCUMENT), exhibit="letter", on=None)
    story.keep("letter", "author_office", "handover_group", "broadcaster")
    return story.report("broadcaster", ("author_office", None, Channel.DOCUMENT))


def add_defectors(story, tie):
    story.party("handover_group", PartyKind.GROUP)
    for name in ("defector_1", "defector_2"):
        story.party(name, PartyKind.PLACEHOLDER)
        story.report("broadcaster", (name, None, Channel.SPEECH), exhibit="broadcast")
        story.tie(name, "handover_group", tie, "member of")
    return story


def add_outlets(story):
    for number in range(N_OUTLETS):
        story.report(f"outlet_{number:02d}", "broadcaster", on=1)
    return story


def add_archive(story):
    story.party("oil_office", PartyKind.OFFICE).party("raiders", PartyKind.GROUP)
    story.report(("oil_office", Access.DID, Channel.DOCUMENT), exhibit="archive", on=None)
    story.keep("archive", "oil_office", "raiders", "newspaper")
    return story.report("newspaper", ("oil_office", None, Channel.DOCUMENT), on=-8)


@pytest.fixture
def weapons_out(new_story):
    return add_outlets(add_letter(new_story("exclusive document")))


@pytest.fixture
def agreed(new_story):
    return lambda tie: add_outlets(add_defectors(new_story(), tie))


@pytest.fixture
def oil(new_story):
    return lambda tie: add_outlets(add_defectors(add_letter(new_story()), tie))


def test_the_order_itself_has_one_origin_and_one_pair_of_hands(weapons_out):
    """Letter, one group, one broadcaster: P(K = 1) and P(kappa = 1) near .99, trusted or not."""
    count = count_of(weapons_out, TRUSTING)
    assert count.k[1] == pytest.approx(0.99, abs=0.01)
    assert count.kappa[1] == pytest.approx(0.99, abs=0.01)
    assert count.kappa_trusted[1] == pytest.approx(0.99, abs=0.01)
    assert count.chokepoints[0].party_ids == ("author_office",)
    assert [o.act for o in count.origins if o.party_id == "author_office"] == ["wrote the document"]


def test_the_agreement_rests_on_defectors_of_unknown_tie(agreed):
    """Tie .6: P(K = 1) .71, P(kappa = 1) .985, and .72 once the broadcaster is trusted."""
    count = count_of(agreed(0.6), TRUSTING)
    assert count.k[1] == pytest.approx(0.71, abs=0.03)
    assert count.k[2] == pytest.approx(0.29, abs=0.03)
    assert count.kappa[1] == pytest.approx(0.985, abs=0.01)
    assert count.kappa_trusted[1] == pytest.approx(0.72, abs=0.03)
    assert count.chokepoints[0].party_ids == ("handover_group",)


def test_one_published_fact_makes_letters_and_defectors_one_source(agreed):
    """The group is made of defectors (tie .95): P(K = 1) .95, trusted .94."""
    count = count_of(agreed(0.95), TRUSTING)
    assert count.k[1] == pytest.approx(0.95, abs=0.015)
    assert count.kappa_trusted[1] == pytest.approx(0.94, abs=0.015)
    assert count.chokepoints[0].party_ids == ("handover_group",)


def test_letter_and_defectors_are_two_starting_points_and_one_pair_of_hands(oil):
    """K = 2 with .69, K = 3 with .30; kappa = 1 with .98, with .58 once the broadcaster is trusted."""
    count = count_of(oil(0.6), TRUSTING)
    assert count.k[1] < 0.005
    assert count.k[2] == pytest.approx(0.69, abs=0.04)
    assert count.k[3] == pytest.approx(0.30, abs=0.04)
    assert count.kappa[1] == pytest.approx(0.98, abs=0.015)
    assert count.kappa_trusted[1] == pytest.approx(0.58, abs=0.03)


def test_an_archive_captured_by_others_is_a_second_pair_of_hands(oil):
    """kappa = 2 with .99, trusted or not at least 2; the chokepoint names one of each side."""
    count = count_of(add_archive(oil(0.95)), TRUSTING)
    assert count.k[3] == pytest.approx(0.96, abs=0.02)
    assert count.kappa[2] == pytest.approx(0.99, abs=0.01)
    assert count.kappa_trusted[1] < 0.005
    assert count.chokepoints[0].party_ids == ("handover_group", "oil_office")


def test_what_is_said_of_the_story(agreed):
    """Headline, what falls with it, and why a copy is thought one, in sentences."""
    story = agreed(0.95)
    said = explain(count_of(story, TRUSTING), story.evidence())
    assert said[0] == "41 reports. 1 pair of hands: handover group."
    assert "Every chain also passes through broadcaster." in said
    assert "Should handover group be wrong or lying, nothing below supports “The moves were agreed”." in said
    assert any("if broadcaster can be relied on: very likely" in s for s in said)
    assert "outlet 12 has it from broadcaster (over .99): names broadcaster." in said


def test_eight_articles_that_cite_one_broadcaster_are_one_origin(story):
    """Counting distinct names is the error the product exists to prevent."""
    for number in range(8):
        story.report(f"outlet_{number}", "broadcaster")
    count = count_of(story)
    assert (count.k_mode, count.kappa_mode) == (1, 1)
    assert count.chokepoints[0].party_ids == ("broadcaster",)
    assert [len(o.statement_ids) for o in count.origins if o.party_id == "broadcaster"] == [8]


def test_an_analyst_who_infers_adds_no_hands(story):
    """Reasoning about a report is no second source on the event."""
    story.party("witness", PartyKind.PERSON).party("analyst", PartyKind.PERSON)
    story.report("broadcaster", ("witness", Access.SAW))
    alone = count_of(story)
    story.report("paper", ("analyst", Access.INFERS), on=1)
    count = count_of(story)
    assert count.kappa_mode == alone.kappa_mode == 1
    assert count.kappa[1] > 0.98
    assert "analyst" not in [o.party_id for o in count.origins]


def test_an_inference_alone_still_starts_somewhere(story):
    """Where nobody else supports the claim, it begins with whoever concluded it."""
    story.party("analyst", PartyKind.PERSON)
    story.report("paper", ("analyst", Access.INFERS))
    count = count_of(story)
    assert count.k_mode == 1
    assert [(o.party_id, o.act) for o in count.origins] == [("analyst", "concluded it")]


def test_a_record_begins_with_its_monitor(story):
    """However many rows cite the monitor, it is one origin."""
    story.party("monitor", PartyKind.MONITOR)
    for number in range(6):
        story.report("record", ("monitor", None, Channel.RECORD), exhibit="record", statement=f"row-{number}")
    count = count_of(story)
    assert (count.n_reports, count.n_statements) == (1, 6)
    assert count.k_mode == 1
    assert [(o.party_id, o.act) for o in count.origins] == [("monitor", "recorded it")]


def test_two_papers_that_credit_each_other_are_one_origin_and_no_circle_of_derivations(story):
    """Circular reporting begins with one of them and closes no circle."""
    story.report("paper_a", "paper_b").report("paper_b", "paper_a")
    count = count_of(story)
    assert (count.k_mode, count.kappa_mode) == (1, 1)
    ends = {(d.parent_id, d.child_id) for d in count.derivations}
    assert not any((child, parent) in ends for parent, child in ends)


def test_denials_are_counted_and_support_nothing(story):
    """Statements that deny, doubt or ask count as reports and stay out of the graph."""
    story.report("paper", stance=Stance.DENIES).report("other", stance=Stance.ASKS)
    count = count_of(story)
    assert (count.n_reports, count.n_statements, count.k_mode, count.kappa_mode) == (2, 2, 0, 0)
    assert count.k == (1.0,)
    assert headline(count, story.parties) == "2 reports speak of it; none asserts it."


def test_no_statement_at_all_is_a_count_of_nothing(story):
    """An empty claim is answered, not refused."""
    count = count_of(story)
    assert headline(count, {}) == "No report bears on it."


def test_an_unknown_access_class_is_refused_with_the_known_ones(new_story):
    """The remedy names what may be written."""
    story = new_story("hearsay").report("paper")
    (outcome,) = trace([story.evidence()], settings=SETTINGS)
    assert outcome.status is Status.REFUSED
    assert "closed event" in outcome.failures[0].remedy


def test_a_text_that_could_not_be_read_is_flagged(story):
    """Absence of signs of copying in an unread page is no sign of independence."""
    story.report("paper").report("other", "paper")
    story.texts["exhibit-00002"] = "  "
    (outcome,) = trace([story.evidence()], settings=SETTINGS)
    assert outcome.status is Status.PARTLY_READ
    assert outcome.failures[0].happened == "1 of 2 exhibits that assert the claim have no text."
    assert outcome.values[0].kappa_mode == 1


def test_claims_are_answered_in_the_order_given(new_story):
    """One outcome per claim."""
    stories = [new_story().report("paper"), new_story("nonsense"), new_story()]
    found = [outcome.status for outcome in trace([s.evidence() for s in stories], settings=SETTINGS)]
    assert found == [Status.READ, Status.REFUSED, Status.READ]


def test_a_credit_leads_to_the_statement_of_the_party_credited(story):
    """Where the desk holds the broadcaster's page the derivation points at it, else at the party."""
    story.report("broadcaster", ("witness", Access.SAW)).report("paper", "broadcaster", on=1)
    found = {d.child_id: d for d in count_of(story).derivations}
    assert (found["statement-00002"].parent_id, found["statement-00002"].parent_is_party) == (
        "statement-00001",
        False,
    )
    assert (found["statement-00001"].parent_id, found["statement-00001"].parent_is_party) == ("witness", True)
    assert found["statement-00002"].kind is DerivationKind.RELIES_ON
    assert [f.kind for f in found["statement-00002"].features] == ["credit"]


def test_a_page_later_than_its_copy_is_not_its_parent(story):
    """A parent speaks before its child; the party may have spoken earlier elsewhere."""
    story.report("paper", "broadcaster", on=0).report("broadcaster", on=9)
    (credit,) = [d for d in count_of(story).derivations if d.child_id == "statement-00001"]
    assert (credit.parent_id, credit.parent_is_party) == ("broadcaster", True)


def test_ways_run_from_whoever_knew_to_whoever_published(weapons_out):
    """For showing: writer, group, broadcaster, outlet."""
    count = count_of(weapons_out)
    assert ("author_office", "handover_group", "broadcaster", "outlet_07") in count.paths
    assert all(path[0] == "author_office" for path in count.paths)
    assert len(count.paths) == N_OUTLETS + 1


def test_the_chain_without_a_publisher_gets_one_of_its_own(story):
    """Two exhibits of nobody in particular are not one publisher."""
    story.report("", ("witness_1", Access.SAW)).report("", ("witness_2", Access.SAW))
    assert all(isinstance(s.chain, AttributionChain) for s in story.statements)
    assert count_of(story).kappa_mode == 2

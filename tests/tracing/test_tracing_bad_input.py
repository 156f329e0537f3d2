"""Reports of one minute, circles of credits, an outlet that credits itself, no date: counted, and explained."""

import networkx as nx
import pytest

from twosource.terms import Access, Status
from twosource.tracing import TraceSettings, explain, headline, trace
from twosource.tracing.direction import undirected

SOME = TraceSettings(samples=1_000)
WORDS = [f"word{i:03d}" for i in range(400)]


def traced(story):
    (outcome,) = trace([story.evidence()], settings=SOME)
    assert outcome.status in {Status.READ, Status.PARTLY_READ}
    return outcome.values[0]


def words(first, n):
    return " ".join(WORDS[first : first + n])


def same_words(new_story, *, on=(0, 0)):
    """Two pages with one run of thirty words in common, each with words of its own."""
    story = new_story().report("first", text=f"{words(0, 30)} {words(100, 40)}", on=on[0])
    return story.report("second", text=f"{words(0, 30)} {words(200, 40)}", on=on[1])


@pytest.mark.parametrize("on", [(0, 0), (0, None), (None, None)])
def test_pages_of_one_day_or_of_none_are_said_without_a_direction(new_story, on):
    """One of them is taken for the earlier, which moves no count; the sentence does not say which."""
    story = same_words(new_story, on=on)
    count = traced(story)
    assert count.k[1] > 0.99
    said = explain(count, story.evidence())
    assert any("one has it from the other, or both from a third" in s for s in said)
    assert not any("second has it from first" in s or "first has it from second" in s for s in said)


def test_dates_a_credit_or_a_person_show_the_direction(new_story):
    for story in (
        same_words(new_story, on=(0, 2)),
        same_words(new_story).report("second", "first", text=words(300, 30)),
        same_words(new_story).rule(2, "derived", 1),
    ):
        count = traced(story)
        shown = [
            d
            for d in count.derivations
            if d.derivation_id not in undirected(count.derivations, story.evidence())
        ]
        assert ("statement-00001") in {d.parent_id for d in shown}
        assert any("second has it from first" in s for s in explain(count, story.evidence()))


def test_which_of_two_pages_of_one_minute_is_entered_first_changes_no_count(new_story):
    one, other = same_words(new_story), same_words(new_story)
    other.statements.reverse()
    assert traced(one) == traced(other)


@pytest.mark.parametrize("n", [2, 3, 7])
def test_a_circle_of_credits_is_one_origin_and_said(new_story, n):
    """A credits B, B credits C ... and the last credits A: something has to be first."""
    story = new_story()
    for number in range(n):
        story.report(f"paper_{number}", f"paper_{(number + 1) % n}", text=words(40 * number, 30))
    count = traced(story)
    assert (count.k_mode, count.kappa_mode) == (1, 1)
    assert count.k[1] > 0.99
    arrows = [(d.parent_id, d.child_id) for d in count.derivations]
    assert nx.is_directed_acyclic_graph(nx.DiGraph(arrows))
    assert headline(count, story.parties).startswith(f"{n} reports. 1 pair of hands")


def test_a_circle_beside_a_witness_adds_nothing(new_story):
    """Two papers that credit each other, one of which credits a witness as well."""
    story = new_story().report("paper_a", "paper_b", text=words(0, 30))
    story.report("paper_b", "paper_a", text=words(50, 30))
    story.report("paper_b", ("witness", Access.SAW), text=words(100, 30))
    count = traced(story)
    assert count.k[1] > 0.95
    assert [o.party_id for o in count.origins if o.p > 0.5] == ["witness"]


def test_an_outlet_that_credits_itself_credits_nobody(new_story):
    """ "The paper says that it has learned": one report, one pair of hands, no arrow to itself."""
    alone = traced(new_story().report("paper", text=words(0, 30)))
    itself = traced(new_story().report("paper", "paper", text=words(0, 30)))
    assert (itself.k, itself.kappa) == (alone.k, alone.kappa)
    assert not itself.derivations


def test_crediting_oneself_by_way_of_another_is_no_independence(new_story):
    """[paper, agency, paper] is [paper]: what comes back to its publisher began there."""
    story = new_story().report("paper", "agency", "paper", text=words(0, 30))
    count = traced(story)
    assert count.k[1] > 0.99
    assert not any(d.parent_id == d.child_id for d in count.derivations)


def test_a_report_without_a_date_never_counts_as_the_first_of_dated_ones(new_story):
    story = (
        new_story().report("undated", text=words(0, 30), on=None).report("dated", text=words(50, 30), on=3)
    )
    count = traced(story)
    assert dict(count.p_own)["statement-00002"] == 1.0
    assert dict(count.p_own)["statement-00001"] < 0.5


def test_reports_none_of_which_has_a_date_are_counted(new_story):
    story = new_story()
    for number in range(4):
        story.report(f"paper_{number}", text=words(40 * number, 30), on=None)
    assert sum(traced(story).k) == pytest.approx(1.0)
    assert traced(story).k_mode == 1


def test_one_statement_is_one_origin(story):
    story.report("paper", text=words(0, 30))
    assert traced(story).k == (0.0, 1.0)


def test_where_a_witness_is_known_on_the_first_day_no_silent_page_is_the_first_for_certain(new_story):
    """Something has to be first only where nobody is known to have been there."""
    story = new_story().report("paper", ("witness", Access.SAW), text=words(0, 30))
    story.report("silent", text=words(50, 30)).report("echo", "silent", text=words(100, 30), on=1)
    count = traced(story)
    assert [o.party_id for o in count.origins if o.p > 0.5] == ["witness"]
    assert count.k_mode == 1

"""Latent parents: when two reports of one day have a source nobody holds, and when that must not be said."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource.evidence.lineage import UNSEEN, unseen_words
from twosource.terms import Access
from twosource.tracing import TraceSettings, explain, headline, trace

WORDS = [f"word{i:03d}" for i in range(900)]
SOME = TraceSettings(samples=4_000)


def count_of(story, how=SOME):
    (outcome,) = trace([story.evidence()], settings=how)
    return outcome.values[0]


def words(first, n):
    return " ".join(WORDS[first : first + n])


def rewrite(own, wire=(0, 20)):
    """A page with two runs of fifteen words of a wire between forty words of its own."""
    return f"{words(own, 20)} {words(wire[0], 15)} {words(own + 20, 20)} {words(wire[1], 15)}"


def two_rewrites(new_story, *, days=(0, 0), wires=((0, 20), (0, 20))):
    story = new_story().report("morning_paper", text=rewrite(100, wires[0]), on=days[0])
    return story.report("evening_paper", text=rewrite(200, wires[1]), on=days[1])


def unseen_in(count):
    return [o for o in count.origins if unseen_words(o.party_id)]


def test_two_rewrites_of_one_wire_have_one_origin_nobody_holds(new_story):
    count = count_of(two_rewrites(new_story))
    assert count.k[1] > 0.99
    assert count.kappa[1] > 0.99
    (origin,) = unseen_in(count)
    assert origin.p == 1.0
    assert len(origin.statement_ids) == 2
    assert origin.act.startswith("an agency's wire")
    assert [c.party_ids for c in count.chokepoints[:1]] == [(origin.party_id,)]


def test_it_is_said_in_words_and_no_direction_is_invented(new_story):
    story = two_rewrites(new_story)
    count = count_of(story)
    assert headline(count, story.parties) == f"2 reports. 1 pair of hands: {UNSEEN}."
    said = [s for s in explain(count, story.evidence()) if "has it from" in s]
    assert len(said) == 2
    assert all(f"has it from {UNSEEN}" in s and "15 words in common" in s for s in said)


def test_the_derivations_lead_to_a_party_and_keep_their_features(new_story):
    count = count_of(two_rewrites(new_story))
    assert {d.child_id for d in count.derivations} == {"statement-00001", "statement-00002"}
    assert all(d.parent_is_party and len(d.features) == 2 and d.p > 0.99 for d in count.derivations)


def test_a_third_rewrite_joins_the_same_source(new_story):
    story = two_rewrites(new_story).report("noon_paper", text=rewrite(300))
    count = count_of(story)
    (origin,) = unseen_in(count)
    assert len(origin.statement_ids) == 3
    assert count.k[1] > 0.99


def test_two_wires_are_two_sources(new_story):
    """Two pairs of papers, each pair of another agency: over-merging would make one of them."""
    story = two_rewrites(new_story)
    story.report("third_paper", text=rewrite(300, (500, 520)))
    story.report("fourth_paper", text=rewrite(400, (500, 520)))
    count = count_of(story)
    assert sorted(o.p > 0.9 for o in unseen_in(count)) == [False, True]
    assert len({o.origin_id for o in count.origins if o.statement_ids}) <= 2
    assert count.k[1] < 0.95


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: two_rewrites(n, days=(0, 2)), id="days apart: the earlier is the parent"),
        pytest.param(lambda n: two_rewrites(n, days=(None, None)), id="without dates nothing is of one day"),
        pytest.param(lambda n: two_rewrites(n, wires=((0, 20), (0, 600))), id="one odd run is a coincidence"),
        pytest.param(lambda n: two_rewrites(n, wires=((0, 20), (600, 620))), id="nothing in common"),
        pytest.param(
            lambda n: n().report("a", text=rewrite(100)).report("b", text=rewrite(100)[: 7 * 50]),
            id="one holds the other whole",
        ),
        pytest.param(
            lambda n: two_rewrites(n).report("outlet", "morning_paper", text=words(700, 30)),
            id="others credit one of them",
        ),
        pytest.param(
            lambda n: n().report("a", "x", text=rewrite(100)).report("b", text=rewrite(200)),
            id="one of them says whom it has it from",
        ),
        pytest.param(
            lambda n: n().report(("a", Access.SAW), text=rewrite(100)).report("b", text=rewrite(200)),
            id="one of them was there",
        ),
        pytest.param(
            lambda n: two_rewrites(n, days=(1, 1)).report(
                "older", text=f"{words(0, 35)} {words(800, 40)}", on=-4
            ),
            id="an earlier page both resemble",
        ),
        pytest.param(lambda n: two_rewrites(n).rule(2, "separate", 1), id="a person ruled them separate"),
        pytest.param(lambda n: two_rewrites(n).rule(2, "derived", 1), id="a person ruled one a copy"),
    ],
)
def test_no_latent_parent_where_another_reading_is_open(new_story, make):
    count = count_of(make(new_story))
    assert not unseen_in(count)
    assert not any(unseen_words(d.parent_id) for d in count.derivations)


def test_a_reprint_of_a_rewrite_changes_nothing(new_story):
    before = count_of(two_rewrites(new_story))
    after = count_of(two_rewrites(new_story).report("echo", text=rewrite(100), on=0))
    assert (after.k, after.kappa) == (before.k, before.kappa)


def test_quoted_primary_text_calls_for_no_source(new_story):
    """Both quote one letter at length: that is the same material."""
    quoted = f"“{words(0, 15)}” {words(50, 3)} “{words(20, 15)}”"
    story = new_story().report("a", text=f"{words(100, 40)} {quoted}")
    story.report("b", text=f"{words(200, 40)} {quoted}")
    assert not unseen_in(count_of(story))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(n=st.integers(2, 6), later=st.integers(0, 3), seed=st.randoms())
def test_rewrites_of_one_day_never_raise_the_number_of_origins(new_story, n, later, seed):
    """However many rewrite the wire, and in whatever order they are entered, there is about one origin."""
    story = new_story()
    for number in range(n):
        story.report(f"paper_{number}", text=rewrite(100 + 50 * number))
    for number in range(later):
        story.report(f"late_{number}", text=words(600 + 40 * number, 40), on=3)
    how = TraceSettings(samples=400)
    count = count_of(story, how)
    seed.shuffle(story.statements)
    assert count_of(story, how) == count
    alone = new_story().report("paper_0", text=rewrite(100))
    for number in range(later):
        alone.report(f"late_{number}", text=words(600 + 40 * number, 40), on=3)
    means = [sum(i * p for i, p in enumerate(c.k)) for c in (count, count_of(alone, how))]
    assert means[0] <= means[1] + 0.1

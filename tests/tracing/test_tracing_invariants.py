"""What must never change a count, and what must: the algebra of origins, on random stories."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource.terms import Access, PartyKind
from twosource.tracing import TraceSettings, trace
from twosource.tracing.own_access import count_origins, own_access

FEW = TraceSettings(samples=300)
OFTEN = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
WORDS = [f"word{i}" for i in range(400)]

REPORT = st.tuples(
    st.integers(0, 7),
    st.lists(st.integers(0, 11), max_size=2),
    st.sampled_from([None, Access.SAW, Access.WAS_TOLD, Access.INFERS]),
    st.integers(0, 4),
    st.integers(0, 9),
)
STORIES = st.lists(REPORT, min_size=1, max_size=9)


def text_of(number, outlet, credited):
    """A text of forty words and a credit line; neighbours by number share half of the words."""
    told = " ".join(f"credit{c} line{c}" for c in credited if c != outlet)
    return " ".join([*WORDS[number * 20 : number * 20 + 40], *[told] * 3])


def build(new_story, reports, *, rename=lambda name: name):
    """A story of outlets 0-7 that credit parties 0-11: outlets, people from 8 on."""
    story = new_story()
    for number in range(12):
        kind = PartyKind.OUTLET if number < 8 else PartyKind.PERSON
        story.party(rename(f"party_{number:02d}"), kind)
    for outlet, credited, access, day, text in reports:
        inner = [rename(f"party_{c:02d}") for c in credited]
        chain = [*inner[:-1], (inner[-1], access)] if inner else []
        story.report(rename(f"party_{outlet:02d}"), *chain, text=text_of(text, outlet, credited), on=day)
    return story


def count_of(story, how=FEW):
    (outcome,) = trace([story.evidence()], settings=how)
    return outcome.values[0]


@OFTEN
@given(reports=STORIES)
def test_counts_are_distributions_and_kappa_never_exceeds_k(new_story, reports):
    """There are at least as many starting points as separate chains, and one where anybody asserts."""
    count = count_of(build(new_story, reports))
    for p in (count.k, count.kappa, count.kappa_trusted):
        assert sum(p) == pytest.approx(1.0)
        assert min(p) >= 0.0
    assert count.k[0] == count.kappa[0] == 0.0
    at_least_k = np.cumsum(count.k[::-1])[::-1]
    at_least_kappa = np.cumsum(count.kappa[::-1])[::-1]
    for n, p in enumerate(at_least_kappa):
        assert p <= (at_least_k[n] if n < at_least_k.size else 0.0) + 1e-12


@OFTEN
@given(reports=STORIES, data=st.data())
def test_the_order_of_entry_changes_nothing(new_story, reports, data):
    """Permuting statements, ties and custody gives the same value, field by field."""
    story = build(new_story, reports)
    story.tie("party_08", "party_09", 0.4).tie("party_10", "party_09", 0.7)
    story.keep("exhibit-00001", "party_11", "party_09")
    before = count_of(story)
    story.statements = data.draw(st.permutations(story.statements))
    story.ties, story.custody = story.ties[::-1], story.custody[::-1]
    story.texts = dict(reversed(story.texts.items()))
    assert count_of(story) == before


@OFTEN
@given(reports=STORIES, copied=st.integers(0, 8), n=st.integers(1, 60), later=st.integers(0, 3))
def test_certain_copies_change_no_count(new_story, reports, copied, n, later):
    """However often a text is printed again, and whomever it credits, K and kappa stay exactly."""
    story = build(new_story, reports)
    before = count_of(story)
    outlet, credited, _, day, text = reports[copied % len(reports)]
    behind = credited[len(credited) - credited[::-1].index(outlet) :] if outlet in credited else credited
    chain = [f"party_{c:02d}" for c in behind]
    for number in range(n):
        story.report(f"reprint_{number}", *chain, text=text_of(text, outlet, credited), on=day + later)
    after = count_of(story)
    assert (after.k, after.kappa, after.kappa_trusted) == (before.k, before.kappa, before.kappa_trusted)
    old = dict(before.p_own)
    assert all(abs(p - old[s]) < 1e-9 for s, p in after.p_own if s in old)


@OFTEN
@given(reports=STORIES)
def test_names_of_parties_play_no_part(new_story, reports):
    """Relabelled parties give the same K and kappa but for the luck of the draw."""
    how = TraceSettings(samples=3_000)
    plain = count_of(build(new_story, reports), how)
    renamed = count_of(build(new_story, reports, rename=lambda name: f"new_{name}"), how)
    assert renamed.kappa == pytest.approx(plain.kappa, abs=0.06)
    size = max(len(plain.k), len(renamed.k))
    first, second = (np.pad(c.k, (0, size - len(c.k))) for c in (plain, renamed))
    assert first == pytest.approx(second, abs=0.06)
    assert [p for _, p in renamed.p_own] == pytest.approx([p for _, p in plain.p_own], abs=1e-9)


@OFTEN
@given(reports=STORIES, outlets=st.tuples(st.integers(0, 7), st.integers(0, 7)))
def test_one_keeper_never_raises_kappa(new_story, reports, outlets):
    """Once one party is known to have introduced two witnesses, there are no more hands than before."""
    story = build(new_story, reports)
    for number, outlet in enumerate(outlets):
        story.report(f"party_{outlet:02d}", (f"witness_{number}", Access.SAW))
    before = count_of(story)
    story.tie("witness_0", "keeper").tie("witness_1", "keeper")
    after = count_of(story)
    expected = [sum(i * p for i, p in enumerate(c.kappa)) for c in (before, after)]
    assert expected[1] <= expected[0] + 1e-9


@OFTEN
@given(reports=STORIES)
def test_trusting_a_party_never_lowers_kappa(new_story, reports):
    """Who cannot fail cannot be cut, so that more others must fail."""
    how = TraceSettings(samples=300, trusted=("party_00", "party_01"))
    count = count_of(build(new_story, reports), how)
    assert (
        sum(i * p for i, p in enumerate(count.kappa_trusted))
        >= sum(i * p for i, p in enumerate(count.kappa)) - 1e-9
    )


@OFTEN
@given(reports=STORIES)
def test_every_statement_has_an_origin_and_a_probability(new_story, reports):
    """Each supporting statement goes back to exactly one origin; p_own lies between floor and one."""
    story = build(new_story, reports)
    count = count_of(story)
    told = sorted(s for origin in count.origins for s in origin.statement_ids)
    assert told == sorted(s.statement_id for s in story.statements)
    assert all(0.001 <= p <= 1.0 for _, p in count.p_own)
    assert all(origin.statement_ids or origin.p >= 0.05 for origin in count.origins)


@OFTEN
@given(reports=STORIES)
def test_derivations_close_no_circle_and_obey_time(new_story, reports):
    """Between statements a parent is never more than a day younger, and nobody is their own ancestor."""
    story = build(new_story, reports)
    days = {s.statement_id: story.published[s.exhibit_id].start.toordinal() for s in story.statements}
    found = count_of(story).derivations
    held = [one for one in found if not one.parent_is_party]
    assert all(0.0 <= one.p <= 1.0 and one.features for one in found)
    assert all(days[one.parent_id] <= days[one.child_id] + 1 for one in held)
    assert nx.is_directed_acyclic_graph(nx.DiGraph([(one.parent_id, one.child_id) for one in held]))


def test_a_new_separate_witness_raises_kappa_by_one(story):
    """Another outlet with another witness is another chain, until counting stops."""
    for number in range(7):
        story.report(f"outlet_{number}", (f"witness_{number}", Access.SAW))
        assert count_of(story).kappa_mode == min(5, number + 1)


def test_the_sampler_agrees_with_the_exact_count(story):
    """Uncredited followers of one report: K by drawing is K by the Poisson-binomial."""
    how = TraceSettings(samples=40_000)
    for number in range(9):
        story.report(f"outlet_{number}", text=f"own text number {number}", on=number)
    exact = count_origins(own_access(np.ones(8), 0.5, 4.5))
    drawn = count_of(story, how).k
    assert drawn == pytest.approx(exact[: len(drawn)], abs=0.01)


def test_four_hundred_copies_are_four(new_story):
    """The number of outlets that credit one broadcaster does not move kappa."""
    counts = []
    for n in (4, 400):
        story = new_story().report("broadcaster", ("witness", Access.SAW))
        for number in range(n):
            story.report(f"outlet_{number}", "broadcaster", on=1)
        counts.append(count_of(story))
    assert [c.kappa_mode for c in counts] == [1, 1]
    assert [c.k_mode for c in counts] == [1, 1]
    assert all(c.kappa[1] > 0.97 for c in counts)


def test_the_seed_decides_the_draws_and_is_kept(story):
    """Same seed, same bytes; another seed, other draws of the same distribution."""
    for number in range(6):
        story.report(f"outlet_{number}", on=number)
    first, again, other = (count_of(story, TraceSettings(seed=s)) for s in (3, 3, 4))
    assert first == again
    assert first.seed == 3
    assert first.k != other.k
    assert first.k == pytest.approx(other.k, abs=0.06)

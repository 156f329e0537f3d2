"""The most probable set of failing parties that takes the lead away: best first, and exact."""

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from weighing_cases import (
    MADE,
    cases,
    network_of,
    plain_variable,
    posterior_of,
    simple_elicitation,
    simple_question,
    weighed,
    word_item,
)

from twosource.evidence.elicitation import Answer, Item, Row
from twosource.weighing import WeighSettings
from twosource.weighing.posterior import leader
from twosource.weighing.readouts.cuts import likeliest_failure
from twosource.weighing.readouts.flip_units import failures, joined
from twosource.weighing.readouts.flips import new_leader
from twosource.weighing.readouts.stories import stories
from twosource.weighing.whatifs import NOTHING, joint_weights

QUESTION = simple_question()
FOR_H0 = {"h0": "very likely", "h1": "unlikely"}


def every_failure(network):
    """Return {names of a failing set: (P(all fail | everything seen), whether the lead is lost)}, all subsets."""
    units = failures(network)
    sets = list(chain.from_iterable(combinations(units, size) for size in range(1, len(units) + 1)))
    if not sets:
        return {}
    found = joint_weights(network, [NOTHING, *(joined(some).whatif for some in sets)])
    lead = leader(posterior_of(network)[0])
    return {
        joined(some).names: (float(row.sum() / found[0].sum()), new_leader(row, lead) != lead)
        for some, row in zip(sets, found[1:], strict=True)
        if row.sum() > 0.0
    }


@settings(max_examples=80, deadline=None)
@over(cases())
def test_the_search_finds_what_trying_every_subset_finds(case):
    network = network_of(*case)
    tried = every_failure(network)
    losing = {names: p for names, (p, is_lost) in tried.items() if is_lost}
    found = likeliest_failure(network, posterior_of(network)[0], 10_000)
    if not losing:
        assert (found.flip, found.untried) == (None, 0.0)
    else:
        assert found.flip.p_event == pytest.approx(max(losing.values()), rel=1e-9)
        assert losing[found.flip.names] == pytest.approx(found.flip.p_event)
        assert found.flip.changes_lead


def through(name, parties, p_of_h1=1e-6):
    """A report of h0 that passes these hands: seen for sure if h0 is so, or if any of them is lying."""
    lies = tuple(Answer(when=((party, ("lies",)),), p=1.0) for party in parties)
    return Item(
        name=name,
        text=name,
        question_id="q",
        answers=(*lies, Answer(when=(("q", ("h0",)),), p=1.0), Answer(p=p_of_h1)),
        made=MADE,
    )


def party(name, p):
    stated = plain_variable(name, 1.0 - p, p, failed=("lies",))
    return type(stated)(
        name=name, text=name, states=("holds", "lies"), rows=stated.rows, failed=("lies",), made=MADE
    )


@settings(max_examples=40, deadline=None)
@over(st.data())
def test_among_chains_of_hands_it_is_the_cheapest_cut_and_the_story(data):
    """Chains of hands from the world to the desk: the set is the vertex cut of least weight -log f.

    Cuts are found here by trying all sets of parties; the story told if h1 were so lets the same fail.
    """
    names = [f"p{at}" for at in range(data.draw(st.integers(2, 5)))]
    exponents = data.draw(st.permutations([2, 3, 5, 9, 17]))[: len(names)]
    f = {name: 10.0 ** (-e / 10.0) * 1e-2 for name, e in zip(names, exponents, strict=True)}
    chains = data.draw(
        st.lists(st.sets(st.sampled_from(names), min_size=1, max_size=3), min_size=1, max_size=3)
    )
    elicitation = simple_elicitation(
        QUESTION,
        items=[through(f"i{at}", sorted(hands), 1e-12) for at, hands in enumerate(chains)],
        variables=[party(name, p) for name, p in f.items()],
        prior={"h0": 1.0, "h1": 1.5, "something_else": 1.0},
        contamination=0.0,
    )
    network = network_of(QUESTION, elicitation)
    cuts = {
        some: float(np.prod([f[name] for name in some]))
        for size in range(1, len(names) + 1)
        for some in combinations(names, size)
        if all(hands & set(some) for hands in chains)
    }
    best = max(cuts, key=cuts.__getitem__)
    posterior = posterior_of(network)[0]
    assert posterior[0] > 0.9
    found = likeliest_failure(network, posterior, 10_000).flip
    assert set(found.names) == set(best)
    told = next(s for s in stories(network, 0) if s.hypothesis == "h1")
    assert {name for name, state in told.states if state == "lies"} == set(best)


def test_a_search_that_stops_says_how_probable_an_untried_set_can_be():
    """With one set allowed it gives what it found greedily, and nothing beyond the bound is better."""
    names = [f"p{at}" for at in range(6)]
    elicitation = simple_elicitation(
        QUESTION,
        items=[through(f"i{at}", [name]) for at, name in enumerate(names)],
        variables=[party(name, 0.2) for name in names],
        prior={"h0": 1.0, "h1": 1.5, "something_else": 1.0},
        contamination=0.0,
    )
    network = network_of(QUESTION, elicitation)
    stopped = likeliest_failure(network, posterior_of(network)[0], 1)
    losing = [p for p, is_lost in every_failure(network).values() if is_lost]
    assert stopped.flip.changes_lead
    assert stopped.flip.p_event <= max(losing) <= stopped.untried
    settled = likeliest_failure(network, posterior_of(network)[0], 10_000)
    assert settled.flip.p_event == pytest.approx(max(losing))
    assert settled.untried == 0.0
    (note,) = [
        n
        for n in weighed(QUESTION, elicitation, WeighSettings(draws=10, max_sets=1)).notes
        if n.startswith("The likeliest failure found")
    ]
    assert note.endswith("The search stopped at its limit: there is none with a probability above .01.")


def test_a_lead_that_no_failure_can_take_away_is_said_to_be_so():
    idle = party("idle", 0.3)
    weighing = weighed(
        QUESTION, simple_elicitation(QUESTION, items=[word_item("i", FOR_H0)], variables=[idle])
    )
    assert weighing.likeliest_failure is None
    assert any(note.startswith("No failure of parties") for note in weighing.notes)


def test_where_nothing_can_fail_nothing_is_said():
    weighing = weighed(QUESTION, simple_elicitation(QUESTION, items=[word_item("i", FOR_H0)]))
    assert weighing.likeliest_failure is None
    assert not any("failure" in note for note in weighing.notes)


def test_a_failure_the_lead_rules_out_is_found_without_a_warning():
    """Under the lead it cannot fail at all; so, given that it failed, the lead has nothing left."""
    question = simple_question()
    sure, doubtful = Row(when=(("q", ("h0",)),), p=(1.0, 0.0)), Row(p=(0.05, 0.95))
    keeper = replace(plain_variable("keeper", 1.0, 0.0, failed=("s1",)), rows=(sure, doubtful))
    item = word_item("i", {"h0": "likely", "h1": "roughly even"})
    failure = weighed(
        question, simple_elicitation(question, items=[item], variables=[keeper])
    ).likeliest_failure
    assert failure.p == (0.0, 1.0)
    assert failure.p_event == pytest.approx(0.95 * 0.5 / (0.5 + 0.6715), abs=1e-9)

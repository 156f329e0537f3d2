"""What to look for: pairs where no single finding can, what would settle it, and nobody put at risk."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from weighing_cases import (
    MADE,
    cases,
    network_of,
    plain_item,
    posterior_of,
    simple_elicitation,
    simple_question,
    weighed,
)

from twosource.evidence.elicitation import Answer, PossibleFinding
from twosource.weighing.readouts.next_steps import next_steps, pairs_of_steps
from twosource.weighing.whatifs import NOTHING, found, joint_weights, normalised

QUESTION = simple_question()
FOR_H0 = (Answer(words={"h0": "very likely", "h1": "unlikely"}),)
FOR_H1 = (Answer(words={"h0": "unlikely", "h1": "very likely"}),)
SURE = (Answer(words={"h0": "almost certain", "h1": "almost no chance"}),)
AHEAD = {"h0": 4.0, "h1": 1.0, "something_else": 1.0}


def finding(name, answers, *, hours=1.0, risks_people=False):
    return PossibleFinding(
        name=name,
        text=f"the finding {name}",
        question_id="q",
        answers=answers,
        hours=hours,
        risks_people=risks_people,
        made=MADE,
    )


def of(*findings, prior=None):
    return weighed(
        QUESTION, simple_elicitation(QUESTION, items=[plain_item("i", 0.5)], findings=findings, prior=prior)
    )


def test_pairs_are_read_out_with_what_they_cost():
    (pair,) = of(finding("a", FOR_H1, hours=2), finding("b", FOR_H1, hours=3), prior=AHEAD).pairs
    assert (pair.names, pair.hours) == (("a", "b"), 5.0)
    assert pair.p_lead_changes > 0.0
    assert pair.text == "the finding a and the finding b"


def test_a_pair_tells_at_least_as_much_as_either_of_its_steps():
    weighing = of(finding("a", FOR_H1), finding("b", FOR_H1), prior=AHEAD)
    assert weighing.pairs[0].bits >= max(s.bits for s in weighing.next_steps)


def test_no_pair_is_searched_where_a_single_safe_step_can_change_and_settle_it():
    """One sure finding settles it and may change the lead; nobody needs two."""
    assert of(finding("a", SURE), finding("b", FOR_H0)).pairs == ()


def test_nothing_that_puts_people_at_risk_is_ever_in_a_pair():
    weighing = of(
        finding("a", FOR_H1, risks_people=True), finding("b", FOR_H1), finding("c", FOR_H1), prior=AHEAD
    )
    assert [pair.names for pair in weighing.pairs] == [("b", "c")]
    alone = of(finding("a", FOR_H1, risks_people=True), finding("b", FOR_H1), prior=AHEAD)
    assert alone.pairs == ()


def test_a_risky_step_that_could_change_the_lead_does_not_keep_safe_pairs_back():
    """The risky one is a step for nobody to take, so what two safe ones can do is still of use."""
    weighing = of(
        finding("a", SURE, risks_people=True), finding("b", FOR_H1), finding("c", FOR_H1), prior=AHEAD
    )
    risky = next(s for s in weighing.next_steps if s.risks_people)
    assert risky.p_lead_changes > 0.0
    assert [pair.names for pair in weighing.pairs if pair.p_lead_changes > 0.0] == [("b", "c")]
    assert not any(note.startswith("No single possible finding can") for note in weighing.notes)


def test_a_finding_settles_what_it_brings_above_very_likely():
    """.97 / (.97 + .03) after contamination is .96, above .95; at .875 against .325 it is .72."""
    steps = {s.name: s for s in of(finding("sure", SURE), finding("weak", FOR_H0)).next_steps}
    assert (steps["sure"].settles, steps["weak"].settles) == ("h0", "")
    assert max(steps["sure"].if_found) == pytest.approx(0.9606, abs=1e-4)


def test_what_would_settle_it_is_said_and_never_of_a_risky_step():
    weighing = of(finding("a", SURE), finding("b", SURE, risks_people=True))
    said = [note for note in weighing.notes if note.startswith("What would settle it")]
    assert said == [
        "What would settle it: “the finding a”, if found, would bring “answer 0” above very likely (.96)."
    ]


def test_two_settle_it_together_where_no_single_one_does():
    strong = (Answer(words={"h0": "very likely", "h1": "very unlikely"}),)
    weighing = of(finding("a", strong, hours=2), finding("b", strong, hours=2), finding("c", FOR_H0))
    assert not any(s.settles for s in weighing.next_steps)
    settling = [pair for pair in weighing.pairs if pair.settles]
    assert [(pair.names, pair.settles) for pair in settling] == [(("a", "b"), "h0")]
    assert any(note.startswith("No single possible finding would settle it.") for note in weighing.notes)


def test_what_is_settled_already_is_not_settled_again():
    prior = {"h0": 99.0, "h1": 1.0, "something_else": 1.0}
    weighing = of(finding("a", FOR_H0), finding("b", FOR_H0), prior=prior)
    assert not any(s.settles for s in weighing.next_steps)


def test_that_nothing_would_settle_it_is_said_too():
    weighing = of(finding("a", FOR_H0))
    assert any("would settle it" in note and note.startswith("No possible") for note in weighing.notes)


@settings(max_examples=40, deadline=None)
@over(cases())
def test_pairs_are_what_the_four_outcomes_say(case):
    """Bits, chance of a change and what is settled, from the four outcomes summed one by one."""
    question, elicitation = case
    network = network_of(question, elicitation)
    now = posterior_of(network)[0]
    steps = next_steps(network, now)
    pairs = {pair.names: pair for pair in pairs_of_steps(network, now, steps)}
    safe = sorted(s.name for s in steps if not s.risks_people)
    for a, b in combinations(safe, 2):
        whatifs = [
            {**found(network, a, x), **found(network, b, y)} for x in (True, False) for y in (True, False)
        ]
        weights = joint_weights(network, [NOTHING, *whatifs])
        chances = weights[1:].sum(axis=1) / weights[0].sum()
        after = [normalised(row) for row in weights[1:]]
        changes = sum(
            float(c) for c, p in zip(chances, after, strict=True) if c > 0 and p.argmax() != now.argmax()
        )
        if (a, b) in pairs:
            assert pairs[a, b].p_lead_changes == pytest.approx(changes, abs=1e-9)
            assert pairs[a, b].bits >= -1e-12
            assert bool(pairs[a, b].settles) == bool(np.max(after[0]) > 0.95 >= np.max(now))
        elif not any(s.p_lead_changes > 0 for s in steps if not s.risks_people):
            assert changes == pytest.approx(0.0, abs=1e-9)

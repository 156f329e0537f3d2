"""Several questions in one network: equal to the plain sum, whoever is declared first."""

from dataclasses import replace

import brute_force
import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from weighing_cases import (
    MADE,
    QUICK,
    joint_cases,
    plain_variable,
    posterior_of,
    simple_elicitation,
    simple_question,
    word_item,
)

from twosource.evidence.claims import Hypothesis, Question
from twosource.evidence.elicitation import Answer, Elicitation, Item, Row
from twosource.terms import Status
from twosource.weighing import weigh
from twosource.weighing.joining import beside
from twosource.weighing.network import build_network
from twosource.weighing.readouts.views import joint_readout
from twosource.weighing.whatifs import NOTHING, given, joint_weights, kept, opposite, without

quick = settings(max_examples=40, deadline=None)
few = settings(max_examples=8, deadline=None)


def networks_of(pairs):
    return [build_network(q, e, QUICK, [p for p in pairs if p[0] is not q]) for q, e in pairs]


@quick
@over(joint_cases())
def test_every_question_gets_the_posterior_of_the_plain_sum(pairs):
    for network in networks_of(pairs):
        name = network.question.question_id
        expected = brute_force.shares(pairs, name)
        found = posterior_of(network)[0]
        assert found == pytest.approx([expected[(h,)] for h in network.hypotheses], abs=1e-12)


@quick
@over(joint_cases(), st.data())
def test_any_unknowns_can_be_kept(pairs, data):
    """Questions and variables alike, one or several, in any order."""
    network = networks_of(pairs)[0]
    names = data.draw(st.permutations(sorted(network.states)))[: data.draw(st.integers(1, 3))]
    expected = brute_force.shares(pairs, *names)
    found = kept(network, names)
    for states, p in expected.items():
        spot = tuple(network.states[n].index(s) for n, s in zip(names, states, strict=True))
        assert found[spot] == pytest.approx(p, abs=1e-12)
    assert found.sum() == pytest.approx(1.0)


@quick
@over(joint_cases())
def test_the_joint_table_adds_up_to_each_posterior(pairs):
    """What is kept together and what is kept alone are two ways to one answer."""
    first, second, *_ = networks_of(pairs)
    a, b = first.question.question_id, second.question.question_id
    table = np.array(joint_readout(first, a, b).p)
    assert table.sum(axis=1) == pytest.approx(posterior_of(first)[0], abs=1e-12)
    assert table.sum(axis=0) == pytest.approx(posterior_of(second)[0], abs=1e-12)


@few
@over(joint_cases(), st.randoms(use_true_random=False))
def test_order_of_declaration_is_irrelevant_to_the_last_bit(pairs, random):
    """Shuffled questions, variables and items give the same weighings, not nearly the same."""
    others = [
        (
            q,
            replace(
                e,
                variables=tuple(random.sample(e.variables, len(e.variables))),
                items=tuple(random.sample(e.items, len(e.items))),
            ),
        )
        for q, e in random.sample(pairs, len(pairs))
    ]
    before = {o.item_id: o for o in weigh(pairs, settings=QUICK)}
    assert {o.item_id: o for o in weigh(others, settings=QUICK)} == before


@quick
@over(joint_cases())
def test_retracting_an_item_of_another_question_is_never_having_had_it(pairs):
    network = networks_of(pairs)[0]
    (q, e), *rest = pairs[1:]
    gone = e.items[0].name
    never = [pairs[0], (q, replace(e, items=e.items[1:])), *rest]
    expected = brute_force.shares(never, network.question.question_id)
    found = posterior_of(network, without(network, [gone]))[0]
    assert found == pytest.approx([expected[(h,)] for h in network.hypotheses], abs=1e-12)


@quick
@over(joint_cases())
def test_what_ifs_of_a_joint_network_weigh_the_worlds_they_leave(pairs):
    """Conditioning a variable keeps the share of the worlds in which it is so."""
    network = networks_of(pairs)[0]
    for entry in network.variables:
        name, state = entry.variable.name, entry.variable.states[0]
        found = joint_weights(network, [NOTHING, given(network, {name: (state,)})])
        share = found[1].sum() / found[0].sum()
        assert share == pytest.approx(brute_force.shares(pairs, name).get((state,), 0.0), abs=1e-12)


def test_the_opposite_of_a_count_is_any_other_count():
    """1 - P(exactly 1 of 4 | p), with the contamination of words: nothing is divided out of it."""
    item = Item(
        name="i",
        text="i",
        question_id="q",
        answers=(Answer(words={"h0": "likely", "h1": "unlikely"}),),
        n_searched=4,
        n_found=1,
        made=MADE,
    )
    question = simple_question()
    network = build_network(question, simple_elicitation(question, items=[item]), QUICK)
    exactly = [4 * p * (1 - p) ** 3 for p in (0.675, 0.325)]
    assert opposite(network, ["i"])["item", "i"] == pytest.approx([1 - (0.98 * p + 0.01) for p in exactly])


def two_questions(**fields):
    """Was there a deal, and did the town fall by it? The second is asked under the first."""
    deal = simple_question()
    fell = Question(
        question_id="fell",
        text="How did the town fall?",
        hypotheses=(
            Hypothesis(name="handed over", text="it was handed over"),
            Hypothesis(name="taken", text="it was taken by force"),
            Hypothesis(name="something_else", text="something else"),
        ),
    )
    letter = word_item("letter", {"h0": "likely", "h1": "unlikely"})
    battle = Item(
        name="battle",
        text="a battle was recorded",
        question_id="fell",
        answers=(
            Answer(when=(("q", ("h0",)),), words={"handed over": "very unlikely", "taken": "roughly even"}),
            Answer(words={"handed over": "unlikely", "taken": "very likely"}),
        ),
        made=MADE,
    )
    second = Elicitation(
        question_id="fell",
        prior={"handed over": 1.0, "taken": 1.0, "something_else": 2.0},
        prior_why="flat",
        contamination=0.02,
        variables=(),
        items=(battle,),
        **{"joined": ("q",), "made": MADE} | fields,
    )
    return [(deal, simple_elicitation(deal, items=[letter])), (fell, second)]


def test_joined_questions_each_keep_a_weighing_and_their_own_something_else():
    """The first declares nothing: being joined goes both ways."""
    first, second = (o.values[0] for o in weigh(two_questions(), settings=QUICK))
    assert (first.question_id, second.question_id) == ("q", "fell")
    assert first.else_prior == pytest.approx(1 / 3)
    assert second.else_prior == pytest.approx(1 / 2)
    assert first.joints[0].names == ("q", "fell")
    assert first.joints[0].states == (("h0", "h1"), ("handed over", "taken"))
    turned = np.array(second.joints[0].p).T
    assert turned == pytest.approx(np.array(first.joints[0].p))


def test_evidence_for_one_question_moves_the_other():
    """The battle was asked for how the town fell, and it speaks against the deal too."""
    apart = next(iter(weigh(two_questions()[:1], settings=QUICK))).values[0]
    together = next(iter(weigh(two_questions(), settings=QUICK))).values[0]
    assert apart.hypotheses[0].p > together.hypotheses[0].p
    assert {w.name for w in together.weights} == {"letter", "battle"}


def test_a_question_joined_to_one_that_is_missing_is_refused():
    _, second = two_questions(joined=("q", "nowhere"))
    outcome = list(weigh([two_questions()[0], second], settings=QUICK))[1]
    assert outcome.status is Status.REFUSED
    assert "joined to 'nowhere', which is no question" in outcome.failures[0].happened


def test_a_question_whose_partner_cannot_be_weighed_is_refused_with_its_name():
    (deal, answers), second = two_questions()
    broken = replace(answers, contamination=2.0)
    outcomes = list(weigh([(deal, broken), second], settings=QUICK))
    assert [o.status for o in outcomes] == [Status.REFUSED, Status.REFUSED]
    assert "'fell' is weighed together with 'q'" in outcomes[1].failures[0].happened


def test_a_variable_declared_alike_in_both_is_one_and_otherwise_refused():
    (deal, first), (fell, second) = two_questions()
    shared = plain_variable("keeper", 0.3, 0.7)
    alike = [
        (deal, replace(first, variables=(shared,))),
        (fell, replace(second, variables=(replace(shared, text="said in other words"),))),
    ]
    assert build_network(*alike[0], QUICK, alike[1:]).n_states == 2 * 2 * 2
    other = replace(shared, rows=(Row(p=(0.5, 0.5)),))
    apart = [alike[0], (fell, replace(second, variables=(other,)))]
    failures = next(iter(weigh(apart, settings=QUICK))).failures
    assert [f.code for f in failures] == ["declared twice"]
    assert "'keeper' is declared for 'q' and for 'fell' and not alike" in failures[0].happened


def test_items_of_joined_questions_need_names_of_their_own():
    (deal, first), (fell, second) = two_questions()
    renamed = replace(second, items=(replace(second.items[0], name="letter"),))
    failures = next(iter(weigh([(deal, first), (fell, renamed)], settings=QUICK))).failures
    assert "The item 'letter' is declared for 'q' and for 'fell'" in failures[0].happened


def test_joining_goes_onwards():
    """a to b and b to c: all three share one network."""

    def pair(name, *joined):
        question = replace(simple_question(), question_id=name)
        return question, replace(simple_elicitation(simple_question()), question_id=name, joined=joined)

    pairs = [pair("a", "b"), pair("b"), pair("c", "b"), pair("d")]
    assert [q.question_id for q, _ in beside(pairs[0][0], pairs)] == ["b", "c"]
    assert [q.question_id for q, _ in beside(pairs[1][0], pairs)] == ["a", "c"]
    assert beside(pairs[3][0], pairs) == ()


def test_the_prior_of_a_joined_question_is_read_again_too():
    """How sure one is of a joined question is a view like any other, so the range here holds it."""
    pairs = two_questions()
    sure = [pairs[0], (pairs[1][0], replace(pairs[1][1], prior={**pairs[1][1].prior, "taken": 0.0001}))]
    widths = []
    for each in (pairs, sure):
        first = next(iter(weigh(each, settings=QUICK))).values[0].hypotheses[0]
        widths.append(first.high - first.low)
    assert widths[0] != pytest.approx(widths[1], abs=1e-3)


def test_a_joint_weighing_says_with_what_it_was_weighed():
    first, _ = (o.values[0] for o in weigh(two_questions(), settings=QUICK))
    assert any("in one network with “How did the town fall?”" in note for note in first.notes)

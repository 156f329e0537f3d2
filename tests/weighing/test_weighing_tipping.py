"""Tipping points of rows, priors, searched piles and reference sets: exact, as bisection finds them."""

from dataclasses import replace
from itertools import pairwise

import brute_force
import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from weighing_cases import (
    MADE,
    cases,
    network_of,
    plain_item,
    plain_variable,
    posterior_of,
    simple_elicitation,
    simple_question,
    weighed,
    word_item,
)

from twosource.evidence.elicitation import Answer, Item, Row
from twosource.evidence.readouts import TippingPoint
from twosource.weighing.readouts.tipping import renormalised, row_figures, tipping_points
from twosource.weighing.saying import tipping_sentence

QUESTION = simple_question()
FOR_H0 = {"h0": "very likely", "h1": "unlikely"}


def crossings(margin, now, n=64):
    """Return the nearest changes of sign on either side of `now`, by bisection on a fine grid."""
    grid = sorted({*np.linspace(1e-6, 1 - 1e-6, n), now})
    found = []
    for left, right in pairwise(grid):
        if margin(left) * margin(right) >= 0:
            continue
        low, high = left, right
        for _ in range(28):
            middle = (low + high) / 2
            low, high = (low, middle) if margin(middle) * margin(high) > 0 else (middle, high)
        found.append((low + high) / 2)
    return [x for x in found if x < now][-1:] + [x for x in found if x > now][:1]


def margin_of(p, lead):
    return p[lead] - max(v for at, v in enumerate(p) if at != lead)


def is_clear(posterior):
    ordered = sorted(posterior)
    return ordered[-1] - ordered[-2] > 1e-6


def with_row(elicitation, name, row, p):
    def changed(variable):
        rows = [replace(r, p=tuple(p)) if at == row else r for at, r in enumerate(variable.rows)]
        return replace(variable, rows=tuple(rows)) if variable.name == name else variable

    return replace(elicitation, variables=tuple(map(changed, elicitation.variables)))


@settings(max_examples=25, deadline=None)
@over(cases())
def test_row_tipping_points_equal_bisection_over_the_brute_sum(case):
    """Moving one probability of a row, the others keeping their proportions, changes the lead just there."""
    question, elicitation = case
    network = network_of(question, elicitation)
    posterior = posterior_of(network)[0]
    if not is_clear(posterior):
        return
    lead = int(np.argmax(posterior))
    points = [t for t in tipping_points(network, posterior) if t.kind == "row"]
    for figure in row_figures(network):
        variable = figure.entry.variable
        stated = np.array(variable.rows[figure.row].p)

        def margin(x, name=variable.name, row=figure.row, stated=stated, at=figure.state):
            moved = with_row(elicitation, name, row, renormalised(stated, at, x))
            return margin_of(brute_force.posterior(question, moved), lead)

        expected = [x for x in crossings(margin, figure.now, 12) if 1e-5 < x < 1 - 1e-5]
        mine = [
            t.p_tip
            for t in points
            if t.item == variable.name and t.state == variable.states[figure.state] and t.p_now == figure.now
        ]
        assert all(any(abs(x - y) < 1e-6 for y in mine) for x in expected)
        for x in mine:
            if figure.entry.rows[:, figure.state].tolist().count(figure.now) == 1:
                assert margin(x - 1e-6) * margin(x + 1e-6) <= 1e-12


@settings(max_examples=40, deadline=None)
@over(cases())
def test_prior_tipping_points_equal_bisection(case):
    question, elicitation = case
    network = network_of(question, elicitation)
    posterior = posterior_of(network)[0]
    if not is_clear(posterior):
        return
    lead = int(np.argmax(posterior))
    likelihood = posterior / network.prior
    points = [t for t in tipping_points(network, posterior) if t.kind == "prior"]
    for at, name in enumerate(network.hypotheses):

        def margin(x, at=at):
            return margin_of(renormalised(network.prior, at, x) * likelihood, lead)

        mine = [t.p_tip for t in points if t.hypothesis == name]
        expected = crossings(margin, float(network.prior[at]), 50)
        assert mine == pytest.approx(expected, abs=1e-9)


def test_the_others_of_a_row_keep_their_proportions():
    assert renormalised(np.array([0.5, 0.3, 0.2]), 0, 0.9) == pytest.approx([0.9, 0.06, 0.04])
    assert renormalised(np.array([1.0, 0.0, 0.0]), 0, 0.4) == pytest.approx([0.4, 0.3, 0.3])


def test_a_row_of_two_states_is_told_once():
    """P(yes) says P(no): one figure, not two that mirror each other."""
    network = network_of(
        QUESTION,
        simple_elicitation(
            QUESTION,
            items=[word_item("i", FOR_H0)],
            variables=[plain_variable("two", 0.9, 0.1), plain_variable("three", 0.5, 0.3, 0.2)],
        ),
    )
    assert [(f.entry.variable.name, f.state) for f in row_figures(network)] == [
        ("three", 0),
        ("three", 1),
        ("three", 2),
        ("two", 0),
    ]


def test_finer_states_tip_under_their_own_names():
    """A row is written in finer states, so it is they that are moved: here a crude forger, not "forger"."""
    party = replace(
        plain_variable("z", 0.6, 0.4),
        states=("honest", "forger"),
        rows=(Row(p=(0.6, 0.25, 0.15)),),
        merged={"forger": ("salting", "crude")},
        failed=("forger",),
    )
    item = Item(
        name="i",
        text="i",
        question_id="q",
        answers=(
            Answer(when=(("z", ("forger",)),), words={"h0": "unlikely", "h1": "very likely"}),
            Answer(words=FOR_H0),
        ),
        made=MADE,
    )
    weighing = weighed(QUESTION, simple_elicitation(QUESTION, items=[item], variables=[party]))
    tipping = {t.state: t.p_tip for t in weighing.tipping_points if t.kind == "row"}
    assert set(tipping) == {"honest", "salting", "crude"}
    assert tipping["honest"] == pytest.approx(0.5)


def searched(n_searched, p0, p1, **fields):
    """A paper picked from a pile, answered with one figure per hypothesis."""
    return replace(
        plain_item("i", p0),
        answers=(Answer(when=(("q", ("h0",)),), p=p0), Answer(p=p1)),
        n_searched=n_searched,
        **fields,
    )


def test_a_figure_for_one_paper_of_a_pile_tips_where_the_chances_of_the_pile_are_level():
    """P(one is shown) is 1 - (1 - p) ^ N under both, so .03 loses the lead where it falls to the rival's .01."""
    weighing = weighed(QUESTION, simple_elicitation(QUESTION, items=[searched(40, 0.03, 0.01)]))
    tips = {t.conditions: t.p_tip for t in weighing.tipping_points if t.kind == "item"}
    assert tips == {"q is h0": pytest.approx(0.01), "unless q is h0": pytest.approx(0.03)}


@pytest.mark.parametrize(
    "fields",
    [
        {"n_searched": 12},
        {"n_reference": 3},
        {"n_searched": 12, "n_reference": 2},
        {"n_searched": 20, "n_found": 2},
    ],
)
def test_piles_counts_and_ceilings_tip_where_bisection_says(fields):
    """Where the line is bent by a pile or a ceiling it is followed piece by piece."""
    base = replace(
        word_item("i", {"h0": "very likely", "h1": "almost no chance"}),
        answers=(
            Answer(when=(("u", ("s1",)),), p=0.3),
            Answer(words={"h0": "unlikely", "h1": "very unlikely"}),
        ),
        **fields,
    )
    elicitation = simple_elicitation(
        QUESTION,
        items=[base, word_item("j", {"h0": "unlikely", "h1": "roughly even"})],
        variables=[plain_variable("u", 0.8, 0.2)],
        prior={"h0": 1.0, "h1": 1.05, "something_else": 1.0},
    )
    network = network_of(QUESTION, elicitation)
    posterior = posterior_of(network)[0]
    lead = int(np.argmax(posterior))
    entry = network.item("i")
    n_points = 0
    for position, hypothesis in ((2, "h0"), (3, "h1")):

        def margin(x, position=position):
            figures = entry.figures_with((position,), x, True)
            return margin_of(posterior_of(network, {("item", "i"): figures})[0], lead)

        expected = crossings(margin, float(entry.raw.ravel()[position]), 400)
        points = tipping_points(network, posterior)
        mine = sorted(t.p_tip for t in points if t.item == "i" and t.hypothesis == hypothesis)
        assert mine == pytest.approx(expected, abs=1e-6)
        n_points += len(mine)
    assert n_points > 0


def test_the_band_of_a_word_stands_beside_its_figure_and_a_plain_one_has_none():
    weighing = weighed(QUESTION, simple_elicitation(QUESTION, items=[word_item("i", FOR_H0)]))
    bands = {t.hypothesis: (t.low, t.high) for t in weighing.tipping_points if t.kind == "item"}
    assert bands == {"h0": (0.80, 0.95), "h1": (0.20, 0.45)}
    plain = weighed(QUESTION, simple_elicitation(QUESTION, items=[searched(1, 0.5, 0.4)]))
    assert all(t.low == t.high == t.p_now and not t.in_band for t in plain.tipping_points)


def test_points_come_nearest_first_whatever_their_kind():
    weighing = weighed(
        QUESTION,
        simple_elicitation(
            QUESTION, items=[word_item("i", FOR_H0)], variables=[plain_variable("v", 0.9, 0.1)]
        ),
    )
    distances = [t.distance for t in weighing.tipping_points]
    assert distances == sorted(distances)
    assert {t.kind for t in weighing.tipping_points} >= {"item", "prior"}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("row", "the probability that “the record” is sound (unless z is x) goes from .9 to .26."),
        ("prior", "the prior of “answer 0” goes from .9 to .26."),
    ],
)
def test_rows_and_priors_are_said(kind, said):
    point = TippingPoint(
        kind=kind,
        item="record",
        state="sound",
        hypothesis="h0" if kind == "prior" else "",
        conditions="unless z is x" if kind == "row" else "",
        p_now=0.9,
        p_tip=0.264,
        new_lead="h1",
        in_band=False,
        distance=3.0,
    )
    texts = {"record": "the record", "h0": "answer 0", "h1": "answer 1"}
    assert tipping_sentence(point, texts).endswith(said)
    assert "«answer" not in tipping_sentence(point, texts)
    assert "0.26" in tipping_sentence(point, texts, "ar")

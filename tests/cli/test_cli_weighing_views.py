"""Views of one weighing on the terminal: letters that nothing is computed from, lists, joint tables, modes."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from twosource.cli.printing import Printer
from twosource.cli.weighing_views import VIEWS, show_view
from twosource.evidence.readouts import (
    AchRow,
    HypothesisReadout,
    JointReadout,
    ProjectionReadout,
    StateReadout,
    Weighing,
    WeightReadout,
)


def hypothesis(name, p):
    return HypothesisReadout(
        name=name, text=f"{name} deals", prior=0.5, p=p, low=0.1, high=0.9, leads_share=p, word="likely"
    )


def weighing(**more):
    return Weighing(
        question_id="question-contact",
        text="Was there contact?",
        hypotheses=(hypothesis("tactical", 0.7), hypothesis("none", 0.3)),
        states=(
            StateReadout(variable="keeper", text="how the keeper works", states=("honest", "forger"), p=(0.2, 0.8)),
        ),
        lead="tactical",
        lead_share=0.7,
        else_prior=0.1,
        else_bound=0.2,
        weights=(
            WeightReadout(name="letter", text="a letter says so", is_group=False, members=("letter",), decibans=(3.2, -3.2)),
        ),
        flips=(),
        tipping_points=(),
        next_steps=(),
        n_states=4,
        n_draws=1,
        seed=0,
        ach=(AchRow(item="letter", cells=("C", "I")),),
        **more,
    )  # fmt: skip


def printed(one, view):
    out = io.StringIO()
    show_view(Printer(out=Console(file=out, width=100, highlight=False)), one, view)
    return out.getvalue()


def test_the_letters_are_explained_and_said_to_be_a_view():
    said = printed(weighing(), "ach")
    assert "a letter says so" in said
    assert "nothing is computed from these letters" in said
    assert "consistent: without it the odds would be half as high or lower" in said
    assert "II" not in said


def test_what_shares_hands_has_a_row_of_its_own():
    """Two letters that are neutral one by one, and decisive together."""
    hands = WeightReadout(
        name="keeper", text="the keeper", is_group=True, members=("letter", "other"), decibans=(12.0, -12.0)
    )
    one = weighing()
    said = printed(replace(one, weights=(*one.weights, hands)), "ach")
    assert "all that rests on the keeper" in said
    assert "CC" in said
    assert "II" in said


def test_a_list_gives_words_before_figures():
    forged = ProjectionReadout(
        name="four", text="the list", cells=("deal", "forged"), texts=("a deal", ""), p=(0.83, 0.17)
    )
    said = printed(weighing(projections=(forged,)), "lists")
    assert "a deal" in said
    assert "very likely" in said
    assert ".83" in said
    assert "forged" in said
    assert "case.toml" in printed(weighing(), "lists")


def test_two_unknowns_side_by_side():
    joint = JointReadout(
        names=("question-contact", "letter_1"),
        states=(("tactical", "none"), ("genuine", "forged")),
        p=((0.6, 0.1), (0.1, 0.2)),
    )
    said = printed(weighing(joints=(joint,)), "joint")
    assert "contact, and letter 1:" in said
    assert ".60" in said
    assert "joined to no other" in printed(weighing(), "joint")


def test_ways_of_working_the_likeliest_first():
    assert "forger .80, honest .20" in printed(weighing(), "modes")


@pytest.mark.parametrize("view", VIEWS)
def test_a_text_cannot_steer_the_terminal(view):
    hostile = weighing(
        projections=(ProjectionReadout(name="x", text="\x1b[31m", cells=("\x1b", "b"), texts=("", ""), p=(0.5, 0.5)),),
    )  # fmt: skip
    assert "\x1b" not in printed(hostile, view)

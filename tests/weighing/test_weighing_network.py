"""From answers to tables: first match, contamination, finer states, track records, limits."""

import numpy as np
import pytest
from weighing_cases import (
    MADE,
    network_of,
    plain_item,
    plain_variable,
    posterior_of,
    simple_elicitation,
    simple_question,
    word_item,
)

from twosource.errors import LimitError, RefusedError
from twosource.evidence.elicitation import Answer, Item, Row, TrackRecord, Variable
from twosource.weighing import WeighSettings
from twosource.weighing.network import build_network, contaminate, first_match
from twosource.weighing.track_record import mode_likelihoods

QUESTION = simple_question()
STATES = {"a": ("x", "y"), "b": ("u", "v", "w")}


def test_the_first_line_that_holds_applies():
    """Line 0 takes x whatever b is; line 1 takes v of the rest; line 2 what is left."""
    grid = first_match([(("a", ("x",)),), (("b", ("v",)),), ()], ("a", "b"), STATES)
    assert grid.tolist() == [[0, 0, 0], [2, 1, 2]]


def test_a_condition_may_name_several_states():
    assert first_match([(("b", ("u", "w")),)], ("b",), STATES).tolist() == [0, -1, 0]


def test_no_scope_is_one_line():
    assert int(first_match([()], (), STATES)) == 0


def test_contamination_bounds_every_word():
    """With e = .02 the surest words give at most (.98 * .99 + .01) / (.98 * .01 + .01): about 1:50."""
    ends = contaminate(np.array([0.0, 1.0]), 0.02)
    assert ends.tolist() == pytest.approx([0.01, 0.99])


def test_words_are_contaminated_and_figures_are_not():
    items = [word_item("w", {"h0": "likely", "h1": "unlikely"}), plain_item("p", 0.3)]
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=items))
    assert network.item("w").table.figures == pytest.approx([0.98 * 0.675 + 0.01, 0.98 * 0.325 + 0.01])
    assert network.item("p").table.figures == pytest.approx([0.3, 0.3])


def test_bands_are_kept_for_the_readings():
    network = network_of(
        QUESTION,
        simple_elicitation(QUESTION, items=[word_item("w", {"h0": "likely", "h1": "almost certain"})]),
    )
    entry = network.item("w")
    assert (entry.low.tolist(), entry.high.tolist()) == ([[0.55, 0.95]], [[0.80, 0.99]])


def group(**fields):
    return Variable(
        name="group",
        text="the group",
        states=("honest", "forger"),
        merged={"forger": ("salting", "crude")},
        rows=(Row(p=(0.5, 0.2, 0.3)),),
        made=MADE,
        **fields,
    )


def test_finer_states_are_summed_into_the_shown_one():
    network = network_of(
        QUESTION, simple_elicitation(QUESTION, items=[plain_item("i", 0.5)], variables=[group()])
    )
    assert network.variable("group").table.figures == pytest.approx([0.5, 0.5])


def test_a_track_record_multiplies_each_mode_by_its_likelihood():
    """Section 3.1: [theta / (theta + s (1 - theta))] ** n per mode, here 1, 1 and (.4 / .7) ** 3."""
    record = TrackRecord(n=3, unseen=0.5, genuine_rate=(1.0, 1.0, 0.4))
    network = network_of(
        QUESTION,
        simple_elicitation(QUESTION, items=[plain_item("i", 0.5)], variables=[group(track_record=record)]),
    )
    crude = (0.4 / 0.7) ** 3
    assert mode_likelihoods(record) == pytest.approx([1.0, 1.0, crude])
    assert network.variable("group").table.figures == pytest.approx([0.5, 0.2 + 0.3 * crude])


def test_a_track_record_of_a_dependent_variable_speaks_about_its_parents():
    """It is evidence: a clean record of the child makes the parent that breeds clean children likelier."""
    parent = plain_variable("parent", 0.5, 0.5)
    child = Variable(
        name="child",
        text="child",
        states=("good", "bad"),
        rows=(Row(when=(("parent", ("s0",)),), p=(0.9, 0.1)), Row(p=(0.1, 0.9))),
        track_record=TrackRecord(n=1, unseen=1.0, genuine_rate=(1.0, 0.5)),
        made=MADE,
    )
    item = Item(
        name="i",
        text="i",
        question_id="q",
        answers=(
            Answer(when=(("parent", ("s0",)),), words={"h0": "likely", "h1": "unlikely"}),
            Answer(p=0.5),
        ),
        made=MADE,
    )
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=[item], variables=[parent, child]))
    good = 0.5 * (0.9 + 0.1 * 0.5)
    bad = 0.5 * (0.1 + 0.9 * 0.5)
    seen = [good * (0.98 * p + 0.01) + bad * 0.5 for p in (0.675, 0.325)]
    assert posterior_of(network)[0] == pytest.approx([w / sum(seen) for w in seen])


def test_a_condition_may_name_the_question():
    """A plain figure can then differ by hypothesis, which words cannot say finely enough."""
    item = Item(
        name="i",
        text="i",
        question_id="q",
        answers=(Answer(when=(("q", ("h0",)),), p=0.6), Answer(p=0.2)),
        made=MADE,
    )
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=[item]))
    assert posterior_of(network)[0] == pytest.approx([0.75, 0.25])


def test_a_combination_without_a_line_is_named():
    item = Item(
        name="i",
        text="i",
        question_id="q",
        answers=(Answer(when=(("v", ("s0",)),), p=0.5),),
        made=MADE,
    )
    elicitation = simple_elicitation(QUESTION, items=[item], variables=[plain_variable("v", 0.5, 0.5)])
    with pytest.raises(RefusedError, match="No line of i applies when v is s1"):
        network_of(QUESTION, elicitation)


def test_rows_that_leave_a_combination_out_are_named():
    child = Variable(
        name="child",
        text="child",
        states=("good", "bad"),
        rows=(Row(when=(("v", ("s1",)),), p=(0.9, 0.1)),),
        made=MADE,
    )
    elicitation = simple_elicitation(
        QUESTION, items=[plain_item("i", 0.5)], variables=[plain_variable("v", 0.5, 0.5), child]
    )
    with pytest.raises(RefusedError, match="No line of child applies when child is good and v is s0"):
        network_of(QUESTION, elicitation)


def tangled(n):
    """One item that depends on n variables at once."""
    names = [f"v{at:02}" for at in range(n)]
    when = tuple((name, ("s0",)) for name in names)
    item = Item(
        name="i", text="i", question_id="q", answers=(Answer(when=when, p=0.1), Answer(p=0.5)), made=MADE
    )
    return simple_elicitation(
        QUESTION, items=[item], variables=[plain_variable(name, 0.5, 0.5) for name in names]
    )


def test_a_table_beyond_the_limit_is_refused_before_it_is_built():
    """Sixty variables at once would need 2 ** 60 cells; the refusal says so and costs no memory."""
    with pytest.raises(LimitError, match=r"1,152,921,504,606,846,976 cells over 6. unknowns"):
        network_of(QUESTION, tangled(60))


def test_the_limit_is_a_setting():
    settings = WeighSettings(max_states=32)
    assert build_network(QUESTION, tangled(5), settings).plan.largest == 32
    with pytest.raises(LimitError, match="64 cells"):
        build_network(QUESTION, tangled(6), settings)


def test_the_width_is_limited_too():
    with pytest.raises(LimitError, match="3 unknowns"):
        build_network(QUESTION, tangled(5), WeighSettings(max_width=2))


def test_many_variables_that_do_not_meet_are_no_trouble():
    """Two hundred separate variables have 2 ** 201 joint states and tables of four cells."""
    variables = [plain_variable(f"v{at}", 0.5, 0.5) for at in range(200)]
    items = [
        Item(
            name=f"i{at}",
            text="i",
            question_id="q",
            answers=(
                Answer(when=((f"v{at}", ("s0",)),), words={"h0": "likely", "h1": "unlikely"}),
                Answer(p=0.5),
            ),
            made=MADE,
        )
        for at in range(200)
    ]
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=items, variables=variables))
    assert network.n_states == 2**201
    assert network.plan.largest <= 4
    assert posterior_of(network)[0].sum() == pytest.approx(1.0)


def test_unknown_names_raise():
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=[plain_item("i", 0.5)]))
    with pytest.raises(KeyError):
        network.item("j")
    with pytest.raises(KeyError):
        network.variable("v")

"""Lists read off the joint table: one cell for every case, and never a rival of what happened."""

import appendix_a as story
import brute_force
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from weighing_cases import QUICK, joint_cases, network_of, posterior_of, weighed

from twosource.errors import LimitError
from twosource.evidence.elicitation import Cell, Projection
from twosource.weighing import WeighSettings
from twosource.weighing.checks import problems
from twosource.weighing.network import build_network
from twosource.weighing.readouts.views import cell_probabilities, joint_readout, projection_readouts
from twosource.weighing.remarks import remarks
from twosource.weighing.whatifs import NOTHING, given, kept

quick = settings(max_examples=40, deadline=None)


def cell(name, **conditions):
    return Cell(name=name, text=name, when=story.when(**conditions))


FOUR_WAYS = Projection(
    name="four ways",
    text="the list everybody asks for",
    cells=(
        cell("strategic", contact="strategic", letter_1="genuine"),
        cell("tactical", contact="tactical", letter_1="genuine"),
        cell("none", contact="none", letter_1="genuine"),
        cell("forged"),
    ),
)
IF_FORGED = Projection(
    name="if forged",
    text="what a forged letter leaves",
    cells=(
        cell("genuine", letter_1="genuine"),
        cell("contact all the same", contact=("strategic", "tactical")),
        cell("no contact"),
    ),
)


def story_with(*projections):
    question, elicitation = story.case()
    return question, story.replace(elicitation, projections=projections)


def rounded(p):
    return tuple(round(float(x), 2) for x in p)


def test_forged_is_no_rival_of_collusion():
    """Section 5.7: .10, .62, .11 with a genuine letter, forged .17, and of that contact all the same .11."""
    weighing = weighed(*story_with(FOUR_WAYS, IF_FORGED))
    four, three = weighing.projections
    assert four.cells == ("strategic", "tactical", "none", "forged")
    assert rounded(four.p) == (0.10, 0.62, 0.11, 0.17)
    assert rounded(three.p) == (0.83, 0.11, 0.06)
    assert rounded(h.p for h in weighing.hypotheses) == (0.11, 0.72, 0.17)


def test_the_joint_table_shows_what_a_list_hides():
    weighing = weighed(*story_with(FOUR_WAYS))
    (table,) = weighing.joints
    assert table.names == ("contact", "letter_1")
    assert table.states == (story.NAMED, ("genuine", "forged"))
    forged = [row[1] for row in table.p]
    assert round(forged[story.STRATEGIC] + forged[story.TACTICAL], 2) == 0.11


@st.composite
def listed(draw):
    """A joint case with a list over its questions and variables; the last cell takes the rest."""
    pairs = draw(joint_cases())
    (question, elicitation), *rest = pairs
    states = {q.question_id: tuple(h.name for h in q.named) for q, _ in pairs}
    states |= {v.name: v.states for _, e in pairs for v in e.variables}
    cells = []
    for at in range(draw(st.integers(1, 3))):
        names = draw(st.lists(st.sampled_from(sorted(states)), min_size=1, max_size=3, unique=True))
        when = {name: draw(st.sampled_from(states[name])) for name in names}
        cells.append(cell(f"c{at}", **when))
    projection = Projection(name="p", text="p", cells=(*cells, cell("rest")))
    return [(question, story.replace(elicitation, projections=(projection,))), *rest], projection


@quick
@over(listed())
def test_cells_are_the_sums_of_the_worlds_they_take(case):
    """First match, over the plain joint sum; nothing is left out and nothing counts twice."""
    pairs, projection = case
    network = build_network(*pairs[0], QUICK, pairs[1:])
    expected, total = [0.0] * len(projection.cells), 0.0
    for world, p in brute_force.joint_worlds(pairs):
        at = next(i for i, c in enumerate(projection.cells) if brute_force.holds(c.when, world))
        expected[at] += p
        total += p
    (readout,) = projection_readouts(network)
    assert readout.p == pytest.approx([p / total for p in expected], abs=1e-12)
    assert sum(readout.p) == pytest.approx(1.0)


def test_a_list_can_be_read_under_a_what_if():
    """Taking the group for a forger moves the list as it moves the answer."""
    network = network_of(*story_with(FOUR_WAYS))
    forger = given(network, {"handover_group": ("forger",)})
    p = cell_probabilities(network, FOUR_WAYS, forger)
    assert p[3] > cell_probabilities(network, FOUR_WAYS)[3]
    assert kept(network, ("contact",), forger) == pytest.approx(posterior_of(network, forger)[0])


def test_an_impossible_what_if_leaves_every_cell_empty():
    network = network_of(*story_with(FOUR_WAYS))
    nobody = {("variable", "record"): 0.0 * network.variable("record").table.figures}
    assert cell_probabilities(network, FOUR_WAYS, nobody).tolist() == [0.0] * 4


def test_a_joint_table_of_an_unknown_with_a_variable():
    network = network_of(*story_with(FOUR_WAYS))
    table = joint_readout(network, "handover_group", "defectors")
    assert sum(map(sum, table.p)) == pytest.approx(1.0)
    assert [round(sum(row), 2) for row in table.p] == [0.21, 0.54, 0.24]


def test_a_list_whose_table_is_too_large_is_refused():
    """Reading it off would need a larger table than the question itself does."""
    question, elicitation = story_with(FOUR_WAYS)
    names = [v.name for v in elicitation.variables]
    wide = Projection(
        name="wide",
        text="wide",
        cells=(*(cell(n, **{n: elicitation.variables[i].states[0]}) for i, n in enumerate(names)), cell("x")),
    )
    with pytest.raises(LimitError, match="cells over"):
        build_network(
            question, story.replace(elicitation, projections=(wide,)), WeighSettings(max_states=200)
        )
    assert build_network(question, elicitation, WeighSettings(max_states=200)).plan.largest <= 200
    assert NOTHING == {}


def codes(*cells):
    return [f.code for f in problems(*story_with(Projection(name="p", text="p", cells=cells)))]


def test_lists_that_leave_a_case_out_or_hide_a_cell_are_refused():
    assert codes(cell("a", contact="none"), cell("b", contact="strategic")) == ["not exhaustive"]
    assert codes(cell("a", contact="none"), cell("b", contact="none"), cell("c")) == ["overlap"]
    assert codes(cell("a"), cell("b")) == ["overlap"]
    assert codes(cell("a")) == ["projection"]
    assert codes(cell("a", contact="none"), cell("a")) == ["projection"]
    assert codes(cell("a", contact="never"), cell("b")) == ["unknown name"]


def test_cells_that_overlap_in_part_are_told_which_one_counts():
    """First match decides, so it can be weighed, and a reader should know."""
    partly = Projection(
        name="p", text="p", cells=(cell("a", contact="none"), cell("b", letter_1="forged"), cell("c"))
    )
    said = remarks(*story_with(partly))
    assert [line for line in said if "a and b overlap" in line]
    assert remarks(*story_with(FOUR_WAYS)) == ()

"""Between an answer and a sight: searched piles, whole piles, reference sets; and where that tips."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from weighing_cases import MADE, network_of, posterior_of, simple_elicitation, simple_question, weighed

from twosource.evidence.elicitation import Answer, Item
from twosource.weighing.checks import problems
from twosource.weighing.readouts.tipping import answered_figures
from twosource.weighing.seeing import Seeing, back, bends, contaminate, not_seen, seen, shown
from twosource.weighing.whatifs import answered, opposite

QUESTION = simple_question()
quick = settings(max_examples=60, deadline=None)


def seeing(n, *, share=0.0, found=None, reference=None, shape=(1, 2)):
    return Seeing(
        shares=np.full(shape, share),
        is_used=np.ones(shape, dtype=bool),
        n_searched=n,
        n_found=found,
        n_reference=reference,
    )


def plain(p, q, **fields):
    """One item answered in plain figures per hypothesis."""
    answers = (Answer(when=(("q", ("h0",)),), p=p), Answer(p=q))
    return Item(name="i", text="i", question_id="q", answers=answers, made=MADE, **fields)


def ratio(item):
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=[item]))
    p = posterior_of(network)[0]
    return p[0] / p[1]


@pytest.mark.parametrize(
    ("n", "expected"), [(1, "5.0"), (10, "4.9"), (100, "4.1"), (1_000, "1.6"), (22_000, "1.0")]
)
def test_one_picked_paper_is_worth_less_the_larger_the_pile(n, expected):
    """Section 5.2: .005 against .001."""
    assert f"{ratio(plain(0.005, 0.001, n_searched=n)):.1f}" == expected


def test_a_whole_pile_is_decisive():
    """Section 5.2: exactly 3 of 100 gives 85, of 1,000 gives 2.3, of 22,000 refutes."""
    found = [ratio(plain(0.005, 0.001, n_searched=n, n_found=3)) for n in (100, 1_000, 22_000)]
    assert [f"{r:.0f}" for r in found[:1]] == ["85"]
    assert [f"{r:.1f}" for r in found[1:2]] == ["2.3"]
    assert found[2] < 1e-30


def test_words_answer_for_one_paper_of_the_pile():
    """Likely for one paper is almost certain for one out of three; contamination comes after."""
    words = Answer(words={"h0": "likely", "h1": "unlikely"})
    item = Item(name="i", text="i", question_id="q", answers=(words,), n_searched=3, made=MADE)
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=[item]))
    picked = [1 - (1 - p) ** 3 for p in (0.675, 0.325)]
    assert network.item("i").table.figures == pytest.approx([0.98 * p + 0.01 for p in picked])


def test_a_huge_pile_says_nothing_whatever_was_answered():
    words = Answer(words={"h0": "almost certain", "h1": "almost no chance"})
    item = Item(name="i", text="i", question_id="q", answers=(words,), n_searched=22_000, made=MADE)
    weighing = weighed(QUESTION, simple_elicitation(QUESTION, items=[item]))
    assert [h.p for h in weighing.hypotheses] == pytest.approx([0.5, 0.5])
    assert any("i was picked from a pile of 22,000" in note for note in weighing.notes)


@pytest.mark.parametrize(("n", "most"), [(15, 17.0), (50, 52.0), (0, 2.0)])
def test_a_reference_set_caps_the_ratio(n, most):
    """From n known forgeries nothing goes beyond n + 2, whichever way it points."""
    assert ratio(plain(0.99, 0.001, n_reference=n)) == pytest.approx(most)
    assert ratio(plain(0.001, 0.99, n_reference=n)) == pytest.approx(1 / most)


def test_a_cap_that_does_not_bind_changes_nothing_and_is_not_told():
    item = plain(0.9, 0.3, n_reference=50)
    assert ratio(item) == pytest.approx(3.0)
    told = weighed(QUESTION, simple_elicitation(QUESTION, items=[item])).notes
    assert not any("known forgeries" in note for note in told)
    told = weighed(QUESTION, simple_elicitation(QUESTION, items=[replace(item, n_reference=0)])).notes
    assert any("held against 0 known forgeries" in note and "2 to 1" in note for note in told)


def test_the_opposite_is_capped_too():
    """Not finding a feature that forgeries always have is worth no more than finding one they never have."""
    item = plain(0.999, 0.001, n_reference=8)
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=[item]))
    p = posterior_of(network, opposite(network, ["i"]))[0]
    assert p[1] / p[0] == pytest.approx(10.0)


def test_seeing_an_item_and_seeing_its_opposite_share_all_there_is():
    """Without a ceiling the two chances add up to 1, with or without a pile."""
    raw = np.array([[0.1, 0.6]])
    for one in (seeing(1, share=0.02), seeing(40, share=0.02)):
        assert seen(raw, one) + not_seen(raw, one) == pytest.approx(np.ones((1, 2)))


@quick
@over(st.integers(1, 30_000), st.floats(1e-6, 0.999999))
def test_picking_is_turned_round_exactly(n, p):
    """From the chance of being shown back to the chance of one paper, where a float can still tell."""
    one = seeing(n)
    chance = float(shown(np.array(p), one))
    if chance < 1.0 - 1e-9:
        assert back(chance, 0.0, 1.0, one) == pytest.approx(p, rel=1e-5)


@quick
@over(st.integers(1, 200), st.data())
def test_a_count_is_turned_round_on_both_sides_of_its_top(n, data):
    k = data.draw(st.integers(0, n))
    low, high = data.draw(st.sampled_from([(0.0, k / n), (k / n, 1.0)]))
    p = low + (high - low) * data.draw(st.floats(0.05, 0.95))
    one = seeing(n, found=k)
    chance = float(shown(np.array(p), one))
    if low < high and 1e-12 < chance < 1 - 1e-6:
        assert float(shown(np.array(back(chance, low, high, one)), one)) == pytest.approx(chance, rel=1e-9)


def test_certainties_about_one_paper_stay_finite():
    """p = 0 and p = 1 are figures like others: nothing becomes missing or infinite."""
    raw = np.array([[0.0, 1.0]])
    for one in (seeing(10), seeing(10, found=0), seeing(10, found=10), seeing(10, found=3)):
        assert np.isfinite(seen(raw, one)).all()


def test_a_count_that_fits_no_answer_is_refused_with_its_share():
    """Under .5 and .4 alike, three of 22,000 cannot be told from never: both figures are wrong."""
    elicitation = simple_elicitation(QUESTION, items=[plain(0.5, 0.4, n_searched=22_000, n_found=3)])
    (failure,) = problems(QUESTION, elicitation)
    assert failure.code == "pile"
    assert "3 of a whole pile of 22,000" in failure.happened


def margin(network, figure, raw):
    p = posterior_of(network, answered(network, "i", figure.positions, raw, figure.is_word))[0]
    return p[0] - p[1]


@st.composite
def piled(draw):
    """Two items: one with a pile or a ceiling, one plain that holds against it."""
    n = draw(st.integers(1, 60))
    fields = {"n_searched": n}
    if draw(st.booleans()):
        fields["n_found"] = draw(st.integers(0, n))
    if draw(st.booleans()):
        fields["n_reference"] = draw(st.integers(0, 20))
    figures = st.floats(0.01, 0.99)
    first = plain(draw(figures), draw(figures), **fields)
    second = replace(plain(draw(figures), draw(figures)), name="other")
    return simple_elicitation(QUESTION, items=[first, second])


@quick
@over(piled())
def test_between_its_bends_every_figure_tips_in_a_straight_line(elicitation):
    """In the chance of what was seen, weights lie on one line between two bends: so tips are exact."""
    network = network_of(QUESTION, elicitation)
    entry = network.item("i")
    for figure in [f for f in answered_figures(network) if f.entry is entry]:
        points = bends(entry.raw, figure.positions, entry.seeing)
        assert points[0] == 0.0
        assert points[-1] == 1.0
        for low, high in pairwise(points):
            middle = (low + high) / 2
            chances = shown(np.array([low, middle, high]), entry.seeing)
            figures = [entry.figures_with(figure.positions, x, False) for x in (low, middle, high)]
            if abs(chances[2] - chances[0]) > 1e-9:
                t = (chances[1] - chances[0]) / (chances[2] - chances[0])
                line = figures[0] + t * (figures[2] - figures[0])
                assert figures[1] == pytest.approx(line, abs=1e-9)


@quick
@over(piled())
def test_tipping_points_of_piles_and_ceilings_are_where_the_lead_changes(elicitation):
    """Raw figures, turned back from the pile: there, and only there, the two hypotheses draw level."""
    network = network_of(QUESTION, elicitation)
    weighing = weighed(QUESTION, elicitation)
    figures = [f for f in answered_figures(network) if f.entry is network.item("i")]
    plain_tips = [t for t in weighing.tipping_points if t.kind == "item" and t.item == "i"]
    for tip in plain_tips:
        step = 1e-3 * min(tip.p_tip, 1 - tip.p_tip)
        ends = [[margin(network, f, tip.p_tip + way * step) for way in (-1, 1)] for f in figures]
        assert any(below * above <= 0 for below, above in ends)
    for figure in figures:
        now = figure.at(network.item("i").raw)
        here = margin(network, figure, now)
        for end in (1e-4, 1 - 1e-4):
            there = margin(network, figure, end)
            if min(abs(here), abs(there)) > 1e-6 and here * there < 0:
                low, high = sorted((now, end))
                assert any(low <= tip.p_tip <= high for tip in plain_tips)


def test_contamination_of_arrays_is_cell_by_cell():
    raw = np.array([[0.5, 0.5]])
    assert contaminate(raw, np.array([[0.0, 0.2]])).tolist() == [[0.5, 0.5]]
    assert contaminate(np.array([[1.0, 1.0]]), np.array([[0.0, 0.2]])).tolist() == [[1.0, 0.9]]

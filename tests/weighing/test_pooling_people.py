"""Whose answers count, and the joint reading: equal to one person's, between two, wide where they differ."""

from dataclasses import replace

import appendix_a as story
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pooling_cases import p_of, pooled, ranges_of, said
from weighing_cases import (
    QUICK,
    WORDS,
    joint_cases,
    plain_item,
    plain_variable,
    posterior_of,
    simple_elicitation,
    simple_question,
    word_item,
)

from twosource.evidence.elicitation import Answer, Item, PossibleFinding
from twosource.weighing import WeighSettings
from twosource.weighing.joining import united
from twosource.weighing.network import build_network
from twosource.weighing.pooling import people_of, standing
from twosource.weighing.pooling.differing import measured_sd
from twosource.weighing.pooling.joining import joint_reading, pooled_figures
from twosource.weighing.pooling.people import as_answered_by

QUESTION = simple_question()
HIGH = {"h0": "very likely", "h1": "unlikely"}
LOW = {"h0": "unlikely", "h1": "very likely"}
CASE = simple_elicitation(
    QUESTION,
    items=[
        word_item("a", {"h0": "likely", "h1": "likely"}),
        word_item("b", {"h0": "likely", "h1": "unlikely"}),
    ],
)
MANY = WeighSettings(draws=2000, seed=1)


def reread(**items):
    """The case with the words of some items replaced: what one person's reading has to equal."""
    return replace(
        CASE,
        items=tuple(
            replace(i, answers=(Answer(words=items.get(i.name, i.answers[0].words)),)) for i in CASE.items
        ),
    )


def test_without_anybody_the_case_stands_as_it_is():
    assert pooled(QUESTION, CASE) == pooled(QUESTION, CASE, said("Nadia", "a", question="another"))
    assert pooled(QUESTION, CASE).people == ()


def test_one_person_is_read_as_if_the_case_had_said_so():
    """To the last bit, in figures and ranges: silence leaves the words of the case standing."""
    one, same = pooled(QUESTION, CASE, said("Nadia", "a", HIGH)), pooled(QUESTION, reread(a=HIGH))
    assert p_of(one) == p_of(same)
    assert ranges_of(one) == ranges_of(same)
    assert one.weights == same.weights
    assert [(r.by, r.n_answered, r.p) for r in one.people] == [("Nadia", 1, tuple(p_of(same)))]


def test_people_who_agree_are_one_reading():
    """To the last bit: agreement adds nothing, because nobody saw the thing a second time."""
    three = pooled(QUESTION, CASE, *(said(by, "a", HIGH) for by in ("Nadia", "Omar", "Lina")))
    assert ranges_of(three) == ranges_of(pooled(QUESTION, reread(a=HIGH)))
    assert p_of(three) == p_of(pooled(QUESTION, reread(a=HIGH)))
    assert three.disagreements == ()


def test_two_opposites_cancel_and_the_range_holds_both():
    answered = said("Nadia", "a", HIGH), said("Omar", "a", LOW)
    joint = pooled(QUESTION, CASE, *answered, settings=MANY)
    nadia, omar = (pooled(QUESTION, CASE, one, settings=MANY) for one in answered)
    assert p_of(joint)[0] == pytest.approx(p_of(pooled(QUESTION, CASE))[0], abs=1e-9)
    first = joint.hypotheses[0]
    assert first.low < omar.hypotheses[0].p < nadia.hypotheses[0].p < first.high
    alone = max(w.hypotheses[0].high - w.hypotheses[0].low for w in (nadia, omar))
    assert first.high - first.low > alone


def joined(*answered, case=CASE):
    people, _ = people_of(case, answered)
    return [
        joint_reading(order, lambda reread: build_network(QUESTION, reread(case), QUICK), QUICK)
        for order in (people, people[::-1])
    ]


def test_a_reading_is_one_persons_throughout():
    """In each draw both items are read by the same of the two, and each of them is drawn about half the time.

    Drawn for each item apart, half of all readings would mix words that nobody said together.
    """
    lines = [said("Nadia", n, HIGH) for n in "ab"] + [said("Omar", n, LOW) for n in "ab"]
    joint, _ = joined(*lines)
    by_nadia = [joint.bands["item", n][0][:, 0, 0] == 0.80 for n in "ab"]
    assert (by_nadia[0] == by_nadia[1]).all()
    assert 0.3 < by_nadia[0].mean() < 0.7


def test_the_order_in_which_people_are_given_is_irrelevant():
    """Three people, so that a sum in another order could round otherwise."""
    words = HIGH, LOW, {"h0": "almost certain", "h1": "roughly even"}
    one, other = joined(*(said(by, "a", w) for by, w in zip("ABC", words, strict=True)))
    assert (one.network.item("a").raw == other.network.item("a").raw).all()
    assert (one.bands["item", "a"][0] == other.bands["item", "a"][0]).all()
    assert [p.by for p in other.people] == ["A", "B", "C"]


@given(st.sampled_from([0.03, 0.125, 0.325, 0.5, 0.675, 0.875, 0.97]), st.integers(1, 9))
def test_a_figure_all_gave_is_that_figure_to_the_last_bit(point, n):
    assert pooled_figures(np.full(n, point), np.arange(1.0, n + 1)) == point


def test_silence_is_no_answer():
    """Omar answered only b, so a is read as Nadia answered it, and not half by the case."""
    joint = pooled(QUESTION, CASE, said("Nadia", "a", HIGH), said("Omar", "b", LOW))
    same = pooled(QUESTION, reread(a=HIGH, b=LOW))
    assert p_of(joint) == p_of(same)
    assert ranges_of(joint) == ranges_of(same)


people_words = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(WORDS), st.sampled_from(WORDS)), min_size=2, max_size=6
)


@given(people_words, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_of_entry_is_irrelevant_to_the_last_bit(lines, random):
    answered = [said(f"P{at}", i, {"h0": w0, "h1": w1}) for at, (i, w0, w1) in enumerate(lines)]
    first = pooled(QUESTION, CASE, *answered)
    random.shuffle(answered)
    assert pooled(QUESTION, CASE, *answered) == first


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=5), st.data())
@settings(deadline=None)
def test_the_pool_lies_between_and_says_the_same_of_the_opposite(points, data):
    weights = np.array(data.draw(st.lists(st.floats(0.1, 5.0), min_size=len(points), max_size=len(points))))
    found = pooled_figures(np.array(points), weights)
    assert min(points) - 1e-12 <= found <= max(points) + 1e-12
    assert pooled_figures(1.0 - np.array(points), weights) == pytest.approx(1.0 - found, abs=1e-12)


def test_likely_and_very_unlikely_pool_to_their_mean():
    """By hand: (.675 + .125) / 2; with three times the weight on the first, (3 * .675 + .125) / 4."""
    points = np.array([0.675, 0.125])
    assert pooled_figures(points, np.ones(2)) == pytest.approx(0.4)
    assert pooled_figures(points, np.array([3.0, 1.0])) == pytest.approx(0.5375)


def test_a_weight_moves_the_pool_and_none_leaves_somebody_out_with_a_sentence():
    answered = said("Nadia", "a", HIGH), said("Omar", "a", LOW)
    even = pooled(QUESTION, CASE, *answered)
    heavy = pooled(QUESTION, CASE, *answered, settings=replace(QUICK, pool_weights=(("Nadia", 3.0),)))
    alone = pooled(QUESTION, CASE, *answered, settings=replace(QUICK, pool_weights=(("Omar", 0.0),)))
    assert p_of(even)[0] < p_of(heavy)[0] < p_of(alone)[0]
    assert p_of(alone) == p_of(pooled(QUESTION, CASE, answered[0]))
    assert any("Omar answered has the weight 0" in note for note in alone.notes)
    assert any("the weights declared" in note for note in heavy.notes)


@pytest.mark.parametrize("weights", [(("A", -1.0),), (("A", float("nan")),), (("A", 1.0), ("A", 2.0))])
def test_weights_that_mean_nothing_raise(weights):
    with pytest.raises(ValueError, match=r"\w"):
        WeighSettings(pool_weights=weights)


def test_the_latest_answer_of_a_person_counts_and_one_taken_back_does_not():
    first, second = said("Nadia", "a", LOW), said("Nadia", "a", HIGH, after=5)
    assert standing([second, first]) == (second,)
    back = said("Nadia", "a", after=9)
    assert standing([back, second, first]) == ()
    again = said("Nadia", "a", LOW, after=12)
    assert p_of(pooled(QUESTION, CASE, again, back, first)) == p_of(pooled(QUESTION, CASE, first))


def test_take_back_and_answer_again_is_the_identity():
    nadia, omar = said("Nadia", "a", HIGH), said("Omar", "a", LOW)
    with_back = pooled(
        QUESTION, CASE, nadia, omar, said("Omar", "a", after=5), said("Omar", "a", LOW, after=6)
    )
    assert with_back == pooled(QUESTION, CASE, nadia, omar)


def two_lines(*, asked="s0"):
    item = Item(
        name="a",
        text="a",
        question_id="q",
        answers=(Answer(when=(("v", (asked,)),), words=HIGH), Answer(words={"h0": "likely", "h1": "likely"})),
        made=CASE.made,
    )
    return replace(CASE, items=(item, plain_item("p", 0.4)), variables=(plain_variable("v", 0.6, 0.4),))


def test_a_line_is_found_by_its_conditions_and_the_others_stay():
    answered = said("Nadia", "a", ((("v", ("s0",)),), LOW))
    (person,), notes = people_of(two_lines(), [answered])
    read = as_answered_by(two_lines(), person)
    assert [a.words for a in read.items[0].answers] == [LOW, {"h0": "likely", "h1": "likely"}]
    assert notes == ()


@pytest.mark.parametrize(
    "answered",
    [
        said("Nadia", "gone", HIGH),
        said("Nadia", "p", HIGH),
        said("Nadia", "a", ((("v", ("s1",)),), LOW)),
        said("Nadia", "a", {"h0": "likely"}),
        said("Nadia", "a", {"h0": "likely", "h1": "maybe"}),
    ],
    ids=[
        "no such item",
        "a plain figure",
        "other conditions",
        "a hypothesis missing",
        "no word of the scale",
    ],
)
def test_what_no_longer_fits_is_left_out_and_said(answered):
    weighing = pooled(QUESTION, two_lines(), answered)
    assert p_of(weighing) == p_of(pooled(QUESTION, two_lines()))
    assert any("Nadia answered for" in note and "ledger" in note for note in weighing.notes)


def test_a_possible_finding_is_answered_too():
    finding = PossibleFinding(
        name="f", text="f", question_id="q", answers=(Answer(words=HIGH),), hours=2.0, made=CASE.made
    )
    case = replace(CASE, possible_findings=(finding,))
    flat = pooled(QUESTION, case, said("Nadia", "f", {"h0": "likely", "h1": "likely"}))
    assert flat.next_steps[0].bits == pytest.approx(0.0, abs=1e-12)
    both = pooled(
        QUESTION, case, said("Nadia", "f", {"h0": "likely", "h1": "likely"}), said("Omar", "f", HIGH)
    )
    assert 0.0 < both.next_steps[0].bits < pooled(QUESTION, case).next_steps[0].bits


def test_disagreements_are_told_farthest_first_with_the_words_of_each():
    weighing = pooled(
        QUESTION,
        CASE,
        said("Omar", "a", {"h0": "very unlikely", "h1": "unlikely"}),
        said("Nadia", "a", {"h0": "likely", "h1": "likely"}),
        said("Nadia", "b", HIGH),
    )
    assert [(d.item, d.hypothesis) for d in weighing.disagreements] == [("a", "h0"), ("a", "h1")]
    assert weighing.disagreements[0].words == (("Nadia", "likely"), ("Omar", "very unlikely"))
    assert weighing.disagreements[0].decibans == pytest.approx(7.32, abs=0.005)


def test_a_lead_that_people_do_not_share_is_said():
    weighing = pooled(
        QUESTION, CASE, *(said("Nadia", n, HIGH) for n in "ab"), *(said("Omar", n, LOW) for n in "ab")
    )
    assert [r.lead for r in weighing.people] == ["h0", "h1"]
    assert any("do not come to the same lead" in note for note in weighing.notes)


def test_a_tipping_point_knows_the_band_of_whoever_answered():
    """likely (.55-.80) of one and unlikely (.20-.45) of the other: what either allows is allowed."""
    answered = [
        said(by, "b", w) for by, w in (("Nadia", HIGH), ("Omar", {"h0": "unlikely", "h1": "unlikely"}))
    ]
    points = {(t.item, t.hypothesis): t for t in pooled(QUESTION, CASE, *answered).tipping_points}
    assert points["b", "h0"].p_tip < points["b", "h0"].p_now
    assert points["b", "h0"].in_band


def test_how_far_people_differ_is_measured_where_two_answered_one_cell():
    people, _ = people_of(CASE, [said("Nadia", "a", HIGH)])
    assert measured_sd(CASE, people) is None
    people, _ = people_of(
        CASE,
        [
            said("Nadia", "a", {"h0": "likely", "h1": "likely"}),
            said("Omar", "a", {"h0": "unlikely", "h1": "unlikely"}),
        ],
    )
    assert measured_sd(CASE, people) == pytest.approx(1.0337, abs=1e-4)


def test_the_story_read_by_two():
    """Appendix A with one person who agrees and one who finds the record as surprising under every answer."""
    question, elicitation = story.case()
    alike = dict.fromkeys(story.NAMED, "likely")
    first = said(
        "Nadia", "pair_fights", story.words("very unlikely", "very likely", "very likely"), question="contact"
    )
    second = said("Omar", "pair_fights", alike, question="contact")
    joint = pooled(question, elicitation, first, second)
    assert p_of(pooled(question, elicitation, first)) == p_of(pooled(question, elicitation))
    lead = [h.name for h in joint.hypotheses].index("strategic")
    assert p_of(pooled(question, elicitation))[lead] < p_of(joint)[lead] < joint.people[1].p[lead]


@given(joint_cases(), st.data())
@settings(max_examples=30, deadline=None)
def test_an_answer_to_a_joined_question_counts_in_the_whole_network(pairs, data):
    """One person answers an item of the second question: the first is read as if the case had said so."""
    (question, first), (_, second), *rest = pairs
    item = next((i for i in second.items if i.answers[-1].words), None)
    assume(item is not None and all(line.when for line in item.answers[:-1]))
    words = {h: data.draw(st.sampled_from(WORDS)) for h in item.answers[-1].words}
    answered = said("Nadia", item.name, words, question=second.question_id)
    lines = (*item.answers[:-1], Answer(words=words))
    changed = replace(
        second, items=tuple(replace(i, answers=lines) if i is item else i for i in second.items)
    )
    people, notes = people_of(united(first, [e for _, e in pairs[1:]]), [answered])
    joint = joint_reading(
        people,
        lambda reread: build_network(question, reread(first), QUICK, [(q, reread(e)) for q, e in pairs[1:]]),
        QUICK,
    )
    same = build_network(question, first, QUICK, [(pairs[1][0], changed), *rest])
    assert notes == ()
    assert (posterior_of(joint.network) == posterior_of(same)).all()

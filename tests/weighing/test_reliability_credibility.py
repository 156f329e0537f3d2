"""A claim without one source: what all else that was weighed leads one to expect, by exact sums."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from weighing_cases import MADE, QUICK, cases, plain_variable, simple_elicitation, simple_question, word_item

from twosource.evidence.elicitation import Answer, Answered, Item
from twosource.terms import likelihood
from twosource.weighing.reliability import expected_without

QUESTION = simple_question()
LIKELY, UNLIKELY = (likelihood(word).point for word in ("likely", "unlikely"))


def expected(elicitation, claim="c", fallen=(), parties=()):
    return expected_without(
        [(QUESTION, elicitation)], claim, fallen=set(fallen), party_ids=set(parties), settings=QUICK
    )


def one(name, h0="likely", h1="unlikely", **fields):
    return word_item(name, {"h0": h0, "h1": h1}, **fields)


def test_it_is_the_predictive_probability_without_the_item():
    """By hand: another item leaves h0 : h1 = .675 : .325; the item is .675 under h0 and .325 under h1."""
    elicitation = simple_elicitation(
        QUESTION, items=[one("a", claim_id="c"), one("b", claim_id="d")], contamination=0.0
    )
    (found,) = expected(elicitation)
    share = LIKELY / (LIKELY + UNLIKELY)
    assert found.p == pytest.approx(share * LIKELY + (1 - share) * UNLIKELY)
    assert (found.item, found.n_others) == ("a", 1)


def test_what_falls_with_the_source_is_left_out():
    items = [one("a", claim_id="c"), one("b", claim_id="d"), one("e", "unlikely", "likely", claim_id="f")]
    elicitation = simple_elicitation(QUESTION, items=items, contamination=0.0)
    both, fallen = expected(elicitation)[0].p, expected(elicitation, fallen={"d"})[0].p
    share = LIKELY / (LIKELY + UNLIKELY)
    assert both == pytest.approx(0.5)
    assert fallen == pytest.approx(share * UNLIKELY + (1 - share) * LIKELY)


def test_other_items_on_the_same_claim_are_left_out():
    items = [one("a", claim_id="c"), one("b", claim_id="c"), one("e", claim_id="d")]
    elicitation = simple_elicitation(QUESTION, items=items)
    assert [found.n_others for found in expected(elicitation)] == [1, 1]


def test_how_reliable_the_source_is_does_not_show_in_the_digit():
    """The source fails with .1 or with .9: of a sound one the same is to be expected."""

    def p(fails):
        mode = plain_variable("mode", fails, 1 - fails, failed=("s0",), party_id="z")
        item = Item(
            name="a",
            text="a",
            question_id="q",
            claim_id="c",
            answers=(
                Answer(when=(("mode", ("s0",)),), p=0.5),
                Answer(words={"h0": "very likely", "h1": "very unlikely"}),
            ),
            made=MADE,
        )
        elicitation = simple_elicitation(QUESTION, items=[item, one("b", claim_id="d")], variables=[mode])
        return expected(elicitation, parties={"z"})[0].p

    assert p(0.1) == pytest.approx(p(0.9))


def test_without_anything_else_nothing_is_expected():
    assert expected(simple_elicitation(QUESTION, items=[one("a", claim_id="c")])) == ()
    assert expected(simple_elicitation(QUESTION, items=[one("a", claim_id="d")])) == ()


def test_what_cannot_be_weighed_expects_nothing():
    broken = simple_elicitation(QUESTION, items=[one("a", claim_id="c"), one("b", "no such word")])
    assert expected(broken) == ()


def test_what_people_answered_apart_counts_as_it_is_weighed():
    """Somebody answered the other item the other way round: the item is less to be expected."""
    elicitation = simple_elicitation(QUESTION, items=[one("a", claim_id="c"), one("b", claim_id="d")])
    said = Answered(
        answered_id="1",
        question_id="q",
        item="b",
        answers=(Answer(words={"h0": "unlikely", "h1": "likely"}),),
        at=datetime(2016, 5, 3, tzinfo=UTC),
        made=MADE,
    )
    (found,) = expected_without(
        [(QUESTION, elicitation)], "c", fallen=(), party_ids=(), settings=QUICK, answered=[said]
    )
    assert found.p < 0.5 < expected(elicitation)[0].p


def test_items_of_joined_questions_count_too():
    """By itself nothing else would be left to expect the item from."""
    other = replace(QUESTION, question_id="p")
    alone = simple_elicitation(QUESTION, items=[one("a", claim_id="c")])
    second = simple_elicitation(QUESTION, items=[one("b", claim_id="d")])
    second = replace(second, question_id="p", items=tuple(replace(i, question_id="p") for i in second.items))
    pairs = [(QUESTION, replace(alone, joined=("p",))), (other, second)]
    (found,) = expected_without(pairs, "c", fallen=(), party_ids=(), settings=QUICK)
    assert found.n_others == 1
    assert found.p == pytest.approx(0.5)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_it_is_always_a_probability(case):
    question, elicitation = case
    for item in elicitation.items:
        for found in expected_without(
            [(question, elicitation)], item.claim_id, fallen=(), party_ids=("one party",), settings=QUICK
        ):
            assert 0.0 <= found.p <= 1.0

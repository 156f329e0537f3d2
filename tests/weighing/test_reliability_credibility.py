"""A claim without one source: what all else that was weighed leads one to expect, by exact sums."""

import pytest
from hypothesis import given, settings
from weighing_cases import MADE, QUICK, cases, plain_variable, simple_elicitation, simple_question, word_item

from twosource.evidence.elicitation import Answer, Item
from twosource.terms import likelihood
from twosource.weighing.reliability import expected_without

QUESTION = simple_question()
LIKELY, UNLIKELY = (likelihood(word).point for word in ("likely", "unlikely"))


def expected(elicitation, claim="c", fallen=(), parties=()):
    return expected_without(
        QUESTION, elicitation, claim, fallen=set(fallen), party_ids=set(parties), settings=QUICK
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


@settings(deadline=None)
@given(cases())
def test_it_is_always_a_probability(case):
    question, elicitation = case
    for item in elicitation.items:
        for found in expected_without(
            question, elicitation, item.claim_id, fallen=(), party_ids=("one party",), settings=QUICK
        ):
            assert 0.0 <= found.p <= 1.0

"""Sentences that name a speaker and a content, and do not say that it was said."""

import pytest
from attributing_cases import Found

from twosource.terms import Stance

PAPER = {"publisher": "Evening Lantern"}


@pytest.mark.parametrize(
    "text",
    [
        "Neither Karim Haddad nor Omar Saleh said the army fled Homs.",
        "No minister said that the army left Homs.",
        "If Omar Saleh said that the army withdrew from Homs, he lied.",
        "As if the general had said that the army left Homs.",
        "It is not true that Omar Saleh said the tanks left Homs.",
        "There is no evidence that Omar Saleh said the army left Homs.",
        "Omar Saleh said nothing of the sort: that the army fled Homs.",
        'Sure, Omar Saleh "said" that the army left Homs.',
        "No one said that the army attacked Hama.",
        "The minister never, in any of the many days of that spring, told the committee that "
        "the army withdrew from Homs.",
    ],
)
def test_what_is_not_said_to_have_been_said_is_asserted_by_nobody(text):
    """Neither by whoever is named nor by the page that tells of it."""
    found = Found(text, **PAPER)
    assert found.statements
    assert {s.stance for s in found.statements} == {Stance.DOUBTS}


@pytest.mark.parametrize(
    "text",
    [
        "Omar Saleh, not Karim Haddad, said that the army left Homs.",
        "With no tanks left, Omar Saleh said that the army left Homs.",
        "There is no doubt that Omar Saleh said that the army left Homs.",
        "Omar Saleh said that no one left Homs.",
        "If true, Omar Saleh said, the army left Homs.",
        "Omar Saleh did not leave and said that the army fled Homs.",
        "Omar Saleh not only said that the army left Homs.",
        "No, Omar Saleh said that the army fled Homs.",
        "“The army left Homs,” said Omar Saleh.",
    ],
)
def test_a_negation_elsewhere_takes_nobodys_words_away(text):
    """A no in the content, beside the subject or in another clause is not about the saying."""
    (statement,) = Found(text, **PAPER).statements
    assert statement.stance is Stance.ASSERTS
    assert statement.chain.innermost.as_written == "Omar Saleh"


def test_a_verb_in_scare_quotes_is_not_said_by_whoever_stands_behind_it():
    """The quotation marks around the verb close no quotation that an inverted verb could credit."""
    found = Found('Sure, Omar Saleh "said" that the army left Homs.', **PAPER)
    assert found.chain() == ["Evening Lantern", "Omar Saleh"]


@pytest.mark.parametrize(
    "text",
    [
        "The withdrawal from Palmyra never took place.",
        "The withdrawal from Palmyra did not take place.",
        "The bombing of Homs has not happened.",
        "Reports of a withdrawal from Palmyra are false.",
    ],
)
def test_a_noun_whose_verb_says_that_it_did_not_happen_is_denied(text):
    """The negation stands behind the noun, where no scope of a verb reaches."""
    (statement,) = Found(text, **PAPER).statements
    assert statement.event.is_negated
    assert statement.factuality.is_negated
    assert statement.factuality.score <= -2


@pytest.mark.parametrize(
    "text",
    [
        "The bombing of Homs meant the harvest never took place.",
        "The withdrawal from Palmyra showed that the harvest never took place.",
        "The army withdrew from Homs, and the harvest never took place.",
        "The bombing of Homs took place in May.",
    ],
)
def test_what_did_not_happen_beside_it_denies_no_event(text):
    """Another subject's verb is not the noun's."""
    (statement,) = Found(text, **PAPER).statements
    assert not statement.event.is_negated


def test_whoever_told_of_what_the_page_denies_neither_asserts_nor_denies_it():
    """The denial is the page's; the announcement is no word on whether it happened."""
    text = "The withdrawal from Palmyra, which the minister announced, never took place."
    assert {s.stance for s in Found(text, **PAPER).statements if s.chain.credited} <= {Stance.DOUBTS}


def test_what_somebody_refused_to_say_the_page_does_not_say_for_them():
    """The refusal is told as a fact, and what was refused stays open."""
    found = Found("Omar Saleh refused to say that the rebels shelled Aleppo.", **PAPER)
    stances = {s.event.action.value: s.stance for s in found.statements}
    assert stances["bomb"] is Stance.DOUBTS
    assert (
        Found("It is fair to say that the rebels shelled Aleppo.", **PAPER).statements[0].stance
        is Stance.ASSERTS
    )


def test_according_to_a_name_that_is_lost_credits_nobody_behind_the_comma():
    """`According to , the army`: a link fell away; the army is what is told of."""
    for opening in ("According to , the army", "According to According To, the army"):
        found = Found(f"{opening} withdrew from Raqqa.", **PAPER)
        names = {found.parties[link.party_id].name for s in found.statements for link in s.chain.credited}
        assert found.statements
        assert all("army" not in name for name in names)
        assert all(len(s.chain.links) == 2 for s in found.statements)

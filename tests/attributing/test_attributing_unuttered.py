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
        "The minister never, in any of the many meetings of that spring, told the committee that "
        "the army left Homs.",
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

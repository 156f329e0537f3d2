"""Factuality of statements: the content as its innermost speaker presents it."""

import math

import pytest
from attributing_cases import Found

from twosource.attributing.discourse import Discourse
from twosource.attributing.factuality import factuality_of
from twosource.attributing.factuality.reading import MAX_SCORE
from twosource.attributing.frames import Parsed
from twosource.attributing.lexicon import lexicon_for, words_of
from twosource.attributing.sentences import sentences
from twosource.evidence.codec import from_line, to_line
from twosource.ports import Marked
from twosource.terms import Modality, Stance, Tense


def facts(text, action, **rest):
    """Return the statement about an action in a text."""
    found = Found(text, publisher="Ours", **rest)
    (one,) = [s for s in found.statements if s.event is not None and s.event.action.value == action]
    return one


def test_an_order_and_what_it_orders_are_two_things():
    """That the order was given is told as fact; that it was obeyed is not told at all."""
    text = "The ministry ordered the fighters to withdraw from Palmyra."
    order, withdrawal = facts(text, "order").factuality, facts(text, "withdraw").factuality
    assert (order.modality, order.score, order.tense) == (Modality.ACTUAL, 3.0, Tense.PAST)
    assert (withdrawal.modality, withdrawal.tense) == (Modality.ORDERED, Tense.FUTURE)
    assert withdrawal.words == ("ordered",)
    assert 0 < withdrawal.score < 2


def test_a_denial_is_in_the_stance_and_in_the_factuality():
    """Whoever denies presents the content as not so; denying a negation turns it back."""
    denied = facts("The spokesman denied that the army bombed Homs.", "bomb")
    assert (denied.stance, denied.factuality.is_negated, denied.factuality.score) == (
        Stance.DENIES,
        True,
        -3.0,
    )
    twice = facts("The spokesman denied that the army had not bombed Homs.", "bomb")
    assert (twice.stance, twice.factuality.is_negated) == (Stance.DENIES, False)


def test_the_cue_of_a_reporter_is_no_doubt_of_the_speaker():
    """`Claims` is the reporter's distance and stays in the hedge; `believes` is the speaker's own."""
    claimed = facts("The mayor claimed that the army bombed Homs.", "bomb")
    assert (claimed.factuality.modality, claimed.factuality.score) == (Modality.ACTUAL, 3.0)
    believed = facts("The mayor believes that the army bombed Homs.", "bomb")
    assert believed.factuality.modality is Modality.POSSIBLE


def test_what_somebody_does_not_think_is_presented_as_not_so():
    """The negation of `think` is meant for what is thought."""
    found = facts("I do not think that the army bombed Homs.", "bomb").factuality
    assert found.is_negated
    assert found.score < -1
    assert found.words == ("not think",)


@pytest.mark.parametrize("text", ["Did the army bomb Homs?", "“Did the army bomb Homs?”"])
def test_a_question_shows_its_sign(text):
    """A question presents its content as open."""
    found = facts(text, "bomb").factuality
    assert (found.modality, found.score) == (Modality.ASKED, 0.0)
    assert "?" in found.words


def test_a_content_without_an_event_has_factuality_too():
    """Its first verb is what is read."""
    (one,) = Found("The mayor said that the well was not empty.", publisher="Ours").statements
    assert one.event is None
    assert one.factuality.is_negated
    assert one.factuality.tense is Tense.PAST


def test_arabic_statements_have_it_and_other_languages_without_lists_do_not_invent_it():
    """A language without a section gives None unless somebody adds one."""
    arabic = facts("أمرت القيادة بالانسحاب من تدمر.", "withdraw", language="ar").factuality
    assert arabic.modality is Modality.ORDERED
    assert arabic.words == ("أمرت",)


def test_a_tagger_gives_the_figure_and_the_rules_the_words():
    """A figure outside the scale is held to it; nan says that the tagger saw no event."""
    item = _parsed("The guards may have bombed Homs .")
    at = [t.text for t in item.tokens].index("bombed")
    n = len(item.tokens)
    ruled = factuality_of(item, None, at)
    figures = [math.nan] * n
    assert factuality_of(item, None, at, marked=Marked(factuality=tuple(figures))).score == ruled.score
    figures[at] = 1.25
    given = factuality_of(item, None, at, marked=Marked(factuality=tuple(figures)))
    assert (given.score, given.modality, given.words) == (1.25, Modality.POSSIBLE, ("may",))
    figures[at] = 9.0
    assert factuality_of(item, None, at, marked=Marked(factuality=tuple(figures))).score == MAX_SCORE
    assert factuality_of(item, None, at, marked=Marked()).score == ruled.score


def _parsed(text):
    lexicon = lexicon_for("en")
    (sentence,) = sentences(text, lexicon)
    words = words_of(sentence.tokens, lexicon)
    return Parsed(sentence, words, [], [], lexicon, Discourse(lexicon))


def test_a_statement_with_factuality_survives_being_written_down():
    """It is kept with the statement, byte for byte."""
    one = facts("The army may have bombed Homs.", "bomb")
    assert from_line(to_line(one)) == one

"""Whether a speaker believes what they embed, by features that can be said in words."""

import pytest

from twosource.attributing.factuality.believing import SCALE, belief_in, features_in, lemmas, scored
from twosource.terms import load_table


def clause(text, words):
    """Return the code points of some words of a text."""
    at = text.index(words)
    return at, at + len(words)


def belief(text, words="the bridge was closed", context=""):
    found = belief_in(text, clause(text, words), context)
    assert found is not None
    return found.score


def test_what_a_speaker_does_not_think_they_hold_for_not_so():
    """Negation is raised out of the clause."""
    assert belief("I don't think the bridge was closed.") < -1


def test_what_somebody_did_not_notice_stands():
    """A factive verb presupposes its clause under negation, question and condition."""
    assert belief("She did not notice that the bridge was closed.") > 1
    assert belief("Did you know that the bridge was closed?") > 1
    assert belief("He might realise that the bridge was closed.") > 1


def test_a_question_about_a_belief_is_between_the_two():
    """Neither believed nor denied."""
    asked = belief("Do you think the bridge was closed?")
    assert belief("I don't think the bridge was closed.") < asked
    assert asked < belief("Did you notice that the bridge was closed?")


def test_the_speakers_own_denial_counts_more_than_that_of_others():
    """`I don't think` says more of the speaker than `she did not think`."""
    assert belief("I don't think the bridge was closed.") < belief(
        "She did not think that the bridge was closed."
    )


def test_every_part_of_a_score_can_be_shown():
    """The parts and the intercept add up to the score, unless it was held to the scale."""
    features = features_in("She did not know it was open.", (17, 28))
    found = scored(features)
    total = load_table("commitment")["intercept"] + sum(part for _, part in found.parts)
    assert found.score == pytest.approx(max(-SCALE, min(SCALE, total)), abs=0.01)
    assert {name for name, _ in found.parts} <= set(features)
    sizes = [abs(part) for _, part in found.parts]
    assert sizes == sorted(sizes, reverse=True)


def test_features_name_the_verb_what_stands_over_it_and_its_subject():
    """They are words a person can check against the sentence."""
    features = features_in("If you think that anybody left, tell us.", (18, 30))
    assert {"word think", "kind believes", "subject you", "on a condition", "opens with that"} <= set(
        features
    )
    assert "clause has any or ever" in features
    assert "asked" not in features


def test_a_clause_that_nothing_embeds_has_no_belief():
    """There is no embedding word before it."""
    assert belief_in("The bridge was closed.", (0, 21)) is None


def test_the_context_counts_only_through_words_taken_up():
    """What stood before may change a score, and never raises on odd input."""
    text = "I don't think the bridge was closed."
    before = features_in(text, clause(text, "the bridge was closed"), "Was the bridge shut?")
    assert {"clause takes up words before", "follows a question"} <= set(before)
    assert belief(text, context="\x00 ؟ ") == belief(text)


def test_forms_find_their_lemma():
    """Irregular and regular forms alike."""
    assert (lemmas()["thought"], lemmas()["noticed"], lemmas()["said"]) == ("think", "notice", "say")


def test_the_weights_say_where_they_are_from():
    """Birth certificate and measured figures stand with them."""
    table = load_table("commitment")
    assert "CommitmentBank" in table["standard"]
    assert "training/factuality/commitment.py" in table["birth"]
    assert "folds" in table["measured"]
    assert all(abs(weight) < SCALE for weight in table["weights"].values())

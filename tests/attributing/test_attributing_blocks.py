"""Paragraphs of another text, and pages that tell of a hoax."""

import pytest
from attributing_cases import Found

from twosource.terms import Stance


def by_action(text, **rest):
    found = Found(text, publisher="Ours", **rest)
    return {s.event.action.value: found.credited(s) for s in found.statements if s.event is not None}


def test_every_paragraph_in_quotation_marks_behind_a_colon_is_whoever_was_brought_in():
    """The block ends with the first paragraph that is not wholly quoted."""
    text = (
        'The Lantern wrote:\n\n"The army bombed Homs. It was dark.\n\n"The army withdrew from Palmyra."\n\n'
        "The army recaptured Raqqa."
    )
    assert by_action(text) == {"bomb": "Lantern", "withdraw": "Lantern", "recapture": "own voice"}


def test_a_block_without_marks_runs_until_the_page_names_its_writer_again():
    """A post set in below "she reported:" is hers; whoever she credits stands behind her."""
    text = (
        "Her cousin, Rania Ismail, reported:\n\nEarlier the army bombed Homs.\n\n"
        "According to the witness, the army recaptured Raqqa.\n\n"
        "Ismail later deleted it. The army withdrew from Palmyra."
    )
    chains = by_action(text)
    assert chains["bomb"] == "Rania Ismail"
    assert chains["recapture"] == "Rania Ismail > the witness"
    assert chains["withdraw"] == "own voice"


@pytest.mark.parametrize("ending", ["What happened next", 'The mayor said: "It is over," and left.'])
def test_a_heading_or_a_quotation_ends_a_block_without_marks(ending):
    """Both are the page speaking again."""
    text = f"Rania Ismail wrote:\n\nThe army bombed Homs.\n\n{ending}\n\nThe army withdrew from Palmyra."
    assert by_action(text)["withdraw"] == "own voice"


def test_a_post_may_be_brought_in_without_a_verb():
    """`From a post on the blog:` names whose words follow."""
    text = (
        'From a post on the blog "Under Two Roofs":\n\n"The army bombed Homs."\n\nThe army fled from Raqqa.'
    )
    assert by_action(text)["bomb"] == "Under Two Roofs"


def test_a_quotation_left_open_takes_the_paragraphs_up_to_its_end():
    """Some pages put marks at the first and the last paragraph only."""
    text = (
        "The Lantern wrote:\n\n“The army bombed Homs.\n\nThe army withdrew from Palmyra.”\n\n"
        "The army recaptured Raqqa."
    )
    assert by_action(text) == {"bomb": "Lantern", "withdraw": "Lantern", "recapture": "own voice"}


@pytest.mark.parametrize(
    "hedged",
    [
        "We wrote of the purported abduction of Amina.",
        "We wrote of the alleged abduction of Amina.",
        "We told you of the mysterious disappearance of Amina, who was abducted.",
        "Amina was said to have been abducted.",
    ],
)
@pytest.mark.parametrize("hoax", ["The blog was a hoax.", "Amina never existed.", "The woman was invented."])
def test_a_page_that_calls_it_a_hoax_doubts_what_it_tells_with_a_hedge(hedged, hoax):
    """`The purported abduction` in a text about a hoax is no assertion of an abduction."""
    alone, beside = (Found(text, publisher="Ours") for text in (hedged, f"{hedged} {hoax}"))
    first, same = (found.statements[0] for found in (alone, beside))
    assert (first.stance, same.stance) == (Stance.ASSERTS, Stance.DOUBTS)
    assert first.hedge == same.hedge >= 3


@pytest.mark.parametrize(
    "other", ["The ministry said it was a hoax.", "It was not a hoax.", "Was it a hoax?", "It may be a hoax."]
)
def test_a_hoax_in_somebody_elses_mouth_or_left_open_changes_nothing(other):
    """Only what the page says flatly itself turns its own sentences into doubts."""
    found = Found(f"The alleged abduction shook Damascus. {other}", publisher="Ours")
    assert Stance.DOUBTS not in {s.stance for s in found.statements if s.event is None or s.hedge == 4}


def test_a_flat_sentence_stays_an_assertion_beside_a_hoax():
    """What is told without a hedge is asserted, whatever else is a hoax."""
    found = Found("The army bombed Homs. The photograph was a hoax.", publisher="Ours")
    assert found.statements[0].stance is Stance.ASSERTS

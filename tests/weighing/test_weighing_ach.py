"""The table of competing hypotheses: letters read off the weights, and no arithmetic on them."""

import numpy as np
import pytest
from weighing_cases import (
    MADE,
    plain_item,
    plain_variable,
    simple_elicitation,
    simple_question,
    weighed,
    word_item,
)

from twosource.evidence.elicitation import Answer, Item
from twosource.terms import vocabulary
from twosource.weighing.readouts.ach import borders, cell

QUESTION = simple_question(3)


def cells(*items, **fields):
    weighing = weighed(QUESTION, simple_elicitation(QUESTION, items=items, **fields))
    return {row.item: row.cells for row in weighing.ach}


def words(first, second, third):
    return {"h0": first, "h1": second, "h2": third}


def test_borders_are_those_of_the_words_for_likelihood_ratios():
    assert borders() == pytest.approx((10 * np.log10(2), 10.0))


@pytest.mark.parametrize(
    ("ratio", "letters"),
    [
        (1, "N"),
        (1.99, "N"),
        (2, "C"),
        (9.9, "C"),
        (10, "CC"),
        (1e6, "CC"),
        (0.51, "N"),
        (0.5, "I"),
        (0.05, "II"),
    ],
)
def test_a_cell_is_the_word_for_the_odds_without_the_item(ratio, letters):
    assert cell(10 * np.log10(ratio)) == letters


def test_every_letter_has_its_meaning_in_the_vocabulary():
    assert set(vocabulary("ach").values()) == {"CC", "C", "N", "I", "II", "NA"}


def test_strong_and_weak_items_speak_for_and_against():
    found = cells(
        word_item("strong", words("almost certain", "almost no chance", "almost no chance")),
        word_item("weak", words("very likely", "unlikely", "unlikely")),
    )
    assert found == {"strong": ("CC", "II", "II"), "weak": ("C", "I", "I")}


def test_a_copy_is_neutral_under_every_hypothesis():
    """A certain copy would have appeared whatever is so."""
    assert cells(plain_item("copy", 1.0), word_item("i", words("likely", "unlikely", "unlikely")))[
        "copy"
    ] == (
        "N",
        "N",
        "N",
    )


def test_a_remark_beside_the_matter_does_not_apply():
    """An expert's "be careful" is answered with one figure, the same whatever is so."""
    found = cells(plain_item("careful", 0.5), word_item("i", words("likely", "unlikely", "unlikely")))
    assert found["careful"] == ("NA", "NA", "NA")


def test_an_item_about_a_source_applies_even_where_it_moves_nothing():
    """It bears on a party; that this party matters little makes it neutral, not inapplicable."""
    about = Item(
        name="about",
        text="about",
        question_id="q",
        answers=(Answer(when=(("v", ("s1",)),), p=0.9), Answer(p=0.2)),
        made=MADE,
    )
    assert cells(about, variables=[plain_variable("v", 0.5, 0.5)])["about"] == ("N", "N", "N")


def test_rows_stand_in_order_of_name():
    items = [word_item(name, words("likely", "unlikely", "unlikely")) for name in ("b", "a", "c")]
    assert list(cells(*items)) == ["a", "b", "c"]

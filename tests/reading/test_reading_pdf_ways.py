"""Several ways of reading one page: the right one is preferred with a reason, the others are kept."""

import pytest
from pdf_samples import FROM, SENTENCE, THE_CITY, THE_FORCES, THE_HUMAN

from twosource.reading.readers.pdf_lam_alef import has_reversed_lam_alef, mended_lam_alef
from twosource.reading.readers.pdf_pages import StoredPage
from twosource.reading.readers.pdf_ways import (
    MENDED,
    ORDERED,
    POPPLER,
    STORED,
    choose,
    others_of,
    way_of,
    why,
)

BACKWARDS = SENTENCE[::-1]
REVERSED_HUMAN = THE_HUMAN[0] + THE_HUMAN[2] + THE_HUMAN[1] + THE_HUMAN[3:]
NOW, REVERSED_NOW = "\u0627\u0644\u0622\u0646", "\u0627\u0622\u0644\u0646"
DURING, REVERSED_DURING = "\u062e\u0644\u0627\u0644", "\u062e\u0627\u0644\u0644"


def page(stored, ordered=None, number=1):
    return StoredPage(number=number, stored=stored, ordered=ordered)


def test_a_latin_page_has_one_way_and_no_reason():
    """Nothing was compared, so nothing is said."""
    choice = choose(page("The forces withdrew."), "something else")
    assert choice.text == "The forces withdrew."
    assert list(choice.texts) == [STORED]
    assert way_of([choice]) == ""
    assert why([choice]) == ""
    assert others_of([choice]) == ()


def test_letters_as_they_stand_are_preferred_where_all_ways_know_the_same_words():
    choice = choose(page(SENTENCE, SENTENCE), SENTENCE)
    assert choice.way == ORDERED


def test_the_way_that_knows_clearly_more_words_is_preferred():
    """Whatever the usual order of preference is."""
    assert choose(page(BACKWARDS, BACKWARDS), SENTENCE).way == POPPLER
    assert choose(page(SENTENCE, BACKWARDS), BACKWARDS).way == STORED
    assert choose(page(BACKWARDS, SENTENCE), BACKWARDS).way == ORDERED


def test_without_poppler_two_ways_are_compared():
    choice = choose(page(BACKWARDS, SENTENCE), None)
    assert set(choice.texts) == {STORED, ORDERED}
    assert choice.text == SENTENCE


def test_where_places_say_nothing_a_text_is_mended_word_by_word():
    """A page set upright, without poppler: the lists of words are all there is."""
    choice = choose(page(f"{REVERSED_HUMAN} {FROM} {THE_CITY}"), None)
    assert choice.way == MENDED
    assert choice.text == f"{THE_HUMAN} {FROM} {THE_CITY}"


def test_the_reason_gives_each_way_its_share_of_known_words():
    """A reporter reads why this text and not the other."""
    choices = [choose(page(BACKWARDS, SENTENCE), BACKWARDS)]
    said = why(choices)
    assert said.startswith("The page holds right-to-left script.")
    assert f"100 % by {ORDERED}" in said
    assert said.endswith(f"Preferred: {ORDERED}.")


def test_the_reason_counts_pages_where_there_are_several():
    choices = [choose(page("Latin words", number=1), None), choose(page(BACKWARDS, SENTENCE, 2), None)]
    assert why(choices).startswith("1 of 2 pages hold right-to-left script.")


def test_a_way_that_lost_is_kept_whole_with_its_reason():
    """Also its Latin pages, so that it can be read as a document."""
    choices = [choose(page("Latin words", number=1), None), choose(page(BACKWARDS, SENTENCE, 2), None)]
    (other,) = others_of(choices)
    assert other.untrusted_pages == ("Latin words", BACKWARDS)
    assert other.way == STORED
    assert other.because.startswith("Not preferred: read so,")
    assert "against 100 %" in other.because


def test_a_way_that_reads_the_same_is_not_kept_twice():
    assert others_of([choose(page(SENTENCE, SENTENCE), SENTENCE)]) == ()


def test_numbers_that_only_the_other_way_reads_are_named():
    """A year turned round is a wrong year, and no list of words shows it."""
    turned = SENTENCE.replace("2015", "5102")
    (other,) = others_of([choose(page(turned, SENTENCE), None)])
    assert other.because.endswith("It reads numbers that the preferred text does not have: 5102.")


def test_pages_read_in_different_ways_name_them_all():
    choices = [
        choose(page(BACKWARDS, SENTENCE, 1), BACKWARDS),
        choose(page(BACKWARDS, BACKWARDS, 2), SENTENCE),
        choose(page(BACKWARDS, SENTENCE, 3), BACKWARDS),
    ]
    assert way_of(choices) == f"{ORDERED} and {POPPLER}"


def test_popplers_text_comes_without_presentation_forms():
    """Else they would count as unknown words and be found by no search."""
    choice = choose(page(BACKWARDS, BACKWARDS), "\ufee3\ufee6 " + SENTENCE)
    assert choice.text == f"{FROM} {SENTENCE}"


@pytest.mark.parametrize(
    ("stored", "right"),
    [(REVERSED_HUMAN, THE_HUMAN), (REVERSED_NOW, NOW), (f"\u0648{REVERSED_HUMAN}", f"\u0648{THE_HUMAN}")],
)
def test_the_article_before_a_reversed_lam_and_alef_is_put_right(stored, right):
    """Two alefs and a lam begin no word: that is sure, with or without a list."""
    assert has_reversed_lam_alef(stored)
    assert mended_lam_alef(stored) == right


def test_a_pair_within_a_word_is_turned_where_the_lists_know_it_turned():
    text = f"{REVERSED_HUMAN} {REVERSED_DURING}"
    assert mended_lam_alef(text) == f"{THE_HUMAN} {DURING}"


def test_an_unknown_word_is_left_as_it_is():
    """Whether its alef and lam belong so cannot be told."""
    unknown = "\u0632\u0627\u0644\u0632\u0638"
    assert mended_lam_alef(f"{REVERSED_HUMAN} {unknown}") == f"{THE_HUMAN} {unknown}"


@pytest.mark.parametrize("text", [SENTENCE, THE_HUMAN, NOW, "", "Latin alone", THE_FORCES])
def test_a_text_that_stores_them_right_is_not_touched(text):
    """Only a text that does it throughout is mended: one such place may be a name."""
    assert not has_reversed_lam_alef(text)
    assert mended_lam_alef(text) == text


def test_mending_twice_is_mending_once():
    once = mended_lam_alef(f"{REVERSED_HUMAN} {REVERSED_DURING} {REVERSED_NOW}")
    assert mended_lam_alef(once) == once

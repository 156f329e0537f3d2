"""Folding, stems, numbers and names: one form for what writers spell in several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.matching import fold
from twosource.matching.wording import (
    concept_names,
    content_words,
    is_year,
    number_of,
    phrase_of,
    stem,
    wording_of,
)
from twosource.terms import load_table


@given(st.text())
def test_folding_twice_changes_nothing(text):
    """The folded form is a fixed point, so folded and folded-again words can be compared."""
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_ascii_takes_the_short_way_to_the_same_place(text):
    """The quick path for plain text agrees with the full one."""
    assert fold(text) == fold(text + "é").removesuffix("e")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Süddeutsche", "suddeutsche"),
        ("STRASSE", "straße"),
        ("إسلامية", "اسلاميه"),
        ("مُعَارَضَة", "معارضة"),
        ("تـــدمر", "تدمر"),
        ("علی", "علي"),
        ("٢٢٠٠٠", "22000"),
        ("۱۳۹۵", "1395"),
        ("Łódź", "lodz"),
        ("\uff29\uff33", "is"),
        ("ﻻ", "لا"),
    ],
)
def test_spellings_of_one_word_fold_to_one_form(one, other):
    """Case, accents, Arabic letter forms, vowel signs, tatweel and digits do not tell words apart."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Palmyra", "Palma"), ("قصر", "قصف"), ("22", "23")])
def test_different_words_stay_different(one, other):
    """Folding removes spelling, not meaning."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("orders", "order"),
        ("palmyra's", "palmyra"),
        ("press", "press"),
        ("crisis", "crisis"),
        ("gas", "gas"),
        ("والاسلحه", "اسلحه"),
        ("المدينه", "مدينه"),
        ("الم", "الم"),
    ],
)
def test_a_stem_drops_plural_and_article_only(word, expected):
    """Plural s, possessive and Arabic article go; short words and verbs stay."""
    assert stem(word) == expected


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("22,000", "22000"),
        ("22.000", "22000"),
        ("22 000", "22000"),
        ("٢٢٬٠٠٠", "22000"),
        ("22\u202f000", "22000"),
        ("1,234,567", "1234567"),
        ("007", "7"),
        ("3.5", "3.5"),
        ("0", "0"),
    ],
)
def test_a_number_has_one_form_in_every_country(written, number):
    """Separators of thousands differ by language; the number does not."""
    assert number_of(written) == number


def test_years_are_dates_and_not_numbers():
    """A bare year says when, and is compared as a span instead."""
    wording = wording_of("In 2016 some 22,000 files and 40 outlets")
    assert wording.numbers == {"22000", "40"}
    assert is_year("2016")
    assert not is_year("22000")
    assert not is_year("1800")


def test_who_is_credited_is_not_part_of_what_is_said():
    """The names of a chain and its cue words are left out of the content, but not of the phrase."""
    wording = wording_of(
        "The Harbour Herald revealed that guns left Palmyra", "en", ["Harbour Herald", "revealed"]
    )
    assert wording.words == {"gun", "left", "palmyra"}
    assert " harbour herald revealed " in wording.phrase


def test_a_capital_makes_a_name_only_inside_a_sentence():
    """The first word of a sentence has a capital whatever it is; an abbreviation is a name anywhere."""
    wording = wording_of("Guns left Palmyra. Trucks followed to Raqqa. BKA experts agree")
    assert wording.names == {"palmyra", "raqqa", "bka"}


def test_german_nouns_are_not_taken_for_names():
    """German writes every noun with a capital, so a capital says nothing there."""
    assert wording_of("Die Waffen verließen Palmyra", "de").names == frozenset()


def test_function_words_carry_no_content():
    """Articles, prepositions and verbs of saying do not make two statements alike, in any listed language."""
    assert content_words("it was said that they have been told of this") == frozenset()
    assert content_words("وقال إن هذا كان من قبل") == frozenset()


def test_a_phrase_is_found_by_whole_words():
    """A cue matches words, not parts of words."""
    phrase = wording_of("They moved heavy-weapons out").phrase
    assert phrase_of("heavy weapons") in phrase
    assert phrase_of("heavy weapon") in phrase
    assert phrase_of("eavy weapons") not in phrase


@pytest.mark.parametrize(
    "words",
    [
        ("documents", "Dokumente", "dokumentów", "وثائق", "документы", "schede", "papers"),
        ("fighters", "Kämpfer", "miliziani", "مقاتلين", "боевиков"),
        ("ISIS", "الإسلامية", "Islamischer", "Islamskie", "داعش"),
        ("abducted", "entführt", "اختطفت", "похищена", "enlèvement"),
        ("Syria", "Syrien", "سوريا", "сирийской", "siriano"),
        ("names", "nomi", "nazwiska", "أسماء", "والأسماء"),
    ],
)
def test_one_thing_has_one_word_in_twelve_languages(words):
    """The list of concepts gives statements in two languages a word to share."""
    found = [wording_of(word).words for word in words]
    assert all(found)
    assert len(set(found)) == 1


def test_an_everyday_word_is_no_concept():
    """A beginning in the list does not swallow words that merely start alike."""
    assert wording_of("basement").words == {"basement"}
    assert wording_of("listen").words == {"listen"}


def test_every_concept_is_its_own_and_every_spelling_leads_somewhere():
    """No spelling with a star is empty, and the English head of each concept is comparable."""
    table = load_table("concepts")["concepts"]
    assert all(len(fold(s.rstrip("*"))) > 1 for line in table.values() for s in line.split())
    assert concept_names() == set(table)


@pytest.mark.parametrize(
    "text", ["22 thousand", "22 tys.", "22 mila", "22 tausend", "22 ألف", "22,000", "22 тыс"]
)
def test_thousands_in_words_are_the_number(text):
    """A figure written with a word is the figure."""
    assert wording_of(f"over {text} files").numbers == {"22000"}


def test_the_day_of_a_month_is_no_number_and_the_month_no_name():
    """Dates are compared as spans; their parts would make everything of one day alike."""
    for text in ("on Thursday, March 10, they", "am Donnerstag, 10 März, they", "on 24 November they"):
        wording = wording_of(text)
        assert wording.numbers == frozenset()
        assert wording.names == frozenset()
    assert wording_of("40 lorries in March").numbers == {"40"}


def test_capitals_make_a_name_of_a_function_word():
    """IS is a group and US a country, unless the whole text is in capitals."""
    assert wording_of("Kämpfer des IS", "de").words == {"fighter", "islamic_state"}
    assert "american" in wording_of("the US said").words
    assert wording_of("IT IS SO").words == frozenset()


def test_what_two_languages_can_share_is_marked():
    """Concepts, names and numbers are neutral; other words belong to one language."""
    wording = wording_of("Some 4,312 documents reached Hamed in a basement")
    assert wording.neutral == {"4312", "document", "hamed"}

"""Letters made comparable: scripts told apart, marks off, other alphabets sounded out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.naming.letters import (
    is_arabic,
    is_latin,
    marked_latin,
    plain_arabic,
    plain_latin,
    skeleton_form,
    words_of,
)


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Şükrü", "sukru"), ("Łódź", "lodz"), ("Straße", "strasse"), ("Øystein", "oystein"),
        ("Путин", "putin"), ("Щукин", "shchukin"), ("Зеленський", "zelenskiy"),
        ("Γιώργος", "giorgos"), ("O'Brien", "obrien"), ("IŞIK", "isik"),
    ],
)  # fmt: skip
def test_words_of_european_alphabets_become_plain_letters(word, plain):
    assert plain_latin(word) == plain


@pytest.mark.parametrize(("word", "sound"), [("ბარაკ", "barak"), ("Բարակ", "barak"), ("דן", "dn")])
def test_other_alphabets_are_sounded_by_the_names_of_their_letters(word, sound):
    assert plain_latin(word) == sound


def test_arabic_words_lose_vowel_signs_and_stretched_lines():
    assert plain_arabic("مُحَمَّد") == plain_arabic("محـــمد") == "محمد"


def test_persian_letters_become_arabic_ones():
    assert plain_arabic("علی") == plain_arabic("علي")


def test_presentation_forms_are_letters():
    assert plain_arabic("ﻣﺤﻤﺪ") == "محمد"


def test_letters_that_writers_interchange_meet_in_the_skeleton():
    assert skeleton_form("أحمد") == skeleton_form("احمد")
    assert skeleton_form("فاطمة") == skeleton_form("فاطمه")


def test_scripts_are_told_apart():
    assert is_arabic("تدمر")
    assert not is_arabic("Tadmur")
    assert is_latin("Zoë")
    assert not is_latin("Зоя")


def test_marks_the_model_knows_are_kept():
    assert marked_latin("Ćosić", frozenset("cosić")) == "ćosić"
    assert marked_latin("Ćosić", frozenset("cosi")) == "cosic"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Haddad, Karim", ["Haddad", "Karim"]),
        ("al-Haddad", ["al", "Haddad"]),
        ("U.S. Office", ["US", "Office"]),
        ("K. Haddad", ["K", "Haddad"]),
        ("Da'esh", ["Da'esh"]),
        ("", []),
    ],
)
def test_names_are_cut_into_words(name, words):
    assert words_of(name) == words


@given(st.text(max_size=40))
def test_plain_words_hold_no_capitals_and_any_text_is_taken(text):
    plain = plain_latin(text)
    assert plain == plain.lower() or not plain.isascii()
    assert all(word.strip() for word in words_of(text))

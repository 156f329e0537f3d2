"""One folding for what is indexed and what is asked: scripts, marks, digits, prefixes, queries."""

from dataclasses import astuple, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from twosource.errors import UsageError
from twosource.store.folding import (
    Folding,
    Phrase,
    fold,
    parse_query,
    stems_of,
    understood,
    without_prefix,
)
from twosource.store.letters import LETTER_SWITCHES


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Hello, WORLD!", ["hello", "world"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("café Ḥamā Łódź Ångström", ["cafe", "hama", "lodz", "angstrom"]),
        ("ﬁle №5", ["file", "no5"]),
        ("snake_case e-mail it's", ["snake", "case", "e", "mail", "it", "s"]),
        ("ʿAyn al-ʿArab", ["ayn", "al", "arab"]),
        ("Мороз ёлка", ["мороз", "елка"]),
        ("北京2016", ["北", "京", "2016"]),
    ],
)
def test_case_marks_and_forms_fall(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أمر", "امر"), ("إدلب", "ادلب"), ("آذار", "اذار"), ("ٱلله", "الله"),
        ("مستشفى", "مستشفي"), ("مدينة", "مدينه"), ("مسؤول", "مسوول"), ("شيء", "شي"), ("رئيس", "رييس"),
        ("تـــدمر", "تدمر"), ("مُحَمَّد", "محمد"), ("کتاب", "كتاب"), ("فارسی", "فارسي"),
        ("ﻻ", "لا"), ("ﺗﺪﻣﺮ", "تدمر"),
        ("٢٠١٦", "2016"), ("۲۰۱۶", "2016"),
        ("\u200fتدمر\u200e", "تدمر"), ("تد\u200bمر", "تدمر"), ("\u2067تدمر\u2069", "تدمر"),
    ],
)  # fmt: skip
def test_ways_of_writing_one_arabic_word_meet(one, other):
    assert fold(one) == fold(other) != []


@pytest.mark.parametrize(
    ("one", "other"), [("حسن", "حسين"), ("حلب", "حلف"), ("1915", "1916"), ("سوريا", "سوري")]
)
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    once = fold(text)
    assert fold(" ".join(once)) == once


@given(st.text(max_size=60))
def test_folded_words_are_clean_utf8_without_space_quotes_or_controls(text):
    for word in fold(text):
        word.encode("utf-8")
        assert word
        assert not any(c.isspace() or c in "\"'*():^\x00" for c in word)


@given(st.text(max_size=30), st.text(max_size=30))
def test_words_on_two_sides_of_a_space_do_not_touch(left, right):
    assert fold(f"{left} {right}") == fold(left) + fold(right)


def test_an_endless_word_is_cut():
    assert [len(word) for word in fold("a" * 5000)] == [256]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("الكتاب", "كتاب"), ("والكتاب", "كتاب"), ("بالكتاب", "كتاب"), ("كالكتاب", "كتاب"),
        ("فالكتاب", "كتاب"), ("للكتاب", "كتاب"), ("وكتاب", "كتاب"), ("كتاب", "كتاب"),
        ("الله", "الله"), ("والله", "الله"), ("وجه", "وجه"), ("ولد", "ولد"), ("ال", "ال"), ("و", "و"),
        ("hotel", "hotel"), ("2016", "2016"),
    ],
)  # fmt: skip
def test_prefixes_come_off_where_a_word_remains(word, stem):
    assert without_prefix(word) == stem


def test_stems_stand_at_the_places_of_their_words_and_only_for_arabic():
    assert stems_of(fold("the convoy left")) == ""
    assert stems_of(fold("القافلة convoy وتدمر")) == "قافله convoy تدمر"


def phrases(query, **folding):
    return [(p.words, p.is_open) for p in parse_query(query, Folding(**folding))]


def test_a_query_is_words_and_quoted_phrases():
    assert phrases('left "the Town" Tadmur') == [("left", False), ("the town", False), ("tadmur", False)]
    assert phrases("«of the» “left town” „x y“") == [("of the", False), ("left town", False), ("x y", False)]
    assert phrases('an "open end') == [("an", False), ("open", False), ("end", False)]


def test_a_word_that_folds_to_several_is_a_phrase():
    assert phrases("al-Qaryatayn 27/3") == [("al qaryatayn", False), ("27 3", False)]


def test_a_star_at_the_end_leaves_a_word_open_and_is_nothing_elsewhere():
    assert phrases("withdr* *x a*b *") == [("withdr", True), ("x", False), ("a b", False)]


def test_the_same_word_twice_is_asked_once():
    assert phrases("Convoy convoy CONVOY") == [("convoy", False)]


def test_stems_are_asked_for_only_where_wanted():
    asked = {"keys": (), "asked": "القافلة"}
    plain = Folding(transliteration=False)
    assert parse_query("القافلة", plain) == (Phrase("القافله", "قافله", False, **asked),)
    assert parse_query("القافلة", replace(plain, arabic_prefixes=False)) == (
        Phrase("القافله", "", False, **asked),
    )
    assert parse_query("convoy", plain) == (Phrase("convoy", "", False, (), "convoy"),)


def test_too_many_words_are_refused_in_a_sentence_with_what_to_do():
    assert len(parse_query(" ".join(map(str, range(100))), Folding())) == 100
    with pytest.raises(UsageError, match="101 words"):
        parse_query(" ".join(map(str, range(101))), Folding())


@pytest.mark.parametrize(
    ("switch", "one", "other"),
    [
        ("hamza", "أمر", "امر"), ("hamza", "شيء", "شي"), ("hamza", "آذار", "اذار"), ("alef_maqsura", "على", "علي"),
        ("taa_marbuta", "مدينة", "مدينه"), ("tatweel", "تـــدمر", "تدمر"), ("harakat", "مُحَمَّد", "محمد"), ("accents", "ḥamā", "hama"),
        ("forms", "ﺗﺪﻣﺮ", "تدمر"), ("forms", "کتاب", "كتاب"), ("digits", "٢٠١٦", "2016"), ("case", "Hama", "hama"),
    ],
)  # fmt: skip
def test_each_folding_has_a_switch_of_its_own(switch, one, other):
    """Switched off, the two spellings are two words; every other switch leaves them one."""
    assert fold(one, frozenset({switch})) != fold(other, frozenset({switch}))
    for rest in set(LETTER_SWITCHES) - {switch}:
        assert fold(one, frozenset({rest})) == fold(other, frozenset({rest}))


@given(st.text(max_size=40), st.sampled_from([(), *[(s,) for s in LETTER_SWITCHES], LETTER_SWITCHES]))
@example("⼀", LETTER_SWITCHES)
@example("①℡㈱", ("forms",))
@example("ᾀ", ("case",))
def test_a_narrower_folding_never_joins_what_the_widest_keeps_apart(text, off):
    """What the index holds is the folding of what a narrower one leaves."""
    assert fold(" ".join(fold(text, frozenset(off)))) == fold(text)


def test_a_query_says_how_it_was_understood():
    """Word by word, with every folding that widens it."""
    one, two, three = map(astuple, understood('القافلة "Deir ez-Zor" ٢٠١٦*'))
    assert one == (
        "القافلة",
        ("القافله",),
        ("taa_marbuta", "arabic_prefixes", "transliteration"),
        False,
        False,
    )
    assert two == ("Deir ez-Zor", ("deir", "ez", "zor"), ("case",), True, False)
    assert three == ("٢٠١٦*", ("2016",), ("digits",), False, True)
    (exact,) = understood("أمر", Folding.exact())
    assert (exact.words, exact.folded) == (("\u0627\u0654مر",), ())


def test_what_is_quoted_or_left_open_is_never_transliterated():
    """Exact stays exact."""
    assert [bool(p.keys) for p in parse_query('Khaled "Khaled" Khal*', Folding())] == [True, False, False]
    assert not any(p.keys for p in parse_query("Khaled", Folding(transliteration=False)))

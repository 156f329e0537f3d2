"""What a name is made of: which words tell, and what is left out."""

import pytest

from twosource.naming.pairing import LOOKS, is_acronym, looks_of, pair
from twosource.naming.parts import ABD, ABU, parts_of
from twosource.naming.words import meet, sound_of
from twosource.terms import PartyKind

PERSON, BODY = PartyKind.PERSON, PartyKind.ORGANISATION


def plain(name, kind=PERSON):
    return [word.plain for word in parts_of(name, kind).words]


def look(one, other, name, kind=PERSON):
    a, b = parts_of(one, kind), parts_of(other, kind)
    return looks_of(a, b, pair(a, b))[LOOKS.index(name)]


def test_titles_and_small_words_of_a_person_tell_nothing():
    assert plain("Prof. Dr Karim ibn al-Haddad") == ["karim", "haddad"]
    assert parts_of("Dr Karim Haddad", PERSON).left_out == ("Dr",)


def test_a_name_of_small_words_only_keeps_them():
    assert plain("Al") == ["al"]
    assert plain("Sheikh") == ["sheikh"]


def test_servants_are_split_from_whom_they_serve():
    assert plain("Abdulrahman") == plain("Abd al-Rahman") == plain("Abdel Rahman") == [ABD, "rahman"]
    assert plain("عبد الرحمن") == plain("عبدالرحمن") == [ABD, "رحمن"]


def test_fathers_are_one_word_in_both_scripts():
    assert plain("Abou Yusuf")[0] == plain("أبو يوسف")[0] == ABU


def test_names_of_god_are_joined_to_the_word_before():
    assert plain("نصر الله") == plain("نصرالله") == ["نصرالله"]


@pytest.mark.parametrize(
    "name",
    ["Upland Ltd", "Upland Limited", "OOO Upland", "ООО Upland", "Upland GmbH", "Upland B.V.", "Upland Sp. z o.o.",
     "Upland Joint Stock Company", "Upland Aktiengesellschaft", "شركة Upland"],
)  # fmt: skip
def test_legal_forms_are_no_part_of_the_name(name):
    assert plain(name, BODY) == ["upland"]
    assert parts_of(name, BODY).forms


def test_without_a_kind_a_legal_form_makes_a_body():
    assert parts_of("Upland Ltd").is_body
    assert parts_of("Upland Trading Company").is_body
    assert not parts_of("Karim Haddad").is_body


def test_spellings_of_one_legal_form_are_one_form():
    assert parts_of("Upland Inc.", BODY).forms == parts_of("Upland Incorporated", BODY).forms
    assert parts_of("Upland Inc.", BODY).forms != parts_of("Upland GmbH", BODY).forms


@pytest.mark.parametrize(("one", "other"), [("VII", "7"), ("Seven", "7th"), ("٧", "7"), ("forty", "40")])
def test_numbers_are_one_however_written(one, other):
    numbers = [parts_of(f"Brigade {n}", BODY).words[1].number for n in (one, other)]
    assert numbers[0] == numbers[1] > 0


def test_words_written_apart_meet_the_one_they_make():
    assert look("Van der Bilt Works", "Vanderbilt Works", "contradicted", BODY) == 0.0


def test_each_word_answers_one_word_only():
    a, b = parts_of("Karim Karim", PERSON), parts_of("Karim Haddad", PERSON)
    paired = pair(a, b)
    assert len(paired.met) == 1
    assert [word.plain for word in paired.right] == ["haddad"]


def test_an_acronym_stands_for_three_words_or_more():
    assert is_acronym(parts_of("HRC", BODY), parts_of("Harbour Relief Committee", BODY))
    assert not is_acronym(parts_of("HR", BODY), parts_of("Harbour Relief", BODY))
    assert not is_acronym(parts_of("HRX", BODY), parts_of("Harbour Relief Committee", BODY))


def test_figures_do_not_depend_on_the_order():
    pairs = [("Dr Karim Haddad", "K. Hadad"), ("كريم حداد", "Haddad"), ("Upland Ltd", "Upland Chile 7")]
    for one, other in pairs:
        for kind in (PERSON, BODY, None):
            a, b = parts_of(one, kind), parts_of(other, kind)
            assert looks_of(a, b, pair(a, b)) == pytest.approx(looks_of(b, a, pair(b, a)))


def test_spellings_of_one_sound_sound_the_same():
    assert sound_of("tchad") == sound_of("tschad")
    assert sound_of("haddad") == sound_of("hadad")
    assert sound_of("mansour") == sound_of("mansur") == sound_of("mansoor")


def test_an_initial_meets_its_name_and_no_other():
    k, karim, samir = (parts_of(name, PERSON).words[0] for name in ("K", "Karim", "Samir"))
    assert meet(k, karim).how == "an initial"
    assert meet(k, samir).alike == 0.0

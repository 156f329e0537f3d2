"""How likely two names mean one party: the same in both orders, with reasons, and near-names kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.naming import compare, measured
from twosource.naming.likeness import KNOWN, LEAST, MOST, known_names, threshold
from twosource.terms import PartyKind, load_table

PERSON = PartyKind.PERSON


def p(one, other, kind=PERSON):
    return compare(one, other, kind).p


ONE_PERSON = [
    ("Karim Haddad", "Kareem Hadad"),
    ("Karim Haddad", "Haddad, Karim"),
    ("Dr Karim Haddad", "Karim Haddad"),
    ("Sheikh Karim Haddad", "Karim Haddad"),
    ("Karim Haddad", "K. Haddad"),
    ("Karim Haddad", "كريم حداد"),
    ("Muhammad al-Obaidi", "Mohammed Obeidi"),
    ("محمد العبيدي", "Mohammed al-Obaidi"),
    ("Abu Yusuf", "Abou Youssef"),
    ("أبو يوسف", "Abu Yusuf"),
    ("Abdulrahman Khalid", "Abd al-Rahman Khaled"),
    ("عبد الرحمن خالد", "Abdulrahman Khalid"),
    ("حسن نصر الله", "Hassan Nasrallah"),
    ("Nadia Petrova", "Надя Петрова"),
    ("Ivan Petrov", "Иван Петров"),
    ("Ivan Petrov", "Ivan Sergeyevich Petrov"),
    ("Bill Carter", "William Carter"),
    ("JoséGarcia", "Jose Garcia"),
    ("Bashar Darwish", "Bachar Darwich"),
]
TWO_PERSONS = [
    ("Hassan Darwish", "Hussein Darwish"),
    ("حسن درويش", "Hussein Darwish"),
    ("حسن درويش", "حسين درويش"),
    ("Ali Darwish", "Alaa Darwish"),
    ("Omar Darwish", "Amr Darwish"),
    ("عمر درويش", "Amr Darwish"),
    ("Ahmed Darwish", "Mohammed Darwish"),
    ("Salim Darwish", "Salman Darwish"),
    ("Abu Darwish", "Umm Darwish"),
    ("Karim Haddad", "Samir Haddad"),
    ("Karim Haddad", "Karim Mansour"),
    ("Ivan Sergeyevich Petrov", "Ivan Borisovich Petrov"),
    ("Karim Haddad", "Upland Mail"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_two_spellings_of_one_person_are_likelier_one_than_not(one, other):
    assert p(one, other) >= threshold()


@pytest.mark.parametrize(("one", "other"), TWO_PERSONS)
def test_names_that_only_look_alike_are_likelier_two(one, other):
    assert p(one, other) < threshold()


@pytest.mark.parametrize(
    ("one", "other"), [("Hassan", "Hussein"), ("Ali", "Alaa"), ("Omar", "Amr"), ("عمر", "عمرو")]
)
def test_near_names_score_lower_than_any_spelling_of_one_though_fewer_letters_differ(one, other):
    worst_true = min(p(a, b) for a, b in ONE_PERSON)
    assert p(f"{one} Darwish", f"{other} Darwish") < worst_true
    assert any("two names" in reason for reason in compare(one, other, PERSON).reasons)


ONE_BODY = [
    ("Islamic State", "IS"), ("ISIS", "داعش"), ("Daesh", "ISIL"), ("ИГИЛ", "Islamic State"),
    ("Palmyra", "Tadmur"), ("تدمر", "Palmyra"), ("Reuters", "رويترز"),
    ("Upland Trading Ltd", "Upland Trading Limited"), ("Upland Trading GmbH", "Upland Trading"),
    ("OOO Upland", "Upland LLC"), ("Harbour Gazette", "The Harbor Gazette"),
    ("Harbour Relief Committee", "HRC"), ("U.S. Harbour Office", "United States Harbour Office"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ONE_BODY)
def test_a_body_is_found_under_acronyms_translations_and_legal_forms(one, other):
    assert p(one, other, PartyKind.ORGANISATION) >= threshold()


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Channel Nine", "Channel Four", PartyKind.OUTLET),
        ("44th Brigade", "Brigade 45", PartyKind.GROUP),
        ("Brigade 44", "Brigade 45", PartyKind.GROUP),
        ("Upland Mail", "Harbour Gazette", PartyKind.OUTLET),
        ("Reuters", "Interfax", PartyKind.AGENCY),
        ("Islamic State", "Free Syrian Army", PartyKind.GROUP),
        ("Upland Bank Chile", "Upland Bank Peru", PartyKind.ORGANISATION),
    ],
)
def test_bodies_beside_one_another_stay_two(one, other, kind):
    assert p(one, other, kind) < threshold()


def test_numbers_may_be_written_as_words():
    assert p("Brigade Forty-four", "Brigade 44", PartyKind.GROUP) >= threshold()


def test_a_person_called_as_a_body_is_no_body():
    """Isis is a woman's name too: the table of bodies must not speak of persons."""
    assert not compare("Isis", "Daesh", PERSON).is_listed
    assert compare("ISIS", "Daesh", PartyKind.GROUP).is_listed


def test_what_a_table_knows_is_said_and_what_letters_say_never_claims_more():
    likeness = compare("ISIS", "Daesh", PartyKind.GROUP)
    assert likeness.p == KNOWN
    assert likeness.reasons == ("our tables know both as names of one",)
    assert p("Karim Haddad", "Karim Haddad") <= MOST


@pytest.mark.parametrize(("one", "other"), [("", "Karim"), ("   ", ""), ("!!!", "Karim"), ("...", "...")])
def test_what_has_no_letters_is_like_nothing(one, other):
    assert p(one, other) == LEAST


def test_unnamed_people_are_never_alike():
    assert p("defector 1", "defector 1", PartyKind.PLACEHOLDER) == LEAST


def test_reasons_name_the_words_they_speak_of():
    reasons = compare("Dr Karim Haddad", "Kareem Mansour", PERSON).reasons
    assert "Haddad stands against Mansour" in reasons
    assert any("two spellings of one name" in reason for reason in reasons)
    assert "left out of comparing: Dr" in reasons


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from([None, PERSON, PartyKind.GROUP]))
def test_any_two_texts_compare_the_same_in_both_orders(one, other, kind):
    likeness = compare(one, other, kind)
    assert LEAST <= likeness.p <= max(MOST, KNOWN)
    assert likeness == compare(other, one, kind)
    assert likeness.reasons


@given(
    st.lists(
        st.sampled_from(["Karim", "Haddad", "Samir", "Abu", "Yusuf", "Bint", "حسن", "كريم", "Иван", "7"]),
        min_size=1,
        max_size=6,
    )
)
def test_the_same_words_in_capitals_are_no_less_alike(words):
    name = " ".join(words)
    assert p(name, name.upper()) == p(name, name)


def test_no_row_of_near_names_holds_a_spelling_twice():
    """One spelling under two names of a row would be evidence against itself."""
    for row in load_table("names")["near_names"]["rows"]:
        spellings = [spelling for entry in row.split() for spelling in entry.split("|")]
        assert len(spellings) == len(set(spellings)), row


def test_tables_know_bodies_under_every_name_they_list():
    known = known_names()
    assert len(known) > 500
    for row in load_table("names")["known_as"]["rows"]:
        assert all(compare(row[0], other, PartyKind.GROUP).p >= KNOWN for other in row[1:]), row


def test_the_measured_share_goes_with_the_probability():
    assert measured(0.95) != measured(0.05)
    assert "of" in measured(1.0)

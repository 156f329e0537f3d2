"""Finding candidates: everything alike is found, and not everything is compared with everything."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from twosource.naming import NameIndex, SpellingIndex
from twosource.naming.index import MOST_PER_KEY, keys_of
from twosource.terms import PartyKind

PAIRS = [
    ("Karim Haddad", "Kareem Hadad"), ("Karim Haddad", "كريم حداد"), ("Haddad, K.", "Karim Haddad"),
    ("Bill Carter", "William Carter"), ("HRC", "Harbour Relief Committee"), ("ISIS", "داعش"),
    ("Palmyra", "Tadmur"), ("Ivan Petrov", "Иван Петров"), ("Abu Yusuf", "أبو يوسف"),
    ("Mohammed", "محمد"), ("Abdulrahman Khalid", "Abd al-Rahman Khaled"), ("Upland Ltd", "Upland GmbH"),
]  # fmt: skip


def test_every_pair_of_spellings_is_found():
    for one, other in PAIRS:
        assert list(NameIndex.of({"a": [one], "b": [other]}).pairs()) == [("a", "b")], (one, other)


def test_aliases_are_names_too():
    index = NameIndex.of(
        {"a": ["the courier", "Karim Haddad"], "b": ["Kareem Hadad"], "c": ["Samir Mansour"]}
    )
    assert index.near("b") == ["a"]


def test_names_that_share_nothing_are_not_compared():
    assert list(NameIndex.of({"a": ["Karim Haddad"], "b": ["Olga Petrova"]}).pairs()) == []


def test_each_pair_comes_once_and_never_with_itself():
    names = {str(n): [name] for n, name in enumerate(name for pair in PAIRS for name in pair)}
    pairs = list(NameIndex.of(names).pairs())
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    assert all(one != other for one, other in pairs)


def test_a_name_everybody_has_joins_nobody():
    """A thousand Mohammeds with other second names must not make half a million pairs."""
    draw = Random(1)
    letters = "bdfgklmnrst"
    names = {
        str(n): [f"Mohammed {''.join(draw.choice(letters) + draw.choice('aiu') for _ in range(4))}".title()]
        for n in range(1000)
    }
    pairs = list(NameIndex.of(names).pairs())
    assert len(pairs) < 1000 * MOST_PER_KEY
    assert len(pairs) < 20_000


def test_a_name_of_nothing_has_no_keys():
    assert keys_of("") == frozenset()
    assert keys_of("!?") == frozenset()


def test_a_person_is_not_looked_up_among_bodies():
    assert not any(k.startswith("known") for k in keys_of("Isis", PartyKind.PERSON))
    assert any(k.startswith("known") for k in keys_of("ISIS", PartyKind.GROUP))


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_texts_can_be_indexed(texts):
    index = NameIndex.of({str(n): [text] for n, text in enumerate(texts)})
    assert all(int(a) < int(b) for a, b in index.pairs())


FORMS = [
    "كريم",
    "كرم",
    "حداد",
    "حديد",
    "سمير",
    "سليم",
    "درويش",
    "بتروف",
    "غارسيا",
    "شنايدر",
    "يوسف",
    "يونس",
    "محمد",
    "محمود",
    "أحمد",
    "تدمر",
    "بالميرا",
]


def test_the_spelling_of_a_latin_word_is_found_among_others():
    index = SpellingIndex.of(FORMS)
    for latin, arabic in [
        ("karim", "كريم"),
        ("Haddad", "حداد"),
        ("Petrov", "بتروف"),
        ("Schneider", "شنايدر"),
    ]:
        assert index.find(latin)[0][0] == arabic


def test_blocking_leaves_the_right_one_in():
    """With more forms than are scored exactly, the first pass must keep what the second would choose."""
    draw = Random(2)
    noise = {"".join(draw.choice("بتجدرزسشفكلمن" + "اوي") for _ in range(5)) for _ in range(3000)}
    index = SpellingIndex.of([*FORMS, *noise])
    assert index.find("darwish", 1)[0][0] == "درويش"
    assert index.find("garcia", 1)[0][0] == "غارسيا"


def test_nothing_is_found_for_nothing():
    assert SpellingIndex.of([]).find("karim") == []
    assert SpellingIndex.of(FORMS).find("") == []

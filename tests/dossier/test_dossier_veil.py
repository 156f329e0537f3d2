"""Protected names never reach the page, however they are written."""

from dataclasses import replace

import pytest
from dossier_cases import BY_PERSON, SECRET_NAMES, small_case, undeclared_case
from hypothesis import given
from hypothesis import strategies as st

from twosource.dossier import EditorSentence, compose, render
from twosource.dossier.veil import BLOCK, Veil, draw_over, veil_for
from twosource.evidence.testimony import Party
from twosource.terms import PartyKind


def protected(name: str, *aliases: str, kind: PartyKind = PartyKind.PERSON, label: str = "a source") -> Party:
    return Party(
        party_id="p", name=name, aliases=aliases, kind=kind, label=label, is_protected=True, made=BY_PERSON
    )


VEIL = veil_for([protected("Khaled al-Ahmad", "أبو خالد")])


@pytest.mark.parametrize("make", [small_case, undeclared_case])
def test_no_protected_name_or_alias_stands_in_the_html(make) -> None:
    """Also not inside quoted passages, alternative texts and tables."""
    html = render(compose(make()))
    for name in SECRET_NAMES:
        assert name not in html
        assert name.split()[-1] not in html
    assert BLOCK in html


def test_the_page_says_that_names_are_covered() -> None:
    """A block without a word of explanation looks like an error."""
    page = compose(small_case())
    assert any("two names are covered by a block" in s.text for s in page.limits)


def test_a_protected_party_is_printed_by_its_label_only() -> None:
    """`Party.shown` is the one way a party reaches the page."""
    html = render(compose(small_case()))
    assert "defector 1" in html
    assert "defector 2" in html


def test_an_editor_cannot_put_the_name_back() -> None:
    """The veil is drawn after all composing, over sentences of people too."""
    sentence = EditorSentence(text=f"It was {SECRET_NAMES[0]} who said so.")
    html = render(compose(replace(small_case(), extra_sentences=(sentence,), title=SECRET_NAMES[2])))
    assert SECRET_NAMES[0] not in html
    assert SECRET_NAMES[2] not in html


@pytest.mark.parametrize(
    "written",
    [
        "Khaled al-Ahmad",
        "KHALED AL-AHMAD",
        "Khálēd al Ahmad",
        "Khaled\u00a0al\u2011Ahmad",
        "Kha\u200bled al-Ahmad",
        "Khaled\nal-Ahmad",
        "Khaled",
        "أبو خالد",
        "ابو خالد",
        "أَبُو خَالِد",
        "أبــو خالـد",
        "وأبو خالد",
    ],
)
def test_spelling_does_not_lift_the_veil(written: str) -> None:
    """Case, accents, vowel signs, tatweel, invisible letters and line breaks do not hide a name."""
    covered = VEIL.over(f"before {written} after")
    assert BLOCK in covered
    assert covered.startswith("before ")
    assert covered.endswith(" after")
    assert not VEIL.hides(covered)


def test_words_that_only_look_alike_stay() -> None:
    """A short name is covered as a word only; longer ones wherever they stand."""
    veil = veil_for([protected("Ali", kind=PartyKind.PLACEHOLDER)])
    assert veil.over("Ali left Malian reality.") == f"{BLOCK} left Malian reality."


def test_what_the_label_says_openly_is_not_covered() -> None:
    """A placeholder whose public label is its name would otherwise vanish from its own page."""
    veil = veil_for([protected("defector 1", kind=PartyKind.PLACEHOLDER, label="defector 1")])
    assert veil == Veil(None)


def test_an_unprotected_party_is_not_covered() -> None:
    """Only the protected flag draws the veil."""
    assert veil_for([replace(protected("Khaled"), is_protected=False)]) == Veil(None)


def test_a_cut_never_leaves_half_a_name() -> None:
    """Shortening a passage must not publish the half of a name that was left."""
    veil = veil_for([protected("the river smugglers", kind=PartyKind.GROUP)])
    text = "Then the river smugglers came."
    assert veil.clear_cut(text, text.index("smugglers")) == text.index("the river")
    assert veil.clear_cut(text, 4) == 4


def test_long_passages_are_covered_before_they_are_shortened() -> None:
    """The words printed in a note are cut after the names in them are covered."""
    material = small_case()
    long = {
        k: replace(p, text=p.text + " x" * 80 + " Marwan Qadi" * 40) for k, p in material.passages.items()
    }
    html = render(compose(replace(material, passages=long)))
    assert "Marwan" not in html


@given(st.text(max_size=60), st.text(max_size=60))
def test_covering_is_complete_and_idempotent(before: str, after: str) -> None:
    """Whatever stands around it, the name goes, and covering twice changes nothing."""
    covered = VEIL.over(f"{before} Khaled al-Ahmad {after}")
    assert not VEIL.hides(covered)
    assert VEIL.over(covered) == covered


@given(st.text(max_size=80))
def test_a_text_without_names_is_left_as_it_is(text: str) -> None:
    """The veil changes nothing it does not hide."""
    if not VEIL.hides(text):
        assert VEIL.over(text) == text


def test_a_page_without_protected_parties_is_the_same_value() -> None:
    """No names, no second pass."""
    value = ("a", "b")
    assert draw_over(Veil(None), value) is value


BROKEN_VEIL = veil_for([protected("Yusuf Barakat", "O'Brien", "Ali")])


@pytest.mark.parametrize(
    "written",
    [
        "Yusuf Bara-\nkat",
        "Yu-suf Ba-ra-kat",
        "Y u s u f B a r a k a t",
        "Yusuf B\u0430r\u0430k\u0430t",
        "YUSUF \u0412\u0410RAKAT",
        "OBrien",
        "O'Brien",
        "x-Ali",
    ],
)
def test_a_name_taken_apart_or_in_letters_of_another_script_is_covered(written: str) -> None:
    """A line's end, spaced type and look-alike letters are how a cache gets a name past a plain search."""
    shown = BROKEN_VEIL.over(f"They said that {written} left the town - in May.")
    assert shown.startswith("They said that ")
    assert BLOCK in shown
    assert shown.endswith(" left the town - in May.")
    assert "ara" not in shown.casefold()
    assert "rien" not in shown
    assert "Ali" not in shown


def test_the_start_of_a_name_cut_off_by_a_hyphen_is_covered() -> None:
    """A passage may end where a line does."""
    assert BROKEN_VEIL.over("They attacked Yusuf Bara-") == f"They attacked {BLOCK} {BLOCK}"
    assert BROKEN_VEIL.over("They attacked the well-") == "They attacked the well-"


def test_joining_words_covers_no_harmless_ones() -> None:
    """Sentences with dashes and single letters are left as they are."""
    text = "A b-c - d e, the alias of aliment; o. K. And i e f."
    assert BROKEN_VEIL.over(text) == text

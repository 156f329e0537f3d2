"""Language packs: endings are spelled out, packs load on demand, and every pack is complete."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.attributing.lexicon import LANGUAGES, lexicon_for
from twosource.attributing.packs import pack_for, spell
from twosource.attributing.tokens import fold

OTHERS = [code for code in LANGUAGES if code != "en"]
CORE = ("fillers", "that", "modifiers", "pronouns", "negations", "stops", "and_words", "clause_breaks")


def test_a_form_takes_every_ending_its_braces_name():
    """One stem, every case of it."""
    assert list(spell("газет{f}", {"f": ["а", "ы"]})) == ["газета", "газеты"]


def test_a_form_may_name_several_classes():
    """An Arabic verb has a prefix for the person and an ending for the number."""
    forms = list(spell("{y}قول{n}", {"y": ["ي", "ت"], "n": ["", "ون"]}))
    assert forms == ["يقول", "يقولون", "تقول", "تقولون"]


def test_an_ending_nobody_defined_is_an_error():
    """A translator's slip is found on loading and not by a page that stays unread."""
    with pytest.raises(KeyError):
        list(spell("stem{nothing}", {}))


@given(st.text(alphabet="abcäöü ", max_size=12))
def test_a_form_without_braces_stays_as_it_is(form):
    """Most forms are plain."""
    assert list(spell(form, {"x": ["y"]})) == [form]


@given(
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=4), st.lists(st.sampled_from("xyz"), max_size=3)
)
def test_spelling_gives_one_form_for_each_choice(first, second):
    """The number of forms is the product of the numbers of endings."""
    assert len(list(spell("s{a}t{b}", {"a": first, "b": second}))) == len(first) * len(second)


@pytest.mark.parametrize("code", OTHERS)
def test_no_brace_is_left_in_a_pack(code):
    """Every class that is named exists."""
    words = [form for row in pack_for(code)["cues"] for form in row["forms"]]
    words += [word for listed in pack_for(code)["roles"].values() for word in listed]
    assert words
    assert not [word for word in words if "{" in word or "}" in word]


@pytest.mark.parametrize("code", OTHERS)
def test_every_pack_has_the_classes_the_rules_lean_on(code):
    """A missing class would leave a language silently deaf."""
    grammar = pack_for(code)["grammar"]
    assert not [name for name in CORE if name not in grammar]


@pytest.mark.parametrize("code", ["ar", "de", "es", "fa", "fr", "ru", "tr"])
def test_languages_with_a_set_of_sentences_know_governments_by_their_capitals(code):
    """`Moscow denies` is how news speaks of a government, in every language."""
    assert len(lexicon_for(code).grammar["capitals"]) >= 15


def test_only_the_pack_of_the_text_is_loaded():
    """Starting the program and reading English loads no pack."""
    code = (
        "from twosource.attributing import packs, lexicon\n"
        "lexicon.lexicon_for('en')\n"
        "assert packs.pack_for.cache_info().currsize == 1\n"
        "lexicon.lexicon_for('ru')\n"
        "assert packs.pack_for.cache_info().currsize == 2\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("one", "other"), [("пошёл", "пошел"), ("İddia", "iddia"), ("Işık", "ışık"), ("تأکید", "تاکید")]
)
def test_spellings_of_one_word_fold_alike(one, other):
    """Russian with and without its dots, Turkish capitals, Persian and Arabic letters."""
    assert fold(one) == fold(other)

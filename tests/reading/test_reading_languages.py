"""Language: script first, then the model; short texts and unknown languages have none."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.reading.languages import (
    language_of,
    languages_of,
    n_right_to_left,
    nameable,
    paragraphs,
    spoken_at,
)

SAMPLES = {
    "en": "The group withdrew from the town before dawn, a resident said.",
    "de": "Die Gruppe zog sich noch vor dem Morgengrauen aus der Stadt zur\u00fcck.",
    "fr": "Le groupe s'est retir\u00e9 de la ville avant l'aube, selon un habitant.",
    "es": "El grupo se retir\u00f3 de la ciudad antes del amanecer, dijo un vecino.",
    "no": "Gruppen trakk seg ut av byen f\u00f8r daggry, sa en innbygger.",
    "tr": "Grup \u015fafaktan \u00f6nce \u015fehirden \u00e7ekildi, dedi bir sakin.",
    "it": "Il gruppo si \u00e8 ritirato dalla citt\u00e0 prima dell'alba.",
    "ar": "\u0627\u0646\u0633\u062d\u0628\u062a \u0627\u0644\u0642\u0648\u0627\u062a \u0645\u0646 "
    "\u0627\u0644\u0645\u062f\u064a\u0646\u0629 \u0642\u0628\u0644 \u0627\u0644\u0641\u062c\u0631",
    "fa": "\u0646\u06cc\u0631\u0648\u0647\u0627 \u0627\u0632 \u0634\u0647\u0631 "
    "\u0639\u0642\u0628\u200c\u0646\u0634\u06cc\u0646\u06cc \u06a9\u0631\u062f\u0646\u062f",
    "ru": "\u0413\u0440\u0443\u043f\u043f\u0430 \u043e\u0442\u0441\u0442\u0443\u043f\u0438\u043b\u0430 "
    "\u0438\u0437 \u0433\u043e\u0440\u043e\u0434\u0430 "
    "\u0434\u043e \u0440\u0430\u0441\u0441\u0432\u0435\u0442\u0430",
    "he": "\u05d4\u05e7\u05d1\u05d5\u05e6\u05d4 \u05e0\u05e1\u05d5\u05d2\u05d4",
    "zh": "\u519b\u961f\u64a4\u79bb\u4e86\u57ce\u5e02",
}


@pytest.mark.parametrize("language", sorted(SAMPLES))
def test_a_sentence_is_recognised(language):
    assert language_of(SAMPLES[language]) == language


@pytest.mark.parametrize("text", ["", "  \n", "12.05.2016", "OK", "hello there", "\u0633\u0644\u0627\u0645"])
def test_what_is_too_short_to_tell_has_no_language(text):
    """A greeting must not become Persian or Sotho."""
    assert language_of(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "\u039f \u03cc\u03bc\u03b9\u03bb\u03bf\u03c2 "
        "\u03b1\u03c0\u03bf\u03c3\u03cd\u03c1\u03b8\u03b7\u03ba\u03b5",
        "Predsedn\u00edctva SAV pre posudzovanie vedeckej kvalifik\u00e1cie pracovn\u00edkov",
    ],
)
def test_a_language_without_a_name_here_is_not_forced_into_one(text):
    assert language_of(text) == ""


def test_each_paragraph_has_its_own_language_and_place():
    text = f"{SAMPLES['en']}\n\n{SAMPLES['ar']}\n \n{SAMPLES['de']}\n"
    found = languages_of(text)
    assert [(stretch.script, stretch.language) for stretch in found] == [
        ("latin", "en"),
        ("arabic", "ar"),
        ("latin", "de"),
    ]
    assert text[found[1].start : found[1].end] == SAMPLES["ar"]


def test_scripts_within_a_sentence_are_told_apart_and_share_the_language_of_their_paragraph():
    """An Arabic name in an English sentence is Arabic script of no sure language; both English ends are English."""
    text = "The resident \u062e\u0627\u0644\u062f, who is 27, said that the group withdrew before dawn."
    found = languages_of(text)
    assert [(s.script, s.language) for s in found] == [("latin", "en"), ("arabic", ""), ("latin", "en")]
    assert text[found[1].start : found[1].end] == "\u062e\u0627\u0644\u062f, "


@given(st.text(max_size=200))
def test_stretches_touch_within_paragraphs_and_cover_them(text):
    """Every word lies in exactly one stretch, in order."""
    found = languages_of(text)
    assert all(a.start < a.end <= b.start for a, b in itertools.pairwise(found))
    assert "".join("".join(text[s.start : s.end].split()) for s in found) == "".join(text.split())


def test_a_passage_has_the_script_and_language_of_most_of_it():
    """Looked up by place, among all stretches of the text."""
    text = f"{SAMPLES['en']}\n\n{SAMPLES['ar']}\n\n2016"
    spoken = languages_of(text)
    assert spoken_at(spoken, 4, 20).language == "en"
    at = text.index(SAMPLES["ar"])
    assert spoken_at(spoken, at - 5, at + 30).language == "ar"
    assert spoken_at(spoken, len(text) - 4, len(text)) == (len(text) - 4, len(text), "", "")
    assert spoken_at((), 0, 5) is None


@given(st.text(alphabet="ab \n\r\f", max_size=60))
def test_paragraphs_cover_every_word_once_and_in_order(text):
    places = list(paragraphs(text))
    assert "".join("".join(text[start:end].split()) for start, end in places) == "".join(text.split())
    assert all(start < end for start, end in places)
    assert [start for start, _ in places] == sorted({start for start, _ in places})


def test_most_of_a_long_text_decides_and_not_its_head():
    assert language_of("Encabezado en otra lengua. " * 3 + (SAMPLES["en"] + " ") * 400) == "en"


def test_right_to_left_letters_are_counted():
    assert n_right_to_left("abc \u05d4\u05e7 \u0627") == 3
    assert n_right_to_left("abc") == 0


def test_every_language_that_was_asked_for_can_be_named():
    wanted = {
        "en",
        "ar",
        "fa",
        "fr",
        "de",
        "es",
        "ru",
        "tr",
        "no",
        "da",
        "sv",
        "nl",
        "it",
        "pt",
        "uk",
        "he",
        "zh",
    }
    assert nameable() == wanted

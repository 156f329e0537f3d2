"""The word lists: each row is well formed, says where it is from, and contradicts no other."""

from collections import Counter

import pytest

from twosource.attributing.lexicon import LANGUAGES, base_language, known_names, lexicon_for
from twosource.attributing.packs import pack_for
from twosource.attributing.tokens import fold_phrase
from twosource.terms import MAX_HEDGE, Action, load_table

ROWS = [(code, row) for code in LANGUAGES for row in pack_for(code)["cues"]]
TABLES = (
    *(f"languages/{code}" for code in LANGUAGES if code != "en"),
    "grammar",
    "cues",
    "roles",
    "outlets",
    "hedges",
    "actions",
    "places",
    "calendar_words",
)
SOURCES = {"subject", "after", "before", "none", "pair", "in"}
KINDS = {"say", "idiom", "paper", "weak", "tell", "phrase", "hold", "receive", "cite", "venue", "byway"}


@pytest.mark.parametrize("name", TABLES)
def test_every_list_has_a_birth_certificate(name):
    """Where from, when, judged or measured."""
    assert "2026" in load_table(name)["birth"]
    assert load_table(name)["standard"]


@pytest.mark.parametrize(
    "row", [row for _, row in ROWS], ids=[f"{code}-{row['forms'][0]}" for code, row in ROWS]
)
def test_cue_rows_use_the_closed_words(row):
    """A cue has a known place for its source, a known kind, and forms."""
    assert row["source"] in SOURCES
    assert row["kind"] in KINDS
    assert 0 <= row.get("hedge", 0) <= MAX_HEDGE
    assert row["forms"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_cues_of_each_stance_it_needs(language):
    """Asserting and denying verbs and a source phrase exist for every language."""
    rows = pack_for(language)["cues"]
    assert {row.get("stance", "asserts") for row in rows} >= {"asserts", "denies"}
    assert any(row["kind"] == "phrase" for row in rows)


def test_no_cue_form_stands_twice_in_one_language_with_another_meaning():
    """One form, one row: otherwise the order of the file would decide."""
    forms = Counter(
        (code, form)
        for code, row in ROWS
        for form in {fold_phrase(form) for form in row["forms"]}
        if row["kind"] not in ("cite", "receive", "pair")
    )
    assert [form for form, n in forms.items() if n > 1] == []


def test_no_spelling_names_two_bodies():
    """An alias leads to one body."""
    owners = {}
    for row in known_names():
        for spelling in (row.name, *row.aliases):
            owners.setdefault(spelling, set()).add(row.name)
    assert {s: o for s, o in owners.items() if len(o) > 1} == {}


def test_actions_are_those_of_the_closed_list():
    """Every row opens an action of terms.Action, and English and Arabic have words for it."""
    rows = load_table("actions")["actions"]
    assert {Action(row["action"]) for row in rows} == set(Action) - {Action.OTHER}
    for row in rows:
        assert row["verbs"]["en"]
        assert row["verbs"]["ar"]


def test_months_and_weekdays_are_complete():
    """Twelve months, seven days."""
    table = load_table("calendar_words")
    assert (len(table["months"]), len(table["weekdays"])) == (12, 7)


@pytest.mark.parametrize(
    ("tag", "code"), [("nb-NO", "no"), ("en_GB", "en"), ("ar-SY", "ar"), ("xx", "en"), ("", "en")]
)
def test_language_tags_lead_to_our_lists(tag, code):
    """Regional tags are cut; unknown languages use the English lists."""
    assert base_language(tag) == code
    assert lexicon_for(tag).language == code

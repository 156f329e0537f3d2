"""How words look: shapes, and where they stand to quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.tagging.looks import N_LOOKS, SHAPES, STATES, looks, plain, shape, states


def named(words: str) -> list[str]:
    return [STATES[state] for state in states(words.split())]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("convoy", "word"),
        ("Convoy", "capital"),
        ("A", "capital"),
        ("NATO", "capitals"),
        ("U.S.", "capitals"),
        ("iPhone", "mixed"),
        ("McKay", "mixed"),
        ("2nd", "number"),
        ("٣", "number"),
        (",", "sign"),
        ("--", "sign"),
        ("-LRB-", "sign"),
        ("``", "double"),
        ("»", "double"),
        ("’", "single"),
        ("سوريا", "word"),
        ("😀", "sign"),
        ("", "sign"),
    ],
)
def test_a_word_has_the_shape_a_reader_sees(word: str, kind: str) -> None:
    assert SHAPES[shape(word)] == kind


@pytest.mark.parametrize(("opens", "closes"), [("“", "”"), ('"', '"'), ("``", "''"), ("«", "»"), ("„", "”")])
def test_any_style_of_quotation_marks_gives_the_same_states(opens: str, closes: str) -> None:
    assert named(f"{opens} We left . {closes} he said") == [
        "opens",
        "inside",
        "inside",
        "inside",
        "closes",
        "outside",
        "outside",
    ]


def test_a_lone_closing_mark_says_that_the_sentence_began_inside() -> None:
    assert named("We left . ” he said") == ["inside", "inside", "inside", "closes", "outside", "outside"]


def test_a_closing_mark_reaches_back_to_the_last_mark_only() -> None:
    assert named("“ A ” said B . C ”")[3:] == ["inside", "inside", "inside", "inside", "closes"]


def test_an_open_quotation_runs_to_the_end() -> None:
    assert named("he said : “ We left")[-3:] == ["opens", "inside", "inside"]


def test_single_marks_quote_outside_doubles_only() -> None:
    assert named("‘ go ’ he said")[:3] == ["opens", "inside", "closes"]
    assert named("“ the ‘ plan ’ failed ”") == ["opens", *["inside"] * 5, "closes"]


def test_an_apostrophe_alone_opens_nothing() -> None:
    assert named("the soldiers ' camp") == ["outside"] * 4


@given(st.lists(st.text(max_size=6), max_size=60))
def test_every_word_has_one_number_in_range(words: list[str]) -> None:
    found = looks(words)
    assert len(found) == len(words)
    assert all(0 <= one < N_LOOKS for one in found)


@given(st.lists(st.sampled_from(["a", "B", '"', "“", "”", "'", "‘", "’"]), max_size=40))
def test_a_double_mark_always_opens_or_closes(words: list[str]) -> None:
    for word, state in zip(words, states(words), strict=True):
        if plain(word) == '"':
            assert STATES[state] in {"opens", "closes"}


@pytest.mark.parametrize("quotes", ["“”", "``''", '""', "«»"])
def test_writings_of_a_quotation_mark_are_one_word(quotes: str) -> None:
    half = len(quotes) // 2
    assert plain(quotes[:half]) == plain(quotes[half:]) == '"'


def test_names_of_brackets_and_dashes_are_written_out() -> None:
    assert [plain(word) for word in ("-LRB-", "--", "–", "...", "don’t")] == ["(", "—", "—", "…", "don't"]

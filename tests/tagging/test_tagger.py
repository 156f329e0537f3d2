"""What the shipped tagger marks in sentences of our own, and what it keeps to whatever it is given."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.ports import Marking, Tagger
from twosource.tagging import LearntTagger, TaggerSettings, open_tagger


@cache
def tagger_of(**chosen: object) -> LearntTagger:
    found = open_tagger(TaggerSettings(**chosen))
    assert found is not None
    return found


def told(sentence: str) -> list[tuple[str, str, str]]:
    """Return source, cue and content of each attribution as words, parts joined by a bar."""
    words = sentence.split()
    (marked,) = tagger_of().mark([words])

    def read(marking: Marking, role: str) -> str:
        return " | ".join(" ".join(words[a:b]) for a, b in getattr(marking, role))

    return [tuple(read(one, role) for role in ("source", "cue", "content")) for one in marked.attributions]


def test_it_is_a_tagger() -> None:
    tagger: Tagger = tagger_of()
    assert tagger.languages == {"en"}
    assert tagger.version.startswith("attribution tagger ")


def test_who_said_what() -> None:
    assert told("The governor said the bridge was closed on Monday .") == [
        ("The governor", "said", "the bridge was closed on Monday")
    ]


def test_a_speaker_behind_the_quotation() -> None:
    ((source, cue, content),) = told("“ Nobody crosses after dark , ” said a guard at the northern gate .")
    assert (source, cue) == ("a guard at the northern gate", "said")
    assert content == "“ Nobody crosses after dark , ”"


def test_a_quotation_in_two_parts() -> None:
    ((source, cue, content),) = told(
        '" We will not leave , " the mayor told us on Friday , " and nobody can make us . "'
    )
    assert (source, cue) == ("the mayor", "told")
    assert content == '" We will not leave , " | " and nobody can make us . "'


def test_according_to() -> None:
    assert told("According to two drivers , the convoy left the depot at noon .") == [
        ("two drivers", "According to", "the convoy left the depot at noon")
    ]


def test_a_report_within_a_report() -> None:
    outer, inner = told("The newspaper reported that a deserter said the prisoners had been moved .")
    assert outer[:2] == ("The newspaper", "reported")
    assert outer[2].endswith("a deserter said the prisoners had been moved")
    assert inner == ("a deserter", "said", "the prisoners had been moved")


def test_two_speakers_side_by_side() -> None:
    found = told(
        "Witnesses claimed the store had been empty for weeks , while the army insisted it held weapons ."
    )
    assert [source for source, _, _ in found] == ["Witnesses", "the army"]


@pytest.mark.parametrize(
    "sentence",
    ["It is believed that the commander fled across the border .", "The road was reported to be mined ."],
)
def test_where_nobody_is_named_there_is_no_source(sentence: str) -> None:
    assert all(source == "" for source, _, _ in told(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The river rises in the hills and runs to the sea .",
        "He bought three loaves and walked home .",
        "Page 4 of 12",
        "Home | News | Sport",
        ". . . .",
    ],
)
def test_where_nobody_says_anything_nothing_is_marked(sentence: str) -> None:
    assert told(sentence) == []


def test_small_and_capital_letters_do_not_change_who_speaks() -> None:
    sentence = "The governor said the bridge was closed on Monday ."
    assert told(sentence.lower()) == [("the governor", "said", "the bridge was closed on monday")]
    assert told(sentence.upper()) == [("THE GOVERNOR", "SAID", "THE BRIDGE WAS CLOSED ON MONDAY")]


@pytest.mark.parametrize(("opens", "closes"), [("“", "”"), ('"', '"'), ("``", "''"), ("«", "»"), ("„", "“")])
def test_the_style_of_quotation_marks_does_not_change_who_speaks(opens: str, closes: str) -> None:
    ((source, cue, _),) = told(f"{opens} Nobody crosses after dark , {closes} said a guard .")
    assert (source, cue) == ("a guard", "said")


def test_a_denial_sounds_less_certain_than_a_fact() -> None:
    tagger = tagger_of(least_event=0.0)
    denied, fact = tagger.mark(
        [
            ["The", "troops", "never", "entered", "the", "town", "."],
            ["The", "troops", "entered", "the", "town", "."],
        ]
    )
    assert denied.factuality[3] < 0 < fact.factuality[2]


def test_what_is_no_event_has_no_factuality() -> None:
    (marked,) = tagger_of().mark([["The", "troops", "entered", "the", "town", "."]])
    assert math.isnan(marked.factuality[0])
    assert not math.isnan(marked.factuality[2])
    assert len(marked.factuality) == 6


def test_names_have_a_kind_and_a_probability() -> None:
    words = ["The", "Syrian", "army", "shelled", "Aleppo", "on", "Friday", "."]
    (marked,) = tagger_of().mark([words])
    kinds = {" ".join(words[slice(*one.range)]): one.kind for one in marked.names}
    assert kinds["Aleppo"] == "Location"
    assert kinds["The Syrian army"] == "Organisation"
    assert all(0 < one.p <= 1 for one in marked.names)


def test_shelling_is_an_assault_and_signing_is_none() -> None:
    tagger = tagger_of()
    shelled = tagger.actions(
        ["The", "army", "shelled", "the", "rebel", "town", "for", "three", "days", "."], (0, 2), (3, 6)
    )
    signed = tagger.actions(
        ["Turkey", "signed", "a", "trade", "agreement", "with", "Iran", "on", "Monday", "."], (0, 1), (6, 7)
    )
    assert max(shelled, key=lambda root: shelled[root]) == "ASSAULT"
    assert signed["ASSAULT"] < 0.1
    assert sum(shelled.values()) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("given_range", [((5, 3), (-4, 2)), ((90, 99), (0, 0)), ((0, 1), (0, 1))])
def test_odd_ranges_are_cut_to_the_sentence(given_range) -> None:
    found = tagger_of().actions(["They", "left", "."], *given_range)
    assert sum(found.values()) == pytest.approx(1, abs=1e-4)
    assert tagger_of().actions([], (0, 1), (0, 1)) == {}


HOSTILE = [
    [],
    [""],
    [" ", "\u200b", "\x00"],
    ["a" * 10_000, "said", "he"],
    ["😀"] * 40,
    ["قال", "المحافظ", "إن", "الجسر", "مغلق", "."],
    ["\ud800", "said"],
    ['"'] * 300,
    ["said"] * 700,
    [str(n) for n in range(2_000)],
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_it_is_given_ranges_stand_in_the_sentence(words: list[str]) -> None:
    (marked,) = tagger_of().mark([words])
    for one in marked.attributions:
        spans = [*one.cue, *one.source, *one.content]
        assert all(0 <= a < b <= len(words) for a, b in spans)
        assert one.cue
        assert list(one.content) == sorted(one.content)
        assert 0 <= one.p <= 1
    assert all(0 <= a < b <= len(words) for a, b in (one.range for one in marked.names))
    assert len(marked.factuality) == len(words)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=25))
def test_any_words_are_answered(words: list[str]) -> None:
    (marked,) = tagger_of().mark([words])
    assert len(marked.factuality) == len(words)


def test_a_long_text_in_one_sentence_is_marked_to_its_end() -> None:
    words = ("The clerk walked home . " * 200 + "The governor said the bridge was closed .").split()
    (marked,) = tagger_of().mark([words])
    assert any(
        " ".join(words[slice(*one.source[0])]) == "The governor" for one in marked.attributions if one.source
    )


SENTENCES = [
    ["The", "governor", "said", "the", "bridge", "was", "closed", "on", "Monday", "."],
    ["He", "left", "."],
    [
        "According",
        "to",
        "two",
        "drivers",
        ",",
        "the",
        "convoy",
        "left",
        "the",
        "depot",
        "at",
        "noon",
        ",",
        "but",
        "the",
        "ministry",
        "denied",
        "it",
        ".",
    ],
    [],
    ["The", "river", "rises", "in", "the", "hills", "and", "runs", "to", "the", "sea", "."],
    [
        "“",
        "Nobody",
        "crosses",
        "after",
        "dark",
        ",",
        "”",
        "said",
        "a",
        "guard",
        "at",
        "the",
        "northern",
        "gate",
        ".",
    ],
    [
        "The",
        "newspaper",
        "reported",
        "that",
        "a",
        "deserter",
        "said",
        "the",
        "prisoners",
        "had",
        "been",
        "moved",
        "to",
        "Aleppo",
        ".",
    ],
]


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(len(SENTENCES))), st.integers(1, 7))
def test_neither_order_nor_company_changes_an_answer(order: list[int], size: int) -> None:
    alone = {n: repr(tagger_of().mark([SENTENCES[n]])[0]) for n in order}
    for at in range(0, len(order), size):
        part = order[at : at + size]
        together = tagger_of().mark([SENTENCES[n] for n in part])
        assert [repr(one) for one in together] == [alone[n] for n in part]


def test_the_number_of_threads_changes_nothing() -> None:
    one, four = tagger_of(threads=1), tagger_of(threads=4)
    assert repr(one.mark(SENTENCES * 3)) == repr(four.mark(SENTENCES * 3))
    for left, right in zip(one.rows(SENTENCES), four.rows(SENTENCES), strict=True):
        assert np.array_equal(left, right)


def test_many_sentences_come_back_in_order_and_repeated_ones_alike() -> None:
    many = [[*SENTENCES[n % len(SENTENCES)]] for n in range(600)]
    found = tagger_of().mark(many)
    assert len(found) == 600
    assert all(repr(found[n]) == repr(found[n % len(SENTENCES)]) for n in range(600))


def test_flat_roles_are_of_the_three_kinds_and_do_not_meet() -> None:
    for words, roles in zip(SENTENCES, tagger_of().roles(SENTENCES), strict=True):
        at = 0
        for first, last, kind in roles:
            assert at <= first < last <= len(words)
            assert kind in {"source", "cue", "content"}
            at = last


def test_what_is_less_probable_than_asked_is_left_out() -> None:
    sentence = [
        "It",
        "is",
        "believed",
        "that",
        "the",
        "commander",
        "said",
        "the",
        "road",
        "was",
        "closed",
        ".",
    ]
    (everything,) = tagger_of().mark([sentence])
    least = max(one.p for one in everything.attributions)
    (some,) = tagger_of(least_marking=least).mark([sentence])
    assert [one.p for one in some.attributions] == [least]

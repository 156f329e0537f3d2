"""What holds for any text: anchored, never raising, the same twice, linear in its length."""

import pytest
from attributing_cases import Found, rendition_of
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.attributing import AttributeSettings, attribute, credits_of
from twosource.attributing.lexicon import LANGUAGES
from twosource.evidence.passages import Passage, is_anchored
from twosource.evidence.testimony import Party, Statement
from twosource.terms import RenditionKind, Voice

WORDS = st.sampled_from(
    [
        "Reuters",
        "said",
        "that",
        "the",
        "army",
        "bombed",
        "Homs",
        "according",
        "to",
        "a",
        "defector",
        "told",
        "AFP",
        ",",
        ".",
        '"',
        "“",
        "”",
        "'",
        "\n",
        "\n\n",
        "He",
        "it",
        "who",
        "and",
        "قال",
        "مصدر",
        "لرويترز",
        "إن",
        "الجيش",
        "قصف",
        "تدمر",
        "نقلت",
        "عن",
        "بحسب",
        "laut",
        "berichtet",
        "selon",
        "según",
        "по",
        "данным",
        "göre",
        ":",
        "(",
        ")",
        "22,000",
        "files",
        "on",
        "Monday",
        "\u200f",
        "\u202e",
        "ـ",
        "💣",
        "A",
        "B's",
        "didn't",
        "quoted",
        "citing",
        "blog",
        "the",
        "letter",
        "reads",
        "obtained",
        "by",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=200))
KINDS = st.sampled_from([RenditionKind.TEXT, RenditionKind.TRANSCRIPTION, RenditionKind.TRANSLATION])


def outcome_of(rendition):
    (outcome,) = attribute([rendition], known=(), settings=AttributeSettings())
    return outcome


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from((*LANGUAGES, "")), KINDS)
def test_any_text_is_read_and_everything_is_anchored(text, language, kind):
    """Odd Unicode, marks of direction and broken quotations give statements that stand where they say."""
    rendition = rendition_of(text, language=language, kind=kind)
    values = outcome_of(rendition).values
    passages = {v.passage_id: v for v in values if isinstance(v, Passage)}
    parties = {v.party_id for v in values if isinstance(v, Party)}
    assert all(is_anchored(passage, rendition) for passage in passages.values())
    for statement in (v for v in values if isinstance(v, Statement)):
        assert statement.passage_id in passages
        assert {link.party_id for link in statement.chain.links} <= parties
        assert (statement.voice is Voice.OWN) == (len(statement.chain.links) == 1)
        assert not statement.made.is_judgement


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_statements(text):
    """Attributing is a function of its input."""
    rendition = rendition_of(text)
    assert outcome_of(rendition) == outcome_of(rendition)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_nobody_stands_twice_in_a_chain_and_credits_come_from_chains(text):
    """A chain has no loops; credits are a subset of who is named."""
    found = Found(text, publisher="Ours")
    for statement in found.statements:
        ids = [link.party_id for link in statement.chain.links]
        assert len(ids) == len(set(ids))
    named = {link.party_id for s in found.statements for link in s.chain.links}
    assert set(credits_of(found.statements)) <= named


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        ".",
        "!x",
        '"',
        "“",
        "'",
        "said ",
        "A said that ",
        "Aa of the ",
        "A, ",
        "a\n",
        "قال مصدر إن ",
        "(",
        "1,234,",
    ],
)
def test_long_runs_of_one_thing_are_read(unit):
    """Sixty thousand characters without rest are read to the end: no rule looks back without bound."""
    text = unit * (60_000 // len(unit))
    assert outcome_of(rendition_of(text)).item_id.startswith("rendition-")


def test_statements_of_a_long_page_grow_with_its_length_and_no_faster():
    """Ten times the page gives ten times the statements, each anchored in its own place."""
    sentence = "Reuters said the army bombed Homs.\n\n"
    one, ten = (len(Found(sentence * n, publisher="Ours").statements) for n in (10, 100))
    assert ten == 10 * one

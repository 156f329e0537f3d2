"""Where a report was filed speaks to nobody: datelines in eight languages, and what only looks like one."""

import pytest
from attributing_cases import rendition_of

from twosource.attributing import AttributeSettings, attribute, credits_of
from twosource.attributing.datelines import without_dateline
from twosource.attributing.lexicon import lexicon_for
from twosource.attributing.sentences import sentences
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement

DATELINES = [
    ("en", "DORN, March 3 (QNS) -- The harbour ministry denied it.", "The harbour"),
    ("en", "Brisel – The harbour ministry denied it.", "The harbour"),
    ("en", "GENEVA — The commission denied it.", "The commission"),
    ("en", "NEW DORN - Two dockers denied it.", "Two dockers"),
    ("en", "Quay, 3 May – “It burned,” a docker said.", "“It burned"),
    ("de", "Brisel (dpa) – Der Hafen brannte.", "Der Hafen"),
    ("de", "Berlin, 3. Mai – Der Hafen brannte.", "Der Hafen"),
    ("fr", "Brisel, 3 mai (AFP) – Le port a brûlé.", "Le port"),
    ("ru", "БРИЗЕЛЬ, 3 мая (ТАСС) — Порт сгорел.", "Порт"),
    ("tr", "BRİSEL (AA) - Liman yandı.", "Liman"),
    ("ar", "لندن – قالت القناة إن المستودع احترق.", "قالت"),
    ("ar", "بريسل (رويترز) - قالت القناة إن المستودع احترق.", "قالت"),
]
NONE = [
    ("en", "Brisel – a port – has burned down again."),
    ("en", "The minister – The Man Who Lied – denied it."),
    ("en", "Update – The depot burned."),
    ("en", "“It burned” – The docker stood by his word."),
    ("de", "Damals – Der Hafen brannte."),
    ("ar", "قال الرجل – وهو سائق – إن المستودع احترق."),
]


def first_of(language, text):
    """Return the first sentence of a text that goes on, so that it is no headline."""
    lexicon = lexicon_for(language)
    return next(iter(sentences(f"{text} 2 3.", lexicon))), lexicon


@pytest.mark.parametrize(("language", "text", "opening"), DATELINES)
def test_a_report_begins_behind_its_dateline(language, text, opening):
    sentence, lexicon = first_of(language, text)
    cut = without_dateline(sentence, lexicon)
    assert cut.text.startswith(opening)
    assert text.find(cut.text.split(".")[0]) == cut.start == cut.tokens[0].start
    assert cut.whole == (sentence.start, sentence.end)


@pytest.mark.parametrize(("language", "text"), NONE)
def test_what_a_dash_parts_otherwise_stays(language, text):
    sentence, lexicon = first_of(language, text)
    assert without_dateline(sentence, lexicon) == sentence


def test_a_place_of_filing_is_nobody_who_speaks_and_stays_in_the_passage():
    text = "DORN, March 3 -- Nobody at the harbour saw it. PELM, March 4.\n\nBRUNN -- It is denied."
    values = [
        value
        for outcome in attribute([rendition_of(text)], known=(), settings=AttributeSettings())
        for value in outcome.values
    ]
    parties = {value.party_id: value for value in values if isinstance(value, Party)}
    told = [value for value in values if isinstance(value, Statement)]
    assert credits_of(told, parties) == ()
    assert not {"DORN", "BRUNN"} & {party.name for party in parties.values()}


def test_a_passage_shows_the_dateline():
    text = "DORN, March 3 (QNS) -- The harbour ministry said that the depot had burned. It was empty."
    values = [
        value
        for outcome in attribute([rendition_of(text)], known=(), settings=AttributeSettings())
        for value in outcome.values
    ]
    assert any(isinstance(value, Passage) and value.text.startswith("DORN, March 3") for value in values)


def test_a_lead_behind_a_dateline_is_not_stated_twice():
    text = "DORN, March 3 -- The militia paid the harbour company 900 dollars. The rest is unclear to all."
    values = [
        value
        for outcome in attribute([rendition_of(text)], known=(), settings=AttributeSettings())
        for value in outcome.values
    ]
    first = [v for v in values if isinstance(v, Statement) and v.event is not None]
    empty = [v for v in values if isinstance(v, Statement) and v.event is None]
    assert len(first) == 1
    assert not empty

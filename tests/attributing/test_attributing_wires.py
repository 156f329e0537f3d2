"""Whose text a page carries: signs of agencies in many languages, and what is none."""

import pytest
from attributing_cases import rendition_of

from twosource.attributing import wire_credit_of
from twosource.terms import Channel

LONG = (
    "The bridge over the canal was closed after the flood and nobody could say when it will open again. " * 3
)


def found(text, **metadata):
    """Return (name, channel) of whoever the text is credited to, or None."""
    credit = wire_credit_of(rendition_of(text, **metadata))
    return (credit.source.name, credit.channel) if credit else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Quay shut\n\nPORT SUDD, June 2 (Reuters) - The quay was shut.", "Reuters"),
        ("Quay shut\n\nPORT SUDD (AP) — The quay was shut.", "Associated Press"),
        ("BEYROUTH (AFP) – Le quai est fermé.", "AFP"),
        ("Der Hafen ist zu. Das sagte ein Sprecher. (dpa)", "dpa"),
        ("Der Hafen ist zu. Das sagte ein Sprecher.\n\ndpa/afp", "dpa"),
        ("МОСКВА, 2 июня. /ТАСС/. Порт закрыт.", "TASS"),
        ("بيروت (أ ف ب) - أغلق الميناء.", "AFP"),
        ("أغلق الميناء صباح اليوم.\n\nالمصدر: وكالة الأناضول", "Anadolu"),
        ("El puerto está cerrado.\n\nFuente: EFE", "EFE"),
        ("Liman kapandı.\n\nKaynak: Anadolu Ajansı", "Anadolu"),
        ("Port jest zamknięty. (PAP)", "PAP"),
        ("Havnen er stengt. (NTB)", "NTB"),
        ("Il porto è chiuso. (ANSA)", "ANSA"),
        (f"{LONG}\n\n(Reporting by Ana Rui; Editing by Tom Ek)", "Reuters"),
        (f"{LONG}\n\nReporting by Ana Rui for Reuters", "Reuters"),
        ("By Ana Rui, Associated Press\n\nThe quay was shut.", "Associated Press"),
    ],
)
def test_an_agency_signs_its_text(text, name):
    assert found(text) == (name, Channel.WIRE)


@pytest.mark.parametrize(
    "text",
    [
        "The quay was shut, the harbour master told Reuters.",
        "Reuters reported that the quay was shut. The town waits.",
        f"Quay shut\n\n{LONG}\n\nASSOCIATED PRESS.\n\n{LONG}",
        f"{LONG} The agency (AFP) has an office here.\n\n{LONG}",
        "The plane (Reuters has a picture) stood there.",
        "Via the northern road the convoy reached the town.",
        "The AP exam was moved to June - pupils were glad.",
    ],
)
def test_the_mere_name_of_an_agency_is_no_signature(text):
    assert found(text) is None


@pytest.mark.parametrize(
    ("byline", "name"),
    [("AP", "Associated Press"), ("By THE ASSOCIATED PRESS", "Associated Press"), ("Ana Rui, AFP", "AFP"),
     ("Von Ana Rui (dpa)", "dpa"), ("Staff and agencies", None), ("Ana Rui, Asbury Park Press", None),
     ("Reuters Smith", None)],
)  # fmt: skip
def test_a_byline_that_is_an_agency_tells_whose_text_it_is(byline, name):
    credit = found("The quay was shut.", byline=byline)
    assert (credit and credit[0]) == name


def test_a_page_thanked_at_the_foot_is_credited_listed_or_not():
    assert found(f"{LONG}\n\nh/t: The Valley Post") == ("The Valley Post", Channel.PUBLICATION)
    assert found(f"{LONG}\n\nThis article first appeared in the Guardian.") == (
        "The Guardian",
        Channel.PUBLICATION,
    )


def test_a_source_line_somebody_wrote_above_the_text_names_the_agency():
    assert found("The quay was shut.", source="AFP") == ("AFP", Channel.WIRE)
    assert found("The quay was shut.", source="a friend in town") is None


def test_the_house_form_says_that_it_goes_by_the_form_alone():
    credit = wire_credit_of(rendition_of(f"{LONG}\n\n(Reporting by Ana Rui; Editing by Tom Ek)"))
    assert "in the form of Reuters" in credit.cue

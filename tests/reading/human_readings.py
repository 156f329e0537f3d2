"""Readings by two persons, written by the tests in our own words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from twosource.evidence.holdings import Page, Rendition
from twosource.evidence.transcripts import HumanReading, human_reading_id
from twosource.ids import key
from twosource.terms import RenditionKind

BEGUN = datetime(2026, 11, 22, 8, tzinfo=UTC)
HUDA, SALIM = "Huda the reader", "Salim the second"


def reading(text, *, page=1, line=0, by=HUDA, minute=0, **more):
    made = HumanReading(
        reading_id="",
        exhibit_id="e" * 64,
        kind=more.pop("kind", RenditionKind.TRANSCRIPTION),
        page=page,
        line=line,
        text=text,
        language=more.pop("language", "en"),
        by=by,
        at=BEGUN + timedelta(minutes=minute),
        **more,
    )
    return replace(made, reading_id=human_reading_id(made))


def machine(*pages, **more):
    """A machine's rendition with these page texts."""
    text, places = "", []
    for number, page in enumerate(pages, 1):
        piece = page + ("\n\n" if number < len(pages) else "")
        places.append(Page(number=number, start=len(text), end=len(text) + len(piece)))
        text += piece
    fields = {
        "rendition_id": key("rendition", text),
        "exhibit_id": "e" * 64,
        "kind": RenditionKind.TEXT,
        "text": text,
        "pages": tuple(places),
        "maker": "tesseract",
    }
    return Rendition(**{**fields, **more})

"""Whom a page is taken for: its own word, its address, what stands above a text saved by hand."""

from dataclasses import replace

import pytest
from attributing_cases import Found, party, rendition_of

TEXT = "The quay was bombed on Monday. Nobody could say when it will open again."


def publisher(maker="html", known=(), **metadata):
    """Return the party every chain of the page starts with."""
    rendition = replace(rendition_of(TEXT, **metadata), maker=maker)
    found = Found(rendition, known=known)
    return found.parties[found.statements[0].chain.publisher.party_id]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("The Daily Quay", "https://www.dailyquay.example/a/1"),
        ("The Daily Quay Herald", "https://tdqh.example/"),
        ("Süddeutsche Zeitung", "https://www.sueddeutsche.de/politik/x"),
        ("BBC News", "https://www.bbc.co.uk/news"),
        ("The New York Times", "https://nytimes.com/2016"),
        ("Deutsche Welle", "https://www.dw.com/en"),
        ("الجزيرة", "https://www.aljazeera.net/news"),
        ("صحيفة الميناء", "https://almina.example/"),
        ("The Daily Quay", "https://web.archive.org/web/2016/https://other.example"),
        ("The Daily Quay", ""),
    ],
)
def test_a_name_that_fits_its_address_or_cannot_be_held_against_it_is_taken(name, url):
    found = publisher(publisher=name, url=url)
    assert "example" not in found.name
    assert "its own word" in found.made.why


def test_an_imitation_is_not_counted_as_the_paper_it_imitates():
    found = publisher(publisher="BBC News", url="https://news-today.example/bomb")
    assert found.name == "news-today.example"
    assert "BBC News" in found.made.why
    assert "own word" in found.made.why


def test_what_a_person_declared_is_not_doubted():
    declared = party("p1", "The Daily Quay")
    found = publisher(known=(declared,), publisher="The Daily Quay", url="https://news-today.example/bomb")
    assert found.party_id == "p1"


def test_texts_that_are_no_web_pages_are_taken_at_their_head():
    found = publisher(maker="text", publisher="The Daily Quay", url="https://news-today.example/bomb")
    assert found.name == "The Daily Quay"


def test_a_source_above_a_text_is_its_publisher_where_none_is_named():
    found = publisher(maker="text", source="Quay Gazette")
    assert found.name == "Quay Gazette"
    assert "head of the text" in found.made.why


def test_a_source_that_is_an_agency_stands_behind_the_publisher():
    rendition = rendition_of(TEXT, publisher="The Daily Quay", source="AFP")
    found = Found(rendition)
    assert [found.parties[link.party_id].name for link in found.statements[0].chain.links] == [
        "The Daily Quay",
        "AFP",
    ]

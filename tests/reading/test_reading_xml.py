"""XML: letters in order, words in attributes kept, nothing drawn in and nothing allowed to grow."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import RefusedError
from twosource.ports import Limits
from twosource.reading.readers.xml import XmlReader
from twosource.terms import Status

XML = "application/xml"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<a><b>one</b><b>two</b></a>", "one\ntwo"),
        ("<p>The <b>bold</b> w<i>or</i>d.</p>", "The bold word."),
        (
            "<?xml version='1.0'?>\n<rss>\n  <item>\n    <title>An order</title>\n  </item>\n</rss>",
            "An order",
        ),
        ("<a>1 &lt; 2 &amp; <![CDATA[<raw>]]></a>", "1 < 2 & <raw>"),
        ("<sms address='+1' body='the words'/>", "address: +1\nbody: the words"),
        ("<a xmlns='urn:x' xmlns:y='urn:y'><!-- no --><?pi no?>words</a>", "words"),
        ("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>words &kept;</a>", "words &kept;"),
    ],
)
def test_letters_stand_in_order(reading, content, words):
    outcome = reading(content.encode(), XML)
    assert outcome.status is Status.READ
    assert outcome.values[0].text == words


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1256", "iso-8859-6"])
def test_the_declared_encoding_is_followed(reading, encoding):
    content = f"<?xml version='1.0' encoding='{encoding}'?><a>\u0631\u0633\u0627\u0644\u0629</a>".encode(
        encoding
    )
    assert reading(content, "text/xml").values[0].text == "\u0631\u0633\u0627\u0644\u0629"


@pytest.mark.parametrize(
    "declared",
    [
        "<!ENTITY a 'aaaa'>",
        "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY % a SYSTEM 'http://example.org/a.dtd'>%a;",
        "<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>",
    ],
)
def test_what_declares_entities_is_refused_with_a_sentence(reading, declared):
    """By entities a page of text draws in other files, or grows to gigabytes."""
    outcome = reading(f"<!DOCTYPE a [{declared}]><a>words &a;</a>".encode(), XML)
    assert outcome.status is Status.REFUSED
    assert outcome.values == ()
    assert "declares entities" in outcome.failures[0].sentence()


def test_damage_leaves_what_stands_before_it(reading):
    outcome = reading(b"<a><b>words</b><c>more</a>", XML)
    assert outcome.status is Status.PARTLY_READ
    assert outcome.values[0].text == "words\nmore"
    assert "mismatched tag" in outcome.failures[0].happened


def test_damage_before_the_first_word_is_refused(reading):
    outcome = reading(b"<a><</a>", XML)
    assert outcome.status is Status.REFUSED
    assert [failure.code for failure in outcome.failures] == ["damaged"]


@pytest.mark.parametrize(
    "content", ["<a>" * 200_000 + "words", "<a " + " ".join(f"b{n}='1'" for n in range(100_000)) + ">words"]
)
def test_no_nesting_and_no_number_of_attributes_makes_it_slow(reading, content):
    outcome = reading(content.encode(), XML)
    assert outcome.status is Status.PARTLY_READ
    assert outcome.values[0].text.endswith("words")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    try:
        reading = XmlReader().read(io.BytesIO(b"<a>" + content), Limits())
    except RefusedError as error:
        code = error.code
    else:
        code = ""
        assert all(isinstance(page, str) for page in reading.untrusted_pages)
    assert code in {"", "damaged", "entities"}

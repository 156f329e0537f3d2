"""Layout documents are known by their root element or their pages, and by nothing a stranger can fake cheaply."""

import io

import pytest

from twosource.intake.identifying import identify
from twosource.intake.texts import layout_of

XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def kind(content, name="x"):
    return identify(content, io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (
            XML + b'<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout/></alto>',
            "application/alto+xml",
        ),
        (XML + b"<!-- made by a machine -->\n<a:alto xmlns:a='x'></a:alto>", "application/alto+xml"),
        (XML + b'<PcGts xmlns="x"><Page/></PcGts>', "application/vnd.prima.page+xml"),
        (XML + b"<!-- <alto > --><note>words</note>", "application/xml"),
        (XML + b"<note><alto >words</alto></note>", "application/xml"),
        (XML + b"<altogether >words</altogether>", "application/xml"),
        (XML + b"<!DOCTYPE html>\n<html><body><div class='ocr_page'/></body></html>", "text/vnd.hocr+html"),
        (b"<!DOCTYPE html><html><body><div class='ocr_page big'>x</div></body></html>", "text/vnd.hocr+html"),
        (b"<html><body><p>about the class ocr_page</p></body></html>", "text/html"),
    ],
)
def test_a_layout_document_is_known_by_what_it_begins_with(content, media_type):
    assert kind(content).media_type == media_type


@pytest.mark.parametrize("name", ["page.xml", "page.alto", "page.XML"])
def test_a_general_suffix_is_no_disagreement(name):
    found = kind(XML + b"<alto ><Layout/></alto>", name)
    assert (found.media_type, found.note) == ("application/alto+xml", "")


def test_a_wrong_suffix_is_one():
    assert "stands for" in kind(XML + b"<alto ><Layout/></alto>", "page.pdf").note


def test_a_comment_without_an_end_hides_no_root():
    assert layout_of(b"<!-- never ends <alto >") == ""

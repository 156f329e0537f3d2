"""Identification: bytes first, the name has a second vote, and disagreement is written down."""

import io
import struct
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.intake.identifying import identify, identify_stream, kinds, label_of, named_type

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = b"Message-ID: <1@x>\nFrom: a@example.org\nSubject: s\n\nwords\n"


def kind(content: bytes, name: str = "") -> str:
    return identify_stream(io.BytesIO(content), name).media_type


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "application/x-empty"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"junk before %PDF-1.4\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        (b"II*\0" + bytes(20), "image/tiff"),
        (b"MM\0*" + bytes(20), "image/tiff"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"GIF89a" + bytes(20), "image/gif"),
        (b"BM" + struct.pack("<I", 40) + bytes(40), "image/bmp"),
        (b"!BDN" + bytes(20), "application/vnd.ms-outlook-pst"),
        (b"{\\rtf1 words}", "application/rtf"),
        (b"\x1f\x8b\x08" + bytes(20), "application/gzip"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "application/x-7z-compressed"),
        (bytes(257) + b"ustar\0" + bytes(50), "application/x-tar"),
        (b"SQLite format 3\0" + bytes(20), "application/vnd.sqlite3"),
        (b"<!DOCTYPE html><p>words", "text/html"),
        (b"  <!-- note -->\n<HTML><body>words", "text/html"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        (b"<?xml version='1.0'?><html><body/></html>", "text/html"),
        (b'{"a": 1}', "application/json"),
        (b'[1, 2, {"a": null}]', "application/json"),
        (b'{"a": 1}\n{"a": 2}\n', "application/x-ndjson"),
        (b"{not json at all", "text/plain"),
        (MAIL, "message/rfc822"),
        (b"From one@example.org Mon May 2 2016\n" + MAIL, "application/mbox"),
        (b"a,b,c\n1,2,3\n4,5,6\n", "text/csv"),
        (b"a\tb\tc\n1\t2\t3\n4\t5\t6\n", "text/tab-separated-values"),
        (b"One line, with a comma.\nAnother line.\n", "text/plain"),
        ("\u0627\u0646\u0633\u062d\u0628\u062a \u0627\u0644\u0642\u0648\u0627\u062a".encode(), "text/plain"),
        ("\u0627\u0646\u0633\u062d\u0628\u062a".encode("cp1256"), "text/plain"),
        ("words \u0631".encode("utf-16"), "text/plain"),
        ("<html>words</html>".encode("utf-16"), "text/html"),
        ("words in wide letters".encode("utf-16-le"), "text/plain"),
        (b"words " * 100 + b"\0", "text/plain"),
        ("\u0627\u0646\u0633 ".encode("cp1256") * 100 + b"\0", "text/plain"),
        (b"<html>\0" + b"words " * 100, "text/html"),
        (MAIL + b"words " * 100 + b"\0", "message/rfc822"),
        (b"words\0" * 100, "application/octet-stream"),
        (b"<!--" * 300_000, "text/plain"),
        (b"<!---->" * 300_000, "text/plain"),
        (b"<!-- a --> <!-- b -->\n<html>", "text/html"),
        (bytes(range(256)) * 4, "application/octet-stream"),
    ],
)
def test_bytes_say_what_they_are(content, expected):
    assert kind(content) == expected


def test_stray_nuls_are_written_down():
    found = identify_stream(io.BytesIO(b"words " * 100 + b"\0"), "a.txt")
    assert (found.media_type, found.note) == (
        "text/plain",
        "NUL bytes stand in it, which no text program writes.",
    )


@pytest.mark.parametrize(
    "letters", ["\u0627\u0646\u0633\u062d\u0628\u062a", "\u041e\u0442\u0445\u043e\u0434", "Words"]
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_known_or_waits(letters, encoding):
    """It must not pass for a narrow text with a few NULs, whose letters would be guesses."""
    content = (letters * 200 + " ").encode(encoding)
    found = identify_stream(io.BytesIO(content), "a.txt")
    assert found.media_type == ("text/plain" if letters == "Words" else "application/octet-stream")
    assert "NUL" not in found.note


def test_a_picture_that_is_mostly_white_is_no_text_with_stray_nuls():
    """An EMF of one colour holds fewer NULs than a hundredth; its first bytes tell."""
    picture = b"\x01\0\0\0\x6c\0\0\0" + bytes(32) + b" EMF\0\0\x01\0" + b"\xff" * 60_000
    assert not kind(picture).startswith("text/")


def test_a_row_of_comments_cannot_be_cut_in_every_way():
    """Matched as one pattern, a row of comments before no page would take longer than the universe."""
    assert kind(b"<!-- -->" * 1000, "a.html") == "text/html"
    assert kind(b"<!-- -->" * 1000 + b"words") == "text/plain"


def test_a_memorandum_is_text_and_only_its_name_makes_it_mail():
    """From, To and Subject also begin printed mail; a header only mail programs write settles it."""
    memo = b"From: the office\nTo: all\nSubject: lunch\n\nwords\n"
    assert kind(memo, "memo.txt") == "text/plain"
    assert kind(memo, "memo.eml") == "message/rfc822"
    assert kind(MAIL, "mail.txt") == "message/rfc822"


def test_between_kinds_of_text_the_name_may_decide():
    two_columns = b"name;age\nAda;36\n"
    assert kind(two_columns) == "text/plain"
    assert kind(two_columns, "people.csv") == "text/csv"
    assert kind(b"<p>words</p>", "part.html") == "text/html"


def test_a_wrong_suffix_is_written_down():
    found = identify_stream(io.BytesIO(b"%PDF-1.7\n"), "holiday.jpg")
    assert found.media_type == "application/pdf"
    assert found.note == "The name ends in .jpg, which stands for an image (JPEG); the bytes are a PDF."


def test_binary_junk_named_text_is_not_taken_for_text():
    found = identify_stream(io.BytesIO(bytes(range(256)) * 8), "notes.txt")
    assert found.media_type == "application/octet-stream"
    assert "Nothing known begins with these bytes." in found.note
    assert "the bytes are bytes of an unknown kind" in found.note


def test_agreement_leaves_no_note():
    assert identify_stream(io.BytesIO(b"%PDF-1.7\n"), "a.pdf").note == ""


def test_something_with_a_zip_behind_it_is_flagged(zipped):
    found = identify_stream(io.BytesIO(b"\xff\xd8\xff\xe0" + bytes(50) + zipped({"a": b"1"})), "a.jpg")
    assert found.media_type == "image/jpeg"
    assert "two faces" in found.note


@pytest.mark.parametrize(
    ("folder", "label"),
    [("word", "a Word document (DOCX)"), ("xl", "a workbook (XLSX)"), ("ppt", "a slide deck (PPTX)")],
)
def test_office_packages_are_told_apart_by_their_members(zipped, folder, label):
    assert label_of(kind(zipped({"[Content_Types].xml": b"<t/>", f"{folder}/a.xml": b"<a/>"}))) == label


def test_macros_are_recorded(zipped):
    package = zipped({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""})
    found = identify_stream(io.BytesIO(package), "a.docm")
    assert found.media_type == WORD
    assert found.note == "It holds macros; they are recorded here and never run."


def test_open_document_declares_itself_and_only_sane_declarations_count(zipped):
    assert label_of(kind(zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}))).endswith("(ODT)")
    assert kind(zipped({"mimetype": b"text/html"})) == "application/zip"
    assert kind(zipped({"mimetype": b"application/epub+zip" * 100})) == "application/zip"


def ole(stream_name: str) -> bytes:
    """A compound file whose one directory sector names one stream."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 0)
    return bytes(header) + stream_name.encode("utf-16-le").ljust(512, b"\0")


@pytest.mark.parametrize(
    ("stream_name", "label"),
    [
        ("WordDocument", "an old Word document (DOC)"),
        ("Workbook", "an old workbook (XLS)"),
        ("__properties_version1.0", "an Outlook mail (MSG)"),
        ("ENCRYPTEDPACKAGE", "an office document locked with a password"),
        ("Contents", "an OLE compound file"),
    ],
)
def test_compound_files_are_told_apart_by_their_streams(stream_name, label):
    assert label_of(kind(ole(stream_name))) == label


def test_a_zip_with_a_broken_directory_is_still_a_zip(zipped):
    content = zipped({"a": b"words" * 100})
    found = identify_stream(io.BytesIO(content[:40]))
    assert (found.media_type, found.note) == ("application/zip", "Its directory cannot be read.")


@given(st.binary(max_size=400), st.sampled_from(["", "a.txt", "a.csv", "a.eml", "a.json", "a.docx", "x"]))
def test_any_bytes_get_a_type_and_never_an_error(content, name):
    found = identify(content, io.BytesIO(content), name)
    assert found.media_type
    assert found.identified_by


def test_every_suffix_stands_for_one_type_only():
    rows = tomllib.loads(files("twosource").joinpath("vocabulary/media_types.toml").read_text("utf-8"))[
        "types"
    ]
    suffixes = [suffix for row in rows for suffix in row["suffixes"]]
    assert len(suffixes) == len(set(suffixes))
    assert len(kinds()) == len(rows)
    assert all(named_type(f"A{suffix.upper()}") for suffix in suffixes)

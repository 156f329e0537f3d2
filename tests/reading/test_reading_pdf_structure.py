"""What stands beside the pages of a PDF: filled fields, notes, bookmarks, its history, and its traps."""

import io
import zlib

import pikepdf
import pytest
from pdf_samples import document, words
from pikepdf import Array, Dictionary, Name, String

from twosource.ports import Limits
from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.pdf import PdfReader
from twosource.reading.readers.pdf_notes import when
from twosource.reading.readers.pdf_structure import MAX_DRAWING, read_structure


def structure(change=None, seconds: float = 60.0, content: bytes | None = None):
    content = content or document(words("The page."), change=change)
    return read_structure(io.BytesIO(content), "", Deadline(seconds))


def form(*fields: Dictionary, **more):
    def change(pdf: pikepdf.Pdf) -> None:
        made = [pdf.make_indirect(field) for field in fields]
        pdf.Root.AcroForm = Dictionary(Fields=Array(made), **more)

    return change


def text_field(name: str, value: str | None = None, **more) -> Dictionary:
    field = Dictionary(FT=Name.Tx, T=String(name), **more)
    if value is not None:
        field.V = String(value)
    return field


def notes(*some: Dictionary):
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Annots = Array(list(some))

    return change


def note(kind: str, contents: str = "", **more) -> Dictionary:
    made = Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=[0, 0, 9, 9], **more)
    if contents:
        made.Contents = String(contents)
    return made


def lines(change) -> list[str]:
    (text,) = [text for _, text in structure(change).texts]
    return text.split("\n")


def test_a_plain_document_has_nothing_beside_its_pages():
    found = structure()
    assert (found.texts, found.failures, found.bombs) == ([], [], frozenset())


def test_filled_fields_are_text_and_empty_ones_are_counted():
    """What somebody typed in is often the point of the document."""
    found = structure(form(text_field("name", "A. Clerk"), text_field("rank"), text_field("unit", "Third")))
    assert found.texts == [("form fields", "name: A. Clerk\nunit: Third")]
    assert ("form fields", "2 of 3 filled in") in found.metadata


def test_fields_stand_on_a_labelled_page_after_the_others():
    """They are found by search and quoted as what they are."""
    content = document(words("The page."), change=form(text_field("name", "A. Clerk")))
    reading = PdfReader().read(io.BytesIO(content), Limits())
    assert reading.untrusted_pages == ("The page.", "name: A. Clerk")
    assert reading.untrusted_page_labels == ("", "form fields")


def test_a_field_has_the_name_that_a_form_shows():
    assert lines(form(text_field("f1[0]", "Third", TU=String("Unit of the\nbearer")))) == [
        "Unit of the bearer: Third"
    ]


def test_fields_within_fields_have_both_names():
    def change(pdf: pikepdf.Pdf) -> None:
        kid = pdf.make_indirect(Dictionary(T=String("first"), V=String("Anna")))
        parent = pdf.make_indirect(Dictionary(T=String("name"), FT=Name.Tx, Kids=Array([kid])))
        pdf.Root.AcroForm = Dictionary(Fields=Array([parent]))

    assert lines(change) == ["name.first: Anna"]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (Dictionary(FT=Name.Btn, T=String("agreed"), V=Name.Yes), "agreed: Yes"),
        (Dictionary(FT=Name.Ch, T=String("towns"), V=Array([String("A"), String("B")])), "towns: A, B"),
        (Dictionary(FT=Name.Tx, T=String("pin"), V=String("1234"), Ff=1 << 13), "pin: (a password)"),
        (Dictionary(FT=Name.Sig, T=String("by"), V=Dictionary(Type=Name.Sig)), "by: (signed)"),
        (Dictionary(FT=Name.Tx, V=String("alone")), "a field without a name: alone"),
    ],
)
def test_each_kind_of_field_is_said_as_a_person_sees_it(field, said):
    assert lines(form(field)) == [said]


@pytest.mark.parametrize(
    "field",
    [
        Dictionary(FT=Name.Btn, T=String("box"), V=Name.Off),
        Dictionary(FT=Name.Btn, T=String("send"), V=String("x"), Ff=1 << 16),
        Dictionary(FT=Name.Tx, T=String("blank"), V=String("  ")),
    ],
)
def test_unticked_boxes_buttons_and_blanks_say_nothing(field):
    assert structure(form(field)).texts == []


def test_a_field_that_holds_itself_ends():
    def change(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(Dictionary(T=String("ring"), FT=Name.Tx))
        field.Kids = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field, field]))

    assert structure(change).texts == []


def test_an_xfa_form_is_noted():
    """Viewers show another form than the fields listed."""
    found = structure(form(XFA=String("<xdp/>")))
    assert any(name == "form" and "XFA" in value for name, value in found.metadata)


def test_notes_have_page_kind_author_date_and_words():
    written = note("/Text", "Not  true,\nsee B.", T=String("Anna"), M=String("D:20150314091500Z"))
    assert lines(notes(written)) == ["Page 1 (note, Anna, 2015-03-14 09:15): Not true, see B."]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("/Highlight", "highlight"),
        ("/StrikeOut", "struck out"),
        ("/FreeText", "text"),
        ("/Caret", "insertion"),
        ("/FileAttachment", "attached file"),
    ],
)
def test_each_kind_of_note_is_named(kind, said):
    assert lines(notes(note(kind, "words"))) == [f"Page 1 ({said}): words"]


def test_a_stamp_without_words_is_told_by_its_name():
    assert lines(notes(note("/Stamp", Name=Name.TopSecret))) == ["Page 1 (stamp): TopSecret"]


def test_marks_for_redaction_are_told_though_they_hold_no_words():
    """What was to be blackened is still there."""
    assert lines(notes(note("/Redact"))) == ["Page 1 (marked for redaction):"]


@pytest.mark.parametrize("kind", ["/Link", "/Widget", "/Popup", "/Highlight"])
def test_annotations_without_words_say_nothing(kind):
    assert structure(notes(note(kind))).texts == []


@pytest.mark.parametrize("flag", [1 << 1, 1 << 5])
def test_a_note_that_viewers_do_not_show_is_hidden_text(flag):
    found = structure(notes(note("/Text", "a secret", F=flag)))
    assert (
        "hidden text",
        "page 1, a note that viewers do not show: Page 1 (note): a secret",
    ) in found.metadata


def test_odd_annotations_are_passed_over():
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Annots = Array([String("odd"), 5, note("/Text", "kept", F=String("odd"), T=5)])

    assert lines(change) == ["Page 1 (note): kept"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("D:20150314091500+02'00'", "2015-03-14 09:15"),
        ("D:20150314", "2015-03-14"),
        ("D:2015", "2015"),
        ("14 March", "14 March"),
        ("", ""),
    ],
)
def test_dates_are_written_as_far_as_they_go(said, expected):
    assert when(String(said)) == expected


def test_a_date_that_is_no_text_is_no_date():
    assert when(None) == ""
    assert when(5) == ""


def bookmarked(titles):
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, 0) for title in titles)

    return change


def test_bookmarks_are_told_in_order():
    found = structure(bookmarked(["Orders", "Annex"]))
    assert [value for name, value in found.metadata if name == "bookmark"] == ["Orders", "Annex"]


def test_bookmarks_in_a_ring_end():
    def change(pdf: pikepdf.Pdf) -> None:
        one = pdf.make_indirect(Dictionary(Title=String("one")))
        one.Next = one
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=one))

    assert [value for name, value in structure(change).metadata if name == "bookmark"] == ["one"]


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmp:CreatorTool="Scan &amp; Save">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">The true title</rdf:li></rdf:Alt></dc:title>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID>
<stEvt:softwareAgent>Editor 1</stEvt:softwareAgent><stEvt:softwareAgent>Editor 2</stEvt:softwareAgent>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def with_xmp(packet: str):
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)

    return change


def test_what_the_xmp_packet_says_is_metadata():
    """Among it the programs that changed the document, which its own dictionary does not tell."""
    found = structure(with_xmp(XMP)).metadata
    assert found == [
        ("created with", "Scan & Save"),
        ("document id", "uuid:1"),
        ("title", "The true title"),
        ("history", "Editor 1"),
        ("history", "Editor 2"),
    ]


def test_an_xmp_packet_that_would_draw_in_files_is_not_parsed():
    """It is searched as text: entities stay what they are."""
    hostile = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xmp:CreatorTool>&e;</xmp:CreatorTool>'
    assert structure(with_xmp(hostile)).metadata == [("created with", "&e;")]


def raw_drawing(raw: bytes, filters, times: int = 1) -> bytes:
    """Return a PDF whose first page is drawn by streams packed so, kept by the writer as they are."""

    def change(pdf: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(pdf, b"")
        stream.write(raw, filter=filters, decode_parms=None)
        pdf.pages[0].Contents = pikepdf.Array([pdf.make_indirect(stream)] * times)

    keep = pikepdf.StreamDecodeLevel.none
    return document(words("x"), words("The second page."), change=change, stream_decode_level=keep)


TWICE = Array([Name.FlateDecode, Name.FlateDecode])
BLANK = b" " * (MAX_DRAWING + MAX_DRAWING // 8)


@pytest.mark.parametrize(
    ("raw", "filters", "times"),
    [
        (zlib.compress(BLANK), Name.FlateDecode, 1),
        (zlib.compress(zlib.compress(BLANK)), TWICE, 1),
        (zlib.compress(BLANK[: MAX_DRAWING // 4]), Name.FlateDecode, 8),
    ],
)
def test_a_page_that_unpacks_without_end_is_not_opened(raw, filters, times):
    """Packed once, packed twice, or one stream drawn many times: the page is named, the others are read."""
    content = raw_drawing(raw, filters, times)
    assert structure(content=content).bombs == {1}
    reading = PdfReader().read(io.BytesIO(content), Limits())
    assert reading.untrusted_pages == ("", "The second page.")
    assert [one.code for one in reading.failures] == ["page_bomb"]
    assert "1 pages (1) unpack to more than" in reading.failures[0].happened


@pytest.mark.parametrize("level", [0, 9])
def test_a_large_honest_drawing_is_no_bomb(level):
    drawing = words("The first page.").encode() + b" " * 400_000
    packed = zlib.compress(zlib.compress(drawing, level), level)
    assert structure(content=raw_drawing(packed, TWICE)).bombs == frozenset()


@pytest.mark.parametrize(
    "filters", [Name.LZWDecode, Name.FlateDecode, Array([Name.ASCIIHexDecode, Name.FlateDecode])]
)
def test_other_packings_and_broken_ones_are_left_to_the_engine(filters):
    assert structure(content=raw_drawing(b"broken" * 60_000, filters)).bombs == frozenset()


def test_a_structure_that_cannot_be_opened_is_a_failure_not_the_end():
    """The words of the pages may be readable all the same."""
    found = structure(content=b"%PDF-1.4 nothing")
    assert [one.code for one in found.failures] == ["structure"]
    assert "BytesIO" not in found.failures[0].happened


def test_when_time_is_over_it_is_said():
    found = structure(seconds=-1.0)
    assert [one.code for one in found.failures] == ["structure_time"]

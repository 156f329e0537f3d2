"""Workbooks, slide decks, OpenDocument, books, and what Word documents hide: every word, and what stands beside it."""

import io
import zipfile

import pytest
from compound_writer import compound
from office_writer import (
    DRAWN,
    NAMES,
    OFFICE,
    SHEETS,
    SLIDES,
    WORDS,
    book,
    cells,
    deck,
    document,
    open_document,
    relations,
    slide,
    workbook,
    zipped,
)

from twosource.errors import RefusedError
from twosource.ports import Limits, Reading
from twosource.reading import ReadSettings
from twosource.reading.readers.numbers import shown_number, shows_days
from twosource.reading.readers.package import open_package
from twosource.reading.readers.safe_xml import declares_entities, parse_xml
from twosource.reading.readers.sheet import Sheet, column_name, column_of, header_words
from twosource.reading.registry import readers
from twosource.terms import Status

OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX = f"{OPEN_XML}wordprocessingml.document"
XLSX = f"{OPEN_XML}spreadsheetml.sheet"
PPTX = f"{OPEN_XML}presentationml.presentation"
ODT, ODS, ODP = (
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
EPUB = "application/epub+zip"


def read(content: bytes, media_type: str, **limits) -> Reading:
    return readers(ReadSettings())[media_type].read(io.BytesIO(content), Limits(**limits))


def pages(found: Reading) -> dict[str, str]:
    return dict(zip(found.untrusted_page_labels, found.untrusted_pages, strict=True))


def said(found: Reading, name: str) -> list[str]:
    return [value for key, value in found.untrusted_metadata if key == name]


def codes(found: Reading) -> list[str]:
    return [failure.code for failure in found.failures]


# --- workbooks


def test_a_sheet_is_a_page_named_like_it_with_rows_as_lines():
    found = read(workbook(("Oil", cells(("well", "barrels"), ("A", "12"))), ("Men", cells(("name",)))), XLSX)
    assert pages(found) == {"Oil": "well\tbarrels\nA\t12", "Men": "name"}


def test_a_hidden_sheet_is_read_and_told():
    """What somebody hid is what a reporter looks for."""
    book_of_two = workbook(("Shown", cells(("a",))), ("Kept back", cells(("secret",)), "veryHidden"))
    found = read(book_of_two, XLSX)
    assert pages(found)["Kept back (hidden so that no menu shows it)"] == "secret"
    assert said(found, "hidden text") == ["the sheet Kept back is hidden so that no menu shows it"]


def test_hidden_rows_and_columns_are_read_and_told():
    rows = (
        '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1" t="str"><v>open</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="str"><v>hidden</v></c></row></sheetData>'
    )
    found = read(workbook(("S", rows)), XLSX)
    assert pages(found)["S"] == "open\nhidden"
    assert said(found, "hidden text") == ["S: rows 2", "S: columns 2-3 (A is 1)"]


def test_days_are_shown_as_days_and_numbers_as_numbers():
    """A ledger stores days as numbers; only the style of a cell tells."""
    styles = (
        f'<styleSheet xmlns="{SHEETS}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    row = '<sheetData><row r="1"><c r="A1" s="1"><v>42492</v></c><c r="B1" s="0"><v>42492</v></c></row></sheetData>'
    found = read(workbook(("S", row), parts={"xl/styles.xml": styles}), XLSX)
    assert pages(found)["S"] == "2016-05-02\t42492"


def test_a_formula_gives_its_last_value_or_stands_as_written():
    row = (
        '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>SUM(A1)</f></c>'
        '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#REF!</v></c></row></sheetData>'
    )
    found = read(workbook(("S", row)), XLSX)
    assert pages(found)["S"] == "2\t=SUM(A1)\tTRUE\t#REF!"
    assert said(found, "formulas") == ["S: 2"]


def test_shared_texts_are_found_and_their_pronunciation_is_left_out():
    shared = (
        f'<sst xmlns="{SHEETS}"><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>SOUND</t></rPh></si></sst>'
    )
    row = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>77</v></c></row></sheetData>'
    found = read(workbook(("S", row), parts={"xl/sharedStrings.xml": shared}), XLSX)
    assert pages(found)["S"] == "two runs\t77"


def test_comments_name_the_cell_and_who_wrote_them():
    comments = (
        f'<comments xmlns="{SHEETS}"><authors><author>A. Clerk</author></authors><commentList>'
        '<comment ref="B3" authorId="0"><text><t>not paid</t></text></comment></commentList></comments>'
    )
    parts = {
        "xl/comments1.xml": comments,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../comments1.xml")),
    }
    found = read(workbook(("S", cells(("a",))), parts=parts), XLSX)
    assert pages(found)["comments on S"] == "B3, A. Clerk: not paid"


def test_text_boxes_and_headers_of_a_sheet_are_read():
    drawing = f'<d xmlns:a="{DRAWN}"><a:p><a:r><a:t>in a box</a:t></a:r></a:p></d>'
    parts = {
        "xl/drawings/drawing1.xml": drawing,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../drawings/drawing1.xml")),
    }
    xml = (
        cells(("a",))
        + '<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"Office of Oil &amp;P</oddHeader></headerFooter>'
    )
    found = pages(read(workbook(("S", xml), parts=parts), XLSX))
    assert found["drawings on S"] == "in a box"
    assert found["headers of S"] == "Office of Oil"


def test_a_damaged_sheet_keeps_the_rows_before_and_the_other_sheets():
    whole = cells(("first",), ("second",))
    broken = workbook(("Broken", whole[: whole.index("second")] + "<<<"), ("Sound", cells(("fine",))))
    found = read(broken, XLSX)
    assert pages(found)["Broken"].startswith("first")
    assert pages(found)["Sound"] == "fine"
    assert codes(found) == ["damaged_part"]
    assert "row" in found.failures[0].happened


def test_a_sheet_that_is_listed_and_missing_is_named():
    listed = workbook(("Here", cells(("x",))), ("Gone", cells(("y",))))
    with zipfile.ZipFile(io.BytesIO(listed)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if "sheet2" not in name}
    found = read(zipped(kept), XLSX)
    assert "The sheet Gone" in found.failures[0].happened


def test_macros_and_what_starts_by_itself_are_named():
    parts = {
        "xl/vbaProject.bin": compound({"VBA/Module1": b"x", "VBA/dir": b"x", "VBA/ThisWorkbook": b"y"}),
        "xl/macrosheets/sheet9.xml": "<x/>",
        "xl/activeX/activeX1.xml": "<x/>",
        "xl/embeddings/oleObject1.bin": compound(
            {"\x01Ole10Native": b"\0\0\0\0\2\0evil.exe\0C:\\evil.exe\0"}
        ),
    }
    found = read(workbook(("S", cells(("a",))), parts=parts), XLSX)
    assert said(found, "macro") == ["Module1, ThisWorkbook", "macro sheet sheet9.xml"]
    assert "evil.exe" in said(found, "embedded program")
    assert "ActiveX control activeX1.xml" in said(found, "embedded program")


def test_dde_links_are_programs():
    link = f'<externalLink xmlns="{SHEETS}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    found = read(workbook(("S", cells(("a",))), parts={"xl/externalLinks/externalLink1.xml": link}), XLSX)
    assert said(found, "embedded program") == ["asks another program for its content: DDE cmd|/c calc"]


def test_a_lonely_cell_far_out_does_not_fill_the_page_with_tabs():
    """Rows with one cell in the last column would turn one megabyte into gigabytes."""
    row = '<sheetData><row r="1"><c r="A1" t="str"><v>a</v></c><c r="XFD1" t="str"><v>z</v></c></row></sheetData>'
    assert len(pages(read(workbook(("S", row)), XLSX))["S"]) < 30


def test_entities_in_a_sheet_are_refused_and_named():
    xml = '<!DOCTYPE x [<!ENTITY a "b">]>'
    whole = workbook(("S", cells(("&a;",))))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    kept["xl/worksheets/sheet1.xml"] = xml.encode() + kept["xl/worksheets/sheet1.xml"]
    assert codes(read(zipped(kept), XLSX)) == ["entities"]


def test_time_that_runs_out_in_a_sheet_is_told():
    found = read(workbook(("S", cells(*[("a", "b")] * 2000))), XLSX, max_seconds=0)
    assert "time" in codes(found)


@pytest.mark.parametrize(
    ("text", "is_day", "shown"),
    [
        ("42492", True, "2016-05-02"),
        ("42492.5", True, "2016-05-02 12:00:00"),
        ("0.25", True, "06:00:00"),
        ("1", True, "1900-01-01"),
        ("60", True, "1900-02-28"),
        ("0.1", False, "0.1"),
        ("1E3", False, "1000"),
        ("123456789012345678", False, "123456789012345678"),
        ("words", True, "words"),
        ("inf", True, "inf"),
        ("nan", False, "nan"),
        ("99999999", True, "99999999"),
    ],
)
def test_numbers_are_shown_as_on_the_screen(text, is_day, shown):
    """The 29th of February 1900 never was, and a workbook counts it: 60 is the last day of that month here."""
    assert shown_number(text, is_day=is_day, is_1904=False) == shown


def test_books_of_a_mac_count_from_1904():
    assert shown_number("0.5", is_day=True, is_1904=True) == "12:00:00"
    assert shown_number("1", is_day=True, is_1904=True) == "1904-01-02"


@pytest.mark.parametrize(
    ("pattern", "is_day"),
    [
        ("yyyy-mm-dd", True), ("d/m/yy h:mm", True), ("[$-401]dd/mm/yyyy", True), ("[h]:mm", True), ("General", False),
        ("0.00", False), ("#,##0", False), ('"days" 0', False), ("0.00E+00", False), ("@", False), ('0 "y"', False),
    ],
)  # fmt: skip
def test_formats_tell_days_from_numbers(pattern, is_day):
    assert shows_days(200, pattern) is is_day


def test_built_in_formats_have_no_pattern():
    assert shows_days(14, "")
    assert not shows_days(2, "")


@pytest.mark.parametrize(
    ("reference", "column"), [("A1", 1), ("Z9", 26), ("AA1", 27), ("XFD1", 16384), ("1", 0)]
)
def test_references_name_columns(reference, column):
    assert column_of(reference) == column
    if column:
        assert column_name(column) == reference.rstrip("0123456789")


def test_codes_of_headers_are_no_words():
    assert header_words("&C&P") == []
    assert header_words("&LPage &P of &N") == []
    assert header_words("&R&8Tom && Co") == ["Tom & Co"]


def test_empty_rows_add_no_line():
    sheet = Sheet("S")
    sheet.add_row({1: " ", 2: ""})
    sheet.add_row({2: "b\nc"})
    assert sheet.text() == "\tb c"


# --- slide decks


def test_slides_come_in_the_order_they_are_shown_and_none_is_lost():
    found = read(deck(slide("one"), slide("two"), slide("three"), shown=(2, 1)), PPTX)
    assert pages(found) == {"slide 1": "two", "slide 2": "one", "slide 3, not shown": "three"}


def test_hidden_slides_notes_and_comments_are_read():
    comment = f'<p:cmLst xmlns:p="{SLIDES}"><p:cm authorId="0" dt="2016-05-02"><p:text>too soft</p:text></p:cm></p:cmLst>'
    people = f'<p:cmAuthorLst xmlns:p="{SLIDES}"><p:cmAuthor id="0" name="A. Chief"/></p:cmAuthorLst>'
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": relations(
            ("notesSlide", "../notesSlides/n1.xml"), ("comments", "../comments/c1.xml")
        ),
        "ppt/notesSlides/n1.xml": slide("say it slowly"),
        "ppt/comments/c1.xml": comment,
        "ppt/commentAuthors.xml": people,
    }
    found = read(deck(slide("a plan", said='show="0"'), parts=parts), PPTX)
    assert pages(found) == {
        "slide 1 (hidden)": "a plan",
        "notes on slide 1 (hidden)": "say it slowly",
        "comments on slide 1 (hidden)": "A. Chief, 2016-05-02: too soft",
    }
    assert said(found, "hidden text") == ["slide 1 is hidden: a plan"]


def test_a_table_on_a_slide_has_a_line_for_each_row():
    row = "<a:tr><a:tc><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:tc></a:tr>"
    found = read(deck(slide(more=row.format("well", "12") + row.format("mill", "7"))), PPTX)
    assert pages(found)["slide 1"] == "well\t12\nmill\t7"


def test_a_click_that_starts_a_program_is_named():
    more = '<a:hlinkClick action="ppaction://program" r:id="r9"/>'
    found = read(deck(slide("click", more=more)), PPTX)
    assert "starts when clicked" in said(found, "embedded program")[0]


# --- Word documents beyond their body


def test_tracked_changes_name_who_and_when():
    body = (
        '<w:p><w:ins w:author="A" w:date="2016-05-02T10:00:00Z"><w:r><w:t>not </w:t></w:r></w:ins>'
        '<w:del w:author="B" w:date="2016-05-03T10:00:00Z"><w:r><w:delText>always</w:delText></w:r></w:del></w:p>'
    )
    found = read(document(body), DOCX)
    assert said(found, "tracked insertion") == ["A, 2016-05-02T10:00:00Z: not "]
    assert said(found, "tracked deletion") == ["B, 2016-05-03T10:00:00Z: always"]
    assert pages(found)["struck out"] == "always"


def test_words_that_were_moved_stand_once_in_the_body():
    body = (
        "<w:p><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:moveTo><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>"
    )
    found = pages(read(document(body), DOCX))
    assert found["body"] == "moved"
    assert found["moved away"] == "moved"


def test_each_comment_is_a_page_that_names_who_wrote_it():
    comments = (
        f'<w:comments xmlns:w="{WORDS}"><w:comment w:author="A. Judge" w:date="2016-05-02"><w:p><w:r><w:t>why?</w:t></w:r></w:p>'
        "</w:comment><w:comment><w:p><w:r><w:t>who?</w:t></w:r></w:p></w:comment></w:comments>"
    )
    found = read(
        document("<w:p/>", ("comments", "comments.xml"), parts={"word/comments.xml": comments}), DOCX
    )
    assert pages(found) == {"body": "", "comment 1 by A. Judge, 2016-05-02": "why?", "comment 2": "who?"}


def test_hidden_words_are_read_and_told():
    body = "<w:p><w:r><w:t>seen </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    found = read(document(body), DOCX)
    assert pages(found)["body"] == "seen unseen"
    assert said(found, "hidden text") == ["unseen"]


def test_a_run_that_is_said_not_to_be_hidden_is_not():
    body = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r></w:p>'
    assert said(read(document(body), DOCX), "hidden text") == []


def test_fields_that_start_programs_are_named_and_their_instructions_are_no_words():
    body = '<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>'
    found = read(document(body), DOCX)
    assert "DDEAUTO" in said(found, "embedded program")[0]
    assert pages(found)["body"] == ""


def test_a_link_to_a_file_tells_about_the_machine_and_calls_nobody():
    target = "file:///D:\\Work\\Secret\\house.dot"
    found = read(document("<w:p/>", ("attachedTemplate", target, "External")), DOCX)
    assert said(found, "links to")[0] == target
    assert said(found, "would have contacted") == []


def test_charts_and_a_document_drawn_in_are_read():
    parts = {
        "word/charts/chart1.xml": f'<c xmlns:a="{DRAWN}"><a:p><a:r><a:t>a title</a:t></a:r></a:p></c>',
        "word/chunk.html": "<p>drawn in</p>",
    }
    found = pages(read(document("<w:p/>", ("aFChunk", "chunk.html"), parts=parts), DOCX))
    assert found["charts and diagrams"] == "a title"
    assert found["drawn in"] == "drawn in"


def test_a_tab_stop_of_a_style_is_no_tab():
    body = '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>'
    assert pages(read(document(body), DOCX))["body"] == "a\tb"


# --- OpenDocument


def test_a_text_has_its_notes_comments_and_deletions_on_pages_of_their_own():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>A</dc:creator>"
        "<dc:date>2016-05-02</dc:date></office:change-info><text:p>taken out</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:h>Title</text:h><text:p>One<text:s text:c='2'/>two<text:tab/>three<text:line-break/>four"
        "<text:note><text:note-body><text:p>a note</text:p></text:note-body></text:note>"
        "<office:annotation><dc:creator>B</dc:creator><dc:date>2016</dc:date><text:p>really?</text:p></office:annotation>"
        " <text:span>five</text:span></text:p>"
    )
    found = read(open_document(body), ODT)
    assert pages(found) == {
        "body": "Title\nOne  two\tthree\nfour five",
        "note 1": "a note",
        "comment 1 by B, 2016": "really?",
        "struck out": "taken out",
    }
    assert said(found, "tracked deletion") == ["A, 2016-05-02: taken out"]


def test_tables_of_a_workbook_are_pages_and_hidden_ones_are_told():
    styles = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        f'<table:table table:name="A"><table:table-row>{cell.format("x")}'
        f'<table:table-cell table:number-columns-repeated="2"/>{cell.format("y")}</table:table-row></table:table>'
        f'<table:table table:name="B" table:style-name="h"><table:table-row>{cell.format("z")}</table:table-row></table:table>'
    )
    found = read(open_document(body, "spreadsheet", before=styles), ODS)
    assert pages(found) == {"A": "x\t\t\ty", "B (hidden)": "z"}
    assert said(found, "hidden text") == ["the sheet B is hidden"]


def test_a_row_repeated_a_million_times_is_empty_or_cut():
    body = '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    assert read(open_document(body, "spreadsheet"), ODS).untrusted_pages == ()


def test_slides_of_a_deck_have_their_notes():
    body = (
        '<draw:page draw:name="Plan"><draw:frame><draw:text-box><text:p>words</text:p></draw:text-box></draw:frame>'
        "<presentation:notes><text:p>aside</text:p></presentation:notes></draw:page>"
    )
    found = read(open_document(body, "presentation"), ODP)
    assert pages(found) == {"slide 1 (Plan)": "words", "notes on slide 1": "aside"}


def test_a_locked_open_document_waits_for_its_password(reading):
    manifest = "<m><file-entry><encryption-data/></file-entry></m>"
    outcome = reading(open_document("<text:p>x</text:p>", parts={"META-INF/manifest.xml": manifest}), ODT)
    assert outcome.status is Status.WAITING
    assert outcome.failures[0].code == "password"


def test_macros_of_an_open_document_are_named():
    body = '<office:event-listeners><script:event-listener script:language="ooo:script" xlink:href="vnd:x"/></office:event-listeners><text:p>x</text:p>'
    found = read(open_document(body, parts={"Basic/Standard/Module1.xml": "<x/>"}), ODT)
    assert "Basic/Standard/Module1.xml" in said(found, "macro")
    assert any(value.startswith("event-listener") for value in said(found, "macro"))


def test_hidden_sections_are_read_and_told():
    body = '<text:section text:display="none"><text:p>kept back</text:p></text:section><text:p>open</text:p>'
    found = read(open_document(body), ODT)
    assert "kept back" in pages(found)["body"]
    assert said(found, "hidden text") == ["kept back"]


def test_properties_of_an_open_document_are_its_own():
    meta = '<m xmlns:dc="d" xmlns:meta="m"><dc:title>An order</dc:title><meta:initial-creator>A</meta:initial-creator></m>'
    found = read(open_document("<text:p>x</text:p>", parts={"meta.xml": meta}), ODT)
    assert said(found, "title") == ["An order"]
    assert said(found, "byline") == ["A"]


def test_a_flat_open_document_is_read_as_well():
    flat = f"<office:document {NAMES}><office:body><office:text><text:p>flat</text:p></office:text></office:body></office:document>"
    assert pages(read(flat.encode(), ODT)) == {"body": "flat"}


# --- books


def test_chapters_come_in_reading_order_and_none_is_lost():
    found = read(book("<h1>One</h1>", "<p>Two</p>", parts={"OPS/loose.xhtml": "<p>Three</p>"}), EPUB)
    assert list(found.untrusted_pages) == ["One", "Two", "Three"]
    assert found.untrusted_page_labels[2] == "outside the order: OPS/loose.xhtml"
    assert said(found, "title") == ["A book"]


def test_a_book_without_an_order_is_read_all_the_same():
    found = read(zipped({"mimetype": "application/epub+zip", "a.html": "<p>words</p>"}), EPUB)
    assert found.untrusted_pages == ("words",)


def test_a_locked_chapter_is_named():
    locked = '<e><CipherReference URI="OPS/c2.xhtml"/></e>'
    found = read(book("<p>One</p>", "<p>Two</p>", parts={"META-INF/encryption.xml": locked}), EPUB)
    assert found.untrusted_pages == ("One",)
    assert "c2.xhtml" in found.failures[0].happened


def test_a_book_without_chapters_is_refused():
    with pytest.raises(RefusedError, match="electronic book"):
        read(zipped({"mimetype": "application/epub+zip"}), EPUB)


# --- what they share


@pytest.mark.parametrize("media_type", [DOCX, XLSX, PPTX, ODT, ODS, ODP, EPUB])
def test_damage_and_bombs_are_refused_with_a_sentence(media_type):
    """Cut short, not a package at all, or far larger inside than out: each is refused, none raises anything else."""
    sound = {DOCX: document("<w:p/>"), XLSX: workbook(("S", cells(("a",)))), PPTX: deck(slide("a"))}.get(
        media_type, open_document("<text:p>x</text:p>")
    )
    bomb = zipped({"a": b"\0" * 2_000_000, "content.xml": "<a/>"})
    for content in (sound[: len(sound) // 2], b"PK\3\4", bomb):
        with pytest.raises(RefusedError) as caught:
            read(content, media_type, max_bytes=1_000_000)
        assert caught.value.happened.endswith(".")


def test_a_package_whose_parts_are_all_locked_waits():
    raw = bytearray(zipped({"word/document.xml": "x"}))
    for mark in (b"PK\3\4", b"PK\1\2"):
        at = raw.find(mark)
        raw[at + (6 if mark == b"PK\3\4" else 8)] |= 1
    assert zipfile.ZipFile(io.BytesIO(bytes(raw))).infolist()[0].flag_bits & 1
    with pytest.raises(RefusedError) as caught:
        read(bytes(raw), DOCX)
    assert caught.value.code == "password"


def test_a_package_gives_no_more_than_the_budget_whatever_it_declares():
    package = open_package(
        io.BytesIO(zipped({"a": b"x" * 100, "b": b"y" * 100})), Limits(max_bytes=1000), "a thing"
    )
    package.left = 150
    assert package.read("a") == b"x" * 100
    with pytest.raises(RefusedError):
        package.read("b")


def test_parts_are_found_whatever_their_capitals():
    package = open_package(io.BytesIO(zipped({"Word/Document.XML": "<a/>"})), Limits(), "a thing")
    assert package.has("word/document.xml")
    assert package.tree("word/document.xml").tag == "a"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_entities_are_refused_in_letters_of_any_width(encoding):
    xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
    assert declares_entities(xml)
    with pytest.raises(RefusedError) as caught:
        parse_xml(xml)
    assert caught.value.code == "entities"


def test_damaged_xml_is_read_as_far_as_it_goes():
    root, reason = parse_xml(b"<a><b>words</b><c>more")
    assert "".join(root.itertext()) == "wordsmore"
    assert reason


def test_what_is_no_xml_has_no_root():
    assert parse_xml(b"\x00\x01")[0] is None
    assert parse_xml(b"")[0] is None


def test_an_external_document_type_is_not_read(tmp_path):
    """Neither a file beside it nor one on another machine is opened."""
    (tmp_path / "x.dtd").write_text('<!ENTITY leak "leaked">')
    root, _ = parse_xml(f'<!DOCTYPE a SYSTEM "{tmp_path}/x.dtd"><a>words</a>'.encode())
    assert root.text == "words"


def test_relationships_keep_to_the_package():
    """`../../../etc` in a relationship names a part that is not there, and no file."""
    rels = {"word/_rels/document.xml.rels": relations(("header", "../../../../etc/passwd"))}
    found = read(document(f"<w:p xmlns:r='{OFFICE}'/>", parts=rels), DOCX)
    assert all("root:" not in page for page in found.untrusted_pages)

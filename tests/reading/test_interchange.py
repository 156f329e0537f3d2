"""Layout formats: words, boxes and confidences survive, Arabic stays in logical order, hostile input is refused."""

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from human_readings import machine
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.errors import RefusedError, UsageError
from twosource.evidence.layouts import PageLayout, WordBox
from twosource.ports import Limits
from twosource.reading.interchange import FORMATS, export_pages, import_pages
from twosource.reading.interchange.formats import form_of
from twosource.reading.interchange.placed import BLOCK, VISUAL, WORD
from twosource.reading.readers.page_xml import HOLDS_MORE, PageXmlReader

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Z")), min_size=1, max_size=8
).filter(lambda word: not any(c.isspace() or c in "\ufffe\uffff" for c in word))
LATIN = st.text("abcdefghij<>&\"'", min_size=1, max_size=8)
ARABIC = st.text("ابتثجحخدذرز٠١٢٣", min_size=1, max_size=8)
PAGE_TEXTS = st.lists(
    st.lists(st.lists(st.one_of(WORDS, LATIN, ARABIC), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3)
    .map("\n".join), min_size=1, max_size=3,
).map("\n\n".join)  # fmt: skip


def boxed(rendition, *, right_to_left=False):
    """Layouts with one box a word, lines going down, words going the way their script goes."""
    layouts = []
    for page in rendition.pages:
        words = []
        text = rendition.text[page.start : page.end]
        for row, line in enumerate(text.split("\n")):
            start = page.start + sum(len(one) + 1 for one in text.split("\n")[:row])
            for column, found in enumerate(WORD.finditer(line)):
                left = 900 - 90 * column if right_to_left else 10 + 90 * column
                words.append(
                    WordBox(start=start + found.start(), end=start + found.end(), left=left, top=20 * row,
                            right=left + 80, bottom=20 * row + 15, confidence=round(0.5 + column / 17, 4))
                )  # fmt: skip
        layouts.append(
            PageLayout(layout_id="l", rendition_id=rendition.rendition_id, page=page.number, width=1000, height=800,
                       dpi=300, words=tuple(words), ink_covered=0.97, turned=1.5, language=rendition.language)
        )  # fmt: skip
    return layouts


def round_trip(rendition, layouts, form):
    """Every document of an export read back, as [(text, words)] by page."""
    found = []
    for document in export_pages(rendition, layouts, form, at=AT):
        named, pages = import_pages(document.encode())
        assert named == form
        by_page = {layout.page: layout for layout in pages.layouts}
        found += [
            (number, text, by_page.get(number))
            for number, text in zip(pages.numbers, pages.texts, strict=True)
        ]
    return found


def said(text, layout, offset=0):
    words = layout.words if layout else ()
    return [
        (text[w.start - offset : w.end - offset], w.left, w.top, w.right, w.bottom, w.confidence)
        for w in words
    ]


@pytest.mark.parametrize("form", FORMATS)
class TestRoundTrip:
    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(PAGE_TEXTS), min_size=1, max_size=3))
    def test_text_boxes_and_confidences_survive(self, form, pages):
        rendition = machine(*(text for (text,) in pages))
        layouts = boxed(rendition, right_to_left=True)
        found = round_trip(rendition, layouts, form)
        assert [number for number, *_ in found] == [page.number for page in rendition.pages]
        for (_, text, layout), page, before in zip(found, rendition.pages, layouts, strict=True):
            assert text == rendition.text[page.start : page.end].strip("\n")
            assert said(text, layout) == said(rendition.text, before)

    def test_size_resolution_turn_and_ink_survive(self, form):
        rendition = machine("some words", language="en")
        ((_, _, layout),) = round_trip(rendition, boxed(rendition), form)
        assert (layout.width, layout.height, layout.dpi) == (1000, 800, 300)
        assert (layout.turned, layout.ink_covered, layout.language) == (1.5, 0.97, "en")

    def test_arabic_stays_in_logical_order(self, form):
        text = "صدر الأمر في ٢٧ آذار ٢٠١٦\nإلى القوات"
        rendition = machine(text, language="ar")
        ((_, back, layout),) = round_trip(rendition, boxed(rendition, right_to_left=True), form)
        assert back == text
        assert layout.words[0].left > layout.words[1].left

    def test_the_direction_of_arabic_lines_is_written_down(self, form):
        rendition = machine("صدر الأمر", language="ar")
        document = "".join(export_pages(rendition, boxed(rendition), form, at=AT))
        assert any(mark in document for mark in ('BASEDIRECTION="rtl"', 'right-to-left"', 'dir="rtl"'))

    def test_words_without_boxes_keep_their_text(self, form):
        rendition = machine("words that nobody placed\non two lines")
        ((_, text, layout),) = round_trip(rendition, [], form)
        assert text == rendition.text
        assert layout is None or layout.words == ()

    def test_a_line_of_which_one_word_is_placed_keeps_that_box_alone(self, form):
        rendition = machine("one two\nthree four")
        (whole,) = boxed(rendition)
        ((_, text, layout),) = round_trip(rendition, [replace(whole, words=whole.words[:1])], form)
        assert text == rendition.text
        assert [text[w.start : w.end] for w in layout.words] == ["one"]

    def test_hidden_words_leave_as_a_block_and_keep_their_box(self, form):
        rendition = machine("Yusuf told them everything")
        documents = export_pages(rendition, boxed(rendition), form, [(0, 5)], at=AT)
        assert "Yusuf" not in "".join(documents)
        _, found = import_pages(documents[0].encode())
        assert found.texts[0] == f"{BLOCK} told them everything"
        assert found.layouts[0].words[0].left == 10

    def test_letters_xml_cannot_hold_are_replaced(self, form):
        rendition = machine("a\x01b \ufffe \ud800x".replace("\ud800", "\ufffd"))
        ((_, text, _),) = round_trip(rendition, [], form)
        assert text == "a\ufffdb \ufffd \ufffdx"

    def test_an_export_is_the_same_every_time(self, form):
        rendition = machine("some words", "more")
        assert export_pages(rendition, boxed(rendition), form, at=AT) == export_pages(
            rendition, boxed(rendition), form, at=AT
        )

    def test_words_of_a_layout_document_cannot_become_elements(self, form):
        rendition = machine('<script>alert(1)</script> "><b onload="x">')
        document = export_pages(rendition, boxed(rendition), form, at=AT)[0]
        tags = {node.tag.rpartition("}")[2] for node in ET.fromstring(document).iter()}
        assert not tags & {"script", "b"}


@pytest.mark.parametrize("form", FORMATS)
class TestHostile:
    def test_a_document_with_entities_of_its_own_is_refused(self, form):
        body = {"alto": "alto", "page": "PcGts", "hocr": "html"}[form]
        bomb = (
            f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><{body}>&a;</{body}>'
        )
        with pytest.raises(RefusedError):
            import_pages(bomb.encode(), form)

    @pytest.mark.parametrize(
        "content", [b"", b"<", b"<x/>", b"\0\xff\xfe", b"<alto", b"<html><body>no page</body>"]
    )
    def test_what_is_no_such_document_is_refused_with_a_sentence(self, form, content):
        with pytest.raises(RefusedError) as error:
            import_pages(content, form)
        assert error.value.happened.endswith(".")

    @settings(max_examples=40, deadline=None)
    @given(st.binary(max_size=200), st.integers(0, 2000))
    def test_damage_anywhere_is_refused_or_told(self, form, noise, at):
        rendition = machine("some words\non lines", "more")
        whole = export_pages(rendition, boxed(rendition), form, at=AT)[0].encode()
        try:
            _, found = import_pages(whole[:at] + noise + whole[at:], form)
        except RefusedError:
            return
        assert all(0 <= w.start < w.end <= len(found.texts[found.numbers.index(layout.page)])
                   for layout in found.layouts for w in layout.words)  # fmt: skip


class TestForeignDialects:
    def test_an_older_alto_in_tenths_of_a_millimetre_is_read_at_its_resolution(self):
        document = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Description>
        <MeasurementUnit>mm10</MeasurementUnit></Description><Layout><Page ID="p" PHYSICAL_IMG_NR="1"
        HEIGHT="2970" WIDTH="2100"><TopMargin><TextBlock ID="t"><TextLine><String CONTENT="Head" HPOS="1.4"
        VPOS="2" WIDTH="10" HEIGHT="5" WC="0.5"/></TextLine></TextBlock></TopMargin><PrintSpace><TextBlock ID="b">
        <TextLine><String CONTENT="with" SUBS_TYPE="HypPart1" SUBS_CONTENT="withdrew"/><HYP CONTENT="-"/></TextLine>
        <TextLine><String CONTENT="drew"/><SP/><String CONTENT="guns" WC="7"/></TextLine>
        </TextBlock></PrintSpace></Page></Layout></alto>"""
        _, found = import_pages(document.encode())
        assert found.texts == ("Head\n\nwith-\ndrew guns",)
        (layout,) = found.layouts
        assert layout.dpi == 254
        (word,) = layout.words
        assert (word.left, word.right, word.confidence) == (1, 11, 0.5)

    def test_words_in_the_order_of_the_picture_are_put_in_reading_order(self):
        words = ["القوات", "report", "Daily", "إلى", "الأمر"]
        strings = "".join(
            f'<String CONTENT="{w}" HPOS="{100 * n}" VPOS="0" WIDTH="90" HEIGHT="9"/>'
            for n, w in enumerate(words)
        )
        _, found = import_pages(
            f'<alto><Layout><Page ID="p" PHYSICAL_IMG_NR="1"><PrintSpace><TextBlock><TextLine>{strings}'
            "</TextLine></TextBlock></PrintSpace></Page></Layout></alto>".encode()
        )
        assert found.texts == ("الأمر إلى report Daily القوات",)
        assert found.notes == (VISUAL,)

    def test_page_without_words_is_read_by_its_lines_and_in_its_reading_order(self):
        document = """<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Page
        imageFilename="x" imageWidth="100" imageHeight="50"><ReadingOrder><OrderedGroup id="g"><RegionRefIndexed
        index="0" regionRef="r2"/><RegionRefIndexed index="1" regionRef="r1"/></OrderedGroup></ReadingOrder>
        <TextRegion id="r1"><Coords points="0,0 9,0 9,9"/><TextLine id="a"><Coords points="1,2 8,2 8,6 1,6"/>
        <TextEquiv index="1"><Unicode>worse</Unicode></TextEquiv><TextEquiv index="0" conf="0.8">
        <Unicode>the last line</Unicode></TextEquiv></TextLine></TextRegion><TextRegion id="r2"><Coords points="0,0"/>
        <TextEquiv><Unicode>the first region</Unicode></TextEquiv></TextRegion></Page></PcGts>"""
        _, found = import_pages(document.encode())
        assert found.texts == ("the first region\n\nthe last line",)
        (line,) = found.layouts[0].words
        assert (line.left, line.top, line.right, line.bottom) == (1, 2, 8, 6)

    def test_page_of_2010_with_point_elements_has_boxes(self):
        document = """<PcGts><Page imageWidth="9" imageHeight="9"><TextRegion id="r"><TextLine id="l"><Word id="w">
        <Coords><Point x="1" y="2"/><Point x="5" y="7"/></Coords><TextEquiv><Unicode>word</Unicode></TextEquiv>
        </Word></TextLine></TextRegion></Page></PcGts>"""
        _, found = import_pages(document.encode())
        word = found.layouts[0].words[0]
        assert (found.texts, word.left, word.bottom) == (("word",), 1, 7)

    def test_hocr_as_recognisers_write_it_is_read(self):
        document = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/x.dtd">
        <html lang="en"><head><title></title></head><body><div class='ocr_page' id='page_1'
        title='image "a;b.png"; bbox 0 0 640 480; ppageno 0; scan_res 70 70'>
        <div class='ocr_carea' title="bbox 1 1 9 9"><p class='ocr_par' lang='eng'>
        <span class='ocr_line' title="bbox 36 92 580 122; baseline 0 -6"><span class='ocrx_word'
        title='bbox 36 92 96 116; x_wconf 96'><strong>Th&eacute;</strong></span>
        <span class='ocrx_word' title='bbox 109 92 230 116; x_wconf 91.5'>guns&nbsp;left</span></span></p></div></div>
        </body></html>"""
        _, found = import_pages(document.encode())
        assert found.texts == ("Thé guns left",)
        (layout,) = found.layouts
        assert (layout.width, layout.dpi) == (640, 70)
        assert [w.confidence for w in layout.words] == [0.96, 0.915]

    def test_hocr_without_words_keeps_its_lines(self):
        document = '<div class="ocr_page" title="bbox 0 0 9 9"><span class="ocr_line">one line</span><p>x'
        _, found = import_pages(document.encode())
        assert found.texts == ("one line",)

    def test_pages_that_share_a_number_are_counted_anew(self):
        page = '<Page ID="p" PHYSICAL_IMG_NR="3"><PrintSpace><TextBlock><TextLine><String CONTENT="x"/></TextLine></TextBlock></PrintSpace></Page>'
        _, found = import_pages(f"<alto><Layout>{page}{page}</Layout></alto>".encode())
        assert found.numbers == (1, 2)

    @pytest.mark.parametrize("value", ["nan", "inf", "1e300", "", "x", "-1e9"])
    def test_figures_that_are_none_give_no_box(self, value):
        document = f'<alto><Layout><Page PHYSICAL_IMG_NR="{value}"><TextBlock><TextLine><String CONTENT="x" HPOS="{value}" VPOS="1" WIDTH="1" HEIGHT="1" WC="{value}"/></TextLine></TextBlock></Page></Layout></alto>'
        _, found = import_pages(document.encode())
        assert (found.texts, found.layouts) == (("x",), ())


class TestNaming:
    @pytest.mark.parametrize("form", FORMATS)
    def test_a_document_shows_its_format_by_its_first_bytes(self, form):
        assert form_of(export_pages(machine("x"), [], form, at=AT)[0].encode()) == form

    def test_an_unknown_format_is_a_sentence_that_names_the_known_ones(self):
        with pytest.raises(UsageError) as error:
            export_pages(machine("x"), [], "docx", at=AT)
        assert "alto, page, hocr" in error.value.sentences()
        with pytest.raises(UsageError):
            import_pages(b"plain text")


class TestReader:
    def read(self, document):
        return PageXmlReader().read(io.BytesIO(document.encode()), Limits())

    @pytest.mark.parametrize("form", ["alto", "hocr"])
    def test_a_layout_document_in_a_delivery_is_read_with_its_boxes(self, form):
        rendition = replace(machine("some words", "more"), language="en")
        reading = self.read(export_pages(rendition, boxed(rendition), form, at=AT)[0])
        assert reading.untrusted_pages == ("some words", "more")
        assert [layout.page for layout in reading.untrusted_layouts] == [1, 2]
        assert ("layout format", form) in reading.untrusted_metadata
        assert not reading.failures

    def test_what_is_cut_off_is_told(self):
        whole = export_pages(machine("some words", "more of them"), [], "alto", at=AT)[0]
        reading = self.read(whole[: whole.index("them") - 20])
        assert reading.untrusted_pages[0] == "some words"
        assert [failure.code for failure in reading.failures] == ["damaged_part"]

    def test_page_numbers_of_a_document_become_labels(self):
        reading = self.read(export_pages(machine("first", "second"), [], "page", at=AT)[1])
        assert (reading.untrusted_pages, reading.untrusted_page_labels) == (("second",), ("page 2",))

    def test_a_web_page_cannot_hide_words_by_calling_itself_a_layout(self):
        reading = self.read(
            '<html><body><p>The order was given.</p><div class="ocr_page" title="bbox 0 0 9 9">'
            '<span class="ocr_line">decoy</span></div></body></html>'
        )
        assert "The order was given." in reading.untrusted_pages[0]
        assert reading.because == HOLDS_MORE
        assert [other.untrusted_pages for other in reading.others] == [("decoy",)]

    def test_what_a_layout_document_would_contact_is_told(self):
        reading = self.read(
            '<html><body><div class="ocr_page"><span class="ocr_line">words</span>'
            '<img src="http://beacon.example/x.png"></div></body></html>'
        )
        assert any(name == "would have contacted" for name, _ in reading.untrusted_metadata)

    def test_words_outside_the_layout_of_xml_are_kept_beside(self):
        reading = self.read(
            "<?xml version='1.0'?><alto><Hidden>the real message</Hidden><Layout><Page><TextBlock><TextLine>"
            '<String CONTENT="decoy"/></TextLine></TextBlock></Page></Layout></alto>'
        )
        assert reading.untrusted_pages == ("decoy",)
        assert "the real message" in reading.others[0].untrusted_pages[0]

    def test_xml_that_is_no_layout_after_all_is_read_as_xml(self):
        reading = self.read("<?xml version='1.0'?><alto><note>plain words</note></alto>")
        assert "plain words" in reading.untrusted_pages[0]

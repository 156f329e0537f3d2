"""PDF: the text layer where there is one, and a reason for every page where there is none worth quoting."""

import io
import sys

import pytest

from twosource.ports import Limits
from twosource.reading import ReadSettings
from twosource.reading.readers.pdf import PdfReader, has_reversed_lam_alef, is_garbled
from twosource.reading.readers.poppler import Poppler, find_poppler, pages_by_poppler
from twosource.terms import Status

PDF = "application/pdf"
ARABIC = "\u0627\u0646\u0633\u062d\u0628\u062a \u0627\u0644\u0642\u0648\u0627\u062a"


def codes(outcome) -> list[str]:
    return [failure.code for failure in outcome.failures]


def test_each_page_is_a_page_with_its_words(reading, pdf):
    outcome = reading(pdf("First page.\nSecond line.", "Second page."), PDF)
    assert outcome.status is Status.READ
    (rendition,) = outcome.values
    assert rendition.text == "First page.\nSecond line.\n\nSecond page."
    assert [rendition.text[page.start : page.end].strip() for page in rendition.pages] == [
        "First page.\nSecond line.",
        "Second page.",
    ]


def test_what_the_document_says_of_itself_is_metadata(reading, pdf):
    (rendition,) = reading(pdf("words", title="An order"), PDF).values
    assert rendition.value_of("title") == "An order"
    assert rendition.maker == "pdf"
    assert "pdfium" in rendition.maker_version


def test_a_locked_document_waits_for_its_password(reading, pdf):
    outcome = reading(pdf("words", locked=True), PDF)
    assert outcome.status is Status.WAITING
    assert codes(outcome) == ["password"]
    assert "Unlock it elsewhere" in outcome.failures[0].sentence()


@pytest.mark.parametrize("share", [0.02, 0.3])
def test_a_document_that_breaks_off_is_refused_with_a_sentence(reading, pdf, share):
    whole = pdf("words")
    outcome = reading(whole[: int(len(whole) * share)], PDF)
    assert outcome.status is Status.REFUSED
    assert codes(outcome) == ["damaged"]
    assert "damaged and could not be read as a PDF" in outcome.failures[0].sentence()


def test_a_page_that_is_an_image_waits_for_a_person(reading, pdf):
    outcome = reading(pdf(None), PDF)
    assert outcome.status is Status.WAITING
    assert outcome.failures[0].happened == "1 of 1 pages are images without a text layer (1)."


def test_one_image_among_pages_of_text_makes_it_partly_read(reading, pdf):
    outcome = reading(pdf("words", None, "more words"), PDF)
    assert outcome.status is Status.PARTLY_READ
    assert outcome.failures[0].happened == "1 of 3 pages are images without a text layer (2)."
    (rendition,) = outcome.values
    assert len(rendition.pages) == 3


def test_a_blank_document_says_that_no_words_were_found(reading, pdf):
    assert codes(reading(pdf(""), PDF)) == ["nothing_written"]


def test_right_to_left_pages_without_poppler_are_marked(reading, pdf):
    """PDFium is known to disturb such pages: the text is given, and the doubt with it."""
    outcome = reading(pdf("Latin words", ARABIC), PDF, ReadSettings(use_poppler=False))
    assert outcome.status is Status.PARTLY_READ
    assert codes(outcome) == ["right_to_left"]
    assert "apt-get install poppler-utils" in outcome.failures[0].sentence()


@pytest.fixture
def extractor(tmp_path):
    """A stand-in for pdftotext that runs given lines of Python."""

    def write(source: str) -> Poppler:
        program = tmp_path / "pdftotext"
        program.write_text(f"#!{sys.executable}\nimport sys, time\n{source}\n")
        program.chmod(0o755)
        return Poppler(str(program), "0.0")

    return write


def test_right_to_left_pages_are_taken_from_poppler_and_others_are_not(pdf, extractor):
    poppler = extractor(
        "assert sys.stdin.buffer.read().startswith(b'%PDF')\n"
        "sys.stdout.buffer.write('other\\f\\u202b\\u0631\\u0633\\u0627\\u0644\\u0629\\u202c\\f'.encode())"
    )
    reading = PdfReader(poppler).read(io.BytesIO(pdf("Latin words", ARABIC)), Limits())
    assert reading.untrusted_pages == ("Latin words", "\u0631\u0633\u0627\u0644\u0629")
    assert reading.failures == ()
    assert "poppler 0.0" in PdfReader(poppler).version


@pytest.mark.parametrize(
    "source",
    ["sys.exit(1)", "time.sleep(60)", "print('one page only')", "sys.stdout.write('x' * 10_000_000)"],
)
def test_a_poppler_that_fails_leaves_the_page_marked(pdf, extractor, source):
    """Failing, hanging, losing pages, writing without end: all fall back, none stops the reader."""
    limits = Limits(max_seconds=1.0, max_text=100_000)
    reading = PdfReader(extractor(source)).read(io.BytesIO(pdf(ARABIC, ARABIC)), limits)
    assert [failure.code for failure in reading.failures] == ["right_to_left"]
    assert len(reading.untrusted_pages) == 2


def test_a_poppler_that_cannot_be_started_gives_nothing(tmp_path):
    missing = Poppler(str(tmp_path / "missing"), "0.0")
    assert pages_by_poppler(missing, io.BytesIO(b"%PDF"), 100, 1.0) == ()


@pytest.mark.skipif(find_poppler() is None, reason="poppler is not installed here")
def test_the_poppler_of_this_machine_reads_pages_without_direction_marks(pdf):
    poppler = find_poppler()
    assert poppler is not None
    pages = pages_by_poppler(poppler, io.BytesIO(pdf("Latin words", ARABIC)), 10_000, 30.0)
    assert len(pages) == 2
    assert pages[0].strip() == "Latin words"
    assert not any("\u202a" <= letter <= "\u202c" for letter in pages[1])


def test_pages_beyond_the_limit_are_named(reading, pdf):
    outcome = reading(pdf("one", "two", "three"), PDF, ReadSettings(limits=Limits(max_pages=2)))
    assert outcome.status is Status.PARTLY_READ
    assert outcome.failures[0].happened == "Only the first 2 pages, rows or parts of 3 were read."


def test_reading_stops_when_its_time_is_over(reading, pdf):
    outcome = reading(pdf("one", "two"), PDF, ReadSettings(limits=Limits(max_seconds=-1.0)))
    assert codes(outcome) == ["time"]


def test_arabic_letters_three_times_in_a_row_show_a_garbled_layer():
    word = "\u0627\u0644\u0642\u0648\u0627\u062a "
    assert not is_garbled(word * 50)
    assert is_garbled((word * 10 + "\u0642\u0648\u0648\u0648\u0629 ") * 5)
    assert is_garbled("\ue010\ue011\ue012" * 20)
    assert not is_garbled("\ue010")


def test_lam_and_alef_in_reverse_are_noticed():
    """No word is spelt alef, alef, lam; a layer that stores joined letters as drawn is full of it."""
    assert has_reversed_lam_alef("\u0627\u0625\u0644\u0646\u0633\u0627\u0646")
    assert not has_reversed_lam_alef("\u0627\u0644\u0625\u0646\u0633\u0627\u0646")
    assert not has_reversed_lam_alef("the insan")

"""PDF: the text layer where there is one, and a reason for every page where there is none worth quoting."""

import io
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_samples import (
    FROM,
    SENTENCE,
    THE_CITY,
    THE_FORCES,
    THE_HUMAN,
    document,
    from_the_right,
    link_to,
    saved,
    with_glyphs,
    words,
)

from twosource.errors import RefusedError
from twosource.ports import Limits
from twosource.reading import ReadSettings
from twosource.reading.readers.pdf import PdfReader, is_garbled
from twosource.reading.readers.pdf_lam_alef import has_reversed_lam_alef
from twosource.reading.readers.pdf_pages import listed, named, read_page
from twosource.reading.readers.poppler import Poppler, find_poppler, pages_by_poppler
from twosource.terms import Status

PDF = "application/pdf"
ARABIC = f"{FROM} {THE_FORCES}"


def _linked(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = pikepdf.Array([link_to("https://example.org/")])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]))


SOUND = document(words("First page."), words("Second page."), change=_linked, stream_decode_level=None)


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
    assert "Give the password" in outcome.failures[0].sentence()


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


def test_right_to_left_pages_need_no_poppler(reading):
    """The places of the letters settle their order, with a year among them and lam and alef in one glyph."""
    line = f"{SENTENCE} {THE_HUMAN}"
    content = with_glyphs([from_the_right(line, ligatures=["\u0644\u0625"])])
    outcome = reading(content, PDF, ReadSettings(use_poppler=False))
    assert outcome.status is Status.READ
    preferred = outcome.values[0]
    assert preferred.text == line
    assert preferred.is_preferred


def test_what_the_file_stores_is_kept_beside_with_the_reason(reading):
    """The misspelt word is evidence of what the file holds: it is not thrown away."""
    content = with_glyphs([from_the_right(THE_HUMAN, ligatures=["\u0644\u0625"])])
    preferred, stored = reading(content, PDF, ReadSettings(use_poppler=False)).values
    assert preferred.text == THE_HUMAN
    assert stored.text == THE_HUMAN[0] + THE_HUMAN[2] + THE_HUMAN[1] + THE_HUMAN[3:]
    assert not stored.is_preferred
    assert stored.preferred_because.startswith("Not preferred: read so, 0 %")
    assert "100 % by PDFium, letters as they stand" in preferred.preferred_because


def test_letters_set_apart_are_read_with_the_gap_that_makes_words(reading):
    """A typeface that leaves room between its letters is no row of single letters."""
    wide = [
        (text, left * 1.5, width) for text, left, width in from_the_right(f"{SENTENCE} {SENTENCE}", right=390)
    ]
    without_spaces = [glyph for glyph in wide if glyph[0] != " "]
    outcome = reading(with_glyphs([without_spaces]), PDF, ReadSettings(use_poppler=False))
    assert outcome.values[0].text.replace(" 2015 ", " 2015 ") == f"{SENTENCE} {SENTENCE}"


def test_a_page_set_upright_is_marked_where_no_poppler_is_asked(reading):
    """Left and right say nothing of letters that climb the page, and PDFium alone is known to disturb them."""

    def stand(pdf: pikepdf.Pdf) -> None:
        codes = "".join(f"{33 + sorted(set(THE_FORCES)).index(letter):02x}" for letter in THE_FORCES)
        pdf.pages[0].Contents = pdf.make_stream(f"BT /F 10 Tf 0 1 -1 0 300 100 Tm <{codes}> Tj ET".encode())

    content = with_glyphs([[(letter, 100, 6) for letter in THE_FORCES]], change=stand)
    outcome = reading(content, PDF, ReadSettings(use_poppler=False))
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


def test_poppler_is_asked_where_letters_run_from_right_to_left(pdf, extractor):
    """It gets the bytes and no name; what it says is kept, and taken where it knows more words."""
    poppler = extractor(
        "assert sys.stdin.buffer.read().startswith(b'%PDF')\n"
        f"sys.stdout.buffer.write('other\\f\\u202b{FROM} {THE_CITY}\\u202c\\f'.encode())"
    )
    backwards = with_glyphs(
        [[("x", 100, 6)]], [[("\u0629\u0646", 100, 6), ("\u0649", 94, 6), ("\u0633", 88, 6)]]
    )
    reading = PdfReader(poppler).read(io.BytesIO(backwards), Limits())
    assert reading.untrusted_pages == ("x", f"{FROM} {THE_CITY}")
    assert reading.failures == ()
    assert "poppler 0.0" in PdfReader(poppler).version


def test_poppler_is_not_asked_for_latin_pages(extractor):
    """Starting a program costs more than reading the page."""
    poppler = extractor("open(sys.argv[0] + '.started', 'w')")
    PdfReader(poppler).read(io.BytesIO(document(words("Latin words"))), Limits())
    assert not Path(poppler.program + ".started").exists()


def test_poppler_reads_a_locked_document_without_its_password_on_a_command_line(extractor):
    """Every process of a machine can see what stands there: the document is given unlocked."""
    poppler = extractor(
        "assert 'secret' not in str(sys.argv)\n"
        "assert b'/Encrypt' not in sys.stdin.buffer.read()\n"
        f"sys.stdout.buffer.write('{FROM} {THE_CITY}\\f'.encode())"
    )
    content = with_glyphs([from_the_right(THE_CITY[::-1])])
    with pikepdf.open(io.BytesIO(content)) as plain:
        content = saved(plain, encryption=pikepdf.Encryption(user="secret", owner="master"))
    reading = PdfReader(poppler, ("secret",)).read(io.BytesIO(content), Limits())
    assert reading.untrusted_pages == (f"{FROM} {THE_CITY}",)


@pytest.mark.parametrize(
    "source",
    ["sys.exit(1)", "time.sleep(60)", "sys.stdout.write('x' * 10_000_000)"],
)
def test_a_poppler_that_fails_leaves_the_other_ways(extractor, source):
    """Failing, hanging, writing without end: none stops the reader, and the page is read by its letters."""
    limits = Limits(max_seconds=1.0, max_text=100_000)
    content = with_glyphs([from_the_right(SENTENCE)])
    reading = PdfReader(extractor(source)).read(io.BytesIO(content), limits)
    assert reading.untrusted_pages == (SENTENCE,)
    assert reading.failures == ()


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


def test_reading_stops_when_its_time_is_over():
    """What was read by then is kept, and what was not is said."""
    reading = PdfReader().read(io.BytesIO(SOUND), Limits(max_seconds=-1.0))
    assert reading.untrusted_pages == ()
    assert [one.code for one in reading.failures] == ["time", "structure_time"]


def test_poppler_is_not_started_without_time_for_it(extractor):
    """Else it would be cut off from outside, and everything read before with it."""
    poppler = extractor("open(sys.argv[0] + '.started', 'w')")
    content = with_glyphs([from_the_right(SENTENCE)])
    PdfReader(poppler).read(io.BytesIO(content), Limits(max_seconds=-1.0))
    assert not Path(poppler.program + ".started").exists()


def test_arabic_letters_three_times_in_a_row_show_a_garbled_layer():
    assert not is_garbled(f"{THE_FORCES} " * 50)
    assert is_garbled((f"{THE_FORCES} " * 10 + "\u0642\u0648\u0648\u0648\u0629 ") * 5)
    assert is_garbled("\ue010\ue011\ue012" * 20)
    assert not is_garbled("\ue010")


def test_letters_that_make_no_words_of_a_language_with_a_list_are_garbled():
    """A shifted table of letters gives ordinary letters, and no words."""
    shifted = "".join(chr(ord(letter) + 3) if letter.isalpha() else letter for letter in SENTENCE)
    assert is_garbled(f"{shifted} " * 4)
    assert not is_garbled(f"{SENTENCE} " * 4)


def test_words_fallen_into_single_letters_are_garbled():
    """Typefaces that slope, as Nastaliq does, defeat every order: no fragment may pass for a reading."""
    fallen = " ".join(f"{word[0]} {word[1:]}" for word in f"{THE_FORCES} {THE_CITY} {THE_HUMAN}".split())
    assert is_garbled(f"{fallen} " * 8)


def test_latin_letters_that_make_no_words_are_garbled():
    plain = "the council ordered all offices to hand over the names of every person who worked there "
    shifted = plain.translate(str.maketrans("abcdefghijklmnopqrstuvwxyz", "qzxjkvbpygwfmucldrhsnioate"))
    assert not is_garbled(plain * 6)
    assert is_garbled(shifted * 6)


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat hat allen Dienststellen befohlen, die Namen der Mitarbeiter zu melden und zu berichten. ",
        "Le conseil a ordonn\u00e9 aux bureaux de remettre les noms de tous les employ\u00e9s avant la fin du mois. ",
        "\u06cc\u06c1 \u0627\u06cc\u06a9 \u0639\u0627\u0645 \u062c\u0645\u0644\u06c1 \u06c1\u06d2 \u0627\u0648\u0631 \u0628\u06c1\u062a \u0633\u0627\u062f\u06c1 \u06c1\u06d2 ",
    ],
    ids=["German", "French", "Urdu"],
)
def test_a_language_without_a_list_is_not_called_garbled(text):
    """Ignorance of the reader is no fault of the page."""
    assert not is_garbled(text * 10)


def test_a_garbled_page_waits_for_recognition(reading):
    placed = [(chr(0xE010 + n % 20), 40 + 6 * n, 6) for n in range(80)]
    outcome = reading(with_glyphs([placed]), PDF)
    assert "garbled" in codes(outcome)


def test_lam_and_alef_in_reverse_are_noticed():
    """No word is spelt alef, alef, lam; a layer that stores joined letters as drawn is full of it."""
    assert has_reversed_lam_alef("\u0627\u0625\u0644\u0646\u0633\u0627\u0646")
    assert not has_reversed_lam_alef(THE_HUMAN)
    assert not has_reversed_lam_alef("the insan")


def test_a_picture_with_a_stamp_is_not_read_by_its_stamp(reading):
    scan = "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    outcome = reading(document(scan + words("Bates 000123")), PDF)
    assert codes(outcome) == ["mostly_image"]
    assert outcome.status is Status.PARTLY_READ
    assert (
        outcome.failures[0].happened
        == "1 of 1 pages are pictures with only a few stored words over them (1)."
    )


def test_page_labels_are_those_that_the_document_prints(reading):
    """A reporter cites page iv, not page 4."""

    def label(pdf: pikepdf.Pdf) -> None:
        roman = pikepdf.Dictionary(S=pikepdf.Name("/r"))
        arabic = pikepdf.Dictionary(S=pikepdf.Name("/D"), P=pikepdf.String("A-"))
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, roman, 2, arabic]))

    content = document(words("one"), words("two"), words("three"), change=label)
    (rendition,) = reading(content, PDF).values
    assert [page.label for page in rendition.pages] == ["i", "ii", "A-1"]


def test_labels_that_are_the_numbers_are_left_out(reading):
    (rendition,) = reading(document(words("one"), words("two")), PDF).values
    assert [page.label for page in rendition.pages] == ["", ""]


def test_a_damaged_page_is_named_and_the_others_are_read(monkeypatch):
    def read_page_but_one(document, number):
        if number == 2:
            raise pypdfium2.PdfiumError("Failed to load page.")
        return read_page(document, number)

    monkeypatch.setattr("twosource.reading.readers.pdf_pages.read_page", read_page_but_one)
    content = document(words("one"), words("two"), words("three"))
    reading = PdfReader().read(io.BytesIO(content), Limits())
    assert reading.untrusted_pages == ("one", "", "three")
    assert reading.failures[0].happened == "Page 2 could not be read: Failed to load page."


def test_what_a_page_hides_is_told_with_the_reading(reading):
    content = document(words("The order.") + words("the hidden words", at=(50, 300), before="3 Tr"))
    (rendition,) = reading(content, PDF).values
    assert rendition.value_of("hidden text") == "page 1, drawn without ink: the hidden words"


def test_page_numbers_are_listed_as_a_person_lists_them():
    assert listed([3]) == "3"
    assert listed([1, 2, 3]) == "1, 2, 3"
    assert listed(list(range(1, 20))) == "1, 2, 3, 4, 5, 6, 7, 8, ..."
    assert named([3]) == "page 3"
    assert named([3, 5]) == "pages 3, 5"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_to_a_document_ends_in_anything_but_a_reading_or_a_sentence(data):
    """Bytes flipped, cut out or doubled anywhere: never a crash."""
    content = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(1, 40))] = data.draw(st.binary(max_size=40))
    try:
        reading = PdfReader().read(io.BytesIO(bytes(content)), Limits(max_seconds=10.0))
    except RefusedError as error:
        told = error.sentences()
    else:
        told = " ".join(reading.untrusted_pages)
    assert isinstance(told, str)

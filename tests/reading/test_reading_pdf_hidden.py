"""What a page hides: words without ink, white on white, off the paper, under a bar. And what it shows."""

import pikepdf
import pypdfium2
import pytest
from pdf_samples import document, words

from twosource.ports import Limits
from twosource.reading.readers.pdf_hidden import MAX_BARS, look_at
from twosource.reading.readers.pdf_pages import hidden_words, read_pages

VISIBLE = words("The visible order.")
SECRET = "the hidden words"


def looks(drawing, change=None):
    with pypdfium2.PdfDocument(document(drawing, change=change)) as pdf:
        page = pdf[0]
        layer = page.get_textpage()
        try:
            return look_at(page, layer)
        finally:
            layer.close()
            page.close()


def picture(width: float, height: float, at: tuple[float, float] = (0, 0)) -> str:
    """Return the drawing of an inline image of that size."""
    start = f"q {width} 0 0 {height} {at[0]} {at[1]} cm\n"
    return start + "BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"


def bar(colour: str = "0 g", box: str = "40 680 300 40") -> str:
    return f"q {colour} {box} re f Q\n"


def test_an_ordinary_page_hides_nothing():
    seen = looks(VISIBLE)
    assert seen.hidden == []
    assert seen.has_objects
    assert not seen.is_scan


def test_an_empty_page_has_nothing_on_it():
    assert not looks("").has_objects


@pytest.mark.parametrize("mode", [3, 7])
def test_words_drawn_without_ink_are_hidden(mode):
    """Invisible and clip-only: a machine reads them, nobody sees them."""
    seen = looks(VISIBLE + words(SECRET, at=(50, 500), before=f"{mode} Tr"))
    assert seen.hidden == [("drawn without ink", SECRET)]
    assert seen.n_without_ink == 1


@pytest.mark.parametrize("mode", [0, 1, 2])
def test_words_with_ink_or_outline_are_not_hidden(mode):
    assert looks(words("seen", before=f"{mode} Tr")).hidden == []


def test_an_invisible_layer_over_a_picture_of_the_page_is_no_trap():
    """Recognition programs write it so that the scan can be searched."""
    seen = looks(picture(600, 800) + words("recognised words", before="3 Tr"))
    assert seen.is_scan
    assert seen.n_without_ink == 1
    assert seen.hidden == []


def test_white_words_on_white_paper_are_hidden():
    seen = looks(VISIBLE + words(SECRET, at=(50, 500), before="1 g"))
    assert seen.hidden == [("white on white", SECRET)]


@pytest.mark.parametrize("ground", [bar(), bar("0 0 0.6 rg"), picture(300, 60, (30, 670))])
def test_white_words_on_a_dark_shape_or_a_picture_are_not(ground):
    """A heading in white on a coloured band is plain to see."""
    assert looks(ground + words("a white heading", before="1 g")).hidden == []


def test_white_words_beside_the_dark_shape_stay_hidden():
    seen = looks(bar(box="40 100 300 40") + words(SECRET, before="1 g"))
    assert seen.hidden == [("white on white", SECRET)]


def test_words_beside_the_paper_are_hidden():
    seen = looks(VISIBLE + words(SECRET, at=(700, 500)))
    assert seen.hidden == [("outside the page", SECRET)]


def test_words_cut_off_by_the_page_box_are_hidden():
    """The crop box is what a viewer shows."""

    def crop(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = pikepdf.Array([0, 600, 600, 800])

    seen = looks(VISIBLE + words(SECRET, at=(50, 300)), crop)
    assert seen.hidden == [("outside the page", SECRET)]


@pytest.mark.parametrize("colour", ["0 g", "1 g", "1 0 0 rg"])
def test_words_under_a_bar_drawn_later_are_a_bad_redaction(colour):
    """The words are still there, whatever colour covers them."""
    assert looks(words(SECRET) + bar(colour)).hidden == [("under a filled shape", SECRET)]


def test_a_shape_drawn_before_the_words_hides_nothing():
    """It is a coloured cell of a table."""
    assert looks(bar("0.9 g") + words("a cell")).hidden == []


@pytest.mark.parametrize("box", ["40 699 300 1", "40 680 20 40", "0 0 600 800"])
def test_a_line_a_short_bar_or_a_whole_page_is_no_redaction(box):
    """Underlines, a bar over a part of the words, and grounds of pages drawn in odd orders."""
    assert looks(words("plain words that are long enough") + bar(box=box)).hidden == []


def test_a_page_of_very_many_shapes_is_a_drawing():
    """On a map every shape covers some letter in plain sight."""
    many = "".join(bar(box=f"{10 + n} 680 300 40") for n in range(MAX_BARS + 5))
    assert looks(words("a place name") + many).hidden == []


def test_words_without_ink_within_a_form_are_found_too():
    """A trap may be drawn by a part that the page only calls."""

    def call(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        form = pdf.make_stream(
            words(SECRET, before="3 Tr").encode(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 600, 800],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)),
        )
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Part=form)

    assert looks(VISIBLE + "/Part Do", call).hidden == [("drawn without ink", SECRET)]


def test_a_form_that_calls_itself_ends():
    def call(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(
            b"/Part Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Part=form))
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Part=form)

    assert looks(VISIBLE + "/Part Do", call).hidden == []


@pytest.mark.parametrize(("size", "is_scan"), [((600, 800), True), ((600, 420), True), ((300, 200), False)])
def test_a_picture_over_half_the_page_is_the_page(size, is_scan):
    assert looks(picture(*size)).is_scan is is_scan


def test_single_letters_are_not_told():
    """They would drown what matters."""
    assert looks(VISIBLE + words("x", at=(700, 500))).hidden == []


def test_findings_name_the_page_the_reason_and_the_first_words():
    content = document(
        VISIBLE, words(SECRET, before="1 g"), picture(600, 800) + words("layer", before="3 Tr")
    )
    with pypdfium2.PdfDocument(content) as pdf:
        found = list(hidden_words(read_pages(pdf, Limits(), frozenset())))
    assert found[0][0] == "text layer"
    assert found[0][1].endswith("(page 3)")
    assert found[1:] == [("hidden text", f"page 2, white on white: {SECRET}")]

"""Tiny PDFs for the tests: drawings given as they stand in a file, letters put at given places."""

import io
import warnings
from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

PAGE = (0, 0, 600, 800)
# right-to-left words used throughout, spelt by letter so that this file reads the same everywhere
ALEF, LAM, HAMZA_BELOW = "\u0627", "\u0644", "\u0625"
THE_FORCES = "\u0627\u0644\u0642\u0648\u0627\u062a"
WITHDREW = "\u0627\u0646\u0633\u062d\u0628\u062a"
FROM = "\u0645\u0646"
THE_CITY = "\u0627\u0644\u0645\u062f\u064a\u0646\u0629"
IN = "\u0641\u064a"
YEAR = "\u0633\u0646\u0629"
THE_HUMAN = "\u0627\u0644\u0625\u0646\u0633\u0627\u0646"
SENTENCE = f"{WITHDREW} {THE_FORCES} {FROM} {THE_CITY} {IN} {YEAR} 2015"

Glyph = tuple[str, float, float]


def document(*drawings: str | bytes, change: Callable[[pikepdf.Pdf], None] | None = None, **saving) -> bytes:
    """Return a PDF with one page per drawing; `change` may add to it before it is written."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for drawing in drawings:
        content = drawing.encode("latin-1") if isinstance(drawing, str) else drawing
        pdf.add_blank_page(page_size=PAGE[2:])
        page = pdf.pages[-1]
        page.Contents = pdf.make_stream(content)
        page.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
    if change is not None:
        change(pdf)
    return saved(pdf, **saving)


def saved(pdf: pikepdf.Pdf, **saving) -> bytes:
    """Return the bytes of a document."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pdf.save(target, fix_metadata_version=False, **saving)
    return target.getvalue()


def words(*lines: str, at: tuple[float, float] = (50, 700), size: float = 12, before: str = "") -> str:
    """Return the drawing of lines of Latin words."""
    drawn = "".join(f"({line}) Tj 0 -20 Td\n" for line in lines)
    return f"BT {before} /F {size} Tf {at[0]} {at[1]} Td\n{drawn}ET\n"


def with_glyphs(*pages: Sequence[Sequence[Glyph]], size: float = 10, change=None) -> bytes:
    """Return a PDF whose pages draw each glyph of each line at its place: (letters, left, width)."""
    texts = sorted({text for page in pages for line in page for text, _, _ in line})
    # From 33 on: codes below are taken for control characters whatever the font says.
    codes = {text: number + 33 for number, text in enumerate(texts)}
    widths = {text: width for page in pages for line in page for text, _, width in line}
    drawings = []
    for page in pages:
        drawn = "".join(
            f"1 0 0 1 {left} {700 - 20 * number} Tm <{codes[text]:02x}> Tj\n"
            for number, line in enumerate(page)
            for text, left, _ in line
        )
        drawings.append(f"BT /F {size} Tf\n{drawn}ET")

    def use_font(pdf: pikepdf.Pdf) -> None:
        named = "".join(f"<{code:02x}> <{text.encode('utf-16-be').hex()}>\n" for text, code in codes.items())
        table = (
            f"1 begincodespacerange\n<00> <ff>\nendcodespacerange\n{len(codes)} beginbfchar\n{named}endbfchar"
        )
        of_code = {code: widths[text] * 1000 / size for text, code in codes.items()}
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            FirstChar=0,
            LastChar=255,
            Widths=Array([round(of_code.get(code, 0)) for code in range(256)]),
            ToUnicode=pdf.make_stream(table.encode()),
        )
        for page in pdf.pages:
            page.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
        if change is not None:
            change(pdf)

    return document(*drawings, change=use_font)


def from_the_right(
    text: str, right: float = 550, width: float = 6, ligatures: Sequence[str] = ()
) -> list[Glyph]:
    """Return the glyphs of a right-to-left line as print shows them: numbers and Latin from the left.

    `ligatures` are stretches drawn as one glyph.
    """
    pieces = _pieces(text, ligatures)
    placed: list[Glyph] = []
    at = right
    for piece in pieces:
        is_left = piece[0].isdigit() or (piece[0].isascii() and piece[0].isalpha())
        letters = list(piece) if is_left else [piece]
        at -= width * len(letters)
        placed.extend((letter, round(at + width * number, 2), width) for number, letter in enumerate(letters))
    return placed


def _pieces(text: str, ligatures: Sequence[str]) -> list[str]:
    pieces: list[str] = []
    at = 0
    while at < len(text):
        joined = next((one for one in ligatures if text.startswith(one, at)), "")
        end = at + max(1, len(joined))
        if not joined and (text[at].isdigit() or (text[at].isascii() and text[at].isalpha())):
            while end < len(text) and text[end].isascii() and text[end].isalnum():
                end += 1
        pieces.append(text[at:end])
        at = end
    return pieces


def link_to(uri: str) -> Dictionary:
    """Return a link that somebody must click."""
    action = Dictionary(S=Name.URI, URI=String(uri))
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 10, 10], A=action)

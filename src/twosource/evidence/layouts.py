"""Where words stand on the picture of a page: boxes, how sure the machine was, and how much it missed.

A machine that reads a page says "95 % sure" of an empty one. So every page that was recognised
keeps the box of each word and the share of ink that the recognised words cover: what is not
covered was not read, and a person can look.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WordBox:
    """One word: code points start..end of the rendition's text, box in pixels, confidence 0 to 1.

    `left, top, right, bottom` count from the upper left corner of the page picture.
    `confidence` is None where a person or a text layer gave the word. `is_number` marks digits
    read by a machine, which are never shown without their picture.
    """

    start: int
    end: int
    left: int
    top: int
    right: int
    bottom: int
    confidence: float | None = None
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """The words of one page of one rendition on its picture of `width` x `height` pixels at `dpi`.

    `ink_covered` is the share of ink (0 to 1) that lies inside recognised words; None where
    nobody measured. `turned` is by how many degrees (clockwise) the picture was turned before
    reading; boxes are in the turned picture. `note` says how the page was prepared.
    """

    layout_id: str
    rendition_id: str
    page: int
    width: int
    height: int
    dpi: int = 0
    words: tuple[WordBox, ...] = ()
    ink_covered: float | None = None
    turned: float = 0.0
    language: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GreyPicture:
    """A picture as nothing but numbers: one byte a pixel, row after row, 0 black and 255 white.

    Only this form leaves a sandbox: whoever gets it encodes it anew, so that no crafted image file
    made by a broken-into reader reaches a decoder. Raises ValueError where bytes and size differ.
    """

    width: int
    height: int
    pixels: bytes

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1 or len(self.pixels) != self.width * self.height:
            raise ValueError("a picture has one byte for each of its pixels")

"""Pages of Arabic print drawn with known numbers: the picture, where each number stands, what each pixel is.

Words are shaped by raqm and run from right to left; the characters of a number are set one by one
from left to right, so that the place of each is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench.digits_fonts import can_draw, fallback, font, persian_shapes
from bench.digits_text import Token, line

Box: TypeAlias = tuple[int, int, int, int]

LETTER, MARK, FIRST_CHARACTER = 1, 2, 10
STAND_INS = {",": "٫", "٬": "'", "٪": "%"}


@dataclass(frozen=True, slots=True)
class TrueNumber:
    """One number of a page: as a text holds it, and its box in pixels."""

    text: str
    box: Box


@dataclass(slots=True)
class Drawn:
    """A page as it was drawn: ink 0..255, what each pixel belongs to, and the truth.

    `owners` holds 0 for paper, LETTER, MARK, or FIRST_CHARACTER + the place in `characters`.
    """

    ink: NDArray[np.uint8]
    owners: NDArray[np.int16]
    characters: list[str] = field(default_factory=list)
    numbers: list[TrueNumber] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Face:
    """A font file at a size, and what its digits look like."""

    path: str
    size: int
    shapes: Mapping[str, str]

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """The font as Pillow has it."""
        return font(self.path, self.size)


def face_of(path: str, family: str, size: int) -> Face:
    """Return a font file at a size in pixels."""
    return Face(path, size, persian_shapes(path, family))


def page(rng: np.random.Generator, face: Face, *, digits: str, lines: int, length: int) -> Drawn:
    """Return a page of that many lines, about `length` tokens in each, one in five a number."""
    tokens = [line(rng, digits, length=length, numbers=0.2) for _ in range(lines)]
    return drawn(tokens, face, spacing=float(rng.uniform(1.7, 2.1)))


def drawn(
    lines: Sequence[Sequence[Token]], face: Face, *, spacing: float = 1.8, tracking: float = 0.0
) -> Drawn:
    """Return lines of tokens drawn flush right; `spacing` and `tracking` are shares of the font size."""
    space = max(face.font.getlength(" ", direction="rtl"), 0.22 * face.size)
    widths = [sum(_width(token, face, tracking) + space for token in tokens) for tokens in lines]
    margin = round(1.5 * face.size)
    width = round(max(widths)) + 2 * margin
    height = round(len(lines) * spacing * face.size) + 2 * margin
    paper = Drawn(np.zeros((height, width), np.uint8), np.zeros((height, width), np.int16))
    for number, tokens in enumerate(lines):
        baseline = margin + round((number + 0.7) * spacing * face.size)
        x = float(width - margin)
        boxes = []
        for token in tokens:
            x -= _width(token, face, tracking)
            boxes += _set(paper, token, (x, baseline), face, tracking)
            x -= space
        if boxes:
            paper.lines.append(_around(boxes))
    return paper


def _width(token: Token, face: Face, tracking: float) -> float:
    if not token.number:
        return float(face.font.getlength(token.visual, direction="rtl"))
    return sum(_advance(c, face) + tracking * face.size for c in token.visual)


def _advance(character: str, face: Face) -> float:
    text, face_used = _glyph(character, face)
    return float(face_used.getlength(text, direction="ltr"))


def _glyph(character: str, face: Face) -> tuple[str, ImageFont.FreeTypeFont]:
    """Return what is drawn for a character and in which font.

    Arabic separators where the font has them, at odd sizes, so that both kinds occur; the common
    sans-serif of the machine for what the font lacks, as programs do.
    """
    wanted = STAND_INS.get(character, character) if character != "," or face.size % 2 else character
    for text in (wanted, character):
        if can_draw(face.path, text):
            return text, face.font
    return STAND_INS.get(character, character).replace("٫", ","), font(fallback(), face.size)


def _set(paper: Drawn, token: Token, at: tuple[float, int], face: Face, tracking: float) -> list[Box]:
    """Draw one token with its left end at x on the baseline; return the boxes of its ink."""
    x, baseline = at
    if not token.number:
        box = _stamp(paper, token.visual, (round(x), baseline), face.font, (LETTER, "rtl"))
        return [box] if box else []
    boxes, mine = [], []
    for character in token.visual:
        is_part = character not in "()%٪"
        owner = FIRST_CHARACTER + len(paper.characters) if is_part else MARK
        text, used = _glyph(character, face)
        box = _stamp(paper, text, (round(x), baseline), used, (owner, "ltr"))
        if is_part:
            looks = "," if character == "٬" and box and box[3] > baseline - 0.12 * face.size else character
            paper.characters.append(face.shapes.get(looks, looks))
        if box:
            boxes.append(box)
            mine += [box] if is_part else []
        x += _advance(character, face) + tracking * face.size
    if mine:
        looks_like = "".join(face.shapes.get(c, c) for c in token.number)
        paper.numbers.append(TrueNumber(looks_like, _around(mine)))
    return boxes


def _stamp(
    paper: Drawn, text: str, at: tuple[int, int], used: ImageFont.FreeTypeFont, how: tuple[int, str]
) -> Box | None:
    """Draw text onto the page; return the box of its ink, cut to the page, or None where it has none."""
    owner, direction = how
    left, top, right, bottom = (round(s) for s in used.getbbox(text, anchor="ls", direction=direction))
    if right <= left or bottom <= top:
        return None
    small = Image.new("L", (right - left + 2, bottom - top + 2))
    ImageDraw.Draw(small).text(
        (1 - left, 1 - top), text, font=used, fill=255, anchor="ls", direction=direction
    )
    ink = np.asarray(small)
    x, y = at[0] + left - 1, at[1] + top - 1
    height, width = paper.ink.shape
    a, b, c, d = max(0, y), min(height, y + ink.shape[0]), max(0, x), min(width, x + ink.shape[1])
    if a >= b or c >= d:
        return None
    part = ink[a - y : b - y, c - x : d - x]
    np.maximum(paper.ink[a:b, c:d], part, out=paper.ink[a:b, c:d])
    paper.owners[a:b, c:d][part > 90] = owner
    rows, columns = np.nonzero(part > 90)
    if not len(rows):
        return None
    return c + int(columns.min()), a + int(rows.min()), c + int(columns.max()) + 1, a + int(rows.max()) + 1


def _around(boxes: Sequence[Box]) -> Box:
    sides = np.array(boxes)
    left, top = sides[:, :2].min(axis=0)
    right, bottom = sides[:, 2:].max(axis=0)
    return int(left), int(top), int(right), int(bottom)

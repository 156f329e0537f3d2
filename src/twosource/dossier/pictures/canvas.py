"""Drawing primitives over the library svg.py, which escapes nothing: every text passes through here.

Coordinates are in CSS pixels of a drawing 680 wide; colours are classes that the page's style
sheet resolves, so that dark mode and print need no second drawing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from unicodedata import category, combining, east_asian_width

import svg

from twosource.dossier.wording import ELLIPSIS, FSI, PDI, bare, visible

WIDTH = 680.0
LRI, RLI = "\u2066", "\u2067"
# Where a line may break: never between a number and its percent, nor before an ellipsis.
_BREAK = re.compile(r"(?:[^\S\u00a0]|\u00a0(?![%…]))+")
# A number with its sign and percent, or a stretch of words that run left to right with what it encloses.
_APART = re.compile(
    r"([+\u2212-]?\d(?:[\d.,]*\d)?(?:\u00a0?%)?"
    r"|[A-Za-z\u00c0-\u024f](?:[^:;\u00ab\u00bb\u201c\u201d\u0590-\u08ff\ufb50-\ufeff]*[A-Za-z\u00c0-\u024f\d)])?)"
)
_FORBIDDEN = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
_NARROW = frozenset("iljtfrI.,:;'|!()[] -")
_WIDE = frozenset("mwMW—%@")


def safe(text: str) -> str:
    """Return a text that cannot become markup, with control characters and what XML forbids made visible."""
    return escape(visible(bare(text)), quote=True).translate(_FORBIDDEN)


def kept_apart(text: str) -> str:
    """Return safe words that run right to left, with each number and each Latin stretch in them isolated."""
    pieces = _APART.split(bare(text))
    return "".join(f"{LRI}{safe(p)}{PDI}" if at % 2 else safe(p) for at, p in enumerate(pieces))


def width_of(text: str, size: float = 13.0) -> float:
    """Estimate the width of a text set in the page's sans: a little more than it will be."""
    return sum(map(_units, text)) * size


@cache
def _units(letter: str) -> float:
    if letter in _NARROW:
        return 0.33
    if letter in _WIDE or east_asian_width(letter) in "WF":
        return 0.92 if letter in _WIDE else 1.05
    if combining(letter) or category(letter) == "Cf":
        return 0.0
    return 0.68 if letter.isupper() else 0.57


def clip(text: str, room: float, size: float = 13.0) -> str:
    """Return the text cut to fit the room, with an ellipsis where cut."""
    text = _BREAK.sub(" ", bare(text)).strip()
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + ELLIPSIS, size) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def wrap(text: str, room: float, size: float = 13.0, lines: int = 2) -> list[str]:
    """Return the text broken between words into at most `lines` lines that fit the room."""
    words = [word for word in _BREAK.split(bare(text)) if word]
    out: list[str] = []
    while words and len(out) < lines - 1:
        taken = 1
        while taken < len(words) and width_of(" ".join(words[: taken + 1]), size) <= room:
            taken += 1
        if taken == len(words):
            break
        out.append(clip(" ".join(words[:taken]), room, size))
        words = words[taken:]
    if words:
        out.append(clip(" ".join(words), room, size))
    return out


def words(
    x: float,
    y: float,
    text: str,
    *,
    kind: str = "",
    anchor: str = "middle",
    size: float = 13.0,
    isolate: str = FSI,
) -> svg.Text:
    """Return a line of text at (x, y), isolated. `anchor` is start, middle or end.

    `isolate` is FSI for the direction of the line's own first letter, RLI where the page gives it.
    """
    inner = kept_apart(text) if isolate == RLI else safe(text)
    return svg.Text(
        x=round(x, 1),
        y=round(y, 1),
        text=f"{isolate}{inner}{PDI}",
        class_=[*kind.split()] or None,
        font_size=size,
        extra={"text-anchor": anchor},
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> svg.Line:
    """Return a straight line of a class."""
    return svg.Line(x1=round(x1, 1), y1=round(y1, 1), x2=round(x2, 1), y2=round(y2, 1), class_=kind.split())


def path(steps: Sequence[str], kind: str) -> svg.Path:
    """Return a path from ready-made steps of numbers."""
    return svg.Path(class_=kind.split(), extra={"d": " ".join(steps)})


def box(x: float, y: float, width: float, height: float, kind: str, *, fill: str = "") -> svg.Rect:
    """Return a rectangle of a class, or filled by a gradient's reference."""
    return svg.Rect(
        x=round(x, 1),
        y=round(y, 1),
        width=round(max(width, 0.0), 1),
        height=round(max(height, 0.0), 1),
        class_=kind.split(),
        fill=fill or None,
    )


def dot(x: float, y: float, radius: float, kind: str) -> svg.Circle:
    """Return a disc of a class."""
    return svg.Circle(cx=round(x, 1), cy=round(y, 1), r=radius, class_=kind.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What goes round a drawing: name, size, finding as title, words for it, its classes."""

    name: str
    width: float = WIDTH
    height: float
    title: str
    description: str
    kind: str = ""


def picture(sheet: Sheet, parts: Sequence[svg.Element]) -> str:
    """Return the whole drawing as SVG text, readable to those who hear it."""
    anchor = "".join(c if c.isascii() and c.isalnum() else "-" for c in sheet.name)
    return svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, sheet.width, round(sheet.height, 1)),
        width=sheet.width,
        height=round(sheet.height, 1),
        class_=["drawing", *sheet.kind.split()],
        extra={
            "style": f"--w:{sheet.width:.0f}px",
            "role": "img",
            "aria-labelledby": f"{anchor}-t {anchor}-d",
        },
        elements=[
            svg.Title(id=f"{anchor}-t", text=safe(sheet.title) or " "),
            svg.Desc(id=f"{anchor}-d", text=safe(sheet.description) or " "),
            *parts,
        ],
    ).as_str()

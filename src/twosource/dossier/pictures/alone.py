"""A picture by itself: one SVG file with title, caption, colours for light and dark, and its letters inside.

Colours are written out, not left as variables, and fonts are embedded with usual ones to fall back on, so
that the file looks the same in a browser, a layout program and a mail.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import svg

from twosource.dossier.contexts import Picture
from twosource.dossier.drawings import Stemma, Timeline
from twosource.dossier.pictures.canvas import LRI, RLI, box, safe, words, wrap
from twosource.dossier.pictures.draw import parts_of
from twosource.dossier.typefaces import FACES, embedded
from twosource.dossier.wording import FSI, direction_of

MARGIN, NARROW_MARGIN = 28.0, 14.0
USUAL = 720.0
REGULAR = 400
LEAST = 460.0
TITLE_SIZE, TITLE_LINE, TITLE_LINES = 18.0, 24.0, 5
SMALL_SIZE, SMALL_LINE, SMALL_LINES = 11.5, 16.0, 12
# Arabic in one weight: a second one would make half of the file.
LETTERS = tuple(
    f
    for f in FACES
    if f.family == "IBM Plex Sans" or (f.family == "IBM Plex Sans Arabic" and f.weight == REGULAR)
)
_ROOT = re.compile(r":root\{(--ink.*?)\}", re.DOTALL)
_PAIR = re.compile(r"--([\w-]+):([^;}]+)")
_VAR = re.compile(r"var\(--([\w-]+)\)")


def draw_alone(context: Picture, width: float = USUAL) -> str:
    """Return a picture as one self-contained SVG text, `width` wide where the drawing lays itself out.

    Raises TypeError for a timeline, which stands on its page only.
    """
    drawing = context.drawing
    if isinstance(drawing, Timeline):
        raise TypeError("a picture that stands on its page only is not drawn by itself: a Timeline")
    is_rtl = drawing.direction == "rtl"
    is_fluid = not isinstance(drawing, Stemma)
    margin = MARGIN if width >= USUAL or not is_fluid else NARROW_MARGIN
    wide, height, parts = parts_of(drawing, width - 2 * margin)
    room = wide if is_fluid else max(LEAST, wide)
    whole = room + 2 * margin
    title = wrap(f"{context.title}.", room, TITLE_SIZE * 1.08, lines=TITLE_LINES)
    caption = wrap(context.caption, room, SMALL_SIZE, lines=SMALL_LINES)
    top = margin + TITLE_LINE * len(title) + 10
    foot = top + height + 24
    tall = round(foot + SMALL_LINE * len(caption) + margin - 8, 1)
    shift = margin + (room - wide if is_rtl else 0)
    elements: list[svg.Element] = [
        svg.Title(text=safe(context.title) or " "),
        svg.Desc(text=safe(context.alt) or " "),
        box(0, 0, whole, tall, "paper"),
        *_lines(title, margin, margin + TITLE_SIZE, whole, is_rtl=is_rtl, is_title=True),
        svg.G(transform=[svg.Translate(round(shift, 1), round(top, 1))], elements=list(parts)),
        *_lines(caption, margin, foot, whole, is_rtl=is_rtl, is_title=False),
    ]
    drawn = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, round(whole, 1), tall),
        width=round(whole, 1),
        height=tall,
        class_=["drawing"],
        extra={"role": "img", "direction": "ltr"},
        elements=[svg.Style(text="/* style */"), *elements],
    ).as_str()
    return drawn.replace("/* style */", f"{embedded(drawn, LETTERS)}{_style()}", 1)


def _lines(
    lines: Sequence[str], margin: float, y: float, whole: float, *, is_rtl: bool, is_title: bool
) -> list[svg.Element]:
    """Return lines of words that start at the reader's edge."""
    x, anchor = (whole - margin, "end") if is_rtl else (margin, "start")
    kind, size, step = (
        ("label strong", TITLE_SIZE, TITLE_LINE) if is_title else ("label soft", SMALL_SIZE, SMALL_LINE)
    )
    runs_back = any(direction_of(row) == "rtl" for row in lines)
    isolate = RLI if is_rtl else LRI if runs_back else FSI
    return [
        words(x, y + i * step, row, kind=kind, anchor=anchor, size=size, isolate=isolate)
        for i, row in enumerate(lines)
    ]


@cache
def _style() -> str:
    """Return the rules of drawings with the colours of the page written out, for light and for dark."""
    folder = files("twosource").joinpath("dossier", "templates")
    page, rules = (folder.joinpath(name).read_text("utf-8") for name in ("dossier.css", "drawing.css"))
    light, dark = (dict(_PAIR.findall(found)) for found in _ROOT.findall(page)[:2])
    rules += ".drawing .paper{fill:var(--paper)}"
    plain = _resolved(rules, light)
    return f"{plain}@media (prefers-color-scheme:dark){{{_resolved(rules, light | dark)}}}"


def _resolved(rules: str, colours: Mapping[str, str]) -> str:
    return _VAR.sub(lambda m: colours.get(m[1], "currentColor"), rules).replace("\n", "")

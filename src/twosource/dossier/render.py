"""From page to one self-contained HTML text: no script, nothing fetched, the same page the same bytes.

Templates escape everything. Three things only are marked as ready-made: drawings (whose texts
the canvas escapes), the style sheet with its fonts, and the `<bdi>` this module makes out of
isolates.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import bidirectional

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from twosource.dossier.contexts import DossierPage, Picture
from twosource.dossier.pictures.draw import draw
from twosource.dossier.typefaces import embedded
from twosource.dossier.wording import FSI, PDI, bare, count, direction_of, sigla_ranges, visible

FONTS_HERE = "/* fonts */"
DRAWINGS_HERE = "/* drawings */"
_STRONG = ("L", "R", "AL")
LITTLE_LINE = 34  # characters in a line of the caption of a little picture, at least
_HEIGHT = re.compile(r'<svg [^>]*?height="([0-9.]+)"')


def render(page: DossierPage) -> str:
    """Return the page as HTML5 text. Deterministic; raises jinja2.UndefinedError for a damaged page."""
    html = _environment().get_template("dossier.html.j2").render(page=page, style=Markup(_style()))  # noqa: S704 - our own file
    return html.replace(FONTS_HERE, embedded(html), 1)


@cache
def _style() -> str:
    """Return the style sheet of the page with that of its drawings, which drawings of their own share."""
    folder = files("twosource").joinpath("dossier", "templates")
    page, drawings = (folder.joinpath(name).read_text("utf-8") for name in ("dossier.css", "drawing.css"))
    return page.replace(DRAWINGS_HERE, drawings, 1)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("twosource.dossier", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )
    environment.filters |= {
        "isolated": isolated,
        "bare": bare,
        "picture": _picture,
        "tall": _tall,
        "grouped": _grouped,
        "anchor": _anchor,
        "ranges": sigla_ranges,
        "cell": _cell,
    }
    environment.globals |= {"direction_of": direction_of, "count": count}
    return environment


def _finished(value: Any) -> Any:
    """Make control characters of every printed text visible, before it is escaped."""
    return visible(value) if type(value) is str else value


def _picture(context: Picture) -> Markup:
    return Markup(draw(context))  # noqa: S704 - the canvas escapes every text and attribute


def _tall(context: Picture) -> str:
    """Return how tall a little picture with its caption is, so that the words beside it leave it room."""
    height = _HEIGHT.search(draw(context))
    lines = 1 + (len(context.title) + len(context.caption)) // LITTLE_LINE
    return f"calc({float(height[1]) if height else 0:.0f}px + {lines}em)"


def _grouped(number: int) -> str:
    return f"{number:,}"


def _anchor(text: str) -> str:
    """Return a text that can be an id on the page: letters, digits, hyphens."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in text)


def isolated(text: str) -> Markup:
    """Return escaped text with each isolate turned into `<bdi>`; stray isolates are made visible."""
    out: list[Markup] = []
    depth = 0
    pieces = _pieces(text)
    for at, (piece, mark) in enumerate(pieces):
        out.append(escape(visible(piece)))
        if mark == FSI:
            depth += 1
            out.append(_opening(pieces[at + 1][0]))
        elif mark == PDI and depth:
            depth -= 1
            out.append(Markup("</bdi>"))
        elif mark:
            out.append(escape(visible(mark)))
    return Markup("").join([*out, *[Markup("</bdi>")] * depth])


def _opening(isolated_text: str) -> Markup:
    """Return the tag that opens an isolate: a figure without letters runs left to right wherever it stands.

    Browsers give it the direction of the line otherwise, and "+4.0" would read "4.0+" on an Arabic page.
    """
    is_figure = not any(bidirectional(c) in _STRONG for c in isolated_text) and any(
        c.isdecimal() for c in isolated_text
    )
    return Markup('<bdi dir="ltr">') if is_figure else Markup("<bdi>")


def _cell(text: str) -> Markup:
    """Return the text of a table cell in its own direction, or piece by piece where it holds isolates."""
    return isolated(text) if FSI in text else Markup("<bdi>{}</bdi>").format(visible(text))


def _pieces(text: str) -> list[tuple[str, str]]:
    pieces, start = [], 0
    for at, letter in enumerate(text):
        if letter in (FSI, PDI):
            pieces.append((text[start:at], letter))
            start = at + 1
    return [*pieces, (text[start:], "")]

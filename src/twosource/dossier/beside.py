"""Two texts side by side as one self-contained page: no script, nothing fetched, one page the same bytes.

What both have stands in rows opposite each other, words only one has are struck out or underlined and never
told by colour alone; each side keeps its own direction of writing.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from twosource.dossier.typefaces import embedded
from twosource.dossier.wording import direction_of, visible

FONTS_HERE = "/* fonts */"


@dataclass(frozen=True, slots=True, kw_only=True)
class BesidePiece:
    """Words both have, or what stands in their place on either side."""

    left: str
    right: str
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """A shared passage (with `pieces`), or words that only one side has."""

    pieces: tuple[BesidePiece, ...] = ()
    left: str = ""
    right: str = ""
    is_quoted: bool = False
    note: str = ""

    @property
    def left_direction(self) -> str:
        """The direction the left side is written in."""
        return direction_of(self.left or " ".join(piece.left for piece in self.pieces))

    @property
    def right_direction(self) -> str:
        """The direction the right side is written in."""
        return direction_of(self.right or " ".join(piece.right for piece in self.pieces))


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideSide:
    """One of the two: siglum, name, a line about it, the facts only it tells."""

    siglum: str
    name: str
    about: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideSign:
    """One sign of copying as it is printed."""

    kind: str
    words: str
    rate: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BesidePage:
    """Everything the page shows; `shares` are pairs of a figure and what it counts."""

    title: str
    sentence: str
    shares: tuple[tuple[str, str], ...]
    sides: tuple[BesideSide, BesideSide]
    rows: tuple[BesideRow, ...]
    signs: tuple[BesideSign, ...]
    notes: tuple[str, ...]


def render_beside(page: BesidePage) -> str:
    """Return the page as HTML5 text; every text in it is escaped and its control characters made visible."""
    html = _environment().get_template("collation.html.j2").render(page=page, style=Markup(_style()))  # noqa: S704 - our own file
    return html.replace(FONTS_HERE, embedded(html), 1)


@cache
def _style() -> str:
    folder = files("twosource").joinpath("dossier", "templates")
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in ("dossier.css", "collation.css"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("twosource.dossier", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )


def _finished(value: Any) -> Any:
    return visible(value) if type(value) is str else value

"""Which drawing is drawn by which module, and how wide."""

import svg

from twosource.dossier.contexts import Picture
from twosource.dossier.drawings import (
    Calibration,
    Drawing,
    Ledger,
    Ranges,
    Simplex,
    Stemma,
    Timeline,
    TippingChart,
)
from twosource.dossier.pictures.calibration import draw_calibration
from twosource.dossier.pictures.canvas import WIDTH, Sheet, picture
from twosource.dossier.pictures.ledger import draw_ledger
from twosource.dossier.pictures.ranges import draw_ranges
from twosource.dossier.pictures.simplex import draw_simplex
from twosource.dossier.pictures.stemma import draw_stemma
from twosource.dossier.pictures.timeline import draw_timeline
from twosource.dossier.pictures.tipping import draw_tipping

WIDE, NARROW = 640.0, 340.0


def draw(context: Picture) -> str:
    """Return a picture as SVG text, safe to put into a page as it is.

    Pictures of a weighing are laid out twice, for a page and for a small screen, and the style sheet shows
    one of them: their words are then as large on a telephone as on paper.
    """
    if isinstance(context.drawing, Stemma | Timeline):
        return _sheet(context, WIDTH, "")
    return _sheet(context, WIDE, "wide") + _sheet(context, NARROW, "small")


def parts_of(drawing: Drawing, width: float) -> tuple[float, float, list[svg.Element]]:
    """Return (width, height, parts) of a drawing laid out for a width; stemma and timeline keep their own."""
    match drawing:
        case Stemma():
            return draw_stemma(drawing)
        case Timeline():
            return (WIDTH, *draw_timeline(drawing))
        case Ranges():
            return (width, *draw_ranges(drawing, width))
        case Ledger():
            return (width, *draw_ledger(drawing, width))
        case TippingChart():
            return (width, *draw_tipping(drawing, width))
        case Simplex():
            return (width, *draw_simplex(drawing, width))
        case Calibration():
            return (width, *draw_calibration(drawing, width))


def _sheet(context: Picture, room: float, kind: str) -> str:
    width, height, parts = parts_of(context.drawing, room)
    sheet = Sheet(
        name=f"{context.name}-{kind}" if kind else context.name,
        width=width,
        height=height,
        title=context.title,
        description=context.alt,
        kind=kind,
    )
    return picture(sheet, parts)

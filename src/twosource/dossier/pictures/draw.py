"""Which drawing is drawn by which module."""

from twosource.dossier.contexts import Picture
from twosource.dossier.drawings import Bars, Ranges, Stemma, Timeline
from twosource.dossier.pictures.bars import draw_bars
from twosource.dossier.pictures.canvas import picture
from twosource.dossier.pictures.ranges import draw_ranges
from twosource.dossier.pictures.stemma import draw_stemma
from twosource.dossier.pictures.timeline import draw_timeline


def draw(context: Picture) -> str:
    """Return a picture as SVG text: safe to put into a page as it is."""
    drawing = context.drawing
    match drawing:
        case Stemma():
            height, parts = draw_stemma(drawing)
        case Timeline():
            height, parts = draw_timeline(drawing)
        case Ranges():
            height, parts = draw_ranges(drawing)
        case Bars():
            height, parts = draw_bars(drawing)
    return picture(context.name, height, context.title, context.alt, parts)

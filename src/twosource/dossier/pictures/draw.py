"""Which drawing is drawn by which module."""

from twosource.dossier.contexts import Picture
from twosource.dossier.drawings import Bars, Ranges, Stemma, Timeline
from twosource.dossier.pictures import bars, ranges, stemma, timeline
from twosource.dossier.pictures.canvas import WIDTH, Sheet, picture


def draw(context: Picture) -> str:
    """Return a picture as SVG text: safe to put into a page as it is."""
    drawing, width = context.drawing, WIDTH
    match drawing:
        case Stemma():
            width, height, parts = stemma.draw_stemma(drawing)
        case Timeline():
            height, parts = timeline.draw_timeline(drawing)
        case Ranges():
            height, parts = ranges.draw_ranges(drawing)
            width = ranges.WIDTH
        case Bars():
            height, parts = bars.draw_bars(drawing)
    sheet = Sheet(name=context.name, width=width, height=height, title=context.title, description=context.alt)
    return picture(sheet, parts)

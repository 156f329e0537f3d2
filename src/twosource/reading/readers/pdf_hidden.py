"""What a page hides and shows: words without ink, white on white, off the paper, under a bar; pictures.

Words that nobody sees are read by every machine, which makes them a trap, or a bad redaction. An
invisible layer over a scanned page is neither: recognition programs write it.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium  # type: ignore[import-untyped]

raw = pdfium.raw
INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
CLIP_ONLY = raw.FPDF_TEXTRENDERMODE_CLIP
NO_INK = frozenset({INVISIBLE, CLIP_ONLY})
# Judged on 22 November 2026. White from 250 of 255; a bar from 4 points; a scan from half the page.
WHITE = 250
LEAST_BAR = 4.0
MOST_BAR = 0.5
SCAN_SHARE = 0.5
MAX_OBJECTS = 20_000
MAX_DEPTH = 3
MAX_SHAPES = 500
# A page with more bars than this is a drawing, whose shapes cover its letters in plain sight.
MAX_BARS = 40
MAX_FINDINGS = 20
MAX_WORDS = 120
# Single letters under shapes are the letters of maps and drawings.
LEAST_WORDS = 3
Box = tuple[float, float, float, float]
Colour = tuple[int, int, int, int]


@dataclass(slots=True)
class Looks:
    """What was seen of one page besides its words: how much of it a picture covers, and what is hidden.

    `hidden` gives (why, words). `n_without_ink` counts stretches of text drawn without ink.
    """

    has_objects: bool = False
    picture_share: float = 0.0
    n_without_ink: int = 0
    hidden: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_scan(self) -> bool:
        """Whether a picture covers so much of the page that it is the page."""
        return self.picture_share >= SCAN_SHARE


@dataclass(slots=True)
class _Walk:
    """The state of a walk over the objects of a page from the last drawn to the first."""

    layer: pdfium.PdfTextPage
    page_box: Box
    looks: Looks
    looks_outside: bool
    bars: list[Box] = field(default_factory=list)
    white: list[tuple[str, Box]] = field(default_factory=list)
    without_ink: list[str] = field(default_factory=list)
    n_shapes: int = 0
    form: Box | None = None


def look_at(page: pdfium.PdfPage, layer: pdfium.PdfTextPage) -> Looks:
    """Return what a page shows and hides. Words under bars count where the bar was drawn after them."""
    box = page.get_bbox()
    walk = _Walk(layer, box, Looks(), _has_words_outside(layer, box))
    see = {
        raw.FPDF_PAGEOBJ_TEXT: _see_text,
        raw.FPDF_PAGEOBJ_IMAGE: _see_picture,
        raw.FPDF_PAGEOBJ_PATH: _see_shape,
        raw.FPDF_PAGEOBJ_FORM: _see_form,
    }
    for handle, kind, is_within in _objects(page):
        walk.looks.has_objects = True
        if is_within:
            _see_within(walk, handle, kind)
        elif kind in see:
            see[kind](walk, handle)
    walk.looks.hidden.extend(
        ("white on white", words) for words, _ in walk.white if len(words) >= LEAST_WORDS
    )
    without_ink = " ".join(walk.without_ink)
    if without_ink.strip() and not walk.looks.is_scan:
        walk.looks.hidden.insert(0, ("drawn without ink", without_ink[:MAX_WORDS]))
    return walk.looks


def _has_words_outside(layer: pdfium.PdfTextPage, box: Box) -> bool:
    """Say whether the page box holds fewer characters than the page: this saves most of the walk."""
    left, bottom, right, top = box
    n_inside = raw.FPDFText_GetBoundedText(layer.raw, left, top, right, bottom, None, 0)
    return bool(n_inside < layer.count_chars())


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[object, int, bool]]:
    """Yield (handle, kind, whether within a form) of what a page draws, last drawn first.

    Within a form places count from its own corner, so that only ink can be looked at there.
    """
    n_left = MAX_OBJECTS
    kind_of, form = raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_FORM
    waiting = [(page.raw, 0, raw.FPDFPage_CountObjects(page.raw) - 1)]
    while waiting:
        holder, depth, last = waiting.pop()
        get = raw.FPDFFormObj_GetObject if depth else raw.FPDFPage_GetObject
        for index in range(last, -1, -1):
            n_left -= 1
            if n_left < 0:
                return
            handle = get(holder, index)
            kind = kind_of(handle)
            yield handle, kind, depth > 0
            if kind == form and depth < MAX_DEPTH:
                waiting.append((holder, depth, index - 1))
                waiting.append((handle, depth + 1, raw.FPDFFormObj_CountObjects(handle) - 1))
                break


def _see_text(walk: _Walk, handle: object) -> None:
    if _see_ink(walk, handle):
        return
    colour = _fill(handle)
    if colour is not None and (colour[3] == 0 or min(colour) >= WHITE):
        _see_white(walk, handle)
    elif (walk.looks_outside or walk.bars) and len(walk.looks.hidden) < MAX_FINDINGS:
        _see_place(walk, handle)


def _see_ink(walk: _Walk, handle: object) -> bool:
    """Say whether text is drawn without ink, and keep it where it is."""
    if raw.FPDFTextObj_GetTextRenderMode(handle) not in NO_INK:
        return False
    walk.looks.n_without_ink += 1
    if len(walk.without_ink) < MAX_FINDINGS:
        walk.without_ink.append(_words(walk, handle))
    return True


def _see_place(walk: _Walk, handle: object) -> None:
    box = _bounds(handle)
    if box is None:
        return
    if not _touches(box, walk.page_box):
        _hide(walk, "outside the page", handle)
    elif any(_covers(bar, box) for bar in walk.bars):
        _hide(walk, "under a filled shape", handle)


def _see_form(walk: _Walk, handle: object) -> None:
    walk.form = _bounds(handle)


def _see_within(walk: _Walk, handle: object, kind: int) -> None:
    """Look at what a form draws: a picture in it is taken to fill the form."""
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        _see_ink(walk, handle)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE and walk.form is not None:
        walk.looks.picture_share = max(walk.looks.picture_share, _share(walk.form, walk.page_box))


def _see_white(walk: _Walk, handle: object) -> None:
    """Keep white words until all is known that was drawn beneath them."""
    box = _bounds(handle)
    if box is not None and len(walk.white) < MAX_FINDINGS:
        walk.white.append((_words(walk, handle), box))


def _see_picture(walk: _Walk, handle: object) -> None:
    box = _bounds(handle)
    if box is None:
        return
    walk.looks.picture_share = max(walk.looks.picture_share, _share(box, walk.page_box))
    walk.white = [(words, one) for words, one in walk.white if not _touches(one, box)]


def _see_shape(walk: _Walk, handle: object) -> None:
    """Keep a filled shape. A page of very many is a map or a drawing, where shapes cover one another."""
    walk.n_shapes += 1
    if walk.n_shapes >= MAX_SHAPES and not walk.white:
        return
    fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(handle, fill_mode, stroke) or not fill_mode.value:
        return
    colour, box = _fill(handle), _bounds(handle)
    if colour is None or box is None or colour[3] < 255:
        return
    if min(colour[:3]) < WHITE:
        walk.white = [(words, one) for words, one in walk.white if not _touches(one, box)]
    is_bar = box[2] - box[0] >= LEAST_BAR and box[3] - box[1] >= LEAST_BAR
    if is_bar and _share(box, walk.page_box) <= MOST_BAR:
        walk.bars.append(box)
    if len(walk.bars) > MAX_BARS:
        walk.bars.clear()
        walk.n_shapes = MAX_SHAPES


def _hide(walk: _Walk, why: str, handle: object) -> None:
    words = _words(walk, handle)
    if len(words) >= LEAST_WORDS:
        walk.looks.hidden.append((why, words))


def _words(walk: _Walk, handle: object) -> str:
    length = raw.FPDFTextObj_GetText(handle, walk.layer.raw, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFTextObj_GetText(handle, walk.layer.raw, target, length)
    text = buffer.raw[: length - 2].decode("utf-16-le", "replace")
    return " ".join(text.split())[:MAX_WORDS]


def _fill(handle: object) -> Colour | None:
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value


def _bounds(handle: object) -> Box | None:
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _touches(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _covers(bar: Box, box: Box) -> bool:
    """Say whether a bar covers a box but for a rim of a point."""
    rim = 1.0
    return (
        bar[0] <= box[0] + rim
        and bar[1] <= box[1] + rim
        and bar[2] >= box[2] - rim
        and bar[3] >= box[3] - rim
    )


def _share(box: Box, page: Box) -> float:
    """Return which share of the page a box covers."""
    width = min(box[2], page[2]) - max(box[0], page[0])
    height = min(box[3], page[3]) - max(box[1], page[1])
    area = (page[2] - page[0]) * (page[3] - page[1])
    return max(0.0, width) * max(0.0, height) / area if area > 0 else 0.0

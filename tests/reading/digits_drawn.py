"""Arabic-Indic digits drawn with lines, so that the reader is tested on machines without Arabic fonts."""

from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

STROKES = {
    "٠": (((0.42, 0.55), (0.5, 0.47), (0.58, 0.55), (0.5, 0.63), (0.42, 0.55), (0.58, 0.55)),),
    "١": (((0.42, 0.0), (0.5, 0.3), (0.55, 1.0)),),
    "٢": (((0.85, 0.0), (0.8, 0.22), (0.6, 0.3), (0.4, 0.22), (0.22, 0.0), (0.33, 0.4), (0.38, 1.0)),),
    "٣": (
        (
            (0.95, 0.0),
            (0.9, 0.2),
            (0.75, 0.27),
            (0.6, 0.2),
            (0.57, 0.05),
            (0.55, 0.2),
            (0.4, 0.27),
            (0.26, 0.2),
            (0.12, 0.0),
            (0.24, 0.4),
            (0.28, 1.0),
        ),
    ),
    "٤": (
        (
            (0.78, 0.06),
            (0.5, 0.04),
            (0.3, 0.18),
            (0.4, 0.38),
            (0.68, 0.44),
            (0.36, 0.52),
            (0.2, 0.72),
            (0.34, 0.92),
            (0.6, 0.97),
            (0.8, 0.9),
        ),
    ),
    "٥": (tuple((0.5 + 0.32 * np.cos(a), 0.58 + 0.36 * np.sin(a)) for a in np.linspace(0, 6.4, 20)),),
    "٦": (((0.18, 0.0), (0.26, 0.14), (0.5, 0.14), (0.74, 0.06), (0.68, 0.4), (0.7, 1.0)),),
    "٧": (((0.15, 0.0), (0.32, 0.35), (0.5, 1.0), (0.66, 0.35), (0.88, 0.0)),),
    "٨": (((0.12, 1.0), (0.34, 0.65), (0.5, 0.0), (0.68, 0.65), (0.9, 1.0)),),
    "٩": (
        tuple((0.48 + 0.22 * np.cos(a), 0.24 + 0.22 * np.sin(a)) for a in np.linspace(0, 6.4, 16)),
        ((0.7, 0.22), (0.7, 0.55), (0.76, 1.0)),
    ),
}


def drawn(number: str, *, high: int = 40, weight: float = 0.11, margin: int = 30) -> np.ndarray:
    """Return a number as black lines on white: each digit `high` pixels, set 0.72 of that apart."""
    step = 0.72 * high
    four = 4
    size = (round(four * (len(number) * step + 2 * margin)), four * (high + 2 * margin))
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    for place, digit in enumerate(number):
        for stroke in STROKES[digit]:
            points = [
                (four * (margin + place * step + x * high * 0.62), four * (margin + y * high))
                for x, y in stroke
            ]
            thick = round(four * weight * high * (1.3 if digit == "٠" else 1))
            for one, other in pairwise(points):
                pen.line((one, other), fill=0, width=thick)
            for x, y in points:
                pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=0)
    return np.asarray(image.resize((size[0] // four, size[1] // four), Image.Resampling.BOX))


def ink_box(picture: np.ndarray) -> tuple[int, int, int, int]:
    """Return the box of everything dark."""
    rows, columns = np.nonzero(picture < 128)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1

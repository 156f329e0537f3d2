"""How a picture looks, in 256 bits, so that a copy is known again whatever its size, format or brightness.

Formula: the picture at 64 x 64, its two-dimensional discrete cosine transform, the 16 x 16 lowest
frequencies but the constant one; bit i says whether coefficient i lies above their median (the perceptual
hash of Zauner 2010, with 256 bits in place of 64, because pages of print look alike at 64). Two pictures
that have nothing to do with each other differ in about 128 bits; a copy in few.

By hand: a picture made twice as bright, or half as large, keeps the order of its coefficients about their
median, and so keeps its bits.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from twosource.evidence.layouts import GreyPicture
from twosource.reading.ocr.pictures import as_image

SIDE, LOW = 64, 16
LEAST_CONTRAST = 8.0


def look_of(picture: GreyPicture) -> str:
    """Return how a picture looks as 64 hexadecimal digits; empty for one that shows next to nothing.

    A blank page and a plain colour have no look: every one of them would be a copy of all the others.
    """
    grey = np.frombuffer(picture.pixels, dtype=np.uint8).reshape(picture.height, picture.width)
    if grey.shape != (SIDE, SIDE):
        small = as_image(np.ascontiguousarray(grey)).resize((SIDE, SIDE), Image.Resampling.BOX)
        grey = np.asarray(small, dtype=np.uint8)
    values = grey.astype(np.float64)
    if float(values.std()) < LEAST_CONTRAST:
        return ""
    basis = _cosines()
    low = (basis @ values @ basis.T)[:LOW, :LOW].ravel()
    bits = low > np.median(low[1:])
    bits[0] = False
    return np.packbits(bits).tobytes().hex()


@cache
def _cosines() -> NDArray[np.float64]:
    """Return the first rows of the discrete cosine transform, shape (LOW, SIDE)."""
    k, x = np.arange(LOW)[:, np.newaxis], np.arange(SIDE)[np.newaxis, :]
    return np.asarray(np.cos(np.pi * k * (2 * x + 1) / (2 * SIDE)), dtype=np.float64)

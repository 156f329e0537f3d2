"""Small operations on grey pictures: numpy arrays of uint8, height x width, 0 is ink and 255 is paper."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Picture: TypeAlias = npt.NDArray[np.uint8]
Mask: TypeAlias = npt.NDArray[np.bool_]
PAPER = 255


def as_image(picture: Picture) -> Image.Image:
    """Return the picture as Pillow has it."""
    return Image.fromarray(np.ascontiguousarray(picture))


def as_picture(image: Image.Image) -> Picture:
    """Return a grey Pillow image as an array."""
    return np.asarray(image, dtype=np.uint8)


def scaled(picture: Picture, factor: float) -> Picture:
    """Return the picture `factor` times as wide and high, at least one pixel each way."""
    if factor == 1:
        return picture
    height, width = picture.shape
    size = max(1, round(width * factor)), max(1, round(height * factor))
    way = Image.Resampling.BOX if factor < 0.5 else Image.Resampling.BICUBIC
    return as_picture(as_image(picture).resize(size, way))


def turned(picture: Picture, degrees: float) -> Picture:
    """Return the picture turned clockwise, grown so that no corner is lost, with paper in the new corners."""
    if degrees % 90 == 0:
        return np.ascontiguousarray(np.rot90(picture, -int(degrees // 90)))
    image = as_image(picture).rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)
    return as_picture(image)


def blurred(picture: Picture, radius: float) -> Picture:
    """Return the picture with a Gaussian blur of that radius in pixels."""
    return as_picture(as_image(picture).filter(ImageFilter.GaussianBlur(radius)))


def median_filtered(picture: Picture, size: int = 3) -> Picture:
    """Return the picture with each pixel replaced by the median of its neighbourhood."""
    return as_picture(as_image(picture).filter(ImageFilter.MedianFilter(size)))


def neighbours(mask: Mask) -> Picture:
    """Return, per pixel, how many of the 3 x 3 pixels around it are set, itself included."""
    padded = np.pad(mask, 1).view(np.uint8)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    counts: Picture = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    return counts


def smeared(mask: Mask, width: int) -> Mask:
    """Return the mask with every set pixel grown along its row to about `width` pixels."""
    half = max(1, width // 2)
    sums = np.pad(mask, ((0, 0), (half + 1, half))).cumsum(axis=1, dtype=np.int32)
    return sums[:, 2 * half + 1 :] > sums[:, : -2 * half - 1]


def otsu_threshold(picture: Picture) -> int:
    """Return the grey value that parts ink from paper best: the one with most variance between the two.

    Otsu 1979. A picture of one grey value gives that value, so that nothing in it is ink.
    """
    counts = np.asarray(as_image(picture).histogram(), dtype=np.float64)
    levels = np.arange(256)
    below = counts.cumsum()
    weighted = (counts * levels).cumsum()
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = weighted / below - (weighted[-1] - weighted) / above
        between = below * above * gap * gap
    best = np.nan_to_num(between)
    return int(best.argmax()) + 1 if best.max() > 0 else int(picture.flat[0]) if picture.size else 0

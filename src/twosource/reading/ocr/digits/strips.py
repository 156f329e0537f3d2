"""A line of print as one strip of ink: paper taken out, contrast set, letters at one size.

Everything after this step works at one scale, so a digit of ten pixels and one of sixty look alike.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from twosource.reading.ocr.digits.components import pieces_of

Grey: TypeAlias = NDArray[np.uint8]
Ink: TypeAlias = NDArray[np.float32]
Box: TypeAlias = tuple[int, int, int, int]

BODY = 28
"""Height in pixels that the taller pieces of a line get."""

INK = 0.42
"""From how dark a pixel counts as ink, 1 being the darkest ink of the line."""

LEAST_BODY = 5
"""Pixels of the picture under which digits cannot be told apart by anybody."""

MAX_WIDTH = 12_000


@dataclass(frozen=True, slots=True)
class Strip:
    """Ink 0..1 of one line at `BODY` scale; pixel x of the strip is left + x / scale of the picture."""

    ink: Ink
    left: int
    top: int
    scale: float

    def box_in_picture(self, box: tuple[float, float, float, float]) -> Box:
        """Return a box of the strip as whole pixels of the picture, rounded outwards."""
        left, top, right, bottom = box
        return (
            int(np.floor(self.left + left / self.scale)),
            int(np.floor(self.top + top / self.scale)),
            int(np.ceil(self.left + right / self.scale)),
            int(np.ceil(self.top + bottom / self.scale)),
        )


def strip_of(picture: Grey, box: Box, margin: float = 0.12, reach: float = 0.12) -> Strip | None:
    """Return the strip inside a box, or None where the box holds no ink.

    The box is widened by `margin` of its height above and below, because recognisers cut boxes
    close, and by `reach` of it to the sides.
    """
    if box[2] - box[0] < 2 or box[3] - box[1] < LEAST_BODY:
        return None
    left, top, right, bottom = _widened(box, picture, margin, reach)
    if right - left < 3 or bottom - top < 3:
        return None
    crop = picture[top:bottom, left:right]
    ink = _ink_of(crop)
    if ink is None:
        return None
    rough_scale = 1.0 if 30 <= crop.shape[0] <= 70 else 44 / crop.shape[0]
    rough = _resized(ink, rough_scale)
    body = body_height(rough, edge=margin)
    if body is None or body < LEAST_BODY * rough_scale:
        return None
    scale = min(rough_scale * BODY / body, MAX_WIDTH / crop.shape[1])
    return Strip(_contrasted(_resized(ink, scale)), left, top, scale)


def body_height(ink: Ink, edge: float = 0.0) -> float | None:
    """Return the height that the taller pieces share, in pixels; None where there is none.

    The 70th percentile of the heights of all pieces at least a third as high as the highest,
    each counted by its width, so that neither dots nor one long tail decide.
    """
    pieces = pieces_of(_contrasted(ink) > INK)
    if not len(pieces.areas):
        return None
    heights = (pieces.boxes[:, 3] - pieces.boxes[:, 1]).astype(float)
    middle = (pieces.boxes[:, 3] + pieces.boxes[:, 1]) / 2
    within = np.abs(middle / ink.shape[0] - 0.5) <= 0.5 - edge
    heights, areas = (heights[within], pieces.areas[within]) if within.any() else (heights, pieces.areas)
    tall = heights >= heights[areas >= 4].max(initial=0) / 3
    heights, areas = heights[tall], areas[tall]
    if not len(heights) or heights.max() < LEAST_BODY:
        return None
    order = np.argsort(heights)
    shares = np.cumsum(np.sqrt(areas[order]))
    return float(heights[order][np.searchsorted(shares, 0.7 * shares[-1])])


def _widened(box: Box, picture: Grey, margin: float, reach: float) -> Box:
    height, width = picture.shape
    above = max(2, round((box[3] - box[1]) * margin))
    aside = max(2, round((box[3] - box[1]) * reach))
    return (
        max(0, box[0] - aside),
        max(0, box[1] - above),
        min(width, box[2] + aside),
        min(height, box[3] + above),
    )


def _ink_of(crop: Grey) -> Ink | None:
    """Return how much darker than its paper each pixel is; light print on dark is turned round.

    Paper is the 80th percentile of each tile as high as the strip, drawn smoothly between tiles.
    """
    grey = crop.astype(np.float32)
    low, middle, high = np.percentile(grey, (2, 50, 98))
    if high - low < 24:
        return None
    if middle - low < 0.4 * (high - low) and _is_reversed(grey, (low + high) / 2):
        grey = 255 - grey
    height, width = grey.shape
    tiles = max(1, round(width / (2.0 * height)))
    edges = np.linspace(0, width, tiles + 1).astype(int)
    paper = np.array([np.percentile(grey[:, a:b], 80) for a, b in pairwise(edges)], np.float32)
    across = np.interp(np.arange(width), (edges[:-1] + edges[1:]) / 2, paper).astype(np.float32)
    ink: Ink = np.maximum(across - grey, 0) / np.maximum(across, 40)
    return ink


def _is_reversed(grey: Ink, middle: float) -> bool:
    """Say whether most of the frame of the crop is dark: print seldom reaches all four sides."""
    frame = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return bool((frame < middle).mean() > 0.6)


def _contrasted(ink: Ink) -> Ink:
    """Return the ink with the paper's grain at 0 and its ink, as dark as the middle of it is, at 1."""
    dark = ink[ink > 0.35 * float(ink.max(initial=0))]
    full = float(np.percentile(dark, 60)) if dark.size else 1.0
    grain = float(np.median(ink))
    even: Ink = np.clip((ink - grain) / max(full - grain, 1e-3), 0, 1).astype(np.float32)
    return even


def _resized(ink: Ink, scale: float) -> Ink:
    height, width = max(4, round(ink.shape[0] * scale)), max(4, round(ink.shape[1] * scale))
    picture = Image.fromarray(ink)
    way = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.LANCZOS
    return np.asarray(picture.resize((width, height), way), dtype=np.float32)

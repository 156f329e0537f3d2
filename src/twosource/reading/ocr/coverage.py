"""How much of the ink on a page lies in recognised words: what no word covers was not read.

A machine says "95 % sure" of an empty page, because it averages over the words it gave. The ink
it left out is the figure that cannot flatter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from twosource.ports import RecognisedWord
from twosource.reading.ocr.pictures import Mask, Picture, neighbours, otsu_threshold

Box: TypeAlias = tuple[int, int, int, int]

# Judged on rendered pages, 22 November 2026. A pixel of ink with fewer than this many others in its 3 x 3
# box is a speck; ink that runs on for longer than these shares of the page's side is a rule or an edge.
MIN_NEIGHBOURS = 4
RULE_SHARE = 0.12
# Pixels: a stroke of a large letter on a small picture is no rule.
LEAST_RULE = 60
# Paper and ink closer than this in grey are one grey: an empty page is no page of faint letters.
MIN_CONTRAST = 40
# Less ink than this share of the pixels is dust.
MIN_INK = 0.0002
MAX_REGIONS = 12


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page: its box in pixels, and the share of the page's ink that lies in it unread."""

    box: Box
    share: float


def ink_of(picture: Picture) -> Mask:
    """Return where ink is that may be writing: dark, in more than specks, and no rule or edge of the page."""
    threshold = otsu_threshold(picture)
    ink: Mask = picture < threshold
    if not ink.any() or _contrast(picture, ink) < MIN_CONTRAST:
        return np.zeros_like(ink)
    ink = ink & (neighbours(ink) >= MIN_NEIGHBOURS)
    height, width = ink.shape
    ink &= ~_long_runs(ink, max(LEAST_RULE, int(width * RULE_SHARE)), axis=1)
    ink &= ~_long_runs(ink, max(LEAST_RULE, int(height * RULE_SHARE)), axis=0)
    return ink


def is_blank(ink: Mask) -> bool:
    """Say whether there is so little ink that nothing can be written."""
    return ink.size == 0 or float(ink.mean()) < MIN_INK


def share_covered(ink: Mask, words: Iterable[RecognisedWord], margin: int = 2) -> float:
    """Return the share of ink (0 to 1) inside the boxes of words, grown by `margin` pixels; 1 without ink."""
    total = int(ink.sum())
    return int((ink & covered(ink.shape, words, margin)).sum()) / total if total else 1.0


def covered(shape: tuple[int, ...], words: Iterable[RecognisedWord], margin: int = 2) -> Mask:
    """Return where the boxes of words lie on a picture of that shape."""
    found = np.zeros(shape, dtype=np.bool_)
    for word in words:
        top, left = max(0, word.top - margin), max(0, word.left - margin)
        found[top : word.bottom + margin, left : word.right + margin] = True
    return found


def unread_regions(ink: Mask, words: Sequence[RecognisedWord], cell: int, least: float) -> list[Region]:
    """Return the parts of the page whose ink no word covers, each with at least that share of the ink.

    Ink is counted on a grid of `cell` pixels; cells that touch belong together.
    """
    total = int(ink.sum())
    if not total:
        return []
    missed = _per_cell(ink & ~covered(ink.shape, words), cell)
    # A cell counts where more than a stroke's edge was left out.
    groups = _groups(missed >= max(3, cell * cell // 50))
    height, width = ink.shape
    found = []
    for cells in groups:
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        share = sum(int(missed[at]) for at in cells) / total
        box = (
            min(columns) * cell,
            min(rows) * cell,
            min(width, (max(columns) + 1) * cell),
            min(height, (max(rows) + 1) * cell),
        )
        if share >= least:
            found.append(Region(box, share))
    return sorted(found, key=lambda region: -region.share)[:MAX_REGIONS]


def place_on_page(box: Box, width: int, height: int) -> str:
    """Return in words where on a page of that size a box lies: "the upper left"."""
    x, y = (box[0] + box[2]) / 2 / max(1, width), (box[1] + box[3]) / 2 / max(1, height)
    row = "upper" if y < 1 / 3 else "lower" if y > 2 / 3 else ""
    column = "left" if x < 1 / 3 else "right" if x > 2 / 3 else ""
    return f"the {' '.join(part for part in (row, column) if part) or 'middle'}"


def _contrast(picture: Picture, ink: Mask) -> float:
    return float(np.median(picture[~ink]) - np.median(picture[ink])) if not ink.all() else 0.0


def _long_runs(ink: Mask, length: int, axis: int) -> Mask:
    """Return the ink that stands in unbroken runs of at least that length along an axis."""
    rows = ink if axis == 1 else ink.T
    edges = np.diff(np.pad(rows, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.argwhere(edges == 1), np.argwhere(edges == -1)
    found = np.zeros_like(rows)
    for index in np.flatnonzero(ends[:, 1] - starts[:, 1] >= length):
        found[starts[index, 0], starts[index, 1] : ends[index, 1]] = True
    return found if axis == 1 else found.T


def _per_cell(mask: Mask, cell: int) -> npt.NDArray[np.int64]:
    height, width = mask.shape
    padded = np.pad(mask, ((0, -height % cell), (0, -width % cell)))
    rows, columns = padded.shape[0] // cell, padded.shape[1] // cell
    counts: npt.NDArray[np.int64] = padded.reshape(rows, cell, columns, cell).sum(axis=(1, 3), dtype=np.int64)
    return counts


def _groups(cells: Mask) -> list[list[tuple[int, int]]]:
    """Return the groups of set cells that touch, also at corners."""
    left = {(int(row), int(column)) for row, column in np.argwhere(cells)}
    groups = []
    while left:
        group, edge = [], [left.pop()]
        while edge:
            row, column = edge.pop()
            group.append((row, column))
            near = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= near
            edge.extend(near)
        groups.append(group)
    return groups

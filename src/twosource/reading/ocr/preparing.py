"""Makes the picture of a page fit to be read, and no fitter than it needs to be.

Every step is measured for before it is done: a clean page that was denoised anyway lost every
second word (character error .09 to .21 on clean Arabic pages, notes of 22 November 2026).
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from twosource.reading.ocr.coverage import ink_of, is_blank
from twosource.reading.ocr.pictures import (
    PAPER,
    Mask,
    Picture,
    as_image,
    as_picture,
    blurred,
    median_filtered,
    neighbours,
    scaled,
    smeared,
    turned,
)

# All judged on rendered tuning pages (bench/ocr.py) on 22 November 2026.
MAX_SIDE = 4200
MEASURE_SIDE = 1000
# Standard deviation of noise, in grey values, from which a page is softened once it has its size, and from
# which specks are taken out before. White noise measures itself, that of a compressed photograph about 3.
NOISY = 2.0
VERY_NOISY = 12.0
SOFTENING = 0.8
# Spread of the background, in grey values between its 5th and 95th percentile, from which it is divided out.
UNEVEN = 12.0
# Grey value below which the middle of a page is dark, and its letters light.
DARK = 110
# A field darker than this share of the page's usual one is no paper.
DARK_SHARE = 0.35
MAX_SKEW = 15.0
LEAST_SKEW = 0.15
# How much sharper the rows of a page must become for it to be turned: one word has no angle to trust.
LEAST_GAIN = 1.03
# Pixels of ink from which there is an angle to measure.
LEAST_POINTS = 400
# Lines a page must have, if it were stood up, before it is: a stroke is no page on its side.
LEAST_LINES = 3
# How much more a page must look written along its columns than its rows to lie on its side.
ON_ITS_SIDE = 1.6
# Height of a line of writing, from ascender to descender in pixels, that Tesseract reads best.
LINE_HEIGHT = 30.0
SCALES = (0.4, 3.0)
LEAST_CHANGE = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A page fit to be read: the picture, and how it came from the one given.

    `turned` is by how many degrees clockwise it was turned, `scale` how many of its pixels make
    one of the turned picture's, `line_height` the height of a line of writing on it.
    """

    picture: Picture
    turned: float = 0.0
    scale: float = 1.0
    noise: float = 0.0
    line_height: float = LINE_HEIGHT
    steps: tuple[str, ...] = ()
    is_empty: bool = False
    was_stood: bool = False


def prepare(picture: Picture, *, may_stand: bool = True) -> Prepared:
    """Return the page evenly lit, quiet, straight and of a size to be read, as far as it needs that.

    A page whose columns look like lines is stood up, where `may_stand`; that is a guess, which the
    dark edges of a photograph can mislead, and `was_stood` says that it was made.
    """
    page = Prepared(picture=picture)
    for step in (_fit, _even, _quiet, _blank, *((_stand,) if may_stand else ()), _straighten, _size, _soften):
        page = step(page)
        if page.is_empty:
            break
    return page


def noise_of(picture: Picture) -> float:
    """Return the standard deviation of noise in grey values.

    The mask of Immerkaer 1996 answers to noise and not to slopes; the median over the page instead
    of the mean keeps letters out, which fill less than half of it.
    """
    grey = picture.astype(np.float32)
    if min(grey.shape) < 3:
        return 0.0
    rows = grey[:-2] - 2 * grey[1:-1] + grey[2:]
    answer = np.abs(rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:])
    return float(np.median(answer) / (0.6745 * 6.0))


def background_of(picture: Picture) -> Picture:
    """Return the paper under the writing: the bright of each small field, smoothed, in full size."""
    smooth = blurred(median_filtered(_brightest(_bright_fields(picture)), 5), 1.5)
    return _in_full(smooth, picture.shape)


def beyond_paper(picture: Picture) -> Mask:
    """Return where a photograph shows what lies beyond the page: dark fields that reach an edge.

    A dark field inside the page is left alone, for light letters may stand on it.
    """
    bright = _bright_fields(picture)
    dark = bright < DARK_SHARE * np.median(bright)
    reached = dark.copy()
    reached[1:-1, 1:-1] = False
    while (grown := (neighbours(reached) > 0) & dark).sum() > reached.sum():
        reached = grown
    fields = (neighbours(reached) > 0).astype(np.uint8)
    cell = _cell(picture.shape)
    height, width = picture.shape
    return np.kron(fields, np.ones((cell, cell), dtype=np.uint8))[:height, :width] > 0


def evened(picture: Picture) -> Picture:
    """Return the picture divided by its background, so that shadow and table become paper."""
    paper = np.maximum(background_of(picture).astype(np.float32), 1.0)
    light = np.clip(picture.astype(np.float32) * (float(PAPER) / paper), 0, PAPER).astype(np.uint8)
    light[beyond_paper(picture)] = PAPER
    return light


def _cell(shape: tuple[int, ...]) -> int:
    return max(8, min(shape) // 50)


def _bright_fields(picture: Picture) -> Picture:
    """Return the 85th percentile of each square field."""
    cell = _cell(picture.shape)
    padded = np.pad(picture, [(0, -side % cell) for side in picture.shape], mode="edge")
    fields = padded.reshape(padded.shape[0] // cell, cell, padded.shape[1] // cell, cell)
    bright = np.percentile(fields.transpose(0, 2, 1, 3).reshape(*fields.shape[::2], -1), 85, axis=2)
    return bright.astype(np.uint8)


def _in_full(fields: Picture, shape: tuple[int, ...]) -> Picture:
    cell = _cell(shape)
    size = fields.shape[1] * cell, fields.shape[0] * cell
    grown = as_picture(as_image(fields).resize(size, Image.Resampling.BICUBIC))
    return grown[: shape[0], : shape[1]]


def skew_of(ink: Mask, most: float = MAX_SKEW) -> float:
    """Return by how many degrees clockwise the page must be turned for its lines to be level.

    The angle at which the sums of ink per row differ most from row to row (projection profile).
    """
    points = _points(ink)
    if len(points) < LEAST_POINTS:
        return 0.0
    coarse = np.arange(-most, most + 0.1, 0.5)
    best = float(coarse[np.argmax([_sharpness(points, angle) for angle in coarse])])
    fine = np.arange(best - 0.5, best + 0.51, 0.05)
    angle = float(fine[np.argmax([_sharpness(points, angle) for angle in fine])])
    is_sharper = _sharpness(points, angle) >= LEAST_GAIN * _sharpness(points, 0.0)
    return angle if is_sharper else 0.0


def line_height_of(ink: Mask) -> float:
    """Return the height in pixels of the lines of writing on a straight page; 0 where there are none.

    Ink is smeared along the rows until words join, then the heights of the bands are counted.
    """
    height, width = ink.shape
    columns = smeared(ink, max(5, width // 50))[:, :: max(1, width // 200)].T
    edges = np.diff(np.pad(columns, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    runs = np.argwhere(edges == -1)[:, 1] - np.argwhere(edges == 1)[:, 1]
    runs = np.sort(runs[(runs >= 4) & (runs <= height // 6)])
    if not len(runs):
        return 0.0
    weights = runs.cumsum()
    return float(runs[np.searchsorted(weights, weights[-1] / 2)])


def n_lines_of(ink: Mask) -> int:
    """Return how many bands of rows hold ink, whatever their height."""
    rows = np.pad(ink.any(axis=1), 1).astype(np.int8)
    return int((np.diff(rows) == 1).sum())


def _fit(page: Prepared) -> Prepared:
    factor = MAX_SIDE / max(page.picture.shape)
    if factor >= 1:
        return page
    return replace(
        page, picture=scaled(page.picture, factor), scale=factor, steps=(*page.steps, f"{factor:.2f} x")
    )


def _even(page: Prepared) -> Prepared:
    paper = background_of(page.picture)
    low, high = np.percentile(paper, (3, 97))
    height, width = page.picture.shape
    middle = page.picture[height // 4 : height - height // 4, width // 4 : width - width // 4]
    is_dark = float(np.median(middle)) < DARK
    if is_dark:
        light = replace(page, picture=PAPER - page.picture, steps=(*page.steps, "light on dark"))
        return light if high - low < UNEVEN else replace(light, picture=evened(light.picture))
    if high - low < UNEVEN and low > 200:
        return page
    return replace(page, picture=evened(page.picture), steps=(*page.steps, "evened"))


def _quiet(page: Prepared) -> Prepared:
    noise = noise_of(page.picture)
    if noise < VERY_NOISY:
        return replace(page, noise=noise)
    quiet = median_filtered(page.picture, 3)
    return replace(page, picture=quiet, noise=noise, steps=(*page.steps, "denoised"))


def _soften(page: Prepared) -> Prepared:
    if page.noise < NOISY:
        return page
    return replace(page, picture=blurred(page.picture, SOFTENING), steps=(*page.steps, "softened"))


def _blank(page: Prepared) -> Prepared:
    return replace(page, is_empty=is_blank(ink_of(_measured(page.picture))))


def _stand(page: Prepared) -> Prepared:
    ink = ink_of(_measured(page.picture))
    level, across = (_best_sharpness(one) for one in (ink, ink.T))
    if across < level * ON_ITS_SIDE or n_lines_of(ink.T) < LEAST_LINES:
        return page
    return replace(
        page,
        picture=turned(page.picture, 90),
        turned=page.turned + 90,
        steps=(*page.steps, "turned by 90"),
        was_stood=True,
    )


def _straighten(page: Prepared) -> Prepared:
    angle = skew_of(ink_of(_measured(page.picture)))
    if abs(angle) < LEAST_SKEW:
        return page
    return replace(
        page,
        picture=turned(page.picture, angle),
        turned=page.turned + angle,
        steps=(*page.steps, f"turned by {angle:.2f}"),
    )


def _size(page: Prepared) -> Prepared:
    height = line_height_of(ink_of(page.picture))
    if not height:
        return page
    factor = min(SCALES[1], max(SCALES[0], LINE_HEIGHT / height))
    factor = min(factor, MAX_SIDE / max(page.picture.shape))
    if 1 / LEAST_CHANGE < factor < LEAST_CHANGE:
        return replace(page, line_height=height)
    return replace(
        page,
        picture=scaled(page.picture, factor),
        scale=page.scale * factor,
        line_height=height * factor,
        steps=(*page.steps, f"{factor:.2f} x"),
    )


def _measured(picture: Picture) -> Picture:
    return scaled(picture, min(1.0, MEASURE_SIDE / max(picture.shape)))


def _points(ink: Mask, most: int = 40_000) -> npt.NDArray[np.float64]:
    points = np.argwhere(ink).astype(np.float64)
    return points[:: max(1, len(points) // most)]


def _sharpness(points: npt.NDArray[np.float64], angle: float) -> float:
    rows = points[:, 0] + points[:, 1] * np.tan(np.radians(angle))
    counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def _best_sharpness(ink: Mask) -> float:
    points = _points(ink, 10_000)
    if len(points) < LEAST_POINTS:
        return 0.0
    return max(_sharpness(points, angle) for angle in np.arange(-MAX_SKEW, MAX_SKEW + 0.1, 1.0))


def _brightest(picture: Picture) -> Picture:
    """Return the picture with each pixel replaced by the brightest of its 3 x 3 neighbourhood."""
    height, width = picture.shape
    padded = np.pad(picture, 1, mode="edge")
    shifts = [padded[i : i + height, j : j + width] for i in range(3) for j in range(3)]
    brightest: Picture = np.max(shifts, axis=0)
    return brightest

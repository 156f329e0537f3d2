"""What happens to print before anybody reads it: worn ink, blur, noise, shadows, small pictures, JPEG.

Four levels as the notes of 22 November 2026 have them: clean, light noise, uneven light with a
tilt and blur, a phone's small JPEG with a tilt and heavy noise.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey: TypeAlias = NDArray[np.uint8]
Points: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """How a page suffers. Lengths in pixels of the drawn page, noise in grey values, tilt in degrees.

    `weight` > 0 thickens strokes by so many steps of 3 x 3, < 0 thins them; `shadow` is how much
    darker the darkest corner is (0..1); `shrink` < 1 keeps that share of the resolution (a page is
    not enlarged again); `jpeg` is a quality, 0 for none; `fade` lightens the ink (0..1).
    """

    noise: float = 0.0
    blur: float = 0.0
    tilt: float = 0.0
    shadow: float = 0.0
    shrink: float = 1.0
    jpeg: int = 0
    weight: int = 0
    fade: float = 0.0


LEVELS = ("clean", "light", "moderate", "phone photo")


def level(name: str, rng: np.random.Generator) -> Damage:
    """Return the damage of one level; signs and corners fall as they may."""
    side = 1 if rng.random() < 0.5 else -1
    return {
        "clean": Damage(),
        "light": Damage(noise=8, blur=0.4),
        "moderate": Damage(noise=8, blur=1.0, tilt=2.5 * side, shadow=0.45, fade=0.1),
        "phone photo": Damage(
            noise=22, blur=0.8, tilt=4.0 * side, shadow=0.35, shrink=0.6, jpeg=35, fade=0.15
        ),
    }[name]


def damaged(ink: Grey, how: Damage, rng: np.random.Generator) -> Grey:
    """Return the picture (255 is paper) of a page of ink (255 is ink) after damage; a tilted page grows."""
    image = Image.fromarray(255 - ink)
    if how.weight:
        size = 2 * abs(how.weight) + 1
        image = image.filter(ImageFilter.MinFilter(size) if how.weight > 0 else ImageFilter.MaxFilter(size))
    if how.tilt:
        image = image.rotate(how.tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    if how.blur:
        image = image.filter(ImageFilter.GaussianBlur(how.blur))
    if how.shrink != 1:
        size_now = (max(8, round(image.width * how.shrink)), max(8, round(image.height * how.shrink)))
        image = image.resize(size_now, Image.Resampling.BILINEAR, reducing_gap=2.0)
    grey = np.asarray(image, np.float32)
    grey = 255 - (255 - grey) * (1 - how.fade)
    if how.shadow:
        grey = grey * _light(grey.shape, how.shadow, rng)
    if how.noise:
        grey = grey + rng.normal(0, how.noise, grey.shape).astype(np.float32)
    picture = np.clip(grey, 0, 255).astype(np.uint8)
    return _through_jpeg(picture, how.jpeg) if how.jpeg else picture


def place_after(points: Points, how: Damage, size: tuple[int, int]) -> Points:
    """Return where points (n x 2: x, y) of a page of that width and height lie on the damaged picture."""
    turned = Image.new("1", size).rotate(how.tilt, expand=True).size if how.tilt else size
    return turned_points(points, how.tilt, size, turned) * how.shrink


def turned_points(points: Points, degrees: float, size: tuple[int, int], after: tuple[int, int]) -> Points:
    """Return points of a picture after it was turned anticlockwise about its middle and grown to `after`."""
    angle = np.radians(degrees)
    x, y = (points - np.array(size) / 2).T
    turned = np.stack([x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)], axis=1)
    return turned + np.array(after) / 2


def _light(shape: tuple[int, ...], depth: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return how much light falls on each pixel: full in one place, 1 - depth farthest from it."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot(x / width - rng.uniform(0, 1), y / height - rng.uniform(0, 1))
    light: NDArray[np.float32] = 1 - np.float32(depth) * far / far.max()
    return light


def _through_jpeg(picture: Grey, quality: int) -> Grey:
    held = BytesIO()
    Image.fromarray(picture).save(held, "JPEG", quality=quality)
    return np.asarray(Image.open(held).convert("L"))

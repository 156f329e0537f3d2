"""Images in the second pass: their words, recognised from the pixels, one page per picture inside."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import BinaryIO, ClassVar

import numpy as np
from PIL import Image, ImageOps

from twosource.errors import RefusedError
from twosource.evidence.outcome import Failure
from twosource.ports import Limits, OcrEngine, Reading
from twosource.reading.failures import failure
from twosource.reading.ocr import SeenPage, failures_of_pages, recognise_page
from twosource.reading.ocr.pictures import PAPER, Picture
from twosource.reading.reader_names import IMAGES
from twosource.reading.readers.image import (
    IMAGE_FAULTS,
    VERSIONS,
    check_pixels,
    n_pictures,
    opened,
    reason_of,
    said_by,
)

# The most one page may take, so that a first page of noise leaves time for the others.
SECONDS_PER_PAGE = 60.0
DEEP_MODES = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
# Writing this bright on a transparent ground was made for a dark one.
BRIGHT = 160


@dataclass(frozen=True, slots=True)
class ImageRecogniser:
    """Reads the words of images of paper and screens with an engine; keeps what they say of themselves."""

    engine: OcrEngine
    languages: tuple[str, ...] = ()
    name: ClassVar[str] = "image recognition"
    media_types: ClassVar[frozenset[str]] = IMAGES

    @property
    def version(self) -> str:
        """Its version with those of the libraries, the engine and its language data."""
        return f"1 ({VERSIONS}, {self.engine.name} {self.engine.version})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return a page of text per picture. Raises RefusedError where nothing can be opened."""
        with opened(untrusted_source, limits) as image:
            seen = _Seen(metadata=said_by(image), total=n_pictures(image))
            self._read_pages(image, limits, seen)
        return Reading(
            untrusted_pages=tuple(page.text for page in seen.pages.values()),
            untrusted_metadata=seen.metadata,
            untrusted_layouts=tuple(replace(page.layout, page=number) for number, page in seen.pages.items()),
            failures=(*seen.failures, *failures_of_pages(seen.pages, seen.total)),
            way=self.engine.name,
        )

    def _read_pages(self, image: Image.Image, limits: Limits, seen: "_Seen") -> None:
        """Read page after page; what stops the reading is told, and the pages before it are kept."""
        ends = monotonic() + limits.max_seconds
        known: dict[str, SeenPage] = {}
        for number, (picture, dpi) in enumerate(_pictures(image, limits, seen), start=1):
            left = ends - monotonic()
            if left <= 0:
                seen.failures.append(
                    failure(
                        "recognition_time", limit=f"{limits.max_seconds:g}", n=number - 1, total=seen.total
                    )
                )
                return
            mark = hashlib.sha256(picture.tobytes()).hexdigest()
            if mark not in known:
                known[mark] = recognise_page(
                    picture,
                    engine=self.engine,
                    languages=self.languages,
                    dpi=dpi,
                    seconds=min(SECONDS_PER_PAGE, left),
                )
            seen.pages[number] = known[mark]


@dataclass(slots=True)
class _Seen:
    """What has been read of one image so far."""

    metadata: tuple[tuple[str, str], ...]
    total: int
    pages: dict[int, SeenPage] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def _pictures(image: Image.Image, limits: Limits, seen: _Seen) -> Iterator[tuple[Picture, int]]:
    """Yield each picture inside, grey and upright, with its resolution; say which could not be decoded.

    Raises RefusedError where the first cannot be decoded, for then there is nothing.
    """
    if seen.total > limits.max_pages:
        seen.failures.append(failure("page_limit", limit=limits.max_pages, n=seen.total))
    for index in range(min(seen.total, limits.max_pages)):
        try:
            image.seek(index)
            check_pixels(image, limits)
            picture = grey_of(image)
        except (*IMAGE_FAULTS, RefusedError) as error:
            if index == 0:
                raise
            reason = reason_of(error)
            seen.failures.append(failure("damaged_part", part=f"Picture {index + 1}", reason=reason))
            return
        yield picture, _resolution(image)


def grey_of(image: Image.Image) -> Picture:
    """Return the picture at hand grey and upright, with transparent parts as paper."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode in DEEP_MODES:
        return _from_deep(np.asarray(upright, dtype=np.float64))
    if upright.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in upright.info:
        return _from_transparent(np.asarray(upright.convert("RGBA").convert("LA")))
    if upright.mode in {"CMYK", "P", "YCbCr", "LAB", "HSV"}:
        upright = upright.convert("RGB")
    return np.array(upright.convert("L"), dtype=np.uint8)


def _from_deep(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Picture:
    """Return deep grey values in 8 bits, stretched to what they use: scanners use 12 of 16 bits."""
    finite = np.nan_to_num(values)
    low, high = float(finite.min()), float(finite.max())
    if high <= low:
        return np.full(finite.shape, PAPER, dtype=np.uint8)
    return np.rint((finite - low) * (PAPER / (high - low))).astype(np.uint8)


def _from_transparent(pixels: Picture) -> Picture:
    """Return grey and alpha laid on white, or on black where what can be seen is bright."""
    grey, alpha = pixels[..., 0].astype(np.float64), pixels[..., 1].astype(np.float64) / 255
    seen = alpha > 0.5
    is_bright = bool(seen.any() and not seen.all()) and float(np.median(grey[seen])) > BRIGHT
    ground = 0 if is_bright else PAPER
    return (grey * alpha + ground * (1 - alpha)).astype(np.uint8)


def _resolution(image: Image.Image) -> int:
    """Return the dots per inch a file claims where the claim can be true, else 0."""
    said = image.info.get("dpi")
    try:
        dpi = round(float(said[0])) if said else 0
    except (TypeError, ValueError, LookupError, OverflowError):
        return 0
    return dpi if 30 <= dpi <= 4800 else 0

"""Images: what the file says of itself. Its words are read in the second pass, from the pixels."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

import pi_heif  # type: ignore[import-untyped]
import PIL
from PIL import ExifTags, Image, UnidentifiedImageError

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.reader_names import IMAGES

pi_heif.register_heif_opener()

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP", "HEIF")
# Formats whose further pictures are previews and depth maps of the first, not pages.
ONE_PICTURE = frozenset({"MPO", "HEIF"})
# EXIF tags worth a reporter's look, by their numbers in the standard.
TAGS = (
    ("taken", ExifTags.Base.DateTimeOriginal),
    ("changed", ExifTags.Base.DateTime),
    ("camera make", ExifTags.Base.Make),
    ("camera model", ExifTags.Base.Model),
    ("software", ExifTags.Base.Software),
    ("byline", ExifTags.Base.Artist),
)
IMAGE_FAULTS = (
    OSError,
    ValueError,
    SyntaxError,
    LookupError,
    TypeError,
    ArithmeticError,
    EOFError,
    RuntimeError,
)
MAX_VALUE = 500
VERSIONS = f"pillow {PIL.__version__}, pi-heif {pi_heif.__version__}"


@dataclass(frozen=True, slots=True)
class ImageReader:
    """Reads size, format and camera data from an image's header; the pixels are not decoded."""

    name: ClassVar[str] = "image"
    media_types: ClassVar[frozenset[str]] = IMAGES
    version: str = f"2 ({VERSIONS})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return metadata and the failure that its words are unread. Raises RefusedError if damaged."""
        with opened(untrusted_source, limits) as image:
            metadata = said_by(image)
        return Reading(untrusted_pages=(), untrusted_metadata=metadata, failures=(failure("image"),))


@contextmanager
def opened(untrusted_source: BinaryIO, limits: Limits) -> Iterator[Image.Image]:
    """Open an image without decoding it, and hold what happens to it to refusals.

    Raises RefusedError where it is damaged or has more pixels than the limits allow, also for what
    is done with it inside the context.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(untrusted_source, formats=FORMATS)
            check_pixels(image, limits)
            yield image
    except Image.DecompressionBombError as error:
        raise refusal("pixels", limit=limits.max_pixels) from error
    except UnidentifiedImageError as error:
        raise refusal("damaged", label="an image", reason="its header makes no sense") from error
    except IMAGE_FAULTS as error:
        raise refusal("damaged", label="an image", reason=reason_of(error)) from error


def check_pixels(image: Image.Image, limits: Limits) -> None:
    """Raise RefusedError where the picture at hand has more pixels than the limits allow."""
    if image.width * image.height > limits.max_pixels:
        raise refusal("pixels", limit=limits.max_pixels)


def reason_of(error: Exception) -> str:
    """Return what a library said of a broken image, short; the name of the error where it said nothing."""
    return str(error)[:100] or type(error).__name__


def n_pictures(image: Image.Image) -> int:
    """Return how many pages an image has: frames, except where all but the first are previews of it."""
    return 1 if image.format in ONE_PICTURE else int(getattr(image, "n_frames", 1))


def said_by(image: Image.Image) -> tuple[tuple[str, str], ...]:
    """Return what an image says of itself: format, size, pages, camera data, and whether a place is in it."""
    exif = image.getexif()
    fields = {**dict(exif), **dict(exif.get_ifd(ExifTags.IFD.Exif))}
    n_pages = n_pictures(image)
    said = [
        ("format", image.format or ""),
        ("width", str(image.width)),
        ("height", str(image.height)),
        ("pages", str(n_pages) if n_pages > 1 else ""),
        *((name, str(fields.get(tag, "")).strip("\0 ")[:MAX_VALUE]) for name, tag in TAGS),
    ]
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        said.append(("place recorded", "yes"))
    return tuple((name, value) for name, value in said if value)

"""Images: what the file says of itself. Its words wait for a person, or for character recognition."""

import warnings
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

import PIL
from PIL import ExifTags, Image, UnidentifiedImageError

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")
# EXIF tags worth a reporter's look, by their numbers in the standard.
TAGS = (
    ("taken", ExifTags.Base.DateTimeOriginal),
    ("changed", ExifTags.Base.DateTime),
    ("camera make", ExifTags.Base.Make),
    ("camera model", ExifTags.Base.Model),
    ("software", ExifTags.Base.Software),
    ("byline", ExifTags.Base.Artist),
)
IMAGE_FAULTS = (OSError, ValueError, SyntaxError, LookupError, TypeError, OverflowError, EOFError)
MAX_VALUE = 500


@dataclass(frozen=True, slots=True)
class ImageReader:
    """Reads size, format and camera data from an image's header; the pixels are not decoded."""

    name: ClassVar[str] = "image"
    media_types: ClassVar[frozenset[str]] = frozenset(
        {"image/png", "image/jpeg", "image/tiff", "image/webp", "image/gif", "image/bmp"}
    )
    version: str = f"1 (pillow {PIL.__version__})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return metadata and the failure that its words are unread. Raises RefusedError if damaged."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image = Image.open(untrusted_source, formats=FORMATS)
                metadata = self._metadata(image)
        except Image.DecompressionBombError as error:
            raise refusal("pixels", limit=limits.max_pixels) from error
        except UnidentifiedImageError as error:
            raise refusal("damaged", label="an image", reason="its header makes no sense") from error
        except IMAGE_FAULTS as error:
            raise refusal("damaged", label="an image", reason=str(error)[:100] or "unknown") from error
        if image.width * image.height > limits.max_pixels:
            raise refusal("pixels", limit=limits.max_pixels)
        return Reading(untrusted_pages=(), untrusted_metadata=metadata, failures=(failure("image"),))

    def _metadata(self, image: Image.Image) -> tuple[tuple[str, str], ...]:
        exif = image.getexif()
        fields = {**dict(exif), **dict(exif.get_ifd(ExifTags.IFD.Exif))}
        said = [
            ("format", image.format or ""),
            ("width", str(image.width)),
            ("height", str(image.height)),
            *((name, str(fields.get(tag, "")).strip("\0 ")[:MAX_VALUE]) for name, tag in TAGS),
        ]
        if exif.get_ifd(ExifTags.IFD.GPSInfo):
            said.append(("place recorded", "yes"))
        return tuple((name, value) for name, value in said if value)

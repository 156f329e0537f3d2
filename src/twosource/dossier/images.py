"""Page images drawn anew: what is published is our own rendering, never the original's bytes.

A photograph carries where and with what it was taken. Decoding it, making it small and encoding
only its grey values leaves nothing of that behind.
"""

import base64
import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 60_000_000
QUALITY = 62
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)


def image_uri(content: bytes, longest_side: int) -> str:
    """Return a small grey picture of a page as a data URI; empty where it is broken or too large.

    `longest_side` is in pixels. The same bytes give the same URI.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _drawn(content, longest_side)
    except _BROKEN:
        return ""


def _drawn(content: bytes, longest_side: int) -> str:
    with Image.open(io.BytesIO(content)) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            return ""
        picture.draft("L", (longest_side * 2, longest_side * 2))
        grey = ImageOps.exif_transpose(picture).convert("L")
    grey.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    plain = Image.frombytes("L", grey.size, grey.tobytes())
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")

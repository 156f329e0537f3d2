"""Page images encoded anew: what is published is our own rendering, never the original's bytes.

A photograph carries where and with what it was taken. Only its grey values come here, as plain
numbers from the sandbox that decoded it; encoding those leaves nothing of the rest behind.
"""

import base64
import io

from PIL import Image

from twosource.evidence.layouts import GreyPicture

QUALITY = 62


def image_uri(picture: GreyPicture) -> str:
    """Return a grey picture of a page as a data URI. The same pixels give the same URI."""
    out = io.BytesIO()
    _image(picture).save(out, "JPEG", quality=QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")


def png_of(picture: GreyPicture) -> bytes:
    """Return a grey picture as the bytes of a PNG, without loss."""
    out = io.BytesIO()
    _image(picture).save(out, "PNG", optimize=True)
    return out.getvalue()


def png_uri(picture: GreyPicture) -> str:
    """Return a cutting as a data URI, sharp enough to read a digit by."""
    return "data:image/png;base64," + base64.b64encode(png_of(picture)).decode("ascii")


def _image(picture: GreyPicture) -> Image.Image:
    return Image.frombytes("L", (picture.width, picture.height), picture.pixels)

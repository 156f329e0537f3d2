"""Whether an exhibit with words of its own carries others at all, so that most need no opening.

A sandbox costs a tenth of a second, and most mails, letters and PDFs carry nothing. What is asked
here is only whether the bytes by which things are carried occur; nothing is parsed but the
directory of a zip. Where it cannot be told, the answer is yes.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from twosource.intake.containers import CHUNK
from twosource.intake.openers import CARRIERS, MAIL, OLD_OFFICE, PDF
from twosource.intake.zip_directory import carries_embedded

OVERLAP = 512
PART = re.compile(rb"content-type[ \t]*:\s*([^;\s]*)", re.IGNORECASE)
WORDS = re.compile(rb"text/(?:plain|html)|multipart/(?!digest)[a-z-]*", re.IGNORECASE)
ATTACHED = re.compile(
    rb"name[ \t]*\*?[0-9*]*[ \t]*=|content-disposition[ \t]*:\s*attachment|^begin(?:-base64)? [0-7]{3,4} ",
    re.IGNORECASE | re.MULTILINE,
)
# A name may be spelled with escapes (#46), and lies out of sight in an object stream.
IN_PDF = re.compile(rb"/Embedded|/FileAttachment|/ObjStm|/EF\b|/[A-Za-z]*#[0-9A-Fa-f]{2}")
IN_OLE = re.compile(
    b"|".join(
        re.escape(name.encode("utf-16-le"))
        for name in ("Ole10Native", "ObjectPool", "MBD0", "Package", "CONTENTS", "__attach_version1.0_#")
    ),
    re.IGNORECASE,
)


def may_carry(media_type: str, kept: BinaryIO) -> bool:
    """Say whether an exhibit of this kind may carry others; surely not where the answer is no."""
    if media_type not in CARRIERS:
        return False
    if media_type == MAIL:
        return _mail_may(kept)
    if media_type == PDF:
        return any(IN_PDF.search(piece) for piece in _pieces(kept))
    if media_type in OLD_OFFICE:
        return any(IN_OLE.search(piece) for piece in _pieces(kept))
    return carries_embedded(kept)


def _mail_may(kept: BinaryIO) -> bool:
    for piece in _pieces(kept):
        if ATTACHED.search(piece):
            return True
        if not all(WORDS.fullmatch(part[1]) for part in PART.finditer(piece)):
            return True  # also where a piece ends within the kind, which is then looked at
    return False


def _pieces(kept: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes in pieces that overlap, so that nothing is cut in two in all of them."""
    kept.seek(0)
    held = b""
    while chunk := kept.read(CHUNK):
        yield held + chunk
        held = chunk[-OVERLAP:]

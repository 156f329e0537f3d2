"""Exhibits with two faces: bytes that one program opens as a picture and another as an archive or a page.

A polyglot passes a filter as one thing and works as another. Nothing is refused for it; each
further face is named, and an archive behind a first face is opened as well.
"""

import io
import re
import struct
from typing import BinaryIO, NamedTuple

from twosource.intake.tapes import is_tar

REACH = 64 * 1024
ZIP_END = b"PK\x05\x06"
ZIP_ENTRY = b"PK\x01\x02"
ZIP_END_LENGTH = 22
LOCAL_LENGTH = 30
ISO_MARK, ISO_AT = b"CD001", 0x8001
DICOM_MARK, DICOM_AT = b"DICM", 128
PDF_REACH = 1024
# As linkers write it; two letters alone also begin names.
DOS_HEAD = b"MZ\x90\x00"
# Kinds that are zip archives themselves, or hold whole files as they are.
ZIPPED = ("application/zip", "application/epub", "application/vnd.openxmlformats", "application/vnd.oasis")
HOLDING = frozenset(
    {"application/x-tar", "application/x-iso9660-image", "application/x-cpio", "application/x-archive",
     "application/mbox", "application/vnd.ms-outlook-pst"}
)  # fmt: skip
BINARY = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/gzip",
    "application/x-bzip2",
    "application/vnd.rar",
    "application/x-7z-compressed",
)
# Kinds that store whole files among their own bytes, archives too.
STORING = frozenset(
    {
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.ms-outlook",
        "application/x-ole-storage",
        "application/x-encrypted-office",
        "application/vnd.sqlite3",
        "application/ms-tnef",
        "message/rfc822",
    }
)
PAGE = re.compile(
    rb"<(?:!doctype\s+html|html[\s>]|script[\s>]|iframe[\s>]|\?php\b|%@\s*page|body[\s>])", re.IGNORECASE
)
# What may stand right behind the end of a picture or a document when something was put there.
STARTS = {
    b"PK\x03\x04": "a zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"\x7fELF": "a program (ELF)",
    b"MZ": "a program (Windows)",
    b"%PDF-": "a PDF",
    b"\xca\xfe\xba\xbe": "a program (Java)",
    b"\x89PNG\r\n": "an image (PNG)",
    b"GIF8": "an image (GIF)",
    b"\xff\xd8\xff": "an image (JPEG)",
    b"\x1f\x8b\x08": "a gzip archive",
    b"#!/": "a script",
    b"{\\rtf": "rich text",
    b"\xd0\xcf\x11\xe0": "an OLE compound file",
}
ENDS = {
    "image/jpeg": rb"\xff\xd9",
    "image/png": rb"IEND\xaeB`\x82",
    "image/gif": rb"\x00;",
    "application/pdf": rb"%%EOF[\r\n]{0,2}",
}
MAX_SCANNED = 256 * 1024 * 1024
STEP = 1 << 20


class Faces(NamedTuple):
    """What else an exhibit can be taken for, in sentences; and whether a zip archive lies in it."""

    notes: tuple[str, ...]
    also_zip: bool


def further_faces(media_type: str, head: bytes, stream: BinaryIO) -> Faces:
    """Look for further faces: in the first bytes, at fixed places, behind the end, at the very end."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - REACH - ZIP_END_LENGTH))
    tail = stream.read(REACH + ZIP_END_LENGTH)
    notes = [*_at_start(media_type, head), *_at_places(media_type, head, stream)]
    also_zip = hides_zip(media_type, tail)
    if also_zip:
        notes.append("A zip archive lies in it as well: one set of bytes with two faces.")
    notes.extend(_behind(media_type, stream) if not also_zip else ())
    if media_type.startswith(BINARY) and (PAGE.search(head) or PAGE.search(tail)):
        notes.append("A web page or a script stands in its bytes: a browser may open it as one.")
    return Faces(tuple(dict.fromkeys(notes)), also_zip)


def hides_zip(media_type: str, tail: bytes) -> bool:
    """Say whether something that is no zip archive opens as one.

    Old office files and databases hold small archives as they are, which ends nothing.
    """
    if media_type.startswith(ZIPPED) or media_type in HOLDING:
        return False
    at = ends_as_zip(tail)
    if at is None:
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return media_type not in STORING or at + ZIP_END_LENGTH + comment == len(tail)


def ends_as_zip(tail: bytes) -> int | None:
    """Return where the record stands that programs take for the end of a zip archive, if one does."""
    at = tail.rfind(ZIP_END)
    while at >= 0:
        if at + ZIP_END_LENGTH <= len(tail):
            n_entries, length = struct.unpack_from("<HI", tail, at + 10)
            begin = at - length
            if n_entries and length and (begin < 0 or tail[begin : begin + 4] == ZIP_ENTRY):
                return at
        at = tail.rfind(ZIP_END, 0, at)
    return None


def _at_start(media_type: str, head: bytes) -> list[str]:
    """Name what the very first bytes, or a PDF's mark behind them, say beside what was taken."""
    notes = []
    if media_type == "application/pdf" and not head.lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-"):
        at = head.find(b"%PDF-", 0, PDF_REACH)
        notes.append(f"Its PDF begins only at byte {at}: what stands before it may be another face.")
        starts = next((what for mark, what in STARTS.items() if head.startswith(mark)), "")
        if starts:
            notes.append(f"Its first bytes are those of {starts}: one set of bytes with two faces.")
    elif media_type != "application/pdf" and _has_pdf(media_type, head):
        notes.append("A PDF begins in its first bytes: one set of bytes with two faces.")
    return notes


def _has_pdf(media_type: str, head: bytes) -> bool:
    """Say whether a PDF begins early in something else; one that a zip stores first is its member."""
    at = head.find(b"%PDF-", 0, PDF_REACH)
    if at < 0 or media_type in HOLDING:
        return False
    first = 0
    if head.startswith(b"PK\x03\x04"):
        first = LOCAL_LENGTH + sum(struct.unpack_from("<HH", head, 26))
    return at != first


def _at_places(media_type: str, head: bytes, stream: BinaryIO) -> list[str]:
    """Name formats that show themselves not at the beginning but at a fixed place."""
    notes = []
    starts = next((what for mark, what in STARTS.items() if head.startswith(mark) and len(mark) > 2), "")
    if head.startswith(DOS_HEAD):
        starts = STARTS[b"MZ"]
    if is_tar(head) and (media_type != "application/x-tar" or starts):
        other = starts or "something else"
        notes.append(f"It is a tar archive and begins as {other}: one set of bytes with two faces.")
    stream.seek(ISO_AT)
    if stream.read(len(ISO_MARK)) == ISO_MARK and (media_type != "application/x-iso9660-image" or starts):
        notes.append("It is the image of a disc as well: one set of bytes with two faces.")
    if head[DICOM_AT : DICOM_AT + 4] == DICOM_MARK and any(head[:DICOM_AT]):
        notes.append("It is a medical image (DICOM) as well: one set of bytes with two faces.")
    return notes


def _behind(media_type: str, stream: BinaryIO) -> list[str]:
    """Name what begins right behind the end of a picture or a PDF."""
    if media_type == "image/bmp":
        return _behind_length(stream)
    end = ENDS.get(media_type)
    if end is None:
        return []
    found = re.compile(end + rb"(" + b"|".join(re.escape(mark) for mark in STARTS) + rb")")
    stream.seek(0)
    held, n_read = b"", 0
    while n_read < MAX_SCANNED and (chunk := stream.read(STEP)):
        n_read += len(chunk)
        held = held[-32:] + chunk
        match = found.search(held)
        if match and not _is_thumbnail(media_type, match[1]):
            return [f"Behind its end begins {STARTS[match[1]]}: one set of bytes with two faces."]
    return []


def _is_thumbnail(media_type: str, mark: bytes) -> bool:
    """Cameras put further pictures behind the first; that hides nothing."""
    return media_type == "image/jpeg" and mark == b"\xff\xd8\xff"


def _behind_length(stream: BinaryIO) -> list[str]:
    stream.seek(2)
    told = int.from_bytes(stream.read(4), "little")
    stream.seek(told)
    starts = stream.read(8)
    what = next((what for mark, what in STARTS.items() if starts.startswith(mark)), "")
    return [f"Behind its end begins {what}: one set of bytes with two faces."] if what and told else []

"""What an exhibit is, from its bytes first; its name has a second vote.

A wrong suffix is how malware travels and how honest people misfile. The bytes decide; where the
name says otherwise the disagreement is written down, never resolved in silence. Only between
kinds of text, which differ by convention and not by bytes, may the name decide.
"""

import io
from functools import cache
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple

import puremagic

from twosource.intake import packages, texts
from twosource.terms import load_table

HEAD_LENGTH = 64 * 1024
PDF_REACH = 1024
TAIL_LENGTH = 64 * 1024
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"
ZIP = "application/zip"
MBOX = "application/mbox"
NULS = "NUL bytes stand in it, which no text program writes."
OLE = "application/x-ole-storage"
TEXT = "text/plain"
# A polyglot shows itself by a zip directory behind something that is no zip.
ZIP_END = b"PK\x05\x06"
# Sound and film share their wrappers, so that a suffix there says little.
RECORDINGS = frozenset({"audio", "video"})
CARRIERS = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "text/html", TEXT})


class Identification(NamedTuple):
    """What an exhibit was taken for, by which vote, and what speaks against it."""

    media_type: str
    identified_by: str
    note: str


def identify(head: bytes, stream: BinaryIO, name: str = "") -> Identification:
    """Say what an exhibit is from its first bytes, looking further into `stream` where needed.

    `head` holds the first `HEAD_LENGTH` bytes or all of them; `stream` is seekable and is left at
    an arbitrary place. `name` is only a vote.
    """
    named = named_type(name)
    media_type, by, note = _by_content(head, stream, named)
    notes = [note, _disagreement(media_type, named, name), _polyglot(media_type, stream)]
    return Identification(media_type, by, " ".join(one for one in notes if one))


def identify_stream(stream: BinaryIO, name: str = "") -> Identification:
    """Identify a seekable stream from its beginning."""
    stream.seek(0)
    return identify(stream.read(HEAD_LENGTH), stream, name)


@cache
def kinds() -> dict[str, dict[str, Any]]:
    """Return the reviewed list of media types by value."""
    return {row["value"]: row for row in load_table("media_types")["types"]}


def label_of(media_type: str) -> str:
    """Return a media type in a reporter's words, else the type itself."""
    row = kinds().get(media_type)
    return row["label"] if row else media_type


def named_type(name: str) -> str:
    """Return the media type a name's suffix speaks for, or an empty text."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return next((value for value, row in kinds().items() if suffix and suffix in row["suffixes"]), "")


@cache
def _signatures() -> tuple[tuple[bytes, str], ...]:
    pairs = [
        (bytes.fromhex(mark), value) for value, row in kinds().items() for mark in row.get("signatures", ())
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _by_content(head: bytes, stream: BinaryIO, named: str) -> tuple[str, str, str]:
    if not head:
        return EMPTY, "its size", ""
    if b"%PDF-" in head[:PDF_REACH]:
        return "application/pdf", "its bytes", ""
    signed = _signed(head)
    if signed == ZIP:
        return packages.inside_zip(stream)
    if signed == OLE:
        return packages.inside_ole(head, stream)
    if signed:
        return signed, "its bytes", ""
    has_nuls = texts.has_stray_nuls(head)
    if texts.is_text(head) and not has_nuls:
        kind, by = texts.kind_of_text(head, named)
        return kind, by, ""
    narrow = texts.without_nuls(head)
    # Letters in UTF-8 are sure. Other bytes with few NULs may be a picture that is mostly white.
    found = (UNKNOWN, "", "") if has_nuls and texts.is_utf8(narrow) else _by_puremagic(head)
    if has_nuls and found[0] == UNKNOWN:
        kind, by = texts.kind_of_text(narrow, named)
        return kind, by, NULS
    return found


def _signed(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and len(head) > 26:
        return "image/bmp"
    return next((value for mark, value in _signatures() if head.startswith(mark)), "")


def _by_puremagic(head: bytes) -> tuple[str, str, str]:
    """Ask a second, broader table of signatures; its blank answers count as none."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, LookupError):
        found = []
    best = next((one for one in found if one.mime_type not in ("", UNKNOWN)), None)
    if best is None:
        return UNKNOWN, "nothing known", "Nothing known begins with these bytes."
    return best.mime_type, "puremagic", ""


def _disagreement(media_type: str, named: str, name: str) -> str:
    if not named or named in (media_type, UNKNOWN):
        return ""
    if media_type.partition("/")[0] in RECORDINGS and named.partition("/")[0] in RECORDINGS:
        return ""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix
    if media_type == EMPTY:
        return f"The name ends in {suffix}, which stands for {label_of(named)}; there are no bytes."
    says, are = label_of(named), label_of(media_type)
    return f"The name ends in {suffix}, which stands for {says}; the bytes are {are}."


def _polyglot(media_type: str, stream: BinaryIO) -> str:
    if media_type not in CARRIERS:
        return ""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - TAIL_LENGTH))
    if ZIP_END not in stream.read(TAIL_LENGTH):
        return ""
    return "A zip archive seems to lie behind it: one set of bytes with two faces."

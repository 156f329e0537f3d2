"""What an exhibit is, from its bytes first; its name has a second vote.

A wrong suffix is how malware travels and how honest people misfile. The bytes decide; where the
name says otherwise the disagreement is written down, never resolved in silence. Only between
kinds of text, which differ by convention and not by bytes, may the name decide.
"""

import re
from functools import cache
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from twosource.intake import packages, texts
from twosource.intake.polyglots import ISO_AT, ISO_MARK, Faces, further_faces
from twosource.intake.second_opinion import Vote, disagreement, votes_on
from twosource.intake.tapes import is_tar
from twosource.terms import load_table

HEAD_LENGTH = 64 * 1024
# ISO 23008-12, annex B: the brands of still pictures coded as telephones code them.
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
PDF_REACH = 1024
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"
ZIP = "application/zip"
BEGINS_ODDLY = "It does not begin as a zip archive does, and opens as one."
NULS = "NUL bytes stand in it, which no text program writes."
OLE = "application/x-ole-storage"
TAR = "application/x-tar"
ISO = "application/x-iso9660-image"
LZMA = "application/x-lzma"
LHA = "application/x-lzh-compressed"
# Sound and film share their wrappers, so that a suffix there says little.
RECORDINGS = frozenset({"audio", "video"})
LHA_MARK = re.compile(rb"-lh[0-7d]-|-lz[s45]-")


class Identification(NamedTuple):
    """What an exhibit was taken for, by which vote, and what speaks against it."""

    media_type: str
    identified_by: str
    note: str
    also_zip: bool = False


def identify(head: bytes, stream: BinaryIO, name: str = "") -> Identification:
    """Say what an exhibit is from its first bytes, looking further into `stream` where needed.

    `head` holds the first `HEAD_LENGTH` bytes or all of them; `stream` is seekable and is left at
    an arbitrary place. `name` is only a vote.
    """
    named = named_type(name)
    votes = votes_on(head)
    media_type, by, note = _by_content(head, stream, named, votes)
    faces = further_faces(media_type, head, stream) if head else Faces((), also_zip=False)
    if media_type == UNKNOWN and faces.also_zip:
        return Identification(ZIP, "the directory at its end", BEGINS_ODDLY)
    opinion = "" if by == "puremagic" else disagreement(media_type, votes)
    notes = [note, _disagreement(media_type, named, name), opinion, *faces.notes]
    return Identification(media_type, by, " ".join(one for one in notes if one), faces.also_zip)


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


def _by_content(head: bytes, stream: BinaryIO, named: str, votes: list[Vote]) -> tuple[str, str, str]:
    if not head:
        return EMPTY, "its size", ""
    signed = _signed(head, stream)
    if not signed and b"%PDF-" in head[:PDF_REACH]:
        return "application/pdf", "its bytes", ""
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
    found = (UNKNOWN, "", "") if has_nuls and texts.is_utf8(narrow) else _by_second(votes)
    if has_nuls and found[0] == UNKNOWN:
        kind, by = texts.kind_of_text(narrow, named)
        return kind, by, NULS
    return found


def _signed(head: bytes, stream: BinaryIO) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return "image/heic"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and len(head) > 26:
        return "image/bmp"
    signed = next((value for mark, value in _signatures() if head.startswith(mark)), "")
    if signed:
        return signed
    if head[257:262] == b"ustar" or is_tar(head):
        return TAR
    if LHA_MARK.match(head, 2):
        return LHA
    stream.seek(ISO_AT)
    if stream.read(len(ISO_MARK)) == ISO_MARK:
        return ISO
    return LZMA if is_lzma(head) else ""


def is_lzma(head: bytes) -> bool:
    """Say whether bytes begin like an LZMA stream: it has no mark, only a header that is hardly chance."""
    if len(head) < 14 or head[0] != 0x5D or head[13] != 0:
        return False
    dictionary = int.from_bytes(head[1:5], "little")
    length = int.from_bytes(head[5:13], "little")
    if dictionary == 0xFFFFFFFF:
        return length == (1 << 64) - 1
    is_sane = dictionary >= 4096 and dictionary & (dictionary - 1) in (0, dictionary // 2)
    return is_sane and (length == (1 << 64) - 1 or length < 1 << 38)


def _by_second(votes: list[Vote]) -> tuple[str, str, str]:
    """Take the second identifier's word where the first has none; its blank answers count as none."""
    best = next((one for one in votes if "/" in one.answer and one.answer != UNKNOWN), None)
    if best is None:
        return UNKNOWN, "nothing known", "Nothing known begins with these bytes."
    return best.answer, "puremagic", ""


def _disagreement(media_type: str, named: str, name: str) -> str:
    if not named or named in (media_type, UNKNOWN):
        return ""
    if media_type.partition("/")[0] in RECORDINGS and named.partition("/")[0] in RECORDINGS:
        return ""
    if media_type.endswith(f"+{named.partition('/')[2]}"):
        return ""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix
    if media_type == EMPTY:
        return f"The name ends in {suffix}, which stands for {label_of(named)}; there are no bytes."
    says, are = label_of(named), label_of(media_type)
    return f"The name ends in {suffix}, which stands for {says}; the bytes are {are}."

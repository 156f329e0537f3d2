"""Telling apart what lies in the two great wrappers: zip (newer office, books) and OLE (older office)."""

import lzma
import struct
import zipfile
import zlib
from typing import BinaryIO

OPEN_XML = "application/vnd.openxmlformats-officedocument."
WORD = OPEN_XML + "wordprocessingml.document"
MACROS = "It holds macros; they are recorded here and never run."
OOXML_FOLDERS = {
    "word/": WORD,
    "xl/": OPEN_XML + "spreadsheetml.sheet",
    "ppt/": OPEN_XML + "presentationml.presentation",
}
ZIP_FAULTS = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
MAX_TYPE_LENGTH = 100
MAX_DIRECTORY_BYTES = 8 * 1024 * 1024
DIRECTORY_READ = 64 * 1024
# The names of streams by which [MS-CFB] files show what they are, most telling first.
OLE_STREAMS = (
    ("EncryptedPackage", "application/x-encrypted-office"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)


def inside_zip(stream: BinaryIO) -> tuple[str, str, str]:
    """Return (media type, identified by, note) of something in a zip wrapper."""
    if directory_length(stream) > MAX_DIRECTORY_BYTES:
        return "application/zip", "its bytes", ""
    try:
        archive = zipfile.ZipFile(stream)
        names = {entry.filename for entry in archive.infolist()}
        declared = _declared_type(archive, names)
    except ZIP_FAULTS:
        return "application/zip", "its bytes", "Its directory cannot be read."
    if declared:
        return declared, "what it says inside", ""
    if "[Content_Types].xml" in names:
        note = MACROS if any(name.endswith("vbaProject.bin") for name in names) else ""
        for folder, media_type in OOXML_FOLDERS.items():
            if any(name.startswith(folder) for name in names):
                return media_type, "its members", note
    return "application/zip", "its bytes", ""


def directory_length(stream: BinaryIO) -> int:
    """Return how long the directory of a zip says it is, so that a huge one is not read to look inside."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 0x10000 - 22))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0


def _declared_type(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return the type an OpenDocument or EPUB package declares in its member `mimetype`, if it is sane."""
    if "mimetype" not in names:
        return ""
    with archive.open("mimetype") as member:
        declared = member.read(MAX_TYPE_LENGTH + 1).decode("ascii", "replace").strip()
    known = declared.startswith(("application/vnd.oasis.opendocument.", "application/epub+zip"))
    return declared if known and len(declared) <= MAX_TYPE_LENGTH else ""


def inside_ole(head: bytes, stream: BinaryIO) -> tuple[str, str, str]:
    """Return (media type, identified by, note) of an OLE file from the names in its directory.

    Offsets after [MS-CFB] 2.2: sector shift at 30, first directory sector at 48.
    """
    if len(head) < 512:
        return "application/x-ole-storage", "its bytes", "It breaks off within its header."
    (shift,) = struct.unpack_from("<H", head, 30)
    (sector,) = struct.unpack_from("<I", head, 48)
    stream.seek((sector + 1) << min(shift, 16))
    names = stream.read(DIRECTORY_READ).upper()  # [MS-CFB] compares names without regard to case
    for name, media_type in OLE_STREAMS:
        if name.upper().encode("utf-16-le") + b"\0\0" in names:
            return media_type, "its streams", ""
    return "application/x-ole-storage", "its bytes", ""

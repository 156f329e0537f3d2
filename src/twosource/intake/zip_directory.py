"""The directory of a zip: every check before the first byte is unpacked.

The checks are our own because the standard library's reader accepts archives whose members share
bytes (overlap bombs), and reads a directory of any length into memory. Nothing is unpacked here,
so the desk may ask as well, before it opens a sandbox.
"""

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from twosource.intake.budget import READ_FAULTS, reason_of
from twosource.intake.containers import Allowance, FaultError
from twosource.intake.gaps import Gap, gaps_between, telling_gaps
from twosource.intake.settings import MIB, shown_bytes

ZIP_FAULTS = (*READ_FAULTS, struct.error, NotImplementedError, RuntimeError, OverflowError, LookupError)
END_MARK = b"PK\x05\x06"
ENTRY_MARK = b"PK\x01\x02"
WIDE_LOCATOR_MARK = b"PK\x06\x07"
END_LENGTH = 22
WIDE_LOCATOR_LENGTH = 20
WIDE_LENGTH = 56 + WIDE_LOCATOR_LENGTH
END_REACH = WIDE_LENGTH + END_LENGTH + 0xFFFF
LOCAL_LENGTH = 30
MAX_DIRECTORY_BYTES = 48 * MIB
# The folders in which office packages keep what is not their own words.
EMBEDDED = frozenset({"media", "embeddings", "Pictures"})


class Archive(NamedTuple):
    """An archive that was checked: its directory, and the bytes of it that belong to no member."""

    opened: zipfile.ZipFile
    gaps: list[Gap]


def carries_embedded(source: BinaryIO) -> bool:
    """Say whether an office package holds pictures, objects or bytes of no member; yes if it is damaged."""
    allowance = Allowance(
        n_bytes_left=1 << 62, n_members_left=1 << 30, max_item_bytes=1 << 62, max_mail_bytes=1 << 62
    )
    try:
        with checked_archive(source, allowance) as archive:
            names = (entry.filename for entry in archive.opened.infolist())
            if any(set(name.split("/")[:-1]) & EMBEDDED for name in names):
                return True
            return bool(telling_gaps(source, archive.gaps))
    except FaultError:
        return True


@contextmanager
def checked_archive(untrusted_source: BinaryIO, allowance: Allowance) -> Iterator[Archive]:
    """Give a zip archive after checking that unpacking it fits the allowance, and close it in the end.

    Raises FaultError for too many members, too much declared content or members that share bytes,
    and where the archive is damaged. Nothing is unpacked here.
    """
    try:
        end = _check_directory(untrusted_source, allowance)
        archive = zipfile.ZipFile(untrusted_source)
        _check_content([entry for entry in archive.infolist() if not is_folder(entry)], allowance)
        extents = list(_extents(untrusted_source, archive.infolist()))
        if _has_overlap([*extents, (archive.start_dir, archive.start_dir)]) and not allowance.is_raised:
            raise FaultError("overlap")
        size = untrusted_source.seek(0, io.SEEK_END)
        gaps = gaps_between([*extents, (archive.start_dir, end)], size)
    except ZIP_FAULTS as error:
        raise FaultError("archive", reason=reason_of(error)) from error
    with archive:
        yield Archive(archive, gaps)


def is_folder(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry only names a folder. One that hides bytes counts as a member."""
    return entry.is_dir() and entry.file_size == 0


def _check_directory(source: BinaryIO, allowance: Allowance) -> int:
    """Refuse an archive whose directory is longer than its members could need, before reading it in.

    Return where the end record of the directory ends; a comment that follows belongs to no member.
    """
    size = source.seek(0, io.SEEK_END)
    start = max(0, size - END_REACH)
    source.seek(start)
    tail = source.read(END_REACH)
    at = tail.rfind(END_MARK)
    if at < 0 or len(tail) - at < END_LENGTH:
        raise FaultError("archive", reason="its directory is missing, as when a copy broke off")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    end = start + at
    if at >= WIDE_LENGTH and tail[at - WIDE_LOCATOR_LENGTH : at].startswith(WIDE_LOCATOR_MARK):
        end -= WIDE_LENGTH  # the standard library looks here, not where the locator points
        length = int.from_bytes(tail[at - WIDE_LENGTH :][40:48], "little")
    if length > MAX_DIRECTORY_BYTES:
        raise FaultError(
            "bomb", unpacked=shown_bytes(length) + " of names", limit=shown_bytes(MAX_DIRECTORY_BYTES)
        )
    source.seek(max(0, end - length))
    n_entries = source.read(length).count(ENTRY_MARK)
    source.seek(0)
    if n_entries > allowance.n_members_left:
        raise FaultError("members", n=n_entries, limit=allowance.n_members_left)
    return start + at + END_LENGTH


def _check_content(entries: list[zipfile.ZipInfo], allowance: Allowance) -> None:
    declared = sum(entry.file_size for entry in entries)
    if declared > allowance.n_bytes_left:
        raise FaultError("bomb", unpacked=shown_bytes(declared), limit=shown_bytes(allowance.n_bytes_left))


def _extents(source: BinaryIO, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the bytes of every member and folder, in the order they lie.

    Each member's real extent is read from its own local header, since its length there may differ
    from what the directory tells. Raises EOFError where one lies outside the archive.
    """
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < 0:
            raise EOFError("a member lies outside the archive")
        source.seek(entry.header_offset)
        header = source.read(LOCAL_LENGTH)
        if len(header) < LOCAL_LENGTH:
            raise EOFError("a member lies outside the archive")
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        length = LOCAL_LENGTH + name_length + extra_length + entry.compress_size
        yield entry.header_offset, entry.header_offset + length


def _has_overlap(extents: list[tuple[int, int]]) -> bool:
    """Say whether any two extents, given in order, share bytes."""
    return any(start < end for (_, end), (start, _) in pairwise(extents))

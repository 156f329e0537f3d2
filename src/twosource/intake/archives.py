"""Zip archives: every check before the first byte is unpacked, then members one by one.

Names inside are kept as text and never used as paths, so `../x` is a curious name and nothing
more. The checks are our own because the standard library's reader accepts archives whose members
share bytes (overlap bombs), and reads a directory of any length into memory.
"""

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from twosource.intake.budget import READ_FAULTS, Budget, reason_of
from twosource.intake.containers import Member
from twosource.intake.failures import refusal
from twosource.intake.gaps import Gap, gaps_between
from twosource.intake.settings import MIB, shown_bytes
from twosource.intake.walking import clock_of

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
ENCRYPTED = 0x1
# The folders in which office packages keep what is not their own words.
EMBEDDED = frozenset({"media", "embeddings", "Pictures"})
CLOCK_FIELD = 0x5455
KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


class Archive(NamedTuple):
    """An archive that was checked: its directory, and the bytes of it that belong to no member."""

    opened: zipfile.ZipFile
    gaps: list[Gap]


@contextmanager
def checked_archive(untrusted_source: BinaryIO, path: str, budget: Budget) -> Iterator[Archive]:
    """Give a zip archive after checking that unpacking it fits the budget, and close it in the end.

    Raises LimitError for too many members, too much declared content or members that share bytes,
    RefusedError where the archive is damaged. Nothing is unpacked here.
    """
    try:
        end = _check_directory(untrusted_source, path, budget)
        archive = zipfile.ZipFile(untrusted_source)
        entries = [entry for entry in archive.infolist() if not is_folder(entry)]
        _check_content(entries, path, budget)
        extents = list(_extents(untrusted_source, archive.infolist()))
        if _has_overlap([*extents, (archive.start_dir, archive.start_dir)]):
            raise refusal("overlap", path=path)
        size = untrusted_source.seek(0, io.SEEK_END)
        gaps = gaps_between([*extents, (archive.start_dir, end)], size)
    except ZIP_FAULTS as error:
        raise refusal("archive", path=path, reason=reason_of(error)) from error
    with archive:
        yield Archive(archive, gaps)


@contextmanager
def open_archive(untrusted_source: BinaryIO, path: str, budget: Budget) -> Iterator[zipfile.ZipFile]:
    """Give what `checked_archive` gives, for who only wants its members."""
    with checked_archive(untrusted_source, path, budget) as archive:
        yield archive.opened


def members_of_archive(archive: zipfile.ZipFile, path: str) -> Iterator[Member]:
    """Yield the members in the order of the archive's directory; folders are no members."""
    for entry in archive.infolist():
        if not is_folder(entry):
            yield _member(archive, entry, path)


def members_of_office(archive: zipfile.ZipFile, path: str) -> Iterator[Member]:
    """Yield the pictures and embedded objects of an office package; its words are its reader's."""
    for entry in archive.infolist():
        if not is_folder(entry) and set(entry.filename.split("/")[:-1]) & EMBEDDED:
            yield _member(archive, entry, path)


def is_folder(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry only names a folder. One that hides bytes counts as a member."""
    return entry.is_dir() and entry.file_size == 0


def name_of(entry: zipfile.ZipInfo) -> str:
    """Return a member's name as written, whole.

    Programs that pack on a Mac write UTF-8 without saying so; a name that decodes as UTF-8 is
    taken as such, because chance does not produce it.
    """
    name = entry.orig_filename
    with suppress(UnicodeError):
        name = name.encode("cp437").decode("utf-8")
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def clock_of_entry(entry: zipfile.ZipInfo) -> datetime | None:
    """Return the member's clock in UTC where the archive gives one; its local wall clock is no instant."""
    extra = entry.extra
    while len(extra) >= 4:
        field, length = struct.unpack_from("<HH", extra)
        if field == CLOCK_FIELD and length >= 5 and len(extra) >= 9 and extra[4] & 1:
            return clock_of(struct.unpack_from("<i", extra, 5)[0])
        extra = extra[4 + length :]
    return None


def _check_directory(source: BinaryIO, path: str, budget: Budget) -> int:
    """Refuse an archive whose directory is longer than its members could need, before reading it in.

    Return where the end record of the directory ends; a comment that follows belongs to no member.
    """
    size = source.seek(0, io.SEEK_END)
    start = max(0, size - END_REACH)
    source.seek(start)
    tail = source.read(END_REACH)
    at = tail.rfind(END_MARK)
    if at < 0 or len(tail) - at < END_LENGTH:
        raise refusal("archive", path=path, reason="its directory is missing, as when a copy broke off")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    end = start + at
    if at >= WIDE_LENGTH and tail[at - WIDE_LOCATOR_LENGTH : at].startswith(WIDE_LOCATOR_MARK):
        end -= WIDE_LENGTH  # the standard library looks here, not where the locator points
        length = int.from_bytes(tail[at - WIDE_LENGTH :][40:48], "little")
    if length > MAX_DIRECTORY_BYTES:
        raise refusal(
            "bomb",
            path=path,
            unpacked=shown_bytes(length) + " of names",
            limit=shown_bytes(MAX_DIRECTORY_BYTES),
        )
    source.seek(max(0, end - length))
    n_entries = source.read(length).count(ENTRY_MARK)
    source.seek(0)
    if n_entries > budget.n_members_left:
        raise refusal("members", path=path, n=n_entries, limit=budget.n_members_left)
    return start + at + END_LENGTH


def _check_content(entries: list[zipfile.ZipInfo], path: str, budget: Budget) -> None:
    declared = sum(entry.file_size for entry in entries)
    if declared > budget.n_bytes_left:
        raise refusal(
            "bomb", path=path, unpacked=shown_bytes(declared), limit=shown_bytes(budget.n_bytes_left)
        )
    budget.spend_members(path, len(entries))


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


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str) -> Member:
    name = name_of(entry)
    shown = f"{path}/{name}"
    refused = None
    if entry.flag_bits & ENCRYPTED:
        refused = refusal("password", path=shown)
    elif entry.compress_type not in KNOWN_METHODS:
        refused = refusal("method", path=shown, reason=f"packing method {entry.compress_type}")

    @contextmanager
    def open_member() -> Iterator[BinaryIO]:
        try:
            stream = archive.open(entry)
        except ZIP_FAULTS as error:
            raise refusal("member", path=shown, reason=reason_of(error)) from error
        with stream:
            yield stream  # type: ignore[misc]

    return Member(name=name, open=open_member, modified_at=clock_of_entry(entry), refused=refused)

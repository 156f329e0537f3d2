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
from dataclasses import replace
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from twosource.intake.budget import READ_FAULTS, reason_of
from twosource.intake.bundles import unpacked_entries
from twosource.intake.containers import Allowance, Fault, FaultError, Given, Member, chunks_of, fault
from twosource.intake.gaps import Gap, gaps_between, members_of_gaps, telling_gaps
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
ENCRYPTED = 0x1
NAMED_IN_UTF8 = 0x800
# The folders in which office packages keep what is not their own words.
EMBEDDED = frozenset({"media", "embeddings", "Pictures"})
CLOCK_FIELD = 0x5455
KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


class Archive(NamedTuple):
    """An archive that was checked: its directory, and the bytes of it that belong to no member."""

    opened: zipfile.ZipFile
    gaps: list[Gap]


def members_of_zip(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield the members in the order of the directory, then the bytes that belong to none, which are told.

    An archive without a directory, as when a copy broke off, is read from its beginning as far as
    it goes.
    """
    try:
        with checked_archive(source, allowance) as archive:
            yield from _opened(archive.opened, source, allowance)
            gaps = telling_gaps(source, archive.gaps)
            if gaps:
                yield fault("gap", n=sum(gap.size for gap in gaps))
            yield from members_of_gaps(source, gaps)
    except FaultError as error:
        if error.fault.code != "archive":
            raise
        yield from _salvaged(source, allowance, error.fault)


def members_of_office(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield the pictures and embedded objects of an office package; its words are its reader's."""
    with checked_archive(source, allowance) as archive:
        for entry in archive.opened.infolist():
            if not is_folder(entry) and set(entry.filename.split("/")[:-1]) & EMBEDDED:
                yield _member(archive.opened, entry)
        yield from members_of_gaps(source, telling_gaps(source, archive.gaps))


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


def members_behind(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield the members of an archive behind another face, whose bytes are no gap of it."""
    with checked_archive(source, allowance) as archive:
        yield from _opened(archive.opened, source, allowance)


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


def name_of(entry: zipfile.ZipInfo) -> str:
    """Return a member's name as written, whole.

    Programs that pack on a Mac write UTF-8 without saying so; a name that decodes as UTF-8 is
    taken as such, because chance does not produce it.
    """
    name = entry.orig_filename
    with suppress(UnicodeError):
        name = name.encode("cp437").decode("utf-8")
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def clock_of_entry(entry: zipfile.ZipInfo) -> float | None:
    """Return the member's clock in seconds where the archive gives an instant; a local wall clock is none."""
    extra = entry.extra
    while len(extra) >= 4:
        field, length = struct.unpack_from("<HH", extra)
        if field == CLOCK_FIELD and length >= 5 and len(extra) >= 9 and extra[4] & 1:
            return float(struct.unpack_from("<i", extra, 5)[0])
        extra = extra[4 + length :]
    return None


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


def _opened(archive: zipfile.ZipFile, source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield what the standard library opens, then with a second reader what it cannot: locks and packings."""
    hard: list[zipfile.ZipInfo] = []
    for entry in archive.infolist():
        if is_folder(entry):
            continue
        if why_not(entry, allowance.passwords) is None and is_plain(entry):
            yield _member(archive, entry)
        else:
            hard.append(entry)
    if hard:
        yield from _hard_members(hard, source, allowance)


def is_plain(entry: zipfile.ZipInfo) -> bool:
    """Say whether the standard library can open a member."""
    return not entry.flag_bits & ENCRYPTED and entry.compress_type in KNOWN_METHODS


def why_not(entry: zipfile.ZipInfo, passwords: tuple[str, ...]) -> Fault | None:
    """Return why a member cannot be opened even with the passwords given, None where one may try."""
    return fault("password") if entry.flag_bits & ENCRYPTED and not passwords else None


def _hard_members(hard: list[zipfile.ZipInfo], source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Open members through the second reader, which meets them in the order in which they lie."""
    wanted: dict[str, list[zipfile.ZipInfo]] = {}
    for entry in sorted(hard, key=lambda one: one.header_offset):
        locked = why_not(entry, allowance.passwords)
        if locked:
            yield Member(name=name_of(entry), fault=locked)
        else:
            wanted.setdefault(_raw_name(entry), []).append(entry)
    if not wanted:
        return
    source.seek(0)
    for found in unpacked_entries(source, ("zip_seekable",), allowance.passwords):
        if isinstance(found, Member) and (same := wanted.get(found.name)):
            entry = same.pop(0)
            yield replace(found, name=name_of(entry), clock=clock_of_entry(entry))
    for entry in (one for left in wanted.values() for one in left):
        reason = f"packing method {entry.compress_type}"
        yield Member(name=name_of(entry), fault=fault("method", reason=reason))


def _raw_name(entry: zipfile.ZipInfo) -> str:
    """Return the name as the second reader gives it: the raw bytes, read as UTF-8."""
    coding = "utf-8" if entry.flag_bits & NAMED_IN_UTF8 else "cp437"
    return entry.orig_filename.encode(coding, "surrogateescape").decode("utf-8", "backslashreplace")


def _salvaged(source: BinaryIO, allowance: Allowance, damage: Fault) -> Iterator[Given]:
    """Yield the members that can be read from the beginning of a damaged archive. Raises FaultError."""
    source.seek(0)
    is_empty = True
    for found in unpacked_entries(source, ("zip_streamable",), allowance.passwords):
        if isinstance(found, Member) and not found.name.endswith("/"):
            is_empty = False
            yield found
    if is_empty:
        raise FaultError(damage.code, **damage.words)
    yield fault("broken_archive", **damage.words)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Member:
    def chunks() -> Iterator[bytes]:
        try:
            with archive.open(entry) as stream:
                yield from chunks_of(stream)  # type: ignore[arg-type]
        except ZIP_FAULTS as error:
            raise FaultError("member", reason=reason_of(error)) from error

    return Member(name=name_of(entry), size=entry.file_size, clock=clock_of_entry(entry), chunks=chunks)

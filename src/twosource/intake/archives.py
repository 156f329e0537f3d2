"""Zip archives: members one by one, after the directory was checked.

Names inside are kept as text and never used as paths, so `../x` is a curious name and nothing
more. What the standard library cannot open, a second reader is asked for.
"""

import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from twosource.intake.budget import reason_of
from twosource.intake.bundles import unpacked_entries
from twosource.intake.containers import Allowance, Fault, FaultError, Given, Member, chunks_of, fault
from twosource.intake.gaps import members_of_gaps, telling_gaps
from twosource.intake.zip_directory import EMBEDDED, ZIP_FAULTS, checked_archive, is_folder

ENCRYPTED = 0x1
NAMED_IN_UTF8 = 0x800
CLOCK_FIELD = 0x5455
KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


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


def members_behind(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield the members of an archive behind another face, whose bytes are no gap of it."""
    with checked_archive(source, allowance) as archive:
        yield from _opened(archive.opened, source, allowance)


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

"""Every other archive through libarchive: tar, cpio, ar, cab, 7z, rar, ISO images, lha.

Only readers that need no other program and open no other file are switched on; its `mtree` would
open files by the names an archive gives. Entries come in the order they lie; each must be taken
before the next, as from a tape.
"""

import ctypes
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from libarchive import ffi  # type: ignore[import-untyped]
from libarchive.entry import FileType  # type: ignore[import-untyped]
from libarchive.exception import ArchiveError  # type: ignore[import-untyped]

from twosource.intake.budget import READ_FAULTS, reason_of
from twosource.intake.containers import CHUNK, Allowance, Fault, FaultError, Given, Member, fault
from twosource.intake.settings import shown_bytes

FILTERS = {
    "application/zstd": "zstd",
    "application/x-lz4": "lz4",
    "application/x-compress": "compress",
    "application/x-lzip": "lzip",
}
LINKS = frozenset({FileType.SYMBOLINK_LINK})
NO_BYTES = {
    FileType.NAMED_PIPE: "a named pipe",
    FileType.CHAR_DEVICE: "a device",
    FileType.BLOCK_DEVICE: "a device",
    FileType.SOCKET: "a socket",
}
LOCKED_WORDS = ("passphrase", "encrypt", "password")
CANNOT_WORDS = ("unsupported", "not supported", "cannot decode", "unknown compression")
WARN, END = -20, 1
MAX_NAME = 1 << 16
BLOCK = 1 << 16


def members_of_bundle(formats: tuple[str, ...]) -> Any:
    """Return the opener of archives in these formats."""

    def opener(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
        return _within(unpacked_entries(source, formats, allowance.passwords), allowance)

    return opener


def members_of_stream(
    chunks: Iterable[bytes], formats: tuple[str, ...], allowance: Allowance
) -> Iterator[Given]:
    """Yield the members of an archive that comes as chunks, such as a tar out of a gzip."""
    return _within(_entries(_Tape(chunks), formats, (), ()), allowance)


def unpacked_entries(
    source: BinaryIO, formats: tuple[str, ...], passwords: tuple[str, ...]
) -> Iterator[Given]:
    """Yield every entry that is no folder, and a fault where the archive breaks off or is locked."""
    return _entries(_Tape(source), formats, (), passwords)


def decompressed(source: BinaryIO, filter_name: str) -> Iterator[bytes]:
    """Yield the bytes under one packing. Raises FaultError where it is damaged."""
    for entry in _entries(_Tape(source), ("raw",), (filter_name,), ()):
        if isinstance(entry, Fault):
            raise FaultError(entry.code, **entry.words)
        yield from entry.chunks()


def _within(entries: Iterator[Given], allowance: Allowance) -> Iterator[Given]:
    """Pass entries on as long as what they declare fits: past a huge one lies only more unpacking."""
    for entry in entries:
        if isinstance(entry, Member) and entry.size is not None and entry.size > allowance.n_bytes_left:
            yield Member(name=entry.name, fault=_too_much(entry.size, allowance))
            raise FaultError(
                "bomb", unpacked=shown_bytes(entry.size), limit=shown_bytes(allowance.n_bytes_left)
            )
        yield entry


def _too_much(size: int, allowance: Allowance) -> Fault:
    return fault("member_bomb", unpacked=shown_bytes(size), limit=shown_bytes(allowance.n_bytes_left))


# What the library says of an archive reaches the user as a fault; its log would say it again, bare.
logging.getLogger("libarchive").addHandler(logging.NullHandler())
logging.getLogger("libarchive").propagate = False


class _Tape:
    """Feeds libarchive from a stream or from chunks; what goes wrong while reading is kept and told later."""

    def __init__(self, source: BinaryIO | Iterable[bytes]) -> None:
        self.fault: Fault | None = None
        self.at = 0  # the number of the entry under the head; entries before it cannot be taken any more
        self._file: Any = source if hasattr(source, "seek") else None
        self._chunks = iter(()) if self._file else iter(source)
        self._held = b""
        self.read = ffi.READ_CALLBACK(self._read)
        self.seek = ffi.SEEK_CALLBACK(self._seek)

    @property
    def can_seek(self) -> bool:
        return self._file is not None

    def _read(self, _archive: object, _context: object, buffer: Any) -> int:
        try:
            self._held = self._file.read(BLOCK) if self._file else next(self._chunks, b"")
        except FaultError as error:
            self.fault = error.fault
        except READ_FAULTS as error:
            self.fault = fault("archive", reason=reason_of(error))
        if self.fault:
            return -1
        buffer[0] = ctypes.cast(ctypes.c_char_p(self._held), ctypes.c_void_p)
        return len(self._held)

    def _seek(self, _archive: object, _context: object, offset: int, whence: int) -> int:
        try:
            return int(self._file.seek(offset, whence))
        except READ_FAULTS:
            return -30


@contextmanager
def _opened(
    tape: _Tape, formats: tuple[str, ...], filters: tuple[str, ...], passwords: tuple[str, ...]
) -> Iterator[Any]:
    archive = ffi.read_new()
    try:
        for name in filters:
            ffi.get_read_filter_function(name)(archive)
        for name in formats:
            ffi.get_read_format_function(name)(archive)
        for password in passwords:
            ffi.read_add_passphrase(archive, password.encode())
        if tape.can_seek:
            ffi.read_set_seek_callback(archive, tape.seek)
        ffi.read_open(archive, None, ffi.NO_OPEN_CB, tape.read, ffi.NO_CLOSE_CB)
        yield archive
    finally:
        ffi.read_free(archive)


def _entries(
    tape: _Tape, formats: tuple[str, ...], filters: tuple[str, ...], passwords: tuple[str, ...]
) -> Iterator[Given]:
    n_given = 0
    try:
        with _opened(tape, formats, filters, passwords) as archive:
            if filters and ffi.filter_count(archive) < 2:
                raise FaultError("archive", reason="its bytes are not packed as they say")
            entry = ffi.entry_new()
            try:
                while ffi.read_next_header2(archive, entry) != END:
                    tape.at += 1
                    member = _member(archive, entry, tape, bool(passwords))
                    if member:
                        n_given += 1
                        yield member
            finally:
                tape.at = -1
                ffi.entry_free(entry)
    except ArchiveError as error:
        why = tape.fault or _fault_of(error, bool(passwords))
        if not n_given:
            raise FaultError(why.code, **why.words) from error
        yield fault("broken_archive", **why.words) if why.code == "archive" else why


def _fault_of(error: ArchiveError, has_passwords: bool, code: str = "archive") -> Fault:
    words = error.msg.decode("utf-8", "replace") if isinstance(error.msg, bytes) else str(error.msg or "")
    lowered = words.lower()
    if any(word in lowered for word in LOCKED_WORDS):
        return fault("locked" if has_passwords else "password")
    if any(word in lowered for word in CANNOT_WORDS):
        return fault("method", reason=words)
    return fault(code, reason=words.rstrip(".") or "it breaks off")


def _member(archive: Any, entry: Any, tape: _Tape, has_passwords: bool) -> Member | None:
    kind = ffi.entry_filetype(entry)
    if kind == FileType.DIRECTORY:
        return None
    number = tape.at
    name = _name(entry) or f"member-{number}"
    target = ffi.entry_hardlink(entry) or (ffi.entry_symlink(entry) if kind in LINKS else None)
    if target is not None:
        return Member(name=name, fault=fault("inner_link", target=_text(target)))
    if kind in NO_BYTES:
        return Member(name=name, fault=fault("inner_special", what=NO_BYTES[kind]))
    has_size = ffi.entry_size_is_set(entry)
    return Member(
        name=name,
        size=max(0, ffi.entry_size(entry)) if has_size else None,
        clock=float(ffi.entry_mtime(entry)) if ffi.entry_mtime_is_set(entry) else None,
        chunks=lambda: _chunks(archive, tape, number, has_passwords),
    )


def _chunks(archive: Any, tape: _Tape, number: int, has_passwords: bool) -> Iterator[bytes]:
    buffer = ctypes.create_string_buffer(CHUNK)
    try:
        while tape.at == number and (count := _taken(archive, buffer)) > 0:
            yield buffer.raw[:count]
    except ArchiveError as error:
        why = tape.fault or _fault_of(error, has_passwords, "member")
        raise FaultError(why.code if why.code != "archive" else "member", **why.words) from error
    if tape.at != number:
        raise FaultError("member", reason="it was left behind before it was taken")


def _taken(archive: Any, buffer: Any) -> int:
    count = int(ffi.read_data(archive, buffer, CHUNK))
    if count == WARN:
        raise ArchiveError("its checksum or its structure is wrong")
    return count


def _name(entry: Any) -> str:
    raw = ffi.entry_pathname(entry)
    if raw is not None:
        return _text(raw)
    wide = ffi.entry_pathname_w(entry)
    return _text(wide.encode("utf-8", "surrogatepass")) if wide else ""


def _text(raw: bytes) -> str:
    return raw[:MAX_NAME].decode("utf-8", "backslashreplace")

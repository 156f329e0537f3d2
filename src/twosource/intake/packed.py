"""One packed stream (gzip, bzip2, xz, lzma, zstandard, lz4, compress): the bytes under it, or the tar in it.

A tar under a packing gives its members at once, so that a `.tgz` is one container and not two.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from twosource.intake.bundles import FILTERS, decompressed, members_of_stream
from twosource.intake.containers import CHUNK, Allowance, Fault, FaultError, Given, Member, fault
from twosource.intake.tapes import HEADER_LENGTH, is_tar

LZMA_MEMORY = 512 * 1024 * 1024
GZIP_WINDOW = zlib.MAX_WBITS | 16
FAULTS = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
EARLY = "it breaks off before its end"
Stream = Callable[[BinaryIO, list[Fault]], Iterator[bytes]]


def members_of_packed(media_type: str) -> Callable[[BinaryIO, Allowance], Iterator[Given]]:
    """Return the opener of one kind of packed stream."""

    def opener(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
        beside: list[Fault] = []
        chunks = STREAMS[media_type](source, beside)
        head = b""
        damage: FaultError | None = None
        try:
            for chunk in chunks:
                head += chunk
                if len(head) >= HEADER_LENGTH:
                    break
        except FaultError as error:
            damage = error
        whole = _again(head, chunks, damage)
        if is_tar(head):
            yield from members_of_stream(whole, ("tar",), allowance)
        else:
            yield Member(name="", chunks=lambda: whole)
        yield from beside

    return opener


def _again(head: bytes, chunks: Iterator[bytes], damage: FaultError | None) -> Iterator[bytes]:
    if head:
        yield head
    if damage:
        raise damage
    yield from chunks


def _bounded(source: BinaryIO, begin: Callable[[], Any], beside: list[Fault]) -> Iterator[bytes]:
    """Yield what decompressors of the standard library give, one stream after another, in small steps.

    They keep what they were fed and could not yet give, so each step bounds what comes out. Bytes
    behind the last stream are told in `beside`.
    """
    fed = source.read(CHUNK)
    is_first = True
    while fed:
        engine = begin()
        is_begun = False
        while not engine.eof:
            given = b""
            if engine.needs_input:
                given = fed or source.read(CHUNK)
                fed = b""
            try:
                content = engine.decompress(given, CHUNK)
            except FAULTS as error:
                if is_first or is_begun:
                    raise FaultError("member", reason=str(error)) from error
                beside.append(fault("behind", n=len(given)))
                return
            if content:
                is_begun = True
                yield content
            elif not given and not engine.eof:
                raise FaultError("member", reason=EARLY)
        is_first = False
        fed = (engine.unused_data + fed).lstrip(b"\0") or source.read(CHUNK)


class _Gzip:
    """zlib's decompressor with the manners of the others: it says when it wants to be fed."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(GZIP_WINDOW)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def needs_input(self) -> bool:
        return not self._engine.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def decompress(self, given: bytes, limit: int) -> bytes:
        return self._engine.decompress(self._engine.unconsumed_tail + given, limit)


def _standard(begin: Callable[[], Any]) -> Stream:
    return lambda source, beside: _bounded(source, begin, beside)


def _filtered(name: str) -> Stream:
    return lambda source, _beside: decompressed(source, name)


STREAMS: dict[str, Stream] = {
    "application/gzip": _standard(_Gzip),
    "application/x-bzip2": _standard(bz2.BZ2Decompressor),
    "application/x-xz": _standard(lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=LZMA_MEMORY)),
    "application/x-lzma": _standard(lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=LZMA_MEMORY)),
    **{media_type: _filtered(name) for media_type, name in FILTERS.items()},
}

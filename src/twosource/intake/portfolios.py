"""Files attached to a PDF, in its list of them or pinned to a page, taken out without unpacking it all."""

import base64
import binascii
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

import pikepdf

from twosource.intake.budget import reason_of
from twosource.intake.containers import CHUNK, Allowance, FaultError, Given, Member, fault

FAULTS = (
    pikepdf.PdfError,
    pikepdf.DeletedObjectError,
    pikepdf.DataDecodingError,
    pikepdf.ForeignObjectError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
FLATE = ("/FlateDecode", "/Fl")
SHRINKING = {"/ASCIIHexDecode": "hex", "/AHx": "hex", "/ASCII85Decode": "85", "/A85": "85"}
MAX_PAGES_LOOKED_AT = 20_000
MAX_LAYERS = 4


def members_of_pdf(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield the files attached to a PDF. A locked PDF gives none: its reader says that it is locked."""
    opened = _open(source, allowance.passwords)
    if opened is None:
        return
    with opened:
        seen: set[Any] = set()
        limit = allowance.n_members_left  # which whoever takes the files spends meanwhile
        for name, spec in _specs(opened):
            stream = _stream(spec)
            if stream is None or stream.objgen in seen:
                continue
            seen.add(stream.objgen)
            if len(seen) > limit:
                raise FaultError("members", n=f"at least {len(seen)}", limit=limit)
            yield _member(_name(spec) or name, stream)


def _open(source: BinaryIO, passwords: tuple[str, ...]) -> pikepdf.Pdf | None:
    for password in ("", *passwords):
        try:
            source.seek(0)
            return pikepdf.open(source, password=password)
        except pikepdf.PasswordError:
            continue
        except FAULTS:
            return None  # its reader says what is wrong with it
    return None


def _specs(opened: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Yield (name, file specification) from the list of attachments, then from every page."""
    try:
        names = opened.Root.get("/Names")
        tree = names.get("/EmbeddedFiles") if names is not None else None
        if tree is not None:
            for name, spec in pikepdf.NameTree(tree).items():
                yield str(name), spec
    except FAULTS as error:
        yield "", None
        del error
    try:
        for number, page in enumerate(opened.pages):
            if number >= MAX_PAGES_LOOKED_AT:
                return
            for note in page.obj.get("/Annots", ()):
                if note.get("/Subtype") == "/FileAttachment" and "/FS" in note:
                    yield f"pinned to page {number + 1}", note["/FS"]
    except FAULTS:
        return


def _stream(spec: Any) -> Any:
    try:
        held = spec["/EF"]
        found = held.get("/UF") or held.get("/F")
        return found if isinstance(found, pikepdf.Stream) else None
    except FAULTS:
        return None


def _name(spec: Any) -> str:
    try:
        return str(spec.get("/UF") or spec.get("/F") or "")
    except FAULTS:
        return ""


def _member(name: str, stream: Any) -> Member:
    try:
        filters = _filters(stream)
    except FAULTS as error:
        return Member(name=name, fault=fault("member", reason=reason_of(error)))
    if len(filters) > MAX_LAYERS or any(one not in (*FLATE, *SHRINKING) for one in filters):
        return Member(name=name, fault=fault("method", reason=", ".join(filters)[:100]))
    return Member(name=name, clock=_clock(stream), chunks=lambda: _chunks(stream, filters))


def _filters(stream: Any) -> list[str]:
    found = stream.get("/Filter")
    if found is None:
        return []
    return [str(one) for one in found] if isinstance(found, pikepdf.Array) else [str(found)]


def _chunks(stream: Any, filters: list[str]) -> Iterator[bytes]:
    try:
        raw = stream.read_raw_bytes()
        chunks: Iterator[bytes] = (raw[at : at + CHUNK] for at in range(0, len(raw), CHUNK))
        for one in filters:
            chunks = _inflated(chunks) if one in FLATE else iter((_spelled(b"".join(chunks), one),))
        yield from chunks
    except (*FAULTS, zlib.error, binascii.Error) as error:
        raise FaultError("member", reason=reason_of(error)) from error


def _inflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj()
    for chunk in chunks:
        left = chunk
        while left and not engine.eof:
            content = engine.decompress(left, CHUNK)
            left = engine.unconsumed_tail
            if content:
                yield content
    rest = engine.flush()
    if rest:
        yield rest


def _spelled(text: bytes, name: str) -> bytes:
    if SHRINKING[name] == "hex":
        digits = b"".join(text.split(b">")[0].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii", "replace"))
    return base64.a85decode(b"<~" + text.strip().removeprefix(b"<~").split(b"~>")[0] + b"~>", adobe=True)


def _clock(stream: Any) -> float | None:
    """Return the attachment's clock where it names its zone; a PDF's local time is no instant."""
    try:
        written = str(stream["/Params"]["/ModDate"]).removeprefix("D:").replace("'", "")
        moment = datetime.strptime(written.replace("Z", "+0000")[:19], "%Y%m%d%H%M%S%z")
    except FAULTS:
        return None
    return moment.astimezone(UTC).timestamp()

"""The stage itself: exhibits in, outcomes with renditions out, none lost on the way."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from twosource.errors import RefusedError
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.outcome import Failure, Outcome
from twosource.ports import Originals, Reader
from twosource.reading.accepting import Making, accept
from twosource.reading.failures import failure, failure_of, refusal, status_of
from twosource.reading.registry import readers
from twosource.reading.settings import ReadSettings
from twosource.terms import RenditionKind, load_table

EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"
ENCRYPTED = "application/x-encrypted-office"
# What a parser of ours or of others may raise on hostile bytes beyond what its reader foresaw.
# A full disk or a missing original is none of these: it stops the run.
PARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def read(
    exhibits: Iterable[Exhibit], *, originals: Originals, settings: ReadSettings | None = None
) -> Iterator[Outcome[Rendition]]:
    """Yield one outcome per exhibit: its text, or the sentence why there is none.

    An image yields a rendition without words that carries its metadata, and waits. Side-cars of
    images are left to `read_sidecars`; do not read them here as well, or their words count twice.

    Raises IntegrityError where the bytes of an exhibit are missing.
    """
    settings = settings or ReadSettings()
    for exhibit in exhibits:
        yield _read_one(exhibit, originals, settings)


def _read_one(exhibit: Exhibit, originals: Originals, settings: ReadSettings) -> Outcome[Rendition]:
    try:
        reader = _reader_for(exhibit, settings)
        with originals.open(exhibit.exhibit_id) as source:
            rendition, failures = _run(reader, source, exhibit, settings)
    except RefusedError as error:
        why = (failure_of(error),)
        return Outcome(item_id=exhibit.exhibit_id, status=status_of(why, has_words=False), failures=why)
    return Outcome(
        item_id=exhibit.exhibit_id,
        status=status_of(failures, has_words=bool(rendition.text.strip())),
        values=(rendition,),
        failures=failures,
    )


def _reader_for(exhibit: Exhibit, settings: ReadSettings) -> Reader:
    """Return the reader of an exhibit. Raises RefusedError where it is empty, too large or has none."""
    if exhibit.size == 0 or exhibit.media_type == EMPTY:
        raise refusal("empty")
    reader = readers(settings).get(exhibit.media_type)
    if exhibit.media_type == ENCRYPTED:
        raise refusal("password")
    if exhibit.media_type == UNKNOWN:
        raise refusal("unidentified")
    if reader is None:
        raise refusal("no_reader", label=label_of(exhibit.media_type))
    if exhibit.size > settings.limits.max_bytes:
        raise refusal("too_large", limit=settings.limits.max_bytes)
    return reader


def _run(
    reader: Reader, source: BinaryIO, exhibit: Exhibit, settings: ReadSettings
) -> tuple[Rendition, tuple[Failure, ...]]:
    try:
        reading = reader.read(source, settings.limits)
    except PARSER_FAULTS as error:
        reason = f"the reader gave up ({type(error).__name__})"
        raise refusal("damaged", label=label_of(exhibit.media_type), reason=reason) from error
    making = Making(
        exhibit_id=exhibit.exhibit_id,
        kind=RenditionKind.TEXT,
        maker=reader.name,
        version=reader.version,
        settings=settings.fingerprint(),
        limits=settings.limits,
    )
    rendition, failures = accept(reading, making)
    if reading.untrusted_pages and not rendition.text.strip() and not failures:
        failures = (failure("nothing_written"),)
    return rendition, failures


def label_of(media_type: str) -> str:
    """Return a media type in a reporter's words, else the type itself."""
    rows = load_table("media_types")["types"]
    return next((str(row["label"]) for row in rows if row["value"] == media_type), media_type)

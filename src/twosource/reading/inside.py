"""The job that reads: runs inside the sandbox, where the parsers are; the desk never imports them."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from twosource.ports import Limits, Message
from twosource.reading.failures import fault_in_words, refusal
from twosource.reading.kinds import label_of
from twosource.reading.reader_names import code_of_unread
from twosource.reading.registry import engine_here, readers, recognisers
from twosource.reading.sealed import plain_of
from twosource.reading.settings import ReadSettings
from twosource.reading.warming import warm

# What a parser of ours or of others may raise on hostile bytes beyond what its reader foresaw. Too
# little memory is none of these: the sandbox says so itself.
PARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def prepare(arguments: Mapping[str, Any]) -> None:
    """Get ready for exhibits of one kind, in the process that reads none itself and forks for each."""
    if "media_type" in arguments:
        warm(str(arguments["media_type"]), is_recognising=bool(arguments["is_recognising"]))


def read_sealed(
    untrusted_source: BinaryIO, arguments: Mapping[str, Any], limits: Limits
) -> Iterator[Message]:
    """Read one exhibit and send by whom and what it says. Raises RefusedError where it cannot be read."""
    media_type, settings = arguments["media_type"], ReadSettings.from_plain(arguments["settings"], limits)
    registry = recognisers(settings) if arguments["is_recognising"] else readers(settings)
    reader = registry.get(media_type)
    if reader is None:
        code = "no_recogniser" if arguments["is_recognising"] else code_of_unread(media_type) or "no_reader"
        raise refusal(code, label=label_of(media_type))
    try:
        reading = reader.read(untrusted_source, limits)
    except PARSER_FAULTS as error:
        # What a parser says may quote the exhibit, so only the kind of fault is told.
        reason = f"the reader gave up, because {fault_in_words(error)}"
        raise refusal("damaged", label=label_of(media_type), reason=reason) from error
    yield {"maker": reader.name, "version": reader.version, **plain_of(reading)}


def tell_abilities(
    untrusted_source: BinaryIO, arguments: Mapping[str, Any], limits: Limits
) -> Iterator[Message]:
    """Send which kinds of exhibit can be read from here, and with what; nothing is read."""
    del untrusted_source, arguments
    settings = ReadSettings(limits=limits)
    engine = engine_here(settings)
    yield {
        "readers": len(readers(settings)),
        "engine": f"{engine.name} {engine.version}" if engine else "",
        "languages": sorted(engine.languages()) if engine else [],
    }

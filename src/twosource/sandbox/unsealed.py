"""Level 0: jobs run in the program's own process, where a hostile file could reach everything.

Only where a person asked for it, and custody says so.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from twosource.errors import RefusedError
from twosource.ports import Message, SealedAnswer, SealedRequest
from twosource.sandbox.jobs import job_named

# What a parser of ours or of others may raise on hostile bytes beyond what its job foresaw.
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


class Unsealed:
    """Runs jobs with no wall around them."""

    level = 0
    how = "none: read in the program's own process"

    def level_of(self, *, alone: bool) -> int:
        """Return 0 for every request."""
        return self.level

    @contextmanager
    def stream(self, request: SealedRequest, untrusted_source: BinaryIO) -> Iterator[Iterator[Message]]:
        """Run one job and give what it sends as it comes."""
        yield _told(request, untrusted_source)

    def run_each(
        self, requests: Iterable[SealedRequest], open_source: Callable[[str], BinaryIO]
    ) -> Iterator[SealedAnswer]:
        """Run jobs one after another and yield their answers in order."""
        for request in requests:
            try:
                with open_source(request.source_id) as source:
                    messages = tuple(_told(request, source))
                yield SealedAnswer(source_id=request.source_id, untrusted_messages=messages)
            except RefusedError as error:
                yield SealedAnswer(source_id=request.source_id, refused=error)


def _told(request: SealedRequest, source: BinaryIO) -> Iterator[Message]:
    try:
        yield from job_named(request.job)(source, request.arguments, request.limits)
    except PARSER_FAULTS as error:
        raise RefusedError(
            f"This exhibit looks damaged: the reader gave up ({type(error).__name__}).",
            code="damaged",
        ) from error

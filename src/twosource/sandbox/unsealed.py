"""Level 0: jobs run in the program's own process, where a hostile file could reach everything.

Only where a person asked for it, and custody says so.
"""

import signal
import struct
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import BinaryIO

from twosource.errors import LimitError, RefusedError
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

    def level_of(self, *, alone: bool) -> int:  # noqa: ARG002 - the port
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
                with open_source(request.source_id) as source, at_most(request.limits.max_seconds):
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


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stop what runs inside after so many seconds. Raises LimitError.

    Works in the main thread of a POSIX process, between steps of Python code; elsewhere it does
    nothing, and the limits inside the readers are all there is. A sealed job is stopped from outside.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise LimitError(
            f"Reading took longer than {seconds:g} seconds.",
            remedy="Open it elsewhere with care, or give a transcription.",
            code="time",
        )

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

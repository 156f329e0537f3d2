"""One request on its way: the descriptors it holds, what came back so far, and how long it has taken."""

import fcntl
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from twosource.errors import RefusedError
from twosource.ports import Message, SealedAnswer, SealedRequest
from twosource.sandbox.frames import Budget, FrameTaker

PIPE_BYTES = 1 << 20
COPY_BYTES = 1 << 20
CLOSED = -1


def read_only_copy_of(source: BinaryIO) -> int:
    """Return a descriptor of the same bytes that cannot be written to, with a position of its own.

    A stream that is no open file is copied into memory. The caller closes the descriptor.
    """
    try:
        return os.open(f"/proc/self/fd/{source.fileno()}", os.O_RDONLY | os.O_CLOEXEC)
    except (OSError, AttributeError, io.UnsupportedOperation):
        pass
    held = os.memfd_create("exhibit", os.MFD_CLOEXEC)
    with os.fdopen(held, "wb") as copy:
        source.seek(0)
        shutil.copyfileobj(source, copy, COPY_BYTES)
        copy.flush()
        return os.open(f"/proc/self/fd/{held}", os.O_RDONLY | os.O_CLOEXEC)


@dataclass(slots=True, kw_only=True, eq=False)
class Ticket:
    """A request between asking and answer.

    `n_tried` counts the sandboxes it was begun in, `n_lost` those that ended before they answered.

    `used` counts seconds during which the desk was waiting for it; time the desk spent elsewhere is not
    held against an exhibit. `moved` is the value of `used` when anything last happened.
    """

    number: int
    request: SealedRequest
    source: int
    budget: Budget
    pipe: int = CLOSED
    taker: FrameTaker = field(init=False)
    messages: list[Message] = field(default_factory=list)
    is_begun: bool = False
    is_streamed: bool = False
    was_handed_on: bool = False
    refused: RefusedError | None = None
    is_answered: bool = False
    n_tried: int = 0
    n_lost: int = 0
    used: float = 0.0
    moved: float = 0.0
    worked: float = 0.0
    lingered: float = 0.0

    def __post_init__(self) -> None:
        self.taker = FrameTaker(self.budget)

    def order(self) -> dict[str, Any]:
        """Return what the process inside is told: the job, its arguments, its limits."""
        return {
            "number": self.number,
            "job": self.request.job,
            "arguments": dict(self.request.arguments),
            "limits": asdict(self.request.limits),
        }

    def open_pipe(self) -> int:
        """Open the way back; return the end that goes inside, which the caller closes."""
        self.pipe, out = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(self.pipe, False)
        with suppress(OSError):  # the user's share of pipe memory may be used up; the usual size works too
            fcntl.fcntl(out, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        return out

    def read_pipe(self) -> None:
        """Take what the pipe holds, once; an end before the job's own closes the pipe only."""
        try:
            untrusted_bytes = os.read(self.pipe, PIPE_BYTES)
        except BlockingIOError:
            return
        if not untrusted_bytes:
            self.close_pipe()
            return
        self.moved = self.used
        try:
            self.messages.extend(self.taker.take(untrusted_bytes))
        except RefusedError as error:
            self.answer(error)
            return
        if self.taker.is_ended:
            self.answer(self.taker.refused)

    def drain_pipe(self) -> None:
        """Take all that is left in the pipe of a job that has ended."""
        while self.pipe != CLOSED and not self.is_answered:
            before = self.taker.n_bytes
            self.read_pipe()
            if self.pipe != CLOSED and self.taker.n_bytes == before:
                return

    def answer(self, refused: RefusedError | None) -> None:
        """Settle the request; the first answer counts. What a refused job sent is dropped unless streamed."""
        if self.is_answered:
            return
        self.is_answered, self.refused = True, refused
        if refused and not self.is_streamed:
            self.messages.clear()
        self.close()

    def again(self) -> None:
        """Forget what came, to be tried in another sandbox."""
        self.close_pipe()
        self.messages.clear()
        self.taker = FrameTaker(self.budget)
        self.is_begun = False
        self.used = self.moved = self.worked = self.lingered = 0.0

    def take_messages(self) -> Iterator[Message]:
        """Yield and forget what came so far."""
        messages, self.messages = self.messages, []
        for message in messages:
            self.was_handed_on = True
            yield message

    def sealed_answer(self) -> SealedAnswer:
        """Return the answer. Raises ImportError where the program itself named a job that is not there."""
        if self.taker.unknown_job:
            raise ImportError(f"there is no such job: {self.taker.unknown_job}")
        return SealedAnswer(
            source_id=self.request.source_id,
            untrusted_messages=tuple(self.messages),
            refused=self.refused,
        )

    def close_pipe(self) -> None:
        """Close the way back; a job still writing to it is ended by that."""
        if self.pipe != CLOSED:
            os.close(self.pipe)
            self.pipe = CLOSED

    def close(self) -> None:
        """Give back every descriptor."""
        self.close_pipe()
        if self.source != CLOSED:
            os.close(self.source)
            self.source = CLOSED

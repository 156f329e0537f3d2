"""The outer end of the wall: frames from inside a sandbox become members to keep, and nothing is believed.

What comes through may have been written by whoever wrote the container. Types, lengths, counts and
order are checked here, and the budgets count again what the inner end should have counted.
"""

import io
import struct
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from typing import Any, BinaryIO

from twosource.errors import RefusedError
from twosource.intake.budget import Budget
from twosource.intake.containers import LIMIT_CODES, Allowance, Fault, fault
from twosource.intake.failures import refusal, refusal_of
from twosource.intake.identifying import Identification
from twosource.intake.openers import SHARED
from twosource.intake.sealed import BROKEN, DONE, END, JOB, MAX_NAME, MEMBER, NOTE, STOPPED, unpack_sealed
from twosource.intake.settings import MIB, shown_bytes
from twosource.ports import Limits, Message, Sandbox, SealedRequest

# What parsers raise on hostile bytes beyond what they foresaw, where no sandbox stands between.
PARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
MAX_WORDS = 12
LONGEST_WORD = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One container to be taken apart: what it was taken for, where it was found, and its budget."""

    exhibit_id: str
    size: int
    path: str
    identified: Identification
    budget: Budget
    is_raised: bool = False

    def request(self) -> SealedRequest:
        """Return what the sandbox is asked: nothing in it names the file, the path or the case."""
        settings = self.budget.settings
        allowance = Allowance(
            n_bytes_left=self.budget.n_bytes_left,
            n_members_left=self.budget.n_members_left,
            max_item_bytes=settings.max_item_bytes,
            max_mail_bytes=settings.max_mail_bytes,
            passwords=settings.passwords,
            is_raised=self.is_raised,
        )
        media_type, also_zip = self.identified.media_type, self.identified.also_zip
        return SealedRequest(
            job=JOB,
            source_id=self.exhibit_id,
            arguments={
                "media_type": media_type,
                "also_zip": also_zip,
                "allowance": allowance.as_plain(),
            },
            limits=Limits(
                max_bytes=max(self.size, MIB),
                max_seconds=settings.max_seconds + settings.seconds_per_mib * self.size / MIB,
                max_memory=settings.max_memory,
            ),
            alone=also_zip or media_type not in SHARED,
        )


@dataclass(slots=True, kw_only=True)
class Arriving:
    """One member as it comes: its name and clock, and its bytes as a stream to be read once.

    `fault` is set beforehand where there will be no bytes, and afterwards where they broke off.
    """

    name: str
    clock: float | None
    stream: "_Stream"

    @property
    def fault(self) -> Fault | None:
        """Return why there are no bytes, or no more of them."""
        return self.stream.fault


@contextmanager
def unpacking(job: Job, kept: BinaryIO, sandbox: Sandbox | None) -> Iterator[Iterator[Arriving | Fault]]:
    """Give the members of a container as they come, and faults of the container among them.

    Raises RefusedError, also while iterating and while a member is read, where nothing more comes.
    """
    request = job.request()
    if sandbox is None:
        yield _members(_direct(request, kept), job)
        return
    with sandbox.stream(request, kept) as messages:
        yield _members(messages, job)


def _direct(request: SealedRequest, kept: BinaryIO) -> Iterator[Message]:
    """Run the job with no wall around it, for who passes no sandbox."""
    try:
        yield from unpack_sealed(kept, request.arguments, request.limits)
    except PARSER_FAULTS as error:
        raise refusal("sealed", path="It", reason=type(error).__name__) from error


def _members(messages: Iterator[Message], job: Job) -> Iterator[Arriving | Fault]:
    frames = _Frames(messages, job)
    while (message := frames.next()) is not None:
        kind = _kind(message)
        if kind == DONE:
            return
        if kind == STOPPED:
            raise refusal_of(_fault(message), job.path)
        if kind == NOTE:
            yield _fault(message)
        elif kind == MEMBER:
            job.budget.spend_members(job.path, 1)
            stream = _Stream(frames, job)
            yield Arriving(name=_name(message), clock=_clock(message), stream=stream)
            stream.skip()
        else:
            raise frames.broken("it sent frames out of order")
    raise frames.broken("it ended before its end")


class _Frames:
    """The messages of one job, with a watch on how long it stays silent."""

    def __init__(self, messages: Iterator[Message], job: Job) -> None:
        self._messages = messages
        self._job = job
        self._silence = job.budget.settings.max_silence

    def next(self) -> Message | None:
        """Return the next message, None at the end. Raises LimitError after too long a silence."""
        asked = time.monotonic()
        message = next(self._messages, None)
        if time.monotonic() - asked > self._silence:
            raise refusal("stalled", path=self._job.path, seconds=f"{self._silence:g}")
        return message

    def broken(self, reason: str) -> RefusedError:
        """Return the error for a job that does not keep to the order of frames."""
        return refusal("sealed", path=self._job.path, reason=reason)


class _Stream(io.RawIOBase):
    """The bytes of one member; ends at its end frame, or where it broke off, which `fault` then says.

    Where a limit stopped it, reading raises instead, so that nothing of a bomb is kept.
    """

    def __init__(self, frames: _Frames, job: Job) -> None:
        super().__init__()
        self._frames = frames
        self._job = job
        self._held = memoryview(b"")
        self._is_over = False
        self.count = 0
        self.fault: Fault | None = None

    def readable(self) -> bool:
        return True

    def begins(self) -> bool:
        """Fetch the first bytes; say whether there is a member to keep at all, be it without bytes."""
        self._fetch()
        return self.fault is None or bool(self._held)

    def readinto(self, buffer: Any) -> int:
        if not self._held and not self._is_over:
            self._fetch()
        taken = self._held[: len(buffer)]
        buffer[: len(taken)] = taken
        self._held = self._held[len(taken) :]
        return len(taken)

    def skip(self) -> None:
        """Pass over what nobody read."""
        while not self._is_over:
            self._held = memoryview(b"")
            self._fetch()
        self._held = memoryview(b"")

    def _fetch(self) -> None:
        if self._held or self._is_over:
            return
        message = self._frames.next()
        if isinstance(message, bytes | bytearray | memoryview):
            if not message:
                raise self._frames.broken("it sent nothing for something")
            self._count(len(message))
            self._held = memoryview(message)
            return
        self._is_over = True
        kind = _kind(message)
        if kind == BROKEN:
            self.fault = _fault(message)
            if self.count and self.fault.code in LIMIT_CODES:
                raise refusal_of(self.fault, self._job.path)
        elif kind != END:
            raise self._frames.broken("it ended within a member")

    def _count(self, more: int) -> None:
        self.count += more
        limit = self._job.budget.settings.max_item_bytes
        if self.count > limit:
            raise refusal("too_large", path=self._job.path, limit=shown_bytes(limit))
        self._job.budget.spend_bytes(self._job.path, more)


def _kind(message: Message | None) -> str:
    return str(message.get("frame")) if isinstance(message, Mapping) else ""


def _fault(message: Any) -> Fault:
    words = message.get("words") if isinstance(message, Mapping) else None
    told = list(words.items())[:MAX_WORDS] if isinstance(words, Mapping) else []
    return fault(
        str(message.get("code"))[:40], **{str(name)[:20]: str(value)[:LONGEST_WORD] for name, value in told}
    )


def _name(message: Any) -> str:
    name = str(message.get("name") or "")[:MAX_NAME]
    return name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def _clock(message: Any) -> float | None:
    clock = message.get("clock")
    is_number = isinstance(clock, int | float) and not isinstance(clock, bool) and isfinite(clock)
    return float(clock) if is_number else None

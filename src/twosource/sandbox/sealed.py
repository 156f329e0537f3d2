"""The sandbox itself: requests in, answers out in order, several at a time, none lost."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import BinaryIO, Self

from twosource.errors import RefusedError, SandboxError, TwosourceError
from twosource.ports import Message, SealedAnswer, SealedRequest
from twosource.sandbox.frames import budget_for
from twosource.sandbox.settings import SandboxSettings
from twosource.sandbox.starting import LandlockWall, StartError, Wall, reason_of, start
from twosource.sandbox.tickets import Ticket, read_only_copy_of
from twosource.sandbox.workers import Worker, pump

WAIT_SECONDS = 0.5
# One at work and one waiting behind it, so that no sandbox is idle while the desk is busy.
HELD = 2
# How far answers may run ahead of the one whose turn it is: so many per worker, and so many bytes in all.
AHEAD = 8
MAX_AHEAD_BYTES = 64 * 1024 * 1024
MAX_FAILED_STARTS = 3
_Entry = Ticket | SealedAnswer | TwosourceError | OSError
# How long a worker whose job was given up may take to be ready for another, before it is ended instead.
SETTLE_SECONDS = 1.0


@dataclass(slots=True)
class Sealed:
    """Runs jobs behind one kind of wall. Close it, or use it as a context.

    Several users of one sandbox may interleave on one thread, each with workers of its own meanwhile.
    """

    wall: Wall
    settings: SandboxSettings
    landlock: int = 0
    idle: list[Worker] = field(default_factory=list)
    leaving: list[Worker] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)
    _lock: Lock = field(default_factory=Lock)
    _n_failed: int = 0
    _is_closed: bool = False

    @property
    def level(self) -> int:
        """Return 1 for Landlock, 2 for bubblewrap, 3 for bubblewrap fresh for every request."""
        return self.level_of(alone=False)

    @property
    def how(self) -> str:
        """Return what seals, with versions."""
        inner = f", Landlock ABI {self.landlock}" if self.landlock else ""
        return f"{self.wall}{inner}, seccomp, limits of the kernel"

    def level_of(self, *, alone: bool) -> int:
        """Return the level at which a request with this `alone` runs."""
        if isinstance(self.wall, LandlockWall):
            return 1
        return 3 if alone or self.settings.level == 3 else 2

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End every sandbox with all that runs in it, and wait for that."""
        self._is_closed = True
        ending, self.idle, self.leaving = [*self.idle, *self.leaving], [], []
        for worker in ending:
            worker.leave()
        for worker in ending:
            worker.end()

    @contextmanager
    def stream(self, request: SealedRequest, untrusted_source: BinaryIO) -> Iterator[Iterator[Message]]:
        """Run one job and give what it sends as it comes; a slow taker slows the job at no cost."""
        ticket = self._ticket(request, untrusted_source, is_streamed=True)
        crew = _Crew(self)
        try:
            crew.give(ticket)
            yield self._messages(ticket, crew)
        finally:
            ticket.answer(None)
            crew.disband()

    def _messages(self, ticket: Ticket, crew: "_Crew") -> Iterator[Message]:
        while True:
            yield from ticket.take_messages()
            if ticket.is_answered and not ticket.messages:
                break
            crew.work()
        if (refused := ticket.sealed_answer().refused) is not None:
            raise refused

    def run_each(
        self, requests: Iterable[SealedRequest], open_source: Callable[[str], BinaryIO]
    ) -> Iterator[SealedAnswer]:
        """Run jobs several at a time and yield their answers in the order asked.

        Requests are taken a bounded number ahead. What `open_source` raises, other than RefusedError, stops
        the run; so does a job that does not exist. Leaving early ends what is still running.
        """
        asked = iter(requests)
        line: deque[_Entry] = deque()
        pending: deque[Ticket] = deque()
        crew, is_more = _Crew(self), True
        try:
            while line or is_more:
                while is_more and not pending and self._has_room(line):
                    request = next(asked, None)
                    entry = None if request is None else self._entry(request, open_source)
                    is_more = isinstance(entry, Ticket | SealedAnswer)
                    line.extend(() if entry is None else (entry,))
                    pending.extend((entry,) if isinstance(entry, Ticket) else ())
                    crew.give_what_fits(pending)
                crew.give_what_fits(pending)
                if line and (answer := _answer_of(line[0])) is not None:
                    line.popleft()
                    yield answer
                elif line:
                    crew.work()
        finally:
            for entry in line:
                if isinstance(entry, Ticket):
                    entry.answer(None)
            crew.disband()

    def _has_room(self, line: deque[_Entry]) -> bool:
        if len(line) >= AHEAD * self.settings.n_workers:
            return False
        held = sum(one.taker.n_bytes for one in line if isinstance(one, Ticket))
        return not line or held < MAX_AHEAD_BYTES

    def _entry(self, request: SealedRequest, open_source: Callable[[str], BinaryIO]) -> _Entry:
        try:
            with open_source(request.source_id) as source:
                return self._ticket(request, source, is_streamed=False)
        except RefusedError as error:
            return SealedAnswer(source_id=request.source_id, refused=error)
        except (TwosourceError, OSError) as error:
            return error  # raised in its turn, after the answers to what was asked before

    def _ticket(self, request: SealedRequest, source: BinaryIO, *, is_streamed: bool) -> Ticket:
        total = self.settings.max_stream if is_streamed else None
        return Ticket(
            number=next(self._numbers),
            request=request,
            source=read_only_copy_of(source),
            budget=budget_for(request.limits, total=total),
            is_streamed=is_streamed,
        )

    def is_fresh(self, request: SealedRequest) -> bool:
        """Say whether a request gets a sandbox of its own."""
        return request.alone or self.settings.level == 3

    def take_worker(self, *, is_alone: bool) -> Worker:
        """Return an idle worker or start one. Raises SandboxError where none comes up any more."""
        if self._is_closed:
            raise SandboxError("This sandbox was closed; nothing more runs in it.")
        with self._lock:
            while not is_alone and self.idle:
                worker = self.idle.pop()
                if worker.process.poll() is None:
                    return worker
                worker.end()
            self.leaving = [one for one in self.leaving if not one.is_gone()]
        try:
            return start(self.wall, self.settings, is_alone=is_alone)
        except StartError as error:
            raise _no_longer(str(error)) from error

    def give_back(self, worker: Worker) -> None:
        """Take back a worker: kept where it can serve again, else ended without waiting."""
        with self._lock:
            is_kept = not (worker.is_alone or worker.is_dead or worker.tickets or self._is_closed)
            if is_kept and len(self.idle) < self.settings.n_workers:
                self.idle.append(worker)
                return
            worker.leave()
            if not worker.is_gone():
                self.leaving.append(worker)

    def note_start(self, worker: Worker) -> None:
        """Count sandboxes that died before they could work. Raises SandboxError after a few in a row."""
        self._n_failed = 0 if worker.is_loaded else self._n_failed + 1
        if self._n_failed >= MAX_FAILED_STARTS:
            raise _no_longer(reason_of(worker))


@dataclass(slots=True)
class _Crew:
    """The workers of one run, from taking them to giving them back."""

    sandbox: Sealed
    workers: list[Worker] = field(default_factory=list)

    def can_take(self, ticket: Ticket) -> bool:
        """Say whether a request can be given to some worker now."""
        if self._n_busy() < self.sandbox.settings.n_workers:
            return True
        is_fresh = self.sandbox.is_fresh(ticket.request)
        return not is_fresh and any(0 < len(one.tickets) < HELD for one in self._shared())

    def give_what_fits(self, pending: deque[Ticket]) -> None:
        """Give requests away, in order, as long as there is somebody to take the next."""
        while pending and self.can_take(pending[0]):
            self.give(pending.popleft())

    def give(self, ticket: Ticket) -> None:
        """Give a request to an idle or new worker, else to the one with the shortest queue."""
        is_fresh = self.sandbox.is_fresh(ticket.request)
        shared = [] if is_fresh else self._shared()
        worker = min(shared, key=lambda one: len(one.tickets), default=None)
        if worker is None or (worker.tickets and self._n_busy() < self.sandbox.settings.n_workers):
            worker = self.sandbox.take_worker(is_alone=is_fresh)
            self.workers.append(worker)
        worker.submit(ticket)

    def _n_busy(self) -> int:
        return sum(1 for one in self.workers if one.tickets)

    def _shared(self) -> list[Worker]:
        return [one for one in self.workers if not one.is_alone and not one.is_dead]

    def work(self) -> None:
        """Wait for word from any worker and act on it; replace what died."""
        pump(self.workers, WAIT_SECONDS)
        for worker in [one for one in self.workers if one.is_dead]:
            self.workers.remove(worker)
            again = worker.bury()
            self.sandbox.note_start(worker)
            for ticket in again:
                self.give(ticket)
        for worker in [one for one in self.workers if one.is_alone and not one.tickets]:
            self.workers.remove(worker)
            self.sandbox.give_back(worker)

    def disband(self) -> None:
        """Give every worker back, once what it still ran for this run is over."""
        for worker in self.workers:
            worker.abandon()
        deadline = time.monotonic() + SETTLE_SECONDS
        while (busy := [one for one in self.workers if one.tickets and not one.is_dead]) and (
            time.monotonic() < deadline
        ):
            pump(busy, SETTLE_SECONDS)
        for worker in self.workers:
            self.sandbox.give_back(worker)
        self.workers.clear()


def _answer_of(entry: _Entry) -> SealedAnswer | None:
    if isinstance(entry, SealedAnswer):
        return entry
    if not isinstance(entry, Ticket):
        raise entry
    return entry.sealed_answer() if entry.is_answered else None


def _no_longer(reason: str) -> SandboxError:
    return SandboxError(
        f"A sandbox could not be started any more: {reason}.",
        safe="What was recorded is kept; nothing was read outside a sandbox.",
    )

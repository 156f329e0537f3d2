"""One sandbox as the desk sees it: started, asked, watched, ended."""

import json
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from twosource.sandbox.frames import MAX_ORDER
from twosource.sandbox.refusals import (
    crashed,
    of_status,
    stalled,
    too_large,
    too_many_processes,
    too_much_written,
    too_slow,
)
from twosource.sandbox.settings import SandboxSettings
from twosource.sandbox.tickets import CLOSED, Ticket

MAX_REPLY = 4096
CREDENTIALS_ROOM = 128
MAX_LAST_WORDS = 1 << 16
START_SECONDS = 60.0
# How long a job may take to be gone after its answer, and after being told to be gone.
LINGER_SECONDS = 2.0
KILL_SECONDS = 20.0
LEAVE_SECONDS = 5.0
MAX_TRIES = 2
MAX_LOST = 5


@dataclass(slots=True, kw_only=True, eq=False)
class Worker:
    """A running sandbox and the requests it holds, the first of which is at work.

    `is_ready` once it said that it is sealed, `is_loaded` once it has imported what it was told to.
    """

    process: subprocess.Popen[bytes]
    control: socket.socket
    settings: SandboxSettings
    scratch: str = ""
    is_alone: bool = False
    is_ready: bool = False
    is_loaded: bool = False
    is_dead: bool = False
    landlock: int = 0
    last_words: str = ""
    inside: int = CLOSED
    job_group: int = 0
    tickets: deque[Ticket] = field(default_factory=deque)

    def submit(self, ticket: Ticket) -> None:
        """Send a request in, with its original and its way back as descriptors.

        Raises ValueError for arguments longer than an order may be.
        """
        body = json.dumps(ticket.order()).encode("utf-8")
        if len(body) > MAX_ORDER:
            raise ValueError(f"the arguments of a job take {len(body)} bytes, more than {MAX_ORDER}")
        self.tickets.append(ticket)
        out = ticket.open_pipe()
        try:
            socket.send_fds(self.control, [body], [ticket.source, out])
        except (ConnectionError, BlockingIOError):
            self.is_dead = True
        finally:
            os.close(out)

    def front(self) -> Ticket | None:
        """Return the request at work."""
        return self.tickets[0] if self.tickets else None

    def hear(self) -> None:
        """Take one message of the process inside; its silence for good means that it died."""
        try:
            body, beside, _, _ = self.control.recvmsg(MAX_REPLY, CREDENTIALS_ROOM)
        except BlockingIOError:
            return
        except ConnectionError:
            body, beside = b"", []
        if not body:
            self.is_dead = True
            return
        said = json.loads(body)
        if "ready" in said:
            self.is_ready, self.landlock = True, said["landlock"]
            self._hold(beside)
        elif "loaded" in said:
            self.is_loaded = True
        elif "ended" in said:
            self._ended(said)
        elif (front := self.front()) is not None:
            if "begun" in said:
                front.is_begun, front.n_tried, front.lingered = True, front.n_tried + 1, 0.0
                self.job_group = said["pid"] if self.scratch else 0
            elif said["working"] != front.worked:
                front.worked, front.moved = said["working"], front.used

    def _hold(self, beside: list[tuple[int, int, bytes]]) -> None:
        """Take hold of the process inside by its number here, which the kernel gives, to be able to end it.

        The program around it may not be allowed to, and may itself be ended by others.
        """
        for level, kind, data in beside:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                with suppress(ProcessLookupError):
                    self.inside = os.pidfd_open(struct.unpack("iii", data[:12])[0])

    def _ended(self, said: dict[str, Any]) -> None:
        ticket = next((one for one in self.tickets if one.number == said["ended"]), None)
        if ticket is None:
            return
        self.tickets.remove(ticket)
        self.job_group = 0
        ticket.drain_pipe()
        limits = ticket.request.limits
        if said["why"] == "memory":
            ticket.answer(too_large(limits.max_memory))
        elif said["why"] == "processes":
            ticket.answer(too_many_processes(self.settings.max_processes))
        elif said["why"] == "scratch":
            ticket.answer(too_much_written(self.settings.scratch))
        ticket.answer(
            of_status(
                said["status"],
                seconds=limits.max_seconds,
                max_memory=limits.max_memory,
                used_memory=said["peak"],
            )
        )

    def pass_time(self, seconds: float) -> None:
        """Count time the desk waited, and end what has used up its own or no longer moves."""
        front = self.front()
        if front is None:
            return
        if front.is_answered:
            self._linger(front, seconds)
        elif not front.is_begun:
            front.lingered += seconds
            self.is_dead = self.is_dead or front.lingered > START_SECONDS
        else:
            front.used += seconds
            if front.used > front.request.limits.max_seconds:
                front.answer(too_slow(front.request.limits.max_seconds))
                self.kill(front)
            elif front.used - front.moved > self.settings.stall_seconds:
                front.answer(stalled(self.settings.stall_seconds))
                self.kill(front)

    def _linger(self, front: Ticket, seconds: float) -> None:
        before, front.lingered = front.lingered, front.lingered + seconds
        if before <= LINGER_SECONDS < front.lingered:
            self.kill(front)
        if front.lingered > KILL_SECONDS:
            self.is_dead = True

    def abandon(self) -> None:
        """Give up every request it holds; jobs that have sent their end are left to finish."""
        for ticket in self.tickets:
            ticket.answer(None)
            if not ticket.taker.is_ended:
                self.kill(ticket)

    def kill(self, ticket: Ticket) -> None:
        """Have the process inside end a job with all it started."""
        try:
            self.control.send(json.dumps({"kill": ticket.number}).encode("ascii"))
        except OSError:
            self.is_dead = True

    def bury(self) -> list[Ticket]:
        """End a dead sandbox; return the requests to be tried elsewhere. One that died twice is refused."""
        lost, again = list(self.tickets), []
        self.tickets.clear()
        for ticket in lost:
            if ticket.is_answered:
                continue
            ticket.n_lost += 1
            if ticket.was_handed_on or ticket.n_tried >= MAX_TRIES or ticket.n_lost >= MAX_LOST:
                ticket.answer(crashed("the sandbox it was read in ended"))
                continue
            ticket.again()
            again.append(ticket)
        self.end()
        return again

    def leave(self) -> None:
        """Tell the process inside that no more will come; it ends everything it holds and itself."""
        if self.control.fileno() != CLOSED:
            self.control.close()

    def is_gone(self) -> bool:
        """Say whether the sandbox has ended, without waiting; clean up after it if so."""
        if self.process.poll() is None:
            return False
        self.end()
        return True

    def end(self) -> None:
        """End the sandbox with all that runs in it, and wait for that."""
        self.leave()
        try:
            self.process.wait(timeout=LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._end_inside()
        if self.job_group:  # only where it is a number of this machine's and not of a namespace
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.job_group, signal.SIGKILL)
            self.job_group = 0
        if self.process.stderr is not None and not self.process.stderr.closed:
            with self.process.stderr as told:
                os.set_blocking(told.fileno(), False)
                self.last_words = (told.read(MAX_LAST_WORDS) or b"").decode("utf-8", "replace")
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)

    def _end_inside(self) -> None:
        """See to it that the process inside is gone, and all that runs in its namespace with it."""
        if self.inside == CLOSED:
            return
        poller = select.poll()
        poller.register(self.inside, select.POLLIN)
        if not poller.poll(LEAVE_SECONDS * 1000):
            with suppress(ProcessLookupError, PermissionError):
                signal.pidfd_send_signal(self.inside, signal.SIGKILL)
            poller.poll(LEAVE_SECONDS * 1000)
        os.close(self.inside)
        self.inside = CLOSED


def pump(workers: Iterable[Worker], seconds: float) -> None:
    """Wait at most so long for word from any of these sandboxes, take it, and let their time pass."""
    live = [worker for worker in workers if not worker.is_dead]
    poller = select.poll()
    heard: dict[int, Worker] = {}
    told: dict[int, Ticket] = {}
    for worker in live:
        heard[worker.control.fileno()] = worker
        poller.register(worker.control, select.POLLIN)
        front = worker.front()
        if front is not None and front.pipe != CLOSED:
            told[front.pipe] = front
            poller.register(front.pipe, select.POLLIN)
    before = time.monotonic()
    ready = [descriptor for descriptor, _ in poller.poll(seconds * 1000)]
    waited = time.monotonic() - before
    for descriptor in ready:
        if descriptor in told:
            told[descriptor].read_pipe()
    for descriptor in ready:
        if descriptor in heard:
            heard[descriptor].hear()
    for worker in live:
        worker.pass_time(waited)

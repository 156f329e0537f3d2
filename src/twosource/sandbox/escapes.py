"""The escape battery: what a hostile exhibit would try, tried from inside, with traps laid outside.

An attempt has succeeded where the job says so or a trap shows it: a call on a listener, a changed
original, a killed bystander, a sandbox that ended. Nothing may succeed on any machine.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twosource.errors import RefusedError
from twosource.ports import Limits, Sandbox, SealedRequest

JOB = "twosource.sandbox.escape_attempts:attempt"
# In this order: the last of them looks for what the one before it left in the same sandbox.
NAMES = (
    "read private files of the machine",
    "read home folders",
    "read the case",
    "read other exhibits",
    "write to the original",
    "write outside the temporary folder",
    "make network sockets",
    "reach a listening port",
    "reach a local socket by name",
    "reach a local socket by path",
    "trace other processes",
    "make namespaces",
    "mount folders",
    "make forbidden system calls",
    "keep privileges",
    "become root",
    "run a program that makes it root",
    "signal other processes",
    "start processes without end",
    "fill the disk",
    "exhaust memory",
    "exhaust memory in many processes",
    "open devices",
    "read secrets of the environment",
    "reach the control socket",
    "stay behind",
    "meet another exhibit",
)
LIMITS = Limits(max_seconds=30.0, max_memory=256 * 1024 * 1024)
ENDED = "the sandbox it was read in ended"
WORDS = b"words of the exhibit"


@dataclass(frozen=True, slots=True, kw_only=True)
class EscapeAttempt:
    """One attempt at one level: whether it got through, and what happened."""

    name: str
    level: int
    succeeded: bool
    what_happened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Traps:
    """What lies outside to be reached."""

    case: Path
    exhibit: Path
    port: socket.socket
    named: socket.socket
    file: socket.socket
    bystander: subprocess.Popen[bytes]
    secret: str

    def arguments(self, name: str) -> dict[str, Any]:
        return {
            "name": name,
            "case": str(self.case),
            "other": str(self.case / "other"),
            "home": str(Path.home()),
            "secret": self.secret,
            "port": self.port.getsockname()[1],
            "named": self.named.getsockname()[1:].decode("ascii"),
            "desk": os.getpid(),
            "victim": self.bystander.pid,
        }

    def sprung(self) -> str:
        """Return which trap shows that something got out, or nothing."""
        for listener in (self.port, self.named, self.file):
            try:
                listener.accept()[0].close()
            except BlockingIOError:
                continue
            return "a listener outside was called"
        if self.bystander.poll() is not None:
            return "a process outside was killed"
        status = self.exhibit.stat()
        if self.exhibit.read_bytes() != WORDS or status.st_mode & 0o777 != 0o444 or status.st_mtime < 1:
            return "the original was changed"
        if list(self.case.glob(".escaped")):
            return "a file was written outside"
        return ""


def run_battery(sandbox: Sandbox) -> tuple[EscapeAttempt, ...]:
    """Try every attempt at each level this sandbox has, one after another; takes some seconds.

    At level 0 nothing is tried, because everything would succeed: it says so as one attempt.
    """
    if sandbox.level == 0:
        there = "nothing seals readers: whatever a hostile exhibit does succeeds"
        return (EscapeAttempt(name="anything", level=0, succeeded=True, what_happened=there),)
    ways = {sandbox.level_of(alone=alone): alone for alone in (True, False)}
    with _traps() as traps:
        return tuple(
            _tried(sandbox, traps, name, alone=ways[level]) for level in sorted(ways) for name in NAMES
        )


def _tried(sandbox: Sandbox, traps: _Traps, name: str, *, alone: bool) -> EscapeAttempt:
    request = SealedRequest(
        job=JOB, source_id="battery", arguments=traps.arguments(name), limits=LIMITS, alone=alone
    )
    succeeded, what = False, "it sent nothing"
    try:
        with traps.exhibit.open("rb") as source, sandbox.stream(request, source) as untrusted_messages:
            for said in untrusted_messages:
                if not isinstance(said, bytes):
                    succeeded, what = bool(said["succeeded"]), str(said["what"])[:500]
    except RefusedError as error:
        succeeded, what = ENDED in error.happened, error.happened
    if sprung := traps.sprung():
        succeeded, what = True, sprung
    return EscapeAttempt(
        name=name, level=sandbox.level_of(alone=alone), succeeded=succeeded, what_happened=what
    )


@contextmanager
def _traps() -> Iterator[_Traps]:
    """Lay the traps: listeners, a folder like a case, an exhibit, another one held open, a bystander."""
    with ExitStack() as held:
        case = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="twosource-battery-")))
        secret = secrets.token_hex(16)
        (case / "other").write_text(secret, "ascii")
        held.enter_context((case / "other").open("rb"))
        exhibit = case / "exhibit"
        exhibit.write_bytes(WORDS)
        exhibit.chmod(0o444)
        bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(900)"])
        held.callback(bystander.wait)
        held.callback(bystander.kill)
        listeners = []
        for family, address in (
            (socket.AF_INET, ("127.0.0.1", 0)),
            (socket.AF_UNIX, f"\0twosource-{secret}"),
            (socket.AF_UNIX, str(case / "socket")),
        ):
            listener = held.enter_context(socket.socket(family, socket.SOCK_STREAM))
            listener.bind(address)
            listener.listen()
            listener.setblocking(False)
            listeners.append(listener)
        port, named, file = listeners
        yield _Traps(
            case=case,
            exhibit=exhibit,
            port=port,
            named=named,
            file=file,
            bystander=bystander,
            secret=secret,
        )

"""How a sandbox comes up: bubblewrap or Landlock around the process inside, and word that it is sealed."""

import os
import platform
import re
import select
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass

from twosource.sandbox import filters, landlock
from twosource.sandbox.settings import SandboxSettings
from twosource.sandbox.walls import (
    LINKED,
    NOBODY,
    SCRATCH,
    SETTINGS_OF_PROGRAMS,
    Bubblewrap,
    bubblewrap_command,
    environment,
    import_path,
    interpreter,
    program_folders,
)
from twosource.sandbox.workers import START_SECONDS, Worker

# From this kernel on, processes are counted for each user namespace by itself.
COUNTED_APART = (5, 14)
MAX_REASON = 300
# Libraries choose their threads by these; bubblewrap shows them anyway.
ABOUT_THE_MACHINE = ("/proc/cpuinfo", "/proc/meminfo")


class StartError(Exception):
    """A sandbox did not come up; the text says why, as the program around it said."""


@dataclass(frozen=True, slots=True)
class LandlockWall:
    """No namespaces: Landlock, seccomp and limits around a process of its own. Level 1."""

    abi: int

    def __str__(self) -> str:
        return f"Landlock ABI {self.abi}"


Wall = Bubblewrap | LandlockWall


def start(wall: Wall, settings: SandboxSettings, *, is_alone: bool = False) -> Worker:
    """Start a sandbox without waiting for it. Raises StartError where its program cannot be run."""
    ours, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setblocking(False)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    try:
        if isinstance(wall, Bubblewrap):
            process, scratch = _start_bubblewrap(wall, settings, inside.fileno(), is_alone), ""
        else:
            process, scratch = _start_landlock(settings, inside.fileno(), is_alone)
    except OSError as error:
        ours.close()
        raise StartError(str(error)) from error
    finally:
        inside.close()
    return Worker(process=process, control=ours, settings=settings, scratch=scratch, is_alone=is_alone)


def started(wall: Wall, settings: SandboxSettings) -> Worker:
    """Start a sandbox and wait until it says that it is sealed. Raises StartError with the reason."""
    worker = start(wall, settings)
    deadline = time.monotonic() + START_SECONDS
    poller = select.poll()
    poller.register(worker.control, select.POLLIN)
    while not worker.is_ready and not worker.is_dead and time.monotonic() < deadline:
        if poller.poll(1000):
            worker.hear()
    if not worker.is_ready:
        raise StartError(reason_of(worker))
    return worker


def reason_of(worker: Worker) -> str:
    """End a sandbox that did not come up, and return what it said, in one line."""
    worker.end()
    lines = [line.strip() for line in worker.last_words.splitlines() if line.strip()]
    return lines[-1][:MAX_REASON] if lines else f"it left with status {worker.process.returncode}"


def _given(settings: SandboxSettings, control: int, is_alone: bool) -> dict[str, object]:
    folders = program_folders(settings)
    return {
        "control": control,
        "path": import_path(folders),
        "preload": [] if is_alone else list(settings.preload),
        "readable": [*folders, *LINKED, *SETTINGS_OF_PROGRAMS, *ABOUT_THE_MACHINE],
        "room": settings.scratch,
        "max_processes": settings.max_processes,
        "processes_before": _processes_counted_in(),
    }


def _start_bubblewrap(
    wall: Bubblewrap, settings: SandboxSettings, control: int, is_alone: bool
) -> subprocess.Popen[bytes]:
    given = {
        **_given(settings, control, is_alone),
        "scratch": SCRATCH,
        "has_own_processes": True,
        "drops_root": not wall.is_mapping_user,
    }
    held = filters.as_descriptor(filters.filter_program(has_own_processes=True))
    try:
        command = [*bubblewrap_command(wall, settings, held), *interpreter(given)]
        return subprocess.Popen(  # noqa: S603 - a fixed program without a shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=(held, control),
            cwd="/",
            env={},
        )
    finally:
        os.close(held)


def _start_landlock(
    settings: SandboxSettings, control: int, is_alone: bool
) -> tuple[subprocess.Popen[bytes], str]:
    scratch = tempfile.mkdtemp(prefix="twosource-reader-")
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(scratch, NOBODY, NOBODY)
    given = {
        **_given(settings, control, is_alone),
        "scratch": scratch,
        "has_own_processes": False,
        "drops_root": False,
    }
    process = subprocess.Popen(  # noqa: S603 - a fixed program without a shell
        interpreter(given),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=(control,),
        cwd="/",
        env=environment(scratch),
        start_new_session=True,
        user=NOBODY if is_root else None,
        group=NOBODY if is_root else None,
        extra_groups=[] if is_root else None,
    )
    return process, scratch


def _processes_counted_in() -> int:
    """Return how many processes of this user an older kernel would count against a reader as well."""
    numbers = re.match(r"(\d+)\.(\d+)", platform.release())
    if numbers and (int(numbers[1]), int(numbers[2])) >= COUNTED_APART and os.geteuid() != 0:
        return 0
    return sum(1 for entry in os.scandir("/proc") if entry.name.isdigit())


def landlock_wall() -> LandlockWall | None:
    """Return the wall for hosts that refuse bubblewrap, or None where the kernel has no Landlock."""
    abi = landlock.version()
    return LandlockWall(abi) if abi and filters.is_supported() else None

"""The process that reads one exhibit and ends: it seals itself further, runs one job, sends what it says."""

import math
import os
import resource
import signal
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from twosource.errors import RefusedError
from twosource.ports import Limits
from twosource.sandbox import filters, landlock
from twosource.sandbox.frames import END, UNKNOWN_JOB, frame, frame_of, refusal_frame
from twosource.sandbox.jobs import Job, job_named
from twosource.sandbox.kernel import PR_SET_DUMPABLE, PR_SET_PDEATHSIG, control_process
from twosource.sandbox.refusals import gave_up, too_large

FIRST_FREE = 3
MAX_DESCRIPTORS = 256
# Seconds of processor a job may use beyond its time on the clock, before the kernel ends it.
GRACE = 2
# The kernel counts the processes of a user over all sandboxes; the process inside counts those of one,
# and ends a job before one exhibit could take them from the others.
PROCESSES_IN_ALL = 8
DIED = 70
# What a parser of ours or of others may raise on hostile bytes. Inside a sandbox a missing or full
# folder is the exhibit's doing too; whatever else is raised ends the process, which the desk sees.
READER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    OSError,
    RuntimeError,
    StopIteration,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Given:
    """One request as it came over the socket: the order, and descriptors of the original and the way out."""

    order: Mapping[str, Any]
    source: int
    out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What every job of one sandbox gets around it beside its own limits.

    `rules`: descriptor of the Landlock rules, -1 where the kernel has none. `program`: the filter a job
    puts on itself, empty where the sandbox has one around it already. `room`: bytes of one written file.
    """

    scratch: str
    has_own_processes: bool
    room: int
    max_processes: int
    processes_before: int
    rules: int
    program: bytes
    bound: frozenset[str]


def run_job(given: Given, around: Around) -> NoReturn:
    """Run one request in this process and end it, whatever happens."""
    status = DIED
    try:
        source, out, rules = _keep_only(given.source, given.out, around.rules)
        limits = Limits(**given.order["limits"])
        seal(limits, around, rules)
        status = _run(given.order, limits, source, out)
    finally:
        os._exit(status)


def seal(limits: Limits, around: Around, rules: int) -> None:
    """Put on this process what no exhibit may go without: limits, a domain of its own, a filter."""
    os.setsid()
    silence = os.open("/dev/null", os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)
    set_limits(limits, around)
    # The process inside may look at this one's memory; this one at nobody's, by the rules that follow.
    control_process(PR_SET_DUMPABLE, 1)
    if rules >= 0:
        landlock.restrict(rules)
        os.close(rules)
    if around.program:
        control_process(PR_SET_PDEATHSIG, signal.SIGKILL)
        filters.install(filters.for_process(around.program, os.getpid()))


def set_limits(limits: Limits, around: Around) -> None:
    """Have the kernel limit memory, processor time, bytes written, descriptors and processes."""
    seconds = math.ceil(limits.max_seconds) + GRACE
    with open("/proc/self/statm", "rb") as memory:
        before = int(memory.read().split()[0]) * resource.getpagesize()
    for which, most in (
        (resource.RLIMIT_AS, limits.max_memory + before),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, around.room),
        (resource.RLIMIT_NOFILE, MAX_DESCRIPTORS),
        (resource.RLIMIT_NPROC, PROCESSES_IN_ALL * around.max_processes + around.processes_before),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(which)[1]
        capped = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (capped, capped))


def _keep_only(source: int, out: int, rules: int) -> tuple[int, int, int]:
    """Close every descriptor but these three; return their numbers, which begin after standard error."""
    wanted = [one for one in (source, out, rules) if one >= 0]
    high = [os.dup2(one, 200 + place, inheritable=False) for place, one in enumerate(wanted)]
    os.closerange(FIRST_FREE, 200)
    os.closerange(200 + len(high), 1 << 16)
    low = [os.dup2(one, FIRST_FREE + place, inheritable=False) for place, one in enumerate(high)]
    os.closerange(200, 200 + len(high))
    return (low[0], low[1], low[2]) if rules >= 0 else (low[0], low[1], -1)


def _run(order: Mapping[str, Any], limits: Limits, source: int, out: int) -> int:
    job = _job(order["job"], out)
    if job is None:
        return 0
    try:
        with os.fdopen(source, "rb") as untrusted_source:
            for message in job(untrusted_source, order["arguments"], limits):
                _send(out, frame_of(message))
        _send(out, frame(END))
    except RefusedError as error:
        _send(out, refusal_frame(error))
    except MemoryError:
        _send(out, refusal_frame(too_large(limits.max_memory)))
    except BrokenPipeError:
        return 0
    except READER_FAULTS as error:
        _send(out, refusal_frame(gave_up(type(error).__name__)))
    return 0


def _job(name: str, out: int) -> Job | None:
    """Return the job; where there is none, tell the desk, because that is no fault of an exhibit."""
    try:
        return job_named(name)
    except (ImportError, AttributeError, ValueError) as error:
        _send(out, frame(UNKNOWN_JOB, f"{name}: {error}".encode("utf-8", "replace")[:1000]))
        return None


def _send(out: int, whole: bytes) -> None:
    """Write one frame, waiting while the desk does not take it."""
    rest = memoryview(whole)
    while rest:
        rest = rest[os.write(out, rest) :]

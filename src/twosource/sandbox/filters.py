"""The seccomp filter: which system calls a reader may not make, as a classic BPF program written by hand.

A denylist over a process that has no privileges, no network and no foreign file anyway: it takes away the
parts of the kernel that a parser never needs and that break-outs have used. It is written here and not
taken from a library, because the program is forty lines of arithmetic, must be the same on every machine,
and a compiled dependency would be one more thing to trust inside the wall.
"""

import errno
import os
import platform
import struct
from collections.abc import Iterable, Mapping
from ctypes import Structure as CStructure
from ctypes import addressof, byref, c_ushort, c_void_p, create_string_buffer
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from twosource.sandbox.kernel import PR_SET_NO_NEW_PRIVS, control_process, system_call
from twosource.terms import load_table

# Classic BPF: load a word of the call's data; jump if equal, greater or equal, any bit set; give a verdict.
LOAD, EQUAL, AT_LEAST, ANY_BIT, VERDICT = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL = 0x7FFF0000, 0x80000000
# Where a call's number, architecture and arguments (lower half, little endian) lie in that data.
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
SECCOMP = {"x86_64": 317, "aarch64": 277}
SECCOMP_SET_MODE_FILTER = 1

AF_UNIX = 1
NEW_NAMESPACES = 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000 | 0x00020000
# A terminal's settings, how much waits to be read, non-blocking, close-on-exec: all a reader asks of ioctl.
HARMLESS_IOCTLS = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)
# Signals to others by ownership of a descriptor, leases, and notes about folders.
FCNTL_REACHING_OUT = (8, 10, 15, 1024, 1026)
ITSELF = 0
# Stands in a filter for the number of the process it will be put on; no process has it.
SELF = 0x7FFFFFF1

# The audit architecture a filter sees on each processor the table has numbers for.
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000


@cache
def call_table() -> Mapping[str, Mapping[str, Any]]:
    """Return the verdict and the numbers of every call that a filter names."""
    rows: Mapping[str, Mapping[str, Any]] = load_table("system_calls")["calls"]
    return rows


def calls_with(verdict: str) -> list[str]:
    """Return the names of the calls with this verdict."""
    return [name for name, row in call_table().items() if row["verdict"] == verdict]


@dataclass(slots=True)
class Program:
    """A filter while it is written, for one kind of processor."""

    machine: str
    instructions: list[bytes] = field(default_factory=list)

    def refuse(self, names: Iterable[str], code: int) -> None:
        """Give every named call this error; 0 reports success without doing anything."""
        for number in self._numbers(names):
            self._add(EQUAL, number, if_not=1)
            self._add(VERDICT, _error(code))

    def allow_only(self, name: str, argument: int, values: Iterable[int], code: int) -> None:
        """Refuse a call unless the lower half of its argument is one of these values."""
        self._by_value(name, argument, tuple(values), (ALLOW, _error(code)))

    def refuse_values(self, name: str, argument: int, values: Iterable[int], code: int) -> None:
        """Refuse a call where the lower half of its argument is one of these values."""
        self._by_value(name, argument, tuple(values), (_error(code), ALLOW))

    def refuse_bits(self, name: str, argument: int, bits: int, code: int) -> None:
        """Refuse a call where the lower half of its argument has any of these bits."""
        for number in self._numbers((name,)):
            self._add(EQUAL, number, if_not=4)
            self._add(LOAD, FIRST_ARGUMENT + 8 * argument)
            self._add(ANY_BIT, bits, if_not=1)
            self._add(VERDICT, _error(code))
            self._add(VERDICT, ALLOW)

    def begin(self) -> None:
        """Kill what calls in another architecture's way; refuse x32, whose numbers would pass the rest."""
        self._add(LOAD, ARCHITECTURE)
        self._add(EQUAL, ARCHITECTURES[self.machine], if_so=1)
        self._add(VERDICT, KILL)
        self._add(LOAD, NUMBER)
        if self.machine == "x86_64":
            self._add(AT_LEAST, X32_BIT, if_not=1)
            self._add(VERDICT, _error(errno.ENOSYS))

    def end(self) -> bytes:
        """Allow what no rule named, and return the whole as the kernel takes it."""
        self._add(VERDICT, ALLOW)
        return b"".join(self.instructions)

    def _by_value(self, name: str, argument: int, values: tuple[int, ...], verdicts: tuple[int, int]) -> None:
        named, others = verdicts
        for number in self._numbers((name,)):
            self._add(EQUAL, number, if_not=len(values) + 3)
            self._add(LOAD, FIRST_ARGUMENT + 8 * argument)
            for place, value in enumerate(values, start=1):
                self._add(EQUAL, value & 0xFFFFFFFF, if_so=len(values) - place + 1)
            self._add(VERDICT, others)
            self._add(VERDICT, named)

    def _numbers(self, names: Iterable[str]) -> Iterable[int]:
        rows = (call_table()[name] for name in names)
        return [int(row[self.machine]) for row in rows if self.machine in row]

    def _add(self, code: int, value: int, if_so: int = 0, if_not: int = 0) -> None:
        self.instructions.append(struct.pack("<HBBI", code, if_so, if_not, value))


def _error(code: int) -> int:
    return 0x00050000 | code


def is_supported() -> bool:
    """Say whether filters can be written for this processor."""
    return platform.machine() in ARCHITECTURES and platform.machine() in SECCOMP


def for_process(program: bytes, pid: int) -> bytes:
    """Return a filter written without namespaces, with the process put in that signals may go to."""
    return program.replace(struct.pack("<I", SELF), struct.pack("<I", pid))


def filter_program(*, has_own_processes: bool, machine: str = "") -> bytes:
    """Return the filter for a reader.

    `has_own_processes`: it sees no process but its own, as in bubblewrap. Without that, signals may
    go to itself alone (see `for_process`), it may make no socket at all, and it cannot leave its
    process group, by which the parent ends it with everything it started.
    """
    program = Program(machine or platform.machine())
    program.begin()
    program.refuse(calls_with("refused"), errno.EPERM)
    program.refuse(calls_with("absent"), errno.ENOSYS)
    program.refuse(calls_with("idle"), 0)
    program.refuse_bits("clone", 0, NEW_NAMESPACES, errno.EPERM)
    program.allow_only("socketpair", 0, (AF_UNIX,), errno.EAFNOSUPPORT)
    program.allow_only("ioctl", 1, HARMLESS_IOCTLS, errno.ENOTTY)
    program.refuse_values("fcntl", 1, FCNTL_REACHING_OUT, errno.EPERM)
    if has_own_processes:
        program.allow_only("socket", 0, (AF_UNIX,), errno.EAFNOSUPPORT)
    else:
        program.refuse(("socket",), errno.EAFNOSUPPORT)
        program.refuse(calls_with("refused without namespaces"), errno.EPERM)
        program.refuse(calls_with("idle without namespaces"), 0)
        program.allow_only("prlimit64", 0, (ITSELF,), errno.EPERM)
        for name in calls_with("to itself without namespaces"):
            program.allow_only(name, 0, (SELF,), errno.EPERM)
    return program.end()


class _FilterProgram(CStructure):
    """The kernel's `struct sock_fprog`: how many instructions, and where."""

    _fields_ = (("length", c_ushort), ("instructions", c_void_p))


def install(program: bytes) -> None:
    """Put a filter on this process for good. Raises OSError where the kernel has no seccomp."""
    instructions = create_string_buffer(program, len(program))
    described = _FilterProgram(len(program) // 8, addressof(instructions))
    control_process(PR_SET_NO_NEW_PRIVS, 1)
    system_call(SECCOMP[platform.machine()], SECCOMP_SET_MODE_FILTER, 0, byref(described))


def as_descriptor(program: bytes) -> int:
    """Return a readable descriptor that holds a filter, as bubblewrap takes it; the caller closes it."""
    descriptor = os.memfd_create("filter", os.MFD_CLOEXEC)
    os.write(descriptor, program)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor

"""The few system calls that the standard library does not offer, for Linux.

Called through the C library that runs Python already, so that a sandbox needs no compiled part of ours.
"""

import ctypes
import os
import platform

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39
# Numbers of (capget, capset) by processor, and the version of their structures in use since Linux 2.6.26.
CAPABILITY_CALLS = {"x86_64": (125, 126), "aarch64": (90, 91)}
CAPABILITY_VERSION = 0x20080522

_c = ctypes.CDLL(None, use_errno=True)
_c.syscall.restype = ctypes.c_long


def system_call(number: int, *arguments: object) -> int:
    """Make a system call with ints and ctypes values. Raises OSError with the kernel's reason."""
    widened = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    result = int(_c.syscall(ctypes.c_long(number), *widened))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def control_process(option: int, value: int) -> int:
    """Call prctl with one value and return its result. Raises OSError with the kernel's reason."""
    zero = ctypes.c_ulong(0)
    result = int(_c.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def capabilities() -> bool:
    """Say whether this process holds any capability: effective, permitted or inheritable."""
    header, data = _capability_structures()
    system_call(CAPABILITY_CALLS[platform.machine()][0], ctypes.byref(header), ctypes.byref(data))
    return any(data)


def drop_capabilities() -> None:
    """Give up every capability for good."""
    header, data = _capability_structures()
    system_call(CAPABILITY_CALLS[platform.machine()][1], ctypes.byref(header), ctypes.byref(data))


def _capability_structures() -> tuple[ctypes.Array[ctypes.c_uint32], ctypes.Array[ctypes.c_uint32]]:
    return (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()

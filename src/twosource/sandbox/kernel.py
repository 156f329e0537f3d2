"""The few system calls that the standard library does not offer, for Linux.

Called through the C library that runs Python already, so that a sandbox needs no compiled part of ours.
"""

import ctypes
import os

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

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


def control_process(option: int, value: int) -> None:
    """Call prctl with one value, the rest zero. Raises OSError with the kernel's reason."""
    zero = ctypes.c_ulong(0)
    if _c.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))

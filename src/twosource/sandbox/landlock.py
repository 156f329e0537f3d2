"""Landlock: a process gives up, for good, every file and port but those it names.

No privilege is needed. What a kernel can refuse grew with its version (the ABI); everything it knows is
asked for. Each domain is also a wall between processes: one outside it cannot be traced or, from ABI 6
on, signalled.
"""

import os
import struct
from collections.abc import Iterable
from ctypes import byref, create_string_buffer

from twosource.sandbox.kernel import PR_SET_NO_NEW_PRIVS, control_process, system_call

# One number on every processor.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
RULE_PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REFER, TRUNCATE, IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
FIRST_RIGHTS = (1 << 13) - 1
NETWORK = 0b11
SCOPE = 0b11
# Making folders, plain files, pipes, sockets and links, and removing; never device nodes (bits 6 and 11).
CHANGING = WRITE_FILE | (1 << 4) | (1 << 5) | (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10) | (1 << 12)
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE
ABI_REFER, ABI_TRUNCATE, ABI_NETWORK, ABI_IOCTL, ABI_SCOPE = 2, 3, 4, 5, 6


def version() -> int:
    """Return the kernel's Landlock ABI, 0 where it has none or has it switched off."""
    try:
        return system_call(CREATE_RULESET, 0, 0, ASK_VERSION)
    except OSError:
        return 0


def ruleset(*, readable: Iterable[str], writable: Iterable[str]) -> int:
    """Return a descriptor of rules: read and run below some paths, read and write below others.

    Paths that do not exist are left out. The caller closes it. Raises OSError where there is no Landlock.
    """
    abi = version()
    handled = _rights(abi)
    attributes = struct.pack(
        "<QQQ", handled, NETWORK if abi >= ABI_NETWORK else 0, SCOPE if abi >= ABI_SCOPE else 0
    )
    size = 24 if abi >= ABI_SCOPE else 16 if abi >= ABI_NETWORK else 8
    rules = system_call(CREATE_RULESET, byref(create_string_buffer(attributes, 24)), size, 0)
    for path in readable:
        _allow(rules, path, (EXECUTE | READ_FILE | READ_FOLDER) & handled)
    for path in writable:
        _allow(rules, path, (READ_FILE | READ_FOLDER | CHANGING | REFER | TRUNCATE) & handled)
    return rules


def restrict(rules: int) -> None:
    """Put this process in a domain of its own under these rules, for good."""
    control_process(PR_SET_NO_NEW_PRIVS, 1)
    system_call(RESTRICT_SELF, rules, 0)


def _rights(abi: int) -> int:
    rights = FIRST_RIGHTS
    for since, right in ((ABI_REFER, REFER), (ABI_TRUNCATE, TRUNCATE), (ABI_IOCTL, IOCTL_DEVICE)):
        if abi >= since:
            rights |= right
    return rights


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = rights if os.path.isdir(path) else rights & OF_FILES
        rule = create_string_buffer(struct.pack("<Qi", allowed, place), 12)
        system_call(ADD_RULE, rules, RULE_PATH_BENEATH, byref(rule), 0)
    finally:
        os.close(place)

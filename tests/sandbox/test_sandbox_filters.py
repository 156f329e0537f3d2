"""The filter of system calls: its numbers are the kernel's, and its program decides as it says."""

import errno
import platform
import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.sandbox import filters
from twosource.sandbox.filters import ARCHITECTURES, call_table, calls_with, filter_program, for_process

HEADERS = {
    "x86_64": [Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm/unistd_64.h")],
    "aarch64": [Path("/usr/include/asm-generic/unistd.h")],
}
MACHINES = sorted(ARCHITECTURES)


def verdict(program, machine, number, *arguments, architecture=None):
    """Run a classic BPF program as the kernel does over `struct seccomp_data`; return the verdict."""
    words = [number, architecture or ARCHITECTURES[machine], 0, 0]
    for value in (*arguments, *[0] * 6)[:6]:
        words += [value & 0xFFFFFFFF, (value >> 32) & 0xFFFFFFFF]
    code = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    at, accumulator = 0, 0
    while True:
        operation, if_so, if_not, value = code[at]
        at += 1
        if operation == filters.LOAD:
            accumulator = words[value // 4]
        elif operation == filters.EQUAL:
            at += if_so if accumulator == value else if_not
        elif operation == filters.AT_LEAST:
            at += if_so if accumulator >= value else if_not
        elif operation == filters.ANY_BIT:
            at += if_so if accumulator & value else if_not
        else:
            assert operation == filters.VERDICT
            return value


def refused(code):
    return 0x00050000 | code


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_are_those_of_the_kernel_headers_where_these_are_installed(machine):
    header = next((path for path in HEADERS[machine] if path.exists()), None)
    if header is None:
        pytest.skip(f"no kernel headers for {machine} on this machine")
    told = {
        name.removeprefix("3264_"): int(number)
        for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    }
    ours = {name: row[machine] for name, row in call_table().items() if machine in row}
    compared = {name for name in ours if name in told}
    assert len(compared) > 0.9 * len(ours)
    assert {name: ours[name] for name in compared} == {name: told[name] for name in compared}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("has_own_processes", [True, False])
def test_every_call_of_the_table_gets_its_verdict(machine, has_own_processes):
    program = filter_program(has_own_processes=has_own_processes, machine=machine)
    expected = {"refused": errno.EPERM, "absent": errno.ENOSYS, "idle": 0}
    if not has_own_processes:
        expected |= {"refused without namespaces": errno.EPERM, "idle without namespaces": 0}
    for name, row in call_table().items():
        if machine in row and row["verdict"] in expected:
            assert verdict(program, machine, row[machine]) == refused(expected[row["verdict"]]), name
        elif machine in row and "without namespaces" in row["verdict"] and has_own_processes:
            assert verdict(program, machine, row[machine], 77) == filters.ALLOW, name


@pytest.mark.parametrize("machine", MACHINES)
def test_sockets_are_local_or_none(machine):
    sealed = filter_program(has_own_processes=True, machine=machine)
    bare = filter_program(has_own_processes=False, machine=machine)
    number, pair = call_table()["socket"][machine], call_table()["socketpair"][machine]
    for family in range(64):
        allowed = filters.ALLOW if family == 1 else refused(errno.EAFNOSUPPORT)
        assert verdict(sealed, machine, number, family) == allowed
        assert verdict(sealed, machine, pair, family) == allowed
        assert verdict(bare, machine, number, family) == refused(errno.EAFNOSUPPORT)


@given(st.integers(0, 2**32 - 1))
def test_a_process_may_be_made_with_any_flag_but_those_of_namespaces(flags):
    program = filter_program(has_own_processes=True, machine="x86_64")
    allowed = filters.ALLOW if not flags & filters.NEW_NAMESPACES else refused(errno.EPERM)
    assert verdict(program, "x86_64", call_table()["clone"]["x86_64"], flags) == allowed


@pytest.mark.parametrize("machine", MACHINES)
def test_signals_go_to_itself_alone_where_others_are_in_sight(machine):
    program = for_process(filter_program(has_own_processes=False, machine=machine), 1234)
    for name in calls_with("to itself without namespaces"):
        number = call_table()[name][machine]
        assert verdict(program, machine, number, 1234) == filters.ALLOW
        for other in (0, 1, 1233, -1):
            assert verdict(program, machine, number, other) == refused(errno.EPERM)


def test_another_architecture_is_killed_and_x32_is_unknown():
    program = filter_program(has_own_processes=True, machine="x86_64")
    assert verdict(program, "x86_64", 1, architecture=0x40000003) == filters.KILL
    assert verdict(program, "x86_64", 1 | filters.X32_BIT) == refused(errno.ENOSYS)
    assert verdict(program, "x86_64", 1) == filters.ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_only_harmless_questions_may_be_put_to_a_descriptor(machine):
    program = filter_program(has_own_processes=True, machine=machine)
    number = call_table()["ioctl"][machine]
    assert verdict(program, machine, number, 3, 0x541B) == filters.ALLOW
    assert verdict(program, machine, number, 3, 0x5412) == refused(errno.ENOTTY)
    assert verdict(program, machine, call_table()["fcntl"][machine], 3, 8) == refused(errno.EPERM)
    assert verdict(program, machine, call_table()["fcntl"][machine], 3, 1) == filters.ALLOW


def test_no_program_is_longer_than_the_kernel_takes():
    for machine in MACHINES:
        for apart in (True, False):
            assert len(filter_program(has_own_processes=apart, machine=machine)) // 8 < 4096


def test_filters_are_written_for_this_machine_or_it_says_so():
    assert filters.is_supported() == (platform.machine() in MACHINES)

"""Receives one small delivery into many cases, each run meeting the fault at another call; runs under strace.

python fault_driver.py CALL COUNT POINTS DELIVERY CASES     (POINTS as 0,3,7)

strace is told to fail the COUNT-th call of one kind in every process. Each child makes some idle calls
of that kind first, so that the fault meets the receiving itself at another place each time. One start of
Python serves all points.
"""

import os
import sys
from pathlib import Path

from twosource.desk import Desk
from twosource.desk.case import CaseFolder
from twosource.desk.workplace import Settings
from twosource.intake import sealed
from twosource.sandbox import SandboxSettings

NOWHERE = "/nowhere/at/all"
# Imported before the first fork, so that no child spends its time on it.
PRELOADED = sealed


def idle(call, null, times):
    """Make calls of one kind that change nothing."""
    for _ in range(times):
        try:
            match call:
                case "write":
                    os.write(null, b"")
                case "pwrite64":
                    os.pwrite(null, b"", 0)
                case "fsync":
                    os.fsync(null)
                case "fdatasync":
                    os.fdatasync(null)
                case "rename":
                    os.rename(NOWHERE, NOWHERE)
                case "link":
                    os.link(NOWHERE, NOWHERE)
                case "unlink":
                    os.unlink(NOWHERE)
                case "mkdir":
                    os.mkdir(NOWHERE)
                case "ftruncate":
                    os.ftruncate(null, 0)
                case "openat":
                    os.close(os.open("/dev/null", os.O_RDONLY))
        except OSError:
            continue


def receive(case, delivery):
    """Receive into a case as the command line does; a fault ends it like any other."""
    with Desk.open(CaseFolder(case), settings=Settings(sandbox=SandboxSettings(level=0))) as desk:
        desk.receive([delivery])


def main():
    """Fork one child per point."""
    call, count, points, delivery, cases = (
        sys.argv[1],
        int(sys.argv[2]),
        [int(point) for point in sys.argv[3].split(",")],
        *map(Path, sys.argv[4:]),
    )
    null = os.open("/dev/null", os.O_RDWR)
    for point in points:
        child = os.fork()
        if child == 0:
            idle(call, null, count - 1 - point)
            try:
                receive(cases / f"{point:03}", delivery)
                code = 0
            except BaseException as error:  # noqa: BLE001 - any fault; what it leaves behind is tested
                sys.stderr.write(f"{point} {type(error).__name__}: {error}\n")
                code = 1
            os._exit(code)
        os.waitpid(child, 0)


main()

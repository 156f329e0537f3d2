"""A disk that fails, fills up, or a process that dies, at every write-side call of receiving: nothing is lost.

After the manner of SQLite's fault injection: strace makes the n-th call of each kind fail (EIO, ENOSPC) or
kills the process there, for every n, and afterwards the case must verify, and receiving again must give
the same case as one that met no fault.
"""

import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from twosource.desk import Desk
from twosource.desk.case import CaseFolder
from twosource.evidence.holdings import Exhibit, Holding

DRIVER = Path(__file__).with_name("fault_driver.py")
CALLS = (
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "rename",
    "link",
    "unlink",
    "mkdir",
    "ftruncate",
    "openat",
)
FAULTS = ("error=EIO", "error=ENOSPC", "signal=SIGKILL")
LEAST_POINTS = 300
# Of a call made very often, this many places are tried, spread evenly over all of them.
MOST_OF_A_KIND = 22
WORKS = shutil.which("strace") and (
    subprocess.run(["strace", "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0
)
pytestmark = pytest.mark.skipif(not WORKS, reason="strace is missing, or this machine lets nobody trace")


@pytest.fixture(scope="module")
def delivery(tmp_path_factory):
    """Two letters, one of them twice, and an archive of two."""
    folder = tmp_path_factory.mktemp("delivery")
    (folder / "inner").mkdir()
    (folder / "letter.txt").write_text("The battalion left on Sunday.", "utf-8")
    (folder / "inner" / "same.txt").write_text("The battalion left on Sunday.", "utf-8")
    (folder / "inner" / "other.txt").write_text("وصلت القافلة مساء الأحد", "utf-8")
    with zipfile.ZipFile(folder / "papers.zip", "w") as archive:
        archive.writestr("one.txt", "One page.")
        archive.writestr("two.txt", "Another page.")
    return folder


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return Desk.new(tmp_path_factory.mktemp("empty") / "case").path


def points_of(count):
    n = min(count, MOST_OF_A_KIND)
    return [at * count // n for at in range(n)]


def drive(options, call, count, points, delivery, cases):
    return subprocess.run(
        ["strace", "-f", "-qq", *options, sys.executable, str(DRIVER), call, str(count),
         ",".join(map(str, points)), str(delivery), str(cases)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def counts(delivery, empty, tmp_path_factory):
    """Return how many calls of each kind one whole receiving makes."""
    folder = tmp_path_factory.mktemp("count")
    shutil.copytree(empty, folder / "000")
    log = folder / "log"
    drive(["-o", str(log), "-e", f"trace={','.join(CALLS)}"], "", 1, [0], delivery, folder)
    lines = [line.split(maxsplit=1) for line in log.read_text("utf-8", "replace").splitlines()]
    parent = lines[0][0]
    return Counter(match[1] for pid, rest in lines if pid != parent and (match := re.match(r"(\w+)\(", rest)))


def contents(desk):
    return (
        {e.exhibit_id: e.media_type for e in desk.store.all(Exhibit)},
        {(h.path, h.exhibit_id) for h in desk.store.all(Holding)},
    )


def damage(desk):
    return [problem.sentence for problem in desk.verify() if problem.is_damage]


@pytest.fixture(scope="module")
def whole(delivery, empty, tmp_path_factory):
    """Return what a case holds that met no fault."""
    case = tmp_path_factory.mktemp("whole") / "case"
    shutil.copytree(empty, case)
    with Desk.open(CaseFolder(case)) as desk:
        desk.receive([delivery])
        return contents(desk)


def test_there_are_enough_points_to_mean_something(counts):
    assert len(FAULTS) * sum(len(points_of(counts[call])) for call in CALLS if counts[call]) >= LEAST_POINTS


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", CALLS)
def test_a_fault_at_any_call_loses_nothing(call, fault, counts, delivery, empty, whole, tmp_path):
    """Verify finds no damage after the fault; receiving again completes the case, once each."""
    if not counts[call]:
        assert call in ("rename", "link"), "a call this test should drop"
        return
    points = points_of(counts[call])
    for point in points:
        shutil.copytree(empty, tmp_path / f"{point:03}")
    drive(
        ["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={counts[call]}"],
        call, counts[call], points, delivery, tmp_path,
    )  # fmt: skip
    for point in points:
        with Desk.open(CaseFolder(tmp_path / f"{point:03}")) as desk:
            assert damage(desk) == [], point
            desk.receive([delivery])
            assert damage(desk) == [], point
            assert contents(desk) == whole, point

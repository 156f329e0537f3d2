"""Nothing leaves this machine: beacons, polyglots and bombs examined whole under strace, every socket counted.

Each beacon names an address where a listener waits, so a packet would be counted at both ends: as a
call of the kernel's and as a connection that came. Controls show that both counters count.
"""

import re
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

import pytest

from twosource.desk import Desk
from twosource.desk.case import CaseFolder
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.outcome import Fate
from twosource.reading.kinds import is_read_alone

STAGES = Path(__file__).parents[1]
sys.path.extend(str(STAGES / folder) for folder in ("intake", "reading"))

import beacons  # noqa: E402 - found only once the folders that hold them are named
import hostile  # noqa: E402

CALLS = "socket,connect,sendto,sendmsg,sendmmsg,bind,io_uring_setup"
CALL = re.compile(r"^(?P<pid>\d+)(?:<(?P<program>[^>]*)>)?\s+(?P<name>\w+)\((?P<rest>.*)")
FAMILY = re.compile(r"\b[AP]F_[A-Z0-9_]+")
STRACE = ("strace", "-f", "-qq", "--seccomp-bpf", "--decode-pids=comm")
WORKS = shutil.which("strace") and (
    subprocess.run([*STRACE, "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0
)
pytestmark = pytest.mark.skipif(not WORKS, reason="strace is missing, or this machine lets nobody trace")
# bubblewrap brings up the loopback device of the empty network it just made; no exhibit is open then.
BUBBLEWRAP = ("bwrap", "AF_NETLINK")
BOMBS = ("xml of laughs", "xml that reaches outside", "docx of laughs")
EVERY = 4
CONTACT = "would have contacted"


class Call(NamedTuple):
    """One call of the kernel's: which program made it, its name, the family it names and what it gave."""

    program: str
    name: str
    family: str
    given: str


class Listener:
    """Waits at an address of this machine and counts who comes."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "{}:{}".format(*self.socket.getsockname())
        self.n_came = 0
        self.thread = threading.Thread(target=self._wait, daemon=True)
        self.thread.start()

    def _wait(self):
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with line:
                self.n_came += 1

    def close(self):
        """Wake the waiting thread, which closing alone does not."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(10)


def calls_of(log):
    """Return the calls written by strace, an interrupted one by its first half."""
    found = []
    for line in log.read_text("utf-8", "replace").splitlines():
        if match := CALL.match(line):
            rest = match["rest"]
            family = FAMILY.search(rest)
            given = rest.rpartition("= ")[2] if " = " in rest else ""
            found.append(Call(match["program"] or "", match["name"], family[0] if family else "", given))
    return found


def reaching(calls):
    """Return the calls that ask for any family but AF_UNIX, answered or not, and bubblewrap's own left out."""
    return [
        call
        for call in calls
        if call.family not in {"", "AF_UNIX", "AF_UNSPEC"} and (call.program, call.family) != BUBBLEWRAP
    ]


def traced(log, *command):
    return subprocess.run(
        [*STRACE, "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(log), *command],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip


def write_cache(folder, address):
    """Write beacons with the listener's address in them, polyglots, and bombs that burst at once.

    Kinds read together come whole. Of a kind for which a sandbox is started anew each time, every
    fourth comes: its readers are asked about every beacon where they are tested.
    """
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beacons, "address", lambda name: f"http://{address}/{name}.beacon.example")
        found = beacons.all_beacons()
    alone = [one for one in found if is_read_alone(one.media_type)]
    found = [one for one in found if one not in alone] + alone[::EVERY]
    for beacon in found:
        told = f"http://{address}/{beacon.name}/".encode()
        content = beacon.content.replace(f"http://{beacon.host}/".encode(), told)
        (folder / beacon.name).write_bytes(content)
    for number, (name, content) in enumerate(list(hostile.polyglots().values())[::EVERY]):
        (folder / f"{number}-{name}").write_bytes(content)
    for number, name in enumerate(BOMBS):
        suffix, make = hostile.BOMBS[name]
        (folder / f"bomb-{number}{suffix}").write_bytes(make())
    return len(found)


@pytest.fixture(scope="module")
def listener():
    waiting = Listener()
    yield waiting
    waiting.close()


@pytest.fixture(scope="module")
def examined(listener, tmp_path_factory):
    """The cache examined by the command line, in the sandbox this machine has, and what strace wrote of it."""
    folder = tmp_path_factory.mktemp("packets")
    n_beacons = write_cache(folder / "cache", listener.address)
    assert n_beacons > 120
    log = folder / "strace.log"
    run = traced(
        log, sys.executable, "-c", "from twosource.cli import main; main()", "examine", str(folder / "cache"), "--case", str(folder / "case"),
    )  # fmt: skip
    assert run.returncode in {0, 3}, run.stdout + run.stderr
    return folder, calls_of(log)


def test_nothing_but_local_sockets_is_opened_while_beacons_are_examined(examined):
    """Neither the desk nor anything it starts asks the kernel for a socket of any family but AF_UNIX."""
    _, calls = examined
    assert reaching(calls) == []


@pytest.mark.usefixtures("examined")
def test_nobody_comes_to_the_address_the_beacons_name(listener):
    """The listener whose address stands in the beacons counts no connection."""
    assert listener.n_came == 0


def test_the_beacons_were_read_and_accounted_for(examined, listener):
    """Nothing was quiet because nothing was read: every exhibit has a fate, and readers name the address."""
    folder, _ = examined
    with Desk.open(CaseFolder(folder / "case")) as desk:
        exhibits = {one.exhibit_id for one in desk.store.all(Exhibit)}
        fates = {one.exhibit_id for one in desk.store.all(Fate)}
        told = [dict(one.metadata).get(CONTACT, "") for one in desk.store.all(Rendition)]
    assert exhibits == fates
    assert len(exhibits) > 120
    assert sum(listener.address in contact for contact in told) > 80


def test_a_packet_would_be_counted(listener, tmp_path):
    """Control: a connection made below the same strace is seen in its log and by the listener."""
    log = tmp_path / "control.log"
    host, port = listener.address.split(":")
    before = listener.n_came
    reach = f"import socket; socket.create_connection(({host!r}, {port})).recv(1)"
    run = traced(log, sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {reach!r}], check=True)")  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert listener.n_came == before + 1
    assert {call.name for call in reaching(calls_of(log))} >= {"socket", "connect"}

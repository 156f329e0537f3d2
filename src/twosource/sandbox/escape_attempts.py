"""What a hostile exhibit would try once it had taken over its reader: the inside of the escape battery.

Every attempt returns a sentence where it got through, nothing where it did not, and lets an OSError show
why. None would do lasting harm if it succeeded: signals go to a process made for it, and nothing is read
but what was laid out.
"""

import ctypes
import mmap
import os
import platform
import signal
import socket
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from twosource.ports import Limits, Message
from twosource.sandbox.filters import X32_BIT, call_table, calls_with
from twosource.sandbox.kernel import PR_GET_NO_NEW_PRIVS, capabilities, control_process, system_call
from twosource.sandbox.walls import environment

Arguments = Mapping[str, Any]
# bubblewrap and Python put these into an empty environment.
ADDED_BY_PROGRAMS = frozenset({"PWD", "LC_CTYPE"})
AF_UNIX = 1
MEBIBYTE = 1 << 20
MANY_PROCESSES = 2000
MUCH_SCRATCH = 2048
MUCH_MEMORY = 2048
TRACE_ME, TRACE_ATTACH, TRACE_SEIZE = 0, 16, 0x4206
KINDS_OF_SOCKET = (1, 2, 3, 5)
NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x80)
PRIVATE = ("/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/ssh", "/var/log", "/boot", "/sys/kernel")
IN_HOMES = (".bashrc", ".profile", ".bash_history", ".ssh", ".gnupg", ".config", ".cache", ".local/share")
DEVICES = [
    "mem",
    "kmem",
    "port",
    "kmsg",
    "kvm",
    "fuse",
    "sda",
    "vda",
    "nvme0n1",
    "loop0",
    "loop-control",
    "tty",
    "tty0",
    "ptmx",
    "console",
    "net/tun",
    "shm",
]
NOT_OURS = ("/", "/usr", "/etc", "/dev", "/dev/shm", "/run", "/var/tmp", "/home", "/root", "/proc/sys/kernel")  # noqa: S108


def attempt(untrusted_source: BinaryIO, arguments: Arguments, _: Limits) -> Iterator[Message]:
    """Try the attempt named in the arguments and send what came of it."""
    try:
        got = ATTEMPTS[arguments["name"]]({**arguments, "source": untrusted_source.fileno()})
        said = got or "nothing was reached"
    except OSError as error:
        got, said = "", error.strerror or type(error).__name__
    yield {"succeeded": bool(got), "what": said}


def _opened(paths: list[str]) -> str:
    """Say which of these paths can be opened or listed."""
    found = []
    for path in paths:
        try:
            if os.path.isdir(path):
                os.listdir(path)
            else:
                os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        except OSError:
            continue
        found.append(path)
    return f"opened {', '.join(found)}" if found else ""


def read_private(_: Arguments) -> str:
    """Read what is private to the machine."""
    return _opened(list(PRIVATE))


def read_homes(given: Arguments) -> str:
    """Read what people keep in their home folders."""
    homes = [given["home"], "/root", *(str(one) for one in Path("/home").glob("*"))]
    return _opened([f"{home}/{name}" for home in homes for name in IN_HOMES])


def read_case(given: Arguments) -> str:
    """Read a folder of the desk by its path."""
    return _opened([given["case"], given["other"]])


def read_other_exhibits(given: Arguments) -> str:
    """Reach other exhibits by the descriptors of every process in sight."""
    for process in [name for name in os.listdir("/proc") if name.isdigit()]:
        try:
            held = os.listdir(f"/proc/{process}/fd")
        except OSError:
            continue
        for descriptor in held:
            try:
                with open(f"/proc/{process}/fd/{descriptor}", "rb", buffering=0) as other:
                    os.set_blocking(other.fileno(), False)
                    if given["secret"].encode() in (other.read(4096) or b""):
                        return f"read another exhibit through process {process}"
            except OSError:
                continue
    return ""


def write_original(given: Arguments) -> str:
    """Write to the original through its own descriptor; the desk looks at it afterwards."""
    own = given["source"]
    with suppress(OSError):
        os.fchmod(own, 0o666)
        os.utime(own, (0, 0))
    for mode in (os.O_WRONLY, os.O_RDWR):
        try:
            again = os.open(f"/proc/self/fd/{own}", mode)
        except OSError:
            continue
        os.write(again, b"changed")
        return "wrote to the original"
    os.setxattr(own, "user.escaped", b"")
    return "labelled the original"


def write_elsewhere(given: Arguments) -> str:
    """Write to anything but the temporary folder."""
    package = str(Path(__file__).parent)
    for folder in (*NOT_OURS, package, given["case"]):
        try:
            os.close(os.open(f"{folder}/.escaped", os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError:
            continue
        return f"wrote to {folder}"
    for path in (
        "/proc/sys/kernel/core_pattern",
        "/proc/sysrq-trigger",
        "/proc/self/oom_score_adj",
        given["other"],
    ):
        try:
            os.close(os.open(path, os.O_WRONLY))
        except OSError:
            continue
        if path != "/proc/self/oom_score_adj":
            return f"opened {path} for writing"
    return ""


def open_sockets(_: Arguments) -> str:
    """Make a socket of every family but the local one."""
    made = set()
    for family in (one for one in range(46) if one != AF_UNIX):
        for kind in KINDS_OF_SOCKET:
            try:
                socket.socket(family, kind, 0).close()
                made.add(family)
            except OSError:
                continue
    return f"made sockets of families {sorted(made)}" if made else ""


def _reached(family: int, address: Any) -> str:
    with socket.socket(family, socket.SOCK_STREAM) as caller:
        caller.settimeout(1)
        caller.connect(address)
        return f"reached {address!r}"


def reach_port(given: Arguments) -> str:
    """Connect to a port of this machine that listens."""
    return _reached(socket.AF_INET, ("127.0.0.1", given["port"]))


def reach_named_socket(given: Arguments) -> str:
    """Connect to a listening local socket without a file."""
    return _reached(socket.AF_UNIX, "\0" + given["named"])


def reach_socket_file(given: Arguments) -> str:
    """Connect to a listening local socket by its path."""
    return _reached(socket.AF_UNIX, given["case"] + "/socket")


def trace_others(given: Arguments) -> str:
    """Trace the desk, the process inside and itself, or read the memory of others."""
    number = int(call_table()["ptrace"][platform.machine()])
    for pid in (given["desk"], given["victim"], os.getppid()):
        for request in (TRACE_ATTACH, TRACE_SEIZE):
            try:
                system_call(number, request, pid, 0, 0)
            except OSError:
                continue
            return f"traced process {pid}"
        try:
            os.close(os.open(f"/proc/{pid}/mem", os.O_RDONLY))
        except OSError:
            continue
        return f"opened the memory of process {pid}"
    system_call(number, TRACE_ME, 0, 0, 0)
    return "asked to be traced"


def leave_namespaces(_: Arguments) -> str:
    """Make new namespaces, in which it would be privileged, or enter those of others."""
    for flag in NAMESPACES:
        try:
            system_call(int(call_table()["unshare"][platform.machine()]), flag)
        except OSError:
            continue
        return f"made a namespace ({flag:#x})"
    number = int(call_table()["clone"][platform.machine()])
    if system_call(number, 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0) == 0:
        os._exit(0)
    return "made a process in a namespace of its own"


def mount_folders(_: Arguments) -> str:
    """Mount a folder, or lay another over the root."""
    target, kind = ctypes.c_char_p(b"/tmp"), ctypes.c_char_p(b"tmpfs")
    try:
        system_call(int(call_table()["mount"][platform.machine()]), kind, target, kind, 0, 0)
    except OSError:
        os.chroot("/")
        return "changed its root"
    return "mounted a folder"


def make_forbidden_calls(_: Arguments) -> str:
    """Make every call that the filter names, and one by the numbers of another convention."""
    machine = platform.machine()
    reached = []
    for verdict, expected in (("refused", 1), ("absent", 38)):
        for name in calls_with(verdict):
            number = call_table()[name].get(machine)
            if number is None:
                continue
            try:
                system_call(int(number), 0, 0, 0, 0, 0, 0)
                reached.append(name)
            except OSError as error:
                if error.errno != expected:
                    reached.append(name)
    if machine == "x86_64":
        try:
            system_call(39 | X32_BIT)
            reached.append("x32")
        except OSError:
            pass
    return f"the kernel looked at {', '.join(reached)}" if reached else ""


def become_privileged(_: Arguments) -> str:
    """Become root, or keep any right that would help to."""
    if capabilities():
        return "kept capabilities"
    return "" if control_process(PR_GET_NO_NEW_PRIVS, 0) == 1 else "may gain more by running programs"


def become_root(_: Arguments) -> str:
    """Ask to be root outright."""
    os.setresuid(0, 0, 0)
    return "became root"


def run_privileged(_: Arguments) -> str:
    """Run every program that makes its caller root, and see whether it did."""
    for folder in ("/usr/bin", "/usr/sbin"):
        for entry in os.scandir(folder):
            mode = entry.stat().st_mode
            if not (mode & stat.S_ISUID and stat.S_ISREG(mode)):
                continue
            pid = os.fork()
            if pid == 0:
                os.execv(entry.path, [entry.path])  # noqa: S606
            time.sleep(0.02)
            with suppress(OSError):
                if os.stat(f"/proc/{pid}").st_uid != os.getuid() and _is_root(pid):
                    return f"{entry.path} ran as root"
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
    return ""


def _is_root(pid: int) -> bool:
    """Say whether a process runs as root, by its effective user."""
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
        return any(line.startswith("Uid:") and line.split()[2] == "0" for line in status)


def signal_others(given: Arguments) -> str:
    """Kill a process of the same user, ask whether everybody could be, then end the process inside."""
    reached = []
    for pid in (given["victim"], given["desk"], -1):
        try:
            os.kill(pid, signal.SIGKILL if pid == given["victim"] else 0)
            reached.append(str(pid))
        except OSError:
            continue
    try:
        os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getppid(), signal.SIGTERM)
    except OSError:
        pass
    time.sleep(0.2)
    return f"could signal {', '.join(reached)}" if reached else ""


def bomb_with_processes(_: Arguments) -> str:
    """Start processes until none can be started; they live until they are killed."""
    for number in range(MANY_PROCESSES):
        try:
            if os.fork() == 0:
                os.setsid()
                time.sleep(600)
        except OSError:
            time.sleep(600)
        if number % 50 == 0:
            time.sleep(0.001)
    return f"started {MANY_PROCESSES} processes"


def fill_scratch(_: Arguments) -> str:
    """Write to the temporary folder until nothing more fits."""
    block = bytes(MEBIBYTE)
    for number in range(MUCH_SCRATCH):
        name = f"{os.environ['TMPDIR']}/{number // 64}"
        with open(name, "ab", buffering=0) as target:
            target.write(block)
    return f"wrote {MUCH_SCRATCH} MiB"


def exhaust_memory(_: Arguments) -> str:
    """Take memory and use it until there is no more."""
    held: list[bytearray] = []
    for _number in range(MUCH_MEMORY // 16):
        try:
            held.append(bytearray(os.urandom(4096)) * 4096)
        except MemoryError:
            return ""
    return f"took {MUCH_MEMORY} MiB"


def exhaust_memory_in_processes(_: Arguments) -> str:
    """Take memory in many processes, each below its own limit."""
    for _number in range(MUCH_MEMORY // 128):
        if os.fork() == 0:
            held = mmap.mmap(-1, 128 * MEBIBYTE)
            for place in range(0, len(held), mmap.PAGESIZE):
                held[place] = 1
            time.sleep(600)
        time.sleep(0.05)
    time.sleep(2)
    return f"took {MUCH_MEMORY} MiB in processes"


def open_devices(_: Arguments) -> str:
    """Open devices other than the harmless ones, and make one."""
    found = _opened([f"/dev/{name}" for name in DEVICES])
    if found:
        return found
    os.mknod(f"{os.environ['TMPDIR']}/device", 0o600 | stat.S_IFBLK, os.makedev(7, 0))
    return "made a device"


def read_secrets(_: Arguments) -> str:
    """Read the environment of the desk, in its own and in every process in sight."""
    names = set(os.environ)
    for process in [name for name in os.listdir("/proc") if name.isdigit()]:
        try:
            with open(f"/proc/{process}/environ", "rb") as told:
                pairs = told.read().split(b"\0")
        except OSError:
            continue
        names |= {pair.partition(b"=")[0].decode("ascii", "replace") for pair in pairs if pair}
    others = names - set(environment("")) - ADDED_BY_PROGRAMS
    return f"read {', '.join(sorted(others))}" if others else ""


def reach_control(_: Arguments) -> str:
    """Find a descriptor beside its own two, above all the socket by which the desk gives orders."""
    found = []
    for descriptor in range(1024):
        try:
            mode = os.fstat(descriptor).st_mode
        except OSError:
            continue
        if stat.S_ISSOCK(mode) or stat.S_ISDIR(mode):
            found.append(str(descriptor))
    return f"holds descriptors {', '.join(found)}" if found else ""


def stay_behind(_: Arguments) -> str:
    """Leave a file and a process for the next exhibit; whether they were met, the next one says."""
    with open(f"{os.environ['TMPDIR']}/left", "wb") as left:
        left.write(b"left")
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    return ""


def meet_another(_: Arguments) -> str:
    """Look for what an exhibit before this one left."""
    left = os.listdir(os.environ["TMPDIR"])
    try:
        seen = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        seen = []
    others = [pid for pid in seen if pid not in {os.getpid(), os.getppid()}]
    met = [*(["a file"] if "left" in left else []), *(["a process"] if others else [])]
    return f"met {' and '.join(met)} of an exhibit before it" if met else ""


ATTEMPTS: dict[str, Callable[[Arguments], str]] = {
    "read private files of the machine": read_private,
    "read home folders": read_homes,
    "read the case": read_case,
    "read other exhibits": read_other_exhibits,
    "write to the original": write_original,
    "write outside the temporary folder": write_elsewhere,
    "make network sockets": open_sockets,
    "reach a listening port": reach_port,
    "reach a local socket by name": reach_named_socket,
    "reach a local socket by path": reach_socket_file,
    "trace other processes": trace_others,
    "make namespaces": leave_namespaces,
    "mount folders": mount_folders,
    "make forbidden system calls": make_forbidden_calls,
    "keep privileges": become_privileged,
    "become root": become_root,
    "run a program that makes it root": run_privileged,
    "signal other processes": signal_others,
    "start processes without end": bomb_with_processes,
    "fill the disk": fill_scratch,
    "exhaust memory": exhaust_memory,
    "exhaust memory in many processes": exhaust_memory_in_processes,
    "open devices": open_devices,
    "read secrets of the environment": read_secrets,
    "reach the control socket": reach_control,
    "stay behind": stay_behind,
    "meet another exhibit": meet_another,
}

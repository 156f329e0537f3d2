"""What a job uses while it runs and leaves when it ends, seen from the process inside."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
BLOCK = 512
# Beyond so many leftovers a new sandbox is cheaper than sweeping this one.
MAX_LEFT = 5000
# Fields of /proc/PID/stat behind the name of the program, which stands in brackets and may hold anything.
GROUP, FIRST_TIME, LAST_TIME, N_THREADS = 2, 11, 15, 17


@dataclass(frozen=True, slots=True)
class Usage:
    """What a job and all it started use: bytes of memory, seconds of processor, threads."""

    memory: int
    seconds: float
    n_threads: int


def usage_of(pid: int, has_own_processes: bool, max_memory: int) -> Usage:
    """Return what a job uses. Memory is counted roughly, and exactly where the rough sum exceeds the most.

    The rough sum counts a page once for every process that has it; the exact one shares it out, and
    takes the kernel much longer.
    """
    memory, ticks, n_threads, processes = 0, 0, 0, []
    for process, fields in _processes(pid, has_own_processes):
        processes.append(process)
        ticks += sum(int(one) for one in fields[FIRST_TIME:LAST_TIME])
        n_threads += int(fields[N_THREADS])
        memory += int((_text(f"/proc/{process}/statm").split() or ["0", "0"])[1]) * PAGE
    if memory > max_memory:
        memory = sum(_exact_memory(process) for process in processes)
    return Usage(memory=memory, seconds=ticks / TICKS, n_threads=n_threads)


def _exact_memory(process: int) -> int:
    """Return the bytes of a process that are no file, its part of what is shared."""
    lines = (line.split() for line in _text(f"/proc/{process}/smaps_rollup").splitlines())
    return sum(int(words[1]) * 1024 for words in lines if words and words[0] in {"Pss_Anon:", "Pss_Shmem:"})


def _processes(pid: int, has_own_processes: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield the processes of a job: all but this one where it has its own, else those of its group."""
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        fields = _text(f"/proc/{name}/stat").rpartition(")")[2].split()
        if fields and (has_own_processes or int(fields[GROUP]) == pid):
            yield int(name), fields


def _text(path: str) -> str:
    """Return a text of the kernel's, or nothing where its process has just ended."""
    try:
        with open(path, encoding="utf-8", errors="replace") as source:
            return source.read()
    except OSError:
        return ""


def scratch_in_use(folder: str, pid: int) -> int:
    """Return the bytes below a folder, with those of files that a job has removed and holds open."""
    device = os.stat(folder).st_dev
    used = sum(_size(entry) for entry in _below(folder))
    for process, _ in _processes(pid, has_own_processes=False):
        try:
            held = os.listdir(f"/proc/{process}/fd")
        except OSError:
            continue
        for descriptor in held:
            try:
                status = os.stat(f"/proc/{process}/fd/{descriptor}")
            except OSError:
                continue
            if status.st_nlink == 0 and status.st_dev == device and stat.S_ISREG(status.st_mode):
                used += status.st_blocks * BLOCK
    return used


def _below(folder: str, bound: frozenset[str] = frozenset()) -> Iterator[os.DirEntry[str]]:
    """Yield what lies below a folder, following no link and leaving out folders bound there.

    The folders above a bound one are gone through and not yielded. What vanishes meanwhile is left out.
    """
    above = {str(parent) for one in bound for parent in PurePath(one).parents}
    waiting = [folder]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.path in bound:
                continue
            if entry.path not in above:
                yield entry
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_blocks * BLOCK
    except OSError:
        return 0


def empty_folder(folder: str, bound: frozenset[str] = frozenset()) -> bool:
    """Remove what lies below a folder and say whether it is empty now; False where that is too much."""
    if not os.listdir(folder):
        return True
    found = list(islice(_below(folder, bound), MAX_LEFT))
    for entry in reversed(found):
        try:
            if entry.is_dir(follow_symlinks=False):
                os.rmdir(entry.path)
            else:
                os.unlink(entry.path)
        except OSError:
            return False
    return next(_below(folder, bound), None) is None

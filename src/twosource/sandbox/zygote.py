"""The process inside: it imports the readers once, forks for every request, and cleans up after each.

It reads orders of the desk on one socket and never a byte of an exhibit: those reach only its children.
One child lives at a time. When it ends, whatever it started is killed and what it wrote is removed, so
that nothing of one exhibit can meet the next.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from twosource.sandbox import landlock
from twosource.sandbox.child import READER_FAULTS, Around, Given, run_job
from twosource.sandbox.filters import filter_program
from twosource.sandbox.frames import MAX_ORDER
from twosource.sandbox.jobs import prepare_for
from twosource.sandbox.kernel import (
    PR_SET_CHILD_SUBREAPER,
    PR_SET_DUMPABLE,
    PR_SET_PDEATHSIG,
    control_process,
    drop_capabilities,
)
from twosource.sandbox.leftovers import empty_folder, scratch_in_use, usage_of
from twosource.sandbox.walls import DEVICES, NOBODY

LOOK_SECONDS = 0.2
LEFTOVERS_REMAIN = 71
# Where the machine runs out of memory, the kernel ends readers before anything else.
FIRST_TO_GO = "1000"


@dataclass(slots=True)
class Zygote:
    """What the process inside knows: its socket, its rules, and the requests not begun."""

    control: socket.socket
    around: Around
    waiting: deque[Given] = field(default_factory=deque)
    to_kill: set[int] = field(default_factory=set)
    is_over: bool = False

    def take_order(self) -> None:
        """Take one order off the socket: a request with its two descriptors, a kill, or the end."""
        try:
            body, descriptors, _, _ = socket.recv_fds(self.control, MAX_ORDER, 2)
        except ConnectionError:
            body, descriptors = b"", []
        if not body:
            self.is_over = True
            return
        order = json.loads(body)
        if "kill" in order:
            self._give_up(order["kill"])
        else:
            source, out = descriptors
            self.waiting.append(Given(order=order, source=source, out=out))

    def _give_up(self, number: int) -> None:
        """Drop a request that waits; one that runs is ended by who watches it."""
        for request in [one for one in self.waiting if one.order["number"] == number]:
            self.waiting.remove(request)
            os.close(request.source)
            os.close(request.out)
            self.tell(ended=number, status=0, why="given up", peak=0)
            return
        self.to_kill.add(number)

    def tell(self, **said: Any) -> None:
        """Tell the desk something; where it is gone, this process is over."""
        try:
            self.control.send(json.dumps(said).encode("ascii"))
        except OSError:
            self.is_over = True

    def hint(self, **said: Any) -> None:
        """Tell the desk something it can do without: where it is busy elsewhere, nothing waits for it."""
        try:
            self.control.send(json.dumps(said).encode("ascii"), socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            self.is_over = True

    def run(self, request: Given) -> None:
        """Fork for one request, wait for its end, clean up, and tell the desk how it ended."""
        number = request.order["number"]
        self._prepare(request.order)
        pid = os.fork()
        if pid == 0:
            run_job(request, self.around)
        os.close(request.source)
        os.close(request.out)
        self.tell(begun=number, pid=pid)
        why = self._watch(pid, number, request.order["limits"]["max_memory"])
        self._end_everything(pid)
        _, status, usage = os.wait4(pid, 0)
        self._reap()
        is_clean = empty_folder(self.around.scratch, self.around.bound)
        self.to_kill.clear()
        self.tell(ended=number, status=status, why=why, peak=usage.ru_maxrss * 1024)
        if not is_clean:
            os._exit(LEFTOVERS_REMAIN)

    def _prepare(self, order: Mapping[str, Any]) -> None:
        """Get ready for jobs of this kind, once; where that fails, the job itself will say why."""
        before = len(sys.modules)
        with suppress(*READER_FAULTS):
            prepare_for(order["job"], order["arguments"])
        if len(sys.modules) != before:
            gc.collect()
            gc.freeze()

    def _watch(self, pid: int, number: int, max_memory: int) -> str:
        """Wait until the child has ended, or end it: by order, or for what it uses. Return why."""
        ended = os.pidfd_open(pid)
        poller = select.poll()
        poller.register(ended, select.POLLIN)
        poller.register(self.control, select.POLLIN)
        try:
            while not self.is_over:
                ready = {descriptor for descriptor, _ in poller.poll(LOOK_SECONDS * 1000)}
                if ended in ready:
                    return ""
                if self.control.fileno() in ready:
                    self.take_order()
                    if number in self.to_kill:
                        return "killed"
                elif why := self._overuse(pid, max_memory):
                    return why
            return "killed"
        finally:
            os.close(ended)

    def _overuse(self, pid: int, max_memory: int) -> str:
        """Say what the child and all it started use too much of together, and tell the desk that it works."""
        used = usage_of(pid, self.around.has_own_processes, max_memory)
        self.hint(working=used.seconds)
        if used.n_threads > self.around.max_processes:
            return "processes"
        if used.memory > max_memory:
            return "memory"
        if self.around.has_own_processes:
            return ""  # its temporary folder has a size
        return "scratch" if scratch_in_use(self.around.scratch, pid) > self.around.room else ""

    def _end_everything(self, pid: int) -> None:
        """Kill the child and all it started, at once, so that nothing can fork away from it."""
        try:
            if self.around.has_own_processes:
                os.kill(-1, signal.SIGKILL)
            else:
                os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def _reap(self) -> None:
        """Wait for whatever became this process's child when its parent died."""
        try:
            while os.waitpid(-1, 0)[0]:
                pass
        except ChildProcessError:
            pass


def serve(given: Mapping[str, Any]) -> None:
    """Drop what is left of privilege, say what seals, import the readers, and work until the desk is gone."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as chosen_first:
        chosen_first.write(FIRST_TO_GO)
    _become_nobody(given)
    control_process(PR_SET_DUMPABLE, 0)
    if given["has_own_processes"]:
        # Its end takes the namespace with it. Elsewhere it must live on to end what its job started, when
        # the socket tells it that the desk is gone.
        control_process(PR_SET_PDEATHSIG, signal.SIGKILL)
    control_process(PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    control = socket.socket(fileno=given["control"])
    zygote = Zygote(control=control, around=_around(given))
    zygote.tell(ready=os.getuid(), landlock=landlock.version())
    os.umask(0o077)
    for name in given["preload"]:
        _preload(name)
    gc.collect()
    gc.freeze()
    zygote.tell(loaded=True)
    while not zygote.is_over:
        while not zygote.waiting and not zygote.is_over:
            zygote.take_order()
        while zygote.waiting and not zygote.is_over:
            zygote.run(zygote.waiting.popleft())
    os._exit(0)


def _become_nobody(given: Mapping[str, Any]) -> None:
    """Give up root for good where the sandbox was built by root."""
    if os.getuid() == 0 and given["drops_root"]:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    drop_capabilities()
    if os.getuid() == 0 or os.geteuid() == 0:
        sys.exit("the reader would have run as root")


def _rules(given: Mapping[str, Any]) -> int:
    """Return the descriptor of this machine's Landlock rules, or -1 where it has none."""
    if not landlock.version():
        return -1
    writable = (given["scratch"], "/dev/null")
    readable = ("/",) if given["has_own_processes"] else (*given["readable"], *DEVICES)
    return landlock.ruleset(readable=readable, writable=writable)


def _around(given: Mapping[str, Any]) -> Around:
    """Return what every job gets around it, made once."""
    is_apart = bool(given["has_own_processes"])
    return Around(
        scratch=given["scratch"],
        has_own_processes=is_apart,
        room=given["room"],
        max_processes=given["max_processes"],
        processes_before=given["processes_before"],
        rules=_rules(given),
        program=b"" if is_apart else filter_program(has_own_processes=False),
        bound=frozenset(given["readable"]),
    )


def _preload(name: str) -> None:
    module, _, function = name.partition(":")
    imported = import_module(module)
    if function:
        getattr(imported, function)()

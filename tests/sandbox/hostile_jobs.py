"""Jobs that behave as a reader taken over by a hostile exhibit might; run only inside a sandbox."""

import ctypes
import os
import re
import resource
import signal
import time

from twosource.errors import LimitError, RefusedError


def echo(source, arguments, limits):
    yield {"said": arguments["said"], "bytes": source.read().decode("utf-8"), "pid": os.getpid()}


def echo_slowly(source, arguments, limits):
    time.sleep(arguments["seconds"])
    yield {"said": arguments["said"]}


def chunks(source, arguments, limits):
    for number in range(arguments["n"]):
        yield number.to_bytes(4, "big") + bytes(arguments["size"] - 4)


def count_progress(source, arguments, limits):
    for number in range(arguments["n"]):
        yield {"number": number, "time": time.monotonic()}
        yield bytes(arguments["size"])


def refuse(source, arguments, limits):
    yield {"before": True}
    raise RefusedError("It is locked.", safe="Kept.", remedy="Unlock it.", code="password")


def refuse_over_limit(source, arguments, limits):
    raise LimitError("Too many pages." + "x" * 5000, code="pages; drop table")
    yield {}


def abort(source, arguments, limits):
    yield {"before": True}
    os.abort()


def touch_nothing(source, arguments, limits):
    ctypes.string_at(0)
    yield {}


def leave(source, arguments, limits):
    os._exit(3)
    yield {}


def fail(source, arguments, limits):
    yield {"x": {}["missing"]}


def hold_the_interpreter(source, arguments, limits):
    re.match(r"(a+)+$", "a" * 64 + "b")
    yield {}


def sleep(source, arguments, limits):
    time.sleep(600)
    yield {}


def take_memory(source, arguments, limits):
    held = []
    while True:
        held.append(b"x" * (32 << 20))
    yield {}


def send_too_much(source, arguments, limits):
    while True:
        yield b"x" * (1 << 20)


def send_one_too_large(source, arguments, limits):
    yield {"text": "x" * arguments["size"]}


def way_out():
    """Return the descriptor by which frames leave: the one pipe this process can write to."""
    for descriptor in range(3, 20):
        try:
            if not os.readlink(f"/proc/self/fd/{descriptor}").startswith("pipe:"):
                continue
        except OSError:
            continue
        return descriptor
    return 4  # where /proc is closed to readers


def send_raw(source, arguments, limits):
    os.write(way_out(), bytes.fromhex(arguments["hex"]))
    os._exit(0)
    yield {}


def tell_limits(source, arguments, limits):
    names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_NPROC", "RLIMIT_CORE")
    yield {name: resource.getrlimit(getattr(resource, name))[0] for name in names}


def tell_surroundings(source, arguments, limits):
    held = []
    for descriptor in range(256):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        held.append(descriptor)
    yield {"environment": sorted(os.environ), "uid": os.getuid(), "groups": os.getgroups(), "held": held}


def start_a_program(source, arguments, limits):
    import subprocess

    done = subprocess.run(["/usr/bin/sort"], input=b"b\na\n", capture_output=True, check=True)
    yield {"out": done.stdout.decode("ascii")}


def stay_as_a_process(source, arguments, limits):
    if os.fork() == 0:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    yield {"said": "parent ends"}


def write_scratch(source, arguments, limits):
    import tempfile

    with tempfile.TemporaryFile() as target:
        target.write(b"words")
        target.seek(0)
        yield {"read": target.read().decode("ascii")}


def work(source, arguments, limits):
    end = time.monotonic() + arguments["seconds"]
    while time.monotonic() < end:
        sum(range(1000))
    yield {"said": "worked"}


def stay_and_sleep(source, arguments, limits):
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
    yield {"said": "started"}
    time.sleep(600)

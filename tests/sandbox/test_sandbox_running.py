"""Running many jobs: order, back-pressure, restarts, and nothing left behind."""

import gc
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sandbox_samples import SMALL, answer_of, opened, request_for

from twosource.errors import IntegrityError, RefusedError, SandboxError
from twosource.ports import SealedRequest
from twosource.sandbox import opening
from twosource.sandbox.sealed import AHEAD
from twosource.sandbox.walls import bubblewraps


def open_words(_):
    return io.BytesIO(b"words")


def descriptors():
    gc.collect()
    return sorted(os.listdir("/proc/self/fd"))


def children(pid):
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []


def descendants(pid):
    below = children(pid)
    return [*below, *(one for child in below for one in descendants(child))]


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill_everything_inside():
    """Kill every sandbox of this process from outside: what wraps it, and what works in it."""
    for child in children(os.getpid()):
        for pid in (*children(child), child):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_answers_come_in_the_order_asked_though_jobs_end_in_another(sandbox):
    times = [0.3, 0.0, 0.1, 0.0, 0.2, 0.0]
    requests = [
        request_for("echo_slowly", str(number), seconds=seconds, said=number)
        for number, seconds in enumerate(times)
    ]
    answers = list(sandbox.run_each(requests, open_words))
    assert [one.untrusted_messages[0]["said"] for one in answers] == list(range(len(times)))


def test_no_more_requests_are_taken_ahead_than_the_bound(sandbox):
    taken = []

    def requests():
        for number in range(100):
            taken.append(number)
            yield request_for("echo", str(number), said=number)

    answers = sandbox.run_each(requests(), open_words)
    assert next(answers).source_id == "0"
    assert len(taken) <= AHEAD * 2 + 1
    answers.close()
    assert answer_of(sandbox, request_for("echo", said="after")).refused is None


def test_a_fresh_sandbox_among_shared_ones_keeps_the_order(sandbox):
    requests = [request_for("echo", str(number), said=number, alone=number in {1, 4}) for number in range(6)]
    answers = list(sandbox.run_each(requests, open_words))
    assert [one.untrusted_messages[0]["said"] for one in answers] == list(range(6))


def test_two_runs_and_a_stream_may_interleave(sandbox):
    first = sandbox.run_each([request_for("echo", str(n), said=n) for n in range(6)], open_words)
    second = sandbox.run_each([request_for("echo", str(n), said=-n) for n in range(6)], open_words)
    for number in range(6):
        assert next(first).untrusted_messages[0]["said"] == number
        assert next(second).untrusted_messages[0]["said"] == -number
        with sandbox.stream(request_for("chunks", n=2, size=8), io.BytesIO(b"")) as messages:
            assert len(list(messages)) == 2


def test_a_missing_original_stops_the_run_and_a_refused_one_does_not(sandbox):
    def open_source(source_id):
        if source_id == "missing":
            raise IntegrityError("The bytes are not there.")
        if source_id == "refused":
            raise RefusedError("It is a folder.")
        return io.BytesIO(b"x")

    requests = [request_for("echo", name, said=name) for name in ("fine", "refused", "missing", "fine")]
    answers = sandbox.run_each(requests, open_source)
    assert next(answers).refused is None
    assert next(answers).refused.happened == "It is a folder."
    with pytest.raises(IntegrityError):
        next(answers)


def test_a_stream_gives_everything_in_order(sandbox):
    with sandbox.stream(request_for("chunks", n=200, size=65_536), io.BytesIO(b"")) as messages:
        got = [int.from_bytes(one[:4], "big") for one in messages]
    assert got == list(range(200))


def test_a_slow_taker_holds_the_job_back_and_costs_it_no_time(sandbox):
    quick = request_for("count_progress", n=64, size=1 << 16)
    with sandbox.stream(quick, io.BytesIO(b"")) as messages:
        first = next(messages)
        time.sleep(0.5)
        rest = [one["time"] for one in messages if not isinstance(one, bytes)]
    # The pipe holds a mebibyte or less: what came after could only be made after the pause.
    assert rest[-1] - first["time"] >= 0.5
    assert rest[0] - first["time"] < 0.5


def test_leaving_a_stream_early_ends_its_job_and_the_sandbox_serves_on(sandbox):
    with sandbox.stream(request_for("send_too_much"), io.BytesIO(b"")) as messages:
        next(messages)
    assert answer_of(sandbox, request_for("echo", said="on")).refused is None


@pytest.mark.parametrize("level", [1, 2])
def test_a_killed_sandbox_is_replaced_and_the_answer_still_comes(level):
    with opened(level, n_workers=1) as sandbox:

        def requests():
            yield request_for("echo", "a", said="a")
            for name in "bc":
                yield request_for("echo_slowly", name, seconds=0.4, said=name)

        answers = sandbox.run_each(requests(), open_words)
        assert next(answers).source_id == "a"
        kill_everything_inside()
        assert [one.untrusted_messages[0]["said"] for one in answers] == ["b", "c"]


@pytest.mark.parametrize("level", [1, 2])
def test_an_exhibit_whose_sandbox_dies_twice_is_refused_and_the_rest_is_read(level):
    with opened(level, n_workers=1) as sandbox:
        requests = [
            request_for("echo_slowly", "deadly", seconds=20, said="never"),
            request_for("echo", "fine", said="fine"),
        ]
        is_over = threading.Event()

        def kill_again_and_again():
            while not is_over.wait(0.8):
                kill_everything_inside()

        killer = threading.Thread(target=kill_again_and_again)
        killer.start()
        answers = sandbox.run_each(requests, open_words)
        try:
            deadly = next(answers)
        finally:
            is_over.set()
            killer.join()
        [fine] = answers
        assert deadly.refused.code == "crashed"
        assert "sandbox it was read in ended" in deadly.refused.happened
        assert fine.untrusted_messages[0]["said"] == "fine"


@pytest.fixture
def walkable():
    """A folder that somebody without rights can walk into; those of pytest are closed to all others."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("level", [1, 2])
def test_no_descriptor_no_process_and_no_folder_is_left(level, walkable, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(walkable))
    before, had = descriptors(), set(children(os.getpid()))
    with opened(level) as sandbox:
        jobs = ["echo", "abort", "stay_as_a_process", "refuse"] * 2
        list(
            sandbox.run_each(
                [request_for(job, said="x", alone=place == 3) for place, job in enumerate(jobs)], open_words
            )
        )
        with sandbox.stream(request_for("send_too_much"), io.BytesIO(b"")) as messages:
            next(messages)
    assert descriptors() == before
    assert set(children(os.getpid())) == had
    assert list(walkable.iterdir()) == []


@pytest.mark.parametrize("level", [1, 2])
def test_a_job_that_does_nothing_is_stopped_and_one_that_works_is_not(level):
    with opened(level, n_workers=1, stall_seconds=0.9) as sandbox:
        idle, busy = sandbox.run_each(
            [request_for("sleep", "idle"), request_for("work", "busy", seconds=2.0)], open_words
        )
    assert idle.refused.code == "time"
    assert "did nothing" in idle.refused.happened
    assert busy.refused is None


@pytest.mark.parametrize("level", [1, 2])
def test_when_the_desk_is_killed_nothing_of_its_sandboxes_goes_on(level):
    script = (
        "import io, sys\n"
        "from sandbox_samples import opened, request_for\n"
        f"with opened({level}) as sandbox, sandbox.stream(request_for('stay_and_sleep'), io.BytesIO(b'')) as messages:\n"
        "    next(messages)\n"
        "    print('ready', flush=True)\n"
        "    next(messages)\n"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    desk = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    with desk:
        if desk.stdout.readline() != b"ready\n":
            pytest.skip(f"level {level} is not available here")
        below = descendants(desk.pid)
        assert len(below) >= 3
        desk.kill()
    deadline = time.monotonic() + 10
    while (alive := [pid for pid in below if is_running(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert alive == []


def test_a_program_below_the_temporary_folder_is_found_and_left_there(tmp_path):
    (tmp_path / "job_below_tmp.py").write_text(
        "def echo(source, arguments, limits):\n    yield {'said': arguments['said']}\n"
    )
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(folder.stat().st_mode | 0o055)
    sys.path.append(str(tmp_path))
    try:
        with opened(2, n_workers=1, folders=(str(tmp_path),)) as sandbox:
            request = SealedRequest(
                job="job_below_tmp:echo", source_id="x", arguments={"said": 1}, limits=SMALL
            )
            first = sandbox.idle[0]
            for _ in range(3):
                assert answer_of(sandbox, request).refused is None
            assert sandbox.idle == [first]
    finally:
        sys.path.remove(str(tmp_path))


@pytest.mark.parametrize("bubblewrap", bubblewraps(), ids=str)
def test_every_bubblewrap_of_this_machine_seals_in_every_way_it_is_started(bubblewrap, monkeypatch):
    monkeypatch.setattr(opening, "bubblewraps", lambda: (bubblewrap,))
    with opened(2, n_workers=1) as sandbox:
        [said] = answer_of(sandbox, request_for("tell_surroundings")).untrusted_messages
        assert said["uid"] == 65534
        assert answer_of(sandbox, request_for("stay_as_a_process")).refused is None


def test_nothing_runs_in_a_closed_sandbox():
    with opened(2) as sandbox:
        pass
    with pytest.raises(SandboxError, match="closed"):
        answer_of(sandbox, request_for("echo", said="x"))


def test_what_was_to_be_preloaded_and_cannot_be_stops_the_run_with_its_name():
    with (
        opened(2, preload=("hostile_jobs", "no_such_module")) as sandbox,
        pytest.raises(SandboxError, match="no_such_module"),
    ):
        answer_of(sandbox, request_for("echo", said="x"))


def test_modules_and_functions_are_loaded_once_before_the_first_request():
    with opened(2, n_workers=1, preload=("hostile_jobs", "hostile_jobs:way_out")) as sandbox:
        assert answer_of(sandbox, request_for("echo", said="x")).refused is None


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_ordinary_user_gets_the_same_levels(level, tmp_path):
    """The other tests run as whoever runs them; where that is root, this one runs as nobody."""
    script = (
        "import io, os, sys\n"
        "from twosource.ports import Limits, SealedRequest\n"
        "from twosource.sandbox import SandboxSettings, open_sandbox\n"
        "request = SealedRequest(job='hostile_jobs:tell_surroundings', source_id='x', arguments={}, limits=Limits())\n"
        f"settings = SandboxSettings(level={level}, n_workers=1, folders=({str(Path(__file__).parent)!r},))\n"
        "with open_sandbox(settings) as sandbox:\n"
        "    [answer] = sandbox.run_each([request], lambda _: io.BytesIO(b'x'))\n"
        "print(os.getuid(), sandbox.level, answer.untrusted_messages[0]['uid'])\n"
    )
    tmp_path.chmod(0o777)
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])},
        cwd="/",
        user=65534,
        group=65534,
        extra_groups=[],
        check=False,
    )
    if re.search("offers no sandbox|ermission denied", done.stderr):
        pytest.skip(f"nobody cannot run this program or be sealed here: {done.stderr.splitlines()[-1]}")
    assert done.stdout.split() == ["65534", str(level), "65534"], done.stderr

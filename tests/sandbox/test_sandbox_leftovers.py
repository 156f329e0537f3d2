"""What a job uses and leaves: counted, and removed before the next one."""

import os
import subprocess
import sys

from twosource.sandbox import leftovers
from twosource.sandbox.leftovers import empty_folder, scratch_in_use, usage_of


def test_a_folder_is_emptied_whatever_lies_in_it(tmp_path):
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "a/b/words").write_text("x")
    (tmp_path / "link").symlink_to("/etc")
    (tmp_path / os.fsdecode(b"odd \xff name")).write_text("x")
    os.mkfifo(tmp_path / "pipe")
    assert empty_folder(str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert os.path.isdir("/etc")


def test_what_is_bound_below_it_is_left_alone(tmp_path):
    bound = tmp_path / "program/lib"
    bound.mkdir(parents=True)
    (bound / "module").write_text("x")
    (tmp_path / "program/left").write_text("x")
    assert empty_folder(str(tmp_path), frozenset({str(bound)}))
    assert (bound / "module").exists()
    assert not (tmp_path / "program/left").exists()


def test_more_than_is_worth_removing_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr(leftovers, "MAX_LEFT", 3)
    for number in range(5):
        (tmp_path / str(number)).write_text("x")
    assert not empty_folder(str(tmp_path))


def test_scratch_counts_files_removed_and_still_held_open(tmp_path):
    script = (
        "import os, sys, time\n"
        "os.setsid()\n"
        f"held = open({str(tmp_path / 'gone')!r}, 'wb')\n"
        "held.write(bytes(1 << 20)); held.flush(); os.fsync(held.fileno()); os.unlink(held.name)\n"
        "print('ready', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as job:
        assert job.stdout.readline() == b"ready\n"
        (tmp_path / "there").write_bytes(bytes(1 << 16))
        assert scratch_in_use(str(tmp_path), job.pid) >= (1 << 20) + (1 << 16)
        assert scratch_in_use(str(tmp_path), os.getpid()) < 1 << 20
        job.kill()


def test_memory_of_a_job_counts_all_its_processes_and_shared_pages_once():
    script = (
        "import mmap, os, sys, time\n"
        "os.setsid()\n"
        "shared = mmap.mmap(-1, 64 << 20); shared.write(bytes(64 << 20))\n"
        "for _ in range(3):\n"
        "    if os.fork() == 0:\n"
        "        shared[:] = bytes(64 << 20); time.sleep(60)\n"
        "time.sleep(0.5); print('ready', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as job:
        assert job.stdout.readline() == b"ready\n"
        rough = usage_of(job.pid, False, 1 << 40)
        exact = usage_of(job.pid, False, 1)
        os.killpg(job.pid, 9)
    assert rough.n_threads == exact.n_threads == 4
    assert rough.memory > 3 * (64 << 20)
    assert 64 << 20 <= exact.memory < 3 * (64 << 20)
    assert exact.seconds >= 0

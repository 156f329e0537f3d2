"""Which sandbox is opened: the best there is, never less than asked, and none silently."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sandbox_samples import answer_of, opened, request_for, settings_for

from twosource.errors import SandboxError
from twosource.sandbox import SandboxSettings, Unsealed, open_sandbox, opening, walls
from twosource.sandbox.walls import (
    PACKAGE,
    Bubblewrap,
    bubblewrap_command,
    environment,
    import_path,
    program_folders,
)


@pytest.fixture
def _no_bubblewrap(monkeypatch):
    monkeypatch.setattr(opening, "bubblewraps", tuple)


@pytest.mark.usefixtures("_no_bubblewrap")
def test_where_bubblewrap_is_missing_the_best_is_landlock():
    with opened("best") as sandbox:
        assert sandbox.level == 1
        assert "Landlock" in sandbox.how


@pytest.mark.usefixtures("_no_bubblewrap")
def test_less_than_asked_is_an_error_with_exit_code_7_that_says_what_to_do():
    with (
        pytest.raises(SandboxError, match="bubblewrap is not installed") as refused,
        open_sandbox(SandboxSettings(min_level=2)),
    ):
        pass
    assert refused.value.exit_code == 7
    assert "apt install bubblewrap" in refused.value.sentences()


def test_a_bubblewrap_that_is_refused_gives_its_reason_and_the_next_is_tried(monkeypatch, tmp_path):
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(opening, "bubblewraps", lambda: (Bubblewrap(str(program), "0.0", True),))
    with (
        pytest.raises(SandboxError, match="setting up uid map: Permission denied"),
        open_sandbox(settings_for(2)),
    ):
        pass
    with opened("best") as sandbox:
        assert sandbox.level == 1


@pytest.mark.usefixtures("_no_bubblewrap")
def test_nothing_to_seal_with_is_an_error_and_never_level_0(monkeypatch):
    monkeypatch.setattr(opening, "landlock_wall", lambda: None)
    with pytest.raises(SandboxError, match="no Landlock"), open_sandbox(settings_for("best")):
        pass


def test_elsewhere_than_on_linux_only_level_0_is_there_and_only_when_asked(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxError, match="Linux only"), open_sandbox():
        pass
    with open_sandbox(SandboxSettings(level=0)) as sandbox:
        assert isinstance(sandbox, Unsealed)


def test_level_3_gives_every_request_a_sandbox_of_its_own():
    with opened(3) as sandbox:
        assert sandbox.level == sandbox.level_of(alone=False) == 3
        assert answer_of(sandbox, request_for("echo", said="x")).refused is None


@pytest.mark.parametrize("wrong", [{"level": 4}, {"level": "some"}, {"n_workers": 0}])
def test_settings_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match="sandbox"):
        SandboxSettings(**wrong)


def test_readers_see_the_program_and_nothing_else_of_a_home(tmp_path):
    folders = program_folders(SandboxSettings(folders=(str(tmp_path),)))
    home = os.path.realpath(Path.home())
    assert home not in folders
    assert "/" not in folders
    assert str(tmp_path.resolve()) in folders
    for one in folders:
        assert not any(one != other and one.startswith(other + "/") for other in folders)


def test_the_import_path_inside_leads_only_where_readers_can_look(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "path", [*sys.path, "", str(tmp_path)])
    path = import_path(program_folders(SandboxSettings()))
    assert str(tmp_path) not in path
    assert "" not in path
    assert str(walls.PACKAGE.parent) in path


def test_the_environment_inside_is_made_and_not_inherited(monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setenv("TESSDATA_PREFIX", "/usr/share/data")
    given = environment("/tmp")
    assert "SECRET" not in given
    assert given["TESSDATA_PREFIX"] == "/usr/share/data"
    assert given["OMP_THREAD_LIMIT"] == "1"


def test_root_is_dropped_for_real_and_others_are_mapped():
    settings = SandboxSettings()
    mapped = bubblewrap_command(Bubblewrap("bwrap", "1", True), settings, 9)
    dropping = bubblewrap_command(Bubblewrap("bwrap", "1", False), settings, 9)
    assert "--unshare-user" in mapped
    assert "--cap-add" not in mapped
    assert "--unshare-user" not in dropping
    assert dropping.count("--cap-add") == 2
    for command in (mapped, dropping):
        assert {"--unshare-net", "--unshare-pid", "--unshare-ipc", "--clearenv", "--new-session"} <= set(
            command
        )
        assert "--bind" not in command
        assert command[command.index("--size") + 1] == str(settings.scratch)


def test_a_bubblewrap_found_can_be_run():
    for one in walls.bubblewraps():
        assert os.stat(one.program).st_mode & stat.S_IXUSR
        assert one.version


def test_the_front_door_can_be_imported_where_there_is_nothing_of_linux():
    script = (
        "import asyncio, importlib.resources, shutil, socket, subprocess, sys, tempfile, threading\n"
        "sys.platform = 'win32'\n"
        "for name in ('fcntl', 'resource', 'pwd', 'grp'):\n"
        "    sys.modules[name] = None\n"
        "from twosource.sandbox import SandboxSettings, open_sandbox\n"
        "with open_sandbox(SandboxSettings(level=0)) as sandbox:\n"
        "    print(sandbox.level)\n"
    )
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={"PYTHONPATH": path}, check=False
    )
    assert done.stdout == "0\n", done.stderr


def test_the_package_is_compiled_before_the_first_sandbox_starts(monkeypatch):
    """Inside nothing can be written, so that what is not compiled by then is compiled for each exhibit."""
    compiled = []
    monkeypatch.setattr(opening, "compile_dir", lambda folder, **how: compiled.append((folder, how)))
    monkeypatch.setattr(opening, "_walls", lambda settings, reasons: iter(()))
    with pytest.raises(SandboxError), open_sandbox(SandboxSettings()):
        pass
    assert compiled == [(PACKAGE, {"quiet": 2})]

"""What the walk finds: every regular file once, in one order, and everything else with a reason."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import RefusedError, UsageError
from twosource.intake import walking
from twosource.intake.walking import clock_of, is_left_out, open_found, text_of_name, walk


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def test_files_come_sorted_and_relative_to_the_received_folder(tmp_path):
    """The order is by name, depth first, whatever order the folder was filled in."""
    write(tmp_path, "b.txt", "a/z.txt", "a/c.txt", "c.txt")
    assert [found.path for found in walk([tmp_path])] == ["a/c.txt", "a/z.txt", "b.txt", "c.txt"]


def test_one_file_is_known_by_its_name(tmp_path):
    write(tmp_path, "letter.txt")
    assert [found.path for found in walk([tmp_path / "letter.txt"])] == ["letter.txt"]


def test_several_paths_are_told_apart_by_their_names(tmp_path):
    """Two folders with a file of the same name give two different paths."""
    write(tmp_path, "one/x.txt", "two/x.txt", "deep/one/x.txt")
    paths = [tmp_path / "one", tmp_path / "two", tmp_path / "deep" / "one"]
    assert [found.path for found in walk(paths)] == ["one/x.txt", "two/x.txt", "one (2)/x.txt"]


def test_a_link_is_refused_and_never_followed(tmp_path):
    """A link out of the delivery is reported with a sentence; what it points to is not received."""
    write(tmp_path, "outside/secret.txt", "cache/a.txt")
    (tmp_path / "cache" / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "cache" / "dangling").symlink_to(tmp_path / "nowhere")
    found = list(walk([tmp_path / "cache"]))
    assert [one.path for one in found] == ["a.txt", "dangling", "link"]
    refused = [one.refused for one in found if one.refused]
    assert [error.code for error in refused] == ["link", "link"]
    assert "links are not followed" in refused[0].sentences()


def test_a_received_link_is_refused_too(tmp_path):
    write(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (found,) = walk([tmp_path / "link"])
    assert found.path == "link"
    assert found.refused is not None


def test_a_pipe_is_refused_without_being_opened(tmp_path):
    """Opening a pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    (found,) = walk([tmp_path])
    assert found.refused is not None
    assert "a named pipe" in found.refused.happened


def test_a_device_is_refused():
    (found,) = walk([Path("/dev/null")])
    assert found.refused is not None
    assert "a device" in found.refused.happened


def test_a_folder_that_cannot_be_listed_is_reported(tmp_path, monkeypatch):
    write(tmp_path, "a/x.txt", "b/y.txt")
    real = os.listdir

    def listdir(place):
        if Path(place).name == "a":
            raise PermissionError(13, "Permission denied")
        return real(place)

    monkeypatch.setattr(walking.os, "listdir", listdir)
    found = list(walk([tmp_path]))
    assert [one.path for one in found] == ["a", "b/y.txt"]
    assert found[0].refused is not None
    assert "could not be listed: Permission denied" in found[0].refused.happened


def test_a_path_that_is_not_there_is_an_error_of_use(tmp_path):
    with pytest.raises(UsageError, match="nothing at"):
        list(walk([tmp_path / "missing"]))


def test_what_a_person_set_aside_is_not_received(tmp_path):
    write(tmp_path, "case.toml", "notes/a.txt", "b.txt")
    assert [one.path for one in walk([tmp_path], ("case.toml", "notes/*"))] == ["b.txt"]
    assert is_left_out("notes/deep/a.txt", ("notes/*",))
    assert not is_left_out("Notes/a.txt", ("notes/*",))


def test_a_name_that_is_no_utf8_becomes_text_and_still_opens(tmp_path):
    """Names are data: odd bytes are written out, and the item is received all the same."""
    (tmp_path / os.fsdecode(b"brief-\xff.txt")).write_bytes(b"words")
    (found,) = walk([tmp_path])
    assert found.path == "brief-\\xff.txt"
    with open_found(found) as source:
        assert source.read() == b"words"


@given(st.binary(max_size=30))
def test_every_name_becomes_text_that_can_be_stored(raw):
    assert text_of_name(os.fsdecode(raw)).encode("utf-8") is not None


def test_a_file_that_turned_into_a_link_is_not_followed(tmp_path):
    """Between walk and opening somebody may swap a file for a link."""
    write(tmp_path, "a.txt", "secret")
    (found,) = walk([tmp_path / "a.txt"])
    (tmp_path / "a.txt").unlink()
    (tmp_path / "a.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(RefusedError, match="could not be opened"):
        open_found(found)


def test_a_file_that_turned_into_a_folder_is_refused(tmp_path):
    write(tmp_path, "a")
    (found,) = walk([tmp_path / "a"])
    (tmp_path / "a").unlink()
    (tmp_path / "a").mkdir()
    with pytest.raises(RefusedError, match="no longer a regular file"):
        open_found(found)


def test_file_clocks_are_utc_and_cut_to_milliseconds():
    assert clock_of(1462183200.1239) == datetime(2016, 5, 2, 10, 0, 0, 123000, tzinfo=UTC)
    assert clock_of(1e20) is None

"""Originals: whole, read-only, kept once, durable together, and swept after a killed run."""

import errno
import hashlib
import io
import os
import stat

import pytest

from twosource.errors import IntegrityError, NotAllowedError, TryAgainError
from twosource.ids import digest_of
from twosource.store import FolderOriginals
from twosource.store import originals as module

CONTENT = b"an order, signed and stamped"
DIGEST = digest_of(CONTENT)


class Stop(Exception):
    """Raised by a test to leave a batch."""


def content_of(originals, content):
    with originals.open(digest_of(content)) as stream:
        return stream.read()


def files_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# -- both kinds


def test_bytes_come_back_under_their_digest(originals):
    assert originals.put(io.BytesIO(CONTENT)) == (DIGEST, len(CONTENT))
    assert originals.has(DIGEST)
    assert originals.is_sound(DIGEST)
    with originals.open(DIGEST) as stream:
        assert stream.read() == CONTENT


def test_the_same_bytes_are_kept_once(originals):
    assert originals.put(io.BytesIO(CONTENT)) == originals.put(io.BytesIO(CONTENT))
    assert list(originals.digests()) == [DIGEST]


def test_nothing_is_something(originals):
    digest, size = originals.put(io.BytesIO(b""))
    assert (digest, size) == (hashlib.sha256(b"").hexdigest(), 0)
    assert originals.is_sound(digest)


def test_digests_come_in_order(originals):
    kept = [originals.put(io.BytesIO(bytes([n])))[0] for n in range(40)]
    assert list(originals.digests()) == sorted(kept)


def test_what_is_missing_is_said_to_be_missing(originals):
    assert not originals.has(DIGEST)
    assert not originals.is_sound(DIGEST)
    with pytest.raises(IntegrityError, match=DIGEST[:12]):
        originals.open(DIGEST)
    assert list(originals.digests()) == []


def test_in_a_batch_bytes_can_be_read_at_once_and_stay_after_it(originals):
    with originals.batch():
        for number in range(20):
            originals.put(io.BytesIO(b"%d" % number))
        assert originals.put(io.BytesIO(b"7")) == (digest_of(b"7"), 1)
        assert originals.has(digest_of(b"7"))
        assert content_of(originals, b"7") == b"7"
        assert originals.is_sound(digest_of(b"7"))
        with originals.batch():
            originals.put(io.BytesIO(b"inner"))
    assert len(list(originals.digests())) == 21
    assert content_of(originals, b"inner") == b"inner"


def test_a_batch_left_by_an_exception_keeps_nothing_of_its_own(originals):
    originals.put(io.BytesIO(b"before"))
    with pytest.raises(Stop), originals.batch():
        leave_with(originals, CONTENT)
    assert list(originals.digests()) == [digest_of(b"before")]
    originals.put(io.BytesIO(CONTENT))
    assert originals.has(DIGEST)


def leave_with(originals, content):
    originals.put(io.BytesIO(content))
    raise Stop


# -- on disk


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "case" / "originals"


def test_a_file_lies_by_its_digest_and_may_only_be_read(folder):
    FolderOriginals(folder).put(io.BytesIO(CONTENT))
    assert files_in(folder) == [f"{DIGEST[:2]}/{DIGEST[2:]}"]
    assert stat.S_IMODE((folder / DIGEST[:2] / DIGEST[2:]).stat().st_mode) == 0o444


def test_nothing_else_is_left_after_a_batch(folder):
    kept = FolderOriginals(folder)
    with kept.batch():
        for number in range(30):
            kept.put(io.BytesIO(b"%d" % (number // 2)))
    assert len(files_in(folder)) == 15
    assert not list(folder.glob("arriving-*"))


def test_a_stream_is_never_read_whole(folder):
    class Stream(io.RawIOBase):
        asked, left = [], 5_000_000

        def read(self, size=-1):
            self.asked.append(size)
            part = min(size, self.left)
            self.left -= part
            return b"x" * part

    stream = Stream()
    assert FolderOriginals(folder).put(stream) == (digest_of(b"x" * 5_000_000), 5_000_000)
    assert 0 < max(stream.asked) <= 1 << 20
    assert min(stream.asked) > 0


def test_a_changed_file_is_not_sound_and_is_not_overwritten(folder):
    kept = FolderOriginals(folder)
    kept.put(io.BytesIO(CONTENT))
    path = folder / DIGEST[:2] / DIGEST[2:]
    path.chmod(0o644)
    path.write_bytes(b"An order, signed and stamped")
    assert not kept.is_sound(DIGEST)
    kept.put(io.BytesIO(CONTENT))
    assert path.read_bytes() == b"An order, signed and stamped"


def test_receiving_bytes_whose_place_holds_another_length_is_an_integrity_error(folder):
    kept = FolderOriginals(folder)
    kept.put(io.BytesIO(CONTENT))
    path = folder / DIGEST[:2] / DIGEST[2:]
    path.chmod(0o644)
    path.write_bytes(CONTENT[:5])
    with pytest.raises(IntegrityError, match=DIGEST[:12]):
        kept.put(io.BytesIO(CONTENT))


def test_what_is_no_digest_never_becomes_a_path(folder):
    kept = FolderOriginals(folder)
    for name in ("../../etc/passwd", "", DIGEST.upper(), DIGEST + "/x"):
        with pytest.raises(IntegrityError):
            kept.has(name)


def test_files_that_are_no_originals_are_not_counted(folder):
    kept = FolderOriginals(folder)
    kept.put(io.BytesIO(CONTENT))
    (folder / "ab").mkdir(exist_ok=True)
    (folder / "ab" / "notes.txt").write_text("x")
    (folder / "README").write_text("x")
    assert list(kept.digests()) == [DIGEST]


def test_what_a_killed_run_left_is_swept_on_the_next_opening(folder):
    FolderOriginals(folder).put(io.BytesIO(CONTENT))
    left = folder / "arriving-dead"
    left.mkdir()
    (left / "half").write_bytes(b"half a fi")
    kept = FolderOriginals(folder)
    assert files_in(folder) == [f"{DIGEST[:2]}/{DIGEST[2:]}"]
    assert list(kept.digests()) == [DIGEST]


def test_a_living_writer_is_not_swept(folder):
    writer = FolderOriginals(folder)
    with writer.batch():
        writer.put(io.BytesIO(CONTENT))
        FolderOriginals(folder)
    assert writer.is_sound(DIGEST)


@pytest.mark.parametrize("moment", ["mkdtemp", "flock"])
def test_a_sweep_just_before_the_lock_is_taken_costs_nothing(folder, monkeypatch, moment):
    swept = []
    place = module.tempfile if moment == "mkdtemp" else module.fcntl
    original = getattr(place, moment)

    def sweeping(*arguments, **named):
        result = original(*arguments, **named)
        if not swept:
            swept.extend(folder.glob("arriving-*"))
            swept[0].rmdir()
        return result

    monkeypatch.setattr(place, moment, sweeping)
    kept = FolderOriginals(folder)
    kept.put(io.BytesIO(CONTENT))
    assert len(swept) == 1
    assert kept.is_sound(DIGEST)


def test_two_writers_of_the_same_bytes_do_not_disturb_each_other(folder):
    one, two = FolderOriginals(folder), FolderOriginals(folder)
    with one.batch(), two.batch():
        one.put(io.BytesIO(CONTENT))
        two.put(io.BytesIO(CONTENT))
    assert one.is_sound(DIGEST)
    assert len(files_in(folder)) == 1


def test_bytes_are_durable_before_their_name_and_the_name_before_the_end(folder, monkeypatch):
    """What happens to the disk, in order: every file's bytes, then the rename, then its folders."""
    events = []

    def fsync(descriptor):
        events.append(("durable", os.readlink(f"/proc/self/fd/{descriptor}")))

    def rename(path, target):
        events.append(("named", str(target)))
        os.rename(path, target)

    monkeypatch.setattr(module.os, "fsync", fsync)
    monkeypatch.setattr(module.Path, "rename", rename)
    kept = FolderOriginals(folder)
    with kept.batch():
        kept.put(io.BytesIO(b"one"))
        kept.put(io.BytesIO(b"two"))
        assert events == []
    verbs = [verb for verb, _ in events]
    assert verbs[:4] == ["durable", "durable", "named", "named"]
    assert set(verbs[4:]) == {"durable"}
    folders = {path for verb, path in events[4:]}
    assert {str(folder / digest_of(c)[:2]) for c in (b"one", b"two")} | {str(folder)} <= folders


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, TryAgainError), (errno.EIO, TryAgainError), (errno.EROFS, NotAllowedError)],
)
def test_a_full_or_forbidden_disk_gives_a_sentence_and_leaves_nothing(folder, monkeypatch, number, error):
    kept = FolderOriginals(folder)
    kept.put(io.BytesIO(b"before"))

    def fsync(descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(module.os, "fsync", fsync)
    with pytest.raises(error, match=os.strerror(number)):
        kept.put(io.BytesIO(CONTENT))
    assert list(kept.digests()) == [digest_of(b"before")]
    assert not list(folder.glob("arriving-*"))

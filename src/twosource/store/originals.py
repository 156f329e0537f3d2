"""Bytes kept by their SHA-256: read-only, written once, on the disk before any record names them.

A file lies at `originals/ab/cdef...`. It is written under another name beside its place, made
durable, and then renamed, so that a name always stands for whole bytes. `batch` makes many
small files durable together, because waiting for the disk after each one is what takes the time.
"""

import errno
import fcntl
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from twosource.errors import IntegrityError, NotAllowedError, TryAgainError
from twosource.ids import CHUNK, digest_of, digest_of_stream, is_digest

ARRIVING = "arriving-"
READ_ONLY = 0o444
# The disk takes up waiting writes together; more than eight waiting gained nothing when measured.
WAITING_THREADS = 8

_PASSING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE})


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn what the operating system says into what happened, what is safe and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _PASSING:
            raise TryAgainError(f"The original could not be kept: {error.strerror}.") from error
        raise NotAllowedError(f"The originals cannot be written: {error.strerror}.") from error


def _make_durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_all_durable(paths: Iterable[Path]) -> None:
    waiting = list(paths)
    if len(waiting) == 1:
        _make_durable(waiting[0])
        return
    with ThreadPoolExecutor(WAITING_THREADS) as threads:
        for _ in threads.map(_make_durable, waiting):
            pass


class _Arrival:
    """A folder for bytes on their way in, locked while its writer lives."""

    def __init__(self, folder: Path) -> None:
        # Somebody who sweeps before the lock is taken removes the folder as a dead one: make another.
        while (lock := self._locked(folder)) is None:
            continue
        self._lock = lock
        self.pending: dict[str, Path] = {}

    def _locked(self, folder: Path) -> int | None:
        self.path = Path(tempfile.mkdtemp(prefix=ARRIVING, dir=folder))
        try:
            lock = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        fcntl.flock(lock, fcntl.LOCK_EX)
        if self.path.exists():
            return lock
        os.close(lock)
        return None

    def take(self, source: BinaryIO) -> tuple[Path, str, int]:
        """Write a stream to a new file; return (path, digest, size)."""
        sha, size = hashlib.sha256(), 0
        descriptor, name = tempfile.mkstemp(dir=self.path)
        with open(descriptor, "wb", buffering=0) as target:
            while chunk := source.read(CHUNK):
                sha.update(chunk)
                size += len(chunk)
                left = memoryview(chunk)
                while left:
                    left = left[target.write(left) :]
        return Path(name), sha.hexdigest(), size

    def end(self) -> None:
        """Remove what was not kept, and the folder."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def _sweep(folder: Path) -> None:
    """Remove what a killed run left half-written; a living writer holds its lock and is left alone."""
    for path in folder.glob(f"{ARRIVING}*"):
        try:
            lock = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(lock)


class FolderOriginals:
    """Originals in one folder of a case; implements `ports.Originals`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._arrival: _Arrival | None = None
        if folder.is_dir() and os.access(folder, os.W_OK):
            _sweep(folder)

    def _place(self, digest: str) -> Path:
        if not is_digest(digest):
            raise IntegrityError(f"{digest[:70]!r} is not the digest of an original.")
        return self._folder / digest[:2] / digest[2:]

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Return a context that makes everything put in it durable together, when it ends.

        End it before the records that name these bytes are committed. An exception discards
        what was put. Inside another batch it does nothing. Raises TryAgainError, NotAllowedError.
        """
        if self._arrival is not None:
            yield
            return
        with _sentences():
            self._folder.mkdir(parents=True, exist_ok=True)
            arrival = self._arrival = _Arrival(self._folder)
        try:
            yield
            with _sentences():
                self._settle(arrival.pending)
        finally:
            self._arrival = None
            arrival.end()

    def _settle(self, pending: dict[str, Path]) -> None:
        """Make bytes durable, then their names: a name on disk always stands for whole bytes."""
        if not pending:
            return
        _make_all_durable(pending.values())
        folders = {self._folder.parent, self._folder}
        for digest, path in pending.items():
            place = self._place(digest)
            place.parent.mkdir(exist_ok=True)
            path.rename(place)
            folders.add(place.parent)
        _make_all_durable(sorted(folders))

    def put(self, source: BinaryIO) -> tuple[str, int]:
        """Keep the bytes of a stream; return (digest, size). Same bytes are kept once.

        Raises TryAgainError on a full disk, NotAllowedError, and IntegrityError where bytes of
        another length already lie at this digest's place.
        """
        with self.batch():
            arrival = self._arrival
            assert arrival is not None
            with _sentences():
                path, digest, size = arrival.take(source)
                if self.has(digest):
                    path.unlink()
                else:
                    path.chmod(READ_ONLY)
                    arrival.pending[digest] = path
            if self._where(digest).stat().st_size != size:
                raise IntegrityError(
                    f"The bytes kept as {digest[:12]} are not those received under that digest."
                )
        return digest, size

    def _where(self, digest: str) -> Path:
        if self._arrival is not None and digest in self._arrival.pending:
            return self._arrival.pending[digest]
        return self._place(digest)

    def open(self, digest: str) -> BinaryIO:
        """Open kept bytes for reading. Raises IntegrityError where they are missing."""
        try:
            return self._where(digest).open("rb")
        except FileNotFoundError as error:
            raise IntegrityError(f"The original {digest[:12]} is missing from the case.") from error

    def has(self, digest: str) -> bool:
        """Say whether these bytes are kept."""
        return self._where(digest).is_file()

    def digests(self) -> Iterator[str]:
        """Yield every digest kept, in order."""
        if not self._folder.is_dir():
            return
        for folder in sorted(path for path in self._folder.iterdir() if len(path.name) == 2):
            for path in sorted(folder.iterdir()):
                if is_digest(folder.name + path.name):
                    yield folder.name + path.name

    def is_sound(self, digest: str) -> bool:
        """Read the bytes again and say whether they are there and still have this digest."""
        if not self.has(digest):
            return False
        with self.open(digest) as stream:
            return digest_of_stream(stream)[0] == digest


class MemoryOriginals:
    """Originals that live as long as the process; the same contract."""

    def __init__(self) -> None:
        self._bytes: dict[str, bytes] = {}
        self._is_batch = False

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Return a context; an exception discards what was put in it."""
        if self._is_batch:
            yield
            return
        before, self._is_batch = dict(self._bytes), True
        try:
            yield
        except BaseException:
            self._bytes = before
            raise
        finally:
            self._is_batch = False

    def put(self, source: BinaryIO) -> tuple[str, int]:
        """Keep the bytes of a stream; return (digest, size). Same bytes are kept once."""
        content = source.read()
        digest = digest_of(content)
        self._bytes.setdefault(digest, content)
        return digest, len(content)

    def open(self, digest: str) -> BinaryIO:
        """Open kept bytes for reading. Raises IntegrityError where they are missing."""
        if digest not in self._bytes:
            raise IntegrityError(f"The original {digest[:12]} is missing from the case.")
        return io.BytesIO(self._bytes[digest])

    def has(self, digest: str) -> bool:
        """Say whether these bytes are kept."""
        return digest in self._bytes

    def digests(self) -> Iterator[str]:
        """Yield every digest kept, in order."""
        yield from sorted(self._bytes)

    def is_sound(self, digest: str) -> bool:
        """Say whether the bytes are there and still have this digest."""
        return digest in self._bytes and digest_of(self._bytes[digest]) == digest

"""One writer at a time: a lock the operating system takes back when a process dies."""

import fcntl
import os
from pathlib import Path

from twosource.errors import LockedError, NotAllowedError


class WriterLock:
    """A lock on one file, held from the first write until `release`.

    It is held for the whole run and not for one transaction, because two runs that take turns
    would each undo what the other takes for settled. The file stays; only the lock on it counts.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def hold(self) -> None:
        """Take the lock, or keep it. Raises LockedError where another process has it."""
        if self._descriptor is not None:
            return
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except PermissionError as error:
            raise NotAllowedError("The case may not be written by this user.") from error
        except OSError as error:
            raise NotAllowedError(f"The case cannot be written: {error.strerror}.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
            os.close(descriptor)
            by = f" (process {holder})" if holder.isdigit() else ""
            raise LockedError(f"Another command{by} is writing to this case.") from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

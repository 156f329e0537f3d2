"""Which regular files lie at the received paths, in one order on every machine.

Links are never followed, wherever they stand: a link is how a delivery reaches out of itself.
What is no regular file is reported, not skipped, so that the counts add up.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO

from twosource.errors import RefusedError, UsageError
from twosource.intake.failures import refusal
from twosource.intake.settings import shown_bytes

SPECIAL = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing the walk met: its path as text, where it lies, and why it is refused if it is.

    `path` is relative to the received folder and printable; `place` is for opening only and
    never leaves intake.
    """

    path: str
    place: Path
    size: int = 0
    modified_at: datetime | None = None
    refused: RefusedError | None = None


def text_of_name(name: str) -> str:
    """Return a name as text that can be stored: bytes that are no UTF-8 are written as `\\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def clock_of(seconds: float) -> datetime | None:
    """Return a file clock as an instant in UTC, cut to milliseconds; None where it is no date."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def walk(paths: Sequence[Path], left_out: Sequence[str] = ()) -> Iterator[Found]:
    """Yield everything at the received paths that is no folder, sorted by name, depth first.

    One received folder gives paths relative to itself; several paths are told apart by their own
    names. Raises UsageError where a path does not exist.
    """
    for prefix, root in _labelled(paths):
        for found in _walk_root(prefix, root):
            if not is_left_out(found.path, left_out):
                yield found


def is_left_out(path: str, left_out: Iterable[str]) -> bool:
    """Say whether a received path answers to one of the patterns a person set aside."""
    return any(fnmatchcase(path, pattern) for pattern in left_out)


def open_found(found: Found) -> BinaryIO:
    """Open a regular file for reading without following a link. Raises RefusedError."""
    try:
        descriptor = os.open(found.place, OPEN_FLAGS)
    except OSError as error:
        raise refusal("unreadable", path=found.path, reason=error.strerror) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise refusal("special", path=found.path, what="no longer a regular file")
    return os.fdopen(descriptor, "rb")


def unchanged(source: BinaryIO, path: str, limit: int) -> Callable[[int], None]:
    """Return a check for the end of reading: that the file is still as it was when reading began.

    A file that somebody writes to meanwhile would be kept as a mixture of two states that never
    existed. Raises LimitError at once where the file is larger than `limit`, the check RefusedError.
    """
    before = os.fstat(source.fileno())
    if before.st_size > limit:
        raise refusal("too_large", path=path, limit=shown_bytes(limit))

    def check(count: int) -> None:
        after = os.fstat(source.fileno())
        if count != before.st_size or (after.st_size, after.st_mtime_ns) != (
            before.st_size,
            before.st_mtime_ns,
        ):
            raise refusal("changed", path=path, before=before.st_size, after=after.st_size)

    return check


def _labelled(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Give each received path the prefix its items are shown under."""
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"There is nothing at {path}.", remedy="Check the path and run it again.")
    names = [text_of_name(Path(os.path.abspath(path)).name) for path in paths]
    used: Counter[str] = Counter()
    for name, path in zip(names, paths, strict=True):
        used[name] += 1
        label = name if used[name] == 1 else f"{name} ({used[name]})"
        alone = len(paths) == 1 and path.is_dir() and not path.is_symlink()
        yield ("" if alone else label), path


def _walk_root(prefix: str, root: Path) -> Iterator[Found]:
    """Walk one received path with an explicit stack: folders may be nested deeper than Python recurses."""
    stack = [(prefix, root)]
    while stack:
        path, place = stack.pop()
        try:
            kind = os.lstat(place)
        except OSError as error:
            yield Found(
                path=path, place=place, refused=refusal("unreadable", path=path, reason=error.strerror)
            )
            continue
        if not stat.S_ISDIR(kind.st_mode):
            yield _met(path, place, kind)
            continue
        try:
            names = sorted(os.listdir(place), reverse=True)
        except OSError as error:
            shown = path or "received"
            yield Found(path=shown, place=place, refused=refusal("folder", path=shown, reason=error.strerror))
            continue
        stack.extend((_joined(path, text_of_name(name)), place / name) for name in names)


def _joined(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def _met(path: str, place: Path, kind: os.stat_result) -> Found:
    if stat.S_ISLNK(kind.st_mode):
        return Found(path=path, place=place, refused=refusal("link", path=path))
    for is_kind, what in SPECIAL:
        if is_kind(kind.st_mode):
            return Found(path=path, place=place, refused=refusal("special", path=path, what=what))
    return Found(path=path, place=place, size=kind.st_size, modified_at=clock_of(kind.st_mtime))

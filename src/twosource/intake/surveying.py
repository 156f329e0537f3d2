"""A look before receiving: how many of what kind, how many bytes, and what cannot be read and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from twosource.errors import RefusedError
from twosource.evidence.outcome import Failure
from twosource.intake.budget import budget_for
from twosource.intake.containers import Allowance, FaultError
from twosource.intake.failures import failure_of, refusal_of
from twosource.intake.identifying import ZIP, identify_stream
from twosource.intake.receiving import nothing_there
from twosource.intake.settings import IntakeSettings
from twosource.intake.walking import Found, open_found, walk
from twosource.intake.zip_directory import checked_archive, is_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many items of one media type lie in the delivery, and their bytes together."""

    media_type: str
    n_items: int
    n_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a delivery holds as it lies there; members of archives are counted, not opened.

    `unreadable` pairs a path with the reason for which it would be refused.
    """

    n_items: int
    n_bytes: int
    n_members: int
    kinds: tuple[KindCount, ...]
    unreadable: tuple[tuple[str, Failure], ...]


def survey(paths: Sequence[Path], settings: IntakeSettings | None = None) -> Survey:
    """Look at the paths without keeping or unpacking anything.

    Raises UsageError where a path does not exist, NothingMatchedError where there is nothing.
    """
    settings = settings or IntakeSettings()
    items: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    unreadable: list[tuple[str, Failure]] = []
    n_members = 0
    for found in walk(paths, settings.left_out):
        try:
            media_type, size, inside = _look(found, settings)
        except RefusedError as error:
            unreadable.append((found.path, failure_of(error)))
            continue
        items[media_type] += 1
        sizes[media_type] += size
        n_members += inside
    if not items and not unreadable:
        raise nothing_there(paths)
    return Survey(
        n_items=sum(items.values()),
        n_bytes=sum(sizes.values()),
        n_members=n_members,
        kinds=tuple(
            KindCount(media_type=kind, n_items=count, n_bytes=sizes[kind])
            for kind, count in sorted(items.items(), key=lambda one: (-one[1], one[0]))
        ),
        unreadable=tuple(unreadable),
    )


def _look(found: Found, settings: IntakeSettings) -> tuple[str, int, int]:
    """Return (media type, bytes, members) of one item. Raises RefusedError."""
    if found.refused:
        raise found.refused
    with open_found(found) as source:
        media_type = identify_stream(source, found.path).media_type
        size = source.seek(0, 2)
        if media_type != ZIP:
            return media_type, size, 0
        return media_type, size, _n_members(source, found.path, size, settings)


def _n_members(source: BinaryIO, path: str, size: int, settings: IntakeSettings) -> int:
    """Count the members in an archive's directory; nothing is unpacked."""
    budget = budget_for(size, settings)
    allowance = Allowance(
        n_bytes_left=budget.n_bytes_left,
        n_members_left=budget.n_members_left,
        max_item_bytes=settings.max_item_bytes,
        max_mail_bytes=settings.max_mail_bytes,
    )
    source.seek(0)
    try:
        with checked_archive(source, allowance) as archive:
            return sum(1 for entry in archive.opened.infolist() if not is_folder(entry))
    except FaultError as error:
        raise refusal_of(error.fault, path) from error

"""From received paths to exhibits and holdings: keep the bytes, say what they are, open containers.

A container is reported after its members. Whoever has recorded a container's outcome therefore has
all its members, and may name it in `known_ids` next time: then it is neither identified nor opened
again, and an interrupted delivery goes on where it stopped.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from twosource.errors import NothingMatchedError, RefusedError
from twosource.evidence.holdings import Accession, Exhibit, Holding
from twosource.evidence.outcome import Failure, Outcome
from twosource.ids import digest_of_stream, key
from twosource.intake.archives import checked_archive, members_of_archive
from twosource.intake.budget import Budget, budget_for, guarded
from twosource.intake.carrying import carried_by
from twosource.intake.containers import Member
from twosource.intake.failures import failure_of, refusal, status_of
from twosource.intake.gaps import members_of_gaps, telling_gaps
from twosource.intake.identifying import MBOX, ZIP, identify_stream
from twosource.intake.mailboxes import members_of_mailbox
from twosource.intake.settings import IntakeSettings
from twosource.intake.walking import Found, open_found, walk
from twosource.ports import Originals
from twosource.terms import Status

Received = Outcome[Exhibit | Holding]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where an item was found: its shown path, its container, how deep, and its clock."""

    path: str
    container_id: str | None = None
    depth: int = 0
    modified_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class _Delivery:
    """One run over one accession; `met` remembers how each exhibit of this run ended."""

    accession: Accession
    originals: Originals
    settings: IntakeSettings
    known_ids: Container[str]
    met: dict[str, tuple[Status, tuple[Failure, ...]]] = field(default_factory=dict)


def receive(
    paths: Sequence[Path],
    *,
    accession: Accession,
    originals: Originals,
    settings: IntakeSettings | None = None,
    known_ids: Container[str] = frozenset(),
) -> Iterator[Received]:
    """Keep everything at the paths and yield one outcome per item found, members after one another.

    READ means received and ready to be read; any other status is final and needs no reading.
    `item_id` is the exhibit where bytes were kept, else the path. An exhibit met before (in this
    run, or named in `known_ids`) yields only its new holding.

    Raises UsageError where a path does not exist and NothingMatchedError where there is nothing
    at all to receive.
    """
    delivery = _Delivery(
        accession=accession,
        originals=originals,
        settings=settings or IntakeSettings(),
        known_ids=known_ids,
    )
    n_found = 0
    for found in walk(paths, delivery.settings.left_out):
        n_found += 1
        yield from _receive_found(delivery, found)
    if not n_found:
        raise nothing_there(paths)


def nothing_there(paths: Sequence[Path]) -> NothingMatchedError:
    """Return the error for a delivery without a single item."""
    shown = ", ".join(str(path) for path in paths) or "the paths given"
    return NothingMatchedError(
        f"There is nothing to receive in {shown}: no file lies there.",
        remedy="Check the folder, or name the one that holds the delivery.",
    )


def _receive_found(delivery: _Delivery, found: Found) -> Iterator[Received]:
    try:
        if found.refused:
            raise found.refused
        source = open_found(found)
    except RefusedError as error:
        yield _not_kept(found.path, error)
        return
    with source:
        yield from _item(delivery, source, _Place(path=found.path, modified_at=found.modified_at), None)


def _item(delivery: _Delivery, source: BinaryIO, place: _Place, budget: Budget | None) -> Iterator[Received]:
    """Keep one item and what is in it; `budget` is None for what lies in the received folder itself."""
    try:
        exhibit_id, size, is_known = _keep(delivery, source, place.path, budget)
    except RefusedError as error:
        yield _not_kept(place.path, error)
        return
    holding = _holding(delivery.accession, exhibit_id, place)
    if is_known or exhibit_id in delivery.met:
        status, failures = delivery.met.get(exhibit_id, (Status.READ, ()))
        yield Outcome(item_id=exhibit_id, status=status, values=(holding,), failures=failures)
        return
    delivery.met[exhibit_id] = (Status.READ, ())
    with delivery.originals.open(exhibit_id) as kept:
        media_type, by, note = identify_stream(kept, place.path)
        exhibit = Exhibit(
            exhibit_id=exhibit_id,
            size=size,
            media_type=media_type,
            identified_by=by,
            identification_note=note,
        )
        budget = budget or budget_for(size, delivery.settings)
        try:
            yield from _members(delivery, exhibit, kept, place, budget)
        except RefusedError as error:
            delivery.met[exhibit_id] = (status_of(error), (failure_of(error),))
    status, failures = delivery.met[exhibit_id]
    yield Outcome(item_id=exhibit_id, status=status, values=(exhibit, holding), failures=failures)


def _keep(delivery: _Delivery, source: BinaryIO, path: str, budget: Budget | None) -> tuple[str, int, bool]:
    """Keep the bytes; return (digest, size, whether an earlier run has received them whole)."""
    limit = delivery.settings.max_item_bytes
    if budget is None and delivery.known_ids:
        digest, size = digest_of_stream(guarded(source, path, limit, None))
        if digest in delivery.known_ids and delivery.originals.has(digest):
            return digest, size, True
        source.seek(0)
    digest, size = delivery.originals.put(guarded(source, path, limit, budget))
    return digest, size, digest in delivery.known_ids


def _members(
    delivery: _Delivery, exhibit: Exhibit, kept: BinaryIO, place: _Place, budget: Budget
) -> Iterator[Received]:
    """Receive what an exhibit holds, if it holds anything. Raises RefusedError for an archive as a whole.

    A mail or an office document has words of its own: a fault in what it carries is reported
    apart, and leaves it to be read.
    """
    kept.seek(0)
    if exhibit.media_type == ZIP:
        _check_depth(place, delivery.settings)
        yield from _members_of_zip(delivery, exhibit, kept, place, budget)
        return
    if exhibit.media_type == MBOX:
        _check_depth(place, delivery.settings)
        messages = members_of_mailbox(kept, place.path, budget)
        yield from _each(delivery, messages, exhibit, place, budget)
        return
    try:
        with carried_by(exhibit.media_type, kept, place.path, budget) as members:
            if members:
                _check_depth(place, delivery.settings)
            yield from _each(delivery, members, exhibit, place, budget)
    except RefusedError as error:
        yield _not_kept(f"{place.path}/attachments", error)


def _members_of_zip(
    delivery: _Delivery, exhibit: Exhibit, kept: BinaryIO, place: _Place, budget: Budget
) -> Iterator[Received]:
    """Receive the members of an archive, then the bytes of it that belong to none, which are told."""
    with checked_archive(kept, place.path, budget) as archive:
        yield from _each(delivery, members_of_archive(archive.opened, place.path), exhibit, place, budget)
        gaps = telling_gaps(kept, archive.gaps)
        if gaps:
            why = refusal("gap", path=place.path, n=sum(gap.size for gap in gaps))
            delivery.met[exhibit.exhibit_id] = (Status.PARTLY_READ, (failure_of(why),))
        yield from _each(delivery, members_of_gaps(kept, gaps), exhibit, place, budget)


def _check_depth(place: _Place, settings: IntakeSettings) -> None:
    if place.depth >= settings.max_depth:
        raise refusal("depth", path=place.path, depth=place.depth, limit=settings.max_depth)


def _each(
    delivery: _Delivery, members: Iterable[Member], exhibit: Exhibit, place: _Place, budget: Budget
) -> Iterator[Received]:
    for member in members:
        path = f"{place.path}/{member.name}"
        try:
            if member.refused:
                raise member.refused
            with member.open() as source:
                inner = _Place(
                    path=path,
                    container_id=exhibit.exhibit_id,
                    depth=place.depth + 1,
                    modified_at=member.modified_at,
                )
                yield from _item(delivery, source, inner, budget)
        except RefusedError as error:
            yield _not_kept(path, error)


def _holding(accession: Accession, exhibit_id: str, place: _Place) -> Holding:
    return Holding(
        holding_id=key("holding", accession.accession_id, place.container_id or "", place.path, exhibit_id),
        accession_id=accession.accession_id,
        exhibit_id=exhibit_id,
        path=place.path,
        container_id=place.container_id,
        modified_at=place.modified_at,
    )


def _not_kept(path: str, error: RefusedError) -> Received:
    return Outcome(item_id=path, status=status_of(error), failures=(failure_of(error),))

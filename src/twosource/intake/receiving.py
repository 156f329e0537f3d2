"""From received paths to exhibits and holdings: keep the bytes, say what they are, open containers.

A container is reported after its members. Whoever has recorded a container's outcome therefore has
all its members, and may name it in `known_ids` next time: then it is neither identified nor opened
again, and an interrupted delivery goes on where it stopped.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from twosource.errors import NothingMatchedError, RefusedError
from twosource.evidence.holdings import Accession, Exhibit, Holding
from twosource.evidence.outcome import Outcome
from twosource.ids import digest_of_stream
from twosource.intake.budget import Budget, budget_for, guarded
from twosource.intake.carrying import may_carry
from twosource.intake.containers import Fault
from twosource.intake.delivery import Delivery, Place, Received, holding_of, not_kept, path_of
from twosource.intake.failures import failure_of, refusal, refusal_of, status_of
from twosource.intake.identifying import Identification, identify_stream
from twosource.intake.openers import is_container
from twosource.intake.opening import Arriving, Job, unpacking
from twosource.intake.ordering import soonest_first
from twosource.intake.pixels import declared_pixels
from twosource.intake.settings import IntakeSettings
from twosource.intake.walking import Found, open_found, unchanged, walk
from twosource.ports import Originals, Sandbox
from twosource.terms import Status


class Put(NamedTuple):
    """Bytes that were kept: their digest, their size, and whether an earlier run received them whole."""

    exhibit_id: str
    size: int
    is_known: bool


def receive(
    paths: Sequence[Path],
    *,
    accession: Accession,
    originals: Originals,
    settings: IntakeSettings | None = None,
    known_ids: Container[str] = frozenset(),
    sandbox: Sandbox | None = None,
) -> Iterator[Received]:
    """Keep everything at the paths and yield one outcome per item found, members after one another.

    READ means received and ready to be read; any other status is final and needs no reading.
    `item_id` is the exhibit where bytes were kept, else the path. An exhibit met before (in this
    run, or named in `known_ids`) yields only its new holding. Small files and those with text come
    first; the order is the same on every machine. Without a sandbox containers are opened in the
    program's own process.

    Raises UsageError where a path does not exist and NothingMatchedError where there is nothing
    at all to receive.
    """
    delivery = Delivery(
        accession=accession,
        originals=originals,
        settings=settings or IntakeSettings(),
        known_ids=known_ids,
        sandbox=sandbox,
    )
    n_found = 0
    found_files = walk(paths, delivery.settings.left_out)
    for found in soonest_first(found_files, delivery.settings.look_ahead):
        n_found += 1
        yield from _receive_found(delivery, found)
    if not n_found:
        raise nothing_there(paths)


def reopen(
    held: Iterable[tuple[Exhibit, Holding]],
    *,
    accession: Accession,
    originals: Originals,
    settings: IntakeSettings | None = None,
    known_ids: Container[str] = frozenset(),
    sandbox: Sandbox | None = None,
) -> Iterator[Received]:
    """Open containers that are held already, as after a password was given or a limit was raised.

    Yields what `receive` yields, each container after its members with its status as it is now.
    """
    delivery = Delivery(
        accession=accession,
        originals=originals,
        settings=settings or IntakeSettings(),
        known_ids=known_ids,
        sandbox=sandbox,
    )
    for exhibit, holding in held:
        place = Place(path=holding.path, container_id=holding.container_id, modified_at=holding.modified_at)
        with originals.open(exhibit.exhibit_id) as kept:
            identified = identify_stream(kept, holding.path)
        budget = budget_for(exhibit.size, delivery.settings_of(exhibit.exhibit_id))
        yield from _looked_into(delivery, exhibit, identified, (place, holding), budget)


def nothing_there(paths: Sequence[Path]) -> NothingMatchedError:
    """Return the error for a delivery without a single item."""
    shown = ", ".join(str(path) for path in paths) or "the paths given"
    return NothingMatchedError(
        f"There is nothing to receive in {shown}: no file lies there.",
        remedy="Check the folder, or name the one that holds the delivery.",
    )


def _receive_found(delivery: Delivery, found: Found) -> Iterator[Received]:
    """Keep one file of the received folder. One that changes while it is read is read once more."""
    try:
        if found.refused:
            raise found.refused
        with open_found(found) as source:
            put = _keep_found(delivery, source, found)
    except RefusedError as error:
        yield not_kept(delivery, found.path, error)
        return
    place = Place(path=found.path, modified_at=found.modified_at)
    yield from _kept(delivery, put, place, None)


def _keep_found(delivery: Delivery, source: BinaryIO, found: Found) -> Put:
    """Keep the bytes of a file. Raises RefusedError where it cannot be read, or changes all the time."""
    try:
        return _put(delivery, source, found.path)
    except RefusedError as error:
        if error.code != "changed":
            raise
    return _put(delivery, source, found.path)


def _put(delivery: Delivery, source: BinaryIO, path: str) -> Put:
    limit = delivery.settings.max_item_bytes

    def from_start() -> BinaryIO:
        source.seek(0)
        return guarded(source, path, limit, unchanged(source, path, limit))

    if delivery.known_ids:
        digest, size = digest_of_stream(from_start())
        if digest in delivery.known_ids and delivery.originals.has(digest):
            return Put(digest, size, is_known=True)
    digest, size = delivery.originals.put(from_start())
    return Put(digest, size, digest in delivery.known_ids)


def _kept(delivery: Delivery, put: Put, place: Place, budget: Budget | None) -> Iterator[Received]:
    """Report one kept item and what is in it; without a budget it lies in the received folder itself."""
    holding = holding_of(delivery.accession, put.exhibit_id, place)
    if put.is_known or put.exhibit_id in delivery.met:
        yield delivery.met_again(put.exhibit_id, holding)
        return
    exhibit, identified = _identified(delivery, put, place)
    if budget is None or put.exhibit_id in delivery.settings.raised:
        budget = budget_for(put.size, delivery.settings_of(put.exhibit_id))
    yield from _looked_into(delivery, exhibit, identified, (place, holding), budget)


def _identified(delivery: Delivery, put: Put, place: Place) -> tuple[Exhibit, Identification]:
    with delivery.originals.open(put.exhibit_id) as kept:
        identified = identify_stream(kept, place.path)
    exhibit = Exhibit(
        exhibit_id=put.exhibit_id,
        size=put.size,
        media_type=identified.media_type,
        identified_by=identified.identified_by,
        identification_note=identified.note,
    )
    return exhibit, identified


def _looked_into(
    delivery: Delivery,
    exhibit: Exhibit,
    identified: Identification,
    found_at: tuple[Place, Holding],
    budget: Budget,
) -> Iterator[Received]:
    """Yield what an exhibit holds, then the exhibit with its status."""
    place, holding = found_at
    delivery.met[exhibit.exhibit_id] = (Status.READ, ())
    try:
        _check_pixels(delivery, exhibit, place, budget)
        if _may_hold(delivery, exhibit.exhibit_id, identified):
            job = Job(
                exhibit_id=exhibit.exhibit_id,
                size=exhibit.size,
                path=place.path,
                identified=identified,
                budget=budget,
                is_raised=exhibit.exhibit_id in delivery.settings.raised,
            )
            yield from _members(delivery, job, place)
    except RefusedError as error:
        delivery.met[exhibit.exhibit_id] = (status_of(error), (failure_of(error),))
    status, failures = delivery.met[exhibit.exhibit_id]
    yield Outcome(item_id=exhibit.exhibit_id, status=status, values=(exhibit, holding), failures=failures)


def _may_hold(delivery: Delivery, exhibit_id: str, identified: Identification) -> bool:
    if is_container(identified.media_type) or identified.also_zip:
        return True
    with delivery.originals.open(exhibit_id) as kept:
        return may_carry(identified.media_type, kept)


def _check_pixels(delivery: Delivery, exhibit: Exhibit, place: Place, budget: Budget) -> None:
    if exhibit.media_type.startswith("image/"):
        with delivery.originals.open(exhibit.exhibit_id) as kept:
            budget.spend_pixels(place.path, declared_pixels(exhibit.media_type, kept))


def _members(delivery: Delivery, job: Job, place: Place) -> Iterator[Received]:
    """Receive what an exhibit holds. Raises RefusedError where nothing of a container came out.

    A mail or an office document has words of its own: a fault in what it carries is reported
    apart, and leaves it to be read. A container that gave some of its members is partly read.
    """
    is_whole = is_container(job.identified.media_type)
    tally = _Tally(delivery, job, place)
    try:
        yield from tally.taken()
    except RefusedError as error:
        if not is_whole:
            yield not_kept(delivery, f"{place.path}/attachments", error)
        elif not tally.n_kept:
            raise
        else:
            tally.faults.append(error)
    if is_whole and tally.faults:
        failures = tuple(failure_of(one) for one in tally.faults)
        delivery.met[job.exhibit_id] = (Status.PARTLY_READ, failures)
    for put, inner in tally.later:
        yield from _kept(delivery, put, inner, job.budget)


class _Tally:
    """One container being emptied: every member kept, and those that hold more left for afterwards.

    They wait because a sandbox that is open while others are counts its time, and because a budget
    is spent in one place at a time.
    """

    def __init__(self, delivery: Delivery, job: Job, place: Place) -> None:
        self.delivery, self.job, self.place = delivery, job, place
        self.faults: list[RefusedError] = []
        self.later: list[tuple[Put, Place]] = []
        self.n_kept = 0
        self._number = 0

    def taken(self) -> Iterator[Received]:
        """Keep every member as it comes and report those that hold nothing further."""
        if self.place.depth >= self.job.budget.settings.max_depth:
            self._refuse_depth()
        with (
            self.delivery.originals.open(self.job.exhibit_id) as kept,
            unpacking(self.job, kept, self.delivery.sandbox) as incoming,
        ):
            for one in incoming:
                if isinstance(one, Fault):
                    self.faults.append(refusal_of(one, self.place.path))
                else:
                    self._number += 1
                    yield from self._arrived(one)

    def _refuse_depth(self) -> None:
        limit = self.job.budget.settings.max_depth
        raise refusal("depth", path=self.place.path, depth=self.place.depth, limit=limit)

    def _arrived(self, member: Arriving) -> Iterator[Received]:
        inner = replace(
            self.place.within(self.job.exhibit_id, member.clock),
            path=path_of(self.place.path, member.name, self._number),
        )
        if not member.stream.begins() and member.fault:
            yield not_kept(self.delivery, inner.path, refusal_of(member.fault, inner.path))
            return
        try:
            digest, size = self.delivery.originals.put(member.stream)  # type: ignore[arg-type]
        except RefusedError:
            if member.fault is None:
                raise
            yield not_kept(self.delivery, inner.path, refusal_of(member.fault, inner.path))
            return
        if member.fault:
            why = refusal("broken_off", path=inner.path, n=size, reason=member.fault.words.get("reason", ""))
            yield not_kept(self.delivery, inner.path, why)
            inner = replace(inner, path=f"{inner.path} (its first {size} bytes)")
        self.n_kept += 1
        yield from self._reported(Put(digest, size, digest in self.delivery.known_ids), inner)

    def _reported(self, put: Put, inner: Place) -> Iterator[Received]:
        holding = holding_of(self.delivery.accession, put.exhibit_id, inner)
        if put.is_known or put.exhibit_id in self.delivery.met:
            yield self.delivery.met_again(put.exhibit_id, holding)
            return
        exhibit, identified = _identified(self.delivery, put, inner)
        if _may_hold(self.delivery, put.exhibit_id, identified):
            self.later.append((put, inner))
        else:
            yield from _looked_into(self.delivery, exhibit, identified, (inner, holding), self.job.budget)

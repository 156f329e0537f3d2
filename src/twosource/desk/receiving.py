"""Receiving: bytes first, then the records that name them, confirmed batch by batch.

A run that is killed leaves bytes no record names at worst; running again keeps them once and
goes on where it stopped. A second run over the same material does no work and says so.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from twosource.desk.coverage import NOT_READ_YET, count, fates
from twosource.desk.permitting import decisions, lifted, passwords_of
from twosource.desk.runs import RunCount, batches
from twosource.desk.workplace import Workplace
from twosource.evidence.holdings import Accession, Exhibit, Holding
from twosource.evidence.outcome import Coverage, Fate, Outcome
from twosource.ids import is_digest, key
from twosource.intake import IntakeSettings, receive, reopen
from twosource.terms import Status

FINISHED = "receive"
REOPENED = "reopen"
BY_INTAKE = "intake"
LOCKED = frozenset({"password", "locked"})
Received = Outcome[Exhibit | Holding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """From whom material came, how, and under what conditions, in the words of whoever received it."""

    from_party: str = ""
    how: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveAnswer:
    """What one delivery added: new exhibits and paths, what was there before, what was not kept."""

    accession: str
    n_exhibits: int
    n_holdings: int
    n_before: int
    n_refused: int
    coverage: Coverage

    @property
    def did_work(self) -> bool:
        """Say whether anything was new."""
        return bool(self.n_exhibits or self.n_holdings or self.n_refused)


def receive_paths(
    work: Workplace, paths: Sequence[Path], delivery: Delivery, between: Callable[[], None] = lambda: None
) -> ReceiveAnswer:
    """Receive files and folders, keep every byte by hash and every path, and account for all of it.

    `between` is called after each batch that was kept, so that reading can begin before all is here.
    """
    accession = _accession(work, paths, delivery)
    arrival = _Arrival(work, accession)
    outcomes = receive(
        paths,
        accession=accession,
        originals=work.originals,
        settings=_settings(work),
        known_ids={exhibit.exhibit_id for exhibit in work.store.all(Exhibit)},
        sandbox=work.sandbox,
    )
    while arrival.take(outcomes):
        work.progress("receive", arrival.n_seen, None)
        between()
    if arrival.did_work:
        work.store.mark_done(FINISHED, "", [accession.accession_id])
    return arrival.answer()


def _settings(work: Workplace) -> IntakeSettings:
    """Return the budgets of intake, with what named persons lifted and the passwords they gave."""
    return replace(work.settings.intake, raised=lifted(work.store), passwords=passwords_of(work.folder))


def reopen_containers(work: Workplace) -> RunCount:
    """Open refused or locked containers again, once a person lifted limits or gave a password."""
    settings = _settings(work)
    done = work.store.done_items(REOPENED, "")
    decided = decisions(work.store)
    shut: dict[str, list[tuple[Exhibit, Holding]]] = defaultdict(list)
    items: list[str] = []
    for (exhibit, holding), fates_inside in _shut_containers(work):
        grounds = [decided[exhibit.exhibit_id].permission_id] if exhibit.exhibit_id in settings.raised else []
        if settings.passwords and any(one.code in LOCKED for fate in fates_inside for one in fate.failures):
            grounds.append(f"{len(settings.passwords)} passwords")
        item = key("reopen", exhibit.exhibit_id, *grounds)
        if grounds and item not in done:
            shut[holding.accession_id].append((exhibit, holding))
            items.append(item)
    for accession_id, containers in shut.items():
        if accession := work.store.get(Accession, accession_id):
            _reopen(work, accession, containers, settings)
    work.store.mark_done(REOPENED, "", items)
    return RunCount("reopen", len(items), 0)


def _shut_containers(work: Workplace) -> list[tuple[tuple[Exhibit, Holding], list[Fate]]]:
    """Return each exhibit that intake did not open whole, where it lies, with what intake said of it."""
    exhibits = {exhibit.exhibit_id: exhibit for exhibit in work.store.all(Exhibit)}
    at_path: dict[str, Holding] = {}
    of_exhibit: dict[str, Holding] = {}
    for holding in work.store.all(Holding):
        at_path.setdefault(holding.path, holding)
        of_exhibit.setdefault(holding.exhibit_id, holding)
    shut: dict[str, list[Fate]] = defaultdict(list)
    for fate in work.store.all(Fate):
        found = of_exhibit.get(fate.exhibit_id) or _container_of(fate.path, at_path)
        if found and fate.reader == BY_INTAKE:
            shut[found.exhibit_id].append(fate)
    return [((exhibits[e], of_exhibit[e]), fates_inside) for e, fates_inside in shut.items()]


def _container_of(path: str, at_path: Mapping[str, Holding]) -> Holding | None:
    """Return the container in which a member lies that could not be kept: the nearest path above it."""
    while "/" in path:
        path = path.rpartition("/")[0]
        if path in at_path:
            return at_path[path]
    return None


def _reopen(
    work: Workplace,
    accession: Accession,
    containers: Sequence[tuple[Exhibit, Holding]],
    settings: IntakeSettings,
) -> None:
    """Open containers again; what could not be kept before and can now is no longer counted as missing."""
    arrival = _Arrival(work, accession)
    opened = {exhibit.exhibit_id for exhibit, _ in containers}
    outcomes = reopen(
        containers,
        accession=accession,
        originals=work.originals,
        settings=settings,
        known_ids={e.exhibit_id for e in work.store.all(Exhibit)} - opened,
        sandbox=work.sandbox,
    )
    while arrival.take(outcomes, opened):
        work.progress("reopen", arrival.n_seen, None)
    kept = {holding.path for holding in work.store.all(Holding)}
    missing = [fate.exhibit_id for fate in work.store.all(Fate) if fate.path and fate.path in kept]
    work.store.withdraw(Fate, missing, "kept after all, when its container was opened again")


def source_of(paths: Sequence[Path]) -> str:
    """Return how a delivery is known again: the names of its paths, without where they lie."""
    return ", ".join(path.resolve().name or str(path) for path in paths)


def _accession(work: Workplace, paths: Sequence[Path], delivery: Delivery) -> Accession:
    """Return the accession a killed run left open for this source, or prepare a new one.

    A new one is kept only when something new arrives under it.
    """
    source = source_of(paths)
    closed = work.store.done_items(FINISHED, "")
    for accession in work.store.all(Accession):
        if accession.source == source and accession.accession_id not in closed:
            return accession
    now = work.clock()
    return Accession(
        accession_id=key("accession", source, now.isoformat()),
        received_at=now,
        from_party=delivery.from_party,
        how=delivery.how,
        conditions=delivery.conditions,
        source=source,
    )


class _Arrival:
    """One run over one accession: keeps what is new, counts what was there before."""

    def __init__(self, work: Workplace, accession: Accession) -> None:
        self.work = work
        self.accession = accession
        same_source = {a.accession_id for a in work.store.all(Accession) if a.source == accession.source}
        same_source.add(accession.accession_id)
        self.before = {
            (h.container_id, h.path, h.exhibit_id)
            for h in work.store.all(Holding)
            if h.accession_id in same_source
        }
        self.not_kept = {fate.exhibit_id for fate in work.store.all(Fate) if fate.path}
        self.n_seen = self.n_before = self.n_exhibits = self.n_holdings = self.n_refused = 0

    @property
    def did_work(self) -> bool:
        """Say whether anything was new."""
        return bool(self.n_exhibits or self.n_holdings or self.n_refused)

    def take(self, outcomes: Iterator[Received], opened: Container[str] = frozenset()) -> bool:
        """Keep one batch: its bytes are durable before the records that name them.

        `opened` are exhibits met before whose outcome is new all the same.
        """
        with self.work.originals.batch():
            batch = next(batches(outcomes), [])
        self.n_seen += len(batch)
        again = [outcome for outcome in batch if outcome.item_id in opened]
        new = [outcome for outcome in batch if outcome.item_id not in opened and self._is_new(outcome)]
        if new or again:
            with self.work.store.transaction():
                self.work.store.put([self.accession])
                self.work.store.put(value for outcome in new for value in outcome.values)
                self.work.store.put(fate for outcome in new if (fate := self._fate(outcome)))
                self.work.store.put(fate for outcome in again if (fate := self._fate_now(outcome)))
        return bool(batch)

    def _is_new(self, outcome: Received) -> bool:
        self.n_exhibits += sum(isinstance(v, Exhibit) for v in outcome.values)
        holdings = [v for v in outcome.values if isinstance(v, Holding)]
        new = [h for h in holdings if (h.container_id, h.path, h.exhibit_id) not in self.before]
        self.n_holdings += len(new)
        refused = not holdings and self._member_id(outcome) not in self.not_kept
        self.n_refused += refused
        self.n_before += not new and not refused
        return bool(new) or refused

    def _member_id(self, outcome: Received) -> str:
        return key("member", self.accession.source, outcome.item_id)

    def _fate(self, outcome: Received) -> Fate | None:
        """Return the fate of what will not be read any more; the rest is settled by reading."""
        if outcome.status is Status.READ:
            return None
        kept = is_digest(outcome.item_id)
        return Fate(
            exhibit_id=outcome.item_id if kept else self._member_id(outcome),
            status=outcome.status,
            failures=outcome.failures,
            reader=BY_INTAKE,
            path="" if kept else outcome.item_id,
        )

    def _fate_now(self, outcome: Received) -> Fate | None:
        """Return the fate of a container that was opened again; nothing where its old one still holds."""
        before = self.work.store.get(Fate, outcome.item_id)
        if outcome.status is Status.READ and before is not None and before.reader == BY_INTAKE:
            return Fate(exhibit_id=outcome.item_id, status=Status.WAITING, failures=(NOT_READ_YET,))
        return self._fate(outcome)

    def answer(self) -> ReceiveAnswer:
        """Return what this run added."""
        return ReceiveAnswer(
            accession=self.work.store.siglum(self.accession.accession_id),
            n_exhibits=self.n_exhibits,
            n_holdings=self.n_holdings,
            n_before=self.n_before,
            n_refused=self.n_refused,
            coverage=count(fates(self.work.store).values()),
        )

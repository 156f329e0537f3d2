"""Receiving: bytes first, then the records that name them, confirmed batch by batch.

A run that is killed leaves bytes no record names at worst; running again keeps them once and
goes on where it stopped. A second run over the same material does no work and says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from twosource.desk.coverage import count, fates
from twosource.desk.runs import BATCH
from twosource.desk.workplace import Workplace
from twosource.evidence.holdings import Accession, Exhibit, Holding
from twosource.evidence.outcome import Coverage, Fate, Outcome
from twosource.ids import is_digest, key
from twosource.intake import receive
from twosource.terms import Status

FINISHED = "receive"
BY_INTAKE = "intake"
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


def receive_paths(work: Workplace, paths: Sequence[Path], delivery: Delivery) -> ReceiveAnswer:
    """Receive files and folders, keep every byte by hash and every path, and account for all of it."""
    accession = _accession(work, paths, delivery)
    arrival = _Arrival(work, accession)
    outcomes = receive(
        paths,
        accession=accession,
        originals=work.originals,
        settings=work.settings.intake,
        known_ids={exhibit.exhibit_id for exhibit in work.store.all(Exhibit)},
    )
    while arrival.take(outcomes):
        work.progress("receive", arrival.n_seen, None)
    if arrival.did_work:
        work.store.mark_done(FINISHED, "", [accession.accession_id])
    return arrival.answer()


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

    def take(self, outcomes: Iterator[Received]) -> bool:
        """Keep one batch: its bytes are durable before the records that name them."""
        with self.work.originals.batch():
            batch = list(islice(outcomes, BATCH))
        self.n_seen += len(batch)
        new = [outcome for outcome in batch if self._is_new(outcome)]
        if new:
            with self.work.store.transaction():
                self.work.store.put([self.accession])
                self.work.store.put(value for outcome in new for value in outcome.values)
                self.work.store.put(fate for outcome in new if (fate := self._fate(outcome)))
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

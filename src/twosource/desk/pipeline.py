"""The stages in order, each joined to the store: what is done is marked, what is done is skipped.

Every function here reads like its stage: take what is not done yet, run the stage on it item by
item, keep the values and the mark in one transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from twosource import __version__
from twosource.attributing import attribute
from twosource.desk.declarations import Declarations, PublisherDeclaration
from twosource.desk.receiving import BY_INTAKE
from twosource.desk.resolving import resolve_publishers
from twosource.desk.runs import RunCount, at_most, batches, fingerprint, guarded
from twosource.desk.workplace import Workplace
from twosource.evidence.events import RecordRow
from twosource.evidence.holdings import Exhibit, Holding, Rendition
from twosource.evidence.outcome import Fate, Outcome
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.ids import key
from twosource.reading import Sidecar, pair_sidecars, read, read_record, read_sidecars
from twosource.store.readings import reading_digests
from twosource.terms import PartyKind, RenditionKind, Status

TABLES = frozenset({"text/csv", "text/tab-separated-values"})


def read_exhibits(work: Workplace) -> RunCount:
    """Read every exhibit that was not read with these settings, and keep renditions and fates.

    A transcription or translation lying beside an image is read as the image's, not as a text of
    its own; an image is read again when one arrives later.
    """
    mark = fingerprint("read", __version__, work.settings.read)
    done = work.store.done_items("read", mark)
    exhibits = list(work.store.all(Exhibit))
    settled = {fate.exhibit_id for fate in work.store.all(Fate) if fate.reader == BY_INTAKE}
    sidecars = pair_sidecars(work.store.all(Holding))
    settled |= {sidecar.exhibit_id for found in sidecars.values() for sidecar in found}
    items = {_item(e, sidecars): e for e in exhibits if e.exhibit_id not in settled}
    todo = [(item, exhibit) for item, exhibit in items.items() if item not in done]

    def stage(batch: Sequence[tuple[str, Exhibit]]) -> Iterable[Outcome[Rendition]]:
        for _, exhibit in batch:
            with at_most(work.settings.read.limits.max_seconds):
                outcomes = list(read([exhibit], originals=work.originals, settings=work.settings.read))
            yield from outcomes
            if found := sidecars.get(exhibit.exhibit_id):
                pair = {exhibit.exhibit_id: found}
                yield from read_sidecars(pair, originals=work.originals, settings=work.settings.read)

    n_failed = n_done = 0
    for batch in batches(guarded(todo, lambda one: one[1].exhibit_id, stage)):
        with work.store.transaction():
            for (_, exhibit), outcomes in batch:
                n_failed += _keep_reading(work, exhibit, outcomes)
            work.store.mark_done("read", mark, [item for (item, _), _ in batch])
        n_done += len(batch)
        work.progress("read", n_done, len(todo))
    return RunCount("read", len(todo), len(items) - len(todo), n_failed)


def _item(exhibit: Exhibit, sidecars: Mapping[str, tuple[Sidecar, ...]]) -> str:
    beside = sidecars.get(exhibit.exhibit_id, ())
    return (
        key("reading", exhibit.exhibit_id, *(s.exhibit_id for s in beside)) if beside else exhibit.exhibit_id
    )


def _keep_reading(work: Workplace, exhibit: Exhibit, outcomes: list[Outcome[Rendition]]) -> int:
    """Keep the renditions, the search index, the rows of a record, and the last word on each exhibit."""
    renditions = [rendition for outcome in outcomes for rendition in outcome.values]
    work.store.drop(Rendition, about=exhibit.exhibit_id)
    work.store.put(renditions)
    for rendition in renditions:
        work.store.index(rendition)
    work.store.drop(RecordRow, about=exhibit.exhibit_id)
    if exhibit.media_type in TABLES:
        with work.originals.open(exhibit.exhibit_id) as source:
            work.store.put(read_record(exhibit, source))
    digests = reading_digests(work.store, exhibit.exhibit_id)
    fates = {outcome.item_id: _fate(outcome, renditions) for outcome in outcomes}
    if exhibit.exhibit_id in fates:
        fates[exhibit.exhibit_id] = replace(fates[exhibit.exhibit_id], digests=digests)
    work.store.put(fates.values())
    return sum(fate.status is not Status.READ for fate in fates.values())


def _fate(outcome: Outcome[Rendition], renditions: list[Rendition]) -> Fate:
    made = {f"{r.maker} {r.maker_version}".strip() for r in renditions if r.text}
    return Fate(
        exhibit_id=outcome.item_id,
        status=outcome.status,
        failures=outcome.failures,
        reader="; ".join(sorted(made)),
    )


def attribute_renditions(work: Workplace, declared: Declarations) -> RunCount:
    """Find who says what in every rendition that was not attributed with these parties known."""
    mark = fingerprint(
        "attribute", __version__, work.settings.attribute, declared.parties, declared.publishers
    )
    done = work.store.done_items("attribute", mark)
    renditions = [r for r in work.store.all(Rendition) if r.kind is not RenditionKind.PAGE_IMAGE]
    todo = [r for r in renditions if r.rendition_id not in done]
    publishers = publishers_of(work, declared)
    names = {party.party_id: party.name for party in declared.parties}

    def stage(items: Sequence[Rendition]) -> Iterable[Outcome[Party | Passage | Statement]]:
        named = [with_publisher(r, publishers.get(r.exhibit_id), names) for r in items]
        return attribute(named, known=declared.parties, settings=work.settings.attribute)

    n_failed = 0
    for number, batch in enumerate(batches(guarded(todo, lambda r: r.rendition_id, stage))):
        with work.store.transaction():
            for rendition, outcomes in batch:
                _drop_suggested(work, rendition)
                work.store.put(_named(work, rendition, v) for o in outcomes for v in o.values)
                n_failed += any(o.status is Status.REFUSED for o in outcomes)
            work.store.mark_done("attribute", mark, [r.rendition_id for r, _ in batch])
        work.progress("attribute", number * len(batch) + len(batch), len(todo))
    return RunCount("attribute", len(todo), len(renditions) - len(todo), n_failed)


def _named(
    work: Workplace, rendition: Rendition, value: Party | Passage | Statement
) -> Party | Passage | Statement:
    """Call an unknown publisher by the siglum of its exhibit: nobody knows an exhibit by its digest."""
    short = rendition.exhibit_id[:8]
    if isinstance(value, Party) and value.kind is PartyKind.PLACEHOLDER and short in value.name:
        return replace(value, label=value.name.replace(short, work.store.siglum(rendition.exhibit_id)))
    return value


def _drop_suggested(work: Workplace, rendition: Rendition) -> None:
    passages = {p.passage_id for p in work.store.all(Passage, about=rendition.rendition_id)}
    stale = [
        s.statement_id
        for s in work.store.all(Statement, about=rendition.exhibit_id)
        if s.passage_id in passages and not s.made.is_judgement
    ]
    work.store.remove(Statement, stale)


def publishers_of(work: Workplace, declared: Declarations) -> dict[str, PublisherDeclaration]:
    """Return, per exhibit, who a person said published it and when."""
    return resolve_publishers(declared, list(work.store.all(Holding)))


def with_publisher(
    rendition: Rendition, publisher: PublisherDeclaration | None, names: Mapping[str, str]
) -> Rendition:
    """Return the rendition with what a person declared before what the document says of itself."""
    if publisher is None:
        return rendition
    declared = [("publisher", names[publisher.party_id])]
    if publisher.at_span.is_known:
        declared.append(("published", publisher.at_span.edtf()))
    replaced = {name for name, _ in declared}
    rest = tuple(pair for pair in rendition.metadata if pair[0] not in replaced)
    return replace(rendition, metadata=(*declared, *rest))

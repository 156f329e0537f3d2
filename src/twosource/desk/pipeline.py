"""The stages in order, each joined to the store: what is done is marked, what is done is skipped.

Every function here reads like its stage: take what is not done yet, run the stage on it item by
item, keep the values and the mark in one transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from twosource import __version__
from twosource.attributing import attribute
from twosource.desk.declarations import Declarations, PublisherDeclaration
from twosource.desk.layering import drop_suggested
from twosource.desk.resolving import resolve_publishers
from twosource.desk.runs import RunCount, batches, fingerprint, guarded
from twosource.desk.workplace import TABLES, Workplace
from twosource.evidence.events import RecordRow
from twosource.evidence.holdings import Exhibit, Holding, Rendition
from twosource.evidence.outcome import Outcome
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.terms import PartyKind, RenditionKind, Status


def attribute_renditions(work: Workplace, declared: Declarations) -> RunCount:
    """Find who says what in every rendition that was not attributed with these parties known."""
    mark = fingerprint(
        "attribute",
        __version__,
        work.settings.attribute,
        declared.parties,
        declared.publishers,
        work.tagger.version,
        work.gazetteers.digests,
    )
    done = work.store.done_items("attribute", mark)
    records = recorded_exhibits(work)
    renditions = [
        r for r in work.store.all(Rendition) if _has_words_of_its_own(r) and r.exhibit_id not in records
    ]
    todo = [r for r in renditions if r.rendition_id not in done]
    publishers = publishers_of(work, declared)
    names = {party.party_id: party.name for party in declared.parties}

    def stage(items: Sequence[Rendition]) -> Iterable[Outcome[Party | Passage | Statement]]:
        named = [with_publisher(r, publishers.get(r.exhibit_id), names) for r in items]
        return attribute(
            named,
            known=declared.parties,
            settings=work.settings.attribute,
            tagger=work.tagger.at_hand(),
            atlas=atlas,
        )

    atlas = work.gazetteers.atlas if todo else None
    n_failed = n_done = 0
    for batch in batches(guarded(todo, lambda r: r.rendition_id, stage)):
        with work.store.transaction():
            for rendition, outcomes in batch:
                drop_suggested(work, rendition)
                work.store.put(_named(work, rendition, v) for o in outcomes for v in o.values)
                n_failed += any(o.status is Status.REFUSED for o in outcomes)
            work.store.mark_done("attribute", mark, [r.rendition_id for r, _ in batch])
        n_done += len(batch)
        work.progress("attribute", n_done, len(todo))
    return RunCount("attribute", len(todo), len(renditions) - len(todo), n_failed)


def recorded_exhibits(work: Workplace) -> frozenset[str]:
    """Return the exhibits that are event records: their rows speak for them, not the words of their cells."""
    tables = (e.exhibit_id for e in work.store.all(Exhibit) if e.media_type in TABLES)
    return frozenset(e for e in tables if next(work.store.all(RecordRow, about=e), None) is not None)


def _has_words_of_its_own(rendition: Rendition) -> bool:
    """Say whether statements are taken from a rendition: not from one kept beside a better one."""
    return rendition.is_preferred and rendition.kind is not RenditionKind.PAGE_IMAGE


def _named(
    work: Workplace, rendition: Rendition, value: Party | Passage | Statement
) -> Party | Passage | Statement:
    """Call an unknown publisher by the siglum of its exhibit: nobody knows an exhibit by its digest."""
    short = rendition.exhibit_id[:8]
    if isinstance(value, Party) and value.kind is PartyKind.PLACEHOLDER and short in value.name:
        return replace(value, label=value.name.replace(short, work.store.siglum(rendition.exhibit_id)))
    return value


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

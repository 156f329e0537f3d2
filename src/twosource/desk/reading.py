"""Reading, joined to the store: quick readings first, words from pixels after, nothing done twice.

The quick pass takes the smallest exhibits first, so that the first page can be searched within
seconds; pixels come last, because a page of them takes a second. A rendition that a person's
judgement is pinned to is never dropped: it stays beside the new one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from twosource import __version__
from twosource.desk.layering import Pinned, fate_beside, is_layer, lay_beside, put_away
from twosource.desk.permitting import decisions, passwords_of
from twosource.desk.receiving import BY_INTAKE
from twosource.desk.runs import RunCount, batches, fingerprint
from twosource.desk.sidecar_doubts import BESIDE_A_SIDECAR, held_against
from twosource.desk.workplace import TABLES, Workplace
from twosource.evidence.events import RecordRow
from twosource.evidence.holdings import Exhibit, Holding, Rendition
from twosource.evidence.outcome import Fate
from twosource.evidence.permissions import Permission, PermissionKind
from twosource.ids import key
from twosource.reading import (
    ReadOutcome,
    ReadSettings,
    Sidecar,
    is_sidecar,
    label_of,
    pair_sidecars,
    read,
    read_record,
    read_sidecars,
)
from twosource.store.readings import reading_digests
from twosource.terms import Status, load_table

RECOGNITION = "recognition"
LOCKED = frozenset({"password", "wrong_password"})
TEXT_LIKE = frozenset({"message/rfc822", "application/json"})
N_FIRST = 64
SMALL = 256 * 1024


@dataclass(frozen=True, slots=True)
class _Item:
    """One exhibit to read, with the side-cars beside it; `item_id` changes when they do."""

    exhibit: Exhibit
    sidecars: tuple[Sidecar, ...]
    siglum: str
    decision: Permission | None
    passwords: tuple[str, ...]

    @property
    def item_id(self) -> str:
        """The name of this piece of work: another side-car, decision or password is another piece."""
        beside = [sidecar.exhibit_id for sidecar in self.sidecars]
        if self.decision:
            beside.append(self.decision.permission_id)
        if self.passwords:
            beside.append(f"{len(self.passwords)} passwords")
        return key("reading", self.exhibit.exhibit_id, *beside) if beside else self.exhibit.exhibit_id

    def settings(self, usual: ReadSettings) -> ReadSettings:
        """Return how this exhibit is read: passwords only reach an exhibit that is locked."""
        is_lifted = self.decision is not None and self.decision.kind is PermissionKind.LIFTED
        limits = usual.limits.lifted() if is_lifted else usual.limits
        return replace(usual, limits=limits, passwords=self.passwords)

    def told(self) -> str:
        """Return what it is, for whoever watches."""
        return f"{self.siglum} {label_of(self.exhibit.media_type)}"


def read_exhibits(work: Workplace) -> RunCount:
    """Read every exhibit that was not read with these settings, and keep renditions and fates.

    A transcription or translation lying beside an image is read as the image's, not as a text of
    its own; an image is read again when one arrives later.
    """
    mark = fingerprint("read", __version__, work.settings.read)
    done = work.store.done_items("read", mark)
    items = _items(work)
    todo = [item for item in items if item.item_id not in done]
    todo.sort(key=_quickest)
    n_failed = _run(work, "read", mark, todo, is_recognising=False)
    return RunCount("read", len(todo), len(items) - len(todo), n_failed)


def read_first(work: Workplace) -> None:
    """Read a few small texts of a delivery that is still coming in, so that something can be searched."""
    mark = fingerprint("read", __version__, work.settings.read)
    done = work.store.done_items("read", mark)
    # A side-car may be here before its image, and is then not to be taken for a text of its own.
    beside = {holding.exhibit_id for holding in work.store.all(Holding) if is_sidecar(holding.path)}
    small = [i for i in _items(work) if i.exhibit.size <= SMALL and _is_text(i.exhibit) and not i.sidecars]
    todo = [i for i in small if i.item_id not in done and i.exhibit.exhibit_id not in beside]
    todo.sort(key=_quickest)
    _run(work, "read", mark, list(islice(todo, N_FIRST)), is_recognising=False)


def recognise_exhibits(work: Workplace) -> RunCount:
    """Read words from the pixels of every exhibit whose words the quick pass did not find whole."""
    mark = fingerprint("recognise", __version__, work.settings.read)
    done = work.store.done_items("recognise", mark)
    waiting = {fate.exhibit_id for fate in work.store.all(Fate) if _needs_recognition(fate)}
    # A transcription that was delivered beside a picture may be planted: the pixels are read as well.
    items = [item for item in _items(work) if item.sidecars or item.exhibit.exhibit_id in waiting]
    todo = sorted((item for item in items if item.item_id not in done), key=lambda item: item.exhibit.size)
    n_failed = _run(work, "recognise", mark, todo, is_recognising=True)
    return RunCount("recognise", len(todo), len(items) - len(todo), n_failed)


@cache
def _mended_by_recognition() -> frozenset[str]:
    rows: Mapping[str, Mapping[str, str]] = load_table("reading_failures")["failures"]
    return frozenset(code for code, row in rows.items() if row.get("mended_by") == RECOGNITION)


def _needs_recognition(fate: Fate) -> bool:
    return any(one.code in _mended_by_recognition() for one in fate.failures)


def _items(work: Workplace) -> list[_Item]:
    """Return what there is to read.

    What intake settled or a person gave up is not, nor are side-cars, which are read with their image.
    """
    fates = list(work.store.all(Fate))
    decided = decisions(work.store)
    settled = {fate.exhibit_id for fate in fates if fate.reader == BY_INTAKE}
    settled |= {e for e, decision in decided.items() if decision.kind is PermissionKind.SET_ASIDE}
    locked = {fate.exhibit_id for fate in fates if any(one.code in LOCKED for one in fate.failures)}
    passwords = passwords_of(work.folder)
    sidecars = pair_sidecars(work.store.all(Holding))
    settled |= {sidecar.exhibit_id for found in sidecars.values() for sidecar in found}
    return [
        _Item(
            exhibit=exhibit,
            sidecars=sidecars.get(exhibit.exhibit_id, ()),
            siglum=work.store.siglum(exhibit.exhibit_id),
            decision=decided.get(exhibit.exhibit_id),
            passwords=passwords if exhibit.exhibit_id in locked else (),
        )
        for exhibit in work.store.all(Exhibit)
        if exhibit.exhibit_id not in settled
    ]


def _is_text(exhibit: Exhibit) -> bool:
    return exhibit.media_type.startswith("text/") or exhibit.media_type in TEXT_LIKE


def _quickest(item: _Item) -> tuple[bool, int]:
    """Order texts before everything else, then by size."""
    return not _is_text(item.exhibit), item.exhibit.size


def _run(work: Workplace, stage: str, mark: str, todo: Sequence[_Item], *, is_recognising: bool) -> int:
    """Read items, keep what they give batch by batch, and return how many were not wholly read."""
    if not todo:
        return 0
    n_failed = n_done = 0
    pinned = Pinned(work)
    for batch in batches(_readings(work, todo, is_recognising)):
        with work.store.transaction():
            for item, outcomes in batch:
                n_failed += _keep(work, item.exhibit, outcomes, pinned)
            work.store.mark_done(stage, mark, [item.item_id for item, _ in batch])
        n_done += len(batch)
        work.progress(stage, n_done, len(todo), batch[-1][0].told())
    return n_failed


def _readings(
    work: Workplace, todo: Sequence[_Item], is_recognising: bool
) -> Iterator[tuple[_Item, list[ReadOutcome]]]:
    """Yield each item with its outcomes, those read alike together."""
    alike: dict[ReadSettings, list[_Item]] = defaultdict(list)
    for item in todo:
        alike[item.settings(work.settings.read)].append(item)
    for settings, items in alike.items():
        outcomes = read(
            (item.exhibit for item in items),
            originals=work.originals,
            sandbox=work.sandbox,
            settings=settings,
            is_recognising=is_recognising,
        )
        for item, outcome in zip(items, outcomes, strict=True):
            beside = _beside(work, item)
            yield item, held_against(outcome, beside) if is_recognising else [outcome, *beside]


def _beside(work: Workplace, item: _Item) -> list[ReadOutcome]:
    """Return the outcomes of the side-cars of an exhibit, which also give the exhibit's last word."""
    if not item.sidecars:
        return []
    pair = {item.exhibit.exhibit_id: item.sidecars}
    return list(read_sidecars(pair, originals=work.originals, settings=work.settings.read))


def _keep(work: Workplace, exhibit: Exhibit, outcomes: Sequence[ReadOutcome], pinned: Pinned) -> int:
    """Keep what a reading gave: renditions, boxes, rows, the search index, and each exhibit's last word."""
    values = [value for outcome in outcomes for value in outcome.values]
    renditions = [value for value in values if isinstance(value, Rendition)]
    _set_aside(work, exhibit.exhibit_id, renditions, pinned)
    work.store.put(values)
    for rendition in renditions:
        if rendition.is_preferred or rendition.preferred_because == BESIDE_A_SIDECAR:
            work.store.index(rendition)
    work.store.drop(RecordRow, about=exhibit.exhibit_id)
    if exhibit.media_type in TABLES:
        with work.originals.open(exhibit.exhibit_id) as source:
            work.store.put(read_record(exhibit, source))
    layers = lay_beside(work, exhibit.exhibit_id, pinned)
    digests = reading_digests(work.store, exhibit.exhibit_id)
    fates = {outcome.item_id: _fate(outcome, renditions) for outcome in outcomes}
    if exhibit.exhibit_id in fates:
        fate = fate_beside(work, fates[exhibit.exhibit_id], layers)
        fates[exhibit.exhibit_id] = replace(fate, digests=digests)
    work.store.put(fates.values())
    return sum(fate.status is not Status.READ for fate in fates.values())


def _set_aside(work: Workplace, exhibit_id: str, fresh: Iterable[Rendition], pinned: Pinned) -> None:
    """Drop earlier renditions that came out differently; one that judgements rest on stays beside the new."""
    fresh_ids = {rendition.rendition_id for rendition in fresh}
    for earlier in list(work.store.all(Rendition, about=exhibit_id)):
        if earlier.rendition_id not in fresh_ids and not is_layer(earlier):
            put_away(work, earlier, pinned)


def _fate(outcome: ReadOutcome, renditions: Sequence[Rendition]) -> Fate:
    made = {f"{r.maker} {r.maker_version}".strip() for r in renditions if r.text and r.is_preferred}
    return Fate(
        exhibit_id=outcome.item_id,
        status=outcome.status,
        failures=outcome.failures,
        reader="; ".join(sorted(made)),
    )

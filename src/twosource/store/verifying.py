"""Checking that everything is still what was recorded: invariants 1, 2 and 7 on one case.

Nothing is repaired: whoever finds damage decides with a copy at hand. The checks read one
moment of the case, and each kind of damage has its own word and its own test.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from twosource.errors import IntegrityError
from twosource.evidence import codec
from twosource.evidence.holdings import Exhibit, Holding, Rendition
from twosource.evidence.outcome import Coverage, Fate
from twosource.evidence.passages import Passage, is_anchored
from twosource.ids import digest_of
from twosource.ports import Originals
from twosource.store.engine import NEVER, RECORD, WITHDRAWN, Checkpoint, Entry, RecordLine
from twosource.store.kinds import BY_NAME, KINDS, Kind, Ledgered
from twosource.store.ledger import parse_checkpoint
from twosource.store.merkle import Frontier
from twosource.store.readings import reading_digests
from twosource.store.records import Store
from twosource.terms import Status

Progress = Callable[[str, int, int], None]
EVERY = 1000


class ProblemKind(StrEnum):
    """What can be wrong with a case."""

    ORIGINAL_CHANGED = "original changed"
    ORIGINAL_MISSING = "original missing"
    ORIGINAL_NOT_RECORDED = "original not recorded"
    DATABASE_DAMAGED = "database damaged"
    LEDGER_GAP = "ledger gap"
    ENTRY_CHANGED = "ledger entry changed"
    LEDGER_REWRITTEN = "ledger rewritten"
    LEDGER_CUT_SHORT = "ledger cut short"
    CHECKPOINT_UNREADABLE = "checkpoint unreadable"
    PAGE_CHANGED = "published page changed"
    DECLARATIONS_CHANGED = "declarations changed"
    READING_CHANGED = "reading changed"
    RECORD_DIFFERS = "record differs"
    RECORD_MISSING = "record missing"
    RECORD_UNKNOWN = "record unknown to the ledger"
    RECORD_UNREADABLE = "record unreadable"
    PASSAGE_MOVED = "passage moved"
    RENDITION_MISSING = "rendition missing"
    EXHIBIT_MISSING = "exhibit missing"
    FATE_MISSING = "fate missing"
    COVERAGE = "coverage does not add up"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as recorded: its kind, the id it is about, and a sentence for a person."""

    kind: ProblemKind
    about: str
    sentence: str

    @property
    def is_damage(self) -> bool:
        """Say whether it is an integrity failure, and not work that a run has still to finish."""
        return self.kind not in UNFINISHED


UNFINISHED = frozenset(
    {ProblemKind.ORIGINAL_NOT_RECORDED, ProblemKind.FATE_MISSING, ProblemKind.DECLARATIONS_CHANGED}
)


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""


def verify(
    store: Store,
    originals: Originals,
    *,
    progress: Progress | None = None,
    against: Sequence[Checkpoint] = (),
) -> tuple[Problem, ...]:
    """Return everything that is not as recorded; nothing where the case is whole.

    `progress` is told (step, done, total); `against` are checkpoints kept elsewhere. Reads every
    original once and every entry once.
    """
    case = _Case(store, originals, progress or _silent, tuple(against))
    found: list[Problem] = []
    with store.snapshot():
        for check in (_engine, _ledger, _readable, _readings, _anchors, _conservation, _originals):
            try:
                found.extend(check(case))
            except IntegrityError as error:
                found.append(Problem(ProblemKind.DATABASE_DAMAGED, "", error.sentences()))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Case:
    store: Store
    originals: Originals
    progress: Progress
    against: tuple[Checkpoint, ...]

    def shown(self, record_id: str) -> str:
        """Return what may be printed of an id: its siglum, else its first letters."""
        return self.store.siglum(record_id) or f"{record_id[:16]}"

    def lines(self, kind: Kind) -> Iterator[RecordLine]:
        yield from self.store.engine.lines(kind.name)


def _engine(case: _Case) -> Iterator[Problem]:
    for fault in case.store.engine.faults():
        yield Problem(
            ProblemKind.DATABASE_DAMAGED,
            "",
            f"The file of records is damaged ({fault}). The originals are kept apart from it. "
            "Go back to a copy of the case.",
        )


# -- the ledger and the records it answers for


def _ledger(case: _Case) -> Iterator[Problem]:
    remembered, unreadable = _checkpoints(case.store)
    remembered += case.against
    yield from unreadable
    roots: dict[int, str] = {0: Frontier().root.hex()}
    words: dict[tuple[str, str], str] = {}
    yield from _read_entries(case, {c.size for c in remembered}, roots, words)
    yield from _compare_roots(case.store, remembered, roots)
    yield from _compare_words(case, words)


def _checkpoints(store: Store) -> tuple[list[Checkpoint], list[Problem]]:
    """Return the checkpoints remembered in the case and in `checkpoints.txt`, and lines that are none."""
    found, unreadable = list(store.ledger.checkpoints()), []
    for number, line in enumerate(store.ledger.noted(), 1):
        if checkpoint := parse_checkpoint(line):
            found.append(checkpoint)
        elif line.strip():
            sentence = (
                f"Line {number} of checkpoints.txt is no checkpoint, so what it remembered is lost. "
                "The ledger was compared with the others. Compare the file with a copy."
            )
            unreadable.append(Problem(ProblemKind.CHECKPOINT_UNREADABLE, str(number), sentence))
    return found, unreadable


def _read_entries(
    case: _Case, sizes: set[int], roots: dict[int, str], words: dict[tuple[str, str], str]
) -> Iterator[Problem]:
    """Read the ledger once: fill in the root at each size asked for and the last word on each record."""
    frontier, expected = Frontier(), 1
    total = case.store.ledger.size
    for entry in case.store.ledger.entries():
        if entry.seq != expected:
            yield Problem(
                ProblemKind.LEDGER_GAP,
                str(expected),
                f"Entry {expected} of the ledger is missing; the next one is {entry.seq}. "
                "The other entries are there. Compare with a copy of the case.",
            )
        expected = entry.seq + 1
        if not entry.is_sound:
            yield Problem(
                ProblemKind.ENTRY_CHANGED,
                str(entry.seq),
                f"Entry {entry.seq} of the ledger is not what was written there. "
                "Nothing was repaired. Compare with a copy of the case.",
            )
        frontier = frontier.extend([bytes.fromhex(entry.leaf)])
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root.hex()
        if entry.kind in (RECORD, WITHDRAWN):
            yield from _note_word(entry, words)
        if frontier.size % EVERY == 0:
            case.progress("ledger", frontier.size, total)
    roots[frontier.size] = frontier.root.hex()


def _note_word(entry: Entry, words: dict[tuple[str, str], str]) -> Iterator[Problem]:
    """Remember an entry as the last word about its record; after a withdrawal there is none."""
    try:
        content = entry.body
        kind = BY_NAME[content["record"]]
        if entry.kind == WITHDRAWN:
            del words[kind.name, content["id"]]
            return
        words[kind.name, content["value"][kind.id_name]] = digest_of(entry.line.encode())
    except (KeyError, TypeError, ValueError):
        yield Problem(
            ProblemKind.ENTRY_CHANGED,
            str(entry.seq),
            f"Entry {entry.seq} of the ledger holds no record that can be read. "
            "Nothing was repaired. Compare with a copy of the case.",
        )


def _compare_roots(store: Store, remembered: list[Checkpoint], roots: dict[int, str]) -> Iterator[Problem]:
    size = max(roots)
    frontier = store.engine.frontier()
    tree = Checkpoint(frontier.size, frontier.root.hex(), NEVER)
    for checkpoint in dict.fromkeys([*remembered, tree]):
        at = f"{checkpoint.at:%d %B %Y, %H:%M:%S} UTC"
        source = "the ledger's own tree" if checkpoint.at == NEVER else f"the checkpoint of {at}"
        if checkpoint.size > size:
            yield Problem(
                ProblemKind.LEDGER_CUT_SHORT,
                str(checkpoint.size),
                f"The ledger has {size} entries, and {source} remembers {checkpoint.size}: its end was "
                "cut off, or this is an older copy of the case. What is left was not touched. "
                "Find the newer copy.",
            )
        elif roots.get(checkpoint.size) != checkpoint.root:
            yield Problem(
                ProblemKind.LEDGER_REWRITTEN,
                str(checkpoint.size),
                f"The first {checkpoint.size} entries of the ledger are not those that {source} "
                "remembers: some were changed, swapped or removed. Nothing was repaired. "
                "Compare with a copy of the case.",
            )


def _compare_words(case: _Case, words: dict[tuple[str, str], str]) -> Iterator[Problem]:
    """Compare the records with the ledger's last word about each."""
    missing = dict(words)
    for kind in KINDS:
        if kind.ledgered is Ledgered.NEVER:
            continue
        for line in case.lines(kind):
            missing.pop((kind.name, line.id), None)
            if problem := _compare_word(case, kind, line, words.get((kind.name, line.id))):
                yield problem
    for kind_name, record_id in missing:
        yield Problem(
            ProblemKind.RECORD_MISSING,
            record_id,
            f"The {kind_name} {case.shown(record_id)} is in the ledger and no longer among the records. "
            "The ledger still holds it. Rebuild the case from the ledger.",
        )


def _compare_word(case: _Case, kind: Kind, line: RecordLine, word: str | None) -> Problem | None:
    if word is not None and word == digest_of(line.body.encode()):
        return None
    if word is not None:
        return Problem(
            ProblemKind.RECORD_DIFFERS,
            line.id,
            f"The {kind.name} {case.shown(line.id)} is not what the ledger last said about it. "
            "The ledger still holds what was said. Rebuild the case from the ledger.",
        )
    if line.is_ledgered or kind.answers_for(codec.from_line(line.body)):
        return Problem(
            ProblemKind.RECORD_UNKNOWN,
            line.id,
            f"The {kind.name} {case.shown(line.id)} never entered the ledger, so nobody can say who "
            "recorded it and when. Nothing was removed. Compare with a copy of the case.",
        )
    return None


# -- what refers to what


def _readable(case: _Case) -> Iterator[Problem]:
    """Check that every record can be read back and stands under its own id."""
    for kind in KINDS:
        total = case.store.engine.count(kind.name)
        for number, line in enumerate(case.lines(kind), 1):
            try:
                is_itself = getattr(codec.from_line(line.body), kind.id_name) == line.id
            except (IntegrityError, AttributeError):
                is_itself = False
            if not is_itself:
                yield Problem(
                    ProblemKind.RECORD_UNREADABLE,
                    line.id,
                    f"The {kind.name} {case.shown(line.id)} cannot be read back. "
                    "Nothing was removed. Compare with a copy of the case.",
                )
            if number % EVERY == 0:
                case.progress(kind.name, number, total)


def _readings(case: _Case) -> Iterator[Problem]:
    """Check that what was read is what the ledger says was read, word by word."""
    for fate in case.store.all(Fate):
        if fate.digests and fate.digests != reading_digests(case.store, fate.exhibit_id):
            yield Problem(
                ProblemKind.READING_CHANGED,
                fate.exhibit_id,
                f"The text kept of exhibit {case.shown(fate.exhibit_id)} is not what was read from it. "
                "The original is kept. Compare with a copy of the case, or read the exhibit again.",
            )


def _anchors(case: _Case) -> Iterator[Problem]:
    """Check invariant 2: the words of every passage stand where it says."""
    n_anchored, renditions = 0, set()
    for rendition in case.store.all(Rendition):
        renditions.add(rendition.rendition_id)
        for passage in case.store.all(Passage, about=rendition.rendition_id):
            n_anchored += 1
            if not is_anchored(passage, rendition) or passage.exhibit_id != rendition.exhibit_id:
                yield Problem(
                    ProblemKind.PASSAGE_MOVED,
                    passage.passage_id,
                    f"The words of passage {case.shown(passage.passage_id)} do not stand where it says. "
                    "The rendition and the original are kept. Cite the passage again with `twosource cite`.",
                )
    if n_anchored == case.store.count(Passage):
        return
    for passage in case.store.all(Passage):
        if passage.rendition_id not in renditions:
            yield Problem(
                ProblemKind.RENDITION_MISSING,
                passage.passage_id,
                f"Passage {case.shown(passage.passage_id)} names a rendition that is not there. "
                "The original is kept. Read the exhibit again, then cite the passage again.",
            )


def _conservation(case: _Case) -> Iterator[Problem]:
    """Check invariant 1: everything received ends in exactly one of four places.

    A fate with a path is of a member whose bytes could not be kept, so it has no exhibit.
    """
    exhibits = {exhibit.exhibit_id for exhibit in case.store.all(Exhibit)}
    status: Counter[Status] = Counter()
    without, n_not_kept = set(exhibits), 0
    for fate in case.store.all(Fate):
        without.discard(fate.exhibit_id)
        status[fate.status] += 1
        if fate.path:
            n_not_kept += 1
        elif fate.exhibit_id not in exhibits:
            yield _missing_exhibit("A fate", fate.exhibit_id, fate.exhibit_id)
    for holding in case.store.all(Holding):
        if holding.exhibit_id not in exhibits:
            yield _missing_exhibit("A holding", holding.holding_id, holding.exhibit_id)
    for rendition in case.store.all(Rendition):
        if rendition.exhibit_id not in exhibits:
            yield _missing_exhibit("A rendition", rendition.rendition_id, rendition.exhibit_id)
    for exhibit_id in sorted(without):
        yield Problem(
            ProblemKind.FATE_MISSING,
            exhibit_id,
            f"Exhibit {case.shown(exhibit_id)} was received and was not read yet, so it counts as "
            "waiting. The original is kept. Run `twosource read`.",
        )
    status[Status.WAITING] += len(without)
    yield from _coverage(len(exhibits) + n_not_kept, status)


def _coverage(n_received: int, status: Counter[Status]) -> Iterator[Problem]:
    coverage = Coverage(
        n_received=n_received,
        n_read=status[Status.READ],
        n_partly_read=status[Status.PARTLY_READ],
        n_refused=status[Status.REFUSED],
        n_waiting=status[Status.WAITING],
    )
    if not coverage.adds_up:
        yield Problem(
            ProblemKind.COVERAGE,
            "",
            f"{n_received} items were received, and the four counts add up to {status.total()}. "
            "The originals are kept. Look at the fates named beside this.",
        )


def _missing_exhibit(what: str, about: str, exhibit_id: str) -> Problem:
    return Problem(
        ProblemKind.EXHIBIT_MISSING,
        about,
        f"{what} names the exhibit {exhibit_id[:16]!r}, which is not in the case. "
        "Nothing was removed. Compare with a copy of the case.",
    )


def _originals(case: _Case) -> Iterator[Problem]:
    """Check fixity: every exhibit's bytes are there and unchanged, and no others."""
    unrecorded = set(case.originals.digests())
    total = case.store.count(Exhibit)
    for number, exhibit in enumerate(case.store.all(Exhibit), 1):
        digest, shown = exhibit.exhibit_id, case.shown(exhibit.exhibit_id)
        unrecorded.discard(digest)
        if not case.originals.has(digest):
            yield Problem(
                ProblemKind.ORIGINAL_MISSING,
                digest,
                f"The original of exhibit {shown} is gone. Its record and its renditions are kept. "
                "Bring the file back from a copy of the case, or receive it again.",
            )
        elif not case.originals.is_sound(digest):
            yield Problem(
                ProblemKind.ORIGINAL_CHANGED,
                digest,
                f"The original of exhibit {shown} is not the file that was received: its bytes changed. "
                "Nothing was overwritten. Bring the file back from a copy of the case.",
            )
        case.progress("originals", number, total)
    for digest in sorted(unrecorded):
        yield Problem(
            ProblemKind.ORIGINAL_NOT_RECORDED,
            digest,
            f"Bytes are kept as {digest[:16]} that no record names: a delivery was cut short, or "
            "somebody put them there. Nothing is lost. Receive the same material again to record them.",
        )

"""The desk: the product's verbs and the only public entry for code.

    with Desk.open(Path("my-case")) as desk:
        desk.receive([Path("leak")], Delivery(from_party="the courier"))
        desk.read()

Every verb can be killed at any moment and run again. Nothing here reaches the network.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from twosource.dates import utc_now
from twosource.desk import answers, publishing
from twosource.desk.assessing import match_statements, trace_claims, weigh_questions
from twosource.desk.case import CaseFolder, make_case, refuse_cases, write_whole
from twosource.desk.closest import ClosePair, closest_pairs
from twosource.desk.collating import CollationAnswer, collate_two
from twosource.desk.collation_page import collation_page
from twosource.desk.correcting import Correction
from twosource.desk.counting_hands import (
    ArrowAnswer,
    TraceAnswer,
    TwoSourceAnswer,
    arrows,
    reasons,
    rule_of,
    trace_anew,
)
from twosource.desk.coverage import CoverageAnswer, coverage
from twosource.desk.declarations import read_declarations
from twosource.desk.declaring import declare_roles, declare_statements
from twosource.desk.gazetteers import CaseGazetteers
from twosource.desk.knowing import CheckedAnswer, NearAnswer, known, known_against
from twosource.desk.layer_listing import veil_error
from twosource.desk.layering import citable
from twosource.desk.likely_pairs import PairsAnswer, likely_pairs
from twosource.desk.looking import look_at_pictures
from twosource.desk.marking import LateTagger
from twosource.desk.merging import MergeAnswer, changed, hands, say_different, say_same
from twosource.desk.merging import undo as undo_merging
from twosource.desk.parties import PartyAnswer, listed_parties
from twosource.desk.permitting import add_password, decide
from twosource.desk.picturing import NumberAnswer, shown_numbers
from twosource.desk.pipeline import attribute_renditions
from twosource.desk.proving import note_declarations, prove, read_checkpoints
from twosource.desk.queueing import QueueAnswer, queue
from twosource.desk.reading import read_exhibits, read_first, recognise_exhibits
from twosource.desk.receiving import Delivery, ReceiveAnswer, receive_paths, reopen_containers
from twosource.desk.recording import enter_records
from twosource.desk.recounting import LogAnswer, recount
from twosource.desk.relating import relate
from twosource.desk.retracting import RetractAnswer, Word, retract_party
from twosource.desk.reviewing import ReviewedAnswer, accept, correct, not_enough, reject, undo_review
from twosource.desk.ruling import RulingAnswer, rule
from twosource.desk.runs import Progress, RunCount, silent
from twosource.desk.sealing import LateSandbox
from twosource.desk.showing import ShownAnswer, show
from twosource.desk.starter import write_starter
from twosource.desk.stemmata import StemmaAnswer, stemma
from twosource.desk.unweighed import caveats
from twosource.desk.workplace import Settings, Workplace
from twosource.dossier.veil import draw_over, veil_for
from twosource.errors import AnchorError, IntegrityError, NothingMatchedError, TwosourceError, UsageError
from twosource.evidence.codec import canonical
from twosource.evidence.lineage import OriginCount
from twosource.evidence.outcome import Coverage
from twosource.evidence.passages import Passage, cite_span
from twosource.evidence.permissions import Permission, PermissionKind
from twosource.evidence.readouts import Weighing
from twosource.evidence.testimony import Party
from twosource.ports import Clock
from twosource.store import FolderOriginals, Hit, Store, open_store
from twosource.store.folding import Folding, Understood, understood
from twosource.store.ledger import checkpoint_line
from twosource.store.verifying import Problem
from twosource.tracing.two_sources import LEVEL

T = TypeVar("T")
USUAL = Folding()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamineAnswer:
    """The main job in one value: what was received, found, counted, weighed, and where to look."""

    case: str
    received: ReceiveAnswer | None
    runs: tuple[RunCount, ...]
    coverage: Coverage
    claims: tuple[answers.ClaimAnswer, ...]
    weighings: tuple[Weighing, ...]
    dossier: publishing.PublishAnswer
    starter: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def did_work(self) -> bool:
        """Say whether anything was left to do."""
        return any(run.did_work for run in self.runs) or bool(self.received and self.received.did_work)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """What was found, and how the words asked for were understood."""

    hits: tuple[Hit, ...]
    understood: tuple[Understood, ...]


class Desk:
    """One open case and everything a user can do with it."""

    def __init__(self, work: Workplace) -> None:
        self.work = work

    @classmethod
    def open(
        cls,
        folder: CaseFolder,
        *,
        settings: Settings | None = None,
        clock: Clock = utc_now,
        progress: Progress = silent,
    ) -> Self:
        """Open a case that exists. Raises NoCaseError, LockedError, IntegrityError."""
        settings = settings or Settings()
        return cls(
            Workplace(
                folder=folder,
                store=open_store(folder.path, clock=clock),
                originals=FolderOriginals(folder.originals),
                settings=settings,
                clock=clock,
                sandbox=LateSandbox(settings.sandbox),
                tagger=LateTagger(settings.tag, is_wanted=settings.uses_model),
                gazetteers=CaseGazetteers(folder.gazetteers),
                progress=progress,
            )
        )

    @classmethod
    def new(cls, path: Path, declarations: str = "") -> CaseFolder:
        """Make an empty case. Raises UsageError where there is one, NotAllowedError."""
        folder = make_case(path, declarations)
        open_store(path, clock=utc_now, create=True).close()
        return folder

    @classmethod
    def new_or_found(cls, path: Path, declarations: str = "") -> tuple[CaseFolder, tuple[str, ...]]:
        """Return the case at a path, made if needed, and a note where it keeps its own declarations."""
        folder = CaseFolder(path)
        if not folder.exists:
            return cls.new(path, declarations), ()
        own = folder.declarations.read_text("utf-8") if folder.declarations.is_file() else ""
        if declarations and own and own != declarations:
            return folder, (f"The case keeps its own declarations in {folder.declarations}; they were used.",)
        if declarations and not own:
            write_whole(folder.declarations, declarations)
        return folder, ()

    @staticmethod
    def check_declarations(text: str, source: str) -> None:
        """Read declarations without keeping them. Raises DeclarationError."""
        read_declarations(text, source=source)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            is_damage = isinstance(error, IntegrityError) and not isinstance(error, AnchorError)
            if isinstance(error, TwosourceError) and not is_damage:
                veil_error(self.work, error)
        finally:
            self.close()

    def close(self) -> None:
        """Close the store and end the sandbox."""
        self.work.sandbox.close()
        self.work.store.close()

    def receive(self, paths: Sequence[Path], delivery: Delivery | None = None) -> ReceiveAnswer:
        """Receive files and folders. Raises UsageError where one is a case: a case is no material."""
        refuse_cases(tuple(paths), self.work.folder.path)
        return receive_paths(self.work, paths, delivery or Delivery(), between=self._first_words())

    def _first_words(self) -> Callable[[], None]:
        """Return what reads a few small texts of a delivery, once, as soon as its first part is here."""
        once = iter([read_first])

        def between() -> None:
            for read_some in once:
                read_some(self.work)

        return between

    def read(self) -> tuple[RunCount, ...]:
        """Read every exhibit that was not read yet: what holds text first, pixels after.

        Containers that a decision or a password opens are opened first, since their members are to be read.
        """
        reopen_containers(self.work)
        return self.read_quickly(), self.recognise()

    def read_quickly(self) -> RunCount:
        """Read what holds text of its own; pixels are left for `recognise`."""
        return read_exhibits(self.work)

    def recognise(self) -> RunCount:
        """Read words from pixels where the quick reading found none, or none worth quoting."""
        return recognise_exhibits(self.work)

    def decide(self, name: str, kind: PermissionKind, *, by: str, why: str) -> Permission:
        """Record what a named person decided about an exhibit; `read` then acts on it. Raises UsageError."""
        return decide(self.work, name, kind, by=by, why=why)

    def add_password(self, password: str, *, by: str) -> int:
        """Keep a password for locked exhibits; return how many there are. Raises UsageError."""
        return add_password(self.work, password, by=by)

    def analyse(self) -> tuple[tuple[RunCount, ...], tuple[str, ...]]:
        """Attribute, match, trace and weigh; return the runs and what could not be declared."""
        declared = self.work.declared()
        note_declarations(self.work)
        warnings = list(declare_roles(self.work, declared))
        attributed = attribute_renditions(self.work, declared)
        warnings += declare_statements(self.work, declared)
        matched = match_statements(self.work)
        looked = look_at_pictures(self.work)
        recorded = enter_records(self.work, declared, is_due=attributed.did_work or matched.did_work)
        traced = trace_claims(self.work, declared)
        related = relate(self.work, is_due=matched.did_work or recorded.did_work or traced.did_work)
        weighed, refused = weigh_questions(self.work)
        warnings += refused
        return (attributed, matched, looked, recorded, traced, related, weighed), tuple(
            self._veiled(warnings)
        )

    def examine(
        self, paths: Sequence[Path], delivery: Delivery | None = None, *, note: tuple[str, ...] = ()
    ) -> ExamineAnswer:
        """Do the main job: receive, read, attribute, match, trace, weigh, write the dossier."""
        received = self.receive(paths, delivery) if paths else None
        read = self.read()
        runs, warnings = self.analyse()
        starter = self.starter()
        dossier = publishing.write_draft(self.work)
        self.checkpoint()
        return ExamineAnswer(
            case=str(self.work.folder.path),
            received=received,
            runs=(*read, *runs),
            coverage=self.coverage().coverage,
            claims=tuple(self.claims()),
            weighings=tuple(self.weighings()),
            dossier=dossier,
            starter=starter,
            notes=(*note, *self.caveats()),
            warnings=warnings,
        )

    def starter(self) -> str:
        """Write a starter `case.toml` where nothing was declared; return its path, or nothing."""
        path = self.work.folder.declarations
        if path.exists():
            return ""
        write_whole(path, write_starter(self.work))
        return str(path)

    def coverage(self) -> CoverageAnswer:
        """Return the four numbers and what is behind them."""
        return self._veiled([coverage(self.work.store)])[0]

    def search(self, query: str, limit: int = 20, folding: Folding = USUAL) -> SearchAnswer:
        """Find words in the case, and say how they were understood. Raises NothingMatchedError."""
        hits = self.work.store.search(query, limit=limit, folding=folding)
        if not hits:
            narrower = " with these spellings" if folding != USUAL else ""
            raise NothingMatchedError(f"No exhibit of this case holds {query!r}{narrower}.")
        return SearchAnswer(hits=tuple(self._veiled(hits)), understood=understood(query, folding))

    def numbers(self, name: str, page: int | None = None) -> list[NumberAnswer]:
        """Return the numbers a machine read in an exhibit, each with the path of its picture."""
        return self._veiled(shown_numbers(self.work, name, page))

    def cite(self, name: str, quote: str) -> Passage:
        """Pin a passage to the exact words. Raises NothingMatchedError where they do not stand there."""
        exhibit_id = answers.resolve(self.work, name)
        places = [(rendition, rendition.text.find(quote)) for rendition in citable(self.work, exhibit_id)]
        found = [(rendition, at) for rendition, at in places if at >= 0]
        if not found:
            raise NothingMatchedError(
                f"These words do not stand in {name} exactly as given.",
                remedy="Copy them from `twosource show`, with the same spelling and spaces.",
            )
        rendition, at = found[0]
        passage = cite_span(rendition, at, at + len(quote))
        with self.work.store.transaction():
            self.work.store.put([passage])
            self.work.store.ledger.append("cited", {"passage": canonical(passage)})
        return passage

    def claims(self) -> list[answers.ClaimAnswer]:
        """Return every claim with its count of hands."""
        return self._veiled(answers.claims(self.work))

    def known(self, asked: str, limit: int = 5) -> NearAnswer:
        """Return the claims nearest to words or to a statement. Raises UsageError, NothingMatchedError."""
        return self._veiled([known(self.work, asked, limit)])[0]

    def known_against(self, path: Path) -> CheckedAnswer:
        """Return which claims of the case a list of checked claims holds. Raises UsageError."""
        return self._veiled([known_against(self.work, path)])[0]

    def statements(
        self, claim: str | None = None, exhibit: str | None = None, *, everything: bool = False
    ) -> list[answers.StatementAnswer]:
        """Return statements that count, or also those that do not: all, of a claim, or of an exhibit."""
        found = answers.statements(
            self.work,
            claim_id=answers.resolve(self.work, claim) if claim else None,
            exhibit_id=answers.resolve(self.work, exhibit) if exhibit else None,
            everything=everything,
        )
        return self._veiled(found)

    def to_review(self, limit: int = 10, claim: str = "") -> QueueAnswer:
        """Return the suggestions nobody looked at, most useful first."""
        return queue(self.work, limit, claim_id=answers.resolve(self.work, claim) if claim else None)

    def accept(self, name: str, *, by: str, why: str = "", claim: str = "") -> ReviewedAnswer:
        """Say that a suggestion is right. Raises UsageError, NothingMatchedError."""
        return accept(self.work, name, by=by, why=why, claim=claim)

    def reject(self, name: str, *, by: str, why: str = "", claim: str = "") -> ReviewedAnswer:
        """Say that a suggestion is wrong. Raises UsageError, NothingMatchedError."""
        return reject(self.work, name, by=by, why=why, claim=claim)

    def not_enough(self, name: str, *, by: str, why: str = "", claim: str) -> ReviewedAnswer:
        """Leave open whether a statement bears on a claim. Raises UsageError, NothingMatchedError."""
        return not_enough(self.work, name, by=by, why=why, claim=claim)

    def correct(self, name: str, given: Correction, *, by: str, why: str) -> ReviewedAnswer:
        """Put a statement of your own in place of a suggestion. Raises UsageError, AnchorError."""
        return correct(self.work, name, given, by=by, why=why)

    def undo_review(self, name: str, *, by: str, why: str = "", claim: str = "") -> ReviewedAnswer:
        """Take your own word on a suggestion back. Raises UsageError, NothingMatchedError."""
        return undo_review(self.work, name, by=by, why=why, claim=claim)

    def origins(self, name: str) -> OriginCount:
        """Return the origins of a claim. Raises NothingMatchedError where it was not traced."""
        return self._veiled([self._count(name)])[0]

    def _count(self, name: str) -> OriginCount:
        count = self.work.store.get(OriginCount, answers.resolve(self.work, name))
        if count is None:
            raise NothingMatchedError(
                f"{name} was not traced.", remedy="Run `twosource examine` and look again."
            )
        return count

    def explain_origins(self, name: str) -> list[str]:
        """Return why a claim has the hands it has: the headline, then one sentence per reason."""
        return self._veiled(reasons(self.work, name))

    def stemma(self, name: str, language: str = "en") -> StemmaAnswer:
        """Return the stemma of a claim as picture and table. Raises NothingMatchedError without one."""
        return stemma(self.work, answers.resolve(self.work, name), language)

    def arrows(self, name: str) -> list[ArrowAnswer]:
        """Return who has a claim from whom, with reasons and passages. Raises NothingMatchedError."""
        return self._veiled(arrows(self.work, name))

    def two_source(self, name: str, level: float = LEVEL) -> TwoSourceAnswer:
        """Return whether a claim has two sources, under both settings. Raises UsageError."""
        return self._veiled([rule_of(self.work, name, level)])[0]

    def trace_anew(self) -> TraceAnswer:
        """Count the claims whose evidence changed, and say what moved."""
        return self._veiled([trace_anew(self.work)])[0]

    def retract(self, name: str, word: Word) -> RetractAnswer:
        """Show, and record unless it is a dry run, what moves with a party. Raises UsageError."""
        return self._veiled([retract_party(self.work, name, word)])[0]

    def show(self, name: str, page: int | None = None) -> ShownAnswer:
        """Return what there is to see about an exhibit, a claim, a statement or a passage."""
        return self._veiled([show(self.work, name, page)])[0]

    def _veiled(self, values: list[T]) -> list[T]:
        """Return answers with the names of protected parties blocked out, wherever they stand."""
        veil = veil_for(self.work.store.all(Party))
        return [draw_over(veil, value) for value in values]

    def parties(self) -> dict[str, Party]:
        """Return every party by id."""
        return {party.party_id: party for party in self.work.store.all(Party)}

    def listed_parties(self) -> list[PartyAnswer]:
        """Return every party as it may be shown, those who say most first, with who is one with whom."""
        return self._veiled(listed_parties(self.work))

    def likely_pairs(self, limit: int = 20) -> PairsAnswer:
        """Return pairs of parties that may be one and nobody has judged, likeliest first."""
        return self._veiled([likely_pairs(self.work, limit=limit)])[0]

    def same(self, names: Sequence[str], *, by: str, why: str) -> MergeAnswer:
        """Say that two parties are one, and count hands anew. Raises UsageError, NotAllowedError."""
        return self._merged(say_same, names, by, why)

    def different(self, names: Sequence[str], *, by: str, why: str) -> MergeAnswer:
        """Say that two parties are two, and count hands anew. Raises UsageError."""
        return self._merged(say_different, names, by, why)

    def undo_same(self, names: Sequence[str], *, by: str, why: str) -> MergeAnswer:
        """Take your own word on two parties back, and count hands anew. Raises UsageError."""
        return self._merged(undo_merging, names, by, why)

    def rule(self, verb: str, names: Sequence[str], *, by: str, why: str, claim: str = "") -> RulingAnswer:
        """Say whether an exhibit has it from another, and count hands anew. Raises UsageError."""
        return self._veiled([rule(self.work, verb, names, by=by, why=why, claim=claim)])[0]

    def collate(self, names: Sequence[str], *, page: bool = False) -> tuple[CollationAnswer, str]:
        """Lay two texts side by side, and as an HTML page where asked for. Raises UsageError."""
        answer = self._veiled([collate_two(self.work, names)])[0]
        return answer, collation_page(answer) if page else ""

    def closest(self, claim: str, limit: int = 20) -> list[ClosePair]:
        """Return the pairs of reports on a claim that share most words. Raises NothingMatchedError."""
        return closest_pairs(self.work, claim, limit)

    def _merged(
        self, say: Callable[..., MergeAnswer], names: Sequence[str], by: str, why: str
    ) -> MergeAnswer:
        before = hands(self.work)
        answer = say(self.work, names, by=by, why=why)
        if not answer.is_unchanged:
            trace_claims(self.work, self.work.declared())
        counted = replace(answer, hands=changed(self.work, before, hands(self.work)))
        return self._veiled([counted])[0]

    def weighings(self) -> list[Weighing]:
        """Return the read-outs of every question that was weighed."""
        return self._veiled(list(self.work.store.all(Weighing)))

    def caveats(self) -> list[str]:
        """Return a sentence for each question answers to which rest on somebody withdrawn."""
        return self._veiled(list(caveats(self.work).values()))

    def explain(self, name: str) -> list[answers.Why]:
        """Return why something is so, down to the bytes."""
        return self._veiled(answers.explain(self.work, name))

    def publish(
        self, sentences: Iterable[tuple[str, tuple[str, ...]]] = (), *, language: str = "en"
    ) -> publishing.PublishAnswer:
        """Put the dossier through the gate and write it. Raises GateError."""
        resolved = tuple((text, tuple(map(self._passage, names))) for text, names in sentences)
        return publishing.publish(self.work, resolved, language=language)

    def log(self, last: int) -> list[LogAnswer]:
        """Return the last entries of the ledger, told in sentences."""
        return recount(self.work, last)

    def _passage(self, name: str) -> str:
        """Return the id of a passage called by name. Raises UsageError where it is something else."""
        found = answers.resolve(self.work, name)
        if self.work.store.get(Passage, found) is None:
            raise UsageError(
                f"{name.strip()} is no passage.",
                remedy="A sentence rests on passages (P...); make one with `twosource cite E3 'the words'`.",
            )
        return found

    def verify(
        self, progress: Callable[[str, int, int | None], None] | None = None, against: Sequence[str] = ()
    ) -> tuple[Problem, ...]:
        """Check bytes, ledger, checkpoints (also those kept elsewhere), readings, anchors, conservation."""
        kept = [checkpoint for line in against for checkpoint in read_checkpoints(line)]
        return prove(self.work, progress=progress, against=kept)

    def checkpoint(self) -> str:
        """Remember the ledger as it is now; return the line that proves it later."""
        return checkpoint_line(self.work.store.ledger.checkpoint())

    @property
    def store(self) -> Store:
        """The store, for doors that list what it holds."""
        return self.work.store

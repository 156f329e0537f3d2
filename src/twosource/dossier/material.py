"""Everything a dossier is made from, as evidence values: the desk fills it, nothing is fetched.

A stage may not look into the store, so whatever the page can say must be in here. That also
makes a page a pure function: the same material gives the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from twosource.evidence.claims import Claim, Contradiction, Drift, Entailment, Matching, Question
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.events import RecordRow
from twosource.evidence.holdings import Accession, CustodyEvent, Exhibit, Holding, Rendition
from twosource.evidence.layouts import GreyPicture
from twosource.evidence.lineage import OriginCount
from twosource.evidence.measures import CaseRate, ReadingKind
from twosource.evidence.outcome import Coverage, Fate
from twosource.evidence.passages import Passage
from twosource.evidence.readouts import Weighing
from twosource.evidence.testimony import Party, Statement, Tie

NOTHING = Coverage(n_received=0, n_read=0, n_partly_read=0, n_refused=0, n_waiting=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSettings:
    """How much of a large case a page prints before it counts the rest instead of listing it.

    `notes` is the number of side notes printed beside one sentence, `words` the number of
    characters of a passage printed in a note, `image_px` the longer side of a page image.
    """

    claims: int = 24
    claims_listed: int = 120
    statements: int = 8
    statements_listed: int = 200
    exhibits_listed: int = 300
    custody_listed: int = 120
    notes: int = 3
    words: int = 260
    image_px: int = 460


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorSentence:
    """A sentence a person wrote, with the passages they say it rests on. The gate decides about it."""

    text: str
    passage_ids: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence that weighing says of a question, and the names of the items and hands it is about.

    Without names it is about everything that was weighed. `language` is that of the page where it is empty.
    """

    text: str
    names: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOfQuestion:
    """What only weighing can say of its answer, in the language of the page.

    `basis` is the confidence in one sentence, then each of its reasons in one of its own; `limits` is
    what a reader should know of the figures: what was sampled, what was not searched, remarks on answers.
    """

    basis: tuple[Told, ...] = ()
    limits: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One case as the dossier sees it.

    `generated_at` is passed in, because a page that reads the clock cannot be made twice.
    `origin_counts` and `headlines` go by claim id, a headline being printed only where nothing
    was counted; `weighings` and `elicitations` go by question id, `sigla` by the id of anything
    that has a short name. `images` gives, per exhibit, a page as grey numbers, and `numbers`, per
    passage, each number a machine read in it with its picture. `elicitations` say which exhibits
    and claims each weighed item rests on: without them those sentences have no citation and the
    gate will say so. `kinds` gives, per statement by machine, what kind of reading it is, `rates` how
    many of a kind people found right, `verdicts` what people made of a statement they judged. `changes`
    says, per claim, what its last count moved; `caveats`, per question, which of its answers rest on somebody
    withdrawn, `moved` what moved its answer since the page before, and `said` what weighing says of it.
    `staff` names the people who answered or judged: a page that may be published calls them otherwise.
    """

    title: str
    generated_at: datetime
    version: str
    note: str = ""
    language: str = "en"
    exhibits: tuple[Exhibit, ...] = ()
    holdings: tuple[Holding, ...] = ()
    renditions: tuple[Rendition, ...] = ()
    fates: tuple[Fate, ...] = ()
    coverage: Coverage = NOTHING
    accessions: tuple[Accession, ...] = ()
    custody: tuple[CustodyEvent, ...] = ()
    parties: Mapping[str, Party] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    passages: Mapping[str, Passage] = field(default_factory=dict)
    statements: Mapping[str, Statement] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    matchings: tuple[Matching, ...] = ()
    origin_counts: Mapping[str, OriginCount] = field(default_factory=dict)
    entailments: tuple[Entailment, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    drifts: tuple[Drift, ...] = ()
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    weighings: Mapping[str, Weighing] = field(default_factory=dict)
    caveats: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: Mapping[str, SaidOfQuestion] = field(default_factory=dict)
    staff: tuple[str, ...] = ()
    elicitations: Mapping[str, Elicitation] = field(default_factory=dict)
    sigla: Mapping[str, str] = field(default_factory=dict)
    record_rows: tuple[RecordRow, ...] = ()
    images: Mapping[str, GreyPicture] = field(default_factory=dict)
    numbers: Mapping[str, tuple[tuple[str, GreyPicture], ...]] = field(default_factory=dict)
    ledger_size: int = 0
    ledger_root: str = ""
    headlines: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, ReadingKind] = field(default_factory=dict)
    rates: Mapping[ReadingKind, CaseRate] = field(default_factory=dict)
    verdicts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    extra_sentences: tuple[EditorSentence, ...] = ()
    settings: DossierSettings = DossierSettings()

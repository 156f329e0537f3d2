"""What stands on a dossier page, as frozen values: the contract between composing, checking and setting.

The order of the fields is the order of reading. The gate numbers sentences in that order, the
template prints them in it, and the workbench may show the same values live, so that the live
page and the published one cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from twosource.dossier.drawings import Drawing
from twosource.evidence.outcome import Coverage


class SentenceKind(StrEnum):
    """What a sentence is about, and so what the gate asks of it."""

    CASE = "about the case"
    METHOD = "about method"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationNote:
    """One side note: which exhibit, where in it, the words relied on, and the page where there is an image.

    `reference` is the id of the passage or record row and a key of `DossierPage.anchors`.
    `rendition` says whose reading the words are; `image` is a data URI or empty; `numbers` are
    those a machine read, each with a data URI of how it looks; `direction` is
    that of the words' first strong letter; `is_repeated` says that the words stand nearby already.
    """

    reference: str
    siglum: str
    locator: str
    words: str
    exhibit_id: str = ""
    language: str = ""
    direction: str = "ltr"
    rendition: str = ""
    image: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    machine_only: bool = False
    is_repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with everything it rests on.

    `about` lists the claims it speaks of, `more` the sigla cited beyond the notes that are
    printed, `number` its place in reading order, `by_editor` whether a person added it.
    """

    text: str
    citations: tuple[CitationNote, ...] = ()
    kind: SentenceKind = SentenceKind.CASE
    machine_only: bool = False
    language: str = "en"
    about: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    by_editor: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The whole words of a cited passage, and whether they still stand in its rendition.

    `names` are who is known to speak in it and what the claims it bears on are about: a passage
    that says "they told us" speaks of the defectors as well.
    """

    words: str
    stands: bool = True
    claims: tuple[str, ...] = ()
    language: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Plain rows under headers; the first column names the row. `numeric` columns align to the end."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing: the finding as its title, a caption with source and n, words for it, its table twin."""

    name: str
    title: str
    caption: str
    alt: str
    drawing: Drawing
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """How many hands one claim passes through: the number that is printed large, and who they are."""

    claim_siglum: str
    claim_text: str
    number: str
    unit: str
    headline: Sentence
    details: tuple[Sentence, ...]
    stemma: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSection:
    """One question weighed: the answer in words first, then what it stands on and what would move it.

    `basis` says how good the ground is, apart from how probable the answer is. What comes after `since`
    is for those who check: the same figures as lists, tables and a matrix, and what limits them.
    """

    siglum: str
    text: str
    answer: tuple[Sentence, ...]
    ranges: Picture
    basis: tuple[Sentence, ...]
    hands: Hands | None
    against: tuple[Sentence, ...]
    denied: tuple[Sentence, ...]
    in_favour: tuple[Sentence, ...]
    neither: Sentence | None
    moved: Picture | None
    stories: tuple[Sentence, ...]
    changes: tuple[Sentence, ...]
    more_changes: Table | None
    unmoved: Sentence | None
    unmoved_cases: Table | None
    tipping: Picture
    prior_map: Picture | None
    prior_table: Table | None
    looking_for_notes: tuple[Sentence, ...]
    looking_for: Table | None
    looking_for_pairs: Table | None
    since: tuple[Sentence, ...]
    differing: Sentence | None
    disagreements: Table | None
    projections: tuple[Table, ...]
    joints: tuple[Table, ...]
    matrix: Table | None
    limits: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What is missing before anything can be weighed; nothing is assumed in its place."""

    text: Sentence
    steps: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """One link of who told whom: the party, the words that name it, by what channel, how it knows."""

    party: str
    cue: str = ""
    channel: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One statement as printed: the chain from the publisher inwards and the words relied on."""

    siglum: str
    chain: tuple[ChainStep, ...]
    stance: str
    hedge: str
    said: str
    made: str
    machine_only: bool
    note: CitationNote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSection:
    """One claim: its count of hands, who says it by what route, who denies it, where doubt was lost."""

    siglum: str
    text: str
    headline: Sentence
    counts: tuple[Sentence, ...]
    stemma: Picture | None
    statements: tuple[StatementRow, ...]
    others: Table | None
    denials: tuple[StatementRow, ...]
    inflation: tuple[Sentence, ...]
    relations: tuple[Sentence, ...]
    entails: tuple[str, ...]
    changed: tuple[str, ...]
    undecided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitSection:
    """What was received and what became of it: four numbers that add up, then the exhibits."""

    coverage: Coverage
    adds_up: bool
    notes: tuple[Sentence, ...]
    cited: Table
    unread: Table | None
    kinds: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodySection:
    """Through whose hands the exhibits came, with the links nobody can account for."""

    notes: tuple[Sentence, ...]
    events: Table | None
    accessions: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifySection:
    """How a reader checks the page: the root hash of the ledger and the digests of what is cited."""

    ledger_size: int
    ledger_root: str
    steps: tuple[Sentence, ...]
    digests: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """The whole dossier page in reading order.

    `anchors` gives the words behind every citation, `kappas` and `ks` the most hands and
    origins that may be counted for each claim, `unchecked` the claims known by machine reading
    alone, `case_words` what a sentence about method must not mention, `names` the parties that may
    be named, `claim_texts` claims and things to look for as worded; the gate uses them. `labels` are
    the headings in the page's language.
    """

    title: str
    note: str
    language: str
    direction: str
    generated_at: datetime
    version: str
    labels: Mapping[str, str]
    questions: tuple[QuestionSection, ...]
    needs: Needs | None
    principal: Hands | None
    added: tuple[Sentence, ...]
    timeline: Picture | None
    claims: tuple[ClaimSection, ...]
    claims_listed: Table | None
    parties: Table | None
    exhibits: ExhibitSection
    custody: CustodySection
    machine: tuple[Sentence, ...]
    methods: tuple[Sentence, ...]
    limits: tuple[Sentence, ...]
    verify: VerifySection
    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    kappas: Mapping[str, int] = field(default_factory=dict)
    ks: Mapping[str, int] = field(default_factory=dict)
    case_words: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    claim_texts: tuple[str, ...] = ()

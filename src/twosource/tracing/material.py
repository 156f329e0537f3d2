"""What tracing is given: the evidence on one claim, and how to trace it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from twosource.dates import DateSpan
from twosource.evidence.claims import Claim
from twosource.evidence.holdings import CustodyEvent
from twosource.evidence.lineage import PictureHash, Ruling
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement, Tie
from twosource.tracing.adjudicated import Adjudicated


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEvidence:
    """Everything the desk holds on one claim: statements about it, their passages, and who passed what on.

    `texts` and `published` go by exhibit id, `passages` by passage id, `parties` by party id. What bears
    on other claims may be among passages, texts, parties, ties and custody; it is left aside.

    `rulings` are the words of people on derivations that stand; `habits` counts, per (publisher, party it
    has things from), the derivations people confirmed in the whole case; `pictures` go by exhibit id.
    `boilerplate` gives, per exhibit, the stretches (start, end) of its text that its outlet prints under most
    of its pages: they are not compared (see `tracing.boilerplate`).
    `withdrawn` are parties nothing of which counts any more, nor what only they passed on.
    `adjudicated` counts what people judged in the whole case: enough of it moves the judged priors.
    `via` names, per statement that does not assert this claim itself, the claim it asserts that entails it.
    """

    claim: Claim
    statements: tuple[Statement, ...]
    passages: Mapping[str, Passage] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, Party] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    custody: tuple[CustodyEvent, ...] = ()
    published: Mapping[str, DateSpan] = field(default_factory=dict)
    rulings: tuple[Ruling, ...] = ()
    habits: Mapping[tuple[str, str], int] = field(default_factory=dict)
    pictures: Mapping[str, tuple[PictureHash, ...]] = field(default_factory=dict)
    via: Mapping[str, str] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    adjudicated: Adjudicated = field(default_factory=Adjudicated)
    boilerplate: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceSettings:
    """How to trace: number of draws and their seed, who is taken to be incapable of failing, and limits.

    `kappa_max`: counting stops there, and the last place of a histogram means "that many or more".
    `tolerance_days`: by how much dates of publication may mislead about who was first.
    `df_max`, `keep`: a shingle in more texts joins each to the earliest only; candidates kept per text.
    `window`: words on either side of a statement's passage that are compared in long texts.
    """

    samples: int = 2_000
    seed: int = 0
    trusted: tuple[str, ...] = ()
    kappa_max: int = 5
    tolerance_days: int = 1
    df_max: int = 50
    keep: int = 3
    window: int = 400
    max_paths: int = 200

    def __post_init__(self) -> None:
        if self.samples < 1 or self.kappa_max < 1:
            raise ValueError("tracing needs at least one draw and a kappa_max of at least 1")

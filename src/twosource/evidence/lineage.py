"""What came from what, and the independent roots.

K counts starting points; kappa counts the fewest parties whose failure cuts every chain from
the world to the desk. Forty reports of one broadcaster have K = 1 and kappa = 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from twosource.terms import DerivationKind, FeatureKind

UNSEEN = "a report the desk does not hold"


def unseen_words(party_id: str) -> str:
    """Return how a source is called that was only inferred, an agency's wire perhaps; empty for any other."""
    return UNSEEN if party_id.startswith(UNSEEN) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing a parent has that a child shares or lacks, and what it is worth.

    `kind` is a `FeatureKind`.

    `q` is its frequency among reports known to be separate; `weight` is its natural-log
    likelihood ratio for copying, capped; `passages` are where to see it.
    """

    kind: FeatureKind
    words: str
    is_shared: bool
    q: float
    weight: float
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Directed, per claim: a child statement comes from a parent, with probability and features.

    `parent_id` is a statement, or a party where the parent itself is not held (`parent_is_party`).
    """

    derivation_id: str
    claim_id: str
    parent_id: str
    child_id: str
    kind: DerivationKind
    p: float
    features: tuple[Feature, ...] = ()
    parent_is_party: bool = False


class Ruled(StrEnum):
    """What a person says of a derivation; `withdrawn` takes their own earlier word back."""

    DERIVED = "derived"
    SEPARATE = "separate"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A person's word on whether one exhibit has a claim from another exhibit or from a party.

    `child_id` is an exhibit; `parent_id` an exhibit or a party; an empty `claim_id` means every claim.
    Of each person the latest word counts; of several people the latest.
    """

    ruling_id: str
    claim_id: str
    child_id: str
    parent_id: str
    ruled: Ruled
    why: str = ""
    by: str
    at: datetime


def standing_rulings(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Return the rulings that count, of those given in the order they were made.

    Per claim, child and parent each person's latest word replaces their earlier one, and of what is
    left the last word of all counts.
    """
    words: dict[tuple[str, str, str], dict[str, Ruling]] = {}
    for ruling in rulings:
        said = words.setdefault((ruling.claim_id, ruling.child_id, ruling.parent_id), {})
        said.pop(ruling.by, None)
        if ruling.ruled is not Ruled.WITHDRAWN:
            said[ruling.by] = ruling
    return tuple(list(said.values())[-1] for said in words.values() if said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """An act of seeing or writing: a root of the derivation graph for one claim."""

    origin_id: str
    claim_id: str
    party_id: str
    act: str
    p: float
    statement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chokepoint:
    """A smallest set of parties whose failure cuts every chain, and in which share of draws."""

    party_ids: tuple[str, ...]
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginCount:
    """How many starting points and how many pairs of hands one claim has.

    `k` and `kappa` are probability mass functions: index i holds P(K = i), P(kappa = i).
    `kappa_trusted` is kappa with the named parties taken to be incapable of failing.
    `p_own` gives, per statement, the probability that it has access of its own.
    """

    claim_id: str
    n_reports: int
    n_statements: int
    k: tuple[float, ...]
    kappa: tuple[float, ...]
    kappa_trusted: tuple[float, ...]
    trusted: tuple[str, ...]
    chokepoints: tuple[Chokepoint, ...]
    origins: tuple[Origin, ...]
    derivations: tuple[Derivation, ...]
    p_own: tuple[tuple[str, float], ...]
    paths: tuple[tuple[str, ...], ...]
    n_samples: int
    seed: int

    @property
    def k_mode(self) -> int:
        """The most probable number of origins."""
        return max(range(len(self.k)), key=lambda i: (self.k[i], -i)) if self.k else 0

    @property
    def kappa_mode(self) -> int:
        """The most probable number of separate hands."""
        return max(range(len(self.kappa)), key=lambda i: (self.kappa[i], -i)) if self.kappa else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CountChange:
    """What one new trace of a claim moved: hands, origins and chokepoint before and after, and why.

    Kept so that "what changed since the last assessment" has an answer; `because` are sentences.
    """

    change_id: str
    claim_id: str
    at: datetime
    n_reports_before: int
    n_reports_after: int
    k_before: tuple[float, ...]
    k_after: tuple[float, ...]
    kappa_before: tuple[float, ...]
    kappa_after: tuple[float, ...]
    chokepoint_before: tuple[str, ...]
    chokepoint_after: tuple[str, ...]
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureHash:
    """How one picture of an exhibit looks, in 256 bits, so that copies of it are found whatever their bytes.

    `look` is 64 hexadecimal digits of a perceptual hash; `page` and `number` say where the picture
    stands, both from 1; `width` and `height` are its size in pixels.
    """

    picture_id: str
    exhibit_id: str
    page: int
    number: int
    look: str
    width: int
    height: int

    def distance(self, other: "PictureHash") -> int:
        """Return in how many of 256 bits two pictures differ: few for copies, about 128 for strangers."""
        return (int(self.look, 16) ^ int(other.look, 16)).bit_count()

"""The other reports on a claim: how often a sign stands in reports that are separate.

Texts of one family (copies of each other) count once, or forty copies of an error would make it look common;
the families of the pair at hand are left out. Built once for a claim, asked for every pair of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from twosource.sounding import are_alike
from twosource.tracing.background import Background
from twosource.tracing.collation.facts import Fact, FactKind
from twosource.tracing.collation.figures import Figures, figures
from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.priors import CopyPriors, copy_priors

Families = frozenset[int]
K = TypeVar("K")
V = TypeVar("V")
LEAST_UNSURE_KEY = 3


@dataclass(frozen=True, slots=True, eq=False)
class OtherReports:
    """Every report on a claim with its family, by the name of the text, and the papers the desk holds.

    `held` gives the families that tell a fact, by kind and key; `names` the names that some report is sure
    of, by key, each with family and language; `slots` numbers by a word beside them, with their families.
    `counted` keeps which facts of a text count, asked for in every pair the text is in.
    """

    reports: tuple[Prepared, ...]
    families: Mapping[str, int]
    papers: tuple[Prepared, ...]
    words: Background
    places: Mapping[str, int]
    priors: CopyPriors
    figures: Figures
    held: Mapping[tuple[FactKind, str], Families] = field(default_factory=dict)
    names: Mapping[str, tuple[tuple[Fact, int, str], ...]] = field(default_factory=dict)
    slots: Mapping[int, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    counted: dict[tuple[Prepared, bool], list[Fact]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        reports: Sequence[Prepared],
        families: Sequence[int] | None = None,
        *,
        papers: Sequence[Prepared] = (),
    ) -> "OtherReports":
        """Gather reports; without families each is its own. Raises ValueError for two of one name."""
        own = tuple(range(len(reports))) if families is None else tuple(families)
        places = {report.name: i for i, report in enumerate(reports)}
        if len(places) != len(reports):
            raise ValueError("every report needs a name of its own")
        priors = copy_priors()
        told = [(fact, family) for report, family in zip(reports, own, strict=True) for fact in report.facts]
        return cls(
            reports=tuple(reports),
            families={report.name: family for report, family in zip(reports, own, strict=True)},
            papers=tuple(papers),
            words=Background([r.words for r in reports], own, priors),
            places=places,
            priors=priors,
            figures=figures(),
            held={key: frozenset(found) for key, found in _grouped(_by_key(told)).items()},
            names={key: tuple(found) for key, found in _grouped(_by_name(reports, own)).items()},
            slots={word: tuple(sorted(set(found))) for word, found in _grouped(_by_slot(told)).items()},
        )

    def rate_of_words(self, parent: Prepared, child: Prepared, first: int, n_words: int) -> float:
        """Return how often separate reports hold a run of the child's words."""
        pair = self.places[parent.name], self.places[child.name]
        return self.words.rate(*pair, child.words, first, n_words)

    def of_pair(self, parent: Prepared, child: Prepared) -> Families:
        """Return the families of a pair, which say nothing of its rates."""
        return frozenset((self.families[parent.name], self.families[child.name]))

    def n_besides(self, pair: Families) -> int:
        """Return the number of families other than those of a pair."""
        return len(set(self.families.values()) - pair)

    def rate_of_fact(self, fact: Fact, pair: Families, prior: float) -> float:
        """Return how often separate reports tell a fact: `(n + s * prior) / (N + s)`."""
        strength = self.figures.fact_strength
        n = len(self.held.get((fact.kind, fact.key), frozenset()) - pair)
        return (n + strength * prior) / (self.n_besides(pair) + strength)

    def is_name(self, fact: Fact) -> bool:
        """Say whether a word is a name: written as one, or alike to one that some report is sure of."""
        if fact.is_sure or fact.sound is None:
            return fact.is_sure
        if len(fact.key) < LEAST_UNSURE_KEY:
            return False
        known = self.names.get(fact.key, ())
        return any(other.sound is not None and are_alike(fact.sound, other.sound) for other, _, _ in known)


def _by_key(told: Iterable[tuple[Fact, int]]) -> Iterable[tuple[tuple[FactKind, str], int]]:
    return (((fact.kind, fact.key), family) for fact, family in told)


def _by_name(
    reports: Sequence[Prepared], families: Sequence[int]
) -> Iterable[tuple[str, tuple[Fact, int, str]]]:
    for report, family in zip(reports, families, strict=True):
        for fact in report.facts:
            if fact.sound is not None and fact.is_sure:
                yield fact.key, (fact, family, report.language)


def _by_slot(told: Iterable[tuple[Fact, int]]) -> Iterable[tuple[int, tuple[str, int]]]:
    return ((word, (fact.key, family)) for fact, family in told for word in fact.slot)


def _grouped(rows: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found

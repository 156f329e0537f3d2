"""Sources nobody holds: reports of one day that share rare features and show no direction.

Editors of textual criticism call it a lost archetype; here it is most often an agency's wire both outlets
have rewritten. Such reports get one latent parent, an id that says so, counted as one origin. A latent
parent is taken for granted nowhere: it needs

- pages of the same day, both dated, so that time shows no direction;
- pages that credit nobody and that nobody credits, of outlets that say it by no other road;
- at least `least_features` rare things in common that together weigh `weight` nats or more: one coincidence,
  however odd, weighs less (no feature outweighs 10^3). The facts of an event, their order and a photograph
  on sale to everybody are no such things;
- at least `least_lacking` pieces on either side that the other lacks: of two texts one of which holds the
  other whole, the longer is the parent;
- no earlier page that either of them resembles: that one would be the parent.

For the count only the partition matters: whether one has it from the other or both from a third, there is one
origin. By hand: two papers of one morning share two runs of twelve odd words and have forty words each of
their own: one origin, "a report the desk does not hold".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from twosource.evidence.lineage import UNSEEN, Feature
from twosource.evidence.testimony import Link
from twosource.ids import key
from twosource.terms import Access, FeatureKind
from twosource.tracing.chains import FIRST_HAND, MATERIAL, Account
from twosource.tracing.copying import CopyEvidence, copy_log_ratio
from twosource.tracing.material import ClaimEvidence
from twosource.tracing.pages import LAST, Page, Pages
from twosource.tracing.priors import CopyPriors
from twosource.tracing.rulings import Rulings

COMMON = frozenset({FeatureKind.SHARED_FACTS, FeatureKind.ORDER_OF_FACTS, FeatureKind.SHARED_PICTURE})
SPOKEN = FIRST_HAND | {Access.INFERS}


@dataclass(frozen=True, slots=True)
class Unseen:
    """The latent parents of a claim: by member exhibit the parent's id, what shows it, and its weight."""

    parents: Mapping[str, str] = field(default_factory=dict)
    features: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


def unseen_parents(
    accounts: Sequence[Account], pages: Pages, evidence: ClaimEvidence, priors: CopyPriors, rulings: Rulings
) -> Unseen:
    """Return the latent parents the pages of a claim call for; most claims call for none."""
    by_exhibit = {page.exhibit_id: page for page in pages.pages}
    fit = _fit(accounts, pages, evidence, rulings)
    older = {
        child
        for (parent, child), shared in pages.evidence.items()
        if by_exhibit[parent].day < by_exhibit[child].day and shared.is_shared and shared.log_ratio > 0
    }
    open_pages = fit - older
    leader: dict[str, str] = {}
    features: dict[str, tuple[Feature, ...]] = {}
    weights: dict[str, float] = {}
    for (one, other), shared in sorted(pages.evidence.items()):
        if not {one, other} <= open_pages or by_exhibit[one].day != by_exhibit[other].day:
            continue
        weight = _weight(by_exhibit[one], by_exhibit[other], shared, priors)
        if not weight:
            continue
        first, second = sorted((_find(leader, one), _find(leader, other)))
        leader[second] = first
        for member in (one, other):
            if weight > weights.get(member, 0.0):
                weights[member], features[member] = weight, shared.features
    names = {
        m: f"{UNSEEN} ({key('unseen', evidence.claim.claim_id, _find(leader, m))[-4:]})" for m in weights
    }
    return Unseen(names, features, weights)


def _find(leader: dict[str, str], member: str) -> str:
    while leader.setdefault(member, member) != member:
        leader[member] = leader[leader[member]]
        member = leader[member]
    return member


def _fit(
    accounts: Sequence[Account], pages: Pages, evidence: ClaimEvidence, rulings: Rulings
) -> frozenset[str]:
    """Return the exhibits that may have it from somewhere nobody sees."""
    fresh = [a for a in accounts if a.statement.exhibit_id not in pages.reprints]
    credited = {party_id for a in fresh for party_id in a.parties[1:]}
    papers = {exhibit_id for event in evidence.custody for exhibit_id in event.exhibit_ids}
    named = credited | {a.publisher for a in fresh if len(a.links) > 1}
    unfit = {a.statement.exhibit_id for a in fresh if not _may_rewrite(a)}
    dated = {page.exhibit_id for page in pages.pages if page.day < LAST}
    silent = {a.statement.exhibit_id for a in fresh if a.publisher not in named}
    return frozenset((silent & dated) - unfit - papers - rulings.derived.keys())


def _may_rewrite(account: Account) -> bool:
    first = account.links[0]
    return first.access not in SPOKEN and first.channel not in MATERIAL and not account.names_itself


def _weight(one: Page, other: Page, shared: CopyEvidence, priors: CopyPriors) -> float:
    """Return the weight of what two pages share, in nats; 0 where it is too little or one holds the other."""
    told = [feature for feature in shared.features if feature.kind not in COMMON]
    rare = [feature for feature in told if feature.weight >= priors.unseen_least_weight]
    if len(rare) < priors.unseen_features:
        return 0.0
    if min(_lacking(page, shared, priors) for page in (one, other)) < priors.unseen_lacking:
        return 0.0
    weight = copy_log_ratio([feature.q for feature in rare], 0, priors)
    return weight if weight >= priors.unseen_weight else 0.0


def _lacking(page: Page, shared: CopyEvidence, priors: CopyPriors) -> int:
    """Return how many pieces of a page stand outside what is shared."""
    return max(0, len(page.words) - shared.n_words) // priors.unit_words


def led_to_unseen(accounts: Iterable[Account], unseen: Unseen) -> tuple[Account, ...]:
    """Return the accounts with those of the members led to their latent parent."""
    return tuple(
        replace(a, links=(*a.links, Link(party_id=unseen.parents[a.statement.exhibit_id])))
        if a.statement.exhibit_id in unseen.parents
        else a
        for a in accounts
    )

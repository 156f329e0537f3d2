"""Which statement comes from which, how probably, and what shows it.

Each follower has its credit as a feature; texts add the words they share. The parent of a credit is the
earliest statement of the credited party the desk holds, where its date allows, else the party itself. One
that credits nobody, or not the one it copied, is linked to those it shares words with. Derivations of a
claim never close a circle.

By hand: outlet 12 names the broadcaster and shares twelve words with its page: one derivation, two
features.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from twosource.evidence.lineage import Derivation, Feature, Ruling
from twosource.evidence.testimony import Link
from twosource.ids import key
from twosource.terms import DerivationKind, FeatureKind
from twosource.tracing.chains import Account
from twosource.tracing.material import ClaimEvidence
from twosource.tracing.pages import Pages, day_of
from twosource.tracing.priors import CopyPriors
from twosource.tracing.ratios import Likeness, Ratios, share_among_all
from twosource.tracing.rulings import Rulings
from twosource.tracing.unseen import Unseen
from twosource.tracing.voices import Part, Voice

LEAST_P = 0.05
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Ground:
    """What derivations are drawn from: the whole trace so far."""

    evidence: ClaimEvidence
    accounts: Sequence[Account]
    pages: Pages
    voices: Mapping[str, Voice]
    ratios: Ratios
    p_own: Mapping[str, float]
    rulings: Rulings
    unseen: Unseen
    priors: CopyPriors
    tolerance: int


def derivations_of(ground: Ground) -> tuple[Derivation, ...]:
    """Return the derivations of a claim, sorted by child, then parent."""
    by_exhibit: dict[str, Account] = {}
    by_party: dict[str, Account] = {}
    for account in sorted(
        ground.accounts, key=lambda a: (day_of(a, ground.evidence), a.statement.statement_id)
    ):
        by_exhibit.setdefault(account.statement.exhibit_id, account)
        if account.statement.exhibit_id not in ground.pages.reprints:
            by_party.setdefault(account.publisher, account)
    found: list[Derivation] = []
    for account in ground.accounts:
        words = ground.rulings.derived.get(account.statement.exhibit_id, ())
        if words:
            found += (_ruled(ground, account, by_exhibit, word) for word in words)
            continue
        first_print = ground.pages.reprints.get(account.statement.exhibit_id)
        if first_print is not None:
            found.append(_reprint(ground, account, by_exhibit[first_print]))
        elif account.statement.exhibit_id in ground.unseen.parents:
            found.append(_unseen(ground, account))
        elif len(account.links) > 1:
            found.append(_credit(ground, account, by_party.get(account.links[1].party_id)))
            found += _alike(ground, account, by_exhibit, EVEN)
        elif ground.voices[account.publisher].part is Part.OPEN:
            found += _alike(ground, account, by_exhibit)
    return tuple(sorted(without_circles(found), key=lambda d: (d.child_id, d.parent_id)))


def _made(
    claim_id: str, ends: tuple[str, str], kind: DerivationKind, p: float, features: tuple[Feature, ...]
) -> Derivation:
    """Return a derivation whose ends are (parent, child)."""
    parent_id, child_id = ends
    return Derivation(
        derivation_id=key("derivation", claim_id, parent_id, child_id),
        claim_id=claim_id,
        parent_id=parent_id,
        child_id=child_id,
        kind=kind,
        p=p,
        features=features,
    )


def _reprint(ground: Ground, child: Account, parent: Account) -> Derivation:
    """The same text again, of whomever: derived for certain, but for the floor."""
    priors = ground.priors
    feature = Feature(
        kind=FeatureKind.REPRINT,
        words="the same text",
        is_shared=True,
        q=priors.floor,
        weight=math.log(priors.cap),
        passages=(child.statement.passage_id, parent.statement.passage_id),
    )
    p = 1.0 - priors.floor
    claim_id, ends = (
        ground.evidence.claim.claim_id,
        (parent.statement.statement_id, child.statement.statement_id),
    )
    return _made(claim_id, ends, DerivationKind.QUOTES, p, (feature,))


def _ruled(ground: Ground, child: Account, by_exhibit: Mapping[str, Account], word: Ruling) -> Derivation:
    """What a person says: certain but for the floor, with whatever else shows it as well."""
    priors = ground.priors
    feature = Feature(
        kind=FeatureKind.RULING,
        words=f"{word.by}: {word.why}" if word.why else word.by,
        is_shared=True,
        q=priors.floor,
        weight=math.log(priors.cap),
        passages=(child.statement.passage_id,),
    )
    parent = by_exhibit.get(word.parent_id)
    source = parent.publisher if parent is not None else word.parent_id
    alike = ground.ratios.likeness.get(child.publisher, {}).get(source)
    named = [link for link in child.statement.chain.links[1:] if link.party_id == source]
    credit = [_naming(ground, child, link) for link in named[:1]]
    features = (feature, *credit, *(alike.evidence.features if alike else ()))
    claim_id, child_id = ground.evidence.claim.claim_id, child.statement.statement_id
    ends = (parent.statement.statement_id if parent is not None else source, child_id)
    kind = DerivationKind.RELIES_ON if parent is None else _credit_kind(child, parent, alike, ground)
    made = _made(claim_id, ends, kind, 1.0 - priors.floor, features)
    return replace(made, parent_is_party=parent is None)


def _unseen(ground: Ground, child: Account) -> Derivation:
    """From a report nobody holds: what the child shares with others of its day shows it."""
    claim_id, child_id = ground.evidence.claim.claim_id, child.statement.statement_id
    ends = (ground.unseen.parents[child.statement.exhibit_id], child_id)
    features = ground.unseen.features[child.statement.exhibit_id]
    made = _made(claim_id, ends, DerivationKind.RELIES_ON, 1.0 - ground.p_own[child_id], features)
    return replace(made, parent_is_party=True)


def _naming(ground: Ground, child: Account, link: Link) -> Feature:
    """That the child names whom it has it from."""
    priors = ground.priors
    return Feature(
        kind=FeatureKind.CREDIT,
        words=link.as_written or link.cue,
        is_shared=True,
        q=priors.credit_if_own,
        weight=-math.log(priors.credit_ratio),
        passages=(child.statement.passage_id,),
    )


def _credit(ground: Ground, child: Account, parent: Account | None) -> Derivation:
    """From whom the child says it has it; the party itself where the desk holds nothing early enough."""
    link = child.links[1]
    feature = _naming(ground, child, link)
    claim_id, child_id = ground.evidence.claim.claim_id, child.statement.statement_id
    p = 1.0 - ground.p_own[child_id]
    day = day_of(child, ground.evidence)
    if parent is None or day_of(parent, ground.evidence) > day + ground.tolerance:
        made = _made(claim_id, (link.party_id, child_id), DerivationKind.RELIES_ON, p, (feature,))
        return replace(made, parent_is_party=True)
    alike = ground.ratios.likeness.get(child.publisher, {}).get(link.party_id)
    features = (feature, *(alike.evidence.features if alike else ()))
    kind = _credit_kind(child, parent, alike, ground)
    return _made(claim_id, (parent.statement.statement_id, child_id), kind, p, features)


def _credit_kind(child: Account, parent: Account, alike: Likeness | None, ground: Ground) -> DerivationKind:
    if alike is not None and alike.evidence.has_words:
        return DerivationKind.QUOTES
    spoken, repeated = (ground.evidence.passages.get(a.statement.passage_id) for a in (parent, child))
    if spoken and repeated and spoken.language and repeated.language and spoken.language != repeated.language:
        return DerivationKind.TRANSLATES
    if alike is not None and alike.evidence.is_shared:
        return DerivationKind.PARAPHRASES
    return DerivationKind.RELIES_ON


def _alike(
    ground: Ground, child: Account, by_exhibit: Mapping[str, Account], least: float = LEAST_P
) -> Iterator[Derivation]:
    """Those a text does not name and shares words with, by how probably it comes from each."""
    row = ground.ratios.likeness.get(child.publisher, {})
    mine = {p: pair for p, pair in row.items() if pair.child_exhibit == child.statement.exhibit_id}
    apart = ground.ratios.ruled.apart_from(child.publisher)
    mine = {p: pair for p, pair in mine.items() if p not in apart}
    shares = share_among_all(child.publisher, mine, ground.ratios, ground.voices)
    derived = 1.0 - ground.p_own[child.statement.statement_id]
    for party_id, pair in sorted(mine.items()):
        p = derived * shares.get(party_id, 0.0)
        if p < least or pair.evidence.log_ratio <= 0 or party_id in child.parties:
            continue
        parent = by_exhibit[pair.parent_exhibit]
        kind = DerivationKind.SAME_MATERIAL
        if pair.evidence.is_shared:
            kind = _credit_kind(child, parent, pair, ground)
        ends = (parent.statement.statement_id, child.statement.statement_id)
        yield _made(ground.evidence.claim.claim_id, ends, kind, p, pair.evidence.features)


def without_circles(found: Iterable[Derivation]) -> list[Derivation]:
    """Return the derivations without those that close a circle: depth first, in the order of ids."""
    by_child: dict[str, list[Derivation]] = {}
    for one in sorted(found, key=lambda d: (d.child_id, d.parent_id)):
        by_child.setdefault(one.child_id, []).append(one)
    done: set[str] = set()
    kept: list[Derivation] = []
    for start in by_child:
        line: list[tuple[str, Iterator[Derivation]]] = []
        open_now: set[str] = set()
        _enter(start, by_child, done, line, open_now)
        while line:
            child_id, rest = line[-1]
            following = next(rest, None)
            if following is None:
                line.pop()
                open_now.discard(child_id)
                done.add(child_id)
            elif following.parent_id not in open_now:
                kept.append(following)
                _enter(following.parent_id, by_child, done, line, open_now)
    return kept


def _enter(
    child_id: str,
    by_child: Mapping[str, Sequence[Derivation]],
    done: set[str],
    line: list[tuple[str, Iterator[Derivation]]],
    open_now: set[str],
) -> None:
    if child_id in by_child and child_id not in done and child_id not in open_now:
        open_now.add(child_id)
        line.append((child_id, iter(by_child[child_id])))

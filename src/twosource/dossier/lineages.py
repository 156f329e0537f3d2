"""From the statements and derivations of one claim to who had it from whom: hands and arrows.

Steps: (1) one hand per party, with the exhibits in which it asserts the claim, (2) arrows from what
tracing measured, from whom each chain credits, from custody and from the routes it drew, (3) ties lead
through the chokepoint, (4) no circle and no arrow that a longer way already says. What is not drawn is
kept with the reason: the table twin prints it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import isclose

from twosource.dossier.graphs import acyclic_order, ancestry, branch, children_of, circles
from twosource.dossier.shelf import Shelf, stances
from twosource.dossier.stemma_words import Words, words_for
from twosource.dossier.wording import label, shorten
from twosource.evidence.lineage import Derivation, Feature, OriginCount
from twosource.evidence.testimony import AttributionChain, Statement, Tie
from twosource.terms import Channel, DerivationKind, FeatureKind, Stance

# Papers, recordings and rows of a record are what reports are made from; tracing counts them so too.
MATERIAL = frozenset({Channel.SPEECH, Channel.DOCUMENT, Channel.RECORD})
LIKELY_ENOUGH = 0.3
SURE = 0.9
MAX_PARENTS = 4
MOST_REASONS = 3
QUOTED = 70
CUSTODY, ROUTE, TIE, BACK = "custody", "route", "tie", "goes back"
LEAST_START = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One exhibit in which a hand asserts the claim: a report, or material that reports are made from."""

    exhibit_id: str
    siglum: str
    first: date | None
    last: date | None
    is_report: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """One party of the lineage and what it told; parties that only stand in chains told nothing we hold."""

    party_id: str
    shown: str
    told: tuple[Told, ...] = ()

    @property
    def n_reports(self) -> int:
        """Return how many reports of this hand are held."""
        return sum(t.is_report for t in self.told)

    @property
    def told_sigla(self) -> tuple[str, ...]:
        """Return the short names of its exhibits."""
        return tuple(t.siglum for t in self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """What passed from one hand to another. `p` and `least` are None where nobody measured a probability.

    `kind` is a kind of derivation or says that custody, a tie or a route shows it; `left_out` says why it
    is not drawn, and is empty where it is.
    """

    parent: str
    child: str
    kind: str
    p: float | None = None
    least: float | None = None
    why: tuple[str, ...] = ()
    left_out: str = ""

    @property
    def is_sure(self) -> bool:
        """Say whether it is drawn solid: at .9 or more, or stated by a text or a custody record."""
        return self.kind != BACK and (self.p is None or self.p >= SURE)

    @property
    def rank(self) -> float:
        """Return how strongly it holds its place where two arrows cannot both stand."""
        return self.p if self.p is not None else UNMEASURED.get(self.kind, 1.0)


UNMEASURED = {ROUTE: SURE, BACK: 0.5}
Parents = dict[str, dict[str, Arrow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Who had one claim from whom: hands by party id, parents by child, arrows left out, the chokepoint."""

    hands: Mapping[str, Hand]
    parents: Mapping[str, Mapping[str, Arrow]]
    left_out: tuple[Arrow, ...]
    others: Mapping[str, str]
    chokepoints: frozenset[str]
    acts: Mapping[str, tuple[str, float]]
    own: Mapping[str, float]

    def shown(self, party_id: str) -> str:
        """Return what may be printed of a party that stands in the lineage or was left out of it."""
        hand = self.hands.get(party_id)
        return hand.shown if hand else self.others.get(party_id, "")


def lineage_of(shelf: Shelf, claim_id: str, counted: OriginCount | None) -> Lineage | None:
    """Return who had a claim from whom, or None where nobody asserts it. Order of entry changes nothing."""
    statements = bearing_on(shelf, claim_id)
    if not statements:
        return None
    words = words_for(shelf.material.language)
    chokepoints = marked_hands(shelf, counted)
    publishers = {s.statement_id: publisher_of(s) for s in statements}
    found = _arrows(shelf, statements, counted, publishers)
    likely = [a for a in found if a.rank >= LIKELY_ENOUGH]
    less = [replace(a, left_out=words["not_drawn_less"]) for a in found if a.rank < LIKELY_ENOUGH]
    drawn = _through_ties(likely, shelf.material.ties, chokepoints)
    parents, circling = _acyclic(drawn, words)
    parents, implied = _reduced(parents, lambda p: _shown(shelf, p), words)
    told = _told(shelf, statements)
    starts = _starts(counted, publishers)
    for child, parent in _led_back(
        starts, {*told, *parents, *_parents_in(parents)}, parents, _acts_p(counted)
    ):
        parents[child] = {parent: Arrow(parent=parent, child=child, kind=BACK, why=(words["goes_back"],))}
    members = set(told) | set(parents) | {p for row in parents.values() for p in row}
    left = sorted([*less, *circling, *implied], key=lambda a: (a.child, a.parent))
    return Lineage(
        hands={m: Hand(party_id=m, shown=_shown(shelf, m), told=told.get(m, ())) for m in sorted(members)},
        parents=parents,
        left_out=tuple(left),
        others={a.parent: _shown(shelf, a.parent) for a in left if a.parent not in members},
        chokepoints=chokepoints,
        acts=_acts(counted, shelf.material.language),
        own=_own(counted, publishers),
    )


def bearing_on(shelf: Shelf, claim_id: str) -> tuple[Statement, ...]:
    """Return the statements that assert a claim, or one that people declared it to follow from.

    As tracing counts them: what follows from what follows is taken along, circles end.
    """
    sources: dict[str, list[str]] = {}
    for one in shelf.material.entailments:
        if one.made.is_judgement:
            sources.setdefault(one.to_claim, []).append(one.from_claim)
    found = {s.statement_id: s for s in stances(shelf.matched.get(claim_id, ()), Stance.ASSERTS)}
    seen, waiting = {claim_id}, list(sources.get(claim_id, ()))
    for source in waiting:
        if source not in seen:
            seen.add(source)
            waiting += sources.get(source, ())
            for statement in stances(shelf.matched.get(source, ()), Stance.ASSERTS):
                found.setdefault(statement.statement_id, statement)
    return tuple(found.values())


def publisher_of(statement: Statement) -> str:
    """Return who publishes a statement; a publisher nobody named is one party per exhibit, as in tracing."""
    return statement.chain.publisher.party_id or f"publisher of {statement.exhibit_id}"


def likeliest_chokepoint(counted: OriginCount) -> tuple[str, ...]:
    """Return the commonest smallest cut of the size the count says, or none where it names none.

    None either where several are equally likely: to name one of them would be arbitrary.
    """
    fit = [c for c in counted.chokepoints if len(c.party_ids) == counted.kappa_mode]
    top = max((c.p for c in fit), default=0.0)
    best = [c.party_ids for c in fit if isclose(c.p, top, rel_tol=1e-9)]
    return best[0] if len(best) == 1 else ()


def marked_hands(shelf: Shelf, counted: OriginCount | None) -> frozenset[str]:
    """Return the hands drawn as a waist: the likeliest chokepoint, as the count has it.

    None where several hands rest on machine reading alone: nobody has checked whether they are separate.
    """
    if counted is None or (counted.kappa_mode > 1 and shelf.is_machine_only(counted.claim_id)):
        return frozenset()
    return frozenset(likeliest_chokepoint(counted))


def _shown(shelf: Shelf, party_id: str) -> str:
    if party_id.startswith("publisher of "):
        return shelf.short(party_id.removeprefix("publisher of ")) or shelf.shown(party_id)
    return shelf.shown(party_id)


def _acts(counted: OriginCount | None, language: str) -> dict[str, tuple[str, float]]:
    origins = counted.origins if counted else ()
    return {o.party_id: (label("access", o.act, language), o.p) for o in origins}


def _acts_p(counted: OriginCount | None) -> dict[str, float]:
    return {o.party_id: o.p for o in counted.origins} if counted else {}


def _parents_in(parents: Parents) -> set[str]:
    return {p for row in parents.values() for p in row}


def _starts(counted: OriginCount | None, publishers: Mapping[str, str]) -> dict[str, str]:
    """Return, per publisher, the starting point to which the count leads most of its statements back."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for origin in counted.origins if counted else ():
        if origin.p >= LEAST_START:
            for statement_id in origin.statement_ids:
                if statement_id in publishers:
                    votes[publishers[statement_id]][origin.party_id] += 1
    return {who: min(found, key=lambda o: (-found[o], o)) for who, found in votes.items()}


def _led_back(
    starts: Mapping[str, str], members: set[str], parents: Parents, acts: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    """Yield (hand, starting point) for hands nobody is known to stand behind, though the count is not theirs.

    The count takes a report that credits nobody for a copy of the first, where that is likelier: without
    this arrow it would stand in the picture like one more starting point.
    """
    heirs = children_of(parents)
    for member in sorted(members):
        if member in parents or acts.get(member, 0.0) >= LEAST_START:
            continue
        below = branch(heirs, member)
        votes = Counter(starts[b] for b in below if b in starts)
        start = min(votes, key=lambda o: (-votes[o], o), default="")
        if start and start not in below:
            yield member, start


def _own(counted: OriginCount | None, publishers: Mapping[str, str]) -> dict[str, float]:
    """Return, per party, the highest probability that a statement of it has access of its own."""
    own: dict[str, float] = {}
    for statement_id, p in counted.p_own if counted else ():
        party_id = publishers.get(statement_id, "")
        own[party_id] = max(own.get(party_id, 0.0), p)
    return own


def _told(shelf: Shelf, statements: Iterable[Statement]) -> dict[str, tuple[Told, ...]]:
    found: defaultdict[str, dict[str, Told]] = defaultdict(dict)
    for s in statements:
        span = s.said_span if s.said_span.is_known else shelf.published(s.exhibit_id)
        is_report = s.chain.publisher.channel not in MATERIAL
        one = Told(
            exhibit_id=s.exhibit_id,
            siglum=shelf.short(s.exhibit_id),
            first=span.start or span.end,
            last=span.end or span.start,
            is_report=is_report,
        )
        earlier = found[publisher_of(s)].setdefault(s.exhibit_id, one)
        if is_report and not earlier.is_report:
            found[publisher_of(s)][s.exhibit_id] = replace(earlier, is_report=True)
    return {party: tuple(rows[e] for e in sorted(rows)) for party, rows in found.items()}


def _arrows(
    shelf: Shelf,
    statements: tuple[Statement, ...],
    counted: OriginCount | None,
    publishers: Mapping[str, str],
) -> list[Arrow]:
    """Return one arrow per pair of hands; what tracing measured goes before what a chain or custody says."""
    words = words_for(shelf.material.language)
    found: list[Arrow] = []
    if counted is not None:
        found += sorted(_derived(shelf, counted.derivations, publishers), key=lambda a: -a.rank)
    found += [a for s in statements for a in _credits(s.chain, publisher_of(s), words)]
    found += _held(shelf, {s.exhibit_id for s in statements}, words)
    if counted is not None:
        found += _along(counted.paths, shelf, words)
    pairs: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in found:
        if arrow.parent and arrow.parent != arrow.child:
            pairs.setdefault((arrow.parent, arrow.child), []).append(arrow)
    return [_one(pairs[pair]) for pair in sorted(pairs)]


def _one(same: list[Arrow]) -> Arrow:
    """Return several arrows of one pair as one: of those measured the likeliest, with all reasons."""
    measured = [a for a in same if a.p is not None]
    first = max(measured, key=lambda a: (a.rank, a.kind), default=same[0])
    of_route = all(a.kind == ROUTE for a in same)
    kept = measured or [a for a in same if of_route or a.kind != ROUTE]
    why = tuple(dict.fromkeys(w for a in sorted(kept, key=lambda a: (-a.rank, a.why)) for w in a.why))
    least = min((a.p for a in measured if a.p is not None), default=None)
    return replace(first, least=least, why=why[:MOST_REASONS])


def _credits(chain: AttributionChain, publisher: str, words: Words) -> Iterator[Arrow]:
    hands = [publisher, *(link.party_id for link in chain.credited)]
    for outer, (inner_id, inner) in zip(hands, zip(hands[1:], chain.credited, strict=True), strict=False):
        yield Arrow(
            parent=inner_id,
            child=outer,
            kind=DerivationKind.RELIES_ON,
            why=(_named(inner.cue or inner.as_written, words),),
        )


def _named(cue: str, words: Words) -> str:
    quoted = words["quoted"].format(words=shorten(cue, QUOTED))
    return f"{words['names']}: {quoted}" if cue.strip() else words["names"]


def _held(shelf: Shelf, exhibit_ids: set[str], words: Words) -> Iterator[Arrow]:
    for event in shelf.material.custody:
        if event.from_party and event.to_party and not exhibit_ids.isdisjoint(event.exhibit_ids):
            why = words["custody"].format(words=event.action)
            yield Arrow(parent=event.from_party, child=event.to_party, kind=CUSTODY, why=(why,))


def _derived(
    shelf: Shelf, derivations: Iterable[Derivation], publishers: Mapping[str, str]
) -> Iterator[Arrow]:
    language = shelf.material.language
    for one in derivations:
        parent = one.parent_id if one.parent_is_party else publishers.get(one.parent_id, "")
        child = publishers.get(one.child_id, "")
        if parent and child:
            shared = sorted((f for f in one.features if f.is_shared), key=lambda f: (-f.weight, f.words))
            # Quoting the same paper is no sign of copying: said only where there is nothing else to say.
            telling = [f for f in shared if f.kind is not FeatureKind.SAME_MATERIAL] or shared
            why = tuple(_reason(f, language) for f in telling[:MOST_REASONS])
            why = why or (label("derivation", one.kind.value, language),)
            yield Arrow(parent=parent, child=child, kind=one.kind.value, p=one.p, why=why)


def _reason(feature: Feature, language: str) -> str:
    """Return one sign of copying in words: its kind, and the words where there are any."""
    words = words_for(language)
    if feature.kind is FeatureKind.CREDIT:
        return _named(feature.words, words)
    kind = label("feature", feature.kind.value, language)
    if not feature.words.strip() or feature.kind is FeatureKind.REPRINT:
        return kind
    return f"{kind}: {words['quoted'].format(words=shorten(feature.words, QUOTED))}"


def _along(paths: Iterable[tuple[str, ...]], shelf: Shelf, words: Words) -> Iterator[Arrow]:
    for path in paths:
        known = [h for h in path if h in shelf.material.parties]
        for parent, child in pairwise(known):
            yield Arrow(parent=parent, child=child, kind=ROUTE, why=(words["route"],))


def _through_ties(arrows: list[Arrow], ties: Iterable[Tie], chokepoints: frozenset[str]) -> list[Arrow]:
    """Lead a party that is tied to the chokepoint through it: that is what the tie says."""
    tied = {t.from_party: t for t in ties if t.to_party in chokepoints and t.from_party not in chokepoints}
    out: dict[tuple[str, str], Arrow] = {}
    for arrow in arrows:
        tie = tied.get(arrow.parent)
        led = [arrow]
        if tie is not None and arrow.child != tie.to_party:
            by_tie = Arrow(
                parent=arrow.parent, child=tie.to_party, kind=TIE, p=tie.p, least=tie.p, why=(tie.kind,)
            )
            led = [by_tie, replace(arrow, parent=tie.to_party)]
        for one in led:
            if one.parent != one.child:
                out.setdefault((one.parent, one.child), one)
    return list(out.values())


def _acyclic(arrows: list[Arrow], words: Words) -> tuple[Parents, list[Arrow]]:
    """Return parents by child without circles, the likelier arrow kept, and what was left out for it."""
    ring = circles([(a.parent, a.child) for a in arrows])
    parents: Parents = {}
    left: list[Arrow] = []
    for arrow in sorted(arrows, key=lambda a: (-a.rank, a.kind == ROUTE, a.parent, a.child)):
        row = parents.setdefault(arrow.child, {})
        is_inside = ring.get(arrow.parent, -1) == ring.get(arrow.child, -2)
        if is_inside and arrow.child in ancestry(parents, arrow.parent, ring):
            left.append(replace(arrow, left_out=words["not_drawn_circle"]))
        elif len(row) >= MAX_PARENTS:
            left.append(replace(arrow, left_out=words["not_drawn_many"].format(n=MAX_PARENTS)))
        else:
            row[arrow.parent] = arrow
    return {child: row for child, row in parents.items() if row}, left


def _reduced(parents: Parents, shown: Callable[[str], str], words: Words) -> tuple[Parents, list[Arrow]]:
    """Leave out arrows that a longer way already says.

    Ancestors are kept as the bits of one integer per hand, so that ten thousand hands cost megabytes.
    """
    order = acyclic_order(parents)
    bit = {p: 1 << i for i, p in enumerate(dict.fromkeys(p for row in parents.values() for p in row))}
    behind: dict[str, int] = {}
    for member in order:
        seen = 0
        for parent in parents.get(member, {}):
            seen |= bit[parent] | behind[parent]
        behind[member] = seen
    kept: Parents = {}
    left: list[Arrow] = []
    for child, row in parents.items():
        by_way = (
            {p: next((q for q in sorted(row) if q != p and behind[q] & bit[p]), "") for p in row}
            if len(row) > 1
            else {}
        )
        kept[child] = {p: a for p, a in row.items() if not by_way.get(p)}
        left += [
            replace(row[p], left_out=words["not_drawn_way"].format(who=shown(q)))
            for p, q in by_way.items()
            if q
        ]
    return kept, left

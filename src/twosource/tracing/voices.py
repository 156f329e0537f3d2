"""Who speaks in a claim, from whom they have it, and by what right somebody counts as a starting point.

One voice per party. Its part follows from the chains alone:

- *origin*: did, saw, wrote or recorded it, or is a person or office said to know it;
- *first*: the earliest report, where nobody stands behind it; something has to be first;
- *follower*: publishes and credits somebody; may yet have access of its own, at the shared rate;
- *open*: publishes and credits nobody, or is an outlet others credit that the desk does not hold; the same;
- *carrier*: stands between others in a chain and publishes nothing the desk holds;
- *reprint*: publishes only texts that stand in earlier ones;
- *inference*: concludes it from other things, and so is no starting point for the event;
- *misquote*: has it only from those who say otherwise, while somebody else is a starting point: supports
  nothing. Where nobody else is, whoever misquotes first is the first.

By hand: [paper, broadcaster] and [broadcaster, defector who did it]: the defector is the origin,
broadcaster and paper are followers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from twosource.evidence.testimony import Link
from twosource.terms import Access, Channel, PartyKind
from twosource.tracing.chains import FIRST_HAND, Account, is_passing_placeholder, joint_holders
from twosource.tracing.material import ClaimEvidence
from twosource.tracing.pages import LAST, Pages, day_of
from twosource.tracing.priors import access_classes
from twosource.tracing.routes import keepings_of

KNOWING_KINDS = frozenset(
    {
        PartyKind.PERSON,
        PartyKind.GROUP,
        PartyKind.ORGANISATION,
        PartyKind.OFFICE,
        PartyKind.MONITOR,
        PartyKind.PLACEHOLDER,
    }
)
SPEAKING_FOR_ITSELF = frozenset({PartyKind.MONITOR, PartyKind.OFFICE})


class Part(StrEnum):
    """What a voice is in the claim."""

    ORIGIN = "origin"
    FIRST = "first"
    FOLLOWER = "follower"
    OPEN = "open"
    CARRIER = "carrier"
    REPRINT = "reprint"
    INFERENCE = "inference"
    MISQUOTE = "misquote"


NEVER_KNOWING = frozenset({Part.INFERENCE, Part.MISQUOTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One party of the claim: what it published, whom it credits, who credits it, and its part.

    `parents` are those it has the claim from by credit, `n_crediting` the publishers whose chain ends at it.
    `has_someone_behind` marks origins that may go back to the same unnamed person.
    """

    party_id: str
    part: Part
    act: str
    day: float
    exhibit_ids: tuple[str, ...]
    parents: tuple[str, ...]
    n_crediting: int
    names_itself: bool
    has_someone_behind: bool

    @property
    def is_held(self) -> bool:
        """Say whether the desk holds something this party published."""
        return bool(self.exhibit_ids)

    @property
    def may_own(self) -> bool:
        """Say whether its access is in doubt: then it takes part in the shared rate."""
        return self.part in {Part.FOLLOWER, Part.OPEN}

    @property
    def is_root(self) -> bool:
        """Say whether it is a starting point for certain."""
        return self.part in {Part.ORIGIN, Part.FIRST}


@dataclass(slots=True)
class _Sketch:
    """What the chains say about one party, before its part is known."""

    day: float = LAST
    exhibits: set[str] = field(default_factory=set)
    reprinted: set[str] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)
    crediting: set[str] = field(default_factory=set)
    inmost: list[Link] = field(default_factory=list)
    outermost: list[Link] = field(default_factory=list)
    names_itself: bool = False
    speaks_afresh: bool = False
    quotes_rightly: bool = False


def voices_of(
    accounts: Sequence[Account], pages: Pages, evidence: ClaimEvidence, tolerance: int
) -> dict[str, Voice]:
    """Return every voice of the claim by party id, in the order in which they can first have spoken.

    Reprints credit nobody anew: what they say was said by the text they repeat.
    """
    fresh = [a for a in accounts if a.statement.exhibit_id not in pages.reprints]
    sketches = _sketches(fresh, evidence)
    reprinters = _add_reprinters(accounts, pages, sketches, evidence)
    parts = {p: _part(p, sketch, evidence) for p, sketch in sketches.items()}
    parts |= dict.fromkeys(reprinters, Part.REPRINT)
    misquoting = {p for p, s in sketches.items() if s.exhibits and not s.quotes_rightly}
    if Part.ORIGIN in parts.values():
        parts |= dict.fromkeys(misquoting, Part.MISQUOTE)
    first = _first_report(fresh, sketches, parts, evidence, tolerance)
    if first not in misquoting:
        parts |= dict.fromkeys(misquoting, Part.MISQUOTE)
    if first is not None:
        parts[first] = Part.FIRST
    voices = (_voice(p, parts[p], sketch, evidence) for p, sketch in sketches.items())
    return {v.party_id: v for v in sorted(voices, key=_rank)}


def _rank(voice: Voice) -> tuple[bool, float, bool, int, str]:
    """Order: the first report, then by day; on one day those already named by others, then by credit."""
    return voice.part is not Part.FIRST, voice.day, voice.is_held, -voice.n_crediting, voice.party_id


def _sketches(accounts: Sequence[Account], evidence: ClaimEvidence) -> dict[str, _Sketch]:
    found: dict[str, _Sketch] = {}
    joint = joint_holders(accounts, evidence.parties)
    for account in accounts:
        day = day_of(account, evidence)
        for outer, inner in pairwise(account.parties):
            parents = found.setdefault(outer, _Sketch()).parents
            if account.statement.statement_id not in joint:
                parents.add(inner)
        for party_id in account.parties:
            sketch = found.setdefault(party_id, _Sketch())
            sketch.day = min(sketch.day, day)
        publisher = found[account.publisher]
        publisher.exhibits.add(account.statement.exhibit_id)
        publisher.outermost.append(account.links[0])
        publisher.names_itself |= account.names_itself
        publisher.speaks_afresh |= not account.retells
        publisher.quotes_rightly |= not account.misquotes
        if len(account.links) > 1:
            inmost = found[account.innermost.party_id]
            inmost.inmost.append(account.innermost)
            inmost.crediting.add(account.publisher)
    return found


def _part(party_id: str, sketch: _Sketch, evidence: ClaimEvidence) -> Part:
    """Return the part the chains give a party; "first" and "reprint" are decided elsewhere."""
    party = evidence.parties.get(party_id)
    kind = party.kind if party is not None else PartyKind.OUTLET
    told = [*sketch.inmost, *sketch.outermost]
    if any(link.access in FIRST_HAND for link in told):
        return Part.ORIGIN
    if sketch.parents:
        return Part.FOLLOWER if sketch.exhibits else Part.CARRIER
    if told and all(link.access is Access.INFERS for link in told):
        return Part.INFERENCE
    if sketch.exhibits:
        wrote = _has_custody(sketch.exhibits, evidence) and kind not in {PartyKind.OUTLET, PartyKind.AGENCY}
        knows = kind in SPEAKING_FOR_ITSELF and sketch.speaks_afresh
        return Part.ORIGIN if wrote or knows else Part.OPEN
    if any(link.channel is Channel.RECORD for link in sketch.inmost):
        return Part.ORIGIN
    passing = all(is_passing_placeholder(link, evidence.parties) for link in sketch.inmost)
    return Part.ORIGIN if kind in KNOWING_KINDS and not passing else Part.OPEN


def _has_custody(exhibit_ids: set[str], evidence: ClaimEvidence) -> bool:
    return any(not exhibit_ids.isdisjoint(event.exhibit_ids) for event in evidence.custody)


def _only_kept(party_id: str, evidence: ClaimEvidence) -> bool:
    """Say whether a party had papers of this claim from others and passed them on: it wrote none."""
    exhibits = {s.exhibit_id for s in evidence.statements}
    found = [k for e, k in keepings_of(evidence.custody).items() if e in exhibits and party_id in k.keepers]
    return bool(found) and not any(party_id in keeping.starts for keeping in found)


def _first_report(
    accounts: Sequence[Account],
    sketches: Mapping[str, _Sketch],
    parts: Mapping[str, Part],
    evidence: ClaimEvidence,
    tolerance: int,
) -> str | None:
    """Return the party the earliest report goes back to, where nobody is known to stand behind it.

    Days mislead by `tolerance`, so among the earliest reports the one whose source most others credit wins.
    Whoever only concludes it comes first where nobody else says it.
    """
    solved: dict[str, str] = {}
    source_of = [_source_of(a.innermost.party_id, sketches, solved) for a in accounts]
    reports = [(day_of(a, evidence), p) for a, p in zip(accounts, source_of, strict=True)]
    reports = [row for row in reports if parts[row[1]] not in NEVER_KNOWING] or reports
    if not reports:
        return None
    latest = min(day for day, _ in reports) + tolerance
    sources = {party_id for day, party_id in reports if day <= latest}
    if any(parts[p] is Part.ORIGIN for p in sources):
        return None
    return min(sources, key=lambda p: _precedence(p, sketches[p]))


def _precedence(party_id: str, sketch: _Sketch) -> tuple[int, bool, float, str]:
    """Order possible first reports: by credit, then those that published it themselves, then by day."""
    return -len(sketch.crediting), not sketch.exhibits, sketch.day, party_id


def _source_of(party_id: str, sketches: Mapping[str, _Sketch], solved: dict[str, str]) -> str:
    """Follow credits inwards to a party that credits nobody.

    A circle is left by the most credited party that somebody in it credits and that stands outside; where
    there is none, it starts where it closes. What was found is kept in `solved`, so that a line of thousands
    of credits is walked once.
    """

    def most_credited(parties: Iterable[str]) -> str:
        return min(parties, key=lambda p: (-len(sketches[p].crediting), p), default="")

    line: list[str] = []
    place: dict[str, int] = {}
    while party_id not in solved:
        if party_id in place:
            circle = line[place[party_id] :]
            way_out = most_credited(
                p for member in circle for p in sketches[member].parents if p not in place
            )
            if not way_out:
                solved |= dict(zip(circle, [circle[-1], *circle], strict=False))
                break
            party_id = way_out
            continue
        place[party_id] = len(line)
        line.append(party_id)
        parents = sketches[party_id].parents
        if not parents:
            solved[party_id] = party_id
            break
        party_id = most_credited(parents)
    source = solved[party_id]
    for passed in line:
        solved.setdefault(passed, source)
    return source


def _act(party_id: str, part: Part, sketch: _Sketch, evidence: ClaimEvidence) -> str:
    """Return which act makes it a starting point, as a key of the acts in the vocabulary."""
    if part is Part.MISQUOTE:
        return "origin_misquotes"
    party = evidence.parties.get(party_id)
    told = {link.access for link in (*sketch.inmost, *sketch.outermost)}
    by_paper = any(link.channel is Channel.DOCUMENT for link in (*sketch.inmost, *sketch.outermost))
    if part is Part.ORIGIN and (by_paper or _has_custody(sketch.exhibits, evidence)):
        return "origin_keeper" if _only_kept(party_id, evidence) else "origin_document"
    for access, act in _ACTS:
        if access in told:
            return act
    if party is not None and party.kind is PartyKind.MONITOR:
        return "origin_monitor"
    if part is Part.FIRST:
        return "origin_first"
    if part is Part.ORIGIN:
        return "origin_said"
    return "origin_own" if sketch.exhibits else "origin_outlet"


_ACTS = (
    (Access.DID, "origin_did"),
    (Access.SAW, "origin_saw"),
    (Access.READ, "origin_read"),
    (Access.INFERS, "origin_infers"),
)


def _voice(party_id: str, part: Part, sketch: _Sketch, evidence: ClaimEvidence) -> Voice:
    party = evidence.parties.get(party_id)
    act = _act(party_id, part, sketch, evidence)
    by_reading = access_classes()[evidence.claim.access_class].by_reading
    told = {link.access for link in (*sketch.inmost, *sketch.outermost)}
    unnamed = party is not None and party.kind is PartyKind.PLACEHOLDER and told <= {Access.UNKNOWN}
    return Voice(
        party_id=party_id,
        part=part,
        act=act,
        day=sketch.day,
        exhibit_ids=tuple(sorted(sketch.exhibits | sketch.reprinted)),
        parents=tuple(sorted(sketch.parents)),
        n_crediting=len(sketch.crediting),
        names_itself=sketch.names_itself or any(link.access is Access.READ for link in sketch.outermost),
        has_someone_behind=not told & FIRST_HAND
        and act not in {"origin_document", "origin_keeper", "origin_monitor"}
        and (by_reading or unnamed or bool(told & {Access.WAS_TOLD, Access.READ})),
    )


def _add_reprinters(
    accounts: Sequence[Account], pages: Pages, sketches: dict[str, _Sketch], evidence: ClaimEvidence
) -> frozenset[str]:
    """Add the publishers of nothing but reprints, which have it from those they reprint; return them."""
    publishers = {page.exhibit_id: page.publisher for page in pages.pages}
    found = set()
    for account in accounts:
        first_print = pages.reprints.get(account.statement.exhibit_id)
        if first_print is None or publishers[first_print] == account.publisher:
            continue
        sketch = sketches.setdefault(account.publisher, _Sketch())
        if account.publisher in found or not (sketch.exhibits or sketch.parents):
            found.add(account.publisher)
            sketch.day = min(sketch.day, day_of(account, evidence))
            sketch.reprinted.add(account.statement.exhibit_id)
            sketch.parents.add(publishers[first_print])
    return frozenset(found)

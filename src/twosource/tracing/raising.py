"""What would raise the number of hands: found by counting again with the change made, never guessed.

Three kinds of findings are tried. Somebody who is now thought to have it from others shows that they saw it
themselves; those that credit the same people differ in nothing and are tried once. A tie that makes two fail
together turns out untrue; ties of one kind to one party share their doubt and are tried together. And an
account nobody has yet, by somebody who got it through none of the hands now counted.

By hand: forty outlets credit a broadcaster, who credits one witness: one more account raises kappa from 1 to
2; any outlet that was there itself does the same; no tie is held, so none can be untrue.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import AttributionChain, Link, Party, Statement, Tie
from twosource.terms import Access, Channel, PartyKind, Stance, Voice
from twosource.tracing.chains import nameless
from twosource.tracing.material import ClaimEvidence, TraceSettings
from twosource.tracing.origins import trace_claim
from twosource.tracing.saying import chokepoint, figure, hands_of, joined, party_name
from twosource.tracing.two_sources import relied_on

MOST_TRIED = 6
MOST_NAMED = 3
LEAST_GAIN = 0.1
NEWCOMER = "an account nobody has yet"
HELD = {
    "introduced by": "came through {host}",
    "member of": "{belong} to {host}",
    "same as": "{be} the same as {host}",
}


class FindingKind(StrEnum):
    """What kind of finding would raise the number of hands, the cheapest to look for first."""

    OWN_ACCESS = "somebody who reports it saw it"
    UNTRUE_TIE = "a tie is untrue"
    NEW_ACCOUNT = "a new account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """One finding and what it would do: hands and P(more hands than now) before and after, in a sentence."""

    kind: FindingKind
    sentence: str
    hands_before: int
    hands_after: int
    p_before: float
    p_after: float
    party_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """A change to try: the evidence with it made, and the sentence's beginning."""

    kind: FindingKind
    evidence: ClaimEvidence
    words: str
    party_ids: tuple[str, ...]
    names: tuple[str, ...] = ()


def what_would_raise(
    count: OriginCount, evidence: ClaimEvidence, settings: TraceSettings
) -> tuple[Raise, ...]:
    """Return the findings that would raise kappa, the cheapest kind first, then by what they would do.

    Empty where nobody asserts the claim, or where as many hands are counted as are ever counted. At most
    about `MOST_TRIED` counts of each kind, so that a claim with thousands of reports is answered too.
    """
    mode = count.kappa_mode
    if not mode or mode >= len(count.kappa) - 1:
        return ()
    tried: dict[tuple[str, ...], list[tuple[_Change, OriginCount]]] = {}
    for change in (*_own(count, evidence), *_untrue(evidence), *_newcomer(count, evidence)):
        for after in trace_claim(change.evidence, settings).values:
            effect = _effect(count, after, evidence)
            if effect:
                merged = (change.kind.value, effect) if change.kind is FindingKind.OWN_ACCESS else ()
                tried.setdefault(merged or (change.words, effect), []).append((change, after))
    found = [_raise(count, effect, together) for (_, effect), together in tried.items()]
    order = list(FindingKind)
    return tuple(sorted(found, key=lambda r: (order.index(r.kind), -round(r.p_after, 2), r.party_ids)))


def _raise(count: OriginCount, effect: str, together: Sequence[tuple[_Change, OriginCount]]) -> Raise:
    """Return what findings of one kind with one effect would do, said once."""
    change, after = together[0]
    words = change.words
    if change.kind is FindingKind.OWN_ACCESS:
        names = list(dict.fromkeys(name for one, _ in together for name in one.names))
        words = f"Should {_any_of(names)} show that it knew by its own reporting"
    mode = count.kappa_mode
    return Raise(
        kind=change.kind,
        sentence=f"{words}, {effect}.",
        hands_before=mode,
        hands_after=after.kappa_mode,
        p_before=sum(count.kappa[mode + 1 :]),
        p_after=sum(after.kappa[mode + 1 :]),
        party_ids=tuple(dict.fromkeys(p for one, _ in together for p in one.party_ids)),
    )


def _effect(before: OriginCount, after: OriginCount, evidence: ClaimEvidence) -> str:
    """Return what a finding does, empty where it does little: the hands, or how probable more would be.

    What moves nothing while everybody can fail may move a lot once those relied on are taken to be sound.
    """
    mode = before.kappa_mode
    p = [sum(one.kappa[mode + 1 :]) for one in (before, after)]
    if after.kappa_mode > mode:
        return f"there would be {after.kappa_mode} separate pairs of hands ({figure(p[1])})"
    if p[1] - p[0] >= LEAST_GAIN:
        pairs = "pair" if mode == 1 else "pairs"
        return f"more than {mode} {pairs} of hands would be {figure(p[1])} probable, not {figure(p[0])}"
    held = [relied_on(one) for one in (before, after)]
    if before.trusted and held[1] - held[0] >= LEAST_GAIN:
        who = joined([party_name(party, evidence.parties) for party in before.trusted])
        sure = f"{figure(held[1])} probable, not {figure(held[0])}"
        return f"two pairs of hands behind {who}, if it can be relied on, would be {sure}"
    return ""


def _own(count: OriginCount, evidence: ClaimEvidence) -> Iterator[_Change]:
    """Let one of each set of reporters that credit the same have seen it themselves."""
    p_own = dict(count.p_own)
    alike: dict[tuple[str, ...], dict[str, Statement]] = {}
    for statement in sorted(evidence.statements, key=lambda s: s.statement_id):
        publisher = statement.chain.publisher.party_id
        if p_own.get(statement.statement_id, 1.0) < 0.5 and statement.stance is Stance.ASSERTS and publisher:
            credited = tuple(link.party_id for link in statement.chain.credited)
            alike.setdefault(credited, {}).setdefault(publisher, statement)
    hands = {p for cut in count.chokepoints[:1] for p in cut.party_ids}
    sets = sorted(alike.items(), key=lambda one: (-len(one[1]), one[0]))
    for _, members in sets[:MOST_TRIED]:
        able = [p for p in sorted(members) if p not in hands]
        if able:
            names = [party_name(p, evidence.parties) for p in able]
            yield _Change(
                FindingKind.OWN_ACCESS,
                _as_witness(evidence, members[able[0]]),
                "",
                tuple(able),
                tuple(names),
            )


def _any_of(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) <= MOST_NAMED + 1:
        return f"{', '.join(names[:-1])} or {names[-1]}"
    more = len(names) - MOST_NAMED
    return f"{', '.join(names[:MOST_NAMED])} or one of {more} more"


def _as_witness(evidence: ClaimEvidence, statement: Statement) -> ClaimEvidence:
    """Return the evidence with one statement told from its publisher's own seeing."""
    first = statement.chain.publisher
    link = Link(party_id=first.party_id, channel=first.channel, access=Access.SAW)
    seen = replace(statement, chain=AttributionChain(links=(link,)), voice=Voice.OWN)
    return replace(
        evidence,
        statements=tuple(seen if s.statement_id == seen.statement_id else s for s in evidence.statements),
        rulings=tuple(r for r in evidence.rulings if r.child_id != statement.exhibit_id),
    )


def _untrue(evidence: ClaimEvidence) -> Iterator[_Change]:
    """Let the ties of one kind to one party be untrue, those of the parties that play a part."""
    named = {link.party_id for s in evidence.statements for link in s.chain.links}
    together: dict[tuple[str, str], list[Tie]] = {}
    for tie in sorted(evidence.ties, key=lambda t: t.tie_id):
        if tie.p > 0 and (tie.from_party in named or tie.to_party in named):
            together.setdefault((tie.to_party, tie.kind), []).append(tie)
    sets = sorted(together.items(), key=lambda one: (-len(one[1]), one[0]))
    for (host, kind), ties in sets[:MOST_TRIED]:
        guests = list(dict.fromkeys(party_name(t.from_party, evidence.parties) for t in ties))
        many = len(guests) > 1
        held = HELD[kind].format(
            host=party_name(host, evidence.parties),
            belong="belong" if many else "belongs",
            be="are" if many else "is",
        )
        p = max(t.p for t in ties)
        doubt = "now taken as certain" if p >= 1 else f"now held to be {figure(p)} probable"
        gone = {t.tie_id for t in ties}
        yield _Change(
            FindingKind.UNTRUE_TIE,
            replace(evidence, ties=tuple(t for t in evidence.ties if t.tie_id not in gone)),
            f"Should it be untrue that {joined(guests)} {held} ({doubt})",
            tuple(t.from_party for t in ties),
        )


def _newcomer(count: OriginCount, evidence: ClaimEvidence) -> Iterator[_Change]:
    """Add an account by somebody nobody has heard yet, published by nobody who speaks so far."""
    if not evidence.statements:
        return
    model = min(evidence.statements, key=lambda s: s.statement_id)
    links = (
        Link(party_id=nameless(NEWCOMER), channel=Channel.PUBLICATION),
        Link(party_id=NEWCOMER, channel=Channel.SPEECH, access=Access.SAW),
    )
    told = replace(
        model,
        statement_id=NEWCOMER,
        exhibit_id=NEWCOMER,
        passage_id=NEWCOMER,
        chain=AttributionChain(links=links),
        stance=Stance.ASSERTS,
        voice=Voice.ATTRIBUTED,
    )
    who = Party(party_id=NEWCOMER, name=NEWCOMER, kind=PartyKind.PERSON, made=model.made)
    hands = hands_of(count, evidence.parties)
    is_paper = evidence.claim.access_class == "exclusive document"
    what = "one copy of the paper" if is_paper else "one account"
    through = "in any of these ways" if not hands else f"through {joined(hands)}"
    if len(chokepoint(count)) > 1:
        through = f"through {_any_of(hands)}"
    yield _Change(
        FindingKind.NEW_ACCOUNT,
        replace(
            evidence,
            statements=(*evidence.statements, told),
            parties={**evidence.parties, NEWCOMER: who},
        ),
        f"With {what} by somebody who did not get it {through}",
        (),
    )

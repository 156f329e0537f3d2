"""What a count means, in sentences a reporter can print and check.

The headline first, then what it would take for the support to fall, then why each copy is thought one.
Protected names never appear: a party is said as `Party.shown`.
"""

from collections.abc import Iterable, Mapping, Sequence

from twosource.evidence.lineage import Derivation, Feature, OriginCount
from twosource.evidence.testimony import Party
from twosource.terms import likelihood_word
from twosource.tracing.drawing import UPSTREAM
from twosource.tracing.material import ClaimEvidence
from twosource.tracing.words import split_words

MOST_COPIES = 60
MOST_SIGNS = 3
LEAST_WEIGHT = 1.5
UNNAMED = "somebody unnamed behind them"


def headline(count: OriginCount, parties: Mapping[str, Party]) -> str:
    """Return how many reports come through how many pairs of hands, and whose."""
    said = _many(count.n_reports, "report", "reports") if count.n_reports else "No report"
    kappa = count.kappa_mode
    if kappa == 0:
        return f"{said}. Nobody asserts it." if count.n_reports else "No report bears on it."
    top = len(count.kappa) - 1
    if kappa == top and top > 1:
        return f"{said}. {kappa} or more separate pairs of hands."
    names = [_name(p, parties) for p in chokepoint(count)]
    hands = "1 pair of hands" if kappa == 1 else f"{kappa} separate pairs of hands"
    return f"{said}. {hands}: {', '.join(names)}." if names else f"{said}. {hands}."


def chokepoint(count: OriginCount) -> tuple[str, ...]:
    """Return the commonest cut of the size the headline says; empty where none is known."""
    fit = [c for c in count.chokepoints if len(c.party_ids) == count.kappa_mode]
    return max(fit, key=lambda c: (c.p, c.party_ids)).party_ids if fit else ()


def explain(count: OriginCount, evidence: ClaimEvidence) -> tuple[str, ...]:
    """Return the headline, what would have to fail, where it starts, and why each copy is thought one."""
    parties = evidence.parties
    said = [headline(count, parties)]
    if count.kappa_mode:
        said += _fall(count, evidence)
        said += _starts(count, parties)
        said += _doubt(count, parties)
        said += _copies(count, evidence)
    return tuple(said)


def _many(n: int, one: str, more: str) -> str:
    return f"{n} {one if n == 1 else more}"


def _joined(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _name(party_id: str, parties: Mapping[str, Party]) -> str:
    if party_id == UPSTREAM:
        return UNNAMED
    party = parties.get(party_id)
    return party.shown if party is not None else "a party that is not named"


def _fall(count: OriginCount, evidence: ClaimEvidence) -> Iterable[str]:
    """Say through whom everything passes and what falls with them."""
    hands = chokepoint(count)
    if not hands:
        return
    names = _joined([_name(p, evidence.parties) for p in hands])
    claim = evidence.claim.text.rstrip(".")
    if len(hands) == 1:
        along = [p for p in on_every_way(count) if p not in hands]
        if along:
            passed = _joined([_name(p, evidence.parties) for p in along])
            yield f"Every chain also passes through {passed}."
        yield f"Should {names} be wrong or lying, nothing below supports “{claim}”."
    else:
        yield f"“{claim}” falls only if {names} are {'both' if len(hands) == 2 else 'all'} wrong or lying."


def on_every_way(count: OriginCount) -> tuple[str, ...]:
    """Return the parties on every way that leads to the desk, in the order of the first way."""
    if not count.paths:
        return ()
    shared = frozenset(count.paths[0]).intersection(*count.paths)
    return tuple(party_id for party_id in count.paths[0] if party_id in shared)


def _starts(count: OriginCount, parties: Mapping[str, Party]) -> Iterable[str]:
    """Say who most probably saw, wrote or first reported it."""
    likely = [o for o in count.origins if o.p >= 0.5]
    names = [
        _name(o.party_id, parties) + (f" ({o.act})" if o.party_id != UPSTREAM else "") for o in likely[:6]
    ]
    more = len(likely) - len(names)
    if names:
        rest = f" and {_many(more, 'other', 'others')}" if more else ""
        yield f"It starts with {', '.join(names)}{rest}."


def _doubt(count: OriginCount, parties: Mapping[str, Party]) -> Iterable[str]:
    """Say how probable a single pair of hands is, with everybody fallible and with some trusted."""
    one = sum(count.kappa[:2])
    yield f"One pair of hands behind all of it: {likelihood_word(min(1.0, one))} ({one:.2f})."
    if count.trusted and count.kappa_trusted != count.kappa:
        sound = _joined([_name(p, parties) for p in count.trusted])
        one = sum(count.kappa_trusted[:2])
        yield (
            f"One pair of hands if {sound} can be relied on: {likelihood_word(min(1.0, one))} ({one:.2f})."
        )


def _copies(count: OriginCount, evidence: ClaimEvidence) -> Iterable[str]:
    """Say, copy by copy, whom it has it from and what shows it."""
    publishers = {s.statement_id: s.chain.publisher.party_id for s in evidence.statements}
    told: set[str] = set()
    for one in sorted(count.derivations, key=lambda d: (-d.p, d.child_id, d.parent_id)):
        sentence = _copy(one, publishers, evidence.parties)
        if sentence not in told and len(told) < MOST_COPIES:
            told.add(sentence)
            yield sentence


def _copy(one: Derivation, publishers: Mapping[str, str], parties: Mapping[str, Party]) -> str:
    child = _name(publishers.get(one.child_id, ""), parties)
    parent_id = one.parent_id if one.parent_is_party else publishers.get(one.parent_id, "")
    parent = _name(parent_id, parties)
    why = "; ".join(_sign(feature, parent) for feature in _weightiest(one.features))
    return (
        f"{child} has it from {parent} ({one.p:.2f}): {why}."
        if why
        else f"{child} has it from {parent} ({one.p:.2f})."
    )


def _weightiest(features: Iterable[Feature]) -> list[Feature]:
    """Return what is worth saying: few words many texts share are passed over, quoted material is not."""
    told = [f for f in features if f.weight >= LEAST_WEIGHT or f.kind == "same material"]
    return sorted(told, key=lambda f: (-f.weight, -len(f.words), f.words))[:MOST_SIGNS]


def _sign(feature: Feature, parent: str) -> str:
    match feature.kind:
        case "credit":
            return f"names {parent}"
        case "reprint":
            return "prints the same text"
        case "same material":
            return f"quotes the same material, “{feature.words}”, which is no sign of copying"
        case _:
            n = len(split_words(feature.words))
            return f"{_many(n, 'word', 'words')} in common, “{feature.words}”"

"""A claim taken apart: the core, which is cut, and the leaves, which are only counted.

A *leaf* is a publisher whose own page the desk holds. What others have from it adds no chain, since it
would pass through the leaf, and the desk has the leaf already. With own access it is one origin and one
separate chain more; without it nothing, or one more road from those it credits. The *core* is everybody
else: starting points, parties others credit and the desk does not hold, keepers, those with ties, the
trusted. Leaves that credit the same parties form a bundle and differ by their number only, so that forty
copies or forty thousand cost the same.

By hand: 40 outlets credit the broadcaster, whose page is not held and who credits a witness: core
{witness, broadcaster}, one bundle of 40. With the broadcaster's page held: core {witness}, leaves 41, one
bundle of 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twosource.evidence.testimony import Tie
from twosource.tracing.cut import reaching
from twosource.tracing.ratios import Ratios, likely_parents, pull
from twosource.tracing.routes import Routes
from twosource.tracing.voices import Part, Voice

SAME_AS = "same as"
MOST_CHOICES = 24


@dataclass(frozen=True, slots=True)
class Bundle:
    """Leaves that credit the same parties: in the graph they differ by their number only."""

    parents: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The claim taken apart: core, bundles of leaves, and everything that may vary from draw to draw.

    `edges` and `desk` are those of the core alone, `told` those of the core that have it from leaves;
    `behind`, and the leaves marked in `leaves_behind`, may all go back to one unnamed person.
    """

    voices: Mapping[str, Voice]
    routes: Routes
    edges: Mapping[str, frozenset[str]]
    desk: frozenset[str]
    told: frozenset[str]
    roots: tuple[str, ...]
    core: tuple[str, ...]
    leaves: tuple[str, ...]
    bundles: tuple[Bundle, ...]
    choices: Mapping[str, tuple[tuple[str, ...], tuple[float, ...]]]
    ties: tuple[Tie, ...]
    behind: tuple[str, ...]
    leaves_behind: tuple[bool, ...]
    trusted: frozenset[str]
    withdrawn: frozenset[str]


def lay_out(
    voices: Mapping[str, Voice],
    routes: Routes,
    ratios: Ratios,
    ties: Sequence[Tie],
    trusted: frozenset[str],
    *,
    withdrawn: frozenset[str] = frozenset(),
) -> Layout:
    """Take a claim apart into core and leaves. Ties of parties that play no part are left out.

    Whoever was withdrawn belongs to the core: those who have it from them have it from nobody else.
    """
    involved = frozenset(voices).union(routes.edges, *routes.edges.values())
    kept = tuple(sorted(_kept(ties, involved), key=_tie_key))
    tied = frozenset(p for tie in kept for p in (tie.from_party, tie.to_party))
    fixed = trusted | withdrawn | tied
    leaves = _leaves(voices, routes, fixed)
    rest = frozenset(leaves)
    core = tuple(sorted(involved.union(t.to_party for t in kept) - rest))
    return Layout(
        voices=voices,
        routes=routes,
        edges={t: h - rest for t, h in routes.edges.items() if t not in rest and h - rest},
        desk=routes.desk - rest,
        told=frozenset(h for leaf in leaves for h in routes.edges.get(leaf, ()) if h not in rest),
        roots=tuple(p for p, v in voices.items() if v.is_root),
        core=core,
        leaves=leaves,
        bundles=_bundles(leaves, voices, routes),
        choices=_choices(voices, ratios, rest),
        ties=kept,
        behind=tuple(p for p in core if p in voices and voices[p].has_someone_behind),
        leaves_behind=tuple(voices[p].has_someone_behind for p in leaves),
        trusted=trusted,
        withdrawn=withdrawn & (involved | tied),
    )


def _kept(ties: Sequence[Tie], involved: frozenset[str]) -> list[Tie]:
    """Return the ties that reach a party of the claim, also through parties that play no part in it.

    "Same as" leads both ways: two names that are each the same as a third are one.
    """
    by_end: dict[str, list[Tie]] = {}
    for tie in ties:
        if tie.p > 0:
            by_end.setdefault(tie.from_party, []).append(tie)
            if tie.kind == SAME_AS:
                by_end.setdefault(tie.to_party, []).append(tie)
    kept: dict[str, Tie] = {}
    waiting, seen = list(involved), set(involved)
    while waiting:
        for tie in by_end.get(waiting.pop(), ()):
            kept[tie.tie_id] = tie
            new = {tie.from_party, tie.to_party} - seen
            seen |= new
            waiting += new
    return list(kept.values())


def _tie_key(tie: Tie) -> tuple[str, str, str, str]:
    return tie.to_party, tie.kind, tie.from_party, tie.tie_id


def _leaves(voices: Mapping[str, Voice], routes: Routes, fixed: frozenset[str]) -> tuple[str, ...]:
    """Return the publishers that need not be cut. A circle of credits without a start stays."""
    into = routes.into()
    grounds = [p for p, v in voices.items() if v.is_root or p not in into]
    grounded = reaching(routes.edges, [*grounds, *(p for p in routes.edges if p not in into)])
    return tuple(
        p
        for p, v in voices.items()
        if p in routes.desk and p not in fixed and p in grounded and _may_leave(v, p in into)
    )


def _may_leave(voice: Voice, has_roads: bool) -> bool:
    if voice.part is Part.OPEN:
        return not has_roads
    return voice.part is Part.FOLLOWER or (voice.part is Part.REPRINT and not has_roads)


def _choices(
    voices: Mapping[str, Voice], ratios: Ratios, leaves: frozenset[str]
) -> dict[str, tuple[tuple[str, ...], tuple[float, ...]]]:
    """Return whom each core voice that credits nobody may have it from: earlier sources and look-alikes.

    Of the earlier sources only those most others credit are kept; the rest are too many to matter alone.
    """
    found = {}
    leading: list[Voice] = []
    roots = [v for v in voices.values() if v.is_root]
    for party_id, voice in voices.items():
        if voice.part in {Part.OPEN, Part.INFERENCE} and party_id not in leaves:
            alike = ratios.likeness.get(party_id, {})
            fit = {v.party_id: v for v in leading or roots}
            fit |= {p: voices[p] for p in sorted(alike) if p in voices}
            parents = likely_parents(voice, list(fit.values()), ratios)
            found[party_id] = (tuple(parents), tuple(parents.values()))
        if voice.is_root or voice.n_crediting or (voice.parents and voice.part is not Part.REPRINT):
            leading.append(voice)
            if len(leading) > 2 * MOST_CHOICES:
                leading = _most_credited(leading)
    return found


def _most_credited(voices: Iterable[Voice]) -> list[Voice]:
    """Return those most others credit, in their order."""
    numbered = list(enumerate(voices))
    best = sorted(numbered, key=lambda row: (-pull(row[1]), row[0]))[:MOST_CHOICES]
    return [voice for _, voice in sorted(best, key=lambda row: row[0])]


def _bundles(leaves: Sequence[str], voices: Mapping[str, Voice], routes: Routes) -> tuple[Bundle, ...]:
    """Group the leaves by those of the core they have it from; one that has it from leaves adds nothing."""
    into, rest = routes.into(), frozenset(leaves)
    members: dict[tuple[str, ...], list[str]] = {}
    for party_id in leaves:
        parents = tuple(p for p in into.get(party_id, ()) if p not in rest)
        if parents and voices[party_id].part is Part.FOLLOWER:
            members.setdefault(parents, []).append(party_id)
    return tuple(Bundle(parents, tuple(sorted(found))) for parents, found in sorted(members.items()))

"""A claim taken apart: the core, which is cut, and the leaves, which are only counted.

A *leaf* is a publisher from whom nobody has it: with own access it is one origin and one separate chain
more, without it nothing (if it credits nobody) or one more road from those it credits. The *core* is
everybody else. Leaves that credit the same parties form a bundle and differ by their number only, so that
forty copies or forty thousand cost the same.

By hand: 40 outlets credit the broadcaster, who credits a witness: core {witness, broadcaster}, one bundle
of 40.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twosource.evidence.testimony import Tie
from twosource.tracing.ratios import Ratios, likely_parents
from twosource.tracing.routes import Routes
from twosource.tracing.voices import Part, Voice


@dataclass(frozen=True, slots=True)
class Bundle:
    """Leaves that credit the same parties: in the graph they differ by their number only."""

    parents: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The claim taken apart: core, bundles of leaves, and everything that may vary from draw to draw."""

    voices: Mapping[str, Voice]
    routes: Routes
    core: tuple[str, ...]
    leaves: tuple[str, ...]
    bundles: tuple[Bundle, ...]
    choices: Mapping[str, tuple[tuple[str, ...], tuple[float, ...]]]
    ties: tuple[Tie, ...]
    behind: tuple[str, ...]
    trusted: frozenset[str]


def lay_out(
    voices: Mapping[str, Voice],
    routes: Routes,
    ratios: Ratios,
    ties: Sequence[Tie],
    trusted: frozenset[str],
) -> Layout:
    """Take a claim apart into core and leaves. Ties of parties that play no part are left out."""
    involved = (
        frozenset(voices) | frozenset(routes.edges) | {h for heads in routes.edges.values() for h in heads}
    )
    kept = tuple(sorted((t for t in ties if t.from_party in involved and t.p > 0), key=_tie_key))
    tied = {p for tie in kept for p in (tie.from_party, tie.to_party)}
    passed_on = frozenset(routes.edges) | tied | (trusted & involved)
    open_core = [
        v
        for v in voices.values()
        if v.part in {Part.OPEN, Part.INFERENCE} and (v.party_id in passed_on or not v.is_held)
    ]
    choices = {v.party_id: _choices(v, voices, ratios, passed_on) for v in open_core}
    chosen = {p for parents, _ in choices.values() for p in parents}
    leaves = tuple(
        p
        for p, v in voices.items()
        if v.is_held
        and not v.is_root
        and p not in passed_on
        and p not in chosen
        and p in routes.desk
        and v.part is not Part.INFERENCE
    )
    core = tuple(sorted((involved | tied) - frozenset(leaves)))
    return Layout(
        voices=voices,
        routes=routes,
        core=core,
        leaves=leaves,
        bundles=_bundles(leaves, voices, routes),
        choices=choices,
        ties=kept,
        behind=tuple(p for p in core if p in voices and voices[p].has_someone_behind),
        trusted=trusted,
    )


def _tie_key(tie: Tie) -> tuple[str, str, str, str]:
    return tie.to_party, tie.kind, tie.from_party, tie.tie_id


def _choices(
    voice: Voice, voices: Mapping[str, Voice], ratios: Ratios, passed_on: frozenset[str]
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return whom a voice that credits nobody may have it from: earlier sources and look-alikes."""
    alike = ratios.likeness.get(voice.party_id, {})
    fit = [
        v
        for v in voices.values()
        if v.party_id in passed_on or v.is_root or v.n_crediting or v.party_id in alike
    ]
    order = list(voices)
    place = order.index(voice.party_id)
    earlier = [v for v in fit if order.index(v.party_id) < place] or [v for v in fit if v.is_root]
    found = likely_parents(voice, earlier, alike)
    return tuple(found), tuple(found.values())


def _bundles(leaves: Sequence[str], voices: Mapping[str, Voice], routes: Routes) -> tuple[Bundle, ...]:
    into = routes.into()
    members: dict[tuple[str, ...], list[str]] = {}
    for party_id in leaves:
        if voices[party_id].part is Part.FOLLOWER and (parents := into.get(party_id)):
            members.setdefault(parents, []).append(party_id)
    return tuple(Bundle(parents, tuple(sorted(found))) for parents, found in sorted(members.items()))

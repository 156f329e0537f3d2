"""The stemma of a claim as a value: what is drawn, folded to fit, and its table twin that loses nothing.

Origins stand first, time runs downwards, copies stand in brackets with their number, the hands everything
passes through are marked exactly where the count has them. Coordinates are made elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from twosource.dossier.contexts import Table
from twosource.dossier.drawings import Stemma, StemmaEdge, StemmaNode
from twosource.dossier.explaining import page_direction
from twosource.dossier.folding import FULL, Folded, StemmaSettings, fold, telling
from twosource.dossier.graphs import branch, children_of
from twosource.dossier.lineages import BACK, LEAST_START, Arrow, Hand, Lineage, lineage_of
from twosource.dossier.shelf import Shelf
from twosource.dossier.stemma_words import (
    Words,
    parties,
    reports,
    run_of,
    some_of,
    span_in_words,
    starts,
    words_for,
)
from twosource.dossier.wording import label, sigla_ranges
from twosource.evidence.lineage import OriginCount
from twosource.terms import DerivationKind

SIGLA_SHOWN = 3
REASONS_SHOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class StemmaOf:
    """The lineage of one claim with one way of folding it."""

    lineage: Lineage
    folded: Folded
    settings: StemmaSettings
    language: str

    @property
    def words(self) -> Words:
        """Return the fixed words of the page's language."""
        return words_for(self.language)

    def groups(self) -> list[str]:
        """Return the groups in reading order: row by row."""
        return sorted(self.folded.members, key=lambda g: (self.folded.row[g], g))

    @property
    def needs_years(self) -> bool:
        """Say whether a date needs its year beside a node: where there is no axis, or several years."""
        days = [d for h in self.lineage.hands.values() for t in h.told for d in (t.first, t.last) if d]
        return len(self.folded.bands) < 2 or len({d.year for d in days}) > 1


def stemma_of(
    shelf: Shelf, claim_id: str, counted: OriginCount | None, settings: StemmaSettings = FULL
) -> StemmaOf | None:
    """Return the lineage of a claim folded for one picture, or None where nobody asserts it."""
    lineage = lineage_of(shelf, claim_id, counted)
    if lineage is None:
        return None
    return StemmaOf(
        lineage=lineage,
        folded=fold(lineage, settings),
        settings=settings,
        language=shelf.material.language,
    )


def drawing_of(one: StemmaOf) -> Stemma:
    """Return what is drawn: nodes in reading order, arrows with reasons, the words of the time axis."""
    view, words = one.folded, one.words
    order = one.groups()
    below = _passed_on(one)
    edges = [
        StemmaEdge(
            parent=parent,
            child=child,
            p=_usual(arrows),
            why=_why(arrows),
            is_dashed=sum(a.kind == BACK for a in arrows) * 2 > len(arrows),
            share=round(below[child] / max(1, below[parent]), 4),
        )
        for child in order
        for parent, arrows in sorted(view.arrows.get(child, {}).items())
    ]
    return Stemma(
        nodes=tuple(_node(one, g) for g in order),
        edges=tuple(edges),
        direction=page_direction(one.language),
        bands=tuple(span_in_words(a, b, words) for a, b in view.bands) if len(view.bands) > 1 else (),
        is_small=not one.settings.bands,
    )


def _usual(arrows: Sequence[Arrow]) -> float:
    """Return the probability an arrow is drawn with: of several folded together the middle one."""
    ranked = sorted(a.p if a.p is not None else 1.0 for a in arrows)
    return ranked[(len(ranked) - 1) // 2]


def _passed_on(one: StemmaOf) -> Mapping[str, int]:
    """Return, per group, the reports that stand at or below it."""
    heirs = children_of(one.folded.arrows)
    size = {g: sum(one.lineage.hands[m].n_reports for m in ms) for g, ms in one.folded.members.items()}
    return {g: sum(size[b] for b in branch(heirs, g)) for g in one.folded.members}


def _node(one: StemmaOf, group: str) -> StemmaNode:
    hands = [one.lineage.hands[m] for m in one.folded.members[group]]
    n = sum(h.n_reports for h in hands)
    shape = _shape(one, group, hands)
    name, below = _single(one, hands[0], shape) if len(hands) == 1 else _several(one, hands, shape)
    return StemmaNode(
        node_id=group,
        label=name,
        below=tuple(line for line in below if line),
        shape=shape,
        n=n,
        is_chokepoint=hands[0].party_id in one.lineage.chokepoints,
        sigla=tuple(t.siglum for h in hands for t in h.told),
        band=one.folded.band[group],
        note=_note(one, group, hands),
    )


def _shape(one: StemmaOf, group: str, hands: Sequence[Hand]) -> str:
    if len(hands) > 1:
        return "run" if group in one.folded.runs else "fold"
    hand = hands[0]
    if group not in one.folded.arrows:
        _, p = one.lineage.acts.get(hand.party_id, ("", 0.0))
        if p >= LEAST_START or not (hand.told or one.lineage.acts):
            return "origin"
    return "pages" if hand.n_reports > 1 else "page" if hand.told else "hand"


def _single(one: StemmaOf, hand: Hand, shape: str) -> tuple[str, list[str]]:
    act, _ = one.lineage.acts.get(hand.party_id, ("", 0.0))
    lines = [act] if shape == "origin" and act else []
    if not hand.told:
        return hand.shown, lines
    sigla = _sigla(hand.told_sigla)
    when = _when([hand], one.words, with_year=one.needs_years)
    if one.settings.bands:
        lines.append(" · ".join(part for part in (sigla, when or one.words["undated"]) if part))
    elif hand.n_reports > 1:
        lines.append(reports(hand.n_reports, one.words))
    return hand.shown, lines


def _several(one: StemmaOf, hands: Sequence[Hand], shape: str) -> tuple[str, list[str]]:
    words = one.words
    n = sum(h.n_reports for h in hands)
    when = _when(hands, words, with_year=one.needs_years)
    if shape == "run":
        first, last = _ends_of_run(one, hands)
        lines = [words["between"].format(first=first.shown, last=last.shown)]
        return run_of(len(hands), words), [reports(n, words) if n else "", when, *lines]
    ranked = sorted(hands, key=lambda h: telling(one.lineage, h.party_id))
    named = [h.shown for h in ranked] if one.settings.bands else []
    lines = [_kind(one, hands), when, some_of(named, words)]
    return (reports(n, words) if n else _unpublished(one, hands)), lines


def _ends_of_run(one: StemmaOf, hands: Sequence[Hand]) -> tuple[Hand, Hand]:
    """Return who stands first and who stands last of hands one after another."""
    inside = {h.party_id for h in hands}
    passing = {p for h in hands for p in one.lineage.parents.get(h.party_id, {})}
    first = next(h for h in hands if inside.isdisjoint(one.lineage.parents.get(h.party_id, {})))
    return first, next(h for h in hands if h.party_id not in passing)


def _unpublished(one: StemmaOf, hands: Sequence[Hand]) -> str:
    """Return how many hands are folded that published nothing held here."""
    is_start = not any(h.party_id in one.lineage.parents for h in hands)
    return (starts if is_start else parties)(len(hands), one.words)


def _kind(one: StemmaOf, hands: Sequence[Hand]) -> str:
    """Return in what way all of a bracket have it, where that is one way for all of them."""
    kinds = {a.kind for h in hands for a in one.lineage.parents.get(h.party_id, {}).values()}
    known = kinds & set(DerivationKind) if one.settings.bands else set()
    return label("derivation", known.pop(), one.language) if len(kinds) == len(known) == 1 else ""


def _sigla(sigla: Sequence[str]) -> str:
    """Return sigla as runs: "E3", "E3–E7", at most a few and how many there are."""
    runs = [text for _, text in sigla_ranges([s for s in sigla if s])]
    return ", ".join(runs) if len(runs) <= SIGLA_SHOWN else f"{runs[0]} … {runs[-1]}"


def _when(hands: Sequence[Hand], words: Words, *, with_year: bool = True) -> str:
    firsts = [t.first for h in hands for t in h.told if t.first]
    lasts = [t.last for h in hands for t in h.told if t.last]
    if not firsts or not lasts:
        return ""
    undated = sum(not t.first for h in hands for t in h.told)
    also = f", {words['undated_more'].format(n=f'{undated:,}')}" if undated else ""
    return span_in_words(min(firsts), max(lasts), words, with_year=with_year) + also


def _why(arrows: Iterable[Arrow]) -> str:
    found = dict.fromkeys(w for a in arrows for w in a.why)
    return "; ".join(list(found)[:REASONS_SHOWN])


def probability(arrow: Arrow, words: Words) -> str:
    """Return the probability of an arrow in figures, as a range where several texts differ."""
    if arrow.p is None:
        return words["by_count" if arrow.kind == BACK else "stated"]
    least = arrow.least if arrow.least is not None else arrow.p
    if f"{least:.2f}" == f"{arrow.p:.2f}":
        return _figure(arrow.p)
    return f"{_figure(least)}–{_figure(arrow.p)}"


def _figure(p: float) -> str:
    """Return .97 for 0.97; nothing sampled or judged reads 0 or 1."""
    return "<.01" if p < 0.01 else ">.99" if p > 0.99 else f"{p:.2f}".removeprefix("0")


def _note(one: StemmaOf, group: str, hands: Sequence[Hand]) -> str:
    """Return what a reader is told of a node: who, which exhibits, when, from whom and why."""
    words = one.words
    told = [t for h in hands for t in h.told]
    names = some_of([h.shown for h in hands], words)
    head = " · ".join(p for p in (names, _sigla([t.siglum for t in told]), _when(hands, words)) if p)
    lines = [head]
    for parent, arrows in sorted(one.folded.arrows.get(group, {}).items()):
        who = some_of([one.lineage.hands[m].shown for m in one.folded.members[parent]], words)
        lines.append(words["from"].format(who=who, p=probability(_as_one(arrows), words), why=_why(arrows)))
    act, _ = one.lineage.acts.get(hands[0].party_id, ("", 0.0))
    if len(lines) == 1 and len(hands) == 1:
        lines.append(words["start"].format(why=act or words["nobody"]))
    return "\n".join(lines)


def table_of(one: StemmaOf, most: int = 0) -> Table:
    """Return the table twin: who, from whom, how probably, why, when, which exhibits.

    Every exhibit stands in it. With more than `most` rows (0: no limit) those of a bracket share one row.
    """
    words = one.words
    rows = [_rows(one, [m]) for m in _in_order(one)]
    if most and sum(map(len, rows)) > most:
        rows = [_rows(one, one.folded.members[g]) for g in one.groups()]
    heads = ("report_head", "from_head", "p_head", "why_head", "when_head", "exhibit_head")
    return Table(
        caption=words["caption"],
        headers=tuple(words[h] for h in heads),
        rows=tuple(row for found in rows for row in found),
        numeric=(2,),
    )


def _in_order(one: StemmaOf) -> list[str]:
    groups = one.groups()

    def early(member: str) -> tuple[date, str, str]:
        hand = one.lineage.hands[member]
        return min((t.first for t in hand.told if t.first), default=date.max), hand.shown, member

    return [m for g in groups for m in sorted(one.folded.members[g], key=early)]


def _rows(one: StemmaOf, members: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the rows of one hand, or of several folded together: one per hand they have it from."""
    words, inside = one.words, frozenset(members)
    hands = [one.lineage.hands[m] for m in members]
    n = sum(h.n_reports for h in hands)
    who = hands[0].shown if len(hands) == 1 else reports(n, words) if n else parties(len(hands), words)
    sigla = _all_sigla(hands)
    ends = _when(hands, words) or (words["undated"] if sigla else ""), sigla
    found: dict[tuple[str, str], list[Arrow]] = {}
    drawn = [a for m in members for _, a in sorted(one.lineage.parents.get(m, {}).items())]
    left = [a for a in one.lineage.left_out if a.child in inside] if len(hands) == 1 else []
    for arrow in [*drawn, *left]:
        if arrow.parent not in inside:
            found.setdefault((arrow.parent, arrow.left_out), []).append(arrow)
    rows: list[tuple[str, ...]] = [
        (who, *_passed(one, parent, arrows), *ends) for (parent, _), arrows in found.items()
    ]
    if any(not out for _, out in found):
        return rows
    act, p = one.lineage.acts.get(members[0], ("", 0.0)) if len(hands) == 1 else ("", 0.0)
    known = act if p >= LEAST_START else ""
    return [(who, "–", _figure(p) if known else "", known or words["nobody"], *ends), *rows]


def _passed(one: StemmaOf, parent: str, arrows: Sequence[Arrow]) -> tuple[str, str, str]:
    """Return from whom, how probably and why, for arrows that are drawn or left out alike."""
    first = _as_one(arrows)
    left_out = f" ({first.left_out})" if first.left_out else ""
    return one.lineage.shown(parent), probability(first, one.words), _why(arrows) + left_out


def _as_one(arrows: Sequence[Arrow]) -> Arrow:
    """Return several arrows as the likeliest of those measured, down to the least of them."""
    measured = [a for a in arrows if a.p is not None]
    return replace(
        max(measured, key=lambda a: a.rank, default=arrows[0]),
        least=min((a.least for a in measured if a.least is not None), default=None),
    )


def _all_sigla(hands: Iterable[Hand]) -> str:
    runs = sigla_ranges([t.siglum for h in hands for t in h.told if t.siglum])
    return " ".join(text for _, text in runs)

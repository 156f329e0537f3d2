"""Laying what people read beside what machines read, again after every reading and every rebuild.

Layers are made from the readings in the ledger, so dropping and making them again gives the same
ones. What a person's word is pinned to is never dropped.
"""

import json
from dataclasses import replace
from functools import cache

from twosource.desk.reviewed import as_earlier, has_word, reviewed_passages
from twosource.desk.workplace import Workplace
from twosource.evidence.anchors import AnchorDecision
from twosource.evidence.holdings import Rendition
from twosource.evidence.layouts import PageLayout
from twosource.evidence.outcome import Fate
from twosource.evidence.passages import Passage, cite_span
from twosource.evidence.reviews import Review
from twosource.evidence.testimony import Statement
from twosource.evidence.transcripts import HumanReading, ModelReading
from twosource.reading.failures import status_of
from twosource.reading.human import layers_of, place_words, set_beside, suggestion_of
from twosource.reading.human.layers import LIMITS, OF_THE_WORDS, SECOND, by_layer, is_whole
from twosource.reading.human.placing import drawn_layouts
from twosource.store.readings import reading_digests
from twosource.terms import load_table

EARLIER = "an earlier reading, kept because somebody's word is pinned to it"
ANSWERED = "answered from "


class Pinned:
    """The passages that a person's word rests on: cited, accepted as an anchor, judged or reviewed."""

    def __init__(self, work: Workplace) -> None:
        self.work = work
        cited = (entry.body.get("passage") for entry in work.store.ledger.entries() if entry.kind == "cited")
        self.passage_ids = {str(json.loads(line)["passage_id"]) for line in cited if line}
        self.passage_ids |= {s.passage_id for s in work.store.all(Statement) if s.made.is_judgement}
        accepted = (one.new_passage_id for one in work.store.all(AnchorDecision))
        self.passage_ids |= {passage_id for passage_id in accepted if passage_id}
        self.passage_ids |= reviewed_passages(work.store)

    def holds(self, rendition: Rendition) -> bool:
        """Say whether a person's word is pinned to this rendition."""
        about = self.work.store.all(Passage, about=rendition.rendition_id)
        return bool(self.passage_ids) and any(p.passage_id in self.passage_ids for p in about)


def put_away(work: Workplace, rendition: Rendition, pinned: Pinned) -> None:
    """Drop a rendition that was made anew, with all that machines took from it; a pinned one stays."""
    work.store.unindex(rendition.rendition_id)
    drop_suggested(work, rendition)
    if pinned.holds(rendition):
        work.store.put([replace(rendition, is_preferred=False, preferred_because=EARLIER)])
        return
    work.store.drop(PageLayout, about=rendition.rendition_id)
    work.store.drop(Passage, about=rendition.rendition_id)
    work.store.remove(Rendition, [rendition.rendition_id])


def drop_suggested(work: Workplace, rendition: Rendition) -> None:
    """Drop the statements that machines took from a rendition; those that somebody judged are kept, marked.

    Where the machine makes a judged one again, it takes the place of the marked one.
    """
    passages = {p.passage_id for p in work.store.all(Passage, about=rendition.rendition_id)}
    stale = [
        s
        for s in work.store.all(Statement, about=rendition.exhibit_id)
        if s.passage_id in passages and not s.made.is_judgement
    ]
    judged = [s for s in stale if has_word(work.store, s.statement_id)] if work.store.count(Review) else []
    work.store.put(map(as_earlier, judged))
    kept = {s.statement_id for s in judged}
    work.store.remove(Statement, [s.statement_id for s in stale if s.statement_id not in kept])


def lay_beside(work: Workplace, exhibit_id: str, pinned: Pinned) -> tuple[Rendition, ...]:
    """Make the layers of an exhibit from its readings and keep them beside the rest; return the layers.

    Call it inside the transaction that keeps a reading. Nothing happens where nobody read anything.
    """
    readings = list(work.store.all(HumanReading, about=exhibit_id))
    suggested = [suggestion_of(one) for one in work.store.all(ModelReading, about=exhibit_id)]
    if not readings and not suggested:
        return ()
    held = list(work.store.all(Rendition, about=exhibit_id))
    machine = [one for one in held if not is_layer(one) and one.preferred_because != EARLIER]
    layers = layers_of(readings, machine)
    fresh = {one.rendition_id for one in (*layers, *suggested)}
    for earlier in held:
        if is_layer(earlier) and earlier.rendition_id not in fresh and earlier.preferred_because != EARLIER:
            put_away(work, earlier, pinned)
    for before, after in zip(machine, set_beside(machine, layers), strict=True):
        if before != after:
            work.store.put([after])
            work.store.unindex(after.rendition_id)
            drop_suggested(work, after)
    work.store.put([*layers, *suggested])
    _keep_layouts(work, layers, readings, machine)
    for layer in layers:
        if layer.maker_version != SECOND:
            work.store.index(layer)
    _restore_anchors(work, exhibit_id)
    return layers


def is_layer(rendition: Rendition) -> bool:
    """Say whether a rendition is made from what is in the ledger: a person's layer or a suggestion."""
    return rendition.limits == LIMITS or rendition.limits.startswith(ANSWERED)


def citable(work: Workplace, exhibit_id: str) -> list[Rendition]:
    """Return the renditions words may be cited from, preferred ones first; a model's suggestion is none."""
    found = (
        one for one in work.store.all(Rendition, about=exhibit_id) if not one.limits.startswith(ANSWERED)
    )
    return sorted(found, key=lambda one: not one.is_preferred)


def settle(work: Workplace, exhibit_id: str, layers: tuple[Rendition, ...]) -> Fate | None:
    """Keep the last word on an exhibit whose layers changed, and return it; None where it was not read."""
    fate = work.store.get(Fate, exhibit_id)
    if fate is None:
        return None
    settled = replace(fate_beside(work, fate, layers), digests=reading_digests(work.store, exhibit_id))
    work.store.put([settled])
    return settled


def fate_beside(work: Workplace, fate: Fate, layers: tuple[Rendition, ...]) -> Fate:
    """Return the fate of an exhibit with what people read of it counted in.

    Where somebody read it whole, the reasons that a person's reading lifts are gone; where somebody
    read a part, an unread exhibit is partly read.
    """
    own = [layer for layer in layers if layer.kind in OF_THE_WORDS]
    if not any(layer.text.strip() or is_whole(layer) for layer in layers):
        return fate
    lifted = lifted_by_reading() if any(is_whole(layer) for layer in own) else frozenset()
    failures = tuple(one for one in fate.failures if one.code not in lifted)
    status = status_of(failures, has_words=True)
    preferred = (r for r in work.store.all(Rendition, about=fate.exhibit_id) if r.text and r.is_preferred)
    made = {f"{r.maker} {r.maker_version}".strip() for r in preferred}
    return replace(fate, status=status, failures=failures, reader="; ".join(sorted(made)))


@cache
def lifted_by_reading() -> frozenset[str]:
    """Return the reasons for being unread that a person's reading of the whole lifts."""
    return frozenset(load_table("human_reading")["lifted"])


def _keep_layouts(
    work: Workplace,
    layers: tuple[Rendition, ...],
    readings: list[HumanReading],
    machine: list[Rendition],
) -> None:
    """Keep the places of each layer's words: as its person drew them, else as a machine saw them."""
    seen = [(one, list(work.store.all(PageLayout, about=one.rendition_id))) for one in machine]
    for layer, own in zip(layers, by_layer(readings).values(), strict=True):
        work.store.drop(PageLayout, about=layer.rendition_id)
        if layer.kind not in OF_THE_WORDS:
            continue
        placed = {layout.page: layout for one, boxes in seen for layout in place_words(layer, one, boxes)}
        placed |= {layout.page: layout for layout in drawn_layouts(layer, own)}
        work.store.put(placed[page] for page in sorted(placed))


def _restore_anchors(work: Workplace, exhibit_id: str) -> None:
    """Make the passages again that people accepted, where their rendition is there and says the same."""
    for decision in work.store.all(AnchorDecision, about=exhibit_id):
        rendition = work.store.get(Rendition, decision.rendition_id) if decision.is_accepted else None
        if rendition and rendition.text[decision.start : decision.end] == decision.text:
            work.store.put([cite_span(rendition, decision.start, decision.end)])

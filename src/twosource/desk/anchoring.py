"""Passages after a new reading: proposals where their words stand now, decided by a named person.

A passage that somebody relied on stays pinned to the rendition it was cited from. Accepting a
proposal makes a new passage beside it, with a record in the ledger of who decided; rejecting one
is recorded too, so that it is not asked again.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from twosource.desk.layer_listing import veiled
from twosource.desk.layering import Pinned
from twosource.desk.transcribing import exhibit_called
from twosource.desk.workplace import Workplace
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.anchors import AnchorDecision, AnchorProposal, anchor_decision_id
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.layouts import PageLayout
from twosource.evidence.passages import Passage, cite_span, is_anchored, page_at
from twosource.reading.human import propose_anchors
from twosource.reading.human.layers import OF_THE_WORDS
from twosource.reading.interchange import to_web_annotation


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorAnswer:
    """One proposal as it is listed: `number` is how it is called, `passage` whose words are looked for."""

    number: int
    passage: str
    passage_id: str
    words: str
    now: str
    page: int
    score: float
    why: str
    proposal: AnchorProposal


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorsAnswer:
    """The proposals of one exhibit, and the passages for whose words no place was found."""

    exhibit: str
    proposals: tuple[AnchorAnswer, ...]
    lost: tuple[str, ...]
    n_settled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedAnswer:
    """What a decision did: the old passage stays; the new one, where it was accepted, has a siglum."""

    passage: str
    is_accepted: bool
    new_passage: str
    rendition_id: str
    by: str


def anchors(work: Workplace, exhibit_name: str) -> AnchorsAnswer:
    """Return where the words of relied-on passages stand in the readings preferred now. Nothing is moved."""
    return veiled(work, _anchors(work, exhibit_called(work, exhibit_name)))


def decide_anchor(
    work: Workplace, exhibit_name: str, number: int, *, accept: bool, by: str, why: str = ""
) -> DecidedAnswer:
    """Accept or reject the proposal of that number, in one commit. Raises NothingMatchedError, UsageError."""
    exhibit = exhibit_called(work, exhibit_name)
    if not by.strip():
        raise UsageError("Nobody is named as the one who decides.", remedy="Say who with --by.")
    listed = _anchors(work, exhibit).proposals
    chosen = next((one for one in listed if one.number == number), None)
    if chosen is None:
        raise NothingMatchedError(
            f"{exhibit_name} has no proposal {number}.",
            remedy=f"See them with `twosource anchors {exhibit_name}`.",
        )
    proposal = chosen.proposal
    rendition = work.store.get(Rendition, proposal.rendition_id)
    if rendition is None:
        raise NothingMatchedError(f"The reading that proposal {number} points to is no longer kept.")
    passage = cite_span(rendition, proposal.start, proposal.end)
    decision = AnchorDecision(
        decision_id=anchor_decision_id(
            proposal.passage_id, proposal.rendition_id, proposal.start, proposal.end, by
        ),
        exhibit_id=exhibit.exhibit_id,
        passage_id=proposal.passage_id,
        new_passage_id=passage.passage_id if accept else "",
        rendition_id=proposal.rendition_id,
        start=proposal.start,
        end=proposal.end,
        text=proposal.text,
        score=proposal.score,
        is_accepted=accept,
        by=" ".join(by.split()),
        at=work.clock(),
        why=why or proposal.why,
    )
    with work.store.transaction():
        if accept:
            work.store.put([passage])
        work.store.put([decision])
    return DecidedAnswer(
        passage=chosen.passage,
        is_accepted=accept,
        new_passage=work.store.siglum(passage.passage_id) if accept else "",
        rendition_id=proposal.rendition_id,
        by=decision.by,
    )


def annotations(work: Workplace, exhibit_name: str) -> list[dict[str, Any]]:
    """Return the relied-on passages of an exhibit as W3C Web Annotations, protected names blocked."""
    exhibit = exhibit_called(work, exhibit_name)
    found = []
    for passage in _relied_on(work, exhibit):
        rendition = work.store.get(Rendition, passage.rendition_id)
        if rendition is None or not is_anchored(passage, rendition):
            continue
        layouts = work.store.all(PageLayout, about=rendition.rendition_id)
        found.append(to_web_annotation(passage, rendition, exhibit, layouts))
    return list(veiled(work, found))


def _relied_on(work: Workplace, exhibit: Exhibit) -> list[Passage]:
    """Return the passages of an exhibit that somebody's word rests on, in the order they were cited."""
    found = work.store.get_many(Passage, sorted(Pinned(work).passage_ids)).values()
    own = (passage for passage in found if passage.exhibit_id == exhibit.exhibit_id)
    return sorted(own, key=lambda one: (one.page, one.start, one.passage_id))


def _anchors(work: Workplace, exhibit: Exhibit) -> AnchorsAnswer:
    renditions = {r.rendition_id: r for r in work.store.all(Rendition, about=exhibit.exhibit_id)}
    decided = list(work.store.all(AnchorDecision, about=exhibit.exhibit_id))
    settled = {(one.passage_id, one.rendition_id) for one in decided if one.is_accepted}
    rejected = {
        (one.passage_id, one.rendition_id, one.start, one.end) for one in decided if not one.is_accepted
    }
    asked: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    n_settled = 0
    for passage in _relied_on(work, exhibit):
        old = renditions.get(passage.rendition_id)
        target = _target(old, list(renditions.values()))
        if target is None or (old and old.is_preferred):
            continue
        if (passage.passage_id, target.rendition_id) in settled:
            n_settled += 1
        else:
            asked[passage.rendition_id, target.rendition_id].append(passage)
    answers: list[AnchorAnswer] = []
    lost: list[str] = []
    for (old_id, target_id), passages in asked.items():
        target = renditions[target_id]
        found: dict[str, list[AnchorProposal]] = defaultdict(list)
        for one in propose_anchors(passages, renditions.get(old_id), target):
            if (one.passage_id, one.rendition_id, one.start, one.end) not in rejected:
                found[one.passage_id].append(one)
        for passage in passages:
            siglum = work.store.siglum(passage.passage_id)
            for one in found[passage.passage_id]:
                answers.append(_answer(len(answers) + 1, siglum, passage, target, one))
            if not found[passage.passage_id]:
                lost.append(siglum)
    return AnchorsAnswer(
        exhibit=work.store.siglum(exhibit.exhibit_id),
        proposals=tuple(answers),
        lost=tuple(lost),
        n_settled=n_settled,
    )


def _target(old: Rendition | None, renditions: list[Rendition]) -> Rendition | None:
    """Return the preferred rendition that speaks of the same: the words, or a translation alike."""

    def alike(one: Rendition) -> bool:
        if old is None or old.kind in OF_THE_WORDS:
            return one.kind in OF_THE_WORDS
        return (one.kind, one.language) == (old.kind, old.language)

    return next((one for one in renditions if one.is_preferred and one.text.strip() and alike(one)), None)


def _answer(
    number: int, siglum: str, passage: Passage, target: Rendition, proposal: AnchorProposal
) -> AnchorAnswer:
    return AnchorAnswer(
        number=number,
        passage=siglum,
        passage_id=passage.passage_id,
        words=passage.text,
        now=proposal.text,
        page=page_at(target, proposal.start),
        score=proposal.score,
        why=proposal.why,
        proposal=proposal,
    )

"""Every weighing beside the one before it: what moved the answer, by how much, and because of whom.

An assessment keeps what came out and a digest of what it was made from; the ledger keeps every record that
people entered, in order. So what an earlier assessment was made from stands in the ledger just above it, and
both can be weighed again, exactly, with any one change taken back.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from twosource.desk.workplace import Workplace
from twosource.evidence.assessments import Assessment
from twosource.evidence.claims import Question
from twosource.evidence.codec import kind_of, to_line
from twosource.evidence.elicitation import Answered, Elicitation
from twosource.evidence.forecasts import AnswerChange, Move
from twosource.evidence.readouts import HypothesisReadout
from twosource.ids import digest_of, key
from twosource.store.engine import RECORD, WITHDRAWN, Entry
from twosource.weighing.decibans import odds_decibans
from twosource.weighing.joining import Pair, beside
from twosource.weighing.moved_words import told
from twosource.weighing.moving import (
    Entered,
    changes_between,
    rest_moves,
    same_hypotheses,
    shares,
    weighed_decibans,
)
from twosource.weighing.pooling import standing

ASSESSMENT, QUESTION, ELICITATION = map(kind_of, (Assessment, Question, Elicitation))
ANSWERED = kind_of(Answered)
_KINDS = (ASSESSMENT, QUESTION, ELICITATION, ANSWERED)
_MARKS = tuple(f'"record":"{kind}",' for kind in _KINDS)
_ANY_TIME = datetime(1, 1, 1, tzinfo=UTC)

NOT_KEPT = "What the earlier assessment was made from was not kept, so nobody can say what moved it."
OTHER_QUESTION = "Its hypotheses are others than before, so the two answers are to two questions."
UNWEIGHED_BETWEEN = "A state between the two cannot be weighed, so the move cannot be shared out."
NOTHING_SUMMED = "Wordings, exhibits or what to look for next changed; nothing that is summed did."
CAME_BACK = "What was changed since was taken back: this is an earlier assessment again, to the last figure."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An assessment with the instant it first stood in the ledger, and what it was made from."""

    assessment: Assessment
    at: datetime
    entered: Entered | None


def entered_now(work: Workplace, question: Question, elicitation: Elicitation) -> Entered:
    """Return what people have entered for a question, as it counts now."""
    elicited = {e.question_id: e for e in work.store.all(Elicitation)}
    pairs = [(q, elicited[q.question_id]) for q in work.store.all(Question) if q.question_id in elicited]
    return _whole((question, elicitation), pairs, work.store.all(Answered))


def _whole(pair: Pair, pairs: Sequence[Pair], answered: Iterable[Answered]) -> Entered:
    """Return one question with the questions joined to it and the answers that count for any of them."""
    question, elicitation = pair
    others = beside(question, pairs)
    asked = {q.question_id for q, _ in (pair, *others)}
    counted = standing(a for a in answered if a.question_id in asked)
    return Entered(question=question, elicitation=elicitation, answered=counted, beside=others)


def snapshot_of(entered: Entered) -> str:
    """Return the digest of what was entered: the same whatever the order, and whenever a person answered."""
    records: list[object] = [entered.question, _ordered(entered.elicitation)]
    records += [replace(a, answered_id="", at=_ANY_TIME) for a in entered.answered]
    records += [one for q, e in entered.beside for one in (q, _ordered(e))]
    return digest_of("\n".join(sorted(map(to_line, records))).encode("utf-8", "surrogatepass"))


def _ordered(elicitation: Elicitation) -> Elicitation:
    return replace(
        elicitation,
        variables=tuple(sorted(elicitation.variables, key=lambda v: v.name)),
        items=tuple(sorted(elicitation.items, key=lambda i: i.name)),
        possible_findings=tuple(sorted(elicitation.possible_findings, key=lambda f: f.name)),
    )


def changes_to(work: Workplace, later: Assessment, entered: Entered) -> list[AnswerChange]:
    """Return what a new assessment moved against the one that stood before it; nothing where it is the first.

    Call it before the new one is put: the one that stands is found by what the case holds.
    """
    changes = list(work.store.all(AnswerChange, about=later.question_id))
    earlier = standing_assessment(work, later.question_id, changes)
    if earlier is None or earlier.assessment_id == later.assessment_id:
        return []
    (kept,) = recovered(work, [earlier.assessment_id])
    now = Kept(assessment=later, at=work.clock(), entered=entered)
    change = compared(work, kept, now)
    if later.assessment_id in {c.before_id for c in changes}:
        change = replace(change, because=(CAME_BACK, *change.because))
    return [change]


def standing_assessment(
    work: Workplace, question_id: str, changes: Sequence[AnswerChange]
) -> Assessment | None:
    """Return the assessment of a question that stands now: that of the last change, else the last kept."""
    held = list(work.store.all(Assessment, about=question_id))
    if changes:
        return work.store.get(Assessment, changes[-1].after_id)
    return held[-1] if held else None


def recovered(work: Workplace, assessment_ids: Collection[str]) -> list[Kept]:
    """Return assessments with what stood in the ledger when each was first written, in the order asked."""
    wanted = dict(work.store.get_many(Assessment, assessment_ids))
    found: dict[str, Kept] = {}
    records: dict[str, dict[str, object]] = {kind: {} for kind in _KINDS}
    for kind, entry in _entries(work.store.ledger.entries()):
        if entry.kind != RECORD:
            records[kind].pop(str(entry.body["id"]), None)
        elif kind != ASSESSMENT:
            record = entry.record
            records[kind][work.store.id_of(record)] = record
        elif (written := entry.body["value"]["assessment_id"]) in wanted and written not in found:
            one = wanted[written]
            found[written] = Kept(assessment=one, at=entry.at, entered=_entered(one.question_id, records))
    return [found.get(i, Kept(assessment=one, at=_ANY_TIME, entered=None)) for i, one in wanted.items()]


def _entries(entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """Yield the entries that put or withdraw what weighings are made from, and assessments, with their kind.

    The line is looked at before it is parsed: a case has a hundred thousand entries of other kinds.
    """
    for entry in (e for e in entries if e.kind in (RECORD, WITHDRAWN)):
        for kind, mark in zip(_KINDS, _MARKS, strict=True):
            if mark in (entry.line[:40] if entry.kind == RECORD else entry.line):
                yield kind, entry
                break


def _entered(question_id: str, records: Mapping[str, Mapping[str, object]]) -> Entered | None:
    question, elicitation = (records[kind].get(question_id) for kind in (QUESTION, ELICITATION))
    if not isinstance(question, Question) or not isinstance(elicitation, Elicitation):
        return None
    answered = [a for a in records[ANSWERED].values() if isinstance(a, Answered)]
    pairs = [
        (q, e)
        for i, q in records[QUESTION].items()
        if isinstance(q, Question) and isinstance(e := records[ELICITATION].get(i), Elicitation)
    ]
    return _whole((question, elicitation), pairs, answered)


def compared(work: Workplace, earlier: Kept, later: Kept) -> AnswerChange:
    """Return what lies between two assessments of one question, shared out over what changed."""
    one, other = (hypotheses_of(kept.assessment) for kept in (earlier, later))
    change = AnswerChange(
        change_id=key(
            "answer change",
            earlier.assessment.assessment_id,
            later.assessment.assessment_id,
            later.at.isoformat(),
        ),
        question_id=later.assessment.question_id,
        at=later.at,
        before_id=earlier.assessment.assessment_id,
        after_id=later.assessment.assessment_id,
        hypotheses=tuple(h.name for h in other),
        p_before=tuple(h.p for h in one),
        p_after=tuple(h.p for h in other),
        decibans=(),
    )
    if [h.name for h in one] != [h.name for h in other]:
        return replace(change, because=(OTHER_QUESTION,))
    total = odds_decibans(change.p_after) - odds_decibans(change.p_before)
    moves, because, is_shared = _moves(work, earlier, later)
    program = _program(earlier.assessment, later.assessment)
    if not {NOT_KEPT, UNWEIGHED_BETWEEN} & set(because):
        moves += rest_moves(total, moves, is_shared=is_shared, program=program)
    return replace(change, decibans=tuple(float(v) for v in total), moves=moves, because=because)


def _moves(work: Workplace, earlier: Kept, later: Kept) -> tuple[tuple[Move, ...], tuple[str, ...], bool]:
    """Return the moves, sentences where there is more to say, and whether the moves add up by themselves."""
    before, after = earlier.entered, later.entered
    if before is None or after is None:
        return (), (NOT_KEPT,), True
    if not same_hypotheses(before, after):
        return (), (OTHER_QUESTION,), True
    changes = changes_between(before, after)
    if not changes:
        if earlier.assessment.snapshot != later.assessment.snapshot:
            return (), (NOTHING_SUMMED,), True
        program = _program(earlier.assessment, later.assessment)
        return (), (f"What people entered is the same; {program}.",), True
    found = shares(before, after, changes, weighed_decibans(work.settings.weigh))
    words = [told(change, after) for change in changes]
    if found is None:
        whats = tuple(f"{what[:1].upper()}{what[1:]}." for what, _, _ in words)
        return (), (UNWEIGHED_BETWEEN, *whats), True
    figures, is_shared = found
    return (
        tuple(
            Move(what=what, by=by, about=about, decibans=tuple(float(v) for v in row))
            for (what, by, about), row in zip(words, figures, strict=True)
        ),
        (),
        is_shared,
    )


def _program(earlier: Assessment, later: Assessment) -> str:
    if earlier.version != later.version:
        return f"the program changed from version {earlier.version} to {later.version}"
    if earlier.parameters != later.parameters:
        return "the settings of weighing were changed"
    return "the program weighs otherwise than it did"


def hypotheses_of(assessment: Assessment) -> tuple[HypothesisReadout, ...]:
    """Return the hypotheses of a kept assessment, whichever version of the program wrote it."""
    rows = json.loads(assessment.result)["hypotheses"]
    names = HypothesisReadout.__slots__
    return tuple(HypothesisReadout(**{n: row[n] for n in names if n in row}) for row in rows)

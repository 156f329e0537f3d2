"""What moved, in one list: the answer to each question in decibans, and the hands behind its claims.

Rows come from what was kept as it happened. The sentence above them compares the two ends of the period
directly, so that what was put in and taken out again in between is no part of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from itertools import accumulate

from twosource.dates import as_utc, parse_span
from twosource.desk.moving import Kept, compared, hypotheses_of, recovered, standing_assessment
from twosource.desk.standings import PARTY
from twosource.desk.unweighed import caveats
from twosource.desk.workplace import Workplace
from twosource.dossier.veil import draw_over, veil_for
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.assessments import Assessment
from twosource.evidence.claims import Claim, Question
from twosource.evidence.codec import from_line, kind_of
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.forecasts import AnswerChange
from twosource.evidence.lineage import CountChange
from twosource.evidence.reviews import Review
from twosource.evidence.testimony import Party
from twosource.store.engine import RECORD
from twosource.weighing.moved_words import (
    Show,
    back_sentence,
    farthest,
    moved_sentences,
    unmoved_sentence,
)
from twosource.weighing.words import figure, quoted

PUBLISHED = "published"
"""The ledger's entry for a page that was published; `desk.publishing` writes it, and may ask this module."""
CHANGE = f'"record":"{kind_of(AnswerChange)}",'
NEVER_WEIGHED = "It has not been weighed: nobody has answered what bears on it."
ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRow:
    """One thing that moved something: when, what, by whom; decibans per hypothesis, or hands of a claim.

    `called` is the siglum of the assessment it led to, or of the claim `about` whose text hands moved.
    """

    at: datetime
    called: str
    what: str
    by: str
    decibans: tuple[float, ...] = ()
    hands: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedQuestion:
    """What moved the answer to one question: sentences first, the whole move, and every row in order."""

    siglum: str
    text: str
    hypotheses: tuple[str, ...]
    before: str
    after: str
    decibans: tuple[float, ...]
    sentences: tuple[str, ...]
    rows: tuple[MovedRow, ...]
    caveat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedAnswer:
    """What moved every question asked about, and `hands`: claims that no question weighs.

    `gone` says which questions were weighed and are no longer asked: renamed ones begin anew.
    """

    questions: tuple[MovedQuestion, ...]
    hands: tuple[MovedRow, ...] = ()
    gone: tuple[str, ...] = ()


Timed = tuple[datetime, MovedRow]
"""A row with the time it is put at: never before what the ledger holds above it, also after a clock was set
back.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Since:
    """From when on: an instant, in words, and the assessment named, if it was one, that first stood then."""

    at: datetime
    said: str = ""
    assessment: Assessment | None = None
    language: str = "en"


def moved(work: Workplace, name: str = "", since: str = "", *, language: str = "en") -> MovedAnswer:
    """Return what moved a question, or all of them, since an assessment or a day, or ever.

    In Arabic the first sentence is Arabic; what people entered stays in their words.

    Raises NothingMatchedError where no question or assessment is called so or none was declared, UsageError
    for a day that is none or has not come, and where the assessment is one of another question.
    """
    start = _since(work, since, language)
    asked = _questions(work, name, start)
    told, by = caveats(work), _words_on_parties(work)
    weighed: set[str] = set()
    found = []
    for question in asked:
        elicitation = work.store.get(Elicitation, question.question_id)
        claims = {i.claim_id for i in elicitation.items if i.claim_id} if elicitation else set()
        weighed |= claims
        hands = [row for claim_id in sorted(claims) for row in _hands(work, claim_id, start, by)]
        one = _moved(work, question, start, hands)
        found.append(replace(one, caveat=told.get(question.question_id, "")))
    others = [] if name else [c for c in work.store.all(Claim) if c.made.is_judgement]
    rows = [r for c in others if c.claim_id not in weighed for r in _hands(work, c.claim_id, start, by)]
    gone = () if name or since else tuple(_no_longer_asked(work).values())
    answer = MovedAnswer(questions=tuple(found), hands=_in_order(rows), gone=gone)
    return draw_over(veil_for(work.store.all(Party)), answer)


def since_last(work: Workplace, *, show: Show = figure, language: str = "en") -> dict[str, tuple[str, ...]]:
    """Return, per question, what a reader of the page has to know of what moved since they saw it.

    Seen against the page published last; where none was, against the assessment before. A question that
    did not move since is left out. Who entered what is for the desk and not said here.
    """
    by_question: dict[str, list[AnswerChange]] = defaultdict(list)
    for change in work.store.all(AnswerChange):
        by_question[change.question_id].append(change)
    if not by_question:
        return {}
    published, since_then = _since_published(work)
    found = {}
    for question_id, changes in by_question.items():
        if published is not None:
            later = [c for c in changes if c.change_id in since_then]
            since = _version("page", published, language)
        else:
            (kept,) = recovered(work, [changes[-1].before_id])
            later, since = changes[-1:], _version("assessment", kept.at, language)
        if later:
            nameless = [replace(c, moves=tuple(replace(m, by="") for m in c.moves)) for c in later]
            found[question_id] = _sentences(work, nameless, since, show=show, language=language)
    return found


def _since_published(work: Workplace) -> tuple[datetime | None, set[str]]:
    """Return when a page was published last, and the changes the ledger holds below it."""
    at, later = None, set[str]()
    for entry in work.store.ledger.entries():
        if entry.kind == PUBLISHED:
            at, later = entry.at, set()
        elif at is not None and entry.kind == RECORD and CHANGE in entry.line[:60]:
            later.add(work.store.id_of(entry.record))
    return at, later


def _no_longer_asked(work: Workplace) -> dict[str, str]:
    """Return, by siglum, a sentence for each question that was weighed and is declared no more."""
    asked = {q.question_id for q in work.store.all(Question)}
    counts = Counter(a.question_id for a in work.store.all(Assessment) if a.question_id not in asked)
    found = {}
    for question_id, n in counts.items():
        called = work.store.siglum(question_id) or question_id
        kept = f"{n:,} assessments of it stay" if n > 1 else "1 assessment of it stays"
        found[called] = (
            f"{called} ({question_id.removeprefix('question-')}) is no longer asked: {kept} in the ledger. A "
            "question under another name begins anew."
        )
    return found


def _version(kind: str, at: datetime, language: str) -> str:
    """Return "the page of 3 May 2016", or it in Arabic."""
    name = {"page": "صفحة", "assessment": "تقدير"}[kind] if language == "ar" else f"the {kind} of"
    return f"{name} {day_said(at, language)}"


def reasons_of(work: Workplace, record_id: str) -> list[tuple[str, str, str]]:
    """Return why the answer to a question is what it is: (level, id, sentence); nothing for another record.

    An assessment is explained by its question's: what stands now, then each thing that ever moved it.
    """
    assessment = work.store.get(Assessment, record_id)
    question = work.store.get(Question, assessment.question_id if assessment else record_id)
    if question is None:
        return []
    on = question.question_id
    changes = list(work.store.all(AnswerChange, about=on))
    told = [("question", on, question.text)]
    stands = standing_assessment(work, on, changes)
    if stands is None:
        return [*told, ("assessment", on, NEVER_WEIGHED)]
    lead = max(hypotheses_of(stands), key=lambda h: h.p)
    figures = f"{figure(lead.p)}; 90 % of readings {figure(lead.low)} to {figure(lead.high)}"
    said = f"{quoted(lead.text)} leads: {lead.word} ({figures}), by {stands.made.by}"
    told.append(("assessment", stands.assessment_id, said))
    for change in changes:
        for row in _rows(work, change):
            at = farthest(row.decibans) if row.decibans else -1
            far = f" ({row.decibans[at]:+.1f} decibans to {change.hypotheses[at]})" if at >= 0 else ""
            by = f"{row.by}: " if row.by else ""
            told.append(("moved", change.after_id, f"{day_said(row.at)}: {by}{row.what}{far}"))
    caveat = caveats(work).get(on)
    return [*told, ("caveat", on, caveat)] if caveat else told


def day_said(at: datetime, language: str = "en") -> str:
    """Return a day as it is said in a sentence: "3 May 2016"; in figures where it is not in English."""
    return f"{at:%Y-%m-%d}" if language != "en" else f"{at.day} {at:%B} {at.year}"


def _since(work: Workplace, since: str, language: str) -> _Since:
    text = since.strip()
    if not text:
        return _Since(at=ALL, language=language)
    found = work.store.get(Assessment, work.store.by_siglum(text.upper()) or text)
    if found is not None:
        at, said = _called(work, found.assessment_id, language)
        return _Since(at=at, said=said, assessment=found, language=language)
    try:
        if "T" in text.upper() and ":" in text:
            at = as_utc(
                datetime.fromisoformat(text if text[-1:].upper() == "Z" or "+" in text else f"{text}Z")
            )
        else:
            start = parse_span(text).start
            at = datetime.combine(start, time(), UTC) if start else ALL
    except ValueError:
        raise NothingMatchedError(
            f"{since!r} is neither an assessment of this case nor a day.",
            remedy="Name an assessment (W1) or a day (2016-05-03); `twosource moved` lists both.",
        ) from None
    if at > work.clock():
        raise UsageError(f"{text} has not come yet.", remedy="Name a day of the past, or leave --since out.")
    return _Since(at=at, said=day_said(at, language), language=language)


def _questions(work: Workplace, name: str, start: _Since) -> list[Question]:
    asked, gone = list(work.store.all(Question)), _no_longer_asked(work)
    if not asked:
        raise NothingMatchedError(
            " ".join(gone.values() or ("No question was declared, so nothing can have moved.",)),
            remedy="Declare a question, hypotheses and answers in words in case.toml.",
        )
    if name:
        wanted = work.store.by_siglum(name.strip().upper()) or name.strip()
        asked = [q for q in asked if q.question_id in (wanted, f"question-{wanted}")]
        if not asked:
            raise NothingMatchedError(
                gone.get(name.strip().upper(), f"No question of this case is called {name!r}."),
                remedy="`twosource moved` lists all that are asked.",
            )
    if start.assessment is None:
        return asked
    own = [q for q in asked if q.question_id == start.assessment.question_id]
    if not own:
        raise UsageError(
            f"{work.store.siglum(start.assessment.assessment_id)} is an assessment of another question.",
            remedy="Leave the question out, or name one of its own assessments.",
        )
    return own


def _moved(work: Workplace, question: Question, start: _Since, hands: list[Timed]) -> MovedQuestion:
    every = list(work.store.all(AnswerChange, about=question.question_id))
    changes = _in_period(every, start)
    empty = MovedQuestion(
        siglum=work.store.siglum(question.question_id),
        text=question.text,
        hypotheses=tuple(h.name for h in question.named),
        before="",
        after="",
        decibans=(),
        sentences=(NEVER_WEIGHED,),
        rows=_in_order(hands),
    )
    stands = standing_assessment(work, question.question_id, every)
    if stands is None:
        return empty
    first = changes[0].before_id if changes else stands.assessment_id
    said = start.said or _called(work, first, start.language)[1]
    times = accumulate((change.at for change in changes), max)
    rows = [(at, row) for at, change in zip(times, changes, strict=True) for row in _rows(work, change)]
    one = replace(
        empty,
        before=work.store.siglum(first),
        after=work.store.siglum(stands.assessment_id),
        rows=_in_order([*rows, *hands]),
    )
    if not changes:
        return replace(
            one, sentences=(unmoved_sentence(hypotheses_of(stands), said, language=start.language),)
        )
    return replace(
        one,
        decibans=_net(work, changes)[1].decibans,
        sentences=_sentences(work, changes, said, language=start.language),
    )


def _in_period(changes: Sequence[AnswerChange], start: _Since) -> list[AnswerChange]:
    if start.assessment is None:
        # From the first on, in the order of the ledger: what came after it is later, whatever a clock said.
        first = next((n for n, c in enumerate(changes) if c.at >= start.at), len(changes))
        return list(changes[first:])
    left = [n for n, c in enumerate(changes) if c.before_id == start.assessment.assessment_id]
    return list(changes[left[0] :]) if left else []


def _called(work: Workplace, assessment_id: str, language: str) -> tuple[datetime, str]:
    """Return when an assessment first stood in the ledger, and how it is called in a sentence."""
    (kept,) = recovered(work, [assessment_id])
    comma = "،" if language == "ar" else ","
    day = day_said(kept.at, language)
    return kept.at, f"{work.store.siglum(assessment_id)} ({day}{comma} {kept.at:%H:%M} UTC)"


def _net(work: Workplace, changes: Sequence[AnswerChange]) -> tuple[tuple[Kept, Kept], AnswerChange]:
    """Return the two ends of some changes one after another, and what lies between them."""
    if changes[0].before_id == changes[-1].after_id:
        (kept,) = recovered(work, [changes[0].before_id])
        still = tuple(0.0 for _ in changes[-1].hypotheses)
        return (kept, kept), replace(changes[-1], decibans=still, moves=(), because=())
    before, after = recovered(work, [changes[0].before_id, changes[-1].after_id])
    if len(changes) == 1:
        return (before, after), changes[0]
    return (before, after), compared(work, before, after)


def _sentences(
    work: Workplace,
    changes: Sequence[AnswerChange],
    since: str,
    *,
    language: str = "en",
    show: Show = figure,
) -> tuple[str, ...]:
    (before, after), net = _net(work, changes)
    readouts = hypotheses_of(after.assessment)
    if before.assessment.assessment_id == after.assessment.assessment_id:
        return (back_sentence(readouts, since, len(changes), language=language, show=show),)
    earlier = hypotheses_of(before.assessment)
    return moved_sentences(earlier, readouts, net, since, language=language, show=show)


def _rows(work: Workplace, change: AnswerChange) -> Iterator[MovedRow]:
    """Yield a row per move of one change, then one for all of them together where there are several."""
    called = work.store.siglum(change.after_id)
    for move in change.moves:
        yield MovedRow(at=change.at, called=called, what=move.what, by=move.by, decibans=move.decibans)
    if len(change.moves) != 1 or change.because:
        whole = f"From {work.store.siglum(change.before_id)} to {called}, all together."
        said = " ".join((*change.because, *([whole] if change.moves else [])))
        yield MovedRow(at=change.at, called=called, what=said, by="", decibans=change.decibans)


def _hands(work: Workplace, claim_id: str, start: _Since, by: Mapping[str, str]) -> Iterator[Timed]:
    """Yield what moved the hands of a claim since a day; since an assessment: since it first stood."""
    changes = list(work.store.all(CountChange, about=claim_id))
    if not changes:
        return
    claim = work.store.get(Claim, claim_id)
    for at, change in zip(accumulate((c.at for c in changes), max), changes, strict=True):
        if at >= start.at:
            before, after = (_mode(k) for k in (change.kappa_before, change.kappa_after))
            row = MovedRow(
                at=change.at,
                called=work.store.siglum(claim_id),
                about=claim.text if claim else "",
                what=" ".join(change.because),
                by=" and ".join(dict.fromkeys(w for s in change.because for w in _who(s, by))),
                hands=f"{before} to {after}" if before != after else f"{after}, as before",
            )
            yield at, row


def _mode(kappa: Sequence[float]) -> int:
    return max(range(len(kappa)), key=lambda n: (kappa[n], -n)) if kappa else 0


def _words_on_parties(work: Workplace) -> Mapping[str, str]:
    """Return who spoke last on each party that anybody withdrew, demoted or took back, by its shown name."""
    found = {}
    for review in work.store.all(Review):
        if review.item_kind == PARTY:
            party: Party = from_line(review.item)
            found[party.shown.casefold()] = review.by
    return found


def _who(sentence: str, by: Mapping[str, str]) -> Iterator[str]:
    words = sentence.casefold()
    if words.endswith((" withdrawn.", " relied on.", " relied on now.")):
        yield from (who for name, who in by.items() if words.startswith(f"{name} "))


def _in_order(rows: Sequence[Timed]) -> tuple[MovedRow, ...]:
    return tuple(row for _, row in sorted(rows, key=lambda timed: timed[0]))

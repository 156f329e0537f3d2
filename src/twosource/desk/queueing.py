"""The queue of suggestions nobody looked at, most useful first, and the screen of each.

First come readings that took the place of a judged one, then those on which a count of hands hangs: on a
declared claim before a machine's, with fewer hands before more, read differently by rules and model before
alike, less probable before more. A minute of a person is the dearest thing in a case.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from twosource.attributing.lexicon import lexicon_for
from twosource.attributing.sentences import sentences
from twosource.desk.answers import LinkAnswer, chain_words, said_of
from twosource.desk.assessing import SAME, counted_matchings, standing_statements
from twosource.desk.layer_listing import veiled
from twosource.desk.measuring import case_rates, kind_of_reading
from twosource.desk.reviewed import Laid, Reviewed, content_of, is_earlier, seen
from twosource.desk.workplace import Workplace
from twosource.dossier.wording import direction_of
from twosource.evidence.claims import Claim
from twosource.evidence.events import Event, Place
from twosource.evidence.holdings import Rendition
from twosource.evidence.lineage import OriginCount
from twosource.evidence.measures import CaseRate, ReadingKind, accuracy_in_words, is_disputed
from twosource.evidence.passages import Passage
from twosource.evidence.reviews import Review
from twosource.evidence.testimony import Factuality, Party, Statement
from twosource.terms import Modality, Tense, vocabulary

AROUND = 800
UNKNOWN_P = 0.5
MANY_HANDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBorne:
    """A claim that a suggestion bears on, with the hands it passes through as counted now."""

    siglum: str
    text: str
    hands: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One suggestion as a person looks at it: the words in their place, and everything read from them.

    `direction` is that of the words' first strong letter; `measured` says how often such readings are
    right, per step; `why_now` why it stands where it does in the queue, `said` who judged it how.
    """

    siglum: str
    statement_id: str
    exhibit: str
    page: int
    language: str
    direction: str
    before: str
    words: str
    after: str
    chain: tuple[LinkAnswer, ...]
    stance: str
    hedge: int
    hedge_in_words: str
    factuality: str
    voice: str
    said_on: str
    event: tuple[tuple[str, str], ...]
    p: float | None
    by: str
    why: str
    measured: tuple[tuple[str, str], ...]
    claims: tuple[ClaimBorne, ...]
    why_now: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAnswer:
    """What is left to look at: how many in all, how many were looked at, and the first screens."""

    n_waiting: int
    n_looked_at: int
    screens: tuple[Screen, ...]


def queue(work: Workplace, limit: int = 10, *, claim_id: str | None = None) -> QueueAnswer:
    """Return the suggestions nobody looked at, most useful first; with a claim, those that bear on it."""
    line = _Line(work)
    ordered = line.ordered(claim_id)
    looked_at = sum(1 for words in line.reviewed.words.values() if words[-1].item_kind == "statement")
    screens = tuple(line.screen(s) for s in ordered[:limit])
    return veiled(work, QueueAnswer(n_waiting=len(ordered), n_looked_at=looked_at, screens=screens))


def screen(work: Workplace, statement_id: str) -> Screen | None:
    """Return the screen of one statement, whoever made it; None where it is not kept."""
    statement = work.store.get(Statement, statement_id)
    return None if statement is None else veiled(work, _Line(work).screen(statement))


@dataclass(frozen=True)
class _Line:
    """A case with what the order and the screens of its queue need, each looked up once."""

    work: Workplace

    @cached_property
    def reviewed(self) -> Reviewed:
        return Reviewed(self.work.store)

    @cached_property
    def statements(self) -> list[Statement]:
        return list(self.work.store.all(Statement))

    @cached_property
    def parties(self) -> dict[str, Party]:
        return {p.party_id: p for p in self.work.store.all(Party)}

    @cached_property
    def rates(self) -> Mapping[ReadingKind, CaseRate]:
        return case_rates(self.work)

    @cached_property
    def laid(self) -> Laid:
        return self.reviewed.laid(self.statements)

    @cached_property
    def waiting(self) -> Mapping[str, Review]:
        """Per suggestion that a person has to look at again, the word on the earlier reading."""
        changed = {s.statement_id: word for s in self.statements if (word := self.reviewed.changed(s))}
        return {**changed, **self.laid.waiting}

    @cached_property
    def claims_of(self) -> Mapping[str, list[ClaimBorne]]:
        """Per statement, the claims it bears on: declared ones first, fewest hands first."""
        claims = {c.claim_id: c for c in self.work.store.all(Claim)}
        counts = {c.claim_id: c.kappa_mode for c in self.work.store.all(OriginCount)}
        found: dict[str, list[ClaimBorne]] = defaultdict(list)
        by_claim: dict[str, list[str]] = defaultdict(list)
        for matching in counted_matchings(self.work):
            if matching.verdict == SAME:
                by_claim[matching.claim_id].append(matching.statement_id)
        order = sorted(
            (c for c in by_claim if c in claims),
            key=lambda c: (not claims[c].made.is_judgement, counts.get(c, MANY_HANDS), c),
        )
        for claim_id in order:
            borne = ClaimBorne(
                siglum=self.work.store.siglum(claim_id),
                text=claims[claim_id].text,
                hands=counts.get(claim_id),
            )
            for statement_id in by_claim[claim_id]:
                found[statement_id].append(borne)
        return found

    @cached_property
    def declared_claims(self) -> set[str]:
        return {self.work.store.siglum(c.claim_id) for c in self.work.store.all(Claim) if c.made.is_judgement}

    def ordered(self, claim_id: str | None) -> list[Statement]:
        """Return the suggestions to look at, most useful first; equals in the order they were read."""
        standing = {s.statement_id for s in standing_statements(self.work)}
        todo = [s for s in self.statements if self._is_todo(s, standing)]
        if claim_id is not None:
            siglum = self.work.store.siglum(claim_id)
            todo = [s for s in todo if siglum in {c.siglum for c in self.claims_of.get(s.statement_id, ())}]
        return sorted(todo, key=self._use)

    def _is_todo(self, statement: Statement, standing: set[str]) -> bool:
        if statement.made.is_judgement or is_earlier(statement):
            return False
        if statement.statement_id in self.waiting:
            return True
        return statement.statement_id in standing and not self._is_judged(statement)

    def _is_judged(self, statement: Statement) -> bool:
        own = statement.statement_id
        return own in self.reviewed.words or own in self.laid.inherited

    def _use(self, statement: Statement) -> tuple[bool, int, int, bool, float]:
        """Return the place in the queue: smaller comes first."""
        borne = self.claims_of.get(statement.statement_id, [])
        rank = 2 if not borne else int(borne[0].siglum not in self.declared_claims)
        # A claim that nobody asserts has no hands, and nothing hangs on it yet.
        hands = min((c.hands for c in borne if c.hands), default=MANY_HANDS)
        p = UNKNOWN_P if statement.made.p is None else statement.made.p
        is_again = statement.statement_id in self.waiting
        return not is_again, rank, hands, not is_disputed(statement.made), p

    def screen(self, statement: Statement) -> Screen:
        """Return what a person sees of one suggestion."""
        store = self.work.store
        passage = store.get(Passage, statement.passage_id)
        words = passage.text if passage else ""
        before, after = self._around(passage)
        made = statement.made
        return Screen(
            siglum=store.siglum(statement.statement_id),
            statement_id=statement.statement_id,
            exhibit=store.siglum(statement.exhibit_id),
            page=passage.page if passage else 1,
            language=passage.language if passage else "",
            direction=direction_of(words),
            before=before,
            words=words,
            after=after,
            chain=chain_words(statement.chain, self.parties),
            stance=statement.stance.value,
            hedge=statement.hedge,
            hedge_in_words=vocabulary("hedge")[str(statement.hedge)].label(),
            factuality=factuality_in_words(statement.factuality),
            voice=statement.voice.value,
            said_on=str(statement.said_span),
            event=event_in_words(statement.event),
            p=made.p,
            by=made.by,
            why=made.why,
            measured=self._measured(statement, passage),
            claims=tuple(self.claims_of.get(statement.statement_id, ())),
            why_now=self._why_now(statement),
            said=tuple(
                said_of(self.work, w)
                for w in self.reviewed.words.get(self.reviewed.root_of(statement.statement_id), ())
            ),
        )

    def _around(self, passage: Passage | None) -> tuple[str, str]:
        """Return the sentences before and after the words, empty at the ends of a text."""
        rendition = self.work.store.get(Rendition, passage.rendition_id) if passage else None
        if passage is None or rendition is None:
            return "", ""
        text, lexicon = rendition.text, lexicon_for(passage.language or "en")
        earlier = text[max(0, passage.start - AROUND) : passage.start]
        later = text[passage.end : passage.end + AROUND]
        before = [s.text for s in sentences(earlier, lexicon)]
        after = [s.text for s in sentences(later, lexicon)]
        return before[-1] if before else "", after[0] if after else ""

    def _measured(self, statement: Statement, passage: Passage | None) -> tuple[tuple[str, str], ...]:
        """Return, per step that this suggestion went through, how often such readings are right."""
        kind = kind_of_reading(statement, passage)
        found = [(kind.step, accuracy_in_words(kind, self.rates.get(kind)))]
        if statement.factuality is not None:
            found.append(_step("factuality", kind.language))
        if (event := statement.event) is not None:
            found.append(_step("event", kind.language))
            if any((event.at_place, event.from_place, event.to_place)):
                found.append(_step("place", kind.language))
            if event.counts:
                found.append(_step("count", kind.language))
        return tuple(found)

    def _why_now(self, statement: Statement) -> str:
        """Return why a suggestion stands where it does in the queue."""
        word = self.waiting.get(statement.statement_id)
        if word is not None:
            was = _differs(seen(word), statement)
            return f"It was judged on an earlier reading: {said_of(self.work, word)}.{was}"
        borne = self.claims_of.get(statement.statement_id, [])
        parts = []
        if borne:
            hands = borne[0].hands
            counted = f", which has {hands} {'hand' if hands == 1 else 'hands'}" if hands is not None else ""
            parts.append(f"It bears on {borne[0].siglum}{counted}.")
        if is_disputed(statement.made):
            parts.append("Rules and model read it differently.")
        return " ".join(parts)


def _step(step: str, language: str) -> tuple[str, str]:
    return step, accuracy_in_words(ReadingKind(step=step, language=language, method=""))


def _differs(before: Statement, now: Statement) -> str:
    """Return in a sentence what of a reading is not as it was, by its parts."""
    if content_of(before) == content_of(now) or before.passage_id != now.passage_id:
        return ""
    parts = {
        "who says it": before.chain != now.chain,
        "stance": before.stance is not now.stance,
        "hedge": before.hedge != now.hedge,
        "event": before.event != now.event,
        "factuality": before.factuality != now.factuality,
        "date": before.said_span != now.said_span,
    }
    changed: Sequence[str] = [name for name, is_changed in parts.items() if is_changed]
    return f" Since then it changed in: {', '.join(changed)}." if changed else ""


def factuality_in_words(factuality: Factuality | None) -> str:
    """Return how the words present their content, in words: "predicted, future, not" and the figure."""
    if factuality is None:
        return ""
    parts = [] if factuality.modality is Modality.ACTUAL else [factuality.modality.value]
    if factuality.tense is not Tense.UNKNOWN:
        parts.append(factuality.tense.value)
    if factuality.is_negated:
        parts.append("said not to be so")
    if factuality.score is not None:
        parts.append(f"sounds {factuality.score:+.1f} (-3: surely not so; 3: surely so)")
    return ", ".join(parts) or "as fact"


def event_in_words(event: Event | None) -> tuple[tuple[str, str], ...]:
    """Return the parts of an event that were read, as name and value; nothing where none was."""
    if event is None:
        return ()
    rows = [
        ("action", ("not " if event.is_negated else "") + event.action.value),
        ("actor", event.actor),
        ("object", event.object),
        ("counterpart", event.counterpart),
        ("at", _place(event.at_place)),
        ("from", _place(event.from_place)),
        ("to", _place(event.to_place)),
        ("when", str(event.span) if event.span.is_known else ""),
        ("quantity", event.quantity.as_written if event.quantity else ""),
        *(("count", f"{c.as_written}: {c.what} {c.whom}".strip()) for c in event.counts),
    ]
    return tuple((name, value) for name, value in rows if value)


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    written, name = place.as_written, place.name
    if written and name and written != name:
        return f"{written} ({name})"
    return written or name

"""The stage: renditions in; parties, passages and statements out, one outcome per rendition.

Each rendition is read alone and in order, so the result is a function of its text, its metadata,
the parties known and the settings, on a laptop as on a cluster.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from twosource.attributing.blocks import leads_in
from twosource.attributing.discourse import Discourse
from twosource.attributing.events import events_in, place_index
from twosource.attributing.factuality import OPEN, access_in, calls_it_a_hoax, clause_around, hedge_in
from twosource.attributing.finding import mentions_in
from twosource.attributing.frames import Credit, Frame, Parsed, cues_in
from twosource.attributing.holders import Holders
from twosource.attributing.language import language_of
from twosource.attributing.lexicon import Lexicon, lexicon_for, measured_p, words_of
from twosource.attributing.mentions import Line, Names
from twosource.attributing.parties import Directory, Place, suggested
from twosource.attributing.publishing import (
    Publisher,
    WireCredit,
    is_boilerplate,
    published_span,
    publisher_of,
    wire_credit,
)
from twosource.attributing.sentences import sentences
from twosource.attributing.settings import AttributeSettings
from twosource.attributing.unnamed import is_nobody
from twosource.attributing.voices import voiced
from twosource.dates import DateSpan
from twosource.evidence.events import Event
from twosource.evidence.holdings import Rendition
from twosource.evidence.outcome import Failure, Outcome
from twosource.evidence.passages import Passage, cite_span
from twosource.evidence.testimony import AttributionChain, Link, Party, Statement
from twosource.ids import key
from twosource.terms import Access, Channel, PartyKind, RenditionKind, Stance, Status, Voice

RULES_VERSION = "1"
BY = f"attributing rules {RULES_VERSION}"
_QUESTION = ("?", "؟")


def attribute(
    renditions: Iterable[Rendition], *, known: Sequence[Party], settings: AttributeSettings
) -> Iterator[Outcome[Party | Passage | Statement]]:
    """Yield, per rendition, the parties, passages and statements its text shows, all as suggestions.

    Transcriptions and translations are attributed like other texts; their first link says
    `document` as its channel and names the kind of rendition as its cue. A statement of
    somebody about somebody else's words is not split in two: the chain carries both.
    """
    directory = Directory.of(known)
    for rendition in renditions:
        if rendition.kind is RenditionKind.PAGE_IMAGE:
            yield Outcome(item_id=rendition.rendition_id, status=Status.READ)
            continue
        yield _Reading(rendition, directory, settings).outcome()


@dataclass(slots=True)
class _Reading:
    """One rendition while it is read; gathers what will be its outcome."""

    rendition: Rendition
    directory: Directory
    settings: AttributeSettings
    parties: dict[str, Party] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    own_ids: set[str] = field(default_factory=set)
    holders: Holders = field(default_factory=Holders)
    tells_of_a_hoax: bool = False

    def outcome(self) -> Outcome[Party | Passage | Statement]:
        """Read the text and return everything found, passages before the statements that rest on them."""
        text = self.rendition.text[: self.settings.max_characters]
        language = language_of(self.rendition.language, text)
        lexicon = lexicon_for(language)
        publisher = publisher_of(self.rendition, self.directory.index)
        published = published_span(self.rendition)
        head = self._head(publisher, wire_credit(text, self.directory.index), lexicon)
        read = list(voiced(self._parse(text, lexicon)))
        self.holders = Holders.of((item.sentence.start, frames) for item, frames in read)
        self.tells_of_a_hoax = any(_is_hoax(item, frames) for item, frames in read)
        for item, frames in read:
            self._state(item, frames, head, published)
        values: tuple[Party | Passage | Statement, ...] = (
            *self.parties.values(),
            *self.passages.values(),
            *self.statements.values(),
        )
        if len(text) == len(self.rendition.text):
            return Outcome(item_id=self.rendition.rendition_id, status=Status.READ, values=values)
        failure = Failure(
            code="text too long",
            happened=f"Only the first {len(text)} characters were searched for who says what.",
            remedy="Raise max_characters of attributing and run again.",
        )
        return Outcome(
            item_id=self.rendition.rendition_id, status=Status.PARTLY_READ, values=values, failures=(failure,)
        )

    def _head(self, publisher: Publisher, credit: WireCredit | None, lexicon: Lexicon) -> tuple[Link, ...]:
        """Return the links every chain of this rendition opens with: the publisher, then the agency."""
        made = suggested(BY, publisher.why)
        party = self.directory.party(
            publisher.name, publisher.kind, made, exhibit_id=self.rendition.exhibit_id
        )
        self._keep(party)
        self.own_ids = {party.party_id}
        self.own_ids |= {self.directory.party(name, publisher.kind, made).party_id for name in publisher.also}
        is_paper = self.rendition.kind in (RenditionKind.TRANSCRIPTION, RenditionKind.TRANSLATION)
        cue = self.rendition.kind.value if is_paper else ""
        first = Link(party_id=party.party_id, cue=cue, channel=publisher.channel, as_written=publisher.name)
        if credit is None:
            return (first,)
        place = Place(self.rendition.exhibit_id, lexicon)
        agency = self.directory.party_of(
            credit.source, place, suggested(BY, f'the credit line "{credit.cue}"')
        )
        if agency.party_id in self.own_ids:
            return (first,)
        self._keep(agency)
        wire = Link(
            party_id=agency.party_id,
            cue=credit.cue,
            channel=Channel.WIRE,
            as_written=credit.source.as_written,
        )
        return (first, wire)

    def _keep(self, party: Party) -> None:
        if party.party_id not in self.directory.by_id:
            self.parties.setdefault(party.party_id, party)

    def _parse(self, text: str, lexicon: Lexicon) -> Iterator[Parsed]:
        discourse = Discourse(lexicon)
        found = [
            s
            for s in sentences(text, lexicon, max_characters=self.settings.max_sentence)
            if s.tokens and not is_boilerplate(s.text, lexicon)
        ]
        lower = frozenset(t.folded for s in found for t in s.tokens if t.text[:1].islower())
        names = Names(self.directory.index, place_index(), lower)
        for sentence in found:
            words = words_of(sentence.tokens, lexicon)
            cues = cues_in(sentence.tokens, words, lexicon)
            mentions = mentions_in(Line(sentence.tokens, words, lexicon, names))
            yield Parsed(sentence, words, mentions, cues, lexicon, discourse)

    def _state(self, item: Parsed, frames: list[Frame], head: tuple[Link, ...], published: DateSpan) -> None:
        whole = (0, len(item.tokens))
        if not frames and self.settings.own_voice:
            for at, event in self._events(item, whole, (0, 0), published):
                content = _Content(None, event, whole, clause_around(item.tokens, at))
                self._add(item, head, content, published)
        for frame in frames[: self.settings.max_statements_per_sentence]:
            reach = _reach(item, frame)
            events = self._events_of(item, frame, published, is_alone=len(frames) == 1)
            for at, event in events:
                clause = clause_around(item.tokens, at) if len(events) > 1 else reach
                self._add(item, head, _Content(frame, event, reach, clause), published)
            if not events and not leads_in(item):
                self._add(item, head, _Content(frame, None, reach, reach), published)

    def _events_of(
        self, item: Parsed, frame: Frame, published: DateSpan, *, is_alone: bool
    ) -> list[tuple[int, Event]]:
        whole = (0, len(item.tokens))
        skips = not (frame.is_provenance or frame.rule in ("holds papers", "goes on"))
        skip = (frame.first, frame.last) if skips else (0, 0)
        span = frame.content if frame.content[1] > frame.content[0] else whole
        found = self._events(item, span, skip, published)
        return found or (self._events(item, whole, skip, published) if is_alone else [])

    def _events(
        self, item: Parsed, span: tuple[int, int], skip: tuple[int, int], published: DateSpan
    ) -> list[tuple[int, Event]]:
        limit = self.settings.max_events
        return events_in(item, span[0], span[1], published=published, skip=skip, limit=limit)

    def _add(self, item: Parsed, head: tuple[Link, ...], content: "_Content", published: DateSpan) -> None:
        sentence, frame, event = item.sentence, content.frame, content.event
        passage = cite_span(self.rendition, sentence.start, sentence.end, item.lexicon.language)
        access, access_words = access_in(item.words, item.lexicon)
        links = self._links(head, frame, access, item)
        is_own = len(links) == 1
        hedge = hedge_in(item.words, content.reach, content.clause, item.lexicon)
        stance = hedge.stance or (frame.stance if frame is not None else Stance.ASSERTS)
        if is_own and sentence.text.endswith(_QUESTION):
            stance = Stance.ASKS
        if is_own and self.tells_of_a_hoax and hedge.step >= OPEN and stance is Stance.ASSERTS:
            stance = Stance.DOUBTS
        p = measured_p(item.lexicon.language, frame.rule) if frame is not None else None
        action = event.action.value if event is not None else ""
        ids = [link.party_id for link in links]
        statement = Statement(
            statement_id=key("statement", passage.passage_id, *ids, stance.value, action),
            passage_id=passage.passage_id,
            exhibit_id=self.rendition.exhibit_id,
            chain=AttributionChain(links=links),
            stance=stance,
            hedge=max(hedge.step, frame.hedge if frame is not None else 0),
            voice=Voice.OWN if is_own else Voice.ATTRIBUTED,
            said_span=published,
            event=event,
            made=suggested(BY, _why(frame, event, hedge.words, access_words), p),
        )
        self.passages.setdefault(passage.passage_id, passage)
        self.statements.setdefault(statement.statement_id, statement)

    def _links(
        self, head: tuple[Link, ...], frame: Frame | None, access: Access, item: Parsed
    ) -> tuple[Link, ...]:
        """Return the whole chain: the head, then the credited parties, nobody twice in a row."""
        links = list(head)
        credits = frame.credits if frame is not None else ()
        for credit in self.holders.behind_papers(credits, item.sentence.start):
            if len(links) > len(head) and is_nobody(credit.source, item.lexicon):
                continue
            link = self._link(credit, links, item.lexicon)
            if link.party_id not in {known.party_id for known in links} | self.own_ids:
                links.append(link)
            elif len(links) == len(head) and link.access is not Access.UNKNOWN:
                links[-1] = _knowing(links[-1], link.access)
        if access is not Access.UNKNOWN and links[-1].access in (Access.UNKNOWN, Access.INFERS):
            links[-1] = _knowing(links[-1], access)
        return tuple(links)

    def _link(self, credit: Credit, before: Sequence[Link], lexicon: Lexicon) -> Link:
        source = credit.source
        why = f'credited by "{credit.cue}"' + (f"; {source.note}" if source.note else "")
        place = Place(self.rendition.exhibit_id, lexicon, self._outlet_of(before))
        party = self.directory.party_of(source, place, suggested(BY, why))
        self._keep(party)
        return Link(
            party_id=party.party_id,
            cue=credit.cue,
            channel=credit.channel,
            access=credit.access,
            as_written=source.as_written,
        )

    def _outlet_of(self, links: Sequence[Link]) -> Party | None:
        """Return the innermost outlet or agency of a chain: through whom the next one reaches us."""
        known = self.parties | self.directory.by_id
        parties = [known[link.party_id] for link in reversed(links) if link.party_id in known]
        return next((p for p in parties if p.kind in (PartyKind.OUTLET, PartyKind.AGENCY)), None)


class _Content(NamedTuple):
    """What one statement holds: who is credited, the event, and the tokens whose hedges count for it."""

    frame: Frame | None
    event: Event | None
    reach: tuple[int, int]
    clause: tuple[int, int]


def _is_hoax(item: Parsed, frames: Sequence[Frame]) -> bool:
    """Say whether the page itself calls what it tells of a hoax, or agrees with whoever it cites."""
    is_question = item.sentence.text.endswith(_QUESTION)
    is_carried = any(frame.rule not in ("cite", "according to") for frame in frames)
    return not is_question and not is_carried and calls_it_a_hoax(item.words, item.lexicon)


def _reach(item: Parsed, frame: Frame) -> tuple[int, int]:
    """Return the tokens whose hedges count for a frame: source, cue and content, or all for papers held."""
    if frame.rule == "holds papers":
        return 0, len(item.tokens)
    return min(frame.first, frame.content[0]), max(frame.last, frame.content[1])


def _knowing(link: Link, access: Access) -> Link:
    return Link(
        party_id=link.party_id, cue=link.cue, channel=link.channel, access=access, as_written=link.as_written
    )


def _why(frame: Frame | None, event: Event | None, hedge_words: str, access_words: str) -> str:
    parts = []
    if frame is None:
        parts.append("said by the publisher itself")
    else:
        names = ", ".join(f"{c.source.as_written} [{c.cue}]" for c in frame.credits)
        parts.append(f"{frame.rule}: {names}")
        parts += [c.source.note for c in frame.credits if c.source.note]
    if event is not None:
        parts.append(f"event: {event.action.value}")
    if hedge_words:
        parts.append(f'hedged by "{hedge_words}"')
    if access_words:
        parts.append(f'knows by "{access_words}"')
    return "; ".join(parts)

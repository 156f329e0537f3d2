"""The stage: renditions in; parties, passages and statements out, one outcome per rendition.

Each rendition is read alone and in order, so the result is a function of its text, its metadata,
the parties known and the settings, on a laptop as on a cluster.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from twosource.attributing.agentless import RULE as AGENTLESS
from twosource.attributing.asking import asked
from twosource.attributing.blocks import leads_in
from twosource.attributing.chains import Chains, Known
from twosource.attributing.datelines import without_dateline
from twosource.attributing.discourse import Discourse
from twosource.attributing.events import Around, Atlas, events_in, ground_of
from twosource.attributing.events.atlas import place_index
from twosource.attributing.eyes import own_eyes
from twosource.attributing.factuality import (
    OPEN,
    access_in,
    calls_it_a_hoax,
    clause_around,
    factuality_of,
    hedge_in,
)
from twosource.attributing.finding import mentions_in
from twosource.attributing.frames import Frame, Parsed, cues_in
from twosource.attributing.garble import Garble
from twosource.attributing.holders import Holders
from twosource.attributing.joining import maker
from twosource.attributing.language import language_of, own_lexicon
from twosource.attributing.lexicon import Lexicon, lexicon_for, measured_p, words_of
from twosource.attributing.mentions import Line, Names
from twosource.attributing.parties import Directory, suggested
from twosource.attributing.publishing import is_boilerplate, published_span, publisher_of
from twosource.attributing.sentences import sentences
from twosource.attributing.settings import AttributeSettings
from twosource.attributing.tokens import fold_name
from twosource.attributing.turns import laid_out
from twosource.attributing.unuttered import leaves_own_open
from twosource.attributing.voices import voiced
from twosource.attributing.wires import wire_of
from twosource.dates import UNDATED, DateSpan
from twosource.evidence.events import Event
from twosource.evidence.holdings import Rendition
from twosource.evidence.outcome import Failure, Outcome
from twosource.evidence.passages import Passage, cite_span
from twosource.evidence.testimony import AttributionChain, Made, Party, Statement
from twosource.ids import key
from twosource.ports import Tagger
from twosource.terms import Access, Action, PartyKind, RenditionKind, Stance, Status, Voice

RULES_VERSION = "2"
BY = f"attributing rules {RULES_VERSION}"
_DEEDS_IN = ("verb", "model", "hearer", "verb after its subject")
_QUESTION = ("?", "؟")
_ENDS = (".", "!", "…", "۔", "»", "”", '"')
LEAD_WORDS = 7


def attribute(
    renditions: Iterable[Rendition],
    *,
    known: Sequence[Party],
    settings: AttributeSettings,
    tagger: Tagger | None = None,
    atlas: Atlas | None = None,
) -> Iterator[Outcome[Party | Passage | Statement]]:
    """Yield, per rendition, the parties, passages and statements its text shows, all as suggestions.

    A trained `tagger` is asked about sentences in the languages it was taught, beside the rules;
    without one the rules do alone. Transcriptions and translations are attributed like other
    texts; their first link says `document` as its channel and names the kind of rendition as its
    cue. A statement of somebody about somebody else's words is not split in two: the chain
    carries both. `atlas` joins the gazetteers of the case to ours; without one places are looked
    up in ours and the world's.
    """
    directory = Directory.of(known)
    readings = (_Reading.of(rendition, directory, settings, atlas) for rendition in renditions)
    for reading in asked(readings, tagger):
        yield reading.outcome()


def heard(
    rendition: Rendition, *, settings: AttributeSettings, tagger: Tagger | None = None
) -> list[tuple[Parsed, list[Frame]]]:
    """Return the sentences of one rendition with the frames `attribute` goes by, for measuring them."""
    readings = asked([_Reading.of(rendition, Directory.of(()), settings)], tagger)
    return [pair for reading in readings for pair in voiced(reading.items)]


@dataclass(slots=True)
class _Reading:
    """One rendition while it is read; gathers what will be its outcome."""

    rendition: Rendition
    settings: AttributeSettings
    chains: Chains
    around: Around = field(default_factory=Around)
    published: DateSpan = UNDATED
    items: list[Parsed] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    tells_of_a_hoax: bool = False
    made_up: str = ""
    seen: dict[int, Known] = field(default_factory=dict)
    garble: Garble = field(default_factory=lambda: Garble(0.0))

    @classmethod
    def of(
        cls,
        rendition: Rendition,
        directory: Directory,
        settings: AttributeSettings,
        atlas: Atlas | None = None,
    ) -> "_Reading":
        """Return a rendition cut into sentences, its publisher found; a page image has no words."""
        reading = cls(rendition, settings, Chains(rendition, directory, BY))
        if rendition.kind is RenditionKind.PAGE_IMAGE:
            return reading
        text = rendition.text[: settings.max_characters]
        lexicon = lexicon_for(language_of(rendition.language, text))
        index = directory.index
        reading.chains.open(publisher_of(rendition, index), wire_of(rendition, index, text), lexicon)
        reading.published = published_span(rendition)
        reading.items = list(reading._parse(text, lexicon, atlas))
        return reading

    def outcome(self) -> Outcome[Party | Passage | Statement]:
        """Return everything found, passages before the statements that rest on them."""
        read = list(voiced(self.items))
        self.chains.holders = Holders.of((item.sentence.start, frames) for item, frames in read)
        hoaxes = [item for item, frames in read if _is_hoax(item, frames)]
        self.tells_of_a_hoax = bool(hoaxes)
        for item, _ in read:
            if words := own_eyes(item, self.chains.own_names):
                self.seen.setdefault(item.sentence.paragraph, Known(Access.SAW, words))
        self.made_up = " | ".join(f" {fold_name(item.sentence.text)} " for item in hoaxes)
        for item, frames in read:
            self._state(item, frames)
        self._state_lead(read)
        values: tuple[Party | Passage | Statement, ...] = (
            *self.chains.parties.values(),
            *self.passages.values(),
            *self.statements.values(),
        )
        limit = self.settings.max_characters
        if len(self.rendition.text) <= limit or self.rendition.kind is RenditionKind.PAGE_IMAGE:
            return Outcome(item_id=self.rendition.rendition_id, status=Status.READ, values=values)
        failure = Failure(
            code="text too long",
            happened=f"Only the first {limit} characters were searched for who says what.",
            remedy="Raise max_characters of attributing and run again.",
        )
        return Outcome(
            item_id=self.rendition.rendition_id, status=Status.PARTLY_READ, values=values, failures=(failure,)
        )

    def _parse(self, text: str, lexicon: Lexicon, atlas: Atlas | None) -> Iterator[Parsed]:
        discourse = Discourse(lexicon, self.chains.own_names)
        layout = laid_out(text, lexicon, place_index())
        found = [
            s
            for s in sentences(layout.text, lexicon, max_characters=self.settings.max_sentence)
            if s.tokens and not is_boilerplate(s.text, lexicon)
        ]
        self.garble = Garble.of([s.tokens for s in found], lexicon)
        lower = frozenset(t.folded for s in found for t in s.tokens if t.text[:1].islower())
        ground = ground_of([s.tokens for s in found], self.rendition.value_of("url"), atlas)
        self.around = Around(self.published, ground)
        names = Names(self.chains.directory.index, ground.atlas.index, lower)
        paragraph = -1
        for whole in found:
            opens = whole.paragraph != paragraph
            paragraph = whole.paragraph
            sentence = without_dateline(whole, lexicon) if opens else whole
            own = own_lexicon(sentence.text, lexicon)
            words = words_of(sentence.tokens, own)
            cues = cues_in(sentence.tokens, words, own)
            mentions = mentions_in(Line(sentence.tokens, words, own, names))
            turn = layout.turn_at(whole.start)
            is_broken = self.garble.breaks(sentence.tokens, own)
            yield Parsed(sentence, words, mentions, cues, own, discourse, turn=turn, is_broken=is_broken)

    def _state(self, item: Parsed, frames: list[Frame]) -> None:
        is_own = self.settings.own_voice and all(frame.rule == AGENTLESS for frame in frames)
        is_weak = is_own or any(frame.is_by_pronoun for frame in frames)
        if is_weak and self.garble.covers(item.tokens, item.lexicon):
            is_own, frames = False, [frame for frame in frames if not frame.is_by_pronoun]
        if is_own:
            self._state_own(item, frames)
        for frame in frames[: self.settings.max_statements_per_sentence]:
            reach = _reach(item, frame)
            found = self._events_of(item, frame, is_alone=len(frames) == 1)
            events = [(at, event) for at, event in found if not _told_further_in(frame, frames, at)]
            if found and not events:
                self._state_deed(item, frame)
                continue
            for at, event in events:
                clause = clause_around(item.tokens, at) if len(events) > 1 else reach
                self._add(item, _Content(frame, event, reach, clause, at))
            if not events and not leads_in(item):
                self._add(item, _Content(frame, None, reach, reach))
            self._state_deed(item, frame)

    def _state_deed(self, item: Parsed, frame: Frame) -> None:
        """Add the deed that saying it is: `Russia accused Turkey` is told by whoever tells of Russia.

        The content stays Russia's word; the deed is the publisher's own knowledge, or that of whoever
        stands further out in the chain.
        """
        if (
            frame.cue_at < 0
            or frame.rule not in _DEEDS_IN
            or item.words[frame.cue_at] not in item.lexicon.verbs
        ):
            return
        whole = (0, len(item.tokens))
        found = events_in(item, *whole, around=self.around, skip=(0, 0), limit=len(item.tokens))
        deed = next((event for at, event in found if at == frame.cue_at), None)
        if deed is None or not deed.actor:
            return
        outer = replace(frame, credits=frame.credits[:-1], stance=Stance.ASSERTS, hedge=0, note="")
        told_by = outer if outer.credits else None
        is_garbled = told_by is None and self.garble.covers(item.tokens, item.lexicon)
        if (told_by is None and not self.settings.own_voice) or is_garbled:
            return
        reach = (frame.first, frame.last)
        deed = replace(deed, counts=(), counterpart=deed.counterpart or deed.object, object="")
        self._add(item, _Content(told_by, deed, reach, reach, frame.cue_at))

    def _state_own(self, item: Parsed, hearsay: Sequence[Frame]) -> None:
        """Add what the publisher says itself: all of a sentence but what is hearsay in it."""
        whole = (0, len(item.tokens))
        told = [span for frame in hearsay for span in frame.said]
        for at, event in self._events(item, (whole,), (0, 0)):
            if not any(first <= at < last for first, last in told):
                clause = clause_around(item.tokens, at)
                self._add(item, _Content(None, event, clause if told else whole, clause, at))

    def _state_lead(self, read: Sequence[tuple[Parsed, list[Frame]]]) -> None:
        """Add the first sentence of a lead that tells no deed we know as the publisher's own, content unread.

        A page's lead says what the page is about. Where its verb is in no list the page would say nothing,
        and one witness or one copy less would be counted.
        """
        lead = [(item, frames) for item, frames in read if _tells(item)][: self.settings.lead_sentences]
        deeds = {
            self.passages[s.passage_id].start
            for s in self.statements.values()
            if s.event is not None and s.event.action is not Action.OTHER
        }
        if not self.settings.own_voice or any(item.sentence.whole[0] in deeds for item, _ in lead):
            return
        for item, frames in lead:
            if not frames and not self.garble.covers(item.tokens, item.lexicon):
                self._add(item, _Content(None, None, (0, len(item.tokens)), (0, len(item.tokens))))
                return

    def _events_of(self, item: Parsed, frame: Frame, *, is_alone: bool) -> list[tuple[int, Event]]:
        whole = (0, len(item.tokens))
        skips = not (frame.is_provenance or frame.rule in ("holds papers", "goes on"))
        skip = (frame.first, frame.last) if skips else (0, 0)
        spans = frame.said if frame.content[1] > frame.content[0] else (whole,)
        found = self._events(item, spans, skip)
        searches = is_alone and frame.rule != AGENTLESS
        return found or (self._events(item, (whole,), skip) if searches else [])

    def _events(
        self, item: Parsed, spans: Sequence[tuple[int, int]], skip: tuple[int, int]
    ) -> list[tuple[int, Event]]:
        limit = self.settings.max_events
        found = [
            row
            for first, last in spans
            for row in events_in(item, first, last, around=self.around, skip=skip, limit=limit)
        ]
        return found[:limit]

    def _add(self, item: Parsed, content: "_Content") -> None:
        sentence, frame, event = item.sentence, content.frame, content.event
        passage = cite_span(self.rendition, *sentence.whole, item.lexicon.language)
        shown = Known(*access_in(item.words, item.lexicon))
        if frame is None and shown.access is Access.UNKNOWN:
            shown = self.seen.get(sentence.paragraph, shown)
        links = self.chains.links(frame, shown, item)
        is_own = len(links) == 1
        hedge = hedge_in(item.words, content.reach, content.clause, item.lexicon)
        stance = hedge.stance or (frame.stance if frame is not None else Stance.ASSERTS)
        is_told = frame is not None and frame.rule == AGENTLESS
        if is_own and sentence.text.endswith(_QUESTION):
            stance = Stance.ASKS
        if (is_own or is_told) and self.tells_of_a_hoax and hedge.step >= OPEN and stance is Stance.ASSERTS:
            stance = Stance.DOUBTS
        if self._is_made_up(frame) and stance is Stance.ASSERTS:
            stance, hedge = Stance.DOUBTS, hedge._replace(step=max(hedge.step, OPEN))
        if is_own and stance is Stance.ASSERTS and leaves_own_open(item, content.at):
            stance = Stance.DOUBTS
        action = event.action.value if event is not None else ""
        ids = [link.party_id for link in links]
        statement_id = self._id_of((passage.passage_id, *ids, stance.value, action), content)
        if statement_id in self.statements:
            return
        statement = Statement(
            statement_id=statement_id,
            passage_id=passage.passage_id,
            exhibit_id=self.rendition.exhibit_id,
            chain=AttributionChain(links=links),
            stance=stance,
            hedge=max(hedge.step, frame.hedge if frame is not None else 0),
            voice=Voice.OWN if is_own else Voice.ATTRIBUTED,
            said_span=self.published,
            event=event,
            factuality=factuality_of(item, frame, content.at, marked=item.marked),
            made=_made(item, content, hedge.words, shown.words),
        )
        self.passages.setdefault(passage.passage_id, passage)
        self.statements.setdefault(statement.statement_id, statement)

    def _is_made_up(self, frame: Frame | None) -> bool:
        """Say whether the page has somebody's words from a publication it calls a hoax."""
        if frame is None or not self.made_up:
            return False
        source = frame.credits[0].source
        is_unlisted = source.is_publication and source.known is None and source.kind is PartyKind.OUTLET
        return is_unlisted and f" {fold_name(source.name)} " in self.made_up

    def _id_of(self, parts: tuple[str, ...], content: "_Content") -> str:
        """Return the id of a statement; of several events of one action all but the first hold their place.

        The first keeps the id it has when it is alone, so that what people said of it holds.
        """
        statement_id = key("statement", *parts)
        kept, event = self.statements.get(statement_id), content.event
        if kept is None or kept.event is None or event is None or _same_deed(kept.event, event):
            return statement_id
        return key("statement", *parts, str(content.at))


def _tells(item: Parsed) -> bool:
    """Say whether a sentence may tell what a page is about: the page's own words, whole, of some length."""
    words = sum(token.is_word for token in item.tokens)
    text = item.sentence.text.rstrip()
    is_own = item.turn is None and not item.is_broken and item.sentence.quote_id < 0
    return is_own and words >= LEAD_WORDS and text.endswith(_ENDS) and not text.endswith(_QUESTION)


def _same_deed(one: Event, other: Event) -> bool:
    """Say whether two events of one sentence name the same sides: who acts, on what, with whom."""
    roles = ((one.actor, other.actor), (one.object, other.object), (one.counterpart, other.counterpart))
    return all(not a or not b or a == b for a, b in roles)


class _Content(NamedTuple):
    """What one statement holds: who is credited, the event, its trigger, the tokens whose hedges count."""

    frame: Frame | None
    event: Event | None
    reach: tuple[int, int]
    clause: tuple[int, int]
    at: int | None = None


def _told_further_in(frame: Frame, frames: Sequence[Frame], at: int) -> bool:
    """Say whether a word is said by somebody else within what this frame holds.

    Where a longer chain goes through the same people, A says only that B said it; where another
    source and its cue stand inside the content, `A said C and B said D`, the word is B's.
    """
    names = {credit.source.name for credit in frame.credits}
    first, last = frame.content
    for other in frames:
        if other is frame or not any(opens <= at < ends for opens, ends in other.said):
            continue
        is_within = first < other.first and other.last <= last and frame.first < other.first
        if names < {credit.source.name for credit in other.credits} or is_within:
            return True
    return False


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


def _made(item: Parsed, content: _Content, hedge_words: str, access_words: str) -> Made:
    """Return by whom a statement was suggested, why, and how often that is right."""
    frame, event = content.frame, content.event
    parts, by, p = ["said by the publisher itself"], BY, None
    if frame is not None:
        names = ", ".join(f"{c.source.as_written} [{c.cue}]" for c in frame.credits)
        parts = [f"{frame.rule}: {names}", *(c.source.note for c in frame.credits if c.source.note)]
        parts += [frame.note] if frame.note else []
        by = maker(frame, BY)
        p = frame.p if frame.p is not None else measured_p(item.lexicon.language, frame.rule)
    if event is not None:
        parts.append(f"event: {event.action.value}")
    if hedge_words:
        parts.append(f'hedged by "{hedge_words}"')
    if access_words:
        parts.append(f'knows by "{access_words}"')
    return suggested(by, "; ".join(parts), p)

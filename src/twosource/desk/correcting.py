"""What a person puts in place of a suggestion: another speaker, cue, access, stance, hedge, words, event.

A correction is a statement of its own, a judgement by name, pinned to the same words or to those the
person gives. Words that do not stand there are never moved to the nearest fit: it is named and not used.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from rapidfuzz import fuzz

from twosource.dates import DateSpan, read_date
from twosource.desk.naming_parties import PartyFinder
from twosource.desk.resolving import quote_expression
from twosource.desk.reviewed import content_of, person, same_name
from twosource.errors import AnchorError, UsageError
from twosource.evidence.events import Event, Place
from twosource.evidence.holdings import Rendition
from twosource.evidence.passages import Passage, cite_span
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement
from twosource.ids import key
from twosource.terms import Access, Action, Channel, Stance, Standing, Voice

UNTOUCHED = "Nothing in the case was changed."
ARROW = "<"
LEAST_FIT = 60.0
AROUND = 600
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person changes; everything left empty or None stays as suggested.

    `chain` names everybody from the publisher inwards, parted by `<`; `speaker` only the innermost;
    `own_voice` says that the publisher itself says it. `new_kind` is the kind of a party that the
    case does not know yet. An empty text in a role or place takes it out.
    """

    speaker: str = ""
    chain: str = ""
    own_voice: bool = False
    new_kind: str = ""
    cue: str | None = None
    access: str = ""
    stance: str = ""
    hedge: int | None = None
    content: str = ""
    said: str = ""
    action: str = ""
    actor: str | None = None
    object: str | None = None
    counterpart: str | None = None
    place: str | None = None
    from_place: str | None = None
    to_place: str | None = None
    when: str = ""
    negated: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The records a correction makes: the statement, the passage it stands on, parties that are new."""

    statement: Statement
    passage: Passage
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What is corrected: the statement, its words, and the reading they stand in."""

    statement: Statement
    passage: Passage
    rendition: Rendition


def corrected(basis: Basis, given: Correction, finder: PartyFinder, made: Made) -> Corrected:
    """Return the statement a person puts in place of another. Raises UsageError, AnchorError.

    Its id says what it holds and by whom, so that giving the same correction again makes the same record.
    """
    if not 0 <= (given.hedge or 0) <= 6:
        raise _misused(
            "The hedge goes from 0, flat, to 6, not verified at all.", "Give a number from 0 to 6."
        )
    before = basis.statement
    passage = _words(basis, given.content) if given.content.strip() else basis.passage
    chain = _chain(basis, given, finder)
    statement = replace(
        before,
        statement_id="",
        passage_id=passage.passage_id,
        chain=chain,
        stance=_one_of(Stance, given.stance, "--stance") if given.stance else before.stance,
        hedge=before.hedge if given.hedge is None else given.hedge,
        voice=Voice.ATTRIBUTED if chain.credited else Voice.OWN,
        said_span=_date(given.said, "--said") if given.said else before.said_span,
        event=_event(basis, given),
        made=made,
    )
    if _judged_content(statement) == _judged_content(before):
        raise _misused(
            "The correction changes nothing.",
            "Say what is wrong, or take it as it is with `twosource accept`.",
        )
    statement_id = key("statement", "review", made.by, content_of(statement))
    statement = replace(statement, statement_id=statement_id)
    return Corrected(statement=statement, passage=passage, parties=finder.made)


def judgement(by: str, why: str) -> Made:
    """Return what stands behind a person's correction."""
    return Made(by=person(by), standing=Standing.JUDGEMENT, why=why)


def _judged_content(statement: Statement) -> str:
    plain = Made(by="", standing=Standing.SUGGESTION)
    return content_of(replace(statement, statement_id="", made=plain))


def _misused(happened: str, remedy: str) -> UsageError:
    return UsageError(happened, safe=UNTOUCHED, remedy=remedy)


def _one_of(words: type[E], value: str, option: str) -> E:
    wanted = " ".join(value.split()).lower()
    for word in words:
        if word.value == wanted:
            return word
    known = ", ".join(word.value for word in words)
    raise _misused(f"{option} does not know {value!r}.", f"Give one of: {known}.")


def _date(text: str, option: str) -> DateSpan:
    span = read_date(text)
    if not span.is_known:
        raise _misused(f"{option} holds no date: {text!r}.", "Give it as 2016-05-02, 2016-05 or 2 May 2016.")
    return span


# -- the words


def _words(basis: Basis, words: str) -> Passage:
    """Return the passage of exactly these words: within the suggestion's own first, else once in the text."""
    text, own = basis.rendition.text, basis.passage
    expression = quote_expression(words)
    found = [m for m in expression.finditer(text) if m.end() > m.start()]
    within = [m for m in found if own.start <= m.start() and m.end() <= own.end]
    near = within or [m for m in found if own.start - AROUND <= m.start() and m.end() <= own.end + AROUND]
    chosen = near or found
    if len(chosen) == 1:
        return cite_span(basis.rendition, chosen[0].start(), chosen[0].end(), own.language)
    if chosen:
        raise AnchorError(
            f'The words "{_short(words)}" stand there {len(chosen)} times.',
            safe=UNTOUCHED,
            remedy="Give more of them, so that they stand there once.",
        )
    fit = nearest_fit(words, text[max(0, own.start - AROUND) : own.end + AROUND])
    named = f' Nearest to them is "{_short(fit)}", which was not used.' if fit else ""
    raise AnchorError(
        f'The words "{_short(words)}" do not stand there.{named}',
        safe=UNTOUCHED,
        remedy="Copy the words from the text as `twosource show` prints it.",
    )


def nearest_fit(words: str, text: str) -> str:
    """Return the words of a text that come nearest, whole words only; empty where none come near.

    Nearness is the best partial ratio of rapidfuzz, 0 to 100, from 60 on.
    """
    found = fuzz.partial_ratio_alignment(words, text, score_cutoff=LEAST_FIT)
    if found is None or found.dest_end <= found.dest_start:
        return ""
    start, end = found.dest_start, found.dest_end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return " ".join(text[start:end].split())


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 160 else f"{line[:160].rstrip()} ..."


# -- the chain


def _chain(basis: Basis, given: Correction, finder: PartyFinder) -> AttributionChain:
    ways = [bool(given.speaker.strip()), bool(given.chain.strip()), given.own_voice]
    if sum(ways) > 1:
        raise _misused(
            "The speaker was given in more than one way.", "Give one of --speaker, --chain and --own-voice."
        )
    links = list(basis.statement.chain.links)
    if given.own_voice:
        links = links[:1]
    elif given.chain.strip():
        links = _named_links(basis, given, finder)
    elif given.speaker.strip():
        party = finder.find(given.speaker, given.new_kind)
        fresh = Link(party_id=party.party_id, channel=Channel.SPEECH)
        last = links.pop() if len(links) > 1 else fresh
        links.append(_link_of(last, party, _as_written(basis, given.speaker)))
    links[-1] = _known_by(basis, links[-1], given)
    return AttributionChain(links=tuple(links))


def _named_links(basis: Basis, given: Correction, finder: PartyFinder) -> list[Link]:
    """Return a link per name, keeping what is known of those who were there before."""
    names = [" ".join(name.split()) for name in given.chain.split(ARROW)]
    if not all(names):
        raise _misused("The chain names somebody by nothing.", 'Write it as "Publisher < Outlet < Speaker".')
    before = {link.party_id: link for link in basis.statement.chain.links}
    links = []
    for at, name in enumerate(names):
        party = finder.find(name, given.new_kind)
        channel = Channel.PUBLICATION if at == 0 else Channel.SPEECH
        fresh = Link(party_id=party.party_id, channel=channel, as_written=_as_written(basis, name))
        links.append(before.get(party.party_id, fresh))
    return links


def _link_of(link: Link, party: Party, as_written: str) -> Link:
    """Return a link that names somebody else by the same cue."""
    if link.party_id == party.party_id:
        return replace(link, as_written=link.as_written or as_written)
    return replace(link, party_id=party.party_id, as_written=as_written)


def _as_written(basis: Basis, name: str) -> str:
    """Return a name as the passage has it, empty where it does not stand there."""
    match = quote_expression(name).search(basis.passage.text)
    return match.group() if match else ""


def _known_by(basis: Basis, link: Link, given: Correction) -> Link:
    """Return the innermost link with the cue and the access a person gives."""
    if given.access:
        access = _one_of(Access, given.access, "--access")
        link = replace(link, access=access, shown_by=link.shown_by if access is link.access else "")
    if given.cue is None:
        return link
    cue = given.cue.strip()
    start, end = basis.passage.start, basis.passage.end
    around = basis.rendition.text[max(0, start - AROUND) : end + AROUND]
    if cue and not quote_expression(cue).search(around):
        fit = nearest_fit(cue, around)
        named = f' Nearest to it is "{_short(fit)}", which was not used.' if fit else ""
        raise AnchorError(
            f'The cue "{_short(cue)}" does not stand in the words or near them.{named}',
            safe=UNTOUCHED,
            remedy="Copy the cue from the text as `twosource show` prints it.",
        )
    return replace(link, cue=cue)


# -- the event


def _event(basis: Basis, given: Correction) -> Event | None:
    event = basis.statement.event
    roles = {"actor": given.actor, "object": given.object, "counterpart": given.counterpart}
    places = {"at_place": given.place, "from_place": given.from_place, "to_place": given.to_place}
    changes: dict[str, object] = {name: value.strip() for name, value in roles.items() if value is not None}
    for name, value in places.items():
        if value is not None:
            changes[name] = _place(basis, value)
    if given.action:
        changes["action"] = _one_of(Action, given.action, "--action")
    if given.when:
        changes["span"] = _date(given.when, "--when")
    if given.negated is not None:
        changes["is_negated"] = given.negated
    if not changes:
        return event
    return replace(event or Event(action=Action.OTHER), **changes)  # type: ignore[arg-type]


def _place(basis: Basis, words: str) -> Place | None:
    """Return a place of these words: one the suggestion knows by them, else without a point."""
    words = " ".join(words.split())
    if not words:
        return None
    for place in _places(basis.statement.event):
        if same_name(words) in (same_name(place.as_written), same_name(place.name)):
            return place
    match = quote_expression(words).search(basis.passage.text)
    return Place(as_written=match.group() if match else "", name="" if match else words)


def _places(event: Event | None) -> Sequence[Place]:
    if event is None:
        return ()
    return [place for place in (event.at_place, event.from_place, event.to_place) if place is not None]

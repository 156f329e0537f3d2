"""Who stands behind the rows of an event record: a record has origins too.

A row says that something happened; the record has it from an outlet or a monitor, and those from whoever
counted. So a row is a statement with a chain like any other: record < outlet < source. Rows that rest on
the same people make one statement whatever their number, because a thousand rows of one monitor are one
monitor; the words relied on are those of the most exact row.

By hand: `source_original = "SOHR;SOHR"` is one source; `source_original = "SOHR, airwars"` is two, and so
two statements; `source_office = "Reuters News"` with `source_original = "SOHR"` is record < Reuters < SOHR.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from twosource.attributing.parties import Directory
from twosource.attributing.tokens import fold_name
from twosource.evidence.events import Count, Event, RecordRow
from twosource.evidence.holdings import Rendition
from twosource.evidence.passages import Passage, cite_span
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement
from twosource.ids import key
from twosource.terms import Access, Action, Channel, PartyKind, Stance, Standing, Voice, load_table

BY = "event record"
CIVILIANS = "Civilians"
MOST_ROWS_NAMED = 12
_DIVIDERS = re.compile(r"[;,/|]|\band\b|&")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_SPEAKING = frozenset({PartyKind.PERSON, PartyKind.GROUP, PartyKind.ORGANISATION, PartyKind.OFFICE})
Names = tuple[tuple[str, PartyKind], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStatement:
    """One statement of a record, with its passage, the parties of its chain, and the rows it stands for."""

    statement: Statement
    passage: Passage
    parties: tuple[Party, ...]
    rows: tuple[RecordRow, ...]


def attribute_rows(
    rows: Iterable[RecordRow], *, rendition: Rendition, known: Sequence[Party], about: str
) -> tuple[RowStatement, ...]:
    """Return one statement per distinct chain behind these rows, the chain most rows rest on first.

    `about` is what the rows were chosen for (a claim's id): it makes the ids of the statements. The record
    is kept by whom the rendition names as its publisher, else by whom its columns show. Rows that do not
    stand in the rendition are left out.
    """
    directory = Directory.of(known)
    record = _keeper(rendition, directory)
    pages = {page.number: page for page in rendition.pages}
    groups: dict[Names, list[RecordRow]] = {}
    for row in rows:
        if row.row_number in pages:
            for names in chains_of(row):
                groups.setdefault(names, []).append(row)
    found = []
    for names, held in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        best = min(held, key=_exactness)
        page = pages[best.row_number]
        passage = cite_span(rendition, page.start, _end(rendition.text, page.start, page.end))
        made = Made(by=BY, standing=Standing.SUGGESTION, why=_why(held))
        behind = [_party(name, kind, directory, rendition.exhibit_id, made) for name, kind in names]
        parties = tuple(party for party in behind if party.party_id != record.party_id)
        statement = Statement(
            statement_id=key(
                "statement", "rows", rendition.exhibit_id, about, *(p.party_id for p in parties)
            ),
            passage_id=passage.passage_id,
            exhibit_id=rendition.exhibit_id,
            chain=_chain(record, parties),
            stance=Stance.ASSERTS,
            hedge=0,
            voice=Voice.ATTRIBUTED if parties else Voice.OWN,
            event=event_of(best),
            made=made,
        )
        found.append(
            RowStatement(statement=statement, passage=passage, parties=(record, *parties), rows=tuple(held))
        )
    return tuple(found)


def _keeper(rendition: Rendition, directory: Directory) -> Party:
    """Return the party that keeps a record: its publisher, whom its columns show, or nobody named."""
    made = Made(by=BY, standing=Standing.SUGGESTION, why="keeps the record these rows stand in")
    name = rendition.value_of("publisher")
    for row in load_table("record_sources")["records"] if not name else ():
        if all(re.search(rf"(?m)^{column}: ", rendition.text) for column in row["columns"]):
            name = row["name"]
    if name:
        return _party(name, PartyKind.ORGANISATION, directory, rendition.exhibit_id, made)
    called = f"the keeper of an event record (in {rendition.exhibit_id[:8]})"
    return directory.party(called, PartyKind.PLACEHOLDER, made, exhibit_id=rendition.exhibit_id)


def chains_of(row: RecordRow) -> tuple[Names, ...]:
    """Return the chains behind a row, outermost first, without the record: one per source it names.

    An outlet that is also the source stands once. Where several outlets reported it and none of them is
    the source, nobody can say which had it from whom, so the source stands alone. A row that names no
    source has it from its outlets, one that names nobody from an unnamed source.
    """
    sources, offices = names_in(row.sources), names_in(row.offices)
    if not sources:
        return tuple((office,) for office in offices) or ((),)
    between = [office for office in offices if office not in sources]
    is_plain = len(between) == 1 and len(offices) == 1
    return tuple((between[0], source) if is_plain else (source,) for source in sources)


def names_in(written: Iterable[str]) -> Names:
    """Return the parties a column names, each once, in one form: "SOHR;SOHR" is one, "SOHR Airwars" two."""
    found: dict[tuple[str, PartyKind], None] = {}
    for text in written:
        for part in _DIVIDERS.split(text):
            for name in _known_in(part.strip(" .\"'")):
                found.setdefault(name)
    return tuple(found)


def _known_in(part: str) -> Names:
    if not part:
        return ()
    whole = _source(part) or _source(_IN_BRACKETS.sub("", part))
    if whole is not None:
        return (whole,)
    words = part.split()
    for at in range(1, len(words)):
        first, rest = _source(" ".join(words[:at])), _source(" ".join(words[at:]))
        if first is not None and rest is not None:
            return (first, rest)
    return ((part, PartyKind.ORGANISATION),)


def _source(name: str) -> tuple[str, PartyKind] | None:
    return _sources().get(fold_name(name) or name.casefold())


@cache
def _sources() -> Mapping[str, tuple[str, PartyKind]]:
    table = load_table("record_sources")
    found: dict[str, tuple[str, PartyKind]] = {}
    outlets = load_table("outlets")
    for kind in PartyKind:
        for row in outlets.get(kind.value, ()):
            for spelling in row:
                found.setdefault(fold_name(spelling) or spelling.casefold(), (row[0], kind))
    for row in table["sources"]:
        for spelling in (row["name"], *row["spellings"]):
            found[fold_name(spelling) or spelling.casefold()] = (row["name"], PartyKind(row["kind"]))
    for phrase in table["unnamed"]:
        found[fold_name(phrase) or phrase] = (phrase, PartyKind.PLACEHOLDER)
    return found


def _party(name: str, kind: PartyKind, directory: Directory, exhibit_id: str, made: Made) -> Party:
    """Return the party of a name: one of the case under any spelling of it, else a suggested one."""
    spellings = [name, *(s for s, (listed, _) in _sources().items() if listed == name)]
    for spelling in spellings:
        own = directory.by_name.get(fold_name(spelling) or spelling)
        if own is not None:
            return directory.by_id[own.party_id]
    return directory.party(name, kind, made, exhibit_id=exhibit_id)


def _chain(record: Party, parties: Sequence[Party]) -> AttributionChain:
    access = Access.WAS_TOLD if parties else Access.UNKNOWN
    links = [Link(party_id=record.party_id, channel=Channel.RECORD, access=access)]
    links += [Link(party_id=party.party_id, channel=_channel(party)) for party in parties]
    return AttributionChain(links=tuple(links))


def _channel(party: Party) -> Channel:
    """Return how a party passed it on: monitors keep records, people and armies speak, the rest publish."""
    if party.kind is PartyKind.MONITOR:
        return Channel.RECORD
    return Channel.SPEECH if party.kind in _SPEAKING else Channel.PUBLICATION


def event_of(row: RecordRow) -> Event:
    """Return what a row says happened: a fight of two armed sides, or an assault on civilians."""
    sides = [row.side_a, row.side_b]
    is_one_sided = CIVILIANS in sides
    if is_one_sided and row.side_a == CIVILIANS:
        sides.reverse()
    written = str(row.deaths_best)
    killed = Count(as_written=written, what="killed", low=float(row.deaths_low), high=float(row.deaths_high))
    return Event(
        action=Action.ASSAULT if is_one_sided else Action.FIGHT,
        actor=sides[0],
        counterpart=sides[1],
        at_place=row.place,
        span=row.span,
        counts=(killed,),
    )


def _exactness(row: RecordRow) -> tuple[int, int, int, int]:
    return row.where_precision or 9, row.date_precision or 9, -row.deaths_best, row.row_number


def _end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _why(rows: Sequence[RecordRow]) -> str:
    """Return which rows say so, in order, a dozen by number."""
    numbers = sorted(row.row_number for row in rows)
    if len(numbers) == 1:
        return f"row {numbers[0]} of the record says so"
    named = ", ".join(str(n) for n in numbers[:MOST_ROWS_NAMED])
    more = f" and {len(numbers) - MOST_ROWS_NAMED} more" if len(numbers) > MOST_ROWS_NAMED else ""
    return f"{len(numbers)} rows of the record say so and rest on the same people: rows {named}{more}"

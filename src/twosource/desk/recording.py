"""Records enter like any other source: their rows become statements on the claims they bear on.

A row of an event record is no ground truth. For every claim the rows that fit it in sides, days and
place make one suggested statement per distinct chain behind them, so that a thousand rows of one monitor are
one monitor, and a report the desk holds already stands in the chain as the party it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from twosource import __version__
from twosource.attributing import RowStatement, attribute_rows
from twosource.attributing.recorded import BY as RECORDED
from twosource.dates import DateSpan, parse_span
from twosource.desk.assessing import published_spans
from twosource.desk.declarations import Declarations
from twosource.desk.pipeline import publishers_of, recorded_exhibits, with_publisher
from twosource.desk.reviewed import as_earlier, has_word
from twosource.desk.runs import RunCount, fingerprint
from twosource.desk.workplace import Workplace
from twosource.evidence.claims import Claim, Matching
from twosource.evidence.codec import to_line
from twosource.evidence.events import Place, RecordRow
from twosource.evidence.holdings import Rendition
from twosource.evidence.reviews import Review
from twosource.evidence.testimony import Made, Party, Statement
from twosource.ids import key
from twosource.matching import RowIndex, fold
from twosource.terms import Standing

SAME, NOT_ENOUGH = "same", "not enough"
HEADLINE_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Entry:
    """One statement of a record on one claim, and how far it bears on it."""

    made: RowStatement
    claim: Claim
    verdict: str


def enter_records(work: Workplace, declared: Declarations, *, is_due: bool) -> RunCount:
    """Make the statements of records on the claims of the case; skipped where nothing they rest on changed.

    `is_due` says that statements or claims were made anew. A claim nobody declared takes rows only where it
    names a place and days. What a person judged stays.
    """
    renditions = {e: r for e in recorded_exhibits(work) if (r := _rendition(work, e)) is not None}
    earlier = [s for s in work.store.all(Statement) if s.made.by == RECORDED]
    if not renditions and not earlier:
        return RunCount("record", 0, 0)
    claims = [c for c in work.store.all(Claim) if c.made.is_judgement or (c.place and c.span.is_known)]
    mark = fingerprint(
        "record",
        __version__,
        sorted(r.rendition_id for r in renditions.values()),
        sorted(to_line(claim) for claim in claims),
        declared.parties,
        declared.publishers,
        work.gazetteers.digests,
    )
    if not is_due and mark in work.store.done_items("record case", ""):
        return RunCount("record", 0, len(earlier))
    entries = list(_entries(work, declared, renditions, claims))
    held = _held_reports(work, declared)
    fresh = [_with_held(entry.made, held, work) for entry in entries]
    with work.store.transaction():
        ids = {made.statement.statement_id for made in fresh}
        _set_aside(work, [s for s in earlier if s.statement_id not in ids])
        declared_ids = {party.party_id for party in declared.parties}
        work.store.put(p for made in fresh for p in made.parties if p.party_id not in declared_ids)
        work.store.put(made.passage for made in fresh)
        work.store.put(made.statement for made in fresh)
        work.store.put(_matching(entry) for entry in entries)
        work.store.forget("record case")
        work.store.mark_done("record case", "", [mark])
    work.progress("record", len(claims), len(claims))
    return RunCount("record", len(fresh), 0)


def _rendition(work: Workplace, exhibit_id: str) -> Rendition | None:
    return next((r for r in work.store.all(Rendition, about=exhibit_id) if r.is_preferred), None)


def _entries(
    work: Workplace, declared: Declarations, renditions: Mapping[str, Rendition], claims: Sequence[Claim]
) -> Iterator[_Entry]:
    publishers = publishers_of(work, declared)
    names = {party.party_id: party.name for party in declared.parties}
    places = _Places(work)
    for exhibit_id, rendition in renditions.items():
        named = with_publisher(rendition, publishers.get(exhibit_id), names)
        index = RowIndex(list(work.store.all(RecordRow, about=exhibit_id)))
        for claim in claims:
            found = index.bearing_on(claim, places.of(claim.place))
            for verdict, chosen in ((SAME, found.same), (NOT_ENOUGH, found.unsure)):
                about = f"{claim.claim_id} {verdict}"
                for made in attribute_rows(chosen, rendition=named, known=declared.parties, about=about):
                    yield _Entry(made, claim, verdict)


class _Places:
    """The points that the places of claims mean, each looked up once."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._found: dict[str, Place | None] = {}

    def of(self, name: str) -> Place | None:
        """Return the place a name means, or None where it has no name or no one point."""
        if name and name not in self._found:
            self._found[name] = self._work.gazetteers.place_of(name)
        return self._found.get(name)


def _set_aside(work: Workplace, gone: Iterable[Statement]) -> None:
    """Remove statements that no longer come out; one somebody judged stays, marked as an earlier reading."""
    has_words = bool(work.store.count(Review))
    for statement in gone:
        if has_words and has_word(work.store, statement.statement_id):
            work.store.put([as_earlier(statement)])
        else:
            work.store.remove(Statement, [statement.statement_id])


def _matching(entry: _Entry) -> Matching:
    statement, claim = entry.made.statement, entry.claim
    n = len(entry.made.rows)
    fits = "sides, days and place" if claim.place else "sides and days"
    reason = f"{n} row{'s' if n > 1 else ''} with the {fits} of the claim"
    if entry.verdict == NOT_ENOUGH:
        reason = f"{n} row{'s' if n > 1 else ''} near it; days, place or kind of event fit only in part"
    return Matching(
        matching_id=key("matching", statement.statement_id, claim.claim_id),
        statement_id=statement.statement_id,
        claim_id=claim.claim_id,
        verdict=entry.verdict,
        reasons=(reason,),
        made=Made(by=RECORDED, standing=Standing.SUGGESTION, why=reason),
    )


HeldReports = Mapping[tuple[str, int], Sequence[tuple[str, frozenset[str]]]]


def _held_reports(work: Workplace, declared: Declarations) -> HeldReports:
    """Return the reports of the case by publisher and day: exhibit, and the words of title and opening."""
    spans = published_spans(work, declared)
    publishers = {s.exhibit_id: s.chain.publisher.party_id for s in work.store.all(Statement)}
    found: dict[tuple[str, int], list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for rendition in work.store.all(Rendition):
        span = spans.get(rendition.exhibit_id)
        publisher = publishers.get(rendition.exhibit_id)
        if publisher and rendition.is_preferred and span is not None and span.start is not None:
            words = frozenset(fold(f"{rendition.value_of('title')} {rendition.text[:600]}").split())
            found[publisher, span.start.toordinal()].append((rendition.exhibit_id, words))
    return found


def _with_held(made: RowStatement, held: HeldReports, work: Workplace) -> RowStatement:
    """Return a statement that says which reports of the case its rows were coded from, if any."""
    exhibits = {e for row in made.rows for e in _coded_from(row, made.parties, held)}
    if not exhibits:
        return made
    named = ", ".join(sorted((work.store.siglum(e) or e[:8] for e in exhibits), key=lambda s: (len(s), s)))
    why = f"{made.statement.made.why}; coded from {named}, which this case holds: no separate account"
    statement = replace(made.statement, made=replace(made.statement.made, why=why))
    return replace(made, statement=statement)


def _coded_from(row: RecordRow, parties: Sequence[Party], held: HeldReports) -> Iterator[str]:
    """Yield the exhibits that are the reports a row names: by outlet, day and most words of the headline."""
    for article in row.articles:
        outlet, _, rest = article.partition(",")
        day, _, headline = rest.partition(",")
        span = _day(day)
        words = frozenset(fold(headline).split())
        if span is None or span.start is None or len(words) < 3:
            continue
        del outlet
        for party in parties:
            for shift in (-1, 0, 1):
                for exhibit_id, text in held.get((party.party_id, span.start.toordinal() + shift), ()):
                    if len(words & text) >= HEADLINE_SHARE * len(words):
                        yield exhibit_id


def _day(text: str) -> DateSpan | None:
    try:
        return parse_span(text.strip()[:10])
    except ValueError:
        return None

"""Showing one thing: an exhibit with its readings, or a claim with its statements."""

from dataclasses import dataclass, replace

from twosource.desk.answers import StatementAnswer, resolve, statements
from twosource.desk.workplace import Workplace
from twosource.evidence.claims import Claim
from twosource.evidence.holdings import Exhibit, Holding, Rendition
from twosource.evidence.lineage import OriginCount
from twosource.evidence.outcome import Fate
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.tracing import headline


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingAnswer:
    """One reading of an exhibit: what it is, who made it, and its text."""

    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """What there is to see about one thing: facts, readings, statements."""

    id: str
    siglum: str
    facts: tuple[str, ...]
    readings: tuple[ReadingAnswer, ...] = ()
    statements: tuple[StatementAnswer, ...] = ()


def show(work: Workplace, name: str, page: int | None = None) -> ShownAnswer:
    """Return what there is to see. Raises NothingMatchedError where nothing is called so."""
    found = resolve(work, name)
    if claim := work.store.get(Claim, found):
        return _claim(work, claim)
    if statement := work.store.get(Statement, found):
        return _statement(work, statement, page)
    if passage := work.store.get(Passage, found):
        return _exhibit(work, passage.exhibit_id, passage.page)
    return _exhibit(work, found, page)


def _claim(work: Workplace, claim: Claim) -> ShownAnswer:
    parties = {p.party_id: p for p in work.store.all(Party)}
    count = work.store.get(OriginCount, claim.claim_id)
    siglum = work.store.siglum(claim.claim_id)
    facts = [f"{siglum}: {claim.text}", f"{claim.made.standing.value} by {claim.made.by}"]
    if count:
        facts.append(headline(count, parties))
    return ShownAnswer(
        id=claim.claim_id,
        siglum=siglum,
        facts=tuple(facts),
        statements=tuple(statements(work, claim_id=claim.claim_id)),
    )


def _statement(work: Workplace, statement: Statement, page: int | None) -> ShownAnswer:
    """Return the exhibit a statement stands in, with the statement and how far it can be relied on."""
    held = statements(work, exhibit_id=statement.exhibit_id, everything=True)
    own = [answer for answer in held if answer.statement_id == statement.statement_id]
    facts = [f"{a.siglum}: {a.reviewed or a.standing}; {a.measured}".rstrip("; ") for a in own]
    shown = _exhibit(work, statement.exhibit_id, page)
    return replace(shown, facts=(*facts, *shown.facts), statements=tuple(own))


def _exhibit(work: Workplace, exhibit_id: str, page: int | None) -> ShownAnswer:
    exhibit = work.store.get(Exhibit, exhibit_id)
    siglum = work.store.siglum(exhibit_id)
    facts = [f"{siglum}: {exhibit.media_type}, {exhibit.size:,} bytes"] if exhibit else []
    facts += [holding.path for holding in work.store.all(Holding, about=exhibit_id)]
    if fate := work.store.get(Fate, exhibit_id):
        facts += [f"{fate.status.value}", *(failure.sentence() for failure in fate.failures)]
    readings = [_reading(r, page, _page_text(r, page)) for r in work.store.all(Rendition, about=exhibit_id)]
    return ShownAnswer(id=exhibit_id, siglum=siglum, facts=tuple(facts), readings=tuple(readings))


def _page_text(rendition: Rendition, page: int | None) -> str:
    if page is None:
        return rendition.text
    return "".join(rendition.text[p.start : p.end] for p in rendition.pages if p.number == page)


def _reading(rendition: Rendition, page: int | None, text: str) -> ReadingAnswer:
    by = f"{rendition.maker} {rendition.maker_version}".strip()
    where = f", page {page}" if page is not None else ""
    language = f", {rendition.language}" if rendition.language else ""
    return ReadingAnswer(
        title=f"{rendition.kind.value}{language}{where}, by {by}", text=text, language=rendition.language
    )

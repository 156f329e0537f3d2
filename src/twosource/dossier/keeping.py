"""The sections on exhibits and custody: what was received, what became of it, through whose hands it came."""

from collections import Counter
from collections.abc import Iterable

from twosource.dossier.contexts import CustodySection, ExhibitSection, Sentence, Table
from twosource.dossier.shelf import Shelf, explain
from twosource.dossier.wording import capital, count, dated, joined, label
from twosource.evidence.holdings import CustodyEvent, Exhibit
from twosource.evidence.outcome import Fate
from twosource.terms import Status

NAMED_EXHIBITS = 6


def describe_exhibits(shelf: Shelf, cited: Iterable[str]) -> ExhibitSection:
    """Return what became of everything received; `cited` are the exhibits the page relies on."""
    coverage = shelf.material.coverage
    fates = {f.exhibit_id: f for f in shelf.material.fates}
    return ExhibitSection(
        coverage=coverage,
        adds_up=coverage.adds_up,
        notes=_conservation(shelf),
        cited=_cited(shelf, list(cited), fates),
        unread=_unread(shelf),
        kinds=_kinds(shelf.material.exhibits),
    )


def _conservation(shelf: Shelf) -> tuple[Sentence, ...]:
    coverage = shelf.material.coverage
    said = []
    if not coverage.adds_up:
        said.append(
            explain(
                f"The four numbers do not add up to {coverage.n_received:,}: something is missing from the "
                f"record, and nothing on this page should be relied on before it is found"
            )
        )
    if coverage.n_refused or coverage.n_partly_read or coverage.n_waiting:
        said.append(explain("What was not wholly read may speak for or against anything here"))
    paths = len(shelf.material.holdings)
    if paths > len(shelf.material.exhibits):
        said.append(
            explain(
                f"{paths:,} places held {len(shelf.material.exhibits):,} different exhibits: the same "
                f"bytes are one"
            )
        )
    return tuple(said)


def _cited(shelf: Shelf, cited: list[str], fates: dict[str, Fate]) -> Table:
    limit = shelf.material.settings.exhibits_listed
    language = shelf.material.language
    rows = []
    for exhibit_id in cited[:limit]:
        exhibit = shelf.exhibits.get(exhibit_id)
        fate = fates.get(exhibit_id)
        rows.append(
            (
                shelf.short(exhibit_id),
                _what(shelf, exhibit),
                shelf.publisher(exhibit_id),
                dated(shelf.published(exhibit_id)),
                label("outcome", fate.status.value, language) if fate else "",
            )
        )
    left = len(cited) - len(rows)
    caption = f"{capital(count(len(cited), 'exhibit'))} relied on" + (f", {left} not listed" if left else "")
    return Table(
        caption=caption, headers=("exhibit", "what", "published by", "date", "outcome"), rows=tuple(rows)
    )


def _what(shelf: Shelf, exhibit: Exhibit | None) -> str:
    if exhibit is None:
        return "not held"
    readings = shelf.renditions_of.get(exhibit.exhibit_id, ())
    title = next((t for r in readings if (t := r.value_of("title"))), "")
    pages = max((len(r.pages) for r in readings), default=0)
    parts = [exhibit.media_type, f"{pages} pages" if pages > 1 else ""]
    languages = sorted({r.language for r in readings if r.language})
    parts.append(joined(languages))
    described = ", ".join(p for p in parts if p)
    return f"{title} ({described})" if title else described


def _unread(shelf: Shelf) -> Table | None:
    unread = [f for f in shelf.material.fates if f.status is not Status.READ]
    if not unread:
        return None
    order = {Status.REFUSED: 0, Status.WAITING: 1, Status.PARTLY_READ: 2}
    unread.sort(key=lambda f: (order[f.status], shelf.short(f.exhibit_id), f.exhibit_id))
    limit = shelf.material.settings.exhibits_listed
    rows = []
    for fate in unread[:limit]:
        exhibit = shelf.exhibits.get(fate.exhibit_id)
        rows.append(
            (
                shelf.short(fate.exhibit_id) if exhibit else "not kept",
                label("outcome", fate.status.value, shelf.material.language),
                exhibit.media_type if exhibit else "",
                " ".join(f.sentence() for f in fate.failures),
            )
        )
    left = len(unread) - len(rows)
    caption = f"{capital(count(len(unread), 'exhibit'))} not wholly read, and why"
    caption += f"; {left} more are in the case" if left else ""
    return Table(
        caption=caption, headers=("exhibit", "outcome", "kind", "why, and what to do"), rows=tuple(rows)
    )


def _kinds(exhibits: Iterable[Exhibit]) -> Table:
    counts = Counter(e.media_type for e in exhibits)
    rows = [(kind, f"{n:,}") for kind, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))]
    return Table(
        caption="Exhibits by kind", headers=("kind", "exhibits"), rows=tuple(rows[:25]), numeric=(1,)
    )


def describe_custody(shelf: Shelf) -> CustodySection:
    """Return through whose hands the exhibits came, with gaps named."""
    events = shelf.material.custody
    gaps = [e for e in events if e.is_gap]
    alterable = [e for e in events if e.could_alter]
    said = []
    if gaps:
        said.append(
            explain(
                f"{capital(count(len(gaps), 'link'))} of the chain nobody can account for; marked “gap” below"
            )
        )
    if alterable:
        said.append(
            explain(
                f"At {count(len(alterable), 'step')} whoever held the papers could have changed them without "
                f"trace"
            )
        )
    if not events:
        said.append(
            explain("Nobody has declared how the exhibits reached the desk: the whole chain is a gap")
        )
    return CustodySection(notes=tuple(said), events=_events(shelf, events), accessions=_accessions(shelf))


def _events(shelf: Shelf, events: tuple[CustodyEvent, ...]) -> Table | None:
    if not events:
        return None
    rows = [
        (
            _which(shelf, event.exhibit_ids),
            shelf.shown(event.from_party) if event.from_party else "unknown",
            shelf.shown(event.to_party) if event.to_party else "unknown",
            f"gap: {event.action}" if event.is_gap else event.action,
            dated(event.at_span),
            "yes" if event.could_alter else "no",
            f"{event.n_searched:,}" if event.n_searched else "",
            event.note,
        )
        for event in events[: shelf.material.settings.custody_listed]
    ]
    left = len(events) - len(rows)
    return Table(
        caption="Who passed what to whom" + (f"; {left} more steps are in the case" if left else ""),
        headers=("exhibits", "from", "to", "what was done", "when", "could alter", "picked from", "note"),
        rows=tuple(rows),
        numeric=(6,),
    )


def _which(shelf: Shelf, exhibit_ids: tuple[str, ...]) -> str:
    sigla = [shelf.short(e) for e in exhibit_ids[:NAMED_EXHIBITS] if shelf.short(e)]
    left = len(exhibit_ids) - len(sigla)
    return ", ".join(sigla) + (f" and {left} more" if left and sigla else f"{left}" if left else "")


def _accessions(shelf: Shelf) -> Table | None:
    accessions = shelf.material.accessions
    if not accessions:
        return None
    per = Counter(h.accession_id for h in shelf.material.holdings)
    rows = [
        (
            shelf.short(a.accession_id),
            f"{a.received_at:%Y-%m-%d %H:%M} UTC",
            shelf.shown(a.from_party) if a.from_party in shelf.material.parties else a.from_party,
            a.how,
            a.conditions,
            f"{per[a.accession_id]:,}",
        )
        for a in accessions
    ]
    return Table(
        caption="Deliveries to the desk",
        headers=("accession", "received", "from", "how", "conditions", "places"),
        rows=tuple(rows),
        numeric=(5,),
    )

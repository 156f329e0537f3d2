"""The stemma of one claim for itself: gathered without the rest of the page, drawn, and as a table.

A picture that leaves the case is veiled like a page: protected parties stand in it as they may be shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from twosource import __version__
from twosource.desk.assessing import counted_matchings, statements_by_claim
from twosource.desk.case import write_whole
from twosource.desk.workplace import Workplace
from twosource.dossier import Material
from twosource.dossier.contexts import Table
from twosource.dossier.hands import stemma_picture
from twosource.dossier.pictures.alone import draw_alone
from twosource.dossier.shelf import Shelf
from twosource.dossier.veil import draw_over, veil_for
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.claims import Claim, Entailment
from twosource.evidence.holdings import CustodyEvent, Exhibit, Rendition
from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import Party, Tie

EVERY_ROW = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StemmaAnswer:
    """Who had a claim from whom: the finding, what the signs mean, the table, and the picture as SVG text."""

    claim: str
    title: str
    caption: str
    table: Table
    svg: str


def stemma(work: Workplace, claim_id: str, language: str = "en") -> StemmaAnswer:
    """Draw the stemma of a traced claim. Raises NothingMatchedError where there is nothing to draw."""
    material = lineage_material(work, claim_id, language)
    siglum = work.store.siglum(claim_id)
    if claim_id not in material.origin_counts:
        raise NothingMatchedError(
            f"{siglum} was not traced.", remedy="Run `twosource examine` and look again."
        )
    picture = stemma_picture(Shelf(material), claim_id)
    if picture is None:
        raise NothingMatchedError(
            f"There is no stemma of {siglum}: one report alone, or nobody is known to have it from another.",
            remedy=f"`twosource origins {siglum}` says what is known.",
        )
    picture = draw_over(veil_for(material.parties.values()), picture)
    return StemmaAnswer(
        claim=siglum,
        title=picture.title,
        caption=picture.caption,
        table=picture.table,
        svg=draw_alone(picture),
    )


def lineage_material(work: Workplace, claim_id: str, language: str) -> Material:
    """Gather what the stemma of one claim is drawn from, and nothing else of the case."""
    store = work.store
    entailments = tuple(store.all(Entailment))
    claims = _leading_to(claim_id, entailments)
    by_claim = statements_by_claim(work)
    bearing = {(c, s.statement_id) for c in claims for s in by_claim.get(c, ())}
    statements = {s.statement_id: s for c in claims for s in by_claim.get(c, ())}
    matchings = tuple(m for m in counted_matchings(work) if (m.claim_id, m.statement_id) in bearing)
    exhibit_ids = {s.exhibit_id for s in statements.values()}
    counted, claim = store.get(OriginCount, claim_id), store.get(Claim, claim_id)
    exhibits = store.get_many(Exhibit, sorted(exhibit_ids))
    material = Material(
        title="",
        generated_at=work.clock(),
        version=__version__,
        language=language,
        exhibits=tuple(exhibits.values()),
        renditions=tuple(r for e in sorted(exhibit_ids) for r in store.all(Rendition, about=e)),
        custody=tuple(store.all(CustodyEvent)),
        parties={p.party_id: p for p in store.all(Party)},
        ties=tuple(store.all(Tie)),
        statements=statements,
        claims=(claim,) if claim else (),
        matchings=matchings,
        entailments=entailments,
        origin_counts={claim_id: counted} if counted else {},
        sigla={i: store.siglum(i) for i in (claim_id, *sorted(exhibit_ids), *sorted(statements))},
    )
    return replace(material, settings=replace(material.settings, statements_listed=EVERY_ROW))


def _leading_to(claim_id: str, entailments: Iterable[Entailment]) -> list[str]:
    """Return a claim and those it follows from, directly or in steps."""
    found = [claim_id]
    told = list(entailments)
    for claim in found:
        found += [e.from_claim for e in told if e.to_claim == claim and e.from_claim not in found]
    return found


def write_stemma(answer: StemmaAnswer, path: Path) -> None:
    """Write the picture whole or not at all. Raises UsageError where it cannot be written there."""
    try:
        write_whole(path, answer.svg)
    except OSError as error:
        raise UsageError(
            f"The picture could not be written to {path}: {error.strerror or error}.",
            safe="The case is as it was.",
            remedy="Name a file in a folder you may write to.",
        ) from error

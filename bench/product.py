"""The product's own path from pages to origins, in memory, exactly as the desk walks it.

It sees what a page says, who carried it, when and in which language, and nothing else.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from twosource.attributing import AttributeSettings, attribute, credits_of
from twosource.dates import UNDATED, DateSpan, parse_span
from twosource.evidence.claims import Claim, Matching
from twosource.evidence.holdings import Page as RenditionPage
from twosource.evidence.holdings import Rendition
from twosource.evidence.lineage import OriginCount
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.ids import digest_of, key
from twosource.matching import MatchSettings, match
from twosource.ports import Tagger
from twosource.tagging import open_tagger
from twosource.terms import RenditionKind, Stance
from twosource.tracing import ClaimEvidence, TraceSettings, trace


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a reader meets it: the only input of the product here."""

    text: str
    outlet: str
    language: str
    date: str

    @property
    def exhibit_id(self) -> str:
        """The content address of the page with its heading, so that reprints elsewhere stay apart."""
        heading = f"{self.outlet}\n{self.date}\n{self.language}\n\n{self.text}"
        return digest_of(heading.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class PageReading:
    """What the product makes of one page: whom it credits, and the origin its main claim goes back to."""

    credited: tuple[Party, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class StoryReading:
    """What the product makes of a story: the claim most pages bear on, its count, and every page."""

    claim: Claim | None
    count: OriginCount | None
    pages: tuple[PageReading, ...]
    n_statements: int
    n_on_claim: int

    @property
    def kappa(self) -> int:
        """The most probable number of separate hands; 0 where no claim was found."""
        return self.count.kappa_mode if self.count else 0


@dataclass(slots=True)
class Attributed:
    """Parties, passages and statements of some renditions, by id."""

    parties: dict[str, Party]
    passages: dict[str, Passage]
    statements: list[Statement]


def as_rendition(page: Page) -> Rendition:
    """Return a page as reading gives it: the text, and in the metadata what the page says of itself."""
    return Rendition(
        rendition_id=key("rendition", page.exhibit_id, "bench"),
        exhibit_id=page.exhibit_id,
        kind=RenditionKind.TEXT,
        text=page.text,
        pages=(RenditionPage(number=1, start=0, end=len(page.text)),),
        language=page.language,
        maker="bench",
        maker_version="1",
        metadata=(("publisher", page.outlet), ("published", page.date), ("language", page.language)),
    )


@cache
def usual_tagger() -> Tagger | None:
    """Return the trained tagger as the desk uses it, or None where it is not installed."""
    return open_tagger()


def attributed(pages: Sequence[Page]) -> Attributed:
    """Run attributing over pages and sort what it gives."""
    renditions = {page.exhibit_id: as_rendition(page) for page in pages}
    found = Attributed({}, {}, [])
    for outcome in attribute(
        renditions.values(), known=(), settings=AttributeSettings(), tagger=usual_tagger()
    ):
        for value in outcome.values:
            if isinstance(value, Party):
                found.parties[value.party_id] = value
            elif isinstance(value, Passage):
                found.passages[value.passage_id] = value
            else:
                found.statements.append(value)
    return found


def matched(found: Attributed) -> tuple[dict[str, Claim], dict[str, list[Statement]]]:
    """Run matching; return the claims, and per claim the statements that bear on it for certain."""
    by_id = {statement.statement_id: statement for statement in found.statements}
    claims: dict[str, Claim] = {}
    bearing: dict[str, list[Statement]] = defaultdict(list)
    outcomes = match(
        found.statements, passages=found.passages, claims=(), judgements=(), settings=MatchSettings()
    )
    for outcome in outcomes:
        for value in outcome.values:
            if isinstance(value, Matching):
                if value.verdict == "same":
                    bearing[value.claim_id].append(by_id[value.statement_id])
            else:
                claims[value.claim_id] = value
    return claims, bearing


def main_claim(claims: Mapping[str, Claim], bearing: Mapping[str, Sequence[Statement]]) -> Claim | None:
    """Return the claim most exhibits bear on, then most statements; the id breaks ties."""

    def rank(claim_id: str) -> tuple[int, int, str]:
        statements = bearing[claim_id]
        return -len({s.exhibit_id for s in statements}), -len(statements), claim_id

    return claims[min(bearing, key=rank)] if bearing else None


def evidence_for(
    claim: Claim, statements: Sequence[Statement], found: Attributed, pages: Sequence[Page]
) -> ClaimEvidence:
    """Return everything tracing may look at for one claim; nothing was declared."""
    exhibits = {s.exhibit_id for s in statements}
    return ClaimEvidence(
        claim=claim,
        statements=tuple(statements),
        passages={s.passage_id: found.passages[s.passage_id] for s in statements},
        texts={p.exhibit_id: p.text for p in pages if p.exhibit_id in exhibits},
        parties=found.parties,
        ties=(),
        custody=(),
        published={p.exhibit_id: published(p) for p in pages if p.exhibit_id in exhibits},
    )


def published(page: Page) -> DateSpan:
    """Return when a page was published; undated where its date cannot be read."""
    try:
        return parse_span(page.date)
    except ValueError:
        return UNDATED


def read_story(pages: Sequence[Page]) -> StoryReading:
    """Walk the whole way for one story: attribute, match, trace the claim most pages bear on.

    Where pages only doubt or deny that claim, the claim they hold against it is traced too, and gives
    an origin to pages that have none: a debunking goes round like the story it debunks.
    """
    found = attributed(pages)
    claims, bearing = matched(found)
    claim = main_claim(claims, bearing)
    on_claim: Sequence[Statement] = bearing[claim.claim_id] if claim else ()
    count = counted(claim, on_claim, found, pages) if claim else None
    origins = origin_of_exhibits(count, on_claim, found.passages)
    if (against := counter_claim(on_claim, bearing)) is not None:
        other = counted(claims[against], bearing[against], found, pages)
        origins = {**origin_of_exhibits(other, bearing[against], found.passages), **origins}
    credited = credited_by_exhibit(found)
    readings = tuple(
        PageReading(credited.get(p.exhibit_id, ()), origins.get(p.exhibit_id, f"alone {number}"))
        for number, p in enumerate(pages)
    )
    return StoryReading(claim, count, readings, len(found.statements), len(on_claim))


def counted(
    claim: Claim, statements: Sequence[Statement], found: Attributed, pages: Sequence[Page]
) -> OriginCount | None:
    """Return the count of origins of one claim, or None where tracing refused it."""
    evidence = evidence_for(claim, statements, found, pages)
    counts = [c for outcome in trace([evidence], settings=TraceSettings()) for c in outcome.values]
    return counts[0] if counts else None


def counter_claim(on_claim: Sequence[Statement], bearing: Mapping[str, Sequence[Statement]]) -> str | None:
    """Return the claim that most pages assert which doubt or deny the main one and nowhere assert it.

    Two pages at least must: what one page says besides is no counter-claim. Ties go to the smaller id.
    """
    stances: dict[str, set[Stance]] = defaultdict(set)
    for statement in on_claim:
        stances[statement.exhibit_id].add(statement.stance)
    against = {e for e, found in stances.items() if found <= {Stance.DOUBTS, Stance.DENIES}}
    asserted: dict[str, set[str]] = defaultdict(set)
    for claim_id, statements in bearing.items():
        for statement in statements:
            if statement.exhibit_id in against and statement.stance is Stance.ASSERTS:
                asserted[claim_id].add(statement.exhibit_id)
    best = min(asserted, key=lambda claim_id: (-len(asserted[claim_id]), claim_id), default=None)
    return best if best is not None and len(asserted[best]) > 1 else None


def origin_of_exhibits(
    count: OriginCount | None, on_claim: Sequence[Statement], passages: Mapping[str, Passage]
) -> dict[str, str]:
    """Return, per exhibit, the origin most of its statements go back to; ties go to the more probable one.

    A page whose first word on the claim is a doubt or a denial is placed with nobody who asserts it.
    """
    if count is None:
        return {}
    first: dict[str, tuple[int, bool]] = {}
    for s in on_claim:
        row = (passages[s.passage_id].start, s.stance not in (Stance.DOUBTS, Stance.DENIES))
        first[s.exhibit_id] = min(row, first.get(s.exhibit_id, row))
    exhibit_of = {s.statement_id: s.exhibit_id for s in on_claim if first[s.exhibit_id][1]}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    p_origin = {origin.origin_id: origin.p for origin in count.origins}
    for origin in count.origins:
        for statement_id in origin.statement_ids:
            if statement_id in exhibit_of:
                votes[exhibit_of[statement_id]][origin.origin_id] += 1
    return {
        exhibit_id: min(counted, key=lambda o: (-counted[o], -p_origin[o], o))
        for exhibit_id, counted in votes.items()
    }


def credited_by_exhibit(found: Attributed) -> dict[str, tuple[Party, ...]]:
    """Return the parties each exhibit credits as a whole, as the product says it."""
    by_exhibit: dict[str, list[Statement]] = defaultdict(list)
    for statement in found.statements:
        by_exhibit[statement.exhibit_id].append(statement)
    return {
        exhibit_id: tuple(found.parties[party_id] for party_id in credits_of(statements, found.parties))
        for exhibit_id, statements in by_exhibit.items()
    }

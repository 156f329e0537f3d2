"""Made-up spreads of one claim, of any size and shape, for the tests of the stemma."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from twosource.dates import UNDATED, day
from twosource.dossier.material import Material
from twosource.evidence.claims import Claim, Matching
from twosource.evidence.lineage import Chokepoint, Derivation, Feature, Origin, OriginCount
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement
from twosource.ids import digest_of, key
from twosource.terms import (
    Access,
    Action,
    Channel,
    DerivationKind,
    FeatureKind,
    PartyKind,
    Stance,
    Standing,
    Voice,
)

CLAIM = "claim-spread"
BY_PERSON = Made(by="case.toml", standing=Standing.JUDGEMENT)
FIRST = date(2016, 5, 2)


@dataclass(frozen=True, slots=True)
class Report:
    """One made-up report: who, from whom, how surely, on which day after the first (None: undated)."""

    who: str
    parents: tuple[str, ...] = ()
    p: float = 0.97
    after: int | None = 0
    kind: DerivationKind = DerivationKind.RELIES_ON
    channel: Channel = Channel.PUBLICATION


def spread(
    reports: Sequence[Report],
    *,
    chokepoints: Sequence[tuple[tuple[str, ...], float]] = (),
    kappa: tuple[float, ...] = (0.0, 0.98, 0.02),
    origins: Iterable[str] = (),
    names: dict[str, str] | None = None,
    protected: Iterable[str] = (),
    language: str = "en",
) -> Material:
    """Return a material whose one claim went round as the reports say."""
    names = names or {}
    ids = dict.fromkeys([*(r.who for r in reports), *(p for r in reports for p in r.parents), *origins])
    ids |= dict.fromkeys(p for cut, _ in chokepoints for p in cut)
    hidden = frozenset(protected)
    parties = {
        i: Party(
            party_id=i,
            name=names.get(i, i),
            kind=PartyKind.PERSON if i in hidden else PartyKind.OUTLET,
            label="defector 1" if i in hidden else "",
            is_protected=i in hidden,
            made=BY_PERSON,
        )
        for i in ids
    }
    statements = [_statement(n, r) for n, r in enumerate(reports, 1)]
    first: dict[str, Statement] = {}
    for r, s in zip(reports, statements, strict=True):
        first.setdefault(r.who, s)
    derivations = [
        _derivation(r, s, p, first) for r, s in zip(reports, statements, strict=True) for p in r.parents
    ]
    sigla = {s.exhibit_id: f"E{n}" for n, s in enumerate(statements, 1)} | {CLAIM: "C1"}
    counted = OriginCount(
        claim_id=CLAIM,
        n_reports=sum(r.channel is Channel.PUBLICATION for r in reports),
        n_statements=len(statements),
        k=(0.0, 0.95, 0.05),
        kappa=kappa,
        kappa_trusted=kappa,
        trusted=(),
        chokepoints=tuple(Chokepoint(party_ids=cut, p=p) for cut, p in chokepoints),
        origins=tuple(
            Origin(
                origin_id=f"o-{o}", claim_id=CLAIM, party_id=o, act="observed it", p=0.97, statement_ids=()
            )
            for o in origins
        ),
        derivations=tuple(derivations),
        p_own=(),
        paths=(),
        n_samples=2000,
        seed=0,
    )
    return Material(
        title="A made-up spread",
        generated_at=datetime(2026, 11, 23, tzinfo=UTC),
        version="0",
        language=language,
        parties=parties,
        passages={s.passage_id: _passage(s) for s in statements},
        statements={s.statement_id: s for s in statements},
        claims=(Claim(claim_id=CLAIM, text="It was agreed.", action=Action.AGREE, made=BY_PERSON),),
        matchings=tuple(
            Matching(
                matching_id=f"m-{s.statement_id}",
                statement_id=s.statement_id,
                claim_id=CLAIM,
                verdict="same",
                reasons=(),
                made=BY_PERSON,
            )
            for s in statements
        ),
        origin_counts={CLAIM: counted},
        sigla=sigla,
    )


def _statement(n: int, report: Report) -> Statement:
    links = [Link(party_id=report.who, channel=report.channel)]
    return Statement(
        statement_id=key("statement", str(n)),
        passage_id=key("passage", str(n)),
        exhibit_id=digest_of(str(n).encode()),
        chain=AttributionChain(links=tuple(links)),
        stance=Stance.ASSERTS,
        hedge=0,
        voice=Voice.OWN,
        said_span=UNDATED if report.after is None else day(FIRST + timedelta(days=report.after)),
        made=BY_PERSON,
    )


def _passage(statement: Statement) -> Passage:
    return Passage(
        passage_id=statement.passage_id,
        exhibit_id=statement.exhibit_id,
        rendition_id=f"r-{statement.exhibit_id}",
        start=0,
        end=14,
        page=1,
        text="It was agreed.",
        language="en",
    )


def _derivation(report: Report, child: Statement, parent: str, first: dict[str, Statement]) -> Derivation:
    held = first.get(parent)
    return Derivation(
        derivation_id=key("derivation", child.statement_id, parent),
        claim_id=CLAIM,
        parent_id=held.statement_id if held else parent,
        child_id=child.statement_id,
        kind=report.kind,
        p=report.p,
        features=(
            Feature(
                kind=FeatureKind.CREDIT, words=f"according to {parent}", is_shared=True, q=0.03, weight=3.3
            ),
        ),
        parent_is_party=held is None,
    )


def star(n: int, *, days: int = 12) -> list[Report]:
    """Return one outlet and n - 1 copies of it, some through a second hand, some unsure."""
    out = [Report("The Broadcaster", ("The Handover Group",))]
    for i in range(1, n):
        parent = "The Broadcaster" if i < 4 or i % 4 else f"Outlet {i // 4}"
        p = 0.7 if i % 11 == 0 else 0.97
        kind = DerivationKind.TRANSLATES if i % 6 == 0 else DerivationKind.RELIES_ON
        out.append(Report(f"Outlet {i}", (parent,), p=p, after=(i * 7) % days, kind=kind))
    return out


def chain(n: int) -> list[Report]:
    """Return n outlets, each of which has it from the one before."""
    return [Report(f"Link {i}", (f"Link {i - 1}",) if i else (), after=i) for i in range(n)]


OWN_EYES = Access.SAW

"""The whole trace of one claim, from its statements to an `OriginCount`.

Steps: chains made fit, pages compared, voices told apart, access weighed, routes drawn, draws counted,
and each statement given the origin it most probably goes back to.
"""

from collections.abc import Iterable, Iterator, Mapping

from twosource.evidence.lineage import Origin, OriginCount, unseen_words
from twosource.evidence.outcome import Failure, Outcome
from twosource.evidence.testimony import Statement
from twosource.ids import key
from twosource.terms import Status
from twosource.tracing.adjudicated import taught_access, taught_credit
from twosource.tracing.assigning import Sources, sources_of
from twosource.tracing.chains import MATERIAL, Account, accounts_of, joint_holders, supporting
from twosource.tracing.deriving import Ground, derivations_of
from twosource.tracing.drawing import UPSTREAM, ClaimDraw, draw, stream_names
from twosource.tracing.firsts import equals_of, shared_out
from twosource.tracing.layout import lay_out
from twosource.tracing.material import ClaimEvidence, TraceSettings
from twosource.tracing.pages import in_time, read_pages
from twosource.tracing.priors import AccessClass, access_classes, copy_priors
from twosource.tracing.ratios import Known, Ratios, weigh_access
from twosource.tracing.retelling import retell
from twosource.tracing.rewording import with_reworded
from twosource.tracing.routes import routes_of
from twosource.tracing.rulings import (
    Rulings,
    publishers_by_exhibit,
    ruled_accounts,
    ruled_parties,
    rulings_on,
)
from twosource.tracing.signs import with_signs
from twosource.tracing.tallies import tally
from twosource.tracing.unseen import led_to_unseen, unseen_parents
from twosource.tracing.voices import Part, Voice, voices_of
from twosource.tracing.ways import ways_of

LEAST_P = 0.05


def trace_claim(evidence: ClaimEvidence, settings: TraceSettings) -> Outcome[OriginCount]:
    """Trace one claim. An access class nobody defined is refused; texts that are missing are said."""
    claim = evidence.claim
    access = access_classes().get(claim.access_class)
    if access is None:
        known = ", ".join(access_classes())
        return Outcome(
            item_id=claim.claim_id,
            status=Status.REFUSED,
            failures=(
                Failure(
                    code="unknown-access-class",
                    happened=f"Claim {claim.claim_id} has the access class “{claim.access_class}”.",
                    safe="Its statements are kept; nothing was counted.",
                    remedy=f"Use one of: {known}.",
                ),
            ),
        )
    failures = tuple(_unread(evidence))
    count = _count(evidence, settings, access)
    status = Status.PARTLY_READ if failures else Status.READ
    return Outcome(item_id=claim.claim_id, status=status, values=(count,), failures=failures)


def _unread(evidence: ClaimEvidence) -> Iterator[Failure]:
    """Say where a text could not be compared: no sign of copying there is no sign of independence."""
    exhibits = {s.exhibit_id for s in supporting(evidence.statements)}
    missing = sorted(e for e in exhibits if not evidence.texts.get(e, "").strip())
    if missing:
        yield Failure(
            code="no-text-to-compare",
            happened=f"{len(missing)} of {len(exhibits)} exhibits that assert the claim have no text.",
            safe="They are counted by what they credit alone.",
            remedy="Transcribe them, or declare from whom they have it.",
        )


def _count(evidence: ClaimEvidence, settings: TraceSettings, access: AccessClass) -> OriginCount:
    priors = taught_credit(copy_priors(), evidence.adjudicated)
    access = taught_access(access, evidence.adjudicated)
    accounts = accounts_of(evidence.statements, evidence.parties)
    if not accounts:
        return _nobody(evidence, settings)
    rulings = rulings_on(evidence)
    accounts = ruled_accounts(accounts, rulings)
    pages = read_pages(accounts, evidence, settings, priors, rulings)
    pages = with_signs(pages, accounts, evidence, priors, rulings)
    pages = with_reworded(pages, accounts, evidence, priors, rulings)
    told = accounts
    accounts = retell(told, in_time(accounts, pages), pages.mates, evidence.parties)
    unseen = unseen_parents(accounts, pages, evidence, priors, rulings)
    accounts = led_to_unseen(accounts, unseen)
    voices = voices_of(accounts, pages, evidence, settings.tolerance_days)
    at = {e: p for e, p in publishers_by_exhibit(accounts).items() if e in unseen.weights}
    known = Known(
        ruled=ruled_parties(accounts, pages.reprints, rulings),
        habits=evidence.habits,
        unseen={publisher: unseen.weights[e] for e, publisher in at.items()},
    )
    ratios = weigh_access(voices, pages, access, priors, known)
    fresh = [a for a in accounts if a.statement.exhibit_id not in pages.reprints]
    reprinters = {p: v.parents for p, v in voices.items() if v.part is Part.REPRINT}
    joint = joint_holders(fresh, evidence.parties)
    crediting = [
        a
        for a in fresh
        if a.statement.statement_id not in joint and voices[a.publisher].part is not Part.MISQUOTE
    ]
    routes = routes_of(crediting, evidence.custody, reprinters)
    trusted, withdrawn = frozenset(settings.trusted), frozenset(evidence.withdrawn)
    layout = lay_out(voices, routes, ratios, evidence.ties, trusted, withdrawn=withdrawn)
    names = stream_names(voices, pages, priors)
    claim_draw = ClaimDraw(evidence.claim.claim_id, access.p_upstream)
    counted = tally(layout, draw(layout, ratios, names, claim_draw, settings), settings.kappa_max)
    sources = sources_of(accounts, voices, ratios, pages, layout.ties)
    p_own = {a.statement.statement_id: _p_own(a, voices, ratios, priors.floor, rulings) for a in accounts}
    ground = Ground(
        evidence, accounts, pages, voices, ratios, p_own, rulings, unseen, priors, settings.tolerance_days
    )
    return OriginCount(
        claim_id=evidence.claim.claim_id,
        n_reports=_n_reports(evidence.statements),
        n_statements=len(evidence.statements),
        k=counted.k,
        kappa=counted.kappa,
        kappa_trusted=counted.kappa_trusted,
        trusted=tuple(sorted(layout.trusted & frozenset(layout.core))),
        chokepoints=shared_out(counted.chokepoints, equals_of(told, pages, voices, evidence)),
        origins=_origins(evidence, voices, ratios, sources, counted.p_upstream),
        derivations=derivations_of(ground),
        p_own=tuple(sorted(p_own.items())),
        paths=ways_of(layout, counted.commonest, settings.max_paths),
        n_samples=settings.samples,
        seed=settings.seed,
    )


def _act(party_id: str, voices: Mapping[str, Voice]) -> str:
    """Return which act makes a party an origin, as a key of the acts in the vocabulary."""
    if unseen_words(party_id):
        return "origin_unseen"
    return voices[party_id].act if party_id in voices else "origin_said"


def _n_reports(statements: Iterable[Statement]) -> int:
    """Count the exhibits in which somebody reports the claim to others.

    The letter itself, the notes of an interview and the rows of a record are what reports are made
    from, and are not reports.
    """
    return len({s.exhibit_id for s in statements if s.chain.publisher.channel not in MATERIAL})


def _nobody(evidence: ClaimEvidence, settings: TraceSettings) -> OriginCount:
    """Return the count of a claim nobody asserts: no origin, no hands, for certain."""
    none = (1.0, *[0.0] * settings.kappa_max)
    return OriginCount(
        claim_id=evidence.claim.claim_id,
        n_reports=_n_reports(evidence.statements),
        n_statements=len(evidence.statements),
        k=(1.0,),
        kappa=none,
        kappa_trusted=none,
        trusted=(),
        chokepoints=(),
        origins=(),
        derivations=(),
        p_own=(),
        paths=(),
        n_samples=settings.samples,
        seed=settings.seed,
    )


def _p_own(
    account: Account, voices: Mapping[str, Voice], ratios: Ratios, floor: float, rulings: Rulings
) -> float:
    """Return P(the publisher has access of its own), never below the floor: the model may be wrong.

    What a person ruled a copy has the floor, also where its publisher has other pages.
    """
    if account.statement.exhibit_id in rulings.derived:
        return floor
    if voices[account.publisher].is_root:
        return 1.0
    return max(floor, ratios.p_own[account.publisher])


def _origins(
    evidence: ClaimEvidence,
    voices: Mapping[str, Voice],
    ratios: Ratios,
    sources: Sources,
    p_upstream: float,
) -> tuple[Origin, ...]:
    """Return the starting points worth naming, most probable first, with what goes back to each."""
    claim_id, acts = evidence.claim.claim_id, copy_priors().acts
    told: dict[str, list[str]] = {}
    for statement_id, party_id in sources.of_statement.items():
        told.setdefault(party_id, []).append(statement_id)
    gone = frozenset(evidence.withdrawn)
    found = [
        Origin(
            origin_id=key("origin", claim_id, party_id),
            claim_id=claim_id,
            party_id=party_id,
            act=acts[_act(party_id, voices)],
            p=ratios.p_own.get(party_id, 1.0),
            statement_ids=tuple(sorted(told.get(party_id, ()))),
        )
        for party_id in sorted({*told, *(p for p in voices if ratios.p_own[p] >= LEAST_P)})
        if party_id not in gone and (party_id in told or sources.stands_for(party_id) == party_id)
    ]
    if p_upstream >= LEAST_P:
        found.append(
            Origin(
                origin_id=key("origin", claim_id, UPSTREAM),
                claim_id=claim_id,
                party_id=UPSTREAM,
                act=acts["origin_upstream"],
                p=p_upstream,
                statement_ids=(),
            )
        )
    return tuple(sorted(found, key=lambda o: (-o.p, -len(o.statement_ids), o.party_id)))

"""One party: its record without the claim in question, letter and digit, ways of working."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from twosource.evidence.reliability import Grade, ReliabilityReadout, TrackEntry
from twosource.weighing.reliability.admiralty import grade_prior, letter_of, number_of
from twosource.weighing.reliability.credibility import Expected
from twosource.weighing.reliability.error_rates import error_rates
from twosource.weighing.reliability.judged import judged
from twosource.weighing.reliability.kind import kind_prior
from twosource.weighing.reliability.lots import Lot, batches_of, is_weighed, lots_of, rests_on
from twosource.weighing.reliability.modes import mode_posterior
from twosource.weighing.reliability.notes import Prior, batch_sentence, notes_on
from twosource.weighing.reliability.posterior import Posterior, items_worth, posterior_of
from twosource.weighing.reliability.saying import letter_sentence, number_sentence
from twosource.weighing.reliability.settings import ReliabilitySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a party: its entries, grades given elsewhere, the records of others of its kind.

    `others` goes by party id and leaves the party out; `kind` is the word for them ("outlet"). `hands_over`
    says whether it passes papers on, so that it is asked how it works.
    """

    party_id: str
    name: str
    kind: str
    entries: tuple[TrackEntry, ...] = ()
    grades: tuple[Grade, ...] = ()
    others: Mapping[str, tuple[TrackEntry, ...]] = field(default_factory=dict)
    hands_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutIt:
    """A claim as it stands without the party: what rests on it, its hands, and what was to be expected.

    `claim_ids` are the claim and those that stand or fall with it, `exhibit_ids` what they rest on: entries
    that rest on either are left out of the letter. `names` are who was left out of the count, the party
    first; `kappa` the histogram of hands that are left.
    """

    claim_id: str
    claim_ids: frozenset[str]
    exhibit_ids: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    kappa: tuple[float, ...] = ()
    expected: tuple[Expected, ...] = ()
    plays_a_part: bool = True


def read_reliability(
    record: Record,
    about: WithoutIt | None = None,
    *,
    settings: ReliabilitySettings,
    today: date | None = None,
) -> ReliabilityReadout:
    """Return how reliable a party is, without the claim in question. Raises UsageError for a broken entry.

    The letter knows nothing of the claim and the digit nothing of the record, so that neither can be read
    off the other. The flat prior is used where neither a grade nor others of the kind say anything.
    """
    kept, left_out = _parted(record.entries, about)
    lots = lots_of(kept, settings, today)
    prior = _prior(record, about, settings, today)
    found = posterior_of(lots, prior.beta, share=settings.range_share)
    weighed = [e for e in kept if is_weighed(e, today)]
    n_effective = items_worth(lots)
    letter = letter_of(found.mean, n_effective)
    alpha, beta = error_rates(lots)
    modes = mode_posterior(lots) if record.hands_over else None
    p_claim = max((e.p for e in about.expected), default=None) if about else None
    number = number_of(p_claim, about.kappa) if about and about.plays_a_part else ""
    return ReliabilityReadout(
        party_id=record.party_id,
        claim_id=about.claim_id if about else "",
        p_right=found.mean,
        low=found.low,
        high=found.high,
        n_effective=n_effective,
        p_asserts_false=alpha,
        p_silent_true=beta,
        letter=letter,
        letter_why=_letter_why(letter, found, n_effective, kept=weighed, settings=settings),
        number=number,
        number_why=_number_why(number, about),
        modes=modes.modes if modes else (),
        p_genuine=modes.p_genuine if modes else None,
        ratio=modes.ratio if modes else None,
        p_right_before=prior.beta[0] / sum(prior.beta),
        p_genuine_before=modes.p_before if modes else None,
        used=tuple(e.entry_id for e in weighed),
        left_out=tuple(e.entry_id for e in left_out),
        notes=tuple(notes_on(kept, left_out, prior, modes, settings=settings, today=today)),
    )


def _letter_why(
    letter: str,
    found: Posterior,
    n_effective: float,
    *,
    kept: Sequence[TrackEntry],
    settings: ReliabilitySettings,
) -> str:
    """Return why it is this letter, with the largest batch: what looks like much and counts for little."""
    said = letter_sentence(letter, found, n_effective, bool(kept))
    largest = batches_of(kept, settings)[:1]
    return " ".join([said, *(batch_sentence(batch) for batch in largest if batch.n_items > 1)])


def _number_why(number: str, about: WithoutIt | None) -> str:
    if about is None:
        return ""
    if not about.plays_a_part:
        return "It plays no part in this claim, so there is no digit that would go with its letter."
    return number_sentence(number, about.names, about.kappa, about.expected)


def _parted(
    entries: Sequence[TrackEntry], about: WithoutIt | None
) -> tuple[tuple[TrackEntry, ...], tuple[TrackEntry, ...]]:
    """Return the entries that may be used, and those that rest on the claim in question."""
    if about is None:
        return tuple(entries), ()
    gone = {e.entry_id for e in entries if rests_on(e, about.claim_ids, about.exhibit_ids)}
    return (
        tuple(e for e in entries if e.entry_id not in gone),
        tuple(e for e in entries if e.entry_id in gone),
    )


def _prior(
    record: Record, about: WithoutIt | None, settings: ReliabilitySettings, today: date | None
) -> Prior:
    """Return what is held before the record: a grade given elsewhere, else the kind, else nothing (flat).

    A grade given for the claim in question rests on it, and is left out like the entries that do.
    """
    claims = about.claim_ids if about else frozenset()
    grades = tuple(g for g in record.grades if g.claim_id not in claims)
    left = tuple(g for g in record.grades if g.claim_id in claims)
    given = grade_prior(grades)
    if given is not None:
        return Prior(beta=given, is_given=True, kind=record.kind, grades=grades, left=left)
    others: dict[str, tuple[Lot, ...]] = {
        party_id: lots_of(_parted(entries, about)[0], settings, today)
        for party_id, entries in record.others.items()
    }
    beta, n_others = kind_prior(others)
    is_learnt = n_others >= judged().least_parties
    return Prior(
        beta=beta, is_learnt=is_learnt, kind=record.kind, n_others=n_others, grades=grades, left=left
    )

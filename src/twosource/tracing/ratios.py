"""What speaks for each doubtful voice having access of its own, in one ratio, and whom else it may have it
from.

Formula: lambda_s = P(features of s | own access) / P(features of s | derived from the best mix of earlier
ones)

    lambda_s = credit * named * itself / sum_p pi_p exp(max(0, Lambda(s <- p)))

credit = .03 / .85 where s names whom it has it from; named = 2 per publisher whose chain ends at s, where
s itself names nobody, for a page that relays a relay names who stands behind it about half the time;
itself = 10 where such an s says that it has obtained the thing. pi_p, the chance to copy from p, is a
Dirichlet's: one for everybody, one more for each that credits p, and `habit_strength` for every
derivation of s from p that a person confirmed in the case. Whom a person ruled s separate from has no
share in the sum, and where that is everybody lambda is the greatest there is; whoever is ruled a copy has
the least. A lack of shared words counts for nothing (hence the 0): a reworded or translated copy shows
none. Only a few of a text's forerunners are compared with it; those that share the same run of words with one
of these count as compared and as alike (`_fellows`), for else the more copies there are, the less each would
look like one. lambda stays within 1e-3 .. 1e3: the floor acts here, before the shared rate, so that forty
floors do not add up to a second origin.

By hand: an outlet that names the broadcaster and shares no words has lambda = .0353.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from twosource.evidence.lineage import unseen_words
from twosource.terms import FeatureKind
from twosource.tracing.copying import CopyEvidence
from twosource.tracing.own_access import RatePosterior, own_access
from twosource.tracing.pages import Pages
from twosource.tracing.priors import AccessClass, CopyPriors
from twosource.tracing.rulings import RuledParties
from twosource.tracing.voices import Part, Voice
from twosource.tracing.words import split_all

MOST_LOG = 500.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """A text pair that speaks for copying: the two exhibits and what they share."""

    parent_exhibit: str
    child_exhibit: str
    evidence: CopyEvidence


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of voices besides their words: rulings, habits by (child, parent), latent parents.

    `habits` counts the derivations people confirmed elsewhere in the case; `unseen` gives the weight, in
    nats, of what leads a voice to a latent parent.
    """

    ruled: RuledParties = field(default_factory=RuledParties)
    habits: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unseen: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ratios:
    """lambda by party, the shared rate, P(own access) by party, and text likenesses by child party.

    `before` is the summed pull of those that spoke before a party and whom it may have it from.
    `likeness[child][parent]` is the strongest of the pairs of texts of two parties; `habits[child][parent]`
    what confirmed derivations add to a pull; `ruled` is what people said.
    """

    lam: Mapping[str, float]
    rate: RatePosterior
    doubtful: tuple[str, ...]
    p_own: Mapping[str, float]
    before: Mapping[str, float]
    likeness: Mapping[str, Mapping[str, Likeness]]
    habits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    ruled: RuledParties = field(default_factory=RuledParties)

    def pull(self, child: str, voice: Voice) -> float:
        """Return how readily a child copies from a voice: as others do, and more by its own habit."""
        return pull(voice) + self.habits.get(child, {}).get(voice.party_id, 0.0)


def weigh_access(
    voices: Mapping[str, Voice],
    pages: Pages,
    access: AccessClass,
    priors: CopyPriors,
    known: Known | None = None,
) -> Ratios:
    """Return the ratios of all doubtful voices and the posterior of the rate they share."""
    known = known or Known()
    habitual: dict[str, dict[str, float]] = {}
    for (child, parent), n in known.habits.items():
        if child in voices and parent in voices:
            habitual.setdefault(child, {})[parent] = n * priors.habit_strength
    likeness = _likenesses(pages)
    before = _weight_before(voices, habitual)
    fellows = _fellows(voices, likeness, priors)
    lam = {
        p: _ratio(
            voice,
            _Earlier(before[p], likeness.get(p, {}), habitual.get(p, {}), known, fellows.get(p, 0.0)),
            voices,
            priors,
        )
        for p, voice in voices.items()
        if voice.may_own
    }
    doubtful = tuple(sorted(lam))
    rate = own_access(np.array([lam[p] for p in doubtful]), access.a, access.b)
    p_own = dict(zip(doubtful, rate.p_own.tolist(), strict=True))
    for party_id, voice in voices.items():
        p_own.setdefault(party_id, 1.0 if voice.is_root else 0.0)
    return Ratios(lam, rate, doubtful, p_own, before, likeness, habitual, known.ruled)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """Those that spoke before one voice: their summed pull, who is alike, habits, what people ruled.

    `fellows` is the summed pull of those not compared with it that share the same words with its likest.
    """

    before: float
    likeness: Mapping[str, Likeness]
    habit: Mapping[str, float]
    known: Known
    fellows: float = 0.0


def _fellows(
    voices: Mapping[str, Voice], likeness: Mapping[str, Mapping[str, Likeness]], priors: CopyPriors
) -> dict[str, float]:
    """Return, per voice, the pull of earlier ones that have the same run of words from its likest forerunner.

    Only runs that make a family count (`family_words`). Runs are one where the smallest hash of their
    stretches of `n_words` words is: cut at either end they mostly keep it. `voices` stand in order of time.
    """
    runs = _numbers_of_runs(likeness, priors)
    held: dict[tuple[str, int], float] = {}
    found: dict[str, float] = {}
    for party_id, voice in voices.items():
        row = likeness.get(party_id, {})
        parent = min(row, key=lambda p: (-row[p].evidence.log_ratio, p), default="")
        run = runs.get((party_id, parent), 0)
        if not run or voice.part is Part.REPRINT:
            continue
        compared = sum(
            pull(voices[p]) for p in row if p != parent and p in voices and runs.get((p, parent)) == run
        )
        together = held.get((parent, run), 0.0)
        found[party_id] = max(0.0, together - compared)
        held[parent, run] = together + pull(voice)
    return found


def _longest_run(shared: CopyEvidence) -> str:
    """Return the longest run of words two texts share."""
    return max((f.words for f in shared.features if f.kind is FeatureKind.SHARED_WORDS), key=len, default="")


def _numbers_of_runs(
    likeness: Mapping[str, Mapping[str, Likeness]], priors: CopyPriors
) -> dict[tuple[str, str], int]:
    """Return, per child and parent, a number for the longest run they share, where it makes a family."""
    runs = {
        (child, parent): _longest_run(one.evidence)
        for child, row in likeness.items()
        for parent, one in row.items()
    }
    different = list(dict.fromkeys(runs.values()))
    numbers = {
        run: int(words.shingles(priors.n_words).min())
        for run, words in zip(different, split_all(different), strict=True)
        if len(words) >= priors.family_words
    }
    return {pair: numbers[run] for pair, run in runs.items() if run in numbers}


def _likenesses(pages: Pages) -> dict[str, dict[str, Likeness]]:
    """Return, by child then parent, the strongest likeness between texts of two parties."""
    publisher = {page.exhibit_id: page.publisher for page in pages.pages}
    found: dict[str, dict[str, Likeness]] = {}
    for (parent, child), evidence in pages.evidence.items():
        if not evidence.features:
            continue
        row = found.setdefault(publisher[child], {})
        best = row.get(publisher[parent])
        if best is None or evidence.log_ratio > best.evidence.log_ratio:
            row[publisher[parent]] = Likeness(parent, child, evidence)
    return found


def pull(voice: Voice) -> float:
    """Return how readily others copy from a voice: one, and one more for each publisher that credits it."""
    return 1.0 + voice.n_crediting


def _weight_before(
    voices: Mapping[str, Voice], habits: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Return, for each voice, the summed pull of those that spoke before it; `voices` stand in that order."""
    place = {party_id: i for i, party_id in enumerate(voices)}
    total, found = 0.0, {}
    for party_id, voice in voices.items():
        habit = habits.get(party_id, {})
        found[party_id] = total + sum(n for p, n in habit.items() if place[p] < place[party_id])
        if voice.part is not Part.REPRINT:
            total += pull(voice)
    return found


def _ratio(voice: Voice, earlier: _Earlier, voices: Mapping[str, Voice], priors: CopyPriors) -> float:
    limit = -math.log(priors.floor)
    if voice.party_id in earlier.known.ruled.derived:
        return priors.floor
    if voice.party_id in earlier.known.unseen:
        return math.exp(-min(limit, earlier.known.unseen[voice.party_id]))
    log_ratio = 0.0
    if voice.part is Part.FOLLOWER:
        log_ratio += math.log(priors.credit_ratio)
    elif not unseen_words(voice.party_id):
        log_ratio += voice.n_crediting * math.log(priors.named_as_source)
        log_ratio += math.log(priors.names_itself) if voice.names_itself else 0.0
    apart = earlier.known.ruled.apart_from(voice.party_id)
    log_ratio -= _text_weight(earlier, voices, apart, limit)
    return math.exp(max(-limit, min(limit, log_ratio)))


def _text_weight(
    earlier: _Earlier, voices: Mapping[str, Voice], apart: frozenset[str], limit: float
) -> float:
    """Return log sum_p pi_p exp(max(0, Lambda_p)): those without a likeness add their pull times one.

    Those a person ruled separate add nothing to the sum and keep their share of the pull, so that each such
    word makes own access likelier. It falls below 0 by such words only.
    """
    before = earlier.before
    if not before:
        return 0.0
    total, likest = before, 0.0
    for parent, pair in earlier.likeness.items():
        if parent not in apart:
            share = pull(voices[parent]) if parent in voices else 1.0
            share += earlier.habit.get(parent, 0.0)
            total += share * math.expm1(min(MOST_LOG, max(0.0, pair.evidence.log_ratio)))
            likest = max(likest, pair.evidence.log_ratio)
    total += earlier.fellows * math.expm1(min(MOST_LOG, likest))
    if not apart:
        return max(0.0, math.log(total / max(before, 1.0)))
    gone = sum(pull(voices[p]) + earlier.habit.get(p, 0.0) for p in apart if p in voices)
    left = total - min(gone, before)
    return math.log(left / before) if left > 1e-9 * before else -limit


def _weight(voice: Voice, child: str, ratios: Ratios, near: Mapping[str, Likeness], top: float) -> float:
    """Return pull * exp(Lambda - top): long texts share so much that exp(Lambda) alone overflows."""
    pair = near.get(voice.party_id)
    alike = max(0.0, pair.evidence.log_ratio) if pair else 0.0
    return ratios.pull(child, voice) * math.exp(alike - top)


def _top(likeness: Mapping[str, Likeness]) -> float:
    return max((pair.evidence.log_ratio for pair in likeness.values()), default=0.0)


def share_among_all(
    child: str, near: Mapping[str, Likeness], ratios: Ratios, voices: Mapping[str, Voice]
) -> dict[str, float]:
    """Return P(parent) of each look-alike among everybody who spoke before, given that there is one."""
    top = max(0.0, _top(near))
    weights = {p: _weight(voices[p], child, ratios, near, top) for p in near if p in voices}
    pulls = sum(ratios.pull(child, voices[p]) for p in weights)
    others = max(0.0, ratios.before[child] - pulls) * math.exp(-top)
    total = others + sum(weights.values())
    return {p: weight / total for p, weight in weights.items()} if total else {}


def likely_parents(voice: Voice, candidates: Sequence[Voice], ratios: Ratios) -> dict[str, float]:
    """Return P(parent) over the candidates for a derived voice that credits nobody; empty where none is."""
    child = voice.party_id
    apart = ratios.ruled.apart_from(child)
    fit = [p for p in candidates if p.party_id != child and p.party_id not in apart]
    likeness = ratios.likeness.get(child, {})
    near = {p.party_id: likeness[p.party_id] for p in fit if p.party_id in likeness}
    top = max(0.0, _top(near))
    weights = {parent.party_id: _weight(parent, child, ratios, near, top) for parent in fit}
    total = sum(weights.values())
    return {party_id: weight / total for party_id, weight in weights.items()} if total else {}

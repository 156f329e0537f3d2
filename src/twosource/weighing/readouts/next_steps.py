"""What to look for next: expected bits, the chance that the lead changes, hours, risk to people.

For a possible finding q: bits = H(posterior) - E[H(posterior | q)], both exact (Lindley 1956).
A step that puts people at risk is a hard filter, not a price: such steps come last whatever they
would tell, are never recommended, and are never part of a pair.

What would settle it: a finding that, if found, brings one hypothesis above the band "very likely". Where
no single finding can change the lead, or none would settle it, pairs are searched.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from twosource.evidence.readouts import NextStep, PairOfSteps
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.posterior import leader
from twosource.weighing.telling import settled_above
from twosource.weighing.whatifs import NOTHING, found, joint_weights, normalised

MOST_PAIRS = 12
"""Pairs are searched among so many safe steps of most bits: beyond that nobody would read them."""
LISTED = 5


def entropy_bits(p: FloatArray) -> FloatArray:
    """Return the entropy in bits along the last axis; 0 log 0 counts as 0."""
    logs = np.log2(p, out=np.zeros_like(p), where=p > 0.0)
    return np.asarray(-(p * logs).sum(axis=-1), dtype=np.float64)


def _expected(outcomes: FloatArray, total: float, now: FloatArray) -> tuple[float, float]:
    """Return (bits, P(lead changes)) over the outcomes of one search, rows of joint weights."""
    chance = outcomes.sum(axis=1) / total
    kept = chance > 0.0
    posteriors = normalised(outcomes[kept])
    bits = float(entropy_bits(now) - (chance[kept] * entropy_bits(posteriors)).sum())
    lead = leader(now)
    changes = np.array([leader(row) != lead for row in posteriors], dtype=bool)
    return max(bits, 0.0), float(chance[kept][changes].sum())


def _as_shown(row: FloatArray, now: FloatArray) -> tuple[float, ...]:
    """Return the posterior of one outcome; an outcome that cannot come leaves things as they are."""
    posterior = normalised(row)
    return tuple(float(value) for value in (now if np.isnan(posterior).any() else posterior))


def _settled(network: Network, posterior: Sequence[float], now: FloatArray) -> str:
    """Return the hypothesis brought above the band, unless one was there already; else ""."""
    border = settled_above()
    best = int(np.argmax(posterior))
    return network.hypotheses[best] if posterior[best] > border >= float(now.max()) else ""


def next_steps(network: Network, posterior: FloatArray) -> tuple[NextStep, ...]:
    """Return the possible findings, safe ones first, then by bits per hour, then by name."""
    findings = sorted(network.elicitation.possible_findings, key=lambda f: f.name)
    whatifs = [found(network, f.name, is_found) for f in findings for is_found in (True, False)]
    weights = joint_weights(network, [NOTHING, *whatifs])
    total = float(weights[0].sum())
    steps = []
    for at, finding in enumerate(findings):
        outcomes = weights[1 + 2 * at : 3 + 2 * at]
        bits, p_changes = _expected(outcomes, total, posterior)
        if_found = _as_shown(outcomes[0], posterior)
        steps.append(
            NextStep(
                name=finding.name,
                text=finding.text,
                bits=bits,
                p_lead_changes=p_changes,
                hours=finding.hours,
                bits_per_hour=bits / finding.hours,
                risks_people=finding.risks_people,
                if_found=if_found,
                if_not_found=_as_shown(outcomes[1], posterior),
                settles=_settled(network, if_found, posterior),
            )
        )
    return tuple(sorted(steps, key=lambda s: (s.risks_people, -s.bits_per_hour, s.name)))


def pairs_of_steps(
    network: Network, posterior: FloatArray, steps: Sequence[NextStep]
) -> tuple[PairOfSteps, ...]:
    """Return the pairs that change the lead or settle it where no single safe step does, most likely first.

    Only steps that put nobody at risk; of many the `MOST_PAIRS` with most bits. At most `LISTED` pairs
    that change the lead and as many that settle it are returned.
    """
    safe = [s for s in steps if not s.risks_people]
    wants_change = not any(s.p_lead_changes > 0.0 for s in safe)
    wants_settling = not any(s.settles for s in safe)
    if len(safe) < 2 or not (wants_change or wants_settling):
        return ()
    best = sorted(safe, key=lambda s: (-s.bits, s.name))[:MOST_PAIRS]
    combos = list(combinations(sorted(best, key=lambda s: s.name), 2))
    whatifs = [
        {**found(network, a.name, is_a), **found(network, b.name, is_b)}
        for a, b in combos
        for is_a in (True, False)
        for is_b in (True, False)
    ]
    weights = joint_weights(network, [NOTHING, *whatifs])
    total = float(weights[0].sum())
    pairs = []
    for at, (a, b) in enumerate(combos):
        outcomes = weights[1 + 4 * at : 5 + 4 * at]
        bits, p_changes = _expected(outcomes, total, posterior)
        settles = _settled(network, _as_shown(outcomes[0], posterior), posterior)
        pairs.append(
            PairOfSteps(
                names=(a.name, b.name),
                bits=bits,
                p_lead_changes=p_changes,
                hours=a.hours + b.hours,
                settles=settles,
                text=f"{a.text or a.name} and {b.text or b.name}",
            )
        )
    changing = sorted(
        (p for p in pairs if p.p_lead_changes > 0.0), key=lambda p: (-p.p_lead_changes, p.hours, p.names)
    )
    settling = sorted((p for p in pairs if p.settles), key=lambda p: (p.hours, -p.bits, p.names))
    chosen = (changing[:LISTED] if wants_change else []) + (settling[:LISTED] if wants_settling else [])
    return tuple(dict.fromkeys(chosen))

"""What to look for next: expected bits, the chance that the lead changes, hours, risk to people.

For a possible finding q: bits = H(posterior) - E[H(posterior | q)], both exact (Lindley 1956).
A step that puts people at risk is a hard filter, not a price: such steps come last whatever they
would tell, and are never recommended first while another one is left.
"""

from itertools import combinations

import numpy as np

from twosource.evidence.readouts import NextStep
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.posterior import leader
from twosource.weighing.whatifs import NOTHING, found, joint_weights, normalised
from twosource.weighing.words import pair_of_steps_sentence


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
        steps.append(
            NextStep(
                name=finding.name,
                text=finding.text,
                bits=bits,
                p_lead_changes=p_changes,
                hours=finding.hours,
                bits_per_hour=bits / finding.hours,
                risks_people=finding.risks_people,
                if_found=_as_shown(outcomes[0], posterior),
                if_not_found=_as_shown(outcomes[1], posterior),
            )
        )
    return tuple(sorted(steps, key=lambda s: (s.risks_people, -s.bits_per_hour, s.name)))


def pair_note(network: Network, posterior: FloatArray, steps: tuple[NextStep, ...]) -> str:
    """Say which two safe steps could change the lead together, where no single step can; else "".

    Of several pairs the one most likely to change the lead is named.
    """
    if not steps or any(step.p_lead_changes > 0.0 for step in steps):
        return ""
    pairs = list(combinations(sorted(step.name for step in steps if not step.risks_people), 2))
    whatifs = [
        {**found(network, a, is_a), **found(network, b, is_b)}
        for a, b in pairs
        for is_a in (True, False)
        for is_b in (True, False)
    ]
    weights = joint_weights(network, [NOTHING, *whatifs])
    total = float(weights[0].sum())
    chances = [
        (_expected(weights[1 + 4 * at : 5 + 4 * at], total, posterior)[1], pair)
        for at, pair in enumerate(pairs)
    ]
    best = max(chances, key=lambda entry: entry[0], default=(0.0, ("", "")))
    texts = {step.name: step.text for step in steps}
    return pair_of_steps_sentence([texts.get(name, "") for name in best[1]], best[0])

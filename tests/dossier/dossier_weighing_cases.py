"""Weighings made by hand for the pictures: any number of hypotheses and hands, with figures that hang together."""

import math
from dataclasses import replace

from dossier_cases import weighing

from twosource.evidence.readouts import (
    HypothesisReadout,
    PersonReadout,
    PriorMap,
    TippingPoint,
    Weighing,
    WeightReadout,
)
from twosource.terms import likelihood_word


def hypothesis(name: str, p: float, **given: object) -> HypothesisReadout:
    """Return a hypothesis with a range of a tenth on both sides."""
    usual = {
        "name": name, "text": f"{name}: a longer sentence about it", "prior": 1 / 3, "p": p, "low": max(0.0, p - 0.1),
        "high": min(1.0, p + 0.1), "leads_share": p, "word": likelihood_word(p),
    }  # fmt: skip
    return HypothesisReadout(**(usual | given))  # type: ignore[arg-type]


def group(name: str, *shares: float) -> WeightReadout:
    """Return what one pair of hands moved, with shares that add up."""
    return WeightReadout(
        name=name, text=name, is_group=True, members=(name,), decibans=shares, shapley=shares
    )


def odds(p: float) -> float:
    """Return the odds of p in decibans."""
    return 10.0 * math.log10(p / (1.0 - p))


def posterior(prior: float, moves: list[float]) -> float:
    """Return where a prior stands after moves in decibans."""
    return 1.0 / (1.0 + 10.0 ** (-(odds(prior) + math.fsum(moves)) / 10.0))


def moved(*moves: float, prior: float = 1 / 3) -> Weighing:
    """Return a weighing of two hypotheses whose first was moved by so many decibans, group by group."""
    p = posterior(prior, list(moves))
    return replace(
        weighing(),
        hypotheses=(hypothesis("first", p, prior=prior), hypothesis("second", 1 - p, prior=1 - prior)),
        lead="first",
        weights=tuple(group(f"hands {i}", move, -move) for i, move in enumerate(moves)),
    )


def mapped(*evidence: float) -> Weighing:
    """Return a weighing with a flat prior and this evidence for each hypothesis, the largest 1."""
    names = [f"h{i}" for i in range(len(evidence))]
    ps = [e / sum(evidence) for e in evidence]
    lead = max(range(len(evidence)), key=lambda at: evidence[at])
    rest = sorted(evidence)[-2]
    return replace(
        weighing(),
        hypotheses=tuple(hypothesis(n, p, prior=1 / len(names)) for n, p in zip(names, ps, strict=True)),
        lead=names[lead],
        prior_map=PriorMap(
            evidence=evidence,
            shares=leading_shares(evidence),
            odds_needed=evidence[lead] / rest if rest else 1e30,
            rival="",
        ),
    )


def leading_shares(evidence: tuple[float, ...]) -> tuple[float, ...]:
    """Return the share of the simplex in which each of two or three leads, by exponential rates.

    A flat prior is E / sum(E) with independent E ~ Exp(1), so h leads where E_h e_h is the largest.
    """
    rates = [1.0 / max(e, 1e-12) for e in evidence]
    shares = []
    for at, rate in enumerate(rates):
        others = [r for i, r in enumerate(rates) if i != at]
        share = 1.0 - sum(rate / (rate + r) for r in others)
        share += rate / (rate + sum(others)) if len(others) == 2 else 0.0
        shares.append(share)
    return tuple(shares)


def tip(item: str, now: float, at: float, *, in_band: bool = False, **given: object) -> TippingPoint:
    """Return the tipping point of one figure."""
    distance = abs(odds(now) - odds(at))
    usual = {
        "item": item, "hypothesis": "tactical", "conditions": "", "p_now": now, "p_tip": at,
        "new_lead": "none", "in_band": in_band, "distance": distance,
    }  # fmt: skip
    return TippingPoint(**(usual | given))  # type: ignore[arg-type]


def person(by: str, *p: float) -> PersonReadout:
    """Return the reading of one person."""
    return PersonReadout(by=by, n_answered=3, p=p, lead="")

"""A prior learnt from other parties of the same kind: empirical Bayes on a grid of Beta priors.

Each prior is scored by the product over the other parties of P(their record | prior), the beta-binomial
marginal likelihood, made exact for unseen failures and poor checks by integration. The party itself is left
out, so that its record is not used twice. With few parties nothing can be learnt, and the flat prior is
used and named.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from twosource.weighing.reliability.judged import Judged, judged
from twosource.weighing.reliability.lots import Lot
from twosource.weighing.reliability.posterior import FLAT, Beta, items_worth, log_evidences


def kind_prior(others: Mapping[str, Sequence[Lot]], figures: Judged | None = None) -> tuple[Beta, int]:
    """Return the prior under which the records of other parties are most probable, and how many there were.

    Only parties whose record is worth a letter count. Fewer than `least_parties`: the flat prior. Where
    two priors do as well, the weaker and the one nearer to even is taken.
    """
    table = judged() if figures is None else figures
    records = [lots for _, lots in sorted(others.items()) if items_worth(lots) >= table.least_items]
    if len(records) < table.least_parties:
        return FLAT, len(records)
    tried = [(m * k, (1.0 - m) * k) for k in table.strengths for m in sorted(table.means, key=_from_even)]
    scores = np.sum([log_evidences(record, tried) for record in records], axis=0).round(9)
    return tried[max(range(len(tried)), key=lambda at: (scores[at], -at))], len(records)


def _from_even(mean: float) -> float:
    return abs(mean - 0.5)

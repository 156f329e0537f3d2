"""Weighing: questions and answers in words in, posteriors, flips and next steps out.

`weigh` sums one exact discrete network per question. What a party's track record or a searched
pile is worth is in `track_record`; sentences for the read-outs are in `words`.
"""

from twosource.weighing.answering import weigh
from twosource.weighing.estimative import mixes_likelihood_and_confidence
from twosource.weighing.saying import headline
from twosource.weighing.settings import WeighSettings
from twosource.weighing.track_record import n_effective, p_next_genuine, picking

__all__ = [
    "WeighSettings",
    "headline",
    "mixes_likelihood_and_confidence",
    "n_effective",
    "p_next_genuine",
    "picking",
    "weigh",
]

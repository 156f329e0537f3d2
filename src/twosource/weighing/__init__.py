"""Weighing: questions and answers in words in, posteriors, flips and next steps out.

`weigh` sums one exact discrete network per question. What a party's record is worth is in `reliability`,
what several people make of one case in `pooling`, many sources of many values in `fusion`; sentences are made
in `saying` and `telling` from the figures.
"""

from twosource.weighing.answering import weigh
from twosource.weighing.estimative import mixes_likelihood_and_confidence
from twosource.weighing.saying import headline
from twosource.weighing.settings import WeighSettings

__all__ = [
    "WeighSettings",
    "headline",
    "mixes_likelihood_and_confidence",
    "weigh",
]

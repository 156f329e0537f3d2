"""What "all earlier leaks proved genuine" is worth to a network.

Assumption: of n past items all were verified; a failure would have become known with the chance
s (`unseen`) relative to a success. Formula (reasoning.md 3.1): likelihood of "n of n" given the
share theta of genuine items = [theta / (theta + s (1 - theta))] ** n. With s = 1 and a flat prior
this is Laplace's rule of succession, (n + 1) / (n + 2); with s = 0 the sentence says nothing.
"""

import numpy as np

from twosource.evidence.elicitation import TrackRecord
from twosource.weighing.elimination import FloatArray


def record_likelihood(theta: FloatArray, n: float, unseen: float) -> FloatArray:
    """Return the likelihood of "n of n known items were genuine", for each share `theta` in 0..1.

    Raises ValueError for a negative n or an `unseen` outside 0..1. Where nothing could have
    become known at all (theta = 0 and unseen = 0) the record says nothing: 1.
    """
    if n < 0 or not 0.0 <= unseen <= 1.0:
        raise ValueError(f"not a track record: n = {n}, unseen = {unseen}")
    known = theta + unseen * (1.0 - theta)
    share = np.divide(theta, known, out=np.ones_like(theta), where=known > 0.0)
    return np.asarray(share**n, dtype=np.float64)


def mode_likelihoods(record: TrackRecord) -> FloatArray:
    """Return the likelihood of the record per mode, shape (modes,), from `genuine_rate`."""
    return record_likelihood(np.asarray(record.genuine_rate, dtype=np.float64), record.n, record.unseen)

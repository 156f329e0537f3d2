"""Section 3.1: what "all earlier leaks proved genuine" is worth to a network."""

import numpy as np
import pytest

from twosource.evidence.elicitation import TrackRecord
from twosource.weighing.track_record import mode_likelihoods, record_likelihood

NS = (0, 1, 3, 5, 10, 30)


def test_a_record_is_one_where_nothing_could_become_known():
    """theta = 0 and s = 0: no item can be known, so "all known were genuine" says nothing."""
    assert record_likelihood(np.array([0.0]), 5, 0.0).tolist() == [1.0]


@pytest.mark.parametrize(("n", "unseen"), [(-1, 0.5), (1, -0.1), (1, 1.1)])
def test_what_is_no_record_raises(n, unseen):
    with pytest.raises(ValueError, match="not a track record"):
        record_likelihood(np.array([0.5]), n, unseen)


def genuine_now(n, unseen):
    """P(genuine now) with the modes of 3.1: honest, selective, salting (fakes now), crude (fakes .6)."""
    prior = np.array([0.40, 0.35, 0.10, 0.15])
    record = TrackRecord(n=n, unseen=unseen, genuine_rate=(1.0, 1.0, 1.0, 0.4))
    weight = prior * mode_likelihoods(record)
    return weight, weight / weight.sum()


def test_a_good_record_hardly_separates_honest_from_salting():
    """However many good leaks, salting keeps its odds against honest: .10 to .40."""
    for n in NS:
        _, modes = genuine_now(n, 0.2)
        assert modes[2] / modes[0] == pytest.approx(0.25)


def test_a_good_record_removes_the_crude_forger():
    _, modes = genuine_now(30, 1.0)
    assert modes[3] < 1e-9

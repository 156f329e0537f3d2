"""Section 3.1: what "all earlier leaks proved genuine" is worth, and what picking takes away."""

import numpy as np
import pytest

from twosource.evidence.elicitation import TrackRecord
from twosource.weighing import n_effective, p_next_genuine, picking
from twosource.weighing.track_record import mode_likelihoods, record_likelihood

TABLE = {
    1.0: (0.500, 0.667, 0.800, 0.857, 0.917, 0.969),
    0.5: (0.500, 0.629, 0.744, 0.801, 0.870, 0.944),
    0.2: (0.500, 0.587, 0.672, 0.722, 0.792, 0.891),
    0.05: (0.500, 0.541, 0.588, 0.620, 0.673, 0.773),
    0.0: (0.500, 0.500, 0.500, 0.500, 0.500, 0.500),
}
NS = (0, 1, 3, 5, 10, 30)


@pytest.mark.parametrize("unseen", TABLE)
def test_the_table_of_section_3_1(unseen):
    assert [round(p_next_genuine(n, unseen), 3) for n in NS] == list(TABLE[unseen])


@pytest.mark.parametrize("n", NS)
def test_with_all_failures_known_it_is_laplace(n):
    assert p_next_genuine(n, 1.0) == pytest.approx((n + 1) / (n + 2))


def test_another_prior_moves_the_start():
    assert p_next_genuine(0, 0.5, prior=(3.0, 1.0)) == pytest.approx(0.75)


@pytest.mark.parametrize("prior", [(0.5, 1.0), (1.0, 0.0)])
def test_priors_with_poles_are_refused(prior):
    with pytest.raises(ValueError, match="Beta prior"):
        p_next_genuine(1, 0.5, prior=prior)


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


def test_batches():
    """22,000 files handed over once are one success; r = .3 gives 3.3."""
    assert n_effective(22_000, 1.0) == pytest.approx(1.0)
    assert round(n_effective(22_000, 0.3), 1) == 3.3
    assert n_effective(5, 0.0) == 5.0
    assert n_effective(0, 0.5) == 0.0


def test_a_batch_needs_a_correlation():
    with pytest.raises(ValueError, match="not a batch"):
        n_effective(3, 1.5)


@pytest.mark.parametrize(("n", "ratio"), [(1, 5.0), (10, 4.9), (100, 4.1), (1_000, 1.6), (22_000, 1.0)])
def test_picking_eats_the_likelihood_ratio(n, ratio):
    """Section 5.2: .005 against .001, one paper shown of n searched."""
    assert round(picking(0.005, n) / picking(0.001, n), 1) == ratio


def test_picking_at_the_ends():
    assert (picking(0.0, 10), picking(1.0, 10)) == (0.0, 1.0)
    assert picking(1e-12, 3) == pytest.approx(3e-12)


@pytest.mark.parametrize(("p", "n"), [(1.5, 1), (0.5, 0)])
def test_what_is_no_search_raises(p, n):
    with pytest.raises(ValueError, match="not a search"):
        picking(p, n)

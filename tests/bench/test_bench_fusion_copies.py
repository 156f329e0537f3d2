"""Copiers: found where many copy few, not found where nobody does; and first reports with their followers."""

from itertools import product
from math import exp, lgamma

import numpy as np
import pytest
from bench.fusion_copies import simulate
from bench.newsroom import TRUE_PRIOR, _read_out
from bench.newsroom import simulate as newsroom
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.weighing.fusion import FuseSettings, fuse

KNOWN = FuseSettings(labels=2, accuracy=(7e8, 3e8), rate=TRUE_PRIOR, fidelity=0.98)
FOLLOWED = FuseSettings(exact_statements=0, labels=2)


@pytest.mark.parametrize("seed", range(3))
def test_poor_sources_copied_by_many_do_not_outvote_the_rest(seed):
    told = simulate(seed)
    fused = fuse(told.item, told.source, told.value)
    best, _ = fused.best()
    votes = np.array([np.bincount(told.value[told.item == i]).argmax() for i in range(200)])
    assert (best == told.truth).mean() > 0.93 > (votes == told.truth).mean() + 0.1
    assert set(np.flatnonzero(fused.parent >= 0)) <= set(range(12, 29))
    assert (fused.parent >= 0).sum() == 14
    assert fused.copies[fused.parent >= 0] == pytest.approx(np.full(14, 0.87), abs=0.12)
    assert any("14 of 29 sources seem to copy" in note for note in fused.notes)


@pytest.mark.parametrize("seed", range(3))
def test_where_nobody_copies_nobody_is_said_to(seed):
    told = simulate(seed, (0, 0, 0))
    looked = fuse(told.item, told.source, told.value)
    not_looked = fuse(told.item, told.source, told.value, settings=FuseSettings(find_copies=False))
    assert (looked.parent == -1).all()
    assert np.array_equal(looked.p, not_looked.p)


def test_forty_more_copies_of_a_copier_change_next_to_nothing():
    told = simulate(1, (5, 0, 0))
    plain = fuse(told.item, told.source, told.value)
    rows = told.source == 13
    n = 40
    item = np.concatenate([told.item, *[told.item[rows]] * n])
    source = np.concatenate([told.source, *[np.full(rows.sum(), 100 + k) for k in range(n)]])
    value = np.concatenate([told.value, *[told.value[rows]] * n])
    more = fuse(item, source, value)
    assert (more.best()[0] == plain.best()[0]).mean() > 0.98
    assert (more.best()[0] == told.truth).mean() > 0.9


def test_a_dossier_reads_as_in_the_newsroom():
    """One claim, one first report, its followers: the same log-odds as the read-out of the benchmark."""
    for dossier in newsroom(60, 0.86, TRUE_PRIOR, 7):
        m = dossier.said.size + 1
        value = np.append(int(dossier.first), dossier.said.astype(int))
        lam = np.append(np.inf, dossier.lam)
        fused = fuse(np.zeros(m, dtype=int), np.arange(m), value, lam=lam, settings=KNOWN)
        assert fused.exact
        p = min(max(fused.of(0).get(1, fused.unsaid[0]), 1e-15), 1 - 1e-15)
        odds, _ = _read_out(dossier, TRUE_PRIOR)
        if abs(odds) < 20:
            assert np.log(p / (1 - p)) == pytest.approx(odds, abs=1e-6)


def test_accuracies_are_learned_beside_the_shared_rate():
    """Sources nobody knows, many claims: accuracy .7 and calibrated truth come out of the climb."""
    rng = np.random.default_rng(2)
    item, source, value, lam, truth = [], [], [], [], []
    for j, d in enumerate(newsroom(250, 0.86, TRUE_PRIOR, 3)):
        m = d.said.size + 1
        item += [j] * m
        source += rng.permutation(80)[:m].tolist()
        value += [int(d.first), *d.said.astype(int).tolist()]
        lam += [np.inf, *d.lam.tolist()]
        truth.append(d.is_true)
    fused = fuse(item, source, value, lam=lam, settings=FOLLOWED)
    assert np.all(np.diff(fused.objective) >= -1e-7 * abs(fused.objective[-1]))
    assert fused.accuracy.mean() == pytest.approx(0.7, abs=0.04)
    p = np.array([fused.of(j).get(1, fused.unsaid[j]) for j in range(250)])
    assert ((p > 0.5) == truth).mean() > 0.74
    assert -np.log(np.where(truth, p, 1 - p)).mean() < 0.52
    assert fused.p_own is not None
    assert fused.p_own.shape == (len(item),)
    assert fused.p_own[0] == 1.0


def by_hand(lam, agrees, rate, fidelity, right):
    """Log-odds by summing over every pattern of who had own access, the rate integrated in closed form."""
    a, b = rate
    totals = []
    for first_is_true in (True, False):
        total = 0.0
        for pattern in product([0, 1], repeat=len(lam)):
            k = sum(pattern)
            term = exp(
                lgamma(a + k)
                + lgamma(b + len(lam) - k)
                - lgamma(a + b + len(lam))
                + lgamma(a + b)
                - lgamma(a)
                - lgamma(b)
            )
            for own, ratio, same in zip(pattern, lam, agrees, strict=True):
                says_true = same == first_is_true
                term *= (
                    ratio * (right if says_true else 1 - right)
                    if own
                    else (fidelity if same else 1 - fidelity)
                )
            total += term
        totals.append((right if first_is_true else 1 - right) * total)
    return np.log(totals[0] / totals[1])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.01, 50.0), st.booleans()), min_size=1, max_size=6),
    st.sampled_from([(0.5, 2.0), (2.0, 3.0), (1.0, 1.0)]),
)
def test_the_shared_rate_equals_the_sum_over_every_pattern(followers, rate):
    lam, agrees = zip(*followers, strict=True)
    m = len(lam) + 1
    value = [1, *(1 if same else 0 for same in agrees)]
    known = FuseSettings(labels=2, accuracy=(7e8, 3e8), rate=rate, fidelity=0.9)
    fused = fuse(np.zeros(m, dtype=int), np.arange(m), value, lam=[np.inf, *lam], settings=known)
    p = fused.of(0)[1]
    assert np.log(p / (1 - p)) == pytest.approx(by_hand(lam, agrees, rate, 0.9, 0.7), abs=1e-6)


def test_certain_copies_change_nothing():
    lam = np.append(np.inf, np.zeros(400))
    one = fuse([0, 0], [0, 999], [1, 0], lam=[np.inf, 5.0], settings=KNOWN).of(0)[1]
    many = fuse(
        np.zeros(402, dtype=int), np.arange(402), np.append(np.ones(401, dtype=int), 0),
        lam=np.append(lam, np.inf), cluster=np.append(np.zeros(401, dtype=int), 1), settings=KNOWN,
    ).of(0)[1]  # fmt: skip
    single = fuse([0, 0], [0, 401], [1, 0], settings=KNOWN).of(0)[1]
    assert many == pytest.approx(single, abs=1e-9)
    assert one != pytest.approx(single, abs=1e-3)


@pytest.mark.parametrize(
    ("lam", "cluster", "said"),
    [
        ([1.0, 2.0, np.inf], [0, 0, 1], "needs a first report"),
        ([np.inf, 1.0, -1.0], None, "0 or more"),
        ([np.inf, 1.0], None, "one entry per statement"),
        ([np.inf, np.inf, 1.0], [0, 0, 0], "two that differ"),
    ],
)
def test_clusters_that_make_no_sense_are_refused(lam, cluster, said):
    with pytest.raises(ValueError, match=said):
        fuse([0, 0, 0], [0, 1, 2], [0, 1, 0], lam=lam, cluster=cluster)


def test_a_cluster_over_two_items_is_refused():
    with pytest.raises(ValueError, match="spans two"):
        fuse([0, 1], [0, 1], [0, 0], lam=[np.inf, 1.0], cluster=[4, 4])

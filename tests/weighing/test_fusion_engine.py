"""Fusing labels: what is learned without truth, the bound that never falls, and what must not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.weighing.fusion import FuseSettings, Model, fuse

QUICK = FuseSettings(exact_statements=0, restarts=0)


def crowd(seed=0, n_items=200, n_sources=12, n_labels=3, right=(0.5, 0.95), per_item=6):
    """Statements of sources of different accuracy, and the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, n_labels, n_items)
    accuracy = rng.uniform(*right, n_sources)
    item = np.repeat(np.arange(n_items), per_item)
    source = np.concatenate([rng.permutation(n_sources)[:per_item] for _ in range(n_items)])
    wrong = (truth[item] + rng.integers(1, n_labels, item.size)) % n_labels
    value = np.where(rng.random(item.size) < accuracy[source], truth[item], wrong)
    return item, source, value, truth, accuracy


def skewed(seed=0, n_items=400, n_sources=8):
    """Two labels, one rare; sources that seldom see the rare one but never invent it."""
    rng = np.random.default_rng(seed)
    truth = (rng.random(n_items) < 0.2).astype(int)
    item = np.repeat(np.arange(n_items), n_sources)
    source = np.tile(np.arange(n_sources), n_items)
    value = np.where(truth[item] == 1, rng.random(item.size) < 0.55, rng.random(item.size) < 0.03).astype(int)
    return item, source, value, truth


def open_values(item, value, n_labels=3):
    """The same statements with values that no other item shares."""
    return value + n_labels * item


@pytest.mark.parametrize("way", [Model.automatic, Model.one_coin, Model.confusion])
@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_the_bound_never_falls(way, is_open, seed):
    item, source, value, _, _ = crowd(seed)
    if is_open and way is Model.confusion:
        pytest.skip("open values have no table")
    said = open_values(item, value) if is_open else value
    fused = fuse(item, source, said, settings=FuseSettings(model=way, exact_statements=0))
    steps = np.diff(fused.objective)
    assert fused.objective
    assert np.all(steps >= -1e-7 * abs(fused.objective[-1]))


def test_the_bound_never_falls_where_voices_are_divided_and_copied():
    rng = np.random.default_rng(4)
    item, source, value, _, _ = crowd(4)
    source = np.concatenate([source, source + 12])
    value = np.concatenate([value, np.where(rng.random(value.size) < 0.9, value, 0)])
    item = np.concatenate([item, item])
    item, source, value = (
        np.concatenate([x, y]) for x, y in ((item, item[:50]), (source, source[:50]), (value, 2 - value[:50]))
    )
    fused = fuse(item, source, open_values(item, value), settings=FuseSettings(exact_statements=0))
    assert (fused.parent >= 0).sum() >= 6
    assert np.all(np.diff(fused.objective) >= -1e-7 * abs(fused.objective[-1]))


@pytest.mark.parametrize("is_open", [False, True])
def test_every_item_sums_to_one(is_open):
    item, source, value, _, _ = crowd(1)
    fused = fuse(item, source, open_values(item, value) if is_open else value, settings=QUICK)
    for p, unsaid in ((fused.p, fused.unsaid), (fused.p_model, fused.unsaid_model)):
        assert np.add.reduceat(p, fused.start[:-1]) + unsaid == pytest.approx(np.ones(200), abs=1e-12)
        assert p.min() >= 0


@pytest.mark.parametrize("is_open", [False, True])
def test_good_sources_are_told_from_bad_ones_without_any_truth(is_open):
    item, source, value, truth, accuracy = crowd(2, right=(0.35, 0.95))
    fused = fuse(item, source, open_values(item, value) if is_open else value, settings=QUICK)
    assert np.corrcoef(fused.accuracy, accuracy)[0, 1] > 0.95
    best, _ = fused.best()
    votes = np.array([np.bincount(value[item == i], minlength=3).argmax() for i in range(200)])
    assert (best % 3 == truth if is_open else best == truth).mean() > (votes == truth).mean() + 0.01


def test_a_source_that_overlooks_and_never_invents_is_told_by_sensitivity_and_specificity():
    item, source, value, truth = skewed()
    fused = fuse(item, source, value)
    assert fused.model is Model.two_sided
    assert fused.sensitivity == pytest.approx(np.full(8, 0.55), abs=0.12)
    assert fused.specificity == pytest.approx(np.full(8, 0.97), abs=0.03)
    votes = np.array([value[item == i].sum() > 4 for i in range(400)])
    assert (fused.best()[0] == truth).mean() > (votes == truth).mean()


def test_two_sided_can_be_asked_for():
    item, source, value, _, _ = crowd(3, n_labels=2)
    assert fuse(item, source, value, two_sided=True).sensitivity is not None
    assert (
        fuse(item, source, value, settings=FuseSettings(model=Model.one_coin, restarts=0)).model
        is Model.one_coin
    )


def test_stated_probabilities_are_met_where_votes_are_separate():
    """Over eight sets the stated and the true share of right answers differ by less than .03."""
    stated, right = [], []
    for seed in range(8):
        item, source, value, truth, _ = crowd(100 + seed, n_items=400, per_item=4, right=(0.4, 0.85))
        best, p = fuse(item, source, value, settings=QUICK).best()
        stated.append(p)
        right.append(best == truth)
    p, ok = np.concatenate(stated), np.concatenate(right)
    place = np.minimum((p * 10).astype(int), 9)
    assert sum(abs((p - ok)[place == b].sum()) for b in range(10)) / p.size < 0.03


def test_hard_items_make_the_read_out_say_less():
    """Where an item's own look misleads everybody at once, hidden votes show that agreement counts less."""
    rng = np.random.default_rng(5)
    n_items, n_sources = 300, 12
    truth = rng.integers(0, 2, n_items)
    item = np.repeat(np.arange(n_items), n_sources)
    source = np.tile(np.arange(n_sources), n_items)
    easy = rng.random(item.size) < 0.8
    apart = np.where(easy, truth[item], 1 - truth[item])
    share = rng.beta(2.0, 1.0, n_items)
    shared = np.where(rng.random(item.size) < share[item], truth[item], 1 - truth[item])
    plain, hard = (fuse(item, source, said, settings=QUICK) for said in (apart, shared))
    assert hard.effect > plain.effect
    assert hard.best()[1].mean() < fused_mean(hard.p_model, hard.start)


def fused_mean(p, start):
    return np.maximum.reduceat(p, start[:-1]).mean()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_order_names_and_repetition_do_not_matter(seed, is_open):
    item, source, value, _, _ = crowd(seed, n_items=30, n_sources=6, per_item=4)
    said = open_values(item, value) if is_open else value
    plain = fuse(item, source, said, settings=QUICK)
    rng = np.random.default_rng(seed)
    order = rng.permutation(np.concatenate([np.arange(item.size), rng.integers(0, item.size, 20)]))
    again = fuse(item[order], source[order], said[order], settings=QUICK)
    assert np.array_equal(plain.p, again.p)
    assert np.array_equal(plain.accuracy, again.accuracy)
    assert any("counts once" in note for note in again.notes)
    renamed = fuse(item, 100 - source, said, settings=QUICK)
    assert renamed.p == pytest.approx(plain.p, abs=1e-6)
    assert renamed.accuracy[::-1] == pytest.approx(plain.accuracy, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 29), st.booleans())
def test_one_more_voice_never_lowers_what_it_says(seed, at, is_open):
    """A source of its own, heard once, adds to the value it names; the sources' accuracies are held."""
    item, source, value, _, _ = crowd(seed, n_items=30, n_sources=6, per_item=4)
    fixed = FuseSettings(
        accuracy=(7e6, 3e6),
        learn_prior=False,
        exact_statements=0,
        restarts=0,
        read_out=False,
        model=Model.one_coin,
        find_copies=False,
    )
    said = open_values(item, value) if is_open else value
    voiced = said[item == at][0]
    before = fuse(item, source, said, settings=fixed).of(at)[voiced]
    after = fuse(np.append(item, at), np.append(source, 99), np.append(said, voiced), settings=fixed).of(at)[
        voiced
    ]
    assert after >= before - 1e-4


def test_silence_is_neutral():
    """Items nobody speaks of and sources that never speak are not there; others are as they were."""
    item, source, value, _, _ = crowd(6, n_items=40)
    plain = fuse(item, source, value, settings=QUICK)
    sparse = fuse(item * 7 + 3, source * 5 + 1, value, settings=QUICK)
    assert np.array_equal(plain.p, sparse.p)
    assert sparse.items.tolist() == [7 * i + 3 for i in range(40)]
    with pytest.raises(KeyError):
        sparse.of(4)


def test_two_readings_are_flagged():
    """Two camps of equals that contradict each other on everything: either may be the right one."""
    item = np.repeat(np.arange(40), 6)
    source = np.tile(np.arange(6), 40)
    value = (source < 3).astype(int) ^ (item % 2)
    fused = fuse(
        item, source, value, settings=FuseSettings(model=Model.confusion, exact_statements=0, restarts=12)
    )
    assert fused.is_multimodal
    assert any("readings" in note for note in fused.notes)

"""A story of copying is believed only where it foretells what people outside its groups say."""

import numpy as np
import pytest

from twosource.weighing.fusion import FuseSettings, fuse
from twosource.weighing.fusion.arranging import arrange
from twosource.weighing.fusion.choosing import _copying
from twosource.weighing.fusion.climbing import climb
from twosource.weighing.fusion.third_parties import foretold, roots

N, K = 200, 5
SETTINGS = FuseSettings(exact_statements=0, restarts=0)


class World:
    """Two hundred items with five values each, and sources that look, copy, read a feed or an old figure."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.truth = self.rng.integers(0, K, N)

    def looks(self, accuracy):
        wrong = (self.truth + self.rng.integers(1, K, N)) % K
        return np.where(self.rng.random(N) < accuracy, self.truth, wrong)

    def after(self, original, share, accuracy):
        return np.where(self.rng.random(N) < share, original, self.looks(accuracy))

    def strangers(self, n, low=0.45, high=0.75):
        return [self.looks(a) for a in self.rng.uniform(low, high, n)]

    def fused(self, said, *, find_copies=True):
        """Return the share of right answers and the read-out, every value being of its own item."""
        source, item = np.divmod(np.arange(len(said) * N), N)
        settings = FuseSettings(exact_statements=0, restarts=0, find_copies=find_copies)
        fused = fuse(item, source, np.concatenate(said) + 100 * item, settings=settings)
        return (fused.best()[0] == self.truth + 100 * np.arange(N)).mean(), fused


@pytest.mark.parametrize("seed", range(3))
def test_a_poor_clique_near_the_majority_is_seen_through(seed):
    """Seven who copy one poor source against eight who look for themselves: the vote follows the seven."""
    world = World(seed)
    clique = world.looks(0.3)
    said = world.strangers(8) + [world.after(clique, 0.9, 0.3) for _ in range(7)]
    right, fused = world.fused(said)
    assert right > 0.75
    assert world.fused(said, find_copies=False)[0] < 0.4
    assert (fused.parent[8:] >= 0).sum() >= 6


@pytest.mark.parametrize("seed", range(4))
def test_readers_of_one_right_feed_cost_nothing(seed):
    world = World(seed)
    feed = world.looks(0.95)
    said = [world.after(feed, 0.9, 0.7) for _ in range(6)] + world.strangers(8, 0.45, 0.7)
    assert world.fused(said)[0] >= world.fused(said, find_copies=False)[0]


@pytest.mark.parametrize("seed", range(4))
def test_an_old_figure_that_everybody_may_hold_makes_nobody_a_copier(seed):
    """Strangers share false values where one false value is popular; they are told from copiers."""
    world = World(seed)
    old = (world.truth + 1) % K
    said = []
    for accuracy in world.rng.uniform(0.4, 0.8, 12):
        stale = np.where(world.rng.random(N) < 0.7, old, world.looks(0.0))
        said.append(np.where(world.rng.random(N) < accuracy, world.truth, stale))
    right, fused = world.fused(said)
    assert (fused.parent < 0).all()
    assert right == world.fused(said, find_copies=False)[0]


def test_a_story_that_was_refused_is_told():
    """Four seeds of sources with a popular false value: one story at least is looked at and not believed."""
    told = []
    for seed in range(4):
        world = World(seed)
        old = (world.truth + 1) % K
        said = [
            np.where(world.rng.random(N) < a, world.truth, np.where(world.rng.random(N) < 0.7, old, 0))
            for a in world.rng.uniform(0.4, 0.8, 12)
        ]
        told += world.fused(said)[1].notes
    assert any("foretells nobody else better" in note for note in told)


def stories(said, parent):
    source, item = np.divmod(np.arange(len(said) * N), N)
    told = arrange(item, source, np.concatenate(said) + 100 * item)
    nobody, story = (
        climb(_copying(told, 0, SETTINGS, p), SETTINGS) for p in (np.full(len(said), -1), parent)
    )
    return foretold(told, parent, story, [nobody])


def test_who_copies_is_told_from_who_does_not():
    """The true story of a clique foretells strangers; the same story of strangers does not."""
    world = World(9)
    clique = world.looks(0.3)
    parent = np.array([-1] * 9 + [8] * 6)
    true = stories(world.strangers(8) + [clique] + [world.after(clique, 0.9, 0.3) for _ in range(6)], parent)
    false = stories(world.strangers(15), parent)
    assert true.is_sure
    assert not false.is_sure


def test_a_story_that_leaves_nobody_outside_foretells_nothing():
    world = World(3)
    found = stories(world.strangers(6), np.array([-1, 0, 0, 0, 0, 0]))
    assert found.gain == pytest.approx(0.0, abs=1e-9)
    assert not found.is_sure


def test_a_tree_hangs_from_one_source():
    assert roots(np.array([-1, 0, 1, -1, 3, 2])).tolist() == [0, 0, 0, 3, 3, 0]

"""The pooling benchmark: its scores by hand, and that more people and less error cannot look worse."""

from pathlib import Path

import numpy as np
import pytest

from bench import pooling


def test_people_who_make_no_error_agree_and_every_way_is_one():
    found = pooling.simulated(3, 0.0, 50, np.random.default_rng(1))
    assert (found.words == found.words[0]).all()
    ways = pooling.posteriors(found)
    for way in pooling.RIVALS:
        assert ways[way] == pytest.approx(ways[pooling.OURS])


def test_the_same_seed_gives_the_same_figures_and_reads_nothing(monkeypatch):
    monkeypatch.setattr(pooling, "N_DOSSIERS", 300)
    monkeypatch.setattr(pooling, "N_RANGED", 40)
    first, again = (pooling.run(Path("/nowhere")) for _ in range(2))
    assert first == again
    assert {r.benchmark for r in first.results} == {"pooling"}
    assert len(first.results) == 9 * 10


def test_two_heads_are_better_than_one(monkeypatch):
    """With errors of their own, pooled words lose less than one person's, by each number of people."""
    monkeypatch.setattr(pooling, "N_DOSSIERS", 1000)
    monkeypatch.setattr(pooling, "N_RANGED", 40)
    for r in pooling.run(Path()).results:
        if r.metric == "log loss" and r.peer_name == "one person":
            assert r.ours < r.peer

"""Odd input gets a sentence, never a silent number."""

import numpy as np
import pytest

from twosource.weighing.fusion import FuseSettings, Model, fuse


def told(fused):
    return " ".join(fused.notes)


def test_nothing_at_all():
    fused = fuse([], [], [])
    assert fused.items.size == 0
    assert "Nothing was said" in told(fused)
    assert fused.best()[0].size == 0


def test_one_source_only_leaves_the_prior_to_speak():
    fused = fuse(np.arange(3_000), np.zeros(3_000, dtype=int), np.arange(3_000))
    assert "One source says everything" in told(fused)
    assert fused.accuracy[0] == pytest.approx(8 / 11, abs=0.05)
    assert fused.p.max() < 0.95


def test_a_million_items_by_one_source_and_a_few_by_others():
    n = 1_000_000
    item = np.concatenate([np.arange(n), np.arange(20)])
    source = np.concatenate([np.zeros(n, dtype=int), np.ones(20, dtype=int)])
    fused = fuse(item, source, item * 2)
    assert "Source 0 says 1,000,000 of 1,000,020 statements" in told(fused)
    assert 0.0 < fused.p.min() <= fused.p.max() < 1.0
    assert fused.items.size == n


def test_statements_nobody_else_can_check_tell_nothing_of_a_source():
    fused = fuse([0, 1, 2, 2, 3], [7, 7, 7, 8, 9], [0, 0, 0, 0, 0])
    assert fused.n_statements.tolist() == [3, 1, 1]
    assert fused.n_compared.tolist() == [1, 1, 0]


def test_all_sources_agree():
    fused = fuse(np.repeat(np.arange(50), 4), np.tile(np.arange(4), 50), np.repeat(np.arange(50), 4))
    assert "All sources agree on everything" in told(fused)
    assert "if one had it from another, all of them are one voice" in told(fused)
    assert np.isfinite(fused.p).all()


def test_nobody_speaks_of_the_same_item():
    fused = fuse(np.arange(30), np.arange(30) % 3, np.arange(30))
    assert "No item has two voices" in told(fused)
    assert fused.effect == 0.0


def test_missing_and_infinite_entries_are_left_out_and_counted():
    value = np.array([1.0, np.nan, np.inf, 1.0, 2.0])
    fused = fuse([0, 0, 0, 0, -1], [0, 1, 2, 3, 4], value)
    assert "3 statements lack an item, source or value" in told(fused)
    assert fused.sources.tolist() == [0, 3]


def test_a_source_that_contradicts_itself_speaks_with_a_divided_voice():
    fused = fuse([0, 0, 0], [0, 0, 1], [5, 6, 6], settings=FuseSettings(exact_statements=0))
    assert "Once a source gives one item several values" in told(fused)
    chances = fused.of(0)
    assert chances[6] > chances[5] > 0


def test_arrays_of_different_length_and_words_are_refused():
    with pytest.raises(ValueError, match="one length"):
        fuse([0, 1], [0], [0])
    with pytest.raises(ValueError, match="whole numbers"):
        fuse(["a"], ["b"], ["c"])


def test_a_label_off_the_closed_list_is_refused():
    with pytest.raises(ValueError, match="no value 3"):
        fuse([0, 1], [0, 1], [0, 3], settings=FuseSettings(labels=3))


def test_a_climb_cut_short_says_so():
    rng = np.random.default_rng(0)
    item, source = np.divmod(np.arange(400), 8)
    fused = fuse(
        item,
        source,
        rng.integers(0, 3, 400),
        settings=FuseSettings(iterations=1, exact_statements=0, model=Model.confusion),
    )
    assert "stopped before it ended" in told(fused)
    assert not fused.converged


def test_sources_above_the_limit_for_copiers_are_told_so():
    item, source = np.divmod(np.arange(400), 8)
    fused = fuse(item, source, item, settings=FuseSettings(copy_limit=100, exact_statements=0))
    assert "copiers were not looked for" in told(fused)


def test_a_second_reading_that_was_not_looked_for_is_told():
    item, source = np.divmod(np.arange(400), 8)
    rare = FuseSettings(restart_limit=100, exact_statements=0)
    assert "second reading as good was not looked for" in told(fuse(item, source, item, settings=rare))
    never = FuseSettings(restarts=0, restart_limit=100, exact_statements=0)
    assert "second reading" not in told(fuse(item, source, item, settings=never))


def test_what_is_not_used_beside_evidence_ratios_is_told():
    item, source = np.divmod(np.arange(400), 8)
    ratios = np.where(source == 0, np.inf, 0.5)
    item, source, ratios = (np.append(x, y) for x, y in ((item, 0), (source, 3), (ratios, 0.5)))
    value = np.append(item[:-1] * 2, 1)
    fused = fuse(item, source, value, lam=ratios, settings=FuseSettings(exact_statements=0))
    assert "no table of its confusions" in told(fused)
    assert "Once a source gives one item several values; each of them counts in full." in fused.notes


def test_how_far_agreement_counts_is_told_with_what_it_cannot_show():
    rng = np.random.default_rng(2)
    item, source = np.divmod(np.arange(2_400), 8)
    look = rng.random(300) < 0.7
    said = np.where(rng.random(2_400) < 0.85, look[item], rng.random(2_400) < 0.5).astype(int)
    hard = rng.random(300) < 0.3
    said = np.where(hard[item], rng.random(2_400) < rng.beta(0.7, 0.7, 300)[item], said).astype(int)
    fused = fuse(item, source, said)
    assert fused.effect >= 0.05
    assert f"count as {1 / fused.effect:.0f} at most" in told(fused)
    assert "only items checked by other means" in told(fused)


@pytest.mark.parametrize(
    "bad",
    [
        {"accuracy": (0.0, 1.0)},
        {"labels": 1},
        {"fidelity": 1.0},
        {"iterations": 0},
        {"restarts": -1},
        {"prior_sources": 0.0},
    ],
)
def test_settings_that_mean_nothing_are_refused(bad):
    with pytest.raises(ValueError):  # noqa: PT011
        FuseSettings(**bad)

"""How the weights of belief are learnt: seeded, and measured on what was not learnt from."""

import csv
import tomllib

import numpy as np
import pytest
from training.factuality import commitment
from training.factuality.commitment import Model, fit, folds_of, held_out, main, measure, written

ROWS = [({"negated": 1.0, "n": float(n)}, -2.0) for n in range(10)] + [
    ({"plainly": 1.0, "n": float(n)}, 2.0) for n in range(10)
]
FEATURES = [{name: 1.0 for name in row if name != "n"} for row, _ in ROWS]
VALUES = [value for _, value in ROWS]


def test_a_feature_that_decides_gets_the_weight():
    """With little ridge the two groups come out at their means."""
    model = fit(FEATURES, VALUES, ridge=0.001)
    assert model.score({"negated": 1.0}) == pytest.approx(-2.0, abs=0.01)
    assert model.score({"plainly": 1.0}) == pytest.approx(2.0, abs=0.01)


def test_a_rare_feature_is_left_out_and_an_unknown_one_counts_nothing():
    """What was seen twice is no ground for a weight."""
    model = fit([*FEATURES, {"odd": 1.0}, {"odd": 1.0}], [*VALUES, 3.0, 3.0])
    assert "odd" not in model.weights
    assert model.score({"odd": 1.0}) == model.intercept


def test_a_score_never_leaves_the_scale():
    """However the weights add up."""
    model = Model({"a": 5.0, "b": -9.0}, 0.0)
    assert (model.score({"a": 1.0}), model.score({"b": 1.0})) == (3.0, -3.0)


def test_what_is_scored_was_not_learnt_from():
    """A group whose values contradict all others is scored as the others are."""
    features = [{"same": 1.0}] * 8
    values = [1.0] * 6 + [-3.0] * 2
    scores = held_out(features, values, ["rest"] * 3 + ["more"] * 3 + ["contrary"] * 2)
    assert scores[-1] == pytest.approx(1.0)
    assert scores[0] < 1.0


def test_folds_are_seeded_and_even():
    """The same rows go to the same folds each time."""
    folds = folds_of(57)
    assert folds == folds_of(57)
    assert max(folds.count(k) for k in range(10)) - min(folds.count(k) for k in range(10)) <= 1


def test_the_figures_are_pearson_and_mean_absolute_error():
    """Checked against a case worked by hand."""
    r, error = measure([0.0, 1.0, 2.0], np.array([1.0, 2.0, 3.0]))
    assert (r, error) == (pytest.approx(1.0), pytest.approx(1.0))


def test_nothing_to_learn_from_is_said():
    """An empty table is an error, not a model."""
    with pytest.raises(ValueError, match="no rows"):
        fit([], [])


def test_the_file_reads_as_toml_with_its_figures():
    """Weights, intercept and figures come back."""
    table = tomllib.loads(written(Model({"a, b": 0.5}, 0.25), 20, (0.7, 0.8), (0.6, 0.9)))
    assert table["weights"] == {"a, b": 0.5}
    assert table["intercept"] == 0.25
    assert "r 0.700" in table["measured"]


def test_training_reads_a_folder_and_writes_the_weights(tmp_path, monkeypatch):
    """End to end on made-up rows."""
    (tmp_path / "factuality").mkdir()
    out = tmp_path / "commitment.toml"
    monkeypatch.setattr(commitment, "OUT", out)
    fields = ["uID", "Verb", "Embedding", "Context", "Target", "Prompt", "Mean"]
    with (tmp_path / "factuality" / "commitmentbank.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(fields)
        for n in range(40):
            verb, mean = ("think", -2 + n / 100) if n % 2 else ("notice", 2 - n / 100)
            target = f"I did not {verb} the bridge number {n} was closed."
            table.writerow([str(n), verb, "negation", "", target, f"the bridge number {n} was closed", mean])
    said = []
    assert main([str(tmp_path)], said.append) == 0
    assert "40 clauses" in said[0]
    weights = tomllib.loads(out.read_text("utf-8"))["weights"]
    assert weights["word think"] < 0 < weights["word notice"]

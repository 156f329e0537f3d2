"""The benchmark of names: what counts as held out, and figures that can be worked out by hand."""

import numpy as np
import pytest
from bench.runner import DataMissingError
from training.naming.fitting import f1, left_out, logistic

from bench import names

HEAD = "case_group,schema,name1,name2,is_match,quality,category,notes\n"


def write(folder, judged, words):
    there = folder / "names"
    there.mkdir()
    rows = "".join(f"own,{s},{a},{b},{str(m).lower()},,,\n" for s, a, b, m in judged)
    (there / "name_bench.csv").write_text(HEAD + rows, "utf-8")
    for size in (16, 64):
        lines = "".join(f"{latin}\t{' '.join(arabic)}\t1\n" for latin, arabic in words)
        (there / f"arabic_english_{size}.tsv").write_text(lines, "utf-8")
    return folder


def test_a_fifth_of_the_words_is_held_out_always_the_same():
    share = np.mean([names.is_held_out(f"word{n}") for n in range(5000)])
    assert 0.18 < share < 0.22
    assert names.is_held_out("karim") == names.is_held_out("karim")


def test_missing_data_is_said(tmp_path):
    with pytest.raises(DataMissingError):
        names.run(tmp_path)


def test_the_figures_of_a_small_half(tmp_path):
    """Twelve pairs and a few words: every figure is there, and easy pairs are right."""
    judged = [
        ("Person", f"{a} Mansour", f"{a.upper()} Mansour", True) for a in ("Karim", "Samir", "Nadia")
    ] * 4
    judged += [("Person", f"{a} Mansour", f"{a} Petrova", False) for a in ("Karim", "Olga", "Ivan")] * 4
    words = [
        ("karim", "كريم"),
        ("samir", "سمير"),
        ("petrov", "بتروف"),
        ("garcia", "غارسيا"),
        ("ivan", "إيفان"),
    ]
    words += [(f"madeup{n}", "مادوب" + "ابتثج"[n % 5]) for n in range(20)]
    found = {(r.metric, r.group): r for r in names.run(write(tmp_path, judged, words)).results}
    assert found["F1", "as shipped"].ours == 1.0
    assert found["F1", "as shipped"].n == 24
    assert 0.0 <= found["R@1", "of file 16"].ours <= found["R@5", "of file 16"].ours <= 1.0
    assert found["pairs per second of one core", "compare, first time"].ours > 0


def test_f1_by_hand():
    p, y = np.array([0.9, 0.8, 0.2, 0.1]), np.array([1.0, 0.0, 1.0, 0.0])
    assert f1(p, y, 0.5) == pytest.approx(0.5)
    assert names._ece(np.array([0.25, 0.25, 0.25, 0.25]), np.array([1.0, 0.0, 0.0, 0.0])) == pytest.approx(
        0.0
    )


def test_fixed_weights_stay_and_others_fit():
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(400), rng.normal(size=(400, 2))])
    y = (x @ [0.5, 2.0, -1.0] + rng.logistic(size=400) > 0).astype(float)
    weights = logistic(x, y, 1e-6)
    assert weights[1] == pytest.approx(2.0, abs=0.5)
    assert logistic(x, y, 1e-6, {2: -3.0})[2] == -3.0


def test_a_group_is_never_on_both_sides():
    """A group whose cases are all alike is predicted from the others alone."""
    x = np.column_stack([np.ones(20), np.arange(20) < 2])
    y = (np.arange(20) < 2).astype(float)
    p = left_out(x, y, ["one"] * 2 + [str(n) for n in range(18)], 0.1, {}, seed=0, folds=4)
    assert np.all(p[:2] < 0.5)

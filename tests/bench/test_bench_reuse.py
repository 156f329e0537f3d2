"""The benchmark of reuse, on answers made by rule."""

import csv
from random import Random

import pytest
from bench.collation import made_texts
from bench.reuse import measured_texts, run
from bench.runner import DataMissingError

from bench import reuse

LEVELS = ("non", "heavy", "light", "cut")


@pytest.fixture(autouse=True)
def one_deal(monkeypatch):
    """Deal once: ten deals measure the same more exactly."""
    monkeypatch.setattr(reuse, "SEEDS", 1)


@pytest.fixture
def data(tmp_path):
    """Two questions with twelve answers of each level: drawn anew, or the source with a share replaced."""
    folder, random = tmp_path / "dependence" / "clough", Random(5)
    folder.mkdir(parents=True)
    rows = []
    for task in "ab":
        source = [f"{task}{random.randrange(400)}" for _ in range(160)]
        rows.append((f"orig_task{task}.txt", task, "orig"))
        (folder / rows[-1][0]).write_text(" ".join(source), "utf-8")
        for level, changed in zip(LEVELS, (1.0, 0.35, 0.12, 0.0), strict=True):
            for number in range(12):
                start = random.randrange(40)
                words = [
                    w if random.random() >= changed else f"{task}n{random.randrange(4000)}"
                    for w in source[start : start + 110]
                ]
                rows.append((f"{level}{number}_task{task}.txt", task, level))
                (folder / rows[-1][0]).write_bytes(" ".join(words).encode() + b" \x92")
    with (folder / "file_information.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("File", "Task", "Category"), *rows])
    return tmp_path


def test_levels_that_differ_are_told_apart_without_having_been_seen(data):
    report = run(data)
    four = next(r for r in report.results if r.metric == "accuracy of four levels" and r.group == "10-fold")
    two = next(r for r in report.results if r.metric == "accuracy of reused or not" and r.group == "10-fold")
    assert four.n == two.n == 96
    assert four.ours > 0.85
    assert two.ours > 0.96
    assert {case.values["level"] for case in report.cases} == {
        "no sign of reuse",
        "heavily revised",
        "lightly revised",
        "copied nearly word for word",
    }


def test_the_same_data_give_the_same_figures(data):
    assert run(data) == run(data)


def test_answers_without_their_source_are_left_out(data):
    (data / "dependence" / "clough" / "non0_taska.txt").unlink()
    assert len(measured_texts(data).names) == 95


def test_missing_data_are_said(tmp_path):
    with pytest.raises(DataMissingError):
        run(tmp_path)


def test_texts_for_speed_are_the_same_in_every_run_and_share_words():
    made = made_texts(200, 3)
    assert made == made_texts(200, 3)
    parent, child = made[0]
    assert len(parent.split()) == 200
    assert len(set(parent.split()) & set(child.split())) > 50

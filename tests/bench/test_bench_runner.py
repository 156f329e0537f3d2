"""The runner: one table, JSON lines, missing data, what moved since the freeze."""

import json

import pytest
from bench.runner import (
    COLUMNS,
    Case,
    DataMissingError,
    Report,
    Result,
    as_json_lines,
    as_table,
    freeze,
    moved,
)

from bench import __main__ as door

FIGURE = Result(
    benchmark="toy", metric="f1", group="all", ours=0.5, n=7, peer=0.25, peer_name="a peer",
    reference=".6 (somebody 2020)", target=">= .9",
)  # fmt: skip
ALONE = Result(benchmark="toy", metric="seconds", group="en", ours=12_345.678, n=2)


def toy(data):
    """A benchmark that wants a file and finds one figure."""
    if not (data / "toy.txt").exists():
        raise DataMissingError(f"there is no toy in {data}.")
    return Report(results=(FIGURE, ALONE), cases=(Case(case_id="b", values={"kappa": 2}),))


@pytest.fixture
def with_toy(monkeypatch):
    """The door with the toy benchmark alone."""
    monkeypatch.setattr(door, "BENCHMARKS", {"toy": toy})


def test_the_table_has_a_row_per_figure_and_aligned_columns():
    """Head, rule, then one line per result; an absent figure is a dash."""
    head, rule, first, second = as_table([FIGURE, ALONE]).splitlines()
    assert tuple(head.split()) == COLUMNS
    assert set(rule) == {"-", " "}
    assert first.split()[:5] == ["toy", "f1", "all", "0.500", "0.250"]
    assert second.split()[:5] == ["toy", "seconds", "en", "12,346", "-"]
    assert first.index("0.500") == second.index("12,346") == head.index("ours")


def test_json_lines_hold_every_column_with_its_value():
    """What a machine reads is what a person reads, unrounded."""
    rows = [json.loads(line) for line in as_json_lines([FIGURE, ALONE]).splitlines()]
    assert [tuple(row) for row in rows] == [COLUMNS, COLUMNS]
    assert rows[0]["peer_name"] == "a peer"
    assert rows[1]["ours"] == 12_345.678
    assert rows[1]["peer"] is None


@pytest.mark.usefixtures("with_toy")
def test_missing_data_is_said_and_is_no_failure(tmp_path, capsys):
    """Without the data the runner names what it missed and exits 0."""
    assert door.main(["toy", "--data", str(tmp_path)], frozen=tmp_path) == 0
    assert capsys.readouterr().out == f"data not found: there is no toy in {tmp_path}.\n"


@pytest.mark.usefixtures("with_toy")
def test_missing_data_leaves_json_output_empty(tmp_path, capsys):
    """With --json the sentence goes to the other stream, so that what is printed is JSON or nothing."""
    assert door.main(["all", "--data", str(tmp_path), "--json"], frozen=tmp_path) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("data not found: ")


@pytest.mark.usefixtures("with_toy")
def test_results_come_as_table_or_json(tmp_path, capsys):
    """The same figures in both forms, from the folder named."""
    (tmp_path / "toy.txt").touch()
    assert door.main(["toy", "--data", str(tmp_path)], frozen=tmp_path) == 0
    assert capsys.readouterr().out == as_table([FIGURE, ALONE]) + "\n"
    assert door.main(["toy", "--data", str(tmp_path), "--json"], frozen=tmp_path) == 0
    assert capsys.readouterr().out == as_json_lines([FIGURE, ALONE]) + "\n"


@pytest.mark.usefixtures("with_toy")
def test_an_unknown_benchmark_is_named_with_those_there_are(capsys):
    """A wrong name is called wrongly: exit code 2 and the list."""
    with pytest.raises(SystemExit) as stopped:
        door.main(["origin"])
    assert stopped.value.code == 2
    assert "no benchmark is called origin; there are toy" in capsys.readouterr().err


@pytest.mark.usefixtures("with_toy")
def test_freezing_writes_cases_and_a_later_run_tells_what_moved(tmp_path, capsys):
    """A frozen case that changes is told, value by value; an unchanged one is not."""
    (tmp_path / "toy.txt").touch()
    frozen = tmp_path / "frozen"
    door.main(["toy", "--data", str(tmp_path), "--freeze"], frozen=frozen)
    assert json.loads((frozen / "toy.jsonl").read_text("utf-8")) == {"case_id": "b", "kappa": 2}
    door.main(["toy", "--data", str(tmp_path)], frozen=frozen)
    assert "moved" not in capsys.readouterr().err
    (frozen / "toy.jsonl").write_text('{"case_id": "b", "kappa": 1}\n', "utf-8")
    door.main(["toy", "--data", str(tmp_path)], frozen=frozen)
    assert "moved since frozen: b: kappa was 1, is 2" in capsys.readouterr().err


def test_a_frozen_file_is_sorted_and_does_not_depend_on_the_order_of_cases(tmp_path):
    """The same cases give the same bytes."""
    cases = [Case(case_id=name, values={"x": [1, "é"]}) for name in ("b", "a")]
    first = freeze(tmp_path, "one", cases).read_bytes()
    assert first == freeze(tmp_path, "two", cases[::-1]).read_bytes()
    assert [json.loads(line)["case_id"] for line in first.decode().splitlines()] == ["a", "b"]


def test_cases_never_frozen_have_not_moved(tmp_path):
    """A held-out half has other cases; they are not compared with the open half's."""
    freeze(tmp_path, "toy", [Case(case_id="open", values={"x": 1})])
    assert moved(tmp_path, "toy", [Case(case_id="held-out", values={"x": 2})]) == []
    assert moved(tmp_path, "never", [Case(case_id="open", values={"x": 2})]) == []

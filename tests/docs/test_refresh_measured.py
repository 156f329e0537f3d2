"""Figures beside suggestions are written anew by one command from what benchmarks print."""

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VOCABULARY = ROOT / "src" / "twosource" / "vocabulary"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location(
        "refresh_measured", ROOT / "scripts" / "refresh_measured.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def line(benchmark, metric, group, ours, n):
    return json.dumps({"benchmark": benchmark, "metric": metric, "group": group, "ours": ours, "n": n})


def right(rule, ours, n):
    return line("attribution-accuracy", "right speakers", rule, ours, n)


@pytest.fixture
def folder(tmp_path):
    for name in ("measured.toml", "attributing_measured.toml"):
        (tmp_path / name).write_text((VOCABULARY / name).read_text("utf-8"), "utf-8")
    return tmp_path


def rules(folder):
    table = tomllib.loads((folder / "attributing_measured.toml").read_text("utf-8"))
    return {row["rule"]: (row["p"], row["n"]) for row in table["measured"] if row["language"] == "en"}


def test_the_shares_of_rules_are_taken_over_and_rare_rules_have_none(script, folder):
    lines = [right("verb", 0.9071, 893), right("hearer", 0.957, 23), right("a new rule", 0.5, 30)]
    assert script.main([], lines, folder) == 0
    assert rules(folder) == {"verb": (0.91, 893), "a new rule": (0.5, 30)}
    text = (folder / "attributing_measured.toml").read_text("utf-8")
    assert text.startswith("# How often a rule")
    assert tomllib.loads(text)["shared"]["data"]


def test_without_the_benchmark_nothing_changes(script, folder, capsys):
    before = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert script.main([], [line("dates", "F1", "all", 0.9, 10)], folder) == 0
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == before
    assert capsys.readouterr().out == ""


def test_a_second_run_changes_nothing(script, folder):
    lines = [right("verb", 0.9071, 893), right("hearer", 0.93, 40)]
    script.main([], lines, folder)
    once = (folder / "attributing_measured.toml").read_text("utf-8")
    script.main([], lines, folder)
    assert (folder / "attributing_measured.toml").read_text("utf-8") == once


def test_check_writes_nothing_and_says_so(script, folder, capsys):
    before = (folder / "attributing_measured.toml").read_text("utf-8")
    assert script.main(["--check"], [right("verb", 0.11, 500)], folder) == 1
    assert (folder / "attributing_measured.toml").read_text("utf-8") == before
    assert "attributing_measured.toml: differs" in capsys.readouterr().out


def test_a_row_is_found_by_where_it_is_from(script):
    text = (
        'name = "x"\n\n[[measured]]\nstep = "place"\nlanguage = "tr"\nfigure = 0.10\nn = 5\ndate = 2026-01-01\n'
        'from = { benchmark = "b", metric = "m", group = "g" }\n'
    )
    found = script.results_of([line("b", "m", "g", 0.734, 120), line("b", "m", "other", 0.1, 1)])
    (row,) = tomllib.loads(script.refreshed(text, found, "2026-11-23"))["measured"]
    assert (row["figure"], row["n"], row["date"].isoformat()) == (0.73, 120, "2026-11-23")
    assert script.refreshed(text, {}, "2026-11-23") == text


def test_what_was_not_measured_is_no_figure(script):
    assert script.results_of([line("b", "m", "g", None, 0), ""]) == {}

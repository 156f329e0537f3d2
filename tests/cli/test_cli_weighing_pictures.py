"""weigh, flips and tipping with --svg and --table: one file each, a table twin, refusals in sentences."""

import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "desk"))

from desk_cases import CASE

from twosource.cli import run
from twosource.cli.printing import Printer
from twosource.desk import Desk

FIRST = "Were the guns moved before the town fell?"
SECOND = """
[parties.mill]
name = "The Upper Weaving Mill"
kind = "organisation"
protected = true
label = "a mill"

[question.sold]
text = "What became of the bread?"
prior = { sold = 1, burned = 1, eaten = 1, hidden = 1, something_else = 1 }
prior_why = "nobody knows"
[question.sold.hypotheses]
sold = "it was sold"
burned = "it was burned"
eaten = "it was eaten"
hidden = "it was hidden in a cellar of The Upper Weaving Mill at the river"
something_else = "something else"

[[question.sold.items]]
name = "smoke"
text = "Yusuf the Courier saw smoke over the mill"
why = "it was seen from the road"
answers = [{ words = { sold = "unlikely", burned = "unlikely", eaten = "unlikely", hidden = "very likely" } }]
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = Desk.new(tmp_path_factory.mktemp("guns") / "case", CASE + SECOND)
    return ["--case", str(folder.path)]


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    folder = Desk.new(tmp_path_factory.mktemp("one") / "case", CASE)
    return ["--case", str(folder.path)]


@pytest.mark.parametrize(
    ("arguments", "finding"),
    [
        (["weigh"], "leads in most of the readings"),
        (["weigh", "--picture", "ledger"], "most of all through channel"),
        (["weigh", "--picture", "prior-map"], "leads under more than half the priors"),
        (["flips"], "No answer can tip the lead within its word"),
        (["tipping"], "No answer can tip the lead within its word"),
        (["weigh", "--language", "ar"], "في الصدارة في معظم القراءات"),
    ],
)
def test_a_picture_is_drawn_into_the_file_named(one, tmp_path, capsys, arguments, finding):
    """Its finding is printed, and stands in the file."""
    path = tmp_path / "drawn.svg"
    assert run([*arguments, "--svg", str(path), "--width", "480", *one]) == 0
    out = capsys.readouterr().out.replace("\n", " ")
    assert finding in out
    assert "Drawn into" in out
    root = ET.fromstring(path.read_text("utf-8"))
    assert float(root.attrib["width"]) == 480
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert finding in (title.text or "")


def test_without_a_name_the_file_is_called_after_the_answer(one, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["weigh", "--svg", *one]) == 0
    assert run(["tipping", "--svg", *one]) == 0
    capsys.readouterr()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["answer.svg", "tipping.svg"]


def test_several_questions_make_several_files_and_one_can_be_chosen(case, tmp_path, capsys):
    path = tmp_path / "all.svg"
    assert run(["weigh", "--svg", str(path), *case]) == 0
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == ["all-Q1.svg", "all-Q2.svg"]
    assert run(["weigh", "--svg", str(path), "--question", "Q2", *case]) == 0
    assert path.exists()
    capsys.readouterr()
    assert run(["weigh", "--svg", str(path), "--question", "Q9", *case]) == 9
    assert "No weighed question is called Q9." in capsys.readouterr().err.replace("\n", " ")


def test_a_map_of_four_is_a_table_only(case, tmp_path, capsys):
    path = tmp_path / "map.svg"
    asked = ["weigh", "--picture", "prior-map", "--question", "Q2", *case]
    assert run([*asked, "--svg", str(path)]) == 2
    assert "two or three explanations; Q2 has 4" in capsys.readouterr().err.replace("\n", " ")
    assert not path.exists()
    assert run([*asked, "--table"]) == 0
    assert "it was eaten" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["map.png", "map", ".png"])
def test_a_file_that_is_called_no_svg_is_refused(one, tmp_path, capsys, name):
    """A browser or printer would take it for what it is called; nothing is written under the name."""
    for command in ("weigh", "flips", "tipping"):
        assert run([command, "--svg", str(tmp_path / name), *one]) == 2
        told = capsys.readouterr().err.replace("\n", " ")
        assert "Pictures are drawn as SVG" in told
        assert "ends in .svg" in told
    assert list(tmp_path.iterdir()) == []


def test_where_one_of_several_is_a_table_only_none_is_written(case, tmp_path, capsys):
    """The sentence says that nothing was written: the map of the first question is not left behind."""
    path = tmp_path / "map.svg"
    assert run(["weigh", "--picture", "prior-map", "--svg", str(path), *case]) == 2
    assert "Nothing was written" in capsys.readouterr().err.replace("\n", " ")
    assert list(tmp_path.iterdir()) == []


def test_protected_parties_are_veiled_in_pictures_and_tables(case, tmp_path, capsys):
    """Also a name that a title would have cut in two: half of it would be found no more."""
    path = tmp_path / "veiled.svg"
    asked = ["--question", "Q2", *case]
    assert run(["weigh", "--svg", str(path), *asked]) == 0
    assert run(["weigh", "--table", *asked]) == 0
    assert run(["tipping", *asked]) == 0
    shown = path.read_text("utf-8") + capsys.readouterr().out
    assert "█████" in shown
    assert "Yusuf" not in shown
    assert "Upper" not in shown


def test_the_twin_is_printed_and_json_has_both(one, capsys):
    assert run(["weigh", "--table", "--picture", "ledger", *one]) == 0
    assert "whole move" in capsys.readouterr().out
    assert run(["weigh", "--table", "--json", *one]) == 0
    value = json.loads(capsys.readouterr().out)["value"]
    assert value[0]["question"] == "Q1"
    assert value[0]["svg"].startswith("<svg")
    assert value[0]["table"]["headers"][0] == "explanation"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["weigh", "--picture", "ledger"], 2, "go with --svg or --table"),
        (
            ["weigh", "--table", "--picture", "ledger", "--hypothesis", "lost"],
            2,
            "There is no hypothesis lost",
        ),
        (["weigh", "--svg", "x.svg", "--width", "200"], 2, "360"),
        (["weigh", "--svg", f"{__file__}/x.svg"], 2, "could not be written"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(one, capsys, arguments, code, sentence):
    assert run([*arguments, *one]) == code
    assert sentence in capsys.readouterr().err.replace("\n", " ")


def test_the_commands_themselves_still_print(one, capsys):
    assert run(["weigh", *one]) == 0
    assert "item or hands" in capsys.readouterr().out
    assert run(["flips", *one]) == 0
    assert "would change the lead" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["weigh", "flips", "next"])
def test_one_question_is_chosen_by_siglum_or_name_without_a_picture(case, capsys, command):
    assert run([command, *case]) == 0
    both = capsys.readouterr().out
    assert FIRST in both
    assert "What became of the bread?" in both
    for name in ("Q2", "sold"):
        assert run([command, "--question", name, *case]) == 0
        out = capsys.readouterr().out
        assert "What became of the bread?" in out
        assert FIRST not in out
    assert run([command, "--question", "Q2", "--json", *case]) == 0
    assert len(json.loads(capsys.readouterr().out)["value"]) == 1
    assert run([command, "--question", "Q9", *case]) == 9
    assert "No weighed question is called Q9." in capsys.readouterr().err.replace("\n", " ")


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A case of two questions, the second of which cannot be weighed: two hypotheses say the same."""
    second = SECOND.replace('eaten = "it was eaten"', 'eaten = "it was sold"')
    folder = Desk.new(tmp_path_factory.mktemp("half") / "case", CASE + second)
    return ["--case", str(folder.path)]


def test_a_document_holds_what_was_refused_beside_what_was_weighed(half, capsys):
    """Whoever reads JSON alone learns that a question is missing, and why."""
    for command in (["weigh"], ["flips"], ["next"], ["tipping"]):
        assert run([*command, "--json", *half]) == 0
        document = json.loads(capsys.readouterr().out)
        assert len(document["value"]) == 1
        assert any("sold" in note for note in document["notes"])
    assert run(["weigh", "--question", "Q1", *half]) == 0
    assert "Note: " in capsys.readouterr().out
    assert run(["weigh", "--question", "sold", "--json", *half]) == 9
    sentence = json.loads(capsys.readouterr().out)["value"]["sentence"]
    assert "sold was not weighed" in sentence
    assert "it was sold" in sentence


def test_a_document_without_anything_to_note_has_no_notes(capsys):
    assert Printer(as_json=True).document("weighings", [])
    assert sorted(json.loads(capsys.readouterr().out)) == ["message_type", "schema", "value"]

"""two-source, trace and retract at the door: sentences, both settings, one JSON document, refusals."""

import json

import pytest

from twosource.cli import run
from twosource.cli.printing import safe
from twosource.desk import Desk

CASE = """
schema = "twosource-case/1"
title = "Two letters"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.mina]
name = "صحيفة الميناء"
kind = "outlet"

[parties.warden]
name = "the warden"
kind = "person"

[claims.gate]
text = "The gate was open at night"
action = "other"

[[statements]]
exhibit = "harbour.txt"
quote = "the gate was open"
claim = "gate"
chain = [{ party = "harbour", channel = "publication" }, { party = "warden", cue = "says", access = "saw" }]

[[statements]]
exhibit = "mina.txt"
quote = "the gate was open"
claim = "gate"
chain = [{ party = "mina", channel = "publication" }, { party = "harbour", cue = "says" }]
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gate")
    cache = folder / "cache"
    cache.mkdir()
    (cache / "harbour.txt").write_text("The warden says the gate was open when he came.", "utf-8")
    (cache / "mina.txt").write_text("Harbour Gazette says the gate was open, and nobody knew.", "utf-8")
    found, _ = Desk.new_or_found(folder / "case", CASE)
    with Desk.open(found) as desk:
        desk.receive([cache])
        desk.read_quickly()
        desk.analyse()
    return ["--case", str(folder / "case")]


def test_two_source_prints_both_settings_and_ends_well_where_the_rule_fails(case, capsys):
    assert run(["two-source", "gate", *case]) == 0
    out = capsys.readouterr().out
    assert "Not two sources" in out
    assert "everybody can be wrong" in out
    assert "Nobody is declared as relied on" in out


def test_two_source_as_json_gives_both_answers(case, capsys):
    assert run(["two-source", "gate", "--json", *case]) == 0
    answer = json.loads(capsys.readouterr().out)["value"]["answer"]
    assert (answer["everybody"]["holds"], answer["relied_on"]["holds"]) == (False, False)


@pytest.mark.parametrize(
    "words",
    [
        ["two-source", "C77"],
        ["two-source", "gate", "--level", "7"],
        ["trace", "--explain"],
        ["trace", "C77", "--explain"],
        ["retract", "nobody", "--dry-run"],
        ["retract", "harbour", "--demoted", "--withdrawn", "--dry-run"],
        ["retract", "harbour"],
    ],
)
def test_what_cannot_be_meant_is_answered_in_a_sentence(case, words, capsys):
    assert run([*words, *case]) != 0
    said = capsys.readouterr().err
    assert said.strip()
    assert "did not foresee" not in said
    assert "Traceback" not in said


def test_every_arrow_comes_with_its_reason_and_its_words(case, capsys):
    assert run(["trace", "gate", "--explain", *case]) == 0
    out = capsys.readouterr().out
    assert "names Harbour Gazette" in out
    assert "“the gate was open”" in out


def test_trace_without_a_claim_says_what_moved(case, capsys):
    assert run(["trace", *case]) == 0
    assert "No number of hands moved." in capsys.readouterr().out


def test_a_dry_run_says_what_would_fall_and_that_nothing_was_recorded(case, capsys):
    assert run(["retract", "warden", "--dry-run", *case]) == 0
    out = capsys.readouterr().out
    assert "1 claim keeps no support" in out
    assert "Nothing was recorded." in out


def test_a_word_can_be_recorded_and_taken_back_at_the_door(case, capsys):
    mine = ["--by", "Nadia", "--why", "he was asleep"]
    assert run(["retract", "warden", *mine, *case]) == 0
    assert run(["two-source", "gate", *case]) == 0
    assert "No pair of hands is left" in capsys.readouterr().out
    assert run(["retract", "warden", "--undo", *mine, *case]) == 0
    assert "0 before" not in capsys.readouterr().err


def test_origins_says_what_would_raise_the_number(case, capsys):
    assert run(["origins", "gate", *case]) == 0
    out = capsys.readouterr().out
    assert "What would raise the number of hands:" in out
    assert "With one account by somebody who did not get it through the warden" in out


def test_an_arabic_name_in_an_english_sentence_is_isolated_alone():
    """The sentence stays left-to-right, whichever word comes first."""
    assert safe("صحيفة الميناء has it from the broadcaster") == (
        "\u2068صحيفة الميناء\u2069 has it from the broadcaster"
    )
    assert safe("المدفعية الثقيلة خرجت BBC") == "\u2068المدفعية الثقيلة خرجت BBC\u2069"
    assert safe("plain words") == "plain words"

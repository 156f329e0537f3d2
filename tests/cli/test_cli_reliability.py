"""reliability, track, grade: what the terminal says, in which words, and how a word is taken back."""

import json

import pytest

from twosource.cli import run
from twosource.desk import Desk

CASE = """
schema = "twosource-case/1"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.driver]
name = "Karim Haddad"
label = "a driver"
kind = "person"
protected = true

[[custody]]
exhibits = ["harbour.txt"]
from = "driver"
to = "harbour"
action = "handed over"

[claims.guns]
text = "Guns were withdrawn from Palmyra"
action = "withdraw"
place = "Palmyra"

[[statements]]
exhibit = "harbour.txt"
quote = "guns left Palmyra"
claim = "guns"
chain = [ { party = "harbour" }, { party = "driver", channel = "speech", access = "saw" } ]
"""
WORD = ["--by", "Nadia", "--why", "she checked it"]


@pytest.fixture
def case(tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "harbour.txt").write_text("The guns left Palmyra on Monday.\n", "utf-8")
    folder = Desk.new(tmp_path / "case", CASE)
    with Desk.open(folder) as desk:
        desk.receive([cache])
        desk.read()
        desk.analyse()
    return ["--case", str(folder.path)]


def said(capsys, *arguments, code=0):
    assert run(list(arguments)) == code
    printed = capsys.readouterr()
    return " ".join((printed.out + printed.err).split())


def test_the_sentence_comes_first_then_figures_entries_and_the_next_command(case, capsys):
    said(capsys, "track", "driver", "--right", "the files", "--n", "22000", "--batch", "March", *WORD, *case)
    run(["reliability", "driver", *case])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "A driver: F, cannot be judged."
    out = " ".join(" ".join(lines).split())
    assert "22,000 items that came at once (“March”) are worth about one item" in out
    assert "likelihood ratio of" in out
    assert "1.2 to 2.1" in out
    assert "22,000" in out
    assert "Nadia: she checked it" in out
    assert "without its record" in out
    assert out.rfind("Next: twosource reliability") > out.rfind("Note:")


def test_with_a_claim_letter_and_digit(case, capsys):
    out = said(capsys, "reliability", "driver", "--claim", "C1", *case)
    assert out.startswith("A driver: F, cannot be judged; C1 without it: 6, cannot be judged.")
    assert "Without a driver, nobody else is found to support it" in out


def test_each_outcome_is_recorded_and_shown(case, capsys):
    for flag in ("right", "wrong", "silent", "rightly-silent", "open"):
        out = said(capsys, "track", "harbour", f"--{flag}", f"the {flag} one", "--unseen", "1", *WORD, *case)
        assert f"the {flag} one: {flag.replace('-', ' ')}, says Nadia: she checked it" in out
    out = said(capsys, "reliability", "harbour", *case)
    assert "asserts what is false" in out
    assert "keeps silent on what is true" in out
    assert "1 of its matters is open and weighs nothing." in out
    assert "weighs nothing" in out


def test_a_word_is_taken_back(case, capsys):
    said(capsys, "track", "harbour", "--right", "the fire", *WORD, *case)
    out = said(capsys, "track", "--undo", "harbour", "the fire", "--by", "Nadia", "--why", "another", *case)
    assert "taken back by Nadia: another" in out
    out = said(capsys, "reliability", "harbour", *case)
    assert "No earlier matter of it that turned out is on record" in out
    out = said(capsys, "log", "--last", "3", *case)
    assert "Nadia took it back: another" in out


def test_a_grade_is_kept_shown_and_makes_no_letter(case, capsys):
    out = said(capsys, "grade", "harbour", "B2", "--standard", "STANAG 2511", *WORD, *case)
    assert "graded B2 (STANAG 2511), says Nadia" in out
    out = said(capsys, "reliability", "harbour", *case)
    assert out.startswith("Harbour Gazette: F, cannot be judged.")
    assert "Given elsewhere: B2 (STANAG 2511, Nadia). Used as a weak prior worth 4 items" in out
    assert ".88" in out
    out = said(capsys, "grade", "--undo", "harbour", "B2", "--standard", "STANAG 2511", *WORD, *case)
    assert "taken back by Nadia" in out


def test_a_kind_of_matter_and_age_can_be_asked_for(case, capsys):
    for at in range(3):
        said(
            capsys, "track", "harbour", "--right", f"fire {at}", "--unseen", "1", "--domain", "fires",
            "--at", "2015", *WORD, *case,
        )  # fmt: skip
    assert said(capsys, "reliability", "harbour", *case).startswith("Harbour Gazette: B")
    assert "No earlier matter" in said(capsys, "reliability", "harbour", "--domain", "floods", *case)
    out = said(capsys, "reliability", "harbour", "--domain", "Fires", "--half-life", "1", *case)
    assert out.startswith("Harbour Gazette: F")
    assert "half as much every year." in out


def test_as_json_with_no_protected_name(case, capsys):
    said(capsys, "track", "driver", "--right", "what Karim Haddad brought", *WORD, *case)
    assert run(["reliability", "driver", "--claim", "C1", "--json", *case]) == 0
    printed = capsys.readouterr().out
    value = json.loads(printed)["value"]
    assert "Haddad" not in printed
    assert (value["reading"]["letter"], value["reading"]["number"]) == ("F", "6")
    assert [mode for mode, _ in value["reading"]["modes"]] == ["honest", "selective", "salting", "crude"]
    assert len(value["entries"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["track", "harbour", "a fire"], 2, "said what became of it"),
        (["track", "harbour", "--right", "--wrong", "a fire"], 2, "Only one thing can have become of it"),
        (["track", "harbour", "--right", "a fire", "--n", "-1"], 2, "counts -1 items"),
        (["track", "harbour", "--right", "a fire", "--quality", "2"], 2, "--quality"),
        (["track", "nobody", "--right", "a fire"], 9, "No party of this case is called so"),
        (["track", "harbour", "--right", "a fire", "--at", "2126-01-01"], 2, "lies in the future"),
        (["track", "harbour", "--right", "a fire", "--evidence", "C1"], 2, "is no exhibit"),
        (["grade", "harbour", "Z9", "--standard", "x"], 2, "no grade"),
        (["grade", "harbour", "B2"], 2, "only in its standard"),
    ],
)
def test_bad_input_gets_a_sentence(case, capsys, arguments, code, words):
    assert words in said(capsys, *arguments, *WORD, *case, code=code)


def test_bad_questions_get_a_sentence(case, capsys):
    assert "is no claim" in said(capsys, "reliability", "harbour", "--claim", "E1", *case, code=2)
    assert "above 0" in said(capsys, "reliability", "harbour", "--half-life", "-1", *case, code=2)
    assert "called so" in said(capsys, "reliability", "Karim Haddad", *case, code=9)


def test_without_name_and_reason_nothing_is_recorded(case, capsys):
    assert "a name and a reason" in said(capsys, "track", "harbour", "--right", "a fire", *case, code=2)

"""The commands of people who judge: the queue, one verb each, one key each, and training data."""

import json
import shutil
import sys
from pathlib import Path

import click
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "desk"))

from review_cases import BY_RULES, open_case, saying

from twosource.cli import reviewing, run
from twosource.desk import Desk
from twosource.desk.case import CaseFolder


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("source")
    with open_case(folder) as desk:
        guns = saying(desk, "Kestrel Television reported").siglum
    return folder / "case", guns


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch):
    monkeypatch.setattr(sys.modules["twosource.cli.door"], "Settings", lambda: BY_RULES)


@pytest.fixture
def case(source, tmp_path):
    shutil.copytree(source[0], tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def guns(source):
    return source[1]


def does(case, *arguments, code=0):
    assert run([*arguments, "--case", str(case)]) == code


def told(capsys):
    return " ".join(capsys.readouterr().out.split())


def errors(capsys):
    return " ".join(capsys.readouterr().err.split())


def test_the_queue_prints_one_screen_each(case, guns, capsys):
    does(case, "review", "--limit", "100")
    out = told(capsys)
    assert "suggestions nobody looked at; 0 looked at." in out
    assert f"{guns} · E" in out
    assert "The road was quiet that week. > Kestrel Television reported that" in out
    assert "Harbour Gazette says that Kestrel Television (cue “reported”" in out
    assert "Stance: asserts, flat (hedge 0)" in out
    assert "Event: action withdraw" in out
    assert "How often right, speaker: " in out
    assert "Next: twosource accept" in out


def test_arabic_words_are_isolated_on_their_screen(case, capsys):
    """Between FSI and PDI, so that a right-to-left sentence cannot scramble the line around it."""
    does(case, "review", "--limit", "100")
    lines = capsys.readouterr().out.splitlines()
    words = next(line for line in lines if line.startswith("> ") and "المدفعية" in line)
    assert words.startswith("> \u2068")
    assert words.rstrip().endswith("\u2069")


def test_accept_reject_and_undo_say_what_counts_now(case, guns, capsys):
    does(case, "accept", guns, "--by", "Nadia Haddad", "--why", "clear")
    out = told(capsys)
    assert f"{guns}: accepted by Nadia Haddad; it stands in the ledger." in out
    assert f"{guns} counts as a machine read it, accepted by Nadia Haddad." in out
    does(case, "reject", guns, "--by", "Salim")
    out = told(capsys)
    assert "Before: Nadia Haddad accepted it on" in out
    assert "counts nowhere any more" in out
    does(case, "undo-review", guns, "--by", "Salim")
    assert "accepted by Nadia Haddad" in told(capsys)


def test_the_hands_are_counted_anew_and_told(case, capsys):
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        claim = next(c for c in desk.claims() if c.n_statements > 1)
        hands = claim.kappa
        sigla = [s.siglum for s in desk.statements(claim=claim.siglum)]
    for siglum in sigla[:-1]:
        does(case, "reject", siglum, "--by", "Nadia", "--later")
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        assert next(c for c in desk.claims() if c.siglum == claim.siglum).kappa is None
    does(case, "undo-review", sigla[0], "--by", "Nadia")
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        assert next(c for c in desk.claims() if c.siglum == claim.siglum).kappa == hands


def test_a_correction_from_the_command_line(case, guns, capsys):
    does(
        case, "correct", guns, "--speaker", "a guard of the depot", "--new", "placeholder", "--access", "saw",
        "--stance", "doubts", "--hedge", "3", "--content", "the fighters withdrew heavy artillery",
        "--from-place", "Palmyra", "--negated", "--said", "2016-05-01", "--by", "Nadia", "--why", "he saw it",
    )  # fmt: skip
    assert f"counts in place of {guns}, as Nadia corrected it." in told(capsys)
    does(case, "statements", "--all", "--json")
    rows = json.loads(capsys.readouterr().out)["value"]
    new = next(r for r in rows if r["by"] == "person:Nadia")
    assert new["words"] == "the fighters withdrew heavy artillery"
    assert (new["stance"], new["hedge"], new["chain"][-1]["access"]) == ("doubts", 3, "saw")
    old = next(r for r in rows if r["siglum"] == guns)
    assert (old["is_counted"], old["reviewed"]) == (False, "corrected by Nadia")


def test_the_list_leaves_out_what_was_rejected_unless_asked(case, guns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    does(case, "reject", guns, "--by", "Nadia")
    capsys.readouterr()
    does(case, "statements", "--json")
    assert guns not in {s["siglum"] for s in json.loads(capsys.readouterr().out)["value"]}
    does(case, "statements", "--all")
    assert "rejected by Nadia; not counted" in told(capsys)


def test_every_list_says_how_often_a_machine_is_right(case, guns, capsys):
    """The same clause everywhere, whatever the tables hold for this kind of reading today."""
    does(case, "statements", "--json")
    rows = json.loads(capsys.readouterr().out)["value"]
    words = next(row["measured"] for row in rows if row["siglum"] == guns)
    assert "English" in words
    does(case, "statements")
    assert "(1) read by machine: " in told(capsys)
    for verb in ("show", "explain"):
        does(case, verb, guns)
        assert words in told(capsys)


def test_the_log_tells_who_judged_what(case, guns, capsys):
    does(case, "reject", guns, "--by", "Nadia", "--why", "wrong speaker")
    does(case, "undo-review", guns, "--by", "Nadia")
    capsys.readouterr()
    does(case, "log")
    out = told(capsys)
    assert f"Nadia rejected {guns}: wrong speaker" in out
    assert f"Nadia took back their word on {guns}" in out


def test_an_entry_of_the_ledger_says_what_it_is_before_its_digest(case, guns, capsys, tmp_path):
    does(case, "accept", guns, "--by", "Nadia")
    does(case, "export", "--training", str(tmp_path / "judged"), "--yes")
    capsys.readouterr()
    does(case, "log")
    out = told(capsys)
    assert "training data written: judged 1, left out 0, sentences 1, sha256" in " ".join(out.split())
    assert "n_judged" not in out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["accept", "S1"], 2, "Nobody is named"),
        (["accept", "S9999", "--by", "N"], 9, "Nothing in this case is called"),
        (["reject", "E1", "--by", "N"], 2, "E1 is no statement"),
        (["undo-review", "S1", "--by", "N"], 2, "no word on S1"),
        (["correct", "S1", "--by", "N", "--why", "x"], 2, "changes nothing"),
        (["correct", "S1", "--by", "N", "--hedge", "2"], 2, "needs a reason"),
        (["correct", "S1", "--by", "N", "--why", "x", "--content", "zzz qqq"], 5, "do not stand there"),
        (["accept", "S1", "--claim", "E1", "--by", "N"], 2, "E1 is no claim"),
        (["export", "--training", "out"], 9, "Nobody judged"),
    ],
)
def test_wrong_calls_end_with_their_code_and_a_sentence(case, capsys, arguments, code, sentence):
    does(case, *arguments, code=code)
    assert sentence in errors(capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        ["review"],
        ["accept", "S1", "--by", "N"],
        ["reject", "S1", "--by", "N"],
        ["correct", "S1", "--hedge", "4", "--by", "N", "--why", "x"],
    ],
)
def test_every_verb_prints_one_document(case, capsys, arguments):
    does(case, *arguments, "--json")
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "twosource/1"
    assert document["value"]


@pytest.mark.parametrize("name", ["review", "accept", "reject", "correct", "undo-review", "export"])
def test_help_begins_with_examples(name, capsys):
    assert run([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith("Examples:\n  twosource ")


# -- one key each


def press(monkeypatch, keys, answers=()):
    pressed, given = iter(keys), iter(answers)
    monkeypatch.setattr(reviewing, "is_terminal", lambda: True)
    monkeypatch.setattr(click, "getchar", lambda: next(pressed))
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(given))


def test_without_a_terminal_the_queue_is_printed(case, capsys):
    does(case, "review", "--interactive", "--by", "Nadia")
    assert "nobody looked at" in told(capsys)


def test_keys_accept_reject_skip_and_quit(case, capsys, monkeypatch):
    press(monkeypatch, "arsxq")
    does(case, "review", "--interactive", "--by", "Nadia")
    out = told(capsys)
    assert "2 suggestions judged by Nadia." in out
    assert "No key is called so" in out
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        assert desk.to_review(1).n_looked_at == 2


def test_the_key_u_takes_the_last_word_back_and_nothing_before_it(case, capsys, monkeypatch):
    """One key is easily the wrong one; without a word there is nothing to take back."""
    press(monkeypatch, "uaruuuq")
    does(case, "review", "--interactive", "--by", "Nadia")
    out = told(capsys)
    assert out.count("Nothing was judged here yet") == 2
    assert "0 suggestions judged by Nadia." in out
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        assert desk.to_review(1).n_looked_at == 0


def test_what_nobody_measured_stands_in_one_line(case, capsys):
    does(case, "review", "--limit", "40")
    screens = told(capsys).split("> ")
    assert all(screen.count("not measured in") <= 2 for screen in screens)


def test_the_end_of_the_queue_ends_it(case, capsys, monkeypatch):
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        n = desk.to_review(1).n_waiting
    press(monkeypatch, "a" * (n - 1) + "s")
    does(case, "review", "--interactive", "--by", "Nadia")
    assert "Nothing is left to look at." in told(capsys)


def test_the_key_c_asks_for_what_is_wrong(case, capsys, monkeypatch):
    press(monkeypatch, "cq", ["", "doubts", "5", "", "read again"])
    does(case, "review", "--interactive", "--by", "Nadia")
    assert "corrected by Nadia" in told(capsys)
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        new = next(s for s in desk.statements() if s.by == "person:Nadia")
        assert (new.stance, new.hedge) == ("doubts", 5)


def test_a_correction_that_fails_is_told_and_asked_again(case, capsys, monkeypatch):
    press(monkeypatch, "csq", ["Somebody Unknown", "", "", "", "", "why"])
    does(case, "review", "--interactive", "--by", "Nadia")
    out = told(capsys)
    assert "Nobody in this case is called Somebody Unknown." in out
    assert "0 suggestions judged by Nadia." in out


def test_interactive_needs_a_name(case, capsys, monkeypatch):
    press(monkeypatch, "q")
    does(case, "review", "--interactive", code=2)
    assert "Nobody is named" in errors(capsys)


@pytest.mark.parametrize("key", ["\x03", "\x1b", "q", "Q"])
def test_every_way_out_ends_it(case, capsys, monkeypatch, key):
    press(monkeypatch, [key])
    does(case, "review", "--interactive", "--by", "Nadia")
    assert "0 suggestions judged" in told(capsys)


# -- training data


def test_export_refuses_to_write_unasked(case, guns, capsys, tmp_path):
    does(case, "accept", guns, "--by", "Nadia")
    does(case, "export", "--training", str(tmp_path / "out"), code=2)
    assert "1 sentence of the cache with 1 judgement would be written" in errors(capsys)
    assert not (tmp_path / "out").exists()


def test_export_writes_with_yes_and_warns(case, guns, capsys, tmp_path):
    does(case, "accept", guns, "--by", "Nadia")
    does(case, "export", "--training", str(tmp_path / "out"), "--yes")
    assert "contains words of the cache" in told(capsys)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["README.md", "reviewed.jsonl"]


@pytest.mark.parametrize(("yes", "code"), [(True, 0), (False, 2)])
def test_on_a_terminal_export_asks(case, guns, capsys, tmp_path, monkeypatch, yes, code):
    does(case, "accept", guns, "--by", "Nadia")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", lambda *_, **__: yes)
    does(case, "export", "--training", str(tmp_path / "out"), code=code)
    assert (tmp_path / "out").exists() is yes

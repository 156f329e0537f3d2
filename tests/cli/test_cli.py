"""The command line: every command runs, speaks in sentences, prints JSON, ends with its code."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "desk"))

from desk_cases import CASE, write_cache

from twosource.cli import door, run
from twosource.cli.door import SECTIONS, Door, ExamplesFirst
from twosource.cli.printing import plain, safe, shortened
from twosource.errors import EXIT_CODES


@pytest.fixture(scope="module")
def examined(tmp_path_factory):
    """A case examined once, for the commands that only look."""
    folder = tmp_path_factory.mktemp("cli")
    cache = write_cache(folder)
    (folder / "mine.toml").write_text(CASE, "utf-8")
    case = folder / "case"
    code = run(["examine", str(cache), "--declared", str(folder / "mine.toml"), "--case", str(case)])
    assert code == 3
    return case


LOOKING = [
    ["coverage"],
    ["search", "artillery"],
    ["show", "E1"],
    ["show", "guns"],
    ["statements"],
    ["statements", "--claim", "guns"],
    ["claims"],
    ["claims", "--all"],
    ["origins", "guns"],
    ["explain", "guns"],
    ["weigh"],
    ["flips"],
    ["next"],
    ["verify"],
    ["log"],
    ["checkpoint"],
    ["doctor", "--quick"],
]


@pytest.mark.parametrize("arguments", LOOKING, ids=" ".join)
def test_every_command_prints_something_and_ends_well(examined, capsys, arguments):
    case = [] if arguments[0] == "doctor" else ["--case", str(examined)]
    assert run([*arguments, *case]) in {0, 3}
    assert len(capsys.readouterr().out.strip()) > 10


@pytest.mark.parametrize("arguments", LOOKING, ids=" ".join)
def test_every_command_prints_one_json_document(examined, capsys, arguments):
    case = [] if arguments[0] == "doctor" else ["--case", str(examined)]
    run([*arguments, *case, "--json"])
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "twosource/1"
    assert document["message_type"] != "error"
    assert "value" in document


@pytest.mark.parametrize("name", list(door.commands))
def test_help_of_every_command_begins_with_examples(capsys, name):
    assert run([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Examples")
    assert f"twosource {name}" in out


def test_the_commands_of_the_issue_are_all_there():
    wanted = (
        "examine new receive read coverage search show cite statements claims origins weigh flips next "
        "explain publish verify log checkpoint doctor demo"
    )
    assert set(wanted.split()) <= set(door.commands)


def ended(capsys, arguments):
    code = run(arguments)
    return code, capsys.readouterr().err


def test_no_case_here_ends_with_10(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, err = ended(capsys, ["coverage"])
    assert code == 10
    assert "no case here" in err
    assert "twosource new" in err


def test_nothing_matched_ends_with_9(examined, capsys):
    assert ended(capsys, ["search", "zeppelin", "--case", str(examined)])[0] == 9
    assert ended(capsys, ["cite", "E1", "words that are not there", "--case", str(examined)])[0] == 9


def test_an_unknown_option_ends_with_2(capsys):
    code, err = ended(capsys, ["search", "--frobnicate", "x"])
    assert code == 2
    assert "--help" in err


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('schema = "twosource-case/1"\nquestoin = 1\n', "questoin"),
        (
            'schema = "twosource-case/1"\n[question.q]\ntext="?"\nprior={a=1,b=1}\nprior_why="flat"\n'
            '[question.q.hypotheses]\na="a"\nb="b"\n',
            "something",
        ),
    ],
)
def test_a_bad_case_toml_ends_with_2_and_nothing_is_written(tmp_path, capsys, text, named):
    cache = write_cache(tmp_path)
    (tmp_path / "bad.toml").write_text(text, "utf-8")
    case = tmp_path / "case"
    code, err = ended(
        capsys, ["examine", str(cache), "--declared", str(tmp_path / "bad.toml"), "--case", str(case)]
    )
    assert code == 2
    assert named in err
    assert not case.exists()


def test_an_empty_folder_gets_a_sentence_and_leaves_no_case(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leak").mkdir()
    code, err = ended(capsys, ["examine", "leak"])
    assert code in {2, 9}
    assert "nothing" in err.lower()
    assert not (tmp_path / "leak-case").exists()


def test_a_folder_that_is_not_there_gets_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, err = ended(capsys, ["examine", "nowhere"])
    assert code == 2
    assert "nowhere" in err


def test_the_gate_ends_with_4(examined, capsys):
    code, err = ended(
        capsys, ["publish", "--case", str(examined), "--add", "Eleven sources confirm it.", "P1"]
    )
    assert code == 4
    assert "Nothing was published" in err


def test_damage_ends_with_5(tmp_path, capsys):
    cache = write_cache(tmp_path)
    case = tmp_path / "case"
    run(["examine", str(cache), "--case", str(case)])
    original = next(p for p in (case / "originals").rglob("*") if p.is_file())
    original.chmod(0o644)
    content = bytearray(original.read_bytes() or b"x")
    content[0] ^= 1
    original.write_bytes(bytes(content))
    code = run(["verify", "--case", str(case)])
    out = capsys.readouterr().out
    assert code == 5
    assert "original" in out


def test_a_case_toml_inside_a_cache_is_an_exhibit_and_not_obeyed(tmp_path, capsys):
    cache = write_cache(tmp_path)
    (cache / "case.toml").write_text(CASE, "utf-8")
    case = tmp_path / "case"
    run(["examine", str(cache), "--case", str(case)])
    capsys.readouterr()
    run(["claims", "--json", "--case", str(case)])
    claims = json.loads(capsys.readouterr().out)["value"]
    assert all(c["standing"] == "suggestion" for c in claims)


def test_a_second_examine_says_that_there_was_nothing_to_do(examined, capsys):
    run(["examine", str(examined.parent / "cache"), "--case", str(examined)])
    assert "Nothing to do" in capsys.readouterr().out


def test_dry_run_keeps_nothing(examined, capsys):
    run(["receive", str(examined.parent / "cache"), "--dry-run", "--case", str(examined)])
    assert "nothing was kept" in capsys.readouterr().out


def test_every_exit_code_used_is_documented():
    page = Path(__file__).parents[2] / "docs" / "reference" / "exit-codes.md"
    text = page.read_text("utf-8")
    assert all(f"| {code} |" in text for code in EXIT_CODES)


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x07", "\x9b31m", "a\u202eb", "\u2066x", "\r"])
def test_text_from_a_cache_cannot_steer_the_terminal(hostile):
    shown = safe(hostile)
    assert not any(c in shown for c in "\x1b\x07\x9b\u202e\u2066\r")
    assert "<U+" in shown


def test_right_to_left_words_are_isolated():
    assert safe("تدمر") == "\u2068تدمر\u2069"
    assert safe("Palmyra") == "Palmyra"


def test_long_text_is_cut_at_a_word():
    assert shortened("one two three", 8) == "one two …"
    assert shortened("one\n two", 80) == "one two"


@pytest.mark.parametrize(("p", "text"), [(0.0, "<.01"), (1.0, ">.99"), (0.716, ".72"), (0.1, ".10")])
def test_no_probability_is_printed_as_nought_or_one(p, text):
    assert plain(p) == text


def test_one_sentence_with_two_events_is_told_apart_and_stamps_are_no_claims(tmp_path, capsys):
    """Two rows with the same words look like a mistake; a stamp on every page is nothing anybody claims."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for n, place in enumerate(("Homs", "Raqqa", "Aleppo")):
        words = f"The army bombed {place} and the rebels withdrew from Palmyra."
        (cache / f"{n}.txt").write_text(
            f"From: Clerk {n}\nTo: Board\nSubject: x\n\nRELEASE IN PART\n\n{words}\n"
        )
    case = tmp_path / "case"
    run(["examine", str(cache), "--case", str(case)])
    capsys.readouterr()
    run(["statements", "--case", str(case)])
    out = capsys.readouterr().out
    assert out.count("[bomb]") == out.count("[withdraw]") == 3
    run(["claims", "--case", str(case)])
    out = capsys.readouterr().out
    assert "RELEASE" not in out
    assert "hardly say anything" in out
    run(["claims", "--all", "--case", str(case)])
    assert "RELEASE IN PART" in " ".join(capsys.readouterr().out.split())


def test_help_lists_every_command_once_under_what_it_is_for(capsys):
    """A command nobody put under a heading would come last, under "More": there is none."""
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    listed = [name for names in SECTIONS.values() for name in names]
    assert sorted(listed) == sorted(door.commands)
    assert "More:" not in out
    places = [out.index(f"{title}:\n") for title in SECTIONS]
    assert places == sorted(places)
    for name in listed:
        (line,) = [line for line in out.splitlines() if line.split()[:1] == [name]]
        assert len(line.split()) > 3
        assert len(line) <= 80


def test_a_command_nobody_grouped_comes_last():
    found = Door(commands={"weigh": ExamplesFirst("weigh"), "new-thing": ExamplesFirst("new-thing")})
    assert found.sections() == {"Weigh": ["weigh"], "More": ["new-thing"]}
    assert Door().sections() == {}

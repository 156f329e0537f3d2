"""The command line of reading: how well readers are sealed, how widely a search reaches, who decided what."""

import io
import json

import pytest

from twosource.cli import run


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A case with one name in two scripts and one text too large for nobody."""
    folder = tmp_path_factory.mktemp("reading")
    delivery = folder / "delivery"
    delivery.mkdir()
    (delivery / "latin.txt").write_text("The order was carried by Khaled to the depot.", "utf-8")
    (delivery / "arabic.txt").write_text("قال خالد إن الأمر وصل إلى المستودع", "utf-8")
    (delivery / "noise.bin").write_bytes(bytes(range(1, 255)) * 3)
    run(["new", str(folder / "case")])
    run(["receive", str(delivery), "--case", str(folder / "case")])
    run(["read", "--sandbox", "0", "--jobs", "1", "--case", str(folder / "case")])
    return str(folder / "case")


def said(capsys, *arguments):
    capsys.readouterr()
    code = run(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_name_is_found_in_both_scripts_and_says_how(case, capsys):
    code, out, _ = said(capsys, "search", "Khaled", "--case", case)
    assert code == 0
    assert "2 passages" in out
    assert "by transliteration" in out


@pytest.mark.parametrize("narrow", [["--exact"], ["--no-fold", "transliteration"]])
def test_a_search_can_be_narrowed(case, capsys, narrow):
    _, out, _ = said(capsys, "search", *narrow, "Khaled", "--case", case)
    assert "1 passage" in out
    assert "transliteration" not in out.split("\n", 1)[1]


def test_an_exact_search_that_finds_nothing_says_that_spellings_were_not_folded(case, capsys):
    code, _, err = said(capsys, "search", "--exact", "khaled", "--case", case)
    assert code == 9
    assert "with these spellings" in err


def test_the_understanding_of_a_query_is_part_of_the_document(case, capsys):
    _, out, _ = said(capsys, "search", "الأمر", "--json", "--case", case)
    value = json.loads(out)["value"]
    assert value["understood"][0]["asked"] == "الأمر"
    assert "hamza" in value["understood"][0]["folded"]
    assert value["hits"][0]["how_found"] == "by its words"


@pytest.mark.usefixtures("sealed")
def test_a_level_this_machine_does_not_have_is_a_sentence_and_code_seven(case, capsys, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("twosource.sandbox.opening.bubblewraps", lambda: ())
    (code, _, err) = said(capsys, "new", f"{case}-other")
    code, _, err = said(capsys, "receive", case.replace("/case", "/delivery"), "--case", f"{case}-other")
    code, _, err = said(capsys, "read", "--sandbox", "3", "--case", f"{case}-other")
    assert code == 7, err
    assert "level 3" in err


def test_a_decision_needs_name_and_reason_and_reaches_the_log(case, capsys):
    code, _, err = said(capsys, "set-aside", "E1", "--by", "Nadia", "--case", case)
    assert code == 2
    assert "--why" in err
    siglum = "E3"
    code, out, _ = said(
        capsys, "set-aside", siglum, "--by", "Nadia", "--why", "Nothing known.", "--case", case
    )
    assert code == 0
    assert f"{siglum}: set aside, by Nadia" in out
    _, out, _ = said(capsys, "coverage", "--case", case)
    assert "Nadia set this exhibit aside" in out
    code, out, _ = said(capsys, "allow", siglum, "--by", "Nadia", "--why", "Try again.", "--case", case)
    assert "limits lifted" in out


def test_a_password_is_taken_from_standard_input_and_never_printed(case, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("open sesame\n"))
    code, out, err = said(capsys, "unlock", "--by", "Nadia", "--case", case)
    assert code == 0
    assert "1 password" in out
    assert "sesame" not in out + err


@pytest.mark.usefixtures("sealed")
def test_the_doctor_tells_the_level_and_that_nothing_gets_out(capsys):
    code, out, _ = said(capsys, "doctor", "--json")
    health = json.loads(out)["value"]
    if health["seal"]["level"] is None:
        pytest.skip(f"no sandbox on this machine: {health['seal']['how']}")
    assert code == 0
    assert health["seal"]["level"] >= 1
    assert len(health["seal"]["attempts"]) >= 20
    assert not [one for one in health["seal"]["attempts"] if one["succeeded"]]
    assert dict(health["facts"])["network"] == "never used"

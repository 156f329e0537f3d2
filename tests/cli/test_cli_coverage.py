"""`twosource coverage` on the command line: cuts, duplicates, and an exit code a script can rely on."""

import json

import pytest

from twosource.cli import run


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A case of four exhibits: two are read, one of them at two paths, one is empty, one unknown."""
    folder = tmp_path_factory.mktemp("coverage")
    delivery = folder / "delivery"
    (delivery / "inner").mkdir(parents=True)
    (delivery / "one.txt").write_text("A sentence of the first letter.", "utf-8")
    (delivery / "inner" / "same.txt").write_text("A sentence of the first letter.", "utf-8")
    (delivery / "two.html").write_text("<p>A page with words on it.</p>", "utf-8")
    (delivery / "nothing.txt").write_bytes(b"")
    (delivery / "noise.bin").write_bytes(bytes(range(1, 255)) * 3)
    assert run(["new", str(folder / "case")]) == 0
    assert run(["receive", str(delivery), "--case", str(folder / "case")]) == 0
    assert run(["read", "--case", str(folder / "case")]) == 3
    return str(folder / "case")


def said(capsys, *arguments):
    capsys.readouterr()
    code = run(list(arguments))
    return code, capsys.readouterr().out


def test_the_numbers_come_first_then_types_reasons_and_each_exhibit(case, capsys):
    code, out = said(capsys, "coverage", "--case", case)
    assert code == 3
    assert out.startswith("4 received · 2 read · 0 partly · 1 refused · 1 waiting")
    assert "50.0 % of what was received was read" in out
    for words in ("plain text", "a web page (HTML)", "why, for instance", "nothing.txt", "noise.bin"):
        assert words in out


def test_one_cut_shows_only_itself(case, capsys):
    _, out = said(capsys, "coverage", "--by", "folder", "--case", case)
    assert "folder" in out
    assert "plain text" not in out
    assert "why, for instance" not in out


def test_duplicates_are_shown_with_all_their_paths(case, capsys):
    _, out = said(capsys, "coverage", "--duplicates", "--case", case)
    assert "1 exhibit at 2 paths" in out
    assert "inner/same.txt" in out
    assert "one.txt" in out


@pytest.mark.parametrize(("least", "code"), [("50", 0), ("50.1", 3), ("0", 0), ("100", 3)])
def test_fail_under_ends_with_three_only_where_less_was_read(case, capsys, least, code):
    ended, out = said(capsys, "coverage", "--fail-under", least, "--case", case)
    assert ended == code
    assert ("less than the" in out) == (code == 3)


def test_json_holds_every_cut(case, capsys):
    _, out = said(capsys, "coverage", "--json", "--case", case)
    value = json.loads(out)["value"]
    assert {share["name"] for share in value["by_type"]} >= {"plain text", "a web page (HTML)"}
    assert [one["paths"] for one in value["duplicates"]] == [["inner/same.txt", "one.txt"]]
    assert {reason["code"] for reason in value["by_reason"]} == {"empty", "unidentified"}

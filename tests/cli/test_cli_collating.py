"""collate: what the terminal says, in brackets where it has no colours, and the page it writes."""

import json

import pytest

from twosource.cli import run
from twosource.cli.collating import _cell
from twosource.desk import Delivery, Desk
from twosource.desk.collating import PassageAnswer, PieceAnswer

LINE = "The guards of the upper mill left before dawn and took every list of names to the ferry with them."


@pytest.fixture
def case(tmp_path):
    """A case of two reports that share a line, and one that shares nothing."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "a.txt").write_text(f"{LINE} A clerk counted 214 lists.", "utf-8")
    (cache / "b.txt").write_text(f"{LINE.replace('dawn', 'noon')} <b>Rain</b> fell in Homs.", "utf-8")
    (cache / "c.txt").write_text("Nothing was known in Istanbul.", "utf-8")
    with Desk.open(Desk.new(tmp_path / "case")) as desk:
        for name in ("a.txt", "b.txt", "c.txt"):
            desk.receive([cache / name], Delivery())
        desk.read()
    return tmp_path / "case"


def test_changed_words_stand_in_brackets_where_there_are_no_colours(case, capsys):
    assert run(["collate", "E1", "E2", "--case", str(case)]) == 0
    told = capsys.readouterr().out
    assert "[-dawn-]" in told
    assert "[+noon+]" in told
    assert "Only E1 tells: 214" in told
    assert "Next: twosource derived" in told


def test_json_holds_passages_signs_and_shares(case, capsys):
    assert run(["collate", "E1", "E2", "--json", "--case", str(case)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["message_type"] == "collation"
    value = document["value"]
    assert 0.5 < value["share_of_right"] < 1
    assert value["signs"][0]["kind"] == "shared words"


def test_the_page_is_written_and_escaped(case, tmp_path, capsys):
    page = tmp_path / "side.html"
    assert run(["collate", "E1", "E2", "--html", str(page), "--case", str(case)]) == 0
    written = page.read_text("utf-8")
    assert "<b>Rain" not in written
    assert "&lt;b&gt;Rain" in written or "b&gt;Rain" in written
    assert str(page) in capsys.readouterr().out.replace("\n", "")


@pytest.mark.parametrize("names", [["E1", "E1"], ["E1", "E2", "E3"], ["E1", "E77"]])
def test_what_cannot_be_compared_gets_a_sentence(case, names, capsys):
    assert run(["collate", *names, "--case", str(case)]) != 0
    assert "Nothing in the case was changed." in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_said(case, capsys):
    assert run(["collate", "E1", "E2", "--html", str(case / "no" / "side.html"), "--case", str(case)]) == 2
    assert "could not be written" in capsys.readouterr().err


def passage(left, right):
    """Return a shared passage of one equal and one replaced piece, given as (equal, other)."""
    pieces = (
        PieceAnswer(edit="the same", left=left[0], right=right[0]),
        PieceAnswer(edit="replaced", left=left[1], right=right[1]),
    )
    return PassageAnswer(
        pieces=pieces,
        left_start=0,
        left_end=9,
        right_start=0,
        right_end=9,
        n_same=1,
        is_quoted=False,
        is_moved=False,
    )


def test_right_to_left_words_are_isolated_as_a_whole():
    cell = _cell(passage(("غادر الحراس", "الفجر"), ("غادر الحراس", "الظهر")), "right", coloured=False)
    assert cell.plain == "\u2068غادر الحراس [+الظهر+]\u2069"


def test_colours_replace_brackets_and_control_signs_are_shown():
    cell = _cell(passage(("a\x1b[2J", "b"), ("a", "c\u202e")), "left", coloured=True)
    assert "\x1b" not in cell.plain
    assert "[-" not in cell.plain
    assert any("strike" in str(span.style) for span in cell.spans)


def test_two_texts_without_common_words_may_still_name_each_other(case, capsys):
    """“No sign of reuse” is about words; a reader must not take it for “separate”."""
    assert run(["collate", "E1", "E3", "--case", str(case)]) == 0
    assert "Only words were compared." in capsys.readouterr().out

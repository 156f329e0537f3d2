"""The demonstration's grades: F6 for the handover group and the defectors, B3 for the record's monitor."""

import re
import shlex
from pathlib import Path

import pytest

from twosource.cli import run
from twosource.desk import Desk, find_case
from twosource.desk.reliability import reliability_of

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "reliability.md"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    folder = tmp_path_factory.mktemp("palmyra") / "case"
    assert run(["demo", "--case", str(folder)]) == 0
    return folder


@pytest.fixture
def grade(demonstration):
    with Desk.open(find_case(demonstration)) as desk:
        yield lambda party, claim="": reliability_of(desk.work, party, claim=claim).reading


@pytest.mark.parametrize(
    ("party", "claim", "letter", "number"),
    [
        ("handover_group", "weapons_out", "F", "6"),
        ("handover_group", "evacuation_before_bombing", "F", "6"),
        ("defector_1", "agreed", "F", "6"),
        ("defector_2", "agreed", "F", "6"),
        ("sohr", "pair_fights", "B", "3"),
        ("kestrel", "weapons_out", "F", "6"),
    ],
)
def test_the_grades_of_the_design(grade, party, claim, letter, number):
    reading = grade(party, claim)
    assert (reading.letter, reading.number) == (letter, number)


def test_an_archive_with_another_custodian_is_another_origin(grade):
    """The captured oil files support the trade without the group: no 6, and no better than their lower bound."""
    assert grade("handover_group", "oil_trade").number not in ("6", "1")


def test_the_recapture_is_left_out_where_it_is_what_is_graded(grade):
    assert len(grade("sohr").used) == 5
    for claim in ("contested", "pair_fights"):
        reading = grade("sohr", claim)
        assert (len(reading.used), len(reading.left_out)) == (4, 1)


def test_a_good_record_of_the_group_moves_its_next_paper_little(grade):
    reading = grade("handover_group")
    assert reading.p_genuine - reading.p_genuine_before < 0.06
    assert 1.1 < reading.ratio < 2.1
    assert reading.n_effective < 2


def test_what_the_page_prints_is_what_the_program_prints(demonstration, monkeypatch, capsys):
    monkeypatch.chdir(demonstration)
    capsys.readouterr()
    blocks = re.findall(r"```console\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    commands = [part.splitlines() for part in re.split(r"(?m)^\$ ", "\n".join(blocks)) if part.strip()]
    assert len(commands) == 6
    for command, *printed in commands:
        assert run(shlex.split(command)[1:]) == 0, command
        said = {row.strip() for row in capsys.readouterr().out.splitlines()}
        assert [row for row in printed if row.strip() and row != "…" and row.strip() not in said] == [], (
            command
        )

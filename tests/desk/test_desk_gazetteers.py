"""Tables of places that lie in a case's folder `gazetteers`: used without being declared."""

import os

import pytest

from twosource.desk import Desk
from twosource.errors import RefusedError
from twosource.evidence.testimony import Statement

TEXT = "The brigade withdrew from Qarnaba on Friday, the ministry said.\n"
UNKNOWN = [("", None)]  # kept as written, with no point
TABLE = "name,latitude,longitude,radius_km,country,aliases\nQarnaba,34.9,38.1,2,SY,\n"


@pytest.fixture
def case(tmp_path):
    """Return a case that holds one text, read, about a village no gazetteer of ours knows."""
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "report.txt").write_text(TEXT, "utf-8")
    folder = Desk.new(tmp_path / "case")
    with Desk.open(folder) as desk:
        desk.receive([tmp_path / "leak"])
        desk.read()
    return folder


def left_from(folder):
    """Analyse, and return (name, latitude) of the place the brigade left."""
    with Desk.open(folder) as desk:
        runs, _ = desk.analyse()
        places = [s.event.from_place for s in desk.store.all(Statement) if s.event and s.event.from_place]
    return [(p.name, p.latitude) for p in places], runs[0].n_done


def test_a_table_in_the_folder_is_used_from_the_next_run_on(case):
    assert left_from(case) == (UNKNOWN, 1)
    case.gazetteers.mkdir()
    (case.gazetteers / "villages.csv").write_text(TABLE, "utf-8")
    places, n_done = left_from(case)
    assert n_done == 1
    assert places == [("Qarnaba", 34.9)]
    assert left_from(case)[1] == 0


def test_a_table_taken_out_is_no_longer_used(case):
    case.gazetteers.mkdir()
    (case.gazetteers / "villages.csv").write_text(TABLE, "utf-8")
    assert left_from(case)[0]
    (case.gazetteers / "villages.csv").unlink()
    assert left_from(case) == (UNKNOWN, 1)


def test_a_damaged_table_is_named_and_nothing_is_marked_as_done(case):
    case.gazetteers.mkdir()
    (case.gazetteers / "villages.csv").write_text("name,latitude\nQarnaba,34.9\n", "utf-8")
    with pytest.raises(RefusedError, match=r"villages\.csv could not be read"):
        left_from(case)
    (case.gazetteers / "villages.csv").write_text(TABLE, "utf-8")
    assert left_from(case)[1] == 1


def test_other_files_in_the_folder_are_left_alone(case):
    case.gazetteers.mkdir()
    (case.gazetteers / "README.txt").write_text("Villages from the map of 2010.", "utf-8")
    assert left_from(case)[1] == 1


def test_a_cell_no_table_can_hold_is_a_sentence(case):
    """A cell of a hundred thousand letters ends no run without words."""
    case.gazetteers.mkdir()
    (case.gazetteers / "huge.csv").write_text(f'name,latitude,longitude\n"{"x" * 200_000}",1,1\n', "utf-8")
    with pytest.raises(RefusedError, match=r"huge\.csv could not be read: it is no table"):
        left_from(case)


def test_a_folder_and_a_pipe_called_like_a_table_are_none(case):
    """A pipe would be waited for until somebody writes into it."""
    (case.gazetteers / "folder.csv").mkdir(parents=True)
    os.mkfifo(case.gazetteers / "pipe.csv")
    assert left_from(case) == (UNKNOWN, 1)

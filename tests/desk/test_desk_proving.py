"""Tampering shows: in readings, in the published page, in declarations, against a checkpoint kept elsewhere."""

import shutil

import apsw
import pytest

from twosource.desk import Desk
from twosource.errors import UsageError
from twosource.store.verifying import ProblemKind


def tamper(desk, sql, *values):
    """Edit the database as somebody with the file and time could: the case is closed meanwhile."""
    folder = desk.work.folder
    desk.close()
    connection = apsw.Connection(str(folder.path / "ledger.sqlite"))
    connection.execute(sql, values)
    connection.close()
    return Desk.open(folder)


def kinds(problems):
    return {p.kind for p in problems}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE records SET body = replace(body, 'heavy artillery', 'light artillery') WHERE kind = 'rendition'",
        "DELETE FROM records WHERE kind = 'rendition' AND body LIKE '%artillery%'",
    ],
)
def test_a_changed_reading_is_found_although_the_ledger_holds_no_copy(declared_desk, cache, sql):
    declared_desk.examine([cache])
    with tamper(declared_desk, sql) as desk:
        assert ProblemKind.READING_CHANGED in kinds(desk.verify())


def test_a_changed_row_of_a_record_is_found(desk, tmp_path):
    folder = tmp_path / "record"
    folder.mkdir()
    head = "id,date_start,date_end,side_a,side_b,latitude,longitude,where_prec,best,low,high,source_original"
    (folder / "r.csv").write_text(f"{head}\n1,2016-03-01,2016-03-01,A,B,34.5,38.2,1,4,4,4,SOHR\n", "utf-8")
    desk.examine([folder])
    assert desk.verify() == ()
    sql = "UPDATE records SET body = replace(body, '\"deaths_best\":4', '\"deaths_best\":9') WHERE kind = 'record-row'"
    with tamper(desk, sql) as again:
        assert ProblemKind.READING_CHANGED in kinds(again.verify())


def test_an_edited_page_is_found_and_so_is_a_missing_one(declared_desk, cache):
    declared_desk.examine([cache])
    page = declared_desk.work.folder.dossier / "dossier.html"
    declared_desk.publish()
    assert declared_desk.verify() == ()
    page.write_text(page.read_text("utf-8").replace("guns", "buns"), "utf-8")
    assert ProblemKind.PAGE_CHANGED in kinds(declared_desk.verify())
    page.unlink()
    assert ProblemKind.PAGE_CHANGED in kinds(declared_desk.verify())


def test_edited_declarations_are_work_to_do_and_no_damage(declared_desk, cache):
    declared_desk.examine([cache])
    path = declared_desk.work.folder.declarations
    path.write_text(path.read_text("utf-8").replace("The guns of Tadmur", "The guns of Palmyra"), "utf-8")
    (problem,) = declared_desk.verify()
    assert problem.kind is ProblemKind.DECLARATIONS_CHANGED
    assert not problem.is_damage
    declared_desk.examine([])
    assert declared_desk.verify() == ()


def test_an_older_case_shows_against_a_line_kept_elsewhere(declared_desk, cache, tmp_path):
    """Rolled back, with every trace of the later state removed: only the line on paper tells."""
    declared_desk.receive([cache])
    folder = declared_desk.work.folder
    declared_desk.close()
    shutil.copytree(folder.path, tmp_path / "older")
    with Desk.open(folder) as desk:
        desk.examine([])
        line = desk.checkpoint()
        assert desk.verify(against=[line]) == ()
    shutil.rmtree(folder.path)
    shutil.copytree(tmp_path / "older", folder.path)
    with Desk.open(folder) as desk:
        assert not any(p.is_damage for p in desk.verify())
        assert ProblemKind.LEDGER_CUT_SHORT in kinds(desk.verify(against=[line]))
        (tmp_path / "kept.txt").write_text(line + "\n", "utf-8")
        assert ProblemKind.LEDGER_CUT_SHORT in kinds(desk.verify(against=[str(tmp_path / "kept.txt")]))


def test_what_is_no_checkpoint_is_said(desk):
    with pytest.raises(UsageError, match="no checkpoint"):
        desk.verify(against=["236 920e56"])


def test_examining_leaves_a_checkpoint(declared_desk, cache):
    declared_desk.examine([cache])
    assert (declared_desk.work.folder.path / "checkpoints.txt").read_text("utf-8").count("\n") >= 1

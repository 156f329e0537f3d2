"""The file on disk: one writer, many readers, versions, damage, and no trace of what was removed."""

import os
import shutil
import stat
import subprocess
import sys

import apsw
import pytest
from store_samples import TEXT, claim, exhibit_of, keep_small_case, rendition

from twosource.errors import IntegrityError, LockedError, NoCaseError, NotAllowedError, TryAgainError
from twosource.evidence.claims import Claim
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.store import MemoryOriginals, MemoryStore, open_store, sqlite
from twosource.store.folding import Folding
from twosource.store.memory import AppendOnly
from twosource.store.sqlite_migrations import MIGRATIONS

EXHIBIT = exhibit_of(b"one")

CHILD = """
import sys
from pathlib import Path
from twosource.errors import TwosourceError
from twosource.evidence.holdings import Exhibit
from twosource.store import open_store
store = open_store(Path(sys.argv[1]))
print("read", store.count(Exhibit))
try:
    store.put([Exhibit(exhibit_id="x", size=1, media_type="text/plain")])
    print("wrote")
except TwosourceError as error:
    print(error.exit_code, error.sentences())
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "case"


@pytest.fixture
def case(folder, clock):
    with open_store(folder, clock=clock, create=True) as store:
        yield store


def raw(folder):
    """Open the file beside the store, as somebody with a database tool would."""
    return apsw.Connection(str(folder / "ledger.sqlite"))


def child(folder):
    done = subprocess.run([sys.executable, "-c", CHILD, folder], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


# -- opening


def test_what_was_put_is_there_when_opened_again(folder, clock):
    with open_store(folder, clock=clock, create=True) as store:
        keep_small_case(store, MemoryOriginals())
        before = store.ledger.root()
    with open_store(folder) as again:
        assert again.ledger.root() == before
        assert again.siglum("claim-agreed") == "C1"
        assert len(again.search("commander")) == 1
        again.put([claim("another")])
        assert again.siglum("claim-another") == "C2"


def test_the_settings_that_keep_what_was_confirmed_are_on(case):
    def pragma(name):
        return case.engine._rows(f"PRAGMA {name}")[0][0]

    assert pragma("journal_mode") == "wal"
    assert (pragma("synchronous"), pragma("foreign_keys"), pragma("temp_store")) == (2, 1, 2)
    assert pragma("secure_delete") == 1
    assert case.engine._rows("SELECT v FROM findable_config WHERE k = 'secure-delete'") == [(1,)]
    assert pragma("user_version") == len(MIGRATIONS)


def test_without_create_nothing_is_made(folder):
    with pytest.raises(NoCaseError):
        open_store(folder)
    assert not folder.exists()


def test_a_case_begun_and_never_finished_is_no_case_until_created(folder):
    folder.mkdir()
    (folder / "ledger.sqlite").touch()
    with pytest.raises(NoCaseError, match="never finished"):
        open_store(folder)
    with open_store(folder, create=True) as store:
        assert store.put([EXHIBIT]) == 1


def test_create_opens_what_is_already_there(folder, case):
    case.put([EXHIBIT])
    with open_store(folder, create=True) as again:
        assert again.get(Exhibit, EXHIBIT.exhibit_id) == EXHIBIT


def test_a_newer_case_is_refused_in_a_sentence(folder, case):
    case.close()
    raw(folder).execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    with pytest.raises(IntegrityError) as refused:
        open_store(folder)
    assert "newer Twosource" in refused.value.sentences()
    assert "Install the newer version" in refused.value.sentences()


def test_a_database_of_another_program_is_refused(folder):
    folder.mkdir()
    raw(folder).execute("CREATE TABLE shopping (item)")
    with pytest.raises(IntegrityError, match="another program"):
        open_store(folder, create=True)
    assert raw(folder).execute("SELECT count(*) FROM sqlite_schema").fetchall() == [(1,)]


def test_a_file_that_is_no_database_is_said_to_be_damaged(folder):
    folder.mkdir()
    (folder / "ledger.sqlite").write_bytes(b"not a database, only words " * 100)
    with pytest.raises(IntegrityError, match="damaged"):
        open_store(folder)


def test_a_case_can_be_carried_as_a_folder(folder, case, tmp_path):
    keep_small_case(case, MemoryOriginals())
    case.close()
    assert sorted(path.name for path in folder.iterdir()) == ["ledger.lock", "ledger.sqlite"]
    shutil.copytree(folder, tmp_path / "copy")
    with open_store(tmp_path / "copy") as copy:
        assert copy.count(Exhibit) == 1


def test_a_place_that_cannot_be_written_gives_a_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotAllowedError):
        open_store(tmp_path / "file" / "case", create=True)


@pytest.fixture
def read_only(monkeypatch):
    """Make everything read-only to whoever asks, also where the tests run as root."""
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)


def test_a_case_on_a_read_only_place_can_be_read(folder, case, read_only):
    case.put([EXHIBIT])
    case.close()
    with open_store(folder) as store:
        assert store.get(Exhibit, EXHIBIT.exhibit_id) == EXHIBIT
        with pytest.raises(NotAllowedError):
            store.put([claim()])
    assert sorted(path.name for path in folder.iterdir()) == ["ledger.lock", "ledger.sqlite"]


def test_a_case_not_closed_on_a_read_only_place_is_not_half_read(folder, case, tmp_path, read_only):
    case.put([EXHIBIT])
    shutil.copytree(folder, tmp_path / "copy")
    with pytest.raises(NotAllowedError, match="not closed properly") as refused:
        open_store(tmp_path / "copy")
    assert "Copy the whole case folder" in refused.value.sentences()


# -- one writer, many readers


def test_a_second_writing_process_is_refused_and_may_read(folder, case):
    case.put([EXHIBIT])
    read, refused = child(folder)
    assert read == "read 1"
    assert refused.startswith(f"11 Another command (process {os.getpid()}) is writing to this case.")
    case.close()
    assert child(folder) == ["read 1", "wrote"]


def test_a_case_only_read_from_locks_nobody_out(folder, case):
    case.put([EXHIBIT])
    case.close()
    with open_store(folder) as reader:
        assert reader.count(Exhibit) == 1
        assert child(folder) == ["read 1", "wrote"]
        assert reader.count(Exhibit) == 2


def test_a_refused_writer_has_changed_nothing_and_may_try_again(folder, case):
    case.put([EXHIBIT])
    with open_store(folder) as second:
        with pytest.raises(LockedError):
            second.put([claim()])
        case.close()
        assert second.put([claim()]) == 1


def test_a_snapshot_does_not_see_what_is_written_meanwhile(folder, case):
    case.put([EXHIBIT])
    with open_store(folder) as reader, reader.snapshot():
        assert reader.count(Exhibit) == 1
        case.put([exhibit_of(b"two")])
        assert reader.count(Exhibit) == 1
        assert [e.exhibit_id for e in reader.all(Exhibit)] == [EXHIBIT.exhibit_id]


def test_another_program_writing_is_a_locked_case(folder, case, monkeypatch):
    case.engine._connection.set_busy_timeout(0)
    other = raw(folder)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedError, match="Another program"):
        case.put([EXHIBIT])
    other.execute("ROLLBACK")
    assert case.put([EXHIBIT]) == 1


def test_a_full_disk_is_a_passing_condition_and_leaves_what_was_confirmed(case):
    case.put([EXHIBIT])
    ((pages,),) = case.engine._rows("PRAGMA page_count")
    case.engine._rows(f"PRAGMA max_page_count={pages + 5}")
    with pytest.raises(TryAgainError, match="could not be written"):
        case.put(rendition("words " * 9000, name=str(n)) for n in range(5))
    case.engine._rows("PRAGMA max_page_count=1000000")
    assert case.count(Rendition) == 0
    assert case.put([rendition("words " * 9000)]) == 1
    assert case.get(Exhibit, EXHIBIT.exhibit_id) == EXHIBIT


# -- append-only


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger SET line = 'x' WHERE seq = 1",
        "DELETE FROM ledger WHERE seq = 1",
        "INSERT OR REPLACE INTO ledger VALUES (1, '', '', '', '')",
        "INSERT INTO ledger VALUES (99, '', '', '', '')",
        "UPDATE checkpoints SET root = 'x'",
        "DELETE FROM checkpoints",
        "UPDATE sigla SET id = 'x'",
        "DELETE FROM sigla",
    ],
)
def test_the_file_itself_refuses_to_change_ledger_checkpoints_and_sigla(folder, case, sql):
    case.put([EXHIBIT])
    case.ledger.checkpoint()
    before = (list(case.ledger.entries()), case.ledger.checkpoints(), case.siglum(EXHIBIT.exhibit_id))
    with pytest.raises(apsw.ConstraintError):
        raw(folder).execute(sql)
    assert (list(case.ledger.entries()), case.ledger.checkpoints(), case.siglum(EXHIBIT.exhibit_id)) == before


def test_the_ledger_in_memory_refuses_too():
    store = MemoryStore()
    store.put([EXHIBIT])
    assert isinstance(store.engine.ledger, AppendOnly)
    with pytest.raises(TypeError):
        store.engine.ledger[0] = "x"
    with pytest.raises(TypeError):
        del store.engine.ledger[0]
    assert not {"clear", "insert", "pop", "remove", "sort"} & set(dir(store.engine.ledger))


def test_checkpoint_lines_are_added_behind_what_a_person_wrote(folder, case):
    (folder / "checkpoints.txt").write_text("copied to the safe on Monday")
    case.put([EXHIBIT])
    case.ledger.checkpoint()
    case.put([exhibit_of(b"two")])
    case.ledger.checkpoint()
    lines = (folder / "checkpoints.txt").read_text().splitlines()
    assert [line.split()[0] for line in lines] == [
        "copied",
        "twosource-checkpoint/1",
        "twosource-checkpoint/1",
    ]
    assert list(case.ledger.noted()) == lines
    assert not list(folder.glob(".*"))


def test_a_line_lost_from_checkpoints_txt_is_written_again(folder, case):
    case.put([EXHIBIT])
    first = case.ledger.checkpoint()
    (folder / "checkpoints.txt").unlink()
    again = case.ledger.checkpoint()
    assert (again.size, again.root) == (first.size, first.root)
    assert len(case.ledger.noted()) == 1


# -- no trace


def test_words_that_were_removed_leave_no_trace_in_the_file(folder, case):
    canary = "qzxvcanary"
    texts = [rendition(f"{canary}{n} {TEXT}", name=str(n)) for n in range(50)]
    with case.transaction():
        case.put(texts)
        for text in texts:
            case.index(text)
    assert len(case.search(f"{canary}*", limit=100)) == 50
    case.drop(Rendition)
    case.close()
    for path in folder.iterdir():
        assert canary.encode() not in path.read_bytes(), path.name
    with open_store(folder) as again:
        assert again.search(f"{canary}*") == []


def test_long_renditions_are_read_few_at_a_time(case, monkeypatch):
    monkeypatch.setattr("twosource.store.sqlite.PAGE_CHARACTERS", 1000)
    texts = [rendition("long " * 400, name=str(n)) for n in range(7)]
    case.put(texts)
    assert [len(case.engine._page("rendition", None, 0, 99))] == [1]
    assert list(case.all(Rendition)) == texts


def test_nothing_but_the_named_files_is_made(folder, case):
    keep_small_case(case, MemoryOriginals())
    case.ledger.checkpoint()
    case.close()
    assert sorted(p.name for p in folder.iterdir()) == ["checkpoints.txt", "ledger.lock", "ledger.sqlite"]
    assert not stat.S_IMODE((folder / "ledger.sqlite").stat().st_mode) & stat.S_IWOTH


def test_thousands_of_records_in_one_transaction(case):
    with case.transaction():
        assert case.put(claim(str(n)) for n in range(3000)) == 3000
    assert case.count(Claim) == 3000
    assert case.siglum("claim-2999") == "C3000"


@pytest.mark.parametrize(
    ("sql", "values"),
    [(sqlite._SELECT_ABOUT, ("passage", "r", 0, 9, 10)), (sqlite._DELETE_ABOUT, ("passage", "r", "null"))],
)
def test_asking_about_one_thing_uses_the_index(tmp_path, sql, values):
    """A case of a hundred thousand passages is not read through to find those of one rendition."""
    with open_store(tmp_path, create=True) as store:
        plan = list(store.engine._connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    assert any("records_by_about" in row[3] for row in plan), plan


def test_a_case_indexed_before_there_were_sounds_finds_names_in_both_scripts_after(folder):
    """The step to the newer shape reads the keys out of the renditions as they are kept."""
    kept = rendition("Khaled was there\n\nقال خالد ذلك", name="older")
    with open_store(folder, create=True) as store:
        store.put([kept])
        store.index(kept)
    old = raw(folder)
    old.execute("CREATE VIRTUAL TABLE before USING fts5 (words, stems, tokenize = 'ascii')")
    old.execute("INSERT INTO before (rowid, words, stems) SELECT rowid, words, stems FROM findable")
    old.execute("DROP TABLE findable")
    old.execute("ALTER TABLE before RENAME TO findable")
    old.execute("PRAGMA user_version=1")
    old.close()
    with open_store(folder) as store:
        (hit,) = store.search("Khalid")
        assert (hit.how_found.value, hit.text) == ("by transliteration", kept.text)
        assert store.search("Khalid", folding=Folding(transliteration=False)) == []
    assert raw(folder).execute("PRAGMA user_version").fetchall() == [(len(MIGRATIONS),)]

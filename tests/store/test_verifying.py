"""Each kind of damage has a name, is found, and is told apart from the others."""

import io
import shutil
from dataclasses import replace

import apsw
import pytest
from store_samples import (
    CONTENT,
    MACHINE,
    PERSON,
    claim,
    exhibit_of,
    fate_of,
    holding_of,
    keep_small_case,
    rendition,
    small_case,
)

from twosource.evidence import codec
from twosource.evidence.claims import Claim
from twosource.evidence.outcome import Failure, Fate
from twosource.evidence.passages import cite_span
from twosource.store import FolderOriginals, MemoryOriginals, MemoryStore, open_store, verify
from twosource.store.engine import leaf_of, read_instant
from twosource.store.merkle import Frontier
from twosource.store.verifying import Problem, ProblemKind
from twosource.terms import Status, load_table


class CaseOnDisk:
    """A small whole case in a folder, with ways to damage it behind the program's back."""

    def __init__(self, folder, clock):
        self.folder, self.clock = folder, clock
        self.originals = FolderOriginals(folder / "originals")
        with open_store(folder, clock=clock, create=True) as store:
            self.records = keep_small_case(store, self.originals)
            store.put([claim("declared", made=PERSON)])
            self.checkpoint = store.ledger.checkpoint()
        self.digest = self.records["exhibit"].exhibit_id
        self.original = folder / "originals" / self.digest[:2] / self.digest[2:]

    def tamper(self, *statements):
        """Change the file with a database tool, after taking the triggers away."""
        connection = apsw.Connection(str(self.folder / "ledger.sqlite"))
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for sql in statements:
            connection.execute(*sql) if isinstance(sql, tuple) else connection.execute(sql)
        connection.close()

    def reseal(self, *, tree):
        """Compute leaf hashes anew, and the tree's own frontier too, as a careful forger would."""
        connection = apsw.Connection(str(self.folder / "ledger.sqlite"))
        leaves = []
        for seq, at, kind, line in connection.execute(
            "SELECT seq, at, kind, line FROM ledger ORDER BY seq"
        ).fetchall():
            leaves.append(leaf_of(seq, read_instant(at), kind, line))
            connection.execute("UPDATE ledger SET leaf = ? WHERE seq = ?", (leaves[-1], seq))
        frontier = Frontier().extend(map(bytes.fromhex, leaves))
        if tree:
            connection.execute("UPDATE tree SET size = ?, peaks = ?", (frontier.size, frontier.to_bytes()))
        connection.close()

    def problems(self):
        with open_store(self.folder) as store:
            return verify(store, self.originals)

    def kinds(self):
        return {problem.kind for problem in self.problems()}


@pytest.fixture
def case(tmp_path, clock):
    return CaseOnDisk(tmp_path / "case", clock)


def test_a_whole_case_has_no_problem(store, originals):
    keep_small_case(store, originals)
    store.ledger.checkpoint()
    assert verify(store, originals) == ()


def test_an_empty_store_has_no_problem(store, originals):
    assert verify(store, originals) == ()


# -- originals


def test_a_flipped_bit_in_an_original(case):
    content = bytearray(CONTENT)
    content[3] ^= 1
    case.original.chmod(0o644)
    case.original.write_bytes(content)
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.ORIGINAL_CHANGED, case.digest)
    assert "exhibit E1" in problem.sentence


def test_a_deleted_original(case):
    case.original.unlink()
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.ORIGINAL_MISSING, case.digest)


def test_bytes_that_no_record_knows(case):
    digest, _ = case.originals.put(io.BytesIO(b"planted"))
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.ORIGINAL_NOT_RECORDED, digest)
    assert not problem.is_damage


# -- ledger


def test_a_truncated_ledger(case):
    case.tamper("DELETE FROM ledger WHERE seq > 5")
    assert ProblemKind.LEDGER_CUT_SHORT in case.kinds()


def test_a_truncated_ledger_with_everything_made_to_fit_but_the_copied_checkpoint(case):
    """Records, tree and checkpoint table agree with the cut; only checkpoints.txt remembers."""
    last = "claim-declared"
    case.tamper(
        f"DELETE FROM records WHERE id = '{last}'",
        "DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)",
        "DELETE FROM checkpoints",
    )
    case.reseal(tree=True)
    (problem,) = case.problems()
    assert problem.kind is ProblemKind.LEDGER_CUT_SHORT
    assert problem.about == str(case.checkpoint.size)
    assert "older copy" in problem.sentence


def test_an_edited_entry(case):
    case.tamper(
        "UPDATE ledger SET line = replace(line, 'report.txt', 'other.txt') WHERE line LIKE '%report.txt%'"
    )
    problems = case.problems()
    assert {p.kind for p in problems} == {ProblemKind.ENTRY_CHANGED, ProblemKind.RECORD_DIFFERS}


def test_an_entry_with_another_instant(case):
    case.tamper("UPDATE ledger SET at = '2015-01-01T00:00:00+00:00' WHERE seq = 2")
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.ENTRY_CHANGED, "2")


def test_an_entry_whose_instant_is_none(case):
    case.tamper("UPDATE ledger SET at = 'yesterday' WHERE seq = 2")
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.ENTRY_CHANGED, "2")


def test_an_edited_entry_and_its_record_resealed_by_a_careful_forger(case):
    case.tamper(
        "UPDATE ledger SET line = replace(line, 'report.txt', 'other.txt')",
        "UPDATE records SET body = replace(body, 'report.txt', 'other.txt')",
    )
    case.reseal(tree=True)
    assert case.kinds() == {ProblemKind.LEDGER_REWRITTEN}


def test_leaf_hashes_made_to_fit_do_not_fit_the_tree(case):
    case.tamper("DELETE FROM checkpoints", "UPDATE ledger SET kind = 'other' WHERE kind = 'note'")
    (case.folder / "checkpoints.txt").unlink()
    case.tamper("UPDATE ledger SET at = '2015-01-01T00:00:00+00:00'")
    case.reseal(tree=False)
    (problem,) = case.problems()
    assert problem.kind is ProblemKind.LEDGER_REWRITTEN
    assert "the ledger's own tree" in problem.sentence


def test_reordered_entries(case):
    case.tamper(
        "UPDATE ledger SET seq = -1 WHERE seq = 2",
        "UPDATE ledger SET seq = 2 WHERE seq = 3",
        "UPDATE ledger SET seq = 3 WHERE seq = -1",
    )
    problems = case.problems()
    assert {p.about for p in problems if p.kind is ProblemKind.ENTRY_CHANGED} == {"2", "3"}
    case.reseal(tree=True)
    assert case.kinds() == {ProblemKind.LEDGER_REWRITTEN}


def test_a_missing_entry_in_the_middle(case):
    case.tamper("DELETE FROM ledger WHERE seq = 4")
    problems = case.problems()
    assert [p.about for p in problems if p.kind is ProblemKind.LEDGER_GAP] == ["4"]
    assert ProblemKind.LEDGER_CUT_SHORT in {p.kind for p in problems}


def test_an_old_database_replayed_against_newer_checkpoints(case, tmp_path):
    shutil.copy(case.folder / "ledger.sqlite", tmp_path / "old.sqlite")
    with open_store(case.folder, clock=case.clock) as store:
        new = exhibit_of(b"")
        case.originals.put(io.BytesIO(b""))
        store.put([new, fate_of(new)])
        store.ledger.checkpoint()
    assert case.problems() == ()
    shutil.copy(tmp_path / "old.sqlite", case.folder / "ledger.sqlite")
    assert case.kinds() == {ProblemKind.LEDGER_CUT_SHORT, ProblemKind.ORIGINAL_NOT_RECORDED}


def test_a_checkpoint_line_that_was_changed(case):
    path = case.folder / "checkpoints.txt"
    path.write_text(path.read_text().replace(case.checkpoint.root, "0" * 64))
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.LEDGER_REWRITTEN, str(case.checkpoint.size))


def test_a_checkpoint_line_that_cannot_be_read(case):
    with (case.folder / "checkpoints.txt").open("a") as stream:
        stream.write("\ntwosource-checkpoint/1 many roots\n")
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.CHECKPOINT_UNREADABLE, "3")


def test_an_entry_that_holds_no_record(case):
    case.tamper('UPDATE ledger SET line = \'{"record":"exhibit"}\' WHERE seq = 2')
    assert any(p.kind is ProblemKind.ENTRY_CHANGED and "no record" in p.sentence for p in case.problems())


# -- records


def test_a_record_that_differs_from_the_ledgers_last_word(case):
    case.tamper("UPDATE records SET body = replace(body, 'text/plain', 'text/html') WHERE kind = 'exhibit'")
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.RECORD_DIFFERS, case.digest)


def test_an_earlier_word_of_the_ledger_put_back(case):
    """A fate taken back to what it was before differs from the last word, though the ledger holds it."""
    with open_store(case.folder, clock=case.clock) as store:
        old = case.records["fate"]
        store.put([replace(old, reader="text 2")])
        assert verify(store, case.originals) == ()
    case.tamper(("UPDATE records SET body = ? WHERE kind = 'fate'", (codec.to_line(old),)))
    assert case.kinds() == {ProblemKind.RECORD_DIFFERS}


def test_a_record_that_was_taken_out(case):
    case.tamper("DELETE FROM records WHERE id = 'claim-declared'")
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.RECORD_MISSING, "claim-declared")
    assert "C2" in problem.sentence


def test_a_withdrawn_record_is_not_missed_and_its_return_by_hand_is_found(case):
    with open_store(case.folder, clock=case.clock) as store:
        store.withdraw(Claim, ["claim-declared"], "no longer declared")
        assert verify(store, case.originals) == ()
    line = codec.to_line(claim("declared", made=PERSON))
    case.tamper(
        (
            "INSERT INTO records (kind, id, about, body, is_ledgered)"
            " VALUES ('claim', 'claim-declared', '', ?, 1)",
            (line,),
        )
    )
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.RECORD_UNKNOWN, "claim-declared")


def test_a_withdrawal_that_cannot_be_read(case):
    with open_store(case.folder, clock=case.clock) as store:
        store.withdraw(Claim, ["claim-declared"], "no longer declared")
    case.tamper("UPDATE ledger SET line = '[' WHERE kind = 'withdrawn'")
    assert {p.kind for p in case.problems()} == {ProblemKind.ENTRY_CHANGED, ProblemKind.RECORD_MISSING}


def test_a_judgement_slipped_in_beside_the_ledger(case):
    line = codec.to_line(claim("forged", made=PERSON))
    case.tamper(
        (
            "INSERT INTO records (kind, id, about, body, is_ledgered)"
            " VALUES ('claim', 'claim-forged', '', ?, 0)",
            (line,),
        )
    )
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.RECORD_UNKNOWN, "claim-forged")


def test_a_suggestion_turned_into_a_judgement(case):
    judged = codec.to_line(claim(made=PERSON))
    assert codec.to_line(claim(made=MACHINE)) != judged
    case.tamper(("UPDATE records SET body = ? WHERE id = 'claim-agreed' AND kind = 'claim'", (judged,)))
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.RECORD_UNKNOWN, "claim-agreed")


def test_a_record_that_cannot_be_read_back(case):
    case.tamper("UPDATE records SET body = '{' WHERE kind = 'finding'")
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.RECORD_UNREADABLE, "finding-1")


def test_a_record_under_another_id_than_its_own(case):
    case.tamper("UPDATE records SET id = 'finding-2' WHERE kind = 'finding'")
    (problem,) = case.problems()
    assert (problem.kind, problem.about) == (ProblemKind.RECORD_UNREADABLE, "finding-2")


def test_a_damaged_database_file(case):
    with (case.folder / "ledger.sqlite").open("r+b") as stream:
        stream.seek(4096 * 2)
        stream.write(b"\xff" * 4096 * 3)
    problems = case.problems()
    assert ProblemKind.DATABASE_DAMAGED in {p.kind for p in problems}


# -- anchors and conservation


def test_a_moved_passage(store, originals):
    records = keep_small_case(store, originals)
    passage = records["passage"]
    store.put([replace(passage, start=passage.start + 1, end=passage.end + 1)])
    (problem,) = verify(store, originals)
    assert (problem.kind, problem.about) == (ProblemKind.PASSAGE_MOVED, passage.passage_id)
    assert "passage P1" in problem.sentence


def test_a_rendition_whose_words_changed_under_its_passage(store, originals):
    records = keep_small_case(store, originals)
    store.put([replace(records["rendition"], text=records["rendition"].text.replace("town", "city"))])
    assert {p.kind for p in verify(store, originals)} == {ProblemKind.PASSAGE_MOVED}


def test_a_passage_whose_rendition_is_gone(store, originals):
    records = keep_small_case(store, originals)
    store.remove(type(records["rendition"]), [records["rendition"].rendition_id])
    (problem,) = verify(store, originals)
    assert (problem.kind, problem.about) == (ProblemKind.RENDITION_MISSING, records["passage"].passage_id)


def test_a_rendition_a_holding_and_a_fate_without_their_exhibit(store, originals):
    keep_small_case(store, originals)
    lost = exhibit_of(b"lost")
    text = rendition("words", name="lost")
    store.put([text, cite_span(text, 0, 5), holding_of(lost, "a"), fate_of(lost)])
    problems = verify(store, originals)
    missing = [p for p in problems if p.kind is ProblemKind.EXHIBIT_MISSING]
    assert {p.sentence.split(" names")[0] for p in missing} == {"A rendition", "A holding", "A fate"}
    assert {p.kind for p in problems} == {ProblemKind.EXHIBIT_MISSING, ProblemKind.COVERAGE}


def test_an_exhibit_that_nothing_became_of(store, originals):
    keep_small_case(store, originals)
    digest, _ = originals.put(io.BytesIO(b"forgotten"))
    store.put([exhibit_of(b"forgotten")])
    (problem,) = verify(store, originals)
    assert (problem.kind, problem.about, problem.is_damage) == (ProblemKind.FATE_MISSING, digest, False)
    assert "exhibit e2" in problem.sentence.lower()


def test_a_member_that_could_not_be_kept_has_a_fate_and_no_exhibit(store, originals):
    keep_small_case(store, originals)
    failure = Failure(code="bomb", happened="It unpacks to too much.")
    store.put([Fate(exhibit_id="member-1", status=Status.REFUSED, failures=(failure,), path="a.zip/b")])
    assert verify(store, originals) == ()


# -- how it is told


def test_every_kind_of_problem_is_in_the_vocabulary_with_its_weight():
    terms = load_table("problem")["terms"]
    assert [term["value"] for term in terms] == [kind.value for kind in ProblemKind]
    for term in terms:
        assert Problem(ProblemKind(term["value"]), "", "").is_damage is term["damage"]


def test_every_sentence_says_what_happened_what_is_safe_and_what_to_do(case):
    case.original.unlink()
    case.originals.put(io.BytesIO(b"planted"))
    case.tamper("UPDATE ledger SET line = '{}' WHERE seq = 3", "DELETE FROM ledger WHERE seq > 6")
    problems = case.problems()
    assert len({p.kind for p in problems}) >= 4
    for problem in problems:
        assert problem.sentence.count(". ") >= 2, problem.sentence
        assert problem.sentence.endswith(".")


def test_no_sentence_gives_away_a_path_or_a_name():
    store, originals = MemoryStore(), MemoryOriginals()
    records = small_case()
    secret = replace(records["holding"], path="canary/secret.txt", exhibit_id="gone")
    person = replace(records["party"], name="Canary Person", made=PERSON)
    store.put([records["exhibit"], secret, person, records["passage"]])
    problems = verify(store, originals)
    assert problems
    assert not any("anary" in problem.sentence for problem in problems)


def test_progress_is_told_per_original(store, originals):
    keep_small_case(store, originals)
    told = []
    verify(store, originals, progress=lambda *step: told.append(step))
    assert ("originals", 1, 1) in told


def test_nothing_is_repaired(case):
    case.tamper("UPDATE ledger SET line = 'x' WHERE seq = 2")
    assert case.problems() == case.problems() != ()

"""The desk: the main job from a folder to a dossier, and again without doing anything twice."""

import json
from pathlib import Path

import pytest
from desk_cases import CASE

from twosource.desk import Delivery, Desk, pipeline
from twosource.desk.answers import resolve
from twosource.errors import GateError, LockedError, NothingMatchedError, UsageError
from twosource.evidence.claims import Claim, Matching
from twosource.evidence.holdings import Accession, Exhibit, Holding, Rendition
from twosource.evidence.outcome import Fate
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.terms import Status


def test_everything_received_is_accounted_for(desk, cache):
    answer = desk.receive([cache], Delivery(from_party="a courier"))
    desk.read()
    coverage = desk.coverage()
    assert coverage.coverage.adds_up
    assert coverage.coverage.n_received == answer.n_exhibits == desk.store.count(Exhibit)
    assert coverage.coverage.n_read > 5
    unread = {u.paths[0]: u for u in coverage.unread}
    assert "empty.txt" in unread
    assert all(u.failures[0].sentence() for u in coverage.unread)


def test_the_progress_of_attributing_counts_upwards_to_the_end(tmp_path, cache, monkeypatch):
    """Batches differ in size; multiplied by the size of the last one, progress ran backwards."""
    seen = []

    def uneven(items):
        listed = list(items)
        yield from (listed[:3], listed[3:4], listed[4:])

    monkeypatch.setattr(pipeline, "batches", uneven)
    with Desk.open(Desk.new(tmp_path / "case"), progress=lambda *row: seen.append(row)) as desk:
        desk.examine([cache])
    counts = [row[1:3] for row in seen if row[0] == "attribute"]
    assert [done for done, _ in counts][:2] == [3, 4]
    assert counts[-1][0] == counts[-1][1]


def test_the_same_bytes_at_two_paths_are_one_exhibit_with_both_paths(desk, cache):
    desk.receive([cache])
    paths = {}
    for holding in desk.store.all(Holding):
        paths.setdefault(holding.exhibit_id, set()).add(holding.path)
    assert {"again.txt", "upland-mail.txt"} in paths.values()


def test_names_that_climb_out_of_an_archive_stay_names(desk, cache, tmp_path):
    desk.receive([cache])
    assert any("../escape.txt" in h.path for h in desk.store.all(Holding))
    assert not list(tmp_path.rglob("escape.txt"))


def test_attachments_are_exhibits_of_their_own(desk, cache):
    desk.receive([cache])
    attached = [h for h in desk.store.all(Holding) if h.path.endswith("list.csv")]
    assert len(attached) == 1
    assert attached[0].container_id


def test_a_second_run_does_no_work_and_changes_no_entry_of_the_ledger(declared_desk, cache):
    first = declared_desk.examine([cache])
    size = declared_desk.store.ledger.size
    second = declared_desk.examine([cache])
    assert first.did_work
    assert not second.did_work
    assert declared_desk.store.ledger.size == size
    assert second.dossier.sha256 == first.dossier.sha256


def test_new_material_joins_as_an_accession_of_its_own(desk, cache):
    desk.receive([cache])
    (cache / "late.txt").write_text("Publisher: Late Paper\n\nA late report from Raqqa.", "utf-8")
    answer = desk.receive([cache])
    assert (answer.n_exhibits, answer.n_holdings) == (1, 1)
    assert desk.store.count(Accession) == 2


def test_a_declared_reading_replaces_the_machines_on_the_same_words(declared_desk, cache):
    declared_desk.examine([cache])
    found = declared_desk.statements(claim="guns")
    judged = [s for s in found if s.standing == "judgement"]
    assert len(judged) == 2
    passages = {declared_desk.store.get(Statement, s.statement_id).passage_id for s in judged}
    words = [declared_desk.store.get(Passage, p) for p in passages]
    for statement in found:
        if statement.standing == "suggestion":
            passage = declared_desk.store.get(
                Passage, declared_desk.store.get(Statement, statement.statement_id).passage_id
            )
            assert not any(
                w.rendition_id == passage.rendition_id and w.start < passage.end and passage.start < w.end
                for w in words
            )


def test_reports_that_lead_to_one_courier_are_one_pair_of_hands(declared_desk, cache):
    declared_desk.examine([cache])
    count = declared_desk.origins("guns")
    assert count.n_reports >= 2
    assert count.kappa_mode == 1
    assert "1 pair of hands" in declared_desk.explain_origins("guns")[0]


def test_a_protected_name_appears_nowhere_outside_the_case(declared_desk, cache):
    answer = declared_desk.examine([cache])
    assert declared_desk.store.get(Party, "courier").name == "Yusuf the Courier"
    assert "Yusuf" not in Path(answer.dossier.path).read_text("utf-8")
    shown = [str(declared_desk.statements()), str(declared_desk.claims()), str(declared_desk.explain("guns"))]
    assert not any("Yusuf" in text for text in shown)


def test_what_is_no_longer_declared_is_withdrawn_and_the_ledger_says_so(declared_desk, cache):
    declared_desk.examine([cache])
    without = CASE.split('[[statements]]\nexhibit = "upland')[0] + "[question" + CASE.split("[question", 1)[1]
    declared_desk.work.folder.declarations.write_text(without, "utf-8")
    declared_desk.examine([])
    judged = [s for s in declared_desk.store.all(Statement) if s.made.is_judgement]
    assert len(judged) == 1
    assert [e.kind for e in declared_desk.store.ledger.entries()].count("withdrawn") >= 2
    assert declared_desk.verify() == ()


def test_nothing_declared_gives_a_starter_and_no_probability(desk, cache):
    answer = desk.examine([cache])
    starter = Path(answer.starter).read_text("utf-8")
    assert answer.weighings == ()
    assert "Channel Nine" in starter
    assert "something_else" in starter
    Desk.check_declarations(starter, "case.toml")
    again = desk.examine([cache])
    assert again.starter == ""


def test_every_stored_passage_is_anchored_and_the_case_verifies(declared_desk, cache):
    declared_desk.examine([cache])
    assert declared_desk.verify() == ()
    for passage in declared_desk.store.all(Passage):
        rendition = declared_desk.store.get(Rendition, passage.rendition_id)
        assert rendition.text[passage.start : passage.end] == passage.text


def test_the_order_of_receiving_changes_no_claim_and_no_count(tmp_path, cache):
    answers = []
    for name, paths in (("a", sorted(cache.iterdir())), ("b", sorted(cache.iterdir(), reverse=True))):
        with Desk.open(Desk.new(tmp_path / name, CASE)) as desk:
            for path in paths:
                desk.receive([path])
            desk.examine([])
            counts = {c.claim_id: (c.k, c.kappa, c.n_reports) for c in map(desk.origins, ["guns"])}
            matched = {(m.statement_id, m.claim_id, m.verdict) for m in desk.store.all(Matching)}
            answers.append((counts, matched, {c.claim_id for c in desk.store.all(Claim)}))
    assert answers[0] == answers[1]


def test_words_are_found_in_either_script(desk, cache):
    desk.receive([cache])
    desk.read()
    assert desk.search("artillery").hits
    assert desk.search("المدفعيه").hits
    with pytest.raises(NothingMatchedError):
        desk.search("zeppelin")


def test_citing_needs_the_exact_words(desk, cache):
    desk.receive([cache])
    desk.read()
    siglum = desk.store.siglum(desk.search("artillery").hits[0].exhibit_id)
    passage = desk.cite(siglum, "withdrew heavy artillery")
    assert passage.text == "withdrew heavy artillery"
    with pytest.raises(NothingMatchedError, match="exactly"):
        desk.cite(siglum, "withdrew light artillery")


def test_an_explanation_goes_down_to_the_bytes(declared_desk, cache):
    declared_desk.examine([cache])
    levels = [line.level for line in declared_desk.explain("guns")]
    assert levels[0] == "claim"
    assert {"statement", "passage", "rendition", "exhibit", "holding"} <= set(levels)
    digest = next(line for line in declared_desk.explain("guns") if line.level == "exhibit")
    assert "still have this digest" in digest.sentence


def test_the_gate_refuses_a_sentence_without_evidence(declared_desk, cache):
    declared_desk.examine([cache])
    with pytest.raises(GateError) as caught:
        declared_desk.publish([("Eleven sources confirm that the guns were moved.", ())])
    assert "Nothing was published" in caught.value.sentences()
    assert not (declared_desk.work.folder.dossier / "dossier.html").exists()


def test_publishing_leaves_checksums_a_reader_can_check(declared_desk, cache):
    declared_desk.examine([cache])
    answer = declared_desk.publish()
    folder = Path(answer.path).parent
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    import hashlib

    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert json.loads((folder / "checkpoint.json").read_text())["root"]


def test_a_container_and_its_members_all_have_a_fate(desk, cache):
    desk.receive([cache])
    desk.read()
    fates = {f.exhibit_id: f for f in desk.store.all(Fate)}
    for exhibit in desk.store.all(Exhibit):
        assert exhibit.exhibit_id in fates
    assert all(f.failures for f in fates.values() if f.status is not Status.READ)


def test_a_case_is_not_made_over_another(tmp_path):
    Desk.new(tmp_path / "case")
    with pytest.raises(UsageError, match="already a case"):
        Desk.new(tmp_path / "case")


def test_a_second_writer_is_told_that_the_case_is_locked(desk, cache):
    with desk.store.transaction(), Desk.open(desk.work.folder) as other, pytest.raises(LockedError):
        other.receive([cache])


def test_names_resolve_by_siglum_key_and_digest(declared_desk, cache):
    declared_desk.examine([cache])
    exhibit = next(declared_desk.store.all(Exhibit))
    assert resolve(declared_desk.work, "E1") == exhibit.exhibit_id
    assert resolve(declared_desk.work, "guns") == "claim-guns"
    assert resolve(declared_desk.work, exhibit.exhibit_id[:12]) == exhibit.exhibit_id
    with pytest.raises(NothingMatchedError):
        resolve(declared_desk.work, "E999")


def test_a_case_is_no_material(desk, tmp_path):
    """A case that received itself would take its own dossier for evidence."""
    inside = desk.work.folder.path / "originals"
    for path in (desk.work.folder.path, inside, tmp_path):
        with pytest.raises(UsageError, match="case"):
            desk.receive([path])


def test_suggestions_do_not_count_beside_what_people_read(declared_desk, cache):
    """Quayside's report is a suggestion for a claim that people read two statements for."""
    declared_desk.examine([cache])
    answer = next(c for c in declared_desk.claims() if c.claim_id == "claim-guns")
    assert answer.n_exhibits == 2
    assert all(s.standing == "judgement" for s in declared_desk.statements(claim="guns"))


def test_a_sentence_rests_on_passages_only(declared_desk, cache):
    declared_desk.examine([cache])
    with pytest.raises(UsageError, match="no passage"):
        declared_desk.publish([("The guns were moved.", ("E1",))])


def test_the_log_is_told_in_sentences_without_protected_names(declared_desk, cache):
    declared_desk.examine([cache])
    entries = declared_desk.log(1000)
    assert any(e.by == "case.toml" for e in entries)
    assert any("exhibit" in e.sentence for e in entries)
    assert not any("Yusuf" in e.body + e.sentence for e in entries)

"""Relations found over a case: kept while they hold, made anew when readings change, and never counted."""

import pytest
from desk_cases import REPORT

from twosource.desk import Desk
from twosource.evidence.claims import Claim, Contradiction, Drift, Entailment

CASE = """
schema = "twosource-case/1"

[claims.killed]
text = "The army killed people in Qarnaba on 5 March 2016."
action = "kill"
actor = "the army"
place = "Qarnaba"
span = "2016-03-05"
"""
PAGES = {
    "harbour": ("Harbour Gazette", "2016-03-06", "The army killed 12 civilians in Qarnaba on 5 March 2016."),
    "upland": ("Upland Mail", "2016-03-06", "The army killed 300 civilians in Qarnaba on 5 March 2016."),
}


@pytest.fixture
def desk(tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    for name, (outlet, day, body) in PAGES.items():
        (cache / f"{name}.txt").write_text(REPORT.format(outlet=outlet, day=day, body=body), "utf-8")
    with Desk.open(Desk.new(tmp_path / "case", CASE)) as desk:
        desk.examine([cache])
        yield desk


def kept(desk, record_type):
    return list(desk.store.all(record_type))


def test_two_numbers_of_one_event_are_a_contradiction_of_the_claim_and_are_told(desk):
    found = [c for c in kept(desk, Contradiction) if c.about == "counts"]
    assert len(found) == 1
    assert set(found[0].values) == {"12 civilians", "300 civilians"}
    claim = desk.store.get(Claim, found[0].claim_id)
    told = desk.explain_origins(desk.store.siglum(claim.claim_id))
    assert "What does not fit together, as a machine reads it:" in told
    assert any("On the number they cannot all be right" in sentence for sentence in told)


def test_a_run_with_nothing_new_leaves_everything_as_it_is(desk):
    before = [kept(desk, t) for t in (Contradiction, Drift, Entailment)]
    runs, _ = desk.analyse()
    assert [r.n_done for r in runs if r.stage == "relate"] == [0]
    assert [kept(desk, t) for t in (Contradiction, Drift, Entailment)] == before


def test_a_declared_entailment_outlives_the_machines(desk):
    path = desk.work.folder.declarations
    more = (
        '\n[claims.harmed]\ntext = "The army harmed people."\naction = "assault"\nactor = "the army"\n'
        '\n[[entailments]]\nfrom = "killed"\nto = "harmed"\nwhy = "whoever is killed is harmed"\n'
    )
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    desk.analyse()
    desk.analyse()
    declared = [e for e in kept(desk, Entailment) if e.made.is_judgement]
    assert len(declared) == 1
    assert [
        e for e in kept(desk, Entailment) if not e.made.is_judgement and e.to_claim == declared[0].to_claim
    ] == []

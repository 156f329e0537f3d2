"""A record among the sources of a case: its rows bear on claims, by whom they rest on, and on nothing else."""

import pytest
from desk_cases import REPORT

from twosource.attributing.recorded import BY as RECORDED
from twosource.desk import Desk
from twosource.evidence.claims import Claim, Contradiction, Matching
from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import Party, Statement

HEAD = (
    "id,dyad_new_id,conflict_new_id,date_start,date_end,date_prec,side_a,side_b,latitude,longitude,where_prec,"
    "where_coordinates,best,low,high,source_original,source_office,source_article"
)
SIDES = "Government of Syria,IS"
ROWS = (
    f"1,5,6,2016-03-05,2016-03-05,1,{SIDES},34.56,38.28,1,Tadmur,2,2,2,SOHR,SOHR,",
    f"2,5,6,2016-03-06,2016-03-06,1,{SIDES},34.56,38.28,1,Tadmur,4,4,4,SOHR,SOHR;SOHR,",
    f"3,5,6,2016-03-07,2016-03-07,1,{SIDES},34.56,38.28,1,Tadmur,1,1,1,Waha Report,Waha Report,",
    f"4,5,6,2016-03-08,2016-03-08,1,{SIDES},34.56,38.28,1,Tadmur,1,1,1,,Harbour Gazette,"
    '"""Harbour Gazette,2016-03-08,Shells fall on the eastern gate of Tadmur"""',
    f"5,5,6,2016-03-09,2016-03-09,1,{SIDES},36.20,37.16,1,Aleppo,1,1,1,Another Monitor,Another Monitor,",
    "6,5,6,2016-03-09,2016-03-09,1,A,B,broken,38.28,1,Tadmur,1,1,1,SOHR,SOHR,",
)
CASE = """
schema = "twosource-case/1"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.observatory]
name = "Syrian Observatory for Human Rights"
kind = "monitor"

[[publishers]]
exhibits = ["harbour*"]
party = "harbour"
at = "2016-03-08"

[claims.fought]
text = "The Syrian government and IS fought over Palmyra in March 2016."
action = "fight"
actor = "the Syrian government"
counterpart = "IS"
place = "Palmyra"
span = "2016-03"
access_class = "public event"

[claims.ordered]
text = "IS ordered its guns out of Palmyra in March 2016."
action = "order"
actor = "IS"
place = "Palmyra"
span = "2016-03"
"""


@pytest.fixture
def desk(tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "record.csv").write_text("\n".join((HEAD, *ROWS)), "utf-8")
    body = "Shells fall on the eastern gate of Tadmur, and nobody knows how long the town can hold."
    (cache / "harbour.txt").write_text(
        REPORT.format(outlet="Harbour Gazette", day="2016-03-08", body=body), "utf-8"
    )
    with Desk.open(Desk.new(tmp_path / "case", CASE)) as desk:
        desk.examine([cache])
        yield desk


def recorded(desk):
    return [s for s in desk.store.all(Statement) if s.made.by == RECORDED]


def behind(desk, statement):
    parties = {p.party_id: p for p in desk.store.all(Party)}
    return [parties[link.party_id].name for link in statement.chain.links]


def claim_id(desk, word):
    return next(c.claim_id for c in desk.store.all(Claim) if word in c.text)


def test_each_people_behind_the_rows_makes_one_statement_on_the_claim(desk):
    assert sorted(behind(desk, s) for s in recorded(desk)) == [
        ["UCDP", "Harbour Gazette"],
        ["UCDP", "Syrian Observatory for Human Rights"],
        ["UCDP", "Waha Report"],
    ]


def test_rows_elsewhere_rows_nobody_can_read_and_claims_a_record_cannot_know_get_none(desk):
    on = {m.claim_id for m in desk.store.all(Matching) if m.made.by == RECORDED}
    assert on == {claim_id(desk, "fought")}
    assert "Another Monitor" not in {p.name for p in desk.store.all(Party)}


def test_two_monitors_in_one_record_are_two_origins_and_one_pair_of_hands(desk):
    count = desk.store.get(OriginCount, claim_id(desk, "fought"))
    parties = {p.party_id: p.name for p in desk.store.all(Party)}
    assert count.k_mode >= 2
    assert count.n_reports == 0

    def starts(path):
        return parties[path[0]]

    assert {"Waha Report", "Syrian Observatory for Human Rights"} <= {starts(path) for path in count.paths}


def test_a_row_coded_from_a_report_the_case_holds_says_so_and_is_no_separate_account(desk):
    (own,) = [s for s in recorded(desk) if "Harbour Gazette" in behind(desk, s)]
    siglum = next(
        desk.store.siglum(s.exhibit_id)
        for s in desk.store.all(Statement)
        if s.made.by != RECORDED and behind(desk, s)[0] == "Harbour Gazette"
    )
    assert f"coded from {siglum}, which this case holds: no separate account" in own.made.why
    others = [s for s in recorded(desk) if s != own]
    assert all("coded from" not in s.made.why for s in others)


def test_the_words_of_its_cells_are_not_read_as_what_somebody_says(desk):
    exhibits = {s.exhibit_id for s in recorded(desk)}
    assert [s for s in desk.store.all(Statement) if s.exhibit_id in exhibits and s.made.by != RECORDED] == []


def test_running_again_does_nothing_and_changes_nothing(desk):
    before = recorded(desk)
    runs, _ = desk.analyse()
    assert [r.n_done for r in runs if r.stage == "record"] == [0]
    assert recorded(desk) == before


def test_statements_of_a_record_make_no_claims_of_their_own(desk):
    ids = {s.statement_id for s in recorded(desk)}
    on = {m.claim_id for m in desk.store.all(Matching) if m.statement_id in ids}
    assert on == {claim_id(desk, "fought")}


def test_a_claim_taken_back_takes_its_rows_along_but_not_what_a_person_accepted(desk):
    kept = next(s for s in recorded(desk) if "Waha Report" in behind(desk, s))
    desk.accept(desk.store.siglum(kept.statement_id), by="Nadia", why="looked at row 3")
    path = desk.work.folder.declarations
    path.write_text(path.read_text("utf-8").replace('span = "2016-03"', 'span = "2015-03"'), "utf-8")
    desk.analyse()
    assert recorded(desk) == []
    left = desk.store.get(Statement, kept.statement_id)
    assert left is not None
    assert left.made.by.endswith("an earlier reading")


def test_two_rows_of_one_record_are_two_events_and_contradict_nobody(desk):
    """Two and four dead on two days: both can be right."""
    assert [c for c in desk.store.all(Contradiction) if c.claim_id == claim_id(desk, "fought")] == []

"""The table of the reasoning (2.7 b) out of the demonstration case: its declarations varied, through the desk.

The table takes the defectors for members of the group at the probability of the tie, and says nothing of how
they know; the demonstration says that the group introduced them, and that one of them was there. The rows on
the agreement are therefore varied by both; the rows on the letters and the oil trade are as declared.
"""

import re
import shutil
from pathlib import Path

import pytest

from twosource.desk import Desk
from twosource.desk.case import CaseFolder
from twosource.desk.retracting import Word
from twosource.desk.workplace import Settings
from twosource.tracing import TraceSettings

PALMYRA = Path(__file__).parents[2] / "examples" / "palmyra"
SETTINGS = Settings(uses_model=False, trace=TraceSettings(samples=4_000), max_traced_claims=0)
DECLARED = (PALMYRA / "case.toml").read_text("utf-8")
NEAR = 0.03


def members(text, p):
    """Take the defectors for members of the group with probability p, and leave open how they know."""
    text = text.replace('kind = "introduced by"\np = 0.60', f'kind = "member of"\np = {p}')
    return re.sub(r'(party = "defector_[12]".*?channel = "speech"), access = "[a-z ]+"', r"\1", text)


def without_archive(text):
    """Leave out the note on the files that another force captured: custody, publisher, statement."""
    blocks = re.split(r"(?m)^(?=\[)", text)
    return "".join(b for b in blocks if "archive/oil-files-note.txt" not in b)


def tied(text, p):
    return text.replace("p = 0.60", f"p = {p}")


@pytest.fixture(scope="module")
def examined(tmp_path_factory):
    """The demonstration, received and read once."""
    folder = tmp_path_factory.mktemp("palmyra") / "case"
    shutil.copytree(PALMYRA / "cache", folder.parent / "cache")
    case, _ = Desk.new_or_found(folder, DECLARED)
    with Desk.open(case, settings=SETTINGS) as desk:
        desk.receive([folder.parent / "cache"])
        desk.read_quickly()
        desk.analyse()
    return folder


@pytest.fixture
def count(examined):
    """Count a claim of the demonstration under varied declarations."""

    def counted(claim, text=DECLARED):
        (examined / "case.toml").write_text(text, "utf-8")
        with Desk.open(CaseFolder(examined), settings=SETTINGS) as desk:
            desk.analyse()
            return desk.origins(claim)

    return counted


def test_the_variants_change_what_they_name():
    """A variant that changed nothing would prove nothing."""
    assert members(DECLARED, 0.6).count('kind = "member of"') == 2
    assert 'party = "defector_1", cue = "told", channel = "speech" }' in members(DECLARED, 0.6)
    assert "archive/oil-files-note.txt" not in without_archive(DECLARED)
    assert tied(DECLARED, 0.95).count("p = 0.95") >= 2


def test_heavy_weapons_ordered_out(count):
    """K = 1 .99, kappa = 1 .99, the broadcaster trusted .99; through the handover group."""
    found = count("weapons_out")
    assert found.k[1] == pytest.approx(0.99, abs=NEAR)
    assert found.kappa[1] == pytest.approx(0.99, abs=NEAR)
    assert found.kappa_trusted[1] == pytest.approx(0.99, abs=NEAR)
    assert found.chokepoints[0].party_ids == ("handover_group",)


def test_moves_agreed_with_the_tie_unknown(count):
    """K = 1 .71, K = 2 .29; kappa = 1 .985, and .72 with the broadcaster trusted."""
    found = count("agreed", members(DECLARED, 0.6))
    assert found.k[1] == pytest.approx(0.71, abs=NEAR)
    assert found.k[2] == pytest.approx(0.29, abs=NEAR)
    assert found.kappa[1] == pytest.approx(0.985, abs=NEAR)
    assert found.kappa_trusted[1] == pytest.approx(0.72, abs=NEAR)
    assert found.chokepoints[0].party_ids == ("handover_group",)


def test_moves_agreed_after_the_published_fact(count):
    """One report says that the group is made of defectors: K = 1 .95, kappa = 1 .99, trusted .94."""
    found = count("agreed", members(DECLARED, 0.95))
    assert found.k[1] == pytest.approx(0.95, abs=NEAR)
    assert found.kappa[1] == pytest.approx(0.99, abs=NEAR)
    assert found.kappa_trusted[1] == pytest.approx(0.94, abs=NEAR)
    assert found.chokepoints[0].party_ids == ("handover_group",)


def test_oil_for_fertiliser_without_the_captured_archive(count):
    """Never one starting point; kappa = 1 .98, and .58 with the broadcaster trusted.

    The table has K = 2 .69 and K = 3 .30 for a letter and two defectors; here one of them speaks of oil.
    """
    found = count("oil_trade", without_archive(DECLARED))
    assert found.k[1] < 0.005
    assert sum(found.k[2:4]) == pytest.approx(0.99, abs=NEAR)
    assert found.kappa[1] == pytest.approx(0.98, abs=NEAR)
    assert found.kappa_trusted[1] == pytest.approx(0.58, abs=NEAR)
    assert found.chokepoints[0].party_ids == ("handover_group",)


def test_oil_with_an_archive_captured_by_others(count):
    """Tie .95: kappa = 2 .99, and never 1, trusted or not; one of each side in the cut.

    The table has K = 3 .96 and some K = 4, by a second defector who does not speak of oil here: K = 3.
    """
    found = count("oil_trade", tied(DECLARED, 0.95))
    assert found.k[3] > 0.96 - NEAR
    assert found.kappa[2] == pytest.approx(0.99, abs=NEAR)
    assert found.kappa[1] + found.kappa_trusted[1] < 0.005
    assert found.chokepoints[0].party_ids == ("handover_group", "oil_office")


def test_what_each_new_count_moved_is_kept_and_said(examined, count):
    """From unknown to published: the tie is named, with its probability before."""
    count("agreed", members(DECLARED, 0.6))
    count("agreed", members(DECLARED, 0.95))
    with Desk.open(CaseFolder(examined), settings=SETTINGS) as desk:
        said = desk.explain_origins("agreed")
    assert any(
        "defector 1 belongs to the handover group, with probability .95, .60 before" in s for s in said
    )
    assert any(s.startswith("What the count of") for s in said)


def test_withdrawing_the_group_leaves_the_oil_trade_alone_standing(examined, count):
    """Every claim that rests on it, and every sentence, before anybody decides; nothing is recorded."""
    count("agreed")
    with Desk.open(CaseFolder(examined), settings=SETTINGS) as desk:
        size = desk.store.ledger.size
        answer = desk.retract("handover_group", Word(is_dry_run=True))
        assert desk.store.ledger.size == size
    lost = {c.text.split(" ")[0] for c in answer.claims if c.keeps_no_support}
    assert lost == {"An", "Withdrawals"}
    (oil,) = [c for c in answer.claims if c.text.startswith("IS traded oil")]
    assert (oil.hands_before, oil.hands_after) == (2, 1)
    assert {s.fate for s in answer.sentences} >= {"falls", "changes"}
    # What was weighed has to be weighed again as a whole; of the rest, more stands than falls or changes.
    assert answer.n_standing > len([s for s in answer.sentences if s.fate in ("falls", "changes")])
    assert answer.weighings[0].rests_on[0] == "how the handover group works"

"""Killing the process at any moment and running again loses nothing."""

import random
import signal
import subprocess
import sys
import time

import pytest
from desk_cases import CASE

from twosource.desk import Desk, find_case
from twosource.desk.case import CaseFolder
from twosource.evidence.holdings import Exhibit, Holding
from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import Statement

CHILD = """
import sys
from pathlib import Path
from twosource.desk import Desk
from twosource.desk.case import CaseFolder
with Desk.open(CaseFolder(Path(sys.argv[1]))) as desk:
    print("open", flush=True)
    desk.examine([Path(sys.argv[2])])
"""


def many_files(cache, n=120):
    for number in range(n):
        text = f"Publisher: Paper {number % 7}\n\nAccording to Channel Nine, {number} guns left Palmyra for Raqqa.\n"
        (cache / f"{number:03}.txt").write_text(text, "utf-8")


def contents(desk):
    return {
        "exhibits": {e.exhibit_id for e in desk.store.all(Exhibit)},
        "holdings": {(h.path, h.exhibit_id) for h in desk.store.all(Holding)},
        "statements": {s.statement_id for s in desk.store.all(Statement)},
        "counts": {(c.claim_id, c.k, c.kappa) for c in desk.store.all(OriginCount)},
    }


def test_repeated_kills_at_random_moments_lose_nothing(tmp_path, cache):
    """Six kills, seeded, then one run to the end: the same case as one that was never killed."""
    many_files(cache)
    rng = random.Random(20160502)
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    Desk.new(killed, CASE)
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(killed), str(cache)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout.readline() == "open\n"
        time.sleep(rng.uniform(0.0, 0.9))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    with Desk.open(find_case(killed)) as desk:
        desk.examine([cache])
        assert desk.verify() == ()
        assert desk.coverage().coverage.adds_up
        after_kills = contents(desk)
    Desk.new(whole, CASE)
    with Desk.open(CaseFolder(whole)) as desk:
        desk.examine([cache])
        assert contents(desk) == after_kills


@pytest.mark.parametrize("name", ["originals", "dossier"])
def test_nothing_half_written_stays_behind(tmp_path, cache, name):
    Desk.new(tmp_path / "case", CASE)
    with Desk.open(CaseFolder(tmp_path / "case")) as desk:
        desk.examine([cache])
    parts = [p for p in (tmp_path / "case" / name).rglob("*") if ".part" in p.name or p.name.startswith(".")]
    assert [p for p in parts if p.is_file()] == []

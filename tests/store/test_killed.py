"""Kill the process at any moment: what it confirmed is there, the case is whole, the rest can be repeated."""

import io
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_samples import exhibit_of, fate_of, holding_of, rendition_of

from twosource.evidence.holdings import Exhibit
from twosource.store import FolderOriginals, open_store, verify
from twosource.store.verifying import ProblemKind

SIZE = 15
CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_killed import keep_batch
from twosource.store import FolderOriginals, open_store

folder, first = Path(sys.argv[1]), int(sys.argv[3])
originals = FolderOriginals(folder / "originals")
with open_store(folder, create=True) as store:
    print("ready", flush=True)
    for number in range(first, first + 1000):
        keep_batch(store, originals, number)
        print("confirmed", number, flush=True)
        if number % 3 == 0:
            store.ledger.checkpoint()
"""


def contents_of(number):
    return [f"content {number} {n}".encode() for n in range(SIZE)]


def keep_batch(store, originals, number):
    """Do what a run does with some exhibits: bytes first, then everything about them at once."""
    with originals.batch():
        for content in contents_of(number):
            originals.put(io.BytesIO(content))
    with store.transaction():
        for content in contents_of(number):
            exhibit = exhibit_of(content)
            text = rendition_of(exhibit, content.decode())
            store.put([exhibit, holding_of(exhibit, content.decode()), fate_of(exhibit), text])
            store.index(text)
        store.mark_done("receive", "f", [str(number)])


def run_and_kill(folder, first, chance):
    """Start a child at a batch, kill it at a random moment; return the batches it had confirmed."""
    arguments = [sys.executable, "-c", CHILD, str(folder), str(Path(__file__).parent), str(first)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(1 + chance.randrange(6))]
        time.sleep(chance.random() * 0.02)
        child.kill()
        lines += child.stdout.readlines()
    assert lines[0] == "ready\n"
    return [int(line.split()[1]) for line in lines[1:] if line.endswith("\n")]


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """Kill a child eight times over one case; after each, look at the case and repeat what was cut short."""
    folder, chance = tmp_path_factory.mktemp("killed") / "case", random.Random(20160327)
    findings, number, confirmed = [], 0, []
    for _ in range(8):
        confirmed += run_and_kill(folder, number, chance)
        originals = FolderOriginals(folder / "originals")
        with open_store(folder, create=True) as store:
            problems = verify(store, originals)
            done = {int(item) for item in store.done_items("receive", "f")}
            kept = {exhibit.exhibit_id for exhibit in store.all(Exhibit)}
            number = max(done, default=-1) + 1
            keep_batch(store, originals, number)
            findings.append((problems, done, kept, set(confirmed), verify(store, originals)))
            number += 1
    return folder, findings


def test_the_case_is_whole_after_every_kill(killed):
    """Bytes that arrived before their record are the one thing a kill may leave, and they are no damage."""
    for problems, *_ in killed[1]:
        assert [p for p in problems if p.is_damage] == []
        assert {p.kind for p in problems} <= {ProblemKind.ORIGINAL_NOT_RECORDED}


def test_everything_confirmed_is_there(killed):
    for _, done, kept, confirmed, _ in killed[1]:
        assert confirmed <= done
        assert all(
            exhibit_of(content).exhibit_id in kept for number in done for content in contents_of(number)
        )


def test_a_batch_is_there_whole_or_not_at_all(killed):
    for _, done, kept, _, _ in killed[1]:
        assert len(kept) == SIZE * len(done)


def test_repeating_what_was_cut_short_leaves_nothing_to_find(killed):
    assert [after for *_, after in killed[1]] == [()] * 8


def test_nothing_half_written_stays(killed):
    folder, findings = killed
    assert len(findings[-1][1]) >= 8
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == [
        "checkpoints.txt",
        "ledger.lock",
        "ledger.sqlite",
    ]
    assert not list((folder / "originals").glob("arriving-*"))

"""Invariant 10, the store's half: the ledger alone gives back what people decided and what was received."""

import apsw
import pytest
from store_samples import PERSON, QUESTION, claim, exhibit_of, fate_of, keep_small_case, party

from twosource.errors import IntegrityError, UsageError
from twosource.evidence.claims import Claim
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.outcome import Fate
from twosource.store import MemoryOriginals, MemoryStore, open_store
from twosource.store.kinds import KINDS
from twosource.store.rebuilding import rebuild
from twosource.terms import Status


def ledgered(store):
    return {kind.name: [line for line in store.engine.lines(kind.name) if line.is_ledgered] for kind in KINDS}


def fill(store):
    keep_small_case(store, MemoryOriginals())
    late = exhibit_of(b"late")
    store.put([late, fate_of(late, Status.WAITING), claim("declared", made=PERSON), party("p", made=PERSON)])
    store.put([fate_of(late), claim("agreed", made=PERSON)])
    store.ledger.append("note", {"text": "looked at it again"})
    return late


def test_the_rebuilt_store_holds_equal_records_and_the_same_root(store):
    late = fill(store)
    target = MemoryStore()
    assert rebuild(store, target) == sum(map(len, ledgered(store).values()))
    assert {k: set(v) for k, v in ledgered(target).items()} == {k: set(v) for k, v in ledgered(store).items()}
    assert (target.ledger.size, target.ledger.root()) == (store.ledger.size, store.ledger.root())
    assert target.get(Fate, late.exhibit_id).status is Status.READ


def test_what_was_withdrawn_stays_withdrawn(store):
    fill(store)
    store.withdraw(Claim, ["claim-declared"], "no longer declared")
    target = MemoryStore()
    rebuild(store, target)
    assert [c.claim_id for c in target.all(Claim)] == ["claim-agreed"]
    assert target.ledger.root() == store.ledger.root()


def test_nothing_derived_comes_along(store):
    fill(store)
    target = MemoryStore()
    rebuild(store, target)
    assert target.count(Rendition) == 0
    assert target.search("commander") == []
    assert [c.claim_id for c in target.all(Claim)] == ["claim-declared", "claim-agreed"]


def test_sigla_stay_those_that_were_printed(store):
    late = fill(store)
    target = MemoryStore()
    rebuild(store, target)
    assert list(target.engine.names()) == list(store.engine.names())
    assert target.siglum(late.exhibit_id) == "E2"
    target.put([claim("new")])
    assert target.siglum("claim-new") == "C3"


def test_rebuilding_twice_is_rebuilding_once_and_goes_on_from_there(store, tmp_path):
    fill(store)
    once = MemoryStore()
    rebuild(store, once)
    with open_store(tmp_path / "again", create=True) as twice:
        rebuild(once, twice)
        assert ledgered(twice) == ledgered(once)
        twice.put([exhibit_of(b"new"), claim("declared", made=PERSON)])
        assert twice.ledger.size == store.ledger.size + 1
        assert [e.seq for e in twice.ledger.entries()] == list(range(1, store.ledger.size + 2))


def test_a_store_that_holds_a_ledger_is_not_overwritten(store):
    fill(store)
    target = MemoryStore()
    target.put([QUESTION])
    with pytest.raises(UsageError, match="already holds"):
        rebuild(store, target)
    assert target.ledger.size == 1


def test_a_ledger_that_was_changed_is_not_rebuilt_from(tmp_path):
    with open_store(tmp_path / "case", create=True) as store:
        fill(store)
    connection = apsw.Connection(str(tmp_path / "case" / "ledger.sqlite"))
    connection.execute("DROP TRIGGER ledger_no_update")
    connection.execute("UPDATE ledger SET line = replace(line, 'accession-1', 'accession-2') WHERE seq = 1")
    connection.close()
    target = MemoryStore()
    with open_store(tmp_path / "case") as store, pytest.raises(IntegrityError, match="Entry 1 "):
        rebuild(store, target)
    assert (target.ledger.size, target.count(Exhibit)) == (0, 0)

"""Who was withdrawn, relied on no longer, or found dependent, as people say it: read from the reviews.

A word on a party is a review of the party as it was seen, under an id that says what about it was judged.
Nothing is removed: the latest word that was not taken back counts.
"""

from collections.abc import Iterable

from twosource.desk.reviewed import standing_words
from twosource.evidence.codec import kind_of
from twosource.evidence.reviews import Review, Verdict
from twosource.evidence.testimony import Party
from twosource.ids import key
from twosource.store import Store
from twosource.tracing.retracting import Retraction

PARTY = kind_of(Party)


def standing_id(party_id: str, kind: Retraction, on: str = "") -> str:
    """Return the id under which words on a party are kept, whoever says them."""
    return key("standing", kind.value, party_id, on)


def _rejected(store: Store) -> frozenset[str]:
    words = standing_words(r for r in store.all(Review) if r.item_kind == PARTY)
    return frozenset(item for item, said in words.items() if said[-1].verdict is Verdict.REJECTED)


def withdrawn_parties(store: Store, party_ids: Iterable[str]) -> tuple[str, ...]:
    """Return which of some parties people withdrew, sorted."""
    return _of_kind(store, party_ids, Retraction.WITHDRAWN)


def still_trusted(store: Store, trusted: Iterable[str]) -> tuple[str, ...]:
    """Return the parties declared as relied on, without those that people rely on no longer."""
    ids = tuple(trusted)
    gone = {*_of_kind(store, ids, Retraction.DEMOTED), *_of_kind(store, ids, Retraction.WITHDRAWN)}
    return tuple(p for p in ids if p not in gone)


def _of_kind(store: Store, party_ids: Iterable[str], kind: Retraction) -> tuple[str, ...]:
    rejected = _rejected(store)
    if not rejected:
        return ()
    return tuple(sorted(p for p in set(party_ids) if standing_id(p, kind) in rejected))

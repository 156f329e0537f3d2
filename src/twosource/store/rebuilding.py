"""Making a store again from a ledger: what people decided and what was received, nothing derived.

This is the store's half of invariant 10. Renditions and everything after them are made again by
the stages, from the originals.
"""

from twosource.errors import UsageError
from twosource.store.engine import WITHDRAWN, Entry, RecordLine
from twosource.store.kinds import line_of
from twosource.store.ledger import records_in
from twosource.store.records import CHUNK_RECORDS, Store


def rebuild(source: Store, target: Store) -> int:
    """Copy the ledger entry by entry into an empty store, with the records it answers for.

    Entries keep their instants, so that the Merkle root stays the same; sigla keep their
    numbers, so that what was printed can still be found. Returns the number of records. Raises
    UsageError where the target holds something, IntegrityError where an entry was changed.
    """
    if target.ledger.size:
        raise UsageError(
            "The store to rebuild into already holds a ledger.",
            remedy="Name an empty folder to rebuild into.",
        )
    records: dict[tuple[str, str], RecordLine] = {}
    with source.snapshot(), target.transaction():
        for entry in records_in(source.ledger.entries()):
            if entry.kind == WITHDRAWN:
                records.pop((entry.body["record"], entry.body["id"]), None)
                continue
            line = line_of(entry.record)._replace(is_ledgered=True)
            records[line.kind, line.id] = line
        _copy_entries(source, target)
        _copy_sigla(source, target)
        target.engine.keep(list(records.values()))
    return len(records)


def _copy_entries(source: Store, target: Store) -> None:
    part: list[Entry] = []
    for entry in source.ledger.entries():
        part.append(entry)
        if len(part) >= CHUNK_RECORDS:
            _append(target, part)
            part = []
    _append(target, part)


def _append(target: Store, entries: list[Entry]) -> None:
    frontier = target.engine.frontier()
    target.engine.append(entries, frontier.extend(bytes.fromhex(entry.leaf) for entry in entries))


def _copy_sigla(source: Store, target: Store) -> None:
    ids: dict[str, list[str]] = {}
    for letter, _, record_id in source.engine.names():
        ids.setdefault(letter, []).append(record_id)
    for letter, named in ids.items():
        target.engine.name(letter, named)

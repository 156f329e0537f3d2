"""The ledger: what was received and judged, when, in an order nobody can change unseen.

Entries are only appended. A hash chain would not show that the end was cut off or everything
rewritten; a remembered checkpoint (size and Merkle root) does, above all one that was copied
to another place.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from twosource.dates import as_utc
from twosource.errors import IntegrityError
from twosource.evidence import codec
from twosource.ports import Clock
from twosource.store import merkle
from twosource.store.engine import NEVER, RECORD, WITHDRAWN, Checkpoint, Engine, Entry, read_instant

_KIND = re.compile(r"[a-z][a-z0-9 -]*")
_LINE = re.compile(r"twosource-checkpoint/1 (\d+) ([0-9a-f]{64}) (\S+)")


def checkpoint_line(checkpoint: Checkpoint) -> str:
    """Return a checkpoint as one line a person can copy, read out or print."""
    return f"twosource-checkpoint/1 {checkpoint.size} {checkpoint.root} {checkpoint.at.isoformat()}"


def parse_checkpoint(line: str) -> Checkpoint | None:
    """Read a checkpoint line back; None where it is none."""
    match = _LINE.fullmatch(line.strip())
    if match is None or (at := read_instant(match[3])) == NEVER:
        return None
    return Checkpoint(int(match[1]), match[2], at)


class Ledger:
    """Appends, proves and remembers, on whatever engine the store has."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self._engine.frontier().size

    def append(self, kind: str, body: Mapping[str, Any]) -> Entry:
        """Append one entry. Raises ValueError for an odd kind and for those only the store writes."""
        if kind in (RECORD, WITHDRAWN) or not _KIND.fullmatch(kind):
            raise ValueError(f"not a kind of entry one may append: {kind!r}")
        return self.extend(kind, [codec.canonical(body)])[0]

    def extend(self, kind: str, lines: Sequence[str]) -> list[Entry]:
        """Append one entry per canonical line, all at one instant."""
        at = self._now()
        with self._engine.transaction():
            frontier = self._engine.frontier()
            first = frontier.size + 1
            entries = [Entry.make(seq, at, kind, line) for seq, line in enumerate(lines, first)]
            leaves = (bytes.fromhex(entry.leaf) for entry in entries)
            self._engine.append(entries, frontier.extend(leaves))
        return entries

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Yield the entries numbered above `after`, in order."""
        return self._engine.entries(after)

    def root(self, size: int | None = None) -> str:
        """Return the Merkle root of the first `size` entries (all, where not given), as hexadecimal.

        The root of all costs O(log n); that of fewer reads the entries. Raises IndexError.
        """
        frontier = self._engine.frontier()
        if size is None or size == frontier.size:
            return frontier.root.hex()
        return merkle.root_of(self._leaves(size)).hex()

    def inclusion_proof(self, seq: int, size: int) -> tuple[str, ...]:
        """Return the proof, from the leaf upwards, that entry `seq` is among the first `size`. IndexError."""
        return tuple(node.hex() for node in merkle.inclusion_proof(self._leaves(size), seq - 1))

    def consistency_proof(self, earlier: int, later: int) -> tuple[str, ...]:
        """Return the proof that the first `later` entries begin with the first `earlier`. IndexError."""
        return tuple(node.hex() for node in merkle.consistency_proof(self._leaves(later), earlier))

    def checkpoint(self) -> Checkpoint:
        """Remember size and root, in the case and as a line in `checkpoints.txt`.

        Where nothing was appended since the last one, that one is returned. Raises ValueError
        inside a transaction, whose entries are not confirmed yet.
        """
        if self._engine.in_transaction:
            raise ValueError("a checkpoint remembers confirmed entries: end the transaction first")
        frontier, earlier = self._engine.frontier(), self.checkpoints()
        if earlier and earlier[-1].size == frontier.size and checkpoint_line(earlier[-1]) in self.noted():
            return earlier[-1]
        checkpoint = Checkpoint(frontier.size, frontier.root.hex(), self._now())
        self._engine.remember(checkpoint, checkpoint_line(checkpoint))
        return checkpoint

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return every checkpoint remembered in the case, oldest first."""
        return self._engine.remembered()

    def noted(self) -> tuple[str, ...]:
        """Return the lines of `checkpoints.txt`, as they stand there."""
        return self._engine.noted()

    def _now(self) -> datetime:
        return as_utc(self._clock())

    def _leaves(self, size: int) -> list[bytes]:
        leaves = [bytes.fromhex(entry.leaf) for entry in islice(self._engine.entries(0), max(size, 0))]
        if len(leaves) != size:
            raise IndexError(f"the ledger has {len(leaves)} entries, not {size}")
        return leaves


def records_in(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Yield the entries that put a record forward or take it back. Raises IntegrityError at a changed one."""
    for entry in entries:
        if not entry.is_sound:
            raise IntegrityError(f"Entry {entry.seq} of the ledger was changed after it was written.")
        if entry.kind in {RECORD, WITHDRAWN}:
            yield entry

"""The engine on disk: one SQLite file in the case folder; its shape is in `sqlite_migrations.py`.

Write-ahead log with `synchronous=FULL`, so that what was confirmed survives a power cut;
`secure_delete` and the full-text index's own `secure-delete`, so that removed words leave no
trace; temporary tables in memory, so that none lands in a shared folder.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import apsw

from twosource.dates import utc_now
from twosource.errors import IntegrityError, LockedError, NoCaseError, NotAllowedError, TryAgainError
from twosource.evidence import codec
from twosource.evidence.holdings import Rendition
from twosource.ports import Clock
from twosource.store.engine import Checkpoint, Entry, Match, RecordLine, Segment, read_instant
from twosource.store.folding import Phrase
from twosource.store.locking import WriterLock
from twosource.store.merkle import Frontier
from twosource.store.records import Store
from twosource.store.sounding import keys_in
from twosource.store.sqlite_migrations import APPLICATION_ID, MIGRATIONS

FILE = "ledger.sqlite"
LOCK = "ledger.lock"
CHECKPOINTS = "checkpoints.txt"

PAGE_ROWS = 500
PAGE_CHARACTERS = 4_000_000
MOST_FAULTS = 20
BUSY_MILLISECONDS = 5000

_SETTINGS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
    "PRAGMA secure_delete=ON",
    "PRAGMA synchronous=FULL",
)

_SELECT_ALL = (
    "SELECT seq, kind, id, about, body, is_ledgered FROM records"
    " WHERE kind = ?1 AND ?2 IS NULL AND seq > ?3 AND seq <= ?4 ORDER BY seq LIMIT ?5"
)
# The index by `about` leaves out records about nothing; SQLite uses it only where the query says so too.
_SELECT_ABOUT = (
    "SELECT seq, kind, id, about, body, is_ledgered FROM records"
    " WHERE kind = ?1 AND about = ?2 AND about <> '' AND seq > ?3 AND seq <= ?4 ORDER BY seq LIMIT ?5"
)
_DELETE_ALL = (
    "DELETE FROM records WHERE kind = ?1 AND NOT is_ledgered AND ?2 IS NULL AND ?3 = 'null' RETURNING id"
)
_DELETE_ABOUT = (
    "DELETE FROM records WHERE kind = ?1 AND NOT is_ledgered AND about = ?2 AND about <> ''"
    " AND ?3 = 'null' RETURNING id"
)
_DELETE_THESE = (
    "DELETE FROM records WHERE kind = ?1 AND NOT is_ledgered AND (?2 IS NULL OR about = ?2)"
    " AND id IN (SELECT value FROM json_each(?3)) RETURNING id"
)
_UNINDEX = (
    "DELETE FROM findable WHERE rowid IN (SELECT segment_id FROM segments JOIN indexed USING (n)"
    " WHERE rendition_id IN (SELECT value FROM json_each(?)))",
    "DELETE FROM segments WHERE n IN (SELECT n FROM indexed"
    " WHERE rendition_id IN (SELECT value FROM json_each(?)))",
    "DELETE FROM indexed WHERE rendition_id IN (SELECT value FROM json_each(?))",
)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn what SQLite says into what happened, what is safe and what to do."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise LockedError("Another program is writing to this case.") from error
    except (apsw.ReadOnlyError, apsw.PermissionsError, apsw.CantOpenError) as error:
        raise NotAllowedError(f"The case cannot be opened or written: {error}.") from error
    except (apsw.FullError, apsw.IOError) as error:
        raise TryAgainError(f"The case could not be written: {error}.") from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise IntegrityError(f"The file {FILE} is damaged: {error}.") from error


class SqliteEngine:
    """Keeps everything in one file; see `engine.Engine` for what each method promises."""

    def __init__(self, connection: apsw.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._lock = WriterLock(folder / LOCK)
        self._depth = 0

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with _sentences():
            return list(self._connection.execute(sql, values))

    def _many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with _sentences():
            self._connection.executemany(sql, rows)

    @property
    def in_transaction(self) -> bool:
        """Say whether a transaction is open."""
        return self._depth > 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Return a context that keeps all or nothing; inside another one, it undoes its own part."""
        outermost, name = self._depth == 0, f"level_{self._depth}"
        if outermost:
            self._lock.hold()
        self._rows("BEGIN IMMEDIATE" if outermost else f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
            self._rows("COMMIT" if outermost else f"RELEASE {name}")
        except BaseException:
            # A full disk makes SQLite undo the whole transaction by itself.
            if self._connection.in_transaction:
                self._rows("ROLLBACK" if outermost else f"ROLLBACK TO {name}")
                if not outermost:
                    self._rows(f"RELEASE {name}")
            raise
        finally:
            self._depth -= 1

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Return a context in which everything read belongs to one moment."""
        if self._connection.in_transaction:
            yield
            return
        self._rows("BEGIN")
        try:
            yield
        finally:
            self._rows("ROLLBACK")

    def close(self) -> None:
        """Let go of files and locks."""
        with _sentences():
            self._connection.close()
        self._lock.release()

    def faults(self) -> tuple[str, ...]:
        """Return what the engine's own check of its structures found, at most 20 lines."""
        rows = self._rows(f"PRAGMA integrity_check({MOST_FAULTS})")
        return tuple(text for (text,) in rows if text != "ok")

    # -- records

    def held(self, kind: str, ids: Sequence[str]) -> dict[str, RecordLine]:
        """Return the lines of those ids that are kept."""
        rows = self._rows(
            "SELECT kind, id, about, body, is_ledgered FROM records"
            " WHERE kind = ? AND id IN (SELECT value FROM json_each(?))",
            (kind, json.dumps(ids)),
        )
        return {row[1]: _line(row) for row in rows}

    def lines(self, kind: str, about: str | None = None) -> Iterator[RecordLine]:
        """Yield lines in the order first kept; those kept while reading are left out."""
        ((last,),) = self._rows("SELECT coalesce(max(seq), 0) FROM records")
        seq = 0
        while page := self._page(kind, about, seq, last):
            for row in page:
                yield _line(row[1:])
            seq = page[-1][0]

    def _page(self, kind: str, about: str | None, after: int, until: int) -> list[Any]:
        """Return some lines, few where they are long: whole renditions may be megabytes each."""
        sql = _SELECT_ALL if about is None else _SELECT_ABOUT
        page, n_characters = [], 0
        with _sentences():
            cursor = self._connection.execute(sql, (kind, about, after, until, PAGE_ROWS))
            for row in cursor:
                page.append(row)
                n_characters += len(row[4])
                if n_characters > PAGE_CHARACTERS:
                    cursor.close()
                    break
        return page

    def count(self, kind: str) -> int:
        """Return how many records of a kind there are."""
        ((n,),) = self._rows("SELECT count(*) FROM records WHERE kind = ?", (kind,))
        return int(n)

    def keep(self, lines: Sequence[RecordLine]) -> None:
        """Keep lines; one with the same kind and id replaces the old in its place."""
        self._many(
            "INSERT INTO records (kind, id, about, body, is_ledgered) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET"
            " about = excluded.about, body = excluded.body, is_ledgered = excluded.is_ledgered",
            lines,
        )

    def remove(self, kind: str, about: str | None, ids: Sequence[str] | None) -> tuple[str, ...]:
        """Remove records the ledger does not answer for; return their ids."""
        sql = _DELETE_THESE if ids is not None else _DELETE_ALL if about is None else _DELETE_ABOUT
        rows = self._rows(sql, (kind, about, json.dumps(ids)))
        return tuple(record_id for (record_id,) in rows)

    # -- sigla

    def name(self, siglum: str, ids: Iterable[str]) -> None:
        """Give each id that has none the next number of that siglum."""
        self._many(
            "INSERT INTO sigla (siglum, number, id) SELECT ?1,"
            " (SELECT coalesce(max(number), 0) + 1 FROM sigla WHERE siglum = ?1), ?2"
            " WHERE NOT EXISTS (SELECT 1 FROM sigla WHERE siglum = ?1 AND id = ?2)",
            ((siglum, record_id) for record_id in ids),
        )

    def number_of(self, record_id: str) -> tuple[str, int] | None:
        """Return (siglum kind, number) of an id."""
        rows = self._rows(
            "SELECT siglum, number FROM sigla WHERE id = ? ORDER BY siglum LIMIT 1", (record_id,)
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def named(self, siglum: str, number: int) -> str | None:
        """Return the id behind a number."""
        rows = self._rows("SELECT id FROM sigla WHERE siglum = ? AND number = ?", (siglum, number))
        return rows[0][0] if rows else None

    def names(self) -> Iterator[tuple[str, int, str]]:
        """Yield (siglum kind, number, id), by kind and number."""
        yield from self._rows("SELECT siglum, number, id FROM sigla ORDER BY siglum, number")

    # -- ledger

    def frontier(self) -> Frontier:
        """Return the right edge of the ledger's tree."""
        ((size, peaks),) = self._rows("SELECT size, peaks FROM tree")
        try:
            return Frontier.from_bytes(size, peaks)
        except ValueError as error:
            raise IntegrityError(f"The ledger's tree is damaged: {error}.") from error

    def append(self, entries: Sequence[Entry], frontier: Frontier) -> None:
        """Append entries to the ledger, with the frontier they lead to."""
        self._many(
            "INSERT INTO ledger (seq, at, kind, line, leaf) VALUES (?, ?, ?, ?, ?)",
            ((e.seq, e.at.isoformat(), e.kind, e.line, e.leaf) for e in entries),
        )
        self._rows("UPDATE tree SET size = ?, peaks = ?", (frontier.size, frontier.to_bytes()))

    def entries(self, after: int) -> Iterator[Entry]:
        """Yield entries with a number above `after`, in order."""
        sql = "SELECT seq, at, kind, line, leaf FROM ledger WHERE seq > ? ORDER BY seq LIMIT ?"
        while page := self._rows(sql, (after, PAGE_ROWS)):
            for seq, at, kind, line, leaf in page:
                yield Entry(seq, read_instant(at), kind, line, leaf)
            after = page[-1][0]

    def remember(self, checkpoint: Checkpoint, line: str) -> None:
        """Keep a checkpoint for good, and its line where a person can copy it."""
        with self.transaction():
            self._many(
                "INSERT INTO checkpoints (size, root, at) VALUES (?, ?, ?)",
                [(checkpoint.size, checkpoint.root, checkpoint.at.isoformat())],
            )
        _add_line(self._folder / CHECKPOINTS, line)

    def remembered(self) -> tuple[Checkpoint, ...]:
        """Return every checkpoint kept, oldest first."""
        rows = self._rows("SELECT size, root, at FROM checkpoints ORDER BY n")
        return tuple(Checkpoint(size, root, read_instant(at)) for size, root, at in rows)

    def noted(self) -> tuple[str, ...]:
        """Return the lines kept where a person can copy them."""
        path = self._folder / CHECKPOINTS
        return tuple(path.read_text("utf-8", "replace").splitlines()) if path.exists() else ()

    # -- runs

    def mark(self, stage: str, fingerprint: str, item_ids: Iterable[str]) -> None:
        """Keep that items are done."""
        self._many(
            "INSERT OR IGNORE INTO done (stage, fingerprint, item_id) VALUES (?, ?, ?)",
            ((stage, fingerprint, item_id) for item_id in item_ids),
        )

    def marked(self, stage: str, fingerprint: str) -> set[str]:
        """Return the items that are done."""
        sql = "SELECT item_id FROM done WHERE stage = ? AND fingerprint = ?"
        return {item_id for (item_id,) in self._rows(sql, (stage, fingerprint))}

    def unmark(self, stage: str) -> None:
        """Forget that anything of a stage is done."""
        self._rows("DELETE FROM done WHERE stage = ?", (stage,))

    # -- search

    def index(self, segments: Iterable[Segment]) -> None:
        """Add segments to the search index."""
        ((last,),) = self._rows("SELECT coalesce(max(segment_id), 0) FROM segments")
        numbered = list(enumerate(segments, last + 1))
        self._many(
            "INSERT OR IGNORE INTO indexed (rendition_id, exhibit_id) VALUES (?, ?)",
            dict.fromkeys((s.rendition_id, s.exhibit_id) for _, s in numbered),
        )
        self._many(
            "INSERT INTO segments (segment_id, n, start_at, end_at, page)"
            " SELECT ?1, n, ?3, ?4, ?5 FROM indexed WHERE rendition_id = ?2",
            ((number, s.rendition_id, s.start, s.end, s.page) for number, s in numbered),
        )
        self._many(
            "INSERT INTO findable (rowid, words, stems, keys) VALUES (?, ?, ?, ?)",
            ((number, s.words, s.stems, s.keys) for number, s in numbered),
        )

    def unindex(self, rendition_ids: Iterable[str]) -> None:
        """Remove the segments of renditions from the search index, leaving no trace of their words."""
        ids = list(rendition_ids)
        if ids:
            for sql in _UNINDEX:
                self._rows(sql, (json.dumps(ids),))

    def find(
        self, phrases: Sequence[Phrase], limit: int, skip: int = 0, *, widely: bool = False
    ) -> list[Match]:
        """Return the best segments that hold every phrase, without the first `skip` of them."""
        expression = " AND ".join(map(_expression, phrases))
        if widely:
            expression = f"({' AND '.join(map(_wide_expression, phrases))}) NOT ({expression})"
        rows = self._rows(
            "SELECT rendition_id, exhibit_id, start_at, end_at, page, -bm25(findable, 2.0, 1.0, 0.5) AS score"
            " FROM findable JOIN segments ON segment_id = findable.rowid JOIN indexed USING (n)"
            " WHERE findable MATCH ?"
            " ORDER BY score DESC, rendition_id, start_at LIMIT ? OFFSET ?",
            (expression, limit, skip),
        )
        return [Match(*row) for row in rows]


def _line(row: Any) -> RecordLine:
    kind, record_id, about, body, is_ledgered = row
    return RecordLine(kind, record_id, about, body, bool(is_ledgered))


def _expression(phrase: Phrase) -> str:
    """Return a phrase in the index's own language; folded words hold no quotation marks."""
    tail = " *" if phrase.is_open else ""
    exact = f'words : "{phrase.words}"{tail}'
    return f'({exact} OR stems : "{phrase.stems}"{tail})' if phrase.stems else f"({exact})"


def _wide_expression(phrase: Phrase) -> str:
    """Return a phrase by its words or by any of its sounds."""
    sounds = "".join(f' OR keys : "{keys}"' for keys in phrase.keys)
    return f"({_expression(phrase)}{sounds})"


def _add_line(path: Path, line: str) -> None:
    """Add a line to a small file so that a crash leaves the old file or the new one."""
    before = path.read_bytes() if path.exists() else b""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as stream:
        stream.write(before + (b"\n" if before and not before.endswith(b"\n") else b""))
        stream.write(f"{line}\n".encode())
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _connect(path: Path) -> apsw.Connection:
    """Open the file; from a place that cannot be written, as one that nobody changes."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        return connection
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise NotAllowedError(
            "The case was not closed properly and lies where nothing can be written, so its last "
            "entries cannot be read there.",
            remedy="Copy the whole case folder to a place you can write to and open the copy.",
        )
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return apsw.Connection(f"{path.absolute().as_uri()}?immutable=1", flags=flags)


@lru_cache(maxsize=1)
def _text_of(body: str) -> str:
    rendition: Rendition = codec.from_line(body)
    return rendition.text


def _keys_at(*values: Any) -> str:
    """Return the keys of a stretch (body, start, end) that was indexed before there were keys."""
    body, start, end = values
    return keys_in(_text_of(body)[start:end])


def _migrate(engine: SqliteEngine, *, create: bool) -> None:
    """Bring the file to this version's shape, one numbered step at a time."""
    ((version,),) = engine._rows("PRAGMA user_version")
    ((application,),) = engine._rows("PRAGMA application_id")
    ((n_tables,),) = engine._rows("SELECT count(*) FROM sqlite_schema")
    if n_tables and application != APPLICATION_ID:
        raise IntegrityError(f"The file {FILE} is a database of another program.")
    if version > len(MIGRATIONS):
        raise IntegrityError(
            f"The case was written by a newer Twosource (schema {version}, known here: {len(MIGRATIONS)}).",
            safe="Nothing in the case was changed.",
            remedy="Install the newer version and open the case again.",
        )
    if version == 0 and not create:
        raise NoCaseError("A case was begun here and never finished; it holds nothing.")
    if version == len(MIGRATIONS):
        return
    engine._connection.create_scalar_function("keys_at", _keys_at, 3, deterministic=True)
    with engine.transaction():
        for number, steps in enumerate(MIGRATIONS[version:], version + 1):
            for sql in steps:
                engine._rows(sql)
            engine._rows(f"PRAGMA user_version={number}")


def open_store(folder: Path, *, clock: Clock = utc_now, create: bool = False) -> Store:
    """Open the store of a case folder, or make it with `create`.

    Any number of processes may read; the first write takes the writer's lock until `close`.
    Raises NoCaseError where there is none, LockedError where another process writes,
    NotAllowedError, and IntegrityError for a damaged, foreign or newer file.
    """
    path = folder / FILE
    if not path.is_file():
        if not create:
            raise NoCaseError(f"There is no {FILE} in {folder.name or folder}.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError as error:
            raise NotAllowedError(f"The case cannot be made here: {error.strerror}.") from error
    with _sentences():
        connection = _connect(path)
        engine = SqliteEngine(connection, folder)
        try:
            for setting in _SETTINGS:
                connection.execute(setting)
            if not connection.readonly("main"):
                connection.execute("PRAGMA journal_mode=WAL")
            _migrate(engine, create=create)
        except BaseException:
            engine.close()
            raise
    return Store(engine, clock)

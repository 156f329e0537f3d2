"""The shape of `ledger.sqlite`, as numbered steps; SQL for `sqlite.py` only.

A step that was released is never changed: a later one is added. The place of a step in the list
is its number in `user_version`.
"""

APPLICATION_ID = 0x54776F53  # "TwoS", so that `file` and we can tell a case from other databases


def _append_only(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT raise(ABORT, '{table}: entries are appended, never changed or removed'); END"
        for verb in ("UPDATE", "DELETE")
    )


_FIRST: tuple[str, ...] = (
    f"PRAGMA application_id={APPLICATION_ID}",
    # `seq` is the order in which records were first put; replacing a record keeps it.
    "CREATE TABLE records (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,"
    " about TEXT NOT NULL, body TEXT NOT NULL, is_ledgered INTEGER NOT NULL, UNIQUE (kind, id)) STRICT",
    "CREATE INDEX records_by_kind ON records (kind)",
    "CREATE INDEX records_by_about ON records (kind, about) WHERE about <> ''",
    "CREATE TABLE sigla (siglum TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,"
    " PRIMARY KEY (siglum, number)) STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX sigla_by_id ON sigla (id, siglum)",
    *_append_only("sigla"),
    "CREATE TABLE ledger (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL,"
    " line TEXT NOT NULL, leaf TEXT NOT NULL) STRICT",
    *_append_only("ledger"),
    "CREATE TRIGGER ledger_in_order BEFORE INSERT ON ledger"
    " WHEN new.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ledger)"
    " BEGIN SELECT raise(ABORT, 'ledger: entries are numbered without a gap'); END",
    "CREATE TABLE tree (size INTEGER NOT NULL, peaks BLOB NOT NULL) STRICT",
    "INSERT INTO tree (size, peaks) VALUES (0, x'')",
    "CREATE TABLE checkpoints (n INTEGER PRIMARY KEY, size INTEGER NOT NULL, root TEXT NOT NULL,"
    " at TEXT NOT NULL) STRICT",
    *_append_only("checkpoints"),
    "CREATE TABLE done (stage TEXT NOT NULL, fingerprint TEXT NOT NULL, item_id TEXT NOT NULL,"
    " PRIMARY KEY (stage, fingerprint, item_id)) STRICT, WITHOUT ROWID",
    # Whatever was cut into segments; long ids stand here once and not beside every segment.
    "CREATE TABLE indexed (n INTEGER PRIMARY KEY, rendition_id TEXT NOT NULL UNIQUE,"
    " exhibit_id TEXT NOT NULL) STRICT",
    "CREATE TABLE segments (segment_id INTEGER PRIMARY KEY, n INTEGER NOT NULL REFERENCES indexed (n),"
    " start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, page INTEGER NOT NULL) STRICT",
    "CREATE INDEX segments_by_n ON segments (n)",
    # Words arrive folded and separated by spaces; the `ascii` tokenizer adds no opinion of its own.
    "CREATE VIRTUAL TABLE findable USING fts5 (words, stems, tokenize = 'ascii')",
    "INSERT INTO findable (findable, rank) VALUES ('secure-delete', 1)",
)

# How names sound joins the index; `keys_at` is given to SQL by `sqlite.py` for this step.
_SOUNDS: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE findable_anew USING fts5 (words, stems, keys, tokenize = 'ascii')",
    "INSERT INTO findable_anew (findable_anew, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO findable_anew (rowid, words, stems, keys)"
    " SELECT segment_id, words, stems, keys_at(body, start_at, end_at) FROM segments"
    " JOIN findable ON findable.rowid = segment_id JOIN indexed USING (n)"
    " JOIN records ON records.kind = 'rendition' AND records.id = rendition_id",
    "DROP TABLE findable",
    "ALTER TABLE findable_anew RENAME TO findable",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _SOUNDS)

"""Keeps evidence: records in one file per case, the ledger behind them, the originals, and their checks.

`open_store` gives a case on disk, `MemoryStore` the same contract in memory; `verify` says what
is not as recorded.
"""

from twosource.store.memory import MemoryStore
from twosource.store.originals import FolderOriginals, MemoryOriginals
from twosource.store.records import Hit, Store
from twosource.store.sqlite import open_store
from twosource.store.verifying import verify

__all__ = ["FolderOriginals", "Hit", "MemoryOriginals", "MemoryStore", "Store", "open_store", "verify"]

"""Proving a case whole: the store's own checks, and what lies beside it in the folder.

The published page and `case.toml` are files anybody can edit. The ledger remembers the digest of
each as it was published or taken in, so an edit shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from twosource.desk.publishing import DOSSIER, PUBLISHED
from twosource.desk.workplace import Workplace
from twosource.errors import UsageError
from twosource.ids import digest_of
from twosource.store import verify
from twosource.store.engine import Checkpoint
from twosource.store.ledger import parse_checkpoint
from twosource.store.verifying import Problem, ProblemKind, Progress

DECLARED = "declared"


def read_checkpoints(kept: str) -> tuple[Checkpoint, ...]:
    """Read a checkpoint line somebody kept, or a file of them. Raises UsageError where it is none."""
    path = Path(kept)
    lines = path.read_text("utf-8").splitlines() if path.is_file() else [kept]
    found = [parse_checkpoint(line) for line in lines if line.strip()]
    if not found or None in found:
        raise UsageError(
            f"{kept!r} is no checkpoint.",
            remedy="Give the whole line `twosource checkpoint` printed, or a file that holds such lines.",
        )
    return tuple(checkpoint for checkpoint in found if checkpoint)


def prove(
    work: Workplace, *, progress: Progress | None = None, against: Sequence[Checkpoint] = ()
) -> tuple[Problem, ...]:
    """Return everything that is not as recorded, in the store and beside it."""
    problems = verify(work.store, work.originals, progress=progress, against=against)
    last: dict[str, Mapping[str, Any]] = {}
    for entry in work.store.ledger.entries():
        if entry.kind in {DECLARED, PUBLISHED}:
            last[entry.kind] = entry.body
    return (*problems, *_page(work, last), *_declarations(work, last))


def _page(work: Workplace, last: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    if PUBLISHED not in last:
        return
    path = work.folder.dossier / DOSSIER
    if not path.is_file() or digest_of(path.read_bytes()) != last[PUBLISHED]["sha256"]:
        state = "is not the page that was published" if path.is_file() else "is gone"
        yield Problem(
            ProblemKind.PAGE_CHANGED,
            DOSSIER,
            f"dossier/{DOSSIER} {state}. The case itself is untouched. Publish it again; warn its readers.",
        )


def _declarations(work: Workplace, last: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    path = work.folder.declarations
    if DECLARED in last and path.is_file() and digest_of(path.read_bytes()) != last[DECLARED]["sha256"]:
        yield Problem(
            ProblemKind.DECLARATIONS_CHANGED,
            path.name,
            "case.toml was edited since it was last taken in. What was declared before still holds. "
            "Run `twosource examine` or `twosource weigh` to take it in.",
        )


def note_declarations(work: Workplace) -> None:
    """Write the digest of `case.toml` into the ledger where it is not the one taken in last."""
    path = work.folder.declarations
    if not path.is_file():
        return
    digest = digest_of(path.read_bytes())
    if digest not in work.store.done_items(DECLARED, ""):
        with work.store.transaction():
            work.store.forget(DECLARED)
            work.store.mark_done(DECLARED, "", [digest])
            work.store.ledger.append(DECLARED, {"sha256": digest})

"""Reads posts and checked claims (CheckThat! 2020, task 2): claims, queries, which claim each is about."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.runner import DataMissingError
from twosource.matching import KnownClaim

LAYOUT = Path("claim_matching") / "v3.0"
CLAIMS, QUERIES, TRUTH = "verified_claims.docs.tsv", "tweets.queries.tsv", "tweet-vclaim-pairs.qrels"
LONGEST_FIELD = 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the queries by id, and the ids of the claims each is about."""

    queries: Mapping[str, str]
    truth: Mapping[str, frozenset[str]]


def claims(data: Path) -> list[KnownClaim]:
    """Return the checked claims in the order of their list. Raises DataMissingError."""
    return [
        KnownClaim(known_id=row[0], text=row[1], title=row[2])
        for row in _rows(data / LAYOUT / CLAIMS)
        if len(row) == 3
    ]


def part(data: Path, name: str) -> Part:
    """Return the queries of a part that have an answer. Raises DataMissingError."""
    folder = data / LAYOUT / name
    truth: dict[str, set[str]] = {}
    for line in _text(folder / TRUTH).splitlines():
        fields = line.split()
        if len(fields) == 4 and fields[3] == "1":
            truth.setdefault(fields[0], set()).add(fields[2])
    queries = {row[0]: row[1] for row in _rows(folder / QUERIES) if len(row) == 2 and row[0] in truth}
    return Part(queries, {query: frozenset(truth[query]) for query in queries})


def parts(data: Path) -> list[str]:
    """Return the names of the parts there are besides the one that is learnt from."""
    root = data / LAYOUT
    return sorted(path.name for path in root.glob("*") if path.name != "train" and (path / TRUTH).is_file())


def _rows(path: Path) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(_text(path).splitlines(keepends=True), delimiter="\t")
    next(rows, None)
    yield from rows


def _text(path: Path) -> str:
    if not path.is_file():
        raise DataMissingError(f"{path} is not there.")
    with path.open(encoding="utf-8", newline="") as held:
        return held.read()

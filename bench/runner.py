"""Runs benchmarks and shows what they found: one table, or JSON lines, and what moved since the last freeze.

A benchmark reads nothing but the folder it is given, so the same runner works on a held-out half
in the same layout. Where the data is missing it says so, which is not a failure: the data is
other people's text and no part of the project.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from twosource.errors import TwosourceError

COLUMNS = ("benchmark", "metric", "group", "ours", "peer", "peer_name", "reference", "target", "n")


class DataMissingError(TwosourceError):
    """The folder lacks what a benchmark reads."""

    safe = "Nothing was measured."
    remedy = "Name the folder with --data; docs say what each benchmark reads."


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One figure: what was measured, on which group, ours beside a peer of the same run.

    `reference` is a figure published elsewhere, as text with its source; `target` says in words
    or signs what good is; `n` is the number of cases behind `ours`.
    """

    benchmark: str
    metric: str
    group: str
    ours: float | None
    n: int
    peer: float | None = None
    peer_name: str = ""
    reference: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What was found for one case: an id and plain values, never the text of the case."""

    case_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one benchmark found."""

    results: tuple[Result, ...]
    cases: tuple[Case, ...] = ()


Benchmark: TypeAlias = Callable[[Path], Report]


def as_table(results: Sequence[Result]) -> str:
    """Return the results as one table of plain text, columns as wide as they need."""
    rows = [COLUMNS, *(tuple(_cell(getattr(r, column)) for column in COLUMNS) for r in results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def as_json_lines(results: Iterable[Result]) -> str:
    """Return the results as JSON, one object a line, keys as in `COLUMNS`."""
    return "\n".join(
        json.dumps({column: asdict(result)[column] for column in COLUMNS}, ensure_ascii=False)
        for result in results
    )


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)


def freeze(folder: Path, benchmark: str, cases: Sequence[Case]) -> Path:
    """Write what was found per case, sorted by id, so that a later change shows as a difference."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{benchmark}.jsonl"
    lines = [_line(case) for case in sorted(cases, key=lambda c: c.case_id)]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def moved(folder: Path, benchmark: str, cases: Sequence[Case]) -> list[str]:
    """Return a sentence per case that differs from what was frozen; one never frozen has not moved."""
    path = folder / f"{benchmark}.jsonl"
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    frozen = {row["case_id"]: row for row in rows}
    sentences = []
    for case in sorted(cases, key=lambda c: c.case_id):
        now, before = json.loads(_line(case)), frozen.get(case.case_id)
        if before is None or before == now:
            continue
        changed = sorted(k for k in now | before if now.get(k) != before.get(k))
        told = "; ".join(f"{k} was {before.get(k)!r}, is {now.get(k)!r}" for k in changed)
        sentences.append(f"{case.case_id}: {told}")
    return sentences


def _line(case: Case) -> str:
    return json.dumps({"case_id": case.case_id, **case.values}, ensure_ascii=False, sort_keys=True)

"""Tables and JSON: one page for each row or object, written as `column: value` lines."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, BinaryIO, ClassVar

from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.encodings import Decoded, decode
from twosource.reading.readers.findings import Findings
from twosource.reading.readers.office_parts import instruction
from twosource.reading.readers.signal import is_signal, signal_reading
from twosource.reading.readers.telegram import is_telegram, telegram_reading

DELIMITERS = ",;\t|"
FORMULA_STARTS = frozenset("=+-@\t")
SNIFF_LINES = 50
MAX_SHOWN_ROWS = 8
JSON_FAULTS = (ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads delimited text whose first row names the columns."""

    name: ClassVar[str] = "table"
    media_types: ClassVar[frozenset[str]] = frozenset({"text/csv", "text/tab-separated-values"})
    version: str = "2"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return one page per row. Raises RefusedError where nothing is a table."""
        deadline = deadline_for(limits)
        decoded = decode(untrusted_source.read(limits.max_bytes))
        delimiter = delimiter_of(decoded.text)
        rows = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter)
        pages: list[str] = []
        failures = list(decoded.failures)
        columns: list[str] = []
        found = Findings()
        try:
            columns = next(rows, [])
            _look(columns, found)
            for row in rows:
                if deadline.is_over():
                    break
                if any(row):
                    _look(row, found)
                    pages.append(row_to_text(columns, row))
        except csv.Error as error:
            where = f"row {len(pages) + 2}"
            failures.append(failure("damaged_part", part=f"What follows {where}", reason=error))
        if not pages and any(columns):
            pages.append("\n".join(columns))
        said = _shape(decoded, len(columns), delimiter)
        failures.extend(deadline.failures(len(pages)))
        failures.extend(_cut(pages, limits))
        return Reading(
            untrusted_pages=tuple(pages),
            untrusted_metadata=(*said, *found.pairs()),
            untrusted_page_labels=tuple(f"row {n}" for n in range(2, len(pages) + 2)),
            failures=tuple(failures),
        )


def _look(row: list[str], found: Findings) -> None:
    """Note cells that a spreadsheet program would take for formulas that fetch or start something."""
    for cell in row:
        if cell[:1] in FORMULA_STARTS or cell.lstrip()[:1] in FORMULA_STARTS:
            instruction(cell, found)


@dataclass(frozen=True, slots=True)
class JsonReader:
    """Reads JSON: a list gives one page for each of its members, anything else one page."""

    name: ClassVar[str] = "json"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/json", "application/x-ndjson"})
    version: str = "2"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return one page per object; JSON lines are tried where it is not one value.

        Raises RefusedError where no line of it is JSON.
        """
        deadline = deadline_for(limits)
        decoded = decode(untrusted_source.read(limits.max_bytes))
        failures = list(decoded.failures)
        try:
            value = json.loads(decoded.text)
            values = value if isinstance(value, list) else [value]
        except JSON_FAULTS as error:
            values, bad = _values_of_lines(decoded.text, deadline)
            if not values and not deadline.over:
                raise refusal("damaged", label="JSON", reason=str(error)[:200]) from error
            if bad:
                shown = ", ".join(str(line) for line in bad[:MAX_SHOWN_ROWS])
                failures.append(failure("rows", n=len(bad), rows=shown))
        if (conversation := _conversation(values, limits, deadline)) is not None:
            return replace(conversation, failures=(*failures, *conversation.failures))
        pages = list(_pages(values, deadline))
        failures.extend(deadline.failures(len(pages)))
        failures.extend(_cut(pages, limits))
        return Reading(
            untrusted_pages=tuple(pages),
            untrusted_metadata=(("encoding", decoded.encoding),),
            untrusted_page_labels=tuple(f"object {n}" for n in range(1, len(pages) + 1)),
            failures=tuple(failures),
        )


def _conversation(values: list[Any], limits: Limits, deadline: Deadline) -> Reading | None:
    """Return the reading of a messenger's export, or None for other JSON."""
    if len(values) == 1 and is_telegram(values[0]):
        return telegram_reading(values[0], limits, deadline)
    only = values[0] if len(values) == 1 and isinstance(values[0], dict) else {}
    held = only.get("messages", values)
    if isinstance(held, list) and is_signal(held):
        return signal_reading(held, limits, deadline)
    return None


def delimiter_of(text: str) -> str:
    """Return the delimiter by which the first lines have one and the same number of columns, most of all.

    Sniffing with regular expressions, as the standard library does, can be made to run for hours.
    """
    lines = "\n".join(text[:65_536].splitlines()[:SNIFF_LINES])
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(lines), delimiter=delimiter) if row]
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        score = widths.count(widths[0]) / len(widths) + min(widths[0], 50) / 1000
        if score > most:
            best, most = delimiter, score
    return best


def row_to_text(columns: list[str], row: list[str]) -> str:
    """Return one row as lines `column: value`, without empty cells; cells beyond the header are numbered."""
    names = [*columns, *(f"column {n}" for n in range(len(columns) + 1, len(row) + 1))]
    return "\n".join(
        f"{name.strip()}: {cell}" for name, cell in zip(names, row, strict=False) if cell.strip()
    )


def flattened(value: Any, name: str = "") -> Iterator[str]:
    """Yield `name: value` lines of a JSON value, with dots between the names of nested ones."""
    stack: list[tuple[str, Any]] = [(name, value)]
    while stack:
        at, one = stack.pop()
        if isinstance(one, dict):
            stack.extend((f"{at}.{key}" if at else str(key), one[key]) for key in reversed(one))
        elif isinstance(one, list):
            stack.extend((f"{at}.{n}" if at else str(n), one[n - 1]) for n in range(len(one), 0, -1))
        elif one is not None and one != "":
            shown = one if isinstance(one, str) else json.dumps(one)
            yield f"{at}: {shown}" if at else shown


def _pages(values: list[Any], deadline: Deadline) -> Iterator[str]:
    """Yield one page per value, the one at which the time runs out included as far as it was read."""
    for value in values:
        if deadline.is_over():
            return
        yield "\n".join(takewhile(lambda _: not deadline.is_over(), flattened(value)))


def _values_of_lines(text: str, deadline: Deadline) -> tuple[list[Any], list[int]]:
    values: list[Any] = []
    bad: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if deadline.is_over():
            break
        if not line.strip():
            continue
        try:
            values.append(json.loads(line))
        except JSON_FAULTS:
            bad.append(number)
    return values, bad


def _shape(decoded: Decoded, n_columns: int, delimiter: str) -> tuple[tuple[str, str], ...]:
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    return (("encoding", decoded.encoding), ("columns", str(n_columns)), ("delimiter", shown))


def _cut(pages: list[str], limits: Limits) -> Iterator[Failure]:
    """Cut the pages to the limit in place, and say so."""
    if len(pages) > limits.max_pages:
        yield failure("page_limit", limit=limits.max_pages, n=len(pages))
        del pages[limits.max_pages :]

"""Fusing a table somebody brings: who says what of which item, read from a file, and nothing of it is kept.

This is no tracing. Nobody looked at who has it from whom: sources are taken as separate, but for copiers that
give themselves away by shared mistakes, and for rows that repeat the row before where rows stand in order.
"""

import codecs
import csv
import heapq
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from twosource.errors import NotAllowedError, UsageError
from twosource.terms import likelihood, likelihood_word
from twosource.weighing.fusion.values import FusedValues, Kind, ToldRows, fuse_values, hierarchy_of
from twosource.weighing.fusion.values.fused_values import FusedItem

COLUMNS = ("source", "item", "value")
TREE_COLUMNS = ("id", "name", "parent")
SEPARATORS = ",;\t|"
MOST_BYTES = 2 * 1024**3
LONGEST_FIELD = 1_000_000
UNREAD = "Nothing was fused, and nothing was kept."
LIMIT = (
    "This is not tracing: nobody looked at who has it from whom. Sources are taken as separate "
    "unless the table "
    "itself shows otherwise; sources that share one origin make these figures too sure."
)
_FORMULA = "=+-@＝＋－＠"
"""What a spreadsheet takes for the start of a formula; the wide forms too, where it is set to Chinese or
Japanese.
"""
_PLAIN_NUMBER = re.compile(r"-?\d+(?:[.,٫٬]\d+)*(?:[eE][-+]?\d+)?")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FusingAnswer:
    """What fusing one table found.

    `n_doubtful` items have a leading value below "likely" whichever way voices are counted, `n_shaky` more
    where all who say the same count as one voice; of `n_alone` items one source alone speaks.
    """

    file: str
    n_rows: int
    fused: FusedValues
    n_doubtful: int
    n_shaky: int
    n_alone: int
    notes: tuple[str, ...]
    limit: str = LIMIT

    @property
    def headline(self) -> str:
        """The result in a few words, by the low end of each range: how many items, how many are doubtful."""
        items, sources = len(self.fused.items), len(self.fused.sources)
        first = f"{_many(items, 'item')}, {_many(sources, 'source')}."
        if not items:
            return f"{first} Nothing could be fused."
        if self.n_alone == items:
            return f"{first} One source alone speaks of each item, and nothing here checks it."
        said = []
        if self.n_doubtful:
            said.append(f"For {_many(self.n_doubtful, 'item')} the leading value is below likely.")
        if self.n_shaky:
            more = " more" if self.n_doubtful else ""
            said.append(
                f"For {_many(self.n_shaky, 'item')}{more} it is below likely once all who say the same count "
                "as one voice."
            )
        if not said:
            said.append("For every item the leading value is likely or more, at both ends of its range.")
        if self.n_alone:
            said.append(f"Of {_many(self.n_alone, 'item')} one source alone speaks.")
        return " ".join((first, *said))

    def in_full(self) -> "FusingAnswer":
        """Return the same with every item written out, for a document."""
        return replace(self, fused=replace(self.fused, items=tuple(self.fused.items)))

    def most_doubtful(self, n: int) -> tuple[FusedItem, ...]:
        """Return the n items whose leading value has the lowest low end, ties by its figure and by name."""
        return tuple(heapq.nsmallest(n, self.fused.items, key=lambda one: (one.low, one.leading.p, one.item)))


def fuse_file(
    path: Path, *, kind: Kind | None = None, hierarchy: Path | None = None, in_order: bool = False
) -> FusingAnswer:
    """Return what is likely true of each item of a table in a file.

    The first line names the columns `source`, `item` and `value`, in any order and beside others. Comma,
    semicolon, tab or bar part them; UTF-8 or, with its mark, UTF-16 and UTF-32. Raises UsageError with
    what is wrong and in which line, NotAllowedError where a file may not be read.
    """
    columns, notes = _columns(path, COLUMNS)
    source, item, value = columns
    tree = None
    if hierarchy is not None:
        (ids, names, parents), more = _columns(hierarchy, TREE_COLUMNS)
        tree = hierarchy_of(zip(ids, names, parents, strict=True))
        notes += more
    if kind is Kind.PLACES and tree is None:
        raise UsageError(
            "Places nest only by a hierarchy, and none was given.",
            safe=UNREAD,
            remedy="Give one with --hierarchy FILE.csv (columns id, name, parent), or use --kind label.",
        )
    named = [n for n, (a, b) in enumerate(zip(source, item, strict=True)) if a.strip() and b.strip()]
    if n_out := len(source) - len(named):
        notes.append(f"{_many(n_out, 'row')} without a source or an item: left out.")
        source, item, value = ([column[n] for n in named] for column in columns)
    fused = fuse_values(ToldRows(source, item, value, in_order), kind=kind, hierarchy=tree)
    doubtful, shaky, alone = _counted(fused.items)
    return FusingAnswer(
        file=path.name,
        n_rows=len(columns[0]),
        fused=fused,
        n_doubtful=doubtful,
        n_shaky=shaky,
        n_alone=alone,
        notes=(*notes, *fused.notes),
    )


def _counted(items: Iterable[FusedItem]) -> tuple[int, int, int]:
    """Return how many items are doubtful, how many more at their low end, how many one source speaks of."""
    floor = likelihood("likely").low or 0.55
    doubtful = shaky = alone = 0
    for one in items:
        doubtful += one.leading.p < floor
        shaky += one.low < floor <= one.leading.p
        alone += sum(found.n_said for found in one.candidates) == 1
    return doubtful, shaky, alone


def _many(n: int, what: str) -> str:
    return f"{n:,} {what}{'s' * (n != 1)}"


def as_rows(fused: FusedValues) -> Iterator[tuple[str, ...]]:
    """Return the table of probabilities, head first: one row per item and value, likeliest first.

    Only the leading value has a range, and so only it has a word: that of the low end.
    """
    head = ("item", "value", "p", "p_low", "p_high", "word", "n_said", "n_shorter", "p_none_of_them")
    measures = len(fused.items) > 0 and fused.items[0].estimate is not None
    yield (*head, *(("estimate", "estimate_low", "estimate_high") if measures else ()))
    for one in fused.items:
        for n, found in enumerate(one.candidates):
            low, high = (f"{one.low:.6f}", f"{one.high:.6f}") if n == 0 else ("", "")
            word = likelihood_word(min(1.0, max(0.0, one.low))) if n == 0 else ""
            yield (
                _inert(one.item),
                _inert(found.value),
                f"{found.p:.6f}",
                low,
                high,
                word,
                str(found.n_said),
                str(found.n_shorter),
                f"{one.p_unsaid:.6f}",
                *(tuple(f"{x:.9g}" if n == 0 else "" for x in one.estimate) if one.estimate else ()),
            )


def write_rows(path: Path, fused: FusedValues) -> None:
    """Write the table of probabilities as CSV in UTF-8. Raises NotAllowedError; an existing file is not
    replaced.

    Every cell is quoted: where a spreadsheet parts cells by semicolons, "a;=b" would else begin a formula.
    """
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(as_rows(fused))
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        raise NotAllowedError(
            f"{path} could not be written: {error.strerror}.", safe="Nothing was kept."
        ) from error


def check_free(path: Path) -> None:
    """Raise NotAllowedError where a table could not be written: before the work, not after it."""
    if path.exists():
        raise _taken(path)
    if not path.parent.is_dir():
        raise NotAllowedError(
            f"There is no folder {path.parent} to write {path.name} to.",
            safe=UNREAD,
            remedy="Make the folder, or name another file with --out.",
        )


def _taken(path: Path) -> NotAllowedError:
    return NotAllowedError(
        f"{path} exists already.", safe="It was not touched.", remedy="Name another file with --out."
    )


def _inert(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula; a negative number stays one."""
    bare = next((n for n, c in enumerate(text) if not c.isspace() and unicodedata.category(c)[0] != "C"), 0)
    risky = text[:1] in {"\t", "\r", "\n"} or text[bare : bare + 1] in set(_FORMULA)
    return f"'{text}" if risky and not _PLAIN_NUMBER.fullmatch(text) else text


def _columns(path: Path, wanted: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """Return the wanted columns of a table as texts, and what there is to say of its rows."""
    text = _text(path)
    head = text.lstrip("\r\n").split("\n", 1)[0]
    if not head.strip():
        raise _bad(path, "is empty: it has no first line.", wanted)
    separator = max(SEPARATORS, key=head.count)
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip().casefold() for name in next((row for row in rows if any(row)), [])]
        places = [_place(names, name) for name in wanted]
        if missing := [name for name, place in zip(wanted, places, strict=True) if place < 0]:
            seen = ", ".join(name for name in names if name)[:120] or "none"
            raise _bad(path, f"has no column {' and no column '.join(missing)}; its columns: {seen}.", wanted)
        found: list[list[str]] = [[] for _ in wanted]
        short, long, first = 0, 0, 0
        before = rows.line_num
        for row in rows:
            if rows.line_num > before + 1:
                long, first = long + 1, first or before + 1
            before = rows.line_num
            if not any(cell.strip() for cell in row):
                continue
            if len(row) <= max(places):
                short += 1
                continue
            for column, place in zip(found, places, strict=True):
                column.append(row[place])
    except csv.Error as error:
        raise _bad(path, f"is no table that can be read: line {rows.line_num}, {error}.", wanted) from error
    if not found[0]:
        raise _bad(path, "holds no row below its first line.", wanted)
    notes = [f"{path.name}: {_many(short, 'row')} with too few columns: left out."] if short else []
    if long:
        notes.append(
            f"{path.name}: {_many(long, 'row')} over several lines, the first from line {first:,}: if a "
            "quotation mark there was never closed, the rows after it are lost in it."
        )
    twice = [name for name, place in zip(wanted, places, strict=True) if names.count(names[place]) > 1]
    notes += [f"{path.name}: several columns are called {name}; the first counts." for name in twice]
    return found, notes


def _place(names: Sequence[str], wanted: str) -> int:
    """Return where a column stands, or -1; `parent` may be called `parentID`, `id` may stand with
    capitals.
    """
    either = {wanted, f"{wanted}id", f"{wanted}_id"} if wanted == "parent" else {wanted}
    return next((n for n, name in enumerate(names) if name in either), -1)


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise UsageError(f"There is no file {path}.", safe=UNREAD, remedy="Check the name and ask again.")
        if path.stat().st_size > MOST_BYTES:
            raise _bad(path, "is larger than 2 GiB.", COLUMNS)
        content = path.read_bytes()
    except PermissionError as error:
        raise NotAllowedError(f"{path} may not be read.", safe=UNREAD) from error
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        called = "UTF-8" if encoding == "utf-8" else encoding.upper()
        raise _bad(path, f"is not {called} text: byte {error.start:,} is none.", COLUMNS) from error


def _bad(path: Path, what: str, wanted: Sequence[str]) -> UsageError:
    return UsageError(
        f"{path.name} {what}",
        safe=UNREAD,
        remedy=f"Save it as CSV in UTF-8 with a first line such as {','.join(wanted)} and ask again.",
    )

"""Wire: does a page carry an agency's text, and whom does it thank for its story?

Data: `attribution/polnear/metadata.tsv` with the texts beside it. The column `wire` names the agency a
text was taken from (AP, UPI, AFP, Reuters); `None` says that none was noted, and `NA` that nobody looked,
so those rows are left out. The column `credit` holds the line `h/t: NAME` that one paper sets below its
articles; whoever made the corpus took it out of the text.

Two things follow, and both are said with the figures. A text noted as `None` can still be an agency's:
what is found there counts as wrong here. And of `credit` the text alone can only show what it names, so
the line is put back where it stood, below the text, for the figure that measures reading it; what the
bare text still names is given beside it. The development part holds 6 texts of agencies and no `h/t` at
all, so figures over all rows stand beside it; signs were chosen on the training part.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bench.measures import f1
from bench.runner import Case, DataMissingError, Report, Result
from bench.spelling import resolve_name
from twosource.attributing import wire_credit_of
from twosource.attributing.wires import WireCredit
from twosource.evidence.holdings import Page, Rendition
from twosource.ids import digest_of, key
from twosource.terms import Channel, RenditionKind

NAME = "wire"
PEER = "an agency's name near an end"
TARGET = ">= .95"
FOLDER = Path("attribution") / "polnear"
EDGE = 300
NOTHING, UNSEEN = "None", "NA"
_NAMED = re.compile(r"\b(?:AP|UPI|AFP|Reuters|Associated Press)\b", re.IGNORECASE)
_THANKS = re.compile(r"^h/t:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One text with what its table says of it; `wire` and `credit` are the truth and never the input."""

    name: str
    part: str
    text: str
    publisher: str
    published: str
    byline: str
    wire: str
    credit: str

    @property
    def thanked(self) -> str:
        """The name behind `h/t:`, or nothing."""
        return "" if self.credit == NOTHING else _THANKS.sub("", self.credit).strip(" .")


class Found(NamedTuple):
    """How many were found rightly, found at all, and there to be found."""

    right: int
    given: int
    true: int

    @property
    def score(self) -> float:
        """F1 of the three counts."""
        return f1(self.right, self.given, self.true)


def read_rows(data: Path) -> list[Row]:
    """Return the rows whose text is there, in the order of the table. Raises DataMissingError."""
    folder = data / FOLDER
    table = folder / "metadata.tsv"
    if not table.is_file():
        raise DataMissingError(f"there is no table {table}.")
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return list(_rows_in(folder, rows))


def _rows_in(folder: Path, rows: Iterable[dict[str, str]]) -> Iterator[Row]:
    for row in rows:
        path = folder / row["compartment"] / "text" / f"{row['filename']}.txt"
        if path.is_file():
            yield Row(
                name=row["filename"],
                part=row["compartment"],
                text=path.read_text("utf-8"),
                publisher=row["publisher"],
                published=row["publication_date"],
                byline="" if row["author"] == NOTHING else row["author"],
                wire=row["wire"],
                credit=row["credit"],
            )


def as_rendition(row: Row, *, byline: str = "", foot: str = "") -> Rendition:
    """Return a row as reading gives it; `foot` is a line put back below the text."""
    text = f"{row.text.rstrip()}\n\n{foot}" if foot else row.text
    exhibit_id = digest_of(text.encode("utf-8", "surrogatepass"))
    known = (("publisher", row.publisher), ("published", row.published), ("byline", byline))
    return Rendition(
        rendition_id=key("rendition", exhibit_id, "bench"),
        exhibit_id=exhibit_id,
        kind=RenditionKind.TEXT,
        text=text,
        pages=(Page(number=1, start=0, end=len(text)),),
        language="en",
        maker="bench",
        maker_version="1",
        metadata=tuple((name, value) for name, value in known if value),
    )


def agency_in(credit: WireCredit | None) -> str:
    """Return the resolved name of the agency whose text it is, or nothing: thanks are no wire."""
    return resolve_name(credit.source.name) if credit and credit.channel is Channel.WIRE else ""


def wire_counts(rows: Sequence[Row], *, with_byline: bool) -> Found:
    """Count the texts whose agency is found, by name; a wrong agency is a miss and a wrong find."""
    pairs = [
        (resolve_name(row.wire) if row.wire != NOTHING else "", agency)
        for row in rows
        for agency in [agency_in(wire_credit_of(as_rendition(row, byline=row.byline if with_byline else "")))]
    ]
    return _counts(pairs)


def _counts(pairs: Sequence[tuple[str, str]]) -> Found:
    return Found(
        sum(bool(true) and true == given for true, given in pairs),
        sum(bool(given) for _, given in pairs),
        sum(bool(true) for true, _ in pairs),
    )


def named_near_an_end(rows: Sequence[Row]) -> Found:
    """Return the counts of a rule anybody would write: an agency's name in the first or last 300 letters."""
    pairs = []
    for row in rows:
        hit = _NAMED.search(row.text[:EDGE]) or _NAMED.search(row.text[-EDGE:])
        true = resolve_name(row.wire) if row.wire != NOTHING else ""
        pairs.append((true, resolve_name(hit[0]) if hit else ""))
    return _counts(pairs)


def thanks_counts(rows: Sequence[Row]) -> Found:
    """Count the pages whose thanked body is found once its line stands below the text again."""
    pairs = []
    for row in rows:
        foot = row.credit if row.thanked else ""
        credit = wire_credit_of(as_rendition(row, foot=foot))
        given = credit.source.name if credit and credit.channel is Channel.PUBLICATION else ""
        pairs.append((resolve_name(row.thanked) if row.thanked else "", resolve_name(given) if given else ""))
    return _counts(pairs)


def named_in_text(rows: Sequence[Row]) -> float:
    """Return the share of thanked bodies that the text names without the line: the most it could show."""
    thanked = [row for row in rows if row.thanked]
    return sum(row.thanked.casefold() in row.text.casefold() for row in thanked) / max(len(thanked), 1)


def cases_of(rows: Sequence[Row]) -> Iterator[Case]:
    """Yield per text the agency found, by name only."""
    for row in rows:
        given = agency_in(wire_credit_of(as_rendition(row, byline=row.byline)))
        yield Case(case_id=row.name, values={"wire": given})


def run(data: Path) -> Report:
    """Measure both columns. Raises DataMissingError where the table is missing."""
    rows = read_rows(data)
    seen = [row for row in rows if row.wire != UNSEEN]
    results: list[Result] = []
    for group, wanted in (("dev", [r for r in seen if r.part == "dev"]), ("all", seen)):
        peer = named_near_an_end(wanted)
        for metric, with_byline in (("wire_f1 text", False), ("wire_f1 text and byline", True)):
            found = wire_counts(wanted, with_byline=with_byline)
            results += _results(metric, group, found, len(wanted), peer.score)
    papers = {row.publisher for row in rows if row.thanked}
    thanking = [row for row in rows if row.publisher in papers]
    results += _results("credit_f1 line put back", "all", thanks_counts(thanking), len(thanking), None)
    n_thanked = sum(bool(row.thanked) for row in thanking)
    share = named_in_text(thanking)
    results.append(
        Result(benchmark=NAME, metric="credit named in bare text", group="all", ours=share, n=n_thanked)
    )
    return Report(results=tuple(results), cases=tuple(cases_of(seen)))


def _results(metric: str, group: str, found: Found, n: int, peer: float | None) -> list[Result]:
    counted = f"{found.right} of {found.true} found, {found.given - found.right} wrong"
    return [
        Result(
            benchmark=NAME,
            metric=metric,
            group=group,
            ours=found.score,
            n=n,
            peer=peer,
            peer_name=PEER if peer is not None else "",
            reference=counted,
            target=TARGET,
        )
    ]

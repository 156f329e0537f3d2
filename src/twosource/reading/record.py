"""Event records: a table with the columns of UCDP GED or ACLED becomes rows with places, spans, origins.

A record is evidence with origins of its own, not ground truth: the parties each row rests on
(`source_original`) are kept, and `where_prec` from 4 on marks a region's centroid, not a place.
Columns after the UCDP Georeferenced Event Dataset codebook (Sundberg and Melander 2013) and the ACLED
codebook (Raleigh and others 2010), whose precisions are put on GED's scale.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import BinaryIO

from twosource.dates import DateSpan, Precision
from twosource.evidence.events import Place, RecordRow
from twosource.evidence.holdings import Exhibit
from twosource.ids import key

NEEDED = frozenset(
    {"id", "date_start", "date_end", "side_a", "side_b", "latitude", "longitude", "where_prec"}
)
NEEDED_ACLED = frozenset(
    {"event_id_cnty", "event_date", "actor1", "actor2", "latitude", "longitude", "geo_precision"}
)
MAX_BYTES = 64 * 1024 * 1024
_RADIUS_KM = {1: 1.0, 2: 25.0, 3: 50.0}


def read_record(exhibit: Exhibit, untrusted_source: BinaryIO) -> Iterator[RecordRow]:
    """Yield the rows of an event record; nothing where the table lacks the columns of one.

    A row that cannot be understood is left out here and stays readable as a row of the exhibit.
    """
    text = untrusted_source.read(MAX_BYTES).decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    columns = frozenset(rows.fieldnames or ())
    if columns >= NEEDED:
        shaped = _as_written
    elif columns >= NEEDED_ACLED:
        shaped = _from_acled
    else:
        return
    for number, row in enumerate(rows, 1):
        try:
            yield _row(exhibit, number, shaped({k: v or "" for k, v in row.items() if k is not None}))
        except ValueError:
            continue


def _as_written(row: Mapping[str, str]) -> Mapping[str, str]:
    return row


def _from_acled(row: Mapping[str, str]) -> Mapping[str, str]:
    """Return a row of ACLED under the names of GED. Its places come in three precisions, 3 being a region."""
    written = row["event_date"].strip()
    day = written[:10] if written[:4].isdigit() else datetime.strptime(written, "%d %B %Y").date().isoformat()
    precision = {"1": "1", "2": "2", "3": "4"}.get(row["geo_precision"].strip(), "4")
    sources = row.get("source", "")
    return {
        "id": row["event_id_cnty"],
        "date_start": day,
        "date_end": day,
        "date_prec": row.get("time_precision", ""),
        "side_a": row["actor1"],
        "side_b": row["actor2"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "where_prec": precision,
        "where_coordinates": row.get("location", ""),
        **dict.fromkeys(("low", "best", "high"), row.get("fatalities", "")),
        "source_original": sources,
    }


def _row(exhibit: Exhibit, number: int, row: Mapping[str, str]) -> RecordRow:
    start, end = date.fromisoformat(row["date_start"][:10]), date.fromisoformat(row["date_end"][:10])
    precision = _whole(row["where_prec"])
    return RecordRow(
        row_id=key("row", exhibit.exhibit_id, str(number), row["id"]),
        exhibit_id=exhibit.exhibit_id,
        row_number=number,
        span=DateSpan(start=start, end=end, precision=Precision.DAY if start == end else Precision.SPAN),
        side_a=row["side_a"],
        side_b=row["side_b"],
        place=Place(
            as_written=row.get("where_coordinates", ""),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            radius_km=_RADIUS_KM.get(precision),
        ),
        where_precision=precision,
        date_precision=_whole(row.get("date_prec", "")),
        deaths_low=_deaths(row, "low"),
        deaths_best=_deaths(row, "best"),
        deaths_high=_deaths(row, "high"),
        sources=_sources(row.get("source_original", "")),
        offices=_sources(row.get("source_office", "")),
        articles=_articles(row.get("source_article", "")),
    )


def _deaths(row: Mapping[str, str], estimate: str) -> int:
    """Return an estimate, under the name it has in GED or the clearer one of an extract."""
    return _whole(row.get(estimate) or row.get(f"deaths_{estimate}", ""))


def _whole(text: str) -> int:
    return int(float(text)) if text else 0


def _sources(text: str) -> tuple[str, ...]:
    """Return the parties a row rests on, each once: "SOHR;SOHR" is one."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(";") if name.strip()))


def _articles(text: str) -> tuple[str, ...]:
    """Return the reports a row was coded from, as the record names them: outlet, day, headline."""
    parts = re.split(r'"\s*;\s*"', text) if '";"' in text else [text]
    return tuple(dict.fromkeys(part.strip(' "') for part in parts if part.strip(' "')))

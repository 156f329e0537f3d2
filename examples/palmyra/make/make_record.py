"""Cut the record extract of the demonstration out of a UCDP GED file.

    python make_record.py PATH/TO/ged_syria.csv[.gz]

Rows kept: January to April 2016, place known to the district or better (`where_prec` 1 to 3), and
within 60 km of Palmyra. Columns kept: facts of the event and who it was taken from; no headline and
no article text, because those are other people's sentences. Writes ../cache/record/.
"""

import csv
import gzip
import math
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

PALMYRA = (34.56, 38.28)
RADIUS_KM = 60.0
WORST_PLACE = 3
FIRST_DAY, LAST_DAY = "2016-01-01", "2016-04-30"
EARTH_KM = 6371.0
COLUMNS = {
    "id": "id",
    "date_start": "date_start",
    "date_end": "date_end",
    "date_prec": "date_prec",
    "side_a": "side_a",
    "side_b": "side_b",
    "latitude": "latitude",
    "longitude": "longitude",
    "where_prec": "where_prec",
    "where_coordinates": "where_coordinates",
    "adm_1": "adm_1",
    "best": "deaths_best",
    "low": "deaths_low",
    "high": "deaths_high",
    "number_of_sources": "number_of_sources",
    "source_original": "source_original",
    "source_office": "source_office",
}
TARGET = Path(__file__).resolve().parent.parent / "cache" / "record" / "ucdp_palmyra_2016.csv"


def distance_km(latitude: float, longitude: float) -> float:
    """Return the great-circle distance from Palmyra in kilometres (haversine)."""
    here, there = math.radians(PALMYRA[0]), math.radians(latitude)
    east = math.radians(longitude - PALMYRA[1])
    half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def is_wanted(row: Mapping[str, str]) -> bool:
    """Say whether a row is about fighting near Palmyra, placed well enough to say so."""
    if not FIRST_DAY <= row["date_start"][:10] <= LAST_DAY:
        return False
    if int(row["where_prec"]) > WORST_PLACE:
        return False
    return distance_km(float(row["latitude"]), float(row["longitude"])) <= RADIUS_KM


def wanted_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of the extract, with our names for the columns."""
    packed = path.suffix == ".gz"
    with gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if is_wanted(row):
                yield {ours: row[theirs] for theirs, ours in COLUMNS.items()}


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("Name one UCDP GED file: python make_record.py PATH")
    rows = sorted(wanted_rows(Path(sys.argv[1])), key=lambda row: (row["date_start"], int(row["id"])))
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(COLUMNS.values()), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} rows written to {TARGET}")


if __name__ == "__main__":
    main()

"""Gazetteers: the hand-made list of this project, and those a case brings with it.

`gazetteer_from` reads a table of places (`.csv`: name, latitude, longitude and, if wanted, radius_km,
country, aliases parted by `|`) or the attribute table of an OCHA administrative layer (`.dbf`, COD-AB).
"""

import csv
import io
import math
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from twosource.errors import RefusedError
from twosource.evidence.events import Place, PlaceEntry
from twosource.terms import load_table

DEFAULT_RADIUS = 5.0
MAX_ROWS = 500_000
_NEEDED = ("name", "latitude", "longitude")
_ALIASES = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerRow:
    """One place of a gazetteer with its spellings.

    `entry` is None where the list says that `n_candidates` places bear the name and none is meant
    by it alone.
    """

    name: str
    country: str
    spellings: tuple[str, ...]
    entry: PlaceEntry | None
    n_candidates: int = 1


@cache
def own_rows() -> tuple[GazetteerRow, ...]:
    """Return the hand-made list of `places.toml` in its order."""
    return tuple(_own_row(row) for row in load_table("places")["places"])


def _own_row(row: Mapping[str, object]) -> GazetteerRow:
    name, country = str(row["name"]), str(row.get("country", ""))
    spellings = tuple(str(s) for s in _listed(row["spellings"]))
    n_candidates = int(str(row.get("candidates", 1)))
    entry = None
    if "latitude" in row:
        entry = PlaceEntry(
            name=name,
            country=country,
            latitude=float(str(row["latitude"])),
            longitude=float(str(row["longitude"])),
            radius_km=float(str(row["radius"])),
            source="places.toml",
        )
    return GazetteerRow(
        name=name, country=country, spellings=spellings, entry=entry, n_candidates=n_candidates
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


@cache
def gazetteer() -> tuple[Place, ...]:
    """Return the hand-made list as places in its order; a name with rivals has no point."""
    return tuple(
        Place(
            as_written=row.spellings[0],
            name=row.name,
            latitude=row.entry.latitude if row.entry else None,
            longitude=row.entry.longitude if row.entry else None,
            radius_km=row.entry.radius_km if row.entry else None,
            n_candidates=row.n_candidates,
        )
        for row in own_rows()
    )


def gazetteer_from(paths: Iterable[Path]) -> tuple[GazetteerRow, ...]:
    """Return the places of one or more tables, in order. Raises RefusedError with a sentence to act on."""
    return tuple(row for path in paths for row in _rows_of(path))


def _rows_of(path: Path) -> Iterator[GazetteerRow]:
    if not path.is_file():
        raise _refused(path, "it is not there")
    kind = path.suffix.casefold()
    if kind == ".csv":
        return _rows_of_csv(path)
    if kind == ".dbf":
        return _rows_of_dbf(path)
    raise _refused(path, "it is neither a .csv table nor the .dbf of an administrative layer")


def _refused(path: Path, what: str) -> RefusedError:
    return RefusedError(
        happened=f"The gazetteer {path.name} could not be read: {what}.",
        safe="Nothing was changed; no place was looked up in it.",
        remedy="Give a .csv with the columns name, latitude, longitude (radius_km, country, aliases parted "
        "by |), or the .dbf of an OCHA layer, and try again.",
    )


def _rows_of_csv(path: Path) -> Iterator[GazetteerRow]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(path, "it is not written in UTF-8") from error
    try:
        yield from _rows_of_table(path, csv.DictReader(io.StringIO(text)))
    except csv.Error as error:
        raise _refused(path, f"it is no table: {error}") from error


def _rows_of_table(path: Path, reader: "csv.DictReader[str]") -> Iterator[GazetteerRow]:
    columns = [column.strip().casefold() for column in reader.fieldnames or ()]
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        raise _refused(path, f"it has no column {missing[0]!r}")
    reader.fieldnames = columns
    for number, row in enumerate(reader, 2):
        if number > MAX_ROWS:
            raise _refused(path, f"it has more than {MAX_ROWS} rows")
        if (row["name"] or "").strip():
            yield _given_row(path, number, row)


def _given_row(path: Path, number: int, row: Mapping[str, str]) -> GazetteerRow:
    name = row["name"].strip()
    where = f"line {number} ({name})"
    latitude = _degrees(path, where, row["latitude"], 90)
    longitude = _degrees(path, where, row["longitude"], 180)
    radius = _number(path, where, row.get("radius_km") or str(DEFAULT_RADIUS))
    if radius <= 0:
        raise _refused(path, f"{where} has a radius that is not above 0")
    aliases = [alias.strip() for alias in (row.get("aliases") or "").split(_ALIASES)]
    entry = PlaceEntry(
        name=name,
        country=(row.get("country") or "").strip().upper(),
        latitude=latitude,
        longitude=longitude,
        radius_km=radius,
        source=path.name,
    )
    spellings = tuple(dict.fromkeys(s for s in (name, *aliases) if s))
    return GazetteerRow(name=name, country=entry.country, spellings=spellings, entry=entry)


def _number(path: Path, where: str, text: str | None) -> float:
    try:
        value = float((text or "").strip())
    except ValueError as error:
        raise _refused(path, f"{where} has {text!r} where a number belongs") from error
    if not math.isfinite(value):
        raise _refused(path, f"{where} has {text!r} where a number belongs")
    return value


def _degrees(path: Path, where: str, text: str | None, most: int) -> float:
    value = _number(path, where, text)
    if abs(value) > most:
        raise _refused(path, f"{where} has {value:g} degrees, beyond {most}")
    return value


def _rows_of_dbf(path: Path) -> Iterator[GazetteerRow]:
    """Read an attribute table (dBASE III) of COD-AB: names in two languages, centre, area or point."""
    data = path.read_bytes()
    fields, n_rows, start, length = _dbf_head(path, data)
    level = next((n for n in (4, 3, 2, 1, 0) if f"adm{n}_ref_n" in fields), None)
    names = (f"adm{level}_name", f"adm{level}_name1") if level is not None else ("name", "name1")
    at = ("center_lat", "center_lon") if "center_lat" in fields else ("y_coord", "x_coord")
    if names[0] not in fields or at[0] not in fields or at[1] not in fields:
        raise _refused(path, "it has no names with a centre (adm?_name, center_lat, center_lon)")
    for number in range(min(n_rows, MAX_ROWS)):
        record = data[start + number * length : start + (number + 1) * length]
        row = {
            name: record[first:last].decode("utf-8", "replace").strip(" \0")
            for name, (first, last) in fields.items()
        }
        if row[names[0]] and record[:1] != b"*":
            radius = _radius_of_area(row.get("area_sqkm", ""))
            columns = {
                "name": row[names[0]],
                "latitude": row[at[0]],
                "longitude": row[at[1]],
                "radius_km": radius,
                "country": (row.get("adm0_pcode") or "")[:2],
                "aliases": _ALIASES.join({row.get(names[1], ""): 0, row.get(f"adm{level}_ref_n", ""): 0}),
            }
            yield _given_row(path, number + 1, columns)


def _dbf_head(path: Path, data: bytes) -> tuple[dict[str, tuple[int, int]], int, int, int]:
    """Return (fields with their places in a record, number of records, where they start, their length)."""
    if len(data) < 33:
        raise _refused(path, "it is too short")
    n_rows, start, length = struct.unpack_from("<IHH", data, 4)
    fields: dict[str, tuple[int, int]] = {}
    at, first = 32, 1
    while at + 32 <= min(start, len(data)) and data[at] != 0x0D:
        name = data[at : at + 11].split(b"\0", 1)[0].decode("ascii", "replace").casefold()
        fields[name] = (first, first + data[at + 16])
        first, at = first + data[at + 16], at + 32
    if not fields or length < 1 or start + n_rows * length > len(data) + length:
        raise _refused(path, "its header does not fit its length")
    return fields, n_rows, start, length


def _radius_of_area(area: str) -> str:
    """Return the radius of a disc with this area in square km, as text; empty where none is given."""
    try:
        value = float(area)
    except ValueError:
        return ""
    return f"{max(math.sqrt(value / math.pi), 1.0):.1f}" if math.isfinite(value) and value > 0 else ""

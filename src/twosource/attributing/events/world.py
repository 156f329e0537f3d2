"""The world's places: a table cut out of GeoNames, looked up by bisection in its own bytes.

No dictionary is built: the table is unpacked once (a few dozen milliseconds) and stays one run of
bytes, so that two hundred thousand spellings cost what they weigh. See `world_places.md` beside it.
"""

import gzip
import math
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from twosource.attributing.tokens import fold_phrase
from twosource.evidence.events import PlaceEntry

DIVIDER = "----"
SOURCE = "GeoNames (world_places.tsv.gz)"
_ARTICLES = ("al", "el", "ar", "as", "ad", "an", "at", "az", "ash", "the")


def folded_place(name: str) -> str:
    """Return the form in which spellings of a place meet: no marks, hyphens, apostrophes, Arabic article."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’‘ʼʻ`")
    words = list(fold_phrase(plain.replace("-", " ").replace("‑", " ")))
    if len(words) > 1 and words[0] in _ARTICLES:
        words.pop(0)
    if words and words[0].startswith("ال") and len(words[0]) > 4:
        words[0] = words[0][2:]
    return " ".join(words)


class Sorted:
    """Lines in ascending order of their first column, found by bisection over their bytes."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def row(self, key: str) -> list[str] | None:
        """Return the columns of the line whose first column is `key`, or None."""
        wanted = key.encode() + b"\t"
        low, high = 0, len(self._lines)
        while low < high:
            middle = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._lines.find(b"\n", middle)
            line = self._lines[middle : end if end >= 0 else len(self._lines)]
            if line.startswith(wanted):
                return line.decode().split("\t")
            if line < wanted:
                low = middle + len(line) + 1
            else:
                high = middle
        return None


@cache
def _table() -> tuple[Sorted, Sorted]:
    packed = files("twosource").joinpath("attributing", "events", "world_places.tsv.gz").read_bytes()
    places, _, names = gzip.decompress(packed).partition(f"\n{DIVIDER}\n".encode())
    return Sorted(places), Sorted(names)


@lru_cache(maxsize=4096)
def entries_of(folded: str) -> tuple[PlaceEntry, ...]:
    """Return the places of the world that bear a folded spelling, the most populous first."""
    places, names = _table()
    row = names.row(folded) if folded else None
    if row is None:
        return ()
    rows = (places.row(f"{int(number):06d}") for number in row[1].split(","))
    return tuple(_entry(found) for found in rows if found is not None)


def _entry(row: list[str]) -> PlaceEntry:
    number, name, country, latitude, longitude, population = row
    return PlaceEntry(
        name=name,
        country=country,
        latitude=float(latitude),
        longitude=float(longitude),
        radius_km=radius_of(int(population)),
        population=int(population),
        source=f"{SOURCE} {number}",
    )


def radius_of(population: int) -> float:
    """Return within how many km a town's name can be meant: 3 for a village, 30 for a city of ten million.

    Area grows about as the population does (Nordbeck 1971), so the radius grows as its square root:
    r = 3 + 8.5 * sqrt(population / 1e6), at most 30.
    """
    return round(min(3.0 + 8.5 * math.sqrt(population / 1e6), 30.0), 1)

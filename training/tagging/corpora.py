"""The open corpora as units: BIO files, factuality columns, marked pairs of actors."""

import csv
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from training.tagging.units import Range, Unit, ranges_of
from training.tagging.wording import core_words

ENTITIES = (
    "Organisation",
    "Location",
    "Person",
    "Quantity",
    "Temporal",
    "Weapon",
    "MilitaryPlatform",
    "Nationality",
    "DocumentReference",
    "Money",
)
ROOTS = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "YIELD",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)


def bio_sentences(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the words and labels of each line of a JSON-lines file with BIO labels."""
    with path.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream if line.strip()]
    return [(tuple(row["tokens"]), tuple(row["labels"])) for row in rows]


def tales(path: Path) -> list[Unit]:
    """Return fiction with quotations marked; the annotation differs from that of news."""
    return [Unit(words, tales=ranges_of(labels)) for words, labels in bio_sentences(path)]


def blocks(path: Path) -> Iterator[list[list[str]]]:
    """Yield the tab-separated rows of each block between empty lines."""
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            columns = line.rstrip("\n").split("\t")
            if len(columns) > 1:
                rows.append(columns)
            elif rows:
                yield rows
                rows = []
    if rows:
        yield rows


def entities(path: Path) -> list[Unit]:
    """Return sentences with entities, as word and label columns give them."""
    found = []
    for rows in blocks(path):
        known = ranges_of([row[-1] for row in rows])
        found.append(
            Unit(tuple(row[0] for row in rows), entities=tuple(one for one in known if one[2] in ENTITIES))
        )
    return found


def factuality(path: Path) -> list[Unit]:
    """Return sentences with a value from -3 to 3 per event word."""
    found = []
    for rows in blocks(path):
        values = tuple(math.nan if row[2] == "_" else float(row[2]) for row in rows)
        found.append(Unit(tuple(row[1] for row in rows), facts=values))
    return found


_MARK = re.compile(r"</?[st]>")


def marked_pair(marked: str) -> tuple[tuple[str, ...], Range, Range] | None:
    """Return words, source range and target range of a sentence with <s>..</s> and <t>..</t>, or None."""
    text, places, at = "", {}, 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        places[match.group()] = len(text)
        at = match.end()
    text += marked[at:]
    if len(places) < 4:
        return None
    words = core_words(text, 0, len(text))
    ranges = []
    for kind in "st":
        start, end = places[f"<{kind}>"], places[f"</{kind}>"]
        inside = [n for n, (_, first, last) in enumerate(words) if first < end and last > start]
        if not inside:
            return None
        ranges.append((inside[0], inside[-1] + 1))
    return tuple(word for word, _, _ in words), ranges[0], ranges[1]


def pairs(path: Path) -> list[tuple[Unit, bool]]:
    """Return sentences with two actors and what one does to the other; True where held out of learning.

    Held out is one sentence in six, by the checksum of its text.
    """
    found = []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            given = marked_pair(row["marked_sentence"])
            if given is None or row["gold_root"] not in ROOTS:
                continue
            words, source, target = given
            unit = Unit(words, pairs=((source, target, ROOTS.index(row["gold_root"])),))
            found.append((unit, crc32(row["sentence"].encode()) % 6 == 0))
    return found

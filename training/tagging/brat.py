"""Reads brat standoff: spans of a text and the attributions that join them.

Only `T` lines (spans, in parts where they are discontinuous) and `E` lines (which spans belong
together) matter; lines of any other kind are passed over.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

Span = tuple[int, int]
_NUMBER = re.compile(r"\d+$")
_ROLES = {"source": "source", "cue": "cue", "content": "content"}


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution as code points of a text, parts from left to right."""

    cue: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One text and what each annotator marked in it."""

    name: str
    text: str
    readings: tuple[tuple[Told, ...], ...]

    @property
    def is_for_tuning(self) -> bool:
        """Say whether it is never learnt from: one in twenty, by the checksum of its name."""
        return crc32(self.name.encode()) % 20 == 0


def read_spans(lines: Iterable[str]) -> dict[str, tuple[str, tuple[Span, ...]]]:
    """Return by id each span's kind and its parts, in order."""
    found: dict[str, tuple[str, tuple[Span, ...]]] = {}
    for line in lines:
        columns = line.rstrip("\n").split("\t")
        if not line.startswith("T") or len(columns) < 2 or " " not in columns[1]:
            continue
        kind, _, places = columns[1].partition(" ")
        parts = sorted((int(a), int(b)) for a, b in (part.split() for part in places.split(";")))
        found[columns[0]] = (kind, tuple(parts))
    return found


def read_attributions(standoff: str) -> tuple[Told, ...]:
    """Return the attributions of a standoff text, by where their cue begins; those without a cue left out."""
    lines = standoff.splitlines()
    spans = read_spans(lines)
    found = []
    for line in lines:
        columns = line.split("\t")
        if not line.startswith("E") or len(columns) < 2 or not columns[1].startswith("Attribution"):
            continue
        parts: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
        for role, _, span in (one.partition(":") for one in columns[1].split()):
            name = _ROLES.get(_NUMBER.sub("", role).lower())
            if name and span in spans:
                parts[name].extend(spans[span][1])
        if parts["cue"]:
            found.append(Told(**{name: tuple(sorted(set(given))) for name, given in parts.items()}))
    return tuple(sorted(set(found), key=lambda told: (told.cue, told.source, told.content)))


def read_articles(folder: Path) -> list[Article]:
    """Return the articles of `folder`/text with the readings of `folder`/attributions, by name."""
    readings: dict[str, list[tuple[Told, ...]]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rpartition("_")[0]
        readings.setdefault(name, []).append(read_attributions(path.read_text(encoding="utf-8")))
    found = []
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        if path.stem in readings:
            found.append(Article(path.stem, text, tuple(readings[path.stem])))
    return found

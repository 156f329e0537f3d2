"""Reads what others annotated: who says what (PolNeAR, RiQuA) and which words are names (re3d).

Pure: a folder in, frozen values out, in the order of the files. Places in articles are code points of
the text as it stands; places in sentences that come as tokens are token numbers. Nothing is mended:
what cannot be read is left out, and who reads can count it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

from bench.runner import DataMissingError

Span: TypeAlias = tuple[int, int]
"""First and last, the last one not in it."""

ROLES = ("source", "cue", "content")
_ANNOTATOR = re.compile(r"_([0-9a-f]{4})\.ann$")
_BOUND = re.compile(r"T\d+$")
_SPAN = re.compile(r"\d+ \d+(?:;\d+ \d+)*$")


@dataclass(frozen=True, slots=True)
class Attributed:
    """One annotated attribution: each role in one or more spans of code points, left to right.

    `source` is empty where nobody is named; cue or content are empty where the annotator left one out.
    """

    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as one annotator marked it; `name` is its text, `annotator` tells its versions apart."""

    name: str
    annotator: str
    text: str
    attributions: tuple[Attributed, ...]

    @property
    def article_id(self) -> str:
        """The name of the file of annotations, without its ending."""
        return f"{self.name}_{self.annotator}"


@dataclass(frozen=True, slots=True)
class Tagged:
    """One sentence (RiQuA: one stretch of a novel) as tokens with a BIO label each."""

    case_id: str
    tokens: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def has_spans(self) -> bool:
        """Say whether anything is labelled in it."""
        return any(label != "O" for label in self.labels)


class Spanned(NamedTuple):
    """Tokens first..last with the kind their labels give."""

    first: int
    last: int
    kind: str


def spans_of(labels: Sequence[str]) -> list[Spanned]:
    """Return the spans of BIO labels. As in conlleval, `I-` after anything but its own kind opens a span."""
    found: list[Spanned] = []
    first, kind = 0, ""
    for number, label in enumerate((*labels, "O")):
        goes_on = label.startswith("I-") and label[2:] == kind
        if kind and not goes_on:
            found.append(Spanned(first, number, kind))
        if not goes_on:
            first, kind = number, label[2:]
    return found


def polnear_articles(data: Path, part: str, *, every_annotator: bool = False) -> list[Article]:
    """Read `attribution/polnear/PART`; one annotation per text, or every one. Raises DataMissingError.

    An annotation is `NAME_XXXX.ann` for the text `NAME.txt`: XXXX, four hexadecimal digits, is the
    annotator. 18 texts were annotated by five or six people each to measure agreement. So that no
    text counts more than another, the first annotator by these digits is used unless all are wanted.
    """
    folder = data / "attribution" / "polnear" / part
    articles: list[Article] = []
    for path in _listed(folder / "attributions", "*.ann"):
        match = _ANNOTATOR.search(path.name)
        name = path.name[: match.start()] if match else path.stem
        if not every_annotator and articles and articles[-1].name == name:
            continue
        text = read_text(folder / "text" / f"{name}.txt")
        found = tuple(attributions_in(read_text(path).split("\n")))
        articles.append(Article(name, match.group(1) if match else "", text, found))
    return articles


def attributions_in(lines: Iterable[str]) -> Iterator[Attributed]:
    """Yield the attributions of a file in brat's standoff form, in its order.

    `T3 <tab> Content 12 20;30 40 <tab> words` bounds a text, `E1 <tab> Attribution:T4 Content:T3 Cue:T2
    Source:T1` joins bounds. A role given twice (`Content2:T9`) is one role in more spans. Kinds without
    a cue, a source or a content (Discard, Discuss, notes) are the annotators' own and carry nothing here;
    a line without an id goes on with words that have line breaks in them.
    """
    bounds: dict[str, tuple[Span, ...]] = {}
    events: list[str] = []
    for line in lines:
        fields = line.split("\t")
        if len(fields) > 1 and _BOUND.match(fields[0]):
            written = fields[1].partition(" ")[2]
            if _SPAN.match(written):
                bounds[fields[0]] = _spans(written)
        elif len(fields) > 1 and fields[0].startswith("E"):
            events.append(fields[1])
    for event in events:
        roles: dict[str, list[Span]] = {role: [] for role in ROLES}
        for pair in event.split():
            role, _, bound = pair.partition(":")
            held = roles.get(role.rstrip("0123456789").lower())
            if held is not None:
                held.extend(bounds.get(bound, ()))
        if any(roles.values()):
            yield Attributed(*(tuple(sorted(roles[role])) for role in ("cue", "source", "content")))


def _spans(written: str) -> tuple[Span, ...]:
    pairs = (pair.split(" ") for pair in written.split(";"))
    return tuple((int(first), int(last)) for first, last in pairs)


def polnear_sentences(data: Path) -> list[Tagged]:
    """Read `attribution/polnear_sentences/valid.txt`: the development part as sentences, every annotator's.

    Raises DataMissingError. Its labels are one line for all attributions of a sentence: nested ones are lost.
    """
    return tagged_lines(data / "attribution" / "polnear_sentences" / "valid.txt")


def riqua(data: Path, part: str) -> list[Tagged]:
    """Read `attribution/riqua/PART.txt`: stretches of novels with speeches. Raises DataMissingError."""
    return tagged_lines(data / "attribution" / "riqua" / f"{part}.txt")


def tagged_lines(path: Path) -> list[Tagged]:
    """Read JSON lines of `tokens`, `labels` and an `id` many lines share; ids get the line's number."""
    found = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            row = json.loads(line)
            tokens, labels = tuple(row["tokens"]), tuple(row["labels"])
            found.append(Tagged(f"{row.get('id', path.stem)}:{number}", tokens, labels))
    return found


def re3d(data: Path, part: str) -> list[Tagged]:
    """Read `entities/re3d/PART.txt`: a token, a tab and its label a line. Raises DataMissingError."""
    path = data / "entities" / "re3d" / f"{part}.txt"
    return [
        Tagged(f"{part}:{number}", tuple(row[0] for row in rows), tuple(row[-1] for row in rows))
        for number, rows in enumerate(blocks(read_text(path)), 1)
    ]


def blocks(text: str) -> Iterator[list[list[str]]]:
    """Yield the blocks of lines between empty lines, each line as its fields between tabs."""
    rows: list[list[str]] = []
    for line in text.split("\n"):
        if line.strip():
            rows.append(line.rstrip("\r").split("\t"))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _listed(folder: Path, pattern: str) -> list[Path]:
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise DataMissingError(f"there is no {pattern} in {folder}.")
    return paths


def read_text(path: Path) -> str:
    """Return a text with its line ends as they are: offsets count them. Raises DataMissingError."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise DataMissingError(f"there is no {path}.") from None

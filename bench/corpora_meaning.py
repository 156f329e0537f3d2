"""Reads what others annotated about events and how certain they are: PLOVER, UW, MEANTIME, CommitmentBank.

Pure: a folder in, frozen values out, in the order of the files. Places are code points of the text,
or token numbers where a corpus comes as tokens.
"""

import csv
import io
import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from bench.corpora import Span, blocks, read_text

_MARK = re.compile(r"</?([st])>")
_RECORD = re.compile(r"\n(?=\{)")
_ROLE = re.compile(r"\(([A-Z]+(?:/[A-Z]+)*): ?")
_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_ROLES = ("SRC", "TAR", "EVT", "LOC")
MAX_LEAD = 5
_OPENERS = frozenset({"that", "if", "whether"})
_IRREGULAR = {
    "bet": ("bet",),
    "feel": ("felt",),
    "find": ("found",),
    "foresee": ("foresaw", "foreseen"),
    "forget": ("forgot", "forgotten"),
    "hear": ("heard",),
    "know": ("knew", "known"),
    "learn": ("learnt",),
    "mean": ("meant",),
    "prove": ("proven",),
    "say": ("said",),
    "see": ("saw", "seen"),
    "tell": ("told",),
    "think": ("thought",),
    "understand": ("understood",),
}


class _Aligned(NamedTuple):
    """How many words behind a form of the verb are in common, and from which to which."""

    start: int
    n_common: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ActionCase:
    """One sentence of PLOVER's coded sample: what the source does to the target.

    `source` and `target` are where each is first marked, None where the sentence leaves it out.
    `quad` is 1 to 4: verbal and material cooperation, verbal and material conflict. `root` is one
    of 15 roots.
    """

    case_id: str
    text: str
    source: Span | None
    target: Span | None
    quad: int
    root: str


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """One of PLOVER's example records: the text, its root, and where source, target, place and event stand.

    `sources` and `targets` share spans where both sides act on each other. The records know 18 roots:
    PLOVER of 2016 still had CONCEDE, DEMAND, DISAPPROVE, FIGHT, INVESTIGATE and RETREAT.
    """

    record_id: str
    text: str
    root: str
    mode: str
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    events: tuple[Span, ...]
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class FactSentence:
    """One sentence with, per token, how certain its event sounds, -3 to 3; None where it is no event."""

    case_id: str
    tokens: tuple[str, ...]
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """How far a writer is committed to a clause, -3 to 3: the mean over its raters (column `Mean`).

    `target` is the sentence, `clause` its code points that say what was rated: those of `prompt`, the
    clause as raters saw it, with its names for its pronouns. `verb` embeds the clause, under a
    negation, a modal, a question or a condition (`embedding`).
    """

    case_id: str
    context: str
    target: str
    prompt: str
    clause: Span
    verb: str
    embedding: str
    mean: float


def plover_cases(data: Path) -> list[ActionCase]:
    """Read `events/plover/train.tsv`. Raises DataMissingError."""
    text = read_text(data / "events" / "plover" / "train.tsv")
    return [_case(row) for row in csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")]


def _case(row: dict[str, str]) -> ActionCase:
    text, spans = unmarked(row["marked_sentence"])
    quad, root = int(row["gold_penta"]), row["gold_root"]
    return ActionCase(row["sentence_id"], text, spans.get("s"), spans.get("t"), quad, root)


def unmarked(marked: str) -> tuple[str, dict[str, Span]]:
    """Return a sentence without its `<s>..</s>` and `<t>..</t>`, and where each first stood, trimmed."""
    parts: list[str] = []
    opened: dict[str, int] = {}
    spans: dict[str, Span] = {}
    length = at = 0
    for match in _MARK.finditer(marked):
        parts.append(marked[at : match.start()])
        length += match.start() - at
        at = match.end()
        name = match.group(1)
        if not match.group().startswith("</"):
            opened[name] = length
        elif name in opened:
            spans.setdefault(name, (opened.pop(name), length))
    text = "".join((*parts, marked[at:]))
    return text, {name: _trimmed(text, span) for name, span in spans.items()}


def _trimmed(text: str, span: Span) -> Span:
    first, last = span
    inner = text[first:last]
    return first + len(inner) - len(inner.lstrip()), last - len(inner) + len(inner.rstrip())


def plover_records(data: Path) -> tuple[list[GoldRecord], int]:
    """Read `events/plover/gold_standard_records.txt`; return the records and how many could not be read.

    The file is JSON objects one after another, with line breaks inside some texts; one object is cut
    off in the middle. Raises DataMissingError.
    """
    text = read_text(data / "events" / "plover" / "gold_standard_records.txt")
    written = [part for part in _RECORD.split(text) if part.strip()]
    records = [record for part in written if (record := _record(part)) is not None]
    return records, len(written) - len(records)


def _record(written: str) -> GoldRecord | None:
    try:
        row = json.loads(written, strict=False)
        markup = row["textInfo"]["markup"]
    except (json.JSONDecodeError, KeyError, TypeError):
        return None
    text, spans = plain_of(markup)
    found = {role: tuple(span for name, span in spans if role in name.split("/")) for role in _ROLES}
    mode = row.get("mode") or ""
    return GoldRecord(row["id"], text, row["event"], mode, *(found[role] for role in _ROLES))


def plain_of(markup: str) -> tuple[str, list[tuple[str, Span]]]:
    """Return a record's text without its markup, and each `(ROLE: words)` with where its words stand.

    Braces round a whole text fall away; brackets inside a marked name stay, as they are balanced.
    """
    parts: list[str] = []
    spans: list[tuple[str, Span]] = []
    inside: list[tuple[str, int]] = []
    length = at = 0
    while at < len(markup):
        match = _ROLE.match(markup, at)
        if match:
            inside.append((match.group(1), length))
            at = match.end()
            continue
        sign = markup[at]
        at += 1
        if sign in "{}":
            continue
        if sign == "(" and inside:
            inside.append(("", length))
        elif sign == ")" and inside:
            name, first = inside.pop()
            if name:
                spans.append((name, (first, length)))
                continue
        parts.append(sign)
        length += 1
    text = "".join(parts)
    return text, sorted(((name, _trimmed(text, span)) for name, span in spans), key=lambda found: found[1])


def fact_sentences(data: Path, corpus: str, part: str) -> list[FactSentence]:
    """Read `factuality/CORPUS/PART.conll`: number, token, value or `_`. Raises DataMissingError."""
    text = read_text(data / "factuality" / corpus / f"{part}.conll")
    return [
        FactSentence(
            f"{corpus}/{part}:{number}",
            tuple(row[1] for row in rows),
            tuple(None if row[2] == "_" else float(row[2]) for row in rows),
        )
        for number, rows in enumerate(blocks(text), 1)
    ]


def commitments(data: Path) -> list[Commitment]:
    """Read `factuality/commitmentbank.csv`. Raises DataMissingError.

    The score is `Mean`, over the ratings in `Reponses`; `mean.noTarget` rates the same clause to people
    who did not see the sentence and is no truth about it. `Embedding` stands twice with one value.
    """
    text = read_text(data / "factuality" / "commitmentbank.csv")
    return [_commitment(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def _commitment(row: dict[str, str]) -> Commitment:
    clause = clause_in(row["Target"], row["Prompt"], row["Verb"])
    return Commitment(
        row["uID"],
        row["Context"],
        row["Target"],
        row["Prompt"],
        clause,
        row["Verb"],
        row["Embedding"],
        float(row["Mean"]),
    )


def clause_in(target: str, prompt: str, verb: str) -> Span:
    """Return where the clause that a verb embeds stands in its sentence.

    Raters saw names for pronouns ("Nora was right" for "she was right"), so the words behind each form
    of the verb are aligned with theirs, and the form with most words in common, the later one among
    equals, is the one that embeds. The clause begins behind it (and behind `that`, `if`, `whether`)
    where at most `MAX_LEAD` words come before the first common one, and ends with the last common
    word; with no word in common it is all that follows the last form of the verb.
    """
    said = list(_WORD.finditer(target))
    folded = [match.group().casefold() for match in said]
    rated = [word.casefold() for word in _WORD.findall(prompt) if word[0].isalnum()]
    behind = [at + 1 for at, word in enumerate(folded) if is_form_of(word, verb)] or [0]
    tried = [_Aligned(start, *_common(folded[start:], rated)) for start in behind]
    best = max(tried, key=lambda one: (one.n_common, one.start))
    if not best.n_common:
        return said[min(best.start, len(said) - 1)].start(), said[-1].end()
    first, last = best.start + best.first, best.start + best.last
    at = best.start
    while at < first and (not folded[at][0].isalnum() or folded[at] in _OPENERS):
        at += 1
    return said[at if first - at <= MAX_LEAD else first].start(), said[last - 1].end()


def _common(words: list[str], rated: list[str]) -> tuple[int, int, int]:
    """Return how many words align, and from which to which of `words` they stand."""
    matcher = SequenceMatcher(None, words, rated, autojunk=False)
    found = [block for block in matcher.get_matching_blocks() if block.size]
    if not found:
        return 0, 0, 0
    return sum(block.size for block in found), found[0].a, found[-1].a + found[-1].size


def is_form_of(word: str, verb: str) -> bool:
    """Say whether an English word is a form of a verb: `thinking` of think, `knew` of know."""
    stem = verb.removesuffix("e").replace("aliz", "alis").replace("gniz", "gnis")
    forms = {stem + ending for ending in ("", "e", "es", "s", "ed", "ing", verb[-1] + "ing", verb[-1] + "ed")}
    return word.replace("aliz", "alis").replace("gniz", "gnis") in forms or word in _IRREGULAR.get(verb, ())

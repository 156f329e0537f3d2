"""Languages: whom sentences of our own credit, per language, both halves apart.

Data: the sentences in `tests/attributing/languages`, which belong to the project; the folder of
other people's data is not read. The check half of each was written before the rules, and is
looked at as a figure only. A source is right where at least half of its words are those expected;
`source_exact_f1` wants all of them; `source_cue_f1` wants the whole chain and, among its cues, the
one expected.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.measures import f1
from bench.product import usual_tagger
from bench.runner import Case, DataMissingError, Report, Result
from twosource.attributing import AttributeSettings, attribute
from twosource.attributing.tokens import arabic_stems, fold_phrase
from twosource.evidence.holdings import Rendition
from twosource.evidence.outcome import Outcome
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Link, Party, Statement
from twosource.ids import digest_of
from twosource.terms import RenditionKind

NAME = "languages"
SENTENCES = Path(__file__).resolve().parents[1] / "tests" / "attributing" / "languages"
ORDER = ("eng", "ara", "rus", "fra", "deu", "spa", "tur", "fas")
TARGET = "precision before recall"
_SMALL = frozenset({"the", "a", "an", "le", "la", "les", "l", "el", "los", "las", "der", "die", "das", "dem"})


@dataclass(frozen=True, slots=True)
class Says:
    """One attribution: the sources from the publisher inwards, the cue (of all links), the stance."""

    sources: tuple[tuple[str, ...], ...]
    cue: str
    stance: str


@dataclass(slots=True)
class Counts:
    """What was found in one half of one language: (right, given, true) per figure."""

    source: list[int] = field(default_factory=lambda: [0, 0, 0])
    exact: list[int] = field(default_factory=lambda: [0, 0, 0])
    chain: list[int] = field(default_factory=lambda: [0, 0, 0])
    stance: list[int] = field(default_factory=lambda: [0, 0])
    sentences: int = 0


def expected(row: Mapping[str, Any]) -> list[Says]:
    """Return the attributions a sentence is listed with."""
    found = []
    for line in row["says"]:
        sources, cue, stance, _ = (part.strip() for part in line.split("|"))
        found.append(Says(tuple((source.strip(),) for source in sources.split(" > ")), cue, stance))
    return found


def credited(row: Mapping[str, Any], language: str) -> list[Says]:
    """Return the attributions the product finds in a sentence, each chain once; a source as all its names."""
    text = row["text"]
    exhibit_id = digest_of(text.encode("utf-8"))
    rendition = Rendition(
        rendition_id=f"rendition-{exhibit_id[:12]}",
        exhibit_id=exhibit_id,
        kind=RenditionKind.TEXT,
        text=text,
        pages=(),
        language=language,
        metadata=(("publisher", "Our Paper"),),
    )
    (outcome,) = attribute([rendition], known=(), settings=AttributeSettings(), tagger=usual_tagger())
    return list(_chains(outcome))


def _chains(outcome: Outcome[Party | Passage | Statement]) -> Iterator[Says]:
    parties = {value.party_id: value for value in outcome.values if isinstance(value, Party)}
    seen = set()
    for value in outcome.values:
        if not isinstance(value, Statement) or not value.chain.credited:
            continue
        ids = (value.passage_id, tuple(link.party_id for link in value.chain.links))
        if ids in seen:
            continue
        seen.add(ids)
        sources = tuple(_names(link, parties) for link in value.chain.credited)
        cues = " ".join(link.cue for link in value.chain.credited)
        yield Says(sources, cues, value.stance.value)


def _names(link: Link, parties: Mapping[str, Party]) -> tuple[str, ...]:
    party = parties.get(link.party_id)
    return (link.as_written, party.name) if party is not None else (link.as_written,)


def likeness(found: str, wanted: str) -> float:
    """Return the share of words two phrases have in common, small words and attached particles aside."""
    left, right = _words(found), _words(wanted)
    rest, shared = list(right), 0
    for word in left:
        twin = next((other for other in rest if _is_same(word, other)), None)
        if twin is not None:
            rest.remove(twin)
            shared += 1
    union = len(left) + len(right) - shared
    return shared / union if union else 0.0


def _words(phrase: str) -> list[str]:
    words = fold_phrase(phrase)
    return [word for word in words if word not in _SMALL] or list(words)


def _is_same(left: str, right: str) -> bool:
    return left == right or bool(set(arabic_stems(left)) & set(arabic_stems(right)) - {""})


def _best(names: Sequence[str], wanted: Sequence[str]) -> float:
    return max((likeness(name, other) for name in names for other in wanted), default=0.0)


def _paired(found: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]], least: float) -> int:
    """Return how many wanted sources are found, each found one counting once."""
    rest, right = list(found), 0
    for source in wanted:
        best = max(rest, key=lambda names: _best(names, source), default=None)
        if best is not None and _best(best, source) >= least:
            rest.remove(best)
            right += 1
    return right


def _is_chain(found: Says, wanted: Says) -> bool:
    return len(found.sources) == len(wanted.sources) and all(
        _best(names, other) >= 0.5 for names, other in zip(found.sources, wanted.sources, strict=True)
    )


def count(counts: Counts, found: Sequence[Says], wanted: Sequence[Says]) -> None:
    """Add one sentence to the counts."""
    given = list({source[-1]: source for says in found for source in says.sources}.values())
    true = list(dict.fromkeys(source for says in wanted for source in says.sources))
    for sums, least in ((counts.source, 0.5), (counts.exact, 1.0)):
        sums[0] += _paired(given, true, least)
        sums[1] += len(given)
        sums[2] += len(true)
    rest = list(found)
    counts.chain[1] += len(found)
    counts.chain[2] += len(wanted)
    counts.sentences += 1
    for says in wanted:
        twin = next((other for other in rest if _is_chain(other, says)), None)
        if twin is None:
            continue
        rest.remove(twin)
        counts.stance[0] += twin.stance == says.stance
        counts.stance[1] += 1
        counts.chain[0] += _shares_cue(twin.cue, says.cue)


def _shares_cue(found: str, wanted: str) -> bool:
    if found.strip() == wanted.strip():
        return True
    return any(_is_same(left, right) for left in fold_phrase(found) for right in fold_phrase(wanted))


def _share(right: int, whole: int) -> float | None:
    return right / whole if whole else None


def figures(counts: Counts) -> dict[str, float | None]:
    """Return the figures of one half."""
    right, given, true = counts.source
    return {
        "source_precision": _share(right, given),
        "source_recall": _share(right, true),
        "source_f1": f1(right, given, true),
        "source_exact_f1": f1(*counts.exact),
        "source_cue_f1": f1(*counts.chain),
        "stance_accuracy": _share(*counts.stance),
    }


def _measure(code: str, folder: Path) -> Iterator[tuple[str, Counts, Case]]:
    table = tomllib.loads((folder / f"{code}.toml").read_text("utf-8"))
    halves = {"check": Counts(), "open": Counts()}
    for number, row in enumerate(table["cases"], 1):
        half = "check" if row.get("check") else "open"
        found, wanted = credited(row, table["language"]), expected(row)
        count(halves[half], found, wanted)
        names = [" > ".join(source[0] for source in says.sources) for says in found]
        yield half, halves[half], Case(case_id=f"{code}-{half}-{number:03d}", values={"credits": names})


def run(data: Path) -> Report:
    """Measure every language, both halves. `data` is not read. Raises DataMissingError."""
    del data
    return measure(SENTENCES)


def measure(folder: Path) -> Report:
    """Measure the sentences of a folder. Raises DataMissingError."""
    codes = [code for code in ORDER if (folder / f"{code}.toml").is_file()]
    if not codes:
        raise DataMissingError(f"there are no sentences in {folder}.")
    results: list[Result] = []
    cases: list[Case] = []
    for code in codes:
        halves: dict[str, Counts] = {}
        for half, counts, case in _measure(code, folder):
            halves[half] = counts
            cases.append(case)
        for half, counts in sorted(halves.items()):
            results.extend(_results(f"{code} {half}", counts))
    return Report(results=tuple(results), cases=tuple(cases))


def _results(group: str, counts: Counts) -> Iterable[Result]:
    for metric, value in figures(counts).items():
        yield Result(
            benchmark=NAME, metric=metric, group=group, ours=value, n=counts.sentences, target=TARGET
        )

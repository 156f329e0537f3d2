"""Pairs of statements known to say the same or not: what matching is fitted and measured on.

War reports (FA-KES: Abu Salem and others 2019, `dependence/fakes/articles.csv` of DIR): the opening
(title and the two passages behind it) of two articles whose gold day, place, cause and number of dead
agree is about one event; openings whose gold says other places or days apart are about two. What lies between
is left out, and so is a statement whose own date is not the article's: background. Stories
(`stories/*.jsonl`): pairs judged by reading, listed in `training/matching/judged_pairs.toml` by digest,
never by text. Candidates come from the product's own index, so the pairs of two events are the hard ones.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.origins import read_stories
from bench.product import Attributed, Page, attributed
from bench.runner import DataMissingError
from twosource.dates import Overlap, day
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Statement
from twosource.ids import key
from twosource.matching.content import Content, content_of, events_beside
from twosource.matching.index import FeatureIndex, features_of
from twosource.matching.rarity import Rarity
from twosource.matching.scoring import Score, compare
from twosource.matching.stories import leading
from twosource.terms import Action

JUDGED = Path(__file__).resolve().parents[1] / "training" / "matching" / "judged_pairs.toml"
# The outlets by the short names the table has, so that "- Daily Sabah" in a title is its publisher.
NAMES = {
    "ahram": "Ahram Online",
    "alalam": "Alalam",
    "alaraby": "The New Arab",
    "arabiya": "Al Arabiya",
    "asharqalawsat": "Asharq Al-Awsat",
    "dailysabah": "Daily Sabah",
    "etilaf": "Etilaf",
    "jordantimes": "Jordan Times",
    "manar": "Al-Manar",
    "reuters": "Reuters",
    "sana": "SANA",
    "sputnik": "Sputnik",
    "tass": "TASS",
    "trt": "TRT World",
}
HARM = frozenset({Action.BOMB, Action.KILL, Action.ASSAULT, Action.FIGHT, Action.RECAPTURE})
OPENING, NEAREST, MAX_POSTINGS = 3, 24, 400
NEAR_DAYS, APART_DAYS, LONG_DAYS, OWN_DAYS = 1, 4, 30, 3
COUNT_SLACK = 0.25


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements, their score, and whether they say the same; `half` 0 is to fit with, 1 to measure."""

    one: Statement
    other: Statement
    score: Score
    is_same: bool
    languages: str
    half: int


@dataclass(frozen=True, slots=True)
class Report:
    """One war report: the page, and the gold event it is about."""

    page: Page
    block: str
    on: date
    place: str
    cause: str
    dead: int

    @property
    def half(self) -> int:
        """The half its event belongs to, by digest: two reports of one event are never in two halves."""
        return _half("half", self.block)


def _half(*parts: str) -> int:
    return int(key(*parts)[-1], 36) % 2


def reports(data: Path) -> list[Report]:
    """Read the war reports, each text once. Raises DataMissingError."""
    path = data / "dependence" / "fakes" / "articles.csv"
    if not path.is_file():
        raise DataMissingError(f"{path} is not there.")
    with path.open(encoding="utf-8", newline="") as lines:
        found = {report.page.exhibit_id: report for report in map(_report, csv.DictReader(lines))}
    return list(found.values())


def _report(row: Mapping[str, str]) -> Report:
    month, number, year = (int(part) for part in row["date"].split("/"))
    on = date(2000 + year % 100, month, number)
    title = row["article_title"].strip().rstrip(".")
    text = f"{title}.\n\n{row['article_content'].strip()}"
    page = Page(text, NAMES.get(row["source"], row["source"]), "en", on.isoformat())
    dead = sum(int(row[name]) for name in ("nb_civilians", "nb_children", "nb_women", "nb_noncivilians"))
    return Report(page, row["event_block"], on, row["location"], row["cause_of_death"], dead)


def same_event(one: Report, other: Report) -> bool | None:
    """Say whether two reports are about one event by their gold fields; None where these leave it open."""
    apart = abs((one.on - other.on).days)
    counts_agree = one.dead == other.dead > 0
    if one.place != other.place:
        return None if apart <= NEAR_DAYS and counts_agree else False
    if apart <= NEAR_DAYS and one.cause == other.cause and counts_agree:
        return True
    if apart >= LONG_DAYS:
        return False
    if apart >= APART_DAYS and min(one.dead, other.dead) > 0:
        is_other = abs(one.dead - other.dead) > COUNT_SLACK * max(one.dead, other.dead)
        return False if is_other or one.cause != other.cause else None
    return None


def fakes_reading(data: Path) -> tuple[dict[str, Report], Attributed]:
    """Return the war reports by exhibit and everything attributing reads in them."""
    held = {report.page.exhibit_id: report for report in reports(data)}
    return held, attributed([report.page for report in held.values()])


def openings(
    found: Sequence[Statement], passages: Mapping[str, Passage], held: Mapping[str, Report]
) -> list[Statement]:
    """Return the statements of harm in the opening of each report that may be of its own day."""
    starts: dict[str, set[int]] = {}
    for passage in passages.values():
        starts.setdefault(passage.exhibit_id, set()).add(passage.start)
    last = {exhibit: sorted(at)[:OPENING][-1] for exhibit, at in starts.items()}
    return [
        statement
        for statement in found
        if statement.event
        and statement.event.action in HARM
        and passages[statement.passage_id].start <= last[statement.exhibit_id]
        and statement.event.span.meets(day(held[statement.exhibit_id].on), OWN_DAYS) is not Overlap.NONE
    ]


def fakes_pairs(data: Path) -> list[Pair]:
    """Return the pairs of openings of war reports, the hard ones: near each other by the product's index."""
    return pairs_of(*fakes_reading(data))


def pairs_of(held: Mapping[str, Report], found: Attributed) -> list[Pair]:
    """Return the pairs of openings of some war reports whose gold says one event or two."""
    contents = contents_of(found)
    rarity = Rarity(list(contents.values()))
    chosen = openings(found.statements, found.passages, held)
    pairs = []
    for one, other, score in near_pairs(chosen, contents, rarity):
        first, second = held[one.exhibit_id], held[other.exhibit_id]
        is_same = same_event(first, second)
        if is_same is not None and first.half == second.half:
            pairs.append(Pair(one, other, score, is_same, "en-en", first.half))
    return pairs


def contents_of(found: Attributed) -> dict[str, Content]:
    """Return what each statement says, by its id, as matching sees it."""
    beside, leads = events_beside(found.statements), leading(found.statements, found.passages)
    return {
        s.statement_id: content_of(
            s,
            found.passages[s.passage_id],
            beside=beside.get(s.passage_id, ()),
            is_lead=s.statement_id in leads,
        )
        for s in found.statements
    }


def near_pairs(
    statements: Sequence[Statement], held: Mapping[str, Content], rarity: Rarity
) -> Iterator[tuple[Statement, Statement, Score]]:
    """Yield pairs of two exhibits that the index finds near and whose score is not ruled out, each once."""
    contents = [held[s.statement_id] for s in statements]
    index = FeatureIndex(MAX_POSTINGS)
    for number, content in enumerate(contents):
        index.add(number, [name for name, _ in features_of(content, rarity)])
    for number, content in enumerate(contents):
        for other in index.nearest(features_of(content, rarity), NEAREST):
            if other < number and statements[other].exhibit_id != statements[number].exhibit_id:
                score = compare(contents[other], content, rarity)
                if score is not None and not score.is_capped:
                    yield statements[other], statements[number], score


def said_key(passage: Passage) -> str:
    """Return the digest under which the words of a passage were judged."""
    return key("said", " ".join(passage.text.casefold().split()))


def judged_rows() -> dict[frozenset[str], tuple[str, str]]:
    """Return the verdict and the action of each judged pair, by the two digests of its words."""
    rows = tomllib.loads(JUDGED.read_text("utf-8"))["pairs"]
    return {frozenset((one, other)): (verdict, action) for verdict, action, one, other in rows}


def story_pairs(data: Path) -> list[Pair]:
    """Return the judged pairs of the open stories that are still read as they were judged."""
    pairs = []
    for story in read_stories(data):
        found = attributed(story.pages)
        contents = contents_of(found)
        rarity = Rarity(list(contents.values()))
        by_said: dict[tuple[str, str], Statement] = {}
        for statement in found.statements:
            said = said_key(found.passages[statement.passage_id])
            by_said.setdefault((said, contents[statement.statement_id].action.value), statement)
        for digests, (verdict, action) in judged_rows().items():
            both = [by_said.get((digest, action)) for digest in sorted(digests)]
            if len(both) != 2 or both[0] is None or both[1] is None:
                continue
            one, other = both[0], both[1]
            score = compare(contents[one.statement_id], contents[other.statement_id], rarity)
            if score is not None and not score.is_capped:
                spoken = sorted(found.passages[s.passage_id].language for s in (one, other))
                half = _half("half", *sorted(digests))
                pairs.append(Pair(one, other, score, verdict == "same", "-".join(spoken), half))
    return pairs


def within(pairs: Iterable[Pair], half: int) -> list[Pair]:
    """Return the pairs of one half."""
    return [pair for pair in pairs if pair.half == half]

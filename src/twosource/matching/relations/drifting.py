"""A content that grew on the way: the one who retells says more than the one it was had from.

Read along derivations and credits: a higher rung of a ladder (`vocabulary/ladders.toml`), a larger count
of the same, a place that holds the other's, and "unconfirmed" that is gone. How far a cue steps back is
`AttributionChain.inflations` and not repeated here.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from twosource.evidence.claims import Drift
from twosource.evidence.events import Count
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Statement
from twosource.ids import key
from twosource.matching.claim_text import shortened
from twosource.matching.content import place_key
from twosource.matching.relations.telling import lies_within, suggested
from twosource.matching.wording import content_words, fold, phrase_of
from twosource.terms import Stance, load_table

SHOWN = 80
LANGUAGES = ("en", "ar")


@dataclass(frozen=True, slots=True)
class _Rung:
    """One rung of a ladder: its name, the actions and the folded words that reach it."""

    name: str
    actions: frozenset[str]
    phrases: tuple[tuple[str, str], ...]


def drift(
    statements: Sequence[Statement], pairs: Iterable[tuple[str, str]], *, passages: Mapping[str, Passage]
) -> Iterator[Drift]:
    """Yield what grew between parent and child statements, pairs in the order of their ids.

    `pairs` are (parent statement, child statement): the child comes from the parent, or credits its
    publisher or exhibit. A pair that names a statement not given, one without its passage, itself, or
    the same pair again yields nothing, and what the child denies or asks has not grown.
    """
    by_id = {s.statement_id: s for s in statements if s.passage_id in passages}
    for parent_id, child_id in sorted(set(pairs)):
        parent, child = by_id.get(parent_id), by_id.get(child_id)
        if parent is None or child is None or parent is child or child.stance is not Stance.ASSERTS:
            continue
        texts = passages[parent.passage_id].text, passages[child.passage_id].text
        for before, after, why in (
            *_climbed(parent, child, texts),
            *_counted(parent, child),
            *_widened(parent, child, texts[1]),
            *_confirmed(texts),
        ):
            yield Drift(
                drift_id=key("drift", parent_id, child_id, before, after),
                from_statement=parent_id,
                to_statement=child_id,
                before=before,
                after=after,
                made=suggested(why),
            )


_Grown = Iterator[tuple[str, str, str]]


@cache
def _ladders() -> tuple[tuple[str, tuple[_Rung, ...]], ...]:
    ladders = load_table("ladders")["ladders"]
    return tuple((row["name"], tuple(_rung(rung) for rung in row["rungs"])) for row in ladders)


def _rung(row: Mapping[str, object]) -> _Rung:
    words = [str(word) for language in LANGUAGES for word in _listed(row.get(language))]
    return _Rung(
        str(row["name"]),
        frozenset(map(str, _listed(row.get("actions")))),
        tuple((phrase_of(word), word) for word in sorted(words, key=lambda w: (-len(w), w))),
    )


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _climbed(parent: Statement, child: Statement, texts: tuple[str, str]) -> _Grown:
    """Yield the ladders on which the child stands higher than the parent, with the words of both."""
    for name, rungs in _ladders():
        low = _reached(rungs, parent, texts[0])
        high = _reached(rungs, child, texts[1])
        if low is not None and high is not None and high[0] > low[0]:
            why = f"{name}: {rungs[low[0]].name} became {rungs[high[0]].name}"
            yield low[1], high[1], why


def _reached(rungs: Sequence[_Rung], statement: Statement, text: str) -> tuple[int, str] | None:
    """Return the highest rung a statement reaches and the word, else the action, that shows it."""
    phrase = phrase_of(text)
    action = statement.event.action.value if statement.event else ""
    for number in range(len(rungs) - 1, -1, -1):
        rung = rungs[number]
        found = _shown(rung.phrases, phrase, text)
        if found or action in rung.actions:
            return number, found or action
    return None


def _shown(words: Sequence[tuple[str, str]], phrase: str, text: str) -> str:
    """Return the first listed word a text has, as near to how it is written there as the list allows."""
    found = [word for folded, word in words if folded in phrase]
    written = fold(text)
    return next((word for word in found if fold(word) in written), found[0] if found else "")


def _counted(parent: Statement, child: Statement) -> _Grown:
    """Yield counts of the same people that are larger than the parent's can be."""
    before = _largest(parent)
    for what, after in sorted(_largest(child).items(), key=lambda row: (row[0][0], sorted(row[0][1]))):
        count = before.get(what)
        top = math.inf if count is None or count.high is None else count.high
        if count is not None and (after.low or 0.0) > top:
            yield count.as_written, after.as_written, f"the count of {what[0]} grew"


def _largest(statement: Statement) -> dict[tuple[str, frozenset[str]], Count]:
    found: dict[tuple[str, frozenset[str]], Count] = {}
    for count in statement.event.counts if statement.event else ():
        what = count.what, content_words(count.whom)
        held = found.get(what)
        if held is None or (count.low or 0.0) > (held.low or 0.0):
            found[what] = count
    return found


def _widened(parent: Statement, child: Statement, text: str) -> _Grown:
    """Yield a wider place that holds the parent's, where the child does not name the parent's at all."""
    here = parent.event.at_place if parent.event else None
    there = child.event.at_place if child.event else None
    if here is None or there is None or place_key(here) == place_key(there):
        return
    is_named = any(phrase_of(name) in phrase_of(text) for name in (here.as_written, here.name) if name)
    if not is_named and lies_within(here, there):
        yield here.as_written, there.as_written, "the place grew wider"


def _confirmed(texts: tuple[str, str]) -> _Grown:
    before, after = (phrase_of(text) for text in texts)
    lost = _shown(_unconfirmed(), before, texts[0])
    if lost and not any(folded in after for folded, _ in _unconfirmed()):
        yield lost, shortened(texts[1], SHOWN), "that it was not confirmed is no longer said"


@cache
def _unconfirmed() -> tuple[tuple[str, str], ...]:
    table = load_table("ladders")["unconfirmed"]
    words = [word for language in LANGUAGES for word in table[language]]
    return tuple((phrase_of(word), word) for word in sorted(words, key=lambda w: (-len(w), w)))

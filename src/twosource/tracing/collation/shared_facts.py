"""Facts two texts share outside shared and quoted words, in the order each of them tells them first."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from twosource.sounding import are_alike
from twosource.tracing.collation.facts import Fact, FactKind
from twosource.tracing.collation.others import OtherReports
from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.collation.values import Block, Span

_JOINTS = frozenset(" \u00a0-–'’.\n")


@dataclass(frozen=True, slots=True)
class Shared:
    """One fact as the parent and as the child tell it, and its place among the facts of each."""

    parent: Fact
    child: Fact
    parent_at: int
    child_at: int


@dataclass(frozen=True, slots=True)
class SharedFacts:
    """The facts of both texts that count, those they share in the child's order, and the names they share.

    In `names` every word of a name stands by itself, for each is spelt. `language` is that of both texts, or
    nothing where they differ.
    """

    parent: tuple[Fact, ...]
    child: tuple[Fact, ...]
    shared: tuple[Shared, ...]
    names: tuple[Shared, ...] = ()
    language: str = ""


def shared_facts(
    parent: Prepared, child: Prepared, others: OtherReports, passages: Sequence[Block]
) -> SharedFacts:
    """Return what two texts tell alike beyond the passages they share.

    What stands in one of the passages is part of it and is left out wherever it is told again; so is what
    stands in quoted primary text, whose facts are its writer's.
    """
    spans = [b.parent for b in passages], [b.child for b in passages]
    in_parent, in_child = told(parent, others, spans[0]), told(child, others, spans[1])
    single = [
        [f for f in told(text, others, outside, is_whole=False) if f.sound is not None]
        for text, outside in zip((parent, child), spans, strict=True)
    ]
    language = child.language if child.language == parent.language else ""
    return SharedFacts(in_parent, in_child, _paired(in_parent, in_child), _paired(*single), language)


def _paired(in_parent: Sequence[Fact], in_child: Sequence[Fact]) -> tuple[Shared, ...]:
    """Pair each fact of the child with one of the parent that may mean the same."""
    shared, used = [], set()
    by_key: dict[tuple[FactKind, str], list[int]] = {}
    for at, fact in enumerate(in_parent):
        by_key.setdefault((fact.kind, fact.key), []).append(at)
    for child_at, fact in enumerate(in_child):
        for at in by_key.get((fact.kind, fact.key), ()):
            if at not in used and same_fact(in_parent[at], fact):
                used.add(at)
                shared.append(Shared(in_parent[at], fact, at, child_at))
                break
    return tuple(shared)


def same_fact(one: Fact, other: Fact) -> bool:
    """Say whether two facts of one kind and key may be the same: names must sound alike too."""
    if one.sound is None or other.sound is None:
        return one.sound is other.sound
    return are_alike(one.sound, other.sound)


def told(
    text: Prepared, others: OtherReports, outside: Sequence[Span] = (), *, is_whole: bool = True
) -> tuple[Fact, ...]:
    """Return the facts of a text, each where it is told first, but for those of the given stretches.

    With `is_whole` a name of several words counts once, by its last word.
    """
    spans = sorted((span.start, span.end) for span in outside)
    starts = [start for start, _ in spans]
    spent: set[tuple[FactKind, str]] = set()
    found: dict[tuple[FactKind, str], Fact] = {}
    for fact in _counted(text, others, is_whole=is_whole):
        at = bisect_right(starts, fact.start) - 1
        if (at >= 0 and fact.start < spans[at][1]) or _is_quoted(text, fact):
            spent.add((fact.kind, fact.key))
        found.setdefault((fact.kind, fact.key), fact)
    return tuple(fact for key, fact in found.items() if key not in spent)


def _counted(text: Prepared, others: OtherReports, *, is_whole: bool) -> Sequence[Fact]:
    """Return the facts of a text without words that are no names: the same beside whatever other text."""
    known = others.counted.get((text, is_whole))
    if known is None:
        known = [fact for fact in text.facts if fact.kind is not FactKind.NAME or others.is_name(fact)]
        known = others.counted[text, is_whole] = _whole_names(known, text) if is_whole else known
    return known


def _whole_names(facts: Sequence[Fact], text: Prepared) -> list[Fact]:
    """Drop each word of a name that another word of it follows."""
    if not facts:
        return []
    kept = [one for one, after in pairwise(facts) if not _is_followed(one, after, text.text)]
    return [*kept, facts[-1]]


def _is_followed(one: Fact, after: Fact, text: str) -> bool:
    if one.kind is not FactKind.NAME or after.kind is not FactKind.NAME or not one.sound or not after.sound:
        return False
    between = text[one.end : after.start].replace("al", "").replace("el", "")
    return len(between) <= 3 and set(between) <= _JOINTS and "\n" not in between and ". " not in between


def _is_quoted(text: Prepared, fact: Fact) -> bool:
    if text.is_paper or not text.quoted.any():
        return False
    at = int(text.words.starts.searchsorted(fact.start, side="right")) - 1
    return at >= 0 and bool(text.quoted[at])


def only_in(one: Prepared, other: Prepared, others: OtherReports) -> tuple[Fact, ...]:
    """Return the facts one text tells and the other does not, each once, in order: shared words included."""
    known: dict[tuple[FactKind, str], list[Fact]] = {}
    for fact in other.facts:
        known.setdefault((fact.kind, fact.key), []).append(fact)
    return tuple(
        fact
        for fact in told(one, others)
        if not any(same_fact(fact, held) for held in known.get((fact.kind, fact.key), ()))
    )

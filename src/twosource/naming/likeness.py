"""How likely two names mean one party, with the reasons in words. It suggests, and never merges.

The probability is a logistic of figures about the pairing of words (`pairing.LOOKS`); its weights are
in `vocabulary/names_measured.toml`, fitted on pairs of which about half were one party. Among pairs
drawn from a case by an index it holds for pairs as hard as those, not for two names drawn at random.
What is known by table (Palmyra is Tadmur) goes before what letters say, and two names that are known
to look alike only (Hassan, Hussein) count against it by a judged weight.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp

from twosource.naming.letters import skeleton_form
from twosource.naming.pairing import LOOKS, Paired, looks_alike_only, looks_of, pair
from twosource.naming.parts import Parts, Word, parts_of
from twosource.naming.words import ANOTHER, OTHER, meet
from twosource.terms import PartyKind, load_table

KNOWN, KNOWN_APART = 0.97, 0.03
LEAST, MOST = 0.01, 0.97
NUMBERED = frozenset(
    {PartyKind.PERSON, PartyKind.GROUP, PartyKind.OFFICE, PartyKind.OUTLET, PartyKind.MONITOR}
)
OTHER_NUMBER, OTHER_NAME = 0.1, 0.3
"""Units, channels and offices are numbered one beside the other: another number is another one. Hassan is not
Hussein, however many letters they share. Both judged: where they stand, no letters outweigh them."""
"""No score of letters claims more than a table does, and none claims that two names cannot be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How probable it is that two names mean one party, and why, the most telling reason first.

    `is_listed` says that a table decided and not the letters.
    """

    p: float
    reasons: tuple[str, ...]
    is_listed: bool = False


def compare(one: str, other: str, kind: PartyKind | None = None) -> Likeness:
    """Return how likely two names mean one party of a kind; without a kind, the names tell which it may be.

    The order of the names does not matter. Empty names and names of unnamed people are never alike.
    """
    first, second = sorted((one.strip(), other.strip()))
    if kind is PartyKind.PLACEHOLDER or not first or not second:
        return Likeness(p=LEAST, reasons=("one of them has no name",))
    return _compared(first, second, kind)


@lru_cache(maxsize=16384)
def _compared(one: str, other: str, kind: PartyKind | None) -> Likeness:
    a, b = parts_of(one, kind), parts_of(other, kind)
    if not a.words or not b.words:
        return Likeness(p=LEAST, reasons=("one of them has no letters",))
    if (listed := _listed(a, b, kind)) is not None:
        return listed
    paired = pair(a, b)
    weights = _weights()
    z = sum(weight * look for weight, look in zip(weights, looks_of(a, b, paired), strict=True))
    p = min(max(1.0 / (1.0 + exp(-max(-30.0, min(30.0, z)))), LEAST), MOST)
    if looks_alike_only(paired):
        p = min(p, OTHER_NAME)
    if kind in NUMBERED and any(meeting.how == OTHER for *_, meeting in paired.met):
        p = min(p, OTHER_NUMBER)
    return Likeness(p=p, reasons=tuple(_reasons(a, b, paired)))


@cache
def _weights() -> tuple[float, ...]:
    table: dict[str, float] = load_table("names_measured")["weights"]
    return tuple(table[look] for look in LOOKS)


def threshold() -> float:
    """Return from which probability on a pair counts as one party in the measured figures."""
    return float(load_table("names_measured")["threshold"])


def measured(p: float) -> str:
    """Return how often pairs with such a probability were one party where it was measured, as a sentence."""
    bands = load_table("names_measured")["bands"]
    band = next((b for b in bands if b["low"] <= p < b["high"]), bands[-1])
    return f"of {band['n']} such pairs in the test, {band['right']} were one"


@cache
def known_names() -> dict[str, int]:
    """Return, per folded name, the number of the body or place that our tables know under it.

    Of two rows that share a name the first has it. Names of two letters count in capitals only.
    """
    rows: list[list[str]] = list(load_table("names")["known_as"]["rows"])
    outlets = load_table("outlets")
    rows += [row for kind in PartyKind for row in outlets.get(kind.value, ())]
    found: dict[str, int] = {}
    merged: dict[str, int] = {}
    for number, row in enumerate(rows):
        first = merged.setdefault(table_key(row[0]), number)
        for name in row:
            found.setdefault(table_key(name), first)
    return found


def table_key(name: str) -> str:
    """Return a name as tables hold it: plain words, Arabic ones without article; short ones as written."""
    parts = parts_of(name, PartyKind.GROUP)
    words = [skeleton_form(w.plain).removeprefix("ال") if w.is_arabic else w.plain for w in parts.words]
    whole = " ".join(words)
    return name.strip() if len(whole) <= 2 else whole


def _listed(a: Parts, b: Parts, kind: PartyKind | None) -> Likeness | None:
    if kind is PartyKind.PERSON:
        return None
    one, other = (known_names().get(table_key(_written(parts))) for parts in (a, b))
    if one is None or other is None:
        return None
    if one == other:
        return Likeness(p=KNOWN, reasons=("our tables know both as names of one",), is_listed=True)
    return Likeness(p=KNOWN_APART, reasons=("our tables know them as two",), is_listed=True)


def _written(parts: Parts) -> str:
    return " ".join(word.written for word in parts.every)


def _reasons(a: Parts, b: Parts, paired: Paired) -> Iterator[str]:
    """Yield why, in words: what speaks against it first, because that is what a person must see."""
    for one in paired.left:
        for other in paired.right:
            if meet(one, other).how == ANOTHER:
                yield f"{one.written} and {other.written} are two names"
    if paired.left and paired.right:
        yield f"{_told(paired.left)} stands against {_told(paired.right)}"
    elif paired.left or paired.right:
        yield f"{_told((*paired.left, *paired.right))} stands in one of them only"
    for one, other, meeting in sorted(paired.met, key=lambda row: row[2].alike):
        if meeting.alike < 1.0:
            yield f"{one.written} and {other.written}: {meeting.how}"
    same = [one for one, _, meeting in paired.met if meeting.alike == 1.0]
    if same:
        yield f"both have {_told(same)}"
    if paired.is_reordered:
        yield "the words stand in another order"
    if a.forms and b.forms and set(a.forms) != set(b.forms):
        yield "the legal forms differ"
    left_out = dict.fromkeys((*a.left_out, *b.left_out))
    if left_out:
        yield f"left out of comparing: {', '.join(left_out)}"


def _told(words: tuple[Word, ...] | list[Word]) -> str:
    return " ".join(word.written for word in words)

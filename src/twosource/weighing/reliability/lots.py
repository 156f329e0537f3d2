"""From entries of a record to lots: how many separate verdicts they are worth, and how good the checks were.

Items that came at once are alike: n of them with correlation r are worth n / (1 + (n - 1) r) separate ones,
and an entry of several items is a batch of its own. Several words on one matter weigh as one. How like the
present matter an item is, and how old, are powers of its likelihood (a power prior).

By hand: 22,000 papers of one batch, all right, r = 1: one lot of 1. The same with r = .3: a lot of 3.3.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from twosource.errors import UsageError
from twosource.evidence.quoting import within_marks
from twosource.evidence.reliability import TrackEntry, Truth
from twosource.weighing.reliability.settings import ReliabilitySettings

DAYS_A_YEAR = 365.25
MOST_ITEMS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Lot:
    """Verdicts that weigh alike: `n` separate ones, the chance a failure is known, how good the check was."""

    is_asserted: bool
    is_true: bool
    n: float
    unseen: float
    quality: float


def rests_on(entry: TrackEntry, claim_ids: Collection[str], exhibit_ids: Collection[str] = ()) -> bool:
    """Say whether an entry rests on the claims in question, or on an exhibit they rest on."""
    return entry.about_claim in claim_ids or not set(entry.evidence).isdisjoint(exhibit_ids)


def check_entry(entry: TrackEntry) -> None:
    """Raise UsageError for an entry that is no record: a sentence for each way in which it can be wrong."""
    if not 1 <= entry.n <= MOST_ITEMS:
        raise _bad(entry, f"counts {entry.n:,} items; a record counts from 1 to {MOST_ITEMS:,}.")
    shares: dict[str, float | None] = {"quality": entry.quality, "exchange": entry.exchange}
    shares |= {"unseen": entry.unseen, "alike": entry.alike}
    for name, value in shares.items():
        if value is not None and not (isfinite(value) and 0.0 <= value <= 1.0):
            raise _bad(entry, f"gives {name} {value:g}; it goes from 0 to 1.")
    if entry.unseen == 0.0 and entry.is_asserted and entry.truth is Truth.FALSE:
        raise _bad(entry, "says that no failure could ever become known, and is itself a known failure.")


def _bad(entry: TrackEntry, problem: str) -> UsageError:
    return UsageError(
        f"The entry “{within_marks(entry.text)}” {problem}",
        safe="Nothing was computed from it.",
        remedy="Take it back with `twosource track --undo` or mend it in case.toml.",
    )


def lots_of(
    entries: Iterable[TrackEntry], settings: ReliabilitySettings, today: date | None = None
) -> tuple[Lot, ...]:
    """Return the lots of a record, in an order that does not depend on that of the entries.

    Open matters and those dated after `today` weigh nothing; so does what rests on nobody's check (quality
    0). Raises UsageError for an entry that is none.
    """
    counted = sorted(
        (e for e in entries if is_weighed(e, today)),
        key=lambda e: e.entry_id,
    )
    for entry in counted:
        check_entry(entry)
    words = Counter(matter_of(e) for e in counted)
    share = _share_of_batch(counted, words, settings)
    found: dict[tuple[bool, bool, float, float], list[float]] = defaultdict(list)
    for entry in counted:
        n = entry.n * share[_batch(entry)] * entry.exchange * _recency(entry, settings, today)
        unseen = settings.unseen if entry.unseen is None else entry.unseen
        kind = (entry.is_asserted, entry.truth is Truth.TRUE, unseen, entry.quality)
        found[kind].append(n / words[matter_of(entry)])
    return tuple(Lot(a, t, sum(sorted(ns)), s, q) for (a, t, s, q), ns in sorted(found.items()) if sum(ns))


@dataclass(frozen=True, slots=True)
class Batch:
    """Items that came at once: the name people gave it, how many, and what they are worth together."""

    name: str
    n_items: float
    worth: float


def batches_of(entries: Iterable[TrackEntry], settings: ReliabilitySettings) -> tuple[Batch, ...]:
    """Return the batches of entries that weigh, largest first."""
    counted = sorted(entries, key=lambda e: e.entry_id)
    words = Counter(matter_of(e) for e in counted)
    share = _share_of_batch(counted, words, settings)
    sizes: dict[tuple[str, ...], float] = defaultdict(float)
    names: dict[tuple[str, ...], str] = {}
    for entry in counted:
        sizes[_batch(entry)] += entry.n / words[matter_of(entry)]
        names[_batch(entry)] = entry.batch
    found = [Batch(names[b], sizes[b], sizes[b] * share[b]) for b in sizes]
    return tuple(sorted(found, key=lambda b: (-b.n_items, b.name)))


def is_weighed(entry: TrackEntry, today: date | None) -> bool:
    """Say whether an entry weighs at all: it turned out, and not in the future."""
    return entry.truth is not Truth.OPEN and not is_ahead(entry, today)


def is_ahead(entry: TrackEntry, today: date | None) -> bool:
    """Say whether an entry is dated in the future: what has not happened has not turned out."""
    start = entry.at_span.start
    return today is not None and start is not None and start > today


def matter_of(entry: TrackEntry) -> tuple[str, str, str]:
    """Return what makes two entries one matter: party, batch and words, as they are compared."""
    words = unicodedata.normalize("NFC", " ".join(entry.text.split())).casefold()
    return entry.party_id, entry.batch, words


def _batch(entry: TrackEntry) -> tuple[str, ...]:
    """Return the batch of an entry; without one, all words on the same matter are its own."""
    if entry.batch:
        return entry.party_id, entry.batch
    return ("", *matter_of(entry))


def _share_of_batch(
    entries: Sequence[TrackEntry], words: Counter[tuple[str, str, str]], settings: ReliabilitySettings
) -> dict[tuple[str, ...], float]:
    """Return, per batch, what one of its items is worth: 1 / (1 + (n - 1) r), r the largest anybody gave."""
    sizes: dict[tuple[str, ...], float] = defaultdict(float)
    alike: dict[tuple[str, ...], float] = defaultdict(float)
    for entry in entries:
        batch = _batch(entry)
        sizes[batch] += entry.n / words[matter_of(entry)]
        given = settings.alike if entry.alike is None else entry.alike
        alike[batch] = max(alike[batch], given)
    return {b: 1.0 / (1.0 + max(sizes[b] - 1.0, 0.0) * alike[b]) for b in sizes}


def _recency(entry: TrackEntry, settings: ReliabilitySettings, today: date | None) -> float:
    """Return the weight of an item by its age: halved every `half_life` years; 1 where no date is known."""
    day = entry.at_span.start or entry.at_span.end
    if settings.half_life is None or today is None or day is None:
        return 1.0
    return float(0.5 ** (max((today - day).days, 0) / DAYS_A_YEAR / settings.half_life))

"""What a reader has to know of a grade beside the figures: what was assumed, left out, counted as one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from twosource.evidence.reliability import Grade, TrackEntry, Truth
from twosource.terms import likelihood_ratio_word
from twosource.weighing.reliability.admiralty import letter_of
from twosource.weighing.reliability.judged import CANNOT_JUDGE, judged
from twosource.weighing.reliability.lots import (
    Batch,
    batches_of,
    is_ahead,
    is_weighed,
    lots_of,
    matter_of,
)
from twosource.weighing.reliability.modes import ModeReading, yardstick
from twosource.weighing.reliability.posterior import FLAT, Beta, items_worth, posterior_of
from twosource.weighing.reliability.settings import ReliabilitySettings
from twosource.weighing.words import figure, quoted

MOST_BATCHES = 4
MANY_ALIKE = 10
"""From so many entries on it is said that all of them count as fully like the present matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is held of a party before its record, and where that comes from."""

    beta: Beta = FLAT
    kind: str = ""
    is_given: bool = False
    is_learnt: bool = False
    n_others: int = 0
    grades: tuple[Grade, ...] = ()
    left: tuple[Grade, ...] = ()


def notes_on(
    kept: Sequence[TrackEntry],
    left_out: Sequence[TrackEntry],
    prior: Prior,
    modes: ModeReading | None,
    *,
    settings: ReliabilitySettings,
    today: date | None,
) -> Iterator[str]:
    """Yield the notes, what changes the reading of the grade most first."""
    weighed = [e for e in kept if is_weighed(e, today)]
    yield from _at_one_time(weighed, prior, settings, today)
    large = [batch for batch in batches_of(weighed, settings)[1:] if batch.n_items > 1]
    yield from map(batch_sentence, large[:MOST_BATCHES])
    if rest := large[MOST_BATCHES:]:
        yield f"So are those of {len(rest):,} more: together {sum(b.worth for b in rest):,.1f} items."
    if modes is not None and any(e.is_asserted for e in weighed):
        yield ratio_sentence(modes, all(e.truth is Truth.TRUE for e in weighed if e.is_asserted))
    if left_out:
        yield (
            f"{_entries(len(left_out))} on the claim in question: a grade is worked out without the item "
            "that it grades."
        )
    yield from _unweighed(kept, today)
    yield from _assumed(weighed, settings)
    yield from _on_prior(prior)
    if weighed and all(e.is_asserted for e in weighed):
        yield (
            "Only what it asserted is on record, so how often it asserts what is false, and keeps silent on "
            "what is true, cannot be said."
        )


def _at_one_time(
    weighed: Sequence[TrackEntry], prior: Prior, settings: ReliabilitySettings, today: date | None
) -> Iterator[str]:
    """Yield what the record would be worth were all of one day, or of the same words, one delivery.

    Whoever splits one delivery into boxes, or enters one matter under several batches, counts it as often.
    """
    times: dict[tuple[str, str], set[tuple[str, str]]] = {}
    merged = []
    for entry in (e for e in weighed if e.is_asserted):
        span, words = entry.at_span, matter_of(entry)[2]
        day = span.start.isoformat() if span.start is not None and span.start == span.end else ""
        time = (entry.party_id, day or words)
        times.setdefault(time, set()).add((entry.batch, "" if entry.batch else words))
        merged.append(replace(entry, batch=f"at once {time[1]}"))
    several = [len(batches) for batches in times.values() if len(batches) > 1]
    if several:
        lots = lots_of(merged, settings, today)
        n = items_worth(lots)
        letter = letter_of(posterior_of(lots, prior.beta, share=settings.range_share).mean, n)
        yield (
            f"{sum(several):,} batches or matters of it share a day, or their words, with another. Had what "
            f"shares them come at once, its record would be worth {n:,.1f} items, and its letter be {letter}."
        )


def _entries(n: int) -> str:
    return "1 entry is left out, which rests" if n == 1 else f"{n} entries are left out, which rest"


def batch_sentence(batch: Batch) -> str:
    """Say what many items that came at once are worth: "22,000 papers handed over once are about one"."""
    name = f" ({quoted(batch.name)})" if batch.name else ""
    worth = "about one item" if batch.worth < 1.05 else f"about {batch.worth:.1f} items"
    return f"{batch.n_items:,.0f} items that came at once{name} are worth {worth} that stood for itself."


def ratio_sentence(modes: ModeReading, all_genuine: bool) -> str:
    """Say what the record is worth for the next paper, beside what one to five leaks are worth at best."""
    least, most = yardstick()
    said = "“All earlier leaks proved genuine”" if all_genuine else "The whole record"
    ratio = modes.ratio if modes.ratio >= 1.0 else 1.0 / modes.ratio
    way = "the next is genuine" if modes.ratio >= 1.0 else "the next is forged"
    return (
        f"{said} is worth a likelihood ratio of {ratio:.1f} that {way} "
        f"({likelihood_ratio_word(modes.ratio)}). One to five leaks, each checked for itself, are worth "
        f"{least:.1f} to {most:.1f}: whoever means to have one forged paper believed passes on true ones "
        "first."
    )


def _unweighed(kept: Sequence[TrackEntry], today: date | None) -> Iterator[str]:
    is_open = sum(e.truth is Truth.OPEN for e in kept)
    ahead = sum(is_ahead(e, today) for e in kept)
    if is_open:
        yield f"{_of_its(is_open, 'matters')} open and {_weigh(is_open)} nothing."
    if ahead:
        yield f"{_of_its(ahead, 'entries')} dated in the future and {_weigh(ahead)} nothing."
    words = Counter(matter_of(e) for e in kept if is_weighed(e, today))
    repeated = sum(n for n in words.values() if n > 1)
    if repeated:
        yield (
            f"{repeated} of its entries are words on the same matter as another: the words on one matter "
            "weigh as one."
        )


def _of_its(n: int, what: str) -> str:
    return f"{n} of its {what} {'is' if n == 1 else 'are'}"


def _weigh(n: int) -> str:
    return "weighs" if n == 1 else "weigh"


def _assumed(weighed: Sequence[TrackEntry], settings: ReliabilitySettings) -> Iterator[str]:
    if any(e.unseen is None and e.is_asserted for e in weighed):
        yield (
            "Nobody said how readily a failure would have become known, relative to a success: "
            f"{figure(settings.unseen)} is assumed."
        )
    if len([e for e in weighed if e.is_asserted]) >= MANY_ALIKE and all(e.exchange == 1.0 for e in weighed):
        yield (
            "Every entry counts as fully like the present matter: nobody said that one is less so. Many that "
            "were easy make a letter that says little of a hard one."
        )
    if settings.half_life is not None:
        years = "year" if settings.half_life == 1.0 else f"{settings.half_life:g} years"
        undated = sum(not e.at_span.is_known for e in weighed)
        said = f"; {undated} without a date weigh in full" if undated else ""
        yield f"An item weighs half as much every {years}{said}."


def _on_prior(prior: Prior) -> Iterator[str]:
    used = [grade for grade in prior.grades if grade.letter != CANNOT_JUDGE]
    if len(used) > 1:
        listed = ", ".join(f"{g.letter}{g.number} ({g.standard}, {g.made.who})" for g in used)
        yield (
            f"Given elsewhere: {listed}. Used together as one weak prior worth {judged().grade_items:g} "
            "items, and not counted as a record; the same grade entered by several people is one grade."
        )
    for grade in prior.grades:
        given = f"{grade.letter}{grade.number} ({grade.standard}, {grade.made.who})"
        if grade.letter == CANNOT_JUDGE:
            yield (
                f"Given elsewhere: {given}. F says that nobody could judge; it is no bad grade and weighs "
                "nothing."
            )
        elif len(used) == 1:
            yield (
                f"Given elsewhere: {given}. Used as a weak prior worth {judged().grade_items:g} items, and "
                "not counted as a record."
            )
        if grade.number == "6":
            yield "The 6 in it says that nobody could judge the claim: it is missing, and no bad grade."
    for grade in prior.left:
        given = f"{grade.letter}{grade.number} ({grade.standard})"
        yield f"The grade {given} was given for this very claim and is left out."
    if prior.is_learnt:
        a, b = prior.beta
        yield (
            f"Before its record it is taken for one of its kind ({prior.kind}; {prior.n_others} others): "
            f"right with {figure(a / (a + b))}, worth {a + b:g} items."
        )
    elif not prior.is_given:
        yield (
            f"Too few others of its kind ({prior.kind}) have a record to learn from ({prior.n_others}; it "
            f"takes {judged().least_parties}): without its record, no share of right assertions is held "
            "likelier than another."
        )

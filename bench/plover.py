"""Events: what one side does to another, as PLOVER's roots and quad classes, and whole triples from text.

Data: `events/plover/`. Classes: the sentence with source and target marked, as in Zero-Shot-PLOVER.
Triples: the text of a gold record goes through the product and nothing is marked. The open
`train.tsv` is what the tagger was taught on: there the figure only says that it learnt, and the group
says so; the model card has the cross-validated figure, and held-out sentences an honest one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bench.attribution_reading import Words, rendition_of
from bench.corpora import Span
from bench.corpora_meaning import ActionCase, GoldRecord, plover_cases, plover_records
from bench.runner import Case, Report, Result
from bench.span_scores import Tally, macro_f1, most_probable
from bench.taggers import is_same_file, tagger_at_hand
from twosource.attributing import AttributeSettings, attribute
from twosource.attributing.tokens import fold_phrase, tokenise
from twosource.evidence.events import Event
from twosource.evidence.testimony import Statement
from twosource.ports import Range, Tagger
from twosource.terms import Action, load_table

NAME = "events"
OPEN_SHA256 = "b184c7623cb05a48011adabd951f1a7f7efa8c80059ef4dc12c3d3231de5f5d3"
QUADS: Mapping[str, int] = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "AID": 2,
    "COOPERATE": 2,
    "YIELD": 2,
    "ACCUSE": 3,
    "REJECT": 3,
    "REQUEST": 3,
    "THREATEN": 3,
    "ASSAULT": 4,
    "COERCE": 4,
    "MOBILIZE": 4,
    "PROTEST": 4,
    "SANCTION": 4,
}
RENAMED: Mapping[str, str] = {
    "CONCEDE": "YIELD",
    "RETREAT": "YIELD",
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
}
REFERENCES = {
    "quad macro-F1": "test part: ZSP .8925, TF-IDF+SVM .786",
    "root macro-F1": "test part: ZSP .8211, TF-IDF+SVM .665",
}
TARGETS = {"quad macro-F1": "> .786, aim .90", "root macro-F1": "> .665, aim .83"}
_STOP = frozenset(
    {"the", "a", "an", "of", "in", "and", "its", "their", "his", "her", "to", "for", "on", "at", "by"}
)
NO_EVENT = "none"


def run(data: Path) -> Report:
    """Measure classes and triples. Raises DataMissingError."""
    cases = plover_cases(data)
    records, n_unreadable = plover_records(data)
    tagger = tagger_at_hand()
    is_open = is_same_file(data / "events" / "plover" / "train.tsv", OPEN_SHA256)
    ruled = [roots_of(case, tagger=None) for case in cases]
    ours = [by_tagger(case, tagger) for case in cases] if tagger is not None else ruled
    results = [*_class_results(cases, ours, ruled, is_open=is_open, has_tagger=tagger is not None)]
    results += _triple_results(records, n_unreadable, tagger)
    frozen = (Case(case_id=c.case_id, values={"root": o.root}) for c, o in zip(cases, ours, strict=True))
    return Report(results=tuple(results), cases=tuple(frozen))


@dataclass(frozen=True, slots=True)
class Coded:
    """A root and a quad class as something codes a sentence; `none` and 0 where it sees no event."""

    root: str
    quad: int


def by_tagger(case: ActionCase, tagger: Tagger) -> Coded:
    """Return what a tagger makes of a sentence: the likeliest root, the quad class with most probability."""
    tokens = tokenise(case.text, 0, len(case.text))
    words = Words([(token.start, token.end) for token in tokens])
    p = tagger.actions([t.text for t in tokens], range_of(words, case.source), range_of(words, case.target))
    if not p:
        return Coded(NO_EVENT, 0)
    quads = {str(quad): 0.0 for quad in (1, 2, 3, 4)}
    for root, share in p.items():
        quads[str(QUADS[renamed(root)])] += share
    return Coded(renamed(most_probable(p)), int(most_probable(quads)))


def range_of(words: Words, span: Span | None) -> Range:
    """Return the tokens a span covers; (0, 0) for one that is not written."""
    numbers = words.within([span]) if span is not None else frozenset()
    return (min(numbers), max(numbers) + 1) if numbers else (0, 0)


def renamed(root: str) -> str:
    """Return a root as the 15 of Zero-Shot-PLOVER call it."""
    return RENAMED.get(root, root)


def root_of(action: Action) -> str:
    """Return the root an action of the product falls under, as `action.toml` joins them; else `none`."""
    rows = {row["value"]: str(row.get("plover", "")) for row in load_table("action")["terms"]}
    root = renamed(rows.get(action.value, ""))
    return root if root in QUADS else NO_EVENT


def roots_of(case: ActionCase, *, tagger: Tagger | None) -> Coded:
    """Return what the product's own events say: of the one whose actor and object are likest those marked."""
    found = [(event, root_of(event.action)) for event in events_of(case.text, tagger)]
    rated = [
        (-_n_met(event, case), number)
        for number, (event, root) in enumerate(found)
        if root != NO_EVENT and not (event.is_negated and root != "REJECT")
    ]
    if not rated:
        return Coded(NO_EVENT, 0)
    root = found[min(rated)[1]][1]
    return Coded(root, QUADS[root])


def _n_met(event: Event, case: ActionCase) -> int:
    source = case.text[slice(*case.source)] if case.source else ""
    target = case.text[slice(*case.target)] if case.target else ""
    return 2 * shares_a_word(event.actor, source) + any(
        shares_a_word(thing, target) for thing in (event.object, event.counterpart)
    )


def events_of(text: str, tagger: Tagger | None) -> list[Event]:
    """Return the events the product finds in a text, each once, in the order of its statements."""
    settings = AttributeSettings()
    outcomes = attribute([rendition_of(text)], known=(), settings=settings, tagger=tagger)
    found = [
        value.event
        for outcome in outcomes
        for value in outcome.values
        if isinstance(value, Statement) and value.event is not None
    ]
    return list(dict.fromkeys(found))


def shares_a_word(one: str, other: str) -> bool:
    """Say whether two descriptions have a word in common that is no article or preposition."""
    return bool(_content_words(one) & _content_words(other))


def _content_words(phrase: str) -> frozenset[str]:
    return frozenset(fold_phrase(phrase)) - _STOP


def _class_results(
    cases: Sequence[ActionCase],
    ours: Sequence[Coded],
    ruled: Sequence[Coded],
    *,
    is_open: bool,
    has_tagger: bool,
) -> Iterator[Result]:
    known = "the open part, taught on it" if is_open else "sentences it was not taught on"
    group = f"PLOVER, {known}, model" if has_tagger else "PLOVER, rules, no model"
    pairs: Mapping[str, Callable[[Sequence[Coded]], list[str]]] = {
        "quad macro-F1": lambda coded: [str(one.quad) for one in coded],
        "root macro-F1": lambda coded: [one.root for one in coded],
    }
    truth = [Coded(case.root, case.quad) for case in cases]
    for metric, of in pairs.items():
        yield Result(
            benchmark=NAME,
            metric=metric,
            group=group,
            ours=macro_f1(of(truth), of(ours)),
            n=len(cases),
            peer=macro_f1(of(truth), of(ruled)) if has_tagger else None,
            peer_name="rules alone" if has_tagger else "",
            reference=REFERENCES[metric],
            target=TARGETS[metric],
        )


@dataclass(frozen=True, slots=True)
class Triple:
    """Who did what to whom, in words; the target may be missing."""

    source: str
    root: str
    targets: tuple[str, ...]


def gold_triples(record: GoldRecord) -> list[Triple]:
    """Return a record's triples: every source with every other target, or with none where none is marked."""
    root = renamed(record.root)
    pairs = [(a, b) for a, b in product(record.sources, record.targets) if a != b]
    if not pairs:
        return [Triple(_in(record, span), root, ()) for span in record.sources]
    return [Triple(_in(record, a), root, (_in(record, b),)) for a, b in pairs]


def _in(record: GoldRecord, span: Span) -> str:
    return record.text[slice(*span)]


def our_triples(text: str, tagger: Tagger | None) -> list[Triple]:
    """Return the product's triples: an event with an actor, and its object and counterpart as targets."""
    found = []
    for event in events_of(text, tagger):
        root = root_of(event.action)
        if event.actor and root != NO_EVENT:
            targets = tuple(thing for thing in (event.object, event.counterpart) if thing)
            found.append(Triple(event.actor, root, targets))
    return found


def n_right(ours: Sequence[Triple], gold: Sequence[Triple]) -> int:
    """Return how many true triples are met, each by another one of ours."""
    free, right = list(ours), 0
    for true in gold:
        match = next((one for one in free if is_met(one, true)), None)
        if match is not None:
            free.remove(match)
            right += 1
    return right


def is_met(ours: Triple, true: Triple) -> bool:
    """Say whether root is the same and source and target share a word; no target asks for none."""
    if ours.root != true.root or not shares_a_word(ours.source, true.source):
        return False
    return not true.targets or any(shares_a_word(a, b) for a in ours.targets for b in true.targets)


def _triple_results(
    records: Sequence[GoldRecord], n_unreadable: int, tagger: Tagger | None
) -> Iterator[Result]:
    ruled = triples(records, None)
    ours = triples(records, tagger) if tagger is not None else ruled
    way = "product" if tagger is not None else "product, rules, no model"
    group = f"gold records, end to end, {way} ({n_unreadable} unreadable)"
    for metric, figure, beside in (
        ("triple F1", ours.f1, ruled.f1),
        ("triple precision", ours.precision, ruled.precision),
    ):
        yield Result(
            benchmark=NAME,
            metric=metric,
            group=group,
            ours=figure,
            n=ours.true,
            peer=beside if tagger is not None else None,
            peer_name="rules alone" if tagger is not None else "",
            reference="none published",
        )


def triples(records: Iterable[GoldRecord], tagger: Tagger | None) -> Tally:
    """Return the counts of triples over all records."""
    tally = Tally()
    for record in records:
        gold, ours = gold_triples(record), our_triples(record.text, tagger)
        tally.right += n_right(ours, gold)
        tally.given += len(ours)
        tally.true += len(gold)
    return tally

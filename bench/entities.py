"""Entities: names and descriptions of actors, places and things in reporting from Syria and Iraq (re3d).

Data: `entities/re3d/dev.txt`. Exact spans with their type, micro over all and per type. The rules
know people, organisations and places only, as mentions that may speak; they stand beside.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import fmean

from bench.attribution import written
from bench.attribution_reading import read
from bench.corpora import Spanned, Tagged, re3d, spans_of
from bench.runner import Case, Report, Result
from bench.span_scores import Tally
from bench.taggers import tagger_at_hand
from twosource.attributing.mentions import Mention
from twosource.ports import Tagger
from twosource.terms import PartyKind

NAME = "entities"
BATCH = 64
MICRO, MACRO = "all types, micro", "mean over types"
REFERENCES = {MACRO: "test part: BERT .634, best ConfliBERT .664"}
TARGETS = {MICRO: "> .634, aim .70"}
PEOPLE = frozenset({PartyKind.PERSON, PartyKind.PLACEHOLDER})


def run(data: Path) -> Report:
    """Measure the development part. Raises DataMissingError."""
    sentences = re3d(data, "dev")
    tagger = tagger_at_hand()
    ruled = by_type(sentences, by_mentions(sentences))
    ours = by_type(sentences, by_tagger(sentences, tagger)) if tagger is not None else ruled
    return Report(
        results=tuple(_results(ours, ruled if tagger is not None else None)), cases=tuple(_cases(ours))
    )


def by_tagger(sentences: Sequence[Tagged], tagger: Tagger) -> Iterator[list[Spanned]]:
    """Yield, per sentence, the names a tagger marks with its word for their kind."""
    for start in range(0, len(sentences), BATCH):
        batch = sentences[start : start + BATCH]
        for marked in tagger.mark([sentence.tokens for sentence in batch]):
            yield [Spanned(*name.range, name.kind) for name in marked.names]


def by_mentions(sentences: Iterable[Tagged]) -> Iterator[list[Spanned]]:
    """Yield, per sentence, the mentions the rules find in its tokens written with spaces between them."""
    for sentence in sentences:
        text, words = written(sentence.tokens)
        found = []
        for item, _ in read(text, None):
            for mention in item.mentions:
                span = item.tokens[mention.first].start, item.tokens[mention.last - 1].end
                numbers = words.within([span])
                if numbers:
                    found.append(Spanned(min(numbers), max(numbers) + 1, kind_of(mention)))
        yield found


def kind_of(mention: Mention) -> str:
    """Return re3d's word for what a mention is."""
    if mention.is_place:
        return "Location"
    return "Person" if mention.kind in PEOPLE else "Organisation"


def by_type(sentences: Sequence[Tagged], found: Iterable[Sequence[Spanned]]) -> dict[str, Tally]:
    """Return exact counts per type of the truth, and over all types."""
    truth = [spans_of(sentence.labels) for sentence in sentences]
    kinds = sorted({span.kind for spans in truth for span in spans})
    tallies = {MICRO: Tally()} | {kind: Tally() for kind in kinds}
    for true, given in zip(truth, found, strict=True):
        tallies[MICRO].add(given, true)
        for kind in kinds:
            tallies[kind].add((s for s in given if s.kind == kind), (s for s in true if s.kind == kind))
    return tallies


def macro(tallies: dict[str, Tally]) -> float:
    """Return the plain mean of the F1 of every type."""
    return fmean(tally.f1 for kind, tally in tallies.items() if kind != MICRO)


def _results(ours: dict[str, Tally], ruled: dict[str, Tally] | None) -> Iterator[Result]:
    way = "model" if ruled is not None else "rules, no model"
    figures = {kind: (tally.f1, tally.true) for kind, tally in ours.items()}
    figures[MACRO] = (macro(ours), ours[MICRO].true)
    beside = {MACRO: macro(ruled)} | {k: t.f1 for k, t in ruled.items()} if ruled is not None else {}
    for group, (figure, n) in figures.items():
        yield Result(
            benchmark=NAME,
            metric="exact span F1",
            group=f"re3d, {group}, {way}",
            ours=figure,
            n=n,
            peer=beside.get(group),
            peer_name="rules alone" if beside else "",
            reference=REFERENCES.get(group, ""),
            target=TARGETS.get(group, ""),
        )


def _cases(ours: dict[str, Tally]) -> Iterator[Case]:
    for kind, tally in ours.items():
        values = {"right": tally.right, "given": tally.given, "true": tally.true}
        yield Case(case_id=kind, values=values)

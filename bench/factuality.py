"""Factuality: how certain events sound, from -3 (certainly not so) over 0 (open) to 3 (certainly so).

Data: `factuality/`. UW and MEANTIME give a figure per event word: mean absolute error and Pearson r
over the words that have one. CommitmentBank gives one per clause: r alone is asked for. Three ways:
the rules' own figure, the tagger's, and the product's, which joins them and where somebody embeds a
clause asks the fitted model of belief. That model was fitted to the open CommitmentBank: there the group
says so, and its card has the cross-validated figure.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.attribution import written
from bench.attribution_reading import Heard, read
from bench.corpora import Span
from bench.corpora_meaning import Commitment, FactSentence, commitments, fact_sentences
from bench.runner import Report, Result
from bench.span_scores import mean_absolute_error, pearson
from bench.taggers import is_same_file, tagger_at_hand
from twosource.attributing.factuality import factuality_of
from twosource.attributing.factuality.believing import belief_in
from twosource.attributing.factuality.operators import operators_for
from twosource.attributing.factuality.reading import turning_word
from twosource.attributing.frames import Parsed
from twosource.ports import Marked, Tagger
from twosource.tagging import TaggerSettings
from twosource.terms import load_table

NAME = "factuality"
OPEN_SHA256 = "84a97b65c84692d70c4fb5f4ecad0855017615d07547877a072fbcbc1cff313e"
CORPORA = ("uw", "meantime")
REFERENCES = {
    ("uw", "MAE"): "best published, test part: .399",
    ("uw", "r"): "best published, test part: .668",
    ("meantime", "MAE"): "best published, test part: .243",
    ("meantime", "r"): "best published, test part: .412",
}
TARGETS = {
    ("uw", "MAE"): "< .399, aim .35",
    ("uw", "r"): "> .668, aim .80",
    ("meantime", "MAE"): "< .243, aim .20",
    ("meantime", "r"): "> .412, aim .60",
}
CERTAIN = 3.0
# Annotators say which words are events, so the tagger is not asked that here.
EVERY_WORD = TaggerSettings(least_event=0.0)
BATCH = 64


@dataclass(frozen=True, slots=True)
class Figures:
    """True and given figures of some events, and how many of the given ones are there only as `CERTAIN`."""

    true: tuple[float, ...]
    given: tuple[float, ...]
    n_silent: int = 0


def run(data: Path) -> Report:
    """Measure both parts of events and the clauses. Raises DataMissingError."""
    tagger = tagger_at_hand()
    ready = tagger_at_hand(EVERY_WORD) if tagger is not None else None
    results: list[Result] = []
    for corpus in CORPORA:
        sentences = fact_sentences(data, corpus, "dev")
        ways = {"rules": by_product(sentences, None)}
        if tagger is not None and ready is not None:
            ways |= {"model": by_tagger(sentences, ready), "product": by_product(sentences, tagger)}
        results += _event_results(corpus, ways)
    clauses = commitments(data)
    is_open = is_same_file(data / "factuality" / "commitmentbank.csv", OPEN_SHA256)
    results += _clause_results(clauses, tagger, is_open=is_open)
    return Report(results=tuple(results))


def by_tagger(sentences: Sequence[FactSentence], tagger: Tagger) -> Figures:
    """Return a tagger's figures for the event words, given the tokens as they are."""
    given: list[float | None] = []
    for start in range(0, len(sentences), BATCH):
        batch = sentences[start : start + BATCH]
        for sentence, marked in zip(batch, tagger.mark([s.tokens for s in batch]), strict=True):
            given += [figure_at(marked, number) for number in events_in(sentence)]
    return figures_of(sentences, given)


def figure_at(marked: Marked, number: int) -> float | None:
    """Return a tagger's figure for a token, or None where it holds it to be no event."""
    if number >= len(marked.factuality) or math.isnan(marked.factuality[number]):
        return None
    return marked.factuality[number]


def by_product(sentences: Sequence[FactSentence], tagger: Tagger | None) -> Figures:
    """Return the product's figures for the event words, its tokens written with spaces between them."""
    given: list[float | None] = []
    for sentence in sentences:
        text, words = written(sentence.tokens)
        heard = read(text, tagger)
        given += [score_at(heard, words.places[number]) for number in events_in(sentence)]
    return figures_of(sentences, given)


def events_in(sentence: FactSentence) -> list[int]:
    """Return the tokens that annotators gave a figure."""
    return [number for number, value in enumerate(sentence.values) if value is not None]


def score_at(heard: Heard, span: Span) -> float | None:
    """Return how certain the word at a span of code points sounds to the product, or None."""
    found = token_at(heard, span)
    if found is None:
        return None
    item, at = found
    factuality = factuality_of(item, None, at, marked=item.marked)
    return factuality.score if factuality is not None else None


def token_at(heard: Heard, span: Span) -> tuple[Parsed, int] | None:
    """Return the sentence and the number of the first token that overlaps a span."""
    for item, _ in heard:
        if item.sentence.end > span[0]:
            for number, token in enumerate(item.tokens):
                if token.end > span[0] and token.start < span[1]:
                    return item, number
    return None


def figures_of(sentences: Sequence[FactSentence], given: Sequence[float | None]) -> Figures:
    """Return true and given figures side by side; who says nothing is held to say that it is so."""
    true = tuple(value for s in sentences for value in s.values if value is not None)
    plain = tuple(CERTAIN if value is None else value for value in given)
    return Figures(true, plain, sum(value is None for value in given))


def _event_results(corpus: str, ways: Mapping[str, Figures]) -> Iterator[Result]:
    metrics: Sequence[tuple[str, Callable[[Figures], float | None]]] = (
        ("MAE", lambda f: mean_absolute_error(f.true, f.given)),
        ("r", lambda f: pearson(f.true, f.given)),
    )
    for way, figures in ways.items():
        n = len(figures.true)
        answered = f"{n - figures.n_silent} of {n} answered"
        for metric, figure in metrics:
            certain = Figures(figures.true, (CERTAIN,) * n)
            yield Result(
                benchmark=NAME,
                metric=metric,
                group=f"{corpus.upper()} dev, {way}, {answered}",
                ours=figure(figures),
                n=n,
                peer=figure(certain),
                peer_name="always 3",
                reference=REFERENCES[corpus, metric],
                target=TARGETS[corpus, metric],
            )


def _clause_results(
    clauses: Sequence[Commitment], tagger: Tagger | None, *, is_open: bool
) -> Iterator[Result]:
    known = "the open part, fitted to it" if is_open else "clauses it was not fitted to"
    ways: dict[str, Callable[[Commitment], float | None]] = {
        "model of belief, clause and context given": believed,
        "rules and model of belief, as in a text": lambda clause: commitment_of(clause, None),
    }
    if tagger is not None:
        ways["product with the tagger, as in a text"] = lambda clause: commitment_of(clause, tagger)
    true = [clause.mean for clause in clauses]
    for way, told in ways.items():
        given = [told(clause) for clause in clauses]
        n_silent = sum(value is None for value in given)
        yield Result(
            benchmark=NAME,
            metric="r",
            group=f"CommitmentBank, {known}, {way}, {len(given) - n_silent} of {len(given)} answered",
            ours=pearson(true, [0.0 if value is None else value for value in given]),
            n=len(clauses),
            reference=str(load_table("commitment")["measured"]) if is_open and told is believed else "",
            target=">= .60",
        )


def believed(clause: Commitment) -> float | None:
    """Return what the fitted model of belief says of a clause whose place is given."""
    belief = belief_in(clause.target, clause.clause, clause.context)
    return belief.score if belief is not None else None


def commitment_of(clause: Commitment, tagger: Tagger | None) -> float | None:
    """Return how far the product holds the writer committed to a clause of a sentence, or None."""
    heard = read(clause.target, tagger)
    return None if not heard else _clause_score(heard, clause.clause)


def _clause_score(heard: Heard, clause: Span) -> float | None:
    found = token_at(heard, clause)
    if found is None:
        return None
    item, first = found
    last = next((n for n, token in enumerate(item.tokens) if token.start >= clause[1]), len(item.tokens))
    at = clause_word(item, first, last)
    factuality = factuality_of(item, None, at, marked=item.marked)
    return factuality.score if factuality is not None else None


def clause_word(item: Parsed, first: int, last: int) -> int:
    """Return the token a clause turns on, by the product's own way of finding it."""
    operators = operators_for(item.lexicon.language)
    return first if operators is None else turning_word(item, (first, last), operators)

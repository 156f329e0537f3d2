"""Attribution: who says what. Spans of source, cue and content, their links, and what it costs.

Data: `attribution/`. Sentences that come as tokens are measured as published work measures them,
exact spans per role; articles are measured as a reader meets them, from their text through the
product's own sentences, all three spans of a relation at once. The rules stand beside the model.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from bench.attribution_links import link_cases, link_results, measure_links
from bench.attribution_reading import (
    Words,
    by_frames,
    inside,
    outermost,
    read,
)
from bench.attribution_speed import speeds
from bench.corpora import (
    ROLES,
    Spanned,
    Tagged,
    polnear_articles,
    polnear_sentences,
    riqua,
    spans_of,
)
from bench.runner import Report, Result
from bench.span_scores import Tally
from bench.taggers import tagger_at_hand
from twosource.ports import Marked, Marking, Range, Tagger
from twosource.tagging import LearntTagger, TaggerSettings

NAME = "attribution"
BATCH = 64
TALES = TaggerSettings(manner="tales")  # novels are annotated in another manner than news
REFERENCES = {
    "source": "test part: BERT+Cofe .832, BERT .811, BiLSTM+Cofe .733, CRF .506, CoreNLP .139",
    "cue": "test part: BERT+Cofe .753, BERT .740, BiLSTM+Cofe .662, CRF .534",
    "content": "test part: BERT+Cofe .729, BERT .689, BiLSTM+Cofe .636, CRF .286, CoreNLP .175",
}
TARGETS = {"source": "> .733, aim .832", "cue": "> .662, aim .753", "content": "> .636, aim .729"}
_WRITTEN = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
Predicted = list[Spanned]


def run(data: Path) -> Report:
    """Measure sentences, stretches, articles and speed. Raises DataMissingError."""
    tagger = tagger_at_hand()
    polnear, novels = polnear_sentences(data), riqua(data, "valid")
    articles = polnear_articles(data, "dev")
    results = [*_sentence_results("PolNeAR sentences", polnear, tagger)]
    results += _sentence_results("RiQuA stretches", novels, tagger_at_hand(TALES), by_roles)
    linked = measure_links(articles, tagger)
    results += link_results(linked, len(articles))
    results += speeds(data, polnear, tagger)
    return Report(results=tuple(results), cases=tuple(link_cases(linked)))


def by_tagger(sentences: Sequence[Tagged], tagger: Tagger) -> Iterator[Predicted]:
    """Yield, per sentence, the spans of each role that a tagger marks; nested attributions left out."""
    for start in range(0, len(sentences), BATCH):
        batch = sentences[start : start + BATCH]
        for marked in tagger.mark([s.tokens for s in batch]):
            yield flat(marked)


def by_roles(sentences: Sequence[Tagged], tagger: LearntTagger) -> Iterator[Predicted]:
    """Yield, per sentence, the unlinked spans of each role: fiction was learnt in these alone."""
    for found in tagger.roles([s.tokens for s in sentences]):
        yield [Spanned(first, last, role) for first, last, role in found]


def flat(marked: Marked) -> Predicted:
    """Return the spans of a marked sentence as labels hold them: each once, the outer attribution only."""
    kept = [m for m in marked.attributions if not any(_holds(o, m) for o in marked.attributions)]
    found = {
        Spanned(first, last, role)
        for marking in kept
        for role in ROLES
        for first, last in _ranges(marking, role)
    }
    return sorted(found)


def _ranges(marking: Marking, role: str) -> tuple[Range, ...]:
    ranges: tuple[Range, ...] = getattr(marking, role)
    return ranges


def _holds(outer: Marking, inner: Marking) -> bool:
    if outer is inner or not inner.cue:
        return False
    return inside(inner.cue, outer.content) and not inside(outer.cue, inner.content)


def by_rules(sentences: Iterable[Tagged]) -> Iterator[Predicted]:
    """Yield, per sentence, the spans the rules see when its tokens are written with spaces between them."""
    for sentence in sentences:
        text, words = written(sentence.tokens)
        found = {
            Spanned(first, last, role)
            for seen in outermost(by_frames(read(text, None)))
            for role in ROLES
            for first, last in runs(words.within(seen.role(role)))
        }
        yield sorted(found)


def written(tokens: Sequence[str]) -> tuple[str, Words]:
    """Return tokens as one line of text, quotation marks as a page has them, and their places."""
    parts, places, at = [], [], 0
    for token in tokens:
        word = _WRITTEN.get(token, token)
        parts.append(word)
        places.append((at, at + len(word)))
        at += len(word) + 1
    return " ".join(parts), Words(places)


def runs(numbers: Iterable[int]) -> list[Range]:
    """Return the runs of numbers without a gap, first to last, the last one not in it."""
    ordered = sorted(numbers)
    if not ordered:
        return []
    breaks = [i for i, (a, b) in enumerate(pairwise(ordered), 1) if b != a + 1]
    edges = [0, *breaks, len(ordered)]
    return [(ordered[a], ordered[b - 1] + 1) for a, b in pairwise(edges)]


def score(sentences: Sequence[Tagged], predicted: Iterable[Predicted]) -> Mapping[tuple[str, bool], Tally]:
    """Return exact span counts per role, over sentences with an attribution (True) and over all (False)."""
    tallies = {(role, which): Tally() for role in ROLES for which in (True, False)}
    for sentence, found in zip(sentences, predicted, strict=True):
        gold = spans_of(sentence.labels)
        for role in ROLES:
            given = [span for span in found if span.kind == role]
            true = [span for span in gold if span.kind == role]
            tallies[role, False].add(_placed(given), _placed(true))
            if sentence.has_spans:
                tallies[role, True].add(_placed(given), _placed(true))
    return tallies


def _placed(spans: Iterable[Spanned]) -> list[Range]:
    return [(span.first, span.last) for span in spans]


def _sentence_results(
    group: str,
    sentences: Sequence[Tagged],
    tagger: LearntTagger | None,
    way_of: Callable[[Sequence[Tagged], LearntTagger], Iterator[Predicted]] = by_tagger,
) -> Iterator[Result]:
    ruled = score(sentences, by_rules(sentences))
    ours = score(sentences, way_of(sentences, tagger)) if tagger is not None else ruled
    way = "model" if tagger is not None else "rules, no model"
    is_published = group.startswith("PolNeAR")
    for which, told in ((True, "with an attribution"), (False, "all")):
        for role in ROLES:
            tally, peer = ours[role, which], ruled[role, which]
            figures: list[tuple[str, Callable[[Tally], float | None]]] = [("F1", lambda t: t.f1)]
            if not which:
                figures.append(("precision", lambda t: t.precision))
            for metric, figure in figures:
                is_compared = is_published and which
                yield Result(
                    benchmark=NAME,
                    metric=f"{role} {metric}",
                    group=f"{group} {told}, {way}",
                    ours=figure(tally),
                    peer=figure(peer) if tagger is not None else None,
                    peer_name="rules alone" if tagger is not None else "",
                    reference=REFERENCES[role] if is_compared else "",
                    target=TARGETS[role] if is_compared else "",
                    n=tally.true if metric == "F1" else tally.given,
                )

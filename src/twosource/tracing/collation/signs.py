"""The signs that one text has it from the other, each with its rate among separate reports and its weight.

One passage is one sign, and what stands in it is not counted again: a number inside shared words is no second
sign. Quoted primary text shows the same material and weighs nothing, unless the desk holds it in another
language only: then the same words of a translation are a choice that two translators seldom make alike.

Formula of a weight (the copy formula for one sign, nothing lacking):

    weight = log mean_c min((c + (1 - c) q) / q, cap)

By hand: q = .01 gives factors 10.9, 30.7, 60.4, 90.1, mean 48, weight 3.87.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import log

import numpy as np

from twosource.evidence.lineage import Feature
from twosource.terms import FeatureKind
from twosource.tracing.collation.aligning import collate
from twosource.tracing.collation.fact_signs import Sign, fact_signs
from twosource.tracing.collation.facts import Fact, FactKind
from twosource.tracing.collation.others import OtherReports
from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.collation.shared_facts import same_fact, shared_facts
from twosource.tracing.collation.values import Block, Collation, Edit
from twosource.tracing.priors import CopyPriors

LEAST_TRANSLATED = 6
USUAL_RATE = 0.1


def features_between(
    parent: Prepared, child: Prepared, others: OtherReports, *, passages: tuple[str, ...] = ()
) -> tuple[Feature, ...]:
    """Return what the two texts share, the heaviest first; `passages` are where to see it.

    Both texts must be among `others`, whose rates leave the families of the pair out. Nothing is said of
    who has it from whom; credits are read elsewhere. Raises KeyError for a text that is not among them.
    """
    return features_of(collate(parent, child), parent, child, others, passages=passages)


def features_of(
    seen: Collation,
    parent: Prepared,
    child: Prepared,
    others: OtherReports,
    *,
    passages: tuple[str, ...] = (),
) -> tuple[Feature, ...]:
    """Return the same for two texts that were collated already."""
    signs = _signs(seen, parent, child, others)
    features = [
        Feature(
            kind=sign.kind,
            words=sign.words,
            is_shared=True,
            q=(q := min(1.0, max(others.priors.rate_floor, sign.q))),
            weight=0.0 if sign.kind is FeatureKind.SAME_MATERIAL else weight_of(q, others.priors),
            passages=passages,
        )
        for sign in signs
    ]
    return tuple(sorted(features, key=lambda f: (-f.weight, f.q, f.kind.value, f.words)))


def _signs(seen: Collation, parent: Prepared, child: Prepared, others: OtherReports) -> list[Sign]:
    """Return the signs of passages and of facts; a turn of phrase gives way to a fact that stands in it.

    "on 5 May 2013" are four words in a row that many have; that both name the wrong day is what matters.
    """
    passages = [(block, _sign_of(block, parent, child, others)) for block in seen.blocks]
    strong = [block for block, sign in passages if block.is_quoted or sign.q < USUAL_RATE]
    found = fact_signs(shared_facts(parent, child, others, strong), others, others.of_pair(parent, child))
    places = [one.child.start for sign in found for one in sign.facts]
    kept = [
        sign
        for block, sign in passages
        if block in strong or not any(block.child.start <= at < block.child.end for at in places)
    ]
    return [*kept, *found]


def telling(seen: Collation, parent: Prepared, child: Prepared, others: OtherReports) -> Collation:
    """Return a collation without the passages that separate reports have too: turns of phrase.

    What is left says how far one text reuses another; two reports of one event share the rest anyway.
    """
    signs = [_sign_of(block, parent, child, others) for block in seen.blocks]
    kept = [b for b, sign in zip(seen.blocks, signs, strict=True) if b.is_quoted or sign.q < USUAL_RATE]
    return replace(seen, blocks=tuple(kept))


def weight_of(q: float, priors: CopyPriors) -> float:
    """Return the weight in nats of one shared sign of rate q, capped."""
    return log(sum(min((c + (1 - c) * q) / q, priors.cap) for c in priors.shares) / len(priors.shares))


def _sign_of(block: Block, parent: Prepared, child: Prepared, others: OtherReports) -> Sign:
    """Return a shared passage as one sign: its equal runs make its rate, its edits are passed over."""
    words = " ".join(block.child.of(child.text).split())
    starts = child.words.starts
    runs = [
        (int(starts.searchsorted(piece.child.start)), piece.child_words)
        for piece in block.pieces
        if piece.edit is Edit.SAME
    ]
    if block.is_quoted:
        if _is_own_translation(block, runs, (parent, child), others):
            q = float(others.figures.same_next_word**block.n_same)
            return Sign(FeatureKind.SHARED_TRANSLATION, words, q)
        return Sign(FeatureKind.SAME_MATERIAL, words, _rate(runs, parent, child, others))
    return Sign(FeatureKind.SHARED_WORDS, words, _rate(runs, parent, child, others))


def _rate(runs: Sequence[tuple[int, int]], parent: Prepared, child: Prepared, others: OtherReports) -> float:
    q = 1.0
    for first, n_words in runs:
        q *= others.rate_of_words(parent, child, first, n_words)
        if q <= others.priors.rate_floor:
            break
    return max(others.priors.rate_floor, q)


def _is_own_translation(
    block: Block, runs: Sequence[tuple[int, int]], pair: tuple[Prepared, Prepared], others: OtherReports
) -> bool:
    """Say whether quoted words were chosen for a paper that the desk holds in another language only.

    That the passage speaks of the paper is told by a fact both have; without one nothing is claimed.
    """
    child = pair[1]
    if block.n_same < LEAST_TRANSLATED or not child.language:
        return False
    facts = [f for f in child.facts if block.child.start <= f.start < block.child.end]
    foreign = False
    for paper in others.papers:
        if not paper.language or paper.language == child.language:
            if _holds(paper, child, runs):
                return False
        elif _speaks_of(paper, facts, others):
            foreign = True
    return foreign


def _holds(paper: Prepared, child: Prepared, runs: Sequence[tuple[int, int]]) -> bool:
    """Say whether most of a passage stands in a paper word by word."""
    shingles = [child.words.crop(first, first + n).shingles(paper.index.n_words) for first, n in runs]
    every = np.concatenate(shingles)
    return bool(every.size) and float(np.isin(every, paper.index.ordered).mean()) >= 0.5


def _speaks_of(paper: Prepared, facts: Sequence[Fact], others: OtherReports) -> bool:
    keys = {(f.kind, f.key): f for f in paper.facts}
    for fact in facts:
        held = keys.get((fact.kind, fact.key))
        is_known = fact.kind is not FactKind.NAME or others.is_name(fact)
        if held is not None and is_known and same_fact(held, fact):
            return True
    return False

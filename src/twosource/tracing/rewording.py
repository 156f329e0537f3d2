"""Accounts that stand in the words of an earlier one with others set between them or in their place.

A run of words is cut by one word in four, and a forger can change as many. What he cannot cheaply change is
which words follow which: two people who tell one thing choose other words and another order. So the passages
of accounts are compared word by word in order, whatever stands between, stretch by stretch of `window` words.
Formula: with L the length of the longest row of words two stretches have in common (in order, gaps allowed;
worked out in bits after Hyyro 2004), an account retells an earlier one where some pair of stretches has

    L >= least, and `telling` or more different long words in common

Such a row is one feature of the copy formula, with the least rate there is, where the pages share no run that
says more. What a held paper says is left out, since everybody who holds it may quote it. What follows from a
retelling is told in `tracing.retelling`: a name only the later page gives is taken away, where no person
declared it.

Measured 2026-11-23 with `least` 15, one less than what is used: of 382 pairs of answers one of which was
written without the other's source (Clough and Stevenson, open half) none, of 10 and 12 lightly and heavily
revised copies 10 and 10; of the pages of two open stories none of different origins.

By hand: twenty words, and the same twenty with a filler after every third: L = 20.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from twosource.evidence.lineage import Feature
from twosource.terms import FeatureKind, load_table
from twosource.tracing.chains import Account
from twosource.tracing.copying import CopyEvidence, copy_log_ratio
from twosource.tracing.material import ClaimEvidence
from twosource.tracing.pages import Pages
from twosource.tracing.priors import CopyPriors
from twosource.tracing.rulings import Rulings
from twosource.tracing.words import Hashes, WordText, split_all

MOST_PAIRS = 60_000
MOST_WORDS = 400


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words in order, the bits of the places of each, and those long enough to tell."""

    first: int
    words: tuple[int, ...]
    places: Mapping[int, int]
    long: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Told:
    account: Account
    words: WordText
    stretches: tuple[_Stretch, ...]
    long: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Measure:
    """See `[rewording]` of `vocabulary/copying.toml`."""

    window: int
    step: int
    least: int
    telling: int
    letters: int


def with_reworded(
    pages: Pages, accounts: Sequence[Account], evidence: ClaimEvidence, priors: CopyPriors, rulings: Rulings
) -> Pages:
    """Return the pages with the accounts that retell an earlier one word by word among their mates.

    Of more passages than can be compared each with each, the earliest stand for all: `MOST_PAIRS` in sum.
    """
    measure = _Measure(**load_table("copying")["rewording"])
    told = _told(pages, accounts, evidence, priors, measure)
    n_parents = min(len(told), max(1, MOST_PAIRS // max(1, len(told))))
    mates, evidence_of = dict(pages.mates), dict(pages.evidence)
    lengths = {page.exhibit_id: len(page.words) for page in pages.pages}
    one_row = (priors.rate_floor,)

    @cache
    def says(n_lacking: int) -> float:
        return copy_log_ratio(one_row, n_lacking, priors)

    for number, child in enumerate(told):
        statement = child.account.statement
        if statement.statement_id in pages.mates:
            continue  # a run of words has told already
        for parent in told[: min(number, n_parents)]:
            source = parent.account.statement
            if parent.account.publisher == child.account.publisher:
                continue
            if rulings.are_apart(source.exhibit_id, statement.exhibit_id):
                continue
            stretch = _retold(parent, child, measure)
            if stretch is None:
                continue
            known = mates.get(statement.statement_id, ())
            if source.statement_id not in known:
                mates[statement.statement_id] = (*known, source.statement_id)
            pair = (source.exhibit_id, statement.exhibit_id)
            where = (statement.passage_id, source.passage_id)
            n_left = max(0, lengths[pair[0]] - measure.window)
            n_lacking = n_left // max(priors.unit_words, len(stretch.words))
            if pair not in evidence_of or evidence_of[pair].log_ratio < says(n_lacking):
                feature = _feature(child, stretch, where, priors.rate_floor, says(0))
                evidence_of[pair] = CopyEvidence(says(n_lacking), (feature,), n_lacking, len(stretch.words))
    return replace(pages, mates=mates, evidence=evidence_of)


def _feature(child: _Told, stretch: _Stretch, where: tuple[str, ...], rate: float, weight: float) -> Feature:
    """Return the one feature a reworded stretch is."""
    return Feature(
        kind=FeatureKind.SHARED_WORDS,
        words=child.words.between(stretch.first, len(stretch.words)),
        is_shared=True,
        q=rate,
        weight=weight,
        passages=where,
    )


def _told(
    pages: Pages,
    accounts: Sequence[Account],
    evidence: ClaimEvidence,
    priors: CopyPriors,
    measure: _Measure,
) -> list[_Told]:
    """Return the accounts in order of time whose passages are long enough and stand in no held paper."""
    place = {page.exhibit_id: i for i, page in enumerate(pages.pages)}
    papers = frozenset(exhibit_id for event in evidence.custody for exhibit_id in event.exhibit_ids)
    held = [
        t.shingles(priors.n_words) for t in split_all([evidence.texts.get(e, "") for e in sorted(papers)])
    ]
    in_papers = np.unique(np.concatenate(held)) if held else np.zeros(0, dtype=np.uint64)
    fit = [
        a
        for a in accounts
        if a.statement.exhibit_id not in pages.reprints
        and a.statement.exhibit_id not in papers
        and a.statement.passage_id in evidence.passages
    ]
    fit.sort(key=lambda a: (place[a.statement.exhibit_id], a.statement.statement_id))
    words = split_all([evidence.passages[a.statement.passage_id].text for a in fit])
    return [
        _made(account, text.crop(0, MOST_WORDS), measure)
        for account, text in zip(fit, words, strict=True)
        if len(text) >= measure.least and not _is_paper(text.shingles(priors.n_words), in_papers)
    ]


def _is_paper(shingles: Hashes, in_papers: Hashes) -> bool:
    return bool(in_papers.size and shingles.size and np.isin(shingles, in_papers).mean() >= 0.5)


def _made(account: Account, words: WordText, measure: _Measure) -> _Told:
    hashes, is_long = words.hashes.tolist(), (words.lengths >= measure.letters).tolist()
    firsts = range(0, max(1, len(hashes) - measure.window + measure.step), measure.step)
    found = tuple(_stretch(hashes, is_long, first, first + measure.window) for first in firsts)
    return _Told(account, words, found, frozenset().union(*(one.long for one in found)))


def _stretch(hashes: Sequence[int], is_long: Sequence[bool], first: int, last: int) -> _Stretch:
    words = tuple(hashes[first:last])
    places: dict[int, int] = {}
    for at, word in enumerate(words):
        places[word] = places.get(word, 0) | 1 << at
    long = frozenset(word for word, told in zip(words, is_long[first:last], strict=True) if told)
    return _Stretch(first, words, places, long)


def _retold(parent: _Told, child: _Told, measure: _Measure) -> _Stretch | None:
    """Return the first stretch of the child that retells one of the parent; None where none does."""
    if len(parent.long & child.long) < measure.telling:
        return None
    for other in child.stretches:
        for one in parent.stretches:
            is_near = len(one.long & other.long) >= measure.telling
            if is_near and common_row(one.places, len(one.words), other.words) >= measure.least:
                return other
    return None


def common_row(places: Mapping[int, int], size: int, words: Sequence[int]) -> int:
    """Return the length of the longest row of words both have in order, gaps allowed.

    `places` gives, per word of the one text, the bits of its places among `size`. By hand: "a b c d" and
    "a x c b d": 3.
    """
    full = (1 << size) - 1
    row = full
    for word in words:
        match = places.get(word, 0)
        if match:
            kept = row & match
            row = ((row + kept) | (row - kept)) & full
    return size - row.bit_count()

"""The texts of one claim in time order: which repeat which, and what their words say about copying.

Three steps. Texts with the same row of words are reprints, told by a digest. Of the rest, those that
share a rare shingle are compared. A text of which nine words in ten stand in one earlier text, at least
twenty-five of them outside quoted papers, is a reprint too: it is the same text again, says nothing about
how often followers have access of their own, and is kept out of every count, so that adding it changes
nothing.

By hand: outlet 2 prints the agency's forty words; outlet 3 prints them again. One text, two reprints.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twosource.evidence.passages import Passage
from twosource.tracing.background import Background
from twosource.tracing.chains import Account
from twosource.tracing.copying import Comparer, CopyEvidence
from twosource.tracing.material import ClaimEvidence, TraceSettings
from twosource.tracing.priors import CopyPriors
from twosource.tracing.shingles import Run, candidate_pairs, index_shingles, shared_runs
from twosource.tracing.words import Hashes, WordText, split_words

LAST = 4_000_000.0
RunsByPair = dict[tuple[int, int], tuple[Run, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """One exhibit that asserts the claim: its publisher, the day it can first have said so, its words."""

    exhibit_id: str
    publisher: str
    day: float
    words: WordText
    passage_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages in time order, copy evidence by (parent exhibit, child exhibit), reprints by exhibit."""

    pages: tuple[Page, ...]
    evidence: Mapping[tuple[str, str], CopyEvidence]
    reprints: Mapping[str, str]


def day_of(account: Account, evidence: ClaimEvidence) -> float:
    """Return the first day, as a day number, an account can have been given on; undated ones come last."""
    span = evidence.published.get(account.statement.exhibit_id)
    for candidate in (span, account.statement.said_span):
        if candidate is not None and candidate.is_known:
            first = candidate.start or candidate.end
            if first is not None:
                return float(first.toordinal())
    return LAST


def read_pages(
    accounts: Sequence[Account], evidence: ClaimEvidence, settings: TraceSettings, priors: CopyPriors
) -> Pages:
    """Return the pages of a claim with what their words say about each other."""
    pages = _pages(accounts, evidence, settings)
    reprints = _same_words(pages, priors)
    distinct = [page for page in pages if page.exhibit_id not in reprints]
    texts = [page.words for page in distinct]
    indexes = [index_shingles(text, priors.n_words) for text in texts]
    names = {name: i for i, name in enumerate(dict.fromkeys(page.publisher for page in distinct))}
    groups = [names[page.publisher] for page in distinct]
    pairs = candidate_pairs(indexes, groups, df_max=settings.df_max, keep=settings.keep)
    runs: RunsByPair = {(i, j): shared_runs(indexes[i], indexes[j]) for i, j in pairs.tolist()}
    papers = frozenset(exhibit_id for event in evidence.custody for exhibit_id in event.exhibit_ids)
    comparer = Comparer(
        texts=texts,
        background=Background((), (), priors),
        material=_material(papers, evidence, priors),
        is_material=[page.exhibit_id in papers for page in distinct],
        priors=priors,
    )
    again = _again(texts, runs, comparer)
    families = _families(len(texts), runs, comparer, again)
    comparer = Comparer(
        texts=texts,
        background=Background(
            [text for i, text in enumerate(texts) if i not in again],
            [family for i, family in enumerate(families) if i not in again],
            priors,
            of=families,
        ),
        material=comparer.material,
        is_material=comparer.is_material,
        priors=priors,
    )
    ids = [page.exhibit_id for page in distinct]
    found = {
        (ids[i], ids[j]): comparer.compare(i, j, shared, distinct[j].passage_ids + distinct[i].passage_ids)
        for (i, j), shared in runs.items()
        if j not in again and i not in again
    }
    reprints |= {ids[j]: ids[i] for j, i in again.items()}
    return Pages(tuple(pages), found, {child: _first(child, reprints) for child in reprints})


def _first(exhibit_id: str, reprints: Mapping[str, str]) -> str:
    """Follow reprints of reprints to the first print."""
    while exhibit_id in reprints:
        exhibit_id = reprints[exhibit_id]
    return exhibit_id


def _pages(accounts: Sequence[Account], evidence: ClaimEvidence, settings: TraceSettings) -> list[Page]:
    """Return one page per exhibit by time; on one day the publisher others credit most comes first."""
    by_exhibit: dict[str, list[Account]] = {}
    for account in accounts:
        by_exhibit.setdefault(account.statement.exhibit_id, []).append(account)
    words = {
        exhibit_id: _window(told, evidence.texts.get(exhibit_id, ""), evidence.passages, settings.window)
        for exhibit_id, told in by_exhibit.items()
    }
    credits_of = _distinct_credits(accounts, words)
    pages = [
        Page(
            exhibit_id=exhibit_id,
            publisher=told[0].publisher,
            day=min(day_of(account, evidence) for account in told),
            words=words[exhibit_id],
            passage_ids=tuple(account.statement.passage_id for account in told),
        )
        for exhibit_id, told in by_exhibit.items()
    ]
    return sorted(pages, key=lambda p: (p.day, -credits_of.get(p.publisher, 0), p.publisher, p.exhibit_id))


def _distinct_credits(accounts: Iterable[Account], words: Mapping[str, WordText]) -> dict[str, int]:
    """Count, per party, the different texts whose chain ends at it: a reprint credits nobody anew."""
    seen: dict[str, set[str]] = {}
    for account in accounts:
        if len(account.links) > 1:
            text = words[account.statement.exhibit_id]
            token = text.digest() if len(text) else account.publisher
            seen.setdefault(account.innermost.party_id, set()).add(token)
    return {party_id: len(tokens) for party_id, tokens in seen.items()}


def _window(told: Sequence[Account], text: str, passages: Mapping[str, Passage], around: int) -> WordText:
    """Return the words of a text; of a long one, those around the passages in which the claim is made."""
    words = split_words(text)
    if len(words) <= 2 * around:
        return words
    places = []
    for account in told:
        passage = passages.get(account.statement.passage_id)
        if passage is not None and text[passage.start : passage.end] == passage.text:
            places += np.searchsorted(words.starts, [passage.start, passage.end]).tolist()
    first, last = (min(places), max(places)) if places else (0, 0)
    return words.crop(max(0, first - around), min(len(words), last + around))


def _same_words(pages: Sequence[Page], priors: CopyPriors) -> dict[str, str]:
    """Return, for each page whose words all stand in an earlier page in the same order, that earlier page."""
    firsts: dict[str, str] = {}
    reprints = {}
    for page in pages:
        if len(page.words) >= priors.reprint_words:
            first = firsts.setdefault(page.words.digest(), page.exhibit_id)
            if first != page.exhibit_id:
                reprints[page.exhibit_id] = first
    return reprints


def _material(papers: Iterable[str], evidence: ClaimEvidence, priors: CopyPriors) -> Hashes:
    """Return the sorted shingles of the held papers: what passed through custody."""
    found = [
        split_words(evidence.texts[exhibit_id]).shingles(priors.n_words)
        for exhibit_id in sorted(papers)
        if exhibit_id in evidence.texts
    ]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)


def _again(texts: Sequence[WordText], runs: RunsByPair, comparer: Comparer) -> dict[int, int]:
    """Return, for each text that is an earlier one again with small changes, that earlier one."""
    priors = comparer.priors
    again: dict[int, int] = {}
    for (parent, child), shared in runs.items():
        if child in again:
            continue
        told = sum(run.n_words for run in shared if not comparer.is_quoted(parent, child, run))
        total = sum(run.n_words for run in shared)
        if told >= priors.reprint_words and total >= priors.reprint_share * len(texts[child]):
            again[child] = parent
    return again


def _families(n_texts: int, runs: RunsByPair, comparer: Comparer, again: Mapping[int, int]) -> list[int]:
    """Return a family number per text: texts with a long run of words in common belong together."""
    leader = list(range(n_texts))

    def find(text: int) -> int:
        while leader[text] != text:
            leader[text] = leader[leader[text]]
            text = leader[text]
        return text

    for (parent, child), shared in runs.items():
        longest = max(
            (run.n_words for run in shared if not comparer.is_quoted(parent, child, run)), default=0
        )
        if longest >= comparer.priors.family_words or again.get(child) == parent:
            first, second = sorted((find(parent), find(child)))
            leader[second] = first
    return [find(text) for text in range(n_texts)]

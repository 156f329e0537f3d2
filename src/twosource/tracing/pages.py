"""The texts of one claim in time order: which repeat which, and what their words say about copying.

Three steps. Texts with the same row of words are reprints, told by a digest. Of the rest, those that
share a rare shingle are compared. A text of which nine words in ten stand in one earlier text, at least
twenty-five of them outside quoted papers, is a reprint too: it is the same text again, says nothing about
how often followers have access of their own, and is kept out of every count, so that adding it changes
nothing.

By hand: outlet 2 prints the agency's forty words; outlet 3 prints them again. One text, two reprints.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from twosource.tracing.background import Background
from twosource.tracing.boilerplate import without_boilerplate
from twosource.tracing.chains import Account, is_sourced
from twosource.tracing.copying import Comparer, CopyEvidence, Quoting
from twosource.tracing.material import ClaimEvidence, TraceSettings
from twosource.tracing.priors import CopyPriors, copy_priors
from twosource.tracing.retelling import Wording, is_declared
from twosource.tracing.rulings import NO_RULINGS, Rulings, parents_first
from twosource.tracing.shingles import Run, candidate_pairs, index_shingles, shared_runs
from twosource.tracing.words import Hashes, WordText, split_all, split_words

T = TypeVar("T", int, str)
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
    """Pages in time order, copy evidence by (parent exhibit, child exhibit), reprints by exhibit.

    `mates` gives, by statement, the earlier statements that stand in the same words.
    """

    pages: tuple[Page, ...]
    evidence: Mapping[tuple[str, str], CopyEvidence]
    reprints: Mapping[str, str]
    mates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    accounts: Sequence[Account],
    evidence: ClaimEvidence,
    settings: TraceSettings,
    priors: CopyPriors,
    rulings: Rulings = NO_RULINGS,
) -> Pages:
    """Return the pages of a claim with what their words say about each other.

    Of two pages a person ruled separate nothing is said.
    """
    pages = _in_ruled_order(_pages(accounts, evidence, settings), rulings)
    firm = {a.statement.exhibit_id for a in accounts if is_declared(a, evidence.parties)}
    reprints = _same_words(pages, accounts, priors, rulings, firm)
    distinct = [page for page in pages if page.exhibit_id not in reprints]
    indexes = [index_shingles(page.words, priors.n_words) for page in distinct]
    names = {name: i for i, name in enumerate(dict.fromkeys(page.publisher for page in distinct))}
    groups = [names[page.publisher] for page in distinct]
    pairs = candidate_pairs(indexes, groups, df_max=settings.df_max, keep=settings.keep)
    apart = _numbers_apart(distinct, rulings)
    runs: RunsByPair = {
        (i, j): shared_runs(indexes[i], indexes[j]) for i, j in pairs.tolist() if (i, j) not in apart
    }
    papers = frozenset(exhibit_id for event in evidence.custody for exhibit_id in event.exhibit_ids)
    quoting = Quoting(
        texts=[page.words for page in distinct],
        papers=_shingles_of(papers, evidence, priors),
        is_paper=[page.exhibit_id in papers for page in distinct],
        n_words=priors.n_words,
    )
    again = _again(runs, quoting, priors, _standing(runs, distinct, accounts, firm))
    comparer = Comparer(quoting, _background(runs, quoting, again, apart), priors)
    first_text = first_prints(again)
    firsts = {(first_text.get(i, i), j) for i, j in runs if j not in again}
    compared: RunsByPair = {
        (i, j): runs[i, j] if (i, j) in runs else shared_runs(indexes[i], indexes[j])
        for i, j in sorted(firsts - apart)
        if groups[i] != groups[j]
    }
    found = {
        (distinct[i].exhibit_id, distinct[j].exhibit_id): comparer.compare(
            i, j, shared, distinct[j].passage_ids + distinct[i].passage_ids
        )
        for (i, j), shared in compared.items()
    }
    by_exhibit = _by_exhibit(accounts)
    wording = Wording(quoting, [by_exhibit[p.exhibit_id] for p in distinct], evidence.passages, priors)
    reprints |= {distinct[j].exhibit_id: distinct[i].exhibit_id for j, i in again.items()}
    return Pages(tuple(pages), found, first_prints(reprints), _mates(compared, wording))


def _mates(compared: RunsByPair, wording: Wording) -> dict[str, tuple[str, ...]]:
    """Return, by statement, the earlier statements that stand in the same words."""
    found: dict[str, tuple[str, ...]] = {}
    for (parent, child), shared in compared.items():
        for statement_id, retold in wording.retold(parent, child, shared).items():
            found[statement_id] = found.get(statement_id, ()) + retold
    return found


def _by_exhibit(accounts: Iterable[Account]) -> dict[str, list[Account]]:
    found: dict[str, list[Account]] = {}
    for account in accounts:
        found.setdefault(account.statement.exhibit_id, []).append(account)
    return found


def in_time(accounts: Iterable[Account], pages: Pages) -> list[str]:
    """Return the ids of the statements in the order of the pages they stand on."""
    place = {page.exhibit_id: i for i, page in enumerate(pages.pages)}
    told = sorted((place[a.statement.exhibit_id], a.statement.statement_id) for a in accounts)
    return [statement_id for _, statement_id in told]


def first_prints(again: Mapping[T, T]) -> dict[T, T]:
    """Return, for each reprint, the first print; a line of reprints of reprints is walked once."""
    found: dict[T, T] = {}
    for reprint in again:
        line, one = [], reprint
        while one in again and one not in found:
            line.append(one)
            one = again[one]
        found |= dict.fromkeys(line, found.get(one, one))
    return found


def _pages(accounts: Sequence[Account], evidence: ClaimEvidence, settings: TraceSettings) -> list[Page]:
    """Return one page per exhibit by time; on one day the publisher others credit most comes first.

    Where that leaves it open, what a person declared comes before what a machine read, and whoever was there
    or names somebody before whoever does neither: a page with the words of two witnesses of its day, and no
    name, would else make the two its copies.
    """
    by_exhibit = _by_exhibit(accounts)
    whole = split_all([evidence.texts.get(exhibit_id, "") for exhibit_id in by_exhibit])
    words = {
        exhibit_id: _compared(whole[i], told, evidence, settings.window)
        for i, (exhibit_id, told) in enumerate(by_exhibit.items())
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
    firm = {a.statement.exhibit_id for a in accounts if is_declared(a, evidence.parties)}
    sourced = {a.statement.exhibit_id for a in accounts if is_sourced(a)}

    def precedence(page: Page) -> tuple[float, int, bool, bool, str, str]:
        n_credits, is_firm = credits_of.get(page.publisher, 0), page.exhibit_id in firm
        is_bare = page.exhibit_id not in sourced
        return page.day, -n_credits, not is_firm, is_bare, page.publisher, page.exhibit_id

    return sorted(pages, key=precedence)


def _in_ruled_order(pages: Sequence[Page], rulings: Rulings) -> list[Page]:
    """Return the pages with each that a person derives from a later one behind it, and no earlier in day."""
    if not rulings.derived:
        return list(pages)
    by_exhibit = {page.exhibit_id: page for page in pages}
    ordered: list[Page] = []
    latest = 0.0
    for exhibit_id in parents_first(list(by_exhibit), rulings):
        page = by_exhibit[exhibit_id]
        latest = max(latest, page.day)
        ordered.append(page if page.day == latest else replace(page, day=latest))
    return ordered


def _distinct_credits(accounts: Sequence[Account], words: Mapping[str, WordText]) -> dict[str, int]:
    """Count, per party, the different texts of others whose chain ends at it: a reprint adds none."""
    tokens = {
        a.statement.statement_id: words[a.statement.exhibit_id].digest()
        if len(words[a.statement.exhibit_id])
        else a.publisher
        for a in accounts
    }
    own: dict[str, set[str]] = {}
    told: dict[str, set[str]] = {}
    for account in accounts:
        token = tokens[account.statement.statement_id]
        own.setdefault(account.publisher, set()).add(token)
        if len(account.links) > 1:
            told.setdefault(account.innermost.party_id, set()).add(token)
    return {party_id: len(found - own.get(party_id, set())) for party_id, found in told.items()}


def _compared(words: WordText, told: Sequence[Account], evidence: ClaimEvidence, around: int) -> WordText:
    """Return the words that are compared: no boilerplate, and of a long text those around the claim."""
    found = (evidence.passages.get(account.statement.passage_id) for account in told)
    passages = [p for p in found if p is not None and words.text[p.start : p.end] == p.text]
    words = without_boilerplate(words, evidence.boilerplate.get(told[0].statement.exhibit_id, ()), passages)
    if len(words) <= 2 * around:
        return words
    places = [place for p in passages for place in np.searchsorted(words.starts, [p.start, p.end]).tolist()]
    first, last = (min(places), max(places)) if places else (0, 0)
    return words.crop(max(0, first - around), min(len(words), last + around))


def _numbers_apart(distinct: Sequence[Page], rulings: Rulings) -> frozenset[tuple[int, int]]:
    """Return the pairs of pages, by number and in both orders, that a person ruled separate."""
    number = {page.exhibit_id: i for i, page in enumerate(distinct)}
    return frozenset(
        (number[one], number[other]) for one, other in rulings.separate if one in number and other in number
    )


def _same_words(
    pages: Sequence[Page],
    accounts: Sequence[Account],
    priors: CopyPriors,
    rulings: Rulings,
    firm: Collection[str],
) -> dict[str, str]:
    """Return, for each page whose words all stand in another in the same order, the first print of them.

    The first print is the earliest; on one day the one whose publisher the other prints credit. What a person
    declared (`firm`) is no reprint of what nobody declared, whatever date that bears. A page ruled separate
    from a first print is one itself.
    """
    prints: dict[str, list[Page]] = {}
    for page in pages:
        if len(page.words) >= priors.reprint_words:
            prints.setdefault(page.words.digest(), []).append(page)
    credited: dict[str, set[str]] = {}
    for account in accounts:
        credited.setdefault(account.statement.exhibit_id, set()).update(account.parties[1:])
    reprints: dict[str, str] = {}
    for same in prints.values():
        named = set().union(*(credited[page.exhibit_id] for page in same))
        declared = [page for page in same if page.exhibit_id in firm or page.publisher in named]
        first = min(declared or same, key=lambda page: (page.day, page.publisher not in named))
        firsts = [first]
        for page in same:
            print_of = next((f for f in firsts if not rulings.are_apart(f.exhibit_id, page.exhibit_id)), None)
            if print_of is None:
                firsts.append(page)
            elif page is not first:
                reprints[page.exhibit_id] = print_of.exhibit_id
    return reprints


def _shingles_of(papers: Iterable[str], evidence: ClaimEvidence, priors: CopyPriors) -> Hashes:
    """Return the sorted shingles of the held papers: what passed through custody."""
    found = [
        split_words(evidence.texts[exhibit_id]).shingles(priors.n_words)
        for exhibit_id in sorted(papers)
        if exhibit_id in evidence.texts
    ]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)


def _standing(
    runs: RunsByPair, distinct: Sequence[Page], accounts: Iterable[Account], firm: Collection[str]
) -> frozenset[tuple[int, int]]:
    """Return the pairs of pages whose later one a person declared, and the earlier nobody, uncredited by it.

    A page with the texts of two witnesses and an earlier date would else put itself in the place of both.
    """
    credited: dict[str, set[str]] = {}
    for account in accounts:
        credited.setdefault(account.statement.exhibit_id, set()).update(account.parties[1:])
    return frozenset(
        (i, j)
        for i, j in runs
        if distinct[j].exhibit_id in firm
        and distinct[i].exhibit_id not in firm
        and distinct[i].publisher not in credited[distinct[j].exhibit_id]
    )


def _again(
    runs: RunsByPair, quoting: Quoting, priors: CopyPriors, standing: Collection[tuple[int, int]]
) -> dict[int, int]:
    """Return, for each text that is an earlier one again with small changes, that earlier one.

    `standing` are pairs the later of which is none of the earlier, whatever its words.
    """
    again: dict[int, int] = {}
    for (parent, child), shared in runs.items():
        total = sum(run.n_words for run in shared)
        if (parent, child) in standing:
            continue
        if child in again or total < priors.reprint_share * len(quoting.texts[child]):
            continue
        if sum(quoting.own_words(parent, child, shared)) >= priors.reprint_words:
            again[child] = parent
    return again


def _background(
    runs: RunsByPair, quoting: Quoting, again: Mapping[int, int], apart: frozenset[tuple[int, int]]
) -> Background:
    """Count words over families: texts with a long run of words in common belong together.

    Two that a person ruled separate never do, not by a third either: what both have is known to be common.
    """
    priors = copy_priors()
    leader = list(range(len(quoting.texts)))

    def find(text: int) -> int:
        while leader[text] != text:
            leader[text] = leader[leader[text]]
            text = leader[text]
        return text

    for (parent, child), shared in runs.items():
        longest = max(quoting.own_words(parent, child, shared), default=0)
        if longest >= priors.family_words or again.get(child) == parent:
            first, second = sorted((find(parent), find(child)))
            if not any((find(one), find(other)) == (first, second) for one, other in apart):
                leader[second] = first
    families = [find(text) for text in range(len(leader))]
    kept = [text for text in range(len(leader)) if text not in again]
    return Background([quoting.texts[t] for t in kept], [families[t] for t in kept], priors, of=families)

"""What two pages share besides runs of words: errors, figures, spellings, translations, facts, pictures.

Read for pages that credit nobody, and only while their words leave it open: where words alone reach the
cap of lambda nothing more can be said. Candidates: the pairs that share words; those that tell facts few
others tell, in whatever language, found by an index; those that show one picture. What collating finds joins
the words in the one formula.

No sign counts twice: a fact inside a shared passage belongs to the passage; a fact that is an error, a figure
or a spelling of note leaves the choice of facts; the choice says which facts, the order how they follow; the
words of a passage both quote show the same material and nothing more.

A sign of facts that weighs less than `least_weight` is left out: separate reports of one event tell its
facts, and forty weak signs would add up to forty copies.

By hand: one shared error, q = .01, and no shared words: Lambda = 3.87 less what is lacking; pages in two
languages lack nothing, since no words could be shared.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from twosource.evidence.lineage import Feature
from twosource.terms import FeatureKind
from twosource.tracing.chains import Account
from twosource.tracing.collation import OtherReports, Prepared, features_between, prepare
from twosource.tracing.copying import CopyEvidence, copy_log_ratio
from twosource.tracing.material import ClaimEvidence
from twosource.tracing.pages import Page, Pages
from twosource.tracing.priors import CopyPriors, copy_priors
from twosource.tracing.rulings import Rulings, publishers_by_exhibit
from twosource.tracing.shared_pictures import shared_pictures

Pair = tuple[str, str]
OF_WORDS = frozenset({FeatureKind.SHARED_WORDS, FeatureKind.SAME_MATERIAL})
MOST_PAGES = 80
MOST_HOLDERS = 6
KEPT = 3


def with_signs(
    pages: Pages, accounts: Sequence[Account], evidence: ClaimEvidence, priors: CopyPriors, rulings: Rulings
) -> Pages:
    """Return the pages with what else they share; beyond `MOST_PAGES` texts only words and pictures count.

    A claim so many report is carried by words and credits, and comparing facts would cost seconds.
    """
    crediting = {a.statement.exhibit_id for a in accounts if len(a.links) > 1}
    place = {page.exhibit_id: i for i, page in enumerate(pages.pages)}
    shown = _pictures(pages, accounts, evidence, priors)
    told = [p for p in pages.pages if p.exhibit_id not in pages.reprints and len(p.words)]
    found: dict[Pair, list[Feature]] = {pair: list(row) for pair, row in shown.items()}
    is_open = any(page.exhibit_id not in crediting for page in told[1:])
    if is_open and len(told) <= MOST_PAGES:
        for pair, row in _collated(told, pages, evidence, crediting).items():
            found.setdefault(pair, []).extend(row)
    joined = dict(pages.evidence)
    for (one, other), row in sorted(found.items()):
        pair = (one, other) if place[one] < place[other] else (other, one)
        if not rulings.are_apart(*pair) and not {one, other} & pages.reprints.keys():
            joined[pair] = _joined(joined.get(pair), row, priors)
    return replace(pages, evidence=joined)


def _joined(words: CopyEvidence | None, row: Iterable[Feature], priors: CopyPriors) -> CopyEvidence:
    """Return the evidence of words with further features, all in one formula."""
    before = words or CopyEvidence(0.0, (), 0)
    features = (*before.features, *row)
    rates = [f.q for f in features if f.kind is not FeatureKind.SAME_MATERIAL]
    return replace(before, features=features, log_ratio=copy_log_ratio(rates, before.n_lacking, priors))


def _pictures(
    pages: Pages, accounts: Sequence[Account], evidence: ClaimEvidence, priors: CopyPriors
) -> dict[Pair, tuple[Feature, ...]]:
    """Return, per pair of exhibits, the pictures both show."""
    passages = {page.exhibit_id: page.passage_ids for page in pages.pages}
    found = {}
    for pair, rows in shared_pictures(evidence.pictures, publishers_by_exhibit(accounts)).items():
        where = passages[pair[1]] + passages[pair[0]]
        found[pair] = tuple(
            Feature(
                kind=FeatureKind.SHARED_PICTURE,
                words=f"a picture of {one.width} by {one.height}",
                is_shared=True,
                q=q,
                weight=copy_log_ratio((q,), 0, priors),
                passages=where,
            )
            for one, _, q in rows
        )
    return found


def _collated(
    told: Sequence[Page], pages: Pages, evidence: ClaimEvidence, crediting: set[str]
) -> dict[Pair, list[Feature]]:
    """Return, per pair (earlier, later), the signs beyond words."""
    languages = {p.exhibit_id: p.language for p in evidence.passages.values()}
    texts = {
        page.exhibit_id: prepare(
            page.words,
            name=page.exhibit_id,
            language=languages.get(page.exhibit_id, ""),
            written_on=evidence.published[page.exhibit_id],
        )
        if page.exhibit_id in evidence.published
        else prepare(page.words, name=page.exhibit_id, language=languages.get(page.exhibit_id, ""))
        for page in told
    }
    publisher = {page.exhibit_id: page.publisher for page in told}
    enough = math.log(1000.0)
    wanted = {pair for pair, shared in pages.evidence.items() if shared.log_ratio < enough}
    wanted |= _telling_alike([texts[page.exhibit_id] for page in told], publisher)
    open_pairs = sorted(p for p in wanted if p[1] not in crediting and p[0] in texts and p[1] in texts)
    if not open_pairs:
        return {}
    least = copy_priors().least_sign
    others = OtherReports.of([texts[page.exhibit_id] for page in told], _families(told, pages))
    passages = {page.exhibit_id: page.passage_ids for page in told}
    found = {}
    for one, other in open_pairs:
        row = features_between(texts[one], texts[other], others, passages=passages[other] + passages[one])
        found[one, other] = [f for f in row if f.kind not in OF_WORDS and f.weight >= least]
    return {pair: row for pair, row in found.items() if row}


def _families(told: Sequence[Page], pages: Pages) -> list[int]:
    """Return a number per page, equal for pages one of which is a likely copy of the other by its words."""
    number = {page.exhibit_id: i for i, page in enumerate(told)}
    leader = list(range(len(told)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for (one, other), shared in pages.evidence.items():
        if one in number and other in number and shared.is_shared and shared.log_ratio > 1:
            first, second = sorted((find(number[one]), find(number[other])))
            leader[second] = first
    return [find(i) for i in range(len(told))]


def _telling_alike(texts: Sequence[Prepared], publisher: Mapping[str, str]) -> set[Pair]:
    """Return the pairs (earlier, later) that tell most facts few others tell, `KEPT` per later page."""
    holders: dict[tuple[str, str], list[int]] = {}
    for i, text in enumerate(texts):
        for fact in {(f.kind.value, f.key) for f in text.facts}:
            holders.setdefault(fact, []).append(i)
    counts: dict[tuple[int, int], int] = {}
    for held in holders.values():
        if len(held) <= MOST_HOLDERS:
            for i, j in combinations(held, 2):
                if publisher[texts[i].name] != publisher[texts[j].name]:
                    counts[i, j] = counts.get((i, j), 0) + 1
    best: dict[int, list[tuple[int, int]]] = {}
    for (i, j), n in counts.items():
        best.setdefault(j, []).append((-n, i))
    return {(texts[i].name, texts[j].name) for j, rows in best.items() for _, i in sorted(rows)[:KEPT]}

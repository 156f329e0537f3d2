"""The reports on a claim that share most of their own words, pair by pair: which to lay side by side."""

from dataclasses import dataclass

import numpy as np

from twosource.dates import UNDATED
from twosource.desk.answers import resolve
from twosource.desk.assessing import published_spans, statements_by_claim
from twosource.desk.collating import is_earlier, papers_of, prepared, read_exhibit
from twosource.desk.workplace import Workplace
from twosource.dossier.veil import veil_for
from twosource.evidence.testimony import Party
from twosource.tracing.collation.ranking import rank_pairs
from twosource.tracing.shingles import candidate_pairs

KEEP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePair:
    """Two reports: the earlier by date first, words of the later that stand in the earlier, longest run.

    `is_dated`: whether their dates tell which is the earlier. Names are those of the publishers, as printed.
    """

    left: str
    right: str
    n_shared: int
    longest: int
    share: float
    left_name: str = ""
    right_name: str = ""
    is_dated: bool = False


def closest_pairs(work: Workplace, claim: str, limit: int = 20) -> list[ClosePair]:
    """Return the pairs of reports on a claim that share most, quoted primary text left out.

    Pairs are found by an index, so that a thousand reports are ranked in a second or two; a pair without a
    run of four words in common is not among them. Raises NothingMatchedError.
    """
    claim_id = resolve(work, claim)
    veil = veil_for(work.store.all(Party))
    published = published_spans(work, work.declared())
    papers, is_paper = papers_of(work, veil)
    shingles = np.unique(np.concatenate([p.index.ordered for p in papers])) if papers else None
    exhibits = {s.exhibit_id for s in statements_by_claim(work).get(claim_id, ())}
    held = [read_exhibit(work, e, veil, published.get(e, UNDATED)) for e in sorted(exhibits)]
    held = sorted(
        (h for h in held if h.text.strip()), key=lambda h: (str(h.published.start or "9"), h.siglum)
    )
    texts = [prepared(one, shingles, is_paper=one.exhibit_id in is_paper) for one in held]
    pairs = candidate_pairs([text.index for text in texts], range(len(texts)), keep=KEEP)
    found = rank_pairs(texts, pairs)
    best = [row for row in found.ranked().tolist() if found.own[row]][:limit]
    names = _publishers(work, claim_id)
    two = [(row, held[int(pairs[row, 0])], held[int(pairs[row, 1])]) for row in best]
    return [
        ClosePair(
            left=left.siglum,
            right=right.siglum,
            n_shared=int(found.own[row]),
            longest=int(found.longest[row]),
            share=float(found.of_child[row]),
            left_name=names.get(left.exhibit_id, ""),
            right_name=names.get(right.exhibit_id, ""),
            is_dated=is_earlier(left.published, right.published),
        )
        for row, left, right in two
    ]


def _publishers(work: Workplace, claim_id: str) -> dict[str, str]:
    """Return who published each exhibit on a claim, as it may be printed."""
    parties = {p.party_id: p for p in work.store.all(Party)}
    found = {s.exhibit_id: s.chain.publisher.party_id for s in statements_by_claim(work).get(claim_id, ())}
    return {exhibit: parties[p].shown for exhibit, p in found.items() if p in parties}

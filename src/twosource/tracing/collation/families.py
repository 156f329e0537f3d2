"""Which reports are copies of each other by their words, so that rates count each family once."""

from collections.abc import Sequence

from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.collation.ranking import rank_pairs
from twosource.tracing.priors import copy_priors
from twosource.tracing.shingles import candidate_pairs


def families_of(texts: Sequence[Prepared]) -> tuple[int, ...]:
    """Return the number of the first text of its family for each: texts with a long run in common are one.

    The run must be as long as the copy formula asks of a family, outside quoted primary text. Candidates are
    found by an index; no other pair is looked at.
    """
    leader = list(range(len(texts)))

    def first_of(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    pairs = candidate_pairs([text.index for text in texts], range(len(texts)))
    if pairs.size:
        found = rank_pairs(texts, pairs)
        least = copy_priors().family_words
        near = (found.longest >= least) & (found.own >= least)
        for one, other in pairs[near].tolist():
            first, second = sorted((first_of(one), first_of(other)))
            leader[second] = first
    return tuple(map(first_of, leader))

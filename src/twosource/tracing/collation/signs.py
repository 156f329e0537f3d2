"""The signs that one text has it from the other, each with its rate among separate reports and its weight.

One maximal run of words is one sign, and what stands in it is not counted again: a number inside shared words
is no second sign. Quoted primary text shows the same material and weighs nothing.

Formula of a weight (the copy formula for one sign, nothing lacking):

    weight = log mean_c min((c + (1 - c) q) / q, cap)

By hand: q = .01 gives factors 10.9, 30.7, 60.4, 90.1, mean 48, weight 3.87.
"""

from math import log

from twosource.evidence.lineage import Feature
from twosource.terms import FeatureKind
from twosource.tracing.collation.others import OtherReports
from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.priors import CopyPriors
from twosource.tracing.shingles import shared_runs


def features_between(
    parent: Prepared, child: Prepared, others: OtherReports, *, passages: tuple[str, ...] = ()
) -> tuple[Feature, ...]:
    """Return what the two texts share, the heaviest first; `passages` are where to see it.

    Both texts must be among `others`, whose rates leave the families of the pair out. Nothing is said of
    who has it from whom; credits are read elsewhere.
    """
    return tuple(sorted(_words(parent, child, others, passages), key=lambda f: (-f.weight, f.q, f.words)))


def weight_of(q: float, priors: CopyPriors) -> float:
    """Return the weight in nats of one shared sign of rate q, capped."""
    return log(sum(min((c + (1 - c) * q) / q, priors.cap) for c in priors.shares) / len(priors.shares))


def _words(
    parent: Prepared, child: Prepared, others: OtherReports, passages: tuple[str, ...]
) -> list[Feature]:
    found = []
    for run in shared_runs(parent.index, child.index):
        first, n = run.child_at, run.n_words
        is_quoted = bool(
            parent.quoted[run.parent_at : run.parent_at + n].mean() > 0.5
            or child.quoted[first : first + n].mean() > 0.5
        )
        q = others.rate_of_words(parent, child, first, n)
        found.append(
            Feature(
                kind=FeatureKind.SAME_MATERIAL if is_quoted else FeatureKind.SHARED_WORDS,
                words=child.words.between(first, n),
                is_shared=True,
                q=q,
                weight=0.0 if is_quoted else weight_of(q, others.priors),
                passages=passages,
            )
        )
    return found

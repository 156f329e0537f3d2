"""Tracing: from the statements on a claim to how many pairs of hands it passed through, and whose.

"47 reports. 1 pair of hands: the handover group." Tracing tells copies from accounts of their own by what
texts credit and share, leads every statement back to where the claim entered the world, and finds the
fewest parties whose failure would leave nothing: kappa, with its chokepoint. What it cannot know it
draws, and it gives the distributions of K and kappa instead of one number.
"""

from collections.abc import Iterable, Iterator

from twosource.evidence.lineage import OriginCount
from twosource.evidence.outcome import Outcome
from twosource.tracing.cut import Cut, vertex_cut
from twosource.tracing.material import ClaimEvidence, TraceSettings
from twosource.tracing.origins import trace_claim
from twosource.tracing.saying import explain, headline

__all__ = ["ClaimEvidence", "Cut", "TraceSettings", "explain", "headline", "trace", "vertex_cut"]


def trace(evidence: Iterable[ClaimEvidence], *, settings: TraceSettings) -> Iterator[Outcome[OriginCount]]:
    """Yield one outcome per claim, in the order given: its origins and hands, or why they were not counted.

    A claim of an unknown access class is refused; one with texts that could not be compared is partly read.
    The same evidence and settings give the same bytes, in whatever order the evidence was entered.
    """
    for one in evidence:
        yield trace_claim(one, settings)

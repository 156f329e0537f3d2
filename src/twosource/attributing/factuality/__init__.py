"""How far the words step back, how they present what they tell, and how a speaker knows.

`hedge_in` and its kind look for words of distance (0-6). `factuality_of` says whether a content is
presented as so, not so, possible, foretold, asked, ordered or wished, and on which words that rests.
"""

from twosource.attributing.factuality.hedging import (
    OPEN,
    access_in,
    calls_it_a_hoax,
    clause_around,
    hedge_in,
    is_negated,
)
from twosource.attributing.factuality.reading import factuality_of

__all__ = [
    "OPEN",
    "access_in",
    "calls_it_a_hoax",
    "clause_around",
    "factuality_of",
    "hedge_in",
    "is_negated",
]

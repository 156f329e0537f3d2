"""Statements to claims: which of them say the same thing, why, and what a person must decide.

Takes statements with their passages, the claims a person declared and the verdicts people gave;
gives claims, each with the statements that bear on it and the reasons in words. `KnownClaims` finds
which of many known claims a text is about.
"""

from twosource.matching.retrieval import KnownClaim, KnownClaims
from twosource.matching.rows import RowIndex
from twosource.matching.settings import MatchSettings
from twosource.matching.to_claims import match
from twosource.matching.wording import fold

__all__ = ["KnownClaim", "KnownClaims", "MatchSettings", "RowIndex", "fold", "match"]

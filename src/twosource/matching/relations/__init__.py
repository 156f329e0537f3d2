"""What stands between statements and between claims: what contradicts, what follows, what grew on the way.

Everything here is a machine's suggestion with its reason in words; a person decides.
"""

from twosource.matching.relations.contradicting import contradictions
from twosource.matching.relations.drifting import drift
from twosource.matching.relations.entailing import entailments

__all__ = ["contradictions", "drift", "entailments"]

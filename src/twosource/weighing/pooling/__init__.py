"""Pooling: several people answer apart from each other, and one joint reading keeps their spread.

`people_of` says whose answers count, `read_jointly` pools them, `person_readouts` and `disagreements` show
who differs where. What one fact in two places would do is in `reuse`, what a person should know of the words
just given in `advising`.
"""

from twosource.weighing.pooling.differing import disagreements, person_readouts
from twosource.weighing.pooling.joining import Joint, read_jointly
from twosource.weighing.pooling.people import Person, people_of, standing

__all__ = [
    "Joint",
    "Person",
    "disagreements",
    "people_of",
    "person_readouts",
    "read_jointly",
    "standing",
]

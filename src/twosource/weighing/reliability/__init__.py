"""Reliability: what the record of a party is worth, and its grade without the item it grades.

`read_reliability` goes from entries to a `ReliabilityReadout`: letter, digit, range, ways of working, and
sentences. `network_record` gives the same record to a variable of a weighing, so that no case writes it
twice.
"""

from twosource.weighing.reliability.credibility import expected_without
from twosource.weighing.reliability.lots import lots_of
from twosource.weighing.reliability.modes import network_record
from twosource.weighing.reliability.reading import Record, WithoutIt, read_reliability
from twosource.weighing.reliability.settings import ReliabilitySettings

__all__ = [
    "Record",
    "ReliabilitySettings",
    "WithoutIt",
    "expected_without",
    "lots_of",
    "network_record",
    "read_reliability",
]

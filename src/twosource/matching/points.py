"""The points of matching as the reviewed table gives them: what speaks for a pair, what against, and limits.

Every figure in the table is zero or more. What speaks for a pair adds its points, what speaks against
takes them off, so no agreement can ever lower a score, and a person can add the points up by hand.
"""

from collections.abc import Mapping
from functools import cache

from twosource.terms import load_table

TABLE = "matching_weights"


@cache
def weights(*, recurs: bool = False) -> Mapping[str, float]:
    """Return signed points by name, `[against]` below zero: of what a war brings daily, or of all else."""
    table = load_table(TABLE)
    found = table["recurring"] if recurs else table
    against = {name: -value for name, value in found["against"].items()}
    return {**found["points"], **against}


@cache
def limits() -> Mapping[str, float]:
    """Return the limits by name, such as days, kilometres and shares."""
    found: Mapping[str, float] = load_table(TABLE)["limits"]
    return found


@cache
def recurring() -> frozenset[str]:
    """Return the actions a war brings every day: what is told of them is told of many."""
    return frozenset(load_table(TABLE)["recurring"]["actions"])


@cache
def kindred() -> frozenset[frozenset[str]]:
    """Return the pairs of actions that reports use for one another."""
    return frozenset(frozenset(pair) for pair in load_table("kindred_actions")["pairs"])

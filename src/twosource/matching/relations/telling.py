"""What the relations look at: statements that say something happened, and places that lie in one another."""

from twosource.evidence.events import Place
from twosource.evidence.testimony import Made, Statement
from twosource.matching.content import kilometres, place_key
from twosource.terms import Modality, Stance, Standing, Tense

BY = "matching 2"


def tells_a_fact(statement: Statement) -> bool:
    """Say whether a statement asserts that its event took place: no denial, question or foretelling."""
    event, how = statement.event, statement.factuality
    if event is None or event.is_negated or statement.stance is not Stance.ASSERTS:
        return False
    if how is None:
        return True
    return how.modality is Modality.ACTUAL and how.tense is not Tense.FUTURE and not how.is_negated


def lies_within(inner: Place, outer: Place) -> bool:
    """Say whether one place certainly lies in the other: its circle in the other's, or the same name.

    By hand: a town of 10 km, 90 km from the middle of a province of 120 km, lies within it.
    """
    if place_key(inner) == place_key(outer):
        return True
    if inner.radius_km is None or outer.radius_km is None or inner.radius_km >= outer.radius_km:
        return False
    return kilometres(inner, outer) + inner.radius_km <= outer.radius_km


def suggested(why: str) -> Made:
    """Return who made a relation: this package, as a suggestion, with its reason."""
    return Made(by=BY, standing=Standing.SUGGESTION, why=why)

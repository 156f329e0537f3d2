"""What follows from what by the reviewed table, and what people read into it and does not follow."""

from dataclasses import replace

import pytest
from matching_sheet import PERSON, Sheet

from twosource.dates import UNDATED, parse_span
from twosource.evidence.claims import Claim
from twosource.evidence.events import Place
from twosource.evidence.testimony import Factuality
from twosource.matching.relations import entailments
from twosource.terms import Action, Modality, Standing, Tense, load_table

TABLE = load_table("entailing_actions")
HOMS = Place(as_written="Homs province", name="Homs province", latitude=34.5, longitude=38.0, radius_km=120)
PALMYRA = Place(as_written="Palmyra", name="Palmyra", latitude=34.56, longitude=38.28, radius_km=10)


class Board:
    """Claims with one statement each that asserts it as a fact, unless told otherwise."""

    def __init__(self):
        self.claims = []
        self.statements = {}

    def claim(self, name, action, *, place="", span="", where=None, by=PERSON, said=None, text="", **roles):
        """Add a claim with its statement and return its id."""
        claim = Claim(
            claim_id=f"claim-{name}",
            text=text or name,
            action=Action(action),
            place=where.name if where else place,
            span=parse_span(span) if span else UNDATED,
            made=by,
            **roles,
        )
        sheet = Sheet()
        sheet.say(f"They say {name}", action, exhibit=name)
        (statement,) = sheet.statements
        statement = replace(statement, event=replace(statement.event, at_place=where), **(said or {}))
        self.claims.append(claim)
        self.statements[claim.claim_id] = [statement]
        return claim.claim_id

    def edges(self):
        """Return (from, to) by the names of the claims."""
        found = list(entailments(self.claims, statements=self.statements))
        assert all(e.made.standing is Standing.SUGGESTION and e.made.why for e in found)
        assert len({e.entailment_id for e in found}) == len(found)
        return {(e.from_claim.removeprefix("claim-"), e.to_claim.removeprefix("claim-")) for e in found}


def test_fought_over_the_town_entails_fought_each_other():
    """The same action told with less follows, either way round, and not the other way."""
    board = Board()
    board.claim("over the town", "fight", actor="the army", counterpart="the rebels", place="Palmyra")
    board.claim("each other", "fight", actor="the rebels", counterpart="the army")
    assert board.edges() == {("over the town", "each other")}


@pytest.mark.parametrize("pair", TABLE["never"]["pairs"], ids=" to ".join)
def test_what_people_read_into_it_does_not_follow(pair):
    """An order to withdraw entails no agreement, "handed over" no transfer, however equal the roles."""
    board = Board()
    same = {"actor": "the army", "object": "guns", "counterpart": "the rebels", "place": "Palmyra"}
    board.claim("first", pair[0], **same)
    board.claim("second", pair[1], **same)
    assert ("first", "second") not in board.edges()


@pytest.mark.parametrize("row", TABLE["implies"], ids=lambda row: f"{row['from']} to {row['to']}")
def test_a_row_of_the_table_holds_where_its_roles_are_equal(row):
    """With every role in `equal` told and the same it follows; with one of them another or untold it does not."""
    roles = {"actor": "the army", "object": "guns", "counterpart": "the rebels", "place": "Palmyra"}
    told = {role: roles[role] for role in row["equal"]}
    board = Board()
    board.claim("first", row["from"], **told)
    board.claim("second", row["to"], **told)
    assert board.edges() == {("first", "second")}
    for role in row["equal"]:
        for other in ("somebody else", ""):
            board = Board()
            board.claim("first", row["from"], **told)
            board.claim("second", row["to"], **{**told, role: other})
            assert board.edges() == set()


def test_the_table_names_actions_and_roles_and_never_what_it_forbids():
    """Only words of the closed list; a pair that never follows stands in no row."""
    actions = {a.value for a in Action}
    rows = {(row["from"], row["to"]) for row in TABLE["implies"]}
    assert {action for pair in [*rows, *TABLE["never"]["pairs"]] for action in pair} <= actions
    assert not rows & set(map(tuple, TABLE["never"]["pairs"]))
    assert set(TABLE["mutual"]["actions"]) <= actions
    assert all(set(row["equal"]) <= {"actor", "object", "counterpart", "place"} for row in TABLE["implies"])


def test_a_place_is_held_by_its_province_and_never_holds_it():
    """Fought in Palmyra entails fought in the province around it; the province may mean another town."""
    board = Board()
    who = {"actor": "the army", "counterpart": "the rebels"}
    board.claim("in the town", "fight", where=PALMYRA, span="2016-03-25", **who)
    board.claim("in the province", "fight", where=HOMS, **who)
    board.claim("elsewhere", "fight", place="Raqqa", **who)
    assert board.edges() == {("in the town", "in the province")}


def test_days_must_lie_within_days():
    """A day is held by its month; a month holds no day, and what gives none cannot entail a month."""
    who = {"actor": "the army", "counterpart": "the rebels", "object": "oil"}
    board = Board()
    board.claim("day", "trade", span="2016-03-25", place="Palmyra", **who)
    board.claim("month", "trade", span="2016-03", **who)
    board.claim("april", "trade", span="2016-04", **who)
    board.claim("undated", "trade", place="Palmyra", **who)
    assert board.edges() == {("day", "month"), ("day", "undated")}


@pytest.mark.parametrize(
    "said",
    [
        {"stance": "denies"},
        {"stance": "asks"},
        {"factuality": Factuality(modality=Modality.CONDITIONAL)},
        {"factuality": Factuality(tense=Tense.FUTURE)},
        {"factuality": Factuality(is_negated=True)},
    ],
)
def test_nothing_follows_from_what_nobody_asserts_as_a_fact(said):
    """From "they did not fight over the town", or "they will", nothing follows."""
    board = Board()
    who = {"actor": "the army", "counterpart": "the rebels"}
    board.claim("over the town", "fight", place="Palmyra", said=said, **who)
    board.claim("each other", "fight", **who)
    assert board.edges() == set()
    board.statements["claim-over the town"] = []
    assert board.edges() == set()


def test_what_a_machine_s_claim_says_beyond_its_roles_must_be_told_too():
    """The roles of a machine's claim may hold less than its sentence; its words must stand in the other."""
    machine = replace(PERSON, standing=Standing.SUGGESTION)
    who = {"actor": "the army", "counterpart": "the rebels"}
    board = Board()
    board.claim("first", "fight", place="Palmyra", text="The army fought the rebels at Palmyra", **who)
    board.claim("second", "fight", by=machine, text="Then the army fought the rebels with 40 tanks", **who)
    board.claim("third", "fight", by=machine, text="Then the army fought the rebels", **who)
    assert board.edges() == {("first", "third")}


def test_bad_input_entails_nothing_and_copies_are_told_apart_from_it():
    """No claims, one claim, two that say the same, an action nobody found, and ten thousand alike."""
    assert list(entailments([], statements={})) == []
    board = Board()
    who = {"actor": "the army", "counterpart": "the rebels"}
    board.claim("one", "fight", **who)
    assert board.edges() == set()
    board.claim("two", "fight", **who)
    board.claim("three", "other", place="Palmyra", **who)
    board.claim("four", "other", **who)
    assert board.edges() == set()
    copies = [replace(board.claims[0], claim_id=f"claim-{n:05}") for n in range(10_000)]
    assert list(entailments(copies, statements={})) == []

"""What cannot all be right within one claim: counts, days, actors, places."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching_sheet import PERSON, Sheet

from twosource.dates import parse_span
from twosource.evidence.events import Count, Place
from twosource.evidence.testimony import Factuality
from twosource.matching.relations import contradictions
from twosource.terms import Modality, Standing


def counted(low, high=None, *, what="killed", whom="people", written=""):
    """Return a count with its bounds; one bound alone means exactly that many."""
    top = low if high is None else high
    return Count(
        as_written=written or f"{low:g}", what=what, whom=whom, low=low, high=None if top < 0 else top
    )


class Table:
    """Statements of one claim, told in one line each."""

    def __init__(self):
        self.sheet = Sheet()
        self.told = []

    def tell(self, text="They were killed", action="kill", *, counts=(), place=None, factuality=None, **more):
        """Add a statement and return its id."""
        number = len(self.told)
        self.sheet.say(f"{text} {number}", action, exhibit=f"e{number:05}", **more)
        statement = self.sheet.statements[-1]
        event = replace(statement.event, counts=tuple(counts), at_place=place or statement.event.at_place)
        self.told.append(replace(statement, event=event, factuality=factuality))
        return self.told[-1].statement_id

    def found(self):
        """Return {about: values} of what contradicts, and check what holds of every record."""
        records = list(contradictions({"claim-x": self.told}, passages=self.sheet.passages))
        assert all(r.made.standing is Standing.SUGGESTION and r.made.why for r in records)
        assert all(len(r.statement_ids) == len(r.values) >= 2 for r in records)
        assert all(r.claim_id == "claim-x" for r in records)
        return {r.about: r.values for r in records}


def place(name, latitude, longitude, km):
    """Return a place with a point and a radius."""
    return Place(as_written=name, name=name, latitude=latitude, longitude=longitude, radius_km=km)


def test_counts_that_cannot_overlap_contradict_and_the_bounds_decide():
    """Three, twenty and at least eighteen: three is ruled out by both, and rules out both."""
    table = Table()
    table.tell(counts=[counted(20)])
    table.tell(counts=[counted(18, -1, written="at least 18")])
    assert table.found() == {}
    table.tell(counts=[counted(3)])
    assert table.found() == {"counts": ("3", "at least 18", "20")}


def test_over_a_number_and_the_number_are_told_as_one():
    """ "Over 130" begins at 131 and is said of 130 as well; 120 it is not."""
    table = Table()
    table.tell(counts=[counted(131, -1, written="over 130")], said="2017-04-20")
    table.tell(counts=[counted(130)], said="2017-04-20")
    assert table.found() == {}
    table.tell(counts=[counted(120)], said="2017-04-19")
    assert table.found() == {"counts": ("120", "130", "over 130")}
    (record,) = contradictions({"claim-x": table.told}, passages=table.sheet.passages)
    assert "told on different days" in record.made.why


def test_other_people_and_other_harm_are_other_counts():
    """Twenty killed and forty wounded, or three children and twenty fighters, do not contradict."""
    table = Table()
    table.tell(counts=[counted(20, whom="fighters"), counted(40, what="wounded", whom="fighters")])
    table.tell(counts=[counted(3, whom="children")])
    assert table.found() == {}


def test_one_statement_that_gives_several_counts_of_the_same_is_not_held_against_itself():
    """ "20 people in one town and 3 in another" says no single number."""
    table = Table()
    table.tell(counts=[counted(20), counted(3)])
    table.tell(counts=[counted(20)])
    assert table.found() == {}


def test_days_that_do_not_meet_contradict_beyond_a_time_zone():
    """One day apart may be a time zone; two are two days, and a month holds its days."""
    table = Table()
    table.tell(span="2016-03-24")
    table.tell(span="2016-03-25")
    table.tell(span="2016-03")
    assert table.found() == {}
    table.tell(span="2016-03-28")
    assert [str(parse_span(v)) for v in table.found()["dates"]] == ["2016-03-24", "2016-03-25", "2016-03-28"]


def test_named_actors_without_a_shared_word_contradict_and_descriptions_do_not():
    """The Syrian army and the Syrian air force share a word; a defector may be anybody."""
    table = Table()
    for actor in ("the Syrian Army", "Syrian Air Force", "a defector", "a deserter", "a deserter"):
        table.tell(actor=actor)
    table.tell(actor="Ahrar al-Sham")
    assert table.found() == {}, "one exhibit may be a slip of reading"
    table.tell(actor="Ahrar al-Sham")
    assert set(table.found()["who"]) == {"the Syrian Army", "Ahrar al-Sham"}


def test_a_person_s_reading_needs_no_second_exhibit():
    """What somebody read and stands for counts by itself."""
    table = Table()
    table.tell(actor="the Syrian Army")
    table.tell(actor="Ahrar al-Sham")
    assert table.found() == {}
    table.told = [replace(s, made=PERSON) for s in table.told]
    assert set(table.found()["who"]) == {"the Syrian Army", "Ahrar al-Sham"}


def test_names_in_two_languages_are_not_held_against_each_other():
    """What is written otherwise in another language may be the same name."""
    table = Table()
    for _ in range(2):
        table.tell(actor="Ahrar al-Sham", language="en")
        table.tell(actor="Die Syrische Armee", language="de")
    assert table.found() == {}


def test_places_apart_contradict_and_a_town_in_its_province_does_not():
    """The province holds the town; another town is another place."""
    table = Table()
    for _ in range(2):
        table.tell(place=place("Palmyra", 34.56, 38.28, 10))
        table.tell(place=place("Homs province", 34.5, 38.0, 90))
        table.tell(place=place("Arak", 34.63, 38.55, 3))
        table.tell(place=Place(as_written="a village"))
    assert table.found() == {}, "a city stands for what lies around it"
    for _ in range(2):
        table.tell(place=place("Raqqa", 35.95, 39.01, 10))
    assert set(table.found()["where"]) == {"Arak", "Raqqa"}


@pytest.mark.parametrize(
    "more",
    [
        {"stance": "denies"},
        {"stance": "asks"},
        {"factuality": Factuality(modality=Modality.POSSIBLE)},
        {"factuality": Factuality(is_negated=True)},
    ],
)
def test_only_what_is_asserted_as_fact_contradicts(more):
    """A denial is a stance, and what may happen has no number yet."""
    table = Table()
    table.tell(counts=[counted(20)])
    table.tell(counts=[counted(3)], **more)
    assert table.found() == {}


def test_bad_input_is_no_contradiction():
    """One statement, ten thousand copies, no date, an empty passage, a missing passage, no claims at all."""
    assert list(contradictions({}, passages={})) == []
    table = Table()
    table.tell(counts=[counted(20)], span="2016-03-24")
    assert table.found() == {}
    table.tell(text="", counts=[counted(20)])
    assert table.found() == {}
    table.told += [table.told[0]] * 10_000
    assert table.found() == {}
    table.tell(counts=[counted(3)])
    table.sheet.passages.pop(table.told[-1].passage_id)
    assert table.found() == {}


def test_one_statement_per_value_is_named_and_never_a_heap_of_them():
    """Of a thousand statements with two numbers two are named; of a hundred numbers sixteen."""
    table = Table()
    for number in range(1000):
        table.tell(counts=[counted(20 if number % 2 else 3)])
    assert table.found() == {"counts": ("3", "20")}
    many = Table()
    for number in range(100):
        many.tell(counts=[counted(number + 1)])
    values = many.found()["counts"]
    assert (len(values), values[0], values[-1]) == (16, "1", "100")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=7), st.randoms())
def test_counts_contradict_exactly_where_two_bounds_do_not_meet(bounds, random):
    """Against the plain rule over all pairs, whatever the order."""
    rows = [(min(pair), max(pair)) for pair in bounds]
    table = Table()
    for low, high in rows:
        table.tell(counts=[counted(low, high)])
    is_apart = any(a[1] < b[0] for a in rows for b in rows)
    found = table.found()
    assert ("counts" in found) is is_apart
    random.shuffle(table.told)
    assert table.found() == found

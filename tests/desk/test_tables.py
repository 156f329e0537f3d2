"""A table of case.toml is read strictly: each complaint names the place, the key and the way out."""

import tomllib
from datetime import date

import pytest

from twosource.dates import Precision
from twosource.desk.tables import Table, nearest
from twosource.errors import DeclarationError
from twosource.terms import Stance


def _table(text, known=None):
    return Table(tomllib.loads(text), "case.toml", "claims.agreed", known)


def test_an_unknown_key_is_named_with_its_place_and_the_nearest_known_one():
    """A misspelt key is never passed over."""
    with pytest.raises(DeclarationError) as caught:
        _table('txet = "x"', ("text", "action"))
    assert caught.value.happened == (
        'case.toml, claims.agreed holds the unknown key "txet". The nearest key known there is "text".'
    )
    assert '"text", "action"' in caught.value.remedy_text
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "read", "complaint"),
    [
        ("a = 1", lambda t: t.text("a"), '"a" must be a text, not a whole number.'),
        ('a = " "', lambda t: t.text("a"), '"a" is empty.'),
        ("", lambda t: t.text("a"), '"a" is missing.'),
        ('a = "yes"', lambda t: t.flag("a", False), '"a" must be true or false, not a text.'),
        ("a = 1", lambda t: t.flag("a", False), '"a" must be true or false, not a whole number.'),
        ("a = true", lambda t: t.number("a"), '"a" must be a number, not true or false.'),
        ("a = -1", lambda t: t.number("a"), '"a" must be 0 or more, not -1.'),
        ("a = 2", lambda t: t.number("a", high=1), '"a" must be 0 to 1, not 2.'),
        ("a = nan", lambda t: t.number("a", high=1), '"a" must be 0 to 1, not nan.'),
        ("a = inf", lambda t: t.number("a"), '"a" must be 0 or more, not inf.'),
        ("a = 1.5", lambda t: t.whole("a", 0), '"a" must be a whole number, not a number.'),
        ('a = "b"', lambda t: t.texts("a"), '"a" must be a list, not a text.'),
        ("a = [1]", lambda t: t.texts("a"), '"a" must be a list of texts, none of them empty.'),
        ("a = []", lambda t: t.texts("a", None), '"a" must name at least one.'),
        ('a = ["x"]', lambda t: t.numbers("a"), '"a" must be a list of numbers, and holds a text.'),
        ('a = "2016-13"', lambda t: t.span("a"), '"a" is "2016-13", which is no date.'),
        ("a = 2016", lambda t: t.span("a"), '"a" must be a text, not a whole number.'),
        ("a = 2016-05-02", lambda t: t.text("a"), '"a" must be a text, not a date.'),
        ("a = 1", lambda t: list(t.tables("a", ())), '"a" must be a list, not a whole number.'),
        ("a = 1", lambda t: t.table("a", ()), "claims.agreed.a must be a table, not a whole number."),
        ("a = [1]", lambda t: list(t.tables("a", ())), "a number 1 must be a table, not a whole number."),
        (
            'a = "assert"',
            lambda t: t.word("a", Stance),
            '"a" is "assert", which is not one of its words. The nearest is "asserts".',
        ),
    ],
)
def test_a_wrong_value_is_a_sentence_that_names_the_key(text, read, complaint):
    """What stands there and what should stand there, in words."""
    with pytest.raises(DeclarationError) as caught:
        read(_table(text))
    assert caught.value.happened.startswith("case.toml, claims.agreed")
    assert complaint in caught.value.happened


def test_values_that_fit_are_returned_as_they_are():
    """Defaults stand in for what is missing and never for what is there."""
    table = _table('t = "x"\nf = true\nn = 2\nw = 3\nl = ["a"]\nr = [0, 0.5]\ns = "denies"\nd = 2016-03-27')
    assert (table.text("t"), table.text("none", "")) == ("x", "")
    assert (table.flag("f", False), table.flag("none", True)) == (True, True)
    assert (table.number("n"), table.number("none", 0.5)) == (2.0, 0.5)
    assert (table.whole("w", 0), table.texts("l"), table.texts("none")) == (3, ("a",), ())
    assert table.numbers("r") == (0.0, 0.5)
    assert table.word("s", Stance) is Stance.DENIES
    assert table.word("none", Stance, Stance.ASKS) is Stance.ASKS


def test_dates_may_be_written_as_toml_dates_or_as_texts():
    """A day, a month, a year, or two with a stroke; nothing is undated."""
    table = _table('day = 2016-03-27\nmoment = 2016-03-27T10:00:00Z\nmonth = "2016-03"\nlong = "2015/2016"')
    assert table.span("day").start == table.span("moment").end == date(2016, 3, 27)
    assert table.span("month").precision is Precision.MONTH
    assert (table.span("long").start, table.span("long").end) == (date(2015, 1, 1), date(2016, 12, 31))
    assert not table.span("none").is_known


def test_places_are_numbered_and_named_as_a_person_would_look_for_them():
    """The third entry of a list is number 3, with its name where it has one."""
    table = Table(tomllib.loads('[[items]]\n[[items]]\nname = "letter_2"'), "case.toml", "question.contact")
    places = [row.where for row in table.tables("items", ("name",))]
    assert places == [
        "case.toml, question.contact.items number 1",
        "case.toml, question.contact.items number 2 (letter_2)",
    ]


def test_the_nearest_word_is_found_even_when_nothing_is_near():
    """A wrong word always gets a proposal where there is any word at all."""
    assert nearest("handover", ["handover_group", "analyst"]) == "handover_group"
    assert nearest("zzz", ["agreed"]) == "agreed"
    assert nearest("zzz", []) == ""

"""Saying that is a deed: both what is said, by whoever says it, and the deed, by whoever tells of it."""

from attributing_cases import Found


def lines(text):
    found = Found(text, publisher="Ours")
    return [
        (found.credited(s), s.event.action.value, s.event.actor, s.event.counterpart)
        for s in found.statements
        if s.event
    ]


def test_an_accusation_is_a_deed_of_the_accuser_that_the_page_tells():
    """What is alleged is Russia's word, that Russia alleges it is the page's."""
    found = lines("Russia accused Turkey of supporting the rebels.")
    assert ("own voice", "accuse", "Russia", "Turkey") in found
    assert [who for who, action, *_ in found if action == "support"] == ["Russia"]


def test_inside_somebodys_words_the_deed_is_theirs():
    """The page knows of the accusation only through Reuters."""
    found = lines("Reuters said Russia accused Turkey of supporting the rebels.")
    assert [who for who, action, *_ in found if action == "accuse"] == ["Reuters"]
    assert [who for who, action, *_ in found if action == "support"] == ["Reuters > Russia"]


def test_only_saying_is_no_deed():
    """A plain verb of saying opens no event of its own."""
    assert [action for _, action, *_ in lines("The army said it bombed Homs.")] == ["bomb"]


def test_whoever_is_accused_of_something_accuses_nobody():
    """ "People accused of theft" are acted on."""
    found = [row for row in lines("People accused of theft were held.") if row[1] == "accuse"]
    assert [actor for _, _, actor, _ in found] == [""]

"""What is said without saying by whom: somebody unnamed stands behind it, and never the page itself."""

import pytest
from attributing_cases import Found

from twosource.terms import Access, Channel, Stance, Voice

SOMEBODY = "unnamed: somebody"


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("The army reportedly bombed Homs.", 3),
        ("The convoy was, reportedly, bombed.", 3),
        ("The army allegedly bombed Homs.", 4),
        ("It was reported that the army bombed Homs.", 3),
        ("It was widely reported that the army bombed Homs.", 3),
        ("It has been claimed that the army bombed Homs.", 4),
        ("The army is said to have bombed Homs on Monday.", 3),
        ("The army is believed to have bombed Homs.", 3),
        ("As was reported last week, the army bombed Homs.", 3),
        ("Rumour has it that the army bombed Homs.", 3),
    ],
)
def test_hearsay_has_somebody_unnamed_behind_it(text, hedge):
    """The page repeats it and does not vouch for it."""
    (statement,) = Found(text, publisher="Evening Lantern").statements
    found = Found(text, publisher="Evening Lantern")
    assert found.called() == ["Evening Lantern", SOMEBODY]
    assert statement.voice is Voice.ATTRIBUTED
    assert (statement.hedge, statement.stance) == (hedge, Stance.ASSERTS)
    assert statement.event.action.value == "bomb"
    assert statement.chain.innermost.hedge == hedge
    assert statement.chain.innermost.channel is Channel.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "The army bombed Homs.",
        "The ministry collected the allegedly forged letters and the army bombed Homs.",
        "Residents were told to leave before the army bombed Homs.",
        "The officers were believed, and the army bombed Homs.",
    ],
)
def test_words_that_only_look_like_hearsay_stay_the_page_s_own(text):
    """An adverb inside a noun phrase, an order in the passive and a belief in people tell no hearsay."""
    found = Found(text, publisher="Evening Lantern")
    assert found.called() == ["Evening Lantern"]
    assert found.statements[0].voice is Voice.OWN


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("It was reported by Reuters that the army bombed Homs.", ["Reuters"]),
        ("According to Reuters, the army reportedly bombed Homs.", ["Reuters"]),
        ("Omar Haddad said the army had reportedly bombed Homs.", ["Omar Haddad"]),
        ("Omar Haddad said it was reported that the army bombed Homs.", ["Omar Haddad"]),
        ("Omar Haddad was quoted as saying that the army bombed Homs.", ["Omar Haddad"]),
    ],
)
def test_whoever_is_named_beside_hearsay_says_it(text, named):
    """A name in reach is the source; the hearsay is a hedge of theirs."""
    assert Found(text, publisher="Evening Lantern").called()[1:] == named


def test_only_the_clause_of_the_adverb_is_hearsay():
    """The bombing is the page's own; how many it killed is not."""
    found = Found("The army bombed Homs, reportedly killing ten people.", publisher="Evening Lantern")
    said = {s.event.action.value: found.called(n)[1:] for n, s in enumerate(found.statements)}
    assert said == {"bomb": [], "kill": [SOMEBODY]}
    assert {s.event.action.value: s.hedge for s in found.statements} == {"bomb": 0, "kill": 3}


def test_what_was_not_reported_is_open():
    """A denied passive asserts nothing."""
    found = Found("It was not reported that the army bombed Homs.", publisher="Evening Lantern")
    assert (found.statements[0].stance, found.statements[0].hedge) == (Stance.DOUBTS, 6)


def test_nobody_who_is_unnamed_knows_anything_by_themselves():
    """`Is believed to` is no inference of a party that could be asked about it."""
    found = Found("The army is believed to have bombed Homs.", publisher="Evening Lantern")
    assert found.statements[0].chain.innermost.access is Access.UNKNOWN
    assert found.statements[0].chain.innermost.as_written == ""


def test_hearsay_of_two_pages_of_one_outlet_is_one_somebody_and_of_two_outlets_two():
    """The unnamed of an outlet are one voice, so that hearsay repeated is not counted twice."""
    same = [
        Found(t, publisher="Evening Lantern").statements[0].chain.innermost.party_id
        for t in ("The army reportedly bombed Homs.", "The army allegedly bombed Aleppo.")
    ]
    other = Found("The army reportedly bombed Homs.", publisher="Morning Tide").statements[0]
    assert same[0] == same[1] != other.chain.innermost.party_id


def test_what_no_paper_is_said_to_speak_of_is_asserted_by_nobody():
    """To say that no letter mentions an agreement is no report of one; a letter that burned is another matter."""
    found = Found("No letter speaks of an agreement to withdraw.", publisher="Ours")
    assert {s.stance.value for s in found.statements} == {"doubts"}
    told = Found("The letter speaks of an agreement to withdraw.", publisher="Ours")
    assert {s.stance.value for s in told.statements} == {"asserts"}
    other = Found("No letter was burned before the convoy withdrew.", publisher="Ours")
    assert {s.stance.value for s in other.statements} == {"asserts"}

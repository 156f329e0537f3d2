"""Late tellings that are near to a claim's members, and roles that only seem to contradict."""

from dataclasses import replace

from matching_sheet import Sheet

from twosource.evidence.events import Place
from twosource.matching.content import clarity, content_of, wide_places
from twosource.matching.scoring import Rarity, compare


def content(text, action=None, **more):
    sheet = Sheet()
    sheet.say(text, action, **more)
    (statement,) = sheet.statements
    return content_of(statement, sheet.passages[statement.passage_id])


def reasons(one, other):
    return compare(one, other, Rarity([one, other])).reasons


def others(one, other):
    return [reason for reason in reasons(one, other) if reason.startswith("other ")]


def test_a_description_does_not_contradict_a_name():
    """A defector may be whom another report names; two names and two descriptions are two."""
    named = content("Herald Television received the list", "leak", actor="Herald Television")
    described = content("A Syrian defector passed on the list", "leak", actor="a Syrian defector")
    assert others(named, described) == []
    assert others(named, content("Globe News received it", "leak", actor="Globe News"))
    assert others(described, content("An army clerk passed it on", "leak", actor="an army clerk"))


def test_a_country_does_not_make_a_statement_the_clearest():
    """Where a statement only says in which country, its place does not characterise the claim."""
    plain = content("The papers were leaked by a clerk", "leak", actor="a clerk")
    country = Place(as_written="Norway", name="Norway", latitude=62.0, longitude=10.0, radius_km=700.0)
    town = Place(as_written="Bergen", name="Bergen", latitude=60.4, longitude=5.3, radius_km=10.0)

    def rank(place):
        return clarity(replace(plain, places=frozenset({place.name.lower()}), areas=(place,)), "en")

    assert wide_places(replace(plain, areas=(country,))) == {"norway"}
    assert wide_places(replace(plain, areas=(town,))) == set()
    assert rank(country)[5] == clarity(plain, "en")[5]
    assert rank(town)[5] == clarity(plain, "en")[5] - 1


CHAIN = (
    "alpha bravo charlie delta echo",
    "alpha bravo charlie delta foxtrot",
    "alpha bravo charlie foxtrot golf",
    "alpha bravo golf hotel india",
)


def _told(sheet, texts, **more):
    return [sheet.say(f"Papers about {text} leaked", "leak", **more) for text in texts]


def test_a_telling_joins_by_members_that_do_not_speak_for_the_claim(sheet):
    """With one content speaking for a claim, the rest is reached through its members."""
    ids = _told(sheet, CHAIN[:3], object="the papers")
    groups = sheet.groups(max_exemplars=1)
    assert frozenset(ids) in groups


def test_no_chain_of_likenesses_leads_away_from_the_first(sheet):
    """What is far from the first content of a claim stays out, however near it is to the last."""
    middle = "uniform victor whiskey xray yankee zulu"
    first = sheet.say(f"Papers leaked {CHAIN[0]} {middle}", "leak", said="2016-03-01", object="papers")
    near = sheet.say(f"Leak {middle} juliet kilo lima mike november oscar", "leak", said="2016-03-01")
    far = sheet.say("Leak juliet kilo lima mike november oscar quebec romeo", "leak", said="2016-03-01")
    group = next(g for g in sheet.groups(max_exemplars=1) if first in g)
    assert far not in group
    assert far in next(g for g in sheet.groups(max_exemplars=1) if near in g)


def test_a_verdict_keeps_a_settling_group_apart(sheet):
    """What a person called different is not joined at the end either."""
    ids = _told(sheet, CHAIN[:3], object="the papers")
    before = next(g for g in sheet.groups(max_exemplars=1) if ids[0] in g)
    assert ids[2] in before
    (claim_id,) = sheet.claim_of(ids[0], max_exemplars=1)
    sheet.judge(ids[2], claim_id, "different")
    after = next(g for g in sheet.groups(max_exemplars=1) if ids[0] in g)
    assert ids[2] not in after

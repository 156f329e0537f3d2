"""Who has it from whom, as people say it: recorded by name, counted in hands, taken back, never lost."""

import pytest

from twosource.desk import Desk
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.lineage import Ruled, Ruling

CASE = """
schema = "twosource-case/1"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.upland]
name = "Upland Mail"
kind = "outlet"

[parties.agency]
name = "Coast Agency"
kind = "agency"

[parties.driver]
name = "Karim Haddad"
label = "a driver"
kind = "person"
protected = true

[parties.clerk]
name = "Sami Nassar"
kind = "person"

[[publishers]]
exhibits = ["harbour.txt"]
party = "harbour"
at = "2016-05-02"

[[publishers]]
exhibits = ["upland.txt"]
party = "upland"
at = "2016-05-04"

[claims.guns]
text = "Heavy artillery was withdrawn from Palmyra"
action = "withdraw"
object = "heavy artillery"
place = "Palmyra"

[[statements]]
exhibit = "harbour.txt"
quote = "the guns left Palmyra on Monday"
claim = "guns"
chain = [
  { party = "harbour" },
  { party = "driver", channel = "speech", access = "saw" },
]

[[statements]]
exhibit = "upland.txt"
quote = "heavy artillery was moved out of Palmyra"
claim = "guns"
chain = [
  { party = "upland" },
  { party = "clerk", channel = "speech", access = "saw" },
]
"""
NADIA = {"by": "Nadia", "why": "the editor said they rewrote it"}


@pytest.fixture
def ruled(tmp_path):
    """A desk over two papers, each with a witness of its own: two hands; yields it with the two sigla."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "harbour.txt").write_text("A driver said the guns left Palmyra on Monday.\n", "utf-8")
    (cache / "upland.txt").write_text("He saw it: heavy artillery was moved out of Palmyra.\n", "utf-8")
    (cache / "weather.txt").write_text("Rain is expected on the coast.\n", "utf-8")
    with Desk.open(Desk.new(tmp_path / "case", CASE)) as desk:
        desk.receive([cache])
        desk.read()
        desk.analyse()
        yield desk, exhibit(desk, "guns left"), exhibit(desk, "moved out")


def exhibit(desk, words):
    (hit,) = desk.search(f'"{words}"').hits[:1]
    return desk.store.siglum(hit.exhibit_id)


def kappa(desk):
    return desk.origins("guns").kappa_mode


def test_a_ruled_copy_takes_a_pair_of_hands_away_and_undoing_it_gives_it_back(ruled):
    desk, harbour, upland = ruled
    assert kappa(desk) == 2
    answer = desk.rule("derived", [upland, harbour], **NADIA)
    assert [(h.claim, h.before, h.after) for h in answer.hands] == [("C1", 2, 1)]
    assert answer.names == ("Upland Mail", "Harbour Gazette")
    assert kappa(desk) == 1
    answer = desk.rule("undo", [upland, harbour], by="Nadia", why="that was another page")
    assert [(h.before, h.after) for h in answer.hands] == [(1, 2)]
    assert kappa(desk) == 2


def test_the_ledger_keeps_every_word_and_tells_it(ruled):
    desk, harbour, upland = ruled
    desk.rule("derived", [upland, harbour], **NADIA)
    desk.rule("undo", [upland, harbour], by="Nadia", why="that was another page")
    told = [entry.sentence for entry in desk.log(50)]
    assert f"Nadia: {upland} has it from {harbour}: the editor said they rewrote it" in told
    assert any("took back their word" in s for s in told)
    assert [r.ruled for r in desk.store.all(Ruling)] == [Ruled.DERIVED, Ruled.WITHDRAWN]


def test_saying_it_twice_changes_nothing(ruled):
    desk, harbour, upland = ruled
    desk.rule("derived", [upland, harbour], **NADIA)
    again = desk.rule("derived", [upland, harbour], by="Nadia", why="again")
    assert again.is_unchanged
    assert desk.store.count(Ruling) == 1


def test_a_ruling_stands_when_the_case_is_analysed_again(ruled):
    desk, harbour, upland = ruled
    desk.rule("derived", [upland, harbour], **NADIA)
    desk.analyse()
    assert kappa(desk) == 1


def test_a_parent_may_be_a_party(ruled):
    """By siglum or name: the agency whose page the desk does not hold."""
    desk, _, upland = ruled
    answer = desk.rule("derived", [upland, "Coast Agency"], **NADIA)
    assert answer.names[1] == "Coast Agency"
    assert answer.sigla[1].startswith("N")


def test_of_two_people_the_later_word_counts_and_the_first_can_come_back(ruled):
    desk, harbour, upland = ruled
    desk.rule("derived", [upland, harbour], **NADIA)
    desk.rule("separate", [upland, harbour], by="Omar", why="both were there")
    assert kappa(desk) == 2
    desk.rule("undo", [upland, harbour], by="Omar", why="one was not")
    assert kappa(desk) == 1


def test_words_that_do_not_go_together_are_said_at_once(ruled):
    desk, harbour, upland = ruled
    desk.rule("derived", [upland, harbour], **NADIA)
    answer = desk.rule("derived", [harbour, upland], by="Omar", why="the other way round")
    assert any("does not go together" in note and "Nadia" in note for note in answer.notes)


def test_a_word_for_one_claim_holds_there(ruled):
    desk, harbour, upland = ruled
    answer = desk.rule("derived", [upland, harbour], claim="C1", **NADIA)
    assert answer.claim == "C1"
    assert kappa(desk) == 1
    with pytest.raises(UsageError, match="still counts"):
        desk.rule("undo", [upland, harbour], **NADIA)
    desk.rule("undo", [upland, harbour], claim="C1", **NADIA)
    assert kappa(desk) == 2


def test_an_exhibit_that_asserts_nothing_is_ruled_on_and_that_is_said(ruled):
    desk, harbour, _ = ruled
    answer = desk.rule("derived", [exhibit(desk, "Rain is expected"), harbour], **NADIA)
    assert answer.notes == (
        f"{answer.sigla[0]} asserts no claim that is counted: nothing changes until it does.",
    )


@pytest.mark.parametrize("word", [{"by": "", "why": "known"}, {"by": "Nadia", "why": " "}])
def test_a_word_without_a_name_or_a_reason_is_refused(ruled, word):
    desk, harbour, upland = ruled
    with pytest.raises(UsageError, match="name and a reason"):
        desk.rule("derived", [upland, harbour], **word)
    assert not desk.store.count(Ruling)


def test_impossible_ends_are_refused_with_a_sentence(ruled):
    """A copy of itself, a party as the copy, a parent nobody knows, another's word."""
    desk, harbour, upland = ruled
    with pytest.raises(UsageError, match="from itself"):
        desk.rule("derived", [upland, upland], **NADIA)
    with pytest.raises(UsageError, match="no exhibit"):
        desk.rule("derived", ["Coast Agency", upland], **NADIA)
    with pytest.raises(NothingMatchedError):
        desk.rule("derived", [upland, "Nobody's Herald"], **NADIA)
    with pytest.raises(UsageError, match="said nothing"):
        desk.rule("undo", [upland, harbour], **NADIA)
    with pytest.raises(UsageError, match="no claim"):
        desk.rule("derived", [upland, harbour], claim=harbour, **NADIA)
    assert not desk.store.count(Ruling)


def test_the_explanation_gives_who_and_why_and_no_protected_name(ruled):
    desk, harbour, upland = ruled
    desk.rule("derived", [upland, harbour], by="Nadia", why="Karim Haddad said so")
    said = " ".join(desk.explain_origins("C1"))
    assert "Nadia" in said
    assert "Karim Haddad" not in said

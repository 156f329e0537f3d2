"""Who may be one: suggested by names, decided by people by name, taken back, and counted in hands."""

import pytest

from twosource.desk import Desk
from twosource.desk.merging import changed, pair_id, party_called
from twosource.desk.parties import heads_of
from twosource.errors import NotAllowedError, NothingMatchedError, UsageError
from twosource.evidence.reviews import Review, Verdict
from twosource.evidence.testimony import Made, Party, Tie
from twosource.terms import PartyKind, Standing

TWO_SPELLINGS = """
schema = "twosource-case/1"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.upland]
name = "Upland Mail"
kind = "outlet"

[parties.person_a]
name = "Karim Haddad"
kind = "person"

[parties.person_b]
name = "كريم حداد"
kind = "person"

[parties.hassan]
name = "Hassan Darwish"
kind = "person"

[parties.hussein]
name = "Hussein Darwish"
kind = "person"

[parties.source]
name = "Karem Hadad"
label = "a driver"
kind = "person"
protected = true

[parties.second_source]
name = "Kerim Hadad"
label = "a clerk"
kind = "person"
protected = true

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
  { party = "person_a", channel = "speech", access = "saw" },
]

[[statements]]
exhibit = "upland.txt"
quote = "heavy artillery was moved out of Palmyra"
claim = "guns"
chain = [
  { party = "person_b", channel = "speech", access = "saw" },
]
"""
NADIA = {"by": "Nadia", "why": "one telephone number in both papers"}


@pytest.fixture
def spelled(tmp_path):
    """A desk over a case in which one leaker is declared twice, under two spellings."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "harbour.txt").write_text("He wrote that the guns left Palmyra on Monday.\n", "utf-8")
    (cache / "upland.txt").write_text("In his words, heavy artillery was moved out of Palmyra.\n", "utf-8")
    with Desk.open(Desk.new(tmp_path / "case", TWO_SPELLINGS)) as desk:
        desk.receive([cache])
        desk.read()
        desk.analyse()
        yield desk


def kappa(desk):
    return desk.origins("guns").kappa_mode


def called(desk, name):
    """Return the siglum of a party by its declared key."""
    return desk.store.siglum(name)


def ties(desk):
    return [tie for tie in desk.store.all(Tie) if tie.kind == "same as"]


def test_two_spellings_count_as_two_hands_until_a_person_says_that_they_are_one(spelled):
    assert kappa(spelled) == 2
    answer = spelled.same(["person_a", "person_b"], **NADIA)
    assert [(h.claim, h.before, h.after) for h in answer.hands] == [("C1", 2, 1)]
    assert kappa(spelled) == 1
    answer = spelled.undo_same(["person_a", "person_b"], by="Nadia", why="the number was reassigned")
    assert [(h.before, h.after) for h in answer.hands] == [(1, 2)]
    assert kappa(spelled) == 2


def test_a_number_that_is_surer_now_is_told_although_it_is_the_same(spelled):
    """One hand with .86 that is now certain is what the reader's word did."""
    before, after = {"claim-guns": (0.0, 0.86, 0.14)}, {"claim-guns": (0.0, 0.99, 0.01)}
    (told,) = changed(spelled.work, before, after)
    assert (told.before, told.after, told.p_before, told.p_after) == (1, 1, 0.86, 0.99)
    assert changed(spelled.work, after, {"claim-guns": (0.0, 0.985, 0.015)}) == ()


def test_a_judged_tie_survives_declaring_again(spelled):
    """case.toml does not hold the tie, and what it does not hold of its own it takes out."""
    spelled.same(["person_a", "person_b"], **NADIA)
    spelled.analyse()
    spelled.analyse()
    assert len(ties(spelled)) == 1
    assert kappa(spelled) == 1


def test_sigla_names_and_ids_all_lead_to_a_party(spelled):
    work = spelled.work
    siglum = called(spelled, "person_a")
    assert siglum.startswith("N")
    for name in (siglum, siglum.lower(), "person_a", "Karim Haddad", " karim haddad "):
        assert party_called(work, name).party_id == "person_a"


def test_what_is_printed_of_a_party_leads_to_it(spelled):
    """A reader types what they see; behind a label nobody can know the name."""
    assert party_called(spelled.work, "a driver").party_id == "source"


def test_a_protected_name_leads_to_nobody(spelled):
    with pytest.raises(NothingMatchedError) as refused:
        party_called(spelled.work, "Karem Hadad")
    assert "Hadad" not in refused.value.sentences()


def test_names_suggest_and_change_nothing(spelled):
    pairs = spelled.likely_pairs(10).pairs
    assert {pairs[0].sigla[0], pairs[0].sigla[1]} == {
        called(spelled, "person_a"),
        called(spelled, "person_b"),
    }
    assert pairs[0].p > 0.45
    assert pairs[0].word
    assert "of" in pairs[0].measured
    assert [(h.claim, h.before, h.after) for h in pairs[0].would_change] == [("C1", 2, 1)]
    assert ties(spelled) == []
    assert kappa(spelled) == 2
    assert spelled.store.count(Review) == 0


def test_near_names_are_suggested_below_spellings_or_not_at_all(spelled):
    pairs = spelled.likely_pairs(10).pairs
    near = {called(spelled, "hassan"), called(spelled, "hussein")}
    rank = [set(pair.sigla) for pair in pairs]
    assert near not in rank or rank.index(near) > 0
    assert all(pair.p < 0.45 for pair in pairs if set(pair.sigla) == near)


def test_a_judged_pair_is_not_suggested_again(spelled):
    spelled.different(["person_a", "person_b"], by="Nadia", why="born twenty years apart")
    answer = spelled.likely_pairs(10)
    assert {called(spelled, "person_a"), called(spelled, "person_b")} not in [
        set(p.sigla) for p in answer.pairs
    ]
    assert (answer.n_accepted, answer.n_rejected) == (0, 1)
    spelled.undo_same(["person_a", "person_b"], by="Nadia", why="that was another man")
    assert {called(spelled, "person_a"), called(spelled, "person_b")} in [
        set(p.sigla) for p in spelled.likely_pairs(10).pairs
    ]


def test_every_word_is_in_the_ledger_with_what_was_seen(spelled):
    spelled.same(["person_a", "person_b"], **NADIA)
    spelled.undo_same(["person_a", "person_b"], by="Nadia", why="a slip")
    kinds = [(entry.kind, entry.body.get("record")) for entry in spelled.store.ledger.entries(after=0)]
    assert ("record", "tie") in kinds
    assert ("withdrawn", "tie") in kinds
    assert kinds.count(("record", "review")) == 2
    reviews = list(spelled.store.all(Review, about=pair_id("person_a", "person_b")))
    assert [review.verdict for review in reviews] == [Verdict.ACCEPTED, Verdict.WITHDRAWN]
    assert '"standing":"suggestion"' in reviews[0].item
    assert any("are one" in line.sentence for line in spelled.log(5))
    assert not spelled.verify()


def test_nobody_takes_back_the_word_of_another(spelled):
    spelled.same(["person_a", "person_b"], **NADIA)
    with pytest.raises(UsageError, match="said nothing"):
        spelled.undo_same(["person_a", "person_b"], by="Omar", why="I doubt it")
    assert kappa(spelled) == 1


def test_the_latest_word_counts_and_earlier_ones_come_back(spelled):
    spelled.same(["person_a", "person_b"], **NADIA)
    spelled.different(["person_a", "person_b"], by="Omar", why="I met both")
    assert kappa(spelled) == 2
    spelled.undo_same(["person_a", "person_b"], by="Omar", why="I met his brother")
    assert kappa(spelled) == 1
    assert ties(spelled)[0].made.by == "person:Nadia"


def test_saying_it_twice_changes_nothing(spelled):
    spelled.same(["person_a", "person_b"], **NADIA)
    size = spelled.store.ledger.size
    assert spelled.same(["person_b", "person_a"], **NADIA).is_unchanged
    assert spelled.store.ledger.size == size


@pytest.mark.parametrize(
    ("names", "by", "why", "sentence"),
    [
        (["person_a", "person_b"], "", "a reason", "a name and a reason"),
        (["person_a", "person_b"], "Nadia", "  ", "a name and a reason"),
        (["person_a", "person_a"], "Nadia", "a reason", "one party already"),
        (["person_a"], "Nadia", "a reason", "Two parties"),
    ],
)
def test_a_word_without_name_reason_or_two_parties_is_refused(spelled, names, by, why, sentence):
    with pytest.raises(UsageError, match=sentence):
        spelled.same(names, by=by, why=why)
    assert ties(spelled) == []


def test_whoever_is_one_through_others_cannot_be_two(spelled):
    spelled.same(["person_a", "person_b"], **NADIA)
    spelled.same(["person_b", "hassan"], **NADIA)
    size = spelled.store.ledger.size
    with pytest.raises(UsageError, match="through others"):
        spelled.different(["person_a", "hassan"], by="Nadia", why="two men")
    assert spelled.store.ledger.size == size
    assert kappa(spelled) == 1


def test_three_joined_in_any_order_are_one_and_come_apart_again(spelled):
    """Each pair is a tie of its own: taking one back leaves the other two joined."""
    spelled.same(["person_a", "hassan"], **NADIA)
    spelled.same(["person_b", "hassan"], **NADIA)
    assert kappa(spelled) == 1
    assert sorted(len(party.same) for party in spelled.listed_parties())[-1] == 2
    spelled.undo_same(["person_a", "hassan"], by="Nadia", why="a slip")
    assert kappa(spelled) == 2


# -- parties on paper


def test_parties_are_listed_with_what_they_say_and_where(spelled):
    rows = {party.party_id: party for party in spelled.listed_parties()}
    assert rows["person_a"].n_statements >= 1
    assert rows["person_a"].exhibits
    assert rows["hussein"].n_statements == 0
    assert rows["person_a"].siglum == called(spelled, "person_a")


def test_who_is_one_stands_in_one_place_with_both_names(spelled):
    before = {p.party_id: p.n_statements for p in spelled.listed_parties()}
    spelled.same(["person_a", "person_b"], **NADIA)
    rows = {party.party_id: party for party in spelled.listed_parties()}
    assert len({"person_a", "person_b"} & set(rows)) == 1
    head = rows.get("person_a") or rows["person_b"]
    assert {head.name, head.same[0].name} == {"Karim Haddad", "كريم حداد"}
    assert (head.same[0].by, head.same[0].why) == ("Nadia", NADIA["why"])
    assert head.n_statements == before["person_a"] + before["person_b"]


# -- protected parties


def everything(desk):
    return repr(desk.listed_parties()) + repr(desk.likely_pairs(50)) + repr(desk.log(200))


def test_a_protected_party_is_compared_with_nobody(spelled):
    """Karem Hadad is spelled nearly as Karim Haddad: a pair on paper would say who the driver is."""
    sigla = {called(spelled, "source"), called(spelled, "second_source")}
    assert not any(sigla & set(pair.sigla) for pair in spelled.likely_pairs(50).pairs)
    assert "Karem" not in everything(spelled)
    assert "Hadad" not in everything(spelled)


def test_a_protected_and_a_public_party_cannot_be_made_one(spelled):
    for names in (["source", "person_a"], ["person_a", "source"]):
        with pytest.raises(NotAllowedError) as refused:
            spelled.same(names, **NADIA)
        assert "Karem" not in refused.value.sentences()
    assert ties(spelled) == []
    assert spelled.store.count(Review) == 0


def test_two_protected_parties_can_be_one_and_are_shown_by_label(spelled):
    answer = spelled.same(["source", "second_source"], **NADIA)
    assert set(answer.names) == {"a driver", "a clerk"}
    assert "Karem" not in everything(spelled)
    assert "not compared" in next(spelled.store.all(Review)).item


def test_a_party_protected_after_a_merge_stands_apart_on_paper(spelled):
    spelled.same(["person_a", "person_b"], **NADIA)
    path = spelled.work.folder.declarations
    text = path.read_text("utf-8").replace(
        'name = "Karim Haddad"\n', 'name = "Karim Haddad"\nprotected = true\n'
    )
    path.write_text(text.replace('kind = "person"\n', 'kind = "person"\n', 1), "utf-8")
    spelled.analyse()
    rows = {party.party_id: party for party in spelled.listed_parties()}
    assert {"person_a", "person_b"} <= set(rows)
    assert rows["person_a"].same == rows["person_b"].same == ()
    assert "Karim" not in repr(rows["person_a"])


def test_only_certain_ties_of_public_parties_join_names_on_paper():
    made = Made(by="person:Nadia", standing=Standing.JUDGEMENT)

    def party(name, is_protected=False):
        return Party(party_id=name, name=name, kind=PartyKind.PERSON, is_protected=is_protected, made=made)

    def tie(one, other, kind="same as", p=1.0):
        return Tie(tie_id=one + other, from_party=one, to_party=other, kind=kind, p=p, made=made)

    parties = {p.party_id: p for p in (party("a"), party("b"), party("c"), party("d", is_protected=True))}
    assert heads_of([tie("a", "b"), tie("b", "c")], parties) == {"a": "c", "b": "c"}
    assert heads_of([tie("a", "b", p=0.9)], parties) == {}
    assert heads_of([tie("a", "b", kind="member of")], parties) == {}
    assert heads_of([tie("a", "d")], parties) == {}
    assert heads_of([tie("a", "b"), tie("b", "a")], parties) == {"a": "b"}

"""Judging suggestions end to end: what counts, as whose word, and what is kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from review_cases import attribute_again, open_case, read_otherwise, saying

from twosource.desk.assessing import counted_matchings
from twosource.desk.correcting import Correction
from twosource.errors import AnchorError, NothingMatchedError, UsageError
from twosource.evidence.assessments import Supersession
from twosource.evidence.claims import Matching
from twosource.evidence.lineage import OriginCount
from twosource.evidence.reviews import Review, Verdict
from twosource.evidence.testimony import Party, Statement
from twosource.terms import Access, Action, Stance, Standing, Voice

NADIA, SALIM = "Nadia Haddad", "Salim Azar"
GUNS = "withdrew heavy artillery"


@pytest.fixture
def case(tmp_path):
    desk = open_case(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def guns(case):
    return saying(case, "Kestrel Television reported")


def counted(desk):
    return {s.siglum: s for s in desk.statements()}


def everything(desk):
    return {s.siglum: s for s in desk.statements(everything=True)}


def entries(desk, kind):
    return [e for e in desk.log(desk.store.ledger.size) if e.kind == "record" and f'"{kind}"' in e.body]


# -- accepting and rejecting


def test_an_accepted_suggestion_counts_as_a_persons_judgement(case, guns):
    answer = case.accept(guns.siglum, by=NADIA, why="the page says so")
    assert (answer.verdict, answer.by, answer.others) == ("accepted", NADIA, ())
    now = counted(case)[guns.siglum]
    assert now.standing == "judgement"
    assert now.by == f"person:{NADIA}"
    assert "the page says so" in now.why
    assert guns.why in now.why
    assert now.reviewed == f"accepted by {NADIA}"
    assert now.measured == ""


def test_the_suggestion_itself_stays_as_the_machine_made_it(case, guns):
    before = case.store.get(Statement, guns.statement_id)
    case.accept(guns.siglum, by=NADIA)
    case.reject(guns.siglum, by=SALIM)
    assert case.store.get(Statement, guns.statement_id) == before


def test_a_rejected_suggestion_counts_nowhere_and_is_kept(case, guns):
    case.reject(guns.siglum, by=NADIA, why="it is the paper that says so")
    assert guns.siglum not in counted(case)
    shown = everything(case)[guns.siglum]
    assert not shown.is_counted
    assert shown.reviewed == f"rejected by {NADIA}"
    case.analyse()
    assert guns.statement_id not in {m.statement_id for m in case.store.all(Matching)}
    for claim in case.claims():
        assert guns.siglum not in {s.siglum for s in case.statements(claim=claim.siglum)}
    for count in case.store.all(OriginCount):
        assert guns.statement_id not in {s for o in count.origins for s in o.statement_ids}


def test_a_rejected_suggestion_leaves_the_page(case, guns):
    case.reject(guns.siglum, by=NADIA)
    path = case.examine([]).dossier.path
    page = Path(path).read_text("utf-8")
    assert f">{guns.siglum}<" not in page


def test_taking_a_word_back_restores_the_suggestion(case, guns):
    before = counted(case)
    hands = {c.claim_id: c.kappa for c in case.claims()}
    case.reject(guns.siglum, by=NADIA)
    case.analyse()
    answer = case.undo_review(guns.siglum, by=NADIA)
    assert "is back" in answer.counts
    case.analyse()
    assert counted(case) == before
    assert {c.claim_id: c.kappa for c in case.claims()} == hands


def test_nobody_takes_back_the_word_of_another(case, guns):
    case.reject(guns.siglum, by=NADIA)
    with pytest.raises(UsageError, match="Salim Azar has no word on") as refused:
        case.undo_review(guns.siglum, by=SALIM)
    assert "Nadia Haddad rejected it" in refused.value.happened
    assert guns.siglum not in counted(case)


def test_two_people_who_differ_are_both_kept_and_the_latest_counts(case, guns):
    case.accept(guns.siglum, by=NADIA, why="clear")
    answer = case.reject(guns.siglum, by=SALIM)
    assert len(answer.others) == 1
    assert answer.others[0].startswith(f"{NADIA} accepted it on ")
    assert guns.siglum not in counted(case)
    back = case.undo_review(guns.siglum, by=SALIM)
    assert f"accepted by {NADIA}" in back.counts
    assert counted(case)[guns.siglum].standing == "judgement"


def test_the_same_word_twice_is_recorded_once(case, guns):
    assert not case.accept(guns.siglum, by=NADIA).is_unchanged
    size = case.store.ledger.size
    assert case.accept(guns.siglum, by=NADIA).is_unchanged
    assert case.store.ledger.size == size


def test_a_word_holds_the_line_that_was_seen(case, guns):
    line = case.store.get(Statement, guns.statement_id)
    case.accept(guns.siglum, by=NADIA)
    (review,) = case.store.all(Review)
    assert (review.item_kind, review.item_id, review.verdict) == (
        "statement",
        guns.statement_id,
        Verdict.ACCEPTED,
    )
    assert '"statement"' in review.item
    assert line.passage_id in review.item


def test_every_word_is_one_entry_of_the_ledger_told_in_words(case, guns):
    size = case.store.ledger.size
    case.reject(guns.siglum, by=NADIA, why="wrong speaker")
    assert case.store.ledger.size == size + 1
    (last,) = case.log(1)
    assert last.by == NADIA
    assert last.sentence == f"{NADIA} rejected {guns.siglum}: wrong speaker"
    case.undo_review(guns.siglum, by=NADIA)
    assert case.log(1)[0].sentence == f"{NADIA} took back their word on {guns.siglum}"
    assert case.verify() == ()


@pytest.mark.parametrize("by", ["", "   ", "\t"])
def test_a_word_needs_a_name(case, guns, by):
    with pytest.raises(UsageError, match="Nobody is named"):
        case.accept(guns.siglum, by=by)


def test_only_statements_are_judged(case):
    with pytest.raises(UsageError, match="E1 is no statement"):
        case.accept("E1", by=NADIA)
    with pytest.raises(NothingMatchedError):
        case.accept("S9999", by=NADIA)


# -- counts


def test_a_count_that_no_longer_holds_is_not_shown(case, guns):
    claims = [m.claim_id for m in case.store.all(Matching) if m.statement_id == guns.statement_id]
    traced = [c for c in claims if case.store.get(OriginCount, c)]
    assert traced
    case.reject(guns.siglum, by=NADIA)
    assert [c for c in claims if case.store.get(OriginCount, c)] == []
    with pytest.raises(NothingMatchedError, match="was not traced"):
        case.origins(traced[0])
    case.undo_review(guns.siglum, by=NADIA)
    case.analyse()
    assert [c for c in claims if case.store.get(OriginCount, c)] == traced


# -- correcting


def correct(desk, statement, by=NADIA, why="read again", **given):
    answer = desk.correct(statement.siglum, Correction(**given), by=by, why=why)
    return answer, desk.store.get(Statement, desk.store.by_siglum(answer.corrected))


def test_a_correction_is_a_statement_of_its_own_in_place_of_the_suggestion(case, guns):
    answer, new = correct(case, guns, stance="denies", hedge=3)
    assert (new.stance, new.hedge) == (Stance.DENIES, 3)
    assert new.made.by == f"person:{NADIA}"
    assert new.made.standing is Standing.JUDGEMENT
    assert new.passage_id == case.store.get(Statement, guns.statement_id).passage_id
    now = counted(case)
    assert guns.siglum not in now
    assert now[answer.corrected].standing == "judgement"
    (supersession,) = case.store.all(Supersession)
    assert (supersession.earlier_id, supersession.later_id) == (guns.statement_id, new.statement_id)


def test_a_correction_counts_in_matching_and_tracing(case, guns):
    _, new = correct(case, guns, hedge=2)
    case.analyse()
    assert new.statement_id in {m.statement_id for m in case.store.all(Matching)}


def test_taking_a_correction_back_leaves_the_suggestion(case, guns):
    answer, _ = correct(case, guns, hedge=2)
    case.undo_review(answer.corrected, by=NADIA)
    now = counted(case)
    assert guns.siglum in now
    assert answer.corrected not in now
    assert answer.corrected in everything(case)


def test_the_speaker_is_found_among_known_parties(case, guns):
    _, new = correct(case, guns, speaker="upland mail")
    parties = case.parties()
    assert parties[new.chain.innermost.party_id].name == "Upland Mail"
    assert new.chain.innermost.cue == case.store.get(Statement, guns.statement_id).chain.innermost.cue
    assert len(list(case.store.all(Party))) == len(parties)


def test_a_slip_of_the_keyboard_makes_no_new_party(case, guns):
    before = case.parties()
    with pytest.raises(
        UsageError, match=r"Nobody in this case is called Kestrel Televison\. Near to it: Kestrel Television"
    ):
        correct(case, guns, speaker="Kestrel Televison")
    assert case.parties() == before
    assert list(case.store.all(Review)) == []


def test_a_new_speaker_is_a_party_where_its_kind_is_said(case, guns):
    _, new = correct(case, guns, speaker="the guard of the depot", new_kind="placeholder", access="saw")
    party = case.parties()[new.chain.innermost.party_id]
    assert (party.name, party.kind.value) == ("the guard of the depot", "placeholder")
    assert party.made.by == f"person:{NADIA}"
    assert new.chain.innermost.access is Access.SAW


def test_the_whole_chain_can_be_given(case, guns):
    _, new = correct(
        case,
        guns,
        chain="Harbour Gazette < Kestrel Television < the guard of the depot",
        new_kind="placeholder",
    )
    shown = [case.parties()[link.party_id].name for link in new.chain.links]
    assert shown == ["Harbour Gazette", "Kestrel Television", "the guard of the depot"]
    before = case.store.get(Statement, guns.statement_id).chain
    assert new.chain.links[:2] == before.links[:2]
    assert new.voice is Voice.ATTRIBUTED


def test_the_publisher_may_say_it_itself(case, guns):
    _, new = correct(case, guns, own_voice=True)
    assert len(new.chain.links) == 1
    assert new.voice is Voice.OWN


def test_content_is_pinned_to_the_exact_words(case, guns):
    answer, new = correct(case, guns, content="the fighters withdrew  heavy\nartillery")
    shown = counted(case)[answer.corrected]
    assert shown.words == "the fighters withdrew heavy artillery"
    assert new.exhibit_id == case.store.get(Statement, guns.statement_id).exhibit_id
    assert case.verify() == ()


def test_words_that_do_not_stand_there_are_refused_with_the_nearest_named(case, guns):
    with pytest.raises(AnchorError) as refused:
        correct(case, guns, content="the fighters withdrew heavy artilery from Palmira")
    assert "do not stand there" in refused.value.happened
    assert "heavy artillery from Palmyra" in refused.value.happened
    assert "was not used" in refused.value.happened
    assert list(case.store.all(Review)) == []


def test_words_that_are_nowhere_near_name_nothing(case, guns):
    with pytest.raises(AnchorError) as refused:
        correct(case, guns, content="qqq zzz xxx vvv")
    assert "Nearest" not in refused.value.happened


def test_a_cue_must_stand_there(case, guns):
    with pytest.raises(AnchorError, match='The cue "claims that" does not stand'):
        correct(case, guns, cue="claims that")
    _, new = correct(case, guns, cue="reported that")
    assert new.chain.innermost.cue == "reported that"


def test_parts_of_the_event_can_be_corrected(case, guns):
    _, new = correct(
        case, guns, action="transfer", object="four guns", from_place="Palmyra", to_place="Deir ez-Zor",
        when="2016-03", negated=True,
    )  # fmt: skip
    event, before = new.event, case.store.get(Statement, guns.statement_id).event
    assert (event.action, event.object, event.is_negated) == (Action.TRANSFER, "four guns", True)
    assert event.from_place.as_written == "Palmyra"
    assert (event.to_place.name, event.to_place.latitude) == ("Deir ez-Zor", None)
    assert event.span.edtf() == "2016-03"
    assert event.actor == before.actor


def test_said_date_is_read(case, guns):
    _, new = correct(case, guns, said="1 May 2016")
    assert new.said_span.edtf() == "2016-05-01"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"stance": "maybe"}, "Give one of: asserts, denies, doubts, asks"),
        ({"access": "dreamt"}, "--access does not know 'dreamt'"),
        ({"action": "juggle"}, "--action does not know 'juggle'"),
        ({"said": "someday"}, "--said holds no date"),
        ({"hedge": 9}, "from 0, flat, to 6"),
        ({"speaker": "Kestrel Television", "own_voice": True}, "more than one way"),
        ({"chain": "Harbour Gazette < "}, "by nothing"),
        ({"speaker": "Somebody New", "new_kind": "ghost"}, "no kind of party"),
        ({}, "changes nothing"),
        ({"stance": "asserts"}, "changes nothing"),
    ],
)
def test_a_wrong_correction_is_refused_in_a_sentence_and_leaves_no_trace(case, guns, given, told):
    size = case.store.ledger.size
    with pytest.raises(UsageError) as refused:
        correct(case, guns, **given)
    assert told in refused.value.sentences()
    assert "Nothing in the case was changed." in refused.value.sentences()
    assert case.store.ledger.size == size


def test_a_correction_needs_a_reason(case, guns):
    with pytest.raises(UsageError, match="needs a reason"):
        correct(case, guns, why=" ", hedge=2)


def test_a_correction_can_be_corrected_by_somebody_else(case, guns):
    first, _ = correct(case, guns, hedge=2)
    second, _ = correct(case, everything(case)[first.corrected], by=SALIM, hedge=4)
    assert second.siglum == guns.siglum
    assert second.others[0].startswith(f"{NADIA} corrected it to {first.corrected}")
    now = counted(case)
    assert second.corrected in now
    assert first.corrected not in now
    case.undo_review(guns.siglum, by=SALIM)
    assert first.corrected in counted(case)


def test_agreeing_with_a_correction_keeps_it_when_its_maker_takes_it_back(case, guns):
    first, _ = correct(case, guns, hedge=2)
    answer = case.accept(first.corrected, by=SALIM)
    assert (answer.verdict, answer.corrected) == ("corrected", first.corrected)
    case.undo_review(guns.siglum, by=NADIA)
    assert first.corrected in counted(case)


def test_a_correction_is_not_rejected_but_what_it_corrects(case, guns):
    first, _ = correct(case, guns, hedge=2)
    with pytest.raises(UsageError, match="correction of") as refused:
        case.reject(first.corrected, by=SALIM)
    assert guns.siglum in refused.value.remedy_text


# -- declarations win

DECLARED = """
schema = "twosource-case/1"
[parties.nine]
name = "Kestrel Television"
kind = "outlet"
[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"
[claims.guns]
text = "Heavy artillery was withdrawn from Palmyra"
action = "withdraw"
object = "heavy artillery"
place = "Palmyra"
"""
STATED = """
[[statements]]
exhibit = "harbour.txt"
quote = "the fighters withdrew heavy artillery from Palmyra to Raqqa"
claim = "guns"
chain = [{ party = "harbour" }, { party = "nine", cue = "reported that" }]
"""


def declare(desk, text):
    desk.work.folder.declarations.write_text(text, "utf-8")
    desk.analyse()


def test_what_is_declared_is_changed_in_case_toml_and_nowhere_else(tmp_path):
    with open_case(tmp_path, DECLARED + STATED) as desk:
        declared = next(s for s in desk.statements() if s.by == "case.toml")
        with pytest.raises(UsageError, match=r"declared in case\.toml"):
            desk.reject(declared.siglum, by=NADIA)
        with pytest.raises(UsageError, match=r"case\.toml says whether"):
            desk.reject(declared.siglum, by=NADIA, claim="guns")


def test_a_declaration_wins_over_an_accepted_suggestion(tmp_path):
    with open_case(tmp_path, DECLARED) as desk:
        guns = saying(desk, "Kestrel Television reported")
        desk.accept(guns.siglum, by=NADIA)
        desk.accept(guns.siglum, by=NADIA, claim="guns")
        desk.analyse()
        assert guns.siglum in {s.siglum for s in desk.statements(claim="guns")}
        declare(desk, DECLARED + STATED)
        bearing = desk.statements(claim="guns")
        assert guns.siglum not in {s.siglum for s in bearing}
        assert {s.by for s in bearing} == {"case.toml"}
        answer = desk.accept(guns.siglum, by=SALIM)
        assert "case.toml declares a statement on the same words" in answer.notes[0]


# -- matchings


@pytest.fixture
def claimed(tmp_path):
    desk = open_case(tmp_path, DECLARED)
    yield desk
    desk.close()


def test_a_statement_is_taken_off_a_claim_and_put_back(claimed):
    statement = claimed.statements(claim="guns")[0]
    answer = claimed.reject(statement.siglum, by=NADIA, claim="guns", why="other guns")
    assert (answer.siglum, answer.claim, answer.verdict) == (statement.siglum, "C1", "rejected")
    claimed.analyse()
    assert statement.siglum not in {s.siglum for s in claimed.statements(claim="guns")}
    assert statement.siglum in counted(claimed)
    assert claimed.log(1)[0].kind == "record"
    told = [e.sentence for e in claimed.log(20)]
    assert f"{NADIA} rejected that {statement.siglum} bears on C1: other guns" in told
    claimed.undo_review(statement.siglum, by=NADIA, claim="guns")
    claimed.analyse()
    assert statement.siglum in {s.siglum for s in claimed.statements(claim="guns")}


def test_a_statement_no_machine_put_there_can_be_put_to_a_claim(claimed):
    other = saying(claimed, "A defector told")
    bearing = {s.siglum for s in claimed.statements(claim="guns")}
    assert other.siglum not in bearing
    claimed.accept(other.siglum, by=NADIA, claim="guns")
    claimed.analyse()
    assert {s.siglum for s in claimed.statements(claim="guns")} == {other.siglum}


def test_a_rejected_statement_bears_on_nothing(claimed):
    statement = claimed.statements(claim="guns")[0]
    claimed.accept(statement.siglum, by=NADIA, claim="guns")
    claimed.reject(statement.siglum, by=NADIA)
    claimed.analyse()
    assert statement.siglum not in {s.siglum for s in claimed.statements(claim="guns")}
    with pytest.raises(UsageError, match="does not count"):
        claimed.accept(statement.siglum, by=SALIM, claim="guns")


def test_only_claims_are_claims(claimed):
    statement = claimed.statements(claim="guns")[0]
    with pytest.raises(UsageError, match="E1 is no claim"):
        claimed.accept(statement.siglum, by=NADIA, claim="E1")


# -- when the machine reads anew


def test_a_suggestion_that_comes_back_stays_judged(case, guns):
    case.accept(guns.siglum, by=NADIA)
    other = saying(case, "According to Kestrel Television")
    case.reject(other.siglum, by=NADIA)
    attribute_again(case)
    assert counted(case)[guns.siglum].reviewed == f"accepted by {NADIA}"
    assert other.siglum not in counted(case)
    assert {s.siglum for s in case.to_review(100).screens}.isdisjoint({guns.siglum, other.siglum})


def test_new_reasons_alone_change_nothing(case, guns, monkeypatch):
    """Another version of the rules with the same reading asks nobody to look again."""
    case.accept(guns.siglum, by=NADIA)
    read_otherwise(monkeypatch, lambda s: replace(s, made=replace(s.made, by="rules 9", why="x: y", p=0.1)))
    attribute_again(case)
    assert guns.siglum not in {s.siglum for s in case.to_review(100).screens}


def test_what_was_accepted_counts_as_it_was_seen_and_comes_up_again(case, guns, monkeypatch):
    """Same id, another hedge: the word was about the reading as it stood on the screen."""
    case.accept(guns.siglum, by=NADIA)
    read_otherwise(monkeypatch, lambda s: replace(s, hedge=5))
    attribute_again(case)
    assert counted(case)[guns.siglum].hedge == guns.hedge
    first = next(s for s in case.to_review(100).screens if s.siglum == guns.siglum)
    assert first.hedge == 5
    assert "judged on an earlier reading: Nadia Haddad accepted it" in first.why_now
    assert "changed in: hedge" in first.why_now
    case.accept(guns.siglum, by=NADIA)
    assert counted(case)[guns.siglum].hedge == 5


def otherwise(statement):
    """Read a withdrawal as denied: another id on the same passage."""
    if statement.event is None or statement.event.action is not Action.WITHDRAW:
        return statement
    return replace(statement, statement_id=statement.statement_id + "x", stance=Stance.DENIES)


@pytest.mark.parametrize("verdict", ["accept", "reject"])
def test_a_changed_suggestion_waits_and_is_never_judged_silently(case, guns, monkeypatch, verdict):
    getattr(case, verdict)(guns.siglum, by=NADIA)
    read_otherwise(monkeypatch, otherwise)
    attribute_again(case)
    now = counted(case)
    assert (guns.siglum in now) is (verdict == "accept")
    assert all(s.stance != "denies" for s in now.values() if s.words == guns.words)
    waiting = case.to_review(100).screens[0]
    assert (waiting.stance, waiting.words) == ("denies", guns.words)
    assert "It was judged on an earlier reading" in waiting.why_now
    assert not everything(case)[waiting.siglum].is_counted
    case.accept(waiting.siglum, by=SALIM)
    assert waiting.siglum in counted(case)
    assert case.verify() == ()


def test_an_earlier_reading_goes_when_its_word_is_taken_back(case, guns, monkeypatch):
    case.accept(guns.siglum, by=NADIA)
    read_otherwise(monkeypatch, otherwise)
    attribute_again(case)
    case.undo_review(guns.siglum, by=NADIA)
    assert guns.siglum not in counted(case)
    denied = [s for s in counted(case).values() if s.words == guns.words]
    assert [s.stance for s in denied] == ["denies"]
    attribute_again(case)
    assert case.store.get(Statement, guns.statement_id) is None


def test_declaring_a_party_does_not_lose_what_was_judged(case, guns):
    """The ids of parties change with a declaration; the same reading of the same words stays judged."""
    case.reject(guns.siglum, by=NADIA)
    other = saying(case, "According to Kestrel Television")
    case.accept(other.siglum, by=NADIA)
    corrected, _ = correct(case, saying(case, "A defector told"), hedge=2)
    declare(case, DECLARED)
    now = counted(case)
    assert not [s for s in now.values() if s.words == guns.words and len(s.chain) > 1]
    kept = [s for s in now.values() if s.words == other.words and len(s.chain) > 1]
    assert [s.standing for s in kept] == ["judgement"]
    statement = next(s for s in case.store.all(Statement) if s.statement_id == kept[0].statement_id)
    assert "nine" in {link.party_id for link in statement.chain.links}
    assert corrected.corrected in now
    assert all("earlier reading" not in s.why_now for s in case.to_review(100).screens)


def test_a_case_with_reviews_can_be_rebuilt_from_its_ledger(case, guns):
    """Everything a person said is in the ledger, line by line."""
    correct(case, guns, hedge=2, speaker="the guard", new_kind="placeholder")
    records = [e.body for e in case.log(case.store.ledger.size)]
    for word in ("review", "supersession", "statement", "party"):
        assert any(f'"record":"{word}"' in body for body in records), word


PROTECTED = """
schema = "twosource-case/1"
title = "Guns"
[parties.first]
name = "Kestrel Television"
label = "a broadcaster"
kind = "outlet"
protected = true
"""


def test_no_error_names_a_protected_party(tmp_path):
    """A sentence about the nearest words quotes the page, and the page names whom it pleases."""
    with open_case(tmp_path, PROTECTED) as desk:
        siglum = next(
            s.siglum for s in desk.statements() if "withdrew heavy" in s.words and "reported" in s.words
        )
        for given in (
            Correction(content="Kestrel Television reported that the fightrs"),
            Correction(cue="Kestrel Television reportd"),
            Correction(speaker="Kestrel Television", content="Kestrel Television reported tht"),
        ):
            with pytest.raises((AnchorError, UsageError)) as caught:
                desk.correct(siglum, given, by=NADIA, why="wrong")
            assert "Kestrel" not in caught.value.sentences()
            assert "Kestrel" not in str(caught.value)


def test_an_error_that_ends_a_desk_names_no_protected_party(tmp_path):
    """Whatever a verb of the desk raises passes the veil on its way out."""
    with pytest.raises(UsageError) as caught, open_case(tmp_path, PROTECTED):
        raise UsageError("Kestrel Television said so.", remedy="Ask Kestrel Television.")
    assert "Kestrel" not in caught.value.sentences()


def test_a_pair_left_open_counts_for_nobody_until_it_is_taken_back(claimed):
    statement = claimed.statements(claim="guns")[0]
    answer = claimed.not_enough(statement.siglum, by=NADIA, claim="guns", why="it names no place")
    assert (answer.verdict, answer.claim) == ("not enough", "C1")
    assert "may or may not bear on it" in answer.counts
    claimed.analyse()
    assert statement.siglum not in {s.siglum for s in claimed.statements(claim="guns")}
    (pair,) = [
        m for m in counted_matchings(claimed.work) if m.verdict == "not enough" and m.made.is_judgement
    ]
    assert pair.reasons == ("left open by a person",)
    claimed.undo_review(statement.siglum, by=NADIA, claim="guns")
    claimed.analyse()
    assert statement.siglum in {s.siglum for s in claimed.statements(claim="guns")}


def test_only_a_pair_can_be_left_open(claimed):
    statement = claimed.statements(claim="guns")[0]
    with pytest.raises(UsageError, match="Not enough for what"):
        claimed.not_enough(statement.siglum, by=NADIA, claim="")

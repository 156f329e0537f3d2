"""Several people answer in words: apart, in an order of their own, recorded, taken back, weighed together."""

from dataclasses import asdict

import pytest
from answering_cases import ALIKE, CASE, EVERYTHING, FOR_TRACKS, OTHER

from twosource.desk import Desk
from twosource.desk.answering import give, left, lines_of_item, take_back
from twosource.desk.words_meant import Given
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.claims import Claim
from twosource.evidence.elicitation import Answered
from twosource.evidence.reliability import TrackEntry, Truth
from twosource.evidence.testimony import Made, Party
from twosource.terms import Standing

NADIA = {"by": "Nadia Haddad", "why": "as I see it"}
OMAR = {"by": "Omar Saleh", "why": "as I see it"}


@pytest.fixture
def desk(tmp_path):
    with Desk.open(Desk.new(tmp_path / "case", CASE)) as desk:
        yield desk


def tell(desk, item, words, when=(), who=NADIA, **more):
    return give(desk.work, ["Q1", item], [Given(when=when, words=words)], **who, **more)


def tell_everything(desk, words, who=NADIA):
    for item, when in EVERYTHING:
        answer = tell(desk, item, words, when, who)
    return answer


def weighed(desk):
    desk.analyse()
    return desk.weighings()[0]


def test_an_answer_is_recorded_and_moves_the_weighing_until_it_is_taken_back(desk):
    before = weighed(desk)
    answer = tell(desk, "tracks", FOR_TRACKS)
    assert (answer.question, answer.item, answer.by) == ("Q1", "tracks", "Nadia Haddad")
    after = weighed(desk)
    assert after.hypotheses[0].p > before.hypotheses[0].p
    assert [(one.by, one.n_answered) for one in after.people] == [("Nadia Haddad", 1)]
    take_back(desk.work, ["tracks"], by="Nadia Haddad", why="the photo was of another road")
    assert weighed(desk).hypotheses == before.hypotheses
    assert desk.store.count(Answered) == 2


def test_the_joint_reading_of_two_lies_between_theirs(desk):
    tell(desk, "tracks", FOR_TRACKS)
    tell(desk, "tracks", ALIKE, who=OMAR)
    weighing = weighed(desk)
    nadia, omar = (one.p[0] for one in weighing.people)
    assert omar < weighing.hypotheses[0].p < nadia
    assert {d.item for d in weighing.disagreements} == {"tracks"}


def test_the_lines_of_one_item_are_answered_one_by_one_and_add_up(desk):
    first = tell(desk, "report", FOR_TRACKS)
    assert first.open_here == ("channel is unsound",)
    second = tell(desk, "report", ALIKE, when=("channel=unsound",))
    assert second.open_here == ()
    (standing, *_) = reversed(list(desk.store.all(Answered)))
    assert [a.words for a in standing.answers] == [ALIKE, FOR_TRACKS]


def test_saying_it_twice_changes_nothing(desk):
    tell(desk, "tracks", FOR_TRACKS)
    assert tell(desk, "tracks", FOR_TRACKS).is_unchanged
    assert desk.store.count(Answered) == 1


def test_a_second_thought_counts_even_where_the_clock_stands_still(desk, monkeypatch):
    now = desk.work.clock()
    work = type(desk.work)(
        **{f: getattr(desk.work, f) for f in desk.work.__slots__ if f != "clock"}, clock=lambda: now
    )
    for words in (FOR_TRACKS, ALIKE, FOR_TRACKS, ALIKE):
        give(work, ["tracks"], [Given(words=words)], **NADIA)
    weighing = weighed(desk)
    assert weighing.people[0].n_answered == 1
    assert left(work, by="Nadia Haddad").people == (("Nadia Haddad", 1),)
    take_back(work, ["tracks"], by="Nadia Haddad", why="no")
    assert left(work).people == ()


def test_what_is_left_is_counted_by_line_findings_last_and_plain_figures_not_at_all(desk):
    found = left(desk.work, by="Nadia Haddad")
    assert found.n_lines == 4
    assert sorted(line.item for line in found.lines) == ["bill", "report", "report", "tracks"]
    assert [line.is_finding for line in found.lines] == [False, False, False, True]
    tell(desk, "tracks", ALIKE)
    assert len(left(desk.work, by="Nadia Haddad").lines) == 3
    assert len(left(desk.work, ["report"], by="Nadia Haddad").lines) == 2


def test_nobody_sees_what_others_or_the_case_said(desk):
    """Neither in what is asked nor in what is said back: only who answered how many lines."""
    tell(
        desk,
        "tracks",
        {"moved": "almost certain", "stayed": "almost no chance", "sold": "very unlikely"},
        who=OMAR,
    )
    shown = str(
        [
            asdict(left(desk.work, by="Nadia Haddad")),
            [asdict(x) for x in lines_of_item(desk.work, ["tracks"], "Nadia")],
        ]
    )
    shown += str(asdict(tell(desk, "tracks", ALIKE)))
    for word in ("almost certain", "almost no chance", "very unlikely", "very likely"):
        assert word not in shown
    assert "('Omar Saleh', 1)" in shown


def test_whoever_has_answered_everything_learns_how_many_others_did(desk):
    tell(desk, "tracks", FOR_TRACKS, who=OMAR)
    answer = tell_everything(desk, ALIKE)
    assert (answer.n_left, answer.n_others) == (0, 1)


def test_each_person_is_asked_in_an_order_of_their_own_and_always_the_same(desk):
    orders = {by: [line.hypotheses for line in left(desk.work, by=by).lines] for by in map(str, range(40))}
    assert orders == {by: [line.hypotheses for line in left(desk.work, by=by).lines] for by in orders}
    firsts = {lines[0][0][0] for lines in orders.values()}
    assert firsts == {"moved", "stayed", "sold"}


def test_one_person_in_two_spellings_is_one_person(desk):
    tell(desk, "tracks", FOR_TRACKS)
    answer = tell(desk, "report", FOR_TRACKS, who={"by": " nadia  HADDAD ", "why": "x"})
    assert answer.by == "Nadia Haddad"
    assert left(desk.work).people == (("Nadia Haddad", 2),)


def test_words_are_taken_in_english_and_arabic_with_or_without_marks(desk):
    tell(desk, "tracks", {"moved": "مرجّح جداً", "stayed": "مستبعد جدا", "sold": "Roughly even chance"})
    (record,) = desk.store.all(Answered)
    assert record.answers[0].words == {
        "moved": "very likely",
        "stayed": "very unlikely",
        "sold": "roughly even",
    }


def test_advice_speaks_of_ones_own_words_alone(desk):
    (said,) = tell(desk, "tracks", ALIKE).advice
    assert "tells the hypotheses not apart and weighs nothing" in said
    (said,) = tell(desk, "report", ALIKE).advice
    assert "this line does not tell them apart" in said
    first, second = tell(
        desk, "tracks", {"moved": "almost certain", "stayed": "almost no chance", "sold": "likely"}
    ).advice
    assert "32 to 1, moderate support (19 to 99 by the bands)" in first
    assert "no two words count for more than 50 to 1" in second
    said = tell(desk, "bill", {"moved": "unlikely", "stayed": "almost no chance", "sold": "likely"}).advice
    assert "add up to about 1" in said[-1]


def test_a_protected_name_is_not_shown_while_asking(desk):
    assert "Yusuf Marwan" not in str(asdict(left(desk.work, by="Nadia")))
    assert "Yusuf Marwan" not in str(asdict(tell(desk, "report", ALIKE)))


def test_the_ledger_tells_that_somebody_answered_and_not_what(desk):
    tell(desk, "tracks", FOR_TRACKS)
    take_back(desk.work, ["tracks"], by="Nadia Haddad", why="another road")
    told = [entry.sentence for entry in desk.log(3)]
    assert "Nadia Haddad answered tracks of Q1: as I see it" in told
    assert "Nadia Haddad took back their answer on tracks of Q1: another road" in told
    assert desk.verify() == ()


def test_an_answer_that_no_longer_fits_the_case_is_kept_and_left_out(desk):
    tell(desk, "tracks", FOR_TRACKS)
    path = desk.work.folder.declarations
    path.write_text(path.read_text("utf-8").replace('name = "tracks"', 'name = "ruts"'), "utf-8")
    weighing = weighed(desk)
    assert weighing.people == ()
    assert any("Nadia Haddad answered for tracks" in note for note in weighing.notes)


def test_of_several_questions_one_has_to_be_named(tmp_path):
    with Desk.open(Desk.new(tmp_path / "case", CASE + OTHER)) as desk:
        with pytest.raises(UsageError, match="several questions") as caught:
            left(desk.work)
        assert "moved" in caught.value.remedy_text
        assert left(desk.work, ["who"]).n_lines == 1
        give(desk.work, ["who", "seal"], [Given(words={"here": "likely", "there": "likely"})], **NADIA)
        assert left(desk.work, ["moved"]).people == ()


def test_a_case_without_a_question_says_so(tmp_path):
    with (
        Desk.open(Desk.new(tmp_path / "case", 'schema = "twosource-case/1"\n')) as desk,
        pytest.raises(NothingMatchedError, match="nothing to answer"),
    ):
        left(desk.work)


BAD = {
    "an unknown question": ((["Q7", "tracks"], FOR_TRACKS, ()), "No question is called 'Q7'"),
    "an unknown item": (
        (["track"], FOR_TRACKS, ()),
        "no item or possible finding 'track'. The nearest is 'tracks'",
    ),
    "a plain figure": ((["rain"], FOR_TRACKS, ()), "entered in plain figures"),
    "an unknown word": (
        (["tracks"], FOR_TRACKS | {"sold": "likly"}, ()),
        "“likly” is none of the seven words; the nearest is “likely”",
    ),
    "a figure": (
        (["tracks"], FOR_TRACKS | {"sold": "70 %"}, ()),
        "“70 %” is none of the seven words; the nearest is “likely”",
    ),
    "a missing hypothesis": ((["tracks"], {"moved": "likely"}, ()), 'no word under "stayed", "sold"'),
    "an unknown hypothesis": (
        (["tracks"], FOR_TRACKS | {"mved": "likely"}, ()),
        "no hypothesis 'mved'. The nearest is 'moved'",
    ),
    "something else": ((["tracks"], FOR_TRACKS | {"something_else": "likely"}, ()), "under 'something_else'"),
    "no such line": ((["tracks"], FOR_TRACKS, ("channel=sound",)), "no line in words where channel is sound"),
    "no condition": ((["report"], FOR_TRACKS, ("channel",)), "'channel' is no condition"),
}


@pytest.mark.parametrize(("given", "said"), BAD.values(), ids=list(BAD))
def test_what_is_not_known_is_refused_with_the_nearest_that_is(desk, given, said):
    names, words, when = given
    with pytest.raises((UsageError, NothingMatchedError)) as caught:
        give(desk.work, names, [Given(when=when, words=words)], **NADIA)
    assert said in caught.value.happened
    assert caught.value.remedy_text
    assert not desk.store.count(Answered)


@pytest.mark.parametrize("who", [{"by": " ", "why": "x"}, {"by": "Nadia", "why": ""}])
def test_an_answer_without_a_name_or_a_reason_is_refused(desk, who):
    with pytest.raises(UsageError, match=r"it needs a (name|reason)"):
        tell(desk, "tracks", FOR_TRACKS, who=who)


def test_nothing_to_take_back_is_said_and_nobody_takes_back_anothers(desk):
    tell(desk, "tracks", FOR_TRACKS)
    with pytest.raises(UsageError, match="Omar Saleh answered nothing"):
        take_back(desk.work, ["tracks"], **OMAR)
    with pytest.raises(UsageError, match="Name the item"):
        take_back(desk.work, ["Q1"], **NADIA)


def test_a_track_record_of_the_matter_that_is_weighed_is_told(desk):
    """The channel's record would grade the channel with the very report that its record is to grade."""
    path = desk.work.folder.declarations
    declared = path.read_text("utf-8").replace(
        'text = "how the channel works"',
        'text = "how the channel works"\nparty = "witness_1"\n'
        "track_record = { n = 3, unseen = 0.5, genuine_rate = [1, 0.4] }",
    )
    path.write_text(declared, "utf-8")
    desk.analyse()
    assert desk.caveats() == []
    (claim,) = desk.store.all(Claim)
    (party,) = desk.store.all(Party)
    made = Made(by="person:Nadia Haddad", standing=Standing.JUDGEMENT)
    entry = TrackEntry(
        entry_id="t1",
        party_id=party.party_id,
        text="the guns of May",
        truth=Truth.TRUE,
        about_claim=claim.claim_id,
        made=made,
    )
    with desk.store.transaction():
        desk.store.put([entry])
    (said,) = desk.caveats()
    assert "“the guns of May” rests on what report weighs" in said


@pytest.mark.parametrize("by", ["N\u0430dia Haddad", "Nadia\u200b Haddad", "NADIA  HADDAD"])
def test_a_name_typed_to_look_the_same_is_no_second_voice(desk, by):
    tell(desk, "tracks", FOR_TRACKS)
    tell(desk, "tracks", ALIKE, who={"by": by, "why": "again"})
    assert [person.by for person in weighed(desk).people] == ["Nadia Haddad"]


def test_two_names_that_may_be_one_person_are_told_as_counting_twice(desk):
    tell(desk, "tracks", FOR_TRACKS)
    tell(desk, "tracks", FOR_TRACKS, who=OMAR)
    weighed(desk)
    assert not any("counts twice" in caveat for caveat in desk.caveats())
    tell(desk, "tracks", FOR_TRACKS, who={"by": "Haddad, Nadia", "why": "as I see it"})
    (caveat,) = [caveat for caveat in desk.caveats() if "counts twice" in caveat]
    assert "Haddad, Nadia and Nadia Haddad both answered" in caveat
    assert "Omar" not in caveat


def test_whoever_changes_an_answer_after_others_answered_is_told_of_as_no_separate_voice(desk):
    tell(desk, "tracks", FOR_TRACKS)
    tell(desk, "tracks", ALIKE)
    tell(desk, "tracks", FOR_TRACKS, who=OMAR)
    tell(desk, "report", ALIKE, who=OMAR)
    assert not any("separate voice" in caveat for caveat in desk.caveats())
    for words in (ALIKE, FOR_TRACKS, ALIKE):
        tell(desk, "tracks", words, who=OMAR)
    (caveat,) = [caveat for caveat in desk.caveats() if "separate voice" in caveat]
    assert "Omar Saleh changed what they had answered 3 times after somebody else had answered" in caveat
    assert "Nadia" not in caveat


def test_answering_the_next_line_of_an_item_is_no_change_of_the_first(desk):
    tell(desk, "tracks", FOR_TRACKS, who=OMAR)
    tell(desk, "report", FOR_TRACKS)
    tell(desk, "report", ALIKE, when=("channel=unsound",))
    assert not any("separate voice" in caveat for caveat in desk.caveats())

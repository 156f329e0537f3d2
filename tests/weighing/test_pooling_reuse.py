"""One fact in two places: what is refused, what is told, and that what is fine is left alone."""

import appendix_a as story
import pytest
from weighing_cases import MADE, plain_item, plain_variable, simple_elicitation, simple_question, word_item

from twosource.evidence.elicitation import Answer, Item, TrackRecord
from twosource.evidence.reliability import TrackEntry, Truth
from twosource.weighing.checks import problems
from twosource.weighing.pooling.reuse import double_entries, overlaps, track_overlaps

QUESTION = simple_question()
RECORD = TrackRecord(n=3, unseen=0.5, genuine_rate=(1.0, 0.4))
GOOD = {"h0": "likely", "h1": "unlikely"}
SAME = {"h0": "likely", "h1": "likely"}


def case(*items, **fields):
    return simple_elicitation(QUESTION, items=items, **fields)


def refused(*items):
    return [f.happened for f in double_entries(case(*items))]


def told(*items, **fields):
    return list(overlaps(QUESTION, case(*items, **fields)))


def under(name, variable, **fields):
    answers = (Answer(when=((variable, ("s0",)),), p=0.5), Answer(words=GOOD))
    fields = {"text": name, **fields}
    return Item(name=name, question_id="q", answers=answers, made=MADE, **fields)


def test_the_story_enters_nothing_twice():
    question, elicitation = story.case()
    assert list(double_entries(elicitation)) == []
    assert list(overlaps(question, elicitation)) == []


def test_one_named_fact_of_two_items_is_refused_however_it_is_written():
    (said_so,) = refused(
        word_item("a", GOOD, facts=("The  curfew of 3 May",)),
        word_item("b", GOOD, facts=("the curfew of 3 may",)),
    )
    assert said_so == "'a' and 'b' both use the fact “the curfew of 3 may”."


def test_a_fact_within_one_item_may_be_named_twice():
    assert refused(word_item("a", GOOD, facts=("curfew", "Curfew"))) == []


@pytest.mark.parametrize("fact", ["a", "claim-guns", "guns"])
def test_an_item_that_another_uses_as_a_fact_is_refused(fact):
    (said_so,) = refused(word_item("a", GOOD, claim_id="claim-guns"), word_item("b", GOOD, facts=(fact,)))
    assert said_so == f"'b' uses “{fact}” as a fact, and 'a' weighs it already."


def test_a_refusal_stops_the_weighing_with_a_remedy():
    elicitation = case(word_item("a", GOOD, facts=("x",)), word_item("b", GOOD, facts=("x",)))
    (failure,) = problems(QUESTION, elicitation)
    assert failure.code == "weighed twice"
    assert "Let one of the two use it" in failure.remedy


def test_one_claim_from_separate_exhibits_is_told_with_what_to_do():
    (sentence,) = told(word_item("a", GOOD, claim_id="c"), word_item("b", GOOD, claim_id="c"))
    assert sentence.startswith("a and b rest on the same claim or exhibit. They share no variable")
    assert "let them depend on one variable" in sentence


def test_the_same_hands_do_not_make_one_origin_of_two_items():
    """A chokepoint groups rows of a table; only a shared unknown keeps the odds from multiplying."""
    (sentence,) = told(*(word_item(n, GOOD, claim_id="c", chokepoint="the monitor") for n in "ab"))
    assert "They name the same hands, the monitor, and still they share no variable" in sentence


def test_a_shared_variable_is_enough():
    items = [under(n, "v", claim_id="c") for n in "ab"]
    assert told(*items, variables=[plain_variable("v", 0.5, 0.5)]) == []


def test_one_of_three_without_the_variable_is_told_once():
    items = [under("a", "v", exhibit_ids=("e",)), under("b", "v", exhibit_ids=("e",))]
    (sentence,) = told(
        *items, word_item("c", GOOD, exhibit_ids=("e",)), variables=[plain_variable("v", 0.5, 0.5)]
    )
    assert sentence.startswith("a, b and c rest on the same")


def test_many_items_on_one_exhibit_are_one_sentence():
    """Each pair told would be half a million sentences; a million items by one source must not hang."""
    items = [word_item(f"i{n:04}", GOOD, exhibit_ids=("e",)) for n in range(1000)]
    (sentence,) = told(*items)
    assert "i0005 and 994 more rest on the same" in sentence


def test_two_items_in_the_same_words_are_told():
    first, second = (plain_item(n, 0.4) for n in "ab")
    both = [
        Item(name=i.name, text="Guns  left", question_id="q", answers=(Answer(words=GOOD),), made=MADE)
        for i in (first, second)
    ]
    assert told(*both) == [
        "a and b say the same in the same words: if they are one observation, keep one of them."
    ]


def test_an_item_answered_alike_everywhere_is_a_remark():
    (sentence,) = told(word_item("a", SAME))
    assert "its likelihood ratio is 1" in sentence
    assert told(plain_item("p", 0.3)) == [sentence.replace("a is", "p is")]


def test_advice_on_method_that_was_weighed_as_an_observation_is_told():
    words = "An expert says one must BE CAREFUL with such papers"
    item = Item(name="expert", text=words, question_id="q", answers=(Answer(words=GOOD),), made=MADE)
    (sentence,) = told(item)
    assert sentence.startswith("expert reads like advice on method")
    arabic = Item(
        name="b", text="الخبير يدعو إلى الحذر", question_id="q", answers=(Answer(words=GOOD),), made=MADE
    )
    assert len(told(arabic)) == 1


def entry(**fields):
    return TrackEntry(
        entry_id="t1",
        party_id="group",
        text="the lists of 2014",
        truth=Truth.TRUE,
        made=MADE,
        **fields,
    )


def track_told(*entries, record=RECORD):
    """An item under a variable that depends on how the group works, near enough to count twice."""
    group = plain_variable("group_mode", 0.5, 0.5, party_id="group", track_record=record)
    letter = plain_variable("letter", 0.9, 0.1)
    row = letter.rows[0]
    letter = type(letter)(
        name="letter",
        text="letter",
        states=letter.states,
        made=MADE,
        rows=(type(row)(when=(("group_mode", ("s0",)),), p=(0.3, 0.7)), row),
    )
    item = under("paper", "letter", claim_id="claim-guns", exhibit_ids=("e1",))
    return list(track_overlaps(case(item, variables=[group, letter]), entries))


def test_a_track_record_that_rests_on_what_is_weighed_is_told():
    for fields in ({"about_claim": "claim-guns"}, {"evidence": ("e1",)}):
        (sentence,) = track_told(entry(**fields))
        assert "the lists of 2014" in sentence
        assert "leave that matter out of the track record" in sentence


def test_earlier_matters_that_no_figure_is_made_of_are_fine():
    assert track_told(entry(about_claim="claim-guns"), record=None) == []


def test_a_track_record_of_other_matters_is_fine():
    assert track_told(entry(about_claim="claim-other", evidence=("e9",))) == []
    other = TrackEntry(
        entry_id="t", party_id="somebody", text="x", truth=Truth.TRUE, about_claim="claim-guns", made=MADE
    )
    assert track_told(other) == []

"""What was answered and moves nothing is told: a careful look is no care."""

from dataclasses import replace

import appendix_a as story
import pytest
from weighing_cases import plain_variable, simple_elicitation, simple_question, weighed, word_item

from twosource.evidence.elicitation import Answer, Row, TrackRecord
from twosource.weighing.basis import basis_sentences, confidence, weaknesses
from twosource.weighing.words import first_of

QUESTION = simple_question()
FOR_H0 = {"h0": "almost certain", "h1": "unlikely"}
KEEPER = plain_variable("keeper", 0.5, 0.5, failed=("s1",))
FORGED = Answer(when=(("keeper", ("s1",)),), p=0.5)


def item(name, *answers, **fields):
    return replace(word_item(name, FOR_H0, **fields), answers=(*answers, Answer(words=FOR_H0)))


def of(*items, variables=(KEEPER,), question=QUESTION, **fields):
    return weighed(question, simple_elicitation(question, items=items, variables=variables, **fields))


def notes(weighing, part):
    return [note for note in weighing.notes if part in note]


def test_the_demonstration_uses_all_it_declares():
    weighing = weighed(*story.case())
    assert not notes(weighing, "never applies")
    assert not notes(weighing, "is declared")
    assert not notes(weighing, "Nobody in this network can fail")


def test_a_line_below_one_that_takes_all_of_its_cases_is_told():
    """It looks as if the forger had been thought of."""
    above = Answer(when=(("keeper", ("s0", "s1")),), words=FOR_H0)
    (note,) = notes(of(item("letter", above, FORGED)), "never applies")
    assert note.startswith("Line 2 of letter (keeper is s1)")
    assert not notes(of(item("letter", FORGED)), "never applies")


def test_a_row_that_never_applies_is_told():
    first, second = (Row(when=(("circle", ("s0",)),), p=p) for p in ((0.5, 0.5), (0.1, 0.9)))
    keeper = replace(KEEPER, rows=(first, second, Row(p=(0.4, 0.6))))
    (note,) = notes(of(item("a", FORGED), variables=(plain_variable("circle", 0.3, 0.7), keeper)), "Row 2")
    assert "Row 2 of keeper (circle is s0) never applies" in note


@pytest.mark.parametrize(
    "lines",
    [(), (Answer(when=(("keeper", ("s1",)),), words=FOR_H0),)],
    ids=["not asked", "answered the same"],
)
def test_a_keeper_who_makes_no_difference_is_told(lines):
    weighing = of(item("letter", *lines))
    (note,) = notes(weighing, "is declared")
    assert note.startswith("keeper is declared, and everything seen is answered the same")
    assert notes(weighing, "Nobody in this network can fail")


def test_a_keeper_behind_another_unknown_is_used():
    paper = replace(
        plain_variable("paper", 0.9, 0.1),
        rows=(Row(when=(("keeper", ("s1",)),), p=(0.2, 0.8)), Row(p=(0.9, 0.1))),
    )
    forged = Answer(when=(("paper", ("s1",)),), p=0.5)
    weighing = of(item("letter", forged), variables=(KEEPER, paper))
    assert not notes(weighing, "is declared")
    assert not notes(weighing, "Nobody in this network can fail")


def test_a_record_that_bears_on_another_unknown_is_used():
    """What nobody asks of still tells, by its record, which circle it belongs to."""
    record = TrackRecord(n=5, unseen=1.0, genuine_rate=(0.9, 0.2))
    friend = replace(
        KEEPER,
        name="friend",
        rows=(Row(when=(("keeper", ("s1",)),), p=(0.1, 0.9)), Row(p=(0.9, 0.1))),
        track_record=record,
    )
    without = of(item("letter", FORGED))
    with_it = of(item("letter", FORGED), variables=(KEEPER, friend))
    assert with_it.hypotheses[0].p != without.hypotheses[0].p
    assert not notes(with_it, "is declared")


def test_a_failing_state_without_a_chance_is_no_failure():
    sure = replace(KEEPER, rows=(Row(p=(1.0, 0.0)),))
    assert notes(of(item("letter", FORGED), variables=(sure,)), "Nobody in this network can fail")


def test_hands_that_nobody_named_and_nobody_who_can_fail_are_no_strength():
    """One fact entered three times over, with the chokepoints left out, was read as a good basis."""
    weighing = of(*(item(name) for name in "abc"), variables=())
    assert {kind for kind, _ in weaknesses(weighing)} >= {"unnamed", "no_failure"}
    assert confidence(weighing) == "low"
    assert "“first thing”" in " ".join(basis_sentences(of(item("a"), replace(item("b"), text="first thing"))))
    (note,) = notes(weighing, "Nobody said what")
    assert "a, b and c rest on" in note


def test_a_lead_of_the_prior_has_a_thin_basis():
    against = {"h0": "unlikely", "h1": "likely"}
    weighing = of(
        *(word_item(name, against, chokepoint=name * 2) for name in "ab"),
        prior={"h0": 50.0, "h1": 1.0, "something_else": 1.0},
    )
    assert weighing.lead == "h0"
    assert "prior" in dict(weaknesses(weighing))
    assert confidence(weighing) == "low"


def test_something_else_that_began_ahead_weakens_the_basis():
    weighing = of(item("a"), prior={"h0": 1.0, "h1": 1.0, "something_else": 18.0})
    assert "something_else" in dict(weaknesses(weighing))
    assert "something_else" not in dict(weaknesses(of(item("a"))))


def test_words_without_a_reserve_are_told():
    (note,) = notes(of(item("a"), contamination=0.0), "contamination is 0")
    assert ".02" not in note.replace("0.02", "")
    assert not notes(of(item("a"), contamination=0.02), "contamination is")


def test_many_remarks_of_one_kind_are_one_sentence():
    """Two hundred lines of the same hid the one that mattered."""
    silent = [word_item(f"i{n}", {"h0": "likely", "h1": "likely"}) for n in range(40)]
    assert len(notes(of(*silent, item("a")), "answered alike under every hypothesis")) == 1
    many = simple_question(8)
    words = {h.name: "very unlikely" for h in many.named} | {"h0": "likely"}
    weighing = weighed(many, simple_elicitation(many, items=[word_item("a", words)]))
    (note,) = notes(weighing, "answered alike everywhere")
    assert note.startswith("h1, h2, h3, h4, h5, h6 and h7 are answered alike everywhere")


def test_of_many_names_the_first_are_said():
    assert first_of(["a", "b"]) == "a and b"
    assert first_of([f"i{n}" for n in range(9)]) == "i0, i1, i2, i3, i4, i5 and 3 more"

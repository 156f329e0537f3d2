"""Every answer that cannot be weighed gets a sentence that names it, and nothing is weighed."""

from dataclasses import replace

import appendix_a as story
import pytest
from weighing_cases import (
    MADE,
    QUICK,
    network_of,
    plain_item,
    plain_variable,
    simple_elicitation,
    simple_question,
    weighed,
    word_item,
)

from twosource.evidence.claims import Hypothesis, Question
from twosource.evidence.elicitation import Answer, Item, PossibleFinding, Row, TrackRecord, Variable
from twosource.terms import Status
from twosource.weighing import WeighSettings, weigh
from twosource.weighing.checks import problems, remarks
from twosource.weighing.whatifs import NOTHING, joint_weights, without

QUESTION = simple_question()
GOOD = {"h0": "likely", "h1": "unlikely"}


def refused(question, elicitation):
    """Return the codes and the sentences of a refusal, having seen that it is one."""
    (outcome,) = weigh([(question, elicitation)], settings=QUICK)
    assert outcome.status is Status.REFUSED
    assert outcome.values == ()
    for failure in outcome.failures:
        assert failure.safe.startswith("Nothing was weighed")
        assert failure.remedy
    return " ".join(f.sentence() for f in outcome.failures)


def with_items(*items, **fields):
    return simple_elicitation(QUESTION, items=items, **fields)


def with_variable(variable):
    return with_items(word_item("i", GOOD), variables=[plain_variable("root", 0.5, 0.5), variable])


def test_the_story_has_no_problem_and_no_remark():
    assert problems(*story.case()) == ()
    assert remarks(*story.case()) == ()


def test_a_question_without_something_else_is_refused():
    bare = Question(question_id="q", text="Which?", hypotheses=QUESTION.named)
    elicitation = with_items(word_item("i", GOOD), prior={"h0": 1.0, "h1": 1.0})
    assert "leave out 'something_else'" in refused(bare, elicitation)


def test_one_hypothesis_is_no_question():
    lone = Question(
        question_id="q",
        text="Which?",
        hypotheses=(Hypothesis(name="h0", text="a"), Hypothesis(name="something_else", text="b")),
    )
    elicitation = with_items(word_item("i", {"h0": "likely"}), prior={"h0": 1.0, "something_else": 1.0})
    assert "fewer than two hypotheses" in refused(lone, elicitation)


@pytest.mark.parametrize(
    ("prior", "said"),
    [
        ({"h0": 1.0, "something_else": 1.0}, "gives no weight for 'h1'"),
        ({"h0": 1.0, "h1": -1.0, "something_else": 1.0}, "is -1.0, which is no weight"),
        ({"h0": 1.0, "h1": 0.0, "something_else": 1.0}, "no evidence whatever could ever move it"),
        ({"h0": 1.0, "h1": float("nan"), "something_else": 1.0}, "no weight"),
        ({"h0": 1.0, "h1": 1.0, "something_else": 1.0, "h2": 1.0}, "'h2' is not known. The nearest"),
    ],
)
def test_priors_are_checked(prior, said):
    assert said in refused(QUESTION, with_items(word_item("i", GOOD), prior=prior))


@pytest.mark.parametrize("weight", [1e-320, 1e-12, 1e308])
@pytest.mark.parametrize("name", ["h0", "something_else"])
def test_a_weight_beyond_all_judgement_is_refused(weight, name):
    """It overflowed what is divided by it, and a prior of 1e-12 is a verdict."""
    prior = {"h0": 1.0, "h1": 1.0, "something_else": 1.0} | {name: weight}
    assert "weights go from" in refused(QUESTION, with_items(word_item("i", GOOD), prior=prior))


def test_something_else_may_have_no_weight():
    """A prior of nothing for "something else" is bold and can be computed: its bound is then nothing."""
    elicitation = with_items(word_item("i", GOOD), prior={"h0": 1.0, "h1": 1.0, "something_else": 0.0})
    assert weighed(QUESTION, elicitation).else_bound == 0.0


@pytest.mark.parametrize("contamination", [-0.1, 1.0, float("nan")])
def test_contamination_is_a_share(contamination):
    elicitation = with_items(word_item("i", GOOD), contamination=contamination)
    assert "contamination" in refused(QUESTION, elicitation)


def test_answers_of_another_question_are_refused():
    elicitation = replace(with_items(word_item("i", GOOD)), question_id="other")
    assert "belong to 'other'" in refused(QUESTION, elicitation)
    stray = replace(word_item("i", GOOD), question_id="other")
    assert "'i' belongs to the question 'other'" in refused(QUESTION, with_items(stray))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"h0": "likely"}, "no likelihood word for 'h1'"),
        ({**GOOD, "h2": "likely"}, "the hypothesis 'h2' is not known"),
        ({**GOOD, "something_else": "likely"}, "gives a word for 'something_else'"),
        (
            {"h0": "lively", "h1": "unlikely"},
            "the word 'lively' is not known. The nearest known one is 'likely'",
        ),
    ],
)
def test_words_are_checked(words, said):
    assert said in refused(QUESTION, with_items(word_item("i", words)))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(), "either words or one figure"),
        (Answer(words=GOOD, p=0.5), "either words or one figure"),
        (Answer(p=1.5), "p = 1.5, which is no probability"),
        (Answer(when=(("vv", ("s0",)),), p=0.5), "'vv' is not known"),
        (Answer(when=(("v", ("s9",)),), p=0.5), "a state of 'v'; 's9' is not known"),
        (Answer(when=(("v", ("s0",)), ("v", ("s1",))), p=0.5), "names 'v' twice"),
    ],
)
def test_answers_are_checked(answer, said):
    item = Item(name="i", text="i", question_id="q", answers=(answer,), made=MADE)
    assert said in refused(QUESTION, with_items(item, variables=[plain_variable("v", 0.5, 0.5)]))


def test_an_item_nobody_answered_is_refused():
    item = Item(name="i", text="i", question_id="q", answers=(), made=MADE)
    assert "Nobody has said how surprising 'i' would be" in refused(QUESTION, with_items(item))


def test_a_table_with_a_hole_is_refused():
    """The network finds the hole; the stage still answers with an outcome, not an exception."""
    item = Item(
        name="i", text="i", question_id="q", answers=(Answer(when=(("v", ("s0",)),), p=0.5),), made=MADE
    )
    elicitation = with_items(item, variables=[plain_variable("v", 0.5, 0.5)])
    assert "No line of i applies when v is s1" in refused(QUESTION, elicitation)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"states": ()}, "missing or not distinct"),
        ({"states": ("a", "a")}, "missing or not distinct"),
        ({"rows": ()}, "no row says how probable"),
        ({"rows": (Row(p=(0.5, 0.4)),)}, "adds up to 0.9, not to 1"),
        ({"rows": (Row(p=(1.5, -0.5)),)}, "adds up to 1, not to 1"),
        ({"rows": (Row(p=(0.5, 0.3, 0.2)),)}, "3 figures for the 2 states"),
        ({"rows": (Row(when=(("v", ("a",)),), p=(0.5, 0.5)),)}, "nothing can be its own parent"),
        ({"rows": (Row(p=(float("nan"), 0.5)),)}, "a figure that is missing or infinite"),
        ({"rows": (Row(p=(float("inf"), 0.5)),)}, "a figure that is missing or infinite"),
        ({"rows": (Row(when=(("rot", ("s0",)),), p=(0.5, 0.5)),)}, "The nearest known one is 'root'"),
        ({"failed": ("c",)}, "the state 'c' is not known"),
        ({"merged": {"c": ("d", "e")}}, "the state 'c' is not known"),
        ({"merged": {"b": ("a", "e")}}, "missing or not distinct"),
        ({"track_record": TrackRecord(n=1, unseen=0.5, genuine_rate=(1.0,))}, "one share in 0..1 for each"),
        ({"track_record": TrackRecord(n=-1, unseen=0.5, genuine_rate=(1.0, 1.0))}, "no count and share"),
        ({"track_record": TrackRecord(n=1, unseen=2.0, genuine_rate=(1.0, 1.0))}, "no count and share"),
    ],
)
def test_variables_are_checked(fields, said):
    good = Variable(name="v", text="v", states=("a", "b"), rows=(Row(p=(0.5, 0.5)),), made=MADE)
    assert said in refused(QUESTION, with_variable(replace(good, **fields)))


def test_a_circle_of_variables_is_named():
    def follows(name, other):
        row = Row(when=((other, ("a",)),), p=(0.5, 0.5))
        return Variable(name=name, text=name, states=("a", "b"), rows=(row, Row(p=(0.5, 0.5))), made=MADE)

    elicitation = with_items(word_item("i", GOOD), variables=[follows("u", "v"), follows("v", "u")])
    said = refused(QUESTION, elicitation)
    assert "in a circle: " in said
    assert "So each is its own parent." in said


@pytest.mark.parametrize(
    "fields",
    [
        {"items": [word_item("i", GOOD), word_item("i", GOOD)]},
        {"items": [word_item("i", GOOD)], "variables": [plain_variable("v", 1.0), plain_variable("v", 1.0)]},
        {"items": [word_item("i", GOOD)], "variables": [plain_variable("q", 0.5, 0.5)]},
        {"items": [word_item("", GOOD)]},
    ],
)
def test_names_are_used_once(fields):
    assert "is used" in refused(QUESTION, simple_elicitation(QUESTION, **fields))


@pytest.mark.parametrize("hours", [0.0, -1.0, float("inf")])
def test_a_finding_costs_something(hours):
    finding = PossibleFinding(
        name="f", text="f", question_id="q", answers=(Answer(p=0.5),), hours=hours, made=MADE
    )
    elicitation = with_items(word_item("i", GOOD), findings=[finding])
    assert "hours" in refused(QUESTION, elicitation)


def test_all_problems_are_told_at_once():
    """A person mends the case once, not ten times."""
    items = [word_item("i", {"h0": "lively"}), plain_item("j", 2.0)]
    found = problems(QUESTION, with_items(*items))
    assert [f.code for f in found] == ["missing word", "unknown name", "answer"]


def test_impossible_evidence_is_refused():
    """A plain nought under every hypothesis leaves nothing to weigh."""
    assert "impossible under every hypothesis" in refused(QUESTION, with_items(plain_item("i", 0.0)))


def test_a_question_nobody_answered_waits():
    """No item means no answer yet, which is no refusal: the prior is not passed off as a finding."""
    (outcome,) = weigh([(QUESTION, with_items())], settings=QUICK)
    assert outcome.status is Status.WAITING
    assert outcome.values == ()
    assert "likelihood words" in outcome.failures[0].remedy


def test_one_bad_question_does_not_stop_the_next():
    bad = with_items(plain_item("i", 2.0))
    good = with_items(word_item("i", GOOD))
    outcomes = list(weigh([(QUESTION, bad), (QUESTION, good)], settings=QUICK))
    assert [o.status for o in outcomes] == [Status.REFUSED, Status.READ]


def two_on(claim, first, second, **fields):
    return with_items(
        word_item("a", GOOD, claim_id=claim, exhibit_ids=first),
        word_item("b", GOOD, claim_id=claim, exhibit_ids=second),
        **fields,
    )


def test_one_claim_from_one_exhibit_is_weighed_once():
    assert "'a' and 'b' rest on the same exhibit" in refused(QUESTION, two_on("c", ("e1",), ("e2", "e1")))


def test_several_shared_exhibits_are_told_once():
    assert len(problems(QUESTION, two_on("c", ("e1", "e2"), ("e1", "e2")))) == 1


def test_separate_exhibits_for_one_claim_are_two_origins_and_remarked():
    """It may be right, so it is weighed; it may be one origin twice, so it is said."""
    weighing = weighed(QUESTION, two_on("c", ("e1",), ("e2",)))
    assert [n for n in weighing.notes if n.startswith("a and b rest on the same claim")]


def test_items_that_share_a_variable_need_no_remark():
    """Their common cause is in the network already."""
    answers = (Answer(when=(("v", ("s0",)),), p=0.5), Answer(words=GOOD))
    items = [
        Item(name=n, text=n, question_id="q", claim_id="c", exhibit_ids=(n,), answers=answers, made=MADE)
        for n in ("a", "b")
    ]
    elicitation = with_items(*items, variables=[plain_variable("v", 0.5, 0.5)])
    assert remarks(QUESTION, elicitation) == ()


def test_a_plain_figure_that_could_outweigh_all_words_is_remarked():
    item = Item(
        name="i",
        text="i",
        question_id="q",
        answers=(Answer(when=(("q", ("h0",)),), p=0.0001), Answer(words=GOOD)),
        made=MADE,
    )
    assert "i is answered with the plain figure 0.0001" in remarks(QUESTION, with_items(item))[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"draws": 0},
        {"seed": -1},
        {"max_states": 0},
        {"max_width": 0},
        {"max_groups": 17},
        {"range_share": 1.0},
    ],
)
def test_settings_that_mean_nothing_raise(fields):
    with pytest.raises(ValueError, match=r"\w"):
        WeighSettings(**fields)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(words=GOOD, p=0.9), "'likely' stands for .55 to .8, and .9 does not fit that band"),
        (
            Answer(words={"h0": "likely .9", "h1": "unlikely"}),
            "'likely' stands for .55 to .8, and .9 does not",
        ),
        (Answer(words={"h0": "likely (90 %)", "h1": "unlikely"}), "and .9 does not fit that band"),
        (Answer(words={"h0": "likely, 0,6", "h1": "unlikely"}), "'likely' is given the figure .6 as well"),
    ],
)
def test_a_figure_beside_a_word_is_held_against_its_band(answer, said):
    """The band is what the word means; a figure that fits is not needed, and one that does not is a slip."""
    item = Item(name="i", text="i", question_id="q", answers=(answer,), made=MADE)
    assert said in refused(QUESTION, with_items(item))


def question_of(*texts):
    named = tuple(Hypothesis(name=f"h{at}", text=text) for at, text in enumerate(texts))
    return Question(
        question_id="q", text="Which?", hypotheses=(*named, Hypothesis(name="something_else", text="other"))
    )


def answered_about(*texts):
    question = question_of(*texts)
    names = [h.name for h in question.named]
    words = dict(zip(names, ("likely", "unlikely", "very unlikely"), strict=False))
    return question, simple_elicitation(question, items=[word_item("i", words)])


def test_two_hypotheses_that_say_the_same_are_refused():
    said = refused(*answered_about("They met in Raqqa.", "they met  in raqqa"))
    assert "'h0' and 'h1' say the same" in said


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("they met", "they met in secret"), "h1 repeats the words of h0"),
        (("they met", "they did not meet", "they fought"), None),
        (("it is theirs", "it is not theirs", "it is a copy"), "h0 and h1 deny each other"),
        (("it is theirs", "it is not theirs"), None),
        (("a local deal", "a deal from the top"), None),
    ],
)
def test_hypotheses_that_look_as_if_both_could_hold_are_remarked(texts, said):
    """Words are compared, nothing is understood: so it is said and not refused."""
    found = [line for line in remarks(*answered_about(*texts)) if "h0" in line and "h1" in line]
    assert [said in line for line in found] == ([True] if said else [])


def test_hypotheses_that_nothing_tells_apart_are_remarked():
    question = simple_question(3)
    same = {"h0": "likely", "h1": "likely", "h2": "unlikely"}
    elicitation = simple_elicitation(question, items=[word_item("i", same), word_item("j", same)])
    assert [r for r in remarks(question, elicitation) if r.startswith("h0 and h1 are answered alike")]
    asked = Item(
        name="k",
        text="k",
        question_id="q",
        answers=(Answer(when=(("q", ("h0",)),), p=0.9), Answer(p=0.2)),
        made=MADE,
    )
    more = simple_elicitation(question, items=[word_item("i", same), asked])
    assert not [r for r in remarks(question, more) if "answered alike everywhere" in r]


def test_one_item_is_remarked():
    assert "Everything rests on one item, i" in " ".join(remarks(QUESTION, with_items(word_item("i", GOOD))))


def test_one_pair_of_hands_is_remarked():
    other = {"h0": "unlikely", "h1": "likely"}
    items = [word_item("i", GOOD, chokepoint="the group"), word_item("j", other, chokepoint="the group")]
    assert "All 2 items pass through one pair of hands, the group" in " ".join(
        remarks(QUESTION, with_items(*items))
    )


def test_sources_that_all_agree_are_remarked():
    """Agreement is what copying and choosing look like too."""
    agreeing = [word_item(n, GOOD, chokepoint=n) for n in "abc"]
    assert "Every item favours “answer 0”" in " ".join(remarks(QUESTION, with_items(*agreeing)))
    against = word_item("d", {"h0": "unlikely", "h1": "likely"}, chokepoint="d")
    assert remarks(QUESTION, with_items(*agreeing, against)) == ()


def test_a_million_items_by_one_source_are_refused_at_once():
    """Nothing quadratic is tried, and the sentence names the source and the command that is made for it."""
    one = word_item("i", GOOD, chokepoint="the monitor")
    many = with_items(*(replace(one, name=f"i{n}") for n in range(1_001)))
    (failure,) = problems(QUESTION, replace(many, items=many.items * 999))
    assert "999,999 items, 999,999 of them from 'the monitor'" in failure.happened
    assert "twosource fuse" in failure.remedy


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"n_searched": 0}, "picked from a pile of 0"),
        ({"n_searched": 5, "n_found": 6}, "counts 6 of a whole pile of 5"),
        ({"n_reference": -1}, "held against -1 known forgeries"),
    ],
)
def test_piles_and_reference_sets_are_counts(fields, said):
    assert said in refused(QUESTION, with_items(word_item("i", GOOD, **fields)))


def test_three_hundred_surprising_items_do_not_vanish():
    """Each has a hundredth's chance under both, so their product is far below the least float; it is weighed."""
    words = {"h0": "almost no chance", "h1": "almost no chance"}
    items = [word_item(f"i{at:03}", words) for at in range(300)]
    telling = word_item("z", GOOD)
    elicitation = with_items(*items, telling, contamination=0.0)
    network = network_of(QUESTION, elicitation)
    weights = joint_weights(network, [NOTHING, without(network, ["z"])])
    assert weights[0] / weights[0].sum() == pytest.approx([0.675, 0.325])
    assert weights[1] / weights[1].sum() == pytest.approx([0.5, 0.5])
    assert weights[0].sum() / weights[1].sum() == pytest.approx(0.5)

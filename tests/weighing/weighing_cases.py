"""Small random cases for the algebra, and the shortest way from a case to its read-outs."""

from dataclasses import dataclass

from hypothesis import strategies as st

from twosource.evidence.claims import Hypothesis, Question
from twosource.evidence.elicitation import Answer, Elicitation, Item, PossibleFinding, Row, Variable
from twosource.evidence.testimony import Made
from twosource.terms import Standing, vocabulary
from twosource.weighing import WeighSettings, weigh
from twosource.weighing.network import build_network
from twosource.weighing.whatifs import NOTHING, joint_weights, normalised

MADE = Made(by="person:test", standing=Standing.JUDGEMENT)
QUICK = WeighSettings(draws=50, seed=3)
WORDS = vocabulary("likelihood").values()


def weighed(question, elicitation, settings=QUICK):
    """Return the one Weighing of a case that can be weighed."""
    (outcome,) = weigh([(question, elicitation)], settings=settings)
    assert outcome.failures == ()
    return outcome.values[0]


def network_of(question, elicitation):
    return build_network(question, elicitation, QUICK)


def posterior_of(network, *whatifs):
    return normalised(joint_weights(network, list(whatifs) or [NOTHING]))


def plain_item(name, p, **fields):
    return Item(name=name, text=name, question_id="q", answers=(Answer(p=p),), made=MADE, **fields)


def word_item(name, words, **fields):
    return Item(name=name, text=name, question_id="q", answers=(Answer(words=words),), made=MADE, **fields)


def plain_variable(name, *p, **fields):
    states = tuple(f"s{at}" for at in range(len(p)))
    return Variable(name=name, text=name, states=states, rows=(Row(p=p),), made=MADE, **fields)


def simple_question(n=2):
    named = tuple(Hypothesis(name=f"h{at}", text=f"answer {at}") for at in range(n))
    other = Hypothesis(name="something_else", text="something else")
    return Question(question_id="q", text="Which?", hypotheses=(*named, other))


def simple_elicitation(question, *, items=(), variables=(), findings=(), prior=None, contamination=0.02):
    return Elicitation(
        question_id="q",
        prior=prior or {h.name: 1.0 for h in question.hypotheses},
        prior_why="flat",
        contamination=contamination,
        variables=tuple(variables),
        items=tuple(items),
        possible_findings=tuple(findings),
        made=MADE,
    )


def _distribution(draw, n):
    parts = [draw(st.integers(1, 20)) for _ in range(n)]
    return tuple(part / sum(parts) for part in parts)


def _condition(draw, variables):
    if not variables:
        return ()
    some = draw(st.lists(st.sampled_from(variables), max_size=2, unique_by=lambda v: v.name))
    return tuple((v.name, (draw(st.sampled_from(v.states)),)) for v in some)


def _answers(draw, variables, hypotheses):
    def answer(when):
        if draw(st.integers(0, 3)) == 0:
            return Answer(when=when, p=draw(st.integers(1, 19)) / 20)
        return Answer(when=when, words={h: draw(st.sampled_from(WORDS)) for h in hypotheses})

    lines = [answer(_condition(draw, variables)) for _ in range(draw(st.integers(0, 2)))]
    return (*lines, answer(()))


@st.composite
def cases(draw):
    """A question of two or three hypotheses, up to three variables in a chain of conditions, some items."""
    question = simple_question(draw(st.integers(2, 3)))
    named = [h.name for h in question.named]
    variables = []
    for at in range(draw(st.integers(0, 3))):
        n = draw(st.integers(2, 3))
        rows = [
            Row(when=_condition(draw, variables), p=_distribution(draw, n))
            for _ in range(draw(st.integers(0, 2)))
        ]
        variables.append(
            Variable(
                name=f"v{at}",
                text=f"variable {at}",
                states=tuple(f"s{i}" for i in range(n)),
                failed=("s0",) if draw(st.booleans()) else (),
                rows=(*rows, Row(p=_distribution(draw, n))),
                party_id=draw(st.sampled_from(("", "", "one party"))),
                made=MADE,
            )
        )
    items = [
        Item(
            name=f"i{at}",
            text=f"item {at}",
            question_id="q",
            answers=_answers(draw, variables, named),
            chokepoint=draw(st.sampled_from(("", "a", "b"))),
            made=MADE,
        )
        for at in range(draw(st.integers(1, 4)))
    ]
    findings = [
        PossibleFinding(
            name=f"f{at}",
            text=f"finding {at}",
            question_id="q",
            answers=_answers(draw, variables, named),
            hours=draw(st.integers(1, 9)),
            risks_people=draw(st.booleans()),
            made=MADE,
        )
        for at in range(draw(st.integers(0, 2)))
    ]
    prior = {h.name: float(draw(st.integers(1, 9))) for h in question.hypotheses}
    return question, simple_elicitation(
        question, items=items, variables=variables, findings=findings, prior=prior
    )


@dataclass(frozen=True)
class Unknown:
    """What a condition may speak of: a question by its id, or a variable."""

    name: str
    states: tuple


def _some_question(question_id, n):
    named = tuple(Hypothesis(name=f"{question_id}{at}", text=f"{question_id} {at}") for at in range(n))
    other = Hypothesis(name="something_else", text="something else")
    return Question(question_id=question_id, text=f"{question_id}?", hypotheses=(*named, other))


def _some_variable(draw, name, unknowns):
    n = draw(st.integers(2, 3))
    rows = [
        Row(when=_condition(draw, unknowns), p=_distribution(draw, n)) for _ in range(draw(st.integers(0, 2)))
    ]
    return Variable(
        name=name,
        text=name,
        states=tuple(f"{name}{i}" for i in range(n)),
        failed=(f"{name}0",),
        rows=(*rows, Row(p=_distribution(draw, n))),
        made=MADE,
    )


def _some_item(draw, name, question, unknowns):
    n_searched = draw(st.sampled_from((1, 1, 1, 5)))
    return Item(
        name=name,
        text=name,
        question_id=question.question_id,
        answers=_answers(draw, unknowns, [h.name for h in question.named]),
        n_searched=n_searched,
        n_found=draw(st.integers(0, n_searched)) if n_searched > 1 and draw(st.booleans()) else None,
        chokepoint=draw(st.sampled_from(("", "a"))),
        made=MADE,
    )


@st.composite
def joint_cases(draw):
    """Two or three joined questions: conditions speak of variables and questions across all of them."""
    ids = ("q", "r", "s")[: draw(st.integers(2, 3))]
    questions = [_some_question(name, draw(st.integers(2, 3))) for name in ids]
    unknowns = [Unknown(q.question_id, tuple(h.name for h in q.named)) for q in questions]
    pairs = []
    for question in questions:
        variables = []
        for at in range(draw(st.integers(0, 2))):
            variables.append(_some_variable(draw, f"{question.question_id}_v{at}", unknowns))
            unknowns.append(variables[-1])
        items = [
            _some_item(draw, f"{question.question_id}_i{at}", question, unknowns)
            for at in range(draw(st.integers(1, 2)))
        ]
        elicitation = Elicitation(
            question_id=question.question_id,
            prior={h.name: float(draw(st.integers(1, 9))) for h in question.hypotheses},
            prior_why="drawn",
            contamination=draw(st.sampled_from((0.0, 0.02, 0.1))),
            variables=tuple(variables),
            items=tuple(items),
            joined=tuple(name for name in ids[:1] if name != question.question_id),
            made=MADE,
        )
        pairs.append((question, elicitation))
    return pairs

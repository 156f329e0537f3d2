"""What tracing knows and a weighing leaves out is read from the stored counts."""

from twosource.desk.missing import missing_shared_causes
from twosource.evidence.claims import Hypothesis, Question
from twosource.evidence.elicitation import Answer, Elicitation, Item
from twosource.evidence.lineage import Chokepoint, OriginCount
from twosource.evidence.testimony import Made, Party
from twosource.terms import PartyKind, Standing

MADE = Made(by="case.toml", standing=Standing.JUDGEMENT, why="a test")
HYPOTHESES = tuple(Hypothesis(name=name, text=name) for name in ("deal", "none", "something_else"))
QUESTION = Question(question_id="question-contact", text="Was there a deal?", hypotheses=HYPOTHESES)


def count(claim_id):
    return OriginCount(
        claim_id=claim_id,
        n_reports=3,
        n_statements=3,
        k=(0.0, 1.0),
        kappa=(0.0, 1.0),
        kappa_trusted=(0.0, 1.0),
        trusted=(),
        chokepoints=(Chokepoint(party_ids=("monitor",), p=1.0),),
        origins=(),
        derivations=(),
        p_own=(),
        paths=(),
        n_samples=1,
        seed=0,
    )


def item(name, claim_id):
    words = Answer(words={"deal": "likely", "none": "unlikely"})
    return Item(
        name=name, text=name, question_id=QUESTION.question_id, claim_id=claim_id, answers=(words,), made=MADE
    )


def elicitation():
    return Elicitation(
        question_id=QUESTION.question_id,
        prior={h.name: 1.0 for h in HYPOTHESES},
        prior_why="flat",
        contamination=0.02,
        variables=(),
        items=(item("town", "claim-a"), item("pair", "claim-b"), item("untraced", "")),
        made=MADE,
    )


def test_two_items_of_one_monitor_are_told_from_the_stored_counts(desk):
    monitor = Party(party_id="monitor", name="a monitor", kind=PartyKind.MONITOR, made=MADE)
    with desk.work.store.transaction():
        desk.work.store.put([QUESTION, elicitation(), monitor, count("claim-a")])
    assert missing_shared_causes(desk.work, QUESTION.question_id) == ()
    with desk.work.store.transaction():
        desk.work.store.put([count("claim-b")])
    (missing,) = missing_shared_causes(desk.work, QUESTION.question_id)
    assert missing.items == ("pair", "town")
    assert "“pair” and “town” all pass through a monitor" in missing.sentence
    assert missing.suggestion.splitlines()[1] == 'template = "record"'
    assert desk.caveats() == [missing.sentence]


def test_a_question_nobody_answered_misses_nothing(desk):
    assert missing_shared_causes(desk.work, "question-of-nobody") == ()

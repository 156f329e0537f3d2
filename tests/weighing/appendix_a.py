"""The demonstration case of Appendix A as values: the numeric test of the whole room.

`case()` returns the question and its elicitation; keyword arguments give the variants of
section 5.7. The words are the table of the appendix; the names are those of the shipped example.
"""

from dataclasses import replace

from twosource.evidence.claims import Hypothesis, Question
from twosource.evidence.elicitation import (
    Answer,
    Elicitation,
    Item,
    PossibleFinding,
    Row,
    TrackRecord,
    Variable,
)
from twosource.evidence.testimony import Made
from twosource.terms import Standing

MADE = Made(by="case.toml", standing=Standing.JUDGEMENT, why="Appendix A")
QUESTION_ID = "contact"
NAMED = ("strategic", "tactical", "none")

STRATEGIC, TACTICAL, NONE = 0, 1, 2


def words(strategic, tactical, none):
    return {"strategic": strategic, "tactical": tactical, "none": none}


def when(**conditions):
    return tuple((n, (v,) if isinstance(v, str) else tuple(v)) for n, v in conditions.items())


def question():
    return Question(
        question_id=QUESTION_ID,
        text="What contact was there between X and Y?",
        hypotheses=(
            Hypothesis(name="strategic", text="strategic collusion"),
            Hypothesis(name="tactical", text="tactical local deals"),
            Hypothesis(name="none", text="no contact"),
            Hypothesis(name="something_else", text="something else"),
        ),
    )


UNHEARD = Answer(when=when(broadcaster="unsound"), p=0.30)


def letter(number, honest, otherwise):
    name = f"letter_{number}"
    return Item(
        name=name,
        text=f"letter {number}",
        question_id=QUESTION_ID,
        claim_id=f"claim-letter-{number}",
        exhibit_ids=(f"{number}" * 64,),
        chokepoint="handover group",
        opposite=f"a letter {number} that says the contrary",
        answers=(
            UNHEARD,
            Answer(when=when(**{name: "forged"}), p=0.60),
            Answer(when=when(handover_group="honest"), words=words(*honest)),
            Answer(words=words(*otherwise)),
        ),
        made=MADE,
    )


def record_item(name, text, answer):
    return Item(
        name=name,
        text=text,
        question_id=QUESTION_ID,
        claim_id=f"claim-{name}",
        exhibit_ids=("e" * 64,),
        chokepoint="record monitor",
        answers=(
            Answer(when=when(record="unsound"), p=0.50),
            Answer(words=words(*answer)),
        ),
        made=MADE,
    )


def items():
    return (
        letter(1, ("likely", "likely", "unlikely"), ("very likely", "very likely", "likely")),
        letter(2, ("roughly even", "unlikely", "very unlikely"), ("likely", "roughly even", "unlikely")),
        letter(3, ("roughly even", "roughly even", "very unlikely"), ("likely", "likely", "unlikely")),
        Item(
            name="defectors",
            text="defectors say that it was agreed",
            question_id=QUESTION_ID,
            claim_id="claim-agreed",
            exhibit_ids=("d" * 64,),
            chokepoint="defectors",
            answers=(
                UNHEARD,
                Answer(when=when(defectors="know"), words=words("very likely", "likely", "almost no chance")),
                Answer(when=when(defectors="rumour"), words=words("likely", "roughly even", "unlikely")),
                Answer(words=words("almost certain", "almost certain", "very likely")),
            ),
            made=MADE,
        ),
        record_item("contested", "the town was contested", ("very unlikely", "roughly even", "likely")),
        record_item(
            "pair_fights",
            "the pair fights like other enemies",
            ("very unlikely", "very likely", "very likely"),
        ),
    )


def variable(name, text, states, *rows, failed=(), party=""):
    return Variable(name=name, text=text, states=states, rows=rows, failed=failed, party_id=party, made=MADE)


def variables(*, n_record=3, p_circle=0.60, p_record=0.90):
    group = Variable(
        name="handover_group",
        text="the handover group",
        party_id="handover_group",
        states=("honest", "selective", "forger"),
        failed=("forger",),
        merged={"forger": ("salting", "crude")},
        rows=(Row(p=(0.40, 0.35, 0.10, 0.15)),),
        track_record=TrackRecord(n=n_record, unseen=0.5, genuine_rate=(1.0, 1.0, 1.0, 0.4)),
        made=MADE,
    )
    letters = tuple(
        variable(
            f"letter_{n}",
            f"letter {n}",
            ("genuine", "forged"),
            Row(when=when(handover_group="forger"), p=(0.30, 0.70)),
            Row(p=(0.97, 0.03)),
            failed=("forged",),
        )
        for n in (1, 2, 3)
    )
    return (
        group,
        variable(
            "same_circle", "the defectors belong to the group", ("yes", "no"), Row(p=(p_circle, 1 - p_circle))
        ),
        variable(
            "defectors",
            "the defectors",
            ("know", "rumour", "agenda"),
            Row(when=when(same_circle="no"), p=(0.40, 0.40, 0.20)),
            Row(when=when(handover_group="honest"), p=(0.45, 0.40, 0.15)),
            Row(when=when(handover_group="selective"), p=(0.35, 0.35, 0.30)),
            Row(p=(0.10, 0.20, 0.70)),
            failed=("agenda",),
            party="defectors",
        ),
        *letters,
        variable(
            "broadcaster",
            "the broadcaster",
            ("sound", "unsound"),
            Row(p=(0.97, 0.03)),
            failed=("unsound",),
            party="broadcaster",
        ),
        variable(
            "record",
            "the monitor behind the record",
            ("sound", "unsound"),
            Row(p=(p_record, 1 - p_record)),
            failed=("unsound",),
            party="monitor",
        ),
    )


def finding(name, text, answer, hours, *, risks_people=False):
    return PossibleFinding(
        name=name,
        text=text,
        question_id=QUESTION_ID,
        answers=answer,
        hours=hours,
        risks_people=risks_people,
        made=MADE,
    )


def findings():
    """What one could look for; the words are judged here, since the design gives results only."""
    return (
        finding(
            "other_archive",
            "an archive with another custodian mentions deals",
            (Answer(words=words("likely", "unlikely", "almost no chance")),),
            40,
        ),
        finding(
            "untied_defector",
            "a defector with no tie to the group says so",
            (Answer(words=words("likely", "unlikely", "very unlikely")),),
            30,
            risks_people=True,
        ),
        finding(
            "second_record",
            "a second event record shows the pair fighting",
            (Answer(words=words("unlikely", "very likely", "very likely")),),
            8,
        ),
        finding(
            "specimens",
            "comparison with specimens supports letter 1",
            (Answer(when=when(letter_1="forged"), p=0.20), Answer(p=0.60)),
            6,
        ),
    )


def elicitation(*, prior=(1.0, 1.0, 1.0), contamination=0.02, **options):
    return Elicitation(
        question_id=QUESTION_ID,
        prior={**dict(zip(NAMED, prior, strict=True)), "something_else": sum(prior) / 3},
        prior_why="flat on purpose",
        contamination=contamination,
        variables=variables(**options),
        items=items(),
        possible_findings=findings(),
        made=MADE,
    )


def case(**options):
    return question(), elicitation(**options)


def dropping(given, *names):
    """Return the elicitation without these items: the brute way to a retraction."""
    return replace(given, items=tuple(i for i in given.items if i.name not in names))

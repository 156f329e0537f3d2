"""Two or three invented people answering small cases: the shortest way from words to read-outs."""

from datetime import UTC, datetime, timedelta

from weighing_cases import QUICK

from twosource.evidence.elicitation import Answer, Answered
from twosource.evidence.testimony import Made
from twosource.terms import Standing
from twosource.weighing import weigh

START = datetime(2026, 11, 1, tzinfo=UTC)


def said(by, item, *lines, after=0, question="q"):
    """Return one record of a person; a line is words, or (conditions, words). Without lines it takes back."""
    answers = tuple(
        Answer(words=line) if isinstance(line, dict) else Answer(when=line[0], words=line[1])
        for line in lines
    )
    return Answered(
        answered_id=f"{by}-{item}-{after}-{question}",
        question_id=question,
        item=item,
        answers=answers,
        at=START + timedelta(minutes=after),
        made=Made(by=f"person:{by}", standing=Standing.JUDGEMENT, why="as I see it"),
    )


def pooled(question, elicitation, *answered, settings=QUICK):
    """Return the Weighing of a case as these people answered it."""
    (outcome,) = weigh([(question, elicitation)], settings=settings, answered=answered)
    assert outcome.failures == ()
    return outcome.values[0]


def p_of(weighing):
    return [h.p for h in weighing.hypotheses]


def ranges_of(weighing):
    return [(h.low, h.high, h.leads_share) for h in weighing.hypotheses]

"""The section on a question: the answer in words, its range, what speaks against before what speaks for.

Every figure here was computed by weighing; this module and those it calls only choose words, order and
citations. How good the basis is comes in sentences of its own, from weighing: a sentence that held a
likelihood and a confidence would let a reader take the one for the other.
"""

from collections.abc import Iterator, Mapping

from twosource.dossier.asked import Asked
from twosource.dossier.changing import changes, likeliest_failure, more_changes, unmoved, unmoved_cases
from twosource.dossier.contexts import QuestionSection, Sentence
from twosource.dossier.dissent import voices_against
from twosource.dossier.hands import count_hands, principal_claim
from twosource.dossier.looking import looking_for, looking_for_notes, looking_for_pairs
from twosource.dossier.material import SaidOfQuestion
from twosource.dossier.naming import items_of
from twosource.dossier.rivals import rival_stories
from twosource.dossier.shelf import Shelf
from twosource.dossier.views import (
    disagreement_table,
    joint_tables,
    matrix,
    projection_tables,
    widest_disagreement,
)
from twosource.dossier.weighed import (
    ledger_picture,
    prior_map_picture,
    prior_map_table,
    ranges_picture,
    tipping_picture,
)
from twosource.dossier.weighed.veiling import cover_elicitation, cover_people, cover_weighing, labels_of
from twosource.dossier.weighed.words import words_for
from twosource.dossier.worth import neither, weigh_up
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Item
from twosource.evidence.readouts import HypothesisReadout, Weighing

LEVEL = 1e-12
SHOWN_APART = 0.02
"""From here on the reading that allows for errors of answering is said beside the one at face value."""


def describe_question(shelf: Shelf, question: Question, weighing: Weighing) -> QuestionSection:
    """Return the section of one weighed question, in the language of the page."""
    language = shelf.material.language
    words = words_for(language)
    people = labels_of(weighing, shelf.material.staff, words)
    covered = cover_weighing(shelf.veil, cover_people(people, weighing))
    asked = Asked(shelf, covered, items_of(shelf, question.question_id), words)
    said = shelf.material.said.get(question.question_id, SaidOfQuestion())
    against, in_favour = weigh_up(asked)
    weighed = _claims_weighed(shelf, asked.items)
    claim = principal_claim(shelf, weighed)
    prior_map = prior_map_picture(covered, language)
    return QuestionSection(
        siglum=shelf.short(question.question_id),
        text=question.text,
        answer=_answer(asked),
        ranges=ranges_picture(covered, language),
        basis=tuple(asked.say(one.text, one.names) for one in said.basis),
        hands=count_hands(shelf, claim) if claim else None,
        against=against,
        denied=voices_against(shelf, weighed),
        in_favour=in_favour,
        neither=neither(asked),
        moved=ledger_picture(covered, language=language),
        stories=rival_stories(asked),
        changes=(*likeliest_failure(asked), *changes(asked)),
        more_changes=more_changes(asked),
        unmoved=unmoved(asked),
        unmoved_cases=unmoved_cases(asked),
        tipping=tipping_picture(covered, cover_elicitation(shelf.veil, asked.elicitation), language),
        prior_map=prior_map,
        prior_table=None if prior_map else prior_map_table(covered, language),
        looking_for_notes=looking_for_notes(asked),
        looking_for=looking_for(asked),
        looking_for_pairs=looking_for_pairs(asked),
        since=tuple(
            asked.say(cover_people(people, text))
            for text in shelf.material.moved.get(question.question_id, ())
        ),
        differing=widest_disagreement(asked),
        disagreements=disagreement_table(asked),
        projections=projection_tables(asked),
        joints=joint_tables(asked),
        matrix=matrix(asked),
        limits=tuple(
            asked.say(cover_people(people, one.text), one.names, one.language) for one in said.limits
        ),
    )


def _claims_weighed(shelf: Shelf, items: Mapping[str, Item]) -> tuple[str, ...]:
    named = dict.fromkeys(i.claim_id for i in items.values() if i.claim_id)
    return tuple(named) or tuple(shelf.claims)


def _answer(asked: Asked) -> tuple[Sentence, ...]:
    weighing, words = asked.weighing, asked.words
    out = [asked.say(text) for text in _answered(asked)]
    if caveat := asked.shelf.material.caveats.get(weighing.question_id):
        out.insert(0, asked.say(caveat, language="en"))
    prior, bound = words.percent(weighing.else_prior), words.percent(weighing.else_bound)
    return (*out, asked.explain(words.say("answer_else", prior=prior, bound=bound)))


def _answered(asked: Asked) -> Iterator[str]:
    """Yield the lead with its range, how often it leads, then the rivals."""
    weighing, words, lead = asked.weighing, asked.words, asked.lead
    rivals = sorted((h for h in weighing.hypotheses if h is not lead), key=lambda h: (-h.p, h.name))
    given = {
        "lead": words.quote(lead.text or lead.name),
        "word": words.likely(lead.word),
        "p": words.percent(lead.p),
        "allowing": words.percent(lead.p if lead.p_allowing is None else lead.p_allowing),
        "low": words.percent(lead.low),
        "high": words.percent(lead.high),
    }
    if rivals and lead.p - rivals[0].p <= LEVEL:
        yield words.say("answer_level", **given, rival=words.quote(rivals[0].text or rivals[0].name))
    else:
        yield words.say("answer_allowing" if _is_apart(lead) else "answer", **given)
    yield words.say("answer_share", share=words.percent(weighing.lead_share))
    if rivals:
        yield words.say("answer_then", listed=asked.listed(_rival(asked, h) for h in rivals))


def _is_apart(lead: HypothesisReadout) -> bool:
    return lead.p_allowing is not None and abs(lead.p_allowing - lead.p) >= SHOWN_APART


def _rival(asked: Asked, h: HypothesisReadout) -> str:
    words = asked.words
    return words.say(
        "answer_rival",
        text=words.quote(h.text or h.name),
        word=words.likely(h.word),
        p=words.percent(h.p),
        low=words.percent(h.low),
        high=words.percent(h.high),
    )

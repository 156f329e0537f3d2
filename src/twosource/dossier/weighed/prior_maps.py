"""The prior map: under which priors each explanation leads, for readers who do not share the one used.

A prior p leads to h where p_h times the evidence for h is largest, so the borders are straight lines and
exact. Three explanations make a triangle, two a strip; more of them a table, because no page has room for
the simplex.
"""

from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import Corner, Simplex
from twosource.dossier.naming import brief, leader, short
from twosource.dossier.weighed.words import ENDLESS, Words, refuse_unless_finite, words_for
from twosource.dossier.wording import capital
from twosource.evidence.readouts import PriorMap, Weighing

DRAWN = (2, 3)
LEAST = 1e-300


def prior_map_picture(weighing: Weighing, language: str = "en") -> Picture | None:
    """Return the map of priors for two or three hypotheses; None for others, or where none was made.

    Raises RefusedError where a figure is no number.
    """
    found = weighing.prior_map
    if found is None or len(weighing.hypotheses) not in DRAWN:
        return None
    words = words_for(language)
    refuse_unless_finite("the prior map", (*found.evidence, *found.shares))
    lead = leader(weighing)
    corners = tuple(
        Corner(
            label=short(weighing, h.name),
            share=_share(found, at, words),
            evidence=found.evidence[at],
            prior=h.prior,
            leads=h is lead,
        )
        for at, h in enumerate(weighing.hypotheses)
    )
    title = prior_finding(weighing, words)
    spoken = "; ".join(f"{c.label}: {c.share}" for c in corners)
    table = prior_map_table(weighing, language)
    return Picture(
        name=f"priors-{weighing.question_id}",
        title=title,
        caption=_caption(weighing, words),
        alt=f"{title}. {spoken}.",
        drawing=Simplex(corners=corners, used=words.say("prior_used"), direction=words.direction),
        table=table or Table(caption=title, headers=(), rows=()),
    )


def prior_map_table(weighing: Weighing, language: str = "en") -> Table | None:
    """Return the prior map as a table, for any number of hypotheses; None where none was made."""
    found = weighing.prior_map
    if found is None:
        return None
    words = words_for(language)
    rows = [
        (
            h.text or h.name,
            words.percent(h.prior),
            words.say("of_priors", p=words.percent(found.shares[at])),
            _explains(found.evidence[at], words),
        )
        for at, h in enumerate(weighing.hypotheses)
    ]
    return Table(
        caption=words.say("prior_table"),
        headers=words.listed("prior_heads"),
        rows=tuple(rows),
        numeric=(1, 2),
    )


def prior_finding(weighing: Weighing, words: Words) -> str:
    """Return under how many of all priors the leader leads, and which odds against it would change that."""
    found = weighing.prior_map
    if found is None:
        return ""
    lead = leader(weighing)
    at = [h.name for h in weighing.hypotheses].index(lead.name)
    share = found.shares[at]
    # "odds of 0.8 to 1 against it" would be odds for it: then the prior carries the lead, not the evidence.
    is_finite = 1.0 <= found.odds_needed < ENDLESS
    with_odds = "prior_title_rival" if found.rival else "prior_title"
    return words.say(
        with_odds if is_finite else "prior_title_any",
        lead=capital(brief(weighing, lead.name)),
        share=words.share(share),
        p=words.percent(share),
        odds=words.odds(found.odds_needed) if is_finite else "",
        rival=brief(weighing, found.rival),
    )


def _share(found: PriorMap, at: int, words: Words) -> str:
    share = found.shares[at]
    return words.say("prior_share", share=words.share(share), p=words.percent(share))


def _explains(evidence: float, words: Words) -> str:
    if evidence >= 1.0:
        return words.say("best_one")
    return words.say("odds", odds=words.odds(1.0 / max(evidence, LEAST)))


def _caption(weighing: Weighing, words: Words) -> str:
    first, *others = [brief(weighing, h.name) for h in weighing.hypotheses]
    lead = brief(weighing, leader(weighing).name)
    key = "prior_caption_two" if len(others) == 1 else "prior_caption_three"
    # The strip runs from the second explanation at its start to the first at its end.
    told = words.say(key, lead=lead, first=others[-1], second=first)
    n = words.say("prior_source", n=words.count(len(weighing.hypotheses)))
    return f"{told} {n} {words.say('source')}"

"""One question said in sentences, in English or Arabic: figures go in, sentences come out.

The words are data (`vocabulary/weighing_sentences.toml`), so that a translator can mend them without
reading code. What people wrote is quoted and isolated: English words in an Arabic line, or Arabic in an
English one, must not turn the line round. Other languages get English.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from twosource.evidence.readouts import (
    Flip,
    HypothesisReadout,
    NextStep,
    PairOfSteps,
    TippingPoint,
    Weighing,
    WeightReadout,
)
from twosource.terms import vocabulary
from twosource.weighing.posterior import LEVEL
from twosource.weighing.telling import failure_notes, sampled_notes, settling_notes
from twosource.weighing.words import (
    answered_figure,
    figure,
    isolated,
    joined,
    opened,
    posterior_figure,
    quoted,
    sentence,
    spoken,
)

NO_SUPPORT = vocabulary("likelihood_ratio").values()[0]
ROUNDING = 1e-9
"""Under a flat prior the bound on something else is the lead's own share, give or take this."""
APART = 3.0
"""Where one hypothesis began with so many times the prior of another, a reader is told (judged, 2026)."""
SHOWN_APART = 0.02
"""From here on the reading that allows for errors of answering is said beside the one at face value."""

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything weighing says of one question, in one language; `changing` are the flips that do so."""

    headline: str
    hypotheses: tuple[str, ...]
    weights: tuple[str, ...]
    flips: tuple[str, ...]
    changing: tuple[str, ...]
    tipping: tuple[str, ...]
    steps: tuple[str, ...]
    answer: tuple[str, ...]
    failures: tuple[str, ...]
    looking: tuple[str, ...]
    remarks: tuple[str, ...]


def hypothesis_sentence(readout: HypothesisReadout, *, language: str = "en", share: float = 0.90) -> str:
    """Return "“tactical deals”: likely (.72; 90 % of readings .28 to .90).", or it in Arabic.

    `share` is the share of readings that the range holds. The reading that allows for errors of answering
    is said where it is more than a rounding away.
    """
    allowing = readout.p if readout.p_allowing is None else readout.p_allowing
    name = "hypothesis_allowing" if abs(allowing - readout.p) >= SHOWN_APART else "hypothesis"
    return sentence(
        name,
        language,
        text=quoted(readout.text, language),
        word=vocabulary("likelihood")[readout.word].label(spoken(language)),
        p=posterior_figure(readout.p, language),
        allowing=posterior_figure(allowing, language),
        share=f"{share * 100:.0f}",
        low=posterior_figure(readout.low, language),
        high=posterior_figure(readout.high, language),
    )


def headline(weighing: Weighing, *, language: str = "en") -> str:
    """Return the lead in one sentence and the share of readings it holds in as a second one.

    Where two are level, none leads, and that is said in place of the share.
    """
    lead = next(h for h in weighing.hypotheses if h.name == weighing.lead)
    beside = [h.text for h in weighing.hypotheses if h.name != lead.name and h.p >= lead.p - LEVEL]
    if beside:
        named = joined([quoted(text, language) for text in (lead.text, *beside)], language)
        none = sentence("no_lead", language, text=named)
        return f"{none} {hypothesis_sentence(lead, language=language)}"
    share = sentence("leads", language, share=f"{weighing.lead_share * 100:.0f}")
    return f"{hypothesis_sentence(lead, language=language)} {share}"


def weight_sentence(readout: WeightReadout, texts: Texts, language: str = "en") -> str:
    """Say how much an item supports one hypothesis over another; `texts` names the hypotheses."""
    word = vocabulary("likelihood_ratio")[readout.ratio_word].label(spoken(language))
    text = opened(readout.text, language)
    if not readout.favours or readout.ratio_word == NO_SUPPORT:
        return sentence("no_support", language, text=text, word=word, ratio=f"{readout.ratio:.1f}")
    return sentence(
        "support",
        language,
        text=text,
        word=word,
        favours=quoted(texts[readout.favours], language),
        over=quoted(texts[readout.over], language),
        ratio=f"{readout.ratio:.1f}",
    )


def flip_sentence(
    kind: str, said: str, lead_text: str, p: float, changes: bool, *, language: str = "en"
) -> str:
    """Say what one flip does to the lead. Raises KeyError for a kind that is none."""
    opening = sentence({k: k for k in ("retraction", "negation", "failure")}[kind], language, said=said)
    lead = quoted(lead_text, language)
    return opening + sentence(
        "passes" if changes else "stays", language, lead=lead, p=posterior_figure(p, language)
    )


def tipping_sentence(point: TippingPoint, texts: Texts, language: str = "en") -> str:
    """Say at which figure the lead changes, and whether the word given still allows that figure."""
    if point.kind != "item":
        return _tipping_of(point, texts, language)
    under = quoted(texts[point.hypothesis], language) if point.hypothesis else ""
    said = sentence(
        "tipping",
        language,
        lead=quoted(texts[point.new_lead], language),
        item=point.item if spoken(language) == "en" else quoted(point.item, language),
        under=sentence("under", language, text=under) if under else "",
        where=sentence("where", language, text=isolated(point.conditions, language))
        if point.conditions
        else "",
        now=answered_figure(point.p_now, language),
        tip=figure(point.p_tip, language),
    )
    return f"{said} {sentence('band_allows' if point.in_band else 'band_excludes', language)}"


def _tipping_of(point: TippingPoint, texts: Texts, language: str) -> str:
    """Say at which probability of a row, or at which prior, the lead changes."""
    item = point.hypothesis if point.kind == "prior" else point.item
    where = isolated(point.conditions, language)
    return sentence(
        f"tipping_{point.kind}",
        language,
        lead=quoted(texts[point.new_lead], language),
        item=quoted(texts.get(item, item), language),
        state=isolated(point.state, language),
        where=sentence("where", language, text=where) if where else "",
        now=answered_figure(point.p_now, language),
        tip=figure(point.p_tip, language),
    )


def step_sentence(step: NextStep, language: str = "en") -> str:
    """Say what a next step would tell, what it costs, and whether it puts people at risk."""
    said = sentence(
        "step",
        language,
        text=opened(step.text, language),
        bits=f"{step.bits:.2f}",
        hours=f"{step.hours:g}",
        p=figure(step.p_lead_changes, language),
    )
    return f"{said} {sentence('risk', language)}" if step.risks_people else said


def pair_sentence(pair: PairOfSteps | None, texts: Texts, language: str = "en") -> str:
    """Say which two steps could change the lead together; that no two can, where there is no such pair."""
    if pair is None or pair.p_lead_changes <= 0.0:
        return sentence("no_pair", language)
    first, second = (quoted(texts[name], language) for name in pair.names)
    return sentence("pair", language, p=figure(pair.p_lead_changes, language), first=first, second=second)


def else_sentence(prior: float, most: float, language: str = "en", *, lead: float = 1.0) -> str:
    """Say what "something else" began at and the most it could have; `lead` is the posterior of the lead.

    It is said where whoever set the prior ruled it out, and where it could be likelier than the lead.
    """
    if prior <= 0.0:
        return sentence("something_else_ruled_out", language)
    said = sentence(
        "something_else",
        language,
        prior=figure(prior, language),
        most=posterior_figure(most, language),
    )
    return f"{said} {sentence('something_else_ahead', language)}" if is_else_ahead(most, lead) else said


def is_else_ahead(most: float, lead: float) -> bool:
    """Say whether "something else", with `most` of the whole, would be likelier than the lead in the rest."""
    return most > (1.0 - most) * lead * (1.0 + ROUNDING)


def level_sentence(lead: str, rival: str, language: str = "en") -> str:
    """Say that two hypotheses are level."""
    return sentence("level", language, lead=quoted(lead, language), rival=quoted(rival, language))


def prior_sentence(lead: str, rival: str, odds: float, share: float, language: str = "en") -> str:
    """Say which prior odds would change the lead, and under what share of all priors it leads.

    `odds` below 1 mean that the evidence favours the rival, and then the lead comes from the prior.
    """
    name = "prior" if odds > 1.0 + LEVEL else "prior_even" if odds >= 1.0 - LEVEL else "prior_against"
    odds = max(odds, 1.0 / max(odds, 1e-30))
    is_shown = odds < 1e6
    ratio = sentence("to_one", language, ratio=f"{odds:.1f}") if is_shown else sentence("beyond", language)
    said = sentence(name, language, lead=quoted(lead, language), rival=quoted(rival, language), odds=ratio)
    return f"{said} {sentence('prior_share', language, share=f'{share * 100:.0f}')}"


def _prior_note(weighing: Weighing, language: str) -> tuple[str, ...]:
    """Say what the most and the least favoured hypothesis began at, where they began far apart."""
    ranked = sorted(weighing.hypotheses, key=lambda h: -h.prior)
    most, least = ranked[0], ranked[-1]
    if most.prior < APART * least.prior:
        return ()
    return (
        sentence(
            "prior_apart",
            language,
            most=quoted(most.text, language),
            high=figure(most.prior, language),
            least=quoted(least.text, language),
            low=posterior_figure(least.prior, language),
        ),
    )


def said(weighing: Weighing, language: str = "en") -> Said:
    """Return everything that is said of a question, in a language.

    Remarks about single answers were written when the answers were checked; they stay in English.
    """
    texts = named_texts(weighing)
    own = own_notes(weighing)
    return Said(
        headline=headline(weighing, language=language),
        hypotheses=tuple(hypothesis_sentence(h, language=language) for h in weighing.hypotheses),
        weights=tuple(weight_sentence(w, texts, language) for w in weighing.weights),
        flips=tuple(_flip(flip, texts, language) for flip in weighing.flips),
        changing=tuple(_flip(flip, texts, language) for flip in weighing.flips if flip.changes_lead),
        tipping=tuple(tipping_sentence(t, texts, language) for t in weighing.tipping_points),
        steps=tuple(step_sentence(s, language) for s in weighing.next_steps),
        answer=answer_notes(weighing, texts, language),
        failures=_failures(weighing, texts, language),
        looking=_looking(weighing, texts, language),
        remarks=tuple(note for note in weighing.notes if note not in own),
    )


def named_texts(weighing: Weighing) -> Texts:
    """Return what each name of a weighing stands for: hypotheses, items, parties or variables, steps."""
    of_parties: dict[str, list[str]] = {}
    for state in weighing.states:
        of_parties.setdefault(state.party_id or state.variable, []).append(state.text or state.variable)
    return {
        **{name: joined(found) for name, found in of_parties.items()},
        # An item without hands is its own group and lends it its name: the text of the item goes before.
        **{w.name: w.text for w in sorted(weighing.weights, key=lambda w: not w.is_group)},
        **{s.name: s.text for s in weighing.next_steps},
        **{h.name: h.text for h in weighing.hypotheses},
    }


def _flip(flip: Flip, texts: Texts, language: str) -> str:
    """Say a flip: in English as it was said with all its states, elsewhere from its names."""
    if spoken(language) == "en":
        return flip.text
    named = [quoted(texts.get(name, name), language) for name in flip.names]
    forms = {"negation": "opposite", "failure": "failed"}
    if flip.kind in forms:
        named = [sentence(forms[flip.kind], language, text=text) for text in named]
    p = max(flip.p)
    return flip_sentence(
        flip.kind, joined(named, language), texts[flip.new_lead], p, flip.changes_lead, language=language
    )


def own_notes(weighing: Weighing, language: str = "en") -> tuple[str, ...]:
    """Return what is said of the whole answer besides the remarks on single answers."""
    texts = named_texts(weighing)
    return (
        *answer_notes(weighing, texts, language),
        *_failures(weighing, texts, language),
        *_looking(weighing, texts, language),
    )


def answer_notes(weighing: Weighing, texts: Texts, language: str = "en") -> tuple[str, ...]:
    """Return what a reader of the answer must know: something else, a tie, the prior, drawn shares."""
    ranked = sorted(weighing.hypotheses, key=lambda h: (h.name != weighing.lead, -h.p))
    notes = [else_sentence(weighing.else_prior, weighing.else_bound, language, lead=ranked[0].p)]
    notes += _prior_note(weighing, language)
    if len(ranked) > 1 and ranked[0].p - ranked[1].p <= LEVEL:
        notes.append(level_sentence(ranked[0].text, ranked[1].text, language))
    found = weighing.prior_map
    if found is not None and found.rival:
        share = found.shares[[h.name for h in weighing.hypotheses].index(weighing.lead)]
        rival = texts[found.rival]
        notes.append(prior_sentence(ranked[0].text, rival, found.odds_needed, share, language))
    return (*notes, *sampled_notes(weighing, language))


def _failures(weighing: Weighing, texts: Texts, language: str) -> tuple[str, ...]:
    failure = weighing.likeliest_failure
    failed = _flip(failure, texts, language) if failure is not None else ""
    return tuple(failure_notes(weighing, failed, language=language))


def _looking(weighing: Weighing, texts: Texts, language: str) -> tuple[str, ...]:
    pairs: list[str] = []
    if weighing.next_steps and not any(s.p_lead_changes > 0.0 for s in weighing.next_steps):
        best = max(weighing.pairs, key=lambda pair: pair.p_lead_changes, default=None)
        pairs.append(pair_sentence(best, texts, language))
    return (*pairs, *settling_notes(weighing, language))

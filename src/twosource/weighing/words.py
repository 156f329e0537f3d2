"""Numbers said in sentences, in English and for the headline in Arabic.

A sentence holds a likelihood or a confidence, never both (ICD 203): here only likelihoods are
said. `estimative.mixes_likelihood_and_confidence` is the check that the gate applies to all prose.
"""

from collections.abc import Mapping, Sequence

from twosource.evidence.readouts import HypothesisReadout, NextStep, TippingPoint, Weighing, WeightReadout
from twosource.terms import vocabulary


def figure(p: float) -> str:
    """Return a probability as two decimals without the leading nought: .72; below .005 says so."""
    if p < 0.005:
        return "below .005" if p > 0.0 else "0"
    if p > 0.995:
        return "above .995" if p < 1.0 else "1"
    return f"{p:.2f}".removeprefix("0")


def answered_figure(p: float) -> str:
    """Return a figure that somebody answered, with the third decimal where it has one: .875."""
    return f"{p:.3f}".rstrip("0").rstrip(".").removeprefix("0") or "0"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def quoted(text: str) -> str:
    """Return a text that somebody wrote in quotation marks, so that it fits any sentence."""
    return f"“{text}”"


def hypothesis_sentence(readout: HypothesisReadout, *, language: str = "en", share: float = 0.90) -> str:
    """Return "“tactical deals”: likely (.72; 90 % of readings .28 to .90).", or it in Arabic.

    `share` is the share of readings that the range holds. Other languages get English.
    """
    word = vocabulary("likelihood")[readout.word].label(language)
    if language == "ar":
        return (
            f"«{readout.text}»: {word} ({readout.p:.2f}؛ {share:.0%} من القراءات بين "
            f"{readout.low:.2f} و{readout.high:.2f})."
        )
    return (
        f"{quoted(readout.text)}: {word} ({figure(readout.p)}; {share * 100:.0f} % of readings "
        f"{figure(readout.low)} to {figure(readout.high)})."
    )


def headline(weighing: Weighing, *, language: str = "en") -> str:
    """Return the lead in one sentence and the share of readings it holds in as a second one."""
    lead = next(h for h in weighing.hypotheses if h.name == weighing.lead)
    first = hypothesis_sentence(lead, language=language)
    if language == "ar":
        return f"{first} يبقى هذا الجواب في الصدارة في {weighing.lead_share:.0%} من قراءات الكلمات."
    return f"{first} It leads in {weighing.lead_share * 100:.0f} % of readings of the words."


def weight_sentence(readout: WeightReadout, texts: Mapping[str, str]) -> str:
    """Say how much an item supports one hypothesis over another; `texts` names the hypotheses."""
    if not readout.favours:
        return f"{_capital(readout.text)}: {readout.ratio_word}."
    over, favours = quoted(texts[readout.over]), quoted(texts[readout.favours])
    support = f"{readout.ratio_word} for {favours} over {over} ({readout.ratio:.1f} to 1)"
    return f"{_capital(readout.text)}: {support}."


def flip_sentence(kind: str, said: str, lead_text: str, p: float, changes: bool) -> str:
    """Say what one flip does to the lead. Raises KeyError for a kind that is none."""
    opening = {
        "retraction": f"Without {said}",
        "negation": f"Had we seen {said}",
        "failure": f"Taking {said}",
    }[kind]
    passes = "would pass to" if changes else "would stay with"
    return f"{opening}, the lead {passes} {quoted(lead_text)} ({figure(p)})."


def tipping_sentence(point: TippingPoint, texts: Mapping[str, str]) -> str:
    """Say at which figure the lead changes, and whether the word given still allows that figure."""
    under = f" under {quoted(texts[point.hypothesis])}" if point.hypothesis else ""
    where = f" ({point.conditions})" if point.conditions else ""
    band = (
        "The word given allows that figure" if point.in_band else "That figure is outside what was answered"
    )
    return (
        f"The lead passes to {quoted(texts[point.new_lead])} where the figure for {point.item}{under}{where} "
        f"goes from {answered_figure(point.p_now)} to {figure(point.p_tip)}. {band}."
    )


def step_sentence(step: NextStep) -> str:
    """Say what a next step would tell, what it costs, and whether it puts people at risk."""
    risk = " It puts people at risk." if step.risks_people else ""
    return (
        f"{_capital(step.text)}: {step.bits:.2f} bits for {step.hours:g} hours; the lead changes with "
        f"probability {figure(step.p_lead_changes)}.{risk}"
    )


def pair_of_steps_sentence(texts: Sequence[str], p: float) -> str:
    """Say which two steps could change the lead together; that none can, where p is 0."""
    if p <= 0.0:
        return "No possible finding, and no two of those that put nobody at risk, can change the lead."
    return (
        "No single possible finding can change the lead. These two together can, with probability "
        f"{figure(p)}: {' and '.join(map(quoted, texts))}."
    )

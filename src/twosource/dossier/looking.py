"""What to look for next: what would change the lead or settle it, and what it costs.

What puts people at risk is never recommended, however much it would tell: it is named apart, so that nobody
takes its silence for an oversight, and has no rank and no figure.
"""

from collections.abc import Iterator

from twosource.dossier.asked import Asked
from twosource.dossier.contexts import Sentence, Table
from twosource.dossier.naming import short
from twosource.dossier.wording import capital
from twosource.evidence.readouts import NextStep, PairOfSteps
from twosource.terms import likelihood

EXPECTED = 0.005
"""Below this probability a finding is not expected to change the lead (it would print as under 1 %)."""
SETTLED_ABOVE = "very likely"


def looking_for_notes(asked: Asked) -> tuple[Sentence, ...]:
    """Return what could change the lead, what would settle it, and what is not recommended."""
    if not asked.weighing.next_steps:
        return ()
    told = [*_changing(asked), *_settling(asked)] if _safe(asked) else [asked.words.fixed["no_safe_steps"]]
    risky = [s for s in asked.weighing.next_steps if s.risks_people]
    if risky:
        told.append(asked.words.say("risky", listed=asked.listed(_quoted(asked, s) for s in risky)))
    return tuple(asked.say(text) for text in told)


def looking_for(asked: Asked) -> Table | None:
    """Return what to look for without risk to anybody, in the order to try; None where there is nothing."""
    safe, words = _safe(asked), asked.words
    if not safe:
        return None
    settles = any(s.settles for s in safe)
    heads = words.listed("steps_heads")
    rows = [
        (
            s.text or s.name,
            words.isolated(f"{s.bits:.2f}"),
            words.percent(s.p_lead_changes),
            words.isolated(f"{s.hours:g}"),
            *([short(asked.weighing, s.settles) if s.settles else ""] if settles else []),
        )
        for s in safe
    ]
    n = len(safe)
    caption = words.fixed["steps_caption_one"] if n == 1 else words.say("steps_caption", n=words.prose(n))
    return Table(
        caption=capital(caption),
        headers=heads if settles else heads[:-1],
        rows=tuple(rows),
        numeric=(1, 2, 3),
    )


def looking_for_pairs(asked: Asked) -> Table | None:
    """Return what to look for two by two, where no single finding can change the lead."""
    pairs, words = _safe_pairs(asked), asked.words
    if not pairs:
        return None
    settles = any(p.settles for p in pairs)
    heads = words.listed("pairs_heads")
    texts = {s.name: s.text or s.name for s in asked.weighing.next_steps}
    rows = [
        (
            *(texts.get(name, name) for name in p.names),
            words.isolated(f"{p.bits:.2f}"),
            words.percent(p.p_lead_changes),
            words.isolated(f"{p.hours:g}"),
            *([short(asked.weighing, p.settles) if p.settles else ""] if settles else []),
        )
        for p in pairs
    ]
    return Table(
        caption=words.fixed["pairs_caption"],
        headers=heads if settles else heads[:-1],
        rows=tuple(rows),
        numeric=(2, 3, 4),
    )


def _safe(asked: Asked) -> list[NextStep]:
    return [s for s in asked.weighing.next_steps if not s.risks_people]


def _safe_pairs(asked: Asked) -> list[PairOfSteps]:
    risky = {s.name for s in asked.weighing.next_steps if s.risks_people}
    return [p for p in asked.weighing.pairs if risky.isdisjoint(p.names)]


def _quoted(asked: Asked, step: NextStep) -> str:
    return asked.words.quote(step.text or step.name)


def _both(asked: Asked, pair: PairOfSteps) -> dict[str, str]:
    texts = {s.name: s.text or s.name for s in asked.weighing.next_steps}
    first, second = (asked.words.quote(texts.get(name, name)) for name in pair.names)
    return {"first": first, "second": second}


def _changing(asked: Asked) -> Iterator[str]:
    words = asked.words
    best = max(_safe(asked), key=lambda s: (s.p_lead_changes, s.bits, s.name))
    if best.p_lead_changes >= EXPECTED:
        yield words.say("changes_alone", text=_quoted(asked, best), **asked.worded(best.p_lead_changes))
        return
    pairs = _safe_pairs(asked)
    pair = max(pairs, key=lambda p: (p.p_lead_changes, p.bits, p.names), default=None)
    if pair is not None and pair.p_lead_changes >= EXPECTED:
        yield words.fixed["changes_none"]
        yield words.say("changes_pair", **_both(asked, pair), **asked.worded(pair.p_lead_changes))
    else:
        yield words.fixed["changes_no_pair" if pairs else "changes_none"]


def _settling(asked: Asked) -> Iterator[str]:
    """Yield what would settle it; nothing where the lead is above the band already."""
    words = asked.words
    settling = [s for s in _safe(asked) if s.settles]
    for step in settling:
        p = max(step.if_found, default=0.0)
        yield words.say(
            "settles", text=_quoted(asked, step), lead=asked.called(step.settles), **asked.worded(p)
        )
    if settling or asked.lead.p > (likelihood(SETTLED_ABOVE).high or 1.0):
        return
    pair = next((p for p in _safe_pairs(asked) if p.settles), None)
    if pair is not None:
        yield words.say("settles_pair", lead=asked.called(pair.settles), **_both(asked, pair))
    else:
        yield words.fixed["settles_none"]

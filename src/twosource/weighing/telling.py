"""Sentences of the further read-outs: stories, the likeliest failure, what would settle it, stopped searches.

The words are data (`vocabulary/weighing_sentences.toml`); figures go in, sentences come out. They hold
likelihoods and never a confidence.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from twosource.evidence.readouts import Flip, Story, Weighing
from twosource.terms import likelihood, vocabulary
from twosource.weighing.words import figure, isolated, joined, quoted, sentence, spoken

SETTLED_ABOVE = "very likely"
"""A finding settles a question if it brings one hypothesis above the band of this word."""
FEW = 12
"""Up to so many unknowns a story names them all."""


def settled_above() -> float:
    """Return the probability above which a question counts as settled: .95."""
    return likelihood(SETTLED_ABOVE).high or 1.0


def story_sentence(
    hypothesis: str,
    texts_by_state: Mapping[str, Sequence[str]],
    n_rest: int,
    lead: str,
    p: float,
    *,
    language: str = "en",
) -> str:
    """Return "If “no contact” were so, the likeliest story: “the letters”: forged (.15 of all stories ...)."

    `texts_by_state` names what is in each state; `n_rest` others are not named: they are as in the story of
    `lead`, or, where that is "", none of them failed.
    """
    parts = [
        sentence(
            "story_state",
            language,
            texts=joined([quoted(t, language) for t in texts], language),
            state=isolated(state, language),
        )
        for state, texts in texts_by_state.items()
    ]
    rest = ""
    if not parts:
        rest = sentence("story_same" if lead else "story_nothing", language, lead=quoted(lead, language))
    elif n_rest and lead:
        rest = sentence("story_like_lead", language, n=str(n_rest), lead=quoted(lead, language))
    elif n_rest:
        rest = sentence("story_holds", language, n=str(n_rest))
    mark = "؛ " if spoken(language) == "ar" else "; "
    states = mark.join(parts)
    return sentence(
        "story",
        language,
        text=quoted(hypothesis, language),
        states=states,
        rest=rest,
        p=figure(p, language),
    )


def _rounded_up(bound: float) -> float:
    """Return an upper bound as two decimals that still bound it."""
    return min(1.0, ceil(bound * 100.0) / 100.0)


def likeliest_failure_sentence(flip: Flip | None, said: str, untried: float, *, language: str = "en") -> str:
    """Say the most probable set of failing parties that takes the lead away, or that none does.

    `said` is what the flip says; `untried` is how probable a set that was not tried could be at most; 0 where
    all were.
    """
    bound = figure(_rounded_up(untried), language)
    if flip is None:
        return sentence("failure_untried" if untried > 0.0 else "no_failure", language, p=bound)
    return sentence(
        "likeliest_failure_found" if untried > 0.0 else "likeliest_failure",
        language,
        bound=bound,
        p=figure(flip.p_event or 0.0, language),
        said=said,
    )


def search_note(kind: str, size: int, tried: int, whole: int, *, is_found: bool, language: str = "en") -> str:
    """Say that a search for larger sets stopped at its limit, which sets it tried and what it found."""
    return sentence(
        "search_stopped",
        language,
        whole=f"{whole:,}",
        size=str(size),
        kind=kind,
        tried=f"{tried:,}",
        why=sentence("why_probable" if kind == "failure" else "why_promising", language),
        found=sentence("some_found" if is_found else "none_found", language),
    )


def more_found_note(kind: str, size: int, listed: int, found: int, *, language: str = "en") -> str:
    """Say that more sets change the lead than are listed."""
    return sentence("more_found", language, kind=kind, size=str(size), listed=str(listed), found=f"{found:,}")


def nothing_larger_note(kind: str, size: int, *, language: str = "en") -> str:
    """Say that no set up to this size changes the lead and larger ones were not searched."""
    return sentence("nothing_larger", language, kind=kind, size=str(size))


def sampled_note(largest_error: float, *, language: str = "en") -> str:
    """Say that Shapley shares are means over drawn orders, and how far off they may be."""
    return sentence("sampled", language, error=f"{ceil(largest_error * 100.0) / 100.0:.2f}")


def drawn_priors_note(n: int, *, language: str = "en") -> str:
    """Say that the shares of the prior map were drawn."""
    return sentence("drawn_priors", language, n=f"{n:,}")


def settles_sentence(finding: str, lead: str, p: float, *, language: str = "en") -> str:
    """Say that finding one thing would bring a hypothesis above the band."""
    return sentence(
        "settles",
        language,
        text=quoted(finding, language),
        lead=quoted(lead, language),
        band=vocabulary("likelihood")[SETTLED_ABOVE].label(spoken(language)),
        p=figure(p, language),
    )


def settles_both_sentence(findings: Sequence[str], lead: str, *, language: str = "en") -> str:
    """Say that two findings would settle the question together; that no two would, where there are none."""
    if not findings:
        return sentence("settles_nothing", language)
    return sentence(
        "settles_both",
        language,
        first=quoted(findings[0], language),
        second=quoted(findings[1], language),
        lead=quoted(lead, language),
        band=vocabulary("likelihood")[SETTLED_ABOVE].label(spoken(language)),
    )


def sampled_notes(weighing: Weighing, language: str = "en") -> Iterator[str]:
    """Yield how far shares that were drawn may be off; nothing where they are exact."""
    errors = [error for w in weighing.weights for error in w.shapley_error]
    if errors:
        yield sampled_note(max(errors), language=language)


def failure_notes(weighing: Weighing, failure_said: str, *, language: str = "en") -> Iterator[str]:
    """Yield the rival's story and the likeliest failure.

    `failure_said` is what the flip of the likeliest failure says in that language.
    """
    ranked = sorted(weighing.hypotheses, key=lambda h: (h.name != weighing.lead, -h.p))
    for story in weighing.stories:
        if len(ranked) > 1 and story.hypothesis == ranked[1].name:
            yield story.text if spoken(language) == "en" else _retold(weighing, story, language)
    if any(flip.kind == "failure" for flip in weighing.flips):
        yield likeliest_failure_sentence(
            weighing.likeliest_failure, failure_said, weighing.failure_untried, language=language
        )


def settling_notes(weighing: Weighing, language: str = "en") -> Iterator[str]:
    """Yield what would settle it; nothing where the lead is above the band already."""
    texts = {h.name: h.text for h in weighing.hypotheses}
    names = {step.name: step.text or step.name for step in weighing.next_steps}
    safe = [step for step in weighing.next_steps if not step.risks_people]
    settling = [step for step in safe if step.settles]
    for step in settling:
        yield settles_sentence(names[step.name], texts[step.settles], max(step.if_found), language=language)
    if safe and not settling and max(h.p for h in weighing.hypotheses) <= settled_above():
        pair = next((pair for pair in weighing.pairs if pair.settles), None)
        found = [] if pair is None else [names[name] for name in pair.names]
        yield settles_both_sentence(found, texts[pair.settles] if pair else "", language=language)


def _retold(weighing: Weighing, story: Story, language: str) -> str:
    """Say a story again in another language: all unknowns where there are few, else what differs."""
    texts = {h.name: h.text for h in weighing.hypotheses}
    named = {state.variable: state.text or state.variable for state in weighing.states}
    beside = dict(next((s.states for s in weighing.stories if s.hypothesis == weighing.lead), ()))
    by_state: dict[str, list[str]] = {}
    for name, state in story.states:
        if len(story.states) <= FEW or state != beside.get(name):
            by_state.setdefault(state, []).append(named.get(name, name))
    rest = len(story.states) - sum(map(len, by_state.values()))
    lead = texts[weighing.lead] if beside else ""
    return story_sentence(texts[story.hypothesis], by_state, rest, lead, story.p, language=language)

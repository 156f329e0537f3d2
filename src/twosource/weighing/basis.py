"""How good our basis for an answer is: low, moderate or high, with the reasons, from the read-outs alone.

Likelihood says how probable an answer is, confidence how good the ground under it is (ICD 203), and the two
never share a sentence. An answer of .95 that hangs on one pair of hands is almost certain on a thin basis.
What weakens a basis, and by how much, is data (`vocabulary/basis.toml`); nobody is asked how sure they feel.
"""

from collections.abc import Iterator

from twosource.evidence.readouts import Flip, Weighing
from twosource.terms import load_table, vocabulary
from twosource.weighing.posterior import LEVEL
from twosource.weighing.saying import Texts, is_else_ahead, named_texts
from twosource.weighing.words import named_few, sentence, spoken

LEVELS = vocabulary("confidence").values()
Weakness = tuple[str, tuple[str, ...]]


def weaknesses(weighing: Weighing) -> tuple[Weakness, ...]:
    """Return what weakens the basis of the lead, as (kind, names of what it hangs on)."""
    return tuple(_weaknesses(weighing))


def _weaknesses(weighing: Weighing) -> Iterator[Weakness]:
    rules = load_table("basis")
    if weighing.lead_share < rules["few_readings"]:
        yield "few_readings", ()
    elif weighing.lead_share < rules["least_readings"]:
        yield "readings", ()
    groups = [w for w in weighing.weights if w.is_group]
    if len(groups) == 1:
        yield "few_hands", ()
    taken = [f for f in weighing.flips if f.changes_lead]
    unnamed = tuple(g.name for g in groups if g.members == (g.name,))
    if len(unnamed) > 1:
        yield "unnamed", unnamed
    hands = tuple(g.name for g in groups if any(_is_retraction_of(f, g.members) for f in taken))
    if hands and len(groups) > 1:
        yield "hands", hands
    failing = [f for f in taken if _is_one_failure(f) and (f.p_event or 0.0) >= rules["least_chance"]]
    if failing:
        yield "failure", tuple(f.names[0] for f in failing)
    if not any(f.kind == "failure" for f in weighing.flips):
        yield "no_failure", ()
    inside = tuple(dict.fromkeys(t.item for t in weighing.tipping_points if t.in_band))
    if inside:
        yield "tipping", inside
    yield from _of_prior(weighing)
    if len({person.lead for person in weighing.people}) > 1:
        yield "people", ()
    allowing = {h.name: h.p if h.p_allowing is None else h.p_allowing for h in weighing.hypotheses}
    if max(allowing.values()) > allowing[weighing.lead]:
        yield "errors", ()


def _of_prior(weighing: Weighing) -> Iterator[Weakness]:
    """Yield where the lead comes from what was believed before, or where something else began ahead of it."""
    found = weighing.prior_map
    if found is not None and found.odds_needed < 1.0 - LEVEL:
        yield "prior", ()
    lead = next(h for h in weighing.hypotheses if h.name == weighing.lead)
    if weighing.else_prior > 0.0 and is_else_ahead(weighing.else_bound, lead.p):
        yield "something_else", ()


def _is_retraction_of(flip: Flip, members: tuple[str, ...]) -> bool:
    return flip.kind == "retraction" and set(flip.names) == set(members)


def _is_one_failure(flip: Flip) -> bool:
    return flip.kind == "failure" and len(flip.names) == 1


def confidence(weighing: Weighing) -> str:
    """Return the confidence word: high without a weakness, moderate with one step of it, else low."""
    steps = load_table("basis")["steps"]
    lost = sum(int(steps[kind]) for kind, _ in weaknesses(weighing))
    return LEVELS[max(0, len(LEVELS) - 1 - lost)]


def basis_sentences(weighing: Weighing, language: str = "en") -> tuple[str, ...]:
    """Return the confidence in one sentence and its reasons in others, without a figure in any of them."""
    texts = named_texts(weighing)
    word = vocabulary("confidence")[confidence(weighing)].label(spoken(language))
    found = [_reason(kind, names, texts, language) for kind, names in weaknesses(weighing)]
    return (
        sentence("confidence", language, word=word),
        *(found or [sentence("basis_sound", language)]),
    )


def _reason(kind: str, names: tuple[str, ...], texts: Texts, language: str) -> str:
    listed = named_few([texts.get(name, name) for name in names], language)
    return sentence(f"basis_{kind}", language, text=listed)

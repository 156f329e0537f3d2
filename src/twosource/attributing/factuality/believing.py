"""Whether a speaker believes what they embed: "I don't think they withdrew", "she did not notice that".

A linear model whose every feature can be said in words: the kind of the embedding verb, what
stands over it (negation, modal, condition, question), who its subject is, what stands inside the
clause. Its weights were fitted to the open part of CommitmentBank (de Marneffe and others 2019)
and are data (`vocabulary/commitment.toml`); it says how committed the words sound, -3 to 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from twosource.attributing.factuality.groups import SIGNS, Group, Words, group_of
from twosource.attributing.factuality.operators import Operators, inflected, operators_for, phrase
from twosource.attributing.factuality.tensing import tense_of
from twosource.attributing.tokens import tokenise
from twosource.terms import load_table

SCALE = 3.0
MAX_BACK = 12
FREE_ITEMS = frozenset({"any", "anything", "anybody", "anyone", "ever", "anymore", "either", "anywhere"})
SPOKEN = frozenset({"uh", "um", "yeah", "huh"})
FIRST = frozenset({"i", "we"})
SECOND = frozenset({"you"})
THIRD = frozenset({"he", "she", "they", "it"})
_NEGATIONS = ("negations", "no_words")
_MODALS = ("possible", "would", "future", "obliging")
_CONTENT = 4


@dataclass(frozen=True, slots=True)
class Belief:
    """How committed the speaker sounds to a clause, -3..3, and what each feature added to it."""

    score: float
    parts: tuple[tuple[str, float], ...]


@cache
def lemmas() -> Mapping[str, str]:
    """Return the dictionary form behind each English form of a governor."""
    table = load_table("factuality")
    found: dict[str, str] = {}
    for row in table["governors"]:
        for lemma in row.get("en", ()):
            for form in inflected(lemma, table["irregular"]):
                found.setdefault(phrase(form), lemma)
    return found


def belief_in(target: str, clause: tuple[int, int], context: str = "") -> Belief | None:
    """Return how far whoever says `target` is committed to its clause at code points first..last.

    `context` is what they said before. English only; None where no word that embeds the clause
    stands before it.
    """
    features = features_in(target, clause, context)
    return None if features is None else scored(features)


def features_in(target: str, clause: tuple[int, int], context: str = "") -> dict[str, float] | None:
    """Return the features of a clause at code points first..last of an English sentence."""
    operators = operators_for("en")
    assert operators is not None
    tokens = tokenise(target, 0, len(target))
    words = [token.folded or token.text for token in tokens]
    first = next((n for n, token in enumerate(tokens) if token.end > clause[0]), len(tokens))
    last = next((n for n, token in enumerate(tokens) if token.start >= clause[1]), len(tokens))
    before = [token.folded for token in tokenise(context, 0, len(context))]
    return features_of(words, (first, last), before, operators)


def scored(features: Mapping[str, float]) -> Belief:
    """Return the sum of the weights of some features, held to the scale."""
    table = load_table("commitment")
    weights = table["weights"]
    parts = [(name, weights[name] * value) for name, value in features.items() if name in weights]
    total = float(table["intercept"]) + sum(part for _, part in parts)
    parts.sort(key=lambda part: -abs(part[1]))
    return Belief(round(max(-SCALE, min(SCALE, total)), 2), tuple(parts))


def is_fitted(features: Mapping[str, float]) -> bool:
    """Say whether the embedding word is one the weights were fitted to: others are left to the rules."""
    weights = load_table("commitment")["weights"]
    return any(name.startswith("word ") and "," not in name and name in weights for name in features)


def features_of(
    words: Sequence[str], clause: tuple[int, int], before: Sequence[str], operators: Operators
) -> dict[str, float] | None:
    """Return the features of a clause at words first..last; None without a governor before it."""
    line = Words(words, 0, len(words), operators)
    found = _embedder(line, clause[0])
    if found is None:
        return None
    at, kind, lemma = found
    group = group_of(line, at)
    who = _subject(line, group)
    over = _over(line, group)
    named = {
        f"kind {kind}",
        f"word {lemma}",
        f"subject {who}",
        f"tense {tense_of(line, group).value}",
        *over,
        *(f"kind {kind}, {one}" for one in over),
        *(f"word {lemma}, {one}" for one in over),
        *(f"subject {who}, kind {kind}, {one}" for one in over),
        *_inside(line, clause),
        *_around(line, group, clause, before),
    }
    return dict.fromkeys(sorted(named), 1.0)


def _embedder(line: Words, first: int) -> tuple[int, str, str] | None:
    """Return (place, kind, lemma) of the nearest word before the clause that embeds clauses."""
    for at in range(first - 1, max(-1, first - 1 - MAX_BACK), -1):
        for joint in ("that", "bare", "whether", "to"):
            hit = line.operators.governor_at(line.words, at, 0, joint)
            if hit is not None:
                form = " ".join(line.words[at - hit[0] + 1 : at + 1])
                return at - hit[0] + 1, hit[1].kind, lemmas().get(form, form)
    return None


def _subject(line: Words, group: Group) -> str:
    """Return who the verb's subject is, as far as pronouns show: first, second, third person or a name."""
    for at in range(group.at - 1, max(-1, group.first - 4), -1):
        word = line.words[at]
        if word in FIRST:
            return "I"
        if word in SECOND:
            return "you"
        if word in THIRD:
            return "they" if word != "it" else "it"
    return "named"


def _over(line: Words, group: Group) -> list[str]:
    """Return what stands over the verb; "plainly" where nothing does."""
    over = []
    start = _sentence_start(line, group.at)
    has_no = any(line.ends("no_words", at) for at in range(max(start, group.first - 4), group.first))
    if group.is_negated or has_no:
        over.append("negated")
    moods = [mood for mood in _MODALS if mood in group.moods]
    over += [f"under {mood}" for mood in moods]
    if any(line.ends("conditions", at) for at in range(start, group.at)):
        over.append("on a condition")
    if _is_asked(line, start, group):
        over.append("asked")
    return over or ["plainly"]


def _sentence_start(line: Words, at: int) -> int:
    while at > 0 and line.words[at - 1] not in SIGNS - frozenset('"“”«»„'):
        at -= 1
    return at


def _is_asked(line: Words, start: int, group: Group) -> bool:
    opens = line.has("auxiliaries", start) or any(line.has(mood, start) for mood in _MODALS)
    return "?" in line.words[group.at :] or opens


def _inside(line: Words, clause: tuple[int, int]) -> set[str]:
    """Return what the clause itself holds: moods, negations, words that want a negation over them."""
    words = line.words[clause[0] : clause[1]]
    found = {f"clause has {mood}" for mood in _MODALS for at in range(*clause) if line.has(mood, at)}
    if any(line.has(name, at) for name in _NEGATIONS for at in range(*clause)):
        found.add("clause is negated")
    if FREE_ITEMS.intersection(words):
        found.add("clause has any or ever")
    if words and words[0] in FIRST | SECOND | THIRD:
        found.add("clause opens with a pronoun")
    if any(line.has("past_auxiliaries", at) or line.words[at].endswith("ed") for at in range(*clause)):
        found.add("clause is past")
    size = len(words)
    found.add("clause is long" if size > 14 else "clause is short" if size < 6 else "clause is middling")
    return found


def _around(line: Words, group: Group, clause: tuple[int, int], before: Sequence[str]) -> set[str]:
    """Return what the rest of the sentence and the text before show."""
    found = set()
    words = line.words
    if clause[0] > 0 and words[clause[0] - 1] == "that":
        found.add("opens with that")
    if SPOKEN.intersection(words) or SPOKEN.intersection(before):
        found.add("spoken")
    first = words[0] if words else ""
    if first in ("but", "and", "so", "because", "yet", "or"):
        found.add(f"opens with {first}")
    long = {word for word in words[clause[0] : clause[1]] if len(word) > _CONTENT}
    shared = long.intersection(before)
    if shared:
        found.add("clause takes up words before")
    if "?" in before[-3:]:
        found.add("follows a question")
    if any(
        line.has("adverbs", at) and words[at] in ("even", "just", "still")
        for at in range(group.first, group.at)
    ):
        found.add("even or still")
    return found

"""How a name may be written in another script: the likeliest spellings, word by word."""

from itertools import product

from twosource.naming.letters import is_arabic, plain_arabic, words_of
from twosource.naming.weights import shipped
from twosource.naming.words import spellings_known

ARABIC, LATIN = "Arab", "Latn"
"""Scripts by their codes of ISO 15924."""
MOST = 5
A_WORD, TRIED = 3, 24


def transliterations(name: str, script: str, most: int = MOST) -> tuple[str, ...]:
    """Return likely spellings of a name in a script (`Arab` or `Latn`, ISO 15924), the likeliest first.

    Words already in the script stay as they are. Raises ValueError for another script.
    """
    if script not in (ARABIC, LATIN):
        raise ValueError(f"names are spelled in {ARABIC} or {LATIN}, not in {script!r}")
    words = [_spellings(word, script) for word in words_of(name)]
    found: dict[str, float] = {}
    for choice in product(*words) if words else ():
        whole = " ".join(spelling for spelling, _ in choice)
        found[whole] = max(found.get(whole, float("-inf")), sum(score for _, score in choice))
    ranked = sorted(found, key=lambda spelling: (-found[spelling], spelling))
    return tuple(ranked[:most])


def _spellings(word: str, script: str) -> list[tuple[str, float]]:
    """Return likely spellings of a word with scores: those our tables know, then those of both directions."""
    if is_arabic(word) == (script == ARABIC):
        return [(word, 0.0)]
    known = sorted(one for one in spellings_known(word) if is_arabic(one) == (script == ARABIC))
    found = [(one, -float(n)) for n, one in enumerate(known)] or _likely(word, script)
    return [(_capital(one) if script == LATIN else one, score) for one, score in found[:A_WORD]]


def _likely(word: str, script: str) -> list[tuple[str, float]]:
    model = shipped()
    if script == ARABIC:
        source, way, home = model.latin(word), model.there, model.back
    else:
        source, way, home = plain_arabic(word), model.back, model.there
    guesses = way.spelled(source, TRIED)
    if not guesses:
        return [(word, 0.0)]
    answers = home.score_each([guess for guess, _ in guesses], home.ready([source]))
    both = [(guess, score + float(answer)) for (guess, score), answer in zip(guesses, answers, strict=True)]
    return sorted(both, key=lambda one: (-one[1], one[0]))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]

"""How a name may be written in another script: the likeliest spellings, word by word."""

from itertools import product

from twosource.naming.letters import is_arabic, plain_arabic, words_of
from twosource.naming.weights import shipped

ARABIC, LATIN = "Arab", "Latn"
"""Scripts by their codes of ISO 15924."""
MOST = 5
A_WORD = 3


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
    model = shipped()
    if is_arabic(word) == (script == ARABIC):
        return [(word, 0.0)]
    if script == ARABIC:
        return model.there.spelled(model.latin(word), A_WORD) or [(word, 0.0)]
    found = model.back.spelled(plain_arabic(word), A_WORD) or [(word, 0.0)]
    return [(spelling.title() if spelling.isascii() else spelling, score) for spelling, score in found]

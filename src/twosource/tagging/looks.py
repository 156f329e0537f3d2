"""How a word looks on the page, which an uncased vocabulary forgets: capitals, digits, quotation marks.

Who speaks is decided by quotation marks more than by anything else, and where a quotation opens or
closes cannot be seen from a mark alone: it is counted through the sentence.
"""

from collections.abc import Sequence

SHAPES = ("word", "capital", "capitals", "mixed", "number", "sign", "double", "single")
STATES = ("outside", "inside", "opens", "closes")
N_LOOKS = len(SHAPES) * len(STATES)

_DOUBLE_OPEN = frozenset({"``", "“", "«", "„", "‟", "‹"})
_DOUBLE_CLOSE = frozenset({"''", "”", "»", "›"})
_DOUBLE = frozenset({'"', "＂"})
_SINGLE_OPEN = frozenset({"`", "‘", "‚"})
_SINGLE_CLOSE = frozenset({"'", "’"})
_WRITTEN = {
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
    "...": "…",
    "--": "—",
    "–": "—",
    "―": "—",
}
_SIGNS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "\u00ad": ""})
_DOUBLES = _DOUBLE_OPEN | _DOUBLE_CLOSE | _DOUBLE
_SINGLES = _SINGLE_OPEN | _SINGLE_CLOSE
_SHAPE = {name: number for number, name in enumerate(SHAPES)}
_OUTSIDE, _INSIDE, _OPENS, _CLOSES = range(4)


def plain(word: str) -> str:
    """Return one word as the vocabulary knows it: one way of writing each quotation mark and bracket."""
    if word in _DOUBLES:
        return '"'
    if word in _SINGLES:
        return "'"
    return _WRITTEN.get(word) or word.translate(_SIGNS)


def shape(word: str) -> int:
    """Return the number in `SHAPES` of how a word is written."""
    if word in _DOUBLES:
        return _SHAPE["double"]
    if word in _SINGLES:
        return _SHAPE["single"]
    head = word[:64]
    if not any(letter.isalnum() for letter in head) or word in _WRITTEN:
        return _SHAPE["sign"]
    if any(letter.isdigit() for letter in head):
        return _SHAPE["number"]
    if head[0].isupper():
        rest = head[1:]
        if not rest or rest.islower() or not any(letter.isalpha() for letter in rest):
            return _SHAPE["capital"]
        return _SHAPE["capitals"] if head.isupper() else _SHAPE["mixed"]
    return (
        _SHAPE["word"] if head.islower() or not any(letter.isupper() for letter in head) else _SHAPE["mixed"]
    )


def states(words: Sequence[str]) -> list[int]:
    """Return for each word its number in `STATES`: where it stands to quotation marks.

    Marks with a direction are believed, straight ones alternate. A mark that closes what was never
    opened says that the sentence began inside a quotation. Linear in the number of words.
    """
    found = [_OUTSIDE] * len(words)
    inside = opened_single = False
    for at, word in enumerate(words):
        if word in _DOUBLES:
            closes = word in _DOUBLE_CLOSE or (word in _DOUBLE and inside)
            if closes and not inside:
                _fill_back(found, at)
            found[at] = _CLOSES if closes else _OPENS
            inside, opened_single = not closes, False
        elif word in _SINGLES and not inside:
            if opened_single and word in _SINGLE_CLOSE:
                found[at], opened_single = _CLOSES, False
            elif word in _SINGLE_OPEN:
                found[at], opened_single = _OPENS, True
        elif inside or opened_single:
            found[at] = _INSIDE
    return found


def _fill_back(found: list[int], at: int) -> None:
    """Mark what stands before a lone closing mark as inside, back to the last mark."""
    while at > 0 and found[at - 1] in {_OUTSIDE, _INSIDE}:
        at -= 1
        found[at] = _INSIDE


def looks(words: Sequence[str]) -> list[int]:
    """Return one number per word below `N_LOOKS`: its shape and its place among quotation marks."""
    return [shape(word) * len(STATES) + state for word, state in zip(words, states(words), strict=True)]

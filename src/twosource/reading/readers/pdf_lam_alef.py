"""Puts lam and alef right in a text that stores them the wrong way round, word by word.

A glyph that joins lam and alef is stored by some writers in the order it is drawn in, so that
"the bombs" begins with two alefs and no search finds it. Where the places of letters are known they
settle it (`pdf_order`); here only the text is known, so a word is changed only where no Arabic word
could be spelt as it stands, or where the lists know it turned and not as it stands.
"""

import re

from twosource.reading.wordlist import ARABIC_WORD, is_known

# alef, alef, lam: the article before a joined lam and alef. No word is spelt so.
ARTICLE = re.compile("\u0627([\u0627\u0623\u0625\u0622])\u0644")
ARTICLE_RIGHT = re.compile("\u0627\u0644[\u0627\u0623\u0625\u0622]")
JOINED = re.compile("([\u0627\u0623\u0625\u0622])\u0644")
PARTICLES = re.compile("^[\u0648\u0641\u0628\u0643]{0,2}$")
MAX_TURNS = 3


def has_reversed_lam_alef(text: str) -> bool:
    """Say whether joined lam and alef are stored in reverse: more such places than right ones."""
    return len(ARTICLE.findall(text)) > len(ARTICLE_RIGHT.findall(text))


def mended_lam_alef(text: str) -> str:
    """Return the text with lam and alef put right where it stores them in reverse throughout."""
    if not has_reversed_lam_alef(text):
        return text
    return ARABIC_WORD.sub(lambda match: _mended(match[0]), text)


def _mended(word: str) -> str:
    """Return one word with the article put right, and further pairs turned if that makes it a known word."""
    start = ARTICLE.search(word)
    if start and PARTICLES.match(word[: start.start()]):
        at = start.start() + 1
        word = f"{word[:at]}\u0644{start[1]}{word[at + 2 :]}"
    if is_known(word):
        return word
    for turned in _turns(word):
        if is_known(turned):
            return turned
    return word


def _turns(word: str) -> list[str]:
    """Return the word with one pair of alef and lam turned, then with all of them."""
    places = [match.start() for match in JOINED.finditer(word)][:MAX_TURNS]
    singly = [_turned(word, at) for at in places]
    if len(places) < 2:
        return singly
    for at in places:
        word = _turned(word, at)
    return [*singly, word]


def _turned(word: str, at: int) -> str:
    return f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"

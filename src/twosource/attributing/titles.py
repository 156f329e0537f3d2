"""The title a headline sets in quotation marks: `Blogger of ‘The Quiet Quay’ seized`.

A page that then speaks of "her own blog" means it, if it names no other.
"""

from twosource.attributing.frames import Parsed
from twosource.attributing.mentions import QUOTES

MIN_WORDS = 3
MAX_WORDS = 8


def title_in(parsed: Parsed) -> str:
    """Return the only quoted title of a headline: three words or more, capitals but for small ones."""
    marks = [n for n, token in enumerate(parsed.tokens) if token.text in QUOTES]
    if len(marks) != 2:
        return ""
    first, last = marks[0] + 1, marks[1]
    inside = parsed.tokens[first:last]
    is_cased = all(t.is_capital or parsed.is_in("title_words", first + n) for n, t in enumerate(inside))
    is_title = MIN_WORDS <= len(inside) <= MAX_WORDS and inside[0].is_capital and is_cased
    return parsed.text(first, last) if is_title else ""

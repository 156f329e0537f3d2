"""Small things of language: numbers in words, lists, percentages, names kept apart from their sentence.

A name in another script must not scramble the sentence around it, so names are wrapped in
Unicode isolates (FSI, PDI); the template turns those into `<bdi>`.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from twosource.dates import Calendar, DateSpan
from twosource.evidence.quoting import within_marks
from twosource.terms import vocabulary

FSI, PDI = "\u2068", "\u2069"
ELLIPSIS = "…"
NBSP = "\u00a0"
_ARTICLES = ("The", "A", "An", "In", "On", "At", "There", "It")

_SMALL = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
_BIDI_NAMES = {
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\u200b": "ZWSP",
    "\u2060": "WJ",
    "\ufeff": "BOM",
}


def number(n: int) -> str:
    """Return a count as prose has it: words up to twelve, then figures with thin grouping."""
    return _SMALL[n] if 0 <= n < len(_SMALL) else f"{n:,}"


def count(n: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "one report", "12 reports"."""
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Return the text with its first letter raised, behind an isolate if it opens with one."""
    at = 1 if text.startswith(FSI) else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def name(text: str) -> str:
    """Return a name isolated from the sentence around it, without direction controls of its own."""
    bare = _SPACE.sub(" ", _BIDI.sub("", text)).strip()
    return f"{FSI}{bare}{PDI}" if bare else ""


def bare(text: str) -> str:
    """Return the text without isolates and other direction controls: for comparing, not for showing."""
    return _BIDI.sub("", text)


def quoted(text: str) -> str:
    """Return a text in quotation marks, isolated and without a closing stop; marks in it become single."""
    return f"“{name(within_marks(text.strip().rstrip('.')))}”"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def sigla_ranges(sigla: Sequence[str]) -> list[tuple[str, str]]:
    """Return sigla as (first, words) runs: E1, E2, E3, E7 become ("E1", "E1–E3") and ("E7", "E7").

    Order is by letter and number; whatever is no siglum stands as it is.
    """
    numbered = sorted({(s[0], int(s[1:])) for s in sigla if s[1:].isdecimal()})
    runs: list[list[tuple[str, int]]] = []
    for letter, at in numbered:
        if runs and runs[-1][-1] == (letter, at - 1):
            runs[-1].append((letter, at))
        else:
            runs.append([(letter, at)])
    out = []
    for run in runs:
        names = [f"{letter}{at}" for letter, at in run]
        out += [(n, n) for n in names] if len(names) < 3 else [(names[0], f"{names[0]}–{names[-1]}")]
    return out + [(s, s) for s in dict.fromkeys(sigla) if s and not s[1:].isdecimal()]


def lowered(text: str) -> str:
    """Return a clause that can follow "that": without its stop, an opening article in lower case."""
    first, _, rest = text.strip().rstrip(".").partition(" ")
    return f"{first.lower() if first in _ARTICLES else first} {rest}".strip()


def dated(span: DateSpan) -> str:
    """Return an uncertain date in words, with the words as written where another calendar was used."""
    if not span.is_known:
        return ""
    text = _span_in_words(span)
    written = bare(span.as_written).strip()
    return (
        f"{text} (written {name(written)})" if written and span.calendar is not Calendar.GREGORIAN else text
    )


def _span_in_words(span: DateSpan) -> str:
    start, end = span.start, span.end
    if start is None or end is None:
        known = start or end
        return f"{'from' if start else 'until'} {_day(known)}" if known else ""
    if start == end:
        return _day(start)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}" if start.year == end.year else f"{start.year} to {end.year}"
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        first, last = f"{start:%B} {start.year}", f"{end:%B} {end.year}"
        return first if first == last else f"{first} to {last}"
    return f"{_day(start)} to {_day(end)}"


def _day(moment: date) -> str:
    return f"{moment.day}{NBSP}{moment:%B} {moment.year}"


def percent(p: float) -> str:
    """Return a probability as a percentage. It never reads 0 or 100: nothing sampled or judged is either."""
    if p < 0.01:
        return f"under 1{NBSP}%"
    if p > 0.99:
        return f"over 99{NBSP}%"
    return f"{p * 100:.0f}{NBSP}%"


def stopped(text: str) -> str:
    """Return the text as a sentence: trimmed, first letter raised, with one mark at its end."""
    text = text.strip()
    if not text:
        return ""
    return capital(text) + ("" if text[-1] in ".!?؟…" else ".")


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut between words, with an ellipsis where cut."""
    text = text.strip()
    if len(text) <= limit:
        return text
    cut = text[:limit].rsplit(None, 1)[0] or text[:limit]
    return f"{cut.rstrip()}{NBSP}{ELLIPSIS}"


def direction_of(text: str) -> str:
    """Return `rtl` or `ltr` by the first strong letter, as `dir="auto"` would."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def visible(text: str) -> str:
    """Return the text with control and direction characters made visible, so that none can act unseen.

    Zero-width joiners stay: Persian and Arabic need them to be shaped.
    """
    out = []
    for letter in text:
        if letter in _BIDI_NAMES:
            out.append(f"⟦{_BIDI_NAMES[letter]}⟧")
        elif unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t":
            out.append("\ufffd")
        else:
            out.append(letter)
    return "".join(out)


def label(list_name: str, value: str, language: str) -> str:
    """Return the word of a vocabulary in the page's language, or the value where the list lacks it."""
    try:
        return vocabulary(list_name)[value].label(language)
    except KeyError:
        return value

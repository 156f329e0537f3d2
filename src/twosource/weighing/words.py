"""How a figure, a quoted text and one sentence of the vocabulary are said, in English or Arabic.

A sentence holds a likelihood or a confidence, never both (ICD 203): `estimative` is the check. What people
wrote is quoted and isolated: English words in an Arabic line must not turn the line round.
"""

import re
from collections.abc import Sequence

from twosource.evidence.quoting import within_marks
from twosource.terms import load_table

NEAREST = 1e-9
"""A posterior this near to 0 or 1 may be one of them by rounding alone."""
NAMED = 2
"""So many texts a sentence names before it counts the rest."""
SHORT = 60
FSI, PDI = "\u2068", "\u2069"
_BREAKS = re.compile("[\\r\\n\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029]+")
_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def spoken(language: str) -> str:
    """Return the language sentences come in: the one asked for where we have it, else English."""
    return language if language in load_table("weighing_sentences")["leads"] else "en"


def sentence(name: str, language: str, **parts: str) -> str:
    """Return one sentence of the vocabulary, filled. Raises KeyError for a name or a part it lacks."""
    return str(load_table("weighing_sentences")[name][spoken(language)]).format(**parts)


def figure(p: float, language: str = "en") -> str:
    """Return a probability as two decimals: .72, in Arabic 0.72; one below .005 or above .995 says so."""
    nought = "0" if spoken(language) == "ar" else ""
    below, above = ("دون", "فوق") if nought else ("below", "above")
    if 0.0 < p < 0.005:
        return f"{below} {nought}.005"
    if 0.995 < p < 1.0:
        return f"{above} {nought}.995"
    if p in (0.0, 1.0):
        return f"{p:.0f}"
    return f"{p:.2f}" if nought else f"{p:.2f}".removeprefix("0")


def posterior_figure(p: float, language: str = "en") -> str:
    """Return a posterior as `figure` does, but never 0 or 1: one that rounds there is beyond .995 or .005."""
    return figure(min(max(p, NEAREST), 1.0 - NEAREST), language)


def answered_figure(p: float, language: str = "en") -> str:
    """Return a figure that somebody answered, with the third decimal where it has one: .875."""
    shown = f"{p:.3f}".rstrip("0").rstrip(".")
    return shown if spoken(language) == "ar" else shown.removeprefix("0") or "0"


def quoted(text: str, language: str = "en") -> str:
    """Return a text that somebody wrote in quotation marks, so that it fits any sentence.

    Quotation marks of its own become single ones. In Arabic it is isolated, and what could end the
    isolation is taken out of it.
    """
    text = within_marks(text)
    return f"«{isolated(text, language)}»" if spoken(language) == "ar" else f"“{on_one_line(text)}”"


def on_one_line(text: str) -> str:
    """Return a text without line breaks: what somebody wrote must not pass for a line of ours."""
    return _BREAKS.sub(" ", text)


def isolated(text: str, language: str) -> str:
    """Return a text that stands in an Arabic sentence without turning it round; in English as it is."""
    text = on_one_line(text)
    return f"{FSI}{text.translate(_TURNING)}{PDI}" if spoken(language) == "ar" else text


def joined(texts: Sequence[str], language: str = "en") -> str:
    """Return "a, b and c", or it in Arabic, where every one is joined by "and"."""
    if spoken(language) == "ar":
        return " و".join(texts)
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else list(texts))


def first_of(texts: Sequence[str], most: int = 6) -> str:
    """Return names or texts as a sentence lists them, the first few of many: "a, b and 3 more"."""
    shown = list(texts[:most])
    return joined([*shown, f"{len(texts) - most:,} more"] if len(texts) > most else shown)


def named_few(texts: Sequence[str], language: str = "en") -> str:
    """Return the first two texts, shortened and in quotation marks, and how many more: "a, b and 3 more".

    A sentence that repeats five whole items is read by nobody, and all of them stand in the table of weights.
    """
    shown = [quoted(shortened(text), language) for text in texts[:NAMED]]
    if more := len(texts) - len(shown):
        shown.append(sentence("more", language, n=f"{more:,}"))
    return joined(shown, language)


def shortened(text: str, length: int = SHORT) -> str:
    """Return a text on one line of at most `length` characters, cut at a word with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return f"{line[: length - 1].rsplit(' ', 1)[0].rstrip(' ,;:')} …"


def opened(text: str, language: str) -> str:
    """Return what an item says as the opening of a sentence: with a capital, in Arabic quoted."""
    if spoken(language) == "ar":
        return quoted(text, language)
    return text[:1].upper() + on_one_line(text[1:])

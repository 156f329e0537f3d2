"""Slips in what people wrote: a figure outside the band of its word, hypotheses that are not rivals."""

import re
import unicodedata

from twosource.evidence.claims import Question
from twosource.terms import Term, load_table, vocabulary

_WITH_FIGURE = re.compile(r"^(?P<word>\D*?)[\s,:(]*(?P<figure>\d*[.,]?\d+)\s*(?P<percent>%?)\s*\)?$")


def shown_p(p: float) -> str:
    """Return a probability as written in a complaint: .875, .9, 1.2."""
    return f"{p:.4g}".removeprefix("0") or "0"


def misfit(word: str, p: float) -> str:
    """Say that a figure lies outside the band of a likelihood word; "" where it fits or the word is none."""
    term = _term(word)
    if term is None or term.low is None or term.high is None or term.low <= p <= term.high:
        return ""
    return (
        f"{word!r} stands for {shown_p(term.low)} to {shown_p(term.high)}, and {shown_p(p)} "
        "does not fit that band."
    )


def band_slip(text: str) -> str:
    """Say what is wrong with a word that a figure was added to ("likely .9"); "" where none was."""
    match = _WITH_FIGURE.match(text.strip())
    if match is None or _term(match["word"]) is None:
        return ""
    p = float(match["figure"].replace(",", ".")) / (100.0 if match["percent"] else 1.0)
    return misfit(match["word"], p) or f"{match['word']!r} is given the figure {shown_p(p)} as well."


def _term(word: str) -> Term | None:
    scale = vocabulary("likelihood")
    return scale[word] if word in scale.values() else None


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a hypothesis as they are compared: one form of each letter, no case, no marks."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return tuple("".join(c if c.isalnum() else " " for c in plain).split())


def same_text(first: str, second: str) -> bool:
    """Say whether two hypotheses are worded alike."""
    return folded_words(first) == folded_words(second)


def _is_part(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    n = len(inner)
    return 0 < n < len(outer) and any(outer[at : at + n] == inner for at in range(len(outer) - n + 1))


def _affirmed(words: tuple[str, ...]) -> tuple[str, ...]:
    table = load_table("negations")
    beside = {*table["words"], *table["auxiliaries"]}
    return tuple(word for word in words if word not in beside)


def _is_denial(words: tuple[str, ...]) -> bool:
    return not set(load_table("negations")["words"]).isdisjoint(words)


def overlap_of(first: str, second: str, question: Question) -> str:
    """Say how two hypotheses of a question look as if both could hold, or no third could; "" if they do not.

    Words are compared and nothing is understood, so this is a remark and no refusal.
    """
    texts = {h.name: folded_words(h.text) for h in question.named}
    one, other = texts[first], texts[second]
    if _is_denial(one) != _is_denial(other) and _affirmed(one) == _affirmed(other):
        if len(texts) > 2:
            return f"{first} and {second} deny each other, so nothing is left for the others: they overlap."
        return ""
    for inner, outer in ((first, second), (second, first)):
        if _is_part(texts[inner], texts[outer]) and not _is_denial(texts[outer]):
            return (
                f"{outer} repeats the words of {inner} and adds to them, so both could hold at once; "
                "hypotheses must exclude each other, so say in the text of the wider one what the narrower "
                "one adds."
            )
    return ""

"""What pictures of a weighing and the sentences beside them say in the language of their page.

No picture says a probability without a word or a range beside it; numbers on a right-to-left page are
isolated, so that a sign or a percent does not change sides.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import bidirectional

from twosource.dossier.wording import FSI, PDI, direction_of, label, name, number, percent
from twosource.errors import RefusedError
from twosource.terms import likelihood_word, load_table

LEAST, MOST = 0.01, 0.99
ENDLESS = 1e6
"""Odds beyond this are said as this: nobody weighs a million to one."""


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of one language, English where it lacks one, and how it writes figures."""

    language: str
    fixed: Mapping[str, str]
    shares: Sequence[tuple[float, str]]

    @property
    def spoken(self) -> str:
        """The language the words are really in: English where the one asked for has none."""
        return self.language if self.language in load_table("weighed_page")["languages"] else "en"

    @property
    def direction(self) -> str:
        """Which way the page runs: ltr or rtl, by the words themselves."""
        return direction_of(self.fixed["before"])

    def say(self, key: str, **given: object) -> str:
        """Return fixed words with what is given filled in. Raises KeyError for words that do not exist."""
        return self.fixed[key].format(**{k: self._apart(v) for k, v in given.items()})

    def _apart(self, value: object) -> object:
        """Return words isolated where letters of the other direction stand in them."""
        if not isinstance(value, str) or FSI in value:
            return value
        sides = ("R", "AL") if self.direction == "ltr" else ("L",)
        return name(value) if any(bidirectional(c) in sides for c in value) else value

    def quote(self, text: str) -> str:
        """Return what somebody wrote in quotation marks, isolated, without a closing stop of its own."""
        return self.say("quoted", words=name(text.strip().rstrip(".")))

    def listed(self, key: str) -> tuple[str, ...]:
        """Return fixed words that are a list, such as the heads of a table."""
        return tuple(self.fixed[key].split("|"))

    def isolated(self, figure: str) -> str:
        """Return a figure that keeps its own order inside words that run the other way."""
        return f"{FSI}{figure}{PDI}" if self.direction == "rtl" else figure

    def percent(self, p: float) -> str:
        """Return a probability as a percentage that never reads 0 or 100."""
        bounded = percent(min(max(p, LEAST), MOST))
        if p < LEAST:
            return self.say("under", n=self.isolated(bounded))
        if p > MOST:
            return self.say("over", n=self.isolated(bounded))
        return self.isolated(bounded)

    def range(self, low: float, high: float) -> str:
        """Return "28 % to 90 %"."""
        return self.say("range", low=self.percent(low), high=self.percent(high))

    def likely(self, word: str) -> str:
        """Return a likelihood word of the vocabulary in this language."""
        return label("likelihood", word, self.language)

    def how_likely(self, p: float) -> str:
        """Return the likelihood word for a probability in this language."""
        return self.likely(likelihood_word(min(max(p, 0.0), 1.0)))

    def decibans(self, value: float) -> str:
        """Return a number of decibans with its sign and one decimal, with a true minus."""
        return self.isolated(signed(value))

    def count(self, n: int) -> str:
        """Return a count in figures."""
        return self.isolated(f"{n:,}")

    def counted(self, n: int, one: str, many: str) -> str:
        """Return a count with its noun, by the keys of both forms."""
        return self.fixed[one] if n == 1 else self.say(many, n=self.count(n))

    def prose(self, n: int) -> str:
        """Return a count as prose has it: in English a word up to twelve, elsewhere figures."""
        return number(n) if self.spoken == "en" else self.count(n)

    def share(self, p: float) -> str:
        """Return a share in a word that stands before its noun: "most of"."""
        return next(words for least, words in self.shares if p >= least)

    def odds(self, ratio: float) -> str:
        """Return odds against one: "4.2"; large ones without decimals."""
        bounded = min(ratio, ENDLESS)
        return self.isolated(f"{bounded:.1f}" if bounded < 100 else f"{bounded:,.0f}")

    def joined(self, names: Sequence[str]) -> str:
        """Return names as a list in words."""
        if len(names) < 2:
            return "".join(names)
        return f"{self.fixed['list_comma'].join(names[:-1])}{self.fixed['list_last']}{names[-1]}"


@cache
def words_for(language: str) -> Words:
    """Return the fixed words of a language, English where it has none. Lists are joined by a bar."""
    table, beside = load_table("weighing_pictures"), load_table("weighed_page")
    chosen = {
        **table["languages"]["en"],
        **beside["languages"]["en"],
        **table["languages"].get(language, {}),
        **beside["languages"].get(language, {}),
    }
    fixed = {key: "|".join(value) if isinstance(value, list) else value for key, value in chosen.items()}
    shares = [(row["least"], row.get(language, row["en"])) for row in table["shares"]]
    return Words(language, fixed, tuple(sorted(shares, reverse=True)))


def signed(value: float) -> str:
    """Return a number with its sign and one decimal, with a true minus; nought has no sign.

    By hand: signed(-3.04) is "−3.0", signed(0.04) is "0.0".
    """
    text = f"{value:+.1f}"
    return text.replace("-", "\u2212") if float(text) else "0.0"


def refuse_unless_finite(what: str, values: Sequence[float]) -> None:
    """Raise RefusedError where a figure is missing or infinite: such a picture would lie."""
    if not all(math.isfinite(value) for value in values):
        raise RefusedError(
            f"The picture cannot be drawn: {what} holds a figure that is no number.",
            safe="Nothing was drawn.",
            remedy="Weigh the question again; if it stays, report it with the case's question.",
        )

"""The gate: which sentences of a page may not be published, why, and what to do about each.

Rules, each with its own small function:
1. A sentence about the case cites at least one passage or record row.
2. A citation quotes words that occur in its passage, and the passage still stands in its rendition.
3. Words a person puts in quotation marks stand in a passage they cite.
4. No sentence holds likelihood and confidence at once.
5. A count of sources is not above kappa of the claims spoken of.
6. A sentence about method asserts nothing about the case.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from twosource.dossier.compose import sentences_of
from twosource.dossier.contexts import DossierPage, Sentence, SentenceKind
from twosource.dossier.explaining import fixed_sentences
from twosource.dossier.wording import ELLIPSIS, bare, count, shorten
from twosource.terms import load_table, vocabulary

Mixes = Callable[[str], bool]

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")
_QUOTED = re.compile(r"“([^”]{8,})”|«([^»]{8,})»|\"([^\"]{8,})\"")
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+")
_WORD = re.compile(r"\w+", re.UNICODE)
_STOP = re.compile(r"[.;:!?؟%]")
YEARS = range(1900, 2101)
BETWEEN = 4
QUOTED_WORDS = 3
SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class GateProblem:
    """One reason why a page may not be published: which sentence, what is wrong, what to do."""

    number: int
    sentence: str
    problem: str
    remedy: str

    def line(self) -> str:
        """Return the problem as one line for a terminal."""
        return f"Sentence {self.number}: {self.problem} {self.remedy} ({shorten(bare(self.sentence), SHOWN)})"


def check(
    page: DossierPage, *, mixes_likelihood_and_confidence: Mixes | None = None
) -> tuple[GateProblem, ...]:
    """Return every problem of a page in reading order; none means that it may be published.

    `mixes_likelihood_and_confidence` is weighing's own test for one sentence. Without it a test
    on the words of the two scales is used, so that the gate is never open on that side.
    """
    mixes = mixes_likelihood_and_confidence or mixes_scales
    problems = []
    for sentence in sentences_of(page):
        for problem, remedy in _faults(page, sentence, mixes):
            problems.append(
                GateProblem(number=sentence.number, sentence=sentence.text, problem=problem, remedy=remedy)
            )
    return tuple(problems)


_Fault = tuple[str, str]


def _faults(page: DossierPage, sentence: Sentence, mixes: Mixes) -> Iterator[_Fault]:
    if sentence.kind is SentenceKind.METHOD:
        yield from _asserts_in_passing(page, sentence)
    else:
        yield from _lacks_evidence(sentence)
        yield from _misquotes(page, sentence)
        yield from _counts_too_many(page, sentence)
    if any(mixes(part) for part in _SENTENCE_END.split(bare(sentence.text))):
        yield (
            "It holds likelihood and confidence in one sentence.",
            "Say how probable it is in one sentence and how good the basis is in another.",
        )


def _lacks_evidence(sentence: Sentence) -> Iterator[_Fault]:
    if not sentence.citations:
        yield "It asserts something and cites nothing.", "Cite the passage it rests on, or strike it."


def _misquotes(page: DossierPage, sentence: Sentence) -> Iterator[_Fault]:
    for note in sentence.citations:
        anchor = page.anchors.get(note.reference)
        if anchor is None or not _occurs(note.words, anchor.words):
            yield (
                f"It cites words that do not occur in their passage ({note.siglum}).",
                "Cite the passage again with `twosource cite`.",
            )
        elif not anchor.stands:
            yield (
                f"The passage it cites no longer stands in its rendition ({note.siglum}, "
                f"{bare(note.locator)}).",
                "Read the exhibit again and cite the passage anew.",
            )
    if sentence.by_editor:
        yield from _quotes_from_nowhere(page, sentence)


def _quotes_from_nowhere(page: DossierPage, sentence: Sentence) -> Iterator[_Fault]:
    held = [a.words for n in sentence.citations if (a := page.anchors.get(n.reference))]
    for match in _QUOTED.finditer(bare(sentence.text)):
        words = next(group for group in match.groups() if group)
        if len(words.split()) >= QUOTED_WORDS and not any(_occurs(words, text) for text in held):
            yield (
                f"It quotes “{shorten(words, 60)}”, which no passage it cites says.",
                "Quote the words as they stand, or take the quotation marks away.",
            )


def _occurs(words: str, text: str) -> bool:
    """Say whether every piece between ellipses stands in the text, in order; spaces count alike."""
    held, at = _SPACE.sub(" ", bare(text)), 0
    pieces = [p.strip() for p in _SPACE.sub(" ", bare(words)).split(ELLIPSIS)]
    wanted = [p for p in pieces if p]
    for piece in wanted:
        found = held.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return bool(wanted) or not held.strip()


def _counts_too_many(page: DossierPage, sentence: Sentence) -> Iterator[_Fault]:
    cited = (c for n in sentence.citations if (a := page.anchors.get(n.reference)) for c in a.claims)
    claims = sentence.about or tuple(cited)
    text = bare(sentence.text)
    for nouns, allowed in (("nouns", page.kappas), ("origins", page.ks)):
        known = [allowed[c] for c in claims if c in allowed] or list(allowed.values())
        if not known:
            continue
        for words, counted in counts_of_sources(text, sentence.language, nouns):
            if counted > max(known):
                yield _too_many(words, max(known), nouns)


def _too_many(words: str, most: int, nouns: str) -> _Fault:
    there = count(most, "pair of hands", "pairs of hands") if nouns == "nouns" else count(most, "origin")
    return (
        f"It says “{words}” where there {'is' if most == 1 else 'are'} {there}.",
        "Say how many reports there are and through how many hands they came.",
    )


@dataclass(frozen=True, slots=True)
class _Lexicon:
    nouns: frozenset[str]
    stops: frozenset[str]
    numbers: Mapping[str, int]


@cache
def _lexicon(language: str, nouns: str) -> _Lexicon:
    table: Mapping[str, Any] = load_table("gate")["languages"].get(language, {})
    return _Lexicon(
        frozenset(table.get(nouns, ())), frozenset(table.get("stops", ())), table.get("numbers", {})
    )


def counts_of_sources(text: str, language: str = "en", nouns: str = "nouns") -> tuple[tuple[str, int], ...]:
    """Return (words, least number meant) for every count of sources in a text: "eleven named sources", 11.

    A number counts if a noun for sources follows within four words, with no noun for copies, no
    month and no stop mark between; years are no counts. English and Arabic are always read.
    """
    lexicons = [_lexicon(spoken, nouns) for spoken in dict.fromkeys(("en", "ar", language))]
    found = (counted for lexicon in lexicons for counted in _counted(text, lexicon))
    return tuple(dict.fromkeys(found))


def _counted(text: str, lexicon: _Lexicon) -> Iterator[tuple[str, int]]:
    text = _NUMBER.sub(lambda m: re.sub(r"\D", "", m[0]), text)
    words = list(_WORD.finditer(text))
    for at, match in enumerate(words):
        value = _value(match[0].casefold(), lexicon.numbers)
        if value is None:
            continue
        if match[0].casefold() in lexicon.nouns:
            yield match[0], value
            continue
        for later in words[at + 1 : at + 1 + BETWEEN]:
            stretch = text[match.start() : later.end()]
            if _STOP.search(stretch) or later[0].casefold() in lexicon.stops:
                break
            if later[0].casefold() in lexicon.nouns:
                yield stretch, value
                break


def _value(word: str, numbers: Mapping[str, int]) -> int | None:
    if not word.isdecimal():
        return numbers.get(word)
    value = int(word) if len(word) < 7 else None
    return None if value is None or value in YEARS else value


@cache
def _scales() -> tuple[re.Pattern[str], re.Pattern[str]]:
    likelihood = sorted((t.value for t in vocabulary("likelihood").terms), key=len, reverse=True)
    confidence = [t.value for t in vocabulary("confidence").terms]
    return (
        re.compile(rf"\b(?:{'|'.join(map(re.escape, likelihood))}|probabl[ey]|improbable)\b", re.IGNORECASE),
        re.compile(
            rf"\b(?:{'|'.join(map(re.escape, confidence))})[- ]confidence\b|\bconfident(?:ly)?\b",
            re.IGNORECASE,
        ),
    )


def mixes_scales(sentence: str) -> bool:
    """Say whether one sentence holds a likelihood word and a confidence word."""
    likelihood, confidence = _scales()
    return bool(likelihood.search(sentence) and confidence.search(sentence))


def _asserts_in_passing(page: DossierPage, sentence: Sentence) -> Iterator[_Fault]:
    if sentence.text in fixed_sentences():
        return
    text = bare(sentence.text)
    for words in page.case_words:
        if not _is_name(words) or words not in text:
            continue
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            yield (
                f"It is declared to be about method and speaks of “{shorten(words, 60)}”.",
                "Move what it says about the case into a sentence with a citation.",
            )


def _is_name(words: str) -> bool:
    """Say whether words can be told from ordinary prose: several, or one that is no lower-case word."""
    return " " in words or words != words.casefold() or not words.isascii()

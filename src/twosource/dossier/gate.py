"""The gate: which sentences of a page may not be published, why, and what to do about each.

Rules, each with its own small function:
1. A sentence about the case cites at least one passage or record row.
2. A citation quotes words that occur in its passage, and the passage still stands in its rendition.
3. Words a person puts in quotation marks stand in a passage they cite.
4. No sentence holds likelihood and confidence at once.
5. A count of sources is not above kappa of the claims spoken of.
6. No sentence holds a word of proof or certainty, but inside words quoted from a cited passage.
7. Sources are called several or independent only where kappa is two or more and a person has read them.
8. A sentence a person wrote shares names or content words with a passage it cites, and names nobody
   whom no cited passage names.
9. A sentence about method asserts nothing about the case.

What the gate cannot do: say whether a sentence says what its passage says. It compares words; a
person must read the two side by side.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from twosource.dossier.compose import sentences_of
from twosource.dossier.contexts import DossierPage, Sentence, SentenceKind
from twosource.dossier.explaining import fixed_sentences
from twosource.dossier.overreach import words_of_proof, words_of_separateness
from twosource.dossier.speaking import (
    Cited,
    is_marked_translated,
    language_of,
    names_in,
    shares,
    speaks_of,
    unnamed,
)
from twosource.dossier.veil import fold
from twosource.dossier.wording import ELLIPSIS, bare, count, shorten
from twosource.evidence.quoting import within_marks
from twosource.terms import load_table, vocabulary

Mixes = Callable[[str], bool]

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")
_QUOTED = re.compile(r"“([^”]{8,})”|«([^»]{8,})»|\"([^\"]{8,})\"")
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+")
_WORD = re.compile(r"\w+", re.UNICODE)
_STOP = re.compile(r"[.;:!?؟%]")
_ANY_QUOTED = re.compile(r"“([^”]+)”|«([^»]+)»|\"([^\"]+)\"")
YEARS = range(1900, 2101)
BETWEEN = 4
QUOTED_WORDS = 3
SHOWN = 70
SIDE_BY_SIDE = "The gate compares words only: read the sentence and its passage side by side."


@dataclass(frozen=True, slots=True, kw_only=True)
class GateProblem:
    """One reason why a page may not be published: which sentence, what is wrong, what to do.

    That a sentence has no problem means that its words passed the rules above, not that it is
    true, nor that it says what its passage says: only a person who reads both can tell.
    """

    number: int
    sentence: str
    problem: str
    remedy: str

    @property
    def quote(self) -> str:
        """The sentence, shortened: enough to find it by."""
        return shorten(bare(self.sentence), SHOWN)

    def line(self) -> str:
        """Return the problem as one line for a terminal: number, sentence, what is wrong, what to do."""
        return f"Sentence {self.number} (“{self.quote}”): {self.problem} {self.remedy}"


def check(
    page: DossierPage, *, mixes_likelihood_and_confidence: Mixes | None = None
) -> tuple[GateProblem, ...]:
    """Return every problem of a page in reading order; none means that it may be published.

    `mixes_likelihood_and_confidence` is weighing's own test for one sentence. Without it a test
    on the words of the two scales is used, so that the gate is never open on that side.
    """
    mixes = mixes_likelihood_and_confidence or mixes_scales
    problems = []
    seen = _seen(page)
    for sentence in sentences_of(page):
        for problem, remedy in (*_faults(page, sentence, mixes), *_strays(page, sentence, seen)):
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
        yield from _separates(page, sentence)
    yield from _proves(page, sentence)
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
    """Say whether every piece between ellipses stands in the text, in order.

    Spaces count alike, and so do double and single quotation marks: quoted, the inner ones are single.
    """
    held, at = _SPACE.sub(" ", within_marks(bare(text))), 0
    pieces = [p.strip() for p in _SPACE.sub(" ", within_marks(bare(words))).split(ELLIPSIS)]
    wanted = [p for p in pieces if p]
    for piece in wanted:
        found = held.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return bool(wanted) or not held.strip()


def _own_words(page: DossierPage, sentence: Sentence) -> str:
    """Return a sentence without party names and without words quoted from a cited passage.

    Sentences the program makes may quote a claim as it is worded as well.
    """
    held = [a.words for n in sentence.citations if (a := page.anchors.get(n.reference))]
    claims = (
        ()
        if sentence.by_editor
        else tuple(within_marks(bare(c).strip().rstrip(".")) for c in page.claim_texts)
    )

    def kept(match: re.Match[str]) -> str:
        words = next(group for group in match.groups() if group)
        is_held = within_marks(words) in claims or any(_occurs(words, text) for text in held)
        return " " if is_held else match[0]

    text = _ANY_QUOTED.sub(kept, bare(sentence.text))
    for name in page.names:
        if _is_name(name) and name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return text


def _proves(page: DossierPage, sentence: Sentence) -> Iterator[_Fault]:
    if sentence.text in fixed_sentences():
        return
    for words in words_of_proof(_own_words(page, sentence)):
        yield (
            f"It speaks of proof or certainty (“{words}”); things are supported, contradicted or open.",
            "Say who says it, or how probable it is in words; quote the word if a cited passage holds it.",
        )


def _separates(page: DossierPage, sentence: Sentence) -> Iterator[_Fault]:
    found = words_of_separateness(_own_words(page, sentence))
    if not found:
        return
    claims = [c for c in _claims_of(page, sentence) if c in page.kappas]
    checked = [c for c in (claims or page.kappas) if c not in page.unchecked]
    if max((page.kappas[c] for c in checked), default=0) >= 2:
        return
    why = "where there is one pair of hands" if checked else "where nobody has checked whether they are"
    for words in found:
        yield (
            f"It calls sources several or independent (“{words}”) {why}.",
            "Say how many reports there are and through how many hands they came.",
        )


def _seen(page: DossierPage) -> frozenset[str]:
    """Return, folded, every word the page or a cited passage writes without a capital."""
    texts = [a.words for a in page.anchors.values()] + list(page.claim_texts)
    texts += [bare(s.text) for s in sentences_of(page) if not s.by_editor]
    words = (m[0] for text in texts for m in _WORD.finditer(text) if m[0][:1].islower())
    return frozenset(fold(word)[0] for word in words)


def _strays(page: DossierPage, sentence: Sentence, seen: frozenset[str]) -> Iterator[_Fault]:
    """Hold a sentence a person wrote to the words of what it cites."""
    anchors = [a for n in sentence.citations if (a := page.anchors.get(n.reference))]
    if not sentence.by_editor or not anchors:
        return
    text = bare(sentence.text)
    cited = [Cited(words=a.words, language=a.language, names=a.names) for a in anchors]
    named = names_in(text, seen)
    known = (*named, *(n for n in page.names if n.casefold() in text.casefold()))
    if any(speaks_of(text, passage, known) for passage in cited):
        for name in unnamed(named, cited):
            yield (
                f"It names “{name}”, whom no passage it cites names.",
                f"Cite a passage that does, or leave the name out. {SIDE_BY_SIDE}",
            )
        return
    spoken = language_of(text, sentence.language)
    if all(a.language and a.language != spoken for a in anchors):
        if not is_marked_translated(text):
            yield (
                "The passage cited is in another language and no name or number is in common.",
                f"Say in the sentence that it is translated, or cite a translation. {SIDE_BY_SIDE}",
            )
        return
    yield (_no_word_in_common(text, cited), f"Cite the passage that does, or strike it. {SIDE_BY_SIDE}")


def _no_word_in_common(text: str, cited: list[Cited]) -> str:
    if shares(text, cited):
        return "The passage cited hardly speaks of this: one word in common, and no name."
    return "The passage cited does not speak of this: no name or content word in common."


def _claims_of(page: DossierPage, sentence: Sentence) -> tuple[str, ...]:
    cited = (c for n in sentence.citations if (a := page.anchors.get(n.reference)) for c in a.claims)
    return sentence.about or tuple(cited)


def _counts_too_many(page: DossierPage, sentence: Sentence) -> Iterator[_Fault]:
    claims = _claims_of(page, sentence)
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

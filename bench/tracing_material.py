"""Generated claims for measuring tracing: separate reports, copies, chains of credits, footers.

Words are made of syllables and drawn by a Zipf law, so that common words are as common as in a language
and chance shares short runs between texts that have nothing to do with each other. Everything is seeded.

By hand: kind "copies" with 100 statements is ten first reports and ninety pages that keep most of one of
them, each word changed with probability .05; every page has 300 words.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from twosource.dates import day
from twosource.evidence.claims import Claim
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement
from twosource.terms import Access, Action, Channel, PartyKind, Stance, Standing, Voice
from twosource.tracing import ClaimEvidence

Words = NDArray[np.int64]
N_VOCABULARY = 30_000
START = date(2016, 5, 2)
MACHINE = Made(by="bench", standing=Standing.SUGGESTION)
ONSETS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "th", "br", "kl")
VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")
ENDS = ("", "n", "r", "s", "l", "m", "t")


@dataclass(frozen=True, slots=True)
class Told:
    """One report before it is a statement: its words, whoever carries it, and whom it credits (or nobody)."""

    words: Words
    outlet: str
    credits: str = ""


@cache
def vocabulary() -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return the words and the cumulated probability of each, commonest and shortest first."""
    rng = np.random.default_rng(7)
    words: dict[str, None] = {}
    while len(words) < N_VOCABULARY:
        n_syllables = 1 + int(len(words) > 200) + int(len(words) > 5_000)
        syllables = (f"{_one(rng, ONSETS)}{_one(rng, VOWELS)}{_one(rng, ENDS)}" for _ in range(n_syllables))
        words["".join(syllables)] = None
    p = 1.0 / (np.arange(N_VOCABULARY) + 2.7)
    return tuple(words), np.cumsum(p / p.sum())


def _one(rng: np.random.Generator, of: tuple[str, ...]) -> str:
    return of[int(rng.integers(len(of)))]


def some_words(rng: np.random.Generator, n: int) -> Words:
    """Return n words as numbers, drawn by the Zipf law."""
    return np.searchsorted(vocabulary()[1], rng.random(n)).astype(np.int64)


def changed(rng: np.random.Generator, words: Words, share: float) -> Words:
    """Return the words with about a share of them replaced."""
    hit = rng.random(words.size) < share
    return np.where(hit, some_words(rng, words.size), words)


def separate(n: int, n_words: int, rng: np.random.Generator) -> Iterator[Told]:
    """Yield reports that have nothing in common but the language."""
    for i in range(n):
        yield Told(some_words(rng, n_words), f"outlet {i}")


def copies(n: int, n_words: int, rng: np.random.Generator) -> Iterator[Told]:
    """Yield ten first reports and copies of them that keep six tenths or more, changed here and there."""
    firsts = [some_words(rng, n_words) for _ in range(min(10, n))]
    for i in range(n):
        if i < len(firsts):
            yield Told(firsts[i], f"outlet {i}")
            continue
        source = int(rng.integers(len(firsts)))
        n_kept = int(n_words * (0.6 + 0.4 * rng.random()))
        kept = changed(rng, firsts[source][:n_kept], 0.05)
        rest = some_words(rng, n_words - n_kept)
        yield Told(
            np.concatenate((kept, rest)), f"outlet {i}", f"outlet {source}" if rng.random() < 0.5 else ""
        )


def drifting(n: int, n_words: int, rng: np.random.Generator) -> Iterator[Told]:
    """Yield reports each of which is the one before it with three words in a hundred changed."""
    words = some_words(rng, n_words)
    for i in range(n):
        yield Told(words, f"outlet {i}")
        words = changed(rng, words, 0.03)


def chains(n: int, n_words: int, rng: np.random.Generator) -> Iterator[Told]:
    """Yield reports of which each credits the one before it: one line of credits, as deep as there are."""
    for i in range(n):
        yield Told(some_words(rng, n_words), f"outlet {i}", f"outlet {i - 1}" if i else "")


def identical(n: int, n_words: int, rng: np.random.Generator) -> Iterator[Told]:
    """Yield one text, printed by everybody."""
    words = some_words(rng, n_words)
    for i in range(n):
        yield Told(words, f"outlet {i}")


def footers(n: int, n_words: int, rng: np.random.Generator) -> Iterator[Told]:
    """Yield separate reports of a few outlets, each page with forty words of its outlet and forty of all."""
    n_outlets = max(1, n // 10)
    under = [some_words(rng, 40) for _ in range(n_outlets)]
    shared = some_words(rng, 40)
    for i in range(n):
        outlet = i % n_outlets
        yield Told(
            np.concatenate((some_words(rng, n_words), under[outlet], shared)),
            f"outlet {outlet}",
        )


KINDS: Mapping[str, Callable[[int, int, np.random.Generator], Iterator[Told]]] = {
    "separate": separate,
    "copies": copies,
    "drifting": drifting,
    "chains": chains,
    "identical": identical,
    "footers": footers,
}


def claim_of(kind: str, n: int, n_words: int, seed: int = 1, name: str = "claim") -> ClaimEvidence:
    """Return the evidence of one claim with n statements of one kind, one report a day at most ten a day."""
    rng = np.random.default_rng([seed, n, n_words])
    spelled = np.array(vocabulary()[0], dtype=object)
    statements, texts, published = [], {}, {}
    passages: dict[str, Passage] = {}
    parties: dict[str, Party] = {}
    for i, told in enumerate(KINDS[kind](n, n_words, rng)):
        exhibit = f"{name} exhibit {i:07d}"
        text = " ".join(spelled[told.words].tolist())
        end = text.find(" ", min(len(text), 160)) % (len(text) + 1)
        statements.append(_statement(exhibit, told))
        texts[exhibit], published[exhibit] = text, day(START + timedelta(days=i // 10 % 3_000))
        passages[f"passage {exhibit}"] = _passage(exhibit, text[:end])
        for party_id in filter(None, (told.outlet, told.credits)):
            parties.setdefault(party_id, _party(party_id))
    return ClaimEvidence(
        claim=Claim(
            claim_id=name,
            text="Arms were moved.",
            action=Action.AGREE,
            access_class="closed event",
            made=MACHINE,
        ),
        statements=tuple(statements),
        passages=passages,
        texts=texts,
        parties=parties,
        published=published,
    )


def _statement(exhibit: str, told: Told) -> Statement:
    chain = [_link(told.outlet)] + ([_link(told.credits)] if told.credits else [])
    return Statement(
        statement_id=f"statement {exhibit}",
        passage_id=f"passage {exhibit}",
        exhibit_id=exhibit,
        chain=AttributionChain(links=tuple(chain)),
        stance=Stance.ASSERTS,
        hedge=0,
        voice=Voice.ATTRIBUTED if told.credits else Voice.OWN,
        made=MACHINE,
    )


def _link(party_id: str) -> Link:
    return Link(party_id=party_id, access=Access.UNKNOWN, channel=Channel.UNKNOWN)


def _party(party_id: str) -> Party:
    return Party(party_id=party_id, name=party_id, kind=PartyKind.OUTLET, made=MACHINE, is_protected=False)


def _passage(exhibit: str, text: str) -> Passage:
    return Passage(
        passage_id=f"passage {exhibit}",
        rendition_id=f"rendition {exhibit}",
        exhibit_id=exhibit,
        start=0,
        end=len(text),
        text=text,
    )

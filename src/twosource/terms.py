"""Every scale and closed list, with its words taken from `vocabulary/*.toml`.

The enumerations give code its names; the vocabulary files give definitions, standards
and labels per language. `tests/test_terms.py` holds the two together.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Access(StrEnum):
    """How somebody knows what they say."""

    DID = "did"
    SAW = "saw"
    READ = "read the document"
    WAS_TOLD = "was told"
    INFERS = "infers"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """What somebody does with a claim: polarity lives here, never in the claim."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    ASKS = "asks"


class Modality(StrEnum):
    """In what mood the content stands: as fact, or only as possible, foretold, wished, asked."""

    ACTUAL = "actual"
    POSSIBLE = "possible"
    PREDICTED = "predicted"
    CONDITIONAL = "conditional"
    ASKED = "asked"
    ORDERED = "ordered"
    WISHED = "wished"


class Tense(StrEnum):
    """When the content is said to hold, seen from whoever says it."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    UNKNOWN = "unknown"


class Voice(StrEnum):
    """Whether the publisher says it, or says that somebody says it."""

    OWN = "own"
    ATTRIBUTED = "attributed"


class Channel(StrEnum):
    """By what means one link of a chain reached the next."""

    SPEECH = "speech"
    DOCUMENT = "document"
    PUBLICATION = "publication"
    WIRE = "wire"
    RECORD = "record"
    UNKNOWN = "unknown"


class DerivationKind(StrEnum):
    """In what way a statement comes from another one."""

    QUOTES = "quotes"
    TRANSLATES = "translates"
    PARAPHRASES = "paraphrases"
    RELIES_ON = "relies on"
    SAME_MATERIAL = "same material"
    SAME_VOICE = "same voice"


class FeatureKind(StrEnum):
    """What a child has in common with a parent: the kinds of signs that one copied the other."""

    CREDIT = "credit"
    REPRINT = "reprint"
    SHARED_WORDS = "shared words"
    SHARED_ERROR = "shared error"
    SHARED_TRANSLATION = "shared translation"
    SHARED_SPELLING = "shared spelling"
    SHARED_NUMBER = "shared number"
    SHARED_FACTS = "shared facts"
    ORDER_OF_FACTS = "order of facts"
    SHARED_PICTURE = "shared picture"
    SAME_MATERIAL = "same material"
    RULING = "ruling"


class Status(StrEnum):
    """Where every exhibit ends; the four counts add up to what was received."""

    READ = "read"
    PARTLY_READ = "partly read"
    REFUSED = "refused"
    WAITING = "waiting"


class Standing(StrEnum):
    """Whether a machine suggests it or a person decided it."""

    SUGGESTION = "suggestion"
    JUDGEMENT = "judgement"


class PartyKind(StrEnum):
    """What sort of actor a party is."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
    OFFICE = "office"
    OUTLET = "outlet"
    AGENCY = "agency"
    MONITOR = "monitor"
    PLACEHOLDER = "placeholder"


class RenditionKind(StrEnum):
    """What was derived from an original."""

    TEXT = "text"
    TRANSCRIPTION = "transcription"
    TRANSLATION = "translation"
    PAGE_IMAGE = "page image"


class Action(StrEnum):
    """What an event is about: every PLOVER root and what leaked orders need; action.toml joins the two."""

    WITHDRAW = "withdraw"
    TRANSFER = "transfer"
    EVACUATE = "evacuate"
    BOMB = "bomb"
    RECAPTURE = "recapture"
    HAND_OVER = "hand over"
    TRADE = "trade"
    GRANT_PASSAGE = "grant passage"
    AGREE = "agree"
    COORDINATE = "coordinate"
    ORDER = "order"
    DETAIN = "detain"
    PAY = "pay"
    SUPPLY = "supply"
    FIGHT = "fight"
    KILL = "kill"
    LEAK = "leak"
    FORGE = "forge"
    VERIFY = "verify"
    ACCUSE = "accuse"
    CONSULT = "consult"
    SUPPORT = "support"
    CONCEDE = "concede"
    COOPERATE = "cooperate"
    AID = "aid"
    RETREAT = "retreat"
    REQUEST = "request"
    REJECT = "reject"
    THREATEN = "threaten"
    PROTEST = "protest"
    SANCTION = "sanction"
    MOBILISE = "mobilise"
    COERCE = "coerce"
    ASSAULT = "assault"
    OTHER = "other"


class Confidence(StrEnum):
    """How good our basis is. Never in one sentence with a likelihood."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


MAX_HEDGE = 6
SOMETHING_ELSE = "something_else"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a scale or list, with its meaning and, on scales, its band."""

    value: str
    definition: str
    labels: Mapping[str, str]
    low: float | None = None
    high: float | None = None
    point: float | None = None

    def label(self, language: str = "en") -> str:
        """Return the word as shown in `language`, else in English, else the value."""
        return self.labels.get(language) or self.labels.get("en") or self.value


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One reviewed list: its name, the standard it follows, its terms in order."""

    name: str
    standard: str
    note: str
    terms: tuple[Term, ...]

    def __getitem__(self, value: str) -> Term:
        """Return the term with that value. Raises KeyError."""
        for term in self.terms:
            if term.value == value:
                return term
        raise KeyError(value)

    def values(self) -> tuple[str, ...]:
        """Return the values in order."""
        return tuple(term.value for term in self.terms)


def _term(row: Mapping[str, Any]) -> Term:
    return Term(
        value=row["value"],
        definition=row.get("definition", ""),
        labels=row.get("label", {}),
        low=row.get("low"),
        high=row.get("high"),
        point=row.get("point"),
    )


@cache
def vocabulary(name: str) -> Vocabulary:
    """Load one list from `vocabulary/<name>.toml`. Raises FileNotFoundError."""
    text = files("twosource").joinpath("vocabulary", f"{name}.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return Vocabulary(
        name=data["name"],
        standard=data["standard"],
        note=data.get("note", ""),
        terms=tuple(_term(row) for row in data["terms"]),
    )


@cache
def load_table(name: str) -> Mapping[str, Any]:
    """Load a vocabulary file as plain TOML data: lexicons and tables with their own keys."""
    text = files("twosource").joinpath("vocabulary", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def likelihood(word: str) -> Term:
    """Return the ICD 203 term for a word: band `low`..`high`, middle `point`. KeyError if unknown."""
    return vocabulary("likelihood")[word]


def likelihood_word(p: float) -> str:
    """Return the word whose band holds probability `p`; bounds go to the higher word.

    Raises ValueError outside 0..1. Below .01 and above .99 the outermost words are used,
    because no word of the scale claims more.
    """
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"not a probability: {p}")
    word = ""
    for term in vocabulary("likelihood").terms:
        if word == "" or (term.low is not None and p >= term.low):
            word = term.value
    return word


def likelihood_ratio_word(ratio: float) -> str:
    """Return the forensic word for a likelihood ratio; ratios below one are inverted first."""
    if ratio <= 0.0:
        raise ValueError(f"not a likelihood ratio: {ratio}")
    size = max(ratio, 1.0 / ratio)
    word = ""
    for term in vocabulary("likelihood_ratio").terms:
        if word == "" or (term.low is not None and size >= term.low):
            word = term.value
    return word

"""Whether a web page's name for itself fits its address: anybody can call a page by a paper's name.

Only names in Latin letters can be held against an address, and only a name no part of which stands in it,
nor its initials, nor another spelling of the same body, is doubted; `news` in it proves nothing. An
archive's address is nobody's.

By hand: `The Daily Quay` fits dailyquay.example and tdq.example, and not news-today.example.
"""

import re
from dataclasses import dataclass

from twosource.attributing.lexicon import PhraseIndex, known_names, lexicon_for
from twosource.attributing.mentions import Known
from twosource.attributing.tokens import fold_phrase, tokenise
from twosource.evidence.holdings import Rendition

PAGE_MAKER = "html"
MIN_PART = 3
# Scheme, then whoever may be named before an @, then the host as far as its port or path.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:@]+)", re.IGNORECASE)
_ARCHIVES = ("archive.", "web.archive.org", "webcache.", "perma.cc", "localhost", "webcitation.org")
_SMALL = frozenset({"the", "der", "die", "das", "le", "la", "les", "el", "il", "of", "and", "al", "online"})
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """An address that contradicts the name a page gives itself, and how that is said."""

    host: str
    why: str


def host_of(rendition: Rendition) -> str:
    """Return the host of the address a page has, without `www.`; empty where it has none or an archive's."""
    for name in ("canonical", "url"):
        found = _ADDRESS.match(rendition.value_of(name).strip())
        host = found[1].lower().removeprefix("www.") if found else ""
        if "." in host and not host.startswith(_ARCHIVES):
            return host
    return ""


def doubted(rendition: Rendition, name: str, index: PhraseIndex[Known]) -> Doubt | None:
    """Return the doubt about a page's own name for its site; what a person declared has none."""
    host = host_of(rendition)
    if rendition.maker != PAGE_MAKER or not host or _is_declared(name, index) or _fits(name, host):
        return None
    why = f'the page calls its site "{name}", which is its own word; its address is {host}, and that is taken'
    return Doubt(host, why)


def _is_declared(name: str, index: PhraseIndex[Known]) -> bool:
    """Say whether a name is that of a party of the case."""
    folded = [token.folded for token in tokenise(name, 0, len(name)) if token.is_word]
    hit = index.at(folded, 0) if folded and folded[0] in index else None
    return hit is not None and hit[0] == len(folded) and bool(hit[1].party_id)


def _fits(name: str, host: str) -> bool:
    spellings = {name}
    for row in known_names():
        if name in (row.name, *row.aliases):
            spellings.update((row.name, *row.aliases))
    checked = [words for spelling in spellings if (words := _latin(spelling))]
    bare = host.replace("-", "")
    return not checked or any(_stands_in(words, bare) for words in checked)


def _latin(name: str) -> list[str]:
    """Return the words of a name that an address can hold; none where its letters are not Latin."""
    words = [word.translate(_LETTERS).replace("'", "") for word in fold_phrase(name.replace("-", " "))]
    return words if words and all(word.isascii() for word in words) else []


def _stands_in(words: list[str], host: str) -> bool:
    full = [word for word in words if word not in _SMALL] or words
    kept = [word for word in full if word not in lexicon_for("en").outlet_words] or full
    initials = {"".join(word[0] for word in group) for group in (words, full)}
    labels = set(host.split("."))
    whole = not labels.isdisjoint(kept) or any(len(word) >= MIN_PART and word in host for word in kept)
    return whole or any(i in host for i in initials if len(i) >= MIN_PART) or bool(initials & labels)

"""From names as written to parties: first those of the case, then the outlets list, else a new one.

A new party is a suggestion. Its id is made of its folded name, so that two exhibits that name
the same body meet; how unnamed people meet is told in `unnamed`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from twosource.attributing.discourse import LABEL, Source
from twosource.attributing.lexicon import LANGUAGES, Lexicon, PhraseIndex, known_names, titles_of
from twosource.attributing.mentions import Known
from twosource.attributing.tokens import fold_name, fold_phrase
from twosource.attributing.unnamed import unnamed
from twosource.evidence.testimony import Made, Party
from twosource.ids import key
from twosource.terms import PartyKind, Standing

SHORT_ID = 8


@dataclass(frozen=True, slots=True)
class Directory:
    """Every known spelling: `index` for reading texts, the parties of the case by id and by folded name.

    `listed` is the outlets list by spelling with its article, because an article can be the name.
    """

    index: PhraseIndex[Known]
    by_id: dict[str, Party]
    by_name: dict[str, Known]
    listed: dict[str, Known]

    @classmethod
    def of(cls, known: Sequence[Party]) -> "Directory":
        """Return the directory of the parties of a case and the outlets list.

        A spelling two parties of the case share names neither: guessing would join two people.
        The last ones made are kept, because a desk asks for the same with every rendition.
        """
        return _directory(tuple(known))

    def party(self, name: str, kind: PartyKind, made: Made, *, exhibit_id: str = "") -> Party:
        """Return the party a name stands for. Placeholders belong to their exhibit.

        A person's key leaves out titles and single letters, so that "Dr A B" and "A C. B" are "A B".
        """
        if name in self.by_id:
            return self.by_id[name]
        folded = fold_name(name) or name
        if (own := self.by_name.get(folded)) is not None:
            return self.by_id[own.party_id]
        if kind is PartyKind.PERSON:
            folded = person_key(folded)
            if (own := self.by_name.get(folded)) is not None:
                return self.by_id[own.party_id]
        if kind is PartyKind.PLACEHOLDER:
            return _machine(name, kind, key("party", exhibit_id, folded), made)
        if (entry := self.listed.get(_plain(name))) is not None:
            return _machine(entry.name, entry.kind, key("party", fold_name(entry.name)), made)
        return _machine(name, kind, key("party", folded), made)

    def party_of(self, source: Source, place: "Place", made: Made) -> Party:
        """Return the party of a source the rules found; whoever has no name is one per class and outlet."""
        if source.known is not None and source.known.party_id:
            return self.by_id[source.known.party_id]
        own = self.by_name.get(fold_name(source.name) or source.name)
        if source.role == LABEL:
            name = f"{source.name} (in {place.exhibit_id[:SHORT_ID]})"
            return _machine(name, source.kind, key("party", place.exhibit_id, "label", source.name), made)
        if source.kind is not PartyKind.PLACEHOLDER or own is not None:
            return self.party(source.name, source.kind, made, exhibit_id=place.exhibit_id)
        called, same = unnamed(source, place.lexicon)
        if place.outlet is None:
            name = f"{called} (in {place.exhibit_id[:SHORT_ID]})"
            return _machine(name, source.kind, key("party", place.exhibit_id, same), made)
        name = f"{called} (through {place.outlet.shown})"
        return _machine(name, source.kind, key("party", "through", place.outlet.party_id, same), made)


@lru_cache(maxsize=4)
def _directory(known: tuple[Party, ...]) -> Directory:
    spellings: dict[str, Known] = {}
    listed: dict[str, Known] = {}
    for row in known_names():
        entry = Known(row.name, row.kind)
        for spelling in (row.name, *row.aliases):
            spellings.setdefault(spelling, entry)
            listed.setdefault(_plain(spelling), entry)
    by_name = _add_case(known, spellings, listed)
    index = PhraseIndex(spellings.items())
    by_id = {party.party_id: party for party in known}
    return Directory(index=index, by_id=by_id, by_name=by_name, listed=listed)


class Place(NamedTuple):
    """Where a source is credited: its exhibit, the language, and the outlet that stands before it, if any."""

    exhibit_id: str
    lexicon: Lexicon
    outlet: Party | None = None


@cache
def _titles() -> frozenset[str]:
    return frozenset(title for code in LANGUAGES for title in titles_of(code))


@lru_cache(maxsize=16384)
def person_key(folded: str) -> str:
    """Return a folded name without the titles before it and without initials, if two words are left."""
    words = folded.split()
    while len(words) > 2 and words[0] in _titles():
        words.pop(0)
    full = [word for word in words if len(word) > 1]
    return " ".join(full if len(full) >= 2 else words)


def _machine(name: str, kind: PartyKind, party_id: str, made: Made) -> Party:
    return Party(party_id=party_id, name=name, kind=kind, made=made)


@lru_cache(maxsize=16384)
def _plain(name: str) -> str:
    """Return a name folded with its article: "The Hill" is a paper and "Hill" is not."""
    return " ".join(fold_phrase(name.replace("-", " ")))


def _add_case(
    known: Sequence[Party], spellings: dict[str, Known], listed: dict[str, Known]
) -> dict[str, Known]:
    """Add the spellings of the case to the index; return its parties by folded name."""
    by_name: dict[str, Known] = {}
    owners: dict[str, set[str]] = {}
    for party in known:
        for spelling in _spellings(party, listed):
            for folded in {fold_name(spelling), person_key(fold_name(spelling))}:
                owners.setdefault(folded, set()).add(party.party_id)
    for party in known:
        entry = Known(party.name, party.kind, party.party_id)
        for spelling in _spellings(party, listed):
            folded = fold_name(spelling)
            if len(owners[folded]) == 1:
                spellings[spelling] = entry
                by_name[folded] = entry
                short = person_key(folded)
                if party.kind is PartyKind.PERSON and len(owners[short]) == 1:
                    by_name.setdefault(short, entry)
            else:
                spellings.pop(spelling, None)
    return by_name


def _spellings(party: Party, listed: dict[str, Known]) -> list[str]:
    """Return the spellings of a party of the case, with those the outlets list has for the same body."""
    own = [spelling for spelling in (party.name, *party.aliases) if fold_name(spelling)]
    same = {listed[_plain(spelling)].name for spelling in own if _plain(spelling) in listed}
    more = [s for row in known_names() if row.name in same for s in (row.name, *row.aliases)] if same else []
    return list(dict.fromkeys([*own, *more]))


def suggested(by: str, why: str, p: float | None = None) -> Made:
    """Return who made a suggestion and why; `p` only where somebody measured it."""
    return Made(by=by, standing=Standing.SUGGESTION, why=why, p=p)


def unique(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return parties without repetition, in order."""
    return tuple({party.party_id: party for party in parties}.values())

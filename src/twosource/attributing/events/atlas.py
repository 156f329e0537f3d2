"""Which place a name means: the layers of gazetteers, and which country a page leans towards.

Three layers: the hand-made list, what the case brings, and the world. A name may have rivals in all of
them; the page decides by the countries it speaks of. A point is given only where one entry is clearly
meant.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from twosource.attributing.events.gazetteer import GazetteerRow, own_rows
from twosource.attributing.events.world import entries_of, folded_place
from twosource.attributing.lexicon import PhraseIndex
from twosource.attributing.tokens import Token, arabic_stems, fold_phrase
from twosource.evidence.events import Place, PlaceEntry
from twosource.terms import load_table

CLEARLY = 0.85
FLOOR = 0.01
ENOUGH_VOTES = 3.0
MAX_RIVALS = 8
COUNTRY_RADIUS = 100.0
_NAME_VOTE, _PEOPLE_VOTE, _TOWN_VOTE, _ADDRESS_VOTE = 2.0, 1.0, 1.0, 2.0
_OTHER_NAME = 0.15
_HOME, _GIVEN = 30.0, 100.0
_CAPITAL = 4.0
_SMALL = 2_000
_EARTH_KM = 6371.0
_SAME_KM = 10.0


@dataclass(frozen=True, slots=True)
class Leaning:
    """How strongly a page speaks of each country, as votes; an empty one leans nowhere."""

    votes: Mapping[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The votes of all countries together."""
        return sum(self.votes.values())

    def towards(self, country: str) -> float:
        """Return the share of a country, never below a floor: a page may name a place abroad."""
        total = self.total
        return (self.votes.get(country, 0.0) / total if total else 1.0) + FLOOR


@dataclass(frozen=True, slots=True)
class _Candidate:
    entry: PlaceEntry
    weight: float


class Atlas:
    """The gazetteers of one case, joined: names to look up, and what each may mean.

    Built once for a case; looking up is by index. `given` are the rows a case brings.
    """

    def __init__(self, given: Sequence[GazetteerRow] = ()) -> None:
        self.rows = (*own_rows(), *given)
        self._n_own = len(own_rows())
        self.index: PhraseIndex[int] = PhraseIndex(
            (spelling, number) for number, row in enumerate(self.rows) for spelling in row.spellings
        )
        self._named: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            for spelling in row.spellings:
                self._named.setdefault(folded_place(spelling), []).append(number)
        self._votes = PhraseIndex(_voting(own_rows()))

    def leaning_of(self, sentences: Iterable[Sequence[Token]], address: str = "") -> Leaning:
        """Return which countries a page speaks of, from its words and the country of its web address."""
        votes: dict[str, float] = {}
        opening = self._votes.firsts
        for tokens in sentences:
            for at, token in enumerate(tokens):
                if token.folded not in opening and token.folded.isascii():
                    continue
                if not (token.is_capital or token.text[:1] >= "\u0600"):
                    continue
                vote = self._vote_at(tokens, at)
                if vote is not None:
                    votes[vote[0]] = votes.get(vote[0], 0.0) + vote[1]
        country = _country_of_address(address)
        if country is not None:
            votes[country] = votes.get(country, 0.0) + _ADDRESS_VOTE
        return Leaning(votes)

    def _vote_at(self, tokens: Sequence[Token], at: int) -> tuple[str, float] | None:
        for stem in arabic_stems(tokens[at].folded):
            if stem in self._votes:
                hit = self._votes.at([stem, *(t.folded for t in tokens[at + 1 : at + 5])], 0)
                if hit is not None:
                    return hit[1]
        return None

    def resolve(self, written: str, leaning: Leaning, row: int | None = None) -> Place | None:
        """Return the place a name means here, with rivals where several may be meant; None for no place.

        `row` is the row of the first two layers that the words were found as, None where they
        were found by the words around them alone.
        """
        found = self.rows[row] if row is not None else None
        if found is not None and found.entry is not None and found.entry.radius_km >= COUNTRY_RADIUS:
            return _pointed(written, found.entry, 1)
        folded = folded_place(written)
        if found is None and folded in _country_names():
            return Place(as_written=written, name=_country_names()[folded], n_candidates=1)
        candidates = self._candidates(folded, found, leaning)
        if not candidates:
            return None if found is None else Place(as_written=written, n_candidates=found.n_candidates)
        whole = sum(c.weight for c in candidates)
        best = candidates[0]
        n_candidates = max(len(candidates), found.n_candidates if found else 0)
        is_open = found is not None and found.entry is None and best.entry.country in (found.country, "")
        rivals = tuple(c.entry for c in candidates[:MAX_RIVALS])
        if best.weight < CLEARLY * whole or is_open:
            shown = rivals if len(rivals) > 1 else ()
            return Place(as_written=written, n_candidates=max(n_candidates, 2), rivals=shown)
        place = _pointed(written, best.entry, n_candidates)
        return replace(place, rivals=rivals if len(rivals) > 1 else ())

    def _candidates(self, folded: str, found: GazetteerRow | None, leaning: Leaning) -> list[_Candidate]:
        """Return what a name may mean, likeliest first.

        Weight = population ** 0.75 * share of its country on the page * how it is known: a page with
        hardly any country is taken to speak of the region of the hand-made list.
        """
        is_home = leaning.total < ENOUGH_VOTES
        kept: list[_Candidate] = []
        numbers = self._named.get(folded, [])
        if found is not None and found not in (self.rows[n] for n in numbers):
            numbers = [*numbers, self.rows.index(found)]
        world = [*entries_of(folded)]
        for number in numbers:
            entry = self.rows[number].entry
            if entry is None:
                continue
            twins = [twin for twin in world if _is_same(entry, twin)]
            world = [twin for twin in world if twin not in twins]
            population = max([entry.population, *(twin.population for twin in twins)])
            known = replace(entry, population=population)
            bonus = _GIVEN if number >= self._n_own else (_HOME if is_home else 1.0)
            kept.append(_Candidate(known, bonus * _weight(known, leaning, max(population, 20_000))))
        for number, entry in enumerate(world):
            share = 1.0 if folded_place(entry.name) == folded else _OTHER_NAME
            is_capital = number == 0 and (folded, entry.country) in _capital_cities()
            share *= _CAPITAL if is_home and is_capital else 1.0
            kept.append(_Candidate(entry, share * _weight(entry, leaning, entry.population)))
        order = sorted(kept, key=lambda c: (-c.weight, c.entry.name, c.entry.source))
        return order


def _weight(entry: PlaceEntry, leaning: Leaning, population: int) -> float:
    return float((population + _SMALL) ** 0.75 * leaning.towards(entry.country))


def _pointed(written: str, entry: PlaceEntry, n_candidates: int) -> Place:
    return Place(
        as_written=written,
        name=entry.name,
        latitude=entry.latitude,
        longitude=entry.longitude,
        radius_km=entry.radius_km,
        n_candidates=n_candidates,
    )


def _is_same(one: PlaceEntry, other: PlaceEntry) -> bool:
    if one.country and one.country != other.country:
        return False
    return distance_km(one, other) <= _SAME_KM + one.radius_km


def distance_km(one: PlaceEntry, other: PlaceEntry) -> float:
    """Return the great-circle distance in km (haversine, a sphere of 6371 km)."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _voting(rows: Sequence[GazetteerRow]) -> Iterable[tuple[str, tuple[str, float]]]:
    """Yield the words that speak for a country: its names, its people, its capital, towns without a rival."""
    for row in load_table("countries")["countries"]:
        code = row["code"]
        for name in (*row["names"], *row["ar"]):
            yield name, (code, _NAME_VOTE)
        for name in row["people"]:
            yield name, (code, _PEOPLE_VOTE)
        for name in row["capital"]:
            yield name, (code, _TOWN_VOTE)
    for place in rows:
        if place.entry is None or not place.country or place.entry.radius_km >= COUNTRY_RADIUS:
            continue
        for spelling in place.spellings:
            rivals = entries_of(folded_place(spelling))
            if all(rival.country == place.country for rival in rivals):
                yield spelling, (place.country, _TOWN_VOTE)


@cache
def _country_names() -> dict[str, str]:
    return {
        folded_place(name): row["names"][0]
        for row in load_table("countries")["countries"]
        for name in (*row["names"], *row["ar"][:1])
    }


def is_country_name(word: str) -> bool:
    """Say whether a folded word is the name of a country."""
    return word in _country_names()


@cache
def _capital_cities() -> frozenset[tuple[str, str]]:
    rows = load_table("countries")["countries"]
    return frozenset((folded_place(name), row["code"]) for row in rows for name in row["capital"])


@cache
def capitals() -> frozenset[tuple[str, ...]]:
    """Return the folded names of countries and their capitals: words that often stand for a government."""
    rows = load_table("countries")["countries"]
    return frozenset(fold_phrase(name) for row in rows for name in (*row["names"], *row["capital"]))


def _country_of_address(address: str) -> str | None:
    """Return the country of a web address such as `https://paper.example.au/x`, or None."""
    host = address.casefold().partition("://")[2].partition("/")[0].partition(":")[0]
    ending = host.rpartition(".")[2].upper()
    ending = "GB" if ending == "UK" else ending
    known = {row["code"] for row in load_table("countries")["countries"]}
    return ending if ending in known else None


@cache
def own_atlas() -> Atlas:
    """Return the atlas of a case that brings no gazetteer."""
    return Atlas()


def place_index() -> PhraseIndex[int]:
    """Return the spellings of the hand-made list, each with the number of its place."""
    return own_atlas().index

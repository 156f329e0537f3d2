"""Places in a stretch of a sentence, by their role: from, to, at.

A name of the first two layers counts wherever it stands; one of the world only where the words around it
show a place. A country or capital that acts is a party ("Damascus denied"), and no place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from twosource.attributing.events.atlas import (
    COUNTRY_RADIUS,
    Atlas,
    Leaning,
    capitals,
    is_country_name,
    own_atlas,
)
from twosource.attributing.events.words import class_words, is_arabic_of
from twosource.attributing.frames import Parsed
from twosource.attributing.tokens import Token, arabic_stems
from twosource.evidence.events import Place
from twosource.ports import Range
from twosource.terms import Action

_BEFORE_UNKNOWN = ("in", "from", "near", "outside", "at")
_MOVING = frozenset(
    {
        Action.WITHDRAW,
        Action.TRANSFER,
        Action.EVACUATE,
        Action.MOBILISE,
        Action.SUPPLY,
        Action.TRADE,
        Action.GRANT_PASSAGE,
        Action.HAND_OVER,
        Action.RETREAT,
        Action.ORDER,
        Action.DETAIN,
        Action.OTHER,
        Action.COERCE,
    }
)
MAX_NAME = 6
_WEAK = frozenset({"to", "from", "between", "of", "through", "over", "on", "at"})
CITY_RADIUS = 7.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the places of a page are looked up: the atlas of the case, and the country the page leans to."""

    atlas: Atlas = field(default_factory=own_atlas)
    leaning: Leaning = field(default_factory=Leaning)


def ground_of(sentences: Sequence[Sequence[Token]], address: str, atlas: Atlas | None) -> Ground:
    """Return where the places of a page are looked up, from its sentences and its web address."""
    known = atlas or own_atlas()
    return Ground(known, known.leaning_of(sentences, address))


class Found(NamedTuple):
    """One place at tokens first..last, its role, and whether a preposition or noun of place shows it."""

    first: int
    last: int
    role: str
    place: Place
    is_shown: bool


def places_in(parsed: Parsed, span: Range, skip: Range, ground: Ground) -> list[Found]:
    """Return the places of a stretch in order; names inside other names are not read."""
    found: list[Found] = []
    marks_names = parsed.lexicon.has_capitals
    at = span[0]
    while at < span[1]:
        if marks_names and not parsed.tokens[at].is_capital:
            at += 1
            continue
        inside = skip[0] <= at < skip[1] or _is_in_a_name(parsed, at)
        hit = None if inside else _place_at(parsed, at, span[1], ground)
        if hit is None:
            at += 1
            continue
        found.append(hit)
        at = hit.last
    return found


def by_role(
    found: Sequence[Found], action: Action, parties: Sequence[Range | None], parsed: Parsed
) -> dict[str, Place]:
    """Return the first place of each role for an event; its parties are no places of it."""
    roles: dict[str, Place] = {}
    for hit in found:
        is_party = any(span is not None and span[0] <= hit.first and hit.last <= span[1] for span in parties)
        if is_party and not hit.is_shown:
            continue
        stands_for_a_government = parsed.words[hit.first : hit.last] and _is_capital(parsed, hit)
        if stands_for_a_government and (_acts(parsed, hit) or (hit.role != "at" and action not in _MOVING)):
            continue
        kept = roles.get(hit.role)
        if kept is None or (is_wide(kept) and not is_wide(hit.place)):
            roles[hit.role] = hit.place
    return roles


def is_wide(place: Place) -> bool:
    """Say whether a place is as large as a country: a town in it says more."""
    is_named = place.latitude is None and bool(place.name)
    return is_named or (place.radius_km is not None and place.radius_km >= COUNTRY_RADIUS)


def _is_capital(parsed: Parsed, hit: Found) -> bool:
    return tuple(parsed.words[hit.first : hit.last]) in capitals()


def _acts(parsed: Parsed, hit: Found) -> bool:
    """Say whether a name is the subject of a verb: nothing of place before it, a verb behind it."""
    if hit.is_shown or hit.last >= len(parsed.words):
        return False
    word = parsed.words[hit.last]
    helps = word in class_words(parsed.lexicon.language, "helping")
    return helps or parsed.lexicon.cues.has_word(word) or parsed.lexicon.verbs.has_word(word)


def _is_in_a_name(parsed: Parsed, at: int) -> bool:
    """Say whether a place name is only part of another name, such as the title of a blog."""
    mention = parsed.mention_at(at)
    is_name = mention is not None and (mention.is_named or mention.role == "author")
    if mention is not None and at == mention.first + 1 and _is_owner(parsed, mention.first):
        return False
    return mention is not None and is_name and not mention.is_place and mention.first < at


def _is_owner(parsed: Parsed, at: int) -> bool:
    """Say whether a country owns what follows, its apostrophe lost on the way: `Syrias Aleppo`."""
    word = parsed.words[at] if at >= 0 else ""
    return word.endswith("s") and is_country_name(word[:-1])


def _place_at(parsed: Parsed, at: int, last: int, ground: Ground) -> Found | None:
    token = parsed.tokens[at]
    if not token.is_word or (parsed.lexicon.has_capitals and not token.is_capital):
        return None if parsed.lexicon.has_capitals else _arabic(parsed, at, last, ground)
    hit = _listed(parsed, at, last, ground)
    return hit if hit is not None else _shown(parsed, at, ground)


def _listed(parsed: Parsed, at: int, last: int, ground: Ground) -> Found | None:
    index = ground.atlas.index
    for stem in arabic_stems(parsed.words[at]):
        hit = index.at([stem, *parsed.words[at + 1 : at + MAX_NAME]], 0) if stem in index else None
        if hit is None or at + hit[0] > last:
            continue
        end = at + hit[0]
        mention = parsed.mention_at(at)
        is_longer = mention is not None and mention.is_named and mention.last > end and not mention.is_place
        if is_longer and not _is_owner(parsed, at - 1):
            continue
        place = ground.atlas.resolve(parsed.text(at, end), ground.leaning, hit[1])
        if place is not None:
            return Found(at, end, _role(parsed, at), place, _is_shown(parsed, at, end))
    return None


def _arabic(parsed: Parsed, at: int, last: int, ground: Ground) -> Found | None:
    hit = _listed(parsed, at, last, ground)
    if hit is not None or at == 0:
        return hit
    if not is_arabic_of(parsed.words[at - 1], parsed.lexicon.language, "place_nouns"):
        return None
    place = ground.atlas.resolve(parsed.text(at, at + 1), ground.leaning)
    return Found(at, at + 1, _role(parsed, at), place, True) if place is not None else None


def _shown(parsed: Parsed, at: int, ground: Ground) -> Found | None:
    """Return a capitalised name that the words around it show to be a place, known to the world or not."""
    end = _name_end(parsed, at)
    if at in (0, end):
        return None
    if not parsed.lexicon.has_capitals or not _is_shown(parsed, at, end):
        return None
    is_noun = _has_place_noun(parsed, at, end)
    place = ground.atlas.resolve(parsed.text(at, end), ground.leaning)
    if parsed.words[at - 1] in _WEAK and not is_noun and not _is_city(place):
        return None if parsed.words[at - 1] != "from" else _unknown(parsed, at, end)
    if place is not None and (is_noun or not _is_before_noun(parsed, end)):
        return Found(at, end, _role(parsed, at), place, True)
    return _unknown(parsed, at, end)


def _name_end(parsed: Parsed, at: int) -> int:
    """Return where a name ends that opens at a token: its mention, or its capitals inside another mention."""
    mention = parsed.mention_at(at)
    if mention is None or (mention.is_named and mention.first != at) or mention.known is not None:
        return at
    if mention.is_named:
        return mention.last
    end = at
    while end < mention.last and parsed.tokens[end].is_capital and not parsed.is_in("stops", end):
        end += 1
    return end if mention.first < at else at


def _is_city(place: Place | None) -> bool:
    """Say whether a name surely means a large city: `on`, `of` and `to` stand before persons as well."""
    radius = place.radius_km if place is not None else None
    return radius is not None and radius >= CITY_RADIUS


def _unknown(parsed: Parsed, at: int, end: int) -> Found | None:
    """Return a name after `in` or `from` as a place we cannot point to."""
    if parsed.words[at - 1] not in _BEFORE_UNKNOWN or _is_before_noun(parsed, end):
        return None
    place = Place(as_written=parsed.text(at, end), n_candidates=0)
    return Found(at, end, _role(parsed, at), place, True)


def _is_before_noun(parsed: Parsed, end: int) -> bool:
    """Say whether a name hangs on a noun behind it: `in the A capital`, and not `in A by`."""
    follows = parsed.tokens[end] if end < len(parsed.tokens) else None
    if follows is None or not follows.text[:1].islower():
        return False
    free = ("modifiers", "clause_breaks", "fillers", "and_words", "relatives")
    is_free = any(parsed.is_in(words, end) for words in free)
    word = follows.folded
    return not is_free and not parsed.lexicon.verbs.has_word(word) and not parsed.lexicon.cues.has_word(word)


def _is_shown(parsed: Parsed, at: int, end: int) -> bool:
    language = parsed.lexicon.language
    before = parsed.words[at - 1] if at else ""
    return before in class_words(language, "place_before") or _has_place_noun(parsed, at, end)


def _has_place_noun(parsed: Parsed, at: int, end: int) -> bool:
    """Say whether a noun of place stands beside a name: `the town of A`, `A province`."""
    nouns = class_words(parsed.lexicon.language, "place_nouns")
    if end < len(parsed.words) and parsed.words[end] in nouns:
        return True
    if at and parsed.words[at - 1] in nouns:
        return True
    return at > 1 and parsed.words[at - 1] == "of" and parsed.words[at - 2] in nouns


def _role(parsed: Parsed, at: int) -> str:
    """Return `from`, `to` or `at` by the prepositions before a place: `from in and around A` is from."""
    is_at = False
    for back in range(at - 1, max(-1, at - 7), -1):
        if parsed.is_in("to", back):
            return "at" if is_at else "to"
        if parsed.is_in("from", back):
            return "from"
        if not parsed.tokens[back].is_word or parsed.is_in("with", back):
            break
        if parsed.is_in("at", back):
            is_at = True
        elif is_at and not parsed.is_in("and_words", back):
            break
    return "at"

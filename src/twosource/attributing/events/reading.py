"""Simple events: who does what to what, with whom, from where to where, when, how much.

A trigger from a closed list opens an event. Its roles are read from the words beside it and kept
as written; a role that cannot be read plainly stays empty, because a wrong one misleads.
"""

from collections.abc import Sequence
from functools import cache

from twosource.attributing.factuality import is_negated
from twosource.attributing.frames import Parsed
from twosource.attributing.lexicon import PhraseIndex
from twosource.attributing.mentions import Mention
from twosource.attributing.tokens import arabic_stems, fold
from twosource.attributing.when import dates_in, first_known
from twosource.dates import DateSpan
from twosource.evidence.events import Event, Place, Quantity
from twosource.terms import Action, load_table

MAX_OBJECT = 9
MAX_ROLE = 80
_QUOTES = frozenset("\"“”«»„‘’'()[]")
_BREAKS = frozenset(".;:!?؟؛–—")
_PERSONS = ("people", "groups", "witnesses", "analysts")


@cache
def gazetteer() -> tuple[Place, ...]:
    """Return the places list in its order; a name with rivals has no point."""
    rows = load_table("places")["places"]
    return tuple(
        Place(
            as_written=row["spellings"][0],
            name=row["name"],
            latitude=row.get("latitude"),
            longitude=row.get("longitude"),
            radius_km=float(row["radius"]) or None,
            n_candidates=row.get("candidates", 1),
        )
        for row in rows
    )


@cache
def place_index() -> PhraseIndex[int]:
    """Return the spellings of the gazetteer, each with the number of its place."""
    rows = load_table("places")["places"]
    return PhraseIndex((spelling, number) for number, row in enumerate(rows) for spelling in row["spellings"])


@cache
def _numbers() -> dict[str, float]:
    return {fold(word): float(value) for word, value in load_table("calendar_words")["numbers"].items()}


def triggers_in(parsed: Parsed, first: int, last: int) -> list[tuple[int, int, Action, bool]]:
    """Return (first, last, action, is a verb) of each trigger in a stretch, one per action."""
    found: list[tuple[int, int, Action, bool]] = []
    seen: set[Action] = set()
    lexicon, words = parsed.lexicon, parsed.words
    at = first
    while at < last:
        hit = _trigger_at(parsed, words, at)
        if hit is None or at + hit[0] > last:
            at += 1
            continue
        length, action, is_verb = hit
        if action not in seen and not _is_in_name(parsed, at, at + length):
            seen.add(action)
            found.append((at, at + length, action, is_verb))
        at += length
    return found if lexicon else []


def _trigger_at(parsed: Parsed, words: Sequence[str], at: int) -> tuple[int, Action, bool] | None:
    lexicon = parsed.lexicon
    stems = arabic_stems(words[at]) if lexicon.is_arabic else (words[at],)
    for stem in stems:
        best: tuple[int, Action, bool] | None = None
        for index, is_verb in ((lexicon.verbs, True), (lexicon.nouns, False)):
            if stem not in index:
                continue
            hit = index.at([stem, *words[at + 1 : at + 5]], 0)
            if hit is not None and (best is None or hit[0] > best[0]):
                best = (hit[0], hit[1], is_verb)
        if best is not None:
            return best
    return None


def _is_in_name(parsed: Parsed, first: int, last: int) -> bool:
    mention = parsed.mention_at(first)
    return mention is not None and mention.is_named and mention.first < first and last <= mention.last


def events_in(
    parsed: Parsed, first: int, last: int, *, published: DateSpan, skip: tuple[int, int], limit: int
) -> list[tuple[int, Event]]:
    """Return (token of the trigger, event), at most `limit`; `skip` is the attribution itself."""
    triggers = [t for t in triggers_in(parsed, first, last) if not skip[0] <= t[0] < skip[1]]
    if not triggers:
        return []
    times = [t for t in _dates(parsed, published) if not skip[0] <= t[0] < skip[1]]
    dated = {n for opens, closes, _ in times for n in range(opens, closes)}
    triggers = [t for t in triggers if t[0] not in dated]
    places = _places(parsed, first, last, skip)
    return [(t[0], _event(parsed, t, (first, last), places, times)) for t in triggers[:limit]]


def _dates(parsed: Parsed, published: DateSpan) -> list[tuple[int, int, DateSpan]]:
    sentence = parsed.sentence
    return dates_in(sentence.text, sentence.tokens, published, offset=sentence.start)


def _event(
    parsed: Parsed,
    trigger: tuple[int, int, Action, bool],
    span: tuple[int, int],
    places: dict[str, Place],
    times: list[tuple[int, int, DateSpan]],
) -> Event:
    start, end, action, is_verb = trigger
    is_passive = _is_passive(parsed, start)
    when_at = frozenset(n for opens, closes, _ in times for n in range(opens, closes))
    if parsed.lexicon.is_arabic:
        actor, thing = (
            _arabic_roles(parsed, start, end, span[1])
            if is_verb
            else ("", _object_after(parsed, end, span[1]))
        )
    elif is_passive:
        actor, thing = _by_actor(parsed, end, span[1]), _actor_before(parsed, start, span[0])
    else:
        actor = _actor_before(parsed, start, span[0]) if is_verb else ""
        thing = _object_after(parsed, end, span[1])
    if end - start > 1 and parsed.is_in("with", end - 1):
        end, thing = end - 1, ""
    return Event(
        action=action,
        actor=actor[:MAX_ROLE],
        object=thing[:MAX_ROLE],
        counterpart=_counterpart(parsed, end, span[1])[:MAX_ROLE],
        at_place=places.get("at"),
        from_place=places.get("from"),
        to_place=places.get("to"),
        span=first_known(times),
        quantity=quantity_in(parsed, *span, dated=when_at),
        is_negated=is_negated(parsed.words, start, parsed.lexicon),
    )


def _is_passive(parsed: Parsed, at: int) -> bool:
    if parsed.words[at].endswith("ing"):
        return False
    before = range(max(0, at - 2), at)
    return any(parsed.is_in("passive", place) for place in before)


def _written(parsed: Parsed, first: int, last: int) -> str:
    while first < last and (parsed.tokens[first].text in _QUOTES or parsed.is_in("determiners", first)):
        first += 1
    while last > first and parsed.tokens[last - 1].text in _QUOTES:
        last -= 1
    return parsed.text(first, last) if last > first else ""


def _actor_before(parsed: Parsed, at: int, floor: int) -> str:
    for place in range(at - 1, max(floor - 1, at - 14), -1):
        if parsed.tokens[place].text in _BREAKS:
            return ""
        mention = parsed.mention_at(place)
        if mention is None or mention.role.endswith("pronoun") or parsed.is_in("by", mention.first - 1):
            continue
        hangs = mention.first > floor and parsed.is_in("modifiers", mention.first - 1)
        if not hangs and not (mention.is_place and at - place > 3):
            return _written(parsed, mention.first, mention.last)
    return ""


def _by_actor(parsed: Parsed, at: int, end: int) -> str:
    for place in range(at, min(end, at + 8)):
        if parsed.tokens[place].text in _BREAKS:
            return ""
        if parsed.is_in("by", place):
            mention = _mention_from(parsed, place + 1, end, 4)
            return _written(parsed, mention.first, mention.last) if mention else ""
    return ""


def _mention_from(parsed: Parsed, at: int, end: int, reach: int) -> Mention | None:
    for place in range(at, min(end, at + reach)):
        mention = parsed.mention_at(place)
        if mention is not None and not mention.role.endswith("pronoun"):
            return mention
        if not (parsed.is_in("determiners", place) or parsed.tokens[place].is_word):
            return None
    return None


def _object_after(parsed: Parsed, at: int, end: int) -> str:
    if at < end and parsed.words[at] in ("of", "من", "de", "von"):
        at += 1
    while at < end and (parsed.is_in("determiners", at) or parsed.words[at] == "both"):
        at += 1
    last = at
    while last < min(end, at + MAX_OBJECT):
        sign = parsed.tokens[last]
        if not sign.is_word and sign.text not in "-&" and not _is_inside_number(parsed, last):
            break
        if parsed.is_in("modifiers", last) and last > at and parsed.words[last] not in ("of", "de"):
            break
        if (
            parsed.is_in("clause_breaks", last)
            or parsed.is_in("relatives", last)
            or parsed.is_in("fillers", last)
        ):
            break
        if parsed.is_in("modifiers", last) and last == at:
            return ""
        last += 1
    return _written(parsed, at, last) if last > at else ""


def _is_inside_number(parsed: Parsed, at: int) -> bool:
    """Say whether a sign groups digits: `22,000`."""
    beside = (at - 1, at + 1)
    return all(0 <= n < len(parsed.tokens) and parsed.tokens[n].text.isdigit() for n in beside)


def _arabic_roles(parsed: Parsed, start: int, end: int, limit: int) -> tuple[str, str]:
    """Return (actor, object) after a verb that opens its clause: the first mention, then the rest."""
    mention = parsed.mention_at(end) if end < limit else None
    if mention is None:
        before = parsed.mention_at(start - 1) if start else None
        actor = (
            _written(parsed, before.first, before.last) if before is not None and not before.is_place else ""
        )
        return actor, _object_after(parsed, end, limit)
    if mention.role == "papers":
        return "", _object_after(parsed, end, limit)
    return _written(parsed, mention.first, mention.last), _object_after(parsed, mention.last, limit)


def _counterpart(parsed: Parsed, at: int, end: int) -> str:
    for place in range(at, min(end, at + 14)):
        if parsed.tokens[place].text in _BREAKS:
            return ""
        if parsed.is_in("with", place) or parsed.words[place] == "between":
            mention = _mention_from(parsed, place + 1, end, 4)
            if mention is not None and (mention.is_named or mention.role in _PERSONS or mention.is_place):
                return _written(parsed, mention.first, mention.last)
    return ""


def _places(parsed: Parsed, first: int, last: int, skip: tuple[int, int]) -> dict[str, Place]:
    """Return the places of a stretch by their role: `from`, `to`, and `at` for the first other one."""
    found: dict[str, Place] = {}
    at = first
    while at < last:
        inside = skip[0] <= at < skip[1] or _is_in_a_name(parsed, at)
        hit = None if inside else _place_at(parsed, at, last)
        if hit is None:
            at += 1
            continue
        length, place = hit
        role = _role_of_place(parsed, at)
        found.setdefault(role, place)
        at += length
    return found


def _is_in_a_name(parsed: Parsed, at: int) -> bool:
    """Say whether a place name is only part of another name, such as the title of a blog."""
    mention = parsed.mention_at(at)
    is_name = mention is not None and (mention.is_named or mention.role == "author")
    return mention is not None and is_name and not mention.is_place and mention.first < at


def _place_at(parsed: Parsed, at: int, last: int) -> tuple[int, Place] | None:
    for stem in arabic_stems(parsed.words[at]):
        if stem not in place_index():
            continue
        hit = place_index().at([stem, *parsed.words[at + 1 : at + 5]], 0)
        if hit is None or at + hit[0] > last:
            continue
        if parsed.lexicon.has_capitals and not any(t.is_capital for t in parsed.tokens[at : at + hit[0]]):
            continue
        row = gazetteer()[hit[1]]
        return hit[0], _named_place(row, parsed.text(at, at + hit[0]))
    return _unknown_place(parsed, at)


def _named_place(row: Place, written: str) -> Place:
    return Place(
        as_written=written,
        name=row.name,
        latitude=row.latitude,
        longitude=row.longitude,
        radius_km=row.radius_km,
        n_candidates=row.n_candidates,
    )


def _unknown_place(parsed: Parsed, at: int) -> tuple[int, Place] | None:
    """Return a capitalised name after `in`, `from` or `to` as a place we cannot point to."""
    mention = parsed.mention_at(at)
    if mention is None or mention.first != at or not mention.is_named or mention.known is not None or at == 0:
        return None
    if not parsed.lexicon.has_capitals or parsed.words[at - 1] not in ("in", "from", "near", "outside", "at"):
        return None
    follows = parsed.tokens[mention.last] if mention.last < len(parsed.tokens) else None
    if follows is not None and follows.text[:1].islower() and not _may_follow(parsed, mention.last):
        return None
    return mention.last - at, Place(as_written=parsed.text(at, mention.last), n_candidates=0)


def _may_follow(parsed: Parsed, at: int) -> bool:
    """Say whether a word can follow a place name: `in A by`, and not `in the Syrian capital`."""
    return any(parsed.is_in(words, at) for words in ("modifiers", "clause_breaks", "fillers", "and_words"))


def _role_of_place(parsed: Parsed, at: int) -> str:
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


def quantity_in(
    parsed: Parsed, first: int, last: int, *, dated: frozenset[int] = frozenset()
) -> Quantity | None:
    """Return the first number that counts something: `22,000 files`; years and days are none."""
    for at in range(first, last):
        if at in dated:
            continue
        value = _value_at(parsed, at, last)
        if value is None:
            continue
        number, end = value
        unit = parsed.tokens[end].text if end < last and parsed.tokens[end].is_word else ""
        if (
            number < 2
            or not unit
            or (
                parsed.lexicon.has_capitals
                and unit[:1].isupper()
                and not parsed.lexicon.nouns_are_capitalised
            )
        ):
            continue
        if (
            parsed.is_in("modifiers", end)
            or parsed.is_in("fillers", end)
            or parsed.is_in("clause_breaks", end)
        ):
            continue
        return Quantity(as_written=parsed.text(at, end + 1), value=number, unit=unit)
    return None


def _value_at(parsed: Parsed, at: int, last: int) -> tuple[float, int] | None:
    """Return (value, token after it): `22,000`, `22.000`, `22 000`, `22 tys.`, `thirty`."""
    text = parsed.tokens[at].text
    if parsed.words[at] in _numbers() and not text.isdecimal():
        return _numbers()[parsed.words[at]], at + 1
    if not text.isdecimal() or len(text) > 12:
        return None
    digits, end = text, at + 1
    while end + 1 < last and parsed.tokens[end].text in ",.٬" and _is_group(parsed, end + 1, end):
        digits, end = digits + parsed.tokens[end + 1].text, end + 2
    value = float(int(digits))
    if end == at + 1 and 1900 <= value <= 2100:
        return None
    if end < last and parsed.words[end] in _numbers() and _numbers()[parsed.words[end]] >= 1000:
        value, end = value * _numbers()[parsed.words[end]], end + 1
        end += int(end < last and parsed.tokens[end].text == ".")
    return value, end


def _is_group(parsed: Parsed, at: int, sign: int) -> bool:
    token = parsed.tokens[at]
    return len(token.text) == 3 and token.text.isdecimal() and token.start == parsed.tokens[sign].end

"""Counts of people something befell: how many, whom, and what, as the words bound them.

A number and what befell must stand in one clause, with nothing between them but the people and the
words of the verb. "20 people, including 3 children" is two counts, and the second is part of the first.
"""

from typing import NamedTuple

from twosource.attributing.events.numbers import Number, number_at
from twosource.attributing.events.words import befell, class_words, things
from twosource.attributing.frames import Parsed
from twosource.attributing.tokens import arabic_stems
from twosource.evidence.events import Count
from twosource.ports import Range

MAX_WHOM = 7
MAX_BETWEEN = 9
_SIGNS = frozenset(".;:!?؟؛–—")
_PARTS = frozenset({"including", "among", "them", "of", "whom", "بينهم", "بينها", "منهم", "ومنهم"})
_MANY = "casualties"


class Counted(NamedTuple):
    """One count with the tokens of its number and the words that say what befell."""

    first: int
    last: int
    at: int
    people: Count


class _Befell(NamedTuple):
    first: int
    last: int
    what: str


def counts_in(
    parsed: Parsed, span: Range, skip: Range = (0, 0), dated: frozenset[int] = frozenset()
) -> list[Counted]:
    """Return the counts of people in a stretch, left to right."""
    deeds = _deeds(parsed, span, skip)
    if not deeds:
        return []
    found: list[Counted] = []
    at = span[0]
    while at < span[1]:
        inside = at in dated or skip[0] <= at < skip[1]
        number = None if inside else number_at(parsed, at, span[1])
        if number is None:
            at += 1
            continue
        counted = _count(parsed, number, span, deeds, found)
        if counted is not None:
            found.append(counted)
        at = max(number.last, at + 1)
    return found


def befalls(parsed: Parsed, span: Range, skip: Range) -> bool:
    """Say whether a stretch tells of anything that befell people: without it nobody is counted."""
    return bool(_deeds(parsed, span, skip))


def _deeds(parsed: Parsed, span: Range, skip: Range) -> list[_Befell]:
    found, at = [], span[0]
    listed, has_particles = befell().firsts, parsed.lexicon.is_arabic
    while at < span[1]:
        if not has_particles and parsed.words[at] not in listed:
            at += 1
            continue
        hit = None if skip[0] <= at < skip[1] else _befell_at(parsed, at)
        if hit is None:
            at += 1
            continue
        found.append(hit)
        at = hit.last
    return found


def _befell_at(parsed: Parsed, at: int) -> _Befell | None:
    index, word = befell(), parsed.words[at]
    for stem in arabic_stems(word) if parsed.lexicon.is_arabic else (word,):
        hit = index.at([stem, *parsed.words[at + 1 : at + 5]], 0) if stem in index.firsts else None
        if hit is not None:
            return _Befell(at, at + hit[0], hit[1])
    return None


def _count(
    parsed: Parsed, number: Number, span: Range, deeds: list[_Befell], before: list[Counted]
) -> Counted | None:
    whom = _whom(parsed, number.last, span[1])
    after = whom[1] if whom is not None else number.last
    if _counts_things(parsed, number, whom):
        return None
    is_part = _is_part(parsed, number.first, before)
    if is_part and whom is not None:
        last = before[-1]
        return _made(parsed, number, whom, last.people.what, last.at)
    deed = _deed_after(parsed, after, deeds) or _deed_before(parsed, number.first, deeds)
    if deed is None:
        deed = _shared(parsed, after, deeds, before)
    if deed is None:
        return None
    return _made(parsed, number, whom, deed.what, deed.first)


def _made(parsed: Parsed, number: Number, whom: Range | None, what: str, at: int) -> Counted:
    last = max(number.last, whom[1] if whom is not None else number.last)
    last = max(last, number.first + 1)
    written = parsed.text(number.first, last)
    who = parsed.text(*whom) if whom is not None else ""
    if not who and number.last == number.first:
        who = parsed.text(number.first, number.first + 1)
    count = Count(as_written=written, what=what, whom=who, low=number.low, high=number.high)
    return Counted(number.first, last, at, count)


def _whom(parsed: Parsed, at: int, end: int) -> Range | None:
    """Return the people behind a number: words up to a verb, a sign or a preposition; `of` goes on."""
    if at < end and parsed.words[at] in ("of", "من") and at + 1 < end:
        at += 1
    while at < end and parsed.is_in("determiners", at) and parsed.words[at] not in ("other", "more"):
        at += 1
    last = at
    while last < min(end, at + MAX_WHOM):
        token = parsed.tokens[last]
        if not token.is_word and token.text != "-":
            break
        word = parsed.words[last]
        mention = parsed.mention_at(last)
        if mention is not None and mention.is_named and token.text.isupper():
            last += 1
            continue
        if _befell_at(parsed, last) is not None or word in class_words(parsed.lexicon.language, "helping"):
            break
        if any(
            parsed.is_in(words, last) for words in ("clause_breaks", "relatives", "and_words", "modifiers")
        ):
            break
        if word in _PARTS or (parsed.lexicon.verbs.has_word(word) and not token.is_capital):
            break
        if parsed.lexicon.cues.has_word(word) and parsed.mention_at(last) is None:
            break
        last += 1
    return (at, last) if last > at else None


def _counts_things(parsed: Parsed, number: Number, whom: Range | None) -> bool:
    """Say whether a number counts no people: `20 km`, `150 air strikes`, `12th`, `3.5`, `1,000-strong`."""
    if number.last < len(parsed.tokens) and parsed.tokens[number.last].text in ("%", "$"):
        return True
    if number.first and parsed.tokens[number.first - 1].text in ("$", "€", "£", "."):
        return parsed.tokens[number.first - 1].text != "." or (
            number.first >= 2 and parsed.tokens[number.first - 2].text.isdecimal()
        )
    if whom is None:
        return False
    words = parsed.words[whom[0] : whom[1]]
    return bool(words) and (words[0] in things() or words[-1] in things())


def _is_part(parsed: Parsed, at: int, before: list[Counted]) -> bool:
    """Say whether a number is part of the one before: `including 3 children`, `among them 5 women`."""
    if not before or at - before[-1].last > 14:
        return False
    gap = range(before[-1].last, at)
    if any(parsed.tokens[n].text in _SIGNS for n in gap):
        return False
    near = parsed.words[max(before[-1].last, at - 4) : at]
    if any(word in _PARTS and word not in ("of", "them", "whom") for word in near):
        return True
    is_joined = bool(gap) and all(parsed.is_in("and_words", n) or parsed.tokens[n].text == "," for n in gap)
    opened = parsed.words[max(0, before[-1].first - 4) : before[-1].first]
    return is_joined and any(word in _PARTS and word != "of" for word in opened)


def _deed_after(parsed: Parsed, at: int, deeds: list[_Befell]) -> _Befell | None:
    """Return what befell behind the people: `20 people were killed`, `20 dead`."""
    deed = next((d for d in deeds if d.first >= at), None)
    if deed is None or deed.first - at > MAX_BETWEEN:
        return None
    helping = class_words(parsed.lexicon.language, "helping")
    if deed.first == at:
        return deed if not _opens_object(parsed, deed) else None
    for n in range(at, deed.first):
        token = parsed.tokens[n]
        if token.text in _SIGNS or parsed.is_in("and_words", n):
            return None
    between = parsed.words[at : deed.first]
    if all(
        word in helping
        or word.endswith("ly")
        or word in ("who", "reported", "reportedly", "confirmed", "left", "said", "to", "have")
        for word in between
    ):
        return deed
    return deed if between and between[0] in _PARTS and between[-1] in helping else None


def _opens_object(parsed: Parsed, deed: _Befell) -> bool:
    """Say whether a verb of killing has a number of its own behind it: `20 fighters killed 5 soldiers`."""
    if parsed.words[deed.first].endswith("ing"):
        return True
    after = number_at(parsed, deed.last, len(parsed.words)) if deed.last < len(parsed.words) else None
    return after is not None and not parsed.is_in("and_words", deed.last)


def _deed_before(parsed: Parsed, at: int, deeds: list[_Befell]) -> _Befell | None:
    """Return what befell before the number: `killing at least 20`, `the death toll rose to 20`."""
    near = [d for d in deeds if d.last <= at]
    if not near:
        return None
    deed = near[-1]
    gap = parsed.words[deed.last : at]
    if any(parsed.tokens[n].text in _SIGNS or parsed.tokens[n].text == "," for n in range(deed.last, at)):
        return None
    if not gap or all(
        word in ("of", "the", "some", "another", "a", "an", "all", "من", "الي") or word.endswith("ly")
        for word in gap
    ):
        return deed
    word = " ".join(parsed.words[deed.first : deed.last])
    is_toll = "toll" in word or word in ("deaths", "fatalities")
    return deed if is_toll and len(gap) <= 12 and not any(n in _SIGNS for n in gap) else None


def _shared(parsed: Parsed, at: int, deeds: list[_Befell], before: list[Counted]) -> _Befell | None:
    """Return what befell where one verb serves two numbers: `12 soldiers and 20 rebels were killed`."""
    if at >= len(parsed.tokens) or not (parsed.is_in("and_words", at) or parsed.tokens[at].text == ","):
        if before and at - before[-1].last <= MAX_WHOM + 3:
            gap = range(before[-1].last, at)
            joins = [n for n in gap if parsed.is_in("and_words", n)]
            if (
                joins
                and joins[0] - before[-1].last <= 1
                and not any(parsed.tokens[n].text in _SIGNS for n in gap)
            ):
                return _Befell(before[-1].at, before[-1].at, before[-1].people.what)
        return None
    other = number_at(parsed, at + 1, len(parsed.words)) if at + 1 < len(parsed.words) else None
    if other is None:
        return None
    whom = _whom(parsed, other.last, len(parsed.words))
    return _deed_after(parsed, whom[1] if whom is not None else other.last, deeds)

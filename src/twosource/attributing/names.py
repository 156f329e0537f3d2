"""Names in a line: known spellings, places, and words written with capitals."""

from collections.abc import Sequence
from functools import cache

from twosource.attributing.lexicon import Lexicon, lexicon_for
from twosource.attributing.mentions import OWNERS, QUOTES, Known, Line, Mention, text_between
from twosource.attributing.tokens import Token, arabic_stems
from twosource.terms import PartyKind

MAX_NAME = 8
# Small words that are written with a capital in names alone: `Quay Today`.
_IN_NAMES = frozenset({"today", "now"})


def known_at(line: Line, at: int) -> Mention | None:
    """Return the mention of a known spelling that starts at a token, or None.

    Arabic particles may be attached to its first word. In scripts with capitals it must be
    written as a name, and short names in capitals must stand in capitals: "IS", never "is".
    """
    for stem in arabic_stems(line.tokens[at].folded):
        if stem not in line.names.known:
            continue
        folded = [stem, *(token.folded for token in line.tokens[at + 1 : at + MAX_NAME])]
        hit = line.names.known.at(folded, 0)
        if hit is None:
            continue
        length, known = hit
        if _is_written_as_name(line, at, length, known):
            is_prefixed = stem != line.tokens[at].folded
            return Mention(at, at + length, known.name, known.kind, known, is_prefixed=is_prefixed)
    return None


def _is_written_as_name(line: Line, at: int, length: int, known: Known) -> bool:
    part = line.tokens[at : at + length]
    head = part[0].text
    if "\u0600" <= head[:1] <= "\u06ff":
        return True
    if not any(t.is_capital or t.text.isdigit() for t in part):
        return known.name == known.name.lower() and known.name == head
    if length == 1 and len(head) <= 4 and known.name.isupper() and not head.rstrip("'s").isupper():
        return len(head) > 2 and line.lexicon.is_in("traits", "short names in small letters")
    spoken = [t for t in part if t.folded != "the"]
    follows = line.tokens[at + length] if at + length < len(line.tokens) else None
    if len(spoken) > 1 or follows is None or line.lexicon.nouns_are_capitalised or known.party_id:
        return True
    owns = part[-1].text[-2:] in OWNERS
    return owns or not follows.is_capital or follows.folded in line.lexicon.outlet_words


def place_at(line: Line, at: int) -> Mention | None:
    """Return the mention of a place of the gazetteer that starts at a token, or None."""
    for stem in arabic_stems(line.words[at]):
        if stem in line.names.places:
            hit = line.names.places.at([stem, *line.words[at + 1 : at + MAX_NAME]], 0)
            if hit is not None:
                return Mention(at, at + hit[0], line.words[at], PartyKind.OFFICE, is_place=True)
    return None


def name_end(line: Line, at: int) -> int:
    """Return where a capitalised name ends: over particles and initials, never past an owner's ending."""
    end = at + 1
    while end < len(line.tokens) and end - at < MAX_NAME:
        token, before = line.tokens[end], line.tokens[end - 1]
        if before.text[-2:] in OWNERS:
            break
        if (
            (
                token.is_capital
                and token.is_word
                and (
                    not (line.lexicon.is_in("stops", line.words[end]) and len(token.text) > 1)
                    or line.words[end] in _IN_NAMES
                )
            )
            or (token.text == "." and _is_shortened(before, line.lexicon) and _starts_name(line, end + 1))
            or (
                line.lexicon.is_joining(token.folded)
                and _joined_to(line, end + 1)
                and not line.lexicon.is_in("and_words", token.folded)
            )
        ):
            end += 1
        else:
            break
    while end > at + 1 and not line.tokens[end - 1].is_capital:
        end -= 1
    return end


def _is_shortened(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a dot after a word belongs to it: an initial, `Mr.`, `Rep.`."""
    is_initial = len(token.text) == 1 and token.text.isupper()
    return is_initial or (token.folded in lexicon.abbreviations and token.folded in lexicon.titles)


def _starts_name(line: Line, at: int) -> bool:
    return (
        at < len(line.tokens)
        and line.tokens[at].is_capital
        and line.tokens[at].start - line.tokens[at - 1].end <= 1
    )


def _joined_to(line: Line, at: int) -> bool:
    if at >= len(line.tokens):
        return False
    if line.lexicon.is_joining(line.tokens[at].folded) and at + 1 < len(line.tokens):
        return line.tokens[at + 1].is_capital
    return line.tokens[at].is_capital


def capitalised(line: Line, at: int) -> Mention | None:
    """Return the mention of a capitalised name at a token; titles before it are left out of the name."""
    if line.lexicon.is_in("stops", line.words[at]) or line.tokens[at].text.isdigit():
        return None
    if line.lexicon.is_in("negations", line.words[at]) or line.tokens[at].text[:2] in ("I'", "I’"):
        return None
    last = name_end(line, at)
    place = line.names.places.at(line.words, at) if line.words[at] in line.names.places else None
    if place is not None and at + place[0] >= last:
        return Mention(
            at, at + place[0], text_between(line, at, at + place[0]), PartyKind.OFFICE, is_place=True
        )
    first = _after_titles(line, at, last)
    if first > at and line.lexicon.language == "en":
        last = next((n for n in range(first + 1, last) if line.words[n] in ("of", "from")), last)
    if first == last:
        name = text_between(line, at, last)
        return Mention(at, last, name, PartyKind.PLACEHOLDER, role="people", is_definite=True)
    if last - at == 1 and not _is_single_name(line, at):
        return None
    kind = _kind_of(line.tokens[first:last], line.words[first:last], line.lexicon)
    return Mention(at, last, text_between(line, first, last), kind)


def _is_single_name(line: Line, at: int) -> bool:
    text = line.tokens[at].text
    if text.isupper() and len(text) > 1:
        return True
    if line.lexicon.nouns_are_capitalised or len(text) < 3:
        return False
    opens = at == 0 or line.tokens[at - 1].text in QUOTES or line.tokens[at - 1].text in ":.–—-•("
    return not (
        opens and (line.words[at] in line.names.lower_words or line.words[at].endswith(("ly", "ing")))
    )


def _after_titles(line: Line, at: int, last: int) -> int:
    first = at
    while first < last:
        pair = " ".join(line.words[first : first + 2])
        if first + 1 < last and pair in line.lexicon.titles:
            first += 2
        elif line.words[first] in line.lexicon.titles or line.words[first] == ".":
            first += 1
        else:
            break
    return first


@cache
def _english_outlets() -> frozenset[str]:
    """Return the words that mark an outlet's name everywhere: papers bear English names in all languages."""
    return lexicon_for("en").outlet_words - {"press", "post", "channel", "echo", "globe"}


def _kind_of(tokens: Sequence[Token], words: Sequence[str], lexicon: Lexicon) -> PartyKind:
    if len(words) > 1 and any(word in lexicon.outlet_words or word in _english_outlets() for word in words):
        return PartyKind.OUTLET
    if len(words) > 1 and any(lexicon.is_in("monitor_words", word) for word in words):
        return PartyKind.MONITOR
    if any(word in lexicon.organisation_words for word in words):
        return PartyKind.ORGANISATION
    if len(tokens) == 1 and tokens[0].text.isupper() and len(tokens[0].text) <= 6:
        return PartyKind.ORGANISATION
    return PartyKind.PERSON

"""Nouns that stand for somebody or for what publishes: `two defectors`, `the blog "A in B"`, `a letter`."""

from collections.abc import Sequence
from dataclasses import replace

from twosource.attributing.lexicon import Lexicon
from twosource.attributing.mentions import OWNERS, QUOTES, Line, Mention, text_between
from twosource.attributing.names import capitalised, known_at, name_end, place_at
from twosource.attributing.tokens import Token, arabic_stems
from twosource.terms import PartyKind

MAX_TITLE = 10
_PARTS = ("one", "some", "two", "many", "several", "most")


def role_hit(line: Line, at: int) -> tuple[int, str] | None:
    """Return (number of tokens, kind of role) of a role noun at a token, or None."""
    for stem in arabic_stems(line.words[at]):
        if stem in line.lexicon.roles:
            hit = line.lexicon.roles.at([stem, *line.words[at + 1 : at + 3]], 0)
            if hit is not None:
                return hit[0], hit[1].kind
    return None


def role_at(line: Line, at: int) -> Mention | None:
    """Return the mention a role noun opens or closes, with its article and what hangs on it."""
    hit = role_hit(line, at)
    if hit is None:
        return None
    length, role = hit
    if role == "papers" and _is_verb_of(line, at):
        return None
    is_verb = line.lexicon.nouns_are_capitalised and line.lexicon.cues.has_word(line.words[at])
    if is_verb and not line.tokens[at].is_capital:
        return None
    if role in ("outlets", "blogs"):
        titled = _titled(line, at, at + length) or _named_before(line, at, at + length)
        if titled is not None:
            is_prefixed = not line.lexicon.has_capitals and line.tokens[at].folded not in line.lexicon.roles
            return replace(titled, is_prefixed=titled.is_prefixed or is_prefixed)
    if role == "groups" and (agency := _named_before(line, at, at + length)) is not None:
        return agency
    last = at + length
    if (
        line.lexicon.is_in("makers", line.words[at])
        and last + 1 < len(line.tokens)
        and line.words[last] == "of"
    ):
        titled = _titled(line, at, _past_noun(line, last + 1))
        if titled is not None:
            return replace(titled, role="author")
    if last < len(line.tokens) and (named := _name_after_role(line, last, role)):
        is_prefixed = line.tokens[at].folded not in line.lexicon.roles
        if role == "outlets" and named.known is None and _is_number(line, named.last):
            named = replace(named, last=named.last + 1, name=text_between(line, named.first, named.last + 1))
        if role == "outlets" and named.known is None and _is_part_of_name(line, at):
            named = replace(named, name=text_between(line, at, named.last))
        start = _expand_left(line, at, role) if line.lexicon.has_capitals else at
        return replace(named, first=start, is_prefixed=is_prefixed and not line.lexicon.has_capitals)
    first = _expand_left(line, at, role) if line.lexicon.has_capitals else at
    last = expand_right(line, last, role)
    name = text_between(line, first, last)
    definite = (
        line.lexicon.is_in("definite", line.words[first])
        or line.words[first].startswith("ال")
        or any(token.text[-2:] in OWNERS for token in line.tokens[first : at + 1])
    )
    return Mention(first, last, name, PartyKind.PLACEHOLDER, role=role, is_definite=definite)


def _is_number(line: Line, at: int) -> bool:
    """Say whether a station's number stands here: `the station Newsline 7`."""
    return at < len(line.tokens) and line.tokens[at].text.isdigit() and len(line.tokens[at].text) < 3


def _is_part_of_name(line: Line, at: int) -> bool:
    """Say whether a noun for an outlet is written as part of its name: `told Channel Nine`."""
    if line.lexicon.nouns_are_capitalised or not line.tokens[at].is_capital:
        return False
    is_inside = at > 0 and (line.tokens[at - 1].is_word or line.tokens[at - 1].text in ",;")
    return is_inside or line.lexicon.is_in("station_words", line.words[at])


def _is_verb_of(line: Line, at: int) -> bool:
    """Say whether a noun for a paper is a verb here: `rights groups report that`."""
    before = line.words[at - 1] if at else ""
    if not line.lexicon.cues.has_word(line.words[at]):
        return False
    after = line.words[at + 1] if at + 1 < len(line.words) else ""
    closes = not after or not (after[:1].isalnum())
    if at and line.words[at].endswith("s") and (closes or line.lexicon.is_in("that", after)):
        if not closes and line.lexicon.has_capitals and _names_somebody(line, at - 1):
            return True
        start = _publisher_start(line, at - 1)
        if start >= 0:
            hangs = start > 0 and line.lexicon.is_in("modifiers", line.words[start - 1])
            return not (closes and (hangs or line.words[start - 1 : start] == ["to"]))
    if not before.endswith("s"):
        return False
    hit = role_hit(line, at - 1)
    return hit is not None and hit[1] in ("people", "groups", "witnesses", "analysts")


def _names_somebody(line: Line, at: int) -> bool:
    """Say whether two words with capitals end at a token: `Ana Rui reports that`."""
    return at > 0 and line.tokens[at].is_capital and line.tokens[at - 1].is_capital


def _named_before(line: Line, at: int, last: int) -> Mention | None:
    """Return the known publisher whose name ends before its noun: `the Guardian newspaper`."""
    for start in range(at - 1, max(-1, at - 5), -1):
        known = known_at(line, start)
        if known is not None and known.last == at and known.publishes:
            return replace(known, last=last)
    return None


def _past_noun(line: Line, at: int) -> int:
    """Return the token after `the blog` in `the author of the blog A`, else the token itself."""
    noun = at + int(line.lexicon.is_in("determiners", line.words[at]))
    hit = role_hit(line, noun) if noun < len(line.tokens) else None
    return noun + hit[0] if hit is not None and hit[1] in ("blogs", "outlets") else at


def _name_after_role(line: Line, at: int, role: str) -> Mention | None:
    """Return the name that follows a role noun at once: `cousin A. B.`, `broadcaster C`."""
    skip = at + 1 if line.tokens[at].text in QUOTES and at + 1 < len(line.tokens) else at
    skip += int(line.words[skip] in ("named", "called") and skip + 1 < len(line.tokens))
    if not line.tokens[skip].is_word:
        return None
    known = known_at(line, skip)
    if known is not None:
        return known if not known.is_prefixed and _may_name(role, known.kind) else None
    if (
        line.lexicon.has_capitals
        and line.tokens[skip].is_capital
        and role in ("people", "analysts", "outlets", "witnesses")
    ):
        name = capitalised(line, skip)
        if name is not None and not name.is_place and not name.role:
            return replace(name, kind=PartyKind.OUTLET if role == "outlets" else PartyKind.PERSON)
    return None


def _may_name(role: str, kind: PartyKind) -> bool:
    """Say whether a known name can be what a noun stands for: no reporter bears a paper's name."""
    if role in ("outlets", "blogs", "media"):
        return kind in (PartyKind.OUTLET, PartyKind.AGENCY)
    if role in ("people", "analysts", "witnesses"):
        return kind in (PartyKind.PERSON, PartyKind.PLACEHOLDER)
    return role == "groups" and kind not in (PartyKind.OUTLET, PartyKind.AGENCY, PartyKind.PERSON)


def _titled(line: Line, first: int, last: int) -> Mention | None:
    """Return the named publication around a noun for one: `the blog, "A B in C"`, `"A B" blog`."""
    after = last + 1 if last < len(line.tokens) and line.tokens[last].text in ",:" else last
    if after + 1 < len(line.tokens) and line.tokens[after].text in QUOTES and line.tokens[after + 1].is_word:
        end = after + 1
        while end < len(line.tokens) and end - after < MAX_TITLE and line.tokens[end].text not in QUOTES:
            end += 1
        if (
            end < len(line.tokens)
            and line.tokens[end].text in QUOTES
            and _is_title(line.tokens[after + 1 : end], line.lexicon)
        ):
            return _publication(line, first, end + 1, after + 1, end)
    elif after < len(line.tokens) and line.lexicon.language == "en" and line.tokens[after].is_capital:
        end = after
        while (
            end < len(line.tokens) and end - after < MAX_TITLE and _in_title(line.tokens[end], line.lexicon)
        ):
            end += 1
        while end > after and not line.tokens[end - 1].is_capital:
            end -= 1
        if end - after >= 3 and line.tokens[after].start - line.tokens[after - 1].end < 3:
            return _publication(line, first, end, after, end)
    if first >= 3 and line.tokens[first - 1].text in QUOTES:
        start = first - 2
        while start > 0 and first - start < MAX_TITLE and line.tokens[start].text not in QUOTES:
            start -= 1
        if line.tokens[start].text in QUOTES and _is_title(line.tokens[start + 1 : first - 1], line.lexicon):
            return _publication(line, start, last, start + 1, first - 1)
    return None


def _in_title(token: Token, lexicon: Lexicon) -> bool:
    return token.is_capital or lexicon.is_in("title_words", token.folded)


def _is_title(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    if not tokens:
        return False
    return not lexicon.has_capitals or (all(_in_title(t, lexicon) for t in tokens))


def _publication(line: Line, first: int, last: int, start: int, end: int) -> Mention:
    return Mention(first, last, text_between(line, start, end), PartyKind.OUTLET)


def _expand_left(line: Line, at: int, role: str) -> int:
    """Include article, adjectives and owner: `the alleged IS defectors`; a publisher stays by itself."""
    first = at
    while first > 0 and at - first < 4:
        before = line.tokens[first - 1]
        word = line.words[first - 1]
        if line.lexicon.is_in("determiners", word):
            return _partitive(line, first - 1)
        if before.text.isupper() and len(before.text) > 1 and not line.tokens[at].text.isupper():
            first -= 1
            continue
        if not before.is_word or line.lexicon.is_in("stops", word) or line.lexicon.is_in("modifiers", word):
            break
        if (
            line.lexicon.cues.has_word(word)
            or line.lexicon.is_in("fillers", word)
            or line.lexicon.is_in("relatives", word)
        ):
            break
        if role in ("papers", "blogs") and before.is_capital and _is_publisher(line, first - 1):
            break
        first -= 1
    return first


def _is_publisher(line: Line, at: int) -> bool:
    """Say whether a known outlet or agency ends at a token: `a Sky News report` is by Sky News."""
    return _publisher_start(line, at) >= 0


def _publisher_start(line: Line, at: int) -> int:
    """Return where a known outlet or agency that ends at a token begins, or -1."""
    for start in range(at, max(-1, at - 3), -1):
        known = known_at(line, start)
        if known is not None and known.last == at + 1 and known.publishes:
            return start
    return -1


def _partitive(line: Line, first: int) -> int:
    """Include `one of`, `some of` before `the defectors`."""
    if first >= 2 and line.words[first - 1] == "of" and line.words[first - 2] in _PARTS:
        return first - 2
    return first


def expand_right(line: Line, last: int, role: str) -> int:
    """Include what hangs on the noun: `at the university`, `close to the ministry`; papers stay bare."""
    if role in ("papers", "blogs", "outlets", "media"):
        return last
    for _ in range(2):
        if last + 1 >= len(line.tokens):
            return last
        step = last
        if line.words[step] in ("close", "familiar", "working", "based"):
            step += 1
        if (
            step >= len(line.tokens)
            or not line.lexicon.is_in("modifiers", line.words[step])
            or (step == last and line.lexicon.is_in("loose", line.words[step]))
        ):
            return last
        step += 1
        while (
            step < len(line.tokens)
            and line.lexicon.is_in("determiners", line.words[step])
            and step - last < 4
        ):
            step += 1
        end = _noun_end(line, step)
        if end == step:
            return last
        last = end
    return last


def _noun_end(line: Line, at: int) -> int:
    if at >= len(line.tokens) or not line.tokens[at].is_word:
        return at
    known = known_at(line, at)
    if known is not None:
        return known.last
    if role_hit(line, at):
        return at + 1
    if (
        line.lexicon.has_capitals
        and line.tokens[at].is_capital
        and not line.lexicon.is_in("stops", line.words[at])
    ):
        end = name_end(line, at)
        return end + 1 if end < len(line.tokens) and role_hit(line, end) else end
    place = place_at(line, at)
    return place.last if place else at

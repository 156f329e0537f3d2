"""Who is mentioned in a sentence: known names, capitalised names, unnamed people, papers, pronouns.

A mention is only a candidate. Whether somebody speaks is decided by the cue words around it,
so this module may offer too much, but what it offers must be whole: "a researcher at the
university" is one mention and not two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from twosource.attributing.lexicon import Lexicon, PhraseIndex
from twosource.attributing.tokens import Token, arabic_stems
from twosource.terms import PartyKind

MAX_NAME = 8
MAX_TITLE = 10
_JOINING = frozenset(
    "of for the de la le von van bin bint ibn al el der den da di du do dos des del y für zu и abu umm della dei".split()
)
_QUOTES = frozenset("\"“”«»„‘’'")
_NOT_HANGING = (frozenset("by as about to on into through via مع ضد الي علي حول بين منذ عبر".split()), frozenset())
_MAKERS = frozenset({"author", "writer", "editor", "blogger"})
_DEFINITE = frozenset("the this that his her their its der die das dem den le la el il bloggen avisen kanalen".split())
_TITLE_WORDS = frozenset("in of the and a an on at to for".split())


@dataclass(frozen=True, slots=True)
class Known:
    """What a known spelling stands for: a party of the case by id, or a name of the outlets list."""

    name: str
    kind: PartyKind
    party_id: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention at tokens first..last of a sentence.

    `role` is the kind of role noun where somebody is not named (`people`, `analysts`, `papers`
    and so on) or `pronoun`, `plural pronoun`, `thing pronoun`; it is empty for names.
    """

    first: int
    last: int
    name: str
    kind: PartyKind
    known: Known | None = None
    role: str = ""
    is_definite: bool = False
    is_place: bool = False
    is_prefixed: bool = False
    is_explained: bool = False

    @property
    def is_named(self) -> bool:
        """Say whether the mention has a name."""
        return not self.role

    @property
    def publishes(self) -> bool:
        """Say whether it is an outlet, an agency, or a noun for one."""
        return self.kind in (PartyKind.OUTLET, PartyKind.AGENCY) or self.role in ("outlets", "blogs", "media")


@dataclass(frozen=True, slots=True)
class Names:
    """What is known before a sentence is read: known spellings, place names, lower-case words of the text."""

    known: PhraseIndex[Known]
    places: PhraseIndex[int]
    lower_words: frozenset[str]


def mentions_in(tokens: Sequence[Token], words: Sequence[str], lexicon: Lexicon, names: Names) -> list[Mention]:
    """Return the mentions of a sentence, left to right, none overlapping."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _mention_at(tokens, words, at, lexicon, names)
        if mention is None:
            at += 1
            continue
        while found and mention.first <= found[-1].first:
            found.pop()
        floor = found[-1].last if found else 0
        if mention.first < floor:
            mention = replace(mention, first=floor)
        found.append(mention)
        at = max(mention.last, at + 1)
    return _with_appositions(tokens, found)


def _with_appositions(tokens: Sequence[Token], found: list[Mention]) -> list[Mention]:
    """Join `her cousin, A. B.,` to one mention of A. B.: the noun explains the name behind the comma."""
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        is_explained = (
            last is not None
            and last.role in ("people", "analysts", "witnesses")
            and last.is_definite
            and mention.is_named
            and mention.kind is PartyKind.PERSON
            and mention.first == last.last + 1
            and tokens[last.last].text == ","
            and (mention.last >= len(tokens) or tokens[mention.last].text in ",.;:)")
        )
        if last is not None and is_explained:
            kept[-1] = replace(mention, first=last.first, is_explained=True)
        else:
            kept.append(mention)
    return kept


def _mention_at(
    tokens: Sequence[Token], words: Sequence[str], at: int, lexicon: Lexicon, names: Names
) -> Mention | None:
    token = tokens[at]
    if not token.is_word:
        return None
    known = known_at(tokens, at, lexicon, names)
    if known is not None:
        return known
    role = _role_at(tokens, words, at, lexicon, names)
    if role is not None:
        return role
    pronoun = _pronoun(words[at], at, token, lexicon)
    if pronoun is not None:
        return pronoun
    if lexicon.has_capitals and token.is_capital:
        return _capitalised(tokens, words, at, lexicon, names)
    if not lexicon.has_capitals:
        return _place_at(words, at, names)
    return None


def known_at(tokens: Sequence[Token], at: int, lexicon: Lexicon, names: Names) -> Mention | None:
    """Return the mention of a known spelling that starts at a token, or None.

    Arabic particles may be attached to its first word. In scripts with capitals it must be
    written as a name, and short names in capitals must stand in capitals: "IS", never "is".
    """
    for stem in arabic_stems(tokens[at].folded):
        if stem not in names.known:
            continue
        folded = [stem, *(token.folded for token in tokens[at + 1 : at + MAX_NAME])]
        hit = names.known.at(folded, 0)
        if hit is None:
            continue
        length, known = hit
        if _is_written_as_name(tokens, at, length, lexicon, known):
            is_prefixed = stem != tokens[at].folded
            return Mention(at, at + length, known.name, known.kind, known, is_prefixed=is_prefixed)
    return None


def _is_written_as_name(
    tokens: Sequence[Token], at: int, length: int, lexicon: Lexicon, known: Known
) -> bool:
    part = tokens[at : at + length]
    head = part[0].text
    if "\u0600" <= head[:1] <= "\u06ff":
        return True
    if not any(t.is_capital or t.text.isdigit() for t in part):
        return known.name == known.name.lower() and known.name == head
    if length == 1 and len(head) <= 4 and known.name.isupper() and not head.rstrip("'s").isupper():
        return False
    spoken = [t for t in part if t.folded != "the"]
    follows = tokens[at + length] if at + length < len(tokens) else None
    if len(spoken) > 1 or follows is None or lexicon.nouns_are_capitalised or known.party_id:
        return True
    owns = part[-1].text[-2:] in ("'s", "’s")
    return owns or not follows.is_capital or follows.folded in lexicon.outlet_words


def _pronoun(word: str, at: int, token: Token, lexicon: Lexicon) -> Mention | None:
    for words, role in (
        ("pronouns", "pronoun"),
        ("plural_pronouns", "plural pronoun"),
        ("thing_pronouns", "thing pronoun"),
    ):
        if lexicon.is_in(words, word):
            return Mention(at, at + 1, token.text, PartyKind.PLACEHOLDER, role=role)
    return None


def _place_at(words: Sequence[str], at: int, names: Names) -> Mention | None:
    for stem in arabic_stems(words[at]):
        if stem in names.places:
            hit = names.places.at([stem, *words[at + 1 : at + MAX_NAME]], 0)
            if hit is not None:
                return Mention(at, at + hit[0], words[at], PartyKind.OFFICE, is_place=True)
    return None


def _role_hit(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[int, str] | None:
    for stem in arabic_stems(words[at]):
        if stem in lexicon.roles:
            hit = lexicon.roles.at([stem, *words[at + 1 : at + 3]], 0)
            if hit is not None:
                return hit[0], hit[1].kind
    return None


def _role_at(
    tokens: Sequence[Token], words: Sequence[str], at: int, lexicon: Lexicon, names: Names
) -> Mention | None:
    hit = _role_hit(words, at, lexicon)
    if hit is None:
        return None
    length, role = hit
    if role in ("outlets", "blogs"):
        titled = _titled(tokens, at, at + length, lexicon)
        if titled is not None:
            return titled
    last = at + length
    if words[at] in _MAKERS and last + 1 < len(tokens) and words[last] == "of":
        titled = _titled(tokens, at, last + 1, lexicon)
        if titled is not None:
            return replace(titled, role="author")
    if last < len(tokens) and (named := _name_after_role(tokens, words, last, role, lexicon, names)):
        is_prefixed = tokens[at].folded not in lexicon.roles
        start = _expand_left(tokens, words, at, lexicon, names, role) if lexicon.has_capitals else at
        return replace(named, first=start, is_prefixed=is_prefixed and not lexicon.has_capitals)
    first = _expand_left(tokens, words, at, lexicon, names, role) if lexicon.has_capitals else at
    last = _expand_right(tokens, words, last, lexicon, names, role)
    name = _text_between(tokens, first, last)
    definite = words[first] in _DEFINITE or words[first].startswith("ال") or tokens[first].text[-2:] in ("'s", "’s")
    return Mention(first, last, name, PartyKind.PLACEHOLDER, role=role, is_definite=definite)


def _name_after_role(
    tokens: Sequence[Token], words: Sequence[str], at: int, role: str, lexicon: Lexicon, names: Names
) -> Mention | None:
    """Return the name that follows a role noun at once: `cousin A. B.`, `broadcaster C`."""
    skip = at + 1 if tokens[at].text in _QUOTES and at + 1 < len(tokens) else at
    skip += int(words[skip] in ("named", "called") and skip + 1 < len(tokens))
    if not tokens[skip].is_word:
        return None
    known = known_at(tokens, skip, lexicon, names)
    if known is not None:
        return known if not known.is_prefixed and _may_name(role, known.kind) else None
    if lexicon.has_capitals and tokens[skip].is_capital and role in ("people", "analysts", "outlets", "witnesses"):
        name = _capitalised(tokens, words, skip, lexicon, names)
        if name is not None and not name.is_place and not name.role:
            return replace(name, kind=PartyKind.OUTLET if role == "outlets" else PartyKind.PERSON)
    return None


def _may_name(role: str, kind: PartyKind) -> bool:
    """Say whether a known name can be the name of what a noun stands for: no reporter is called after a paper."""
    if role in ("outlets", "blogs", "media"):
        return kind in (PartyKind.OUTLET, PartyKind.AGENCY)
    if role in ("people", "analysts", "witnesses"):
        return kind in (PartyKind.PERSON, PartyKind.PLACEHOLDER)
    return role == "groups" and kind not in (PartyKind.OUTLET, PartyKind.AGENCY, PartyKind.PERSON)


def _titled(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> Mention | None:
    """Return the named publication around a noun for one: `the blog, "A B in C"`, `"A B" blog`."""
    after = last + 1 if last < len(tokens) and tokens[last].text in ",:" else last
    if after + 1 < len(tokens) and tokens[after].text in _QUOTES and tokens[after + 1].is_word:
        end = after + 1
        while end < len(tokens) and end - after < MAX_TITLE and tokens[end].text not in _QUOTES:
            end += 1
        if end < len(tokens) and tokens[end].text in _QUOTES and _is_title(tokens[after + 1 : end], lexicon):
            return _publication(tokens, first, end + 1, after + 1, end)
    elif after < len(tokens) and lexicon.language == "en" and tokens[after].is_capital:
        end = after
        while end < len(tokens) and end - after < MAX_TITLE and _in_title(tokens[end]):
            end += 1
        while end > after and not tokens[end - 1].is_capital:
            end -= 1
        if end - after >= 3 and tokens[after].start - tokens[after - 1].end < 3:
            return _publication(tokens, first, end, after, end)
    if first >= 3 and tokens[first - 1].text in _QUOTES:
        start = first - 2
        while start > 0 and first - start < MAX_TITLE and tokens[start].text not in _QUOTES:
            start -= 1
        if tokens[start].text in _QUOTES and _is_title(tokens[start + 1 : first - 1], lexicon):
            return _publication(tokens, start, last, start + 1, first - 1)
    return None


def _in_title(token: Token) -> bool:
    return token.is_capital or token.folded in _TITLE_WORDS


def _is_title(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    if not tokens:
        return False
    return not lexicon.has_capitals or (len(tokens) > 0 and all(_in_title(t) for t in tokens))


def _publication(tokens: Sequence[Token], first: int, last: int, start: int, end: int) -> Mention:
    return Mention(first, last, _text_between(tokens, start, end), PartyKind.OUTLET)


def _expand_left(
    tokens: Sequence[Token], words: Sequence[str], at: int, lexicon: Lexicon, names: Names, role: str
) -> int:
    """Include article, adjectives and owner: `the alleged IS defectors`; a publisher stays by itself."""
    first = at
    while first > 0 and at - first < 4:
        before = tokens[first - 1]
        word = words[first - 1]
        if lexicon.is_in("determiners", word):
            return _partitive(tokens, words, first - 1)
        if not before.is_word or lexicon.is_in("stops", word) or lexicon.is_in("modifiers", word):
            break
        if lexicon.cues.has_word(word) or lexicon.is_in("fillers", word) or lexicon.is_in("relatives", word):
            break
        if role in ("papers", "blogs") and before.is_capital and _is_publisher(tokens, first - 1, lexicon, names):
            break
        first -= 1
    return first


def _is_publisher(tokens: Sequence[Token], at: int, lexicon: Lexicon, names: Names) -> bool:
    """Say whether a known outlet or agency ends at a token: `a Sky News report` is by Sky News."""
    for start in range(at, max(-1, at - 3), -1):
        known = known_at(tokens, start, lexicon, names)
        if known is not None and known.last == at + 1 and known.publishes:
            return True
    return False


def _partitive(tokens: Sequence[Token], words: Sequence[str], first: int) -> int:
    """Include `one of`, `some of` before `the defectors`."""
    if first >= 2 and words[first - 1] == "of" and words[first - 2] in ("one", "some", "two", "many", "several", "most"):
        return first - 2
    return first


def _expand_right(
    tokens: Sequence[Token], words: Sequence[str], last: int, lexicon: Lexicon, names: Names, role: str
) -> int:
    """Include what hangs on the noun: `at the university`, `close to the ministry`; papers stay bare."""
    if role in ("papers", "blogs", "outlets", "media"):
        return last
    for _ in range(2):
        if last + 1 >= len(tokens):
            return last
        step = last
        if words[step] in ("close", "familiar", "working", "based"):
            step += 1
        if step >= len(tokens) or not lexicon.is_in("modifiers", words[step]) or words[step] in _NOT_HANGING[step > last]:
            return last
        step += 1
        while step < len(tokens) and lexicon.is_in("determiners", words[step]) and step - last < 4:
            step += 1
        end = _noun_end(tokens, words, step, lexicon, names)
        if end == step:
            return last
        last = end
    return last


def _noun_end(tokens: Sequence[Token], words: Sequence[str], at: int, lexicon: Lexicon, names: Names) -> int:
    if at >= len(tokens) or not tokens[at].is_word:
        return at
    known = known_at(tokens, at, lexicon, names)
    if known is not None:
        return known.last
    if _role_hit(words, at, lexicon):
        return at + 1
    if lexicon.has_capitals and tokens[at].is_capital and not lexicon.is_in("stops", words[at]):
        end = _name_end(tokens, words, at, lexicon)
        return end + 1 if end < len(tokens) and _role_hit(words, end, lexicon) else end
    place = _place_at(words, at, names)
    return place.last if place else at


def _name_end(tokens: Sequence[Token], words: Sequence[str], at: int, lexicon: Lexicon) -> int:
    end = at + 1
    while end < len(tokens) and end - at < MAX_NAME:
        token, before = tokens[end], tokens[end - 1]
        if before.text[-2:] in ("'s", "’s"):
            break
        if token.is_capital and token.is_word and not (lexicon.is_in("stops", words[end]) and len(token.text) > 1):
            end += 1
        elif token.text == "." and len(before.text) == 1 and before.text.isupper() and _starts_name(tokens, end + 1):
            end += 1
        elif token.folded in _JOINING and _joined_to(tokens, end + 1) and not lexicon.is_in("and_words", token.folded):
            end += 1
        else:
            break
    while end > at + 1 and not tokens[end - 1].is_capital:
        end -= 1
    return end


def _starts_name(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].is_capital and tokens[at].start - tokens[at - 1].end <= 1


def _joined_to(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens):
        return False
    if tokens[at].folded in _JOINING and at + 1 < len(tokens):
        return tokens[at + 1].is_capital
    return tokens[at].is_capital


def _capitalised(
    tokens: Sequence[Token], words: Sequence[str], at: int, lexicon: Lexicon, names: Names
) -> Mention | None:
    if lexicon.is_in("stops", words[at]) or tokens[at].text.isdigit():
        return None
    last = _name_end(tokens, words, at, lexicon)
    place = names.places.at(words, at) if words[at] in names.places else None
    if place is not None and at + place[0] >= last:
        return Mention(at, at + place[0], _text_between(tokens, at, at + place[0]), PartyKind.OFFICE, is_place=True)
    first = _after_titles(words, at, last, lexicon)
    if first == last:
        return _role_from_title(tokens, words, at, last, lexicon, names)
    if last - at == 1 and not _is_single_name(tokens, words, at, lexicon, names):
        return None
    kind = _kind_of(tokens[first:last], words[first:last], lexicon)
    return Mention(at, last, _text_between(tokens, first, last), kind)


def _is_single_name(
    tokens: Sequence[Token], words: Sequence[str], at: int, lexicon: Lexicon, names: Names
) -> bool:
    text = tokens[at].text
    if text.isupper() and len(text) > 1:
        return True
    if lexicon.nouns_are_capitalised or len(text) < 3:
        return False
    opens = at == 0 or tokens[at - 1].text in _QUOTES or tokens[at - 1].text in ":.–—-•"
    return not (opens and (words[at] in names.lower_words or words[at].endswith(("ly", "ing"))))


def _after_titles(words: Sequence[str], at: int, last: int, lexicon: Lexicon) -> int:
    first = at
    while first < last:
        pair = " ".join(words[first : first + 2])
        if first + 1 < last and pair in lexicon.titles:
            first += 2
        elif words[first] in lexicon.titles or words[first] == ".":
            first += 1
        else:
            break
    return first


def _role_from_title(
    tokens: Sequence[Token], words: Sequence[str], at: int, last: int, lexicon: Lexicon, names: Names
) -> Mention:
    end = _expand_right(tokens, words, last, lexicon, names, "people")
    return Mention(at, end, _text_between(tokens, at, end), PartyKind.PLACEHOLDER, role="people", is_definite=True)


def _kind_of(tokens: Sequence[Token], words: Sequence[str], lexicon: Lexicon) -> PartyKind:
    if any(word in lexicon.outlet_words for word in words) and len(words) > 1:
        return PartyKind.OUTLET
    if any(word in lexicon.organisation_words for word in words):
        return PartyKind.ORGANISATION
    if len(tokens) == 1 and tokens[0].text.isupper() and len(tokens[0].text) <= 6:
        return PartyKind.ORGANISATION
    return PartyKind.PERSON


def _text_between(tokens: Sequence[Token], first: int, last: int) -> str:
    """Return the words first..last joined as they stood, single spaces between."""
    parts: list[str] = []
    for number in range(first, last):
        gap = number > first and tokens[number].start > tokens[number - 1].end
        parts.append(f" {tokens[number].text}" if gap else tokens[number].text)
    return "".join(parts).removesuffix("'s").removesuffix("’s")

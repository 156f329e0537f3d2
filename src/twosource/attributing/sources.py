"""Finding who stands before or after a cue, in languages that write subject and verb side by side.

Each function answers one question about one place in a sentence and looks a bounded number of
words to either side.
"""

from twosource.attributing.frames import Parsed
from twosource.attributing.mentions import OWNERS, Mention
from twosource.terms import PartyKind

REACH = 9
APPOSITION = 28
MAX_SOURCES = 5
_QUOTES = frozenset("\"“”«»„‘’'")
_DASHES = frozenset("–—-")
_ENDS = frozenset('.,;:!?–—)"”»’')
_DECLINED = frozenset({"plan", "plans", "law", "custom", "tradition", "schedule", "need", "the", "him"})


def subject_before(parsed: Parsed, at: int) -> Mention | None:
    """Return the mention that is the subject of a verb at token `at`, looking left."""
    place = skip_fillers_left(parsed, at - 1)
    if place < 0:
        return None
    sign = parsed.tokens[place].text
    if sign == "," or sign in _DASHES:
        return apposed(parsed, place)
    if sign in ")]":
        return _before_bracket(parsed, place)
    if parsed.is_in("relatives", place):
        return antecedent(parsed, place)
    if parsed.is_in("and_words", place):
        return _clause_subject(parsed, place)
    if sign in _QUOTES and (quoted := _quoted_name(parsed, place)) is not None:
        return quoted
    mention = parsed.mention_at(place)
    if mention is None and parsed.lexicon.language != "en" and place > 0:
        mention = parsed.mention_at(place - 1)
    if mention is None:
        return _relative_head(parsed, place) or _noun_phrase_before(parsed, place)
    return head_of(parsed, mention)


def _relative_head(parsed: Parsed, place: int) -> Mention | None:
    """Return the mention before `who`: `a trader who asked not to be named said`."""
    for back in range(place, max(-1, place - 10), -1):
        if parsed.tokens[back].text in ",;:?!" or parsed.tokens[back].text in _QUOTES:
            return None
        if parsed.is_in("relatives", back):
            return parsed.mention_at(back - 1) if back else None
    return None


def _clause_subject(parsed: Parsed, place: int) -> Mention | None:
    """Return the subject shared by two verbs: `A came forward and said`."""
    for back in range(place - 1, max(-1, place - APPOSITION), -1):
        mention = parsed.mention_at(back)
        if parsed.tokens[back].text in ";:?!" or parsed.is_in("first_person", back):
            return None
        if mention is None or back != mention.first or mention.is_place or hangs(parsed, mention):
            continue
        opens = back - 1 if back == 1 and parsed.is_in("determiners", 0) else back
        before = parsed.tokens[opens - 1].text if opens else ","
        is_after_quote = before in _QUOTES and not parsed.sentence.is_quoted(parsed.tokens[back].start)
        if opens == 0 or before == "," or is_after_quote or parsed.is_in("clause_breaks", back - 1):
            return mention
    return None


def _quoted_name(parsed: Parsed, place: int) -> Mention | None:
    """Return a name that stands alone between quotation marks right before a place: „A“ reports."""
    mention = parsed.mention_at(place - 1) if place else None
    if mention is None or not mention.is_named or mention.last != place or mention.first == 0:
        return None
    return mention if parsed.tokens[mention.first - 1].text in _QUOTES else None


def skip_fillers_left(parsed: Parsed, place: int) -> int:
    """Step left over auxiliaries, adverbs and times between a subject and its verb."""
    steps = 0
    while place >= 0 and steps < REACH:
        if parsed.mention_at(place) is not None and not parsed.is_in("fillers", place):
            break
        if (
            parsed.is_in("fillers", place)
            or parsed.is_in("time_words", place)
            or parsed.words[place].isdigit()
            or parsed.is_in("time_openers", place)
            or _is_date_comma(parsed, place)
        ):
            place -= 1
        else:
            break
        steps += 1
    return place


def _is_date_comma(parsed: Parsed, place: int) -> bool:
    return (
        parsed.tokens[place].text == ","
        and place + 1 < len(parsed.words)
        and parsed.words[place + 1].isdigit()
        and place > 0
        and parsed.words[place - 1].isdigit()
    )


def apposed(parsed: Parsed, comma: int) -> Mention | None:
    """Return the mention explained between two commas: `A, head of the office, said`."""
    for place in range(comma - 1, max(-1, comma - APPOSITION), -1):
        text = parsed.tokens[place].text
        if text in _QUOTES and parsed.sentence.is_quoted(parsed.tokens[comma].start - 1):
            return None
        if text in ";:?!":
            return None
        mention = parsed.mention_at(place)
        if mention is None or place != mention.last - 1:
            continue
        follows = parsed.tokens[mention.last].text if mention.last < len(parsed.tokens) else ""
        opens = follows == "," or follows in _DASHES
        if mention.last == comma and mention.is_explained:
            return mention
        if opens and mention.last != comma and not mention.is_place:
            return _body_named(parsed, mention, comma) or head_of(parsed, mention)
    return None


def _body_named(parsed: Parsed, noun: Mention, comma: int) -> Mention | None:
    """Return the body named between commas behind its noun: `a group, the Quay Institute, said`."""
    named = parsed.mention_at(comma - 1)
    if not noun.role or named is None or not named.is_named or named.kind is PartyKind.PERSON:
        return None
    start = named.first - int(parsed.is_in("determiners", named.first - 1))
    return named if named.last == comma and start == noun.last + 1 and not named.is_place else None


def hangs(parsed: Parsed, mention: Mention) -> bool:
    """Say whether a preposition stands before a mention, over its article: `from the group`."""
    before = mention.first - 1
    if mention.is_named and parsed.is_in("determiners", before) and not parsed.is_in("modifiers", before):
        before -= 1
    if before >= 0 and parsed.words[before] == "as" and _opens_clause(parsed, before):
        return False
    return parsed.is_in("modifiers", before)


def _opens_clause(parsed: Parsed, at: int) -> bool:
    """Say whether a clause can open at a token: at the start, behind a comma or an `and`."""
    return at == 0 or parsed.tokens[at - 1].text in ",;" or parsed.is_in("and_words", at - 1)


def _before_bracket(parsed: Parsed, place: int) -> Mention | None:
    for back in range(place - 1, max(-1, place - 12), -1):
        if parsed.tokens[back].text in "([":
            return parsed.mention_at(back - 1) if back > 0 else None
    return None


def antecedent(parsed: Parsed, place: int) -> Mention | None:
    """Return whom `who` or `which` at a place stands for: the mention right before it."""
    before = place - 1
    if before >= 0 and parsed.tokens[before].text == ",":
        before -= 1
    mention = parsed.mention_at(before) if before >= 0 else None
    return head_of(parsed, mention) if mention is not None and mention.is_place else mention


def head_of(parsed: Parsed, mention: Mention) -> Mention | None:
    """Return the head where a mention hangs on another: `defectors who spoke to A claimed`."""
    if not hangs(parsed, mention):
        return mention
    for place in range(mention.first - 2, max(-1, mention.first - 12), -1):
        if parsed.tokens[place].text in ";:?!" or parsed.is_in("clause_breaks", place):
            return None
        other = parsed.mention_at(place)
        if other is not None and not hangs(parsed, other):
            return other
    return _noun_phrase_before(parsed, mention.first - 1)


def _noun_phrase_before(parsed: Parsed, place: int) -> Mention | None:
    """Return an unnamed subject such as `the campaign`: it must open with a determiner."""
    if parsed.lexicon.language != "en" or not parsed.tokens[place].is_word:
        return None
    if parsed.is_in("modifiers", place):
        return None
    for first in range(place, max(-1, place - 7), -1):
        token = parsed.tokens[first]
        if not token.is_word or parsed.is_in("clause_breaks", first) or parsed.is_in("first_person", first):
            return None
        if parsed.lexicon.cues.has_word(parsed.words[first]):
            return None
        if parsed.is_in("determiners", first) and first < place:
            if first > 1 and parsed.is_in("modifiers", first - 1):
                return parsed.mention_at(first - 2)
            if parsed.is_in("determiners", place):
                return None
            name = parsed.text(first, place + 1)
            return Mention(first, place + 1, name, PartyKind.PLACEHOLDER, role="people", is_definite=True)
    return None


def subject_after(parsed: Parsed, at: int) -> Mention | None:
    """Return the mention that follows a verb or phrase at once; articles and times may stand between."""
    place = skip_fillers_right(parsed, at)
    if place >= len(parsed.tokens):
        return None
    mention = parsed.mention_at(place)
    return None if mention is None else owned(parsed, mention)


def owned(parsed: Parsed, mention: Mention) -> Mention:
    """Return what a mention owns, if a mention follows at once: in `Britain's Sky News`, the broadcaster."""
    while mention.last < len(parsed.tokens) and parsed.tokens[mention.last - 1].text[-2:] in OWNERS:
        after = parsed.mention_at(mention.last)
        if after is None:
            break
        mention = after
    return mention


def skip_fillers_right(parsed: Parsed, at: int) -> int:
    """Step right over articles, quotation marks, times and adverbs."""
    place = at
    while place < len(parsed.tokens) and place - at < REACH:
        mention = parsed.mention_at(place)
        if mention is not None:
            break
        skips = parsed.is_in("determiners", place) or parsed.is_in("fillers", place)
        if not (skips or parsed.is_in("time_words", place) or parsed.tokens[place].text in _QUOTES):
            break
        place += 1
    return place


def is_inverted(parsed: Parsed, at: int, mention: Mention) -> bool:
    """Say whether a mention after a verb is its subject: `, said A.` and not `A, head of B, said C had`."""
    if mention.last >= len(parsed.tokens):
        return True
    after = parsed.tokens[mention.last]
    if (
        after.text in _ENDS
        or parsed.is_in("relatives", mention.last)
        or parsed.is_in("modifiers", mention.last)
    ):
        return True
    before = parsed.tokens[at - 1].text if at > 0 else ""
    return before in _QUOTES or parsed.is_in("and_words", mention.last)


def listed(parsed: Parsed, mention: Mention) -> list[Mention]:
    """Return a mention and those joined to it on its right: `A, B and C`."""
    found = [mention]
    while len(found) < MAX_SOURCES:
        place, joined = found[-1].last, False
        while place < len(parsed.tokens) and place - found[-1].last < 6:
            text = parsed.tokens[place].text
            if text == "(" and (closed := _closing(parsed, place)):
                place = closed + 1
                continue
            if text == "," or parsed.is_in("and_words", place):
                joined = True
            elif parsed.words[place : place + 3] == ["as", "well", "as"]:
                joined, place = True, place + 2
            elif text not in _QUOTES and not parsed.is_in("determiners", place):
                break
            place += 1
        other = parsed.mention_at(place) if place < len(parsed.tokens) else None
        if not joined or other is None or not (other.publishes or (other.is_named and not other.is_place)):
            break
        if other.is_named and not other.publishes and not _joined_by_and(parsed, found[-1], other):
            break
        if other.first <= found[-1].first:
            break
        found.append(other)
    return found


def _joined_by_and(parsed: Parsed, left: Mention, right: Mention) -> bool:
    return any(
        parsed.is_in("and_words", place) or parsed.words[place] == "well"
        for place in range(left.last, right.first)
    )


def _closing(parsed: Parsed, place: int) -> int:
    for ahead in range(place + 1, min(place + 6, len(parsed.tokens))):
        if parsed.tokens[ahead].text == ")":
            return ahead
    return 0


def listed_before(parsed: Parsed, mention: Mention) -> list[Mention]:
    """Return a mention and those joined to it on its left: `A, B and C said`."""
    found = [mention]
    while len(found) < MAX_SOURCES:
        place, joined = found[0].first - 1, False
        while place >= 0 and found[0].first - place < 6:
            if (parsed.tokens[place].text == "," and len(found) > 1) or parsed.is_in("and_words", place):
                joined = True
            elif parsed.tokens[place].text not in _QUOTES and not parsed.is_in("determiners", place):
                break
            place -= 1
        other = parsed.mention_at(place) if place >= 0 else None
        if other is None and place > 0 and parsed.tokens[place].text == ")":
            other = _before_bracket(parsed, place)
        if not joined or other is None or other.role.endswith("pronoun") or other.is_place:
            break
        if hangs(parsed, other) and not other.publishes:
            break
        found.insert(0, other)
        if hangs(parsed, other):
            break
    return found


def phrase_source(parsed: Parsed, at: int, *, or_phrase: bool = True) -> list[Mention]:
    """Return who follows `according to`: a mention, past `reports in` or `data from`, else a short phrase."""
    place = at
    for _ in range(5):
        place = skip_fillers_right(parsed, place)
        if place >= len(parsed.tokens):
            return []
        mention = parsed.mention_at(place)
        mention = owned(parsed, mention) if mention is not None else None
        named_behind = (
            mention is not None and mention.role == "papers" and _named_behind(parsed, mention.last)
        )
        if mention is not None and not named_behind:
            return listed(parsed, mention)
        is_report = parsed.words[place] in parsed.lexicon.report_words
        if not (is_report or named_behind or parsed.is_in("modifiers", place) or place - at < 2):
            break
        place = mention.last if mention is not None else place + 1
    return _phrase(parsed, at) if or_phrase else []


def _named_behind(parsed: Parsed, at: int) -> bool:
    """Say whether `reports` is followed by `by A` or `in A`: then A is the source."""
    if not parsed.is_in("modifiers", at):
        return False
    place = skip_fillers_right(parsed, at + 1)
    mention = parsed.mention_at(place) if place < len(parsed.tokens) else None
    return mention is not None and (mention.publishes or mention.is_named)


def _phrase(parsed: Parsed, at: int) -> list[Mention]:
    if at >= len(parsed.tokens) or not parsed.tokens[at].is_word or parsed.words[at] in _DECLINED - {"the"}:
        return []
    last = at
    while last < len(parsed.tokens) and last - at < 6 and parsed.tokens[last].is_word:
        if last > at and (parsed.is_in("clause_breaks", last) or parsed.is_in("fillers", last)):
            break
        last += 1
    if last == at or parsed.words[last - 1] in _DECLINED or parsed.words[at].isdigit():
        return []
    if parsed.lexicon.language != "en" or not parsed.is_in("determiners", at):
        return []
    return [Mention(at, last, parsed.text(at, last), PartyKind.PLACEHOLDER, role="people", is_definite=True)]

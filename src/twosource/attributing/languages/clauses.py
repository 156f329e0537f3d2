"""Frames of a cue: where its row says the source stands, and whether anything is said there.

A verb credits somebody only with something said: a clause, a quotation, a sentence before it.
"Said the truth" and "said goodbye" credit nobody; a question asks and does not say.
"""

from dataclasses import replace

from twosource.attributing import arabic
from twosource.attributing.discourse import BODIES
from twosource.attributing.frames import Found, Frame, Parsed, frame_of, unsaid
from twosource.attributing.languages import nouns, spans
from twosource.attributing.mentions import QUOTES, Mention
from twosource.attributing.papers import received
from twosource.attributing.phrases import told_to
from twosource.attributing.sources import listed, listed_before
from twosource.terms import PartyKind

REACH = 8
HOLD = 16
_STRONG = frozenset(".;:!?؛؟")
_CLOSERS = "\"'”’»)]› \u00a0"


def frames_of(parsed: Parsed, found: Found) -> list[Frame]:
    """Return the frames one cue opens, in any language with a pack."""
    if parsed.lexicon.is_arabic:
        return arabic.frames_of(parsed, found)
    kind, place = found.cue.kind, found.cue.source
    if kind == "idiom":
        return []
    if kind in ("hold", "receive"):
        return _holding(parsed, found) if kind == "hold" else received(parsed, found)
    if kind == "venue":
        return told_to(parsed, found) if place == "after" else _told_before(parsed, found)
    if place == "after":
        return _named_after(parsed, found)
    if place == "before":
        return _named_before(parsed, found)
    return _written(parsed, found) if place == "in" else _spoken(parsed, found)


def _named_after(parsed: Parsed, found: Found) -> list[Frame]:
    """According to A, citing A."""
    mention = _after(parsed, found.last)
    if mention is None or (mention.is_place and not _is_capital_city(parsed, mention)):
        return []
    if found.cue.needs == "publisher" and not mention.publishes:
        return []
    end = len(parsed.tokens)
    frames = []
    carrier = _citing(parsed, found, mention) if found.cue.kind == "cite" else None
    if carrier is not None:
        return [frame_of(parsed, found, [carrier, mention], (carrier.last, end), "cite")]
    for one in _with_listed(parsed, mention):
        if found.cue.kind == "cite":
            span, rule = (max(0, found.first - 1), found.last), "cite"
        else:
            span, rule = ((one.last, end) if found.first < 4 else (0, found.first)), "according to"
        frames.append(frame_of(parsed, found, [one], span, rule))
    return frames


def _citing(parsed: Parsed, found: Found, cited: Mention) -> Mention | None:
    """Return the publisher that opens the clause behind `citing B,` where no verb of saying credits it."""
    comma = cited.last
    if found.first > 1 or comma >= len(parsed.tokens) or parsed.tokens[comma].text != ",":
        return None
    mention = _after(parsed, comma + 1)
    if mention is None or not mention.publishes or any(cue.first >= mention.last for cue in parsed.cues):
        return None
    return mention


def _holding(parsed: Parsed, found: Found) -> list[Frame]:
    """A obtained the letters, letters that lie before A: papers stand near, and A is a body."""
    near = range(max(0, found.first - HOLD), min(len(parsed.words), found.last + HOLD))
    if not any(parsed.words[n] in parsed.lexicon.papers for n in near) or _asks(parsed, found):
        return []
    subject = _before(parsed, _auxiliary(parsed, found.first)) or _after(parsed, found.last)
    if subject is None or subject.is_place or not subject.is_named or _is_owner(parsed, subject):
        return []
    if not (subject.publishes or subject.kind in BODIES):
        return []
    content = (found.last, len(parsed.tokens))
    return [
        frame_of(parsed, found, [one], content, "holds papers")
        for one in _with_listed_before(parsed, subject)
    ]


def _is_owner(parsed: Parsed, mention: Mention) -> bool:
    """Say whether a preposition or a genitive hangs a mention on a noun: `from the papers of A`."""
    before = mention.first - 1
    is_genitive = parsed.is_in("owning", before) or parsed.is_in("owning", mention.first)
    return is_genitive or _is_oblique(parsed, mention)


def _named_before(parsed: Parsed, found: Found) -> list[Frame]:
    """A göre, A zufolge: a noun for a report may stand between."""
    place = found.first - 1
    while place >= 0 and parsed.words[place] in parsed.lexicon.report_words:
        place -= 1
    if place < 0:
        return []
    mention = _before(parsed, place + 1)
    if mention is None or mention.is_place:
        return []
    if mention.role == "papers" and (holder := nouns.holder_of(parsed, mention)) is not None:
        return [frame_of(parsed, found, [holder], (found.last, len(parsed.tokens)), "holds papers")]
    rule = "cite" if found.cue.kind == "cite" else "according to"
    span = (found.last, found.last) if rule == "cite" else (found.last, len(parsed.tokens))
    return [frame_of(parsed, found, [mention], span, rule)]


def _told_before(parsed: Parsed, found: Found) -> list[Frame]:
    """A ajansına yaptığı açıklamada: the publisher before the noun for an interview carries what is said."""
    mention = parsed.mention_at(found.first - 1) if found.first else None
    if mention is None or not (mention.publishes and mention.is_named):
        return []
    return [frame_of(parsed, found, [mention], (0, len(parsed.tokens)), "told to")]


def _written(parsed: Parsed, found: Found) -> list[Frame]:
    """In the letter it says: a paper behind a preposition, or in the case of a place."""
    nearby = [m for m in parsed.mentions if m.role == "papers"]
    for mention in nearby:
        is_left = mention.last <= found.first and found.first - mention.last <= REACH
        is_right = 0 <= mention.first - found.last <= 3
        if (is_left or is_right) and _is_within(parsed, mention):
            first = mention.first
            span = (max(mention.last, found.last), len(parsed.tokens))
            return [frame_of(parsed, found, [replace(mention, first=first)], span, "in a paper")]
    return []


def _is_within(parsed: Parsed, mention: Mention) -> bool:
    before = mention.first - 1
    while before > 0 and parsed.is_in("determiners", before):
        before -= 1
    if parsed.is_in("modifiers", before):
        return True
    endings = parsed.lexicon.grammar.get("locative", frozenset())
    return any(parsed.words[mention.last - 1].endswith(ending) for ending in endings)


def _spoken(parsed: Parsed, found: Found) -> list[Frame]:
    """A said, said A, A told B."""
    if _asks(parsed, found) or not _has_particle(parsed, found):
        return []
    subject, is_after = _subject(parsed, found)
    if subject is None or not _may_speak(parsed, found, subject, is_after=is_after):
        return []
    if subject.role.endswith("pronoun") and _may_mean_a_paper(parsed, subject):
        return []
    hearer = _hearer(parsed, found, subject)
    if (
        found.cue.kind != "say"
        and hearer is None
        and not _has_content(parsed, found, subject, is_after=is_after)
    ):
        return []
    subjects = _with_listed(parsed, subject) if is_after else _with_listed_before(parsed, subject)
    if found.cue.needs == "work" and not any(one.is_work for one in subjects):
        return []
    frames = []
    for one in subjects:
        if hearer is not None and one.first == hearer.first:
            continue
        chain = [hearer, one] if hearer is not None else [one]
        content = _content(parsed, found, chain, is_after=is_after)
        frame = frame_of(parsed, found, chain, content, "hearer" if hearer is not None else "verb")
        frames.append(unsaid(frame) if _is_negated(parsed, found, subject, is_after=is_after) else frame)
    return frames


def _may_mean_a_paper(parsed: Parsed, pronoun: Mention) -> bool:
    """Say whether a pronoun may stand for a publisher named before it: `sie` is a newspaper too."""
    return any(m.publishes and m.is_named and m.last <= pronoun.first for m in parsed.mentions)


def _asks(parsed: Parsed, found: Found) -> bool:
    """Say whether the sentence is a question of the page, not one it quotes."""
    if any(parsed.is_in("questions", n) for n in (0, found.first - 1, found.last)):
        return True
    if not parsed.sentence.text.rstrip(_CLOSERS).endswith(("?", "؟")):
        return False
    quoted = any(start - parsed.sentence.start > 0 for start, _ in parsed.sentence.quotes)
    return not quoted and all(t.text != ":" for t in parsed.tokens[found.last :])


def _has_particle(parsed: Parsed, found: Found) -> bool:
    """Say whether the other half of a split verb closes its clause: `teilte ... mit`."""
    if not found.cue.via:
        return True
    for place in range(found.last, min(len(parsed.words), found.last + 2 * REACH)):
        if parsed.words[place] == found.cue.via:
            after = place + 1
            return after >= len(parsed.tokens) or not parsed.tokens[after].is_word
    return False


def _subject(parsed: Parsed, found: Found) -> tuple[Mention | None, bool]:
    """Return (the subject of a verb, whether it stands after it)."""
    if parsed.lexicon.is_in("traits", "verb last"):
        subject = _opening(parsed, found.first)
        if subject is not None and not _is_dative(parsed, subject):
            return subject, False
        follows = _after(parsed, found.last) if _in_quotes(parsed, found.first - 2) else None
        return follows, True
    place = found.first - 1
    while place >= 0 and (parsed.is_in("openers", place) or parsed.is_in("fillers", place)):
        place -= 1
    is_open = place < 0 or not (parsed.tokens[place].is_word or _closes_a_name(parsed, place))
    is_opened = any(parsed.is_in("openers", n) for n in range(max(0, place), found.first))
    if is_open or is_opened:
        follows = _after(parsed, found.last)
        if follows is None and is_opened:
            follows = _past_hearer(parsed, found)
        if follows is not None and _stands_alone(parsed, follows):
            return follows, True
    bracket = _auxiliary(parsed, found.first)
    subject = _before(parsed, bracket) or nouns.past_citing(parsed, bracket)
    if subject is None and bracket < found.first:
        subject = _after(parsed, bracket + 1)
    if subject is not None and _is_credited(parsed, subject):
        phrase = next(c for c in reversed(parsed.cues) if c.cue.source == "after" and c.first < subject.last)
        subject = _before(parsed, phrase.first)
    elif subject is not None and _is_oblique(parsed, subject):
        speaks = _speaks_from_within(parsed, found, subject)
        subject = subject if speaks else nouns.heading(parsed, subject)
        if subject is not None and (speaks or not _is_oblique(parsed, subject)):
            return subject, False
        subject = None
    if subject is not None and not _is_oblique(parsed, subject):
        return subject, False
    follows = _past_hearer(parsed, found) or _after(parsed, found.last)
    return (follows, True) if follows is not None and not _is_oblique(parsed, follows) else (None, False)


def _speaks_from_within(parsed: Parsed, found: Found, subject: Mention) -> bool:
    """Say whether an office speaks as a place: `в министерстве заявили`; the verb has no other subject."""
    is_body = subject.role in ("groups", "outlets") or subject.kind in BODIES
    is_plural = parsed.words[found.last - 1].endswith(("ли", "ют", "ят"))
    return is_body and is_plural and parsed.is_in("within", subject.first - 1)


def _closes_a_name(parsed: Parsed, place: int) -> bool:
    """Say whether a quotation mark closes a name alone between marks: `the paper «A» writes`."""
    if place < 1 or parsed.tokens[place].text not in QUOTES:
        return False
    mention = parsed.mention_at(place) or parsed.mention_at(place - 1)
    return mention is not None and mention.is_named and mention.publishes


def _auxiliary(parsed: Parsed, at: int) -> int:
    """Return where the verb opens its bracket: `hat` in `hat den Tod nicht bestätigt`, else the verb."""
    for place in range(at - 1, max(-1, at - 2 * REACH), -1):
        if parsed.is_in("auxiliaries", place):
            return place
        if not parsed.tokens[place].is_word and parsed.tokens[place].text not in QUOTES:
            break
    return at


def _is_credited(parsed: Parsed, mention: Mention) -> bool:
    """Say whether a phrase right before it credits a mention already: `unter Berufung auf A schreibt B`."""
    before = mention.first
    return any(c.cue.source == "after" and before - 2 <= c.last <= before for c in parsed.cues) or any(
        c.cue.source == "after" and mention.first < c.last <= mention.last for c in parsed.cues
    )


def _past_hearer(parsed: Parsed, found: Found) -> Mention | None:
    """Return the subject behind the hearer: `a indiqué à A un responsable`, `informó este martes B`."""
    place, passed = found.last, False
    while place < len(parsed.tokens) and place - found.last < REACH:
        if parsed.is_in("hearers", place):
            passed, place = True, place + 1
            continue
        other = parsed.mention_at(place)
        if other is not None and parsed.is_in("audience", other.first):
            passed, place = True, other.last
            continue
        if other is not None:
            if passed and other.publishes:
                return _after(parsed, other.last)
            return _after(parsed, place)
        if not any(parsed.is_in(words, place) for words in ("determiners", "time_words", "time_openers")):
            return None
        place += 1
    return None


def _stands_alone(parsed: Parsed, mention: Mention) -> bool:
    """Say whether a mention behind a verb can be its subject: a sign, a preposition or a hearer follows."""
    if mention.role == "papers" or _is_oblique(parsed, mention):
        return False
    if mention.last >= len(parsed.tokens) or not parsed.tokens[mention.last].is_word:
        return True
    closes = (
        "modifiers",
        "hearers",
        "that",
        "relatives",
        "determiners",
        "and_words",
        "fillers",
        "time_words",
    )
    return any(parsed.is_in(words, mention.last) for words in closes) or mention.is_named


def _is_oblique(parsed: Parsed, mention: Mention) -> bool:
    """Say whether the case of a noun or name shows that it is no subject, or a preposition does."""
    endings = parsed.lexicon.grammar.get("not_subject", frozenset())
    head = _head_word(parsed, mention)
    if len(head) > 4 and mention.known is None and any(head.endswith(ending) for ending in endings):
        return True
    before = mention.first - 1
    while before > 0 and parsed.is_in("determiners", before) and not parsed.is_in("modifiers", before):
        before -= 1
    return parsed.is_in("modifiers", before) or parsed.is_in("owning", mention.first)


def _head_word(parsed: Parsed, mention: Mention) -> str:
    """Return the first noun of an unnamed speaker, else nothing: names take all endings."""
    if not mention.role or mention.role.endswith("pronoun"):
        return ""
    for place in range(mention.first, mention.last):
        if parsed.words[place] in parsed.lexicon.roles:
            return parsed.words[place]
    return ""


def _may_speak(parsed: Parsed, found: Found, subject: Mention, *, is_after: bool) -> bool:
    """Say whether a mention can be the subject here: places speak as governments, right at their verb."""
    if subject.first <= found.first < subject.last or parsed.is_in("audience", subject.first):
        return False
    if parsed.is_in("first_person", found.first - 1):
        return False
    if subject.is_place:
        gap = subject.first - found.last if is_after else found.first - subject.last
        is_near = gap <= 3 or parsed.lexicon.is_in("traits", "verb last")
        return is_near and _is_capital_city(parsed, subject) and not _is_oblique(parsed, subject)
    return True


def _is_capital_city(parsed: Parsed, mention: Mention) -> bool:
    """Say whether a place is one by whose name news means a government."""
    return parsed.lexicon.is_in("capitals", " ".join(parsed.words[mention.first : mention.last]))


def _hearer(parsed: Parsed, found: Found, subject: Mention) -> Mention | None:
    """Return the publisher it was said to: by a preposition, an article's case, an ending, or its place."""
    first = min(subject.last, found.last) if subject.first < found.first else found.last
    for place in range(first, min(len(parsed.tokens), found.last + REACH)):
        if parsed.tokens[place].text in _STRONG or parsed.is_in("that", place):
            return None
        mention = parsed.mention_at(place)
        if mention is None or not mention.publishes or mention.first != place:
            continue
        if mention.first == subject.first or (not mention.is_named and not mention.is_definite):
            continue
        if _is_told(parsed, found, subject, mention):
            return mention
    return None


def _is_told(parsed: Parsed, found: Found, subject: Mention, hearer: Mention) -> bool:
    if _is_dative(parsed, hearer):
        return True
    before = hearer.first
    while before > 0 and (
        before == hearer.first or parsed.tokens[before].text in QUOTES or parsed.is_in("articles", before)
    ):
        is_late = before > found.last - 1 and parsed.is_in("late_hearers", before)
        is_host = hearer.first < found.first and parsed.is_in("by", before)
        if is_late or is_host or parsed.is_in("hearers", before):
            return True
        before -= 1
    if parsed.is_in("hearers", before) or (hearer.first < found.first and parsed.is_in("by", before)):
        return True
    is_bare = parsed.lexicon.is_in("traits", "bare hearers")
    return is_bare and hearer.first in (found.last, subject.last) and subject.first != hearer.first


def _is_dative(parsed: Parsed, mention: Mention) -> bool:
    """Say whether an ending behind an apostrophe, or a case of a noun, marks a hearer."""
    endings = parsed.lexicon.grammar.get("dative", frozenset())
    if not endings:
        return False
    word = parsed.tokens[mention.last - 1].text.replace("’", "'").lower()
    return "'" in word and word.rpartition("'")[2] in endings


def _has_content(parsed: Parsed, found: Found, subject: Mention, *, is_after: bool) -> bool:
    """Say whether anything is said: a clause or quotation behind the verb, or a sentence before it."""
    last = max(found.last, subject.last) if is_after else found.last
    if subject.publishes and not is_after:
        return True
    if any(parsed.is_in("that", n) for n in range(found.last, min(len(parsed.words), last + REACH))):
        return True
    if _opens_content(parsed, last) or (is_after and _opens_content(parsed, found.last)):
        return True
    if _is_postposed(parsed, min(found.first, subject.first) if not is_after else found.first):
        return True
    before = range(max(0, min(found.first, subject.first) - 3), found.first)
    if any(parsed.is_in("openers", n) for n in before):
        return True
    return parsed.lexicon.is_in("traits", "verb last") and _has_clause_before(parsed, found, subject)


def _opens_content(parsed: Parsed, place: int) -> bool:
    """Say whether a clause opens at a place: a colon, quotation, comma or infinitive within a few words."""
    via = range(place, min(place + 4, len(parsed.tokens)))
    for n in via:
        text = parsed.tokens[n].text
        if text == ":" or (text in QUOTES and n + 1 < len(parsed.tokens)) or parsed.is_in("infinitives", n):
            return True
    for n in range(place, min(place + REACH, len(parsed.tokens) - 2)):
        if parsed.tokens[n].text == ",":
            return n == place or any(parsed.is_in("particles", m) for m in range(place, n))
        if parsed.lexicon.is_in("traits", "verb last") and n == place and parsed.tokens[n].is_word:
            return not parsed.is_in("and_words", n) and len(parsed.tokens) - n > 3
    return False


def _is_postposed(parsed: Parsed, first: int) -> bool:
    """Say whether what is said stands before its speaker: `C, said A`, `"C" – A said`."""
    if first < 3:
        return False
    sign = parsed.tokens[first - 1].text
    return sign in QUOTES or sign in ",–—-"


def _has_clause_before(parsed: Parsed, found: Found, subject: Mention) -> bool:
    """Say whether a clause or quotation stands between subject and verb: `A, "C" dedi`."""
    for place in range(subject.last, found.first):
        if parsed.tokens[place].text in QUOTES:
            return True
    endings = parsed.lexicon.grammar.get("that_endings", frozenset())
    near = parsed.words[max(subject.last, found.first - 3) : found.first]
    return any(word.endswith(ending) for word in near for ending in endings)


def _is_negated(parsed: Parsed, found: Found, subject: Mention, *, is_after: bool) -> bool:
    """Say whether somebody did *not* say it; where the negation may close the clause, there too."""
    first = found.first - 2 if is_after else max(subject.last, found.first - REACH)
    if any(parsed.is_in("negations", n) for n in range(max(0, first), found.first)):
        return True
    if not parsed.lexicon.is_in("traits", "late negation"):
        return False
    for place in range(found.last, min(len(parsed.tokens), found.last + REACH)):
        if not parsed.tokens[place].is_word or parsed.is_in("that", place):
            return False
        if parsed.is_in("negations", place) and place + 1 < len(parsed.tokens):
            return not parsed.tokens[place + 1].is_word
    return False


def _content(parsed: Parsed, found: Found, chain: list[Mention], *, is_after: bool) -> tuple[int, int]:
    end = len(parsed.tokens)
    first = min(found.first, *(m.first for m in chain))
    last = max(found.last, *(m.last for m in chain))
    if parsed.lexicon.is_in("traits", "verb last") and not _opens_content(parsed, found.last):
        return (chain[-1].last, found.first)
    if is_after and _is_postposed(parsed, found.first):
        return (0, first)
    if last >= end - 2 and first > 2:
        return (0, first)
    return (last, end)


def _after(parsed: Parsed, at: int) -> Mention | None:
    return nouns.after(parsed, at) if parsed.lexicon.has_capitals else spans.after(parsed, at)


def _before(parsed: Parsed, at: int) -> Mention | None:
    return nouns.before(parsed, at) if parsed.lexicon.has_capitals else spans.opening(parsed, at)


def _opening(parsed: Parsed, at: int) -> Mention | None:
    return nouns.opening(parsed, at) if parsed.lexicon.has_capitals else spans.opening(parsed, at)


def _in_quotes(parsed: Parsed, place: int) -> bool:
    return 0 <= place < len(parsed.tokens) and parsed.sentence.is_quoted(parsed.tokens[place].start)


def _with_listed(parsed: Parsed, mention: Mention) -> list[Mention]:
    """Return a speaker and those joined to them on the right."""
    is_body = mention.is_named and mention.kind is not PartyKind.PERSON
    return [mention, *listed(parsed, mention)[1:]] if is_body else [mention]


def _with_listed_before(parsed: Parsed, mention: Mention) -> list[Mention]:
    """Return a speaker and those joined to them on the left."""
    is_body = mention.is_named and mention.kind is not PartyKind.PERSON
    return [*listed_before(parsed, mention)[:-1], mention] if is_body else [mention]

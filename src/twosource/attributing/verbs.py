"""Verbs of saying, where subject and verb stand side by side: `A said`, `said A`, `A told B`.

The hearer carries the statement, and so does the publication somebody `wrote on`.
"""

from twosource.attributing.agentless import passive
from twosource.attributing.frames import Found, Frame, Parsed, frame_of, unsaid
from twosource.attributing.mentions import OWNERS, QUOTES, Mention
from twosource.attributing.sources import (
    is_inverted,
    listed,
    listed_before,
    skip_fillers_right,
    subject_after,
    subject_before,
)
from twosource.attributing.unuttered import is_scare_quoted
from twosource.terms import Access, Channel, PartyKind

_VERB_LAST = ("tr", "fa")
MIN_SPEECH = 4
APPOSED = 9
_CLOSES = frozenset(",.!?…")
_BASES = frozenset(
    {"say", "think", "believe", "claim", "report", "show", "tell", "write", "suggest", "reveal"}
)
_BETWEEN = frozenset({"first", "also", "later", "once", "often", "since"})
# `not only said`: it was said.
_NO_LIMIT = frozenset({"only", "just", "merely", "simply"})
# Where something is published: `on the blog`; what stands behind `by` is somebody.
_ON = frozenset({"on", "in", "at"})
# Forms that are nouns as often as verbs.
_NOUNS = frozenset(
    {"claim", "claims", "report", "reports", "show", "shows", "questions", "doubts", "doubt", "tweets"}
    | {"quotes", "quote", "states", "fears", "notes", "cites", "estimates", "posts"}
)


def spoken(parsed: Parsed, found: Found) -> list[Frame]:
    """A said, said A, A told B: with the hearer as the carrier, and the venue of `wrote on the blog`."""
    if _is_agentless(parsed, found):
        return _on_a_publication(parsed, found) or passive(parsed, found)
    subject, is_after = _subject(parsed, found)
    if subject is None or _is_self(parsed, found, subject) or _is_no_verb(parsed, found, subject):
        return []
    if not _has_content(parsed, found, subject, is_after):
        return []
    hearer = (
        _hearer(parsed, found, subject, is_after)
        or _host(parsed, found, subject)
        or _venue(parsed, found, subject, is_after)
        or _employer(parsed, subject)
    )
    if found.cue.kind == "tell" and hearer is None and not _has_audience(parsed, found.last):
        return []
    subjects = listed(parsed, subject) if is_after else listed_before(parsed, subject)
    subjects = [m for m in subjects if hearer is None or m.first != hearer.first]
    frames = []
    hearers = _carriers(parsed, hearer) if hearer is not None else []
    for chain in [[h, m] for m in subjects for h in hearers] or [[m] for m in subjects]:
        span = _content(parsed, found, subject, is_after)
        if hearer is not None and span[0] <= hearer.first < span[1]:
            span = (hearer.last, span[1])
        frame = frame_of(parsed, found, chain, span, "hearer" if hearers else "verb")
        frames.append(unsaid(frame) if _is_negated(parsed, found, subject, is_after) else frame)
    return frames


def _carriers(parsed: Parsed, hearer: Mention) -> list[Mention]:
    """Return those through whom what was told reaches us.

    A single person may only have heard it, but `A, the channel's correspondent` carries it for the channel.
    """
    if not (hearer.is_named and hearer.kind is PartyKind.PERSON):
        return [m for m in listed(parsed, hearer) if m is hearer or m.publishes]
    words = parsed.words[hearer.last : hearer.last + APPOSED]
    if words[:1] != [","]:
        return []
    end = hearer.last + 1 + (words[1:].index(",") if "," in words[1:] else len(words) - 1)
    inside = [parsed.mention_at(n) for n in range(hearer.last + 1, min(end, len(parsed.tokens)))]
    outlets = [m for m in inside if m is not None and (m.publishes or _owned_by_outlet(parsed, m))]
    return [hearer] if outlets else []


def _owned_by_outlet(parsed: Parsed, mention: Mention) -> bool:
    reach = range(mention.first, mention.last)
    return any(parsed.words[n] in parsed.lexicon.roles and _is_outlet_noun(parsed, n) for n in reach)


def _is_outlet_noun(parsed: Parsed, at: int) -> bool:
    hit = parsed.lexicon.roles.at(parsed.words, at)
    return hit is not None and hit[1].kind == "outlets"


def _is_no_verb(parsed: Parsed, found: Found, subject: Mention) -> bool:
    """Say whether a cue word tells of no saying here.

    `The agreed point` is an adjective, `A's claim` and `a Reuters report` are nouns, `people accused
    of it` accuse nobody; what somebody was allowed, or declined, to say was not said.
    """
    before, form = found.first - 1, found.cue.form
    is_adjective = parsed.is_in("articles", before) and subject.last <= before
    if parsed.lexicon.language != "en" or is_adjective:
        return is_adjective
    behind = parsed.words[found.last] if found.last < len(parsed.words) else ""
    is_infinitive = (before >= 0 and parsed.words[before] == "to") or (form == "went on" and behind == "to")
    is_participle = form in ("accused", "blamed") and behind in ("of", "for")
    return (
        is_infinitive or is_participle or _is_noun(parsed, found, subject) or _is_bare(parsed, found, subject)
    )


def _is_noun(parsed: Parsed, found: Found, subject: Mention) -> bool:
    """Say whether a cue word is a noun: behind an owner, or behind words no list knows as somebody."""
    before = found.first - 1
    if parsed.words[found.last - 1].endswith("ing") or before < 0:
        return False
    is_owned = parsed.tokens[before].text[-2:] in OWNERS and subject.last == found.first
    is_one_of_a_body = subject.is_named and parsed.words[max(subject.first - 1, 0)] in ("a", "an")
    is_guessed = subject.first >= 0 and parsed.mention_at(subject.first) is not subject
    is_both = parsed.words[found.first] in _NOUNS
    return (is_owned and not subject.role.endswith("pronoun")) or (
        is_both and (is_guessed or is_one_of_a_body)
    )


def _is_bare(parsed: Parsed, found: Found, subject: Mention) -> bool:
    """Say whether a base form stands right behind one person: `a candidate say`, never `he says`."""
    base = parsed.words[found.first]
    is_base = parsed.lexicon.language == "en" and base in _BASES and subject.last == found.first
    is_one = subject.role in ("pronoun", "thing pronoun") or (
        subject.is_named and subject.kind is PartyKind.PERSON
    )
    opens = parsed.is_in("articles", subject.first)
    is_one_of_some = subject.role in ("people", "analysts") and opens
    is_plural = subject.name.endswith("s") or "people" in subject.name
    return is_base and (is_one or (is_one_of_some and not is_plural))


def _is_negated(parsed: Parsed, found: Found, subject: Mention, is_after: bool) -> bool:
    """Say whether somebody did *not* say it: `the ministry did not confirm that`."""
    between = range(max(subject.last, found.first - 2), found.first)
    return not is_after and any(
        parsed.is_in("negations", place) and parsed.words[place + 1] not in _NO_LIMIT for place in between
    )


def _subject(parsed: Parsed, found: Found) -> tuple[Mention | None, bool]:
    """Return (the subject, whether it stands after the verb)."""
    after = (
        subject_after(parsed, found.last)
        if found.cue.kind != "tell" or parsed.lexicon.language == "de"
        else None
    )
    if after is not None and any(parsed.is_in("that", n) for n in range(found.last, after.first)):
        after = None
    if is_scare_quoted(parsed, found.first, found.last):
        return subject_before(parsed, found.first - 1), False
    before_text = parsed.tokens[found.first - 1].text if found.first else ""
    opens = found.first == 0 or before_text in QUOTES or before_text in ",–—-"
    if after is not None and opens and is_inverted(parsed, found.first, after) and after.role != "papers":
        return after, True
    if found.cue.form.endswith("ing") and found.first and parsed.tokens[found.first - 1].text == ",":
        return _subject_of_sentence(parsed, found), False
    paper = _paper_before(parsed, found.first) if found.cue.kind == "paper" else None
    if found.cue.kind == "paper":
        return paper, False
    before = subject_before(parsed, found.first)
    if before is None and parsed.lexicon.language in _VERB_LAST:
        before = next((m for m in parsed.mentions if m.first <= 4 and m.last <= found.first), None)
    if parsed.lexicon.language in ("en", *_VERB_LAST):
        return before, False
    if after is not None and (before is None or before.is_place or before.role == "papers"):
        return after, True
    return before, False


def _subject_of_sentence(parsed: Parsed, found: Found) -> Mention | None:
    """Return who goes on speaking in `A said C, adding that D`: the subject of the verb before."""
    for earlier in reversed([cue for cue in parsed.cues if cue.last < found.first]):
        if earlier.cue.source == "subject" and earlier.cue.kind != "hold":
            subject, _ = _subject(parsed, earlier)
            if subject is not None and subject.role != "papers":
                return subject
    opening = parsed.mentions[0] if parsed.mentions else None
    if opening is None or opening.first > 0 or opening.is_place:
        return None
    is_one_word = opening.last == 1 and opening.is_named and opening.known is None
    return None if is_one_word and opening.kind is PartyKind.PERSON else opening


def _paper_before(parsed: Parsed, at: int) -> Mention | None:
    """Return the paper that `reads` something, however much stands between: `a letter sent in May reads`.

    It must open its clause: in `the kind the letter mentions` the letter says none of what follows.
    """
    papers = (
        m for m in parsed.mentions if (m.role == "papers" or m.is_work) and m.last <= at and m.first < 6
    )
    return next((m for m in papers if _opens(parsed, m.first)), None)


def _opens(parsed: Parsed, at: int) -> bool:
    """Say whether a clause, or what hangs on its first noun, begins at a token."""
    if at > 0 and parsed.is_in("determiners", at - 1):
        at -= 1
    if at == 0 or not parsed.tokens[at - 1].is_word:
        return True
    joins = ("and_words", "that", "clause_breaks", "modifiers", "determiners")
    return any(parsed.is_in(words, at - 1) for words in joins)


def _is_self(parsed: Parsed, found: Found, subject: Mention) -> bool:
    return parsed.is_in("first_person", found.first - 1) or (
        subject.is_place and parsed.is_in("modifiers", subject.first - 1)
    )


def _is_agentless(parsed: Parsed, found: Found) -> bool:
    """Say whether the verb is passive: `it has been argued`, `the convoy was said to leave`."""
    if parsed.words[found.last - 1].endswith("ing") or not found.cue.form.isascii():
        return False
    place = found.first - 1
    while place > max(found.first - 4, 0) and _may_split_passive(parsed, place):
        place -= 1
    return parsed.lexicon.language == "en" and parsed.is_in("passive", place)


def _may_split_passive(parsed: Parsed, place: int) -> bool:
    word = parsed.words[place]
    return parsed.is_in("negations", place) or word.endswith("ly") or word in _BETWEEN


def _on_a_publication(parsed: Parsed, found: Found) -> list[Frame]:
    """Return the frame of `on the blog, it was reported that`: the publication is all that is credited."""
    for mention in parsed.mentions:
        before = mention.first - 1 - int(parsed.is_in("determiners", mention.first - 1))
        hangs = before >= 0 and parsed.words[before] in _ON
        if mention.last <= found.first and mention.publishes and hangs and found.first - mention.last <= 5:
            return [frame_of(parsed, found, [mention], (found.last, len(parsed.tokens)), "published on")]
    return []


def _has_content(parsed: Parsed, found: Found, subject: Mention, is_after: bool) -> bool:
    """Say whether a verb that does not always report speech does so here."""
    cue = found.cue
    if cue.kind == "paper":
        return True
    if _is_left_unsaid(parsed, found):
        return False
    if cue.kind == "tell" or (cue.kind == "say" and not cue.needs):
        is_joined = parsed.is_in("and_words", found.last) and parsed.is_in("relatives", found.first - 1)
        return not is_joined
    if cue.needs == "that" and (subject.publishes or subject.kind is PartyKind.MONITOR):
        return True
    if _is_in_as_clause(parsed, found, subject):
        return True
    if is_after:
        return cue.kind == "say" or bool(_speech(parsed)) or not subject.role
    end = min(found.last + 4, len(parsed.tokens))
    for place in range(found.last, end):
        if parsed.is_in("that", place) and parsed.words[place] != "how":
            return True
        if parsed.tokens[place].text == ":":
            return True
        if parsed.tokens[place].text in QUOTES and parsed.tokens[place].end in _speech(parsed):
            return True
    if found.last < len(parsed.tokens) and parsed.tokens[found.last].text == "," and parsed.sentence.quotes:
        return True
    if _is_pronoun(parsed, found.last) or (cue.access is Access.INFERS and _opens_clause(parsed, found.last)):
        return True
    at_end = found.last >= len(parsed.tokens) - 1 or parsed.is_in("modifiers", found.last)
    return at_end and _is_postposed(parsed, subject)


def _is_in_as_clause(parsed: Parsed, found: Found, subject: Mention) -> bool:
    """Say whether `as A reported` stands here: what A reported is the sentence around it."""
    at = subject.first - 1
    while at > 0 and parsed.is_in("determiners", at):
        at -= 1
    return (
        parsed.lexicon.language == "en"
        and at >= 0
        and parsed.words[at] == "as"
        and subject.last <= found.first
    )


def _is_left_unsaid(parsed: Parsed, found: Found) -> bool:
    """Say whether somebody said nothing: `the note does not say`; `did not say who` leaves it open."""
    if parsed.lexicon.language != "en" or parsed.words[found.first] != "say":
        return False
    between = range(max(0, found.first - 2), found.first)
    is_end = found.last >= len(parsed.tokens) or not parsed.tokens[found.last].is_word
    return is_end and any(parsed.is_in("negations", place) for place in between)


def _speech(parsed: Parsed) -> set[int]:
    """Return where quotations begin that are somebody's words, and no scare quotes around a word or two."""
    found = set()
    for first, last in parsed.sentence.quotes:
        inside = [token for token in parsed.tokens if first <= token.start < last]
        n_words = sum(token.is_word for token in inside)
        if n_words >= MIN_SPEECH or (n_words and inside[-1].text in _CLOSES):
            found.add(first)
    return found


def _opens_clause(parsed: Parsed, place: int) -> bool:
    """Say whether a belief has a clause of its own: `believe the papers are`, not `believe in`, `fear A`."""
    reach = range(place + 1, min(place + 8, len(parsed.words)))
    return not parsed.is_in("modifiers", place) and any(parsed.is_in("fillers", n) for n in reach)


def _is_pronoun(parsed: Parsed, place: int) -> bool:
    mention = parsed.mention_at(place)
    return mention is not None and mention.role.endswith("pronoun")


def _is_postposed(parsed: Parsed, subject: Mention) -> bool:
    """Say whether what is said stands before its speaker: `C, A said`, `"C" A said`."""
    at = subject.first - 1
    while at > 0 and parsed.is_in("determiners", at):
        at -= 1
    if at < 1:
        return False
    before = parsed.tokens[at].text
    return before in QUOTES or (before == "," and at >= 3)


def _hearer(parsed: Parsed, found: Found, subject: Mention, is_after: bool) -> Mention | None:
    place = subject.last if is_after else found.last
    if not is_after and found.cue.kind != "tell":
        place += int(parsed.is_in("to", place))
    place = skip_fillers_right(parsed, place)
    if place >= len(parsed.tokens) or parsed.is_in("audience", place):
        return None
    hearer = parsed.mention_at(place)
    if hearer is None or hearer.first == subject.first or hearer.role.endswith("pronoun"):
        return None
    if found.cue.kind == "tell" and not is_after:
        return None if hearer.role in ("people", "papers", "witnesses") and not hearer.publishes else hearer
    publishes = hearer.publishes and hearer.is_named
    starts_clause = (
        hearer.last < len(parsed.tokens)
        and parsed.tokens[hearer.last].text not in ",.:"
        and (not parsed.is_in("that", hearer.last))
    )
    quoted_to = is_after or parsed.is_in("to", hearer.first - 1) or not starts_clause
    return hearer if publishes and quoted_to else None


def _host(parsed: Parsed, found: Found, subject: Mention) -> Mention | None:
    """Return to whom a speaker spoke: `defectors interviewed by A say` reaches us through A."""
    between = range(subject.last, found.first)
    if not any(parsed.is_in("met", place) for place in between):
        return None
    hosts = [parsed.mention_at(place) for place in between if parsed.is_in("modifiers", place - 1)]
    return next((m for m in hosts if m is not None and m.publishes and m.first > subject.first), None)


def _venue(parsed: Parsed, found: Found, subject: Mention, is_after: bool) -> Mention | None:
    """Return where somebody wrote it: `A wrote on the blog` reaches us through the blog."""
    place = subject.last if is_after else found.last
    if not parsed.is_in("modifiers", place) or place + 1 >= len(parsed.tokens):
        return _venue_before(parsed, found, subject)
    for ahead in range(place + 1, min(place + 5, len(parsed.tokens))):
        mention = parsed.mention_at(ahead)
        if mention is not None and mention.publishes and not parsed.is_in("time_words", ahead):
            return mention
        if not parsed.tokens[ahead].is_word:
            return None
    return None


def _employer(parsed: Parsed, subject: Mention) -> Mention | None:
    """Return for whom somebody reports: `the BBC's A. B. reports`, `A. B. of Reuters said`."""
    if not (subject.is_named and subject.kind is PartyKind.PERSON):
        return None
    before = parsed.mention_at(subject.first - 1) if subject.first else None
    if before is not None and before.publishes and before.is_named and before.last == subject.first:
        return before if parsed.tokens[subject.first - 1].text[-2:] in OWNERS else None
    place = skip_fillers_right(parsed, subject.last + 1)
    behind = parsed.mention_at(place) if place < len(parsed.tokens) else None
    is_of = subject.last < len(parsed.tokens) and parsed.words[subject.last] in ("of", "from")
    return behind if is_of and behind is not None and behind.known and behind.publishes else None


def _venue_before(parsed: Parsed, found: Found, subject: Mention) -> Mention | None:
    """Return the publication a sentence opens with: `On his blog The Quay, A wrote`."""
    opening = parsed.mentions[0] if parsed.mentions else None
    if opening is None or opening is subject or found.cue.channel is not Channel.PUBLICATION:
        return None
    if not opening.publishes or not parsed.tokens or parsed.words[0] not in _ON or opening.first > 2:
        return None
    is_closed = opening.last < subject.first and parsed.tokens[opening.last].text == ","
    return opening if is_closed else None


def _has_audience(parsed: Parsed, at: int) -> bool:
    heard = any(parsed.is_in("audience", place) or parsed.is_in("that", place) for place in range(at, at + 5))
    return heard or _is_pronoun(parsed, at)


def _content(parsed: Parsed, found: Found, subject: Mention, is_after: bool) -> tuple[int, int]:
    end = len(parsed.tokens)
    first, last = min(subject.first, found.first), max(subject.last, found.last)
    if is_after:
        return (0, found.first) if found.first > 0 else (subject.last, end)
    closes = last >= end - 2 or parsed.tokens[last].text in ",.;" or parsed.is_in("modifiers", last)
    if last >= end - 2 or (_is_postposed(parsed, subject) and closes):
        return (0, first) if first > 1 else (last, end)
    return (last, end)

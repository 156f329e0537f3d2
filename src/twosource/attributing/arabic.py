"""The rules for Arabic: the verb opens, the subject follows, particles are attached to names.

Names carry no capitals, so a source is read from the verb up to the word for "that", a sign or
a preposition, and only what a list knows, a role noun or two to four plain words is believed.
"""

from dataclasses import replace

from twosource.attributing.arabic_offices import named_behind
from twosource.attributing.arabic_papers import bare_title, maker_at
from twosource.attributing.discourse import Source
from twosource.attributing.frames import Found, Frame, Parsed, Where, frame_from, unsaid
from twosource.attributing.mentions import Mention
from twosource.attributing.tokens import arabic_stems
from twosource.terms import Access, Channel, PartyKind, Stance

_QUOTES = frozenset("\"“”«»„‘’'()[]")
_STOPS = frozenset("،,.:؛;!?؟")
_FROM = "عن"
_SAYING = frozenset({"قوله", "قولها", "قولهم", "قولهما", "تاكيده", "تاكيدهم"})
_ACCESS = {"witnesses": Access.SAW, "analysts": Access.INFERS}
MAX_SOURCE = 9


def frames_of(parsed: Parsed, found: Found) -> list[Frame]:
    """Return the frames one Arabic cue opens."""
    kind, source = found.cue.kind, found.cue.source
    if kind == "idiom" or parsed.is_in("noun_negations", found.first - 1):
        return []
    if source != "after" and _asks(parsed, found):
        return []
    if source == "pair":
        return _relayed(parsed, found)
    if source == "after":
        return _phrased(parsed, found)
    if kind == "hold":
        return _holding(parsed, found)
    return _spoken(parsed, found)


def _asks(parsed: Parsed, found: Found) -> bool:
    """Say whether the sentence is a question of the page, not one it quotes."""
    if not parsed.sentence.text.rstrip("\"'”’»)] \u00a0").endswith(("؟", "?")):
        return False
    is_quoting = any(t.text == ":" or t.text in _QUOTES for t in parsed.tokens[found.last :])
    return parsed.is_in("questions", 0) or not is_quoting


def _stop(parsed: Parsed, at: int) -> int:
    """Return where a noun phrase that starts at a token ends: at a sign, "that", "from", or a time."""
    place = at
    while place < len(parsed.tokens) and place - at < MAX_SOURCE:
        text, word = parsed.tokens[place].text, parsed.words[place]
        if text in _STOPS or parsed.is_in("that", place) or word == _FROM or word in _SAYING:
            break
        if place > at and (parsed.is_in("time_openers", place) and not _in_role(parsed, place)):
            break
        if parsed.is_in("time_words", place) or parsed.is_in("clause_breaks", place):
            break
        if place > at and (parsed.lexicon.cues.has_word(word) or _opens_object(parsed, place)):
            break
        place += 1
    return place


def _opens_object(parsed: Parsed, place: int) -> bool:
    """Say whether the object begins: a verbal noun, or a second definite noun beside the first."""
    stems = arabic_stems(parsed.words[place])
    if _is_unbound(parsed, place - 1) and parsed.words[place].startswith("ال"):
        return True
    if parsed.is_in("object_openers", place) or any(parsed.lexicon.nouns.has_word(stem) for stem in stems):
        return True
    before, here = parsed.mention_at(place - 1), parsed.mention_at(place)
    if before is None or here is None or here is before or here.first != place or here.is_prefixed:
        return False
    is_definite = before.known is not None or parsed.words[before.first].startswith("ال")
    return is_definite and (here.known is not None or parsed.words[place].startswith("ال"))


def _is_unbound(parsed: Parsed, place: int) -> bool:
    """Say whether a plural keeps its ending, so that no noun can hang on it: `ناشطون` and not `ناشطو`."""
    word = parsed.words[place] if place >= 0 else ""
    mention = parsed.mention_at(place)
    is_noun = mention is not None and mention.role in ("people", "witnesses", "analysts")
    return is_noun and word.endswith(("ون", "ين")) and not word.startswith("ال")


def _in_role(parsed: Parsed, place: int) -> bool:
    """Say whether `in` still belongs to the source: `a source in the army`."""
    mention = parsed.mention_at(place)
    before = parsed.mention_at(place - 1)
    return mention is not None or (
        before is not None and before.role in ("people", "groups", "analysts", "witnesses")
    )


def _sources_between(parsed: Parsed, first: int, last: int) -> list[Source]:
    """Return who stands in a noun phrase: a known name first, then a role noun, then plain words."""
    first = max(first, maker_at(parsed, first, last))
    inside = [m for m in parsed.mentions if first <= m.first < last and not m.is_place]
    told = next((m for m in inside if m.role == "outlets" and _is_object(parsed, m, first)), None)
    if told is not None:
        inside, last = [m for m in inside if m.first < told.first], told.first
    named = [m for m in inside if m.is_named and not _is_object(parsed, m, first)]
    if named:
        roles = [
            m for m in inside if m.role in ("people", "analysts", "witnesses") and m.first < named[0].first
        ]
        if roles and not roles[0].publishes:
            return [_plain(parsed, first, last, roles[0])]
        return [parsed.source(mention) for mention in _joined(parsed, named)]
    if inside and inside[0].role in ("outlets", "blogs") and inside[0].is_definite and last - first <= 2:
        source = parsed.source(inside[0])
        return [source]
    if inside and not inside[0].role.endswith("pronoun"):
        return [_plain(parsed, first, last, inside[0])]
    if (capital := _capital(parsed, first)) is not None and last == first + 1:
        return [capital]
    words = [parsed.tokens[n] for n in range(first, last) if parsed.tokens[n].text not in _QUOTES]
    if not 1 <= len(words) <= 4 or any(parsed.lexicon.is_in("stops", w.folded) for w in words):
        return []
    if len(words) == 1 or any(not w.is_word or w.text.isdigit() for w in words):
        return []
    return [_plain(parsed, first, last, None)]


def _capital(parsed: Parsed, place: int) -> Source | None:
    """Return the government a city stands for: `Damascus denies`."""
    if not parsed.is_in("capitals", place):
        return None
    written = parsed.tokens[place].text
    return Source(written, PartyKind.OFFICE, written)


def _joined(parsed: Parsed, named: list[Mention]) -> list[Mention]:
    """Return the first name and those joined to it by an attached `wa-`."""
    kept = [named[0]]
    for mention in named[1:]:
        if parsed.tokens[mention.first].folded.startswith("و"):
            kept.append(mention)
    return kept


def _is_object(parsed: Parsed, mention: Mention, first: int) -> bool:
    """Say whether `li-` is attached to a name: somebody told it to them, they did not say it."""
    return mention.first > first and _is_dative(parsed, mention)


def _is_dative(parsed: Parsed, mention: Mention) -> bool:
    opening = parsed.tokens[mention.first].folded
    return mention.is_prefixed and opening.startswith("ل")


def _plain(parsed: Parsed, first: int, last: int, role: Mention | None) -> Source:
    while last > first + 1 and parsed.tokens[last - 1].text in _QUOTES:
        last -= 1
    hearer = next(
        (
            m
            for m in parsed.mentions
            if first < m.first < last and m.publishes and _is_object(parsed, m, first)
        ),
        None,
    )
    last = _trimmed(parsed, first, hearer.first if hearer is not None else last)
    written = parsed.text(first, last)
    name = _bare(parsed, first, last)
    if role is None:
        return Source(name, PartyKind.PERSON, written)
    person = _titled_person(parsed, first, last, role) or named_behind(parsed, first, role)
    if person is not None:
        name, kind = person, PartyKind.PERSON
        return Source(name, kind, written, access=_ACCESS.get(role.role, Access.UNKNOWN))
    if role.role == "outlets" and role.is_definite and not any(m in written for m in _QUOTES):
        return parsed.source(role)
    access = _ACCESS.get(role.role, Access.UNKNOWN)
    kind = PartyKind.PLACEHOLDER
    if role.role in ("outlets", "blogs") and last - first > 1:
        kind, name = PartyKind.OUTLET, _publication_name(parsed, first, last)
    elif role.role == "groups" and last - first > 1:
        kind = PartyKind.ORGANISATION
    is_paper = role.role == "papers"
    return Source(
        name,
        kind,
        written,
        access=access,
        is_paper=is_paper,
        is_publication=role.publishes,
        role=role.role,
    )


def _trimmed(parsed: Parsed, first: int, last: int) -> int:
    """Return where a noun phrase ends once `on`, `with`, `to` and what follows them is left out."""
    for place in range(first + 1, last):
        if parsed.is_in("loose", place):
            return place
    while last > first + 1 and parsed.is_in("modifiers", last - 1):
        last -= 1
    return _agreeing(parsed, first, last)


def _agreeing(parsed: Parsed, first: int, last: int) -> int:
    """Return where a body's definite noun ends: what describes it is definite too."""
    mention = parsed.mention_at(first)
    is_bound = mention is not None and mention.role in ("groups", "papers") and mention.first == first
    if not is_bound or not parsed.words[first].startswith("ال"):
        return last
    for place in range(first + 1, last):
        is_linked = parsed.is_in("modifiers", place) or parsed.is_in("of_papers", place)
        if is_linked:
            return last
        if not parsed.words[place].startswith("ال"):
            return place
    return last


def _titled_person(parsed: Parsed, first: int, last: int, role: Mention) -> str | None:
    """Return the name behind a title: `the researcher Ahmad al-Mansur`; two to four plain words."""
    if role.first != first or parsed.tokens[first].folded not in parsed.lexicon.titles:
        return None
    start = first + 1
    while start < last and parsed.words[start].startswith("ال"):
        start += 1
    words = parsed.tokens[start:last]
    is_plain = all(w.is_word and not w.text.isdigit() for w in words)
    if (
        not 2 <= len(words) <= 4
        or not is_plain
        or any(parsed.is_in("modifiers", n) for n in range(start, last))
    ):
        return None
    return " ".join(word.text for word in words)


def _publication_name(parsed: Parsed, first: int, last: int) -> str:
    """Return the quoted name after a noun for a publication, else the words after it."""
    marks = [n for n in range(first, last) if parsed.tokens[n].text in _QUOTES]
    if len(marks) >= 2:
        return parsed.text(marks[0] + 1, marks[1]) if marks[1] > marks[0] + 1 else parsed.text(first, last)
    return bare_title(parsed, first, last)


def _bare(parsed: Parsed, first: int, last: int) -> str:
    """Return the phrase without quotation marks and without a preposition attached to its first word."""
    words = [parsed.tokens[n].text for n in range(first, last) if parsed.tokens[n].text not in _QUOTES]
    if words and len(words[0]) > 3 and words[0][0] in "لبو":
        rest = words[0][1:]
        if any(stem in parsed.lexicon.roles for stem in arabic_stems(parsed.tokens[first].folded)[1:]):
            words[0] = rest
    return " ".join(words)


def _hearer(parsed: Parsed, first: int, last: int) -> Mention | None:
    for mention in parsed.mentions:
        is_near = first < mention.first < last + 3
        if is_near and mention.publishes and mention.is_named and _is_dative(parsed, mention):
            return mention
    return None


def _spoken(parsed: Parsed, found: Found) -> list[Frame]:
    first = found.last
    last = _stop(parsed, first)
    end = len(parsed.tokens)
    rule = "verb"
    is_late = _is_after_that(parsed, found.first) or _is_headed(parsed, found.first)
    sources, before = _before(parsed, found) if is_late else ([], first)
    if sources:
        first, last, rule = before, found.last, "verb after its subject"
    else:
        sources = _sources_between(parsed, first, last) if last > first else []
    if not sources:
        sources, first = _before(parsed, found)
        rule = "verb after its subject" if sources else rule
    if not sources and _has_that(parsed, found.last) and (unnamed := _goes_on(parsed, found)) is not None:
        sources = [unnamed]
        first = found.first
    is_negated = parsed.is_in("negations", found.first - 1)
    is_said = rule != "verb" or is_negated or _is_said(parsed, found, last, end)
    if not sources or not is_said or _is_declined(parsed, found):
        return []
    hearer = _hearer(parsed, found.last, last)
    if found.cue.kind == "tell" and hearer is None:
        hearer = _second(parsed, found.last, last)
        sources = _sources_between(parsed, first, hearer.first) if hearer is not None else sources
    carrier = parsed.source(hearer) if hearer is not None else None
    sources = [s for s in sources if carrier is None or s.name != carrier.name]
    span = (min(first, found.first), max(last, found.last))
    content = (span[1], end) if span[1] < end - 1 else (0, span[0])
    chains = [[carrier, s] if carrier is not None else [s] for s in sources]
    rule = "hearer" if carrier else rule
    frames = [frame_from(parsed, found, chain, Where(*span, content), rule) for chain in chains]
    return [unsaid(frame) for frame in frames] if is_negated else frames


def _goes_on(parsed: Parsed, found: Found) -> Source | None:
    """Return who speaks where a verb names nobody: whom the verb before it names, else the last.

    `The ministry denied the raid, and said that` stays with the ministry, whoever spoke before.
    """
    written = parsed.text(found.first, found.last)
    for cue in reversed([cue for cue in parsed.cues if cue.last <= found.first]):
        here = _sources_between(parsed, cue.last, min(_stop(parsed, cue.last), found.first))
        if here and cue.cue.source != "after":
            note = f"the verb names nobody; taken for the subject of the verb before it, {here[0].name}"
            return replace(here[0], as_written=written, note=note)
    last = parsed.discourse.speaker
    if last is None:
        return None
    note = f"the verb names nobody; taken for the last speaker, {last.name}"
    return Source(last.name, last.kind, written, last.known, note)


def _is_declined(parsed: Parsed, found: Found) -> bool:
    """Say whether somebody only refuses to comment."""
    reach = range(found.last, min(found.last + MAX_SOURCE, len(parsed.words)))
    return found.cue.stance is Stance.DENIES and any(parsed.is_in("declined", n) for n in reach)


def _is_headed(parsed: Parsed, at: int) -> bool:
    """Say whether a government opens the clause of a verb, as in headlines: `دمشق تنفي`."""
    opens = at == 1 or (at > 1 and not parsed.tokens[at - 2].is_word)
    return opens and _capital(parsed, at - 1) is not None


def _is_after_that(parsed: Parsed, at: int) -> bool:
    """Say whether a verb has a clause of its own, subject first: `that an officer confirmed`."""
    for place in range(at - 1, max(-1, at - 7), -1):
        if parsed.is_in("that", place):
            return place < at - 1
        if not parsed.tokens[place].is_word:
            return False
    return False


def _is_said(parsed: Parsed, found: Found, last: int, end: int) -> bool:
    """Say whether something is said: "that", a colon or quotation follows, or the cue ends the sentence."""
    if found.cue.kind == "weak":
        return _has_that(parsed, found.last, 9)
    if found.cue.kind == "tell" or found.cue.stance.value != "asserts" or found.cue.hedge >= 4:
        return True
    if found.cue.channel is Channel.PUBLICATION or last >= end - 1:
        return True
    for place in range(found.last, min(last + 10, end)):
        if (
            parsed.is_in("that", place)
            or parsed.tokens[place].text in _QUOTES
            or parsed.tokens[place].text == ":"
        ):
            return True
    return False


def _has_that(parsed: Parsed, at: int, reach: int = 3) -> bool:
    """Say whether "that" follows before another verb of saying takes it for itself."""
    for place in range(at, min(at + reach, len(parsed.tokens))):
        if parsed.is_in("that", place):
            return True
        if parsed.lexicon.cues.has_word(parsed.words[place]):
            return False
    return False


def _before(parsed: Parsed, found: Found) -> tuple[list[Source], int]:
    """Return who stands before a verb; an attached `wa-` opens a clause, so that nobody does."""
    if parsed.words[found.first] != parsed.tokens[found.first].folded:
        return [], found.first
    place = found.first - 1
    capital = _capital(parsed, place)
    if capital is not None and (place == 0 or not parsed.tokens[place - 1].is_word):
        return [capital], place
    while place >= 0 and (parsed.is_in("fillers", place) or parsed.is_in("relatives", place)):
        place -= 1
    mention = _near_before(parsed, place)
    if mention is None or mention.is_place or mention.role == "papers":
        return [], found.first
    start = mention.first
    earlier = parsed.mention_at(start - 1) if start else None
    if earlier is not None and earlier.role:
        mention, start = earlier, earlier.first
    source = parsed.source(mention) if mention.is_named else _plain(parsed, start, place + 1, mention)
    return ([source]), start


def _near_before(parsed: Parsed, place: int) -> Mention | None:
    """Return the mention at a token or up to two adjectives before it."""
    for back in range(place, max(-1, place - 3), -1):
        if not parsed.tokens[back].is_word or parsed.is_in("stops", back):
            return None
        mention = parsed.mention_at(back)
        if mention is not None:
            return mention
    return None


def _second(parsed: Parsed, first: int, last: int) -> Mention | None:
    named = [m for m in parsed.mentions if first <= m.first < last + 6 and m.is_named and not m.is_place]
    return named[-1] if named and named[-1].publishes else None


def _relayed(parsed: Parsed, found: Found) -> list[Frame]:
    """A relayed from B: the outlet after the verb (or before it) and the source after `عن`."""
    place = found.last
    while place < len(parsed.tokens) and place - found.last < MAX_SOURCE and parsed.words[place] != _FROM:
        place += 1
    if place >= len(parsed.tokens) or parsed.words[place] != _FROM:
        return []
    outers = _sources_between(parsed, found.last, place) if place > found.last else []
    first = found.first
    if not outers:
        outers, first = _before(parsed, found)
    last = _stop(parsed, place + 1)
    inners = _sources_between(parsed, place + 1, last)
    if not inners:
        return []
    content = (last, len(parsed.tokens))
    span = (min(first, found.first), last)
    chains = [[outer, inner] for outer in outers[:1] for inner in inners] or [[inner] for inner in inners]
    return [frame_from(parsed, found, chain, Where(*span, content), "relays from") for chain in chains]


def _phrased(parsed: Parsed, found: Found) -> list[Frame]:
    last = _stop(parsed, found.last)
    # "According to what precedes" credits nobody.
    if last <= found.last or parsed.is_in("back_pointers", found.last + 1):
        return []
    if found.cue.kind == "paper":
        return _in_paper(parsed, found)
    sources = _sources_between(parsed, found.last, last)
    if found.cue.needs == "somebody":
        sources = [s for s in sources if s.role or s.known or s.kind is not PartyKind.PERSON]
    end = len(parsed.tokens)
    before = parsed.mention_at(found.first - 1) if found.first else None
    if found.cue.kind == "cite" and before is not None and before.publishes and before.is_named:
        outer = parsed.source(before)
        chains = [[outer, source] for source in sources]
        return [
            frame_from(parsed, found, c, Where(before.first, last, (last, end)), "relays from")
            for c in chains
        ]
    rule = {"cite": "cite", "receive": "holds papers"}.get(found.cue.kind, "according to")
    content = (last, end) if found.first < 4 and last < end - 1 else (0, found.first)
    if rule == "cite":
        content = (found.last, found.last)
    if rule == "holds papers":
        sources = [s for s in sources if s.is_publication or s.known is not None]
    return [
        frame_from(parsed, found, [source], Where(found.first, last, content), rule) for source in sources
    ]


def _in_paper(parsed: Parsed, found: Found) -> list[Frame]:
    """In the letter it says: a noun for a paper must follow, with its date and who issued it."""
    mention = parsed.mention_at(found.last)
    if mention is None or mention.role != "papers":
        return []
    last = _paper_end(parsed, mention.last)
    written = parsed.text(mention.first, last)
    source = Source(written, PartyKind.PLACEHOLDER, written, is_paper=True, role="papers")
    where = Where(found.first, last, (last, len(parsed.tokens)))
    return [frame_from(parsed, found, [source], where, "in a paper")]


def _paper_end(parsed: Parsed, at: int) -> int:
    """Return where a paper's noun ends: its date, and who issued it, belong to it."""
    if not parsed.is_in("of_papers", at):
        return at
    place = at
    while place < min(at + MAX_SOURCE, len(parsed.tokens)):
        if parsed.tokens[place].text in _STOPS or parsed.is_in("that", place):
            break
        place += 1
    return place


def _holding(parsed: Parsed, found: Found) -> list[Frame]:
    last = _stop(parsed, found.last)
    reach = parsed.words[max(0, found.first - 8) : last + 10]
    if not any(stem in parsed.lexicon.papers for word in reach for stem in arabic_stems(word)):
        return []
    sources = [m for m in parsed.mentions if found.last <= m.first < last + 2 and m.publishes and m.is_named]
    if not sources:
        before = parsed.mention_at(found.first - 1) if found.first else None
        sources = [before] if before is not None and before.publishes and before.is_named else []
    made = [parsed.source(mention) for mention in sources[:2]]
    content = (last, len(parsed.tokens))
    return [
        frame_from(parsed, found, [source], Where(found.first, last, content), "holds papers")
        for source in made
    ]

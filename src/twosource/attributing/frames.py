"""The frame of an attribution: who is credited by which cue, and which words are the content.

A frame is what the rules hand over and what a trained model's markings are turned into:
`frames_in(parsed) -> list[Frame]` is the whole meeting point of the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from twosource.attributing.discourse import Discourse, Source
from twosource.attributing.lexicon import Cue, Lexicon
from twosource.attributing.mentions import Mention
from twosource.attributing.sentences import Sentence
from twosource.attributing.tokens import Token
from twosource.attributing.turns import Turn
from twosource.ports import Marked, Range
from twosource.terms import MAX_HEDGE, Access, Channel, Stance

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Credit:
    """One link before its party is known: the source, the cue words, the channel, the access.

    `hedge` is how far this cue steps back by itself, `shown_by` are the words that show the access.
    """

    source: Source
    cue: str
    channel: Channel
    access: Access
    hedge: int = 0
    shown_by: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Credits from the publisher inwards, the stance and hedge of the cue, and two token ranges.

    `first..last` is the source with its cue; `content` is what is said, from its first word to its
    last, and `parts` are its ranges where it stands apart. `rule` names the rule, `cue_at..cue_last`
    is where its cue stands. `rest` is None where nobody further in is credited, else whether the
    source says something before that. `model` is the version of a model that saw it too (or alone,
    where the rule is `model`), `p` what it or the measured tables say, `note` what was set aside.
    """

    credits: tuple[Credit, ...]
    stance: Stance
    hedge: int
    first: int
    last: int
    content: tuple[int, int]
    rule: str
    cue_at: int = -1
    rest: bool | None = None
    cue_last: int = -1
    parts: tuple[Range, ...] = ()
    model: str = ""
    p: float | None = None
    note: str = ""

    @property
    def said(self) -> tuple[Range, ...]:
        """The ranges of what is said: the parts that lie within the content, else the content whole."""
        first, last = self.content
        cut = [(max(a, first), min(b, last)) for a, b in self.parts]
        return tuple((a, b) for a, b in cut if a < b) or (self.content,)

    def holds(self, other: "Frame") -> bool:
        """Say whether one range of what is said holds another frame's source and cue."""
        return any(first <= other.first and other.last <= last for first, last in self.said)

    @property
    def is_provenance(self) -> bool:
        """Say whether it only tells from whom papers came: `obtained from A` credits nobody by itself."""
        return self.credits[-1].cue.lower().endswith((" via", " through", " from", " by"))

    @property
    def is_by_pronoun(self) -> bool:
        """Say whether somebody is credited by a pronoun alone, whom an earlier sentence must name."""
        return any(credit.source.pronoun for credit in self.credits)

    def inside(self, outer: "Frame") -> "Frame":
        """Return this frame as said within another: its chain goes on from the other's."""
        return replace(self, credits=outer.credits + self.credits, hedge=max(self.hedge, outer.hedge))


@dataclass(frozen=True, slots=True)
class Found:
    """One cue at tokens first..last."""

    first: int
    last: int
    cue: Cue


@dataclass(slots=True)
class Parsed:
    """One sentence made ready for the rules: words, mentions, cues, and the memory of the text.

    `marked` is what the tagger called `model` sees in it; None where none was asked. `turn` says whose
    labelled words it stands in, None where the page itself speaks; `is_broken` that recognition broke it.
    """

    sentence: Sentence
    words: list[str]
    mentions: list[Mention]
    cues: list[Found]
    lexicon: Lexicon
    discourse: Discourse
    marked: Marked | None = None
    model: str = ""
    turn: Turn | None = None
    is_broken: bool = False
    tokens: tuple[Token, ...] = field(init=False)
    _at: dict[int, Mention] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = self.sentence.tokens
        for mention in self.mentions:
            for number in range(mention.first, mention.last):
                self._at[number] = mention

    def mention_at(self, number: int) -> Mention | None:
        """Return the mention that covers a token, or None."""
        return self._at.get(number)

    def is_in(self, words: str, number: int) -> bool:
        """Say whether a token is in a closed class of the language."""
        own = self.words
        return 0 <= number < len(own) and own[number] in self.lexicon.grammar.get(words, _NONE)

    def text(self, first: int, last: int) -> str:
        """Return the words first..last exactly as they stand."""
        offset = self.sentence.start
        return self.sentence.text[self.tokens[first].start - offset : self.tokens[last - 1].end - offset]

    def source(self, mention: Mention) -> Source:
        """Return who a mention stands for, with its words.

        A noun for an outlet means the outlet named before it in the same sentence, if there is one.
        """
        if mention.role == "outlets" and mention.is_definite:
            named = [m for m in self.mentions if m.last <= mention.first and m.publishes and m.is_named]
            if named:
                source = self.source(named[-1])
                written = self.text(mention.first, mention.last)
                note = f'"{written}" taken for {source.name}'
                return replace(source, as_written=written, note=note, at=(mention.first, mention.last))
        at = (mention.first, mention.last)
        if mention.is_work and self.lexicon.language != "en" and mention.maker[0] >= 0:
            at = mention.maker
            while at[0] > mention.first and self.is_in("determiners", at[0] - 1):
                at = (at[0] - 1, at[1])
        source = self.discourse.source_of(mention, self.text(*at))
        return replace(source, at=at)


def cues_in(tokens: tuple[Token, ...], words: list[str], lexicon: Lexicon) -> list[Found]:
    """Return the cues of a sentence, left to right, the longest at each place."""
    found, at, opening = [], 0, lexicon.cues.firsts
    while at < len(words):
        hit = lexicon.cues.at(words, at) if words[at] in opening else None
        if hit is None or (hit[1].via == "ل" and not _is_dative(tokens, at + hit[0])):
            at += 1
            continue
        found.append(Found(at, at + hit[0], hit[1]))
        at += hit[0]
    return found


def _is_dative(tokens: tuple[Token, ...], at: int) -> bool:
    return at < len(tokens) and tokens[at].folded.startswith("ل")


class Where(NamedTuple):
    """Tokens of a frame: first..last hold source and cue, `content` holds what is said."""

    first: int
    last: int
    content: tuple[int, int]


def frame_from(parsed: Parsed, found: Found, chain: Sequence[Source], where: Where, rule: str) -> Frame:
    """Return a frame over a chain of sources, outermost first; the cue's access is the innermost's.

    Whoever stands further out was told, or carries in print what the next one says.
    """
    cue, words = found.cue, parsed.text(found.first, found.last)
    carriers = [
        Credit(s, words, _channel(s, Channel.SPEECH), Access.WAS_TOLD, shown_by=words) for s in chain[:-1]
    ]
    credits = (*carriers, _innermost(chain[-1], cue, words, is_alone=len(chain) == 1))
    return Frame(
        credits,
        cue.stance,
        cue.hedge,
        where.first,
        where.last,
        where.content,
        rule,
        cue_at=found.first,
        cue_last=found.last,
    )


def _innermost(source: Source, cue: Cue, words: str, *, is_alone: bool) -> Credit:
    """Return the credit of whoever knows: by the cue's access, else by what their noun shows."""
    channel = _channel(source, cue.channel if is_alone else Channel.SPEECH)
    access, shown_by = cue.access, words
    if access is Access.UNKNOWN:
        access, shown_by = source.access, source.as_written
    return Credit(source, words, channel, access, cue.hedge, shown_by if access is not Access.UNKNOWN else "")


def _channel(source: Source, otherwise: Channel) -> Channel:
    if source.is_paper:
        return Channel.DOCUMENT
    return Channel.PUBLICATION if source.is_publication else otherwise


def unsaid(frame: Frame) -> Frame:
    """Return the frame of what somebody did *not* say: open, whatever the verb."""
    return replace(frame, stance=Stance.DOUBTS, hedge=MAX_HEDGE)


def frame_of(
    parsed: Parsed, found: Found, chain: list[Mention], content: tuple[int, int], rule: str
) -> Frame:
    """Return a frame over a chain of mentions, outermost first."""
    first = min([found.first, *(mention.first for mention in chain)])
    last = max([found.last, *(mention.last for mention in chain)])
    sources = [parsed.source(mention) for mention in chain]
    return frame_from(parsed, found, sources, Where(first, last, content), rule)

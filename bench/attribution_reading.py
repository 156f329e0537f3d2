"""Who says what in a text, as spans of code points: as annotated, as the tagger marks, as the product reads.

Three ways, all through the product's own sentences and words: `rules` alone, the `model` alone, and
`both` as the product joins them. Spans of all of them become words of the product's own sentences,
so that none is right or wrong for a space.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bench.corpora import Article, Attributed, Span
from bench.product import Page, as_rendition
from twosource.attributing import AttributeSettings
from twosource.attributing.frames import Frame, Parsed
from twosource.attributing.lexicon import measured_p
from twosource.attributing.stage import heard
from twosource.evidence.holdings import Rendition
from twosource.ports import Marking, Range, Tagger

WAYS = ("rules", "model", "both")
GOES_ON = "goes on"
NO_CUE = -1
Heard: TypeAlias = list[tuple[Parsed, list[Frame]]]


@dataclass(frozen=True, slots=True)
class Seen:
    """One attribution as something sees it: spans of code points, and the rule or the model that saw it."""

    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    rule: str
    model: str = ""
    p: float | None = None

    def role(self, name: str) -> tuple[Span, ...]:
        """Return the spans of source, cue or content."""
        spans: tuple[Span, ...] = getattr(self, name)
        return spans


def rendition_of(text: str) -> Rendition:
    """Return a text as a page of an outlet that no list knows, in English, as reading would give it."""
    return as_rendition(Page(text, "paper.example", "en", "2016-10-01"))


def read(text: str, tagger: Tagger | None) -> Heard:
    """Return the sentences of a text with their frames, by the product's own path."""
    return heard(rendition_of(text), settings=AttributeSettings(), tagger=tagger)


def by_frames(read_text: Heard) -> list[Seen]:
    """Return what the product's frames say, outer and inner ones, each by its innermost source.

    Words that go on in later or earlier sentences are content of the frame they belong to: the one of
    the same source object nearest to them.
    """
    found: list[Seen] = []
    frames: list[tuple[Frame, int]] = []
    more: list[tuple[Frame, int, tuple[Span, ...]]] = []
    for number, (item, here) in enumerate(read_text):
        for frame in here:
            content = _spans(item, frame.said) if frame.content[0] < frame.content[1] else ()
            if frame.rule == GOES_ON:
                more.append((frame, number, content))
                continue
            frames.append((frame, number))
            cue = _spans(item, ((frame.cue_at, max(frame.cue_last, frame.cue_at + 1)),))
            source = _spans(item, _source(item, frame))
            p = frame.p if frame.p is not None else measured_p(item.lexicon.language, frame.rule)
            found.append(Seen(cue, source, content, frame.rule, frame.model, p))
    for frame, number, content in more:
        near = [
            (abs(number - at), place)
            for place, (known, at) in enumerate(frames)
            if known.credits == frame.credits and abs(number - at) <= 20
        ]
        if near:
            place = min(near)[1]
            found[place] = replace(found[place], content=tuple(sorted((*found[place].content, *content))))
    return found


def _source(item: Parsed, frame: Frame) -> tuple[Range, ...]:
    """Return the tokens of the innermost source; as the model marked them, where it saw the same one."""
    at = frame.credits[-1].source.at
    if at[0] < 0:
        return ()
    if frame.model and item.marked is not None:
        for marking in item.marked.attributions:
            is_here = any(a < frame.cue_last and frame.cue_at < b for a, b in marking.cue)
            if is_here and any(a < at[1] and at[0] < b for a, b in marking.source):
                return marking.source
    return (at,)


def by_markings(read_text: Heard) -> list[Seen]:
    """Return what the tagger marked, sentence by sentence, before any rule was heard."""
    return [
        _marked(item, marking)
        for item, _ in read_text
        if item.marked is not None
        for marking in item.marked.attributions
    ]


def _marked(item: Parsed, marking: Marking) -> Seen:
    cue, source, content = (
        _spans(item, marking.cue),
        _spans(item, marking.source),
        _spans(item, marking.content),
    )
    return Seen(cue, source, content, "model", item.model, marking.p)


def _spans(item: Parsed, ranges: Iterable[Range]) -> tuple[Span, ...]:
    return tuple((item.tokens[a].start, item.tokens[b - 1].end) for a, b in ranges if 0 <= a < b)


@dataclass(slots=True)
class Words:
    """The words and signs of a text by number, to compare spans that end in different places.

    With `signs` left out, quotation marks, commas and brackets are nothing, so that a span with and
    without its quotation marks is the same.
    """

    places: list[Span]
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [first for first, _ in self.places]
        self._ends = [last for _, last in self.places]

    @classmethod
    def of(cls, read_text: Heard, *, signs: bool = True) -> "Words":
        """Return the words of the sentences of a text."""
        tokens = [token for item, _ in read_text for token in item.tokens]
        return cls([(t.start, t.end) for t in tokens if signs or t.is_word])

    def within(self, spans: Iterable[Span]) -> frozenset[int]:
        """Return the numbers of the words that overlap any of the spans."""
        found: set[int] = set()
        for first, last in spans:
            number = bisect_left(self._ends, first + 1)
            while number < len(self.places) and self._starts[number] < last:
                found.add(number)
                number += 1
        return frozenset(found)


Relation: TypeAlias = tuple[frozenset[int], frozenset[int], frozenset[int]]


def relation(words: Words, seen: Seen | Attributed) -> Relation:
    """Return cue, source and content as sets of words: two relations are the same if all three are."""
    return words.within(seen.cue), words.within(seen.source), words.within(seen.content)


def outermost(found: Sequence[Seen]) -> list[Seen]:
    """Return what is seen without what stands inside what another one says: PolNeAR annotates the outer one.

    The cue decides: one that lies wholly in the content of another, whose own cue does not lie in ours.
    """
    return [one for one in found if not any(_holds(other, one) and not _holds(one, other) for other in found)]


def _holds(outer: Seen, inner: Seen) -> bool:
    return outer is not inner and bool(inner.cue) and inside(inner.cue, outer.content)


def inside(spans: Sequence[Span], around: Sequence[Span]) -> bool:
    """Say whether every one of the spans lies within one of those around."""
    return all(any(a <= first and last <= b for a, b in around) for first, last in spans)


def overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Say whether any of the spans share a code point."""
    return any(a < d and c < b for a, b in one for c, d in other)


def articles_read(
    articles: Iterable[Article], tagger: Tagger | None
) -> Iterator[tuple[Article, Heard, dict[str, list[Seen]]]]:
    """Yield every article with its sentences and what each way sees in it."""
    for article in articles:
        ruled = read(article.text, None)
        found = {"rules": by_frames(ruled)}
        if tagger is not None:
            with_model = read(article.text, tagger)
            found |= {"model": by_markings(with_model), "both": by_frames(with_model)}
        yield article, ruled, found

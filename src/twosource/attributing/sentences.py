"""Sentences of a text, their tokens, and which of their words stand inside quotation marks.

No model: terminators, abbreviations, ordinal dots and the layout of lines. Every step walks the
text once, so a line of a million characters costs no more than a million lines of one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twosource.attributing.lexicon import Lexicon
from twosource.attributing.tokens import Token, fold, tokenise

_ENDS = re.compile(r"[.!?؟…]+")
_NEWLINES = re.compile(r"\n[ \t\r\u00a0]*\n\s*|\n")
_CLOSERS = "\"'”’»)]›“"
_MARKS = re.compile(r"[\"“”«»„‘’']")
_OPEN_TO_CLOSE = {"“": "”", "«": "»", "„": "“”", "‘": "’", '"': '"', "'": "'", "»": "«", "”": "”"}
WRAPPED_SHARE = 0.3
WRAP_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence at start..end of a rendition's text, tokenised, with its quoted stretches.

    `quotes` are spans of code points between quotation marks, cut to the sentence; `paragraph`
    counts from 0; `quote_id` is the number of the quotation that wholly holds the sentence, or -1.
    `is_rest` says that a long sentence was cut before it; `opens_at` is where the dateline before it starts.
    """

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    quotes: tuple[tuple[int, int], ...]
    paragraph: int
    language: str
    quote_id: int = -1
    is_headline: bool = False
    is_rest: bool = False
    opens_at: int = -1

    @property
    def whole(self) -> tuple[int, int]:
        """The span to cite: with the dateline."""
        return (self.opens_at if self.opens_at >= 0 else self.start), self.end

    def is_quoted(self, position: int) -> bool:
        """Say whether a code point stands inside quotation marks."""
        return any(start <= position < end for start, end in self.quotes)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans of the paragraphs; lines that were wrapped to a width are joined."""
    lines, start = [], 0
    for match in _NEWLINES.finditer(text):
        lines.append((start, match.start(), match.group().count("\n") > 1))
        start = match.end()
    lines.append((start, len(text), True))
    joined: list[tuple[int, int]] = []
    wrapped = _is_wrapped(text, lines)
    typical = _typical_width(lines) if wrapped else 0
    open_start: int | None = None
    for first, last, is_break in lines:
        begin = first if open_start is None else open_start
        continues = wrapped and not is_break and last - first >= 0.6 * typical
        if continues:
            open_start = begin
            continue
        open_start = None
        if text[begin:last].strip():
            joined.append((begin, last))
    if open_start is not None and text[open_start:].strip():
        joined.append((open_start, len(text)))
    return joined


def _is_wrapped(text: str, lines: list[tuple[int, int, bool]]) -> bool:
    inner = [(a, b) for a, b, is_break in lines if not is_break and b > a]
    if len(inner) < 2 or _typical_width(lines) > WRAP_LIMIT:
        return False
    n_continued = sum(1 for _, b in inner if text[b - 1] not in ".!?:؟" and text[b + 1 : b + 2].islower())
    return n_continued >= WRAPPED_SHARE * len(inner)


def _typical_width(lines: list[tuple[int, int, bool]]) -> int:
    widths = sorted(b - a for a, b, _ in lines if b > a)
    return widths[len(widths) * 9 // 10] if widths else 0


def quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans between matching quotation marks of one paragraph; an open one runs to its end."""
    spans: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for match in _MARKS.finditer(text, start, end):
        at, mark = match.start(), match.group()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if opened is not None and mark in opened[1]:
            if mark in "'’" and after.isalnum():
                continue
            spans.append((opened[0], at))
            opened = None
        elif opened is None and mark in _OPEN_TO_CLOSE and not before.isalnum() and not after.isspace():
            opened = (at + 1, _OPEN_TO_CLOSE[mark])
    if opened is not None and opened[1] not in ("'", "’"):
        spans.append((opened[0], end))
    return spans


def sentences(text: str, lexicon: Lexicon, *, max_characters: int = 2000) -> Iterator[Sentence]:
    """Yield the sentences of a text in order. Longer ones are cut at a space near the limit."""
    n_quotes = 0
    for number, (start, end) in enumerate(paragraphs(text)):
        quotes = quotations(text, start, end)
        whole = list(_split(text, start, end, lexicon))
        spans = list(_cut_long(text, iter(whole), max_characters))
        opens = {first for first, _ in whole}
        at = 0
        for first, last in spans:
            while at < len(quotes) and quotes[at][1] <= first:
                at += 1
            inside = _clip(quotes, at, first, last)
            holder = _holder(quotes, at, first, last)
            yield Sentence(
                start=first,
                end=last,
                text=text[first:last],
                tokens=tuple(tokenise(text, first, last)),
                quotes=inside,
                paragraph=number,
                language=lexicon.language,
                quote_id=n_quotes + holder if holder >= 0 else -1,
                is_rest=first not in opens,
                is_headline=len(spans) == 1 and number < 4 and text[last - 1] not in '.!?؟:”"»',
            )
        n_quotes += len(quotes)


def _clip(quotes: list[tuple[int, int]], at: int, first: int, last: int) -> tuple[tuple[int, int], ...]:
    inside = []
    while at < len(quotes) and quotes[at][0] < last:
        inside.append((max(first, quotes[at][0]), min(last, quotes[at][1])))
        at += 1
    return tuple(inside)


def _holder(quotes: list[tuple[int, int]], at: int, first: int, last: int) -> int:
    """Return the number of the quotation that holds nearly all of first..last, or -1."""
    if at >= len(quotes) or quotes[at][0] > first + 1 or quotes[at][1] < last - 3:
        return -1
    return at


def _split(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    first = start
    for match in _ENDS.finditer(text, start, end):
        last = match.end()
        while last < end and text[last] in _CLOSERS and last - match.end() < 4:
            last += 1
        if last < end and not text[last].isspace():
            continue
        if last < end and not _opens(text, last, end, match, lexicon):
            continue
        span = _trim(text, first, last)
        if span:
            yield span
        first = last
    span = _trim(text, first, end)
    if span:
        yield span


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None


def _opens(text: str, at: int, end: int, terminator: re.Match[str], lexicon: Lexicon) -> bool:
    """Say whether a new sentence opens after a terminator: not after `Dr.`, `U.S.` or `8. März`."""
    following = text[at : min(end, at + 24)].lstrip()
    if not following or following[0].islower():
        return False
    if terminator.group() != ".":
        return True
    word = _word_before(text, terminator.start())
    if not word:
        return True
    folded = fold(word)
    if folded in lexicon.abbreviations or (len(word) == 1 and word.isupper() and word != "I"):
        return False
    if word.isdigit() and len(word) <= 2 and lexicon.has_ordinal_dots:
        return False
    return not ("." in word and len(word) <= 4 and following[0] not in '"“«')


def _word_before(text: str, at: int) -> str:
    first = at
    while first > 0 and at - first < 24 and (text[first - 1].isalnum() or text[first - 1] == "."):
        first -= 1
    return text[first:at]


def _cut_long(text: str, spans: Iterator[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        first = start
        while end - first > limit:
            cut = text.rfind(" ", first + limit // 2, first + limit)
            cut = cut if cut > 0 else first + limit
            span = _trim(text, first, cut)
            if span:
                yield span
            first = cut
        span = _trim(text, first, end)
        if span:
            yield span

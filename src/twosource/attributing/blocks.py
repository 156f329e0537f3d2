"""Blocks: paragraphs of another text that a sentence ending in a colon brings in.

"Her cousin reported:" and then three paragraphs are the cousin's, not the page's. A block in
quotation marks ends where a paragraph is no longer wholly quoted. A block without marks ends at
a heading, at a paragraph that quotes somebody or names whoever was brought in, or after a few.
"""

from collections.abc import Sequence
from itertools import islice

from twosource.attributing.frames import Credit, Frame, Parsed
from twosource.attributing.mentions import QUOTES, Mention
from twosource.attributing.tokens import fold_name
from twosource.terms import Access, Channel, Stance

MAX_MARKED = 40
MAX_UNMARKED = 8
_CLOSING = "\"”»“’'"
_ENDS = ".!?…؟:;"
_INTRODUCING = ("papers", "blogs", "outlets")


def leads_in(item: Parsed) -> bool:
    """Say whether a sentence ends in a colon, quotation marks after it left out."""
    return item.sentence.text.rstrip("\"“”«»„ '‘’\u00a0").endswith(":")


def introduced(item: Parsed) -> list[Frame]:
    """Return the frame of `from the post on her blog:`, where no cue credits anybody before a colon.

    A noun for something written must stand in the sentence; who is named last wrote it.
    """
    nouns = [m for m in item.mentions if m.role in _INTRODUCING]
    has_noun = nouns or any(word in item.lexicon.report_words for word in item.words)
    named = [m for m in item.mentions if m.is_named and not m.is_place]
    source = (named or nouns)[-1:]
    if not leads_in(item) or not has_noun or not source:
        return []
    return [_frame(item, source[0])]


def _frame(item: Parsed, mention: Mention) -> Frame:
    source = item.source(mention)
    channel = Channel.PUBLICATION if source.is_publication else Channel.DOCUMENT
    end = len(item.tokens)
    credit = Credit(source, ":", channel, Access.UNKNOWN)
    return Frame((credit,), Stance.ASSERTS, 0, mention.first, mention.last, (end, end), "leads in")


def block_end(items: Sequence[Parsed], at: int, frame: Frame) -> int:
    """Return the number of the last paragraph of the block that the sentence `at` brings in."""
    own = items[at].sentence.paragraph
    numbers = _following(items, at + 1, own)
    if not numbers:
        return own
    first = numbers[0]
    if first[0].sentence.text[:1] in QUOTES:
        return _marked_end(numbers, own)
    names = [set(fold_name(credit.source.name).split()) for credit in frame.credits]
    last = own
    for sentences in numbers[:MAX_UNMARKED]:
        if _breaks(sentences, names) and last > own:
            break
        last = sentences[0].sentence.paragraph
    return last


def _following(items: Sequence[Parsed], at: int, own: int) -> list[list[Parsed]]:
    """Return the paragraphs behind a sentence, as many as a block may have."""
    found: list[list[Parsed]] = []
    for item in islice(items, at, None):
        if item.sentence.paragraph == own:
            continue
        if not found or found[-1][0].sentence.paragraph != item.sentence.paragraph:
            if len(found) == MAX_MARKED:
                break
            found.append([])
        found[-1].append(item)
    return found


def _marked_end(paragraphs: Sequence[Sequence[Parsed]], own: int) -> int:
    """Return the last paragraph wholly in quotation marks; one left open takes those up to its end."""
    last, is_open = own, False
    for sentences in paragraphs:
        if not is_open and not all(s.sentence.quote_id >= 0 for s in sentences):
            break
        closes = sentences[-1].sentence.text[-1:] in _CLOSING
        is_open = (is_open or last == own) and not closes
        last = sentences[0].sentence.paragraph
    return last if not is_open else paragraphs[0][0].sentence.paragraph


def _breaks(sentences: Sequence[Parsed], names: Sequence[set[str]]) -> bool:
    """Say whether a paragraph cannot be part of a block without marks."""
    only = sentences[0].sentence.text
    if len(sentences) == 1 and only[-1:] not in _ENDS + _CLOSING:
        return True
    if any(s.sentence.quotes for s in sentences):
        return True
    named = [set(fold_name(m.name).split()) for s in sentences for m in s.mentions if m.is_named]
    return any(words and words <= name for words in named for name in names)

"""Who publishes a rendition, when, and whether the text is an agency's: what every chain starts with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from twosource.attributing.discourse import Source
from twosource.attributing.lexicon import Lexicon, PhraseIndex
from twosource.attributing.mentions import Known
from twosource.attributing.parties import SHORT_ID
from twosource.attributing.tokens import tokenise
from twosource.attributing.when import dates_in
from twosource.dates import UNDATED, DateSpan, read_date
from twosource.evidence.holdings import Rendition
from twosource.terms import Channel, PartyKind, RenditionKind

HEAD_LINES = 12
DATELINE = 90
_ADDRESS = re.compile(r"<[^<>]*>?|\[?mailto:\S*")
_OPENING, _CLOSING = "([（", ")]）"
_DASHES = "-–—:"
_PUBLIC = (PartyKind.AGENCY, PartyKind.OUTLET)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who stands first in every chain of a rendition, how that was found, and by what channel.

    `also` are other bodies the same line names, such as the agency of "The Paper / Agency":
    crediting them is crediting oneself.
    """

    name: str
    kind: PartyKind
    why: str
    channel: Channel
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WireCredit:
    """An agency the text is taken from as a whole: `BEIRUT (Reuters) -`."""

    source: Source
    cue: str


def publisher_of(rendition: Rendition, index: PhraseIndex[Known]) -> Publisher:
    """Return the publisher: what the document says, else its sender, its credit line, or a placeholder.

    The papers behind a transcription or translation have a writer and no publisher; the
    placeholder says so. A mail is published by its sender.
    """
    is_paper = rendition.kind in (RenditionKind.TRANSCRIPTION, RenditionKind.TRANSLATION)
    channel = Channel.DOCUMENT if is_paper else Channel.PUBLICATION
    if name := rendition.value_of("publisher").strip():
        first, also = _named_in(name, index)
        why = f'the document names its publisher, "{name}"'
        return Publisher(first, PartyKind.OUTLET, why, channel, also)
    if sender := _one_line(_ADDRESS.sub("", rendition.value_of("from"))) or _one_line(
        rendition.value_of("from")
    ):
        return Publisher(sender, PartyKind.PERSON, "the sender of the mail", Channel.DOCUMENT)
    if (credit := wire_credit(rendition.text, index)) is not None:
        return Publisher(credit.source.name, credit.source.kind, f'the credit line "{credit.cue}"', channel)
    short = rendition.exhibit_id[:SHORT_ID]
    role = "writer" if is_paper else "publisher"
    return Publisher(f"the {role} of {short}", PartyKind.PLACEHOLDER, f"nothing names the {role}", channel)


def _one_line(name: str) -> str:
    """Return a sender without quotation marks and without the gaps that printed mail has in its lines."""
    return " ".join(name.split()).strip(' "')


def _named_in(line: str, index: PhraseIndex[Known]) -> tuple[str, tuple[str, ...]]:
    """Return (publisher, other bodies) of a line such as `The Paper / Agency`, `The Paper (Agency text)`."""
    first = line
    for sign in ("/", "(", "|"):
        first = first.split(sign, 1)[0].strip() or first
    tokens = tokenise(line, 0, len(line))
    folded = [token.folded for token in tokens]
    hits = (index.at(folded, at) for at in range(len(folded)) if folded[at] in index)
    return first, tuple(hit[1].name for hit in hits if hit is not None)


def wire_credit(text: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency a text is credited to: in a dateline near its start, or alone at its end."""
    lines = [line.strip() for line in text[:8000].split("\n")]
    for line in [line for line in lines if line][:HEAD_LINES]:
        for at, sign in enumerate(line[:DATELINE]):
            if sign in _OPENING and (found := _bracketed(line, at, index, needs_dash=True)):
                return found
        if (found := _text_by(line, index) or _opening_agency(line, index)) is not None:
            return found
    if (found := _reported_for(text[-400:].strip().rsplit("\n", 1)[-1].strip(), index)) is not None:
        return found
    ending = text[-120:].strip()
    at = max(ending.rfind(sign) for sign in _OPENING)
    if at >= 0 and ending[-1:] in _CLOSING:
        return _bracketed(ending, at, index, needs_dash=False)
    return None


def _bracketed(line: str, at: int, index: PhraseIndex[Known], *, needs_dash: bool) -> WireCredit | None:
    close = next((n for n in range(at + 1, min(at + 40, len(line))) if line[n] in _CLOSING), 0)
    if not close:
        return None
    rest = line[close + 1 :].lstrip()
    if needs_dash and not (rest[:1] and rest[:1] in _DASHES):
        return None
    words = line[at + 1 : close]
    if "/" in words and not all(_agency(part, part, index, _PUBLIC) for part in words.split("/")):
        return None
    return _agency(words, line[at : close + 1], index, (PartyKind.AGENCY,))


def _opening_agency(line: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency that stands alone on a line, in a byline, or before a place and a dash.

    `Reuters`, `By A. B., Associated Press`, `AFP, Beirut - The army`.
    """
    if line.startswith("By ") and len(line) < 80:
        parts = [part for part in line[3:].replace(" (", ",").split(",") if part.strip()]
        return next((f for p in parts if (f := _agency(p, line, index, (PartyKind.AGENCY,), at=1))), None)
    head = next((line[:n] for n, sign in enumerate(line[:DATELINE]) if sign in _DASHES[:3]), line)
    if head != line and not head.endswith(" "):
        return None
    parts = [part.strip() for part in head.split(",")]
    is_dateline = head != line and len(parts) <= 3 and all(len(part.split()) <= 3 for part in parts)
    if not (is_dateline or (len(parts) == 1 and len(line) < 40)):
        return None
    return _agency(parts[0], head.strip(), index, (PartyKind.AGENCY,), is_whole=True)


def _reported_for(line: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency of a signature at the end: `(Reporting by A. B. for Reuters)`."""
    bare = line.strip("()[] .")
    if not bare.startswith("Reporting by ") or len(line) > 200:
        return None
    _, _, agency = bare.partition(" for ")
    return _agency(agency, line, index, (PartyKind.AGENCY,), at=1) if agency else None


def _text_by(line: str, index: PhraseIndex[Known]) -> WireCredit | None:
    for opening in (
        "Text by ",
        "Source: ",
        "المصدر: ",
        "المصدر : ",
        "Quelle: ",
        "Fuente: ",
        "Источник: ",
        "Kaynak: ",
    ):
        if line.startswith(opening) and len(line) < 80:
            return _agency(line[len(opening) :], line, index, (PartyKind.AGENCY, PartyKind.OUTLET))
    return None


def _agency(
    words: str,
    cue: str,
    index: PhraseIndex[Known],
    kinds: Sequence[PartyKind],
    *,
    at: int = 4,
    is_whole: bool = False,
) -> WireCredit | None:
    """Return the agency among the first `at` words; with `is_whole`, one that all the words name."""
    tokens = tokenise(words, 0, len(words))
    folded = [token.folded for token in tokens]
    for first in range(min(len(folded), 1 if is_whole else at)):
        hit = index.at(folded, first) if folded[first] in index else None
        if hit is not None and hit[1].kind in kinds and (not is_whole or hit[0] == len(folded)):
            source = Source(hit[1].name, hit[1].kind, words.strip(), hit[1], is_publication=True)
            return WireCredit(source, cue)
    return None


def published_span(rendition: Rendition) -> DateSpan:
    """Return when it was published: metadata, else when a mail was sent, else a date line near the top."""
    for name in ("published", "sent", "date"):
        span = read_date(rendition.value_of(name)) if rendition.value_of(name) else UNDATED
        if span.is_known:
            return span
    lines = [line.strip() for line in rendition.text[:3000].split("\n")]
    for line in [line for line in lines if line][:HEAD_LINES]:
        if len(line) <= 60 and (span := _date_line(line)).is_known:
            return span
    return UNDATED


def _date_line(line: str) -> DateSpan:
    tokens = tokenise(line, 0, len(line))
    found = dates_in(line, tokens, UNDATED)
    if not found:
        return UNDATED
    first, last, span = found[0]
    beside = sum(1 for n, token in enumerate(tokens) if token.is_word and not first <= n < last)
    return span if beside <= 3 else UNDATED


def is_boilerplate(line: str, lexicon: Lexicon) -> bool:
    """Say whether a paragraph is furniture of the page: `Read more`, `Follow us`; long ones never are."""
    opening = line[:60].casefold().strip(" •*-–—")
    return len(line) < 90 and any(phrase in opening for phrase in lexicon.boilerplate)

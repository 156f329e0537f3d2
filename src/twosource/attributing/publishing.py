"""Who publishes a rendition, and when: what every chain starts with."""

import re
from dataclasses import dataclass

from twosource.attributing.lexicon import Lexicon, PhraseIndex
from twosource.attributing.mentions import Known
from twosource.attributing.parties import SHORT_ID
from twosource.attributing.sites import PAGE_MAKER, doubted, host_of
from twosource.attributing.tokens import tokenise
from twosource.attributing.when import dates_in
from twosource.attributing.wires import HEAD_LINES, wire_of
from twosource.dates import UNDATED, DateSpan, read_date
from twosource.evidence.holdings import Rendition
from twosource.terms import Channel, PartyKind, RenditionKind

_ADDRESS = re.compile(r"<[^<>]*>?|\[?mailto:\S*")


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


def publisher_of(rendition: Rendition, index: PhraseIndex[Known]) -> Publisher:
    """Return the publisher: what the document says, else its sender, its credit line, or a placeholder.

    A web page's name for its own site is its own word; where its address says otherwise, the address is
    taken, so that an imitation is never counted as the paper it imitates.
    The papers behind a transcription or translation have a writer and no publisher; the
    placeholder says so. A mail is published by its sender.
    """
    is_paper = rendition.kind in (RenditionKind.TRANSCRIPTION, RenditionKind.TRANSLATION)
    channel = Channel.DOCUMENT if is_paper else Channel.PUBLICATION
    if name := rendition.value_of("publisher").strip():
        first, also = _named_in(name, index)
        why = f'the document names its publisher, "{name}"'
        if (doubt := doubted(rendition, first, index)) is not None:
            return Publisher(doubt.host, PartyKind.OUTLET, doubt.why, channel)
        return Publisher(first, PartyKind.OUTLET, why + _own_word(rendition), channel, also)
    if sender := _one_line(_ADDRESS.sub("", rendition.value_of("from"))) or _one_line(
        rendition.value_of("from")
    ):
        return Publisher(sender, PartyKind.PERSON, "the sender of the mail", Channel.DOCUMENT)
    if (credit := wire_of(rendition, index)) is not None:
        return Publisher(credit.source.name, credit.source.kind, f'the credit line "{credit.cue}"', channel)
    if source := _one_line(rendition.value_of("source")):
        first, also = _named_in(source, index)
        why = f'the head of the text names its source, "{source}", and no publisher'
        return Publisher(first, PartyKind.OUTLET, why, channel, also)
    short = rendition.exhibit_id[:SHORT_ID]
    role = "writer" if is_paper else "publisher"
    return Publisher(f"the {role} of {short}", PartyKind.PLACEHOLDER, f"nothing names the {role}", channel)


def _own_word(rendition: Rendition) -> str:
    """Return what a web page's name for its site rests on: its own word, and an address that agrees."""
    if rendition.maker != PAGE_MAKER:
        return ""
    host = host_of(rendition)
    return f"; its own word{f', and its address is {host}' if host else ' alone'}"


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

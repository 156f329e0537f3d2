"""Mail that no file holds as mail, written out as one: from Outlook's properties to EML, always the same way.

Mail stores keep a message as properties in tables, so there are no original bytes of a message to
keep. What is written here is a rendering, says so in its headers, and is the same on every run.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from hashlib import sha256

from twosource.intake import mapi
from twosource.intake.mapi import Bag
from twosource.intake.rtf import unpacked_rtf

RENDERED = (
    "X-Rendered-From: Outlook properties; this mail was written out from them, its container is the original"
)
# Headers of the mail as it travelled that speak of a body which is no more.
OF_BODY = ("content-", "mime-version:")
LINE = 57
STEP = LINE * 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """Something attached to a letter: its name, what it was declared to be, and its bytes or its letter."""

    name: str
    media_type: str = "application/octet-stream"
    content_id: str = ""
    chunks: Callable[[], Iterable[bytes]] = tuple
    letter: "Letter | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message as properties: its own, those of its recipients, and what is attached."""

    bag: Bag
    recipients: Sequence[Bag] = ()
    enclosures: Sequence[Enclosure] = ()


def written(letter: Letter, depth: int = 0) -> Iterator[bytes]:
    """Yield a letter as EML: its headers, its words in every form it has, what is attached."""
    heads = headers_of(letter)
    boundary = f"=_{depth}_{sha256(repr(heads).encode('utf-8', 'replace')).hexdigest()[:32]}"
    lines = [
        *heads,
        RENDERED,
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
        "",
        "",
    ]
    yield "\r\n".join(lines).encode("utf-8", "replace")
    for kind, body in bodies_of(letter.bag):
        yield f"--{boundary}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        yield from _based((body,))
    for enclosure in letter.enclosures:
        yield f"--{boundary}\r\n".encode()
        yield from _enclosed(enclosure, depth)
    yield f"--{boundary}--\r\n".encode()


def headers_of(letter: Letter) -> list[str]:
    """Return the headers as they travelled where they are kept, else what the properties say."""
    travelled = letter.bag.text(mapi.HEADERS)
    if travelled.strip():
        return _travelled(travelled)
    bag = letter.bag
    senders = (mapi.address(bag.text(name), bag.text(smtp, other)) for name, smtp, other in mapi.SENDER)
    clock = bag.clock(mapi.SENT, mapi.ARRIVED, mapi.MADE)
    pairs = [
        ("From", next(filter(None, senders), "")),
        *(
            (name, mapi.recipients(letter.recipients, kind) or bag.text(mapi.SHOWN_TO[kind]))
            for kind, name in ((1, "To"), (2, "Cc"), (3, "Bcc"))
        ),
        ("Subject", subject_of(bag)),
        ("Date", formatdate(clock) if clock is not None else ""),
        ("Message-ID", bag.text(mapi.MESSAGE_ID)),
        ("In-Reply-To", bag.text(mapi.REPLY_TO)),
        ("References", bag.text(mapi.REFERENCES)),
        ("X-Message-Class", bag.text(mapi.KIND)),
    ]
    return [f"{name}: {_one_line(value)}" for name, value in pairs if value]


def subject_of(bag: Bag) -> str:
    """Return the subject without the two marks that stores put before it to say how long its prefix is."""
    subject = bag.text(mapi.SUBJECT)
    return subject[2:] if subject.startswith("\x01") else subject


def bodies_of(bag: Bag) -> Iterator[tuple[str, bytes]]:
    """Yield (content type, bytes) of the words: plain and HTML, else the rich text they were kept as."""
    plain = bag.text(mapi.BODY)
    kind = bag.values.get(mapi.HTML, (0, b""))[0]
    page = bag.text(mapi.HTML).encode() if kind in (mapi.TEXT, mapi.NARROW) else bag.binary(mapi.HTML)
    if plain:
        yield 'text/plain; charset="utf-8"', plain.encode("utf-8", "replace")
    if page:
        yield f'text/html; charset="{"utf-8" if _is_utf8(page) else bag.coding()}"', page
    if not plain and not page and (rich := unpacked_rtf(bag.binary(mapi.PACKED_RTF))):
        yield 'application/rtf; name="body.rtf"', rich


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _travelled(text: str) -> list[str]:
    kept: list[str] = []
    is_kept = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip():
            if kept:
                break
            continue
        if line[0] not in " \t":
            is_kept = ":" in line and not line.lower().startswith(OF_BODY)
        if is_kept:
            kept.append(line.replace("\0", ""))
    return kept


def _enclosed(enclosure: Enclosure, depth: int) -> Iterator[bytes]:
    name = _one_line(enclosure.name).replace("\\", "\\\\").replace('"', '\\"')
    lines = [f'Content-Disposition: attachment; filename="{name}"']
    if enclosure.content_id:
        lines.append(f"Content-ID: <{_one_line(enclosure.content_id).strip('<>')}>")
    if enclosure.letter:
        yield "\r\n".join(["Content-Type: message/rfc822", *lines, "", ""]).encode("utf-8", "replace")
        yield from written(enclosure.letter, depth + 1)
        yield b"\r\n"
        return
    declared = _one_line(enclosure.media_type)
    kind = (
        declared
        if "/" in declared and not declared.startswith(("multipart/", "message/"))
        else "application/octet-stream"
    )
    lines = [f"Content-Type: {kind}", *lines, "Content-Transfer-Encoding: base64", "", ""]
    yield "\r\n".join(lines).encode("utf-8", "replace")
    yield from _based(enclosure.chunks())


def _based(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield base64 in lines, holding back what does not fill one."""
    held = b""
    for chunk in chunks:
        held += chunk
        whole = len(held) // LINE * LINE
        yield base64.encodebytes(held[:whole]).replace(b"\n", b"\r\n")
        held = held[whole:]
    yield base64.encodebytes(held).replace(b"\n", b"\r\n") + b"\r\n"


def _one_line(value: str) -> str:
    return " ".join(value.replace("\0", "").split())

"""What Outlook calls the parts of a mail, and a mail's reading made of them.

Shared by the two wrappers Outlook writes: its own files (MSG) and the bundles it attaches to mail
(TNEF). Property numbers after [MS-OXPROPS].
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.errors import MessageError
from email.parser import HeaderParser

from twosource.errors import RefusedError
from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure
from twosource.reading.readers.days import with_days
from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.encodings import decode
from twosource.reading.readers.findings import Findings
from twosource.reading.readers.html import decode_html, page_of
from twosource.reading.readers.mail_clocks import clocks_of, headers_with_names
from twosource.reading.readers.rich_text import read_rich_text
from twosource.reading.readers.rtf_packing import unpack_rich_text

Value = str | bytes | int | datetime
BODY, HTML, RICH, HEADERS = 0x1000, 0x1013, 0x1009, 0x007D
ABOUT = (
    ("sent", 0x0039),
    ("subject", 0x0037),
    ("title", 0x0037),
    ("message id", 0x1035),
    ("in reply to", 0x1042),
    ("references", 0x1039),
    ("thread", 0x0070),
    ("delivered", 0x0E06),
    ("kind of message", 0x001A),
    ("created", 0x3007),
    ("changed", 0x3008),
    ("changed by", 0x3FFA),
    ("written at", 0x4029),
    ("program", 0x3FFE),
)
SENDERS = (("sender", (0x0C1A, 0x5D01, 0x0C1F)), ("from", (0x0042, 0x5D02, 0x0065)))
SHOWN = (("to", 0x0E04), ("cc", 0x0E03), ("bcc", 0x0E02))
RECIPIENTS = {0: "from", 1: "to", 2: "cc", 3: "bcc"}
NAME, SMTP, ADDRESS, RECIPIENT_KIND = 0x3001, 0x39FE, 0x3003, 0x0C15
ATTACHED = (0x3707, 0x3704, 0x3001)
LINKED = (0x370D, 0x3708)
CODEPAGES = (0x3FFD, 0x3FDE)
SINCE_1601 = datetime(1601, 1, 1, tzinfo=UTC)
PARSE_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, MessageError)


@dataclass(slots=True)
class OutlookMail:
    """One mail as Outlook keeps it: properties by number, recipients, names of what is attached."""

    properties: dict[int, Value] = field(default_factory=dict)
    recipients: list[dict[int, Value]] = field(default_factory=list)
    attached: list[dict[int, Value]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def text(self, number: int) -> str:
        """Return a property as text, empty where it is missing or no text."""
        return text_of_value(self.properties.get(number, ""), self.codec)

    @property
    def codec(self) -> str:
        """The code page of texts that are stored in bytes."""
        numbers = (self.properties.get(one) for one in CODEPAGES)
        page = next((one for one in numbers if isinstance(one, int) and one), 1252)
        return {65001: "utf-8", 20127: "cp1252", 28591: "cp1252", 1200: "utf-16-le", 28596: "iso8859_6"}.get(
            page, f"cp{page}"
        )


def reading_of(mail: OutlookMail, limits: Limits, deadline: Deadline) -> Reading:
    """Return the words of a mail, plain first, and what it says of itself."""
    found = Findings()
    failures = list(mail.failures)
    pages = [one for one in _bodies(mail, limits, deadline, found, failures) if one[1].strip()]
    plain = pages[0][1] if pages else ""
    kept = [one for at, one in enumerate(pages) if at == 0 or _is_news(one[1], plain)]
    for attached in mail.attached:
        found.embed(next((text for one in ATTACHED if (text := _said(attached, one, mail.codec))), "unnamed"))
        found.contact_any(_said(attached, one, mail.codec) for one in LINKED)
    return Reading(
        untrusted_pages=tuple(text for _, text in kept),
        untrusted_page_labels=tuple(label for label, _ in kept),
        untrusted_metadata=(*with_days(_about(mail)), *found.pairs()),
        failures=(*failures, *deadline.failures(len(kept))),
    )


def text_of_value(value: Value, codec: str = "cp1252") -> str:
    """Return a property's value as text."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, bytes):
        try:
            return value.decode(codec, "replace").rstrip("\0")
        except LookupError:
            return value.decode("cp1252", "replace").rstrip("\0")
    return str(value).rstrip("\0")


def instant(ticks: int) -> datetime | str:
    """Return the instant of a Windows clock, which counts tenths of a microsecond since 1601."""
    try:
        return SINCE_1601 + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""


def _bodies(
    mail: OutlookMail, limits: Limits, deadline: Deadline, found: Findings, failures: list[Failure]
) -> Iterator[tuple[str, str]]:
    yield "body", mail.text(BODY).replace("\r\n", "\n")
    try:
        if html := mail.properties.get(HTML):
            text = decode_html(html, mail.codec).text if isinstance(html, bytes) else str(html)
            page = page_of(text, deadline)
            found.add_all(page.findings)
            yield "formatted body", page.text
        if isinstance(packed := mail.properties.get(RICH), bytes):
            rich = unpack_rich_text(packed, limits.max_text).decode("latin-1")
            walk = read_rich_text(rich, deadline)
            found.add_all(walk.found.pairs())
            label = "formatted body"
            for where, text in walk.pages():
                yield label if where == "body" else f"{label}, {where}", text
    except RefusedError as error:
        failures.append(failure("damaged_part", part="The formatted body", reason=error.happened.rstrip(".")))


def _is_news(text: str, before: str) -> bool:
    """Say whether a version holds words that the plain one does not."""
    known = set(before.casefold().split())
    words = text.casefold().split()
    return sum(word not in known for word in words) > 0.2 * len(words)


def _about(mail: OutlookMail) -> Iterator[tuple[str, str]]:
    for name, numbers in SENDERS:
        texts = [text for one in numbers if (text := mail.text(one))]
        if texts:
            yield name, _address(texts[0], next((text for text in texts[1:] if "@" in text), ""))
    named = list(_recipients(mail))
    yield from named
    listed = {name for name, _ in named}
    yield from ((name, mail.text(one)) for name, one in SHOWN if name not in listed and mail.text(one))
    yield from ((name, text) for name, one in ABOUT if (text := mail.text(one)))
    if headers := mail.text(HEADERS):
        try:
            parsed = HeaderParser(policy=policy.compat32).parsestr(
                decode(headers.encode("utf-8", "replace")).text
            )
        except (*PARSE_FAULTS, RefusedError):
            return
        pairs = headers_with_names(parsed, PARSE_FAULTS)
        yield from (("dated", value) for name, value in pairs if name == "date")
        yield from clocks_of(pairs)


def _recipients(mail: OutlookMail) -> Iterator[tuple[str, str]]:
    """Yield to, cc and bcc, one of each with all its people, as a mail header gives them."""
    by_kind: dict[str, list[str]] = {}
    for one in mail.recipients:
        kind = one.get(RECIPIENT_KIND, 1)
        name = RECIPIENTS.get(kind & 0xF if isinstance(kind, int) else 1, "to")
        address = _said(one, SMTP, mail.codec) or _said(one, ADDRESS, mail.codec)
        by_kind.setdefault(name, []).append(_address(_said(one, NAME, mail.codec), address))
    for name in ("to", "cc", "bcc"):
        if people := [person for person in by_kind.get(name, []) if person]:
            yield name, ", ".join(people)


def _address(name: str, address: str) -> str:
    if not name or name == address:
        return address or name
    return f"{name} <{address}>" if address else name


def _said(properties: dict[int, Value], number: int, codec: str) -> str:
    return text_of_value(properties.get(number, ""), codec)

"""Calendars (ICS): a page for each event, task and note, with who was asked and what they answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.content_lines import ContentLine, content_lines
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.encodings import decode
from twosource.reading.readers.findings import EMBEDDED, Findings, addresses_in

ENTRIES = {"VEVENT": "event", "VTODO": "task", "VJOURNAL": "note", "VFREEBUSY": "times taken"}
LINES = {
    "SUMMARY": "what",
    "DTSTART": "begins",
    "DTEND": "ends",
    "DUE": "due",
    "DURATION": "lasts",
    "LOCATION": "where",
    "ORGANIZER": "organised by",
    "ATTENDEE": "asked",
    "DESCRIPTION": "description",
    "COMMENT": "comment",
    "STATUS": "status",
    "RRULE": "repeats",
    "CATEGORIES": "categories",
    "CONTACT": "contact",
    "URL": "address",
    "CLASS": "class",
    "GEO": "position",
    "FREEBUSY": "taken",
    "COMPLETED": "done",
    "RECURRENCE-ID": "instead of",
    "X-ALT-DESC": "formatted description",
    "CREATED": "created",
    "LAST-MODIFIED": "changed",
    "RESOURCES": "with",
}
FETCHED = frozenset({"ATTACH", "IMAGE", "SOURCE", "CONFERENCE", "STRUCTURED-DATA", "STYLED-DESCRIPTION"})
TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
ANSWERS = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "perhaps",
    "NEEDS-ACTION": "no answer",
}


@dataclass(frozen=True, slots=True)
class CalendarReader:
    """Reads an iCalendar."""

    name: ClassVar[str] = "calendar"
    media_types: ClassVar[frozenset[str]] = frozenset({"text/calendar"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return events. Raises RefusedError where it holds none."""
        deadline = deadline_for(limits)
        decoded = decode(untrusted_source.read(limits.max_bytes))
        reading = calendar_reading(decoded.text, deadline, limits)
        if reading is None:
            raise refusal("damaged", label="a calendar", reason="no line in it is one of a calendar")
        return Reading(
            untrusted_pages=reading.untrusted_pages,
            untrusted_page_labels=reading.untrusted_page_labels,
            untrusted_metadata=(*reading.untrusted_metadata, ("encoding", decoded.encoding)),
            failures=(*decoded.failures, *reading.failures),
        )


@dataclass(slots=True)
class _Entry:
    """One entry while its lines come."""

    kind: str
    lines: list[str] = field(default_factory=list)
    day: str = ""


def calendar_reading(text: str, deadline: Deadline, limits: Limits) -> Reading | None:
    """Return a calendar's pages, or None where it has no entry and says nothing of itself."""
    found = Findings()
    about: list[tuple[str, str]] = []
    people: dict[str, None] = {}
    pages: list[tuple[str, str]] = []
    stack: list[_Entry] = []
    n_open = 0
    for line in content_lines(text):
        if deadline.is_over() or len(pages) >= limits.max_pages:
            break
        if line.name == "BEGIN":
            n_open += 1
            if (kind := ENTRIES.get(line.content.strip().upper())) is not None:
                stack.append(_Entry(kind))
        elif line.name == "END":
            n_open -= 1
            if line.content.strip().upper() in ENTRIES and stack:
                entry = stack.pop()
                pages.append(
                    (
                        f"{entry.kind} {len(pages) + 1}{f', {entry.day}' if entry.day else ''}",
                        "\n".join(entry.lines),
                    )
                )
        elif stack:
            stack[-1].lines.extend(_shown(line, stack[-1], people))
        elif line.name in ("X-WR-CALNAME", "NAME", "PRODID", "METHOD", "X-WR-TIMEZONE", "X-WR-CALDESC"):
            about.append((line.name.lower().removeprefix("x-wr-"), line.text))
        _look(line, found)
    pages.extend((f"{one.kind}, broken off", "\n".join(one.lines)) for one in stack)
    if not pages and not about:
        return None
    is_broken = bool(stack or n_open > 0) and not deadline.over and len(pages) < limits.max_pages
    failures = [failure("broken_off", label="a calendar")] if is_broken else []
    if len(pages) >= limits.max_pages:
        failures.append(failure("page_limit", limit=limits.max_pages, n="more"))
    return Reading(
        untrusted_pages=tuple(words for _, words in pages),
        untrusted_page_labels=tuple(label for label, _ in pages),
        untrusted_metadata=(*about, *(("participant", one) for one in list(people)[:500]), *found.pairs()),
        failures=(*failures, *deadline.failures(len(pages))),
    )


def _shown(line: ContentLine, entry: _Entry, people: dict[str, None]) -> Iterator[str]:
    """Yield a line as a reader would say it."""
    label = LINES.get(line.name)
    if line.name in ("DTSTART", "DTEND", "DUE", "CREATED", "LAST-MODIFIED", "COMPLETED", "RECURRENCE-ID"):
        when = _time(line)
        if line.name == "DTSTART":
            entry.day = when[:10]
        yield f"{label}: {when}"
    elif line.name in ("ORGANIZER", "ATTENDEE"):
        who = _person(line)
        people.setdefault(who)
        answer = ANSWERS.get(line.said.get("PARTSTAT", "").upper(), "")
        yield f"{label}: {who}{f' ({answer})' if answer else ''}"
    elif line.name == "ATTACH":
        yield f"attached: {line.said.get('FILENAME') or line.said.get('X-FILENAME') or _short(line)}"
    elif label and not line.is_packed and line.text.strip():
        yield f"{label}: {line.text.strip()}"
    elif line.name.startswith("X-") and not line.is_packed and " " in line.text:
        yield f"{line.name.lower()}: {line.text.strip()}"


def _look(line: ContentLine, found: Findings) -> None:
    if line.name in FETCHED and not line.is_packed:
        found.contact(line.content)
    elif line.name == "ATTACH":
        found.add(EMBEDDED, line.said.get("FILENAME") or line.said.get("X-FILENAME") or "unnamed")
    if line.name in ("DESCRIPTION", "X-ALT-DESC") and "<" in line.content:
        found.contact_any(addresses_in(line.text) if "src" in line.content.lower() else ())
    if altrep := line.said.get("ALTREP"):
        found.contact(altrep)
    if directory := line.said.get("DIR"):
        found.contact(directory)


def _time(line: ContentLine) -> str:
    """Return a time as ISO 8601, with the zone it was written in."""
    match = TIME.fullmatch(line.content.strip())
    if match is None:
        return line.text.strip()
    year, month, day, hour, minute, second, is_utc = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = "Z" if is_utc else f" ({line.said['TZID']})" if line.said.get("TZID") else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"


def _person(line: ContentLine) -> str:
    address = re.sub(r"^mailto:", "", line.text.strip(), flags=re.IGNORECASE)
    name = line.said.get("CN", "").strip()
    return f"{name} <{address}>" if name and name != address and address else name or address


def _short(line: ContentLine) -> str:
    return "packed inside" if line.is_packed else line.content[:300]

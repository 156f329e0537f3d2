"""Address books (VCF): a page for each person, every line of theirs, pictures noted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.content_lines import ContentLine, content_lines, parts_of
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.encodings import decode
from twosource.reading.readers.findings import EMBEDDED, Findings

LINES = {
    "FN": "name",
    "N": "name in parts",
    "NICKNAME": "called",
    "ORG": "organisation",
    "TITLE": "post",
    "ROLE": "role",
    "TEL": "telephone",
    "EMAIL": "mail",
    "ADR": "address",
    "LABEL": "address",
    "URL": "page",
    "BDAY": "born",
    "ANNIVERSARY": "anniversary",
    "NOTE": "note",
    "IMPP": "messenger",
    "GENDER": "gender",
    "LANG": "language",
    "GEO": "position",
    "TZ": "time zone",
    "RELATED": "related to",
    "CATEGORIES": "categories",
    "REV": "changed",
    "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype",
    "X-SOCIALPROFILE": "profile",
    "SOCIALPROFILE": "profile",
    "MEMBER": "member",
    "KIND": "kind",
    "UID": "id",
    "MAILER": "program",
    "PRODID": "program",
    "SORT-STRING": "sorted as",
}
IN_PARTS = frozenset({"N", "ORG", "ADR"})
FETCHED = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "SOURCE", "FBURL", "CALURI", "CALADRURI"})
UNSAID = frozenset({"BEGIN", "END", "VERSION"})
TYPE_WORDS = re.compile(r"\b(?:pref|voice|internet|x400|type)\b,?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContactsReader:
    """Reads vCards of every version."""

    name: ClassVar[str] = "contacts"
    media_types: ClassVar[frozenset[str]] = frozenset({"text/vcard", "text/x-vcard", "text/directory"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return people. Raises RefusedError where it holds none."""
        deadline = deadline_for(limits)
        decoded = decode(untrusted_source.read(limits.max_bytes))
        reading = contacts_reading(decoded.text, deadline, limits)
        if reading is None:
            raise refusal("damaged", label="an address book", reason="no line in it is one of a person")
        return Reading(
            untrusted_pages=reading.untrusted_pages,
            untrusted_page_labels=reading.untrusted_page_labels,
            untrusted_metadata=(*reading.untrusted_metadata, ("encoding", decoded.encoding)),
            failures=(*decoded.failures, *reading.failures),
        )


def contacts_reading(text: str, deadline: Deadline, limits: Limits) -> Reading | None:
    """Return an address book's pages, or None where nobody is in it."""
    found = Findings()
    pages: list[tuple[str, str]] = []
    lines: list[str] = []
    name, is_open, n_left_out = "", False, 0
    for line in content_lines(text):
        if deadline.is_over():
            break
        is_end = line.name == "END" and line.content.strip().upper() == "VCARD"
        if is_end or (line.name == "BEGIN" and is_open and lines):
            if len(pages) < limits.max_pages:
                pages.append((name or f"person {len(pages) + 1}", "\n".join(lines)))
            else:
                n_left_out += 1
            lines, name = [], ""
        is_open = line.name == "BEGIN" or (is_open and not is_end)
        if line.name == "FN" or (line.name == "N" and not name):
            name = " ".join(part for part in parts_of(line.text) if part)[:100]
        lines.extend(_shown(line))
        _look(line, found)
    if not pages and not lines:
        return None
    failures = []
    if lines and any(one.strip() for one in lines):
        pages.append((name or "broken off", "\n".join(lines)))
        failures = [] if deadline.over else [failure("broken_off", label="an address book")]
    if n_left_out:
        failures.append(failure("page_limit", limit=limits.max_pages, n=limits.max_pages + n_left_out))
    return Reading(
        untrusted_pages=tuple(words for _, words in pages),
        untrusted_page_labels=tuple(label for label, _ in pages),
        untrusted_metadata=(("people", str(len(pages))), *found.pairs()),
        failures=(*failures, *deadline.failures(len(pages))),
    )


def _shown(line: ContentLine) -> Iterator[str]:
    if line.name in UNSAID or line.is_packed:
        return
    if line.name in IN_PARTS:
        text = ", ".join(part for part in parts_of(line.text) if part)
    else:
        text = line.text.strip()
    if not text:
        return
    label = LINES.get(line.name, line.name.lower())
    kind = TYPE_WORDS.sub("", line.said.get("TYPE", "")).strip(" ,").lower()
    yield f"{label}{f' ({kind})' if kind else ''}: {text}"


def _look(line: ContentLine, found: Findings) -> None:
    if line.name in FETCHED:
        if line.is_packed:
            found.add(EMBEDDED, f"{line.name.lower()} of a person")
        else:
            found.contact(line.content)

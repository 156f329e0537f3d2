"""Lines of calendars and address books: `NAME;PARAMETER=VALUE:content`, folded (RFC 5545, RFC 6350)."""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FOLD = re.compile(r"\r?\n[ \t]")
PARAMETER = re.compile(r';([^=;:"]+)(?:=("[^"]*"|[^;:"]*))?')
NAME = re.compile(r"(?:[\w-]+\.)?([\w-]+)")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# Content in so many letters is a picture or a sound, no words.
MAX_WORDS = 4000


@dataclass(slots=True)
class ContentLine:
    """One line: its name in capitals, its parameters by name in capitals, its content as written."""

    name: str
    said: dict[str, str] = field(default_factory=dict)
    content: str = ""

    @property
    def text(self) -> str:
        """Its content with letters that were escaped or packed as they are meant."""
        content = self.content
        if self.said.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
            try:
                raw = quopri.decodestring(content.encode("utf-8", "replace"))
                content = raw.decode(self.said.get("CHARSET", "utf-8") or "utf-8", "replace")
            except (LookupError, ValueError, binascii.Error):
                pass
        return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], content)

    @property
    def is_packed(self) -> bool:
        """Say whether the content is bytes in letters."""
        packed = self.said.get("ENCODING", "").upper() in ("B", "BASE64") or self.content.startswith("data:")
        return packed or (self.said.get("VALUE", "").upper() == "BINARY") or len(self.content) > MAX_WORDS * 4


def content_lines(text: str) -> Iterator[ContentLine]:
    """Yield the lines of a calendar or address book in order, folded ones joined."""
    joined = FOLD.sub("", text)
    pending = ""
    for raw in joined.splitlines():
        line = pending + raw
        pending = ""
        # Version 2.1 folds packed text by a sign at its end.
        if line.endswith("=") and "QUOTED-PRINTABLE" in line.upper() and len(line) < 100_000:
            pending = line[:-1]
            continue
        if found := _line(line):
            yield found
    if pending and (found := _line(pending)):
        yield found


def parts_of(text: str, mark: str = ";") -> list[str]:
    """Return the parts of a content with several, as they are meant."""
    parts = re.split(rf"(?<!\\){mark}", text)
    return [ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], part).strip() for part in parts]


def _line(line: str) -> ContentLine | None:
    name = NAME.match(line)
    if name is None:
        return None
    said: dict[str, str] = {}
    at = name.end()
    while (match := PARAMETER.match(line, at)) is not None:
        key, value = match[1].strip().upper(), (match[2] or "").strip('"')
        if match[2] is None:  # version 2.1 leaves the name of a parameter out
            packed = key in ("QUOTED-PRINTABLE", "BASE64")
            key, value = ("ENCODING", key) if packed else ("TYPE", key.lower())
        said[key] = f"{said[key]}, {value}" if key in said else value
        at = match.end()
    if line[at : at + 1] != ":":
        return None
    return ContentLine(name[1].upper(), said, line[at + 1 :])

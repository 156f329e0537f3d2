"""What a reader says about an exhibit beside its words: traps, macros, hidden and embedded things.

Whatever an exhibit would have fetched, run or hidden is evidence, and the same words name it in
every format. Each finding stands once; where there are too many to list, their number is told.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

CONTACTED = "would have contacted"
COULD_CONTACT = "could have contacted"
LINKS = "links to"
MACRO = "macro"
PROGRAM = "embedded program"
EMBEDDED = "embedded exhibit"
HIDDEN = "hidden text"
# Addresses that a program can be made to call: with a scheme, without one, or a share on a network.
REMOTE = re.compile(
    r"(?:(?:https?|ftps?|sftp|smb|ldaps?|mms|rtsps?|rtmp|wss?|webdav|dav|davs|webcal|gopher|file)"
    r":[/\\]{1,3}|[/\\]{2})(?=[^\s/\\'\"<>()])[^\s'\"<>\x00-\x1f]{1,2000}",
    re.IGNORECASE,
)
WITH_SCHEME = re.compile(r"(?:https?|ftps?|wss?|smb|file)://[^\s'\"<>()\\\x00-\x1f]{1,2000}", re.IGNORECASE)
SHARE = re.compile(r"\\\\[\w.-]{2,253}\\[^\s'\"<>\x00-\x1f]{1,500}")
PLAIN = re.compile(r"[\x21-\x7e]+")
PROGRAM_SUFFIXES = (
    ".exe", ".dll", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf",
    ".hta", ".msi", ".lnk", ".jar", ".sh", ".app", ".cpl", ".reg", ".chm", ".py",
)  # fmt: skip
# A path on the machine of whoever wrote it: it tells about that machine and calls nobody.
LOCAL_PATH = re.compile(r"file:(?:///?|\\\\+)(?:[A-Za-z][:|]|localhost/|/)", re.IGNORECASE)
MAX_EACH = 200
MAX_SHOWN = 300


@dataclass(slots=True)
class Findings:
    """Collects (name, value) pairs: each once, at most 200 of a name, the number of the others told."""

    kept: dict[str, dict[str, None]] = field(default_factory=dict)
    n_left_out: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        """Keep one finding."""
        short = " ".join(value.split())[:2000]
        values = self.kept.setdefault(name, {})
        if not short or short in values:
            return
        if len(values) < MAX_EACH:
            values[short] = None
        else:
            self.n_left_out[name] = self.n_left_out.get(name, 0) + 1

    def contact(self, address: str) -> None:
        """Keep an address that would have been called, where it leads out of the exhibit."""
        address = address.strip()
        if LOCAL_PATH.match(address) and not address.lower().startswith("file:////"):
            self.add(LINKS, address)
        elif REMOTE.match(address):
            self.add(CONTACTED, address)

    def contact_any(self, addresses: Iterable[str]) -> None:
        """Keep every one of these addresses that leads out of the exhibit."""
        for address in addresses:
            self.contact(address)

    def add_all(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep findings another reader made of something inside."""
        for name, value in pairs:
            self.add(name, value)

    def embed(self, name: str) -> None:
        """Keep the name of something that lies inside, as a program where its name says that it is one."""
        self.add(PROGRAM if name.lower().endswith(PROGRAM_SUFFIXES) else EMBEDDED, name)

    def hide(self, where: str) -> None:
        """Keep where something is hidden, with its first words."""
        self.add(HIDDEN, where[:MAX_SHOWN])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield all findings, what is dangerous first."""
        first = (MACRO, PROGRAM, CONTACTED, COULD_CONTACT, HIDDEN)
        rest = [name for name in self.kept if name not in first]
        for name in (*first, *rest):
            yield from ((name, value) for value in self.kept.get(name, {}))
            if n := self.n_left_out.get(name, 0):
                yield f"{name}, not listed", str(n)


def addresses_in_bytes(content: bytes) -> list[str]:
    """Return the addresses that stand in bytes in narrow or wide letters, of plain letters only."""
    texts = (content.decode("latin-1"), content[::2].decode("latin-1"), content[1::2].decode("latin-1"))
    found = (PLAIN.match(address) for text in texts for address in addresses_in(text))
    return list(dict.fromkeys(match[0] for match in found if match))


def addresses_in(text: str) -> list[str]:
    """Return the addresses that stand anywhere in a text, in order, each once."""
    found = [match[0].rstrip(".,;)]}") for match in WITH_SCHEME.finditer(text)]
    return list(dict.fromkeys([*found, *(match[0] for match in SHARE.finditer(text))]))

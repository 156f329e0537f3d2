"""Small text files that make a program call somewhere: web links, desktop starters, playlists.

`.url`, `.desktop`, `.m3u`, `.pls`, `.asx`, `.ics` subscriptions and library files look like text
and are traps as often as conveniences. They are read as the text they are, and where they lead is told.
"""

import re
from collections.abc import Iterator

from twosource.reading.readers.findings import CONTACTED, LINKS, PROGRAM, Findings, addresses_in

STARTS = (
    ("[InternetShortcut", "a web link"),
    ("[Desktop Entry]", "a desktop starter"),
    ("#EXTM3U", "a playlist"),
    ("[playlist]", "a playlist"),
    ("[.ShellClassInfo]", "settings of a folder"),
    ("[Shell]", "a shell command"),
    ("[AutoRun]", "an autorun file"),
    ("[Version]", "an installation script"),
)
FETCHED = re.compile(
    r"^\s*(?:URL|BASEURL|IconFile|IconResource|Icon|File\d*|URL\[[^\]]*\]|ShellExecute|Open|WorkingDirectory|LogoFile|InfoTip|LocalizedResourceName)\s*=\s*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
RUN = re.compile(
    r"^\s*(Exec|TryExec|Command|Open|ShellExecute|shell\\[^=\n]{1,80})\s*=\s*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
MAX_LINES = 50_000


def kind_of_shortcut(text: str) -> str:
    """Return what sort of shortcut a text is, or an empty text."""
    head = text[:2000].lstrip("\ufeff\r\n\t ")
    for mark, kind in STARTS:
        if head.lower().startswith(mark.lower()):
            return kind
    lines = [line for line in head.splitlines() if line.strip()]
    # A playlist may be bare: nothing but addresses.
    if lines and all(line.startswith(("#EXT", "http://", "https://", "rtsp://", "mms://")) for line in lines):
        return "a list of addresses"
    return ""


def look_at_shortcut(text: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield what a shortcut would contact or run."""
    found = Findings()
    yield "kind of text", kind
    for match in RUN.finditer(text):
        found.add(PROGRAM, f"would run: {match[2].strip()}")
        for address in addresses_in(match[2]):
            found.add(CONTACTED, address)
    if kind in ("a playlist", "a list of addresses"):
        found.contact_any(line.strip() for line in text.splitlines()[:MAX_LINES])
        for match in re.finditer(r"URI=\"([^\"\n]{1,2000})\"", text):
            found.contact(match[1])
    for match in FETCHED.finditer(text):
        found.contact(match[1].strip().strip('"'))
        if not match[1].strip().startswith(("http", "\\\\", "/")):
            found.add(LINKS, match[1].strip())
    yield from found.pairs()

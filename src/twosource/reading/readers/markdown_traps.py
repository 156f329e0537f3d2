"""What a text in Markdown would fetch when a program shows it: pictures, and HTML written into it."""

import re
from collections.abc import Iterator

from twosource.reading.readers.findings import Findings
from twosource.reading.readers.markup import tokens_of
from twosource.reading.readers.page_traps import PageTraps

PICTURE = re.compile(r"!\[[^\]\n]{0,500}\]\(\s*<?([^\s)>]{1,2000})")
REFERRED = re.compile(r"!\[([^\]\n]{0,500})\]\[([^\]\n]{0,200})\]")
DEFINED = re.compile(r"^ {0,3}\[([^\]\n]{1,200})\]:\s*<?(\S{1,2000}?)>?(?:\s|$)", re.MULTILINE)
WRITTEN_IN = re.compile(
    r"<(?:img|script|iframe|link|video|audio|source|object|embed|form|meta|style|svg|base|input)\b",
    re.IGNORECASE,
)
MAX_LOOKED_AT = 2_000_000


def look_at_markdown(text: str) -> Iterator[tuple[str, str]]:
    """Yield what would be contacted or run; nothing for a text that is none."""
    looked_at = text[:MAX_LOOKED_AT]
    traps = PageTraps()
    found: Findings = traps.found
    if "![" in looked_at:
        found.contact_any(match[1] for match in PICTURE.finditer(looked_at))
        named = {match[1].casefold(): match[2] for match in DEFINED.finditer(looked_at)}
        for match in REFERRED.finditer(looked_at):
            found.contact(named.get((match[2] or match[1]).casefold(), ""))
    if WRITTEN_IN.search(looked_at):
        for token in tokens_of(looked_at):
            traps.take(token)
    yield from found.pairs()

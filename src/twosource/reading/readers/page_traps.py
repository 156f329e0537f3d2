"""What a web page would fetch, send or run when it is shown: its beacons, frames, forms and programs.

Nothing is fetched and nothing is run. An image of one pixel in a leaked page tells its owner who
opened it and from where; that it stands there is a finding.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from twosource.reading.readers.findings import COULD_CONTACT, MACRO, Findings, addresses_in
from twosource.reading.readers.markup import HANDLER, Token, tokens_of

# Attributes whose address is called as soon as an element is shown, opened, sent or clicked with.
ANY_ELEMENT = (
    "src", "data", "background", "action", "formaction", "poster", "manifest", "archive", "codebase", "code",
    "lowsrc", "dynsrc", "longdesc", "profile", "usemap", "classid",
)  # fmt: skip
SEVERAL = ("srcset", "imagesrcset", "ping")
# Elements whose plain link is followed without a click. Links of `a` and `area` wait for one.
FOLLOWED = frozenset(
    {"link", "base", "image", "use", "feimage", "script", "lineargradient", "pattern", "tref", "mpath"}
)
MOVED_BY_TIME = frozenset({"animate", "set", "animatetransform", "animatemotion"})
REFRESH = re.compile(r"url\s*=\s*['\"]?\s*([^'\"]+)", re.IGNORECASE)
CSS_URL = re.compile(r"url\(\s*+['\"]?\s*+([^\s'\")]++)", re.IGNORECASE)
CSS_IMPORT = re.compile(r"@import\s+(?:url\(\s*)?['\"]?([^\s'\");]+)", re.IGNORECASE)
CSS_IMAGE = re.compile(r"image(?:-set)?\(\s*['\"]([^'\"]+)", re.IGNORECASE)
CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
STYLE_LINK = re.compile(r"<\?xml-stylesheet[^>]{0,1000}?href\s*=\s*['\"]([^'\"]{1,2000})", re.IGNORECASE)
TRACKERS = re.compile(r"^\s*javascript:", re.IGNORECASE)
MAX_NESTED = 100_000
MAX_SCRIPT = 1_000_000


@dataclass(slots=True)
class PageTraps:
    """Takes the pieces of a page one after another and keeps what each would do."""

    found: Findings = field(default_factory=Findings)
    is_nested: bool = False

    def take(self, token: Token) -> None:
        """Note what one piece would fetch or run."""
        if token.kind == "raw" and token.name == "script":
            self._program("a script in the page", token.text)
        elif token.kind == "raw" and token.name == "style":
            self.style(token.text)
        elif token.kind == "open" and token.said:
            self._opened(token.name, token.said)

    def style(self, text: str) -> None:
        """Note every address a style would fetch; letters may be written as numbers to hide it."""
        plain = CSS_ESCAPE.sub(_css_letter, text) if "\\" in text else text
        for pattern in (CSS_URL, CSS_IMPORT, CSS_IMAGE):
            self.found.contact_any(match[1] for match in pattern.finditer(plain))

    def _opened(self, tag: str, said: Mapping[str, str]) -> None:
        for name in ANY_ELEMENT:
            if name in said:
                self._address(said[name])
        for name in SEVERAL:
            if name in said:
                self.found.contact_any(
                    part.strip().split(" ")[0] for part in re.split(r"[,\s]+(?=\S*//)", said[name])
                )
        if tag in FOLLOWED:
            self._address(said.get("href") or said.get("xlink:href", ""))
        elif TRACKERS.match(said.get("href", "")):
            self._program("a program behind a link", said["href"])
        if tag in MOVED_BY_TIME and "href" in said.get("attributename", "").lower():
            self.found.contact_any(
                said[name].split(";")[0] for name in ("values", "from", "to") if name in said
            )
        if tag == "meta" and said.get("http-equiv", "").strip().lower() == "refresh":
            self.found.contact_any(match[1] for match in REFRESH.finditer(said.get("content", "")))
        if "style" in said:
            self.style(said["style"])
        if HANDLER in said:
            self.found.add(MACRO, f"JavaScript on {said[HANDLER]} of {tag}")
        if "srcdoc" in said and not self.is_nested:
            inner = PageTraps(self.found, is_nested=True)
            for token in tokens_of(said["srcdoc"][:MAX_NESTED]):
                inner.take(token)

    def _address(self, value: str) -> None:
        if TRACKERS.match(value):
            self._program("a program for an address", value)
        else:
            self.found.contact_any(value.split() if " " in value.strip() else (value,))

    def _program(self, where: str, text: str) -> None:
        if not text.strip():
            return
        self.found.add(MACRO, f"JavaScript: {where}")
        for address in addresses_in(text[:MAX_SCRIPT]):
            self.found.add(COULD_CONTACT, address)


def _css_letter(match: re.Match[str]) -> str:
    if match[2]:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

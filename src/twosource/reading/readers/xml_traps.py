"""What XML would fetch or run when a program opens it: document types, includes, styles, drawings, links.

Covers every dialect by what its parts are called: SVG, XHTML, RSS, KML, XInclude, XSLT, schemas,
XLIFF, single-file Word and Excel, Apple's property lists and web links.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from twosource.reading.readers.findings import MACRO, PROGRAM, Findings, addresses_in
from twosource.reading.readers.page_traps import PageTraps

HREF = re.compile(r"""\bhref\s*=\s*["']([^"']{1,2000})["']""")
# Attributes whose address is fetched without a click, whatever the element.
FETCHED = frozenset(
    {
        "src",
        "source",
        "data",
        "background",
        "poster",
        "schemalocation",
        "nonamespaceschemalocation",
        "template",
        "url",
    }
)
# Elements whose plain link is fetched without a click.
FOLLOWED = frozenset(
    "image use feimage script include import link base xi:include xsl:import xsl:include pattern filter "  # noqa: SIM905
    "lineargradient radialgradient textpath cursor iframe img object embed enclosure fragment xsd:import "
    "xs:import xs:include xs:redefine audio video source track foreignobject color-profile "
    "font-face-uri mpath".split()
)
# Elements whose content is an address: subscriptions, maps, playlists, web links of Apple.
ADDRESSED = frozenset(
    {"icon", "logo", "href", "string", "location", "enclosure", "cloud", "image", "base", "url"}
)
EVENTS = re.compile(r"^on[a-z]{3,}$")
NAMESPACES = ("xmlns",)
MAX_HELD = 5000


@dataclass(slots=True)
class XmlTraps:
    """Takes the pieces of XML as expat gives them."""

    found: Findings = field(default_factory=Findings)
    name: str = ""
    held: list[str] = field(default_factory=list)
    n_held: int = 0

    def document_type(self, name: str, system: str | None, public: str | None, has_internal: bool) -> None:  # noqa: ARG002 - expat's
        """Note a document type that lies elsewhere."""
        self.found.contact(system or "")

    def instruction(self, target: str, content: str) -> None:
        """Note styles and programs named before the first element."""
        if target in ("xml-stylesheet", "mso-application", "xml-model", "oxygen"):
            self.found.contact_any(match[1] for match in HREF.finditer(content))
        elif target in ("php", "xml-multiple") or "script" in target:
            self.found.add(PROGRAM, f"a program in it ({target})")

    def element(self, name: str, said: Mapping[str, str]) -> None:
        """Note what one element would fetch or run."""
        self._end()
        self.name = name.lower()
        short = self.name.rpartition(":")[2]
        for attribute, value in said.items():
            key = attribute.lower().rpartition(":")[2]
            if attribute.startswith(NAMESPACES):
                continue
            if key in FETCHED or (key == "href" and (short in FOLLOWED or self.name in FOLLOWED)):
                self.found.contact_any(value.split())
            elif key == "style" or (value.lower().startswith("url(") and key != "href"):
                self._style(f"{value}")
            if EVENTS.match(key):
                self.found.add(MACRO, f"JavaScript on {key} of {short}")
            elif value.lstrip().lower().startswith("javascript:"):
                self.found.add(MACRO, "JavaScript behind a link")
            if key in ("values", "to", "from", "by") and short in ("animate", "set"):
                self.found.contact_any(value.split(";"))
        if short == "script":
            self.found.add(MACRO, "JavaScript in the drawing or page")
        if short == "bindata" or self.name in ("w:bindata", "pkg:binarydata"):
            self.found.embed(said.get("w:name", "bytes packed inside"))

    def letters(self, text: str) -> None:
        """Hold what stands in elements whose content may be an address or a style."""
        if self.n_held < MAX_HELD and self.name.rpartition(":")[2] in (
            *ADDRESSED,
            "style",
            "description",
            "script",
        ):
            self.held.append(text)
            self.n_held += len(text)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield all that was found."""
        self._end()
        yield from self.found.pairs()

    def _end(self) -> None:
        text, short = "".join(self.held), self.name.rpartition(":")[2]
        self.held, self.n_held = [], 0
        if not text.strip():
            return
        if short == "style":
            self._style(text)
        elif short == "description" and "<img" in text.lower():
            self.found.contact_any(addresses_in(text))
        elif short == "script":
            for address in addresses_in(text):
                self.found.add("could have contacted", address)
        elif short in ADDRESSED:
            self.found.contact(text.strip())

    def _style(self, text: str) -> None:
        styles = PageTraps(self.found)
        styles.style(text)

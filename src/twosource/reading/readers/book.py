"""Electronic books (EPUB): a page for each chapter in reading order, then what lies in no order."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from twosource.errors import RefusedError
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.deadline import deadline_for
from twosource.reading.readers.findings import Findings
from twosource.reading.readers.html import decode_html, page_of
from twosource.reading.readers.package import Package, open_package, unescaped
from twosource.reading.readers.safe_xml import all_text, local, said

PAGES = (".xhtml", ".html", ".htm", ".xml")
ABOUT = {
    "title": "title",
    "creator": "byline",
    "publisher": "publisher",
    "date": "published",
    "language": "language",
    "description": "description",
    "identifier": "identifier",
    "contributor": "contributor",
    "subject": "subject",
}


@dataclass(frozen=True, slots=True)
class BookReader:
    """Reads an EPUB by the order its package gives."""

    name: ClassVar[str] = "book"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/epub+zip"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return chapters and properties. Raises RefusedError where it is damaged, locked or a bomb."""
        deadline = deadline_for(limits)
        package = open_package(untrusted_source, limits, "an electronic book")
        place = _place_of_package(package)
        root = package.tree(place)
        order = _order(root, posixpath.dirname(place)) if root is not None else []
        chapters = [name for name in order if package.has(name)]
        others = [
            name for name in package.find("") if name.lower().endswith(PAGES[:3]) and name not in chapters
        ]
        if not chapters and not others:
            raise refusal("damaged", label="an electronic book", reason="it names no chapter and holds none")
        found = Findings()
        pages: list[tuple[str, str]] = []
        locked = _locked(package)
        for number, name in enumerate((*chapters, *others), start=1):
            if deadline.is_over():
                break
            if name in locked:
                package.failures.append(
                    failure("damaged_part", part=f"The chapter {name}", reason="it is locked")
                )
                continue
            try:
                page = page_of(decode_html(package.read(name)).text, deadline)
            except RefusedError as error:
                reason = error.happened.rstrip(".")
                package.failures.append(failure("damaged_part", part=f"The chapter {name}", reason=reason))
                continue
            found.add_all(page.findings)
            title = dict(page.metadata).get("title", "")
            label = f"chapter {number}" if number <= len(chapters) else f"outside the order: {name}"
            pages.append((f"{label}{f' ({title})' if title else ''}", page.text))
        return Reading(
            untrusted_pages=tuple(text for _, text in pages),
            untrusted_page_labels=tuple(label for label, _ in pages),
            untrusted_metadata=(*_about(root), *found.pairs()),
            failures=(*package.failures, *deadline.failures(len(pages))),
        )


def _place_of_package(package: Package) -> str:
    root = package.tree("META-INF/container.xml")
    places = [said(node, "full-path") for node in root.iter("{*}rootfile")] if root is not None else []
    return next((place for place in (*places, *package.find("", ".opf")) if package.has(place)), "")


def _order(root: Any, folder: str) -> list[str]:
    """Return the names of the chapters in reading order, each once."""
    items = {said(node, "id"): said(node, "href") for node in root.iter("{*}item")}
    hrefs = (items.get(said(node, "idref"), "") for node in root.iter("{*}itemref"))
    names = (
        posixpath.normpath(posixpath.join(folder, unescaped(href.partition("#")[0])))
        for href in hrefs
        if href
    )
    return list(dict.fromkeys(names))


def _locked(package: Package) -> frozenset[str]:
    root = package.tree("META-INF/encryption.xml")
    return (
        frozenset(said(node, "URI") for node in root.iter("{*}CipherReference"))
        if root is not None
        else frozenset()
    )


def _about(root: Any) -> Iterator[tuple[str, str]]:
    meta = next(root.iter("{*}metadata"), None) if root is not None else None
    for node in meta if meta is not None else ():
        if (name := ABOUT.get(local(node))) and (value := " ".join(all_text(node).split())):
            yield name, value

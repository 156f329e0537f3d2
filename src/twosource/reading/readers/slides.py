"""Slide decks (PPTX): a page for each slide in the order they are shown, its notes and comments after it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import refusal
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.findings import Findings
from twosource.reading.readers.office_parts import paragraph, paragraphs_of, properties, traps
from twosource.reading.readers.package import Package, Relation, open_package
from twosource.reading.readers.safe_xml import all_text, elements, local, said

# What a slide refers to that holds words of its own.
DRAWN = ("chart", "diagramData", "chartUserShapes")
STARTS = ("ppaction://program", "ppaction://macro")


@dataclass(frozen=True, slots=True)
class SlidesReader:
    """Reads a PPTX: slides, hidden ones too, speaker's notes, comments, charts and diagrams."""

    name: ClassVar[str] = "slides"
    media_types: ClassVar[frozenset[str]] = frozenset(
        {"application/vnd.openxmlformats-officedocument.presentationml.presentation"}
    )
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return slides and properties. Raises RefusedError where the package is damaged or a bomb."""
        deadline = deadline_for(limits)
        package = open_package(untrusted_source, limits, "a slide deck")
        named = [one.target for one in package.relations() if one.kind == "officeDocument"]
        main = next((name for name in named if package.has(name)), "ppt/presentation.xml")
        root = package.tree(main)
        if root is None:
            raise refusal(
                "damaged", label="a slide deck", reason="its list of slides is missing or cannot be read"
            )
        deck = _Deck(package, deadline)
        pages = [one for one in deck.pages(root, main) if one[1].strip()]
        return Reading(
            untrusted_pages=tuple(text for _, text in pages),
            untrusted_page_labels=tuple(label for label, _ in pages),
            untrusted_metadata=(*properties(package), ("slides", str(deck.n_slides)), *deck.found.pairs()),
            failures=(*package.failures, *deadline.failures(len(pages))),
        )


@dataclass(slots=True)
class _Deck:
    """One deck being read: who comments in it, what was found, how many slides it has."""

    package: Package
    deadline: Deadline
    found: Findings = field(default_factory=Findings)
    n_slides: int = 0

    def pages(self, root: Any, main: str) -> Iterator[tuple[str, str]]:
        """Yield (label, text) of slides in their order, then of slides that stand in no order."""
        traps(self.package, self.found)
        parts = {one.relation_id: one.target for one in self.package.relations(main)}
        people = self._people()
        shown = [parts.get(_relation_id(node), "") for node in root.iter("{*}sldId")]
        others = [name for name in self.package.find("ppt/slides/", ".xml") if name not in shown]
        for name in (*shown, *others):
            if self.deadline.is_over() or not self.package.has(name):
                continue
            self.n_slides += 1
            label = f"slide {self.n_slides}" + (", not shown" if name in others else "")
            yield from self._slide(label, name, people)

    def _slide(self, label: str, name: str, people: dict[str, str]) -> Iterator[tuple[str, str]]:
        root = self.package.tree(name)
        if root is None:
            return
        text = "\n".join(lines_of(root, self.deadline))
        if said(root, "show") in ("0", "false"):
            self.found.hide(f"{label} is hidden: {text}")
            label += " (hidden)"
        yield label, text
        for node in elements(root, self.deadline, "hlinkClick", "hlinkHover", "hlinkMouseOver"):
            if said(node, "action").startswith(STARTS):
                self.found.add("embedded program", f"starts when clicked on {label}: {said(node, 'action')}")
        for relation in self.package.relations(name):
            if not relation.is_external:
                yield from self._beside(label, relation, people)

    def _beside(self, label: str, relation: Relation, people: dict[str, str]) -> Iterator[tuple[str, str]]:
        if relation.kind == "notesSlide":
            root = self.package.tree(relation.target)
            if root is not None:
                yield f"notes on {label}", "\n".join(lines_of(root, self.deadline))
        elif relation.kind == "comments":
            root = self.package.tree(relation.target)
            if root is not None:
                yield f"comments on {label}", "\n".join(_comments(root, people, self.deadline))
        elif relation.kind in DRAWN:
            root = self.package.tree(relation.target)
            if root is not None:
                yield f"{relation.kind} on {label}", "\n".join(paragraphs_of(root, self.deadline))

    def _people(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in (*self.package.find("ppt/commentauthors"), *self.package.find("ppt/authors")):
            root = self.package.tree(name) if name.lower().endswith(".xml") else None
            if root is not None:
                found.update({said(one, "id"): said(one, "name") for one in root})
        return found


def lines_of(root: Any, deadline: Deadline) -> Iterator[str]:
    """Yield the paragraphs of a slide in order, the cells of a table's row in one line."""
    for node in elements(root, deadline, "tr", "p"):
        if local(node) == "tr":
            cells = (" ".join(paragraph(one) for one in cell.iter("{*}p")) for cell in node.iter("{*}tc"))
            yield "\t".join(cells)
        elif (
            not any(local(above) == "tr" for above in node.iterancestors())
            and (text := paragraph(node)).strip()
        ):
            yield text


def _relation_id(node: Any) -> str:
    """Return the relationship a slide is named by; its plain `id` is only a number."""
    return next((str(value) for key, value in node.attrib.items() if key.endswith("}id")), "")


def _comments(root: Any, people: dict[str, str], deadline: Deadline) -> Iterator[str]:
    for node in elements(root, deadline, "cm", "reply"):
        by = people.get(said(node, "authorId"), "")
        at = said(node, "dt") or said(node, "created")
        words = "\n".join(all_text(one) for one in node if local(one) in ("text", "txBody"))
        if words.strip():
            yield f"{', '.join(part for part in (by, at) if part) or 'nobody named'}: {words.strip()}"

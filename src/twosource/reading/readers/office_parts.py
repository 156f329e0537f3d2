"""What Word documents, workbooks and slide decks have in common: properties, traps, macros, drawings."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from twosource.errors import RefusedError
from twosource.reading.readers.compound import MAGIC, Compound, open_compound
from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.findings import LINKS, MACRO, PROGRAM, Findings, addresses_in
from twosource.reading.readers.package import Package
from twosource.reading.readers.safe_xml import all_text, elements, local, said

CORE = (
    ("title", "title"),
    ("byline", "creator"),
    ("changed by", "lastModifiedBy"),
    ("created", "created"),
    ("changed", "modified"),
    ("printed", "lastPrinted"),
    ("language", "language"),
    ("subject", "subject"),
    ("description", "description"),
    ("keywords", "keywords"),
)
APP = (
    ("organisation", "Company"),
    ("manager", "Manager"),
    ("program", "Application"),
    ("template", "Template"),
)
# Relationships a person has to click on; all others are followed when the exhibit is opened.
CLICKED = frozenset({"hyperlink"})
# Fields and formulas that fetch; what stands in quotes after them is where from.
FETCHING = re.compile(
    r"\b(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|RD|DATABASE|WEBSERVICE|IMAGE|HYPERLINK|FILTERXML|RTD)\b",
    re.IGNORECASE,
)  # fmt: skip
CALLING = re.compile(
    r"\bDDE(?:AUTO)?\b[^\r\n]{0,300}|\b(?:cmd|powershell|mshta|rundll32|regsvr32|msexcel)\b[^|\r\n]{0,40}\|[^\r\n]{0,300}",
    re.IGNORECASE,
)
PATH = re.compile(r"[A-Za-z]:\\{1,2}[^\"<>|\r\n]{1,300}")
DRAWN = ("charts/", "diagrams/data", "drawings/")
NATIVE = "\x01ole10native"
NAME_IN_OBJECT = re.compile(rb"[\x20-\x7e\x80-\xff]{1,200}\x00")


def properties(package: Package) -> Iterator[tuple[str, str]]:
    """Yield what the document says of itself. Where it says nothing, nothing is made up for it."""
    for part, named in (("docProps/core.xml", CORE), ("docProps/app.xml", APP)):
        places = [part] if package.has(part) else _by_kind(package, part)
        root = package.tree(places[0]) if places else None
        if root is None:
            continue
        values = {local(node): all_text(node).strip() for node in root}
        yield from ((name, values[tag]) for name, tag in named if values.get(tag))
    custom = package.tree("docProps/custom.xml")
    if custom is not None:
        for node in custom:
            if value := all_text(node).strip():
                yield f"property {said(node, 'name')}"[:80], value


def traps(package: Package, found: Findings) -> None:
    """Note every address, macro, program and embedded thing of a package, wherever in it."""
    for relation in package.all_external():
        if relation.kind in CLICKED:
            found.add(LINKS, relation.target)
        elif relation.target:
            found.contact(relation.target)
            _linked_path(relation.kind, relation.target, found)
    for name in package.find("", "vbaproject.bin"):
        found.add(MACRO, macros_in(package.read(name)) or name)
    for folder in ("xl/macrosheets/", "xl/dialogsheets/"):
        for name in package.find(folder, ".xml"):
            found.add(MACRO, f"macro sheet {name.rpartition('/')[2]}")
    for name in (
        one for one in package.find("") if "/activex/" in one.lower() and one.lower().endswith(".xml")
    ):
        found.add(PROGRAM, f"ActiveX control {name.rpartition('/')[2]}")
    for name in (one for one in package.find("") if "/embeddings/" in one.lower() and not one.endswith("/")):
        for inner in names_in_object(package.read(name)) or [name]:
            found.embed(inner)
    for name in package.find("customui") + package.find("userCustomization"):
        if name.endswith(".xml") and b"onload" in package.read(name).lower():
            found.add(MACRO, f"calls macros when opened: {name}")


def instruction(text: str, found: Findings) -> None:
    """Note what a field or formula would fetch or start."""
    if fetching := FETCHING.search(text):
        # Fields write each stroke of a path twice.
        addresses = addresses_in(text if "://" in text else text.replace("\\\\", "\\"))
        found.contact_any(addresses)
        for path in PATH.findall(text[fetching.end() :]) if not addresses else ():
            found.add(LINKS, f"{path} ({fetching[0]})")
    for match in CALLING.finditer(text):
        found.add(PROGRAM, f"asks another program for its content: {match[0]}")


def macros_in(content: bytes) -> str:
    """Return the names of the macro modules in an OLE file, or an empty text where there are none."""
    try:
        compound = open_compound(content, "macros")
    except RefusedError:
        return "macros that cannot be listed" if content else ""
    return ", ".join(modules_of(compound))


def modules_of(compound: Compound) -> list[str]:
    """Return the names of macro modules: the streams of a storage `VBA`, its own bookkeeping left out."""
    return [
        entry.name
        for entry in compound.streams()
        if len(entry.path) > 1
        and entry.path[-2].lower() == "vba"
        and not entry.name.lower().startswith(("dir", "_vba_project", "__srp"))
    ]


def names_in_object(content: bytes) -> list[str]:
    """Return the names of files packed into an OLE object, as whoever packed them named them."""
    if not content.startswith(MAGIC):
        return []
    try:
        compound = open_compound(content, "an embedded object")
    except RefusedError:
        return []
    packed = [entry for entry in compound.streams() if entry.name.lower() == NATIVE]
    return [name for entry in packed if (name := name_of_packed(compound.read(*entry.path)))]


def name_of_packed(content: bytes) -> str:
    """Return the file name at the head of an OLE 1 package ([MS-OLEDS] 2.3.6), or an empty text."""
    match = NAME_IN_OBJECT.match(content, 6)
    name = match[0][:-1].decode("cp1252", "replace") if match else ""
    return name if len(name) > 2 else ""


def drawn_text(package: Package, folder: str, deadline: Deadline, drawn: tuple[str, ...] = DRAWN) -> str:
    """Return the words in charts, diagrams and drawings, a line per paragraph."""
    lines: list[str] = []
    for start in drawn:
        for name in package.find(folder + start, ".xml"):
            root = package.tree(name)
            if root is not None:
                lines.extend(paragraphs_of(root, deadline))
    return "\n".join(lines)


def paragraphs_of(root: Any, deadline: Deadline) -> Iterator[str]:
    """Yield the paragraphs of drawing text (`a:p`) and the written values of charts below an element."""
    for node in elements(root, deadline, "p", "v"):
        if local(node) == "v":
            if node.getparent() is not None and local(node.getparent()) == "pt" and _is_written(node):
                yield node.text or ""
        elif (text := paragraph(node)).strip():
            yield text


def paragraph(node: Any) -> str:
    """Return the letters of one paragraph of drawing text."""
    pieces: list[str] = []
    for one in node.iter("{*}t", "{*}br", "{*}tab"):
        name = local(one)
        pieces.append((one.text or "") if name == "t" else "\n" if name == "br" else "\t")
    return "".join(pieces)


def ranges(numbers: Iterable[int]) -> str:
    """Return numbers in order as a reader would write them: `3-5, 9`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in runs[:40])


def _is_written(node: Any) -> bool:
    return any(local(above) == "strCache" for above in node.iterancestors())


def _by_kind(package: Package, part: str) -> list[str]:
    kind = "core-properties" if "core" in part else "extended-properties"
    return [relation.target for relation in package.relations() if relation.kind == kind]


def _linked_path(kind: str, target: str, found: Findings) -> None:
    """Note a link to a file by its path: it names the machine or share somebody worked on."""
    if "://" not in target and not target.startswith(("mailto:", "\\\\", "//", "#")):
        found.add(LINKS, f"{target} ({kind})")

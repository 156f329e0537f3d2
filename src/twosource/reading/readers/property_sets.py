"""What older office documents say of themselves ([MS-OLEPS]), and their macros and objects."""

import struct
from collections.abc import Iterator

from twosource.reading.readers.compound import Compound
from twosource.reading.readers.findings import MACRO, PROGRAM, Findings
from twosource.reading.readers.office_parts import NATIVE, modules_of, name_of_packed
from twosource.reading.readers.outlook_properties import instant, text_of_value

SUMMARY = "\x05SummaryInformation"
MORE = "\x05DocumentSummaryInformation"
NAMES = {
    SUMMARY: {
        2: "title",
        3: "subject",
        4: "byline",
        5: "keywords",
        6: "description",
        7: "template",
        8: "changed by",
        11: "printed",
        12: "created",
        13: "changed",
        18: "program",
    },
    MORE: {2: "category", 14: "manager", 15: "organisation"},
}
TEXT_8, TEXT_16, TIME, SHORT = 0x1E, 0x1F, 0x40, 0x02
MAX_PROPERTIES = 1000
MACRO_STORAGES = frozenset({"macros", "_vba_project_cur", "_vba_project"})


def said_of_itself(compound: Compound) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of the properties of a document."""
    for stream, names in NAMES.items():
        yield from _properties(compound.read(stream), names)


def look_inside(compound: Compound, found: Findings) -> None:
    """Note macros, packed programs and embedded documents by the names in the directory."""
    if modules := modules_of(compound):
        found.add(MACRO, ", ".join(modules))
    elif any(entry.name.lower() in MACRO_STORAGES for entry in compound.storages()):
        found.add(MACRO, "macros that cannot be listed")
    for entry in compound.streams():
        name = entry.name.lower()
        if name == NATIVE:
            found.embed(name_of_packed(compound.read(*entry.path)) or "/".join(entry.path))
        elif (
            name in ("worddocument", "workbook", "book", "powerpoint document", "package")
            and len(entry.path) > 1
        ):
            found.embed("/".join(entry.path))
        elif name == "\x03ocxname":
            control = compound.read(*entry.path).decode("utf-16-le", "replace").rstrip("\0")
            found.add(PROGRAM, f"ActiveX control {control}")


def _properties(content: bytes, names: dict[int, str]) -> Iterator[tuple[str, str]]:
    if len(content) < 48:
        return
    (start,) = struct.unpack_from("<I", content, 44)
    section = content[start:]
    if len(section) < 8:
        return
    (count,) = struct.unpack_from("<I", section, 4)
    places = dict(
        struct.iter_unpack("<II", section[8 : 8 + 8 * min(count, MAX_PROPERTIES, len(section) // 8 - 1)])
    )
    codec = "cp1252"
    if 1 in places:
        page = int.from_bytes(section[places[1] + 4 : places[1] + 6], "little")
        codec = {65001: "utf-8", 1200: "utf-16-le", 10000: "mac_roman"}.get(page, f"cp{page}")
    for number, name in names.items():
        if number in places and (value := _value(section, places[number], codec)):
            yield name, value


def _value(section: bytes, at: int, codec: str) -> str:
    kind = int.from_bytes(section[at : at + 4], "little")
    length = int.from_bytes(section[at + 4 : at + 8], "little")
    if kind == TEXT_8:
        return text_of_value(section[at + 8 : at + 8 + length], codec).strip("\0 ")
    if kind == TEXT_16:
        return section[at + 8 : at + 8 + 2 * length].decode("utf-16-le", "replace").strip("\0 ")
    if kind == TIME:
        ticks = int.from_bytes(section[at + 4 : at + 12], "little")
        return text_of_value(instant(ticks)) if ticks else ""
    return ""

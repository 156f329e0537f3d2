"""The zip package behind newer office formats and books: parts by name, under one budget.

The standard library's zip reader believes what a package says of its lengths. Here nothing is
unpacked beyond what a reader may take in, whatever the package claims.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

from twosource.evidence.outcome import Failure
from twosource.ports import Limits
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.safe_xml import parse_xml, said

# What the standard library raises on damaged packages.
PACKAGE_FAULTS = (
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
MAX_PART_COUNT = 20_000
IS_LOCKED = 0x1
PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")


class Relation(NamedTuple):
    """One relationship of a part: its id, the last word of its kind, where it leads, and whether outside."""

    relation_id: str
    kind: str
    target: str
    is_external: bool


@dataclass(slots=True)
class Package:
    """An open package; `left` counts the bytes that may still be unpacked, `failures` what was not read."""

    archive: zipfile.ZipFile
    label: str
    left: int
    names: dict[str, str]
    failures: list[Failure] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Say whether there is such a part; names differ by more than capitals."""
        return name.lower() in self.names

    def find(self, start: str, end: str = "") -> list[str]:
        """Return the names of parts that begin and end so, in the order of their numbers."""
        found = [
            name for low, name in self.names.items() if low.startswith(start.lower()) and low.endswith(end)
        ]
        return sorted(found, key=lambda name: (len(name), name))

    def read(self, name: str) -> bytes:
        """Return a part whole; empty where it is missing or damaged, which is told.

        Raises RefusedError where the package unpacks to more than a reader may take in.
        """
        if not self.has(name):
            return b""
        try:
            with self.archive.open(self.names[name.lower()]) as part:
                content = part.read(self.left + 1)
        except PACKAGE_FAULTS as error:
            self._damaged(name, str(error) or type(error).__name__)
            return b""
        self.left -= len(content)
        if self.left < 0:
            raise refusal("bomb", unpacked="more", limit="number of bytes")
        return content

    def tree(self, name: str) -> Any:
        """Return the root of an XML part, or None; what is damaged in it is told."""
        content = self.read(name)
        if not content:
            return None
        root, reason = parse_xml(content)
        if reason:
            self._damaged(name, reason)
        return root

    def relations(self, part: str = "") -> list[Relation]:
        """Return the relationships of a part, or of the package itself, with full targets."""
        folder, _, name = part.rpartition("/")
        root = self.tree(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        return [] if root is None else list(_relations(root, folder))

    def all_external(self) -> Iterator[Relation]:
        """Yield every relationship of any part that leads out of the package."""
        for name in self.find("", ".rels"):
            root = self.tree(name)
            if root is not None:
                yield from (one for one in _relations(root, "") if one.is_external)

    def _damaged(self, name: str, reason: str) -> None:
        why = failure("damaged_part", part=f"The part {name}", reason=reason.rstrip(".")[:200])
        if why not in self.failures:
            self.failures.append(why)


def open_package(source: BinaryIO, limits: Limits, label: str) -> Package:
    """Open a package without unpacking any of it.

    Raises RefusedError where it is damaged, locked, or says that it unpacks to too much.
    """
    try:
        archive = zipfile.ZipFile(source)
        entries = archive.infolist()
    except PACKAGE_FAULTS as error:
        raise refusal("damaged", label=label, reason=str(error)[:200] or type(error).__name__) from error
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.max_bytes or len(entries) > MAX_PART_COUNT:
        raise refusal("bomb", unpacked=declared, limit=limits.max_bytes)
    if entries and all(entry.flag_bits & IS_LOCKED for entry in entries if not entry.is_dir()):
        raise refusal("password")
    names = {entry.filename.lstrip("/").lower(): entry.filename for entry in entries}
    return Package(archive=archive, label=label, left=limits.max_bytes, names=names)


def unescaped(target: str) -> str:
    """Return the name of a part as it is stored, where a reference to it writes letters as `%41`."""
    plain = PERCENT.sub(lambda match: bytes([int(match[1], 16)]), target.encode("utf-8", "replace"))
    return plain.decode("utf-8", "replace")


def _relations(root: Any, folder: str) -> Iterator[Relation]:
    for node in root.iter("{*}Relationship"):
        target = said(node, "Target")
        is_external = said(node, "TargetMode").lower() == "external"
        if not is_external:
            joined = posixpath.normpath(posixpath.join("/" + folder, unescaped(target)))
            target = joined.lstrip("/")
        yield Relation(said(node, "Id"), said(node, "Type").rpartition("/")[2], target, is_external)

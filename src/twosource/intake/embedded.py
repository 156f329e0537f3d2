"""Objects put into old office files (OLE): the files packed in them, and a note of what cannot be parted.

A workbook pasted into a letter lies there as streams among others. It is no file of its own and
writing one would be inventing bytes; it is told and waits. What was packed as a file comes out.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from twosource.intake.compound import STREAM, CompoundFile, Node
from twosource.intake.containers import Allowance, Given, Member, fault

NATIVE = "\x01ole10native"
# Streams that are a file as they stand, by the names their programs give them.
WHOLE = frozenset({"contents", "package", "content"})
PARTED = {
    "worddocument": "a Word document",
    "workbook": "a workbook",
    "book": "a workbook",
    "powerpoint document": "a slide deck",
    "visiodocument": "a drawing",
}
MAX_NAME = 4096
MAX_OBJECTS = 10_000


def members_of_ole(source: BinaryIO, _allowance: Allowance) -> Iterator[Given]:
    """Yield what is embedded in an old office file, wherever in its storages it lies."""
    opened = CompoundFile(source)
    for _, node in sorted(opened.root.children.items()):
        if node.kind != STREAM:
            yield from members_of_storage(opened, node, f"{node.name}/")
        elif node.name.lower() == NATIVE:
            yield native(opened, node, "object")


def members_of_storage(opened: CompoundFile, storage: Node, name: str) -> Iterator[Given]:
    """Yield the embedded files below one storage; its name and theirs make theirs."""
    below = [(storage, name)]
    n_given = 0
    while below and n_given < MAX_OBJECTS:
        node, shown = below.pop()
        for key, child in sorted(node.children.items(), reverse=True):
            if child.kind != STREAM:
                below.append((child, f"{shown}{child.name}/"))
                continue
            found = _found(opened, key, child, shown)
            if found:
                n_given += 1
                yield found


def _found(opened: CompoundFile, key: str, child: Node, shown: str) -> Member | None:
    if key == NATIVE:
        return native(opened, child, shown.rstrip("/"))
    if key in WHOLE:
        return Member(name=f"{shown}{child.name}", size=child.size, chunks=lambda: opened.chunks(child))
    if key in PARTED:
        return Member(name=shown.rstrip("/"), fault=fault("embedded", what=PARTED[key]))
    return None


def native(opened: CompoundFile, node: Node, shown: str) -> Member:
    """Return the file in an `Ole10Native` stream, under the name it had when it was packed.

    Length of the rest, two bytes, then label, path, eight bytes more, a second path, the content
    with its length before it; anything else is given as it stands.
    """
    head = opened.content(node, 3 * MAX_NAME)
    place = _native_place(head)
    if place is None:
        return Member(name=f"{shown}/{node.name[1:]}", size=node.size, chunks=lambda: opened.chunks(node))
    label, start, size = place
    return Member(name=f"{shown}/{label}", size=size, chunks=lambda: _stretch(opened, node, start, size))


def _native_place(head: bytes) -> tuple[str, int, int] | None:
    at = 6
    ends = head.find(b"\0", at)
    label = head[at:ends]
    path_end = head.find(b"\0", ends + 1)
    if ends < 0 or path_end < 0 or path_end + 9 > len(head):
        return None
    (length,) = struct.unpack_from("<I", head, path_end + 5)
    start = path_end + 9 + length
    if start + 4 > len(head) or not label:
        return None
    (size,) = struct.unpack_from("<I", head, start)
    return label.decode("cp1252", "replace"), start + 4, size


def _stretch(opened: CompoundFile, node: Node, start: int, size: int) -> Iterator[bytes]:
    at = 0
    for chunk in opened.chunks(node):
        piece = chunk[max(0, start - at) : max(0, start + size - at)]
        at += len(chunk)
        if piece:
            yield piece

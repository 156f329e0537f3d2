"""Outlook mails (MSG, [MS-OXMSG]): what is attached, each mail in the mail written out as one."""

import re
import struct
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from twosource.intake import mapi
from twosource.intake.compound import STREAM, CompoundFile, Node
from twosource.intake.containers import Allowance, FaultError, Given, Member
from twosource.intake.embedded import members_of_storage
from twosource.intake.letters import Enclosure, Letter, written
from twosource.intake.mapi import Bag

ATTACHED, RECIPIENT = "__attach_version1.0_#", "__recip_version1.0_#"
PROPERTIES, STREAM_PREFIX = "__properties_version1.0", "__substg1.0_"
# How many bytes stand before the fixed properties, after the kind of storage ([MS-OXMSG] 2.4.1).
TOP, INNER, BESIDE = 32, 24, 8
MAX_VALUE = 1 << 26
MAX_NESTED = 8
HEX = re.compile("[0-9a-f]{8}")


def members_of_msg(source: BinaryIO, _allowance: Allowance) -> Iterator[Given]:
    """Yield what is attached to an Outlook mail, in the order of its storages."""
    opened = CompoundFile(source)
    for number, storage in enumerate(storages(opened.root, ATTACHED), start=1):
        bag = bag_of(opened, storage, BESIDE)
        enclosure = _enclosure(opened, storage, bag, number, 0)
        inner = storage.child(f"{STREAM_PREFIX}3701000D")
        if enclosure.letter:
            yield Member(name=enclosure.name, chunks=partial(written, enclosure.letter))
        elif inner is not None and inner.kind != STREAM:
            yield from members_of_storage(opened, inner, f"{enclosure.name}/")
        else:
            yield Member(name=enclosure.name, chunks=enclosure.chunks)


def storages(node: Node, prefix: str) -> list[Node]:
    """Return the storages whose names begin so, in the order of their names."""
    return [one for name, one in sorted(node.children.items()) if name.startswith(prefix)]


def letter_of(opened: CompoundFile, storage: Node, depth: int = 0) -> Letter:
    """Return the mail in a storage with all that is attached. Raises FaultError where nested too deep."""
    if depth > MAX_NESTED:
        raise FaultError("mail", reason=f"mails are nested deeper than {MAX_NESTED}")
    return Letter(
        bag=bag_of(opened, storage, INNER if depth else TOP),
        recipients=[bag_of(opened, one, BESIDE) for one in storages(storage, RECIPIENT)],
        enclosures=[
            _enclosure(opened, one, bag_of(opened, one, BESIDE), number, depth)
            for number, one in enumerate(storages(storage, ATTACHED), start=1)
        ],
    )


def bag_of(opened: CompoundFile, storage: Node, before: int) -> Bag:
    """Return the properties of a storage: the fixed ones of its table, the others from their streams."""
    values: dict[int, tuple[int, bytes]] = {}
    table = opened.content(storage.child(PROPERTIES), MAX_VALUE)
    for at in range(before, len(table) - 15, 16):
        kind, number = struct.unpack_from("<HH", table, at)
        values[number] = (kind, table[at + 8 : at + 16])
    for name, node in storage.children.items():
        tag = name.removeprefix(STREAM_PREFIX)
        if node.kind != STREAM or tag == name or not HEX.fullmatch(tag):
            continue
        number, kind = int(tag[:4], 16), int(tag[4:], 16)
        if number != mapi.CONTENT:
            values[number] = (kind, opened.content(node, MAX_VALUE))
    return Bag(values)


def _enclosure(opened: CompoundFile, storage: Node, bag: Bag, number: int, depth: int) -> Enclosure:
    name = bag.text(mapi.FILE_NAME, mapi.SHORT_NAME, mapi.SHOWN_NAME) or f"part-{number}"
    inner = storage.child(f"{STREAM_PREFIX}3701000D")
    if inner is not None and inner.child(PROPERTIES):
        suffix = "" if name.lower().endswith((".eml", ".msg")) else ".eml"
        return Enclosure(name=name + suffix, letter=letter_of(opened, inner, depth + 1))
    content = storage.child(f"{STREAM_PREFIX}37010102")
    return Enclosure(
        name=name,
        media_type=bag.text(mapi.MEDIA_TYPE) or "application/octet-stream",
        content_id=bag.text(mapi.CONTENT_ID),
        chunks=(lambda: opened.chunks(content)) if content else tuple,
    )

"""A mail embedded in a mail of a mail store, from the one table of it that can be reached ([MS-PST] 2.3).

The library that reads stores gives an embedded mail as the heap its properties lie in. What the
heap holds itself comes out: sender, subject, words. What it only points to, such as a long HTML
part, lies elsewhere in the store and does not.
"""

import struct

from twosource.intake.mapi import Bag

HEAP, PROPERTIES, TREE = 0xEC, 0xBC, 0xB5
BLOCK = 8176
INLINE = {0x02, 0x03, 0x04, 0x0B, 0x0A}
ENTRY = 8
MAX_LEVELS = 3
FAULTS = (struct.error, IndexError)


def bag_of_heap(raw: bytes) -> Bag:
    """Return the properties a heap holds, none where the bytes are no heap of properties."""
    try:
        if raw[2] != HEAP or raw[3] != PROPERTIES:
            return Bag()
        (root,) = struct.unpack_from("<I", raw, 4)
        tree = _item(raw, root)
        if tree[0] != TREE or tree[1:3] != b"\x02\x06" or tree[3] > MAX_LEVELS:
            return Bag()
        records = _records(raw, struct.unpack_from("<I", tree, 4)[0], tree[3])
    except FAULTS:
        return Bag()
    values: dict[int, tuple[int, bytes]] = {}
    for at in range(0, len(records) - ENTRY + 1, ENTRY):
        number, kind, place = struct.unpack_from("<HHI", records, at)
        if kind in INLINE:
            values[number] = (kind, records[at + 4 : at + ENTRY])
        elif place and place & 0x1F == 0:
            values[number] = (kind, _item_or_none(raw, place))
    return Bag(values)


def _records(raw: bytes, place: int, levels: int) -> bytes:
    """Return the leaves of the tree: each index entry is a key of two bytes and a place of four."""
    content = _item(raw, place)
    for _ in range(levels):
        places = [struct.unpack_from("<I", content, at + 2)[0] for at in range(0, len(content) - 5, 6)]
        content = b"".join(_item(raw, one) for one in places)
    return content


def _item(raw: bytes, place: int) -> bytes:
    """Return one item of the heap: its block, the block's page map, the item's bounds in it."""
    index, block = place >> 5 & 0x7FF, place >> 16
    start = block * BLOCK
    (page_map,) = struct.unpack_from("<H", raw, start)
    at = start + page_map + 4 + 2 * (index - 1)
    begin, end = struct.unpack_from("<HH", raw, at)
    return raw[start + begin : start + end]


def _item_or_none(raw: bytes, place: int) -> bytes:
    try:
        return _item(raw, place)
    except FAULTS:
        return b""

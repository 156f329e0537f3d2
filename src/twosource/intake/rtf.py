"""Outlook's packed rich text ([MS-OXRTFCP]): an LZ77 with a primed window of 4,096 bytes."""

import struct

PRIMER = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
PACKED, PLAIN = b"LZFu", b"MELA"
WINDOW = 4096
HEADER = 16


def unpacked_rtf(raw: bytes) -> bytes:
    """Return rich text without its packing, as far as it goes; nothing where the bytes are no packed text."""
    if len(raw) < HEADER:
        return b""
    _packed, size = struct.unpack_from("<II", raw)
    if raw[8:12] == PLAIN:
        return raw[HEADER : HEADER + size]
    if raw[8:12] != PACKED:
        return b""
    window = bytearray(PRIMER.ljust(WINDOW, b"\0"))
    place = len(PRIMER)
    out = bytearray()
    at = HEADER
    while at < len(raw):
        flags = raw[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(raw):
                    return bytes(out)
                offset, length = raw[at] << 4 | raw[at + 1] >> 4, (raw[at + 1] & 15) + 2
                at += 2
                if offset == place % WINDOW:
                    return bytes(out)  # a reference to the place itself is the end mark
                run = [0] * 0
                for step in range(length):
                    byte = window[(offset + step) % WINDOW]
                    window[place % WINDOW] = byte
                    place += 1
                    run.append(byte)
                out.extend(run)
            elif at < len(raw):
                window[place % WINDOW] = raw[at]
                out.append(raw[at])
                place += 1
                at += 1
    return bytes(out)

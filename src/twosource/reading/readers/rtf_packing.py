"""Unpacking the rich text that Outlook packs its mails in ([MS-OXRTFCP])."""

from twosource.reading.failures import refusal

PACKED = b"LZFu"
PLAIN = b"MELA"
WINDOW = 4096
# What the window holds before the first byte, as the specification gives it.
BEFORE = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpack_rich_text(content: bytes, limit: int) -> bytes:
    """Return the rich text in packed bytes, at most `limit` of it. Raises RefusedError where it is none."""
    if len(content) < 16 or content[8:12] not in (PACKED, PLAIN):
        raise refusal("damaged", label="packed rich text", reason="its header makes no sense")
    declared = min(int.from_bytes(content[4:8], "little"), limit)
    if content[8:12] == PLAIN:
        return content[16 : 16 + declared]
    window = bytearray(BEFORE.ljust(WINDOW, b"\0"))
    write, at, out = len(BEFORE), 16, bytearray()
    while at < len(content) and len(out) < declared:
        flags = content[at]
        at += 1
        for bit in range(8):
            is_reference = flags >> bit & 1
            piece = content[at : at + 2] if is_reference else content[at : at + 1]
            at += len(piece)
            if len(piece) < 1 + is_reference:
                return bytes(out)
            if is_reference:
                place, length = piece[0] << 4 | piece[1] >> 4, (piece[1] & 15) + 2
                if place == write:
                    return bytes(out)
                piece = _copied(window, place, length, write)
            for byte in piece:
                window[write] = byte
                write = (write + 1) % WINDOW
            out += piece
    return bytes(out[:declared])


def _copied(window: bytearray, place: int, length: int, write: int) -> bytes:
    """Return bytes of the window from a place on; what is copied may be read again while it is written."""
    copied = bytearray()
    for step in range(length):
        source = (place + step) % WINDOW
        behind = (source - write) % WINDOW
        copied.append(copied[behind] if behind < len(copied) else window[source])
    return bytes(copied)

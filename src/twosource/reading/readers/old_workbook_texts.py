"""How old workbooks store letters and short numbers ([MS-XLS] 2.5.293, 2.5.294, 2.5.240)."""

import struct
from dataclasses import dataclass

from twosource.reading.readers.deadline import Deadline

WIDE, PHONETIC, RICH = 0x01, 0x04, 0x08


@dataclass(slots=True)
class Texts:
    """Whether letters are Unicode (from Excel 97 on), else in which code page."""

    is_wide: bool = True
    codec: str = "cp1252"

    def short(self, content: bytes, at: int) -> str:
        """Return a text with one byte of length before it."""
        length = content[at] if at < len(content) else 0
        return (
            self.letters(content[at + 1 :], length)
            if self.is_wide
            else self._narrow(content[at + 1 :], length)
        )

    def sized(self, content: bytes, at: int) -> str:
        """Return a text with two bytes of length before it; one byte in format records before Excel 97."""
        if not self.is_wide:
            return self.short(content, at)
        return self.letters(content[at + 2 :], int.from_bytes(content[at : at + 2], "little"))

    def letters(self, content: bytes, length: int) -> str:
        """Return so many letters after the byte that says how wide they are."""
        if not self.is_wide:
            return self._narrow(content, length)
        if content[:1] and content[0] & WIDE:
            return content[1 : 1 + 2 * length].decode("utf-16-le", "replace")
        return content[1 : 1 + length].decode("latin-1")

    def _narrow(self, content: bytes, length: int) -> str:
        try:
            return content[:length].decode(self.codec, "replace")
        except LookupError:
            return content[:length].decode("cp1252", "replace")


def rich_text(parts: list[bytes], at: int, texts: Texts) -> str:
    """Return the text of a cell that holds its own; it may go on in records that continue it."""
    content = parts[0]
    length = int.from_bytes(content[at : at + 2], "little")
    text = texts.letters(content[at + 2 :], length)
    for part in parts[1:]:
        if len(text) >= length:
            break
        text += texts.letters(part, length - len(text))
    return text


def compressed_number(content: bytes) -> float:
    """Return a number stored in four bytes: 30 bits, whole or of a float, perhaps hundredths."""
    (raw,) = struct.unpack("<I", content)
    if raw & 2:
        number = float(struct.unpack("<i", content)[0] >> 2)
    else:
        number = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", raw & ~3))[0]
    return number / 100 if raw & 1 else number


def shared_texts(parts: list[bytes], deadline: Deadline) -> list[str]:
    """Return the texts that cells share; one may break off anywhere and go on in the next part."""
    cursor = _Cursor(parts)
    cursor.take(4)
    count = int.from_bytes(cursor.take(4), "little")
    found: list[str] = []
    while len(found) < count and cursor.has_more() and not deadline.is_over():
        length = int.from_bytes(cursor.take(2), "little")
        flags = int.from_bytes(cursor.take(1), "little")
        n_runs = int.from_bytes(cursor.take(2), "little") if flags & RICH else 0
        n_phonetic = int.from_bytes(cursor.take(4), "little") if flags & PHONETIC else 0
        found.append(cursor.letters(length, is_wide=bool(flags & WIDE)))
        cursor.take(4 * n_runs + n_phonetic)
    return found


@dataclass(slots=True)
class _Cursor:
    """Reads on over the ends of parts; letters that go on there begin with their width anew."""

    parts: list[bytes]
    number: int = 0
    at: int = 0

    def has_more(self) -> bool:
        """Say whether bytes are left."""
        return self.number < len(self.parts) - 1 or (
            self.number < len(self.parts) and self.at < len(self.parts[self.number])
        )

    def take(self, length: int) -> bytes:
        """Return the next bytes, from as many parts as it needs."""
        taken = bytearray()
        while len(taken) < length and self.number < len(self.parts):
            piece = self.parts[self.number][self.at : self.at + length - len(taken)]
            taken += piece
            self.at += len(piece)
            if self.at >= len(self.parts[self.number]) and len(taken) < length:
                self.number, self.at = self.number + 1, 0
        return bytes(taken)

    def letters(self, length: int, *, is_wide: bool) -> str:
        """Return so many letters."""
        pieces: list[str] = []
        while length > 0 and self.number < len(self.parts):
            width = 2 if is_wide else 1
            piece = self.parts[self.number][self.at : self.at + length * width]
            piece = piece[: len(piece) // width * width]
            pieces.append(piece.decode("utf-16-le" if is_wide else "latin-1", "replace"))
            length -= len(piece) // width
            self.at += len(piece)
            if length > 0:
                self.number, self.at = self.number + 1, 0
                is_wide = bool(int.from_bytes(self.take(1), "little") & WIDE)
        return "".join(pieces)

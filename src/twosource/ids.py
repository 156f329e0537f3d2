"""Content addresses, length-prefixed keys and sigla.

Keys prefix every part with its length, so that ("ab", "c") and ("a", "bc") differ: joining
with a separator is how two different things come to share an id.
"""

import hashlib
import re
from typing import BinaryIO

KEY_LENGTH = 32
CHUNK = 1 << 20

SIGLA = {
    "accession": "A",
    "exhibit": "E",
    "passage": "P",
    "statement": "S",
    "claim": "C",
    "question": "Q",
    "finding": "F",
    "assessment": "W",
    # P is a passage: a party goes by the first letter of "named".
    "party": "N",
    # F is a finding: a forecast goes by what it ends in.
    "forecast": "T",
}
_SIGLUM = re.compile(r"^([AEPSCQFWNT])([1-9][0-9]*)$")


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of the bytes as 64 hexadecimal digits: the id of an exhibit."""
    return hashlib.sha256(content).hexdigest()


def digest_of_stream(stream: BinaryIO) -> tuple[str, int]:
    """Return (SHA-256, number of bytes) of what is left in a stream, without holding it in memory."""
    sha, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        sha.update(chunk)
        size += len(chunk)
    return sha.hexdigest(), size


def is_digest(text: str) -> bool:
    """Say whether a text is a SHA-256 in lower-case hexadecimal."""
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


def key(kind: str, *parts: str) -> str:
    """Return the id of a derived thing: `<kind>-` and 128 bits of SHA-256 over length-prefixed parts."""
    sha = hashlib.sha256()
    for part in (kind, *parts):
        raw = part.encode("utf-8", "surrogatepass")
        sha.update(len(raw).to_bytes(8, "big"))
        sha.update(raw)
    return f"{kind}-{sha.hexdigest()[:KEY_LENGTH]}"


def siglum(kind: str, number: int) -> str:
    """Return the short name in prose, such as E17. Raises KeyError for a kind without sigla."""
    if number < 1:
        raise ValueError("sigla count from 1")
    return f"{SIGLA[kind]}{number}"


def parse_siglum(text: str) -> tuple[str, int] | None:
    """Return (kind, number) of a siglum, or None where the text is none."""
    match = _SIGLUM.match(text)
    if match is None:
        return None
    kinds = {letter: kind for kind, letter in SIGLA.items()}
    return kinds[match[1]], int(match[2])

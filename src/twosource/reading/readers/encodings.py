"""From bytes to letters, never by a guess that nobody is told of.

In order: a byte-order mark, what the document declares, UTF-8, UTF-16 without a mark, and last a
statistical guess, which always leaves a failure behind. Pure ASCII cannot reach the guess.
"""

import codecs
import re
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes

from twosource.evidence.outcome import Failure
from twosource.reading.failures import failure, refusal

# The longest first: the mark of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers and mail programs mean by these names (WHATWG Encoding, section 4.2).
MEANT = {"ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252"}
# What people wrote and write in the languages this program names; a guess among all encodings
# of the world finds the DOS pages of countries that the text has nothing to do with.
GUESSABLE = [
    "cp1252", "cp1256", "cp1251", "cp1250", "cp1254", "cp1255", "iso8859_6", "iso8859_8", "koi8_r",
    "koi8_u", "cp866", "gb18030", "big5", "mac_roman",
]  # fmt: skip
GUESS_REACH = 128 * 1024
MAX_CHAOS = 0.2
REPLACED = "\ufffd"
# Beyond this share of misfits a declaration is taken for wrong, not for a slip.
MAX_REPLACED_SHARE = 0.005
CONTROLS = re.compile("[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]")
MAX_CONTROL_SHARE = 0.005
# Fewer NUL bytes than this are damage or a trick in a text; more of them make it something else.
MAX_NUL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """The letters, the encoding they were read with, and what is doubtful about that."""

    text: str
    encoding: str
    failures: tuple[Failure, ...] = ()


def decode(content: bytes, declared: str = "") -> Decoded:
    """Return the letters of some bytes. Raises RefusedError where no encoding can be established."""
    decoded = _decode(content, declared)
    n_nuls = decoded.text.count("\0")
    n_controls = len(CONTROLS.findall(decoded.text)) - n_nuls
    if n_controls > MAX_CONTROL_SHARE * len(decoded.text) or n_nuls >= MAX_NUL_SHARE * len(decoded.text) + 1:
        raise refusal("encoding")
    if n_nuls:
        return replace(decoded, failures=(*decoded.failures, failure("nul_bytes", n=n_nuls)))
    return decoded


def _decode(content: bytes, declared: str) -> Decoded:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _marked(content[len(mark) :], encoding)
    for encoding in ("utf-8", *_wide(content)):
        try:
            return Decoded(content.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    encoding = _codec(declared)
    if not encoding:
        return _guess(content)
    as_declared = _marked(content, encoding)
    if as_declared.text.count(REPLACED) > MAX_REPLACED_SHARE * len(content):
        return _guess(content)
    return as_declared


def _marked(content: bytes, encoding: str) -> Decoded:
    """Decode as told; places that do not fit are marked and counted."""
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace")
    doubt = failure("encoding_wrong", declared=encoding, n=text.count(REPLACED))
    return Decoded(text, encoding, (doubt,))


def _codec(declared: str) -> str:
    """Return the codec a declaration means, or an empty text where it means none we have."""
    name = declared.strip().lower()
    try:
        found = codecs.lookup(MEANT.get(name, name)).name if name else ""
    except (LookupError, ValueError):
        return ""
    # Letters of one byte that declare UTF-16 cannot be right, and a codec such as `rot13` is no encoding.
    is_text = found and getattr(codecs.lookup(found), "_is_text_encoding", True)
    return "" if not is_text or found.startswith(("utf-16", "utf-32")) else found


def _wide(content: bytes) -> tuple[str, ...]:
    """Return the UTF-16 without a mark that NULs speak for: they stand on one side only."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    enough = 0.2 * (len(content) / 2)
    if odd > enough and even <= 0.01 * odd:
        return ("utf-16-le",)
    return ("utf-16-be",) if even > enough and odd <= 0.01 * even else ()


def _guess(content: bytes) -> Decoded:
    if content.count(0) >= MAX_NUL_SHARE * len(content):
        raise refusal("encoding")
    seen = content[:GUESS_REACH].replace(b"\0", b" ")
    best = from_bytes(seen, cp_isolation=GUESSABLE).best()
    if best is None or best.chaos > MAX_CHAOS:
        raise refusal("encoding")
    try:
        text = content.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise refusal("encoding") from error
    return Decoded(text, best.encoding, (failure("encoding_guessed", encoding=best.encoding),))

"""What crosses the wall: frames of one letter, a length and that many bytes, believed by nobody.

A job sends messages (`J` what JSON holds, `B` bytes), then `E` for the end or `R` for a refusal. The
parent checks every length before it takes a byte, and the shape of everything before it is handed on.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from twosource.errors import LimitError, RefusedError
from twosource.ports import Limits, Message
from twosource.sandbox.refusals import broken, too_much

OBJECT, BYTES, END, REFUSAL, UNKNOWN_JOB = b"J", b"B", b"E", b"R", b"N"
HEAD = 5
KINDS = b"".join((OBJECT, BYTES, END, REFUSAL, UNKNOWN_JOB))
# A text of n code points takes up to 4 n bytes; beside it there is room for boxes, labels and metadata.
BYTES_A_LETTER = 4
BESIDE_TEXT = 64 * 1024 * 1024
# What a message may hold of lists, maps and their entries: a short one can ask for fifty times its size.
MAX_ENTRIES = 8_000_000
# What the desk may tell a sandbox about one request, arguments included.
MAX_ORDER = 100_000
MAX_REFUSAL = 16 * 1024
MAX_SENTENCE = 1000
CODE = re.compile("[a-z][a-z_]{0,39}")
UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def _no_number(untrusted_text: str) -> Any:
    raise ValueError(f"{untrusted_text} is no number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def frame(kind: bytes, body: bytes = b"") -> bytes:
    """Return one frame: its kind, the length of its body (4 bytes, big endian), its body."""
    return kind + len(body).to_bytes(4, "big") + body


def frame_of(message: Message) -> bytes:
    """Return the frame of a message. Raises TypeError or ValueError for what JSON does not hold."""
    if isinstance(message, bytes | bytearray | memoryview):
        return frame(BYTES, bytes(message))
    return frame(OBJECT, _ENCODER.encode(dict(message)).encode("utf-8", "surrogatepass"))


def refusal_frame(error: RefusedError) -> bytes:
    """Return the frame of a refusal, its sentences cut to size."""
    said = {
        "code": error.code,
        "happened": error.happened[:MAX_SENTENCE],
        "safe": error.safe_text[:MAX_SENTENCE],
        "remedy": error.remedy_text[:MAX_SENTENCE],
        "is_limit": isinstance(error, LimitError),
    }
    return frame(REFUSAL, _ENCODER.encode(said).encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many bytes one job may send: in one frame, and in all."""

    frame: int
    total: int


def budget_for(limits: Limits, *, total: int | None = None) -> Budget:
    """Return what a job under these limits may send; `total` replaces the sum for streams."""
    whole = BYTES_A_LETTER * limits.max_text + BESIDE_TEXT
    return Budget(frame=min(whole, 0xFFFFFFFF), total=total or whole)


@dataclass(slots=True)
class FrameTaker:
    """Puts frames together from what a pipe gives, within a budget, and says when the job has ended.

    `is_ended` after the frame that ends a job; nothing is taken after it. `unknown_job` names a job
    that is not there, which is the program's fault and not the exhibit's.
    """

    budget: Budget
    is_ended: bool = False
    refused: RefusedError | None = None
    unknown_job: str = ""
    n_bytes: int = 0
    _kept: bytearray = field(default_factory=bytearray)

    def take(self, untrusted_bytes: bytes) -> Iterator[Message]:
        """Yield the messages completed by these bytes. Raises RefusedError where they break the rules."""
        self.n_bytes += len(untrusted_bytes)
        if self.n_bytes > self.budget.total:
            raise too_much(self.budget.total)
        self._kept += untrusted_bytes
        while not self.is_ended and len(self._kept) >= HEAD:
            kind, size = bytes(self._kept[:1]), int.from_bytes(self._kept[1:HEAD], "big")
            if kind not in KINDS:
                raise broken("it sent a message of no known kind")
            if size > (self.budget.frame if kind in {OBJECT, BYTES} else MAX_REFUSAL):
                raise too_much(self.budget.frame)
            if len(self._kept) < HEAD + size:
                return
            with memoryview(self._kept) as kept:
                body = bytes(kept[HEAD : HEAD + size])
            del self._kept[: HEAD + size]
            if kind == BYTES:
                yield body
            elif kind == OBJECT:
                yield _object(body)
            else:
                self._end(kind, body)

    def _end(self, kind: bytes, body: bytes) -> None:
        self.is_ended = True
        if kind == REFUSAL:
            self.refused = _refusal(_object(body))
        elif kind == UNKNOWN_JOB:
            self.unknown_job = UNSHOWABLE.sub(" ", body.decode("utf-8", "replace"))[:MAX_SENTENCE]


def _object(untrusted_body: bytes) -> Mapping[str, Any]:
    """Return the object in a body. Raises RefusedError for anything else, and before a bomb unfolds."""
    if sum(untrusted_body.count(mark) for mark in (b",", b"[", b"{")) > MAX_ENTRIES:
        raise too_much(MAX_ENTRIES, what="entries")
    try:
        value, end = _DECODER.raw_decode(text := untrusted_body.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise broken("it sent a message that is no JSON") from error
    if not isinstance(value, dict) or end != len(text):
        raise broken("it sent a message that is no object")
    return value


def _refusal(said: Mapping[str, Any]) -> RefusedError:
    texts = {name: said.get(name) for name in ("code", "happened", "safe", "remedy")}
    sound = {
        name: UNSHOWABLE.sub(" ", text)[:MAX_SENTENCE]
        for name, text in texts.items()
        if isinstance(text, str)
    }
    if not sound.get("happened", "").strip():
        return broken("it refused without a reason")
    code = sound.get("code", "")
    kind = LimitError if said.get("is_limit") is True else RefusedError
    return kind(
        sound["happened"],
        safe=sound.get("safe") or None,
        remedy=sound.get("remedy") or None,
        code=code if CODE.fullmatch(code) else "",
    )

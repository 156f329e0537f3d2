"""How the terminal shows things: one sentence, a small table, the next command.

Text from a cache is data: control characters are made visible so that no exhibit can move the
cursor, and right-to-left words are isolated so that they do not scramble the line.
"""

import re
import sys
import time
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from twosource.evidence.codec import canonical

SCHEMA = "twosource/1"
MIN_SECONDS = 2.0
_ISOLATE, _RIGHT_TO_LEFT, _END = "\u2068", "\u2067", "\u2069"
_SIDE = {"L": "L", "R": "R", "AL": "R", "AN": "N"}
# From the first right-to-left letter or digit to the last one before a left-to-right letter.
_STRETCH = re.compile("[RN](?:[RN ]*[RN])?")
_OURS = re.compile("(?:the|an?|somebody|unnamed|one) ")
# Embeddings and overrides: never ours, and an override shows a line in an order nobody wrote.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e")
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _visible(char: str) -> str:
    if char in "\n\t":
        return char
    if char in _BIDI or unicodedata.category(char) in {"Cc", "Cs", "Cn", "Co"} or char in "\u2028\u2029":
        return f"<U+{ord(char):04X}>"
    return char


def inert(text: str) -> str:
    """Return a text that steers no terminal: what every line, cell and heading passes, whoever wrote it."""
    return "".join(_visible(c) if c in _TURNING or unicodedata.category(c) == "Cc" else c for c in text)


def safe(untrusted: str) -> str:
    """Return a text that cannot steer the terminal: controls shown as <U+001B>, right-to-left isolated.

    Of a text that is mostly left-to-right only its right-to-left stretches are isolated: an English sentence
    that begins with an Arabic name is an English sentence.
    """
    text = "".join(map(_visible, untrusted))
    sides = _sides(text)
    if "R" not in sides and "N" not in sides:
        return text
    if sides.count("L") <= sides.count("R"):
        return f"{_ISOLATE}{text}{_END}"
    return _isolated(text, sides)


def flat(untrusted: str) -> str:
    """Return a text that somebody wrote, safe and on one line: it must not pass for a line of ours."""
    return safe(" ".join(untrusted.splitlines()))


def ours(words: str) -> str:
    """Return words of ours, safe: however much of them is Arabic, they are read from left to right."""
    text = "".join(map(_visible, words))
    return _isolated(text, _sides(text))


def _sides(text: str) -> list[str]:
    """Return on which side each character is read; a mark goes with the letter it stands on."""
    sides: list[str] = []
    for char in text:
        kind = unicodedata.bidirectional(char)
        sides.append(sides[-1] if kind == "NSM" and sides else _SIDE.get(kind, " "))
    return sides


def told(sentence: str) -> str:
    """Return a sentence of ours, safe and with a capital: "the broadcaster" may be its first word."""
    return ours(sentence[:1].upper() + sentence[1:] if _OURS.match(sentence) else sentence)


def _isolated(text: str, sides: Sequence[str]) -> str:
    """Return a text with each of its right-to-left stretches isolated."""
    for start, end in reversed([m.span() for m in _STRETCH.finditer("".join(sides))]):
        text = f"{text[:start]}{_ISOLATE}{text[start:end]}{_END}{text[end:]}"
    return text


def spoken(sentence: str) -> str:
    """Return a sentence of ours in a right-to-left language, set as one: what it isolates stays isolated."""
    inner = "".join(c if c in (_ISOLATE, _END) else _visible(c) for c in sentence)
    return f"{_RIGHT_TO_LEFT}{inner}{_END}"


def shortened(untrusted: str, length: int = 160) -> str:
    """Return a text on one line, cut at a word with an ellipsis."""
    line = " ".join(untrusted.split())
    if len(line) <= length:
        return safe(line)
    return safe(line[:length].rsplit(" ", 1)[0] + " …")


@dataclass
class Printer:
    """Where a command prints: text on standard output, or one JSON document; progress on standard error."""

    as_json: bool = False
    out: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=False))
    err: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    started: dict[str, float] = field(default_factory=dict)

    def document(self, message_type: str, value: Any, notes: Sequence[str] = ()) -> bool:
        """Print a value as one JSON document; return whether that was wanted.

        `notes`, where there are any, stand beside the value: what is missing from it, and why.
        """
        if self.as_json:
            body = {"schema": SCHEMA, "message_type": message_type, "value": value}
            body |= {"notes": list(notes)} if notes else {}
            sys.stdout.write(canonical(body).encode("utf-8", "replace").decode("utf-8") + "\n")
        return self.as_json

    def say(self, sentence: str, style: str = "") -> None:
        """Print one sentence of ours. Untrusted parts must have passed `safe` before."""
        self.out.print(Text(inert(sentence), style=style), soft_wrap=not self.out.is_terminal)

    def gap(self) -> None:
        """Print an empty line."""
        self.out.print()

    def table(
        self, headers: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: Sequence[int] = ()
    ) -> None:
        """Print a small table without boxes round boxes."""
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
        for index, header in enumerate(headers):
            right = index in numeric
            # As text: a heading that somebody named would else be read as markup, "[/]" among it.
            table.add_column(
                Text(inert(header)), justify="right" if right else "left", overflow="fold", no_wrap=right
            )
        for row in rows:
            table.add_row(*(Text(inert(cell)) for cell in row))
        self.out.print(table)

    def next(self, command: str, why: str = "") -> None:
        """Print the next command; nothing beside a document, which is all there is to print then."""
        if self.as_json:
            return
        self.gap()
        self.say(f"Next: {command}" + (f"   {why}" if why else ""), style="bold")

    def progress(self, stage: str, done: int, total: int | None, what: str = "") -> None:
        """Show how far a stage is, how fast, and how long it may take, on one line of standard error."""
        if self.as_json or not self.err.is_terminal:
            return
        started = self.started.setdefault(stage, time.monotonic())
        text = f"{stage}: {done}" + (f" of {total}" if total is not None else "")
        text += pace(done, total, time.monotonic() - started)
        text = inert(f"{text} · {what}" if what else text)[: self.err.width - 1]
        sys.stderr.write(f"\r\x1b[2K{text}" + ("\n" if done == total else ""))
        sys.stderr.flush()


def pace(done: int, total: int | None, seconds: float) -> str:
    """Return how fast a stage goes and how long is left, once there is enough to tell by."""
    if seconds < MIN_SECONDS or not done:
        return ""
    rate = done / seconds
    told = f" · {rate:.0f} a second" if rate >= 1 else f" · {60 * rate:.0f} a minute"
    if total is None or done >= total:
        return told
    left = (total - done) / rate
    return told + (f" · {left:.0f} s left" if left < 100 else f" · {left / 60:.0f} min left")


def plain(p: float) -> str:
    """Return a probability as printed: two decimals without the leading nought, and never 0 or 1."""
    if p < 0.005:
        return "<.01"
    if p > 0.995:
        return ">.99"
    return f"{p:.2f}".lstrip("0")


def plural(n: int, one: str, many: str = "") -> str:
    """Return a count with its noun."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"

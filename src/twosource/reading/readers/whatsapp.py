"""WhatsApp exports (text): both ways of writing the head of a message, every script's digits, several lines.

Android writes `02/05/2016, 21:30 - Name: words`, iPhones `[02/05/2016, 21:30:05] Name: words`. Which
number is the day depends on the telephone's language; the whole export is looked at to tell.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from twosource.ports import Limits, Reading
from twosource.reading.readers.conversation import ChatMessage, conversation_reading
from twosource.reading.readers.deadline import Deadline
from twosource.terms import load_table

# Marks of direction that WhatsApp puts around names, numbers and attachments.
INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u061c]")
DATE = r"(\d{1,4})[./\-\u066b\u200f ]{1,3}(\d{1,2})[./\-\u200f ]{1,3}(\d{2,4})\.?"
CLOCK = (
    r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"(?:[\s\u202f\u00a0]?[APap]\.?[\s\u00a0]?[Mm]\.?|[\s\u202f]?[\u0635\u0645])?)"
)
GAP = r",?[\u060c ]?\s*(?:at |um |\u0641\u064a )?"
HEADS = (
    re.compile(rf"\[{DATE}{GAP}(?P<clock>{CLOCK})\]\s?"),
    re.compile(rf"{DATE}{GAP}(?P<clock>{CLOCK})\s[-\u2013]\s"),
)
SENDER = re.compile(r"([^:\n]{1,100}?):(?:\s|$)")
LOOKED_AT = 40
MIN_HEADS = 2


@dataclass(frozen=True, slots=True)
class Raw:
    """One message as its head gives it: three numbers in the order written, the clock, the rest."""

    numbers: tuple[int, int, int]
    clock: str
    text: str


def is_whatsapp(text: str) -> bool:
    """Say whether a text is such an export: its first lines begin as messages do."""
    lines = [line for line in text[:20_000].splitlines()[:LOOKED_AT] if line.strip()]
    heads = [_head(INVISIBLE.sub("", line)) is not None for line in lines]
    return len(heads) >= 1 and heads[0] and (sum(heads) >= MIN_HEADS or len(heads) == 1)


def whatsapp_reading(text: str, limits: Limits, deadline: Deadline) -> Reading:
    """Return the conversation, a page for each day."""
    raws = list(_raws(text, deadline))
    order = date_order(raw.numbers for raw in raws)
    about = [("kind of conversation", "text export of a messenger, in the form of WhatsApp")]
    if order == "":
        about.append(
            ("date order", "not certain: days and months may be swapped, dates are given as written")
        )
    return conversation_reading((_message(raw, order) for raw in raws), about, limits, deadline)


def date_order(numbers: Iterable[tuple[int, int, int]]) -> str:
    """Return `ymd`, `dmy` or `mdy`, or an empty text where nothing in the whole export tells.

    Besides numbers above twelve, the order of an export tells: days never go backwards, so that
    an order by which they would is wrong.
    """
    dates = list(numbers)
    if any(first > 31 for first, _, _ in dates):
        return "ymd"
    possible = [order for order in ("dmy", "mdy") if all(_date(one, order) is not None for one in dates)]
    if len(possible) == 2:
        in_order = [order for order in possible if _is_sorted(dates, order)]
        possible = in_order or possible
    return possible[0] if len(possible) == 1 else ""


def plain_digits(text: str) -> str:
    """Return a text with the digits of every script as 0 to 9, each still one code point."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(one, one)) for one in text)


def _raws(text: str, deadline: Deadline) -> Iterator[Raw]:
    """Yield messages; a line without a head belongs to the message before it."""
    pending: Raw | None = None
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if deadline.is_over():
            break
        bare = INVISIBLE.sub("", line)
        match = _head(bare)
        if match is None:
            lines.append(line)
            continue
        if pending is not None:
            yield replace(pending, text="\n".join(lines).rstrip())
        first, second, third = (int(match[number]) for number in (1, 2, 3))
        pending = Raw((first, second, third), bare[match.start("clock") : match.end("clock")], "")
        lines = [bare[match.end() :]]
    if pending is not None:
        yield replace(pending, text="\n".join(lines).rstrip())


def _head(bare: str) -> re.Match[str] | None:
    """Return the head of a message at the beginning of a line; places are those of the line as written."""
    plain = plain_digits(bare[:80])
    return next((match for head in HEADS if (match := head.match(plain))), None)


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """Return what marks attachments, gaps and edits, from the reviewed list of words."""
    table = load_table("messenger_words")
    any_of = {
        name: "|".join(re.escape(word) for word in table[name])
        for name in table
        if isinstance(table[name], list)
    }
    flags = re.IGNORECASE | re.MULTILINE
    before, after = any_of["attached_before"], any_of["attached_after"]
    return {
        "attached": re.compile(
            rf"<(?:{before})\s*:\s*([^>\n]{{1,200}})>|^([^\n<>:]{{1,200}}\.\w{{2,5}}) \((?:{after})\)", flags
        ),
        "left_out": re.compile(rf"^(?:{any_of['left_out']})$", flags),
        "edited": re.compile(rf"\s*(?:{any_of['edited']})", flags),
    }


def _message(raw: Raw, order: str) -> ChatMessage:
    day = _date(raw.numbers, order) if order else None
    label = day.isoformat() if day else "/".join(str(number) for number in raw.numbers)
    match = SENDER.match(raw.text)
    sender, text = (match[1].strip(), raw.text[match.end() :]) if match else ("", raw.text)
    words = _words()
    attached = tuple((found[1] or found[2]).strip() for found in words["attached"].finditer(text))
    notes = ("edited",) if words["edited"].search(text) else ()
    text = words["edited"].sub("", words["attached"].sub("", text))
    text = words["left_out"].sub("<not in the export>", text).strip()
    return ChatMessage(day=label, time=raw.clock, sender=sender, text=text, attached=attached, notes=notes)


def _date(numbers: tuple[int, int, int], order: str) -> date | None:
    parts = dict(zip(order, numbers, strict=True))
    year = parts["y"] + 2000 if parts["y"] < 100 else parts["y"]
    try:
        return date(year, parts["m"], parts["d"])
    except ValueError:
        return None


def _is_sorted(dates: list[tuple[int, int, int]], order: str) -> bool:
    days = [day for one in dates if (day := _date(one, order)) is not None]
    return len(set(days)) > 1 and all(before <= after for before, after in pairwise(days))

"""Conversations as readings: a page for each day, each message as `[time] Sender: words`.

Every export of a messenger becomes the same list of messages first, so that a day reads the same
whichever program it comes from, and a passage always holds who said it and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure
from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.findings import Findings

MAX_PEOPLE = 300
MAX_QUOTED = 80
UNDATED = "no date"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One message: `day` (ISO 8601, or as written) and `time` as written, by whom, what, with what attached.

    `notes` are things the export says about it: edited, forwarded from, in answer to.
    """

    day: str
    time: str
    sender: str
    text: str
    attached: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def shown(message: ChatMessage) -> str:
    """Return a message as it stands on its page; further lines of it are kept."""
    notes = "".join(f" ({note})" for note in message.notes)
    pieces = [message.text] if message.text.strip() else []
    pieces.extend(f"<attached: {name}>" for name in message.attached)
    who = f"{message.sender}{notes}: " if message.sender else f"{notes.strip()} " if notes else ""
    return f"[{message.time or '?'}] {who}{chr(10).join(pieces)}".rstrip()


def quoted(text: str) -> str:
    """Return the first words of a message that another one answers."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTED else line[: MAX_QUOTED - 1] + "\u2026"


def conversation_reading(
    messages: Iterable[ChatMessage],
    about: Iterable[tuple[str, str]],
    limits: Limits,
    deadline: Deadline,
    failures: Iterable[Failure] = (),
) -> Reading:
    """Return days as pages in the order of the export, who takes part and what is attached.

    A day that comes up again later is a page of its own: the order of an export is evidence too.
    """
    days: list[tuple[str, list[str]]] = []
    people: dict[str, int] = {}
    found = Findings()
    n_messages = n_left_out = 0
    for message in messages:
        if deadline.is_over():
            break
        if not days or days[-1][0] != message.day:
            if len(days) >= limits.max_pages:
                n_left_out += 1
                continue
            days.append((message.day, []))
        days[-1][1].append(shown(message))
        n_messages += 1
        if message.sender:
            people[message.sender] = people.get(message.sender, 0) + 1
        for name in message.attached:
            found.embed(name)
    why = [*failures, *deadline.failures(len(days))]
    if n_left_out:
        why.append(failure("page_limit", limit=limits.max_pages, n="more"))
    listed = list(people)[:MAX_PEOPLE]
    more = [("participants, not listed", str(len(people) - len(listed)))] if len(people) > len(listed) else []
    return Reading(
        untrusted_pages=tuple("\n".join(lines) for _, lines in days),
        untrusted_page_labels=tuple(day or UNDATED for day, _ in days),
        untrusted_metadata=(
            *about,
            ("messages", str(n_messages)),
            *(("participant", name) for name in listed),
            *more,
            *found.pairs(),
        ),
        failures=tuple(why),
    )

"""Signal: what signal-cli and exporters of Signal Desktop write, as conversations.

Three shapes: envelopes of signal-cli, messages of the Desktop's database, and the lines of
exporters with `date`, `sender` and `body`. Times in milliseconds are given in UTC.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from twosource.ports import Limits, Reading
from twosource.reading.readers.conversation import ChatMessage, conversation_reading, quoted
from twosource.reading.readers.deadline import Deadline

LOOKED_AT = 20
ENVELOPE_PARTS = (
    "dataMessage",
    "syncMessage",
    "editMessage",
    "receiptMessage",
    "typingMessage",
    "callMessage",
    "storyMessage",
)
DESKTOP = ("sent_at", "conversationId")
MAX_MILLISECONDS = 253_402_300_799_000


def is_signal(values: Sequence[Any]) -> bool:
    """Say whether JSON values are Signal messages in one of the known shapes."""
    seen = [one for one in values[:LOOKED_AT] if isinstance(one, dict)]
    if not seen or len(seen) < len(values[:LOOKED_AT]):
        return False
    return all(_shape(one) for one in seen)


def signal_reading(values: Sequence[Mapping[str, Any]], limits: Limits, deadline: Deadline) -> Reading:
    """Return the conversation, a page for each day."""
    messages = (message for value in values if isinstance(value, dict) for message in _messages(value))
    about = [("kind of conversation", "Signal export"), ("times", "UTC where the export gives milliseconds")]
    return conversation_reading(messages, about, limits, deadline)


def _shape(value: Mapping[str, Any]) -> str:
    envelope = value.get("envelope", value)
    if (
        isinstance(envelope, dict)
        and ("sourceNumber" in envelope or "source" in envelope)
        and any(one in envelope for one in ENVELOPE_PARTS)
    ):
        return "envelope"
    if all(name in value for name in DESKTOP) and "body" in value:
        return "desktop"
    return "lines" if {"date", "sender", "body"} <= value.keys() else ""


def _messages(value: Mapping[str, Any]) -> Iterator[ChatMessage]:
    shape = _shape(value)
    if shape == "envelope":
        yield from _of_envelope(value.get("envelope", value))
    elif shape == "desktop":
        yield _of_desktop(value)
    elif shape == "lines":
        day, _, time = _text(value["date"]).replace("T", " ").partition(" ")
        yield _message((day, time), _text(value["sender"]), value, _text(value["body"]))


def _of_envelope(envelope: Mapping[str, Any]) -> Iterator[ChatMessage]:
    sender = _text(envelope.get("sourceName") or envelope.get("sourceNumber") or envelope.get("source"))
    number = _text(envelope.get("sourceNumber"))
    who = f"{sender} ({number})" if number and number != sender else sender
    sync = envelope.get("syncMessage")
    edit = envelope.get("editMessage")
    sent = sync.get("sentMessage") if isinstance(sync, dict) else None
    edited = edit.get("dataMessage") if isinstance(edit, dict) else None
    for part, note in ((envelope.get("dataMessage"), ""), (sent, ""), (edited, "edited")):
        if not isinstance(part, dict):
            continue
        at = _when(part.get("timestamp") or envelope.get("timestamp"))
        notes = [note] if note else []
        if isinstance(sent, dict) and (to := _text(sent.get("destinationName") or sent.get("destination"))):
            notes.append(f"to {to}")
        yield _message(at, who, part, _text(part.get("message")), notes)
    call = envelope.get("callMessage")
    if isinstance(call, dict):
        yield ChatMessage(
            day=_when(envelope.get("timestamp"))[0],
            time=_when(envelope.get("timestamp"))[1],
            sender=who,
            text="<call>",
        )


def _of_desktop(value: Mapping[str, Any]) -> ChatMessage:
    is_own = value.get("type") == "outgoing"
    sender = (
        "the owner of this device"
        if is_own
        else _text(value.get("source") or value.get("sourceServiceId") or value.get("conversationId"))
    )
    notes = ["edited"] if value.get("editHistory") else []
    if value.get("deletedForEveryone"):
        notes.append("deleted by its sender")
    return _message(_when(value["sent_at"]), sender, value, _text(value["body"]), notes)


def _message(
    at: tuple[str, str], sender: str, part: Mapping[str, Any], text: str, notes: Sequence[str] = ()
) -> ChatMessage:
    said = list(notes)
    group = part.get("groupInfo")
    if isinstance(group, dict) and (name := _text(group.get("groupName") or group.get("groupId"))):
        said.append(f"in {name}")
    quote = part.get("quote")
    if isinstance(quote, dict) and (before := _text(quote.get("text"))):
        by = _text(quote.get("authorName") or quote.get("author"))
        said.append(f"in answer to {f'{by}: ' if by else ''}\u201c{quoted(before)}\u201d")
    elif isinstance(quote, str) and quote.strip():
        said.append(f"in answer to \u201c{quoted(quote)}\u201d")
    pieces = [text]
    reaction = part.get("reaction")
    if isinstance(reaction, dict):
        pieces.append(
            f"<reacts {_text(reaction.get('emoji'))} to a message of {_text(reaction.get('targetAuthor'))}>"
        )
    if isinstance(part.get("remoteDelete"), dict):
        pieces.append("<deletes an earlier message>")
    if part.get("sticker"):
        pieces.append("<sticker>")
    files = part.get("attachments")
    attached = tuple(_file(one) for one in files if one) if isinstance(files, list) else ()
    words = "\n".join(piece for piece in pieces if piece.strip())
    return ChatMessage(day=at[0], time=at[1], sender=sender, text=words, attached=attached, notes=tuple(said))


def _file(one: Any) -> str:
    if not isinstance(one, dict):
        return _text(one)
    name = next(
        (_text(one[key]) for key in ("filename", "fileName", "path", "id") if one.get(key)), "unnamed"
    )
    kind = _text(one.get("contentType"))
    return f"{name} ({kind})" if kind else name


def _when(milliseconds: Any) -> tuple[str, str]:
    """Return (day, time) in UTC of a clock that counts milliseconds since 1970."""
    if not isinstance(milliseconds, int | float) or not 0 < milliseconds < MAX_MILLISECONDS:
        return "", _text(milliseconds)
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at.date().isoformat(), at.strftime("%H:%M:%S")


def _text(value: Any) -> str:
    return "" if value is None else str(value)

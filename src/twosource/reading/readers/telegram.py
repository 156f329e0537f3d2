"""Telegram exports (JSON, and the pages of its HTML export) as conversations."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from twosource.ports import Limits, Reading
from twosource.reading.readers.conversation import ChatMessage, conversation_reading, quoted
from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.markup import Token, tokens_of

FILES = ("file", "photo", "thumbnail", "contact_vcard")
SHOWN = (
    ("poll", "poll"), ("location_information", "place"), ("contact_information", "contact"),
    ("sticker_emoji", "sticker"), ("game_title", "game"), ("title", "title"), ("performer", "performer"),
    ("place_name", "place"), ("address", "address"), ("invoice_information", "invoice"),
)  # fmt: skip
UNEXPORTED = "(File not included"
SPOKEN = {
    "voice_message": "voice message",
    "video_message": "video message",
    "audio_file": "sound",
    "video_file": "film",
}
HTML_HEAD = re.compile(r"class=\"(?:page_wrap|message default|pull_right date details)")
TITLED = re.compile(r"title=\"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)")


def is_telegram(value: Any) -> bool:
    """Say whether a JSON value is an export of one chat or of all."""
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("messages"), list) and "type" in value:
        return any(
            isinstance(one, dict) and "date" in one and ("text" in one or "action" in one)
            for one in value["messages"][:20]
        )
    chats = value.get("chats")
    return isinstance(chats, dict) and isinstance(chats.get("list"), list)


def telegram_reading(value: Mapping[str, Any], limits: Limits, deadline: Deadline) -> Reading:
    """Return the conversation, or all of them one after another."""
    chats = [value]
    if isinstance(value.get("chats"), dict):
        chats = [
            one
            for part in ("chats", "left_chats")
            for one in _list_in(value.get(part))
            if isinstance(one, dict)
        ]
    about = [("kind of conversation", "Telegram export")]
    about += [("conversation", _text(chat.get("name"))) for chat in chats[:100] if chat.get("name")]
    own = value.get("personal_information")
    if isinstance(own, dict):
        names = " ".join(_text(own.get(part)) for part in ("first_name", "last_name")).strip()
        about.append(("exported by", f"{names} {_text(own.get('phone_number'))}".strip()))
    people = value.get("contacts")
    about += [("contact", _contact(one)) for one in _list_in(people)[:300] if isinstance(one, dict)]
    several = len(chats) > 1
    messages = (message for chat in chats for message in _messages(chat, several))
    return conversation_reading(messages, about, limits, deadline)


def _messages(chat: Mapping[str, Any], several: bool) -> Iterator[ChatMessage]:
    raws = [one for one in chat.get("messages", []) if isinstance(one, dict)]
    said = {one["id"]: _words(one) for one in raws if isinstance(one.get("id"), int)}
    for raw in raws:
        day, _, time = _text(raw.get("date")).partition("T")
        notes: list[str] = []
        if raw.get("forwarded_from"):
            notes.append(f"forwarded from {_text(raw['forwarded_from'])}")
        if raw.get("via_bot"):
            notes.append(f"by {_text(raw['via_bot'])}")
        if isinstance(raw.get("reply_to_message_id"), int):
            before = said.get(raw["reply_to_message_id"], "")
            notes.append(f"in answer to \u201c{quoted(before)}\u201d" if before else "in answer to another")
        if raw.get("edited"):
            notes.append(f"edited {_text(raw['edited'])}")
        if raw.get("media_type") in SPOKEN:
            notes.append(SPOKEN[raw["media_type"]])
        where = f"{day}, {_text(chat.get('name'))}" if several else day
        sender = _text(raw.get("from") or raw.get("actor") or ("deleted account" if "from" in raw else ""))
        files = [_text(raw[name]) for name in FILES if raw.get(name)]
        attached = tuple(_file(name, raw) for name in files)
        yield ChatMessage(
            day=where, time=time, sender=sender, text=_words(raw), attached=attached, notes=tuple(notes)
        )


def _words(raw: Mapping[str, Any]) -> str:
    """Return a message's words; those of an action and of what hangs on it as well."""
    text = raw.get("text", "")
    pieces = [_text(text)] if not isinstance(text, list) else ["".join(_piece(one) for one in text)]
    if raw.get("action"):
        rest = {
            key: raw[key]
            for key in ("title", "members", "inviter", "message_id", "duration_seconds", "discard_reason")
            if raw.get(key)
        }
        pieces.append(
            " ".join(
                [
                    _text(raw["action"]).replace("_", " "),
                    *(f"{key}: {_text(one)}" for key, one in rest.items()),
                ]
            )
        )
    else:
        pieces += [f"<{label}: {_text(raw[key])}>" for key, label in SHOWN if raw.get(key)]
    for reaction in raw.get("reactions", []) if isinstance(raw.get("reactions"), list) else []:
        if isinstance(reaction, dict):
            by = ", ".join(
                _text(one.get("from"))
                for one in _list_in({"list": reaction.get("recent")})
                if isinstance(one, dict)
            )
            pieces.append(
                f"<{_text(reaction.get('emoji'))} {_text(reaction.get('count'))}{f': {by}' if by else ''}>"
            )
    return "\n".join(piece for piece in pieces if piece.strip())


def _piece(one: Any) -> str:
    """Return one stretch of a message; a link with another text behind it shows where it leads."""
    if not isinstance(one, dict):
        return _text(one)
    text, href = _text(one.get("text")), _text(one.get("href"))
    return f"{text} ({href})" if href and href != text else text


def _file(name: str, raw: Mapping[str, Any]) -> str:
    original = _text(raw.get("file_name"))
    if name.startswith(UNEXPORTED):
        return f"{original or 'a file'}, not in the export"
    return f"{name} ({original})" if original and original not in name else name


def _contact(one: Mapping[str, Any]) -> str:
    names = " ".join(_text(one.get(part)) for part in ("first_name", "last_name")).strip()
    return f"{names} {_text(one.get('phone_number'))}".strip()


def _list_in(value: Any) -> list[Any]:
    listed = value.get("list") if isinstance(value, dict) else None
    return listed if isinstance(listed, list) else []


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(one)}" for key, one in value.items() if one not in (None, "", []))
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return "" if value is None else str(value)


def is_telegram_page(text: str) -> bool:
    """Say whether a web page is one of Telegram's HTML export."""
    head = text[:20_000]
    return "page_wrap" in head and bool(HTML_HEAD.search(head)) and "tgme" not in head and "history" in head


def telegram_page_reading(
    text: str, about: tuple[tuple[str, str], ...], limits: Limits, deadline: Deadline
) -> Reading:
    """Return the conversation of one page of the HTML export."""
    messages = list(_page_messages(text, deadline))
    return conversation_reading(
        messages, [("kind of conversation", "Telegram export (HTML)"), *about], limits, deadline
    )


def _page_messages(text: str, deadline: Deadline) -> Iterator[ChatMessage]:
    """Yield messages by the classes of the elements around their parts; a joined one keeps its sender."""
    stack: list[str] = []
    parts: dict[str, list[str]] = {}
    at, sender = ("", ""), ""
    for token in tokens_of(text):
        if deadline.is_over():
            break
        if token.kind == "open" and token.name not in ("br", "img", "meta", "link", "input", "hr"):
            kind = token.said.get("class", "") if token.said else ""
            if kind.startswith("message "):
                if message := _finish(parts, at, sender):
                    yield message
                parts = {}
                sender = sender if "joined" in kind else ""
                sender = "" if "service" in kind else sender
            if "date details" in kind and (when := token.said.get("title", "")):
                at = _when(when)
            stack.append(kind)
        elif token.kind == "open" and token.name == "br":
            _put(parts, stack, Token("text", text="\n"))
        elif token.kind == "close" and stack and token.name not in ("br", "img"):
            closed = stack.pop()
            if closed.strip() == "from_name" and not any("forwarded" in one for one in stack):
                sender = " ".join("".join(parts.get("from", ())).split())
        elif token.kind == "text":
            _put(parts, stack, token)
    if message := _finish(parts, at, sender):
        yield message


def _put(parts: dict[str, list[str]], stack: list[str], token: Token) -> None:
    for kind in reversed(stack):
        names = kind.split()
        if "from_name" in names:
            name = "forwarded" if any("forwarded" in one for one in stack) else "from"
        elif "text" in names or ("body" in names and "details" in names):
            name = "text"
        elif "reply_to" in names:
            name = "reply"
        elif "title" in names or "status" in names:
            name = "media"
        else:
            continue
        parts.setdefault(name, []).append(token.text)
        return


def _finish(parts: dict[str, list[str]], at: tuple[str, str], sender: str) -> ChatMessage | None:
    text = "".join(parts.get("text", ())).strip()
    media = " ".join("".join(parts.get("media", ())).split())
    if not text and not media:
        return None
    notes: list[str] = []
    if parts.get("forwarded"):
        notes.append("forwarded from " + " ".join("".join(parts["forwarded"]).split()))
    if parts.get("reply"):
        notes.append("in answer to another")
    lines = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    return ChatMessage(
        day=at[0],
        time=at[1],
        sender=sender,
        text=lines,
        attached=(media,) if media else (),
        notes=tuple(notes),
    )


def _when(title: str) -> tuple[str, str]:
    match = re.match(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)", title)
    return (f"{match[3]}-{match[2]}-{match[1]}", match[4]) if match else ("", title[:30])

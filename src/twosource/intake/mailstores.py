"""Outlook mail stores (PST, OST): every message a mail of its own, under the folder it lay in."""

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

import pypff  # type: ignore[import-not-found]

from twosource.intake import mapi
from twosource.intake.budget import reason_of
from twosource.intake.containers import CHUNK, Allowance, FaultError, Given, Member, fault
from twosource.intake.heaps import bag_of_heap
from twosource.intake.letters import Enclosure, Letter, subject_of, written
from twosource.intake.mapi import Bag

FAULTS = (OSError, ValueError, MemoryError, OverflowError, TypeError, AttributeError)
MAX_NAME = 120
MAX_NESTED = 8
MAX_DEPTH = 100
MAX_HEAP = 1 << 24
LOST = "orphans"


def members_of_store(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield the messages of a mail store in the order of its folders, then those no folder names.

    Raises FaultError where the store cannot be opened or holds more messages than may be taken.
    """
    store = pypff.file()
    try:
        store.open_file_object(source)
    except FAULTS as error:
        raise FaultError("archive", reason="the structure of a mail store is not found in it") from error
    try:
        n_left = limit = allowance.n_members_left
        for given in _all(store):
            if isinstance(given, Member):
                n_left -= 1
                if n_left < 0:
                    raise FaultError("members", n=f"at least {limit + 1}", limit=limit)
            yield given
    finally:
        store.close()


def _all(store: Any) -> Iterator[Given]:
    yield from _folders(store)
    for number in range(1, _count(store, "number_of_orphan_items") + 1):
        yield from _message(partial(store.get_orphan_item, number - 1), LOST, number)


def _folders(store: Any) -> Iterator[Given]:
    """Walk the folders with an explicit stack, and say where one cannot be listed."""
    try:
        below = [(store.get_root_folder(), "", 0)]
    except FAULTS as error:
        yield fault("broken_archive", reason=reason_of(error))
        return
    while below:
        folder, path, depth = below.pop()
        for number in range(1, _count(folder, "number_of_sub_messages") + 1):
            yield from _message(partial(folder.get_sub_message, number - 1), path, number)
        inner = []
        for number in range(_count(folder, "number_of_sub_folders")):
            try:
                one = folder.get_sub_folder(number)
                name = _plain(one.name or f"folder-{number + 1}")
            except FAULTS as error:
                yield fault("broken_archive", reason=reason_of(error))
                continue
            if depth < MAX_DEPTH:
                inner.append((one, f"{path}/{name}" if path else name, depth + 1))
        below.extend(reversed(inner))


def _message(take: Any, folder: str, number: int) -> Iterator[Given]:
    place = f"{folder}/" if folder else ""
    try:
        message = take()
        letter = letter_of(message)
    except FAULTS as error:
        yield Member(name=f"{place}message-{number}.eml", fault=fault("member", reason=reason_of(error)))
        return
    title = _plain(subject_of(letter.bag))[:MAX_NAME].strip()
    name = f"{place}message-{number}{' ' + title if title else ''}.eml"
    yield Member(
        name=name,
        clock=letter.bag.clock(mapi.ARRIVED, mapi.SENT, mapi.MADE),
        chunks=lambda: _guarded(letter),
    )
    for enclosure in letter.enclosures:
        if enclosure.letter and not enclosure.letter.enclosures and _says_it_carries(enclosure.letter):
            yield Member(name=f"{name}/{enclosure.name}/attachments", fault=fault("out_of_reach"))


def _says_it_carries(letter: Letter) -> bool:
    return bool(letter.bag.number(mapi.FLAGS) & mapi.HAS_ATTACHED)


def _guarded(letter: Letter) -> Iterator[bytes]:
    try:
        yield from written(letter)
    except FAULTS as error:
        raise FaultError("member", reason=reason_of(error)) from error


def letter_of(message: Any, depth: int = 0) -> Letter:
    """Return a message of a store with its recipients and what is attached."""
    return Letter(
        bag=bag_of(message),
        recipients=_recipients(message),
        enclosures=[
            _enclosure(message, index, depth) for index in range(_count(message, "number_of_attachments"))
        ],
    )


def bag_of(item: Any, of_set: int = 0) -> Bag:
    """Return the properties of an item of a store."""
    values: dict[int, tuple[int, bytes]] = {}
    if _count(item, "number_of_record_sets") > of_set:
        entries = item.get_record_set(of_set)
        for index in range(entries.number_of_entries):
            entry = entries.get_entry(index)
            if entry.entry_type is not None and entry.entry_type != mapi.CONTENT:
                values.setdefault(entry.entry_type, (entry.value_type or 0, entry.data or b""))
    return Bag(values)


def _recipients(message: Any) -> list[Bag]:
    try:
        listed = message.recipients
        return [bag_of(listed, index) for index in range(_count(listed, "number_of_record_sets"))]
    except FAULTS:
        return []


def _enclosure(message: Any, index: int, depth: int) -> Enclosure:
    attached = message.get_attachment(index)
    bag = bag_of(attached)
    name = bag.text(mapi.FILE_NAME, mapi.SHORT_NAME, mapi.SHOWN_NAME) or f"part-{index + 1}"
    if bag.number(mapi.METHOD) == mapi.EMBEDDED_MAIL:
        return Enclosure(name=f"{name}.eml", letter=_embedded(attached, depth))
    return Enclosure(
        name=name,
        media_type=bag.text(mapi.MEDIA_TYPE) or "application/octet-stream",
        content_id=bag.text(mapi.CONTENT_ID),
        chunks=lambda: _chunks(attached),
    )


def _embedded(attached: Any, depth: int) -> Letter:
    """Return a mail attached as a mail: whole where the library opens it, else what its heap holds."""
    if _count(attached, "number_of_sub_items") and depth < MAX_NESTED:
        return letter_of(attached.get_sub_item(0), depth + 1)
    attached.seek_offset(0, 0)
    return Letter(bag=bag_of_heap(attached.read_buffer(min(attached.get_size(), MAX_HEAP)) or b""))


def _chunks(attached: Any) -> Iterator[bytes]:
    left = attached.get_size()
    attached.seek_offset(0, 0)
    while left > 0 and (chunk := attached.read_buffer(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk


def _count(item: Any, name: str) -> int:
    try:
        return int(getattr(item, name) or 0)
    except FAULTS:
        return 0


def _plain(name: str) -> str:
    return " ".join(name.replace("\0", "").replace("/", "\u2215").split())

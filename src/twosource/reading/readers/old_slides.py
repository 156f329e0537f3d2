"""Old slide decks (PPT): slides in their order, notes, comments, and words left over from earlier savings.

Saving quickly appends to a deck and leaves what was there: words somebody took out are still in
it. They stand on a page of their own. Records after [MS-PPT].
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import refusal
from twosource.reading.readers.compound import Compound, open_compound
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.findings import LINKS, Findings
from twosource.reading.readers.property_sets import look_inside, said_of_itself

LABEL = "an old slide deck"
DOCUMENT, SLIDE, NOTES, MASTER = 0x03E8, 0x03EE, 0x03F0, 0x03F8
LIST, PLACE, WIDE, NARROW, STRING = 0x0FF0, 0x03F3, 0x0FA0, 0x0FA8, 0x0FBA
EDIT, PLACES, COMMENT, LINK, FOOTERS, SHOW = 0x0FF5, 0x1772, 0x2EE0, 0x0FD7, 0x0FD9, 0x03F9
LOCKED = 0xF3D1C4DF
MAX_DEPTH = 50
MAX_RECORDS = 2_000_000
HIDDEN_SLIDE = 0x0004
# Its content is records, though it is not marked so.
TAG_CONTENT = 0x138B


@dataclass(frozen=True, slots=True)
class OldSlidesReader:
    """Reads PPT of PowerPoint 97 to 2003."""

    name: ClassVar[str] = "old slides"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/vnd.ms-powerpoint"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return slides and properties. Raises RefusedError where it is damaged or locked."""
        deadline = deadline_for(limits)
        compound = open_compound(untrusted_source.read(limits.max_bytes), LABEL)
        stream = compound.read("PowerPoint Document")
        if not stream:
            raise refusal("damaged", label=LABEL, reason="its slides are missing")
        user = compound.read("Current User")
        if user[12:16] == struct.pack("<I", LOCKED) or _is_encrypted(compound):
            raise refusal("password")
        deck = _Deck(stream, deadline)
        look_inside(compound, deck.found)
        pages = [one for one in deck.pages(int.from_bytes(user[16:20], "little")) if one[1].strip()]
        return Reading(
            untrusted_pages=tuple(text for _, text in pages),
            untrusted_page_labels=tuple(label for label, _ in pages),
            untrusted_metadata=(*said_of_itself(compound), *deck.found.pairs()),
            failures=deadline.failures(len(pages)),
        )


@dataclass(slots=True)
class _Record:
    """One record: its kind, its number among those of its kind, where its content begins and ends."""

    kind: int
    instance: int
    start: int
    end: int
    is_container: bool


@dataclass(slots=True)
class _Deck:
    """One deck being read; `taken` holds every text that stands on some page."""

    stream: bytes
    deadline: Deadline
    found: Findings = field(default_factory=Findings)
    taken: set[str] = field(default_factory=set)

    def pages(self, edit: int) -> Iterator[tuple[str, str]]:
        """Yield (label, text) of slides and notes in order, comments, then what earlier savings left."""
        places, document = self._places(edit)
        lists: dict[int, list[tuple[int, list[str]]]] = {}
        for record in self._inside(document) if document is not None else ():
            if record.kind == LIST:
                lists[record.instance] = list(self._listed(record))
        for number, (place, outline) in enumerate(lists.get(0, []), start=1):
            slide = self._at(places.get(place, -1), SLIDE)
            texts = [*outline, *(self._texts(slide) if slide else ())]
            is_hidden = slide is not None and self._is_hidden(slide)
            label = f"slide {number}{' (hidden)' if is_hidden else ''}"
            text = "\n".join(dict.fromkeys(texts))
            if is_hidden:
                self.found.hide(f"{label}: {text}")
            yield label, text
            if slide:
                yield f"comments on {label}", "\n".join(self._comments(slide))
        for number, (place, outline) in enumerate(lists.get(2, []), start=1):
            notes = self._at(places.get(place, -1), NOTES)
            yield (
                f"notes {number}",
                "\n".join(dict.fromkeys([*outline, *(self._texts(notes) if notes else ())])),
            )
        for place, _ in lists.get(1, []):
            master = self._at(places.get(place, -1), MASTER)
            self.taken.update(self._texts(master) if master else ())
        if document is not None:
            yield "headers and footers", "\n".join(self._footers(document))
        self._links()
        yield "left over from earlier savings" if lists else "slides", "\n".join(self._left_over())

    def _places(self, edit: int) -> tuple[dict[int, int], _Record | None]:
        """Return where each part now lies, and the part that orders them; earlier savings count less."""
        places: dict[int, int] = {}
        document = 0
        seen: set[int] = set()
        while edit and edit not in seen and (record := self._at(edit, EDIT)) is not None:
            seen.add(edit)
            fields = self.stream[record.start : record.start + 20]
            if len(fields) < 20:
                break
            edit, directory, first = struct.unpack_from("<III", fields, 8)
            document = document or first
            listing = self._at(directory, PLACES)
            raw = self.stream[listing.start : listing.end] if listing else b""
            at = 0
            while at + 4 <= len(raw):
                (head,) = struct.unpack_from("<I", raw, at)
                number, count = head & 0xFFFFF, head >> 20
                at += 4
                for step in range(count):
                    places.setdefault(number + step, int.from_bytes(raw[at : at + 4], "little"))
                    at += 4
        return places, self._at(places.get(document, -1), DOCUMENT)

    def _at(self, place: int, kind: int) -> _Record | None:
        record = self._record(place) if 0 <= place < len(self.stream) else None
        return record if record is not None and record.kind == kind else None

    def _record(self, at: int) -> _Record | None:
        if at + 8 > len(self.stream):
            return None
        head, kind, length = struct.unpack_from("<HHI", self.stream, at)
        end = min(at + 8 + length, len(self.stream))
        return _Record(kind, head >> 4, at + 8, end, (head & 0xF) == 0xF or kind == TAG_CONTENT)

    def _inside(self, record: _Record) -> Iterator[_Record]:
        """Yield the records directly in a container."""
        at = record.start
        while at < record.end and not self.deadline.is_over():
            inner = self._record(at)
            if inner is None:
                return
            yield inner
            at = inner.end

    def _below(self, record: _Record) -> Iterator[_Record]:
        """Yield all records below a container in order, by a stack of our own."""
        stack = [self._inside(record)]
        steps = 0
        while stack and steps < MAX_RECORDS:
            steps += 1
            inner = next(stack[-1], None)
            if inner is None:
                stack.pop()
                continue
            yield inner
            if inner.is_container and len(stack) < MAX_DEPTH:
                stack.append(self._inside(inner))

    def _texts(self, record: _Record) -> list[str]:
        texts = [self._text(one) for one in self._below(record) if one.kind in (WIDE, NARROW)]
        self.taken.update(texts)
        return texts

    def _text(self, record: _Record) -> str:
        raw = self.stream[record.start : record.end]
        text = raw.decode("latin-1") if record.kind == NARROW else raw.decode("utf-16-le", "replace")
        return text.replace("\r", "\n").replace("\x0b", "\n").strip("\0")

    def _listed(self, record: _Record) -> Iterator[tuple[int, list[str]]]:
        """Yield (place, outline texts) of each slide in a list."""
        place, texts = -1, list[str]()
        for inner in self._inside(record):
            if inner.kind == PLACE:
                if place >= 0:
                    yield place, texts
                place, texts = int.from_bytes(self.stream[inner.start : inner.start + 4], "little"), []
            elif inner.kind in (WIDE, NARROW):
                texts.append(self._text(inner))
                self.taken.add(texts[-1])
        if place >= 0:
            yield place, texts

    def _is_hidden(self, slide: _Record) -> bool:
        shown = next((one for one in self._inside(slide) if one.kind == SHOW), None)
        if shown is None:
            return False
        flags = int.from_bytes(self.stream[shown.start + 10 : shown.start + 12], "little")
        return bool(flags & HIDDEN_SLIDE)

    def _comments(self, slide: _Record) -> Iterator[str]:
        for record in self._below(slide):
            if record.kind == COMMENT:
                parts = {one.instance: self._text(one) for one in self._inside(record) if one.kind == STRING}
                yield f"{parts.get(0, '') or 'nobody named'}: {parts.get(1, '')}"

    def _footers(self, document: _Record) -> Iterator[str]:
        for record in self._below(document):
            if record.kind == FOOTERS:
                yield from (self._text(one) for one in self._inside(record) if one.kind == STRING)

    def _links(self) -> None:
        whole = _Record(0, 0, 0, len(self.stream), True)
        for record in self._below(whole):
            if record.kind == LINK:
                for one in self._inside(record):
                    if one.kind == STRING and one.instance == 1:
                        self.found.add(LINKS, self._text(one))

    def _left_over(self) -> Iterator[str]:
        """Yield texts that stand in the exhibit and on none of its slides, notes or masters."""
        whole = _Record(0, 0, 0, len(self.stream), True)
        for record in self._inside(whole):
            if record.kind == MASTER:
                continue
            for one in self._below(record) if record.is_container else ():
                if (
                    one.kind in (WIDE, NARROW)
                    and (text := self._text(one)).strip()
                    and text not in self.taken
                ):
                    self.taken.add(text)
                    yield text


def _is_encrypted(compound: Compound) -> bool:
    return bool(compound.read("EncryptedSummary"))

"""Pictures of pages and of single numbers, drawn inside the sandbox and handed out as pixels only.

A number that a machine read from Arabic print is never shown without its picture: readers of such
digits err too often for anybody to rely on them unseen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from twosource.desk.answers import resolve
from twosource.desk.case import write_bytes
from twosource.desk.looking import is_drawable
from twosource.desk.workplace import Workplace
from twosource.dossier.images import png_of
from twosource.errors import RefusedError
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.layouts import GreyPicture, PageLayout, WordBox
from twosource.evidence.passages import Passage
from twosource.ports import Message, SealedRequest

DRAW = "twosource.reading.picturing:draw_sealed"
CUTTING = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenNumber:
    """One number read by a machine: what it read, how sure, where, and how it looks."""

    text: str
    confidence: float | None
    page: int
    start: int
    end: int
    picture: GreyPicture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAnswer:
    """One number read by a machine, with the path of a picture of it; empty where none could be drawn."""

    text: str
    confidence: float | None
    page: int
    start: int
    end: int
    path: str


def shown_numbers(work: Workplace, name: str, page: int | None) -> list[NumberAnswer]:
    """Return the numbers of an exhibit, their pictures written into the case folder, ready to be opened."""
    siglum = work.store.siglum(resolve(work, name))
    answers = []
    for seen in numbers_of(work, name, page):
        path = ""
        if seen.picture is not None:
            place = work.folder.path / "numbers" / siglum / f"p{seen.page}-{seen.start}.png"
            write_bytes(place, png_of(seen.picture))
            path = str(place)
        answers.append(
            NumberAnswer(
                text=seen.text,
                confidence=seen.confidence,
                page=seen.page,
                start=seen.start,
                end=seen.end,
                path=path,
            )
        )
    return answers


def page_picture(work: Workplace, exhibit: Exhibit, longest_side: int, page: int = 1) -> GreyPicture | None:
    """Return a small grey picture of a page, or None where it cannot be drawn."""
    arguments = {"media_type": exhibit.media_type, "page": page, "longest_side": longest_side}
    return next(_drawn(work, exhibit, arguments), None)


def numbers_of(work: Workplace, name: str, page: int | None = None) -> list[SeenNumber]:
    """Return the numbers a machine read in an exhibit, each with its picture. Raises NothingMatchedError."""
    exhibit_id = resolve(work, name)
    found: list[SeenNumber] = []
    for rendition in work.store.all(Rendition, about=exhibit_id):
        if rendition.is_preferred:
            layouts = [
                layout
                for layout in work.store.all(PageLayout, about=rendition.rendition_id)
                if page in (None, layout.page)
            ]
            found += _numbers(work, rendition, layouts)
    return found


def numbers_in(work: Workplace, passages: Iterable[Passage]) -> dict[str, tuple[SeenNumber, ...]]:
    """Return, per passage, the numbers in it that a machine read, each with its picture."""
    within: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        within[passage.rendition_id].append(passage)
    found: dict[str, tuple[SeenNumber, ...]] = {}
    for rendition_id, held in within.items():
        rendition = work.store.get(Rendition, rendition_id)
        layouts = list(work.store.all(PageLayout, about=rendition_id))
        if rendition is None or not layouts:
            continue
        cited = [replace(layout, words=tuple(_cited(layout.words, held))) for layout in layouts]
        numbers = _numbers(work, rendition, cited)
        for passage in held:
            inside = tuple(n for n in numbers if passage.start <= n.start and n.end <= passage.end)
            if inside:
                found[passage.passage_id] = inside
    return found


def _cited(words: Iterable[WordBox], passages: Iterable[Passage]) -> Iterator[WordBox]:
    spans = [(passage.start, passage.end) for passage in passages]
    for word in words:
        if word.is_number and any(start <= word.start and word.end <= end for start, end in spans):
            yield word


def _numbers(work: Workplace, rendition: Rendition, layouts: Iterable[PageLayout]) -> list[SeenNumber]:
    exhibit = work.store.get(Exhibit, rendition.exhibit_id)
    found: list[SeenNumber] = []
    for layout in layouts:
        words = [word for word in layout.words if word.is_number]
        if not words or exhibit is None:
            continue
        arguments = {
            "media_type": exhibit.media_type,
            "page": layout.page,
            "longest_side": CUTTING,
            "turned": layout.turned,
            "frame": [layout.width, layout.height],
            "boxes": [[word.left, word.top, word.right, word.bottom] for word in words],
        }
        pictures = list(_drawn(work, exhibit, arguments))
        for number, word in enumerate(words):
            found.append(
                SeenNumber(
                    text=rendition.text[word.start : word.end],
                    confidence=word.confidence,
                    page=layout.page,
                    start=word.start,
                    end=word.end,
                    picture=pictures[number] if number < len(pictures) else None,
                )
            )
    return found


def _drawn(work: Workplace, exhibit: Exhibit, arguments: Mapping[str, Any]) -> Iterator[GreyPicture]:
    """Yield the pictures a drawing job sends; none where the exhibit cannot be drawn."""
    if not is_drawable(exhibit):
        return
    request = SealedRequest(
        job=DRAW,
        source_id=exhibit.exhibit_id,
        arguments=arguments,
        limits=work.settings.read.limits,
    )
    try:
        with (
            work.originals.open(exhibit.exhibit_id) as source,
            work.sandbox.stream(request, source) as untrusted_messages,
        ):
            yield from _pictures(untrusted_messages)
    except RefusedError:
        return


def _pictures(untrusted_messages: Iterable[Message]) -> Iterator[GreyPicture]:
    """Yield pictures from (size, pixels) pairs; what is no such pair ends it."""
    size: tuple[int, int] | None = None
    for message in untrusted_messages:
        if not isinstance(message, bytes):
            try:
                size = int(message["width"]), int(message["height"])
            except (KeyError, TypeError, ValueError):
                return
        elif size is not None and min(size) > 0 and len(message) == size[0] * size[1]:
            yield GreyPicture(width=size[0], height=size[1], pixels=message)
            size = None
        else:
            return

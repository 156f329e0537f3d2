"""Looking at pictures: how each picture of the case looks, so that reports that show the same one are seen.

Pixels leave the sandbox as numbers only. A picture belongs to the exhibit it is, and to the one that shows
it: a document it was taken out of, a mail it was attached to, a page saved with its folder of files.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from twosource.desk.runs import RunCount
from twosource.desk.workplace import Workplace
from twosource.errors import RefusedError
from twosource.evidence.holdings import Exhibit, Holding
from twosource.evidence.layouts import GreyPicture
from twosource.evidence.lineage import PictureHash
from twosource.ids import key
from twosource.ports import Message, SealedAnswer, SealedRequest

LOOK = "twosource.reading.picture_finding:looks_sealed"
VERSION = "1"
# What browsers call the folder they save beside a page, in the languages of their menus.
BESIDE = ("_files", ".files", "_Dateien", "_fichiers", "_archivos", "_bestanden", "_pliki", "_ملفات")
LEAST_SIDE = 64
DRAWABLE = ("image/", "application/pdf")


def is_drawable(exhibit: Exhibit) -> bool:
    """Say whether an exhibit has pages that can be drawn."""
    return exhibit.media_type.startswith(DRAWABLE)


def look_at_pictures(work: Workplace) -> RunCount:
    """Work out how every picture of the case looks; exhibits looked at before are skipped.

    What cannot be drawn has no look: its fate says why it could not be read.
    """
    done = work.store.done_items("look", VERSION)
    drawable = [e for e in work.store.all(Exhibit) if is_drawable(e)]
    todo = [e for e in drawable if e.exhibit_id not in done]
    requests = [
        SealedRequest(
            job=LOOK,
            source_id=exhibit.exhibit_id,
            arguments={"media_type": exhibit.media_type},
            limits=work.settings.read.limits,
        )
        for exhibit in todo
    ]
    n_failed = 0
    for number, answer in enumerate(work.sandbox.run_each(requests, work.originals.open) if todo else (), 1):
        n_failed += isinstance(answer.refused, RefusedError)
        with work.store.transaction():
            work.store.drop(PictureHash, about=answer.source_id)
            work.store.put(_looks(answer))
            work.store.mark_done("look", VERSION, [answer.source_id])
        work.progress("look", number, len(todo))
    return RunCount("look", len(todo), len(drawable) - len(todo), n_failed)


def _looks(answer: SealedAnswer) -> Iterator[PictureHash]:
    # Here and not above: it brings Pillow, which no command without a picture should wait for.
    from twosource.reading import look_of

    for page, number, (width, height), picture in _drawn(answer.untrusted_messages):
        look = look_of(picture) if min(width, height) >= LEAST_SIDE else ""
        if look:
            yield PictureHash(
                picture_id=key("picture", answer.source_id, str(page), str(number)),
                exhibit_id=answer.source_id,
                page=page,
                number=number,
                look=look,
                width=width,
                height=height,
            )


def _drawn(
    untrusted_messages: Iterable[Message],
) -> Iterator[tuple[int, int, tuple[int, int], GreyPicture]]:
    """Yield (page, number, size in the exhibit, small picture); what is not of that form ends it."""
    head: Mapping[str, object] = {}
    for message in untrusted_messages:
        if not isinstance(message, bytes):
            head = message
            continue
        try:
            page, number, width, height = (_whole(head, name) for name in ("page", "number", "wide", "high"))
            picture = GreyPicture(width=_whole(head, "width"), height=_whole(head, "height"), pixels=message)
        except (KeyError, TypeError, ValueError):
            return
        head = {}
        yield page, number, (width, height), picture


def _whole(head: Mapping[str, object], name: str) -> int:
    value = head[name]
    if not isinstance(value, int):
        raise TypeError(name)
    return value


def pictures_by_exhibit(work: Workplace) -> dict[str, tuple[PictureHash, ...]]:
    """Return the pictures each exhibit shows: its own, those inside it, those saved in a folder beside it."""
    own: dict[str, list[PictureHash]] = defaultdict(list)
    for picture in work.store.all(PictureHash):
        own[picture.exhibit_id].append(picture)
    if not own:
        return {}
    shown = {exhibit_id: list(pictures) for exhibit_id, pictures in own.items()}
    pages: dict[tuple[str, str], str] = {}
    beside: list[tuple[str, tuple[str, str]]] = []
    for holding in work.store.all(Holding):
        if holding.container_id is not None and holding.exhibit_id in own:
            shown.setdefault(holding.container_id, []).extend(own[holding.exhibit_id])
        place = PurePosixPath(holding.path)
        if place.suffix.casefold() in (".html", ".htm", ".xhtml", ".mht"):
            pages[holding.accession_id, str(place.with_suffix(""))] = holding.exhibit_id
        elif holding.exhibit_id in own:
            folder = str(place.parent)
            beside += [
                (holding.exhibit_id, (holding.accession_id, folder.removesuffix(ending)))
                for ending in BESIDE
                if folder.endswith(ending)
            ]
    for picture_exhibit, page in beside:
        if page in pages:
            shown.setdefault(pages[page], []).extend(own[picture_exhibit])
    return {e: tuple(dict.fromkeys(found)) for e, found in shown.items()}

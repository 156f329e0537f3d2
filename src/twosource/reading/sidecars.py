"""What a person wrote beside an image: `letter-1.transcription.ar.txt`, `letter-1.translation.en.txt`.

A side-car lies in the same folder as its image and begins with the image's name. It becomes a
rendition of the image, made by a person; header lines (`By: ...`) say whom it names as its writer,
which is material like the rest, and the words follow after the blank line. Page markers (`[page 2]`
on a line, or a form feed) are optional.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from twosource.errors import RefusedError
from twosource.evidence.holdings import Holding, Rendition
from twosource.evidence.outcome import Failure, Outcome
from twosource.ports import Originals, Reading
from twosource.reading.accepting import Making, accept
from twosource.reading.failures import failure, failure_of, status_of
from twosource.reading.readers.encodings import decode
from twosource.reading.readers.headers import leading_block
from twosource.reading.readers.text import split_pages
from twosource.reading.settings import ReadSettings
from twosource.terms import RenditionKind

NAME = re.compile(r"(?P<stem>.+)\.(?P<kind>transcription|translation)\.(?P<language>[a-z]{2,3})\.txt", re.I)
IMAGES = frozenset({"png", "jpg", "jpeg", "tif", "tiff", "webp", "gif", "bmp", "pdf"})
PAGE_MARKER = re.compile(r"^[ \t]*\[page \d+\][ \t]*\r?\n", re.IGNORECASE | re.MULTILINE)
FOUND_BESIDE = "side-car found beside the image"
MAX_NAME = 80
VERSION = "1"
_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """One exhibit that holds a person's transcription or translation of an image."""

    exhibit_id: str
    kind: RenditionKind
    language: str
    path: str


def pair_sidecars(holdings: Iterable[Holding]) -> dict[str, tuple[Sidecar, ...]]:
    """Return the side-cars of each image exhibit that has some, sorted by path.

    Images and side-cars meet by container, folder and the image's name without its suffix; within
    one delivery first, since two deliveries may each hold a `letter-1.png`. A side-car whose own
    delivery has no such image was written later, and meets the image of any delivery.
    The exhibits named here as side-cars are not to be read as texts of their own.
    """
    images: dict[_Place, set[str]] = defaultdict(set)
    anywhere: dict[_Place, set[str]] = defaultdict(set)
    written: dict[_Place, set[Sidecar]] = defaultdict(set)
    for holding in holdings:
        if match := NAME.fullmatch(holding.path):
            written[_place(holding, match["stem"])].add(_sidecar(holding, match))
            continue
        stem, _, suffix = holding.path.rpartition(".")
        if suffix.lower() in IMAGES:
            place = _place(holding, stem)
            images[place].add(holding.exhibit_id)
            anywhere["", *place[1:]].add(holding.exhibit_id)
    paired: dict[str, set[Sidecar]] = defaultdict(set)
    for place, sidecars in written.items():
        for image_id in images.get(place) or anywhere.get(("", *place[1:]), set()):
            paired[image_id] |= sidecars
    return {
        image_id: tuple(sorted(paired[image_id], key=lambda one: (one.path, one.exhibit_id)))
        for image_id in sorted(paired)
    }


def is_sidecar(path: str) -> bool:
    """Say whether a path is named like a side-car, whose image may not have come yet."""
    return NAME.fullmatch(path) is not None


def _place(holding: Holding, stem: str) -> _Place:
    return holding.accession_id, holding.container_id or "", stem


def _sidecar(holding: Holding, match: re.Match[str]) -> Sidecar:
    return Sidecar(
        exhibit_id=holding.exhibit_id,
        kind=RenditionKind(match["kind"].lower()),
        language=match["language"].lower(),
        path=holding.path,
    )


def read_sidecars(
    pairs: Mapping[str, tuple[Sidecar, ...]],
    *,
    originals: Originals,
    settings: ReadSettings | None = None,
) -> Iterator[Outcome[Rendition]]:
    """Yield one outcome per image, with its renditions made by persons, then one per side-car exhibit.

    The image's outcome takes the place of what `read` said of it: read where a transcription
    stands beside it, partly read with a translation alone. A side-car's own outcome carries no
    rendition, since its words are those of the image.
    """
    settings = settings or ReadSettings()
    own: dict[str, Outcome[Rendition]] = {}
    for image_id, sidecars in pairs.items():
        renditions: list[Rendition] = []
        doubts: list[Failure] = []
        for sidecar in sidecars:
            try:
                rendition, failures = _read_sidecar(sidecar, image_id, originals, settings)
            except RefusedError as error:
                failures = (failure_of(error),)
            else:
                renditions.append(rendition)
            doubts.extend(failures)
            own[sidecar.exhibit_id] = Outcome(
                item_id=sidecar.exhibit_id,
                status=status_of(failures, has_words=len(renditions) > 0),
                failures=failures,
            )
        yield _outcome_of_image(image_id, renditions, doubts)
    yield from own.values()


def _outcome_of_image(
    image_id: str, renditions: list[Rendition], doubts: list[Failure]
) -> Outcome[Rendition]:
    kinds = {rendition.kind for rendition in renditions}
    if RenditionKind.TRANSCRIPTION not in kinds:
        doubts.append(failure("untranscribed" if kinds else "image"))
    status = status_of(tuple(doubts), has_words=bool(kinds))
    return Outcome(item_id=image_id, status=status, values=tuple(renditions), failures=tuple(doubts))


def _read_sidecar(
    sidecar: Sidecar, image_id: str, originals: Originals, settings: ReadSettings
) -> tuple[Rendition, tuple[Failure, ...]]:
    """Return the rendition of an image by a side-car. Raises RefusedError where it cannot be decoded."""
    with originals.open(sidecar.exhibit_id) as source:
        decoded = decode(source.read(settings.limits.max_bytes))
    headers, n_lines = leading_block(decoded.text.splitlines())
    body = "".join(decoded.text.splitlines(keepends=True)[n_lines:])
    making = Making(
        exhibit_id=image_id,
        kind=sidecar.kind,
        maker=maker_of(dict(headers).get("byline", "")),
        version=VERSION,
        settings=settings.fingerprint(),
        limits=settings.limits,
        language=sidecar.language,
        source_id=sidecar.exhibit_id,
        by_person=True,
    )
    pages = tuple(split_pages(PAGE_MARKER.sub(_page_end, body).lstrip("\f")))
    rendition, _, failures = accept(Reading(untrusted_pages=pages, untrusted_metadata=headers), making)
    if not rendition.text.strip():
        failures = (*failures, failure("nothing_written"))
    return rendition, (*decoded.failures, *failures)


def maker_of(untrusted_name: str) -> str:
    """Return where a side-car's words come from: found beside the image, and whom it names itself.

    A name in a side-car is what whoever wrote the side-car says. It was delivered like everything
    else and may have been planted, so nobody is named as its maker on that word alone.
    """
    letters = "".join(one if one.isprintable() else " " for one in untrusted_name)
    name = " ".join(letters.split())[:MAX_NAME].strip()
    return f"{FOUND_BESIDE}, says it is by {name}" if name else FOUND_BESIDE


def _page_end(_: re.Match[str]) -> str:
    return "\f"

"""Asking a granted model: what would be sent is shown first, what was sent is in the ledger.

A suggestion stands beside what people and readers read, by a model, never preferred. Names of
protected parties are blocked out before anything is sent; a picture cannot be, so it is not sent
where the case protects anybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from twosource.desk.layer_listing import LayersAnswer, layers_answer, listed, veiled
from twosource.desk.layering import Pinned, lay_beside, settle
from twosource.desk.looking import is_drawable
from twosource.desk.picturing import page_picture
from twosource.desk.transcribing import LANGUAGE, exhibit_called
from twosource.desk.workplace import Workplace
from twosource.dossier.images import png_of
from twosource.dossier.veil import veil_for
from twosource.errors import NotAllowedError, NothingMatchedError, RefusedError, UsageError
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.testimony import Party
from twosource.evidence.transcripts import ModelReading, model_reading_id
from twosource.ids import digest_of
from twosource.ports import ModelAnswer, ModelEndpoint, ModelRequest
from twosource.reading.endpoint import (
    instructions_hash,
    paragraphs_of,
    picture_request,
    seen_from,
    translated_from,
    translation_requests,
)
from twosource.reading.endpoint.segments import Paragraph
from twosource.reading.endpoint.translating import Suggested
from twosource.terms import RenditionKind

SENT = "sent to a model"
NOTHING_SENT = "Nothing was sent."
LONGEST_SIDE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants of a model: for whom, in which language, of which layer (0: preferred) or page."""

    by: str
    language: str
    layer: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPlan:
    """What asking would send, and where to: nothing has been sent."""

    exhibit: str
    origin: str
    model: str
    kind: str
    language: str
    n_requests: int
    n_bytes: int
    n_paragraphs: int
    n_blocked: int
    is_picture: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedAnswer:
    """What came of it: bytes sent and received, words kept, what it was unsure of, what was dropped."""

    plan: SendingPlan
    n_received: int
    n_words: int
    unsure: tuple[str, ...]
    dropped: tuple[str, ...]
    layers: LayersAnswer


@dataclass(frozen=True, slots=True)
class _Prepared:
    plan: SendingPlan
    wish: Wish
    requests: tuple[ModelRequest, ...]
    source: Rendition | None
    paragraphs: tuple[Paragraph, ...] = ()


def plan_translation(work: Workplace, exhibit_name: str, wish: Wish, endpoint: ModelEndpoint) -> SendingPlan:
    """Return what a translation would send. Raises UsageError, NothingMatchedError without words."""
    return _prepare_translation(work, exhibit_called(work, exhibit_name), wish, endpoint).plan


def suggest_translation(
    work: Workplace, exhibit_name: str, wish: Wish, endpoint: ModelEndpoint
) -> SuggestedAnswer:
    """Ask for a translation and keep what fits as a suggestion. Raises what asking raises."""
    exhibit = exhibit_called(work, exhibit_name)
    prepared = _prepare_translation(work, exhibit, wish, endpoint)
    answers = list(_asked(work, exhibit, prepared, endpoint))
    found = translated_from([answer.untrusted_text for answer in answers], prepared.paragraphs)
    return _keep(work, exhibit, prepared, answers, found)


def plan_picture(work: Workplace, exhibit_name: str, wish: Wish, endpoint: ModelEndpoint) -> SendingPlan:
    """Return what reading a page by its picture would send."""
    return _prepare_picture(work, exhibit_called(work, exhibit_name), wish, endpoint).plan


def suggest_from_picture(
    work: Workplace, exhibit_name: str, wish: Wish, endpoint: ModelEndpoint
) -> SuggestedAnswer:
    """Ask what stands on the picture of a page and keep what fits as a suggestion."""
    exhibit = exhibit_called(work, exhibit_name)
    prepared = _prepare_picture(work, exhibit, wish, endpoint)
    answers = list(_asked(work, exhibit, prepared, endpoint))
    return _keep(work, exhibit, prepared, answers, seen_from(answers[0].untrusted_text, wish.page))


def _prepare_translation(work: Workplace, exhibit: Exhibit, wish: Wish, endpoint: ModelEndpoint) -> _Prepared:
    _check(wish)
    every = listed(work, exhibit)
    chosen = [
        one
        for number, one in enumerate(every, 1)
        if one.text.strip() and (number == wish.layer or (not wish.layer and one.is_preferred))
    ]
    siglum = work.store.siglum(exhibit.exhibit_id)
    if not chosen:
        raise NothingMatchedError(f"{siglum} has no such words to translate.", safe=NOTHING_SENT)
    veil = veil_for(work.store.all(Party))
    paragraphs = paragraphs_of(chosen[0], veil.over)
    requests = translation_requests(paragraphs, wish.language)
    plan = SendingPlan(
        exhibit=siglum,
        origin=endpoint.origin,
        model=endpoint.model,
        kind=RenditionKind.TRANSLATION.value,
        language=wish.language,
        n_requests=len(requests),
        n_bytes=sum(len(endpoint.written(request)) for request in requests),
        n_paragraphs=len(paragraphs),
        n_blocked=len(veil.spans(chosen[0].text)),
        is_picture=False,
        source=f"{chosen[0].kind.value} by {veil.over(chosen[0].maker)}",
    )
    return _Prepared(plan, wish, requests, chosen[0], paragraphs)


def _prepare_picture(work: Workplace, exhibit: Exhibit, wish: Wish, endpoint: ModelEndpoint) -> _Prepared:
    _check(wish)
    siglum = work.store.siglum(exhibit.exhibit_id)
    if not is_drawable(exhibit):
        raise UsageError(
            f"{siglum} has no page pictures.", safe=NOTHING_SENT, remedy="Name an image or a PDF."
        )
    if any(party.is_protected for party in work.store.all(Party)):
        raise NotAllowedError(
            "This case protects somebody, and a name on a picture cannot be blocked out before it is sent.",
            safe=NOTHING_SENT,
            remedy="Transcribe the page, then translate the transcription: names are blocked there.",
        )
    request = picture_request(_picture(work, exhibit, wish.page), wish.language)
    plan = SendingPlan(
        exhibit=siglum,
        origin=endpoint.origin,
        model=endpoint.model,
        kind=RenditionKind.TRANSCRIPTION.value,
        language=wish.language,
        n_requests=1,
        n_bytes=len(endpoint.written(request)),
        n_paragraphs=0,
        n_blocked=0,
        is_picture=True,
        source=f"the picture of page {wish.page}, made anew in grey without metadata",
    )
    return _Prepared(plan, wish, (request,), None)


def _check(wish: Wish) -> None:
    if not wish.by.strip():
        raise UsageError(
            "Nobody is named as the one who asks.", safe=NOTHING_SENT, remedy="Say who with --by."
        )
    if not LANGUAGE.fullmatch(wish.language):
        raise UsageError(
            f"{wish.language!r} is no language code.", safe=NOTHING_SENT, remedy="Give two or three letters."
        )


def _picture(work: Workplace, exhibit: Exhibit, page: int) -> bytes:
    """Return a page as a PNG made anew from the grey numbers of the sandbox. Raises RefusedError."""
    picture = page_picture(work, exhibit, LONGEST_SIDE, page)
    if picture is None:
        raise RefusedError(
            f"Page {page} of this exhibit could not be drawn.", safe=NOTHING_SENT, remedy="Name another page."
        )
    return png_of(picture)


def _asked(
    work: Workplace, exhibit: Exhibit, prepared: _Prepared, endpoint: ModelEndpoint
) -> Iterator[ModelAnswer]:
    """Ask one request after another; each is in the ledger before it leaves."""
    for request in prepared.requests:
        body = endpoint.written(request)
        with work.store.transaction():
            work.store.ledger.append(
                SENT,
                {
                    "to": endpoint.origin,
                    "model": endpoint.model,
                    "exhibit": work.store.siglum(exhibit.exhibit_id),
                    "bytes": len(body),
                    "sha256": digest_of(body),
                    "what": prepared.plan.source,
                    "by": prepared.wish.by.strip(),
                },
            )
        yield endpoint.ask(request)


def _keep(
    work: Workplace,
    exhibit: Exhibit,
    prepared: _Prepared,
    answers: Sequence[ModelAnswer],
    found: Suggested,
) -> SuggestedAnswer:
    """Keep a suggestion, where anything is left of it, in one transaction."""
    if found.pages:
        task = "see" if prepared.plan.is_picture else "translate"
        reading = ModelReading(
            reading_id="",
            exhibit_id=exhibit.exhibit_id,
            kind=RenditionKind(prepared.plan.kind),
            language=prepared.wish.language,
            pages=found.pages,
            model=answers[-1].model,
            version=answers[-1].version,
            prompt_hash=instructions_hash(task, prepared.wish.language),
            origin=prepared.plan.origin,
            at=work.clock(),
            asked_by=" ".join(prepared.wish.by.split()),
            over_rendition=prepared.source.rendition_id if prepared.source else "",
            unsure=found.unsure,
            dropped=found.dropped,
        )
        pinned = Pinned(work)
        with work.store.transaction():
            work.store.put([replace(reading, reading_id=model_reading_id(reading))])
            settle(work, exhibit.exhibit_id, lay_beside(work, exhibit.exhibit_id, pinned))
    answer = SuggestedAnswer(
        plan=prepared.plan,
        n_received=sum(answer.n_received for answer in answers),
        n_words=sum(len(page.text.split()) for page in found.pages),
        unsure=found.unsure,
        dropped=found.dropped,
        layers=layers_answer(work, exhibit),
    )
    return veiled(work, answer)

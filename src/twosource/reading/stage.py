"""The stage itself: exhibits in, outcomes with renditions out, none lost on the way."""

from collections.abc import Iterable, Iterator

from twosource.errors import RefusedError
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.layouts import PageLayout
from twosource.evidence.outcome import Outcome
from twosource.ports import Originals, Sandbox, SealedAnswer, SealedRequest
from twosource.reading.accepting import Making, accept_all
from twosource.reading.failures import failure, failure_of, refusal, status_of
from twosource.reading.kinds import is_read_alone, label_of
from twosource.reading.reader_names import code_of_unread
from twosource.reading.sealed import JOB, arguments_of, reading_from
from twosource.reading.settings import ReadSettings
from twosource.terms import RenditionKind

EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"
ReadOutcome = Outcome[Rendition | PageLayout]


def read(
    exhibits: Iterable[Exhibit],
    *,
    originals: Originals,
    sandbox: Sandbox,
    settings: ReadSettings | None = None,
    is_recognising: bool = False,
) -> Iterator[ReadOutcome]:
    """Yield one outcome per exhibit, in order: its text, or the sentence why there is none.

    The quick pass takes the words an exhibit holds as text; with `is_recognising`, words are read
    from pixels, which is slow. Where an exhibit was read in several ways, the preferred rendition
    comes first. Side-cars of images are left to `read_sidecars`; do not read them here as well, or
    their words count twice.

    Raises IntegrityError where the bytes of an exhibit are missing.
    """
    settings = settings or ReadSettings()
    asked: list[tuple[Exhibit, RefusedError | None]] = []

    def requests() -> Iterator[SealedRequest]:
        for exhibit in exhibits:
            why_not = _why_not(exhibit, settings)
            asked.append((exhibit, why_not))
            if why_not is None:
                yield _request(exhibit, settings, is_recognising)

    answers = sandbox.run_each(requests(), originals.open)
    for answer in answers:
        yield from _refused_before(asked)
        exhibit, _ = asked.pop(0)
        yield _outcome(exhibit, answer, settings, sandbox)
    yield from _refused_before(asked)


def _refused_before(asked: list[tuple[Exhibit, RefusedError | None]]) -> Iterator[ReadOutcome]:
    """Yield the outcomes of exhibits that were refused unopened, up to the first that was opened."""
    while asked and asked[0][1] is not None:
        exhibit, why = asked.pop(0)
        yield _not_read(exhibit, why)


def _why_not(exhibit: Exhibit, settings: ReadSettings) -> RefusedError | None:
    """Return why an exhibit is not even opened: it is empty, too large, or of a kind nobody reads."""
    if exhibit.size == 0 or exhibit.media_type == EMPTY:
        return refusal("empty")
    if exhibit.media_type == UNKNOWN:
        return refusal("unidentified")
    if code := code_of_unread(exhibit.media_type):
        return refusal(code, label=label_of(exhibit.media_type))
    if exhibit.size > settings.limits.max_bytes:
        return refusal("too_large", limit=settings.limits.max_bytes)
    return None


def _request(exhibit: Exhibit, settings: ReadSettings, is_recognising: bool) -> SealedRequest:
    return SealedRequest(
        job=JOB,
        source_id=exhibit.exhibit_id,
        arguments=arguments_of(exhibit.media_type, settings, is_recognising=is_recognising),
        limits=settings.limits,
        alone=is_read_alone(exhibit.media_type),
    )


def _outcome(exhibit: Exhibit, answer: SealedAnswer, settings: ReadSettings, sandbox: Sandbox) -> ReadOutcome:
    try:
        if answer.refused:
            raise answer.refused
        return _accepted(exhibit, answer, settings, sandbox)
    except RefusedError as error:
        return _not_read(exhibit, error)


def _not_read(exhibit: Exhibit, error: RefusedError | None) -> ReadOutcome:
    why = (failure_of(error),) if error else ()
    return Outcome(item_id=exhibit.exhibit_id, status=status_of(why, has_words=False), failures=why)


def _accepted(
    exhibit: Exhibit, answer: SealedAnswer, settings: ReadSettings, sandbox: Sandbox
) -> ReadOutcome:
    maker, version, reading = reading_from(answer.untrusted_messages)
    making = Making(
        exhibit_id=exhibit.exhibit_id,
        kind=RenditionKind.TEXT,
        maker=maker,
        version=version,
        settings=settings.fingerprint(),
        limits=settings.limits,
        sandbox_level=sandbox.level_of(alone=is_read_alone(exhibit.media_type)),
        sandbox=sandbox.how,
    )
    accepted = accept_all(reading, making)
    failures = accepted[0].failures
    has_words = bool(accepted[0].rendition.text.strip())
    if reading.untrusted_pages and not has_words and not failures:
        failures = (failure("nothing_written"),)
    values: list[Rendition | PageLayout] = []
    for one in accepted:
        values += [one.rendition, *one.layouts]
    return Outcome(
        item_id=exhibit.exhibit_id,
        status=status_of(failures, has_words=has_words),
        values=tuple(values),
        failures=tuple(dict.fromkeys(failures)),
    )

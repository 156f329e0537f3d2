"""What crosses the wall between a reader and the desk: a reading as plain messages, and back.

Inside the sandbox `inside.read_sealed` runs the reader; outside `reading_from` takes what came
through, which is only texts, numbers and lists, and believes none of it before types were checked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from twosource.evidence.layouts import PageLayout, WordBox
from twosource.evidence.outcome import Failure
from twosource.ports import Message, Reading
from twosource.reading.failures import refusal
from twosource.reading.settings import ReadSettings

JOB = "twosource.reading.inside:read_sealed"
BOX = ("start", "end", "left", "top", "right", "bottom", "confidence", "is_number")
PLACE = ("page", "width", "height", "dpi", "ink_covered", "turned", "language", "note")
MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, LookupError)


def arguments_of(media_type: str, settings: ReadSettings, *, is_recognising: bool) -> dict[str, Any]:
    """Return what the reader inside must know: the kind of exhibit and the settings, nothing else."""
    return {
        "media_type": media_type,
        "settings": settings.as_plain(),
        "is_recognising": is_recognising,
    }


def plain_of(reading: Reading) -> dict[str, Any]:
    """Return a reading as what JSON holds."""
    return {
        "pages": list(reading.untrusted_pages),
        "labels": list(reading.untrusted_page_labels),
        "metadata": [list(pair) for pair in reading.untrusted_metadata],
        "layouts": [_plain_layout(one) for one in reading.untrusted_layouts],
        "failures": [asdict(one) for one in reading.failures],
        "way": reading.way,
        "because": reading.because,
        "others": [plain_of(one) for one in reading.others],
    }


def reading_from(untrusted_messages: Sequence[Message]) -> tuple[str, str, Reading]:
    """Return (maker, version, reading) of the one message a reader sends. Raises RefusedError for another."""
    try:
        (message,) = untrusted_messages
        if isinstance(message, bytes):
            raise TypeError("bytes where a mapping belongs")
        return str(message["maker"])[:80], str(message["version"])[:300], _reading(message)
    except MISSHAPEN as error:
        reason = "it gave something that is no text"
        raise refusal("damaged", label="what a reader may give", reason=reason) from error


def _plain_layout(layout: PageLayout) -> dict[str, Any]:
    words = [[getattr(word, name) for name in BOX] for word in layout.words]
    return {**{name: getattr(layout, name) for name in PLACE}, "words": words}


def _reading(message: Mapping[str, Any], depth: int = 0) -> Reading:
    if depth > 1:
        raise ValueError("readings beside one another hold no others")
    return Reading(
        untrusted_pages=tuple(message["pages"]),
        untrusted_page_labels=tuple(message["labels"]),
        untrusted_metadata=tuple((name, value) for name, value in message["metadata"]),
        untrusted_layouts=tuple(_layout(one) for one in message["layouts"]),
        failures=tuple(_failure(one) for one in message["failures"]),
        way=str(message["way"])[:80],
        because=str(message["because"])[:500],
        others=tuple(_reading(one, depth + 1) for one in message["others"]),
    )


def _failure(plain: Mapping[str, Any]) -> Failure:
    return Failure(**{name: str(plain[name])[:2000] for name in ("code", "happened", "safe", "remedy")})


def _layout(plain: Mapping[str, Any]) -> PageLayout:
    words = tuple(_box(dict(zip(BOX, word, strict=True))) for word in plain["words"])
    covered = plain["ink_covered"]
    return PageLayout(
        layout_id="",
        rendition_id="",
        page=int(plain["page"]),
        width=int(plain["width"]),
        height=int(plain["height"]),
        dpi=int(plain["dpi"]),
        words=words,
        ink_covered=None if covered is None else float(covered),
        turned=float(plain["turned"]),
        language=str(plain["language"])[:20],
        note=str(plain["note"])[:500],
    )


def _box(plain: Mapping[str, Any]) -> WordBox:
    sure = plain["confidence"]
    return WordBox(
        **{name: int(plain[name]) for name in BOX[:6]},
        confidence=None if sure is None else float(sure),
        is_number=bool(plain["is_number"]),
    )

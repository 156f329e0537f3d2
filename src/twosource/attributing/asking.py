"""Asking a trained tagger about sentences, a few thousand words at a time, so that memory stays flat.

Renditions are read in the order they come; short ones share a batch, because a model is quicker
with many sentences than with one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from twosource.attributing.frames import Parsed
from twosource.ports import Tagger

BATCH_WORDS = 4000
MIN_WORDS = 3


class Readable(Protocol):
    """Anything made of parsed sentences."""

    @property
    def items(self) -> Sequence[Parsed]:
        """The sentences, in order."""
        ...


R = TypeVar("R", bound=Readable)


def asked(readings: Iterable[R], tagger: Tagger | None) -> Iterator[R]:
    """Yield readings in order, their sentences marked by the tagger where it was taught their language.

    At most one reading more than a batch of words is held at once.
    """
    if tagger is None:
        yield from readings
        return
    waiting: list[R] = []
    n_words = 0
    for reading in readings:
        waiting.append(reading)
        n_words += sum(len(item.tokens) for item in reading.items)
        if n_words >= BATCH_WORDS:
            yield from _marked(waiting, tagger)
            waiting, n_words = [], 0
    yield from _marked(waiting, tagger)


def _marked(readings: list[R], tagger: Tagger) -> list[R]:
    batch: list[Parsed] = []
    n_words = 0
    for item in (item for reading in readings for item in reading.items):
        if item.lexicon.language not in tagger.languages or len(item.tokens) < MIN_WORDS:
            continue
        batch.append(item)
        n_words += len(item.tokens)
        if n_words >= BATCH_WORDS:
            _mark(batch, tagger)
            batch, n_words = [], 0
    if batch:
        _mark(batch, tagger)
    return readings


def _mark(batch: Sequence[Parsed], tagger: Tagger) -> None:
    marks = tagger.mark([[token.text for token in item.tokens] for item in batch])
    for item, marked in zip(batch, marks, strict=True):
        item.marked = marked
        item.model = tagger.version

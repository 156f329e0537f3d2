"""Running a stage so that it can be killed at any moment and run again without loss.

Work is keyed by stage, settings fingerprint and item. Values of a batch and the mark that the
batch is done are kept in one transaction: either both are there or neither. This is one of the
two places where any exception is caught: at the boundary of one item, which then ends as a
failure with a sentence, while the run goes on.
"""

import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from twosource.errors import ItemError, TwosourceError
from twosource.evidence.codec import canonical
from twosource.evidence.outcome import Failure, Outcome
from twosource.ids import digest_of
from twosource.terms import Status

BATCH = 200
MAX_WAIT = 5.0
T = TypeVar("T")


class Progress(Protocol):
    """Told how far a stage is; `total` is None while nobody knows."""

    def __call__(self, stage: str, done: int, total: int | None, what: str = "") -> None:
        """Take note of how far a stage is, and `what` it did last."""
        ...


def silent(stage: str, done: int, total: int | None, what: str = "") -> None:
    """Take no note."""


@dataclass(frozen=True, slots=True)
class RunCount:
    """What one run of a stage did: items done now, items done before, items that failed."""

    stage: str
    n_done: int
    n_before: int
    n_failed: int = 0

    @property
    def did_work(self) -> bool:
        """Say whether there was anything to do."""
        return self.n_done > 0


def fingerprint(*parts: Any) -> str:
    """Return a digest of settings, versions and inputs: the same work has the same fingerprint."""
    return digest_of(canonical(list(parts)).encode("utf-8", "surrogatepass"))[:32]


def failed(item_id: str, error: BaseException) -> Outcome[Any]:
    """Return the outcome of an item whose handling raised: a sentence, never a trace for the user."""
    if isinstance(error, TwosourceError):
        failure = Failure(
            code=type(error).__name__,
            happened=error.happened,
            safe=error.safe_text,
            remedy=error.remedy_text,
        )
    else:
        where = traceback.extract_tb(error.__traceback__)[-1:]
        place = f" in {where[0].name}" if where else ""
        failure = Failure(
            code=type(error).__name__,
            happened=f"This step failed unexpectedly ({type(error).__name__}{place}).",
            safe="The original is kept.",
            remedy="Please report it with the siglum and the version; no content is needed.",
        )
    return Outcome(item_id=item_id, status=Status.REFUSED, failures=(failure,))


def guarded(
    items: Iterable[T], name: Callable[[T], str], stage: Callable[[Sequence[T]], Iterable[Outcome[Any]]]
) -> Iterator[tuple[T, list[Outcome[Any]]]]:
    """Yield each item with its outcomes, an unexpected exception becoming the outcome of that item."""
    for item in items:
        try:
            outcomes = list(stage([item]))
        except ItemError as error:
            outcomes = [failed(name(item), error)]
        except TwosourceError:
            raise
        except Exception as error:
            outcomes = [failed(name(item), error)]
        yield item, outcomes


def batches(items: Iterable[T], size: int = BATCH, seconds: float = MAX_WAIT) -> Iterator[list[T]]:
    """Yield lists of at most `size`, in order, and no list that took much longer than `seconds` to fill.

    What is done is confirmed soon, so that one slow item costs no more than itself.
    """
    batch: list[T] = []
    started = time.monotonic()
    for item in items:
        batch.append(item)
        if len(batch) == size or time.monotonic() - started > seconds:
            yield batch
            batch, started = [], time.monotonic()
    if batch:
        yield batch

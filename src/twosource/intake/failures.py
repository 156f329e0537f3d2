"""Why something received was refused or waits, in the reviewed sentences of the vocabulary."""

from collections.abc import Mapping

from twosource.errors import ItemError, LimitError, RefusedError
from twosource.evidence.outcome import Failure
from twosource.intake.containers import LIMIT_CODES, Fault
from twosource.terms import Status, load_table

WAITING_CODES = frozenset({"password", "wrong_password", "locked", "method", "embedded", "out_of_reach"})
KEPT = "The original is kept."
UNSAID = "no reason was given"


class _Words(dict[str, object]):
    """The words of a sentence; what hostile bytes left out is said to be missing, not an error."""

    def __missing__(self, name: str) -> str:
        return UNSAID


def refusal(code: str, **words: object) -> RefusedError:
    """Return the error for a code of `vocabulary/intake_failures.toml`. Raises KeyError for another."""
    row = load_table("intake_failures")["failures"][code]
    kind = LimitError if code in LIMIT_CODES else RefusedError
    happened = row["happened"].format_map(_Words(words))
    return kind(happened, safe=row.get("safe", KEPT), remedy=row["remedy"], code=code)


def refusal_of(fault: Fault, path: str) -> RefusedError:
    """Return the error that words a fault; one whose code nobody reviewed is told as broken."""
    code = fault.code if is_code(fault.code) else "sealed"
    return refusal(code, **{**_told(fault.words), "path": path})


def is_code(code: str) -> bool:
    """Say whether the vocabulary holds a sentence for a code."""
    return code in load_table("intake_failures")["failures"]


def _told(words: Mapping[str, str]) -> dict[str, object]:
    return {name: " ".join(value.split()) for name, value in words.items()}


def failure_of(error: ItemError) -> Failure:
    """Return the failure that records an error about one item."""
    return Failure(
        code=error.code or "refused",
        happened=error.happened,
        safe=error.safe_text,
        remedy=error.remedy_text,
    )


def status_of(error: ItemError) -> Status:
    """Say whether an error ends an item as waiting (a person can unlock it) or as refused."""
    return Status.WAITING if error.code in WAITING_CODES else Status.REFUSED

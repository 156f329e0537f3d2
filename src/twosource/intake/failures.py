"""Why something received was refused or waits, in the reviewed sentences of the vocabulary."""

from twosource.errors import ItemError, LimitError, RefusedError
from twosource.evidence.outcome import Failure
from twosource.terms import Status, load_table

LIMIT_CODES = frozenset({"too_large", "budget", "bomb", "overlap", "members", "depth"})
WAITING_CODES = frozenset({"password", "method"})
KEPT = "The original is kept."


def refusal(code: str, **words: object) -> RefusedError:
    """Return the error for a code of `vocabulary/intake_failures.toml`. Raises KeyError for another."""
    row = load_table("intake_failures")["failures"][code]
    kind = LimitError if code in LIMIT_CODES else RefusedError
    return kind(row["happened"].format(**words), safe=row.get("safe", KEPT), remedy=row["remedy"], code=code)


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

"""The exception tree: each class has an exit code, a remedy, and whether an item or the run fails.

A message has three parts, because its reader is under pressure: what happened, what is
safe, what to do.
"""

from typing import ClassVar

DONE = 0
PARTLY = 3
INTERRUPTED = 130


class TwosourceError(Exception):
    """Something went wrong; nothing kept was harmed unless the message says so."""

    exit_code: ClassVar[int] = 1
    fails_run: ClassVar[bool] = True
    safe: ClassVar[str] = "Nothing in the case was changed."
    remedy: ClassVar[str] = "Run `twosource doctor` and read what it reports."

    def __init__(
        self, happened: str, *, remedy: str | None = None, safe: str | None = None, code: str = ""
    ) -> None:
        super().__init__(happened)
        self.happened = happened
        self.code = code
        self.remedy_text = remedy or self.remedy
        self.safe_text = safe or self.safe

    def sentences(self) -> str:
        """Return what happened, what is safe and what to do, as one paragraph."""
        return f"{self.happened} {self.safe_text} {self.remedy_text}"


class UsageError(TwosourceError):
    """The command was called in a way it does not know."""

    exit_code = 2
    remedy = "Run the command with --help; examples come first."


class DeclarationError(UsageError):
    """`case.toml` holds something the program does not know or cannot accept."""

    remedy = "Mend the named line of case.toml and run the command again."


class ItemError(TwosourceError):
    """One item could not be handled; the run goes on and counts it."""

    exit_code = PARTLY
    fails_run = False
    safe = "The original is kept."


class RefusedError(ItemError):
    """An item was refused for a stated reason, such as a limit or a damaged structure."""

    remedy = "Look at the reason in `twosource coverage`; the bytes can be opened elsewhere with care."


class GateError(TwosourceError):
    """The gate refused to publish."""

    exit_code = 4
    safe = "Nothing was published."
    remedy = "Give each named sentence its evidence, or strike it."


class IntegrityError(TwosourceError):
    """Bytes, ledger or passages are not what was recorded."""

    exit_code = 5
    safe = "Nothing was repaired or overwritten."
    remedy = "Compare with a copy of the case and run `twosource verify` there."


class NotAllowedError(TwosourceError):
    """The operating system or a rule forbids it."""

    exit_code = 6
    remedy = "Check who owns the folder and whether it can be written."


class SandboxError(TwosourceError):
    """The wanted sandbox level is not available on this machine."""

    exit_code = 7


class NetworkError(TwosourceError):
    """The work would need the network, which nobody granted."""

    exit_code = 8


class NothingMatchedError(TwosourceError):
    """The question was understood and nothing answers to it."""

    exit_code = 9
    remedy = "Try other words, or see what there is with `twosource claims` or `twosource coverage`."


class NoCaseError(TwosourceError):
    """There is no case here or above."""

    exit_code = 10
    safe = "Nothing was written."
    remedy = "Go into a case folder, name one with --case, or make one with `twosource new`."


class LockedError(TwosourceError):
    """Another process is writing to the case."""

    exit_code = 11
    remedy = "Wait for the other command to end, then run this one again."


class TryAgainError(TwosourceError):
    """A passing condition stopped the work, such as a full disk."""

    exit_code = 75
    safe = "What was confirmed is kept."
    remedy = "Remove the condition and run the same command again; it goes on where it stopped."


class AnchorError(IntegrityError):
    """A passage no longer stands where its locator says."""

    remedy = "Cite the passage again with `twosource cite`."


class LimitError(RefusedError):
    """A byte, ratio, depth, page or pixel budget was exceeded."""


EXIT_CODES: dict[int, str] = {
    DONE: "done, everything accounted for",
    1: "failed",
    2: "called wrongly, or case.toml holds something unknown",
    PARTLY: "done, and some items were refused, partly read or are waiting",
    4: "the gate refused to publish",
    5: "integrity failure",
    6: "not allowed",
    7: "the wanted sandbox level is not available",
    8: "it would need the network",
    9: "nothing matched",
    10: "no case here",
    11: "locked by another process",
    75: "a passing condition; try again",
    INTERRUPTED: "interrupted; safe to repeat",
}

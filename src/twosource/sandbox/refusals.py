"""The sentences of a sandbox: what happened to a reader, what is safe, what to do.

Codes: `crashed` (it died or broke the rules of the wall), `time` (too slow, or nothing moved), `memory`
and `output` (it used or sent more than its limits allow).
"""

import signal

from twosource.errors import LimitError, RefusedError, SandboxError

SAFE = "The original is kept and nothing outside the sandbox was reached."
ELSEWHERE = "Ask for a sound copy, or open it elsewhere with care and receive a converted copy."


def crashed(how: str) -> RefusedError:
    """Return the refusal of an exhibit whose reader died."""
    return RefusedError(
        f"The reader of this exhibit came to an end before it had finished: {how}.",
        safe=SAFE,
        remedy=ELSEWHERE,
        code="crashed",
    )


def broken(why: str) -> RefusedError:
    """Return the refusal of an exhibit whose reader sent what no reader sends."""
    return RefusedError(
        f"What the reader of this exhibit gave could not be taken: {why}.",
        safe=SAFE,
        remedy=ELSEWHERE,
        code="crashed",
    )


def gave_up(fault: str) -> RefusedError:
    """Return the refusal of an exhibit whose reader met what it had not foreseen."""
    return RefusedError(
        f"This exhibit looks damaged: the reader gave up ({fault}).",
        safe=SAFE,
        remedy=ELSEWHERE,
        code="damaged",
    )


def too_slow(seconds: float) -> LimitError:
    """Return the refusal of an exhibit that took more than its time."""
    return LimitError(
        f"Reading this exhibit took more than the {seconds:g} seconds it may take, so it was stopped.",
        safe=SAFE,
        remedy="Raise the time for it (`max_seconds`) and read it again, or split it elsewhere.",
        code="time",
    )


def stalled(seconds: float) -> LimitError:
    """Return the refusal of an exhibit whose reader neither worked nor sent anything."""
    return LimitError(
        f"The reader of this exhibit did nothing for {seconds:g} seconds, so it was stopped.",
        safe=SAFE,
        remedy=ELSEWHERE,
        code="time",
    )


def too_large(max_memory: int) -> LimitError:
    """Return the refusal of an exhibit that took more than its memory."""
    return LimitError(
        f"Reading this exhibit took more than the {max_memory // (1 << 20)} MiB of memory it may take.",
        safe=SAFE,
        remedy="Raise the memory for it (`max_memory`) and read it again, or split it elsewhere.",
        code="memory",
    )


def too_much(most: int, *, what: str = "bytes") -> LimitError:
    """Return the refusal of an exhibit whose reader sent more than it may."""
    return LimitError(
        f"The reader of this exhibit gave more than the {most} {what} it may give.",
        safe=SAFE,
        remedy="Raise the limit on text for it (`max_text`) if it is sound, or split it elsewhere.",
        code="output",
    )


def too_many_processes(most: int) -> LimitError:
    """Return the refusal of an exhibit whose reader started more processes than it may."""
    return LimitError(
        f"The reader of this exhibit started more than the {most} processes it may start, so it was stopped.",
        safe=SAFE,
        remedy=ELSEWHERE,
        code="crashed",
    )


def too_much_written(most: int) -> LimitError:
    """Return the refusal of an exhibit whose reader filled its temporary folder."""
    return LimitError(
        f"The reader of this exhibit wrote more than the {most // (1 << 20)} MiB it may write for itself.",
        safe=SAFE,
        remedy=ELSEWHERE,
        code="output",
    )


def of_status(status: int, *, seconds: float, max_memory: int, used_memory: int) -> RefusedError:
    """Return the refusal for the wait status of a reader that ended without saying so.

    A reader killed by nobody we know was killed for memory by the kernel; one that aborts with most of
    its memory in use could not get more (C++ and Rust abort where Python raises).
    """
    number = status & 0x7F
    if number == signal.SIGXCPU:
        return too_slow(seconds)
    if number == signal.SIGKILL or (number == signal.SIGABRT and used_memory > 0.8 * max_memory):
        return too_large(max_memory)
    if number:
        return crashed(signal.strsignal(number) or f"signal {number}")
    return crashed(f"it left with status {status >> 8}")


def not_available(wanted: str, reasons: tuple[str, ...]) -> SandboxError:
    """Return the error where this machine cannot seal as well as was asked."""
    because = "; ".join(reasons) or "nothing here can seal a reader"
    return SandboxError(
        f"This machine offers no sandbox of {wanted}: {because}.",
        remedy=(
            "Install bubblewrap (`apt install bubblewrap`) and allow user namespaces, as "
            "docs/how-to/sandbox.md says; only for material you trust, ask for level 0."
        ),
    )

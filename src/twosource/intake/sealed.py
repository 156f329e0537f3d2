"""The inner end of the wall: one container is taken apart where nothing can be reached, and sent as frames.

A member is a header (a mapping), its bytes, and an end. Faults are codes with a few words. The
container's own name never comes in here, nor does a path of the case.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from twosource.intake.containers import Allowance, Fault, FaultError, Member
from twosource.intake.openers import load, opened
from twosource.intake.settings import shown_bytes
from twosource.ports import Limits, Message

JOB = f"{__name__}:unpack_sealed"
MAX_NAME = 1 << 15
# Frames, by what they say.
MEMBER, END, BROKEN, NOTE, STOPPED, DONE = "member", "end", "broken", "note", "stopped", "done"


def prepare(arguments: Mapping[str, Any]) -> None:
    """Load what one kind of container needs, in the process that opens none itself and forks for each."""
    load(arguments["media_type"])


def unpack_sealed(
    untrusted_source: BinaryIO, arguments: Mapping[str, Any], _limits: Limits
) -> Iterator[Message]:
    """Send every member of one container, then that all were sent, or why it stopped."""
    allowance = Allowance.from_plain(arguments["allowance"])
    given = opened(arguments["media_type"], bool(arguments["also_zip"]), untrusted_source, allowance)
    try:
        for one in given:
            if isinstance(one, Fault):
                yield _frame(NOTE, one)
            else:
                yield from _sent(one, allowance)
        yield {"frame": DONE}
    except FaultError as error:
        yield _frame(STOPPED, error.fault)


def _sent(member: Member, allowance: Allowance) -> Iterator[Message]:
    """Send one member, counting its bytes. Raises FaultError where nothing more may be unpacked."""
    allowance.spend_members()
    yield {
        "frame": MEMBER,
        "name": member.name[:MAX_NAME],
        "size": member.size,
        "clock": member.clock,
    }
    if member.fault:
        yield _frame(BROKEN, member.fault)
        return
    count = 0
    try:
        for chunk in member.chunks():
            count += len(chunk)
            _check(count, len(chunk), allowance)
            if chunk:
                yield bytes(chunk)
    except FaultError as error:
        yield _frame(BROKEN, error.fault)
        if error.fault.code == "budget":
            raise FaultError("spent", **error.fault.words) from error
        return
    yield {"frame": END}


def _check(count: int, more: int, allowance: Allowance) -> None:
    if more > allowance.n_bytes_left:
        raise FaultError("budget", limit=shown_bytes(allowance.n_bytes_left))
    if count > allowance.max_item_bytes:
        raise FaultError("too_large", limit=shown_bytes(allowance.max_item_bytes))
    allowance.n_bytes_left -= more


def _frame(kind: str, what: Fault) -> dict[str, Any]:
    return {"frame": kind, "code": what.code, "words": dict(what.words)}

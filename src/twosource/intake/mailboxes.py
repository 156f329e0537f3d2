"""Mailboxes (mbox): every message becomes an exhibit of its own, byte for byte as it stands.

A message begins behind a line `From ...` that follows a blank line (RFC 4155). Sentences begin so
too: what follows the line must look like a header, so that a sentence cuts no message in two.
"""

from collections.abc import Iterator
from typing import BinaryIO

from twosource.intake.containers import Allowance, FaultError, Given, fault
from twosource.intake.gaps import Gap, stretch
from twosource.intake.texts import HEADER

FROM = b"From "
BLANK = (b"\n", b"\r\n")
MAX_LINE = 1 << 16
# The first line that parts messages, with a blank line before it; more than this before it is material.
MAX_BEFORE = 1024


def members_of_mailbox(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield the messages in order, without the lines that part them, and what stands before the first.

    Raises FaultError where there are more messages than may be taken; what was yielded stays.
    """
    limit = allowance.n_members_left  # which whoever takes the messages spends meanwhile
    for number, gap in enumerate(messages_of(source), start=1):
        if number == 1 and gap.start > MAX_BEFORE:
            yield fault("before", n=gap.start)
        if number > limit:
            raise FaultError("members", n=f"at least {number}", limit=limit)
        yield stretch(source, gap, f"message-{number}.eml")


def messages_of(kept: BinaryIO) -> Iterator[Gap]:
    """Yield where each message stands, reading line after line; long lines are read in pieces.

    The place is kept between messages, since whoever takes one reads the same stream.
    """
    begun = -1
    at = 0
    was_blank, n_blank = True, 0
    was_whole = True
    while True:
        kept.seek(at)
        line = kept.readline(MAX_LINE)
        if not line:
            break
        if was_whole and was_blank and line.startswith(FROM) and _heads_message(kept):
            if begun >= 0:
                yield Gap(begun, max(begun, at - n_blank))
            begun = at + len(line)
        was_blank = was_whole and line in BLANK
        n_blank = len(line) if was_blank else 0
        was_whole = line.endswith(b"\n")
        at += len(line)
    if begun >= 0:
        yield Gap(begun, at)


def _heads_message(kept: BinaryIO) -> bool:
    """Say whether the next line is a header, or another mark of where a message came from."""
    line = kept.readline(MAX_LINE)
    return HEADER.match(line.rstrip(b"\r\n")) is not None or line.startswith((b">From ", FROM))

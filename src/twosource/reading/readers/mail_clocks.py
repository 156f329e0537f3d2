"""The clocks of a mail: what its sender wrote, what each machine on the way stamped, when it was delivered.

A sender can write any date; machines on the way write their own. Where the clocks contradict one
another somebody's was wrong, or somebody set it so.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import pairwise

from twosource.reading.readers.findings import MAX_SHOWN

DELIVERED = ("delivery-date", "x-delivery-time", "x-apple-delivery", "x-received-date")
FROM_HOST = re.compile(r"\bfrom\s+([^\s;()]+)", re.IGNORECASE)
BY_HOST = re.compile(r"\bby\s+([^\s;()]+)", re.IGNORECASE)
# Judged: clocks of machines differ by minutes, and mail may wait a day where it was written.
MAX_AHEAD = timedelta(minutes=10)
MAX_WAIT = timedelta(days=1)
MAX_HOPS = 100


def clocks_of(headers: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield (name, value): one `received` for each hop, the first on the way first, then what disagrees.

    `headers` are (name in lower case, value) in the order of the mail, the last hop first.
    """
    hops = [value for name, value in headers if name == "received"][:MAX_HOPS]
    stamped: list[tuple[datetime, str]] = []
    for value in reversed(hops):
        said, at = " ".join(value.split()), instant_of(value.rpartition(";")[2])
        yield "received", _hop(said, at)
        if at is not None:
            stamped.append((at, _host(said)))
    delivered = [(name, value) for name, value in headers if name in DELIVERED]
    yield from (("delivered", " ".join(value.split())) for _, value in delivered)
    sent = next((instant_of(value) for name, value in headers if name == "date"), None)
    last = next((instant_of(value) for _, value in delivered), None)
    yield from _disagreements(sent, stamped, last)


def instant_of(written: str) -> datetime | None:
    """Return the instant a mail program wrote, in UTC, or None where it wrote none that can be read."""
    try:
        at = parsedate_to_datetime(" ".join(written.split()))
    except (ValueError, TypeError, LookupError, OverflowError):
        return None
    try:
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def headers_with_names(mail: Message, faults: tuple[type[Exception], ...]) -> list[tuple[str, str]]:
    """Return every header of a mail as (name in lower case, value as it stands), damaged ones too."""
    found: list[tuple[str, str]] = []
    for name, value in mail.raw_items():
        try:
            found.append((str(name).lower(), str(value)))
        except faults:
            found.append((str(name).lower(), ""))
    return found


def _hop(said: str, at: datetime | None) -> str:
    hosts = " ".join(
        f"{word} {match[1]}"
        for word, pattern in (("from", FROM_HOST), ("by", BY_HOST))
        if (match := pattern.search(said))
    )
    if at is None:
        return said[:MAX_SHOWN]
    return f"{at:%Y-%m-%dT%H:%M:%SZ} {hosts}".strip()


def _host(said: str) -> str:
    match = BY_HOST.search(said)
    return match[1] if match else "a machine that gives no name"


def _disagreements(
    sent: datetime | None, stamped: list[tuple[datetime, str]], delivered: datetime | None
) -> Iterator[tuple[str, str]]:
    """Yield what two clocks contradict each other in."""
    if sent and stamped:
        first, host = stamped[0]
        if sent > first + MAX_AHEAD:
            yield "clocks disagree", f"dated {_span(sent - first)} after {host} received it"
        elif first > sent + MAX_WAIT:
            yield "clocks disagree", f"dated {_span(first - sent)} before {host} received it"
    for (before, first_host), (after, second_host) in pairwise(stamped):
        if before > after + MAX_AHEAD:
            yield "clocks disagree", f"{second_host} received it {_span(before - after)} before {first_host}"
    if delivered and stamped and abs(delivered - stamped[-1][0]) > MAX_WAIT:
        yield "clocks disagree", f"delivered {_span(abs(delivered - stamped[-1][0]))} from the last hop"


def _span(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    for length, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= length:
            n = seconds // length
            return f"{n} {unit}{'' if n == 1 else 's'}"
    return f"{seconds} seconds"

"""Name and reason of whoever judges: what stands behind every word of a person in the ledger."""

import unicodedata

from twosource.desk.merging import UNTOUCHED
from twosource.errors import UsageError
from twosource.reading.accepting import UNSTORABLE


def written_name(by: str) -> str:
    """Return a name as it is recorded: one form of each letter, one space; else one person would be two."""
    return " ".join(unicodedata.normalize("NFC", by).split())


def signed(by: str, why: str, judged: str, *, safe: str = UNTOUCHED) -> tuple[str, str]:
    """Return name and reason as they are recorded. Raises UsageError where either is missing.

    `judged` begins the sentence that says so, for instance "Whether two are one is a judgement".
    """
    by, why = written_name(by), " ".join(why.split())
    if not by or not why:
        missing = "a name and a reason" if not (by or why) else "a name" if not by else "a reason"
        raise UsageError(
            f"{judged}: it needs {missing}.", safe=safe, remedy="Give both: --by 'Name' --why 'reason'."
        )
    if UNSTORABLE.search(by + why):
        raise UsageError("The name or the reason holds half a character.", safe=safe)
    return by, why

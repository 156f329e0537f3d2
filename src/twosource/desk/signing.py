"""Name and reason of whoever judges: what stands behind every word of a person in the ledger."""

import re
import unicodedata
from functools import cache

from twosource.desk.merging import UNTOUCHED
from twosource.errors import UsageError
from twosource.reading.accepting import UNSTORABLE
from twosource.terms import load_table

LONGEST_NAME = 200
"""Letters of a name at most: longer ones fill every table they stand in."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
# Joiners decide how letters are written in Persian and Indic names: they stay, and tell nobody apart.
_JOINERS = re.compile("[\u200c\u200d]")


def written_name(by: str) -> str:
    """Return a name as it is recorded: one form of each letter, one space; else one person would be two."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", by)).split())


@cache
def _lookalikes() -> dict[int, str]:
    rows: dict[str, str] = load_table("lookalikes")["letters"]
    # Small l and capital I look alike too, and Lan is not Ian: only letters of other scripts are folded.
    return {ord(s): c for c, signs in rows.items() if c.isascii() for s in signs if not s.isascii()}


def seen_name(by: str) -> str:
    """Return what a reader sees of a name: neither case nor width, nor a letter of another script like ours.

    Two names that are seen alike are one person's: whoever signs Nadia with a Cyrillic letter is Nadia.
    """
    folded = unicodedata.normalize("NFKC", _JOINERS.sub("", written_name(by))).casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", folded).translate(_lookalikes()))


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
    if len(by) > LONGEST_NAME:
        raise UsageError(f"A name of {len(by):,} letters is none; {LONGEST_NAME} are enough.", safe=safe)
    if UNSTORABLE.search(by + why):
        raise UsageError("The name or the reason holds half a character.", safe=safe)
    return by, why

"""The sentence that says from whom a page has its lead goes where the lead went."""

from dataclasses import replace

import pytest
from matching_sheet import Sheet

from twosource.evidence.testimony import Factuality
from twosource.terms import Stance, Voice


def story(sentence, *, gap=1, **changed):
    """Return a sheet of two pages that tell one payment, and the id of a crediting sentence in the second."""
    sheet = Sheet()
    sheet.say("Damra Gas paid the Kolbar Brigade at Wesh", "pay", exhibit="one", said="2024-02-12")
    sheet.say("The Kolbar Brigade was paid by Damra Gas at Wesh", "pay", exhibit="two", said="2024-02-12")
    lead = sheet.passages[sheet.statements[-1].passage_id]
    name = sheet.say(
        sentence, changed.pop("action", None), exhibit="two", said="2024-02-13", credits=("Lark",)
    )
    passage_id = sheet.statements[-1].passage_id
    start = lead.end + gap
    sheet.passages[passage_id] = replace(sheet.passages[passage_id], start=start, end=start + len(sentence))
    sheet.statements[-1] = replace(sheet.statements[-1], **{"voice": Voice.ATTRIBUTED, **changed})
    return sheet, name


def is_with_lead(sheet, name):
    """Say whether a statement is in one claim with both leads."""
    return any(name in group and len(group) == 3 for group in sheet.groups())


def test_the_next_sentence_says_from_whom_the_lead_is():
    """`So the Lark reported` shares no word with the lead, and stands right behind it."""
    assert is_with_lead(*story("So the Lark reported"))


@pytest.mark.parametrize(
    ("gap", "changed"),
    [
        (400, {}),
        (1, {"stance": Stance.DENIES}),
        (1, {"voice": Voice.OWN}),
        (1, {"action": "verify"}),
        (1, {"factuality": Factuality(is_negated=True)}),
    ],
)
def test_nothing_else_goes_with_the_lead(gap, changed):
    """Not what stands far below, denies, credits nobody, tells another deed, or that it did not happen."""
    assert not is_with_lead(*story("So the Lark reported", gap=gap, **changed))

"""Records of parties, the shortest way."""

from datetime import date

from twosource.evidence.reliability import Grade, TrackEntry, Truth
from twosource.evidence.testimony import Made
from twosource.terms import Standing
from twosource.weighing.reliability import Record, ReliabilitySettings, read_reliability
from twosource.weighing.reliability.lots import Lot

MADE = Made(by="person:Nadia", standing=Standing.JUDGEMENT, why="a test")
PLAIN = ReliabilitySettings(unseen=1.0, alike=1.0)
TODAY = date(2016, 5, 10)


def lot(n, *, right=True, unseen=1.0, quality=1.0, asserted=True):
    return Lot(is_asserted=asserted, is_true=right, n=n, unseen=unseen, quality=quality)


def entry(text, truth=Truth.TRUE, *, party="z", **fields):
    return TrackEntry(
        entry_id=f"entry-{party}-{text}", party_id=party, text=text, truth=truth, made=MADE, **fields
    )


def rights(n, **fields):
    return tuple(entry(f"matter {at}", **fields) for at in range(n))


def grade(letter, number="", **fields):
    return Grade(
        grade_id=f"grade-{letter}{number}",
        party_id="z",
        letter=letter,
        number=number,
        standard="STANAG 2511",
        made=MADE,
        **fields,
    )


def read(entries=(), about=None, *, settings=PLAIN, today=TODAY, **fields):
    record = Record(party_id="z", name="the group", kind="group", entries=tuple(entries), **fields)
    return read_reliability(record, about, settings=settings, today=today)

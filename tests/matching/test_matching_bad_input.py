"""Input nobody would write and every case has: alone, copied ten thousand times, undated, empty, missing."""

from dataclasses import replace

import pytest

from twosource.dates import UNDATED
from twosource.evidence.claims import Claim
from twosource.matching import MatchSettings, match
from twosource.terms import Status


def matched(sheet, statements):
    """Return everything matching yields for some statements of a sheet."""
    return list(
        match(statements, passages=sheet.passages, claims=(), judgements=(), settings=MatchSettings())
    )


def test_nothing_gives_nothing(sheet):
    """A case without statements has no claims and no failure."""
    assert sheet.match() == []


def test_one_statement_is_one_claim(sheet):
    """Nobody to compare it with, so it words its own claim, and says so."""
    one = sheet.say("Guns left Palmyra at night", "withdraw", place="Palmyra")
    (outcome,) = sheet.match()
    claim, matching = outcome.values
    assert isinstance(claim, Claim)
    assert (matching.statement_id, matching.verdict) == (one, "same")


def test_ten_thousand_copies_are_one_content_compared_once(sheet, monkeypatch):
    """Copies cost no comparison: one claim, ten thousand statements on it, no question to a person."""
    sheet.say("Guns left Palmyra at night", "withdraw", place="Palmyra", span="2016-03-25")
    sheet.say("Oil was traded for fertiliser at a price", "trade", place="Raqqa")
    (first, other), passage = sheet.statements, next(iter(sheet.passages.values()))
    copies = []
    for number in range(10_000):
        held = replace(passage, passage_id=f"p{number}", exhibit_id=f"e{number}")
        sheet.passages[held.passage_id] = held
        copies.append(
            replace(first, statement_id=f"s{number}", passage_id=held.passage_id, exhibit_id=held.exhibit_id)
        )
    asked = []
    real = "twosource.matching.grouping.compare"
    monkeypatch.setattr(real, lambda *pair: asked.append(pair))
    outcomes = matched(sheet, [*copies, other])
    assert [len(o.values) - 1 for o in outcomes] == [10_000, 1]
    assert {m.verdict for o in outcomes for m in o.values[1:]} == {"same"}
    assert len(asked) < 10


def test_a_report_without_any_date_is_compared_by_what_it_says(sheet):
    """No day of the event and none of the report: the rest decides, and nothing is held against it."""
    text = "Three hundred guns left Palmyra for the desert road at night"
    one = sheet.say(text, "withdraw", place="Palmyra")
    two = sheet.say(f"{text}, it said", "withdraw", place="Palmyra", span="2016-03-25", said="2016-03-26")
    assert all(s.said_span == UNDATED for s in sheet.statements[:1])
    assert sheet.groups() == {frozenset({one, two})}


@pytest.mark.parametrize("text", ["", "   ", "\n", "…", "\u200f\u200e", "٫", "1"])
def test_a_passage_without_words_founds_a_claim_and_joins_none(sheet, text):
    """Empty, blank, a sign, a mark of direction: kept, alone, and no crash."""
    empty = sheet.say(text, "withdraw", place="Palmyra")
    full = sheet.say("Guns left Palmyra at night", "withdraw", place="Palmyra")
    assert frozenset({full}) in sheet.groups()
    assert frozenset({empty}) in sheet.groups()


def test_a_missing_passage_is_said_and_the_rest_is_matched(sheet):
    """What nobody can read any more is put to no claim, and a sentence says what to do."""
    lost, kept = sheet.say("Guns left", "withdraw"), sheet.say("Oil was traded", "trade")
    sheet.passages.pop(sheet.statements[0].passage_id)
    refused, claim = sheet.match()
    assert (refused.item_id, refused.status) == (lost, Status.REFUSED)
    assert "names a passage that is not held" in refused.failures[0].sentence()
    assert {m.statement_id for m in claim.values[1:]} == {kept}


def test_no_statement_gets_two_verdicts_on_one_claim(sheet):
    """Left open early and joined late, a pair must not end as both: one would hide the other."""
    for n in range(12):
        words = " ".join(f"word{(n + k) % 9}" for k in range(6))
        sheet.say(f"Papers of {words} leaked", "leak", said="2016-03-01", object="papers", exhibit=f"e{n}")
    pairs = [(m.statement_id, m.claim_id) for o in sheet.match() for m in o.values[1:]]
    assert len(pairs) == len(set(pairs))


def test_order_changes_nothing(sheet):
    """The same statements in another order are the same claims with the same verdicts."""
    for n, text in enumerate(("Guns left Palmyra", "Guns left Palmyra at night", "Oil left", "")):
        sheet.say(text, "withdraw", place="Palmyra", exhibit=f"e{n}")
    assert matched(sheet, sheet.statements) == matched(sheet, sheet.statements[::-1])

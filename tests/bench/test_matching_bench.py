"""The matching benchmark: what counts as one event, what is left out, and that half stays unseen."""

import csv
import json
from datetime import date

import pytest
from bench.matching import false_joins, pair_results
from bench.matching_pairs import Pair, Report, fakes_reading, pairs_of, reports, said_key, same_event, within
from bench.product import Page
from bench.runner import DataMissingError

from bench import matching, matching_pairs
from twosource.evidence.passages import Passage
from twosource.matching.scoring import Score

COLUMNS = (
    "unit_id", "article_title", "article_content", "source", "date", "location", "cause_of_death",
    "nb_children", "nb_civilians", "nb_noncivilians", "nb_women", "event_block",
)  # fmt: skip
RAID = "Warplanes bombed the market of Sarmada on Tuesday, killing 20 civilians, residents said."
ROWS = [
    ("Raid on Sarmada market kills 20", RAID, "sana", "5/3/16", "idlib", "shelling", 20, "a"),
    ("20 killed in raid on Sarmada market", RAID.replace("Warplanes", "Jets"), "ahram", "5/4/16", "idlib", "shelling", 20, "a"),
    ("Raid on Taftanaz bakery kills 8", "Warplanes bombed the bakery of Taftanaz on Monday, killing 8 civilians.", "sana", "5/16/16", "idlib", "shelling", 8, "a"),
    ("Car bomb in Jaramana kills 5", "A car bomb killed 5 people in Jaramana on Monday.", "tass", "5/9/16", "damascus", "explosion", 5, "b"),
]  # fmt: skip


def folder(tmp_path, rows=ROWS):
    """Write a folder in the layout the benchmark reads."""
    here = tmp_path / "dependence" / "fakes"
    here.mkdir(parents=True)
    with (here / "articles.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(COLUMNS)
        for number, (title, text, source, on, place, cause, dead, block) in enumerate(rows):
            writer.writerow([number, title, text, source, on, place, cause, 0, dead, 0, 0, block])
    stories = tmp_path / "stories"
    stories.mkdir()
    page = {"text": RAID, "outlet": "Herald", "lang": "en", "date": "2016-05-03", "gold": {"scored": True}}
    (stories / "raid.jsonl").write_text(json.dumps(page) + "\n", "utf-8")
    return tmp_path


def report(on, place="idlib", cause="shelling", dead=20, block="a"):
    """Return a report of one gold event."""
    return Report(Page("text", "Herald", "en", on), block, date.fromisoformat(on), place, cause, dead)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (report("2016-05-04"), True),
        (report("2016-05-05"), None),
        (report("2016-05-08", dead=8), False),
        (report("2016-05-08", cause="explosion"), False),
        (report("2016-05-08", dead=19), None),
        (report("2016-05-08", dead=0), None),
        (report("2016-07-08"), False),
        (report("2016-05-03", dead=0), None),
        (report("2016-05-03", place="homs", dead=3), False),
        (report("2016-05-03", place="homs"), None),
    ],
)
def test_one_event_is_day_place_cause_and_count(other, expected):
    """What lies between certainly one and certainly two is left out."""
    assert same_event(report("2016-05-03"), other) is expected
    assert same_event(other, report("2016-05-03")) is expected


def test_reports_of_one_event_are_in_one_half():
    """No event is fitted on and measured on."""
    halves = {report("2016-05-03", block=block).half for block in "abcdefgh"}
    assert halves == {0, 1}
    assert report("2016-05-03", block="a").half == report("2017-01-01", block="a").half


def test_the_same_words_are_judged_whatever_their_spaces():
    """The digest of a passage outlives another line break, and not another word."""

    def passage(text):
        return Passage(passage_id="p", rendition_id="r", exhibit_id="e", start=0, end=1, text=text, page=1)

    assert said_key(passage("Guns\n left")) == said_key(passage("guns left"))
    assert said_key(passage("Guns left")) != said_key(passage("Guns stayed"))


def test_judged_pairs_hold_digests_and_no_text():
    """Other people's sentences are no part of the project."""
    rows = matching_pairs.judged_rows()
    assert len(rows) > 100
    assert {verdict for verdict, _ in rows.values()} == {"same", "different"}
    assert all(name.startswith("said-") and " " not in name for pair in rows for name in pair)


def test_pairs_come_from_the_openings_with_the_truth_of_the_gold(tmp_path):
    """Two reports of the market raid are the same; the bakery two weeks later is not."""
    held, found = fakes_reading(folder(tmp_path))
    pairs = pairs_of(held, found)
    titles = {exhibit: one.page.text.split(".")[0] for exhibit, one in held.items()}
    same = {frozenset((titles[p.one.exhibit_id], titles[p.other.exhibit_id])) for p in pairs if p.is_same}
    assert same == {frozenset((ROWS[0][0], ROWS[1][0]))}
    assert len(within(pairs, 0)) + len(within(pairs, 1)) == len(pairs)
    assert all(held[p.one.exhibit_id].half == held[p.other.exhibit_id].half == p.half for p in pairs)
    assert false_joins(held, found).ours == 0.0


def test_precision_and_recall_by_hand():
    """Three pairs, two the same: one above both thresholds, one between, one false between."""

    def pair(points, is_same):
        return Pair(None, None, Score(points, ()), is_same, "en-en", 1)

    results = pair_results("x", [pair(9.0, True), pair(3.0, True), pair(3.0, False)])
    figures = {r.metric: (r.ours, r.n) for r in results}
    assert figures["precision from same"] == (1.0, 1)
    assert figures["recall from same"] == (0.5, 2)
    assert figures["precision from unsure"] == (pytest.approx(2 / 3), 3)
    assert figures["recall from unsure"] == (1.0, 2)
    assert pair_results("nothing", []) == []


def test_the_whole_way_and_a_folder_without_data(tmp_path):
    """It runs on a toy folder; without one it says so."""
    metrics = {r.metric for r in matching.run(folder(tmp_path)).results}
    assert "reports falsely joined per 1,000" in metrics
    with pytest.raises(DataMissingError):
        reports(tmp_path / "nowhere")

"""The origins benchmark: what goes in, what is scored, and that the truth never leaks into the input."""

import json

import pytest
from bench.origins import Gold, credit_counts, gold_of, page_of, read_stories, score
from bench.product import Page, PageReading, StoryReading, origin_of_exhibits, read_story
from bench.runner import DataMissingError
from bench.spelling import resolve_name

from bench import origins
from twosource.evidence.lineage import Origin, OriginCount
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement
from twosource.terms import PartyKind, Stance, Standing, Voice

MADE = Made(by="test", standing=Standing.SUGGESTION)
ROWS = [
    ("Harbour Herald", "en", "2016-05-02", "herald", [],
     "Forms of 4,312 recruits have leaked, the Harbour Herald can reveal. The papers list names and towns."),
    ("Valley Courier", "en", "2016-05-02", "herald", ["Harbour Herald"],
     "Forms of 4,312 recruits have leaked, the Harbour Herald reported. The papers list names and towns."),
    ("Border Post", "en", "2016-05-03", "herald", ["Harbour Herald"],
     "Personal details of 4,312 recruits have leaked, according to the Harbour Herald."),
    ("Eastern Gazette", "en", "2016-05-03", "gazette", [],
     "The Eastern Gazette has obtained a registry of fuel sales. It was leaked by a clerk in the depot."),
]  # fmt: skip


def rows_of(**changes):
    """Return the lines of a toy story, with the same change in every line."""
    rows = []
    for number, (outlet, lang, date, origin, credits, text) in enumerate(ROWS, 1):
        gold = {
            "kappa": 2,
            "scored": True,
            "main_origin": origin,
            "credits": credits,
            "main_claim": "leaked",
            "also": [],
        }
        row = {
            "id": f"toy-{number}",
            "text": text,
            "outlet": outlet,
            "lang": lang,
            "date": date,
            "gold": gold,
        }
        rows.append(row | {"origin": "the forms", "chain": "a > b", "role": "derived", "notes": ""} | changes)
    return rows


def write(folder, rows, name="toy"):
    """Write a story in the layout of the data folder and return the folder."""
    stories = folder / "stories"
    stories.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (stories / f"{name}.jsonl").write_text(lines, "utf-8")
    return folder


def party(name, *aliases, kind=PartyKind.OUTLET):
    """Return a party of that name."""
    return Party(party_id=f"party-{name}", name=name, kind=kind, aliases=aliases, made=MADE)


def reading(origins_of_pages, credited=None, count=None):
    """Return what the product might have made of a story."""
    credited = credited or [()] * len(origins_of_pages)
    pages = tuple(PageReading(tuple(c), o) for o, c in zip(origins_of_pages, credited, strict=True))
    return StoryReading(None, count, pages, 0, 0)


def test_the_input_is_text_outlet_language_and_date_alone():
    """A page is built from four fields; a line without anything else gives the same page."""
    row = rows_of()[0]
    bare = {field: row[field] for field in ("text", "outlet", "lang", "date")}
    assert page_of(row) == page_of(bare) == Page(row["text"], "Harbour Herald", "en", "2016-05-02")


def test_poisoned_truth_changes_nothing_the_product_says(tmp_path):
    """Garbage in every field written by the hand that knew leaves credits, origins and kappa as they were."""
    garbage = {
        "kappa": 9,
        "scored": False,
        "main_origin": "Valley Courier",
        "credits": ["Nobody"],
        "also": ["x"],
    }
    poison = {
        "gold": garbage,
        "origin": "Border Post",
        "chain": "Nobody > all",
        "role": "origin",
        "notes": "Border Post",
    }
    clean = origins.run(write(tmp_path / "clean", rows_of()))
    poisoned = origins.run(write(tmp_path / "poisoned", rows_of(**poison, story="other", url="http://x")))
    assert clean.cases == poisoned.cases
    assert clean.results != poisoned.results
    stories = [read_stories(tmp_path / name)[0] for name in ("clean", "poisoned")]
    assert stories[0].pages == stories[1].pages
    assert read_story(stories[0].pages) == read_story(stories[1].pages)


def test_the_toy_story_goes_the_whole_way(tmp_path):
    """Followers that name the Herald share its origin; the Gazette's own papers stay apart."""
    report = origins.run(write(tmp_path, rows_of()))
    found = {case.case_id: case.values for case in report.cases}
    assert resolve_name("Harbour Herald") in found["toy-2"]["credits"]
    assert found["toy-2"]["origin_with"] == found["toy-3"]["origin_with"]
    assert found["toy-4"]["origin_with"] == "toy-4"


def test_figures_of_a_perfect_reading(tmp_path):
    """Right origins and right names score 1, and nothing is overmerged."""
    (story,) = read_stories(write(tmp_path, rows_of()))
    credited = [[], [party("Harbour Herald")], [party("The Harbour Herald")], []]
    scores = score(story, reading(["a", "a", "a", "b"], credited), [0, 0, 2, 3], range(4))
    assert scores.figures == {
        "origin_ari": 1.0,
        "overmerge": 0.0,
        "independent_pages": 2.0,
        "credits_f1": 1.0,
    }
    assert scores.baseline["independent_pages"] == 3.0
    assert scores.n == 4


def test_figures_of_a_reading_that_joins_everything(tmp_path):
    """One origin for all is chance agreement and overmerges every pair that should stay apart."""
    (story,) = read_stories(write(tmp_path, rows_of()))
    scores = score(story, reading(["a"] * 4), [0, 1, 2, 3], range(4))
    assert scores.figures["origin_ari"] == 0.0
    assert scores.figures["overmerge"] == 1.0
    assert scores.figures["credits_f1"] == 0.0


def test_a_single_true_origin_is_scored_by_the_share_joined(tmp_path):
    """The adjusted index has no meaning for one group, so the share of joined pairs stands in."""
    (story,) = read_stories(write(tmp_path, rows_of()))
    scores = score(story, reading(["a", "a", "b", "c"]), [0, 0, 0, 0], [0, 1, 2])
    assert scores.figures["origin_ari"] == pytest.approx(1 / 3)
    assert scores.figures["overmerge"] is None
    assert scores.baseline["origin_ari"] == 1.0


def test_credits_resolve_spellings_and_leave_the_page_itself_out():
    """Initials and full name are one; a publisher that names itself credits nobody; each name counts once."""
    gold = Gold("x", True, 1, "sz", ("Süddeutsche Zeitung", "NDR"))
    page = PageReading((party("SZ"), party("Valley Courier"), party("Reuters")), "a")
    assert credit_counts(page, gold, "Valley Courier") == (1, 2, 2)
    assert resolve_name("The Blog A Gay Thing") == resolve_name("a gay thing")
    assert resolve_name("Süddeutschen Zeitung") == resolve_name("SZ")


def test_unscored_pages_are_shown_to_the_product_and_kept_out_of_the_figures(tmp_path):
    """A page whose truth is in doubt may still be copied by others."""
    rows = rows_of()
    rows[3]["gold"] = {"scored": False, "kappa": 1, "main_origin": None, "credits": None}
    report = origins.run(write(tmp_path, rows))
    assert len(report.cases) == 4
    assert {r.n for r in report.results if r.group == "toy"} == {3}


def test_a_line_without_truth_is_not_scored():
    """A held-out line may carry no truth at all."""
    assert gold_of({"text": "x"}, 3) == Gold("3", False, None, "None", ())


def test_figures_come_per_story_per_language_and_on_average(tmp_path):
    """Every group is named, kappa is compared per story, and each story counts once in the mean."""
    write(tmp_path, rows_of(), "first")
    report = origins.run(write(tmp_path, rows_of(), "second"))
    groups = {result.group for result in report.results}
    assert groups == {"first", "second", "first en", "second en", "mean of stories"}
    kappa = [r for r in report.results if r.metric == "kappa_error"]
    assert {r.group for r in kappa} == {"first", "second", "mean of stories"}
    mean = next(r for r in report.results if r.metric == "origin_ari" and r.group == "mean of stories")
    assert mean.n == 2
    assert mean.peer_name == "5-word shingles"


def test_without_stories_the_data_is_missing(tmp_path):
    """The sentence names the folder that was looked in."""
    with pytest.raises(DataMissingError, match="there are no stories in"):
        origins.run(tmp_path)


def statement(name, exhibit_id, stance=Stance.ASSERTS, passage_id="p"):
    """Return a bare statement."""
    return Statement(
        statement_id=name, passage_id=passage_id, exhibit_id=exhibit_id,
        chain=AttributionChain(links=(Link(party_id="x"),)),
        stance=stance, hedge=0, voice=Voice.OWN, made=MADE,
    )  # fmt: skip


def test_a_page_goes_to_the_origin_most_of_its_statements_have():
    """Two statements against one decide, ties by probability; a page that denies first is placed nowhere."""
    found = [
        statement("s1", "page"),
        statement("s2", "page"),
        statement("s3", "page"),
        statement("t1", "tied"),
        statement("t2", "tied"),
    ]
    roots = tuple(
        Origin(origin_id=name, claim_id="c", party_id="x", act="wrote", p=p, statement_ids=ids)
        for name, p, ids in (("o1", 0.9, ("s1", "t1")), ("o2", 0.6, ("s2", "s3", "t2", "gone")))
    )
    count = OriginCount(
        claim_id="c", n_reports=2, n_statements=5, k=(0, 0, 1), kappa=(0, 1), kappa_trusted=(0, 1),
        trusted=(), chokepoints=(), origins=roots, derivations=(), p_own=(), paths=(), n_samples=1, seed=0,
    )  # fmt: skip
    passages = {
        name: Passage(passage_id=name, rendition_id="r", exhibit_id="page", start=at, end=at + 1, text="x")
        for name, at in (("p", 50), ("top", 0), ("end", 90))
    }
    assert origin_of_exhibits(count, found, passages) == {"page": "o2", "tied": "o1"}
    assert origin_of_exhibits(None, found, passages) == {}
    denial = statement("d", "tied", Stance.DENIES, "top")
    assert origin_of_exhibits(count, [*found, denial], passages) == {"page": "o2"}
    later = statement("d", "tied", Stance.DENIES, "end")
    assert origin_of_exhibits(count, [*found, later], passages) == {"page": "o2", "tied": "o1"}
    assert reading(["a"], count=count).kappa == 1
    assert reading(["a"]).kappa == 0

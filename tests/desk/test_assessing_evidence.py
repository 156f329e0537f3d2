"""What tracing is given beyond the statements on a claim: words of people, habits, and what follows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from desk_cases import REPORT

from twosource.desk import Desk
from twosource.desk.assessing import (
    boilerplate_in,
    claim_evidence,
    habits_of,
    statements_by_claim,
    without_head,
)
from twosource.evidence.claims import Claim
from twosource.evidence.lineage import Ruled, Ruling, standing_rulings
from twosource.evidence.testimony import Statement

START = datetime(2016, 5, 3, tzinfo=UTC)
CASE = """
schema = "twosource-case/1"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.upland]
name = "Upland Mail"
kind = "outlet"

[[publishers]]
exhibits = ["harbour*"]
party = "harbour"
at = "2016-05-02"

[[publishers]]
exhibits = ["upland*"]
party = "upland"
at = "2016-05-03"

[claims.fought_over]
text = "The two armies fought over the town."
action = "fight"

[claims.fought]
text = "The two armies fought each other."
action = "fight"

[claims.enemies]
text = "The two armies were enemies."
action = "other"

[[entailments]]
from = "fought_over"
to = "fought"
why = "whoever fights over a town fights each other"

[[entailments]]
from = "fought"
to = "enemies"
why = "whoever fights each other is at war"

[[entailments]]
from = "enemies"
to = "fought_over"
why = "a circle, which must end"

[[statements]]
exhibit = "harbour.txt"
quote = "both armies shelled the bridge for a week"
claim = "fought_over"
chain = [{ party = "harbour", access = "saw" }]

[[statements]]
exhibit = "upland.txt"
quote = "nobody fought over the town"
claim = "fought_over"
stance = "denies"
chain = [{ party = "upland", access = "saw" }]
"""


def ruling(ruled, by="Nadia", child="child", parent="parent", claim="", after=0):
    return Ruling(
        ruling_id=f"{ruled}-{by}-{after}", claim_id=claim, child_id=child, parent_id=parent, ruled=ruled,
        by=by, at=START + timedelta(hours=after),
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    bodies = {
        "harbour": (
            "Harbour Gazette",
            "2016-05-02",
            "Our man writes: both armies shelled the bridge for a week.",
        ),
        "upland": ("Upland Mail", "2016-05-03", "Our man writes: nobody fought over the town."),
    }
    for name, (outlet, day, body) in bodies.items():
        (cache / f"{name}.txt").write_text(REPORT.format(outlet=outlet, day=day, body=body), "utf-8")
    folder = Desk.new(tmp_path / "case", CASE)
    with Desk.open(folder) as desk:
        desk.examine([cache])
        yield desk


def evidence_on(desk, text):
    claim = next(c for c in desk.store.all(Claim) if c.text == text)
    return next(claim_evidence(desk.work, desk.work.declared(), [claim]))


def exhibit_of(desk, words):
    """Return the exhibit whose declared statement on the first claim relies on these words."""
    evidence = evidence_on(desk, "The two armies fought over the town.")
    return next(s.exhibit_id for s in evidence.statements if words in evidence.passages[s.passage_id].text)


class TestWhatFollows:
    def test_an_assertion_of_one_claim_bears_on_what_follows_from_it_and_says_by_which_claim(self, desk):
        by_claim = statements_by_claim(desk.work)
        fought_over = evidence_on(desk, "The two armies fought over the town.")
        fought = evidence_on(desk, "The two armies fought each other.")
        asserting = [s for s in by_claim[fought_over.claim.claim_id] if s.stance.value == "asserts"]
        assert {s.statement_id for s in asserting} <= {s.statement_id for s in fought.statements}
        assert set(fought.via.values()) == {fought_over.claim.claim_id}

    def test_from_a_denial_nothing_follows(self, desk):
        fought = evidence_on(desk, "The two armies fought each other.")
        assert "nobody fought over the town" not in {p.text for p in fought.passages.values()}

    def test_it_follows_along_the_line_and_a_circle_ends(self, desk):
        enemies = evidence_on(desk, "The two armies were enemies.")
        assert {p.text for p in enemies.passages.values()} == {"both armies shelled the bridge for a week"}
        assert evidence_on(desk, "The two armies fought over the town.").via == {}


class TestWordsOfPeople:
    def test_the_latest_word_of_each_person_and_the_last_word_of_all_count(self):
        words = [
            ruling(Ruled.DERIVED, after=1),
            ruling(Ruled.SEPARATE, by="Omar", after=2),
            ruling(Ruled.SEPARATE, after=3),
        ]
        assert standing_rulings(words) == (words[2],)

    def test_a_word_taken_back_leaves_the_word_of_the_other(self):
        words = [
            ruling(Ruled.SEPARATE, by="Omar"),
            ruling(Ruled.DERIVED, after=1),
            ruling(Ruled.WITHDRAWN, after=2),
        ]
        assert standing_rulings(words) == (words[0],)
        assert standing_rulings([*words, ruling(Ruled.WITHDRAWN, by="Omar", after=3)]) == ()

    def test_words_on_other_pairs_and_other_claims_stand_beside_each_other(self):
        words = [ruling(Ruled.DERIVED), ruling(Ruled.SEPARATE, claim="c"), ruling(Ruled.DERIVED, parent="p2")]
        assert standing_rulings(words) == tuple(words)

    def test_tracing_is_given_the_words_on_the_exhibits_of_its_claim_alone(self, desk):
        harbour, upland = (exhibit_of(desk, w) for w in ("both armies", "nobody fought"))
        about = [
            ruling(Ruled.DERIVED, child=upland, parent=harbour),
            ruling(Ruled.DERIVED, child=upland, parent=harbour, claim="another claim", by="Omar"),
            ruling(Ruled.DERIVED, child="another exhibit", parent=harbour, by="Huda"),
        ]
        with desk.store.transaction():
            desk.store.put(about)
        assert evidence_on(desk, "The two armies fought over the town.").rulings == (about[0],)

    def test_habits_count_confirmed_derivations_per_publisher_and_whom_it_has_it_from(self, desk):
        harbour, upland = (exhibit_of(desk, w) for w in ("both armies", "nobody fought"))
        statements = [s for found in statements_by_claim(desk.work).values() for s in found]
        publisher = {s.exhibit_id: s.chain.publisher.party_id for s in statements}
        words = [
            ruling(Ruled.DERIVED, child=upland, parent=harbour),
            ruling(Ruled.DERIVED, child=upland, parent=publisher[harbour]),
            ruling(Ruled.SEPARATE, child=harbour, parent=upland),
        ]
        assert habits_of(words, statements) == {(publisher[upland], publisher[harbour]): 2}


class TestWhatIsNotCompared:
    def test_lines_at_the_head_that_speak_about_a_text_are_blank_and_every_place_stays(self):
        text = "Publisher: Harbour Gazette\nPublished: 2016-03-10\n\nThe guns left: on Monday."
        bare = without_head(text)
        assert bare.strip() == "The guns left: on Monday."
        assert len(bare) == len(text)
        assert bare.index("guns") == text.index("guns")

    def test_a_text_that_only_begins_like_a_head_stays_whole(self):
        text = "Published: 2016-03-10\nNobody: has such a line\n\nThe guns left."
        assert without_head(text) == text

    def test_what_an_outlet_prints_on_most_pages_is_told_to_tracing(self, desk):
        statements = list(desk.store.all(Statement))
        footer = "All rights reserved by this paper and nobody may print any of it again without asking."
        pages = {
            s.exhibit_id: f"{' '.join(f'word{n}{i}' for i in range(40))}. {footer}"
            for n, s in enumerate(statements)
        }
        one_outlet = [replace(statements[0], statement_id=str(n), exhibit_id=f"e{n}") for n in range(4)]
        texts = {
            s.exhibit_id: f"{' '.join(f'w{n}x{i}' for i in range(40))}. {footer}"
            for n, s in enumerate(one_outlet)
        }
        found = boilerplate_in(texts, one_outlet)
        assert set(found) == set(texts)
        ((start, end),) = found["e0"]
        assert texts["e0"][start:end] == footer.rstrip(".")
        assert boilerplate_in(pages, statements) == {}

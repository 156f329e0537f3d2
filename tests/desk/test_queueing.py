"""The queue: what a person should look at first, and everything they see of it."""

from dataclasses import replace

import pytest
from review_cases import attribute_again, open_case, read_otherwise, saying

from twosource.desk.correcting import Correction
from twosource.desk.measuring import case_rates, kind_of_reading
from twosource.desk.queueing import event_in_words, factuality_in_words, screen
from twosource.evidence.events import Count, Event, Place, Quantity
from twosource.evidence.measures import ENOUGH, accuracy_in_words
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Factuality, Statement
from twosource.terms import Action, Modality, Tense

DECLARED = """
schema = "twosource-case/1"
[claims.guns]
text = "Heavy artillery was withdrawn from Palmyra"
action = "withdraw"
object = "heavy artillery"
place = "Palmyra"
"""
PROTECTED = """
schema = "twosource-case/1"
[parties.broadcaster_1]
name = "Kestrel Television"
label = "a broadcaster"
kind = "outlet"
protected = true
"""


@pytest.fixture
def case(tmp_path):
    desk = open_case(tmp_path)
    yield desk
    desk.close()


def first(desk):
    return desk.to_review(1).screens[0]


def test_everything_nobody_looked_at_is_in_the_queue_once(case):
    answer = case.to_review(1000)
    suggested = {s.siglum for s in case.statements() if s.standing == "suggestion"}
    sigla = [s.siglum for s in answer.screens]
    assert set(sigla) == suggested
    assert len(sigla) == len(set(sigla)) == answer.n_waiting
    assert answer.n_looked_at == 0


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_what_was_looked_at_leaves_the_queue_and_comes_back_when_taken_back(case, verb):
    before = case.to_review(1000)
    judged = before.screens[0].siglum
    getattr(case, verb)(judged, by="Nadia")
    after = case.to_review(1000)
    assert judged not in {s.siglum for s in after.screens}
    assert (after.n_waiting, after.n_looked_at) == (before.n_waiting - 1, 1)
    case.undo_review(judged, by="Nadia")
    assert case.to_review(1000).n_waiting == before.n_waiting


def test_a_correction_is_not_to_be_looked_at(case):
    guns = saying(case, "Kestrel Television reported")
    answer = case.correct(guns.siglum, Correction(hedge=3), by="Nadia", why="x")
    assert answer.corrected not in {s.siglum for s in case.to_review(1000).screens}


def test_declared_claims_come_before_those_of_a_machine(tmp_path):
    with open_case(tmp_path, DECLARED) as desk:
        ranks = [[c.siglum for c in s.claims] for s in desk.to_review(1000).screens]
        on_declared = ["C1" in claims for claims in ranks]
        assert on_declared[0]
        assert on_declared == sorted(on_declared, reverse=True)
        assert "bears on C1" in first(desk).why_now


def test_the_queue_of_one_claim_holds_what_bears_on_it(tmp_path):
    with open_case(tmp_path, DECLARED) as desk:
        sigla = {s.siglum for s in desk.to_review(1000, "guns").screens}
        assert sigla == {s.siglum for s in desk.statements(claim="guns")}


def with_made(statement, **changes):
    return replace(statement, made=replace(statement.made, **changes))


def test_a_disagreement_comes_first_and_then_the_less_probable(case, monkeypatch):
    """Among suggestions on which equally much hangs: claims are taken out of the way."""
    suggested = sorted(s.statement_id for s in case.store.all(Statement))
    disputed, unlikely = suggested[1], suggested[2]

    def change(statement):
        if statement.statement_id == disputed:
            return with_made(statement, p=0.99, why='verb: x; the model names "y" instead, p 0.70')
        p = 0.11 if statement.statement_id == unlikely else 0.9
        return with_made(statement, p=p)

    read_otherwise(monkeypatch, change)
    attribute_again(case)
    monkeypatch.setattr("twosource.desk.queueing.counted_matchings", lambda work: [])
    screens = case.to_review(1000).screens
    assert [s.statement_id for s in screens[:2]] == [disputed, unlikely]
    assert screens[0].why_now == "Rules and model read it differently."


def test_a_screen_shows_the_words_between_their_neighbours(case):
    guns = saying(case, "Kestrel Television reported")
    shown = screen(case.work, guns.statement_id)
    assert shown.before == "The road was quiet that week."
    assert shown.words.startswith("Kestrel Television reported that")
    assert shown.after.startswith("A defector told")
    assert (shown.direction, shown.language) == ("ltr", "en")
    assert [link.party for link in shown.chain] == ["Harbour Gazette", "Kestrel Television"]
    assert shown.chain[-1].cue == "reported"
    assert (shown.stance, shown.hedge, shown.hedge_in_words) == ("asserts", 0, "flat")
    assert ("action", "withdraw") in shown.event


def test_every_step_says_how_often_it_is_right(case):
    statement = case.store.get(Statement, saying(case, "Kestrel Television reported").statement_id)
    kind = kind_of_reading(statement, case.store.get(Passage, statement.passage_id))
    assert kind.method.startswith("verb")
    measured = dict(screen(case.work, statement.statement_id).measured)
    assert measured["speaker"] == accuracy_in_words(kind)
    assert "English" in measured["speaker"]
    assert {"speaker", "event"} <= measured.keys()


def test_an_arabic_screen_reads_from_the_right(case):
    shown = next(s for s in case.to_review(1000).screens if s.language == "ar" and len(s.chain) > 1)
    assert shown.direction == "rtl"
    assert shown.before.startswith("كان الطريق")
    assert shown.after.startswith("لم يُسأل")
    assert "Arabic" in dict(shown.measured)["speaker"]


def test_a_screen_says_who_judged_it_how(case):
    guns = saying(case, "Kestrel Television reported")
    case.accept(guns.siglum, by="Nadia", why="clear")
    case.reject(guns.siglum, by="Salim")
    said = screen(case.work, guns.statement_id).said
    assert [words.split(" on ")[0] for words in said] == ["Nadia accepted it", "Salim rejected it"]
    assert said[0].endswith("(clear)")


def test_protected_names_stand_on_no_screen(tmp_path):
    with open_case(tmp_path, PROTECTED) as desk:
        answer = desk.to_review(1000)
        assert answer.screens
        assert "Kestrel" not in repr(answer)
        judged = next(s for s in answer.screens if "a broadcaster" in {link.party for link in s.chain})
        said = desk.reject(judged.siglum, by="Nadia", why="It was not Kestrel Television.")
        assert "Kestrel" not in repr(said)
        assert "Kestrel" not in repr(desk.statements(everything=True))
        assert "Kestrel" not in repr(desk.log(3))
        assert "Kestrel" not in repr(desk.explain(judged.siglum))


# -- the rate of the case


def test_the_rate_of_the_case_counts_the_speaker_only(case):
    """A correction of the hedge leaves the speaker right; one of the speaker does not."""
    guns = saying(case, "Kestrel Television reported")
    statement = case.store.get(Statement, guns.statement_id)
    kind = kind_of_reading(statement, case.store.get(Passage, statement.passage_id))
    case.correct(guns.siglum, Correction(hedge=3), by="Nadia", why="x")
    assert case_rates(case.work)[kind] == replace(case_rates(case.work)[kind], n_right=1, n=1)
    case.correct(guns.siglum, Correction(speaker="Upland Mail"), by="Nadia", why="x")
    assert (case_rates(case.work)[kind].n_right, case_rates(case.work)[kind].n) == (0, 1)
    case.undo_review(guns.siglum, by="Nadia")
    assert case_rates(case.work) == {}


def test_with_enough_judged_the_rate_of_the_case_stands_beside_the_figure(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    with open_case(tmp_path) as desk:
        for n in range(ENOUGH + 4):
            text = f"Publisher: Paper {n}\n\nKestrel Television reported that {n + 3} trucks left the town.\n"
            (folder / f"{n}.txt").write_text(text, "utf-8")
        desk.receive([folder])
        desk.read()
        desk.analyse()
        found = [s for s in desk.statements() if "trucks left" in s.words and len(s.chain) > 1]
        assert len(found) == ENOUGH + 4
        for n, one in enumerate(found[:ENOUGH]):
            (desk.reject if n < 2 else desk.accept)(one.siglum, by="Nadia")
        left = next(s for s in desk.statements() if s.siglum == found[-1].siglum)
        assert f"in this case people found {ENOUGH - 2} of {ENOUGH} right (74 to 97 of 100)" in left.measured
        assert any("in this case people found" in why.sentence for why in desk.explain(left.siglum))
        page = desk.work.folder.path / "dossier" / "draft.html"
        desk.examine([])
        assert f"{ENOUGH - 2} of {ENOUGH} right" in page.read_text("utf-8")


# -- words


def test_factuality_and_events_in_words():
    assert factuality_in_words(None) == ""
    assert factuality_in_words(Factuality()) == "as fact"
    shown = factuality_in_words(
        Factuality(modality=Modality.PREDICTED, tense=Tense.FUTURE, is_negated=True, score=-1.25)
    )
    assert shown == "predicted, future, said not to be so, sounds -1.2 (-3: surely not so; 3: surely so)"
    event = Event(
        action=Action.KILL, object="guards", at_place=Place(as_written="Tadmur", name="Palmyra"),
        quantity=Quantity(as_written="20", value=20.0),
        counts=(Count(as_written="at least 20", what="killed", whom="guards"),), is_negated=True,
    )  # fmt: skip
    assert event_in_words(event) == (
        ("action", "not kill"),
        ("object", "guards"),
        ("at", "Tadmur (Palmyra)"),
        ("quantity", "20"),
        ("count", "at least 20: killed guards"),
    )
    assert event_in_words(None) == ()

"""A party withdrawn, demoted or dependent: tried without a trace, recorded by name, taken back."""

from dataclasses import replace
from pathlib import Path

import pytest
from desk_cases import CASE, write_cache

from twosource.desk import Desk
from twosource.desk.publishing import write_draft
from twosource.desk.retracting import Word
from twosource.desk.workplace import Settings
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.lineage import CountChange
from twosource.evidence.reviews import Review
from twosource.evidence.testimony import Tie
from twosource.tracing import retracting
from twosource.tracing.retracting import Retraction

QUICK = Settings(uses_model=False)
MINE = {"by": "Nadia", "why": "he says he made it up"}


@pytest.fixture
def desk(tmp_path):
    folder, _ = Desk.new_or_found(tmp_path / "case", CASE)
    cache = write_cache(Path(tmp_path))
    with Desk.open(folder, settings=QUICK) as opened:
        opened.receive([cache])
        opened.read_quickly()
        opened.analyse()
        yield opened


def hands(desk):
    return desk.origins("guns").kappa_mode


def test_a_dry_run_shows_what_falls_and_records_nothing(desk):
    size = desk.store.ledger.size
    answer = desk.retract("courier", Word(is_dry_run=True))
    assert [c.keeps_no_support for c in answer.claims if c.text.startswith("Heavy artillery")] == [True]
    assert (desk.store.ledger.size, hands(desk)) == (size, 1)


def test_counts_that_still_hold_are_not_made_again(desk, monkeypatch):
    """The stored count is the count before; where the evidence changed since, it is counted anew."""
    counted = []
    whole = retracting.trace_claim
    monkeypatch.setattr(
        retracting, "trace_claim", lambda *args: counted.append(args[0].claim.claim_id) or whole(*args)
    )
    first = desk.retract("courier", Word(is_dry_run=True))
    assert len(counted) == first.n_touched > 0
    claims = tuple(counted)
    for claim_id in claims:
        desk.store.forget(f"trace {claim_id}")
    counted.clear()
    assert desk.retract("courier", Word(is_dry_run=True)) == first
    assert len(counted) == 2 * len(claims)


def test_a_protected_party_is_shown_by_its_label_alone(desk):
    answer = desk.retract("courier", Word(is_dry_run=True))
    assert answer.party == "a courier"
    assert "Yusuf" not in repr(answer)


def test_a_word_is_recorded_counts_and_is_taken_back(desk):
    answer = desk.retract("courier", Word(**MINE))
    assert not answer.is_unchanged
    assert hands(desk) == 0
    again = desk.retract("courier", Word(**MINE))
    assert again.is_unchanged
    assert len(list(desk.store.all(Review))) == 1
    back = desk.retract("courier", Word(undo=True, by="Nadia", why="it was another man"))
    assert back.is_undone
    assert [c.hands_after for c in back.claims if c.text.startswith("Heavy artillery")] == [1]
    assert hands(desk) == 1


def test_what_fell_comes_back_and_is_not_said_to_fall(desk):
    """Taken back, the same sentences move the other way, tried without a trace or recorded alike."""
    gone = desk.retract("courier", Word(**MINE))
    fell = {s.text for s in gone.sentences if not s.after}
    tried = desk.retract("courier", Word(undo=True, is_dry_run=True))
    assert hands(desk) == 0
    back = desk.retract("courier", Word(undo=True, by="Nadia", why="it was another man"))
    assert fell
    assert {s.text for s in back.sentences if s.fate == "comes back"} == fell
    assert {s.fate for s in back.sentences} <= {"comes back", "changes"}
    changed = {(s.text, s.after) for s in gone.sentences if s.after}
    assert {(s.after, s.text) for s in back.sentences if s.after} == changed
    assert (tried.claims, tried.sentences) == (back.claims, back.sentences)


def test_a_word_that_another_said_too_still_counts_when_one_takes_it_back(desk):
    desk.retract("courier", Word(**MINE))
    desk.retract("courier", Word(by="Omar", why="he told me"))
    tried = desk.retract("courier", Word(undo=True, by="Omar", is_dry_run=True))
    back = desk.retract("courier", Word(undo=True, by="Omar", why="hearsay"))
    assert tried.claims == back.claims == ()
    assert hands(desk) == 0


def test_a_dependence_tried_back_moves_what_taking_it_back_moves(desk):
    one = Word(kind=Retraction.DEPENDENT, on="channel_nine", **MINE)
    desk.retract("upland", one)
    undo = Word(kind=Retraction.DEPENDENT, on="channel_nine", undo=True, is_dry_run=True)
    tried = desk.retract("upland", undo)
    back = desk.retract("upland", replace(undo, is_dry_run=False, **MINE))
    assert tried.claims == back.claims


def test_where_nobody_said_anything_there_is_nothing_to_take_back(desk):
    with pytest.raises(UsageError, match="Nobody said anything of"):
        desk.retract("courier", Word(undo=True, is_dry_run=True))


def test_whoever_reads_a_weighing_is_told_that_it_rests_on_somebody_withdrawn(desk):
    """The figures are made of answers in words, which nobody has given anew."""
    assert desk.caveats() == []
    desk.retract("a courier", Word(**MINE))
    (said,) = desk.caveats()
    assert said.startswith("A courier was withdrawn, and “")
    assert "Yusuf" not in said
    assert "answer" in said
    assert said in Path(write_draft(desk.work).path).read_text("utf-8")
    desk.retract("courier", Word(undo=True, by="Nadia", why="it was another man"))
    assert desk.caveats() == []


def test_a_protected_name_is_covered_before_a_text_is_cut_in_it(tmp_path, cache):
    """Half of it would be found no more, in a sentence that names items shortly."""
    text = (
        "the channel reports that the guns were moved, so says Yusuf the Courier, and others agree with him"
    )
    case = CASE.replace("the channel reports that the guns were moved", text)
    with Desk.open(Desk.new(tmp_path / "case", case)) as opened:
        opened.receive([cache])
        opened.read()
        opened.analyse()
        opened.retract("courier", Word(**MINE))
        (said,) = opened.caveats()
        assert "so says …" in said
        written = Path(write_draft(opened.work).path).read_text("utf-8")
    assert "Yusuf" not in said + written


def test_what_moved_is_kept_with_the_reason(desk):
    desk.retract("courier", Word(**MINE))
    (change,) = [c for c in desk.store.all(CountChange) if c.claim_id == "claim-guns"]
    assert change.because == ("A courier was withdrawn.",)
    assert any("A courier was withdrawn." in s for s in desk.explain_origins("guns"))


def test_the_ledger_tells_it_in_a_sentence(desk):
    desk.retract("courier", Word(**MINE))
    said = [entry.sentence for entry in desk.log(10)]
    assert any("Nadia said that" in s and "is withdrawn: he says he made it up" in s for s in said)


def test_a_dependence_is_a_tie_and_taken_back_is_none(desk):
    one = Word(kind=Retraction.DEPENDENT, on="channel_nine", **MINE)
    desk.retract("upland", one)
    assert [t.made.by for t in desk.store.all(Tie)] == ["person:Nadia"]
    desk.retract("upland", Word(kind=Retraction.DEPENDENT, on="channel_nine", undo=True, **MINE))
    assert list(desk.store.all(Tie)) == []


def test_nobody_takes_back_the_word_of_another(desk):
    desk.retract("courier", Word(**MINE))
    with pytest.raises(UsageError, match="said nothing of"):
        desk.retract("courier", Word(undo=True, by="Omar", why="no"))
    assert hands(desk) == 0


def test_a_judgement_needs_a_name_and_a_reason(desk):
    with pytest.raises(UsageError, match="needs a name and a reason"):
        desk.retract("courier", Word(by="Nadia"))


def test_a_party_cannot_depend_on_itself_and_must_be_known(desk):
    with pytest.raises(UsageError, match="depend on itself"):
        desk.retract("upland", Word(kind=Retraction.DEPENDENT, on="upland", **MINE))
    with pytest.raises(NothingMatchedError):
        desk.retract("nobody in particular", Word(is_dry_run=True))


def test_counting_anew_without_a_change_moves_nothing(desk):
    answer = desk.trace_anew()
    assert (answer.n_counted, answer.moved) == (0, ())
    assert answer.n_unchanged > 0


def test_arrows_quote_the_words_they_rest_on(desk):
    found = [a for a in desk.arrows("guns") if a.child.startswith("Upland Mail")]
    (arrow,) = [a for a in found if a.parent == "Channel Nine"]
    assert "names Channel Nine" in arrow.sentence
    assert arrow.quotes[0].words == "the fighters withdrew heavy artillery from Palmyra to Raqqa"


def test_the_rule_is_refused_for_what_is_no_claim_and_no_level(desk):
    assert desk.two_source("guns").answer.holds is False
    with pytest.raises(UsageError, match="no claim"):
        desk.two_source("E1")
    with pytest.raises(UsageError, match="no level"):
        desk.two_source("guns", 2.0)
    with pytest.raises(NothingMatchedError):
        desk.two_source("C999")

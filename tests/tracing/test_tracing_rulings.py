"""A person's word on who has it from whom: certain, reversible, before dates, and never silently dropped."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource.terms import Access, PartyKind
from twosource.tracing import TraceSettings, explain, trace
from twosource.tracing.rulings import parents_first, ruled_sentences, rulings_on

WORDS = [f"word{i}" for i in range(300)]
SOME = TraceSettings(samples=4_000)


def count_of(story, how=SOME):
    (outcome,) = trace([story.evidence()], settings=how)
    return outcome.values[0]


def mean_k(count):
    return sum(i * p for i, p in enumerate(count.k))


def words(first, n):
    return " ".join(WORDS[first : first + n])


def p_own(count, number):
    return dict(count.p_own)[f"statement-{number:05d}"]


def two_witnesses(new_story):
    """Two papers, each with a witness of its own."""
    story = new_story().party("paper_a").party("paper_b")
    story.report("paper_a", ("witness_a", Access.SAW), text=words(0, 40))
    return story.report("paper_b", ("witness_b", Access.SAW), text=words(50, 40), on=2)


def test_a_ruled_copy_loses_the_witness_only_it_names(new_story):
    """Two witnesses are two hands until a person says that the second paper has it from the first."""
    story = two_witnesses(new_story)
    assert count_of(story).kappa_mode == 2
    count = count_of(story.rule(2, "derived", 1, why="the editor told us"))
    assert count.kappa_mode == count.k_mode == 1
    assert p_own(count, 2) == pytest.approx(0.001)
    (origin,) = [o for o in count.origins if o.p > 0.5]
    assert origin.party_id == "witness_a"
    assert len(origin.statement_ids) == 2


def test_the_derivation_names_the_person_and_the_reason(new_story):
    """The feature is a ruling with who and why, and outweighs nothing beyond the cap."""
    count = count_of(two_witnesses(new_story).rule(2, "derived", 1, why="the editor told us"))
    (one,) = count.derivations[-1:]
    ruled = [f for f in one.features if f.kind == "ruling"]
    assert (one.parent_id, one.child_id) == ("statement-00001", "statement-00002")
    assert [f.words for f in ruled] == ["Nadia: the editor told us"]
    assert ruled[0].weight == pytest.approx(math.log(1000.0))
    assert one.p == pytest.approx(0.999)


def test_a_word_taken_back_leaves_no_trace(new_story):
    plain = count_of(two_witnesses(new_story))
    story = two_witnesses(new_story).rule(2, "derived", 1).rule(2, "withdrawn", 1)
    assert count_of(story) == plain


def test_a_copy_of_a_party_the_desk_does_not_hold(new_story):
    """A parent may be a party: the agency then stands between the paper and the claim."""
    story = two_witnesses(new_story).party("agency", PartyKind.AGENCY)
    count = count_of(story.rule(2, "derived", "agency"))
    (one,) = [d for d in count.derivations if d.child_id == "statement-00002"]
    assert one.parent_is_party
    assert one.parent_id == "agency"


def test_a_chain_that_names_the_ruled_parent_stays_as_it_is(new_story):
    """[paper, broadcaster, witness] ruled derived from the broadcaster still leads to the witness."""
    story = new_story().party("broadcaster").report("broadcaster", text=words(0, 40))
    story.report("paper", "broadcaster", ("witness", Access.SAW), text=words(50, 40), on=1)
    count = count_of(story.rule(2, "derived", 1))
    assert "witness" in {o.party_id for o in count.origins if o.p > 0.5}
    (one,) = [d for d in count.derivations if d.child_id == "statement-00002"]
    assert {f.kind for f in one.features} == {"ruling", "credit"}


def shared(new_story):
    """A second outlet prints thirty rare words of the first among its own."""
    story = new_story().report("first", text=words(0, 60))
    return story.report("second", text=f"{words(100, 40)} {words(10, 25)}", on=1)


def test_ruled_separate_takes_the_copy_evidence_away(new_story):
    """Shared words make a copy; a person who looked can say that they do not."""
    before = count_of(shared(new_story))
    after = count_of(shared(new_story).rule(2, "separate", 1, why="both had the same translator"))
    assert p_own(before, 2) < 0.01
    assert p_own(after, 2) > 0.9
    assert not after.derivations
    assert mean_k(after) > mean_k(before) + 0.8


def test_separate_holds_in_both_directions(new_story):
    one, other = shared(new_story).rule(2, "separate", 1), shared(new_story).rule(1, "separate", 2)
    assert count_of(one).k == count_of(other).k


def test_the_same_text_ruled_separate_is_no_reprint(new_story):
    """Two agencies that hand out one statement word for word, says a person who asked them."""
    story = new_story().report("first", text=words(0, 60)).report("second", text=words(0, 60), on=1)
    assert count_of(story).k[1] == 1.0
    assert p_own(count_of(story.rule(2, "separate", 1)), 2) > 0.9


def test_separate_from_the_credited_party_cuts_the_credit(new_story):
    """A paper that names the broadcaster and has it not from there leads to nobody by that credit."""
    story = new_story().report("broadcaster", text=words(0, 40))
    story.report("paper", "broadcaster", text=words(50, 40), on=1)
    assert p_own(count_of(story), 2) < 0.05
    assert p_own(count_of(story.rule(2, "separate", "broadcaster")), 2) > 0.9


def test_one_stranger_among_many_changes_little(new_story):
    """Who is separate from one of five may still have it from the other four."""
    story = new_story()
    for number in range(5):
        story.report(f"outlet_{number}", text=words(number * 40, 40), on=number)
    story.report("last", text=words(220, 40), on=6)
    before = p_own(count_of(story), 6)
    after = p_own(count_of(story.rule(6, "separate", 3)), 6)
    assert before < after < 0.3


def test_a_person_goes_before_dates(new_story):
    """The child is dated first: it is led to the later page all the same, and that is said."""
    story = new_story().report("early", text=words(0, 60)).report("late", text=words(0, 50), on=3)
    story.rule(1, "derived", 2, why="the date is that of the printing plates")
    count = count_of(story)
    assert [o.party_id for o in count.origins if o.p > 0.5] == ["late"]
    assert [(d.child_id, d.parent_id) for d in count.derivations] == [("statement-00001", "statement-00002")]
    (said,) = ruled_sentences(story.evidence())
    assert "early (2016-05-02) has it from late (2016-05-05), although it is dated later" in said


def test_of_two_who_contradict_each_other_the_later_word_counts_and_it_is_said(new_story):
    story = two_witnesses(new_story).rule(2, "derived", 1, by="Nadia").rule(1, "separate", 2, by="Omar")
    assert count_of(story).kappa_mode == 2
    (said,) = ruled_sentences(story.evidence())
    assert said.startswith("Nadia says that paper b")
    assert "word of Omar" in said
    assert said.endswith("which counts.")


def test_a_circle_of_rulings_is_broken_at_its_oldest_and_said(new_story):
    """A from B, B from C, C from A: the first ruled gives way."""
    story = new_story()
    for number, outlet in enumerate("abc"):
        story.report(f"outlet_{outlet}", text=words(60 * number, 50))
    story.rule(1, "derived", 2).rule(2, "derived", 3).rule(3, "derived", 1)
    rulings = rulings_on(story.evidence())
    assert sorted(rulings.derived) == ["exhibit-00002", "exhibit-00003"]
    assert len(ruled_sentences(story.evidence())) == 1
    assert count_of(story).k[1] > 0.99


def test_a_word_on_this_claim_goes_before_one_on_every_claim(new_story):
    story = two_witnesses(new_story).rule(2, "derived", 1, claim="claim-1").rule(2, "separate", 1)
    assert count_of(story).kappa_mode == 1


@pytest.mark.parametrize("parent", ["exhibit-of-another-claim", 2])
def test_rulings_on_what_does_not_bear_on_the_claim_change_nothing(new_story, parent):
    """Nor does a page ruled a copy of itself."""
    assert count_of(two_witnesses(new_story).rule(2, "derived", parent)) == count_of(two_witnesses(new_story))


def test_a_claim_to_have_been_there_is_said_when_it_is_overruled(new_story):
    story = new_story().report(("leaker", Access.SAW), text=words(0, 40))
    story.report(("echo", Access.SAW), text=words(60, 40), on=1).rule(2, "derived", 1)
    assert count_of(story).k[1] > 0.99
    assert any("claims to have been there" in s for s in ruled_sentences(story.evidence()))


def test_reports_ruled_separate_make_their_common_words_common(new_story):
    """What two separate pages share is weaker evidence against a third that has it too."""

    def third(is_ruled):
        phrase = "a b c d e f g h i j k l"
        story = new_story().report("first", text=f"{phrase} {words(20, 40)}")
        story.report("second", text=f"{phrase} {words(70, 40)}", on=1)
        story.report("third", text=f"{phrase} {words(120, 40)}", on=2)
        if is_ruled:
            story.rule(2, "separate", 1)
        features = [f for d in count_of(story).derivations for f in d.features if d.child_id.endswith("3")]
        return max(f.q for f in features)

    assert third(True) > third(False)


def test_a_habit_a_person_confirmed_points_to_the_usual_parent(new_story):
    """Two earlier pages share the same words; the one this outlet usually rewrites is the likelier parent."""

    def likeliest(habits):
        story = new_story().report("alpha", text=f"{words(0, 20)} {words(40, 30)}")
        story.report("beta", text=f"{words(0, 20)} {words(90, 30)}", on=1)
        story.report("rewriter", text=f"{words(0, 20)} {words(140, 30)}", on=3)
        story.habits = habits
        found = {d.parent_id: d.p for d in count_of(story).derivations if d.child_id == "statement-00003"}
        return found["statement-00002"] / found["statement-00001"]

    assert likeliest({("rewriter", "beta"): 4}) > 3 * likeliest({})


def test_habits_of_strangers_change_nothing(new_story):
    plain, other = two_witnesses(new_story), two_witnesses(new_story)
    other.habits = {("nobody", "paper_a"): 7, ("paper_b", "somebody else"): 3}
    assert count_of(plain) == count_of(other)


RULED = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(["derived", "separate", "withdrawn"]), st.integers(1, 6)),
    max_size=8,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ruled=RULED)
def test_no_set_of_rulings_breaks_a_count(new_story, ruled):
    """Whatever people say, there is a distribution, an origin for each statement and no circle."""
    story = new_story()
    for number in range(6):
        story.report(f"outlet_{number}", text=words(number * 20, 45), on=number % 3)
    for child, word, parent in ruled:
        story.rule(child, word, parent)
    how = TraceSettings(samples=200)
    count = count_of(story, how)
    assert sum(count.k) == pytest.approx(1.0)
    assert count.k[0] == 0.0
    assert sorted(s for o in count.origins for s in o.statement_ids) == sorted(dict(count.p_own))
    ruled_copies = rulings_on(story.evidence()).derived
    assert all(p_own(count, int(e[-5:])) == pytest.approx(0.001) for e in ruled_copies)
    story.rulings, story.statements = story.rulings, story.statements[::-1]
    assert count_of(story, how) == count
    order = parents_first([f"exhibit-{n:05d}" for n in range(1, 7)], rulings_on(story.evidence()))
    assert sorted(order) == [f"exhibit-{n:05d}" for n in range(1, 7)]
    for child, found in ruled_copies.items():
        assert all(order.index(r.parent_id) < order.index(child) for r in found)


def test_what_is_said_of_a_ruling(new_story):
    """The reason stands in the explanation, in words."""
    story = two_witnesses(new_story).rule(2, "derived", 1, why="the editor told us")
    said = explain(count_of(story), story.evidence())
    assert any("paper b has it from paper a" in s and "the editor told us" in s for s in said)

"""Signs beyond words in the one formula: errors, figures, pictures, across languages, none counted twice."""

import pytest

from twosource.evidence.lineage import PictureHash
from twosource.terms import DerivationKind
from twosource.tracing import TraceSettings, explain, trace

SOME = TraceSettings(samples=2_000)


def count_of(story, how=SOME):
    (outcome,) = trace([story.evidence()], settings=how)
    return outcome.values[0]


def p_own(count, number):
    return dict(count.p_own)[f"statement-{number:05d}"]


def signs(count, child):
    found = [f for d in count.derivations if d.child_id == f"statement-{child:05d}" for f in d.features]
    return [(f.kind.value, f.words) for f in found if f.weight > 0]


def picture(exhibit, look="5a" * 32):
    return PictureHash(
        picture_id=f"picture {exhibit}",
        exhibit_id=exhibit,
        page=1,
        number=1,
        look=look,
        width=640,
        height=480,
    )


RIGHT = (
    "Officials near the crossing counted 241 trucks that night.",
    "By dawn 241 trucks had gone, drivers told us at the fuel station.",
    "Neighbours speak of 241 trucks under blankets and wet straw.",
    "A farmer wrote 241 trucks into the margin of his almanac.",
)


def three_counts(new_story, wrong="317"):
    """Four papers count 241 trucks; the fifth and sixth both count another number, in other words."""
    story = new_story()
    for number, text in enumerate(RIGHT):
        story.report(f"paper_{number}", text=text)
    story.report(
        "first_wrong", text=f"Somebody at the bakery spoke of {wrong} trucks, all of them covered.", on=1
    )
    return story.report(
        "second_wrong", text=f"A line of {wrong} trucks drove past, lights out, at last.", on=3
    )


def test_an_error_two_share_and_four_contradict_lowers_own_access_and_is_said(new_story):
    right, wrong = count_of(three_counts(new_story, "241")), count_of(three_counts(new_story, "317"))
    assert p_own(wrong, 6) < 0.5 * p_own(right, 6)
    assert any(kind == "shared error" and "317" in words for kind, words in signs(wrong, 6))
    story = three_counts(new_story)
    said = " ".join(explain(count_of(story), story.evidence()))
    assert "the same error, “317 (others: 241)”" in said


def test_a_truth_everybody_tells_is_no_sign(new_story):
    assert not any(kind == "shared error" for kind, _ in signs(count_of(three_counts(new_story, "241")), 6))


def test_a_ruling_that_two_are_separate_covers_their_errors_too(new_story):
    story = three_counts(new_story).rule(6, "separate", 5)
    assert not any("317" in words for _, words in signs(count_of(story), 6))


def test_a_number_inside_shared_words_counts_once(new_story):
    """The passage holds the figure: there is one sign, not two."""
    passage = "somebody at the bakery spoke of 31777 trucks all of them covered in grey sheets"
    story = new_story().report("first", text=f"{passage} before the morning came to the valley")
    story.report("second", text=f"Late in the evening {passage}", on=2)
    kinds = [kind for kind, _ in signs(count_of(story), 2)]
    assert kinds == ["shared words"]


def test_one_picture_is_a_weak_sign_and_shown(new_story):
    def traced(look):
        story = new_story().report("first", text="The column left the town.")
        story.report("second", text="Trucks were gone by morning.", on=2)
        story.pictures = {
            "exhibit-00001": (picture("exhibit-00001"),),
            "exhibit-00002": (picture("exhibit-00002", look),),
        }
        return count_of(story)

    same, other = traced("5a" * 32), traced("a5" * 32)
    assert p_own(other, 2) * 0.1 < p_own(same, 2) < p_own(other, 2)
    assert [kind for kind, _ in signs(same, 2)] == ["shared picture"]
    assert [d.kind for d in same.derivations] == [DerivationKind.PARAPHRASES]
    assert not other.derivations


SEPARATE = (
    "Watched from the bus station, some 40 lorries passed towards Raqqa on 12 March 2016; Palmyra was quiet.",
    "Shops in Palmyra stayed shut on 12 March 2016 while lorries, 40 of them, rolled by. Raqqa, people guessed.",
    "Our man on the hill saw boxes left behind. Palmyra, 12 March 2016: 40 lorries gone, bound for Raqqa.",
    "Without a checkpoint since 12 March 2016: residents returning to Palmyra tell of Raqqa plates on 40 lorries.",
    "No wounded came in, a medic noted in Palmyra. The 40 lorries for Raqqa had left by then (12 March 2016).",
)


def test_reports_of_one_event_that_only_share_its_facts_stay_apart(new_story):
    """Separate reporters tell the same place, day and count: that must not make them one."""
    story = new_story("mass witnessing")
    for number, text in enumerate(SEPARATE):
        story.report(f"paper_{number}", text=text, on=10 + number)
    count = count_of(story)
    assert all(p_own(count, number) > 0.5 for number in range(2, 6))
    assert count.k_mode >= 4


def test_a_sign_never_raises_the_number_of_origins(new_story):
    """More copying evidence, an added picture, never raises K."""
    story = three_counts(new_story)
    before = count_of(story)
    story.pictures = {f"exhibit-0000{n}": (picture(f"exhibit-0000{n}"),) for n in (5, 6)}
    after = count_of(story)
    mean = [sum(i * p for i, p in enumerate(c.k)) for c in (before, after)]
    assert mean[1] <= mean[0] + 1e-9


@pytest.mark.parametrize("n", [1, 2])
def test_pages_that_credit_somebody_are_not_searched_for_more(new_story, n):
    """Their credit says it; and a single page has nobody to share with."""
    story = new_story()
    for number in range(n):
        story.report(
            f"paper_{number}", "agency", text=f"It counted 317 trucks, wrote the {number} agency.", on=number
        )
    assert not any(kind == "shared number" for kind, _ in signs(count_of(story), n))

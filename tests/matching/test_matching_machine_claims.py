"""Statements nobody assigned: grouped by action, place, date, names, numbers and words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_sheet import Sheet

from twosource.evidence.claims import Claim, Matching
from twosource.terms import Action, Standing, Status, load_table


def test_two_reports_of_one_thing_are_one_claim(sheet):
    """The same action, place and wording make one claim, whoever is credited."""
    one = sheet.say("The group ordered heavy weapons out of Palmyra", "withdraw", place="Palmyra")
    two = sheet.say(
        "Heavy weapons had to leave Palmyra, the Herald wrote",
        "withdraw",
        place="Palmyra",
        credits=["the Herald"],
    )
    assert sheet.groups() == {frozenset({one, two})}


def test_reasons_are_in_words(sheet):
    """Every matching says why, and by how many points against which threshold."""
    sheet.say("Guns left Palmyra on 25 March with 40 lorries", "withdraw", place="Palmyra", span="2016-03-25")
    sheet.say("On 25 March 40 lorries took guns from Palmyra", "withdraw", place="Palmyra", span="2016-03-25")
    matchings = [m for o in sheet.match() for m in o.values if isinstance(m, Matching)]
    joined = next(m for m in matchings if len(m.reasons) > 1)
    assert "same action: withdraw" in joined.reasons
    assert "same place: Palmyra" in joined.reasons
    assert "same day: 2016-03-25" in joined.reasons
    assert any(reason.startswith("shares the words ") for reason in joined.reasons)
    assert "the same claim from 4.25" in joined.made.why
    assert joined.made.standing is Standing.SUGGESTION
    assert joined.made.p is None


def test_ordered_out_handed_over_and_agreed_are_three_claims(sheet):
    """Another action is another claim, however alike the words: the commonest error in re-reports."""
    for action in ("order", "hand over", "agree", "withdraw"):
        sheet.say("The withdrawal from Palmyra with the government", action, place="Palmyra")
    assert len(sheet.groups()) == 4


def test_denial_and_assertion_bear_on_one_claim(sheet):
    """Polarity lives in the stance, so a denial is about the same claim."""
    one = sheet.say("The withdrawal from Palmyra was agreed", "agree", place="Palmyra")
    two = sheet.say("The withdrawal from Palmyra was never agreed", "agree", place="Palmyra", stance="denies")
    assert sheet.groups() == {frozenset({one, two})}


def test_dates_that_cannot_meet_are_two_claims(sheet):
    """One cannot evacuate on two days once."""
    sheet.say("The quarter was evacuated", "evacuate", place="al-Qasr", span="2013-11-24")
    sheet.say("The quarter was evacuated", "evacuate", place="al-Qasr", span="2015-01-02")
    assert len(sheet.groups()) == 2


def test_other_places_are_other_claims(sheet):
    """The same act somewhere else is another act."""
    sheet.say("Soldiers entered Palmyra at dawn", "recapture", place="Palmyra")
    sheet.say("Soldiers entered Raqqa at dawn", "recapture", place="Raqqa")
    assert len(sheet.groups()) == 2


def test_across_languages_by_place_number_and_action(sheet):
    """No word is shared; the gazetteer's name, a number and the action are."""
    one = sheet.say("Some 150 lorries left Palmyra", "withdraw", place="Palmyra", name="Tadmur")
    two = sheet.say("غادرت ١٥٠ شاحنة تدمر", "withdraw", place="تدمر", name="Tadmur", language="ar")
    assert sheet.groups() == {frozenset({one, two})}


def test_action_and_place_alone_are_left_to_a_person(sheet):
    """Two agreements are not enough for the machine: the pair is shown, not merged."""
    one = sheet.say("Lorries rolled eastwards", "withdraw", place="Palmyra")
    two = sheet.say("Artillery vanished overnight", "withdraw", place="Palmyra")
    assert sheet.groups() == {frozenset({one}), frozenset({two})}
    assert "not enough" in sheet.verdicts().values()


def test_kindred_actions_are_left_to_a_person(sheet):
    """An order to withdraw told as a withdrawal is for a person to decide."""
    text = "Heavy weapons out of Palmyra to Raqqa province before the assault"
    sheet.say(text, "order", place="Palmyra")
    sheet.say(text, "withdraw", place="Palmyra")
    assert len(sheet.groups()) == 2
    assert list(sheet.verdicts().values()).count("not enough") == 1


def test_said_years_apart_without_a_date_is_held_against_it(sheet):
    """Killings in one town recur; reports years apart that give no day are not one claim."""
    sheet.say("Shelling killed civilians in Aleppo", "kill", place="Aleppo", said="2013-02-01")
    sheet.say("Gunfire killed civilians in Aleppo", "kill", place="Aleppo", said="2016-05-02")
    assert len(sheet.groups()) == 2
    near = Sheet()
    near.say("Shelling killed civilians in Aleppo", "kill", place="Aleppo", said="2016-05-01")
    near.say("Gunfire killed civilians in Aleppo", "kill", place="Aleppo", said="2016-05-02")
    assert len(near.groups()) == 1


def test_copies_are_one_claim_with_the_copy_named_as_such(sheet):
    """Word for word copies in other exhibits bear on the same claim."""
    ids = {sheet.say("Guns left Palmyra at night", "withdraw", exhibit=f"e{n}") for n in range(30)}
    assert sheet.groups() == {frozenset(ids)}


def test_a_statement_without_content_founds_its_own_claim(sheet):
    """A sentence of function words is like no other, but is not lost."""
    one, two = sheet.say("He said so himself."), sheet.say("They have been told that, too.")
    assert sheet.groups() == {frozenset({one}), frozenset({two})}


def test_without_an_event_only_close_wording_joins(sheet):
    """Where nobody found an action, near copies are one claim and loose likeness is left to a person."""
    text = "Three hundred folders with letterheads from the governor's office surfaced in a basement"
    one = sheet.say(text)
    two = sheet.say(f"{text} yesterday")
    three = sheet.say("The governor denied owning any basement at all")
    assert sheet.groups() == {frozenset({one, two}), frozenset({three})}


def test_the_clearest_statement_words_the_claim(sheet):
    """An outright assertion with its roles filled words the claim."""
    sheet.say(
        "Perhaps guns left Palmyra in a hurry that night",
        "withdraw",
        place="Palmyra",
        hedge=3,
        stance="doubts",
    )
    sheet.say(
        "The group pulled its guns out of Palmyra in a hurry that night",
        "withdraw",
        place="Palmyra",
        actor="the group",
        object="guns",
    )
    outcome = sheet.match()[0]
    claim = next(v for v in outcome.values if isinstance(v, Claim))
    assert claim.text == "The group pulled its guns out of Palmyra in a hurry that night"
    assert claim.actor == "the group"
    assert claim.place == "Palmyra"
    assert claim.action is Action.WITHDRAW
    assert claim.claim_id == outcome.item_id
    assert not claim.made.is_judgement


def test_claims_most_exhibits_bear_on_come_first_and_a_limit_says_what_it_left_out(sheet):
    """A capped list keeps the claims with most exhibits, and the rest is counted in a sentence."""
    for number in range(3):
        sheet.say("Guns left Palmyra at night", "withdraw", exhibit=f"e{number}")
    sheet.say("Oil crossed the border for fertiliser", "trade")
    sheet.say("A driver passed every checkpoint", "grant passage")
    outcomes = sheet.match(max_machine_claims=1)
    assert [o.status for o in outcomes] == [Status.READ, Status.PARTLY_READ]
    assert len(outcomes[0].values) == 4
    assert "2 claims made by machine were left out" in outcomes[1].failures[0].sentence()
    assert len(sheet.match(min_exhibits=2)) == 2
    assert len(sheet.match()) == 3


def test_groups_that_grow_side_by_side_are_one_claim(sheet):
    """The order in which contents come in decides no claim: groups that say the same are joined."""
    texts = [
        "Ledgers of the harbour office were leaked overnight by a clerk",
        "Ledgers of the harbour office and lists of captains were leaked",
        "Lists of captains and cargoes leaked, with ledgers of the harbour",
        "Cargoes, captains, lists: the harbour leak goes on and on",
    ]
    ids = [sheet.say(text, "leak", said="2016-05-02") for text in texts]
    assert frozenset(ids[:3]) <= max(sheet.groups(), key=len)


def test_a_missing_passage_is_an_outcome_of_its_own(sheet):
    """A statement whose words are not held is refused with a reason and never guessed at."""
    lost = sheet.say("Guns left Palmyra", "withdraw")
    sheet.passages.clear()
    (outcome,) = sheet.match()
    assert outcome.status is Status.REFUSED
    assert outcome.item_id == lost
    assert "passage that is not held" in outcome.failures[0].happened


@pytest.mark.parametrize(
    ("action", "access_class"),
    [
        ("leak", "exclusive document"),
        ("agree", "closed event"),
        ("bomb", "public event"),
        (None, "closed event"),
    ],
)
def test_a_machine_claim_starts_with_the_access_class_of_its_action(sheet, action, access_class):
    """Papers have few holders and bombs many witnesses; tracing needs to know which it is."""
    sheet.say("Something happened at the depot", action)
    (outcome,) = sheet.match()
    assert [v.access_class for v in outcome.values if isinstance(v, Claim)] == [access_class]
    assert access_class in {row["value"] for row in load_table("access_classes")["terms"]}


SENTENCES = [
    ("Guns left Palmyra at night", "withdraw", "Palmyra"),
    ("Guns left Palmyra by night, in 40 lorries", "withdraw", "Palmyra"),
    ("In 40 lorries the guns went from Palmyra", "withdraw", "Palmyra"),
    ("Guns left Raqqa at night", "withdraw", "Raqqa"),
    ("The guns were handed over in Palmyra", "hand over", "Palmyra"),
    ("Oil was swapped for fertiliser", "trade", ""),
    ("Fertiliser came back for oil", "trade", ""),
    ("Nobody knows anything about 40 lorries", None, ""),
]


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(len(SENTENCES) * 2)), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(order, random):
    """Permuting statements, claims and verdicts gives the identical set of outcomes."""
    base = _filled()
    shuffled = _filled()
    shuffled.statements = [base.statements[n] for n in order]
    random.shuffle(shuffled.judgements)
    random.shuffle(shuffled.claims)
    assert shuffled.match() == base.match()


def _filled():
    sheet = Sheet()
    sheet.declare("guns", "Heavy guns left Palmyra", "withdraw", place="Palmyra", cues=("guns",))
    sheet.declare("oil", "Oil was swapped for fertiliser", "trade", cues=("fertiliser",))
    ids = [
        sheet.say(text, action, place=place, exhibit=f"{outlet}-{number}")
        for outlet in ("herald", "courier")
        for number, (text, action, place) in enumerate(SENTENCES)
    ]
    sheet.judge(ids[4], "claim-guns", "different")
    sheet.judge(ids[7], "claim-guns", "same")
    sheet.judge(ids[12], "claim-of-an-earlier-run", "same")
    sheet.judge(ids[3], "claim-of-an-earlier-run", "same")
    return sheet


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12), st.integers(1, 4))
def test_every_statement_is_in_exactly_one_machine_claim(rows, max_candidates):
    """Nothing is lost and nothing is in two claims, whatever the limits."""
    sheet = Sheet()
    ids = [sheet.say(t, a, place=p, exhibit=f"e{n}") for n, (t, a, p) in enumerate(rows)]
    groups = sheet.groups(max_candidates=max_candidates, max_postings=2)
    assert sorted(s for group in groups for s in group) == sorted(ids)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), st.integers(0, 7))
def test_a_copy_never_makes_a_claim(rows, which):
    """Adding a copy of what is already said leaves the number of claims as it was."""
    sheet = Sheet()
    for number, (text, action, place) in enumerate(rows):
        sheet.say(text, action, place=place, exhibit=f"e{number}")
    before = len(sheet.groups())
    text, action, place = rows[which % len(rows)]
    sheet.say(text, action, place=place, exhibit="copy")
    assert len(sheet.groups()) == before


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from([None, "leak", "other"])), max_size=6))
def test_any_text_is_matched_without_an_error(rows):
    """Text from a cache is data: no string can stop the stage, and none is lost."""
    sheet = Sheet()
    ids = {sheet.say(text, action, exhibit=f"e{n}") for n, (text, action) in enumerate(rows)}
    assert {s for group in sheet.groups() for s in group} == ids


def test_a_number_of_a_million_digits_is_only_a_number(sheet):
    """A hostile figure is compared as text and shown as it is."""
    digits = "9" * 10_000
    one, two = sheet.say(f"Serial {digits} left", "leak"), sheet.say(f"Left: serial {digits}", "leak")
    assert sheet.groups() == {frozenset({one, two})}


def test_two_events_of_one_sentence_are_two_claims(sheet):
    """One sentence, two towns shelled: the words are the same, the events are not, in every reprint."""
    text = "Shells killed nine people in Qatana and two others, among them a child, in Mayssar"
    ids = [
        [sheet.say(text, "kill", exhibit=exhibit, object=whom, place=place) for exhibit in ("a", "b")]
        for whom, place in (("nine people", "Qatana"), ("two others", "Mayssar"))
    ]
    for statement, whom in zip(sheet.statements, ("nine", "nine", "two", "two"), strict=True):
        object.__setattr__(statement, "statement_id", f"{statement.statement_id}-{whom}")
    ids = [s.statement_id for s in sheet.statements]
    assert sheet.groups() == {frozenset(ids[:2]), frozenset(ids[2:])}


def test_two_killings_at_one_place_in_one_sentence_stay_two(sheet):
    """Only whom it befell differs; a machine that joined them would count nine and two as eleven times one."""
    text = "Snipers killed nine rebels and a nurse in Homs"
    sheet.say(text, "kill", exhibit="a", object="nine rebels", place="Homs")
    sheet.say(text, "kill", exhibit="a", object="a nurse", place="Homs", credits=("Reuters",))
    assert len(sheet.groups()) == 2


def test_one_event_of_one_sentence_credited_to_two_is_one_claim(sheet):
    """Whom it is credited to is no part of a claim."""
    text = "Snipers killed nine rebels in Homs, Reuters and activists said"
    one = sheet.say(text, "kill", exhibit="a", object="nine rebels", place="Homs", credits=("Reuters",))
    two = sheet.say(text, "kill", exhibit="a", object="nine rebels", place="Homs", credits=("activists",))
    assert sheet.groups() == {frozenset({one, two})}
